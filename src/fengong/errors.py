"""Every error a user can meet: facts as attributes, one sentence and one remedy in zh and en, made late.

`docs/errors.md` has one heading for each class here (tested). An error never carries a traceback to the terminal.
"""

from __future__ import annotations

from typing import ClassVar, dataclass_transform

from fengong.bilingual import Bilingual, Lang
from fengong.caret import caret, printable


class FengongError(Exception):
    """Base of all errors: ``problem`` says what and where, ``remedy`` what to do; both are filled from the attributes."""

    problem: ClassVar[Bilingual] = Bilingual(zh="出错", en="something went wrong")
    remedy: ClassVar[Bilingual] = Bilingual(zh="", en="")
    exit_code: ClassVar[int] = 1

    def facts(self) -> dict[str, object]:
        """The attributes, ready to be put into the sentences."""
        return {}

    def said(self, lang: Lang) -> str:
        """Problem, the words with a caret where there are some, and remedy, in one language."""
        lines = [self.problem.fill(**self.facts()).said(lang), *self.shown()]
        remedy = self.remedy.fill(**self.facts()).said(lang)
        return "\n".join([*lines, *(f"  {line.rstrip()}" for line in remedy.splitlines())])

    def shown(self) -> list[str]:
        """The words concerned, with a caret below; empty where no words are concerned."""
        return []

    def __str__(self) -> str:
        return self.said("en")


@dataclass_transform(eq_default=False)
class _Facts(FengongError):
    """An error whose annotated attributes are its facts, given in order or by name.

    What `dataclasses` would do, at a thirtieth of its start-up time (measured: 31 errors, 15 ms of every command), and not
    frozen: ``contextlib`` sets ``__traceback__``.
    """

    names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        own = [name for name, kind in vars(cls).get("__annotations__", {}).items() if not kind.startswith("ClassVar")]
        cls.names = (*cls.names, *own)

    def __init__(self, *values: object, **named: object) -> None:
        given = dict(zip(self.names, values, strict=False)) | named
        missing = [name for name in self.names if name not in given and not hasattr(type(self), name)]
        if missing or len(values) > len(self.names) or not named.keys() <= set(self.names):
            message = f"{type(self).__name__} takes {', '.join(self.names)}"
            raise TypeError(message)
        for name, value in given.items():
            setattr(self, name, value)
        super().__init__(*values)

    def facts(self) -> dict[str, object]:
        """The attributes, ready to be put into the sentences."""
        return {name: _listed(getattr(self, name)) for name in self.names}


def _listed(value: object) -> object:
    """Tuples are shown as 「a · b」; everything else as it is."""
    return " · ".join(map(str, value)) if isinstance(value, tuple) else value


# --- sources ---------------------------------------------------------------------------------------------------------


class SourceError(_Facts):
    """A source file that gives no table: nothing is written from it."""

    path: str


class UnreadableFile(SourceError):
    """The file cannot be opened."""

    reason: str
    problem = Bilingual(zh="{path}：打不开：{reason}", en="{path}: cannot be opened: {reason}")
    remedy = Bilingual(zh="请检查路径和权限。", en="Check the path and the permissions.")


class EmptySource(SourceError):
    """The file has no text at all."""

    problem = Bilingual(zh="{path}：文件为空", en="{path}: the file is empty")
    remedy = Bilingual(zh="请提供含分工表的文本文件。", en="Give a text file that holds a task-division table.")


class OversizeSource(SourceError):
    """The file is over the size limit."""

    size: int
    limit: int
    problem = Bilingual(
        zh="{path}：文件有 {size:,} 字节，超过上限 {limit:,} 字节",
        en="{path}: {size:,} bytes are over the limit of {limit:,}",
    )
    remedy = Bilingual(zh="确需读取时用 --max-size 提高上限。", en="Raise the limit with --max-size if it really is a table.")


class UndecodableSource(SourceError):
    """The bytes are not UTF-8, and as GB18030 they hold no known table header."""

    offset: int
    byte: int
    line: int
    problem = Bilingual(
        zh="{path}：第 {line} 行，字节偏移 {offset}（0x{byte:02x}）不是 UTF-8；按 GB18030 解码也找不到已知表头",
        en="{path}: line {line}, byte offset {offset} (0x{byte:02x}) is not UTF-8, and read as GB18030 the text has no known table header",
    )
    remedy = Bilingual(
        zh="请另存为 UTF-8（或 GB18030）后重试；若文件损坏，请重新取得原件。",
        en="Save it as UTF-8 (or GB18030) and try again; if it is damaged, get the original again.",
    )


class UnknownLayout(SourceError):
    """The file is of a format or layout that has no reader yet; ``seen`` names it."""

    seen: str
    problem = Bilingual(
        zh="{path}：看到的是「{seen}」，目前只能读取制表符分隔的分工表",
        en="{path}: this looks like {seen}; only tab-separated task tables can be read so far",
    )
    remedy = Bilingual(
        zh="请把表格另存为制表符分隔的 UTF-8 文本，表头为：序号、重点任务、责任单位。",
        en="Save the table as tab-separated UTF-8 text with the header 序号, 重点任务, 责任单位.",
    )


class NoTable(SourceError):
    """A text without a table header."""

    expected: tuple[str, ...]
    problem = Bilingual(zh="{path}：没有找到表头", en="{path}: no table header was found")
    remedy = Bilingual(
        zh="表头须在一行内以制表符分隔，含：{expected}。",
        en="The header must be one tab-separated line with: {expected}.",
    )


class LoneHeader(SourceError):
    """A table header without any row below it."""

    line: int
    problem = Bilingual(zh="{path}：第 {line} 行有表头，其下没有任务", en="{path}: the header on line {line} has no rows below it")
    remedy = Bilingual(zh="请检查文件是否被截断。", en="Check whether the file was cut off.")


class UnknownColumns(SourceError):
    """A header with a column that is missing, unknown or there twice."""

    line: int
    found: tuple[str, ...]
    expected: tuple[str, ...]
    problem = Bilingual(
        zh="{path}：第 {line} 行的表头是：{found}\n  应为：{expected}",
        en="{path}: the header on line {line} has the columns: {found}\n  expected: {expected}",
    )
    remedy = Bilingual(
        zh="列名写法在 ontology/wordings.ttl 中；多出或缺少的列须先处理，以免内容被悄悄丢掉。",
        en="Column headings are listed in ontology/wordings.ttl; "
        "a column more or less stops the build, so that nothing is dropped in silence.",
    )


class UnreadableCell(_Facts):
    """A responsibility cell with wording outside the grammar: it is read whole or reported, never in part.

    ``position`` counts code points of ``cell`` from 0; ``expected`` names what could have stood there.
    """

    cell: str
    position: int
    expected: Bilingual
    row: str = ""
    table: str = ""
    problem = Bilingual(
        zh="{where}：责任单位栏第 {at} 个字符处读不下去",
        en="{where}: cannot read the responsibility cell at character {at}",
    )
    remedy = Bilingual(
        zh="请把该写法加入 ontology/roles.ttl，或在 corrections.toml 中列明该行及理由。",
        en="Add the wording to ontology/roles.ttl, or list the row in corrections.toml with a reason.",
    )

    def facts(self) -> dict[str, object]:
        """The attributes, as the sentences need them."""
        where = " ".join(filter(None, (self.table, self.row))) or "—"
        return {"where": where, "at": self.position + 1, "cell": self.cell}

    def said(self, lang: Lang) -> str:
        """Problem, words and remedy in one language."""
        return f"{self.placed(lang)}\n  {self.remedy.said(lang)}"

    def placed(self, lang: Lang) -> str:
        """Problem and words with the caret, without the remedy."""
        head = self.problem.said(lang).format(**self.facts())
        return "\n".join([head, *caret(self.cell, self.position, self.expected.said(lang))])


# --- hand-kept files -------------------------------------------------------------------------------------------------


class BadHandKeptFile(_Facts):
    """A hand-kept file (source.toml, corrections.toml, a reference table) that breaks its own rules."""

    path: str
    place: str
    reason: Bilingual
    problem = Bilingual(zh="{path}（{place}）：{reason_zh}", en="{path} ({place}): {reason_en}")
    remedy = Bilingual(zh="请改正后重试；格式见 docs/files.md。", en="Mend it and try again; docs/files.md has the format.")

    def facts(self) -> dict[str, object]:
        """The attributes, as the sentences need them."""
        return {"path": self.path, "place": self.place, "reason_zh": self.reason.zh, "reason_en": self.reason.en}


Fault = tuple[Bilingual, Bilingual, Bilingual]
"""One fault of a file: where it is, what is wrong there, and what to do about it."""


class BadEvidence(_Facts):
    """Evidence of progress that breaks the rules, in `graph/evidence/` or in a ledger that was returned: none of the file is taken."""

    path: str
    faults: tuple[Fault, ...]
    most: ClassVar[int] = 20
    problem = Bilingual(zh="{path}：{count} 处有误，整个文件未予采用", en="{path}: faults: {count}; nothing of the file is taken")
    remedy = Bilingual(zh="请改正后重试；格式见 docs/evidence.md。", en="Mend it and try again; docs/evidence.md has the format.")

    def facts(self) -> dict[str, object]:
        """The attributes, as the sentences need them."""
        return {"path": self.path, "count": len(self.faults)}

    def said(self, lang: Lang) -> str:
        """Problem, each fault with what to do about it, and remedy, in one language."""
        colon = "：" if lang == "zh" else ": "
        lines = [self.problem.said(lang).format(**self.facts())]
        for place, reason, fix in self.faults[: self.most]:
            lines += [f"  {place.said(lang)}{colon}{reason.said(lang)}", f"    → {fix.said(lang)}"]
        lines += ["  …"] if len(self.faults) > self.most else []
        return "\n".join([*lines, f"  {self.remedy.said(lang)}"])


class BadLinkSet(BadEvidence):
    """A link set (`graph/reference/links/*.sssom.tsv`) or its table of schemes that breaks the form: none of the file is taken."""

    problem = Bilingual(
        zh="{path}：链接集有 {count} 处有误，未予采用",
        en="{path}: faults of the link set: {count}; nothing of it is taken",
    )
    remedy = Bilingual(zh="请改正后重试；格式见 docs/links.md。", en="Mend it and try again; docs/links.md has the format.")


class UnreadableReturn(_Facts):
    """A file given to `evidence import` that is no ledger which could be read."""

    path: str
    reason: Bilingual
    problem = Bilingual(zh="{path}：读不出台账：{reason_zh}", en="{path}: cannot be read as a ledger: {reason_en}")
    remedy = Bilingual(
        zh="请另存为 .xlsx，或 UTF-8 编码、逗号分隔的 .csv；列名须与 fengong ledger 给出的相同。",
        en="Save it as .xlsx, or as .csv with commas in UTF-8; the headings must be those that fengong ledger writes.",
    )

    def facts(self) -> dict[str, object]:
        """The attributes, as the sentences need them."""
        return {"path": self.path, "reason_zh": self.reason.zh, "reason_en": self.reason.en}


class ChangedSource(_Facts):
    """The hash in source.toml is not that of the file: every quotation would be in doubt."""

    path: str
    expected: str
    found: str
    problem = Bilingual(
        zh="{path}：sha256 与 source.toml 不符\n  source.toml：{expected}\n  文件：{found}",
        en="{path}: the sha256 differs from source.toml\n  source.toml: {expected}\n  file:        {found}",
    )
    remedy = Bilingual(
        zh="恢复原文件；若确系新版，请核对后更新 source.toml。",
        en="Restore the file; if it is a new edition, review it and update source.toml.",
    )


# --- workspace and build ---------------------------------------------------------------------------------------------


class NoWorkspace(_Facts):
    """The folder named is no workspace."""

    path: str
    problem = Bilingual(zh="{path}：不是工作区（缺少 graph/sources）", en="{path}: not a workspace (graph/sources is missing)")
    remedy = Bilingual(zh="用 fengong init {path} 新建。", en="Make one with: fengong init {path}")


class WorkspaceInTheWay(_Facts):
    """`init` found files it would have had to overwrite."""

    path: str
    problem = Bilingual(zh="{path}：已有内容，不予覆盖", en="{path}: already there, and is not overwritten")
    remedy = Bilingual(zh="请换一个文件夹或表名。", en="Choose another folder or table name.")


class SiteInTheWay(_Facts):
    """`site` was given a folder that holds files and is no site of ours."""

    path: str
    problem = Bilingual(zh="{path}：已有文件，且不是 fengong site 写出的", en="{path}: holds files that fengong site did not write")
    remedy = Bilingual(zh="请换一个空的或新的文件夹。", en="Give a folder that is new, empty, or was written by fengong site.")


class FolderInTheWay(_Facts):
    """`export` was given a folder that holds a file which no export wrote."""

    path: str
    name: str
    problem = Bilingual(
        zh="{path}：有 fengong export 未写过的文件：{name}", en="{path}: holds a file that fengong export did not write: {name}"
    )
    remedy = Bilingual(zh="请换一个空的或新的文件夹。", en="Give a folder that is new, empty, or was written by fengong export.")


class ReadOnlyWorkspace(_Facts):
    """The built graph inside an installed package is not to be written."""

    path: str
    problem = Bilingual(zh="安装包内的图谱是只读的（{path}）", en="the graph inside the installed package is read-only ({path})")
    remedy = Bilingual(
        zh="先用 fengong init 目录 新建工作区，再用 --workspace 指定它。",
        en="Make your own with: fengong init DIR, then give --workspace DIR.",
    )


class NoSources(_Facts):
    """There is nothing to build: zero inputs is an error."""

    path: str
    problem = Bilingual(zh="{path}：没有任何分工表", en="{path}: there is no table to build")
    remedy = Bilingual(
        zh="用 fengong init 目录 --table 文件 --id 表名 --jurisdiction 代码 加入一张。",
        en="Add one with: fengong init DIR --table FILE --id NAME --jurisdiction CODE",
    )


class NotBuilt(_Facts):
    """The graph has not been built yet, or not with this version's file names."""

    path: str
    problem = Bilingual(zh="{path}：还没有建好的图谱", en="{path}: there is no built graph")
    remedy = Bilingual(zh="先运行 fengong build。", en="Run: fengong build")


class DamagedGraph(_Facts):
    """A file of the built graph is missing or is not the one the manifest describes."""

    path: str
    reason: Bilingual
    problem = Bilingual(zh="{path}：{reason_zh}", en="{path}: {reason_en}")
    remedy = Bilingual(zh="用 fengong build --force 重建。", en="Rebuild it with: fengong build --force")

    def facts(self) -> dict[str, object]:
        """The attributes, as the sentences need them."""
        return {"path": self.path, "reason_zh": self.reason.zh, "reason_en": self.reason.en}


class Busy(_Facts):
    """Another build is writing the same folder."""

    path: str
    problem = Bilingual(zh="{path}：另一个构建正在写入", en="{path}: another build is writing here")
    remedy = Bilingual(zh="等它结束后重试。", en="Wait for it to end, then try again.")


class UnwritableFile(_Facts):
    """A result cannot be written where it was asked for."""

    path: str
    reason: str
    problem = Bilingual(zh="{path}：无法写入：{reason}", en="{path}: cannot be written: {reason}")
    remedy = Bilingual(zh="请检查目录、权限和剩余空间。", en="Check the folder, the permissions and the free space.")


# --- ontology --------------------------------------------------------------------------------------------------------


class BadOntology(_Facts):
    """An ontology file that cannot be parsed or lacks what the reader needs."""

    path: str
    reason: str
    problem = Bilingual(zh="{path}：本体文件有误：{reason}", en="{path}: {reason}")
    remedy = Bilingual(zh="请改正该本体文件。", en="Mend the ontology file.")


class UncoveredConstruct(_Facts):
    """The ontology uses an OWL construct that the fast closure has no rule for: closing it would be wrong in silence."""

    construct: str
    subject: str
    problem = Bilingual(
        zh="本体在 {subject} 处使用了推理规则未覆盖的构造：{construct}",
        en="the ontology uses a construct that the closure has no rule for: {construct}, at {subject}",
    )
    remedy = Bilingual(
        zh="改用已覆盖的构造（见 docs/decisions/closure.md），或为它加规则和对照测试。",
        en="Use a covered construct (docs/decisions/closure.md), or add a rule and its test against owlrl.",
    )


class Contradiction(_Facts):
    """The facts contradict the ontology; nothing derived from them can be trusted."""

    table: str
    clashes: tuple[str, ...] = ()
    problem = Bilingual(zh="{table}：与本体矛盾：{clashes}", en="{table}: contradicts the ontology: {clashes}")
    remedy = Bilingual(zh="请检查所列资源的类型。", en="Check the types of the resources named.")


# --- questions -------------------------------------------------------------------------------------------------------


class UsageError(_Facts):
    """What was asked cannot be asked that way."""

    exit_code = 2


class UnknownName(UsageError):
    """A body, place, task, function, table or question that nothing here is called; the nearest are listed."""

    what: Bilingual
    given: str
    nearest: tuple[str, ...] = ()
    problem = Bilingual(zh="没有叫「{given}」的{what_zh}", en="no {what_en} is called “{given}”")

    def facts(self) -> dict[str, object]:
        """The attributes, as the sentences need them."""
        return {"given": self.given, "what_zh": self.what.zh, "what_en": self.what.en, "nearest": _listed(self.nearest)}

    def said(self, lang: Lang) -> str:
        """Problem, words and remedy in one language."""
        head = self.problem.said(lang).format(**self.facts())
        if not self.nearest:
            return head
        return f"{head}\n  {'最接近的：' if lang == 'zh' else 'nearest: '}{' · '.join(self.nearest)}"


class AmbiguousName(UsageError):
    """A name that several things here answer to."""

    what: Bilingual
    given: str
    candidates: tuple[str, ...]
    problem = Bilingual(zh="「{given}」可指多个{what_zh}：{candidates}", en="“{given}” is ambiguous; the {what_en} may be: {candidates}")
    remedy = Bilingual(zh="请用其中一个标识。", en="Give one of these identifiers.")

    def facts(self) -> dict[str, object]:
        """The attributes, as the sentences need them."""
        return {
            "given": self.given,
            "what_zh": self.what.zh,
            "what_en": self.what.en,
            "candidates": _listed(self.candidates),
        }


class MissingParameter(UsageError):
    """A canned question without a value it needs."""

    question: str
    option: str
    example: str
    problem = Bilingual(zh="问题 {question} 需要 {option}", en="the question {question} needs {option}")
    remedy = Bilingual(zh="例如：{example}", en="For example: {example}")


class BadDate(UsageError):
    """A day that a question asks for and that is none of the calendar, or not written as one."""

    option: str
    given: str
    problem = Bilingual(zh="{option}：「{given}」不是日期", en="{option}: “{given}” is no date")
    remedy = Bilingual(zh="请写成 年-月-日，例如：{option} 2026-11-23", en="Write year-month-day, for example: {option} 2026-11-23")


class NeedsTable(UsageError):
    """A bare task number where the workspace has several tables."""

    number: str
    tables: tuple[str, ...]
    problem = Bilingual(zh="有多张表，任务 {number} 属于哪一张？", en="there are several tables: which one has the task {number}?")
    remedy = Bilingual(zh="加上 --table，可选：{tables}", en="Add --table, one of: {tables}")


class NotApplicable(UsageError):
    """An option or format that this question does not take."""

    question: str
    option: str
    allowed: tuple[str, ...]
    problem = Bilingual(zh="{question} 不接受 {option}", en="{question} does not take {option}")
    remedy = Bilingual(zh="可用：{allowed}", en="It takes: {allowed}")


class BadQuery(_Facts):
    """SPARQL that does not parse."""

    reason: str
    problem = Bilingual(zh="SPARQL 语法错误：{reason}", en="SPARQL syntax error: {reason}")
    remedy = Bilingual(zh="常用前缀（fg: org: skos: …）不写也可用。", en="The usual prefixes (fg: org: skos: …) need no declaration.")


class NotInThisFormat(_Facts):
    """A result that the format asked for cannot hold: XML has no way to write most control characters."""

    form: str
    reason: str
    problem = Bilingual(zh="{form} 无法表示这一结果：{reason}", en="{form} cannot hold this result: {reason}")
    remedy = Bilingual(zh="请改用 turtle、ntriples、json 或 csv。", en="Use turtle, ntriples, json or csv.")


class UnknownJurisdiction(UsageError):
    """A jurisdiction that the table of places does not list."""

    given: str
    places: str
    problem = Bilingual(zh="{places} 中没有辖区 {given}", en="{places} does not list the jurisdiction {given}")
    remedy = Bilingual(
        zh="先用 fengong init 目录 建好工作区，在其 graph/reference/places.csv 中加上这一行，再加入分工表。",
        en="Make a workspace with: fengong init DIR, add a line to its graph/reference/places.csv, then add the table.",
    )


class RefusedQuery(_Facts):
    """SPARQL that would change the graph or reach outside it."""

    construct: str
    flag: str
    problem = Bilingual(zh="已拒绝：查询用了 {construct}", en="refused: the query uses {construct}")
    remedy = Bilingual(zh="它会改动图谱，或访问图谱以外。{hint_zh}", en="It would change the graph or reach outside it. {hint_en}")

    def facts(self) -> dict[str, object]:
        """The attributes, as the sentences need them."""
        hint = (f"确需时加 {self.flag}。", f"If you mean it, add {self.flag}.") if self.flag else ("", "")
        return {"construct": self.construct, "hint_zh": hint[0], "hint_en": hint[1]}


class BadQuestionFile(_Facts):
    """A `.rq` file whose header or body breaks the house rules."""

    path: str
    reason: str
    problem = Bilingual(zh="{path}：问题文件有误：{reason}", en="{path}: {reason}")
    remedy = Bilingual(zh="写法见 CONTRIBUTING.md。", en="CONTRIBUTING.md says how a question is written.")


class MisquotedWords(_Facts):
    """A quotation whose offsets do not give its words in the hashed text."""

    span: str
    quoted: str
    found: str

    def facts(self) -> dict[str, object]:
        """The attributes, safe to print."""
        return {"span": self.span, "quoted": printable(self.quoted), "found": printable(self.found)}

    problem = Bilingual(
        zh="引文与原文不符：{span}\n  引文：{quoted}\n  原文：{found}",
        en="a quotation is off: {span}\n  quoted: {quoted}\n  text:   {found}",
    )
    remedy = Bilingual(zh="用 fengong build --force 重建。", en="Rebuild with: fengong build --force")


# --- pictures --------------------------------------------------------------------------------------------------------


class MissingExtra(_Facts):
    """A command whose packages are an extra that was not installed."""

    package: str
    extra: str
    problem = Bilingual(zh="此命令需要 {package}，尚未安装", en="this command needs {package}, which is not installed")
    remedy = Bilingual(zh="请执行：pip install 'fengong[{extra}]'", en="Run: pip install 'fengong[{extra}]'")


class NoFont(_Facts):
    """No font of this machine has every glyph that a picture needs; ``missing`` are some of those that the best one lacks."""

    missing: str
    count: int
    problem = Bilingual(
        zh="本机没有一种字体含有所需的全部字形；最接近的缺 {count} 个，如：{missing}",
        en="no font on this machine has all the glyphs needed; the nearest lacks {count}, such as: {missing}",
    )
    remedy = Bilingual(
        zh="安装含汉字的字体（Debian：apt install fonts-noto-cjk；或：pip install zhplot），或用 --font 指定字体文件。",
        en="Install a font with Chinese (Debian: apt install fonts-noto-cjk; or: pip install zhplot), or name a file with --font.",
    )


class FontLacksGlyphs(_Facts):
    """The font that was named lacks glyphs that the picture needs."""

    path: str
    missing: str
    count: int
    problem = Bilingual(
        zh="{path}：缺 {count} 个所需字形，如：{missing}",
        en="{path}: lacks {count:glyph that is|glyphs that are} needed, such as: {missing}",
    )
    remedy = Bilingual(
        zh="请指定含汉字的字体，或不用 --font，由程序自行查找。", en="Name a font with Chinese, or leave --font out and one is looked for."
    )


class NeedsOneTable(UsageError):
    """A picture of one table where the workspace has several."""

    tables: tuple[str, ...]
    problem = Bilingual(zh="这种图只画一张表，而这里有多张", en="this picture shows one table, and there are several")
    remedy = Bilingual(zh="加上 --table，可选：{tables}", en="Add --table, one of: {tables}")


class NothingToDraw(_Facts):
    """A table without any responsibility."""

    table: str
    problem = Bilingual(zh="{table}：没有任何责任，无图可画", en="{table}: there is no responsibility to draw")
    remedy = Bilingual(zh="先用 fengong check 查看哪些行没有读出来。", en="See which rows were not read: fengong check")


# --- ledgers ---------------------------------------------------------------------------------------------------------


class EmptyLedger(_Facts):
    """A body, or a table, without any responsibility in the reading chosen."""

    what: str
    reading: str
    problem = Bilingual(
        zh="{what}：按{reading_zh}读法没有任何责任，没有台账可写",
        en="{what}: no responsibility in the {reading} reading, so there is no ledger",
    )
    remedy = Bilingual(
        zh="换一种读法（--reading）或另一张表（--table）；fengong show 可查看一个单位，fengong check 可查看哪些行没有读出来。",
        en="Try the other --reading or another --table; fengong show describes a body, fengong check names the rows that were not read.",
    )

    def facts(self) -> dict[str, object]:
        """The attributes, as the sentences need them."""
        return {"what": printable(self.what), "reading": self.reading, "reading_zh": {"printed": "原文"}.get(self.reading, "采信")}


# --- linking ---------------------------------------------------------------------------------------------------------


class UnjoinableFile(BadEvidence):
    """Somebody else's file that `link --with` cannot join: cells at fault, keys that name nothing, two rows for one place."""

    problem = Bilingual(zh="{path}：{count} 处有误，什么也没有写出", en="{path}: faults: {count}; nothing is written")
    remedy = Bilingual(zh="请改正后重试；格式见 docs/linking.md。", en="Mend it and try again; docs/linking.md has the format.")


class BadReview(BadEvidence):
    """A review file that `link --accept` cannot take: unreviewed, contradictory, or not as `--propose` writes it."""

    problem = Bilingual(zh="{path}：{count} 处有误，没有接受任何一行", en="{path}: faults: {count}; no row is accepted")
    remedy = Bilingual(zh="请改正后重试；格式见 docs/linking.md。", en="Mend it and try again; docs/linking.md has the format.")


class UnreadableData(_Facts):
    """A file given by `--data` that is no RDF, or that claims a graph of ours."""

    path: str
    reason: Bilingual
    problem = Bilingual(zh="{path}：不能与图谱并列：{reason_zh}", en="{path}: cannot stand beside the graph: {reason_en}")
    remedy = Bilingual(
        zh="请给出 .trig、.nq、.ttl、.nt、.rdf 或 .jsonld 文件；表格先用 fengong link --with 连接。",
        en="Give a .trig, .nq, .ttl, .nt, .rdf or .jsonld file; a table is joined first, by fengong link --with.",
    )

    def facts(self) -> dict[str, object]:
        """The attributes, as the sentences need them."""
        return {"path": self.path, "reason_zh": self.reason.zh, "reason_en": self.reason.en}


class FailedService(_Facts):
    """A service on the network that does not answer, or not as it should."""

    service: str
    reason: Bilingual
    problem = Bilingual(
        zh="{service}：服务没有给出可用的答复：{reason_zh}", en="{service}: the service gave no answer that can be used: {reason_en}"
    )
    remedy = Bilingual(
        zh="请检查地址和网络，稍后再试；已完成的部分不会丢失。",
        en="Check the address and the network, and try again later; what is done is not lost.",
    )

    def facts(self) -> dict[str, object]:
        """The attributes, as the sentences need them."""
        return {"service": self.service, "reason_zh": self.reason.zh, "reason_en": self.reason.en}


# --- serving ---------------------------------------------------------------------------------------------------------


class CannotServe(_Facts):
    """The server cannot start: its address is taken or not ours, or the graph cannot be loaded."""

    where: str
    reason_zh: str
    reason_en: str
    problem = Bilingual(zh="{where}：不能启动服务：{reason_zh}", en="{where}: cannot serve: {reason_en}")
    remedy = Bilingual(
        zh="换一个端口（--port，0 为任意空闲端口）或地址（--host）；若是图谱的问题，先运行 fengong build。",
        en="Choose another --port (0: any free one) or --host; if it is the graph, run fengong build first.",
    )

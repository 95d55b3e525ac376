"""The words of a ledger in one language: the cells of its rows, and the notes that explain it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fengong import __version__
from fengong.bilingual import Bilingual, Lang
from fengong.ledger import columns
from fengong.ledger.entry import Deadline, Entry, Ledger, Partners, Target

READINGS = {
    "adopted": Bilingual(
        zh="采信（原文疑误处按经审核的更正；fengong ask anomalies 列出更正及理由）",
        en="adopted (reviewed corrections applied; fengong ask anomalies lists them with their reasons)",
    ),
    "printed": Bilingual(zh="原文（照原文所印，不作更正）", en="printed (the words as they stand, uncorrected)"),
}
TITLE = Bilingual(zh="台账：{body}", en="Ledger: {body}")
COUNT = Bilingual(zh="{rows} 行，每行一项责任：{roles}", en="{rows}, one for each responsibility: {roles}")
THROUGH = Bilingual(
    zh="{rows} 行经由集合单位承担：“经由”列写明原文所印的集合单位，合作机构不含该集合单位及其其他成员",
    en="{rows} through a collective, which the column Through names; the collective and its other members are not among the partners",
)
CORRECTED = Bilingual(
    zh="序号 {numbers}：原文印作「{printed}」，经审核的更正采信为{body}",
    en="No. {numbers}: printed “{printed}”, which a reviewed correction takes to mean {body}",
)
SOURCE = Bilingual(zh="{title}（{table}）", en="{title} ({table})")
PROMISES = Bilingual(
    zh="取自任务原文，对该任务的全部机构相同；空白表示图谱中没有",
    en="from the words of the task, the same for all its bodies; empty where the graph has none",
)
FILL = Bilingual(
    zh="请填写 进展、完成情况、佐证来源、日期 四列：一行或者填，或者全空；佐证来源为可公开查阅的网址，日期如 2026-03-01。"
    "请勿改动表头及 表、序号、机构 三列；可以调整行序、删去未填的行。",
    en="Fill in Progress, Completion, Source and Date: a row is filled in, or left empty; Source is a public web address, "
    "Date is a date such as 2026-03-01. Leave the headings and the columns Table, No. and Body as they are; "
    "rows may be sorted, and empty rows deleted.",
)
RETURN = Bilingual(
    zh="存为 .xlsx 或 CSV 交回；收件人运行 fengong evidence import 文件，先看差别，加 --accept 才写入。只记录佐证，不作评判。",
    en="Save as .xlsx or CSV and send it back; whoever receives it runs: fengong evidence import FILE, which shows the difference "
    "and writes only with --accept. Evidence is recorded, never a verdict.",
)
NAMES = Bilingual(zh="", en="The source is in Chinese and quoted as printed; English names that no source gives are our translations.")

Cell = str | int | date
"""What a cell holds; the empty string where a body is to fill something in."""


@dataclass(frozen=True, slots=True)
class Style:
    """The language of a ledger, and what stands between the parts of one cell."""

    lang: Lang
    between: str

    def said(self, zh: str, en: str) -> str:
        """One of the two."""
        return zh if self.lang == "zh" else en


def one_line(lang: Lang) -> Style:
    """Cells in one line."""
    return Style(lang, "；" if lang == "zh" else " · ")


def title(ledger: Ledger, lang: Lang) -> str:
    """What the ledger is called."""
    return TITLE.fill(body=ledger.body.said(lang)).said(lang)


def headings(ledger: Ledger) -> tuple[Bilingual, ...]:
    """The headings of its columns; 经由 only where a row needs it."""
    through = any(entry.through for entry in ledger)
    return (*(each for each in columns.GIVEN if through or each is not columns.THROUGH), *columns.FILLED_IN)


def rows(ledger: Ledger, style: Style) -> Iterator[tuple[Cell, ...]]:
    """The cells of each row under `headings`."""
    for entry in ledger:
        cells = _cells(ledger, entry, style)
        yield tuple(cells.get(heading, "") for heading in headings(ledger))


def _cells(ledger: Ledger, entry: Entry, style: Style) -> dict[Bilingual, Cell]:
    return {
        columns.TABLE: entry.table,
        columns.NUMBER: entry.number,
        columns.TASK: entry.task,
        columns.BODY: ledger.body.said(style.lang),
        columns.ROLE: entry.role.said(style.lang),
        columns.THROUGH: entry.through.said(style.lang) if entry.through else "",
        columns.WORDS: entry.quote,
        columns.PARTNERS: style.between.join(_partners(each, style) for each in entry.partners),
        columns.TARGETS: style.between.join(_target(each, style) for each in entry.targets),
        columns.DEADLINES: style.between.join(_deadline(each, style) for each in entry.deadlines),
    }


def _partners(partners: Partners, style: Style) -> str:
    """The role and who is in it; a phrase that begins with 等 goes on from the names, as it is printed."""
    comma, colon = style.said("、", "; "), style.said("：", ": ")
    shown = comma.join(body.said(style.lang) for body in partners.bodies)
    for phrase in partners.open_phrases:
        going_on = style.lang == "zh" and phrase.startswith("等")
        shown += phrase if not shown or going_on else comma + phrase
    return partners.role.said(style.lang) + colon + shown


def _target(target: Target, style: Style) -> str:
    head = target.applies_to + style.said("：", ": ") if target.applies_to else ""
    per = style.said(f"（每 {target.per}）", f" (per {target.per})") if target.per else ""
    return head + target.words + per


def _deadline(deadline: Deadline, style: Style) -> str:
    if not deadline.phrase:
        return deadline.day.isoformat()
    return style.said(f"{deadline.phrase}（{deadline.day}）", f"{deadline.phrase} ({deadline.day})")


def notes(ledger: Ledger, lang: Lang, *, returned: bool = False) -> Iterator[tuple[str, str]]:
    """What explains the ledger, and how it is ``returned``: each note with its heading. No clock: the graph is told by its hash."""
    say = Style(lang, "").said
    yield say("机构", "Body"), f"{ledger.body.said(lang)} {ledger.body.iri}"
    yield say("读法", "Reading"), READINGS[ledger.reading].said(lang)
    roles = say("、", ", ").join(f"{role.said(lang)} {count}" for role, count in ledger.by_role.items())
    yield say("行数", "Rows"), COUNT.fill(rows=_counted(len(ledger), lang), roles=roles).said(lang)
    if through := len(ledger) - ledger.direct:
        yield columns.THROUGH.said(lang), THROUGH.fill(rows=_counted(through, lang)).said(lang)
    for printed in dict.fromkeys(entry.printed_name for entry in ledger if entry.corrected):
        these = [entry for entry in ledger if entry.corrected and entry.printed_name == printed]
        numbers = say("、", ", ").join(f"{e.table}/{e.number}" if len(ledger.sources) > 1 else str(e.number) for e in these)
        yield say("更正", "Corrected"), CORRECTED.fill(numbers=numbers, printed=printed, body=ledger.body.said(lang)).said(lang)
    for source in ledger.sources:
        yield say("分工表", "Table"), SOURCE.fill(title=source.title.said(lang) or source.title.zh, table=source.table).said(lang)
        yield say("原文 SHA-256", "SHA-256 of the text"), source.text_sha256
        yield say("图谱 SHA-256", "SHA-256 of the graph"), f"{source.graph_sha256} ({source.table}.nq, Fengong {__version__})"
    yield say("目标、时限", "Targets, deadlines"), PROMISES.said(lang)
    if returned:
        yield say("如何填写", "How to fill it in"), FILL.said(lang)
        yield say("如何交回", "How to return it"), RETURN.said(lang)
    if NAMES.said(lang):
        yield "English", NAMES.said(lang)


def _counted(count: int, lang: Lang) -> str:
    return str(count) if lang == "zh" else f"{count} row" if count == 1 else f"{count} rows"

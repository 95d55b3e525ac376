"""`link --with`: somebody else's table or Turtle file, joined to the places of the graph."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from fengong import iris
from fengong.ask import present
from fengong.ask.dataset import open_built
from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.cli.settings import emit, tell
from fengong.graph.files import Turtle, nquads
from fengong.linking import join, turtle
from fengong.linking.columns import Column, Wanted
from fengong.linking.join import Joined
from fengong.linking.places import Places
from fengong.workspace import Workspace

FORMS = {".trig": "trig", ".nq": "nquads", ".ttl": "turtle"}

_NAME = Bilingual(
    zh="由文件名「{file}」取不出数据集名；用 --name 给出（小写 ASCII 字母、数字和连字符）",
    en="the file's name “{file}” makes no name; give one with --name (lower-case ASCII letters, digits, hyphens)",
)
_TWICE = Bilingual(zh="{option} 会盖掉所读的文件或另一个输出", en="{option} would overwrite the file that is read, or the other output")
_COLUMNS_ONLY = Bilingual(zh="{option} 只用于表格", en="{option} is for tables only")
DECODED = Bilingual(zh="按 {encoding} 解码。", en="decoded as {encoding}.")
COLUMNS = {
    "measure": Bilingual(zh="数：{names}", en="numbers: {names}"),
    "dimension": Bilingual(zh="维度：{names}", en="dimensions: {names}"),
    "words": Bilingual(zh="文字：{names}", en="words: {names}"),
    "empty": Bilingual(zh="全空、略去的列：{names}", en="empty, left out: {names}"),
}
_WHOLE, _DECIMAL = Bilingual(zh="整数", en="whole"), Bilingual(zh="小数", en="decimal")
BLANK = Bilingual(zh="「{name}」有 {count} 格为空，没有观测值", en="“{name}”: {count:blank cell has|blank cells have} no observation")
FOLDED = Bilingual(zh="「{name}」有 {count} 格经换算", en="“{name}”: {count:cell was|cells were} converted")
BECAUSE = Bilingual(zh="「{name}」当作文字：{because}", en="“{name}” is taken as words: {because}")
FOUND = Bilingual(
    zh="相连 {found}：按 IRI {iri}，按代码 {code}，按全称 {name}，按简称 {short}；未匹配 {left}",
    en="joined: {found} (by IRI {iri}, by code {code}, by full name {name}, by short name {short}); unmatched: {left}",
)
SHORT = Bilingual(zh="简称 {key} → {place}", en="short name {key} → {place}")
RENAMED = Bilingual(zh="{count} 个空白节点改用 IRI", en="{count:blank node was given an IRI|blank nodes were given IRIs}")
GRAPH = Bilingual(zh="{count} 条三元组，在图 {graph}", en="{count:triple|triples}, in the graph {graph}")
UNMATCHED = Bilingual(zh="未匹配的行已写入 {path}", en="the rows without a place are in {path}")
KEEP = Bilingual(
    zh="以上各行不在结果中；改正后重做，或用 --unmatched 文件 另存",
    en="these rows are not in the result; mend them, or keep them with --unmatched FILE",
)
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Named:
    """What the result is to be called, and its format."""

    name: str | None
    title: str | None
    form: str | None


def run(where: Workspace, lang: Lang, path: Path, wanted: Wanted, named: Named, *, output: str | None, unmatched: str | None) -> int:
    """Join the file at ``path``; the exit code is 1 where rows are left out and nobody asked for them to be kept."""
    name = named.name or join.name_of(path)
    if not iris.SLUG.fullmatch(name):
        raise click.UsageError(_NAME.fill(file=printable(path.name)).said(lang))
    _keep_apart(path, {"--unmatched": unmatched, "-o": output or "-"}, lang)
    places = Places(open_built(where))
    if path.suffix.lower() in turtle.FORMATS:
        for option, given in (
            ("--dimension", wanted.dimensions),
            ("--measure", wanted.measures),
            ("--words", wanted.words),
            ("--fold-numbers", wanted.fold),
        ):
            if given:
                raise click.UsageError(_COLUMNS_ONLY.fill(option=option).said(lang))
        joined = turtle.join(path, wanted.key, places, name=name, title=named.title or "")
    else:
        joined = join.table(path, wanted, places, name=name, title=named.title or "")
    if unmatched:
        emit(join.unmatched(joined), unmatched)
    emit(_written(joined, named.form or FORMS.get(Path(output or "").suffix.lower(), "trig")), output)
    _report(joined, places, lang, unmatched)
    return 1 if joined.left and not unmatched else 0


def _keep_apart(path: Path, outputs: dict[str, str | None], lang: Lang) -> None:
    """No output is the file that is read, nor another output; what swallows everything may be. Raises click.UsageError."""
    taken = {path.resolve()}
    for option, given in outputs.items():
        if given is None or Path(given).is_char_device():
            continue
        if (here := Path(given).resolve()) in taken:
            raise click.UsageError(_TWICE.fill(option=option).said(lang))
        taken.add(here)


def _written(joined: Joined, form: str) -> bytes:
    """The joined graph in a format; Turtle does not say in which graph its triples are."""
    if form == "nquads":
        return nquads(joined.triples, joined.graph)
    text = Turtle(iris.joined(joined.name) + "/").write(joined.triples)
    if form == "turtle":
        return text.encode()
    head, _, body = text.partition("\n\n")
    return f"{head}\n\n<{joined.graph}> {{\n\n{body}\n}}\n".encode()


def _report(joined: Joined, places: Places, lang: Lang, unmatched: str | None) -> None:
    if joined.encoding != "utf-8":
        tell(DECODED, lang, encoding=joined.encoding)
    _report_columns(joined, lang)
    for key, place in join.shown(joined, places):
        tell(SHORT, lang, key=key, place=place)
    if joined.renamed:
        tell(RENAMED, lang, count=joined.renamed)
    counts = {how: joined.count(how) for how in ("iri", "code", "name", "short")}
    tell(FOUND, lang, found=len(joined.found), left=len(joined.left), **counts)
    if joined.left:
        shown = joined.left if not unmatched else joined.left[:_SHOWN]
        rows = [(each.where.said(lang), printable(each.key), each.reason.said(lang)) for each in shown]
        head = ("处", "键", "原因") if lang == "zh" else ("where", "key", "why")
        click.echo(present.table(head, rows, no_rows="", whole=True), err=True, nl=False)
        tell(UNMATCHED if unmatched else KEEP, lang, path=unmatched)
    tell(GRAPH, lang, count=len(set(joined.triples)), graph=iris.shortened(joined.graph))


def _report_columns(joined: Joined, lang: Lang) -> None:
    for part, words in COLUMNS.items():
        if names := [_column(column, lang) for column in joined.columns if column.part == part]:
            tell(words, lang, names=" · ".join(names))
    for column in joined.columns:
        name = printable(column.heading)
        if column.because:
            tell(BECAUSE, lang, name=name, because=column.because.said(lang))
        if column.part == "measure" and column.blank:
            tell(BLANK, lang, name=name, count=column.blank)
        if column.folded:
            tell(FOLDED, lang, name=name, count=column.folded)


def _column(column: Column, lang: Lang) -> str:
    name = printable(column.heading)
    return f"{name} ({(_WHOLE if column.whole else _DECIMAL).said(lang)})" if column.part == "measure" else name

"""`evidence`: what bodies report of their progress, read back from returned ledgers."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from fengong.ask.dataset import Dataset, open_built
from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.cli.settings import emit, settings, settings_options, tell
from fengong.errors import ReadOnlyWorkspace, UnwritableFile
from fengong.graph import lookup
from fengong.graph.folder import locked
from fengong.graph.terms import DCTERMS, node
from fengong.iris import table as table_iri
from fengong.reference import progress
from fengong.reference.progress import ProgressEvidence
from fengong.returns import ledger, sheet
from fengong.returns.difference import Difference, compare
from fengong.returns.ledger import Returned
from fengong.workspace import Workspace

KINDS = {
    "new": (Bilingual(zh="新增", en="new"), "+"),
    "changed": (Bilingual(zh="改动", en="changed"), "~"),
    "there": (Bilingual(zh="已有", en="already there"), "="),
}
SUMMARY = Bilingual(
    zh="{rows} 行有填报：新增 {new} · 改动 {changed} · 已有 {there}",
    en="rows reported: {rows} · new: {new} · changed: {changed} · already there: {there}",
)
OTHERS = Bilingual(
    zh="没有台账各列、因此略过的工作表：{sheets}", en="sheets passed over, for they have not the columns of a ledger: {sheets}"
)
DRY = Bilingual(zh="尚未写入；核对后加上 --accept", en="nothing is written; when you have looked at it, add --accept")
SAME = Bilingual(zh="没有可写入的内容", en="there is nothing to write")
WRITTEN = Bilingual(zh="已写入 {path}", en="written: {path}")
NEXT = Bilingual(zh="下一步：fengong build{where}", en="Next: fengong build{where}")


@click.group(no_args_is_help=True)
def evidence() -> None:
    """Read returned ledgers into graph/evidence.

    把填好交回的台账读入 graph/evidence。

    \b
    fengong evidence import returned.xlsx            show what is new
    fengong evidence import returned.xlsx --accept   write it
    """  # noqa: D301


@evidence.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--accept", is_flag=True, help="Write what is shown. 写入。")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to show it. 格式。")
@settings_options
def import_(*, file: Path, accept: bool, form: str, workspace: str | None, lang: str | None) -> None:
    """Show what a returned ledger (.xlsx or .csv) adds to the evidence; with --accept, write it.

    显示交回的台账（.xlsx 或 .csv）带来哪些佐证；加 --accept 才写入。

    \b
    fengong evidence import returned.xlsx
    """  # noqa: D301
    where, said = settings(workspace, lang)
    if accept and where.read_only:
        raise ReadOnlyWorkspace(str(where.root))
    dataset = open_built(where)
    tasks = {table: _tasks(dataset, table) for table in dataset.tables}
    sheets = sheet.load(file, has_ledger=ledger.is_ledger)
    returned = ledger.read(sheets, path=str(file), tasks=tasks)
    with locked(where.built) if accept else contextlib.nullcontext():
        found = {
            table: compare(progress.load(_file(where, table), tasks[table]), [each for each in returned if each.table == table])
            for table in dict.fromkeys(each.table for each in returned)
        }
        emit(_as_json(found) if form == "json" else "".join(_as_text(found, said)), None)
        written = [_write(where, table, each.after) for table, each in found.items() if accept and each.changes]
    totals = {kind: sum(len(getattr(each, kind)) for each in found.values()) for kind in KINDS}
    if others := ledger.passed_over(sheets):
        tell(OTHERS, said, sheets=" · ".join(map(printable, others)))
    tell(SUMMARY, said, rows=len(returned), **totals)
    for path in written:
        tell(WRITTEN, said, path=path)
    if not any(each.changes for each in found.values()):
        tell(SAME, said)
    elif written:
        tell(NEXT, said, where=f" --workspace {workspace}" if workspace else "")
    else:
        tell(DRY, said)


def _tasks(dataset: Dataset, table: str) -> frozenset[str]:
    """The numbers of a table's tasks, as their IRIs end."""
    parts = lookup.subjects(dataset.asserted, DCTERMS.isPartOf, node(table_iri(table)))
    return frozenset(match[1] for part in parts if (match := re.search(r"/task/([\d-]+)$", part.value)))


def _file(where: Workspace, table: str) -> Path:
    return where.evidence / f"{table}.csv"


def _write(where: Workspace, table: str, rows: tuple[ProgressEvidence, ...]) -> Path:
    path = _file(where, table)
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise UnwritableFile(str(path), error.strerror or str(error)) from error
    emit(progress.write(rows), str(path))
    return path


def _as_text(found: Mapping[str, Difference], lang: Lang) -> Iterator[str]:
    for table, each in found.items():
        yield f"{table}\n"
        replaced = {after: before for before, after in each.changed}
        for kind, (words, mark) in KINDS.items():
            for row in _rows(each, kind):
                shown = row.evidence
                head = (_task(shown.task, lang), str(shown.date), printable(shown.recorded_by), row.place.said(lang))
                yield "  ".join((f"{mark} {words.said(lang)}", *head)) + "\n"
                if row in replaced:
                    yield f"    - {printable(replaced[row].statement)}\n"
                yield f"    {'+ ' if row in replaced else ''}{printable(shown.statement)}\n    {printable(shown.source)}\n"


def _task(number: str, lang: Lang) -> str:
    return f"任务{number}" if lang == "zh" else f"task {number}"


def _rows(each: Difference, kind: str) -> tuple[Returned, ...]:
    return tuple(after for _, after in each.changed) if kind == "changed" else each.new if kind == "new" else each.there


def _as_json(found: Mapping[str, Difference]) -> str:
    data = {
        table: {
            "new": [_row(row) for row in each.new],
            "changed": [{"before": _values(before), "line": before.line, "after": _row(after)} for before, after in each.changed],
            "there": [_row(row) for row in each.there],
        }
        for table, each in found.items()
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _row(row: Returned) -> dict[str, object]:
    return {**_values(row.evidence), "place": {"zh": row.place.zh, "en": row.place.en}}


def _values(row: ProgressEvidence) -> dict[str, object]:
    return {name: str(getattr(row, name)) for name in progress.COLUMNS}

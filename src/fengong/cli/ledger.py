"""`ledger`: what one body must do, as a file to be printed, filled in and returned."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from fengong.ask.dataset import open_built
from fengong.bilingual import Bilingual, Lang
from fengong.cli.settings import emit, is_file, on_terminal, settings, settings_options, tell
from fengong.errors import UnwritableFile
from fengong.ledger.entry import Ledger
from fengong.ledger.files import FORMATS, file_name, form_of, written

ROWS = Bilingual(
    zh="{body}：{rows} 行（其中经由集合单位 {through} 行）· 读法：{reading}",
    en="{body}: rows: {rows} ({through} through a collective) · reading: {reading}",
)
WRITTEN = Bilingual(
    zh="已写出 {files} 个台账，共 {direct} 项责任，另有 {through} 项经由集合单位：{folder}",
    en="{files:ledger|ledgers} written, {direct:responsibility|responsibilities}, and {through} through a collective: {folder}",
)
READINGS = {"adopted": Bilingual(zh="采信", en="adopted"), "printed": Bilingual(zh="原文", en="printed")}
ONE = "give either --body or --all 请用 --body 指定单位，或用 --all 写出全部"
NO_FORMAT = "{given}: give --format, or a name that ends in .xlsx, .csv, .html or .md 请加 --format，或以 .xlsx、.csv、.html、.md 结尾"
BINARY = "a workbook does not go to a terminal; give -o FILE 工作簿不能显示在终端，请加 -o 文件"


@click.command()
@click.option("--body", metavar="NAME", help="A body: IRI, slug, or any printed or full name. 单位。")
@click.option("--all", "folder", metavar="DIR", help="One file for each body, into DIR. 每个单位一个文件，写入目录。")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="Format; else that of FILE's name, markdown on the terminal, xlsx for --all. 格式。",
)
@click.option("--table", metavar="ID", help="Only this table. 只看这张表。")
@click.option(
    "--reading",
    type=click.Choice(["adopted", "printed"]),
    default="adopted",
    show_default=True,
    help="Corrected, or as printed. 读法。",
)
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, for Excel. CSV 带 BOM。")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE. 写入文件。")
@settings_options
def ledger(  # noqa: PLR0913 - one for each option of the command
    *,
    body: str | None,
    folder: str | None,
    form: str | None,
    table: str | None,
    reading: str,
    bom: bool,
    output: str | None,
    workspace: str | None,
    lang: str | None,
) -> None:
    """Write what a body leads, shares and joins, one row for each responsibility, to be filled in and returned.

    台账：某单位牵头、分担、参加的任务，每行一项责任，可打印、填报、交回。

    \b
    fengong ledger --body 民政厅 -o ledger.xlsx
    fengong ledger --body 自贡市人民政府 --format csv --bom -o zigong.csv
    fengong ledger --all ledgers
    """  # noqa: D301
    if (body is None) == (folder is None) or (folder is not None and output is not None):
        raise click.UsageError(ONE)
    chosen = form or _form(output, folder)
    if chosen == "xlsx" and body and output in {None, "-"} and sys.stdout.isatty():
        raise click.UsageError(BINARY)
    where, said = settings(workspace, lang)
    dataset = open_built(where)
    dataset.preload()
    from fengong.ledger.division import open_division  # noqa: PLC0415 - while the graph loads

    division = open_division(dataset, table=table, reading=reading)
    if body is not None:
        made = division.ledger(body)
        emit(written(made, chosen, said, bom=bom), output)
        if chosen == "csv" and is_file(output):
            from fengong.ask.stated import stated  # noqa: PLC0415 - only beside a CSV file
            from fengong.csvw import SUFFIX  # noqa: PLC0415 - the same
            from fengong.ledger import described  # noqa: PLC0415 - the same

            told = described.metadata(made, Path(str(output)).name, said, licence=stated(dataset).licence)
            emit(told, f"{output}{SUFFIX}")
        through = len(made) - made.direct
        tell(ROWS, said, body=made.body.said(said), rows=len(made), through=through, reading=READINGS[reading].said(said))
    elif folder is not None:
        from fengong.ask.stated import stated  # noqa: PLC0415 - only for a folder of files

        _write_all(tuple(division.every()), Path(folder), chosen, said, bom=bom, licence=stated(dataset).licence)


def _form(output: str | None, folder: str | None) -> str:
    """The format, where none was given."""
    if output in {None, "-"}:
        return "xlsx" if folder else "markdown"
    if (form := form_of(str(output))) is None:
        raise click.UsageError(NO_FORMAT.format(given=output))
    return form


def _write_all(ledgers: tuple[Ledger, ...], folder: Path, form: str, lang: Lang, *, bom: bool, licence: str) -> None:
    """One file for each ledger, each whole or not at all; other files in ``folder`` are left alone. Raises UnwritableFile."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFile(str(folder), error.strerror or str(error)) from error
    from fengong.csvw import SUFFIX  # noqa: PLC0415 - only for files
    from fengong.ledger import described  # noqa: PLC0415 - the same

    with _progress(len(ledgers), lang) as report:
        for each in ledgers:
            file = file_name(each.body, form)
            emit(written(each, form, lang, bom=bom), str(folder / file))
            if form == "csv":
                emit(described.metadata(each, file, lang, licence=licence), str(folder / file) + SUFFIX)
            report(each.body.said(lang))
    direct = sum(each.direct for each in ledgers)
    tell(WRITTEN, lang, files=len(ledgers), direct=direct, through=sum(map(len, ledgers)) - direct, folder=folder)


@contextlib.contextmanager
def _progress(total: int, lang: Lang) -> Iterator[Callable[[str], None]]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not on_terminal():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only for a person
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("台账" if lang == "zh" else "ledgers", total=total)
        yield lambda name: bar.update(task, advance=1, description=escape(name))

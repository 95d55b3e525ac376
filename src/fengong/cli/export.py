"""`export`: the graph in the usual formats, read back before it is said to be done."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from fengong.ask.dataset import Dataset, open_built
from fengong.bilingual import Bilingual, Lang
from fengong.cli.settings import emit, on_terminal, settings, settings_options, tell
from fengong.errors import NotInThisFormat, UnknownName
from fengong.exports import folder, formats, make, rdf, tables
from fengong.exports.formats import Format
from fengong.iris import BASE

GRAPH = Bilingual(zh="图", en="graph")
QUADS = Bilingual(
    zh="已写出 {statements} 条四元组（{graphs} 个图），重读一致。",
    en="{statements:quad|quads} of {graphs:graph|graphs} written, and read back the same.",
)
TRIPLES = Bilingual(
    zh="已写出 {statements} 条三元组（由 {graphs} 个图合并，重复者只计一次），重读一致。",
    en="{statements:distinct triple|distinct triples}, united from {graphs} graphs, written, and read back the same.",
)
ALONE = Bilingual(zh="已写出 {statements} 条三元组，重读一致。", en="{statements:triple|triples} written, and read back the same.")
ROWS = Bilingual(
    zh="已写出 {rows} 行（{tables} 张表），重读一致。",
    en="{rows:row|rows} of {tables:table|tables} written, and read back the same.",
)
BYTES = Bilingual(zh="已写出 {size} 字节，重读一致。", en="{size} bytes written, and read back the same.")
FOLDER = Bilingual(
    zh="已写出 {files} 个文件到 {folder}，清单为 {manifest}。", en="{files:file|files} written to {folder}, listed in {manifest}."
)
LEFT_OUT = Bilingual(zh="{name} 未写：{reason}", en="{name} is left out: {reason}")
NO_GRAPH = "{name} holds no choice of graphs and takes no --graph. {name} 不能选图，不接受 --graph。"
NO_TABLE = "{name} holds no choice of tables and takes no --table. {name} 不能选表，不接受 --table。"
ONE_TABLE = (
    "{name} has a file for each table: give one --table, or a folder: -o {name}/ {name} 一表一文件：请只给一个 --table，或给文件夹。"
)
ALL_ALONE = "--all takes neither --format nor --graph nor --table. --all 不与 --format、--graph、--table 同用。"
ALL_FOLDER = "--all needs a folder: -o FOLDER. --all 需要文件夹：-o 目录。"
BINARY = "{name} is not text: write it to a file with -o. {name} 不是文本，请用 -o 写入文件。"
LIST = "\n".join(
    [
        "\b",
        "What each format loses 各格式所失:",
        *(f"  {each.name:16}{each.loses.en}\n  {'':16}{each.loses.zh}" for each in formats.ALL.values()),
    ]
)


@dataclass(frozen=True)
class Wish:
    """What was asked for: a format, graphs and tables by name (none: all that is usual), and where to."""

    form: Format
    graphs: tuple[str, ...]
    tables: tuple[str, ...]
    output: str | None

    @property
    def to_folder(self) -> bool:
        """Whether the place to write to is a folder."""
        return bool(self.output) and (str(self.output).endswith(("/", "\\")) or Path(str(self.output)).is_dir())

    def check(self) -> None:
        """Raise a usage error for what the format cannot do."""
        name = self.form.name
        if self.graphs and self.form.takes != "graphs":
            raise click.UsageError(NO_GRAPH.format(name=name))
        if self.tables and self.form.takes != "table":
            raise click.UsageError(NO_TABLE.format(name=name))
        if len(self.tables) > 1 and name in {"csv", "parquet"} and not self.to_folder:
            raise click.UsageError(ONE_TABLE.format(name=name))
        if self.form.binary and self.output in {None, "-"} and sys.stdout.isatty():
            raise click.UsageError(BINARY.format(name=name))


@click.command(epilog=LIST)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(formats.ALL)),
    help="Format; else that of FILE's name, else turtle. 格式；不给则依文件名，再则 turtle。",
)
@click.option("--all", "everything", is_flag=True, help="Every format, into a folder with a MANIFEST.json. 全部格式，写入文件夹。")
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    metavar="NAME",
    help="Only this graph (name or IRI); may be repeated. 只导出此图，可重复。",
)
@click.option(
    "--table",
    "named",
    type=click.Choice(list(tables.ALL)),
    multiple=True,
    help="Only this table, for csv, xlsx and parquet; may be repeated. 只导出此表，可重复。",
)
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, for Excel. CSV 带 BOM。")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, or for csv and parquet to FOLDER/. 写入文件或文件夹。")
@settings_options
def export(
    *,
    form: str | None,
    everything: bool,
    graphs: tuple[str, ...],
    named: tuple[str, ...],
    bom: bool,
    output: str | None,
    workspace: str | None,
    lang: str | None,
) -> None:
    """Write the graph, whole or in parts, for reuse elsewhere.

    导出图谱，整体或部分。

    \b
    fengong export --format trig -o fengong.trig
    fengong export --graph sichuan-elderly-childcare
    fengong export --format csv --table tasks -o tasks.csv
    fengong export --format sqlite -o fengong.sqlite
    fengong export --all -o exported
    """  # noqa: D301
    where, said = settings(workspace, lang)
    if everything:
        if form or graphs or named:
            raise click.UsageError(ALL_ALONE)
        if output is None:
            raise click.UsageError(ALL_FOLDER)
        for each in formats.ALL.values():
            make.needed(each)
    named_by_file = formats.of_file(output or "") or formats.ALL["turtle"]
    wish = Wish(formats.ALL[form] if form else named_by_file, graphs, named, output)
    wish.check()
    make.needed(wish.form)
    dataset = open_built(where)
    dataset.verify()
    maker = make.Maker(dataset, where.published, said, bom)
    if everything:
        _all(maker, Path(str(output)), said)
    elif wish.form.takes == "graphs":
        _graphs(maker, wish, said)
    elif wish.form.takes == "table":
        _tables(maker, wish, said)
    else:
        _whole(maker, wish, said)


def _graphs(maker: make.Maker, wish: Wish, lang: Lang) -> None:
    names = [_name(maker.dataset, graph) for graph in wish.graphs] or list(maker.dataset.names)
    with _progress(1) as report:
        report(wish.form.name)
        data, statements = maker.graphs(wish.form, names)
    emit(data, wish.output)
    graphs = len(set(names))
    tell(QUADS if rdf.holds_graphs(wish.form.name) else TRIPLES if graphs > 1 else ALONE, lang, statements=statements, graphs=graphs)


def _name(dataset: Dataset, given: str) -> str:
    for name, iri in dataset.graphs.items():
        if given in {name, iri, iri.removeprefix(BASE + "graph/")}:
            return name
    raise UnknownName(GRAPH, given, tuple(dataset.names))


def _tables(maker: make.Maker, wish: Wish, lang: Lang) -> None:
    names = wish.tables or (tuple(tables.ALL) if wish.to_folder or wish.form.name == "xlsx" else (tables.USUAL,))
    to_folder = wish.to_folder and wish.form.name != "xlsx"
    made: dict[str, bytes] = {}
    with _progress(1) as report:
        report(wish.form.name)
        if to_folder:
            made = maker.all_tables(wish.form, names)
        else:
            data = maker.workbook(names) if wish.form.name == "xlsx" else maker.table(wish.form, names[0])
    if to_folder:
        _folder(maker, Path(str(wish.output)), {name: (wish.form, data) for name, data in made.items()}, {}, lang)
    else:
        _put(maker, wish, data)
    tell(ROWS, lang, rows=sum(len(maker.filled(name).rows) for name in names), tables=len(names))


def _whole(maker: make.Maker, wish: Wish, lang: Lang) -> None:
    with _progress(1) as report:
        report(wish.form.name)
        data = maker.whole(wish.form)
    _put(maker, wish, data)
    tell(BYTES, lang, size=len(data))


def _put(maker: make.Maker, wish: Wish, data: bytes) -> None:
    """Write a file, and beside it what describes it."""
    emit(data, wish.output)
    if wish.output and wish.output != "-" and Path(wish.output).is_file():
        path = Path(wish.output)
        for ending, described in maker.beside(wish.form, path.name, (wish.tables or (tables.USUAL,))[0]).items():
            emit(described, str(path) + ending)


def _all(maker: make.Maker, to: Path, lang: Lang) -> None:
    """Every format; one that cannot hold the graph is said and listed as left out."""
    files: dict[str, tuple[Format, bytes]] = {}
    left_out: dict[str, str] = {}
    with _progress(len(formats.ALL)) as report:
        for form in formats.ALL.values():
            report(form.name)
            try:
                files |= {name: (form, data) for name, data in make.everything(maker, form).items()}
            except NotInThisFormat as error:
                left_out[form.name] = error.reason
    for name, reason in left_out.items():
        tell(LEFT_OUT, lang, name=name, reason=reason)
    _folder(maker, to, files, left_out, lang)


def _folder(maker: make.Maker, to: Path, files: dict[str, tuple[Format, bytes]], left_out: dict[str, str], lang: Lang) -> None:
    listed = folder.manifest(files, maker.about, left_out)
    folder.put(to, {**{name: data for name, (_, data) in files.items()}, folder.MANIFEST: listed})
    tell(FOLDER, lang, files=len(files), folder=to, manifest=folder.MANIFEST)


@contextlib.contextmanager
def _progress(steps: int) -> Iterator[Callable[[str], None]]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not on_terminal():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only for a person
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=steps if steps > 1 else None)  # of one nobody knows how far it is: the bar only moves
        yield lambda name: bar.update(task, advance=1, description=name)

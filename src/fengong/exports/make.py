"""From the built graph to the files of one format, each read back before it is handed on."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from fengong import csvw
from fengong.ask.dataset import Dataset
from fengong.ask.stated import stated
from fengong.bilingual import Lang
from fengong.errors import MissingExtra
from fengong.exports import rdf, tables
from fengong.exports.about import about
from fengong.exports.compact import CONTEXT
from fengong.exports.formats import Format
from fengong.exports.table import Filled, read

EXTRA = "export"


@dataclass(frozen=True)
class Maker:
    """Makes files of one graph; what several formats need is read once. ``published`` gives the place of a file such as the context."""

    dataset: Dataset
    published: Callable[[str], Path]
    lang: Lang
    bom: bool = False

    @cached_property
    def _read(self) -> dict[str, Filled]:
        return {}

    def filled(self, name: str) -> Filled:
        """One table, read once."""
        if name not in self._read:
            self._read[name] = read(self.dataset, tables.ALL[name])
        return self._read[name]

    @cached_property
    def quads(self) -> set[ox.Quad]:
        """The quads of all graphs."""
        return rdf.quads(self.dataset, self.dataset.names)

    @cached_property
    def about(self) -> dict[str, str]:
        """What an export says of itself."""
        return about(self.dataset, self.quads)

    def graphs(self, form: Format, names: Sequence[str]) -> tuple[bytes, int]:
        """These graphs in a format of RDF, and how many quads are in the file, or distinct triples where it holds no graphs."""
        quads = self.quads if set(names) == set(self.dataset.names) else rdf.quads(self.dataset, names)
        return rdf.written(quads, form.name, self.published(CONTEXT)), rdf.size(quads, form.name)

    def table(self, form: Format, name: str) -> bytes:
        """One table in a format that has a file for each."""
        filled = self.filled(name)
        if form.name == "csv":
            from fengong.exports.delimited import as_csv  # noqa: PLC0415 - each writer only where it is asked for

            return as_csv(filled, bom=self.bom)
        from fengong.exports.parquet import as_parquet  # noqa: PLC0415 - the same

        return as_parquet(filled)

    def workbook(self, names: Sequence[str]) -> bytes:
        """These tables in one workbook."""
        from fengong.exports.workbook import as_xlsx  # noqa: PLC0415 - the same

        return as_xlsx([self.filled(name) for name in names], self.lang)

    def whole(self, form: Format) -> bytes:
        """A format that takes no choice of graphs or tables."""
        if form.name == "sqlite":
            from fengong.exports.sqlite import as_sqlite  # noqa: PLC0415 - the same

            return as_sqlite([self.filled(name) for name in tables.ALL], self.quads, self.about)
        if form.name == "jsonld-framed":
            from fengong.exports import framed  # noqa: PLC0415 - the same

            return framed.written(self.dataset, self.published(CONTEXT), self.published(framed.FRAME))
        from fengong.exports import network  # noqa: PLC0415 - the same

        return network.written(self.dataset, form.name)

    def beside(self, form: Format, file: str, name: str = "") -> dict[str, bytes]:
        """What describes a file, by the ending that comes after the file's name: CSVW for a CSV of the table ``name``, else datasette's."""
        if form.name == "csv":
            from fengong.exports.delimited import described  # noqa: PLC0415 - the same

            return {csvw.SUFFIX: described(file, tables.ALL[name], stated(self.dataset).licence)}
        if form.name == "sqlite":
            from fengong.exports import datasette  # noqa: PLC0415 - the same

            return {csvw.SUFFIX: datasette.metadata(file.removesuffix(f".{form.suffix}"), list(tables.ALL.values()), self.about)}
        return {}

    def all_tables(self, form: Format, names: Sequence[str]) -> dict[str, bytes]:
        """A file for each table, with what describes it."""
        made: dict[str, bytes] = {}
        for name in names:
            file = f"{name}.{form.suffix}"
            made[file] = self.table(form, name)
            made |= {file + ending: data for ending, data in self.beside(form, file, name).items()}
        return made


def needed(form: Format) -> None:
    """Raise MissingExtra where the package of ``form`` is not installed."""
    if form.package:
        try:
            importlib.import_module(form.package)
        except ModuleNotFoundError as error:
            raise MissingExtra(form.package, EXTRA) from error


def everything(maker: Maker, form: Format) -> dict[str, bytes]:
    """All that the graph holds in ``form``: the files of it in a folder of all formats."""
    if form.takes == "table" and form.name != "xlsx":
        made = maker.all_tables(form, tuple(tables.ALL))
        return {f"{form.name}/{name}": data for name, data in made.items()}
    name = f"fengong.{form.suffix}"
    if form.takes == "graphs":
        return {name: maker.graphs(form, maker.dataset.names)[0]}
    data = maker.workbook(tuple(tables.ALL)) if form.name == "xlsx" else maker.whole(form)
    return {name: data, **{name + ending: each for ending, each in maker.beside(form, name).items()}}

"""What a table of an export is: its columns, the SELECT that fills it, and its rows in natural order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

import pyoxigraph as ox

from fengong.ask.answer import Value, value
from fengong.ask.dataset import Dataset
from fengong.bilingual import Bilingual
from fengong.errors import DamagedGraph
from fengong.graph.files import natural_key
from fengong.iris import PREFIXES

Kind = Literal["iri", "text", "integer", "decimal", "boolean", "date"]
Row = tuple[Value, ...]
_TWICE = Bilingual(zh="{table} 中 {key} 有两行", en="{table} has two rows for {key}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name is the variable of the query.

    ``means`` is the property of the row's thing that it holds, shortened, or empty where it is none or one of another thing's.
    ``of`` is the table whose key it names; one that ``repeats`` says again what a column of another table says.
    """

    name: str
    kind: Kind
    title: Bilingual
    means: str = ""
    of: str = ""
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first ``keys`` columns tell its rows apart.

    Where a thing has ``several`` quotations the query gives a row for each, the longest first, and only that one is kept.
    """

    name: str
    title: Bilingual
    columns: tuple[Column, ...]
    where: str
    keys: int = 1
    several: bool = False

    @property
    def query(self) -> str:
        """The SELECT, with one variable for each column."""
        return f"SELECT DISTINCT {' '.join(f'?{column.name}' for column in self.columns)} WHERE {{{self.where}}}"

    def without_repeats(self) -> Table:
        """The same table without what other tables say."""
        kept = tuple(column for column in self.columns if not column.repeats)
        return Table(self.name, self.title, kept, self.where, self.keys, self.several)


@dataclass(frozen=True, slots=True)
class Filled:
    """A table with its rows, each in the order of the columns; None where the graph says nothing."""

    table: Table
    rows: tuple[Row, ...] = field(repr=False)

    def without_repeats(self) -> Filled:
        """The same rows in the columns that no other table says."""
        kept = [at for at, column in enumerate(self.table.columns) if not column.repeats]
        return Filled(self.table.without_repeats(), tuple(tuple(row[at] for at in kept) for row in self.rows))


def read(dataset: Dataset, table: Table) -> Filled:
    """``table`` as the built graph fills it, task/2 before task/10.

    Raises DamagedGraph where two rows have the same key: a shape of the graph says that there are none.
    """
    results = dataset.store_for(table.query).query(table.query, prefixes=PREFIXES)
    assert isinstance(results, ox.QuerySolutions)  # noqa: S101 - a SELECT
    found = [tuple(_typed(column, value(row[column.name])) for column in table.columns) for row in results]
    return Filled(table, tuple(_kept(table, sorted(found, key=lambda row: _place(table, row)))))


def _typed(column: Column, found: Value) -> Value:
    """A floating number in a column of decimals as the decimal that it prints."""
    return Decimal(found) if column.kind == "decimal" and isinstance(found, str) else found


def _place(table: Table, row: Row) -> tuple[object, ...]:
    key = tuple(natural_key(str(each)) for each in row[: table.keys])
    if not table.several:
        return key
    names = [column.name for column in table.columns]
    start, end = (int(str(row[names.index(name)])) for name in ("start", "end"))
    return (*key, start - end, start)


def _kept(table: Table, rows: list[Row]) -> Iterator[Row]:
    last: Row = ()
    for row in rows:
        key = row[: table.keys]
        if key != last:
            yield row
        elif not table.several:
            raise DamagedGraph(table.name, _TWICE.fill(table=table.name, key=" · ".join(map(str, key))))
        last = key

"""An answer as a sheet of cells: the words that `fengong ask` shows, each with what it leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

import pyoxigraph as ox

from fengong import iris
from fengong.ask import present
from fengong.ask.answer import Answer, Value
from fengong.bilingual import Lang
from fengong.pages.facts.book import Book

Kind = Literal["number", "printed", "place", "date", "text"]
"""What a cell holds: a number, words of the source, a place in its text, a day, or words of ours."""

LEADS_TO = {
    "number": ("task",),
    "printedName": ("responsibility",),
    "name": ("deliverable",),
    "verb": ("measure", "deliverable"),
    "comparator": ("target",),
    "printedReading": ("anomaly",),
    "deadline": ("promise", "target"),
    "statement": ("evidence",),
    "figure": ("table",),
}
"""Columns that are no name of a thing, and the columns that hold what they are about."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_NAMED = (iris.BASE + "id/body/", iris.BASE + "id/collective/", iris.BASE + "id/place/")
ROOM = 100_000
"""Bytes of words on one page, so that the page stays light."""
_ROUND = 70
"""Bytes of markup round a cell, about."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as a reader sees it: its name, its title, and whether it holds numbers."""

    name: str
    title: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words, what they are, the IRI or address that they lead to, and whether the English is our own translation.

    ``key`` is what it is sorted by, where that is not the words.
    """

    text: str
    kind: Kind
    leads_to: str = ""
    own_translation: bool = False
    key: str = ""

    @property
    def chinese(self) -> bool:
        """Whether it holds Chinese characters."""
        return bool(_HAN.search(self.text))


@dataclass(frozen=True)
class Sheet:
    """A whole answer, ready to be shown in one language. ``room`` are the bytes of words on one page; None: all on one."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    room: int | None = ROOM

    def column(self, name: str) -> int:
        """The place of a column, or -1."""
        return next((place for place, column in enumerate(self.columns) if column.name == name), -1)

    @cached_property
    def pages(self) -> tuple[tuple[int, int], ...]:
        """The rows of each page as half-open ranges: as many as there is room for, at least one."""
        found, start, used = [], 0, 0
        for place, row in enumerate(self.rows):
            size = sum(len(cell.text.encode()) + len(cell.leads_to) + _ROUND for cell in row)
            if place > start and self.room is not None and used + size > self.room:
                found.append((start, place))
                start, used = place, 0
            used += size
        return (*found, (start, len(self.rows)))


def sheet(answer: Answer, book: Book, lang: Lang) -> Sheet:
    """The answer as a sheet: the columns and words are those that `fengong ask` shows; where its rows are of several tables, which."""
    names, rows = answer.worded(lang)
    titles = present.titles_from(book.graph.workspace.queries)
    shown = present.layout(names, rows)
    kinds = [_kind(name, made_of, names, answer, rows) for name, made_of in shown]
    targets = [_targets(name, names) for name, _ in shown]
    columns = tuple(
        Column(name, present.titled(name, titles, lang), kind == "number") for (name, _), kind in zip(shown, kinds, strict=True)
    )
    made = []
    for row in rows:
        cells = [
            _cell(present.laid(row, made_of), kind, _address(name, row, target, names, book), book, lang)
            for (name, made_of), kind, target in zip(shown, kinds, targets, strict=True)
        ]
        made.append(tuple(cells))
    whose = [next((found for each in row if (found := table_in(each, book)) and not str(each).endswith("/unlisted")), "") for row in rows]
    if len(set(whose)) > 1 and all(whose):  # a task's number says nothing where several tables are answered from
        columns = (*columns, Column("table", present.titled("table", titles, lang), numeric=False))
        made = [(*row, _table(each, book, lang)) for row, each in zip(made, whose, strict=True)]
    return Sheet(columns, tuple(made))


def _table(table: str, book: Book, lang: Lang) -> Cell:
    label = book.choices.known("table")[iris.table(table)].label
    return Cell(present.plain(label.said(lang)), "text", iris.table(table))


def _cell(value: Value, kind: Kind, leads_to: str, book: Book, lang: Lang) -> Cell:
    text = present.plain(value)
    if not leads_to and text and (text.startswith(iris.BASE) or _ADDRESS.fullmatch(text)):
        leads_to = text
    own = lang == "en" and kind == "text" and leads_to.startswith(_NAMED) and book.names.body(leads_to).own_translation
    key = f"{value:f}" if isinstance(value, Decimal) else ""
    return Cell(text, kind, leads_to if text else "", own, key)


def _kind(name: str, made_of: tuple[int, ...], names: Sequence[str], answer: Answer, rows: Sequence[Sequence[Value]]) -> Kind:
    if name == "place" and len(made_of) > 1:
        return "place"
    values = [row[made_of[0]] for row in rows if row[made_of[0]] is not None]
    if values and all(isinstance(each, int | Decimal) and not isinstance(each, bool) for each in values):
        return "number"
    if values and all(isinstance(each, date) for each in values):
        return "date"
    translated = names[made_of[0]] not in answer.columns  # one of a pair of columns, one for each language
    return "printed" if not translated and any(isinstance(each, str) and _HAN.search(each) for each in values) else "text"


def _targets(name: str, names: Sequence[str]) -> tuple[int, ...]:
    """The columns with the IRIs that a column may lead to."""
    wanted = LEADS_TO.get(name, (name.removesuffix("Name"),) if name.endswith("Name") else ())
    return tuple(names.index(each) for each in wanted if each in names)


def _address(name: str, row: Sequence[Value], targets: tuple[int, ...], names: Sequence[str], book: Book) -> str:
    if name == "place" and "start" in names:
        start, end = row[names.index("start")], row[names.index("end")]
        table = next((found for each in row if (found := table_in(each, book))), "")
        return iris.span(table, start, end) if table and isinstance(start, int) and isinstance(end, int) else ""
    return next((str(row[each]) for each in targets if str(row[each] or "").startswith(iris.BASE)), "")


def table_in(value: Value, book: Book) -> str:
    """The table that a thing is part of, or nothing."""
    return book.choices.table_of(ox.NamedNode(value)) if isinstance(value, str) and value.startswith(iris.BASE + "id/") else ""


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many things of a kind: ``tasks`` or ``bodies``."""

    what: str
    count: int
    of: int


def counts(answer: Answer, book: Book) -> Iterator[Count]:
    """What the rows are about, out of all there is in the table asked about, or in all tables."""
    asked = answer.values.get("table")
    table = asked.value.rpartition("/")[2] if isinstance(asked, ox.NamedNode) else ""
    rows = list(answer)
    if tasks := {str(row["task"]) for row in rows if row.get("task")} if "task" in answer.columns else set():
        yield Count("tasks", len(tasks), book.choices.tasks_of(table))
    named = "partner" if "partner" in answer.columns else "body"
    if named in answer.columns and named not in answer.values:
        bodies = {book.choices.key(str(row[named])) for row in rows if row.get(named)}
        if bodies and "place" not in answer.values and "function" not in answer.values:
            yield Count("bodies", len(bodies), book.choices.bodies_of(table, reading=answer.reading))


def turtle(answer: Answer, most: int) -> tuple[str, int, int]:
    """The triples of a CONSTRUCT as Turtle, cut at a line end before ``most`` characters; how many lines that is, and of how many."""
    from fengong.graph.files import Turtle  # noqa: PLC0415 - only for the questions that make a graph

    lines = [present.plain(line) for line in Turtle().write(answer.triples).splitlines()]
    kept, used = 0, 0
    while kept < len(lines) and used + len(lines[kept]) < most:
        used += len(lines[kept]) + 1
        kept += 1
    return "\n".join(lines[:kept]), kept, len(lines)

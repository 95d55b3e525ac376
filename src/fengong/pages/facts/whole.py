"""All that a question can be answered, with marks on each row that tell for which values it is part of the answer.

For a folder of files, where nobody answers: the reader's own machine shows the rows that fit. Exact by construction, since the
marks were found by asking. A row has

* ``places``: each reading and table (`ANY`: all tables) in whose answer it is, as ``adopted *``;
* for each other parameter that is picked from a list, the values of the choices that it is given for;
* for a day, the first day for which it is given; words are looked for in what the row quotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import pyoxigraph as ox

from fengong import iris
from fengong.ask import answer as asking
from fengong.ask.answer import Answer, literal
from fengong.ask.catalogue import Parameter, Question
from fengong.pages.facts.book import Book
from fengong.sparql import bind

ANY = "*"
"""Stands for all tables."""

Terms = tuple[ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None, ...]
Marks = tuple[tuple[str, tuple[str, ...]], ...]
"""For each parameter but the table, the values that a row is given for."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Every row of an answer, its marks, and where it is part of the answer.

    The rows of the adopted reading over all tables come first, in their order; a row whose marks differ from one reading or
    table to another is there for each.
    """

    answer: Answer
    marks: tuple[Marks, ...]
    places: tuple[tuple[str, ...], ...]


def readings_of(question: Question) -> tuple[str, ...]:
    """The readings that make a difference to a question; one where they make none."""
    return ("adopted", "printed") if question.switchable and question.reads_bodies else ("adopted",)


@lru_cache(maxsize=1)  # a page asks for it in each language
def whole(question: Question, book: Book) -> Whole:
    """The answer for everything, in each reading, over all tables and for each of several tables."""
    takes_table = any(parameter.name == "table" for parameter in question.parameters)
    tables = (ANY, *(book.table_ids if takes_table and len(book.table_ids) > 1 else ()))
    found: dict[tuple[Terms, Marks], list[str]] = {}
    first = asking.everything(question, book.graph.dataset, {})
    for reading in readings_of(question):
        for table in tables:
            given: dict[str, bind.Value] = {} if table == ANY else {"table": ox.NamedNode(iris.table(table))}
            answer = asking.everything(question, book.graph.dataset, given, reading=reading)
            marked = [dict(_marked(question, book, parameter, answer)) for parameter in question.parameters if parameter.name != "table"]
            names = [parameter.name for parameter in question.parameters if parameter.name != "table"]
            for row in dict.fromkeys(answer.terms):
                marks = tuple((name, tuple(values.get(row, ()))) for name, values in zip(names, marked, strict=True))
                found.setdefault((row, marks), []).append(f"{reading} {table}")
    return Whole(
        replace(first, terms=tuple(row for row, _ in found)),
        tuple(marks for _, marks in found),
        tuple(tuple(each) for each in found.values()),
    )


def _marked(question: Question, book: Book, parameter: Parameter, answer: Answer) -> Iterator[tuple[Terms, list[str]]]:
    """The rows of an answer, each with the values of a parameter that it is given for."""
    name, found = parameter.name, dict[Terms, list[str]]()
    known = book.choices.known(name)
    if name in answer.columns and known:
        place = answer.columns.index(name)
        for row in answer.terms:
            if isinstance(term := row[place], ox.NamedNode):
                choice = known.get(term.value)
                found[row] = [choice.value if choice else book.choices.key(term.value) if name == "body" else term.value]
    else:
        asked = [(choice.value, ox.NamedNode(iri)) for iri, choice in known.items()] if known else _days(parameter, answer)
        for value, term in asked:
            bound = asking.everything(question, book.graph.dataset, {**answer.values, name: term}, reading=answer.reading)
            for row in _same(bound, answer):
                if known or row not in found:
                    found.setdefault(row, []).append(value)
    yield from found.items()


def _days(parameter: Parameter, answer: Answer) -> list[tuple[str, bind.Value]]:
    """The days on which an answer may change: those that stand in its rows, and the days after them."""
    if parameter.type != "date":
        return []
    days = {day for row in answer for day in row.values() if isinstance(day, date)}
    return [(day.isoformat(), literal(day.isoformat(), "date")) for day in sorted(days | {day + timedelta(days=1) for day in days})]


def _same(bound: Answer, answer: Answer) -> Iterator[Terms]:
    """The rows of an answer that are in a narrower one too, but for what was asked, which only the narrower one repeats."""
    asked = {term for term in bound.values.values() if isinstance(term, ox.Literal)}
    known: Mapping[Terms, None] = dict.fromkeys(answer.terms)
    for row in dict.fromkeys(bound.terms):
        repeated = tuple(None if term in asked else term for term in row)
        if row in known:
            yield row
        elif repeated in known:
            yield repeated

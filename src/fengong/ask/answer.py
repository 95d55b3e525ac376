"""Asking: a question with its values → an answer with typed rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, Union, cast

import pyoxigraph as ox

from fengong.ask.catalogue import Question
from fengong.ask.dataset import Dataset
from fengong.ask.names import Names
from fengong.bilingual import Lang
from fengong.errors import BadDate, BadQuestionFile, MissingParameter, NotApplicable
from fengong.iris import PREFIXES
from fengong.sparql import bind, guard

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

Value: TypeAlias = Union[str, int, bool, "Decimal", "date", None]
_XSD = PREFIXES["xsd"]
_INTEGERS = {_XSD + name for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long")}
_READINGS = ("adopted", "printed")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: its columns, its rows of terms, and what was asked.

    Iterating gives typed rows: dicts of str (IRIs and texts), int, Decimal, bool, date, or None where a value is absent.
    """

    question: Question
    columns: tuple[str, ...]
    terms: tuple[tuple[ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None, ...], ...]
    triples: tuple[ox.Triple, ...]
    query: str
    reading: str
    values: Mapping[str, bind.Value]

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        for row in self.terms:
            yield {column: value(term) for column, term in zip(self.columns, row, strict=True)}

    def worded(self, lang: Lang) -> tuple[tuple[str, ...], list[tuple[Value, ...]]]:
        """Columns and rows for one reader: of each pair ``roleZh``/``roleEn`` the one in ``lang``, called ``role``.

        Where ``role`` is a column too (the IRI), the words are called ``roleName``. Where the words in that language are
        absent, the other language's are shown rather than nothing.
        """
        own, other = ("Zh", "En") if lang == "zh" else ("En", "Zh")
        pairs = {c: c.removesuffix(own) + other for c in self.columns if c.endswith(own) and c.removesuffix(own) + other in self.columns}
        shown = [c for c in self.columns if c not in pairs.values()]
        names = tuple(self._name(c.removesuffix(own)) if c in pairs else c for c in shown)
        rows = [tuple(row[pairs[c]] if row[c] is None and c in pairs else row[c] for c in shown) for row in self]
        return names, rows

    def _name(self, base: str) -> str:
        return f"{base}Name" if base in self.columns else base


def value(term: object) -> Value:
    """A term as a Python value.

    >>> value(ox.Literal("12", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")))
    12
    """
    if not isinstance(term, ox.Literal):
        return None if term is None else str(getattr(term, "value", term))
    datatype = term.datatype.value
    if datatype in _INTEGERS:
        return int(term.value)
    if datatype == _XSD + "decimal":
        from decimal import Decimal  # noqa: PLC0415 - costs 3 ms, and few answers have one

        return Decimal(term.value)
    if datatype == _XSD + "boolean":
        return term.value in {"true", "1"}
    if datatype == _XSD + "date":
        from datetime import date  # noqa: PLC0415 - the same

        return date.fromisoformat(term.value[:10])
    return term.value


def ask(question: Question, dataset: Dataset, given: Mapping[str, str | None], *, reading: str = "adopted") -> Answer:
    """Ask ``question`` of ``dataset``. ``given`` maps its parameters to what a person typed (names, slugs, numbers, IRIs).

    A body that no reviewed table lists has a node for each mention; asked for by name, the answers for all of them are joined.

    Raises MissingParameter, NotApplicable (a parameter or reading it does not take), UnknownName, AmbiguousName, NeedsTable, BadDate.
    """
    if reading not in _READINGS:
        raise NotApplicable(question.name, f"--reading {reading}", _READINGS)
    values, bodies = _values(question, dataset, {name: text for name, text in given.items() if text is not None})
    query = bind.printed(question.query) if reading == "printed" and question.switchable else question.query
    guard.check(query, graphs=frozenset(dataset.graphs.values()))
    answers = [_one(question, dataset, query, {**values, **body}, reading) for body in ([{"body": body} for body in bodies] or [{}])]
    if len(answers) == 1:
        return answers[0]
    terms = dict.fromkeys(row for answer in answers for row in answer.terms)
    return replace(answers[0], terms=tuple(terms), triples=tuple(dict.fromkeys(t for answer in answers for t in answer.triples)))


def everything(question: Question, dataset: Dataset, values: Mapping[str, bind.Value], *, reading: str = "adopted") -> Answer:
    """The answer with every parameter left free that has no value in ``values``, required or not: all that can be answered."""
    query = bind.printed(question.query) if reading == "printed" and question.switchable else question.query
    guard.check(query, graphs=frozenset(dataset.graphs.values()))
    return _one(question, dataset, query, dict(values), reading)


def _one(question: Question, dataset: Dataset, query: str, values: dict[str, bind.Value], reading: str) -> Answer:
    bound = bind.bind(query, values)
    try:
        results = dataset.store_for(bound, entailed=question.entailed, promised=question.promised).query(bound, prefixes=PREFIXES)
    except SyntaxError as error:
        raise BadQuestionFile(str(question.path), str(error)) from error
    if isinstance(results, ox.QuerySolutions):
        names = tuple(variable.value for variable in results.variables)
        terms = tuple(tuple(row[name] for name in names) for row in results)
        return Answer(question, names, terms, (), bound, reading, values)
    triples = tuple(sorted(cast("ox.QueryTriples", results), key=str))
    return Answer(question, (), (), triples, bound, reading, values)


def _values(question: Question, dataset: Dataset, given: Mapping[str, str]) -> tuple[dict[str, bind.Value], tuple[ox.NamedNode, ...]]:
    """The terms for what was given, and the bodies apart: a name may stand for several mentions."""
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            raise NotApplicable(question.name, f"--{name}", question.options or ("—",))
    for parameter in question.parameters:
        if parameter.required and not given.get(parameter.name):
            example = question.defaults.get(parameter.name, "…").rpartition("/")[2]
            raise MissingParameter(question.name, f"--{parameter.name}", f"fengong ask {question.name} --{parameter.name} {example}")
    tables: tuple[str, ...] = ()
    values: dict[str, bind.Value] = {}
    if "table" in given:
        node = Names(dataset).table(given["table"])
        values["table"], tables = node, (node.value.rpartition("/")[2],)
    names = Names(dataset, tables)
    look_up = {"place": names.place, "function": names.function, "topic": names.topic, "task": names.task}
    for name, text in given.items():
        if name in look_up:
            values[name] = look_up[name](text)
        elif name not in {"table", "body"}:
            values[name] = literal(text, known[name].type, option=f"--{name}")
    return values, names.bodies_called(given["body"]) if "body" in given else ()


def literal(text: str, kind: str, *, option: str = "") -> bind.Value:
    """What a person typed as a term of the parameter's ``kind``. Raises BadDate for a date that is none.

    >>> str(literal("2026-11-23", "date"))
    '"2026-11-23"^^<http://www.w3.org/2001/XMLSchema#date>'
    """
    if kind == "iri":
        return ox.NamedNode(text)
    if kind == "date" and not _is_date(text):
        raise BadDate(option, text)
    if kind in {"integer", "date"}:
        return ox.Literal(text, datatype=ox.NamedNode(_XSD + kind))
    return ox.Literal(text)


def _is_date(text: str) -> bool:
    """Whether ``text`` is a day of the calendar as YYYY-MM-DD: other ways of ISO 8601 are no xsd:date."""
    from datetime import date  # noqa: PLC0415 - costs 1 ms, and few questions ask for one

    try:
        return len(text) == len("YYYY-MM-DD") and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False

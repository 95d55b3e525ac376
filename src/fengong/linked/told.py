"""A description turned round: what is said of each thing in it, ready to be told in plain JSON."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pyoxigraph as ox

from fengong import iris
from fengong.graph.files import Term, natural_key
from fengong.graph.terms import DCTERMS, FG, OA, RDF, RDFS, SKOS, XSD

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
Node = ox.NamedNode | ox.BlankNode

_INTEGERS = {XSD.integer.value, XSD.nonNegativeInteger.value}
_NAMED_BY = (SKOS.prefLabel, RDFS.label, DCTERMS.title)


class Told:
    """The triples of one description, by subject and by object."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._said: dict[tuple[object, ox.NamedNode], list[Term]] = {}
        self._saying: dict[tuple[object, ox.NamedNode], list[ox.NamedNode]] = {}
        self.predicates: dict[object, dict[ox.NamedNode, None]] = {}
        for triple in triples:
            self._said.setdefault((triple.subject, triple.predicate), []).append(triple.object)
            self.predicates.setdefault(triple.subject, {})[triple.predicate] = None
            if isinstance(triple.subject, ox.NamedNode):
                self._saying.setdefault((triple.object, triple.predicate), []).append(triple.subject)

    def terms(self, node: Node, predicate: ox.NamedNode) -> list[Term]:
        """What ``node`` has as ``predicate``."""
        return self._said.get((node, predicate), [])

    def nodes(self, node: Node, *predicates: ox.NamedNode) -> list[ox.NamedNode]:
        """The IRIs among what it has as any of them, task/2 before task/10."""
        found = {term for predicate in predicates for term in self.terms(node, predicate) if isinstance(term, ox.NamedNode)}
        return sorted(found, key=lambda each: natural_key(each.value))

    def having(self, predicate: ox.NamedNode, node: Node) -> list[ox.NamedNode]:
        """What has ``node`` as ``predicate``, in the same order."""
        return sorted(set(self._saying.get((node, predicate), [])), key=lambda each: natural_key(each.value))

    def is_a(self, node: Node, kind: ox.NamedNode) -> bool:
        """Whether ``node`` is said to be of this class."""
        return kind in self.terms(node, RDF.type)

    def one(self, node: Node, predicate: ox.NamedNode) -> Json:
        """A value as plain JSON, or None."""
        return next((plain(term) for term in self.terms(node, predicate)), None)

    def words(self, node: Node, *predicates: ox.NamedNode) -> dict[str, Json]:
        """The words by language, of the first of ``predicates`` that there are any of."""
        for predicate in predicates:
            literals = [term for term in self.terms(node, predicate) if isinstance(term, ox.Literal)]
            if literals:
                return {language: each.value for language in ("zh", "en") for each in literals if (each.language or "zh") == language}
        return {}

    def name(self, node: Node) -> dict[str, Json]:
        """What it is called."""
        return self.words(node, *_NAMED_BY)

    def named(self, node: ox.NamedNode) -> dict[str, Json]:
        """Its IRI and what it is called."""
        return present({"id": node.value, "name": self.name(node)})

    def first(self, node: Node, predicate: ox.NamedNode) -> Json:
        """The IRI and the name of what it has as ``predicate``, or None."""
        return next((self.named(each) for each in self.nodes(node, predicate)), None)

    def place(self, node: Node, predicate: ox.NamedNode = FG.quotedFrom) -> dict[str, Json]:
        """Where it is quoted from: the words, and the characters [start, end) of the source text."""
        found: dict[str, Json] = {}
        for span in self.nodes(node, predicate)[:1]:
            for selector in self.nodes(span, OA.hasSelector):
                found |= present({"words": self.one(selector, OA.exact)})
                found |= present({"start": self.one(selector, OA.start), "end": self.one(selector, OA.end)})
        return found

    def types(self, node: Node) -> list[Json]:
        """Its classes, ours by their names alone."""
        shown = (each.value.removeprefix(iris.NS) for each in self.nodes(node, RDF.type))
        return [name if ":" not in name else iris.shortened(name) for name in shown]


def present(values: dict[str, Json]) -> dict[str, Json]:
    """``values`` without those that are not there."""
    return {key: value for key, value in values.items() if value is not None and value not in ([], {})}


def plain(term: Term) -> Json:
    """A term as JSON has it: numbers and truth values as such, IRIs and all else as text.

    >>> plain(ox.Literal("0.10", datatype=XSD.decimal)), plain(ox.Literal("12", datatype=XSD.integer))
    (0.1, 12)
    """
    if not isinstance(term, ox.Literal):
        return str(term) if isinstance(term, ox.Triple) else term.value
    datatype = term.datatype.value
    if datatype in _INTEGERS:
        return int(term.value)
    if datatype == XSD.decimal.value:
        number = Decimal(term.value)
        return int(number) if number == number.to_integral_value() else float(number)
    return term.value in {"true", "1"} if datatype == XSD.boolean.value else term.value

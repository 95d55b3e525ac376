"""Looking single values up in a store: what a query would be too much for."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.graph.terms import RDF, RDFS, SKOS

DEFAULT = ox.DefaultGraph()
"""Where single values are looked up: a store may hold the named graphs as well."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def objects(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> Iterator[Term]:
    """What ``subject`` has as ``predicate``."""
    for quad in store.quads_for_pattern(subject, predicate, None, DEFAULT):
        yield quad.object


def nodes(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """The IRIs among them."""
    for term in objects(store, subject, predicate):
        if isinstance(term, ox.NamedNode):
            yield term


def literals(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> Iterator[ox.Literal]:
    """The literals among them."""
    for term in objects(store, subject, predicate):
        if isinstance(term, ox.Literal):
            yield term


def text(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode, otherwise: str = "") -> str:
    """One value as text: a literal's words, or an IRI."""
    return next((words(term) for term in objects(store, subject, predicate)), otherwise)


def both(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> Bilingual:
    """The words in Chinese and in English, empty where there are none."""
    found = {literal.language: literal.value for literal in literals(store, subject, predicate)}
    return Bilingual(zh=found.get("zh", ""), en=found.get("en", ""))


def label(store: ox.Store, node: ox.NamedNode, lang: Lang) -> str:
    """The label of ``node`` in ``lang``, else in any language, else its IRI shortened; safe to print."""
    found = {literal.language: literal.value for prop in (RDFS.label, SKOS.prefLabel) for literal in literals(store, node, prop)}
    return printable(found.get(lang) or next(iter(found.values()), iris.shortened(node.value)))


def instances(store: ox.Store, of: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """The IRIs of the class ``of``."""
    yield from subjects(store, RDF.type, of)


def subjects(store: ox.Store, predicate: ox.NamedNode, value: ox.NamedNode | None = None) -> Iterator[ox.NamedNode]:
    """The IRIs that have ``value`` (or anything) as ``predicate``."""
    for quad in store.quads_for_pattern(None, predicate, value, DEFAULT):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def words(term: Term) -> str:
    """A term without its wrapping: a literal's words, an IRI."""
    return str(term) if isinstance(term, ox.Triple) else term.value

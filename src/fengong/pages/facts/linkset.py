"""A link set: to which dataset it leads, under which licence, and what its mappings come to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.ask import mappings
from fengong.bilingual import Bilingual
from fengong.graph import lookup
from fengong.graph.terms import DCTERMS, SCHEMA, VOID
from fengong.pages.facts import elsewhere
from fengong.pages.facts.elsewhere import STATUSES, Elsewhere
from fengong.pages.facts.names import Concept, Names

QUESTIONS = ("link-sets", "links-of", "links-of-place", "without-links")
"""The questions about links."""
MANY = 200
"""How many mappings of a set a page lists."""


@dataclass(frozen=True, slots=True)
class LinkSet:
    """One link set with its mappings. ``homepage`` is where the dataset can be read about; empty where none is known."""

    iri: str
    title: Bilingual
    licence: str
    target: str
    homepage: str
    predicates: tuple[str, ...]
    created: str
    modified: str
    counts: tuple[tuple[Bilingual, int], ...]
    mappings: tuple[tuple[Concept, Elsewhere], ...]
    total: int


def read(store: ox.Store, names: Names, iri: str) -> LinkSet | None:
    """The link set in the graph ``iri``, or None where it holds none. ``store`` holds the named graphs."""
    graph = ox.NamedNode(iri)

    def said(node: ox.NamedNode, predicate: ox.NamedNode) -> tuple[str, ...]:
        return tuple(sorted(lookup.words(quad.object) for quad in store.quads_for_pattern(node, predicate, None, graph)))

    target = next(iter(said(graph, VOID.objectsTarget)), "")
    if not target:
        return None
    found = elsewhere.of_set(store, graph)
    count = Counter(each.status for each in found)
    return LinkSet(
        iri,
        mappings.titles(store, graph),
        next(iter(said(graph, DCTERMS.license)), ""),
        target,
        next(iter(said(ox.NamedNode(target), SCHEMA.url)), ""),
        tuple(iris.shortened(each) for each in said(graph, VOID.linkPredicate)),
        next(iter(said(graph, DCTERMS.created)), ""),
        next(iter(said(graph, DCTERMS.modified)), ""),
        tuple((words, count[status]) for status, words in STATUSES.items()),
        tuple((names.called(each.subject), each) for each in found[:MANY]),
        len(found),
    )

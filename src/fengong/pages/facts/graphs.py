"""The named graphs: what each holds, how many triples, and whether it is part of the default graph."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.graph.holds import holds
from fengong.pages.facts.book import Book


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """One named graph."""

    iri: str
    name: str
    holds: Bilingual
    triples: int
    in_default: bool
    sha256: str


def graph(book: Book, iri: str) -> NamedGraph | None:
    """The named graph with this IRI, or None."""
    dataset = book.graph.dataset
    name = next((name for name, each in dataset.graphs.items() if each == iri), None)
    if name is None:
        return None
    count = sum(1 for _ in book.store.quads_for_pattern(None, None, None, ox.NamedNode(iri)))
    return NamedGraph(iri, name, holds(name, book.table_ids), count, dataset.in_default(name), dataset.sha256(name))


def all_graphs(book: Book) -> tuple[tuple[str, str], ...]:
    """Every named graph: (IRI, its path)."""
    return tuple((iri, iri.removeprefix(iris.BASE)) for iri in sorted(book.graph.dataset.graphs.values()))

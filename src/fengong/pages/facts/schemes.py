"""The schemes of concepts: roles, functions, topics … with the words that print each concept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCTERMS, FG, OWL, RDFS, SKOS

ORDER = ("role", "function", "kind", "strength", "deliverable", "topic", "comparator", "unit", "period", "change", "wording")
"""The order in which a reader meets them; a scheme that is not here comes after."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept. ``words`` print it, ``labels`` stand before a colon; ``more`` are its other values: (property, IRI or text)."""

    iri: str
    label: Bilingual
    definition: Bilingual
    note: Bilingual
    example: Bilingual
    words: tuple[str, ...]
    labels: tuple[str, ...]
    broader: tuple[str, ...]
    more: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme with its concepts, in its own order where it has one, else by name."""

    iri: str
    title: Bilingual
    description: Bilingual
    note: Bilingual
    version: str
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """The last part of its IRI, which is its path."""
        return self.iri.removeprefix(iris.BASE)


def read(store: ox.Store) -> tuple[Scheme, ...]:
    """Every scheme of ours."""
    found = {node.value: node for node in lookup.instances(store, SKOS.ConceptScheme) if node.value.startswith(iris.BASE)}
    places = {name: place for place, name in enumerate(ORDER)}
    ordered = sorted(found, key=lambda iri: (places.get(iri.removeprefix(iris.BASE), len(places)), iri))
    return tuple(_scheme(store, found[iri]) for iri in ordered)


def _scheme(store: ox.Store, node: ox.NamedNode) -> Scheme:
    concepts = set(lookup.subjects(store, SKOS.inScheme, node))
    ordered = sorted(concepts, key=lambda each: (int(lookup.text(store, each, FG.order, "100000")), natural_key(each.value)))
    return Scheme(
        node.value,
        lookup.both(store, node, DCTERMS.title),
        lookup.both(store, node, DCTERMS.description),
        lookup.both(store, node, SKOS.note),
        lookup.text(store, node, OWL.versionInfo),
        tuple(_entry(store, each) for each in ordered),
    )


_MORE = (FG.responsibilityProperty, FG.qudtUnit, FG.commonCode, FG.periodStart, FG.periodEnd, FG.publicOrganisation, RDFS.seeAlso)


def _entry(store: ox.Store, node: ox.NamedNode) -> Entry:
    label = lookup.both(store, node, SKOS.prefLabel)
    words = [
        literal.value
        for prop in (SKOS.altLabel, SKOS.hiddenLabel)
        for literal in lookup.literals(store, node, prop)
        if literal.language != "en"
    ]
    return Entry(
        node.value,
        label,
        lookup.both(store, node, SKOS.definition),
        lookup.both(store, node, SKOS.scopeNote),
        lookup.both(store, node, SKOS.example),
        tuple(sorted(set(words) - {label.zh}, key=lambda each: (len(each), each))),
        tuple(sorted({literal.value for literal in lookup.literals(store, node, FG.labelWording)}, key=lambda each: (len(each), each))),
        tuple(sorted(each.value for each in lookup.nodes(store, node, SKOS.broader))),
        tuple(_more(store, node)),
    )


def _more(store: ox.Store, node: ox.NamedNode) -> Iterator[tuple[str, str]]:
    for prop in _MORE:
        for value in sorted(lookup.words(term) for term in lookup.objects(store, node, prop)):
            yield prop.value, value

"""One body as the reviewed tables know it: its names, its place among others, what that rests on, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from fengong.bilingual import Bilingual
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCTERMS, FG, ORG, RDF, SKOS
from fengong.pages.facts import elsewhere
from fengong.pages.facts.elsewhere import Elsewhere
from fengong.pages.facts.names import Body, Concept, Names

BASES = {
    "evidenced": Bilingual(zh="有据", en="evidenced"),
    "inferred": Bilingual(zh="推断", en="inferred"),
    "own-translation": Bilingual(zh="自译", en="our own translation"),
    "printed": Bilingual(zh="原文", en="printed in the source"),
}
"""How a statement was obtained."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one statement about a body rests on: which properties, how they were obtained, how sure we are (0 to 1), from where."""

    iri: str
    properties: tuple[Concept, ...]
    basis: Bilingual
    confidence: Decimal
    locatable: bool
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """A reorganisation: ``original`` became ``resulting``, or something that no reviewed table lists; ``day`` is that of the report."""

    iri: str
    original: Body
    resulting: Body | None
    result: Bilingual
    day: date | None
    description: Bilingual
    source: str
    confidence: Decimal


@dataclass(frozen=True, slots=True)
class Membership:
    """One body belongs to a collective; ``other`` is the collective or the member, whichever one does not stand on."""

    iri: str
    other: Body
    place: Concept | None


@dataclass(frozen=True, slots=True)
class Profile:
    """What the reviewed tables say of a body. An unlisted one has a name and nothing else."""

    body: Body
    identifier: str
    aliases: tuple[str, ...]
    kind: Concept | None
    function: Concept | None
    place: Concept | None
    superior: Body | None
    counterpart: Body | None
    below: tuple[Body, ...]
    counterparts: tuple[Body, ...]
    notes: Bilingual
    members: tuple[Membership, ...]
    member_of: tuple[Membership, ...]
    statements: tuple[Statement, ...]
    became: tuple[Change, ...]
    """The reorganisations that name it as what was there before."""
    came_of: tuple[Change, ...]
    """Those that it resulted from."""
    superior_became: tuple[Change, ...]
    counterpart_became: tuple[Change, ...]
    elsewhere: tuple[Elsewhere, ...]
    """What the link sets say of it."""


def exists(store: ox.Store, iri: str) -> bool:
    """Whether the graph has a body of this IRI."""
    node = ox.NamedNode(iri)
    kinds = set(lookup.nodes(store, node, RDF.type))
    return bool(kinds & {FG.SingleBody, FG.BodyCollective, FG.UnlistedBody})


def read(store: ox.Store, names: Names, iri: str) -> Profile:
    """The profile of the body with this IRI, which must exist."""
    node = ox.NamedNode(iri)
    superior, counterpart = (_one(store, node, prop) for prop in (FG.superiorBody, FG.nationalCounterpart))
    return Profile(
        names.body(iri),
        lookup.text(store, node, DCTERMS.identifier),
        tuple(sorted((each.value for each in lookup.literals(store, node, SKOS.altLabel)), key=lambda each: (len(each), each))),
        _concept(store, names, node, FG.kind),
        _concept(store, names, node, FG.function),
        _concept(store, names, node, FG.jurisdiction),
        names.body(superior.value) if superior else None,
        names.body(counterpart.value) if counterpart else None,
        _pointing(store, names, FG.superiorBody, node),
        _pointing(store, names, FG.nationalCounterpart, node),
        lookup.both(store, node, SKOS.note),
        tuple(_memberships(store, names, node, FG.collective, FG.member)),
        tuple(_memberships(store, names, node, FG.member, FG.collective)),
        tuple(_statements(store, names, node)),
        _changes(store, names, ORG.originalOrganization, node),
        _changes(store, names, ORG.resultingOrganization, node),
        _changes(store, names, ORG.originalOrganization, superior) if superior else (),
        _changes(store, names, ORG.originalOrganization, counterpart) if counterpart and counterpart != superior else (),
        elsewhere.of(store, node),
    )


def _one(store: ox.Store, node: ox.NamedNode, prop: ox.NamedNode) -> ox.NamedNode | None:
    return min(lookup.nodes(store, node, prop), key=lambda each: each.value, default=None)


def _concept(store: ox.Store, names: Names, node: ox.NamedNode, prop: ox.NamedNode) -> Concept | None:
    found = _one(store, node, prop)
    return names.concept(found.value) if found else None


def _pointing(store: ox.Store, names: Names, prop: ox.NamedNode, node: ox.NamedNode) -> tuple[Body, ...]:
    found = sorted({each.value for each in lookup.subjects(store, prop, node)}, key=natural_key)
    return tuple(names.body(each) for each in found)


def _memberships(store: ox.Store, names: Names, node: ox.NamedNode, own: ox.NamedNode, other: ox.NamedNode) -> Iterator[Membership]:
    for each in sorted(lookup.subjects(store, own, node), key=lambda each: natural_key(each.value)):
        for body in lookup.nodes(store, each, other):
            yield Membership(each.value, names.body(body.value), _concept(store, names, body, FG.jurisdiction))


def _statements(store: ox.Store, names: Names, node: ox.NamedNode) -> Iterator[Statement]:
    about = {quad.subject for quad in store.quads_for_pattern(None, FG.evidenceFor, node, None)}
    for each in sorted((each for each in about if isinstance(each, ox.NamedNode)), key=lambda each: each.value):
        said: dict[ox.NamedNode, set[str]] = {}
        for quad in store.quads_for_pattern(each, None, None, None):
            said.setdefault(quad.predicate, set()).add(lookup.words(quad.object))
        first = {prop: min(values) for prop, values in said.items()}
        basis = first.get(FG.basis, "")
        yield Statement(
            each.value,
            tuple(names.concept(prop) for prop in sorted(said.get(FG.evidencedProperty, ()))),
            BASES.get(basis, Bilingual(zh=basis, en=basis)),
            Decimal(first.get(FG.confidence, "0")),
            first.get(FG.locatable) == "true",
            first.get(DCTERMS.source, ""),
        )


def _changes(store: ox.Store, names: Names, prop: ox.NamedNode, node: ox.NamedNode) -> tuple[Change, ...]:
    found = sorted({each.value for each in lookup.subjects(store, prop, node)}, key=natural_key)
    return tuple(change(store, names, ox.NamedNode(each)) for each in found)


def change(store: ox.Store, names: Names, node: ox.NamedNode) -> Change:
    """One reorganisation, as its source reports it."""
    resulting = _one(store, node, ORG.resultingOrganization)
    day = lookup.text(store, node, FG.reportedOn)
    return Change(
        node.value,
        names.body(lookup.text(store, node, ORG.originalOrganization)),
        names.body(resulting.value) if resulting else None,
        lookup.both(store, node, SKOS.prefLabel),
        date.fromisoformat(day) if day else None,
        lookup.both(store, node, DCTERMS.description),
        lookup.text(store, node, DCTERMS.source),
        Decimal(lookup.text(store, node, FG.confidence, "0")),
    )

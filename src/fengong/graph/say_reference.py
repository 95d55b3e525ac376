"""The reviewed tables → triples: places, bodies, collectives, reorganisations; and what each statement rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from fengong import iris
from fengong.graph.terms import CV, DCTERMS, FG, ORG, RDF, SKOS, boolean, date, decimal, en, node, zh
from fengong.reference.bodies import Body, Change, Evidence, Membership, Place, Reference

Triple = ox.Triple

PROPERTIES: dict[str, tuple[str, ...]] = {
    "name_zh": (SKOS.prefLabel.value,),
    "name_en": (SKOS.prefLabel.value,),
    "kind": (FG.kind.value,),
    "function": (FG.function.value,),
    "jurisdiction": (FG.jurisdiction.value,),
    "national_counterpart": (FG.nationalCounterpart.value,),
    "superior": (FG.superiorBody.value,),
}
"""Which properties say what a field of `bodies.csv` says."""


def reference(tables: Reference, kinds: Mapping[str, bool]) -> Iterator[Triple]:
    """Graph `graph/bodies`. ``kinds`` tells which kinds of body are public organisations."""
    for place in tables.places:
        yield from place_triples(place)
    for body in tables.bodies:
        yield from collective(body) if body.collective else single_body(body, public=kinds.get(body.kind, False))
    for membership in tables.memberships:
        yield from membership_triples(membership)
    for change in tables.changes:
        yield from change_triples(change)


def place_triples(place: Place) -> Iterator[Triple]:
    """One place. The nation has no GB/T 2260 code."""
    this = node(iris.place(place.code))
    yield Triple(this, RDF.type, FG.Place)
    yield Triple(this, DCTERMS.identifier, ox.Literal(place.code))
    yield Triple(this, SKOS.prefLabel, zh(place.name_zh))
    yield Triple(this, SKOS.prefLabel, en(place.name_en))
    for name in place.short_names:
        yield Triple(this, SKOS.altLabel, zh(name))
    if place.code.isdecimal():
        yield Triple(this, FG.divisionCode, ox.Literal(place.code))
    if place.part_of:
        yield Triple(this, FG.partOfPlace, node(iris.place(place.part_of)))
    yield Triple(this, DCTERMS.source, ox.Literal(place.source))


def single_body(body: Body, *, public: bool) -> Iterator[Triple]:
    """One body with its names, its function and those above it. Not every body is a public organisation."""
    this = node(body.iri)
    yield Triple(this, RDF.type, FG.SingleBody)
    if public:
        yield Triple(this, RDF.type, CV.PublicOrganisation)
    yield from _names(this, body)
    yield Triple(this, DCTERMS.title, zh(body.name_zh))
    yield Triple(this, DCTERMS.title, en(body.name_en))
    yield Triple(this, DCTERMS.spatial, node(iris.place(body.jurisdiction)))
    yield Triple(this, FG.kind, node(iris.kind(body.kind)))
    if body.function:
        yield Triple(this, FG.function, node(iris.function(body.function)))
    if body.national_counterpart:
        yield Triple(this, FG.nationalCounterpart, node(iris.body(body.national_counterpart)))
    if body.superior:
        yield Triple(this, FG.superiorBody, node(iris.body(body.superior)))


def collective(body: Body) -> Iterator[Triple]:
    """One collective; its members come with their memberships."""
    this = node(body.iri)
    yield Triple(this, RDF.type, FG.BodyCollective)
    yield from _names(this, body)
    yield Triple(this, DCTERMS.title, zh(body.name_zh))
    yield Triple(this, DCTERMS.title, en(body.name_en))
    yield Triple(this, DCTERMS.source, ox.Literal(body.source))


def _names(this: ox.NamedNode, body: Body) -> Iterator[Triple]:
    yield Triple(this, DCTERMS.identifier, ox.Literal(body.id))
    yield Triple(this, SKOS.prefLabel, zh(body.name_zh))
    yield Triple(this, SKOS.prefLabel, en(body.name_en))
    for name in body.names[1:]:
        yield Triple(this, SKOS.altLabel, zh(name))
    yield Triple(this, FG.jurisdiction, node(iris.place(body.jurisdiction)))
    if body.note_zh:
        yield Triple(this, SKOS.note, zh(body.note_zh))
    if body.note_en:
        yield Triple(this, SKOS.note, en(body.note_en))


def membership_triples(membership: Membership) -> Iterator[Triple]:
    """One membership, with its source; a date only where the source gives one, and none does so far."""
    this = node(iris.membership(membership.collective, membership.member.partition("/")[0]))
    yield Triple(this, RDF.type, FG.CollectiveMembership)
    yield Triple(this, FG.collective, node(iris.collective(membership.collective)))
    yield Triple(this, FG.member, node(iris.body(membership.member)))
    yield Triple(this, DCTERMS.source, ox.Literal(membership.source))


def change_triples(change: Change) -> Iterator[Triple]:
    """One reorganisation, as its source reports it."""
    this = node(iris.change(change.id))
    yield Triple(this, RDF.type, FG.BodyChange)
    yield Triple(this, ORG.originalOrganization, node(iris.body(change.original)))
    if change.resulting:
        yield Triple(this, ORG.resultingOrganization, node(iris.body(change.resulting)))
    if change.resulting_name_zh:
        yield Triple(this, SKOS.prefLabel, zh(change.resulting_name_zh))
    if change.resulting_name_en:
        yield Triple(this, SKOS.prefLabel, en(change.resulting_name_en))
    if change.reported_on:
        yield Triple(this, FG.reportedOn, date(change.reported_on))
    yield Triple(this, DCTERMS.description, zh(change.description_zh))
    yield Triple(this, DCTERMS.description, en(change.description_en))
    yield Triple(this, DCTERMS.source, ox.Literal(change.source))
    yield Triple(this, FG.confidence, decimal(change.confidence))


def evidence(tables: Reference) -> Iterator[Triple]:
    """Graph `graph/bodies/evidence`: what each statement about a body rests on, and whether one could look it up."""
    for each in tables.evidence:
        yield from evidence_triples(each)


def evidence_triples(each: Evidence) -> Iterator[Triple]:
    """One `fg:FactEvidence`."""
    this = node(f"{iris.body(each.body)}/evidence/{each.field.replace('_', '-')}")
    yield Triple(this, RDF.type, FG.FactEvidence)
    yield Triple(this, FG.evidenceFor, node(iris.body(each.body)))
    for prop in PROPERTIES.get(each.field, ()):
        yield Triple(this, FG.evidencedProperty, node(prop))
    yield Triple(this, FG.basis, ox.Literal(each.basis))
    yield Triple(this, FG.locatable, boolean(each.locatable))
    yield Triple(this, FG.confidence, decimal(each.confidence))
    if each.source:
        yield Triple(this, DCTERMS.source, ox.Literal(each.source))

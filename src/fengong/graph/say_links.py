"""A link set → triples: the links themselves, each mapping with who says so, when and why, and the description of the set.

A refuted mapping and one that says “not found” have no link, and are no `owl:Axiom`: a reader of OWL would take that for the link.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from fengong import iris
from fengong.graph.terms import ADMS, DCTERMS, FG, OWL, RDF, RDFS, SCHEMA, SKOS, SSSOM, VOID, date, double, en, integer, node, zh
from fengong.reference.links import FOLDER, Scheme, status
from fengong.reference.sssom import SUFFIX, Mapping, MappingSet

Triple = ox.Triple


def links(mappings: MappingSet, scheme: Scheme) -> Iterator[Triple]:
    """Graph `graph/links/SET`: description, links, mappings."""
    yield from description(mappings, scheme)
    yield from base(mappings)
    for code in identifiers(mappings, scheme):
        yield from identifier(code, scheme)
    for each in mappings.mappings:
        yield from mapping(each, mappings)


def base(mappings: MappingSet) -> Iterator[Triple]:
    """The links: a triple for each mapping that is published, and for each likely one with its weaker predicate."""
    for each in mappings.mappings:
        if status(each) in {"published", "likely"}:
            yield Triple(node(each.subject), node(each.predicate), node(each.object))


def description(mappings: MappingSet, scheme: Scheme) -> Iterator[Triple]:
    """The set as a `void:Linkset` and an `sssom:MappingSet`. Its dates are those of its mappings; it counts its links, not the rest."""
    header, this, target = mappings.header, node(iris.graph(FOLDER, scheme.name)), node(scheme.target)
    said = set(base(mappings))
    yield Triple(this, RDF.type, VOID.Linkset)
    yield Triple(this, RDF.type, SSSOM.MappingSet)
    yield Triple(this, DCTERMS.title, zh(scheme.title.zh))
    yield Triple(this, DCTERMS.title, en(scheme.title.en))
    yield Triple(this, DCTERMS.identifier, ox.Literal(scheme.name))
    yield Triple(this, DCTERMS.license, node(header.licence))
    yield Triple(this, DCTERMS.creator, node(iris.BASE))
    for creator in header.creators:
        yield Triple(this, SSSOM.creator_label, ox.Literal(creator))
    yield Triple(this, DCTERMS.source, node(iris.of_dataset("input", f"graph/reference/{FOLDER}/{scheme.name}{SUFFIX}")))
    days = [day for each in mappings.mappings for day in (each.mapping_date, each.review_date) if day]
    if days:
        yield Triple(this, DCTERMS.created, date(min(days)))
        yield Triple(this, DCTERMS.modified, date(max(days)))
    yield Triple(this, VOID.subjectsTarget, node(header.subject_source))
    yield Triple(this, VOID.objectsTarget, target)
    yield Triple(this, SSSOM.subject_source, node(header.subject_source))
    yield Triple(this, SSSOM.object_source, target)
    for predicate in sorted({triple.predicate.value for triple in said}):
        yield Triple(this, VOID.linkPredicate, node(predicate))
    yield Triple(this, VOID.triples, integer(len(said)))
    yield Triple(this, SSSOM.sssom_version, node(f"{SSSOM.iri}version1.1"))
    yield Triple(target, DCTERMS.title, zh(scheme.title.zh))
    yield Triple(target, DCTERMS.title, en(scheme.title.en))
    if scheme.homepage:
        yield Triple(target, SCHEMA.url, node(scheme.homepage))
    for each in mappings.mappings:
        yield Triple(this, SSSOM.mappings, node(iris.link(scheme.name, each.number)))


def identifiers(mappings: MappingSet, scheme: Scheme) -> list[str]:
    """The codes of a scheme without IRIs of its own."""
    start = iris.identifier(scheme.name, "")
    found = {each.object.removeprefix(start) for each in mappings.mappings if each.found and each.object.startswith(start)}
    return sorted(found) if scheme.codes else []


def identifier(code: str, scheme: Scheme) -> Iterator[Triple]:
    """One code as an `adms:Identifier` of ours."""
    this = node(iris.identifier(scheme.name, code))
    yield Triple(this, RDF.type, ADMS.Identifier)
    yield Triple(this, SKOS.notation, ox.Literal(code))
    yield Triple(this, DCTERMS.isPartOf, node(scheme.target))


def mapping(each: Mapping, mappings: MappingSet) -> Iterator[Triple]:
    """Who says that a subject is, is not, or may be linked to which object, when, and on what evidence: the slots of SSSOM/RDF."""
    this, state = node(iris.link(mappings.name, each.number)), status(each)
    yield Triple(this, RDF.type, SSSOM.Mapping)
    if state in {"published", "likely"}:
        yield Triple(this, RDF.type, OWL.Axiom)
    yield Triple(this, OWL.annotatedSource, node(each.subject))
    yield Triple(this, OWL.annotatedProperty, node(each.predicate))
    yield Triple(this, OWL.annotatedTarget, node(each.object))
    yield Triple(this, FG.linkStatus, ox.Literal(state))
    if each.negated:
        yield Triple(this, SSSOM.predicate_modifier, SSSOM.NegatedPredicate)
    yield Triple(this, SSSOM.mapping_justification, node(each.justification))
    yield Triple(this, DCTERMS.created, date(each.mapping_date))
    if each.review_date:
        yield Triple(this, SSSOM.review_date, date(each.review_date))
    for slot, number in (
        (SSSOM.confidence, each.confidence),
        (SSSOM.reviewer_agreement, each.agreement),
        (SSSOM.similarity_score, each.similarity),
    ):
        if number is not None:
            yield Triple(this, slot, double(number))
    yield from _texts(this, each)


def _texts(this: ox.NamedNode, each: Mapping) -> Iterator[Triple]:
    slots = (
        (SSSOM.subject_label, (each.subject_label,)),
        (SSSOM.object_label, (each.object_label,)),
        (SSSOM.author_label, each.authors),
        (SSSOM.reviewer_label, each.reviewers),
        (SSSOM.object_source_version, (each.object_source_version,)),
        (SSSOM.mapping_tool, (each.tool,)),
        (RDFS.comment, (each.comment,)),
        (RDFS.seeAlso, each.see_also),
    )
    for slot, texts in slots:
        for text in filter(None, texts):
            yield Triple(this, slot, ox.Literal(text))

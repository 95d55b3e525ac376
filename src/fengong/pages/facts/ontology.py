"""The ontology as a reader meets it: its terms with what they mean and how they hang together, as asserted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.graph.terms import DCTERMS, OWL, RDF, RDFS, SKOS

Terms = Mapping[ox.NamedNode | ox.BlankNode, Mapping[ox.NamedNode, list[ox.NamedNode | ox.BlankNode | ox.Literal]]]
KINDS = {"Class": OWL.Class, "ObjectProperty": OWL.ObjectProperty, "DatatypeProperty": OWL.DatatypeProperty}
KINDS |= {"AnnotationProperty": OWL.AnnotationProperty}
IRI = iris.NS.removesuffix("#")


@dataclass(frozen=True, slots=True)
class Term:
    """One class or property: what it is called and means, and its asserted relations to others, as IRIs.

    ``chains`` are the paths that it follows from; ``kind`` is the local name of its type in OWL.
    """

    iri: str
    kind: str
    label: Bilingual
    definition: Bilingual
    note: Bilingual
    example: Bilingual
    above: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    inverse: tuple[str, ...]
    chains: tuple[tuple[str, ...], ...]

    @property
    def name(self) -> str:
        """The local name, which is its anchor."""
        return self.iri.rpartition("#")[2]


@dataclass(frozen=True)
class Ontology:
    """The ontology whole: what it says of itself, and its own terms in the order of their names."""

    title: Bilingual
    description: Bilingual
    abstract: Bilingual
    citation: str
    version: str
    version_iri: str
    modified: str
    licence: str
    terms: tuple[Term, ...]
    labels: Mapping[str, Bilingual]
    disjoint: tuple[tuple[str, ...], ...]

    def of(self, kind: str) -> tuple[Term, ...]:
        """The terms of one kind."""
        return tuple(term for term in self.terms if term.kind == kind)

    @cached_property
    def below(self) -> Mapping[str, tuple[Term, ...]]:
        """The terms directly below each IRI."""
        found: dict[str, list[Term]] = defaultdict(list)
        for term in self.terms:
            for above in term.above:
                found[above].append(term)
        return {iri: tuple(terms) for iri, terms in found.items()}

    @cached_property
    def used_with(self) -> Mapping[str, tuple[Term, ...]]:
        """The properties whose domain is each class."""
        found: dict[str, list[Term]] = defaultdict(list)
        for term in self.terms:
            for domain in term.domain:
                found[domain].append(term)
        return {iri: tuple(terms) for iri, terms in found.items()}

    @cached_property
    def inverses(self) -> Mapping[str, tuple[str, ...]]:
        """The inverses of each property, whichever of the two says so."""
        found: dict[str, list[str]] = defaultdict(list)
        for term in self.terms:
            for inverse in term.inverse:
                found[term.iri].append(inverse)
                found[inverse].append(term.iri)
        return {iri: tuple(sorted(set(others))) for iri, others in found.items()}

    def roots(self, kind: str) -> tuple[Term, ...]:
        """The terms of one kind that are below none of ours."""
        own = {term.iri for term in self.terms}
        return tuple(term for term in self.of(kind) if not own & set(term.above))


def read(store: ox.Store) -> Ontology:
    """The ontology in a store that holds every graph."""
    said = _said(store)
    about = said[ox.NamedNode(IRI)]
    nodes = sorted(
        (node for node in said if isinstance(node, ox.NamedNode) and node.value.startswith(iris.NS)),
        key=lambda node: (node.value.casefold(), node.value),
    )
    terms = tuple(term for node in nodes if (term := _term(said, node)))
    labels = {node.value: _both(facts, RDFS.label) for node, facts in said.items() if isinstance(node, ox.NamedNode)}
    return Ontology(
        _both(about, DCTERMS.title),
        _both(about, DCTERMS.description),
        _both(about, DCTERMS.abstract),
        _first(about, DCTERMS.bibliographicCitation),
        _first(about, OWL.versionInfo),
        _first(about, OWL.versionIRI),
        _first(about, DCTERMS.modified),
        _first(about, DCTERMS.license),
        terms,
        {iri: label for iri, label in labels.items() if label.zh or label.en},
        tuple(sorted(_disjoint(said))),
    )


def _said(store: ox.Store) -> Terms:
    found: dict[ox.NamedNode | ox.BlankNode, dict[ox.NamedNode, list[ox.NamedNode | ox.BlankNode | ox.Literal]]] = {}
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(iris.graph("ontology"))):
        if not isinstance(quad.object, ox.Triple) and not isinstance(quad.subject, ox.Triple):
            found.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
    return found


Facts = Mapping[ox.NamedNode, list[ox.NamedNode | ox.BlankNode | ox.Literal]]


def _term(said: Terms, node: ox.NamedNode) -> Term | None:
    facts = said[node]
    types = facts.get(RDF.type, [])
    kind = next((name for name, each in KINDS.items() if each in types), "")
    if not kind:
        return None
    chains = (tuple(_list(said, head)) for head in facts.get(OWL.propertyChainAxiom, []))
    above = RDFS.subClassOf if kind == "Class" else RDFS.subPropertyOf
    return Term(
        node.value,
        kind,
        _both(facts, RDFS.label),
        _both(facts, RDFS.comment),
        _both(facts, SKOS.scopeNote),
        _both(facts, SKOS.example),
        _iris(facts, above),
        _iris(facts, RDFS.domain),
        _iris(facts, RDFS.range),
        _iris(facts, OWL.inverseOf),
        tuple(sorted(chains)),
    )


def _disjoint(said: Terms) -> Iterator[tuple[str, ...]]:
    for facts in said.values():
        for head in facts.get(OWL.members, []):
            yield tuple(_list(said, head))


def _list(said: Terms, head: object) -> Iterator[str]:
    while isinstance(head, ox.BlankNode):
        first = said[head].get(RDF.first, [])
        yield from (each.value for each in first if isinstance(each, ox.NamedNode))
        head = next(iter(said[head].get(RDF.rest, [])), None)


def _iris(facts: Facts, prop: ox.NamedNode) -> tuple[str, ...]:
    return tuple(sorted(each.value for each in facts.get(prop, []) if isinstance(each, ox.NamedNode)))


def _both(facts: Facts, prop: ox.NamedNode) -> Bilingual:
    words = {each.language: each.value for each in facts.get(prop, []) if isinstance(each, ox.Literal)}
    return Bilingual(zh=words.get("zh", ""), en=words.get("en", ""))


def _first(facts: Facts, prop: ox.NamedNode) -> str:
    return next((each.value for each in facts.get(prop, []) if not isinstance(each, ox.BlankNode)), "")

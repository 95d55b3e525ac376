"""The rules as RDF: a finding names its rule, so the rule's IRI has to say what it is."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.check import queries
from fengong.check.link_rules import LINKING
from fengong.check.rules import READING
from fengong.graph.terms import RDFS, SH, SKOS, en, node, zh
from fengong.workspace import Workspace, shipped

_SHAPES = iris.BASE + "shapes#"


def triples(workspace: Workspace) -> Iterator[ox.Triple]:
    """What each rule of reading and of links, each check query and each shape finds wrong, and what to do about it."""
    for slug, rule in {**READING, **LINKING}.items():
        yield from _rule(slug, rule.message, rule.remedy)
    for check in queries.load(shipped() / "queries" / "checks"):
        problem, why, fix = (Bilingual(zh=check.text(f"{key}_zh"), en=check.text(key)) for key in ("problem", "why", "fix"))
        yield from _rule(check.name, problem, fix, why)
    path = workspace.ontology / "shapes.ttl"
    if path.is_file():
        yield from _shapes(path.read_bytes())


def _shapes(data: bytes) -> Iterator[ox.Triple]:
    """A shape is a rule: its local name is that of the rule."""
    words = {RDFS.label: RDFS.label, SH.description: RDFS.comment, node(iris.NS + "remedy"): SKOS.note}
    for quad in ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri=iris.BASE):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(_SHAPES) and quad.predicate in words:
            rule = node(iris.rule(quad.subject.value.removeprefix(_SHAPES)))
            yield ox.Triple(rule, words[quad.predicate], quad.object)
            yield ox.Triple(rule, RDFS.seeAlso, quad.subject)


def _rule(slug: str, problem: Bilingual, remedy: Bilingual, why: Bilingual | None = None) -> Iterator[ox.Triple]:
    said = [(RDFS.label, problem), (SKOS.note, remedy), *([(RDFS.comment, why)] if why else [])]
    for predicate, words in said:
        yield ox.Triple(node(iris.rule(slug)), predicate, zh(words.zh))
        yield ox.Triple(node(iris.rule(slug)), predicate, en(words.en))

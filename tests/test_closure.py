"""What follows: the rules give exactly what owlrl gives, on clean tables and on contradictory ones."""

from __future__ import annotations

from functools import cache

import owlrl
import pyoxigraph as ox
import pytest
from rdflib import Literal, URIRef

import fengong
from fengong.check.shapes import rdflib_graph
from fengong.errors import Contradiction, UncoveredConstruct
from fengong.graph.closure import Closure, check_covered, owlrl_errors
from fengong.graph.terms import FG, OWL, RDF, RDFS, XSD, zh
from support import ROOT, SICHUAN

DATASET = fengong.open(ROOT).dataset
TASK = "https://w3id.org/fengong/id/t/task/1"


@cache
def graph(name: str) -> tuple[ox.Triple, ...]:
    """A graph of the built ones; a table with what its tasks promise."""
    names = (name, f"{name}.promises") if f"{name}.promises" in DATASET.names else (name,)
    return tuple(triple for each in names for triple in DATASET.triples(each))


@cache
def rules() -> Closure:
    return Closure(graph("ontology"), graph("ontology.inferred"))


def closed_by_owlrl(*parts: tuple[ox.Triple, ...]) -> tuple[set[ox.Triple], tuple[str, ...]]:
    """Everything owlrl derives with an IRI as subject, and the contradictions it wrote down."""
    whole = rdflib_graph(triple for part in parts for triple in part)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    return {_triple(*each) for each in whole if isinstance(each[0], URIRef)}, owlrl_errors(whole)


def _triple(subject: URIRef, predicate: URIRef, value: object) -> ox.Triple:
    term: ox.NamedNode | ox.BlankNode | ox.Literal
    if isinstance(value, Literal):
        datatype = None if value.language else ox.NamedNode(str(value.datatype or XSD.string.value))
        term = ox.Literal(str(value), language=value.language, datatype=datatype)
    else:
        term = ox.NamedNode(str(value)) if isinstance(value, URIRef) else ox.BlankNode(str(value))
    return ox.Triple(ox.NamedNode(str(subject)), ox.NamedNode(str(predicate)), term)


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"https://w3id.org/fengong/id/t/{name}")


@pytest.mark.slow
def test_rules_equal_owlrl_on_the_whole_table() -> None:
    """inferred(table) = allow(closure(table ∪ bodies ∪ ontology)) − closure(bodies ∪ ontology) − asserted, to the triple."""
    ground, _ = closed_by_owlrl(graph("ontology"), graph("bodies"))
    everything, errors = closed_by_owlrl(graph("ontology"), graph("bodies"), graph(SICHUAN))
    assert errors == ()
    wanted = {t for t in everything - ground - set(graph(SICHUAN)) if rules().allows(t)}
    assert wanted == set(graph(f"{SICHUAN}.inferred"))
    assert not {t for t in everything if t.predicate == OWL.sameAs and t.subject != t.object}


@pytest.mark.slow
def test_rules_equal_owlrl_on_the_bodies() -> None:
    """The same holds for the bodies over the ontology alone."""
    ontology, _ = closed_by_owlrl(graph("ontology"))
    bodies, errors = closed_by_owlrl(graph("ontology"), graph("bodies"))
    assert errors == ()
    assert {t for t in bodies - ontology - set(graph("bodies")) if rules().allows(t)} == set(graph("bodies.inferred"))


CLASHES: dict[str, list[ox.Triple]] = {
    "a task that is a body": [ox.Triple(node("x"), RDF.type, FG.PolicyTask), ox.Triple(node("x"), RDF.type, FG.SingleBody)],
    "a body by range that is a clause": [
        ox.Triple(node("r"), FG.body, node("c")),
        ox.Triple(node("t"), FG.hasClause, node("c")),
    ],
    "a collective that is a single body": [
        ox.Triple(node("m"), FG.collective, node("b")),
        ox.Triple(node("n"), FG.member, node("b")),
    ],
}


@pytest.mark.parametrize("name", CLASHES)
def test_contradictions_are_found_as_by_owlrl(name: str) -> None:
    """Where owlrl writes a contradiction down as a triple, the rules raise it; and the other way round."""
    facts = CLASHES[name]
    _, errors = closed_by_owlrl(graph("ontology"), tuple(facts))
    assert errors
    with pytest.raises(Contradiction) as caught:
        rules().infer(facts, name="t")
    assert "https://w3id.org/fengong/id/t/" in str(caught.value)


def test_rules_equal_owlrl_on_a_small_table_of_oddities() -> None:
    """Bodies given as literals, loops and double types: both derive the same legal triples."""
    facts = (
        ox.Triple(node("t"), FG.hasClause, node("c")),
        ox.Triple(node("c"), FG.assigns, node("r")),
        ox.Triple(node("t"), FG.hasLeadResponsibility, node("r")),
        ox.Triple(node("r"), FG.body, zh("省妇联")),
        ox.Triple(node("r"), FG.body, node("b")),
        ox.Triple(node("m"), FG.collective, node("b")),
        ox.Triple(node("m"), FG.member, node("d")),
        ox.Triple(node("d"), FG.superiorBody, node("d")),
        ox.Triple(node("d"), FG.nationalCounterpart, node("e")),
    )
    ontology, _ = closed_by_owlrl(graph("ontology"))
    everything, errors = closed_by_owlrl(graph("ontology"), facts)
    assert errors == ()
    wanted = {t for t in everything - ontology - set(facts) if rules().allows(t)}
    assert set(rules().infer(facts)) == wanted
    assert ox.Triple(node("t"), FG.leadBody, zh("省妇联")) in wanted
    assert ox.Triple(node("t"), FG.involvedMember, node("d")) in wanted


UNCOVERED = {
    "functional property": ox.Triple(FG.body, RDF.type, OWL.FunctionalProperty),
    "key": ox.Triple(FG.Body, OWL.hasKey, ox.BlankNode("k")),
    "restriction": ox.Triple(ox.BlankNode("r"), RDF.type, OWL.Restriction),
    "anonymous superclass": ox.Triple(FG.Body, RDFS.subClassOf, ox.BlankNode("r")),
    "datatype range": ox.Triple(FG.position, RDFS.range, XSD.integer),
    "sameAs": ox.Triple(FG.body, OWL.sameAs, FG.printedBody),
    "equivalent class": ox.Triple(FG.PolicyTask, OWL.equivalentClass, ox.NamedNode("https://example.org/Task")),
    "nothing": ox.Triple(FG.Body, RDFS.subClassOf, OWL.Nothing),
    "sameAs above a property": ox.Triple(FG.body, RDFS.subPropertyOf, OWL.sameAs),
    "disjoint with itself": ox.Triple(FG.Body, OWL.disjointWith, FG.Body),
    "import": ox.Triple(ox.NamedNode("https://w3id.org/fengong/ns"), OWL.imports, ox.NamedNode("http://www.w3.org/ns/org#")),
    "property disjointness": ox.Triple(FG.body, OWL.propertyDisjointWith, FG.printedBody),
}


@pytest.mark.parametrize("name", UNCOVERED)
def test_ontology_beyond_the_rules_is_refused(name: str) -> None:
    """An OWL construct that the rules do not cover stops the build: it must not be ignored in silence."""
    with pytest.raises(UncoveredConstruct):
        check_covered([*graph("ontology"), UNCOVERED[name]])


def test_shortcuts_come_out_right() -> None:
    """Task 12: two lead bodies, members of the collective apart, and the inverse on the body."""
    store = DATASET.store
    task = ox.NamedNode(f"https://w3id.org/fengong/id/{SICHUAN}/task/12")
    leads = {quad.object.value.rpartition("/body/")[2] for quad in store.quads_for_pattern(task, FG.leadBody, None, None)}
    assert leads == {"510000/civil-affairs", "510000/health"}
    assert len(list(store.quads_for_pattern(task, FG.involvedMember, None))) == 21
    health = ox.NamedNode("https://w3id.org/fengong/id/body/510000/health")
    assert len(list(store.quads_for_pattern(health, FG.leads, None))) == 12


def test_owlrl_reports_contradictions_only_as_triples() -> None:
    """The trap this module guards against: owlrl raises nothing, and writes the contradiction among the triples."""
    graph_of_clash = rdflib_graph((*graph("ontology"), *CLASHES["a task that is a body"]))
    assert owlrl_errors(graph_of_clash) == ()
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph_of_clash)
    assert owlrl_errors(graph_of_clash)

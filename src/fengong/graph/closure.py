"""What follows from a table: OWL 2 RL, closed with owlrl for the ontology once, and with SPARQL rules on Oxigraph for each table.

The rules cover what our ontology uses, and `check_covered` refuses an ontology that uses more (docs/decisions/closure.md).
A test holds them equal to owlrl on whole tables, clean and contradictory.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from fengong.errors import Contradiction, UncoveredConstruct
from fengong.graph.lookup import words
from fengong.graph.terms import OWL, RDF, RDFS
from fengong.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph

_PROLOGUE = "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in ("owl", "rdf", "rdfs"))

_NAMED = "FILTER(isIRI(?o))"
RULES: tuple[tuple[str, str], ...] = (
    ("prp-spo1", "INSERT { ?s ?q ?o } WHERE { ?p rdfs:subPropertyOf ?q . FILTER(?p != ?q && isIRI(?q)) ?s ?p ?o }"),
    ("prp-inv1", f"INSERT {{ ?o ?q ?s }} WHERE {{ ?p owl:inverseOf ?q . ?s ?p ?o {_NAMED} }}"),
    ("prp-inv2", f"INSERT {{ ?o ?p ?s }} WHERE {{ ?p owl:inverseOf ?q . ?s ?q ?o {_NAMED} }}"),
    ("prp-symp", f"INSERT {{ ?o ?p ?s }} WHERE {{ ?p a owl:SymmetricProperty . ?s ?p ?o {_NAMED} }}"),
    ("prp-trp", "INSERT { ?s ?p ?o } WHERE { ?p a owl:TransitiveProperty . ?s ?p ?m . ?m ?p ?o }"),
    ("prp-dom", "INSERT { ?s a ?c } WHERE { ?p rdfs:domain ?c . ?s ?p ?o }"),
    ("prp-rng", f"INSERT {{ ?o a ?c }} WHERE {{ ?p rdfs:range ?c . ?s ?p ?o {_NAMED} }}"),
    ("cax-sco", "INSERT { ?s a ?d } WHERE { ?c rdfs:subClassOf ?d . FILTER(?c != ?d && isIRI(?d)) ?s a ?c }"),
)
"""Rules of OWL 2 RL by their names in the W3C profile; chains (prp-spo2) are made from the ontology's axioms."""

_CLASH = "SELECT DISTINCT ?s ?c ?d WHERE { ?c owl:disjointWith ?d . ?s a ?c , ?d }"

_PREDICATES = {
    *(RDFS.iri + name for name in "label comment isDefinedBy seeAlso subClassOf subPropertyOf domain range".split()),
    *(
        OWL.iri + name
        for name in "inverseOf propertyChainAxiom disjointWith members versionIRI versionInfo "
        "priorVersion backwardCompatibleWith incompatibleWith deprecated".split()
    ),
}
_TYPES = {
    *(
        OWL.iri + name
        for name in "Ontology Class ObjectProperty DatatypeProperty AnnotationProperty SymmetricProperty TransitiveProperty "
        "AllDisjointClasses NamedIndividual Thing".split()
    ),
    *(RDFS.iri + name for name in "Class Resource Datatype".split()),
}
_BETWEEN_NAMES = {
    *(RDFS.iri + name for name in "subClassOf subPropertyOf domain range".split()),
    *(OWL.iri + name for name in "inverseOf disjointWith".split()),
}
_OWLRL_ERROR = "http://www.daml.org/2002/03/agents/agent-ont#error"
_LANGUAGE = tuple(PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs", "xsd"))
_NOISE_TYPES = {OWL.Thing, RDFS.Resource, OWL.Nothing}


def check_covered(ontology: Iterable[ox.Triple]) -> None:
    """Raise UncoveredConstruct at the first OWL or RDFS construct in ``ontology`` that the rules do not cover."""
    for triple in ontology:
        predicate, value = triple.predicate.value, getattr(triple.object, "value", "")
        ours = (OWL.iri, RDFS.iri)
        if predicate.startswith(ours) and predicate not in _PREDICATES:
            raise UncoveredConstruct(predicate, str(triple.subject))
        if predicate == RDF.type.value and value.startswith(ours) and value not in _TYPES:
            raise UncoveredConstruct(value, str(triple.subject))
        if predicate in _BETWEEN_NAMES and not (isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode)):
            raise UncoveredConstruct(f"{predicate} with a blank node or literal", str(triple.subject))
        harmless = {OWL.Thing.value} | ({RDFS.seeAlso.value} if predicate == RDFS.subPropertyOf.value else set())  # nothing follows from it
        if predicate in _BETWEEN_NAMES and value.startswith(_LANGUAGE) and value not in harmless:
            raise UncoveredConstruct(f"{predicate} {value}", str(triple.subject))
        if predicate == OWL.disjointWith.value and triple.subject == triple.object:
            raise UncoveredConstruct(f"{predicate} itself", str(triple.subject))
        if predicate == RDFS.range.value and value.startswith((PREFIXES["xsd"], RDFS.iri)):
            raise UncoveredConstruct(f"{predicate} {value}", str(triple.subject))


class Closure:
    """Closes tables against one ontology. ``ontology`` is the ontology's graph, ``inferred`` what follows from it alone."""

    def __init__(self, ontology: Iterable[ox.Triple], inferred: Iterable[ox.Triple] = ()) -> None:
        given = list(ontology)
        check_covered(given)
        schema = [*given, *inferred]
        self._schema = [*schema, *_disjoint_pairs(schema)]
        self._subjects = {triple.subject for triple in schema}
        self._rules = [*RULES, *(("prp-spo2", rule) for rule in _chains(schema))]

    def infer(self, facts: Iterable[ox.Triple], background: Iterable[ox.Triple] = (), *, name: str = "") -> list[ox.Triple]:
        """What follows from ``facts`` beyond ``facts`` and the closed ``background``, sorted.

        ``background`` is closed already (the bodies with what follows from them). Raises Contradiction, naming the resources,
        when something belongs to two disjoint classes; ``name`` says in it whose facts these are.
        """
        store = ox.Store()
        store.extend(ox.Quad(*triple) for triple in (*self._schema, *background, *facts))
        given = set(store)  # as the store gives it back: it turns "5"^^xsd:nonNegativeInteger into "5"^^xsd:integer
        size = -1
        while size != len(store):
            size = len(store)
            for _, rule in self._rules:
                store.update(_PROLOGUE + rule)
        rows = cast("ox.QuerySolutions", store.query(_PROLOGUE + _CLASH))
        clashes = sorted(f"{words(s)} a {words(c)}, {words(d)}" for s, c, d in rows if words(c) < words(d))
        if clashes:
            raise Contradiction(name, tuple(clashes))
        return sorted((quad.triple for quad in store if quad not in given and self.allows(quad.triple)), key=str)

    def allows(self, triple: ox.Triple) -> bool:
        """Whether a derived triple is worth keeping: about a resource outside the ontology, and saying something."""
        return (
            isinstance(triple.subject, ox.NamedNode)
            and triple.subject not in self._subjects
            and not triple.subject.value.startswith(_LANGUAGE)
            and triple.predicate != OWL.sameAs
            and not (triple.predicate == RDF.type and triple.object in _NOISE_TYPES)
        )


def close_ontology(ontology: Iterable[ox.Triple]) -> list[ox.Triple]:
    """What owlrl finds to follow from the ontology alone, about our own terms, without what says nothing.

    Imports rdflib and owlrl when called: they are needed only where the ontology has changed.
    """
    import owlrl  # noqa: PLC0415 - see above
    from rdflib import Graph, URIRef  # noqa: PLC0415

    given = set(ontology)
    check_covered(given)
    axioms = [triple for triple in given if not isinstance(triple.object, ox.Literal)]  # labels entail nothing, and cost half the time
    graph = Graph().parse(data=ox.serialize(axioms, format=ox.RdfFormat.N_TRIPLES), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    if clashes := owlrl_errors(graph):
        raise Contradiction("ontology", clashes)
    ours = ((s, p, o) for s, p, o in graph if isinstance(s, URIRef) and s.startswith(BASE) and isinstance(p, URIRef))
    legal = "".join(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in ours)
    derived = (quad.triple for quad in ox.parse(legal, format=ox.RdfFormat.TURTLE))
    return sorted((t for t in derived if t not in given and _says_something(t)), key=str)


def owlrl_errors(graph: Graph) -> tuple[str, ...]:
    """The contradictions in a graph that owlrl has closed: it writes them as ordinary triples and raises nothing."""
    return tuple(sorted(str(o) for _, p, o in graph if str(p) == _OWLRL_ERROR))


def _says_something(triple: ox.Triple) -> bool:
    return (
        isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.NamedNode | ox.Literal)
        and triple.predicate != OWL.sameAs
        and triple.object != triple.subject
        and triple.object not in _NOISE_TYPES
    )


def _chains(schema: list[ox.Triple]) -> list[str]:
    """One rule for each property chain axiom."""
    lists = _lists(schema)
    rules = []
    for triple in schema:
        if triple.predicate == OWL.propertyChainAxiom:
            steps = lists[triple.object]
            path = " . ".join(f"?x{i} {step} ?x{i + 1}" for i, step in enumerate(steps))
            rules.append(f"INSERT {{ ?x0 {triple.subject} ?x{len(steps)} }} WHERE {{ {path} }}")
    return sorted(rules)


def _disjoint_pairs(schema: list[ox.Triple]) -> list[ox.Triple]:
    """`owl:disjointWith` in both directions, from pairs and from `owl:AllDisjointClasses`."""
    lists = _lists(schema)
    pairs = [[t.subject, t.object] for t in schema if t.predicate == OWL.disjointWith]
    groups = [[each for each in pair if isinstance(each, ox.NamedNode)] for pair in pairs]
    groups += [lists[t.object] for t in schema if t.predicate == OWL.members]
    return [ox.Triple(a, OWL.disjointWith, b) for group in groups for a in group for b in group if a != b]


def _lists(schema: list[ox.Triple]) -> dict[object, list[ox.NamedNode]]:
    """The RDF lists of ``schema`` by their head."""
    first = {t.subject: t.object for t in schema if t.predicate == RDF.first and isinstance(t.object, ox.NamedNode)}
    rest: dict[object, object] = {t.subject: t.object for t in schema if t.predicate == RDF.rest}

    def members(head: object) -> list[ox.NamedNode]:
        found = []
        while isinstance(head, ox.BlankNode | ox.NamedNode) and head in first:
            found.append(first[head])
            head = rest.get(head)
        return found

    return {head: members(head) for head in first}

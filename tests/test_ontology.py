"""The ontology as data: its form, its words, what follows from it, and how it stands beside the vocabularies it reuses."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import owlrl
import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

ROOT = Path(__file__).parents[1]
ONTOLOGY = ROOT / "ontology"
FIXTURES = Path(__file__).parent / "ontology"
VENDOR = ROOT / "vendor" / "vocabularies"
FILES = (
    "fengong.ttl", "roles.ttl", "functions.ttl", "kinds.ttl", "strengths.ttl", "deliverables.ttl", "topics.ttl",
    "comparators.ttl", "units.ttl", "periods.ttl", "wordings.ttl", "changes.ttl",
)  # fmt: skip

FG = Namespace("https://w3id.org/fengong/ns#")
FGS = Namespace("https://w3id.org/fengong/shapes/style#")
ROLE = Namespace("https://w3id.org/fengong/role/")
ID = Namespace("https://w3id.org/fengong/id/")
ORG = Namespace("http://www.w3.org/ns/org#")
SH = Namespace("http://www.w3.org/ns/shacl#")
PROV = Namespace("http://www.w3.org/ns/prov#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
"""By this predicate owlrl reports a contradiction, as one more triple."""

TABLE = "sichuan-elderly-childcare"
TASK = ID[f"{TABLE}/task/12"]
CIVIL_AFFAIRS, MINISTRY = ID["body/510000/civil-affairs"], ID["body/cn/civil-affairs"]
HEALTH = ID["body/510000/health"]
PREFECTURES = ID["collective/sichuan-prefecture-governments"]
CHENGDU, ZIGONG = ID["body/510100/peoples-government"], ID["body/510300/peoples-government"]
TAKING_PART = {ID[f"body/510000/{slug}"] for slug in ("development-reform", "finance", "state-assets")}

CASES: list[dict[str, str]] = tomllib.loads((FIXTURES / "mutations.toml").read_text(encoding="utf-8"))["case"]
PREFIXES = {
    "fg": FG,
    "role": ROLE,
    "function": "https://w3id.org/fengong/function/",
    "bibo": "http://purl.org/ontology/bibo/",
    "dcterms": "http://purl.org/dc/terms/",
    "org": ORG,
    "owl": OWL,
    "rdfs": RDFS,
    "skos": SKOS,
    "vann": "http://purl.org/vocab/vann/",
}

# rdflib's own N-Quads and JSON-LD parsers call what rdflib deprecates.
_rdflib_deprecations = (
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
)


def graph(*paths: Path) -> Graph:
    """All triples of Turtle and N-Quads files, as one graph."""
    merged = Graph()
    for path in paths:
        if path.suffix == ".nq":
            quads = Dataset()
            quads.parse(path, format="nquads")
            for subject, predicate, value, _ in quads.quads():
                merged.add((subject, predicate, value))
        else:
            merged.parse(path)
    return merged


@cache
def ontology() -> Graph:
    """The graph `graph/ontology`. Copy it before changing it."""
    return graph(*(ONTOLOGY / name for name in FILES))


@cache
def closed_sample() -> Graph:
    """The ontology and the sample, closed under OWL 2 RL."""
    return closed(graph(*(ONTOLOGY / name for name in FILES), FIXTURES / "sample.ttl"))


@cache
def style_shapes() -> Graph:
    return graph(ONTOLOGY / "style-shapes.ttl")


def closed(triples: Graph) -> Graph:
    """The same graph, after closure; the words of the schemes, which entail nothing and which owlrl compares pair by pair, are left out."""
    triples.remove((None, SKOS.hiddenLabel, None))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(triples)
    return triples


def contradictions(triples: Graph) -> list[str]:
    return [str(value) for value in triples.objects(None, ERROR)]


def merged(triples: Graph) -> list[tuple[URIRef, URIRef]]:
    """Pairs of distinct IRIs that were inferred to be one thing."""
    same = triples.subject_objects(OWL.sameAs)
    return [(one, other) for one, other in same if one != other and isinstance(one, URIRef) and isinstance(other, URIRef)]


def own_terms(*types: URIRef) -> set[URIRef]:
    return {term for kind in types for term in ontology().subjects(RDF.type, kind) if str(term).startswith(str(FG))}


# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [*FILES, "alignments.ttl", "style-shapes.ttl"])
def test_parses_and_says_something(name: str) -> None:
    """Every file is Turtle, and none is empty."""
    assert len(graph(ONTOLOGY / name)) > 50


def test_nothing_used_is_untyped() -> None:
    """Every term in predicate place, and every class used as a type, is declared here or built into RDF and OWL."""
    built_in = tuple(str(namespace) for namespace in (RDF, RDFS, OWL))
    used = {*ontology().predicates(), *ontology().objects(None, RDF.type)}
    assert {term for term in used if not str(term).startswith(built_in) and not list(ontology().objects(term, RDF.type))} == set()


def test_imports_nothing() -> None:
    """Nobody inherits the axioms of another vocabulary by loading ours."""
    everything = graph(*ONTOLOGY.glob("*.ttl"))
    assert list(everything.triples((None, OWL.imports, None))) == []


def test_alignments_speak_only_of_our_terms() -> None:
    """An alignment says how our term stands to another's; it says nothing of the other's own."""
    header = URIRef("https://w3id.org/fengong/ns/alignments")
    subjects = set(graph(ONTOLOGY / "alignments.ttl").subjects()) - {header}
    assert subjects
    assert subjects <= own_terms(OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def test_alignments_repeat_nothing() -> None:
    """What fengong.ttl states is not stated again in alignments.ttl."""
    assert set(graph(ONTOLOGY / "alignments.ttl")) & set(ontology()) == set()


# ── Words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def wordings(role: URIRef) -> list[str]:
    """Every Chinese wording of a role, printed after the names or as a label."""
    places = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, FG.labelWording)
    words = (word for place in places for word in ontology().objects(role, place))
    return [str(word) for word in words if isinstance(word, Literal) and word.language == "zh"]


def test_a_wording_has_one_role() -> None:
    """No printed wording could be read as two roles, and none is listed twice."""
    words = [word for role in ontology().subjects(RDF.type, ORG.Role) for word in wordings(role)]
    assert len(words) == len(set(words)) > 40


@pytest.mark.parametrize(
    ("wording", "role"),
    [
        ("牵头", "lead"),
        ("牵头负责", "lead"),
        ("牵头单位", "lead"),
        ("参加", "participate"),
        ("参与", "participate"),
        ("按职责分工负责", "sharedByDuty"),
        ("按照职责分工负责", "sharedByDuty"),
        ("分工负责", "sharedByDuty"),
        ("分别负责", "sharedByDuty"),
        ("负责", "responsible"),
        ("负责落实", "responsible"),
        ("具体负责", "responsible"),
        ("落实", "responsible"),
        ("责任单位", "responsible"),
        ("配合", "support"),
        ("协助", "support"),
        ("指导", "guide"),
        ("指导部门", "guide"),
    ],
)
def test_wordings_of_real_tables(wording: str, role: str) -> None:
    """Each wording seen in a published document belongs to the role a reader would give it."""
    assert [slug for slug in ontology().subjects(RDF.type, ORG.Role) if wording in wordings(slug)] == [ROLE[role]]


def test_together_with_is_no_role() -> None:
    """会同 joins bodies inside a clause; it closes none."""
    assert not [role for role in ontology().subjects(RDF.type, ORG.Role) if "会同" in wordings(role)]


def test_every_role_has_a_property_of_the_ontology() -> None:
    """The property that the converter asserts for a role is declared, and brings a shortcut to the body."""
    roles = sorted(ontology().subjects(RDF.type, ORG.Role))
    assert [str(role).rsplit("/", 1)[1] for role in roles] == [
        "guide",
        "lead",
        "participate",
        "responsible",
        "sharedByDuty",
        "support",
    ]
    for role in roles:
        prop = ontology().value(role, FG.responsibilityProperty)
        assert (prop, RDFS.subPropertyOf, FG.hasResponsibility) in ontology()
        chains = [list(ontology().items(chain)) for chain in ontology().objects(None, OWL.propertyChainAxiom)]
        assert [prop, FG.body] in chains


@pytest.mark.parametrize(
    ("scheme", "count"),
    [
        ("role", 6),
        ("function", 37),
        ("kind", 12),
        ("wording", 58),
        ("strength", 4),
        ("deliverable", 14),
        ("topic", 20),
        ("comparator", 7),
        ("unit", 20),
        ("period", 5),
    ],
)
def test_every_concept_is_named_and_defined_in_both_languages(scheme: str, count: int) -> None:
    """Each concept of each scheme has one name and one definition in Chinese and in English."""
    concepts = list(ontology().subjects(SKOS.inScheme, URIRef(f"https://w3id.org/fengong/{scheme}")))
    assert len(concepts) == count
    for concept in concepts:
        for prop in (SKOS.prefLabel, SKOS.definition):
            assert sorted(text.language or "" for text in ontology().objects(concept, prop) if isinstance(text, Literal)) == ["en", "zh"]


def test_every_kind_says_whether_it_is_public() -> None:
    """The kind of a body decides whether it is typed cv:PublicOrganisation, so no kind leaves it open."""
    scheme = URIRef("https://w3id.org/fengong/kind")
    public = {kind: ontology().value(kind, FG.publicOrganisation) for kind in ontology().subjects(SKOS.inScheme, scheme)}
    assert {value.toPython() if isinstance(value, Literal) else value for value in public.values()} == {True, False}
    assert not [kind for kind, value in public.items() if value is None]


# ── Meaning ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_sample_is_consistent() -> None:
    """The ontology with data contradicts nothing and merges nothing."""
    assert contradictions(closed_sample()) == []
    assert merged(closed_sample()) == []


def test_sample_uses_every_class_and_most_properties() -> None:
    """The sample is worth closing: it has a member of every class, and uses every property the converter asserts."""
    sample = graph(FIXTURES / "sample.ttl")
    assert own_terms(OWL.Class) - set(sample.objects(None, RDF.type)) == {FG.Body}
    shortcuts = set(ontology().subjects(OWL.propertyChainAxiom))
    inverses = set(ontology().objects(None, OWL.inverseOf))
    said_of_concepts = {FG.publicOrganisation, FG.order, FG.qudtUnit, FG.commonCode}
    said_of_links = {FG.likelySameAs, FG.linkStatus}  # in graphs that are never closed with a table
    said_elsewhere = said_of_concepts | said_of_links
    unused = own_terms(OWL.ObjectProperty, OWL.DatatypeProperty) - set(sample.predicates()) - shortcuts - inverses - said_elsewhere
    assert unused == {FG.accountableBody}


@pytest.mark.parametrize(
    ("subject", "prop", "expected"),
    [
        (TASK, FG.hasResponsibility, {ID[f"{TABLE}/task/12/resp/{k}"] for k in range(1, 7)}),
        (TASK, FG.leadBody, {CIVIL_AFFAIRS, HEALTH}),
        (TASK, FG.participatingBody, TAKING_PART),
        (TASK, FG.responsibleBody, {PREFECTURES}),
        (TASK, FG.accountableBody, {CIVIL_AFFAIRS, HEALTH, PREFECTURES}),
        (TASK, FG.involvedBody, {CIVIL_AFFAIRS, HEALTH, PREFECTURES, *TAKING_PART}),
        (TASK, FG.involvedMember, {CHENGDU, ZIGONG}),
        (PREFECTURES, FG.collectiveMember, {CHENGDU, ZIGONG}),
        (CHENGDU, FG.memberOfCollective, {PREFECTURES}),
        (CHENGDU, FG.isInvolvedIn, set()),
        (CIVIL_AFFAIRS, FG.leads, {TASK}),
        (CIVIL_AFFAIRS, FG.isAccountableFor, {TASK}),
        (MINISTRY, FG.leads, set()),
        (MINISTRY, FG.isInvolvedIn, set()),
        (PREFECTURES, FG.isResponsibleFor, {TASK}),
        (ID["example/task/1"], FG.sharingBody, {ID["example/task/1/resp/1/unlisted"]}),
        (ID["example/task/1"], FG.supportingBody, {ID["body/510000/state-grid-sichuan"]}),
        (ID["example/task/1"], FG.guidingBody, {ID["body/510000/taxation"]}),
        (ID["example/task/1"], FG.accountableBody, {ID["example/task/1/resp/1/unlisted"]}),
        (ID["example/task/1/clause/4"], FG.assigns, set()),
        (ID[f"{TABLE}/task/12/clause/1"], FG.clauseOf, {TASK}),
        (ID[f"{TABLE}/task/12/resp/1"], FG.assignedBy, {ID[f"{TABLE}/task/12/clause/1"]}),
        (ID["body/510000/taxation"], ORG.subOrganizationOf, {ID["body/cn/taxation"]}),
    ],
)
def test_shortcuts(subject: URIRef, prop: URIRef, expected: set[URIRef]) -> None:
    """What follows from the clauses, under the adopted reading, and nothing more."""
    assert set(closed_sample().objects(subject, prop)) == expected


def test_a_member_is_no_concept_and_a_collective_no_organisation() -> None:
    """Reuse of other vocabularies gives bodies no type that they do not have."""
    assert set(closed_sample().objects(PREFECTURES, RDF.type)) == {OWL.Thing, FG.Body, FG.BodyCollective, FOAF.Agent}
    assert (CHENGDU, RDF.type, SKOS.Concept) not in closed_sample()


@pytest.mark.parametrize(
    ("subject", "wrong"),
    [
        (CIVIL_AFFAIRS, FG.PolicyTask),
        (CIVIL_AFFAIRS, FG.BodyCollective),
        (TASK, FG.Responsibility),
        (ID["place/510000"], FG.Body),
    ],
)
def test_contradictions_are_seen(subject: URIRef, wrong: URIRef) -> None:
    """The disjoint classes are at work: a wrong type is reported, so the silence of the other tests means something."""
    data = graph(ONTOLOGY / "fengong.ttl", FIXTURES / "sample.ttl")
    data.add((subject, RDF.type, wrong))
    assert contradictions(closed(data))


# ── Beside the vocabularies we reuse ─────────────────────────────────────────────────────────────────────────────────


def vendored() -> list[Path]:
    return sorted(path for path in VENDOR.iterdir() if path.suffix in {".nq", ".ttl"})


def test_vendored_files_are_those_listed() -> None:
    """Each vocabulary file is in the table with its package, licence and hash, and is byte for byte what was checked."""
    rows = re.findall(
        r"^\| `([^`]+)` \| .*\| `([0-9a-f]{64})` \|$",
        (VENDOR / "README.md").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    assert {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name, _ in rows} == dict(rows)
    assert {path.name for path in vendored()} <= {name for name, _ in rows}
    assert len(vendored()) == 9


@pytest.mark.system
@_rdflib_deprecations[0]
def test_consistent_with_nine_vocabularies() -> None:
    """With ORG, PROV-O, SKOS, FOAF, OA, DCAT, DCTERMS, CPSV-AP, ELI and our alignments: no contradiction, nothing merged."""
    files = [*(ONTOLOGY / name for name in FILES), ONTOLOGY / "alignments.ttl", FIXTURES / "sample.ttl", *vendored()]
    whole = closed(graph(*files))
    assert contradictions(whole) == []
    assert merged(whole) == []
    assert (CIVIL_AFFAIRS, RDF.type, ORG.Organization) in whole
    assert (PREFECTURES, RDF.type, ORG.Organization) not in whole
    assert set(whole.objects(TASK, FG.leadBody)) == {CIVIL_AFFAIRS, HEALTH}


@pytest.mark.system
@_rdflib_deprecations[0]
def test_nine_vocabularies_bite() -> None:
    """A task that is an activity, and two bodies with one home page, are reported: the vocabularies were really loaded."""
    files = [*(ONTOLOGY / name for name in FILES), ONTOLOGY / "alignments.ttl", FIXTURES / "sample.ttl", *vendored()]
    data = graph(*files)
    data.add((TASK, RDF.type, PROV.Activity))
    for body in (CIVIL_AFFAIRS, HEALTH):
        data.add((body, FOAF.homepage, URIRef("https://www.sc.gov.cn/")))
    closed(data)
    assert contradictions(data)
    assert (CIVIL_AFFAIRS, HEALTH) in merged(data)


# ── Style ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def validate(data: Graph, shapes: Graph) -> tuple[bool, Graph]:
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    return conforms, report


def one_shape(shape: URIRef) -> Graph:
    """The node shape with all that hangs on it, and no other: validating with one shape costs a tenth of all."""
    alone, todo, done = Graph(), [shape], set()
    while todo:
        node = todo.pop()
        done.add(node)
        for triple in style_shapes().triples((node, None, None)):
            alone.add(triple)
            if triple[2] not in done and (triple[2], None, None) in style_shapes():
                todo.append(triple[2])
    return alone


def test_ontology_keeps_its_style() -> None:
    """All that the ontology says is written as STYLE.md asks."""
    conforms, report = validate(ontology(), style_shapes())
    assert conforms, report.serialize(format="turtle")


def test_every_shape_says_what_is_wrong_in_both_languages() -> None:
    """Shapes and constraints have IRIs, labels and messages in both languages; severity stands on the node shape; one SPARQL each."""
    shapes = style_shapes()
    for kind in (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint):
        for shape in shapes.subjects(RDF.type, kind):
            assert isinstance(shape, URIRef)
            assert str(shape).startswith(str(FGS))
            texts = [RDFS.label] if kind == SH.NodeShape else [RDFS.label, SH.message]
            for prop in texts:
                assert sorted(text.language or "" for text in shapes.objects(shape, prop) if isinstance(text, Literal)) == ["en", "zh"]
            assert len(list(shapes.objects(shape, SH.sparql))) <= 1
            assert (shape, SH.severity, None) not in shapes or kind == SH.NodeShape
    targeted = {*shapes.subjects(SH.targetNode), *shapes.subjects(SH.targetClass)}
    assert all((shape, SH.severity, SH.Violation) in shapes for shape in targeted)


def test_every_style_rule_has_a_mutation() -> None:
    """A rule that has never fired is not known to work."""
    rules = {str(rule).removeprefix(str(FGS)) for rule in style_shapes().subjects(SH.message)}
    assert sorted(case["shape"] for case in CASES) == sorted(rules)


@pytest.mark.parametrize("case", CASES, ids=[case["shape"] for case in CASES])
def test_each_style_rule_fires(case: dict[str, str]) -> None:
    """The mutation trips its rule, and the reader is told so in Chinese and in English."""
    mutant = Graph()
    for triple in ontology():
        mutant.add(triple)
    before = set(mutant)
    mutant.update(case["update"], initNs=PREFIXES)
    assert set(mutant) != before, "the mutation changed nothing"
    conforms, report = validate(mutant, one_shape(FGS[case["shape"].partition("-")[0]]))
    assert not conforms
    told = {
        str(message)
        for place in (SH.sourceShape, SH.sourceConstraint)
        for result in report.subjects(place, FGS[case["shape"]])
        for message in report.objects(result, SH.resultMessage)
    }
    assert told >= {case["en"], case["zh"]}


@pytest.mark.parametrize(
    "forbidden",
    [
        "fg:body a owl:InverseFunctionalProperty",
        "fg:Body owl:hasKey ( fg:kind )",
        "fg:Body owl:sameAs fg:SingleBody",
        "<https://w3id.org/fengong/ns> owl:imports <http://www.w3.org/ns/org#>",
        "fg:Body rdfs:subClassOf [ a owl:Restriction ; owl:onProperty fg:kind ; owl:maxCardinality 1 ]",
        "fg:Body owl:equivalentClass [ a owl:Class ; owl:unionOf ( fg:SingleBody fg:BodyCollective ) ]",
        "fg:body a owl:ReflexiveProperty",
    ],
)
def test_no_construct_that_merges_or_that_the_closure_does_not_cover(forbidden: str) -> None:
    """Each construct that STYLE.md rules out is reported, not only the first that came to mind."""
    mutant = Graph()
    for triple in ontology():
        mutant.add(triple)
    mutant.update(f"INSERT DATA {{ {forbidden} }}", initNs=PREFIXES)
    conforms, _ = validate(mutant, one_shape(FGS.AllowedConstructs))
    assert not conforms


# ── JSON-LD ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def context() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))
    return loaded


@_rdflib_deprecations[1]
def test_context_reads_a_document() -> None:
    """A document written with the context is exactly the triples meant."""
    document = json.loads((FIXTURES / "sample.jsonld").read_text(encoding="utf-8"))
    read = Graph().parse(data=json.dumps({**context(), **document}), format="json-ld")
    assert isomorphic(read, graph(FIXTURES / "sample.jsonld.ttl"))


@_rdflib_deprecations[1]
def test_context_loses_nothing() -> None:
    """The sample, written as JSON-LD with the context and read again, is the same graph."""
    sample = graph(FIXTURES / "sample.ttl")
    written = sample.serialize(format="json-ld", context=context()["@context"])
    assert isomorphic(Graph().parse(data=written, format="json-ld"), sample)


def test_context_has_every_term_of_ours() -> None:
    """Each class and property of ours is a term of the context, by its own name and with the right kind of value."""
    terms = context()["@context"]
    for term in own_terms(OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty):
        name = str(term).removeprefix(str(FG))
        meaning = terms[name]
        assert (meaning if isinstance(meaning, str) else meaning["@id"]) == f"fg:{name}"
        if (term, RDF.type, OWL.ObjectProperty) in ontology():
            assert meaning["@type"] == "@id"

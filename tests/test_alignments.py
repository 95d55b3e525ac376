"""Who knows ORG, CPSV-AP, PROV-O or schema.org and none of our terms can question the graph: the queries of `queries/alignments`."""

from __future__ import annotations

import csv
import io
import shlex
from functools import cache
from pathlib import Path
from typing import cast

import owlrl
import pyoxigraph as ox
import pytest
import yaml
from rdflib import OWL, RDF, RDFS, Graph, URIRef

import blocks
import fengong
from fengong.ask import aligned
from fengong.check.shapes import rdflib_graph
from fengong.cli.main import run
from fengong.graph.closure import Closure
from fengong.iris import BASE, NS
from fengong.reference import vocabulary
from support import ROOT

FOLDER = ROOT / "queries" / "alignments"
ONTOLOGY = ROOT / "ontology"
SAMPLE = Path(__file__).parent / "ontology" / "sample.ttl"
GOLDEN = {
    "agents-and-entities": 37,
    "organisations-and-roles": 70,
    "organisations-by-classification": 93,
    "plans-and-quotations": 52,
    "policies-and-parts": 52,
    "reorganisations": 3,
    "schema-organisations": 93,
}
"""How many rows each query has on the Sichuan table."""

OTHERS = (
    "http://data.europa.eu/m8g/",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/org#",
    "http://www.w3.org/ns/prov#",
    "http://www.w3.org/2004/02/skos/core#",
    "https://schema.org/",
)


@cache
def plain() -> ox.Store:
    """The default graph as it is built."""
    return fengong.open(ROOT).dataset.store


@cache
def seen_by_others() -> ox.Store:
    return aligned.store(fengong.open(ROOT).dataset, ONTOLOGY, graphs=True)


@cache
def in_rdflib() -> Graph:
    """The same triples in the other engine, as far as their property is one that the queries may use."""
    quads = seen_by_others().quads_for_pattern(None, None, None, ox.DefaultGraph())
    return rdflib_graph(quad.triple for quad in quads if quad.predicate.value.startswith((*OTHERS, str(RDF.type))))


def text(name: str) -> str:
    return (FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def header(name: str) -> dict[str, str]:
    lines = (line.removeprefix("#+ ") for line in text(name).splitlines() if line.startswith("#+ "))
    return cast("dict[str, str]", yaml.load("\n".join(lines), Loader=yaml.BaseLoader))  # noqa: S506 - it makes text of everything


def rows(store: ox.Store, name: str) -> list[tuple[str, ...]]:
    """The rows of a query, each value as its text."""
    found = cast("ox.QuerySolutions", store.query(text(name)))
    return [tuple("" if value is None else getattr(value, "value", "") for value in row) for row in found]


NAMES = sorted(path.stem for path in FOLDER.glob("*.rq"))


def test_all_queries_were_collected() -> None:
    """The table of counts is that of the folder; one more query makes a graph."""
    assert {*GOLDEN, "schema-view"} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_uses_the_words_of_others_only(name: str) -> None:
    """No query has an IRI of ours, each has its words in both languages, and says whether it needs the alignments."""
    query = text(name)
    assert "fengong" not in query
    assert "fg:" not in query
    prefixes = [line.split("<")[1].rstrip(">") for line in query.splitlines() if line.startswith("PREFIX ")]
    assert set(prefixes) <= set(OTHERS)
    said = header(name)
    assert said.keys() == {"summary", "summary_zh", "description", "description_zh", "entailment"}
    assert said["entailment"] in {"none", "alignments"}


@pytest.mark.parametrize("name", GOLDEN)
def test_answers_with_as_many_rows_in_both_engines(name: str) -> None:
    """Oxigraph and rdflib give the same rows over what follows from the alignments, as many as were reviewed."""
    ours = rows(seen_by_others(), name)
    theirs = [tuple("" if value is None else str(value) for value in row) for row in in_rdflib().query(text(name))]
    assert len(ours) == GOLDEN[name]
    assert sorted(ours) == sorted(theirs)


@pytest.mark.parametrize("name", GOLDEN)
def test_says_truly_whether_it_needs_the_alignments(name: str) -> None:
    """A query that needs them finds nothing without; one that does not has the same answer without."""
    without = rows(plain(), name)
    assert without == ([] if header(name)["entailment"] == "alignments" else rows(seen_by_others(), name))


def test_schema_view_is_a_graph_in_schema_org_terms_alone() -> None:
    """The view names every organisation, with its area, and uses no property or class but of schema.org."""
    triples = list(cast("ox.QueryTriples", seen_by_others().query(text("schema-view"))))
    said = Graph()
    for triple in rdflib_graph(triples):
        said.add(triple)
    schema = "https://schema.org/"
    assert all(str(predicate).startswith(schema) or predicate == RDF.type for predicate in said.predicates())
    assert all(str(kind).startswith(schema) for kind in said.objects(None, RDF.type))
    named = set(said.subjects(URIRef(f"{schema}name")))
    assert len(named) == 93
    assert named <= set(said.subjects(URIRef(f"{schema}areaServed")))
    public = set(said.subjects(RDF.type, URIRef(f"{schema}GovernmentOrganization")))
    assert URIRef(f"{BASE}id/body/510000/civil-affairs") in public
    assert URIRef(f"{BASE}id/body/510000/state-grid-sichuan") in named - public


def test_agents_of_prov_are_our_participants() -> None:
    """The counts by PROV add up to the 279 printed responsibilities."""
    assert sum(int(count) for _, count in rows(seen_by_others(), "agents-and-entities")) == 279


def test_the_command_answers_in_the_words_of_others(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """`fengong query --entail alignments` is the same store, and is refused together with an update; the README has the command."""
    path = str(FOLDER / "agents-and-entities.rq")
    shown = shlex.split(blocks.named("queries/alignments/README.md", "ask"))
    assert shown == ["fengong", "query", "--entail", "alignments", "-f", Path(path).relative_to(ROOT).as_posix()]
    assert run(["query", "--entail", "alignments", "-f", path, "--format", "csv", "--workspace", str(ROOT)]) == 0
    table = list(csv.reader(io.StringIO(capsysbinary.readouterr().out.decode())))
    assert [tuple(row) for row in table[1:]] == rows(seen_by_others(), "agents-and-entities")
    assert run(["query", "--entail", "alignments", "--allow-update", "CLEAR ALL", "--workspace", str(ROOT)]) == 2


def test_alignments_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """A folder without alignments, or with a broken file, is an error that names the file."""
    with pytest.raises(fengong.errors.BadOntology, match=r"alignments\.ttl"):
        aligned.store(fengong.open(ROOT).dataset, tmp_path)
    (tmp_path / "alignments.ttl").write_text("<a> <b>", encoding="utf-8")
    with pytest.raises(fengong.errors.BadOntology, match=r"alignments\.ttl"):
        aligned.store(fengong.open(ROOT).dataset, tmp_path)


def test_the_dataset_is_not_changed() -> None:
    """What follows from the alignments is in the answer's store alone."""
    dataset = fengong.open(ROOT).dataset
    before = len(dataset.store)
    assert len(aligned.store(dataset, ONTOLOGY)) > before == len(dataset.store)


@pytest.mark.slow
def test_what_follows_is_what_owlrl_finds() -> None:
    """On the sample of every class, the rules derive from ontology and alignments exactly what OWL 2 RL does."""
    said = [quad.triple for name in (*vocabulary.FILES, "alignments.ttl") for quad in _parsed(ONTOLOGY / name)]
    schema = [triple for triple in said if _of_a_term(triple)]
    facts = [quad.triple for quad in _parsed(SAMPLE) if not isinstance(quad.object, ox.Literal)]  # owlrl compares literals pair by pair
    rules = {(str(t.subject), str(t.predicate), str(t.object)) for t in Closure(schema).infer(facts)}
    whole = rdflib_graph(t for t in (*schema, *facts) if not isinstance(t.object, ox.Literal))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    given = {(str(t.subject), str(t.predicate), str(t.object)) for t in facts}
    subjects = {subject for subject, _, _ in (*given, *rules)}
    reference = {
        (f"<{s}>", f"<{p}>", f"<{o}>")
        for s, p, o in whole
        if isinstance(o, URIRef) and f"<{s}>" in subjects and p != OWL.sameAs and o not in {OWL.Thing, RDFS.Resource}
    }
    derived = {triple for triple in rules if triple[2].startswith("<")}
    assert derived == reference - given
    assert any(predicate.startswith("<https://schema.org/") for _, predicate, _ in derived)


def _parsed(path: Path) -> list[ox.Quad]:
    return list(ox.parse(path=path, rename_blank_nodes=True))


def _of_a_term(triple: ox.Triple) -> bool:
    subject = getattr(triple.subject, "value", "")
    return not subject.startswith(BASE) or subject.startswith(NS)


def test_likely_links_are_for_reasoners_that_load_them() -> None:
    """With the graphs of links among the facts a likely link is something to see also; with `--entail alignments` none is."""
    likely, see = ox.NamedNode(f"{NS}likelySameAs"), ox.NamedNode(str(RDFS.seeAlso))
    links = [quad.triple for quad in fengong.open(ROOT).dataset.whole.quads_for_pattern(None, likely, None, None)]
    assert links
    wanted = {(link.subject, link.object) for link in links}
    alignments = [quad.triple for quad in ox.parse(path=ONTOLOGY / aligned.ALIGNMENTS)]
    assert wanted <= {(each.subject, each.object) for each in Closure(alignments).infer(links) if each.predicate == see}
    ours = seen_by_others().quads_for_pattern(None, see, None, ox.DefaultGraph())
    assert not wanted & {(quad.subject, quad.object) for quad in ours}

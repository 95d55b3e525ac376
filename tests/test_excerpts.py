"""What other specifications demand of our graph: excerpts of their rules, each with its place, hold of what is built and bite."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF

import fengong
from fengong.check.shapes import rdflib_graph
from fengong.cli.main import run
from fengong.iris import PREFIXES
from support import HEADER, ROOT, workspace

EXCERPT = ROOT / "ontology" / "excerpts" / "cpsv-ap-3.2.0.ttl"
RULES = Namespace("https://w3id.org/fengong/shapes/cpsv-ap-3.2.0#")
SPECIFICATION = "https://semiceu.github.io/CPSV-AP/releases/3.2.0/#"
CV = Namespace("http://data.europa.eu/m8g/")
BODY = "<https://w3id.org/fengong/id/body/510000/civil-affairs>"
DUTY = "<https://w3id.org/fengong/id/sichuan-elderly-childcare/task/12/resp/1>"

MISTAKES = {
    "Participation-identifier": f"DELETE WHERE {{ {DUTY} dcterms:identifier ?any }}",
    "Participation-description": f'INSERT DATA {{ {DUTY} dcterms:description "no language" }}',
    "Participation-role": f"INSERT DATA {{ {DUTY} cv:role <https://example.org/no-concept> }}",
    "Participation-hasParticipant": f"INSERT DATA {{ {DUTY} cv:hasParticipant <https://w3id.org/fengong/id/body/510000/health> }}",
    "Agent-identifier": f'INSERT DATA {{ {BODY} dcterms:identifier "another" }}',
    "Agent-name": f"DELETE WHERE {{ {BODY} dcterms:title ?any }}",
    "Agent-participates": f"INSERT DATA {{ {BODY} cv:participates {BODY} }}",
    "PublicOrganisation-prefLabel": f"DELETE WHERE {{ {BODY} skos:prefLabel ?any }}",
    "PublicOrganisation-spatial": f"DELETE WHERE {{ {BODY} dcterms:spatial ?any }}",
}
"""For each rule, an update of our graph after which it is broken."""

_NEEDED = f"""
    CONSTRUCT {{ ?s ?p ?o }} WHERE {{
      VALUES ?p {{ <{RDF.type}> <{DCTERMS.identifier}> <{DCTERMS.title}> <{DCTERMS.description}> <{DCTERMS.spatial}>
        <{CV.role}> <{CV.hasParticipant}> <{CV.participates}> <{PREFIXES["skos"]}prefLabel> }}
      ?s ?p ?o
    }}"""


def exported(folder: Path) -> Graph:
    """All that the default graph of a workspace says with the types and properties that the rules look at."""
    return rdflib_graph(fengong.open(folder).dataset.store.query(_NEEDED))


@cache
def ours() -> Graph:
    return exported(ROOT)


@cache
def rules() -> Graph:
    return Graph().parse(EXCERPT)


def broken(data: Graph) -> set[str]:
    """The rules that ``data`` breaks, by name."""
    _, report, _ = pyshacl.validate(data, shacl_graph=rules(), inference="none")
    assert isinstance(report, Graph)
    return {str(shape).removeprefix(str(RULES)) for shape in report.objects(None, SH.sourceShape)}


def test_our_graph_passes_the_excerpts() -> None:
    """The built graph breaks none of the rules, and has what they are about: 279 participations, and agents, and organisations."""
    assert broken(ours()) == set()
    counts = {kind: len(set(ours().subjects(RDF.type, kind))) for kind in (CV.Participation, CV.PublicOrganisation, FOAF.Agent)}
    assert counts[CV.Participation] == 279
    assert counts[CV.PublicOrganisation] > 50
    assert counts[FOAF.Agent] > counts[CV.PublicOrganisation]


def test_a_table_with_unlisted_names_passes_too(tmp_path: Path) -> None:
    """A name that no reviewed table knows is a participant with an identifier and a name as well."""
    space = workspace(tmp_path, text=HEADER + "1\t编制方案。\t民政厅、某某新设局牵头，各市（州）人民政府负责\n")
    assert run(["build", "--workspace", str(space)]) in {0, 1}
    data = exported(space)
    assert len(list(data.subjects(RDF.type, URIRef(f"{PREFIXES['fg']}UnlistedBody")))) == 1
    assert broken(data) == set()


@pytest.mark.parametrize("rule", MISTAKES)
def test_each_rule_bites(rule: str) -> None:
    """A graph with the mistake breaks the rule, so that passing means something."""
    wrong = Graph()
    for triple in ours():
        wrong.add(triple)
    wrong.update(MISTAKES[rule], initNs=PREFIXES)
    assert rule in broken(wrong)


def test_each_rule_is_cited_and_has_its_mistake() -> None:
    """Every rule names its place in the specification, says in both languages what is wrong, and has been seen to fire."""
    named = set(rules().subjects(RDF.type, SH.PropertyShape))
    assert {str(rule).removeprefix(str(RULES)) for rule in named} == set(MISTAKES)
    for rule in named:
        [place] = rules().objects(rule, DCTERMS.source)
        assert str(place).startswith(SPECIFICATION)
        for words in (SH.message, RDFS.label):
            assert sorted(each.language or "" for each in rules().objects(rule, words) if isinstance(each, Literal)) == ["en", "zh"]


def test_no_conformance_is_claimed() -> None:
    """The file says what passing means and what it does not."""
    text = EXCERPT.read_text(encoding="utf-8")
    assert "That is not conformance to CPSV-AP" in text
    assert "通过这些摘录不等于符合CPSV-AP" in text

"""What FOOPS! and OOPS! ask of an ontology, judged from the files alone; and the header, which says what the changelog says."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any, cast

import pyoxigraph as ox
import pytest
import yaml

from fengong import iris
from fengong.iris import PREFIXES
from fengong.reference import vocabulary
from support import ROOT

ONTOLOGY = ROOT / "ontology"
TABLE: dict[str, Any] = tomllib.loads((ONTOLOGY / "quality.toml").read_text(encoding="utf-8"))
CHECKS: list[dict[str, str]] = TABLE["check"]
MORE = {"bibo": "http://purl.org/ontology/bibo/", "vann": "http://purl.org/vocab/vann/"}
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in {**PREFIXES, **MORE}.items())
HEADERS = ("fengong.ttl", "alignments.ttl", *(name for name in vocabulary.FILES if name != "fengong.ttl"))


@cache
def _quads() -> tuple[ox.Quad, ...]:
    shapes = ox.NamedNode("https://w3id.org/fengong/shapes")
    files = [(name, None) for name in HEADERS] + [("shapes.ttl", shapes)]
    return tuple(
        ox.Quad(parsed.subject, parsed.predicate, parsed.object, graph)
        for name, graph in files
        for parsed in ox.parse(path=ONTOLOGY / name, rename_blank_nodes=True, format=ox.RdfFormat.TURTLE)
    )


def copy() -> ox.Store:
    """The ontology with its schemes and alignments, and the shapes in their own graph, to be changed."""
    found = ox.Store()
    found.extend(_quads())
    return found


@cache
def store() -> ox.Store:
    """The same, to be asked only."""
    return copy()


@cache
def _whole() -> frozenset[ox.Quad]:
    return frozenset(store())


def offenders(of: ox.Store, check: dict[str, str]) -> set[str]:
    """The terms that a check finds at fault."""
    query = PROLOGUE + check["query"].replace("$ours", TABLE["ours"])
    return {str(row["at"]) for row in cast("ox.QuerySolutions", of.query(query))}


def name(check: dict[str, str]) -> str:
    return f"{check['tool']} {check['code']}"


@pytest.mark.parametrize("check", CHECKS, ids=name)
def test_ontology_has_no_such_fault(check: dict[str, str]) -> None:
    """The ontology, its schemes and its alignments pass each point that can be judged without a server."""
    assert offenders(store(), check) == set()


@pytest.mark.parametrize("check", CHECKS, ids=name)
def test_each_check_finds_its_fault(check: dict[str, str]) -> None:
    """A change that makes the fault is found, so the silence of the check means something."""
    broken = copy()
    broken.update(PROLOGUE + check["broken_by"])
    assert frozenset(broken) != _whole(), "the change changed nothing"
    assert offenders(broken, check)


def test_the_table_is_whole() -> None:
    """No point is both checked and not claimed, each has words in both languages, and the table is not silently cut short."""
    checked = [name(each) for each in CHECKS]
    unclaimed = [name(each) for each in TABLE["unclaimed"]]
    assert len(checked) == len(set(checked)) >= 43
    assert len(unclaimed) == len(set(unclaimed)) >= 8
    assert not set(checked) & set(unclaimed)
    assert all(re.search(r"[\u4e00-\u9fff]", each["zh"]) and each["en"].isascii() is not None and each["en"] for each in CHECKS)


# ── The header says what the changelog says ──────────────────────────────────────────────────────────────────────────


def releases() -> list[tuple[str, str]]:
    """Version and date of each release, the newest first."""
    return re.findall(
        r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", (ONTOLOGY / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )


def values(iri: str, prop: str) -> list[str]:
    """The values of one property of a header, in the ontology or in the shapes."""
    query = f"{PROLOGUE} SELECT ?value WHERE {{ {{ <{iri}> {prop} ?value }} UNION {{ GRAPH ?any {{ <{iri}> {prop} ?value }} }} }}"
    return sorted(row["value"].value for row in cast("ox.QuerySolutions", store().query(query)))


def headers() -> list[str]:
    """The IRIs of everything that has a header: ontology, alignments, shapes and schemes."""
    heads = (
        "{ ?at a owl:Ontology } UNION { ?at a skos:ConceptScheme ; dcterms:license ?any } UNION { GRAPH ?shapes { ?at a owl:Ontology } }"
    )
    return sorted(row["at"].value for row in cast("ox.QuerySolutions", store().query(f"{PROLOGUE} SELECT ?at WHERE {{ {heads} }}")))


@pytest.mark.parametrize("iri", headers())
def test_header_is_of_the_newest_version(iri: str) -> None:
    """Version, dates and citation of each header are those of the newest release; a file was issued with some release, made before it."""
    version, day = releases()[0]
    assert values(iri, "owl:versionInfo") == [version]
    assert values(iri, "dcterms:modified") == [day]
    [issued], [created] = values(iri, "dcterms:issued"), values(iri, "dcterms:created")
    assert issued in [day for _, day in releases()]
    assert created <= issued
    if not iri.endswith("/shapes"):
        [cited] = values(iri, "dcterms:bibliographicCitation")
        assert cited.startswith("Fengong developers. ")
        assert f"Version {version}, {day}. {iri}" in cited


@pytest.mark.parametrize("iri", ["ns", "ns/alignments", "shapes"])
def test_version_iri_is_of_the_newest_version(iri: str) -> None:
    """The version IRI is the IRI with the version that stands first in the changelog."""
    assert values(iris.BASE + iri, "owl:versionIRI") == [f"{iris.BASE}{iri}/{releases()[0][0]}"]


def test_prior_version_is_named_once_there_is_one() -> None:
    """`owl:priorVersion` is the release before, if there was one, and nothing else."""
    before = [f"https://w3id.org/fengong/ns/{version}" for version, _ in releases()[1:2]]
    assert values("https://w3id.org/fengong/ns", "owl:priorVersion") == before


def test_creator_is_that_of_the_citation_file() -> None:
    """The ontology is cited as by the authors that CITATION.cff names."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    [creator] = values("https://w3id.org/fengong/ns", "dcterms:creator")
    assert [author["name"] for author in cited["authors"]] == values(creator, "rdfs:label")[:1]

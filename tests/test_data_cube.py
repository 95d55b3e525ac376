"""A joined table by itself satisfies the integrity constraints of the RDF Data Cube Vocabulary, but for the one that empty cells break."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from fengong import iris
from support import ROOT

EXAMPLE = ROOT / "examples" / "synthetic-childcare-places.csv"
PREFIXES = iris.PREFIXES
NORMALISED = """
INSERT { ?component qb:componentProperty ?property . ?property a ?kind } WHERE {
  VALUES (?by ?kind) { (qb:dimension qb:DimensionProperty) (qb:measure qb:MeasureProperty) (qb:attribute qb:AttributeProperty) }
  ?component ?by ?property }
"""
"""The part of the normalisation (section 10.1 of the specification) that a cube without slices and groups needs."""

OF = "?o a qb:Observation ; qb:dataSet/qb:structure ?dsd . "
PART = "?dsd qb:component/qb:componentProperty "
ALIKE = "FILTER NOT EXISTS {{ {part} ?d . ?d a qb:DimensionProperty {but} . ?o ?d ?v . ?p ?d ?w FILTER(?v != ?w) }}"
OTHER = "FILTER(?d != qb:measureType)"
CONSTRAINTS = {
    "IC-1": """{ ?o a qb:Observation FILTER NOT EXISTS { ?o qb:dataSet ?any } }
               UNION { ?o a qb:Observation ; qb:dataSet ?one, ?two FILTER(?one != ?two) }""",
    "IC-2": """{ ?o a qb:DataSet FILTER NOT EXISTS { ?o qb:structure ?any } }
               UNION { ?o a qb:DataSet ; qb:structure ?one, ?two FILTER(?one != ?two) }""",
    "IC-3": f"?dsd a qb:DataStructureDefinition FILTER NOT EXISTS {{ {PART} ?m . ?m a qb:MeasureProperty }}",
    "IC-4": "?d a qb:DimensionProperty FILTER NOT EXISTS { ?d rdfs:range ?any }",
    "IC-5": "?d a qb:DimensionProperty ; rdfs:range skos:Concept FILTER NOT EXISTS { ?d qb:codeList ?any }",
    "IC-6": """?dsd qb:component ?c . ?c qb:componentRequired false ; qb:componentProperty ?p
               FILTER NOT EXISTS { ?p a qb:AttributeProperty }""",
    "IC-11": f"{OF} {PART} ?d . ?d a qb:DimensionProperty FILTER NOT EXISTS {{ ?o ?d ?any }}",
    "IC-12": f"{OF} ?o qb:dataSet ?set . ?p qb:dataSet ?set FILTER(STR(?o) < STR(?p)) {ALIKE.format(part=PART, but='')}",
    "IC-13": f"{OF} ?dsd qb:component ?c . ?c qb:componentRequired true ; qb:componentProperty ?a FILTER NOT EXISTS {{ ?o ?a ?any }}",
    "IC-14": f"""{OF} FILTER NOT EXISTS {{ {PART} qb:measureType }}
                 {PART} ?m . ?m a qb:MeasureProperty FILTER NOT EXISTS {{ ?o ?m ?any }}""",
    "IC-15": f"{OF} {PART} qb:measureType . ?o qb:measureType ?m FILTER NOT EXISTS {{ ?o ?m ?any }}",
    "IC-16": f"{OF} {PART} qb:measureType, ?n . ?n a qb:MeasureProperty . ?o qb:measureType ?m ; ?n ?any FILTER(?m != ?n)",
    "IC-17": f"""{OF} {PART} qb:measureType, ?n . ?n a qb:MeasureProperty . ?o qb:dataSet ?set
                 FILTER NOT EXISTS {{ ?p qb:dataSet ?set ; qb:measureType ?n {ALIKE.format(part=PART, but=OTHER)} }}""",
}
"""What must not be found. The RDF Data Cube Vocabulary, W3C Recommendation of 2014-01-16, section 11.1, whose numbers these are.

IC-7 to IC-10 and IC-18 are about slices, IC-19 to IC-21 about code lists: a joined table has neither.
"""

MISTAKES = {
    "IC-1": "DELETE { ?x qb:dataSet ?s } WHERE { ?x qb:dataSet ?s }",
    "IC-2": "INSERT { ?x qb:structure <https://e.example/another> } WHERE { ?x a qb:DataSet }",
    "IC-3": "DELETE { ?c qb:componentProperty ?m } WHERE { ?c qb:measure ?m ; qb:componentProperty ?m }",
    "IC-4": "DELETE { ?x rdfs:range ?r } WHERE { VALUES ?x { sdmx-dimension:refArea } ?x rdfs:range ?r }",
    "IC-5": "INSERT DATA { sdmx-dimension:refArea rdfs:range skos:Concept }",
    "IC-6": "INSERT { ?c qb:componentRequired false } WHERE { ?c qb:dimension ?d }",
    "IC-11": "DELETE { ?x sdmx-dimension:refArea ?v } WHERE { ?x sdmx-dimension:refArea ?v }",
    "IC-12": """DELETE { ?x sdmx-dimension:refArea ?v } INSERT { ?x sdmx-dimension:refArea <https://e.example/one> }
                WHERE { ?x sdmx-dimension:refArea ?v }""",
    "IC-13": "INSERT { ?c qb:componentRequired true ; qb:componentProperty <https://e.example/a> } WHERE { ?c qb:attribute ?a }",
    "IC-14": "DELETE { ?c qb:componentProperty qb:measureType } WHERE { ?c qb:componentProperty qb:measureType }",
    "IC-15": "DELETE { ?x ?m ?v } WHERE { ?x qb:measureType ?m ; ?m ?v }",
    "IC-16": "INSERT { ?x ?n 1 } WHERE { ?x a qb:Observation . ?n a qb:MeasureProperty }",
    "IC-17": "DELETE { ?x ?p ?o } WHERE { { SELECT ?x { ?x a qb:Observation } ORDER BY ?x LIMIT 1 } ?x ?p ?o }",
}
"""For each constraint, an update after which the example breaks it."""


def broken(store: ox.Store) -> set[str]:
    """The constraints that a normalised cube breaks."""
    return {name for name, bad in CONSTRAINTS.items() if store.query(f"ASK {{ {bad} }}", prefixes=PREFIXES)}


def cube(made: str) -> ox.Store:
    """What `link --with` wrote, alone: nothing is known of other vocabularies."""
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple) for quad in ox.parse(made, format=ox.RdfFormat.TRIG))
    store.update(NORMALISED, prefixes=PREFIXES)
    return store


@pytest.fixture(scope="module")
def example(tmp_path_factory) -> str:
    from fengong.cli.main import run  # noqa: PLC0415 - as the other tests of commands do

    folder = tmp_path_factory.mktemp("cube")
    arguments = ["--on", "代码 code", "-o", str(folder / "out.trig"), "--unmatched", str(folder / "left.csv")]
    assert run(["link", "--with", str(EXAMPLE), *arguments]) == 0
    return (folder / "out.trig").read_text(encoding="utf-8")


def test_the_example_satisfies_every_constraint(example: str) -> None:
    """The worked example, by itself, breaks none."""
    store = cube(example)
    assert len(list(store.query("SELECT ?o { ?o a qb:Observation }", prefixes=PREFIXES))) > 20
    assert broken(store) == set()


def test_an_empty_cell_breaks_one_constraint_and_no_other(fengong, tmp_path: Path) -> None:
    """A row without a value in one measure has no observation there: IC-17 asks for one, and none is made up."""
    path = tmp_path / "beds.csv"
    path.write_text("地方,年份,托位,床位\n成都,2020,1,2.5\n成都,2021,,3\n自贡,2021,4,\n", encoding="utf-8")
    done = fengong("link", "--with", str(path), "--on", "地方", "--dimension", "年份", "--format", "trig")
    assert done.code == 0
    assert broken(cube(done.out)) == {"IC-17"}


@pytest.mark.parametrize("rule", CONSTRAINTS)
def test_each_constraint_bites(example: str, rule: str) -> None:
    """A cube with the mistake breaks the constraint, so that passing means something."""
    store = cube(example)
    store.update(MISTAKES[rule], prefixes=PREFIXES)
    assert rule in broken(store)

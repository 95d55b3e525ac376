"""Asking: values go into queries as checked terms, names find what they mean, and nothing reaches outside."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fengong
from fengong import caret
from fengong.ask import present
from fengong.ask.names import Names
from fengong.builder import pipeline
from fengong.errors import AmbiguousName, BadQuery, MissingParameter, NeedsTable, NotApplicable, RefusedQuery, UnknownName
from fengong.sparql import bind, guard
from fengong.sparql.tokens import tokens
from fengong.workspace import Workspace
from support import HEADER, ROOT, SICHUAN, add_table, workspace

GRAPH = fengong.open(ROOT)
NAMES = Names(GRAPH.dataset)
BODY = "https://w3id.org/fengong/id/body/"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("民政厅", "510000/civil-affairs"),
        ("四川省民政厅", "510000/civil-affairs"),
        ("省民政厅", "510000/civil-affairs"),
        ("civil-affairs", "510000/civil-affairs"),
        ("510000/civil-affairs", "510000/civil-affairs"),
        (BODY + "510000/civil-affairs", "510000/civil-affairs"),
        ("cn/civil-affairs", "cn/civil-affairs"),
        ("民政部", "cn/civil-affairs"),
        ("中华人民共和国民政部", "cn/civil-affairs"),
        ("Sichuan Health Commission", "510000/health"),
        ("sichuan health commission", "510000/health"),
        ("省 卫生健康委", "510000/health"),
        ("国网四川省电力公司", "510000/state-grid-sichuan"),
        ("成都市人民政府", "510100/peoples-government"),
    ],
)
def test_bodies_by_any_of_their_names(given: str, expected: str) -> None:
    """A body is found by IRI, id, slug, and full or printed name; a slug or short form counts in the table's jurisdiction first."""
    assert NAMES.body(given).value == BODY + expected


def test_other_things_by_their_names() -> None:
    """Collectives, places, functions, tables and tasks."""
    assert NAMES.body("各市（州）人民政府").value == "https://w3id.org/fengong/id/collective/sichuan-prefecture-governments"
    for name in ("成都市", "510100", "chengdu", "https://w3id.org/fengong/id/place/510100"):
        assert NAMES.place(name).value == "https://w3id.org/fengong/id/place/510100", name
    for name in ("civil-affairs", "民政"):
        assert NAMES.function(name).value == "https://w3id.org/fengong/function/civil-affairs"
    assert NAMES.table(SICHUAN).value == f"https://w3id.org/fengong/id/{SICHUAN}"
    for name in ("12", "第12项", "任务12", "１２", "012", f"{SICHUAN}/12", f"https://w3id.org/fengong/id/{SICHUAN}/task/12"):
        assert NAMES.task(name).value == f"https://w3id.org/fengong/id/{SICHUAN}/task/12"


@pytest.mark.parametrize(("given", "near"), [("民改厅", "四川省民政厅（510000/civil-affairs）"), ("卫健委", "卫生健康")])
def test_unknown_names_list_the_nearest(given: str, near: str) -> None:
    """An unknown name is an error that lists what is nearest, in both languages."""
    with pytest.raises(UnknownName) as caught:
        NAMES.body(given)
    assert near in caught.value.said("zh")
    assert "nearest: " in caught.value.said("en")


@pytest.mark.parametrize("given", ["", "99", "12; DROP", "../12", f"{SICHUAN}/99", "x/12", "https://example.org/task/12"])
def test_unknown_tasks(given: str) -> None:
    """A task that is not there is an error, whatever it is made of."""
    with pytest.raises(UnknownName):
        NAMES.task(given)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> fengong.Graph:
    """A workspace with a provincial, a national and a municipal table."""
    folder = workspace(tmp_path_factory.mktemp("several"))
    add_table(folder, "province", HEADER + "1\t办养老院。\t民政厅牵头，财政厅参加。\n2\t建食堂。\t民政厅负责。\n")
    add_table(folder, "nation", HEADER + "1\t办养老院。\t民政部牵头，财政部参加。\n", jurisdiction="cn")
    add_table(folder, "city", HEADER + "1\t办养老院。\t火星局牵头，成都市人民政府负责。\n", jurisdiction="510100")
    pipeline.build(Workspace(folder))
    return fengong.open(folder)


def test_several_tables(several: fengong.Graph) -> None:
    """Questions run across tables and per table; a bare task number needs --table; a slug counts in the table's jurisdiction."""
    assert several.tables == ("city", "nation", "province")
    with pytest.raises(NeedsTable):
        several.ask("bodies-of", task=1)
    assert {row["bodyEn"] for row in several.ask("bodies-of", task=1, table="nation")} != {
        row["bodyEn"] for row in several.ask("bodies-of", task=1, table="province")
    }
    assert len(several.ask("led-by", body="civil-affairs", table="nation")) == 1
    led = list(several.ask("led-by", body="cn/civil-affairs"))
    assert [row["task"] for row in led] == ["https://w3id.org/fengong/id/nation/task/1"]
    with pytest.raises(AmbiguousName) as caught:
        several.ask("led-by", body="finance")
    assert "510000/finance" in str(caught.value)
    assert "cn/finance" in str(caught.value)
    with pytest.raises(UnknownName):
        several.ask("no-lead", table="elsewhere")
    assert len(several.ask("no-lead", table="province")) == 1


def test_short_forms_count_in_their_jurisdiction_only(tmp_path: Path) -> None:
    """In a workspace of another province, Sichuan's short forms denote nobody of Sichuan; full names still do."""
    folder = workspace(tmp_path)
    reference = folder / "graph" / "reference"
    reference.mkdir()
    for path in (ROOT / "graph" / "reference").glob("*.csv"):
        (reference / path.name).write_bytes(path.read_bytes())
    with (reference / "places.csv").open("a", encoding="utf-8") as places:
        places.write("420000,hubei,湖北省,Hubei,湖北,province,cn,test\n")
    add_table(folder, "hubei", HEADER + "1\t办养老院。\t省民政厅牵头。\n2\t建食堂。\t省民政厅牵头。\n", jurisdiction="420000")
    assert pipeline.build(Workspace(folder)).violations == 0
    graph = fengong.open(folder)
    assert [row["number"] for row in graph.ask("led-by", body="省民政厅")] == [1, 2], "both mentions of the name that no table lists"
    for name in ("民政厅", "财政厅", "finance-nowhere"):
        with pytest.raises(UnknownName):
            graph.ask("led-by", body=name)
    assert len(graph.ask("led-by", body="四川省民政厅")) == 0


def test_unlisted_bodies_can_be_asked_for(several: fengong.Graph) -> None:
    """A name that no reviewed table lists is still a name one can ask for."""
    rows = list(several.ask("led-by", body="火星局"))
    assert [row["printedName"] for row in rows] == ["火星局"]
    assert rows[0]["bodyEn"] == "火星局"


def test_parameters_are_checked() -> None:
    """A missing or surplus parameter, or a reading that does not exist, is wrong usage."""
    with pytest.raises(MissingParameter) as caught:
        GRAPH.ask("led-by")
    assert "fengong ask led-by --body" in caught.value.said("zh")
    with pytest.raises(NotApplicable):
        GRAPH.ask("no-lead", body="民政厅")
    with pytest.raises(NotApplicable):
        GRAPH.ask("no-lead", reading="imagined")
    with pytest.raises(UnknownName):
        GRAPH.ask("who-did-it")


def test_typed_rows() -> None:
    """Rows are dicts of Python values."""
    row = next(iter(GRAPH.ask("led-by", body="民政厅")))
    assert row["number"] == 8
    assert row["task"] == f"https://w3id.org/fengong/id/{SICHUAN}/task/8"
    assert isinstance(row["start"], int)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?_body_iri { ?x fg:body ?_body_iri } # ?_body_iri",
        'SELECT * { ?x ?y \'?_body_iri\' , "?_body_iri" , \'\'\'?_body_iri\'\'\' , """?_body_iri \\" """ , <http://e/?_body_iri> }',
    ],
)
def test_binding_replaces_whole_variables_only(query: str) -> None:
    """Strings, IRIs and comments are left alone."""
    bound = bind.bind(query, {"body": ox.NamedNode("https://example.org/b")})
    assert bound.count("<https://example.org/b>") == (2 if query.startswith("SELECT ?_") else 0)
    assert bound.count("?_body_iri") == query.count("?_body_iri") - bound.count("<https://example.org/b>")


@given(st.text())
@settings(max_examples=300)
def test_any_text_is_bound_as_one_literal(words: str) -> None:
    """Whatever a person searches for is one literal in the query: the answer is the words themselves."""
    query = bind.bind("SELECT (?_text_literal AS ?found) {}", {"text": ox.Literal(words)})
    results = ox.Store().query(query)
    assert isinstance(results, ox.QuerySolutions)
    assert [row["found"].value for row in results] == [words]


@given(st.text())
@settings(max_examples=300)
def test_tokens_lose_nothing(query: str) -> None:
    """The tokens of any text joined are the text."""
    assert "".join(token.text for token in tokens(query)) == query


REFUSED = [
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "prefix x: <http://x/> delete where { ?s ?p ?o }",
    "CLEAR ALL",
    "LOAD <http://example.org/x>",
    "DROP GRAPH <https://w3id.org/fengong/graph/bodies>",
    "SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }",
    "SELECT * { service silent <http://example.org/sparql> { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://example.org/g> { GRAPH ?g { ?s ?p ?o } }",
    "# SELECT\nINSERT DATA { <a:a> <a:b> 'SELECT' }",
    r"SELECT * { \u0053ERVICE <http://example.org/sparql> { ?s ?p ?o } }",
    r"\U00000049NSERT DATA { <a:a> <a:b> <a:c> }",
    "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("query", REFUSED)
def test_queries_that_change_or_reach_out_are_refused(query: str) -> None:
    """Updates, SERVICE, LOAD and foreign FROM are refused with a reason, however they are written."""
    with pytest.raises(RefusedQuery):
        GRAPH.query(query)


def test_harmless_queries_are_not_refused() -> None:
    """Keywords inside strings, names and comments, and FROM of our own graphs, are no offence."""
    assert bool(GRAPH.query("ASK { ?s ?p ?o FILTER(STR(?o) != 'INSERT SERVICE LOAD FROM') } # DROP ALL"))
    own = "https://w3id.org/fengong/graph/bodies"
    rows = GRAPH.query(f"SELECT (COUNT(*) AS ?n) FROM <{own}> {{ ?s ?p ?o }}")  # noqa: S608 - SPARQL of our own
    assert isinstance(rows, ox.QuerySolutions)
    assert int(next(rows)["n"].value) > 1000
    guard.check("PREFIX service: <http://x/> SELECT ?from { ?from service:load ?insert }")
    with pytest.raises(BadQuery):
        GRAPH.query("SELECT * {")


def test_default_graph_is_the_union() -> None:
    """Default graph = ontology, bodies, asserted and inferred; anomalies, findings and evidence only through GRAPH."""

    def count(query: str) -> int:
        rows = GRAPH.query(query)
        assert isinstance(rows, ox.QuerySolutions)
        return int(next(rows)["n"].value)

    union = {triple for name in GRAPH.dataset.names if GRAPH.dataset.in_default(name) for triple in GRAPH.dataset.triples(name)}
    assert count("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == len(union)
    assert count("SELECT (COUNT(*) AS ?n) { ?s a fg:SourceAnomaly }") == 0
    assert count("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a fg:SourceAnomaly } }") == 6
    assert count(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <https://w3id.org/fengong/graph/{SICHUAN}> {{ ?s a fg:PolicyTask }} }}") == 52


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")  # rdflib's own N-Quads parser uses it
def test_rdflib_gives_the_same_graph() -> None:
    """The rdflib side holds the same triples, and the same named graphs."""
    assert len(GRAPH.to_rdflib()) == len(list(GRAPH.dataset.store.quads_for_pattern(None, None, None, ox.DefaultGraph())))
    dataset = GRAPH.to_rdflib_dataset()
    assert len(dataset.default_graph) == len(list(GRAPH.dataset.store.quads_for_pattern(None, None, None, ox.DefaultGraph())))
    names = {str(graph.identifier) for graph in dataset.graphs()} - {"urn:x-rdflib:default"}
    assert names == {iri for name, iri in GRAPH.dataset.graphs.items() if GRAPH.dataset.text(name)}


def test_user_questions_join_the_shipped_ones(tmp_path: Path) -> None:
    """A `.rq` in the workspace's own queries/ is a question like any other."""
    folder = workspace(tmp_path, text=HEADER + "1\t办养老院。\t民政厅牵头。\n")
    (folder / "queries").mkdir()
    header = "".join(f'#+ {key}: "x"\n' for key in ("summary", "summary_zh", "answers", "answers_zh", "description", "description_zh"))
    query = "PREFIX fg: <https://w3id.org/fengong/ns#>\nCONSTRUCT { ?t a fg:PolicyTask } WHERE { ?t a fg:PolicyTask }"
    (folder / "queries" / "mine.rq").write_text(f'{header}#+ reading: "fixed"\n{query}\n', encoding="utf-8")
    pipeline.build(Workspace(folder))
    graph = fengong.open(folder)
    assert {"mine", "led-by"} <= set(graph.questions)
    assert len(graph.ask("mine").triples) == 1


def test_tables_fit_the_terminal() -> None:
    """On a terminal no line is wider than it, wide characters counted as two; elsewhere words are cut at a fixed width."""
    rows = [["1", "养老" * 60, "a" * 50], ["2", "托育", "b"]]
    narrow = present.table(["No.", "Task", "Words"], rows, no_rows="—", fit=80)
    assert {caret.width(line) for line in narrow.splitlines()[:3]} <= set(range(81))
    assert "…" in narrow
    assert present.table(["No."], rows[:0], no_rows="—") == "—\n"
    assert "养老" * 60 in present.table(["No.", "Task", "Words"], rows, no_rows="—", whole=True)


def test_topics_by_any_of_their_names(fengong) -> None:
    """A topic by slug, name, or a word that earns it; a word of two topics is ambiguous, and an unknown one lists them all."""
    by_slug = fengong("ask", "by-topic", "--topic", "land-and-space", "--format", "json").out
    assert json.loads(by_slug)["rows"]
    assert fengong("ask", "by-topic", "--topic", "用地", "--format", "json").out == by_slug
    assert fengong("ask", "by-topic", "--topic", "土地与空间", "--format", "json").out == by_slug
    unclear = fengong("ask", "by-topic", "--topic", "一老一小")
    assert unclear.code == 2
    assert "topic/elderly-care" in unclear.err
    assert "topic/childcare" in unclear.err
    unknown = fengong("ask", "by-topic", "--topic", "火星")
    assert unknown.code == 2
    assert "land-and-space · pilots" in unknown.err

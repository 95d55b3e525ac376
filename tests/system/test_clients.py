"""Real clients ask the endpoint, and are given what our own engine says."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import warnings

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

import fengong
from fengong import iris
from support import ROOT, SICHUAN
from system import answers, wire
from system.jena import class_path as jena_path
from system.jena import java

pytestmark = pytest.mark.system

PREFIXES = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in iris.PREFIXES.items())
JOIN = f"""{PREFIXES}SELECT ?number ?name ?target WHERE {{
  ?task a fg:PolicyTask ; fg:taskNumber ?number ; fg:leadBody ?body .
  ?body skos:prefLabel ?name .
  OPTIONAL {{ ?task fg:hasTarget ?target }}
  FILTER(LANG(?name) = "zh")
}} ORDER BY ?number ?name ?target"""
SHAPE = f"{PREFIXES}CONSTRUCT {{ ?task fg:leadBody ?body }} WHERE {{ ?task fg:leadBody ?body }}"
COUNT = f"{PREFIXES}SELECT (COUNT(*) AS ?n) WHERE {{ ?task a fg:PolicyTask }}"
NODE_FOLDER = ROOT / "tests" / "system"


def ours(query: str) -> list[tuple[str, ...]]:
    """What our own engine answers, in lexical forms."""
    found = fengong.open().query(query)
    if isinstance(found, ox.QueryTriples):
        return sorted(tuple(each.value for each in triple) for triple in found)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple("" if term is None else term.value for term in row) for row in found]


def test_the_queries_ask_for_something() -> None:
    """Equal answers say something: there are rows, with a target in some and none in others."""
    rows = ours(JOIN)
    assert {bool(row[2]) for row in rows} == {True, False}
    assert len(ours(SHAPE)) >= 36


def wrapped(server, query: str, form: str) -> object:
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setQuery(query)
    client.setReturnFormat(form)
    return client.query().convert()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_select_json(server, method) -> None:
    """SPARQLWrapper, by GET and by POST, reads rows from JSON."""
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setQuery(JOIN)
    client.setMethod(method)
    client.setReturnFormat(JSON)
    assert list(answers.rows(client.query().convert())) == ours(JOIN)


def test_sparqlwrapper_select_xml(server) -> None:
    """SPARQLWrapper reads rows from XML."""
    document = wrapped(server, JOIN, XML)
    names = [each.getAttribute("name") for each in document.getElementsByTagName("variable")]
    rows = []
    for result in document.getElementsByTagName("result"):
        row = {
            each.getAttribute("name"): "".join(part.data for part in each.firstChild.childNodes)
            for each in result.getElementsByTagName("binding")
        }
        rows.append(tuple(row.get(name, "") for name in names))
    assert rows == ours(JOIN)


def test_sparqlwrapper_select_csv(server) -> None:
    """SPARQLWrapper reads rows from CSV."""
    head, *lines = wrapped(server, JOIN, CSV).decode().splitlines()
    assert head == "number,name,target"
    assert [tuple(line.split(",")) for line in lines] == ours(JOIN)


def test_sparqlwrapper_construct_turtle(server) -> None:
    """SPARQLWrapper reads a graph from Turtle."""
    graph = rdflib.Graph().parse(data=wrapped(server, SHAPE, TURTLE), format="turtle")
    assert sorted(tuple(map(str, triple)) for triple in graph) == ours(SHAPE)


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_store_asks(server, method) -> None:
    """Rdflib's SPARQLStore, in each way it has of sending a query."""
    graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql", method=method))
    rows = [tuple("" if term is None else str(term) for term in row) for row in graph.query(JOIN)]
    assert rows == ours(JOIN)


def test_rdflib_store_is_a_graph(server) -> None:
    """Seen through SPARQLStore, the endpoint is a graph: its triples can be walked."""
    graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql"))
    task = rdflib.URIRef(iris.task(SICHUAN, "12"))
    assert len(list(graph.objects(task, rdflib.URIRef(iris.NS + "leadBody")))) == len(
        ours(f"{PREFIXES}SELECT ?b {{ <{task}> fg:leadBody ?b }}")
    )


def test_rdflib_store_default_graph(server) -> None:
    """The default graph of the protocol: a named graph instead of the union, where nothing is inferred."""
    store = SPARQLStore(f"{server.url}/sparql")
    name = f"{iris.BASE}graph/{SICHUAN}"
    query = f"{PREFIXES}SELECT (COUNT(*) AS ?n) WHERE {{ ?task fg:leadBody ?body }}"
    whole, asserted = (int(str(next(iter(store.query(query, queryGraph=each)))[0])) for each in ("__UNION__", name))
    assert whole == len(ours(SHAPE))
    assert asserted == 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        named = rdflib.Graph(store, identifier=rdflib.URIRef(name))
        assert int(str(next(iter(named.query(COUNT)))[0])) == 52


def test_rdflib_store_from(server) -> None:
    """FROM and FROM NAMED of the query itself."""
    graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql"))
    name = f"<{iris.BASE}graph/{SICHUAN}>"
    inside = "WHERE { ?task a fg:PolicyTask }"
    forms = [f"FROM {name} {inside}", f"FROM NAMED {name} {inside}", f"FROM NAMED {name} WHERE {{ GRAPH ?g {{ ?task a fg:PolicyTask }} }}"]
    found = [int(str(next(iter(graph.query(f"{PREFIXES}SELECT (COUNT(*) AS ?n) {each}")))[0])) for each in forms]
    assert found == [52, 0, 52]


def comunica(query: str, *sources: str) -> list[dict[str, dict[str, str]]]:
    node = shutil.which("node")
    assert node, "node is missing"
    assert (NODE_FOLDER / "node_modules" / "@comunica").is_dir(), "Comunica is missing: run `npm ci` in tests/system, or make test-system"
    done = subprocess.run(
        [node, "comunica.mjs", *sources], input=query, capture_output=True, text=True, cwd=NODE_FOLDER, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("prefix", ["", "sparql@"], ids=["recognised", "told"])
def test_comunica_join_and_optional(server, prefix) -> None:
    """Comunica, told that this is an endpoint or left to find out, answers a join with OPTIONAL."""
    found = comunica(JOIN, f"{prefix}{server.url}/sparql")
    rows = [tuple(row[name]["value"] if name in row else "" for name in ("number", "name", "target")) for row in found]
    assert rows == ours(JOIN)


def test_comunica_construct(server) -> None:
    """Comunica constructs the same triples."""
    found = comunica(SHAPE, f"sparql@{server.url}/sparql")
    assert sorted(tuple(term["value"] for term in triple) for triple in found) == ours(SHAPE)


def test_comunica_joins_endpoint_and_document(server) -> None:
    """Comunica joins the Turtle of a task, which says who leads, with the endpoint."""
    task = iris.task(SICHUAN, "12")
    query = f"""{PREFIXES}SELECT DISTINCT ?name WHERE {{
      <{task}> fg:leadBody ?body . ?body skos:prefLabel ?name . FILTER(LANG(?name) = 'zh')
    }}"""
    found = comunica(query, f"file@{server.url}/{task.removeprefix(iris.BASE)}.ttl", f"sparql@{server.url}/sparql")
    assert sorted((row["name"]["value"],) for row in found) == sorted(ours(query))
    assert {row["name"]["language"] for row in found} == {"zh"}


@pytest.fixture(scope="session")
def jena(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A class path for Debian's Jena: its Xerces looks for its messages where they are not, and two jars are not named."""
    return jena_path(tmp_path_factory.mktemp("jena"))


def rsparql(jena: str, server, query: str, form: str) -> str:
    command = [java(), "-cp", jena, "arq.rsparql", "--service", f"{server.url}/sparql", "--results", form, query]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_jena_select(server, jena) -> None:
    """Jena's rsparql answers the join."""
    assert list(answers.rows(json.loads(rsparql(jena, server, JOIN, "json")))) == ours(JOIN)


def test_jena_construct(server, jena) -> None:
    """Jena's rsparql constructs the same triples."""
    graph = rdflib.Graph().parse(data=rsparql(jena, server, SHAPE, "ttl"), format="turtle")
    assert sorted(tuple(map(str, triple)) for triple in graph) == ours(SHAPE)


def test_jena_ask(server, jena) -> None:
    """Jena's rsparql understands a truth value."""
    assert json.loads(rsparql(jena, server, f"{PREFIXES}ASK {{ ?t a fg:PolicyTask }}", "json"))["boolean"] is True


def curl(*arguments: str) -> tuple[int, dict[str, str], bytes]:
    program = shutil.which("curl")
    assert program, "curl is missing"
    done = subprocess.run(
        [program, "--silent", "--show-error", "--include", "--max-time", "60", *arguments], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return int(first.split()[1]), headers, body


def test_curl_get_and_post(server) -> None:
    """With curl by GET, by a form and by a query as the body: one answer."""
    endpoint, accept = f"{server.url}/sparql", ["-H", f"Accept: {wire.JSON}"]
    found = [
        curl("--get", "--data-urlencode", f"query={COUNT}", *accept, endpoint),
        curl("--data-urlencode", f"query={COUNT}", *accept, endpoint),
        curl("-H", "Content-Type: application/sparql-query", "--data-binary", COUNT, *accept, endpoint),
    ]
    assert [status for status, _, _ in found] == [200, 200, 200]
    assert [answers.rows(json.loads(body)) for _, _, body in found] == [(("52",),)] * 3
    assert {headers["content-type"].partition(";")[0] for _, headers, _ in found} == {wire.JSON}


def test_curl_head(server) -> None:
    """HEAD says what GET would, and nothing more."""
    arguments = ("--get", "--data-urlencode", f"query={COUNT}", "-H", f"Accept: {wire.JSON}", f"{server.url}/sparql")
    _, of_get, body = curl(*arguments)
    status, of_head, nothing = curl("--head", *arguments)
    assert (status, nothing) == (200, b"")
    assert of_head["etag"] == of_get["etag"]
    assert of_head["content-type"] == of_get["content-type"]
    assert body


def test_curl_gzip(server) -> None:
    """An answer is compressed for a client that takes it so, and is the same."""
    arguments = ("--get", "--data-urlencode", f"query={JOIN}", "-H", f"Accept: {wire.JSON}", f"{server.url}/sparql")
    _, _, plain = curl(*arguments)
    _, headers, packed = curl("-H", "Accept-Encoding: gzip", *arguments)
    assert headers["content-encoding"] == "gzip"
    assert "accept-encoding" in headers["vary"].lower()
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 2


def test_curl_not_modified(server) -> None:
    """What a client has already is not sent again."""
    arguments = ("--get", "--data-urlencode", f"query={COUNT}", "-H", f"Accept: {wire.JSON}", f"{server.url}/sparql")
    _, headers, _ = curl(*arguments)
    status, again, body = curl("-H", f"If-None-Match: {headers['etag']}", *arguments)
    assert (status, body) == (304, b"")
    assert again["etag"] == headers["etag"]


def test_curl_options(server) -> None:
    """A browser's preflight from another site is allowed."""
    origin = (
        "-H",
        "Origin: https://example.org",
        "-H",
        "Access-Control-Request-Method: POST",
        "-H",
        "Access-Control-Request-Headers: content-type",
    )
    status, headers, _ = curl("-X", "OPTIONS", *origin, f"{server.url}/sparql")
    assert status in {200, 204}
    assert headers["access-control-allow-origin"] == "*"
    assert "POST" in headers["access-control-allow-methods"]
    _, plain, _ = curl("--get", "--data-urlencode", f"query={COUNT}", "-H", "Origin: https://example.org", f"{server.url}/sparql")
    assert plain["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("name", answers.selects())
def test_canned_questions_over_http(server, name) -> None:
    """Each canned question, sent as any client would, has its golden answer."""
    for query, rows in answers.golden(name):
        assert answers.rows(json.loads(wire.query(server.url, query).text)) == rows


def test_canned_questions_were_collected() -> None:
    """The list of questions is not silently cut short."""
    assert len(answers.selects()) >= 31

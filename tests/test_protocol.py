"""The HTTP side of the endpoint to the letter: one request per case, answered by the same application in this process.

Cases of the W3C's SPARQL 1.1 protocol test suite (https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/) keep their names;
its data sets, which lie on the W3C's server, are replaced by our own graphs, for a server that fetches nothing.
"""

from __future__ import annotations

import asyncio
import csv
import gzip
import io
import json
import re
import socket
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph as Parsed

import fengong
from fengong.serve import once
from fengong.serve.app import Front
from fengong.serve.cache import Cache
from fengong.serve.desk import Desk
from fengong.serve.door import SAFETY, House
from fengong.serve.limits import Limits
from fengong.serve.once import Answered
from fengong.serve.results import CSV, CUT, GRAPHS, JSON, ROWS, TSV, XML, written
from fengong.serve.wire import QueryJob
from support import ROOT, SICHUAN

BASE = "https://w3id.org/fengong/graph/"
ONTOLOGY, BODIES, TABLE, EVIDENCE = BASE + "ontology", BASE + "bodies", BASE + SICHUAN, BASE + f"{SICHUAN}/evidence"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
ASK = "ASK {}"
ANY = "SELECT * { ?s ?p ?o } LIMIT 3"
TRIPLES = "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3"
EXAMPLE = "http://example.org/"


@cache
def graph() -> fengong.Graph:
    return fengong.open(ROOT)


@cache
def app(limits: Limits | None = None):
    return once.here(graph(), limits)


def got(target: str, *, method: str = "GET", body: bytes = b"", limits: Limits | None = None, **headers: str) -> Answered:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return once.asked(app(limits), target, method=method, headers=named, body=body)


def query(text: str, *parameters: tuple[str, str], limits: Limits | None = None, **headers: str) -> Answered:
    """GET with the query in the address."""
    return got("/sparql?" + urlencode([("query", text), *parameters]), limits=limits, **headers)


def form(*parameters: tuple[str, str], **headers: str) -> Answered:
    return got("/sparql", method="POST", body=urlencode(parameters).encode(), content_type=FORM, **headers)


def direct(text: str | bytes, *parameters: tuple[str, str], **headers: str) -> Answered:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return got("/sparql?" + urlencode(parameters), method="POST", body=data, **({"content_type": DIRECT} | headers))


def yes(answer: Answered) -> bool:
    """What an ASK in JSON says."""
    assert answer.status == 200, answer.body
    return json.loads(answer.body)["boolean"]


def names(graph_iri: str) -> tuple[str, str]:
    return ("named-graph-uri", graph_iri)


def default(graph_iri: str) -> tuple[str, str]:
    return ("default-graph-uri", graph_iri)


def refused(answer: Answered, status: int, *words: str) -> None:
    """The status; a sentence in each language; nothing that a browser would take for markup; nothing kept."""
    assert answer.status == status, answer.body[:300]
    assert answer.header("content-type") == "text/plain; charset=utf-8"
    assert answer.header("cache-control") == "no-store"
    said = answer.body.decode()
    assert re.search("[a-z]", said)
    assert re.search("[\u4e00-\u9fff]", said)
    for word in words:
        assert word in said


# --- cases of the W3C ------------------------------------------------------------------------------------------------


def test_query_get() -> None:
    """Query via GET"""
    assert yes(query(ASK))


def test_query_post_form() -> None:
    """Query via URL-encoded POST"""
    assert yes(form(("query", ASK)))


def test_query_post_direct() -> None:
    """Query via POST directly"""
    assert yes(direct(ASK))


ONTOLOGY_HERE = "ASK { ?s a <http://www.w3.org/2002/07/owl#Ontology> }"
BOTH_HERE = "ASK { ?o a <http://www.w3.org/2002/07/owl#Ontology> . ?s a <https://w3id.org/fengong/ns#SingleBody> }"


def test_query_dataset_default_graph() -> None:
    """Query with protocol-specified default graph: it alone is there"""
    assert yes(query(ONTOLOGY_HERE, default(ONTOLOGY)))
    assert not yes(query(ONTOLOGY_HERE, default(BODIES)))


@pytest.mark.parametrize("way", ["get", "post_form", "post_direct"])
def test_query_dataset_default_graphs(way: str) -> None:
    """Query with protocol-specified default graphs via GET and POST: their union"""
    parameters = (default(ONTOLOGY), default(BODIES))
    if way == "get":
        assert yes(query(BOTH_HERE, *parameters))
    elif way == "post_form":
        assert yes(form(("query", BOTH_HERE), *parameters))
    else:
        assert yes(direct(BOTH_HERE, *parameters))


NAMED = "ASK { GRAPH ?g { ?s a <http://www.w3.org/2002/07/owl#Ontology> } }"


@pytest.mark.parametrize("way", ["get", "post_form", "post_direct"])
def test_query_dataset_named_graphs(way: str) -> None:
    """Query with protocol-specified named graphs via GET and POST: only they are named, and the default graph is empty"""
    count = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    parameters = (names(ONTOLOGY), names(BODIES))
    answer = {
        "get": lambda: query(count, *parameters),
        "post_form": lambda: form(("query", count), *parameters),
        "post_direct": lambda: direct(count, *parameters),
    }[way]()
    assert json.loads(answer.body)["results"]["bindings"][0]["n"]["value"] == "2"
    assert not yes(query("ASK { ?s ?p ?o }", *parameters))


def test_query_dataset_full() -> None:
    """Query with protocol-specified dataset: default and named graphs"""
    both = (
        f"ASK {{ ?s a <https://w3id.org/fengong/ns#SingleBody> . GRAPH <{ONTOLOGY}> {{ ?o a <http://www.w3.org/2002/07/owl#Ontology> }} }}"
    )
    assert yes(query(both, default(BODIES), names(ONTOLOGY)))
    assert not yes(query(both, default(BODIES), names(EVIDENCE)))


def test_query_multiple_dataset() -> None:
    """Query specifying dataset in both query string and protocol; test for use of protocol-specified dataset"""
    within = f"ASK FROM <{BODIES}> {{ ?s a <http://www.w3.org/2002/07/owl#Ontology> }}"
    assert not yes(query(within))
    assert yes(query(within, default(ONTOLOGY)))


def test_query_dataset_in_the_query() -> None:
    """FROM and FROM NAMED with graphs of ours are obeyed."""
    assert yes(query(f"ASK FROM <{ONTOLOGY}> {{ ?s a <http://www.w3.org/2002/07/owl#Ontology> }}"))
    assert yes(query(f"ASK FROM NAMED <{ONTOLOGY}> {{ GRAPH ?g {{ ?s a <http://www.w3.org/2002/07/owl#Ontology> }} }}"))
    assert not yes(query(f"ASK FROM NAMED <{EVIDENCE}> {{ GRAPH ?g {{ ?s a <http://www.w3.org/2002/07/owl#Ontology> }} }}"))


def test_query_content_type_select() -> None:
    """Query appropriate content type (expect one of: XML, JSON, CSV, TSV)"""
    assert query(ANY).header("content-type") == JSON


def test_query_content_type_ask() -> None:
    """Query appropriate content type (expect one of: XML, JSON)"""
    assert query(ASK).header("content-type") == JSON


@pytest.mark.parametrize("text", [f"DESCRIBE <{BASE.removesuffix('graph/')}ns>", TRIPLES], ids=["describe", "construct"])
def test_query_content_type_graph(text: str) -> None:
    """Query appropriate content type (expect one of: RDF/XML, Turtle, N-Triples, …)"""
    answer = query(text)
    assert answer.header("content-type") == "text/turtle; charset=utf-8"
    assert len(Parsed().parse(data=answer.body, format="turtle")) > 0


def test_bad_query_method() -> None:
    """Invoke query operation with a method other than GET or POST"""
    answer = got("/sparql?query=ASK%20%7B%7D", method="PUT")
    refused(answer, 405, "GET")
    assert answer.header("allow") == "GET, HEAD, POST, OPTIONS"


def test_bad_multiple_queries() -> None:
    """Invoke query operation with more than one query string"""
    refused(query(ASK, ("query", ASK)), 400, "exactly one", "恰好一个")
    refused(form(("query", ASK), ("query", ASK)), 400)
    refused(direct(ASK, ("query", ASK)), 400)


def test_bad_query_wrong_media_type() -> None:
    """Invoke query operation with a POST with media type that's not url-encoded or application/sparql-query"""
    refused(direct(ASK, content_type="text/plain"), 415, DIRECT, FORM)


def test_bad_query_missing_form_type() -> None:
    """Invoke query operation with url-encoded body, but without application/x-www-form-urlencoded media type"""
    refused(got("/sparql", method="POST", body=b"query=ASK%20%7B%7D"), 415, FORM)


def test_bad_query_missing_direct_type() -> None:
    """Invoke query operation with SPARQL body, but without application/sparql-query media type"""
    refused(got("/sparql", method="POST", body=b"ASK {}"), 415, DIRECT)


def test_bad_query_non_utf8() -> None:
    """Invoke query operation with direct POST, but with a non-UTF8 encoding (UTF-16)"""
    refused(direct(ASK.encode("utf-16"), content_type=DIRECT + "; charset=UTF-16"), 415, "UTF-8")
    refused(direct(ASK.encode("utf-16")), 400, "UTF-8")


def test_bad_query_syntax() -> None:
    """Invoke query operation with invalid query syntax (4XX result)"""
    refused(query("ASK {"), 400, "syntax", "语法")


@pytest.mark.parametrize("text", ["CLEAR ALL", "INSERT DATA { <a:b> <a:c> 1 }", f"DROP GRAPH <{ONTOLOGY}>", "DELETE WHERE { ?s ?p ?o }"])
def test_update_as_query(text: str) -> None:
    """An update is no query, and changes nothing."""
    refused(query(text), 400, "SELECT")
    refused(direct(text), 400, "SELECT")
    assert yes(query(ONTOLOGY_HERE))


def test_update_get() -> None:
    """bad_update_get: invoke update operation with GET"""
    refused(got("/sparql?update=CLEAR%20ALL"), 400, "read-only", "query")


def test_update_post_form() -> None:
    """update_post_form: refused, for the endpoint is read-only"""
    refused(form(("update", "CLEAR ALL")), 400, "read-only")


def test_update_post_direct() -> None:
    """update_post_direct: refused, for the endpoint is read-only"""
    refused(direct("CLEAR ALL", content_type="application/sparql-update"), 415, "read-only")


def test_update_dataset_conflict() -> None:
    """bad_update_dataset_conflict: using-graph-uri belongs to updates"""
    refused(form(("query", ASK), ("using-graph-uri", ONTOLOGY)), 400, "read-only")


# --- statuses --------------------------------------------------------------------------------------------------------


def test_get_without_update_or_query_describes() -> None:
    """GET without a query is the service description; POST without one is a mistake."""
    assert got("/sparql", accept="text/turtle").status == 200
    refused(form(("other", "1")), 400, "query")


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_unknown_graph(name: str) -> None:
    """A graph that is not ours: 400, and where those that are ours are listed. What was asked for is said back on one line."""
    refused(query(ASK, (name, "http://example.org/g")), 400, "http://example.org/g", "GET /sparql")
    refused(query(ASK, (name, "a\r\nSet-Cookie: b=c")), 400)
    refused(query(ASK, (name, ONTOLOGY), (name, "")), 400)


def test_too_large_body() -> None:
    """413 for a body over the limit, whether its length is announced or not, and the connection is closed."""
    for headers in ({}, {"content_length": str(2 << 20)}):
        answer = direct("#" * (2 << 20), **headers)
        refused(answer, 413, str(1 << 20))
        assert answer.header("connection") == "close"


def test_too_long_query() -> None:
    """413 for a query of 300 kB."""
    refused(direct("ASK {} #" + "x" * 300_000), 413, str(256 << 10))


def test_nothing_acceptable() -> None:
    """406 names what there is."""
    refused(query(ANY, accept="image/png"), 406, JSON, CSV)
    refused(query(TRIPLES, accept=CSV), 406, "text/turtle")


def test_no_csv_for_ask() -> None:
    """A boolean has no CSV and no TSV (406), unless something else will do."""
    refused(query(ASK, accept=CSV), 406, JSON)
    refused(query(ASK, accept=TSV), 406)
    assert query(ASK, accept=f"{CSV}, {XML};q=0.1").header("content-type") == XML


def test_wrong_charset() -> None:
    """UTF-8 may be said in several ways; anything else is 415, whatever it is called."""
    for charset in ("utf-8", "UTF-8", '"utf-8"', "utf8"):
        assert yes(direct(ASK, content_type=f"{DIRECT}; charset={charset}"))
    for charset in ("latin-1", "utf-7", "rot13", "no-such-thing", "x" * 5000):
        refused(direct(ASK, content_type=f"{DIRECT}; charset={charset}"), 415, "UTF-8")


def test_undecodable_parameters() -> None:
    """Parameters that are not UTF-8 are refused, not guessed at; those that are UTF-8 need not be quoted."""
    refused(got("/sparql?query=ASK%20%7B%7D&x=%C3%F1"), 400, "UTF-8")
    refused(got("/zh/search?q=%C3%F1%D5%FE"), 400, "UTF-8")
    refused(got("/sparql", method="POST", body=b"query=ASK%20%7B%7D&x=%ff", content_type=FORM), 400)
    answer = got("/sparql?query=SELECT('民政厅' AS ?a){}", accept=CSV)
    assert answer.body.decode() == "a\r\n民政厅\r\n"


def test_too_many_parameters() -> None:
    """1,001 parameters: 400."""
    refused(got("/sparql?query=ASK%7B%7D" + "&a" * 1000), 400, "1000")


def test_page_takes_no_post() -> None:
    """POST to a page: 405 with what works."""
    for path in ("/zh/", "/healthz", f"/id/{SICHUAN}", "/favicon.svg", "/no/such/thing"):
        answer = got(path, method="POST", body=b"a=b", content_type=FORM)
        refused(answer, 405, "GET")
        assert "GET" in answer.header("allow")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "<script>", "\x1b[31m"])
def test_other_methods(method: str) -> None:
    """Other methods: 405 anywhere."""
    for path in ("/sparql", "/zh/", "/healthz"):
        refused(got(path, method=method), 405, "GET")


def test_unknown_path() -> None:
    """404 for what is not there."""
    assert got("/no/such/thing").status == 404


# --- negotiation -----------------------------------------------------------------------------------------------------

NEGOTIATED = [
    ("", ANY, JSON),
    ("*/*", ANY, JSON),
    ("application/*", ANY, JSON),
    ("text/*", ANY, CSV),
    (JSON, ANY, JSON),
    (XML, ANY, XML),
    (CSV, ANY, CSV),
    (TSV, ANY, TSV),
    ("application/json", ANY, "application/json"),
    ("application/xml", ANY, "application/xml"),
    ("text/plain", ANY, "text/plain"),
    (f"{JSON};q=0.5, {XML}", ANY, XML),
    (f"{JSON};q=0.5, {XML};q=0.4, {CSV};q=0.45", ANY, JSON),
    (f"{JSON};q=0, */*;q=0.1", ANY, XML),
    ("text/html, application/xhtml+xml, */*;q=0.8", ANY, JSON),
    (f"{CSV};q=0.001, image/png", ANY, CSV),
    (f"{XML};charset=utf-8", ANY, XML),
    ("APPLICATION/SPARQL-RESULTS+XML", ANY, XML),
    (JSON, ASK, JSON),
    (XML, ASK, XML),
    ("text/*;q=0.5, application/json;q=0.1", ASK, "text/xml"),
    ("", TRIPLES, "text/turtle"),
    ("*/*", TRIPLES, "text/turtle"),
    *((kind, TRIPLES, kind) for kind in GRAPHS),
    ("application/json", TRIPLES, "application/json"),
    ("application/xml", TRIPLES, "application/xml"),
    ("text/plain", TRIPLES, "text/plain"),
    ("text/turtle;q=0.2, application/n-triples;q=0.3", TRIPLES, "application/n-triples"),
    ("application/ld+json, text/turtle;q=0.9", TRIPLES, "application/ld+json"),
]


@pytest.mark.parametrize(("accept", "text", "kind"), NEGOTIATED, ids=[f"{a or 'none'} {q.split()[0]}" for a, q, _ in NEGOTIATED])
def test_negotiated(accept: str, text: str, kind: str) -> None:
    """The best of what the client takes, by its q-values; ours first where it likes several as much."""
    answer = query(text, accept=accept)
    assert answer.status == 200
    assert answer.header("content-type").removesuffix("; charset=utf-8") == kind
    assert {"Accept", "Accept-Encoding"} <= set(answer.header("vary").split(", "))
    assert answer.body


@pytest.mark.parametrize(
    ("wish", "text", "kind"),
    [
        ("json", ANY, "application/json"),
        ("CSV", ANY, CSV),
        ("tsv", ANY, TSV),
        ("xml", ASK, "application/xml"),
        (CSV, ANY, CSV),
        ("ttl", TRIPLES, "text/turtle"),
        ("nt", TRIPLES, "application/n-triples"),
        ("jsonld", TRIPLES, "application/ld+json"),
        ("rdf", TRIPLES, "application/rdf+xml"),
    ],
)
def test_format_parameter(wish: str, text: str, kind: str) -> None:
    """`format=`, by a short name or a media type, outranks the Accept header, for links that a browser opens."""
    assert query(text, ("format", wish), accept="text/html").header("content-type").removesuffix("; charset=utf-8") == kind
    refused(query(text, ("format", "docx")), 406)


def test_plus_in_format_need_not_be_quoted() -> None:
    """A plus in `format=` that was not quoted is meant."""
    assert got("/sparql?query=ASK%7B%7D&format=application/sparql-results+xml").header("content-type") == XML


# --- description -----------------------------------------------------------------------------------------------------

SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning")
@pytest.mark.parametrize(
    ("accept", "parser"),
    [("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/ld+json", "json-ld"), ("application/rdf+xml", "xml")],
)
def test_service_description(accept: str, parser: str) -> None:
    """In each form, read by rdflib, it lists every named graph, which of them make up the default graph, and the formats."""
    answer = got("/sparql", accept=accept)
    assert answer.header("content-type").removesuffix("; charset=utf-8") == accept
    said = Parsed().parse(data=answer.body, format=parser)
    rows = said.query(f"SELECT ?n {{ ?s <{SD}defaultDataset>/<{SD}namedGraph>/<{SD}name> ?n ; <{SD}endpoint> <http://localhost/sparql> }}")
    assert {str(row[0]) for row in rows} == set(graph().dataset.graphs.values())
    parts = {
        str(row[0])
        for row in said.query(f"SELECT ?g {{ ?s <{SD}defaultDataset>/<{SD}defaultGraph>/<http://purl.org/dc/terms/hasPart> ?g }}")
    }
    assert {ONTOLOGY, BODIES, TABLE} <= parts
    assert EVIDENCE not in parts
    formats = {str(row[0]).rpartition("/")[2] for row in said.query(f"SELECT ?f {{ ?s <{SD}resultFormat> ?f }}")}
    assert formats == {
        *(f"SPARQL_Results_{each}" for each in ("JSON", "XML", "CSV", "TSV")),
        *("Turtle", "N-Triples", "JSON-LD"),
        "RDF_XML",
        "TriG",
        "N-Quads",
    }


def test_description_holds() -> None:
    """The default graph is what the description says: as large as the union of its parts."""
    said = Parsed().parse(data=got("/sparql", accept="text/turtle").body, format="turtle")
    parts = [str(row[0]) for row in said.query("SELECT ?g { ?d <http://purl.org/dc/terms/hasPart> ?g }")]
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert query(count, accept=CSV).body == query(count, *map(default, parts), accept=CSV).body


def test_description_is_kept_and_compressed() -> None:
    """It has an entity tag, by which it is asked after, and is compressed where that is taken."""
    plain, small = got("/sparql", accept="text/turtle"), got("/sparql", accept="text/turtle", accept_encoding="gzip")
    assert gzip.decompress(small.body) == plain.body
    assert plain.header("etag") != small.header("etag") != ""
    again = got("/sparql", accept="text/turtle", if_none_match=plain.header("etag"))
    assert (again.status, again.body) == (304, b"")
    assert {"Accept", "Accept-Encoding"} <= set(again.header("vary").split(", "))


def test_description_in_no_form_of_ours() -> None:
    """406 names the forms."""
    refused(got("/sparql", accept="image/png"), 406, "text/turtle")


@pytest.mark.parametrize(("languages", "lang"), [("zh-CN,zh;q=0.9", "zh"), ("fr", "en")])
def test_browser_is_sent_to_the_editor(languages: str, lang: str) -> None:
    """A browser that opens the endpoint gets the editor, in its language."""
    answer = got("/sparql", accept="text/html,application/xhtml+xml,*/*;q=0.8", accept_language=languages)
    assert (answer.status, answer.header("location")) == (303, f"/{lang}/sparql")
    assert {"Accept", "Accept-Language", "Cookie"} <= set(answer.header("vary").split(", "))


def test_remembered_language() -> None:
    """The cookie that the switch sets outranks the browser; a cookie that says anything else is as none."""
    ask = {"accept": "text/html", "accept_language": "en"}
    assert got("/sparql", **ask, cookie="language=zh").header("location") == "/zh/sparql"
    for cookie in (
        "language=fr",
        "language=zh%0d%0a",
        "language=../..",
        "language",
        "=;=;language=<script>",
        "x" * 5000,
        "\xff\xfe",
        'language="',
    ):
        assert got("/sparql", **ask, cookie=cookie).header("location") == "/en/sparql"


# --- caches ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/zh/about", f"/id/{SICHUAN}/task/12.ttl"])
def test_unchanged(path: str) -> None:
    """304 to a client that holds the reply: by its tag, weak, in a list, or any."""
    whole = got(path)
    etag = whole.header("etag")
    assert whole.header("cache-control") == "public, no-cache"
    for held in (etag, f"W/{etag}", f'"other", {etag}', f'"a",W/{etag} ,"b"', "*"):
        again = got(path, if_none_match=held)
        assert (again.status, again.body, again.header("etag")) == (304, b"", etag)
        assert again.header("vary")
        assert again.header("cache-control") == whole.header("cache-control")
    for held in ('"other"', etag.strip('"'), "", ","):
        assert got(path, if_none_match=held).status == 200


def test_tag_tells_replies_apart() -> None:
    """Another query, form, data set or encoding has another tag; the same has the same."""
    tags = [
        query(ASK).header("etag"),
        query(ASK + " ").header("etag"),
        query(ASK, accept=XML).header("etag"),
        query(ASK, default(ONTOLOGY)).header("etag"),
        query(ASK, names(ONTOLOGY)).header("etag"),
        query(ASK, accept_encoding="gzip").header("etag"),
    ]
    assert len(set(tags)) == len(tags)
    assert query(ASK).header("etag") == tags[0]


def test_any_tag_where_there_is_nothing() -> None:
    """`If-None-Match: *` of what is not there is the error, not 304; a POST is never 304."""
    assert got("/no/such/thing", if_none_match="*").status == 404
    assert query("ASK {", if_none_match="*").status == 400
    assert yes(form(("query", ASK), if_none_match="*"))


@pytest.mark.parametrize("call", ["NOW()", "now()", "RAND()", "UUID()", "StrUUID()", 'BNODE("a")'])
def test_fickle_answers_are_not_kept(call: str) -> None:
    """What would be another answer the next time is kept by nobody and has no tag."""
    answer = query(f"SELECT ({call} AS ?a) {{}}")
    assert (answer.status, answer.header("etag"), answer.header("cache-control")) == (200, "", "no-store")


def test_words_are_not_calls() -> None:
    """NOW in a string, a name or a comment makes nothing fickle."""
    assert query('SELECT ("NOW()" AS ?now) {} # RAND()').header("etag")


@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK%7B%7D", "/sparql", "/zh/", "/", "/healthz", "/no/such/thing", "/sparql?query=x", f"/id/{SICHUAN}"]
)
def test_head_is_get_without_body(path: str) -> None:
    """HEAD has the status and the headers of GET, with its length, and no body."""
    get, head = got(path), got(path, method="HEAD")
    assert head.body == b""
    assert (head.status, sorted(head.headers)) == (get.status, sorted(get.headers))
    assert int(get.header("content-length")) == len(get.body)


LONG = "SELECT * { ?s ?p ?o } LIMIT 100"


@pytest.mark.parametrize("accept", [*ROWS, "application/json", "text/xml"])
def test_gzip(accept: str) -> None:
    """Compressed for whoever takes it: the same bytes inside."""
    plain, squeezed = query(LONG, accept=accept), query(LONG, accept=accept, accept_encoding="gzip, br")
    assert squeezed.header("content-encoding") == "gzip"
    assert gzip.decompress(squeezed.body) == plain.body
    assert int(squeezed.header("content-length")) == len(squeezed.body)
    assert "Accept-Encoding" in plain.header("vary")


@pytest.mark.parametrize("encodings", ["", "identity", "gzip;q=0", "br", "gzip;q=0, *;q=1", "*;q=0"])
def test_no_gzip(encodings: str) -> None:
    """Plain for whoever does not take gzip."""
    assert query(LONG, accept_encoding=encodings).header("content-encoding") == ""


def test_short_replies_are_not_compressed() -> None:
    """It would make them longer."""
    assert query(ASK, accept_encoding="gzip").header("content-encoding") == ""


def test_cache_is_bounded() -> None:
    """However long the queries and the replies, the cache holds what it may; the least recently used goes first."""
    kept = Cache(100_000)
    from fengong.web.message import Reply  # noqa: PLC0415 - only here

    for i in range(1000):
        kept.put(str(i), Reply(b"x" * 1000))
        kept.get("0")
    assert kept.used <= 100_000
    assert kept.get("0") is not None
    assert kept.get("1") is None
    kept.put("large", Reply(b"x" * 50_000))
    kept.put("error", Reply(b"x", status=404))
    kept.put("fickle", Reply(b"x", kept=False))
    assert [kept.get(each) for each in ("large", "error", "fickle")] == [None] * 3
    for _ in range(10):
        kept.put("999", Reply(b"x" * 1000))
    assert kept.used == sum(len(reply.body) + 1024 for reply in kept._kept.values())


# --- other origins ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/sparql", "/zh/", "/healthz", f"/id/{SICHUAN}/task/12.json", "/reconcile"])
def test_preflight(path: str) -> None:
    """OPTIONS: any page may ask, with the methods and headers that the protocol needs."""
    answer = got(path, method="OPTIONS", origin="https://example.org", access_control_request_method="POST")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.header("access-control-allow-origin") == "*"
    assert "POST" in answer.header("access-control-allow-methods")
    assert {"content-type", "accept"} <= set(answer.header("access-control-allow-headers").lower().split(", "))


EVERY_KIND = [
    "/sparql?query=ASK%7B%7D",
    "/sparql?query=x",
    "/sparql",
    "/zh/",
    "/",
    "/healthz",
    "/no/such/thing",
    f"/id/{SICHUAN}",
    f"/id/{SICHUAN}/task/12.ttl",
    "/sparql?query=ASK%7B%7D&default-graph-uri=x",
]


@pytest.mark.parametrize("path", EVERY_KIND)
def test_safety_headers(path: str) -> None:
    """On every reply, whatever its status."""
    for answer in (got(path), got(path, host="elsewhere.example.org"), got(path, method="DELETE")):
        for name in SAFETY:
            assert answer.header(name), (name, answer.status)
        assert "unsafe" not in answer.header("content-security-policy")
        assert answer.header("x-content-type-options") == "nosniff"


def test_vary_has_each_header_once() -> None:
    """What several parts say of Vary is one list without repetitions."""
    for path in EVERY_KIND:
        listed = [each.strip().lower() for each in got(path, accept="text/html").header("vary").split(",")]
        assert len(listed) == len(set(listed)), path


# --- host ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "localhost:8000", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8000"])
def test_own_names(host: str) -> None:
    """The server answers by its own names, whatever the port and the case."""
    assert got("/healthz", host=host).status == 200


STRANGE = [
    "example.org",
    "localhost.example.org",
    "127.0.0.1.example.org",
    "localhost@example.org",
    "::1",
    "[::2]",
    "",
    "localhost:x",
    "a b",
    "<script>",
    "localhost/..",
    "0",
    "2130706433",
]


@pytest.mark.parametrize("host", STRANGE)
def test_other_names(host: str) -> None:
    """By any other name, as a page uses it that has its own name point here, nothing is answered."""
    answer = got("/healthz", host=host)
    refused(answer, 400, "ost")
    assert b"<" not in answer.body


def test_any_name() -> None:
    """Where every name is allowed, it still has to be one."""
    anywhere = once.here(graph(), house=House(frozenset()))
    assert once.asked(anywhere, "/sparql", headers={"host": "data.example.org", "accept": "text/turtle"}).status == 200
    assert (
        b"<http://data.example.org:81/sparql>"
        in once.asked(anywhere, "/sparql", headers={"host": "data.example.org:81", "accept": "text/turtle"}).body
    )
    for host in ("a b", "<x>", "x/y", "a,b", "\xe9", "a\x1b"):
        assert once.asked(anywhere, "/sparql", headers={"host": host, "accept": "text/turtle"}).status == 400


def test_one_host() -> None:
    """A request without a Host, or with two, is refused."""

    async def status(*hosts: bytes) -> int:
        sent = []
        scope = {"type": "http", "method": "GET", "path": "/healthz", "query_string": b"", "headers": [(b"host", each) for each in hosts]}

        async def send(message) -> None:
            sent.append(message)

        await app()(scope, None, send)
        return sent[0]["status"]

    assert [asyncio.run(status(*hosts)) for hosts in ((), (b"localhost", b"localhost"), (b"localhost", b"evil"))] == [400, 400, 400]


# --- hostile text ----------------------------------------------------------------------------------------------------

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "target",
    [
        "/" + quote(SCRIPT),
        "/zh/" + quote(SCRIPT),
        "/zh/id/" + quote(SCRIPT),
        "/en/search?q=" + quote(SCRIPT),
        "/sparql?query=" + quote(SCRIPT),
        "/sparql?query=" + quote(f"SELECT '{SCRIPT}"),
        "/sparql?query=ASK%7B%7D&default-graph-uri=" + quote(SCRIPT),
        "/language/" + quote(SCRIPT),
        "/assets/" + quote(SCRIPT),
        "/zh/question/" + quote(SCRIPT),
    ],
)
def test_markup_is_text(target: str) -> None:
    """What a stranger puts into an address comes back as text, or escaped."""
    answer = got(target, accept="text/html")
    if answer.header("content-type").startswith("text/html"):
        assert SCRIPT.encode() not in answer.body
    else:
        assert answer.header("content-type").startswith("text/plain") or not answer.body
    assert "<" not in answer.header("location")


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../router.py",
        "/assets/..%2Frouter.py",
        "/assets/%2e%2e/%2e%2e/router.py",
        "/assets/....//router.py",
        "/assets//etc/passwd",
        "/assets/%00",
        "/assets/fengong.css%00.txt",
        "/assets/..\\router.py",
        "/assets/",
        "/graph/../../../etc/passwd",
        "/graph/%2e%2e%2f%2e%2e%2fetc%2fpasswd.ttl",
        "/zh/../../etc/passwd",
        "/id/../../etc/passwd.ttl",
        "//etc/passwd",
    ],
)
def test_no_file_is_reached_by_a_path(path: str) -> None:
    """Paths that climb find nothing."""
    answer = got(path)
    assert answer.status in {303, 404}
    assert b"root:" not in answer.body
    assert b"import " not in answer.body
    if answer.status == 303:
        assert re.match(r"/(?!/)", answer.header("location")), "a redirect stays on this server"


def test_assets_are_there() -> None:
    """What the pages need is found where they say."""
    assert got("/assets/fengong.css").status == 200


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("SELECT * { ?s ?p '\0' }", 400),
        ("SELECT * { ?s ?p '\ud800' }", 400),
        ("(" * 300, 400),
        ("SELECT * {" + "{" * 250 + "}" * 251, 400),
        ("SELECT * { ?s ?p " + "[ ?p " * 250 + "1" + "]" * 250 + "}", 400),
        ("", 400),
        (" ", 400),
        ("\ufeffASK {}", 400),
        ("SELECT", 400),
        ("ASK " + "{" * 150 + "}" * 150, 200),
        ("SELECT ('\U0001f600' AS ?a) {}", 200),
    ],
)
def test_unusual_queries(text: str, status: int) -> None:
    """Each is answered or refused with a sentence."""
    answer = direct(text)
    if text == "SELECT * { ?s ?p '\ud800' }":
        refused(answer, 400, "UTF-8")
    elif status == 400:
        refused(answer, 400)
    assert answer.status == status


def test_front_reads_no_query() -> None:
    """A text that is slow to read does not hold up the front: it is handed on unread, for a worker that can be killed."""

    class Idle:
        mark, graphs, in_default = "", frozenset({ONTOLOGY}), frozenset()

    assert Front(Idle(), Limits())
    from fengong.serve import protocol  # noqa: PLC0415 - only here

    slow = '"' + '\\"' * 100_000
    asked = protocol.Asked("POST", (), DIRECT, slow.encode(), "*/*")
    assert protocol.job(asked, frozenset(), Limits()) == QueryJob(slow, "*/*")
    assert "fengong.sparql" not in {getattr(each, "__module__", "").rpartition(".")[0] for each in vars(protocol).values()}


# --- nothing is fetched ----------------------------------------------------------------------------------------------


@pytest.fixture
def trap() -> Iterator[str]:
    """An address on which nobody must call; whoever does fails the test."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        with pytest.raises(BlockingIOError):
            listener.accept()


SPELLED = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "SELECT * { service<%s>{ ?s ?p ?o } }",
    "SELECT * { SeRvIcE\n\t<%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE # SELECT\n# }\n<%s> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { SERV\\U00000049CE <%s> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE <%s> { ?s ?p ?o } } } }",
    "SELECT * { OPTIONAL { ?a ?b ?c MINUS { SERVICE <%s> { ?s ?p ?o } } } }",
    "ASK { FILTER EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
    "ASK { FILTER NOT EXISTS { SERVICE SILENT <%s> {} } }",
    "SELECT * { VALUES ?e { <%s> } SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { BIND(<%s> AS ?e) SERVICE SILENT ?e { ?s ?p ?o } }",
    "PREFIX e: <%s> SELECT * { SERVICE e: { ?s ?p ?o } }",
    "PREFIX service: <http://example.org/> SELECT * { SERVICE <%s> { ?s service:p ?o } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <%s> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<%s>{} }",
    "SELECT * { FILTER(true)SERVICE<%s>{} }",
    "SELECT * { ?a ?b true .SERVICE <%s> {} }",
    "SELECT ('\\'' AS ?a) { SERVICE <%s> {} }",
    "SELECT ('''a''\\'b''' AS ?a) { SERVICE <%s> {} }",
    "LOAD <%s>",
    "load silent <%s> INTO GRAPH <http://example.org/g>",
    "# SELECT\nLOAD <%s>",
    "\\u004COAD <%s>",
    "ASK {} ; LOAD <%s>",
    "SELECT * FROM <%s> { ?s ?p ?o }",
    "SELECT * FROM NAMED <%s> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * from\n<%s>{ ?s ?p ?o }",
    "SELECT * \\u0046ROM <%s> { ?s ?p ?o }",
    "SELECT * FROM # <https://w3id.org/fengong/graph/ontology>\n<%s> { ?s ?p ?o }",
    "SELECT * FROM <https://w3id.org/fengong/graph/ontology> FROM <%s> { ?s ?p ?o }",
    "PREFIX g: <%s> SELECT * FROM g: { ?s ?p ?o }",
    "CONSTRUCT FROM <%s> WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("text", SPELLED)
def test_nothing_is_fetched(text: str, trap: str) -> None:
    """SERVICE, LOAD and FROM of anything but our graphs are refused however they are spelled, and nobody is called."""
    refused(query(text % trap), 400)
    refused(direct(text % trap), 400)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "../../../etc/passwd", "file:/etc/hostname", "http://169.254.169.254/"])
def test_no_file_is_read(target: str) -> None:
    """Neither are local files."""
    for text in ("SELECT * FROM <%s> { ?s ?p ?o }", "SELECT * { SERVICE <%s> { ?s ?p ?o } }"):
        refused(query(text % target), 400)
    refused(query("SELECT * { ?s ?p ?o }", default(target)), 400)


def test_words_that_are_none() -> None:
    """The same words in strings, comments, IRIs and variables are harmless."""
    text = 'SELECT ("SERVICE <a:b>" AS ?service) ("LOAD" AS ?from) { <http://example.org/SERVICE> ?load ?p # FROM <a:b>\n }'
    assert query(text).status == 200


# --- cut answers -----------------------------------------------------------------------------------------------------

HOSTILE = [
    '"',
    "''\"'",
    "}},{",
    '{"a":{"value":"',
    "a\nb\r\nc",
    "</result>",
    "</results></sparql>",
    "<result>",
    "\\",
    '\\"',
    "a\tb",
    ",",
    "",
    "]}}",
    "民政厅",
    "\U0001f600",
    "x" * 40,
]


def values(rows: list[tuple[str | None, ...]], width: int = 2) -> str:
    """A query that has exactly these rows."""
    variables = " ".join(f"?v{i}" for i in range(width))
    said = " ".join("(" + " ".join("UNDEF" if cell is None else str(ox.Literal(cell)) for cell in row) + ")" for row in rows)
    return f"SELECT {variables} {{ VALUES ({variables}) {{ {said} }} }}"


def read(body: bytes, kind: str, width: int = 2) -> list[tuple[str | None, ...]]:
    """The rows of an answer, read by a parser of its form that is not the one which wrote it, or strictly by the one that did."""
    if kind == JSON:
        found = json.loads(body)
        assert found["head"]["vars"] == [f"v{i}" for i in range(width)]
        return [tuple(row[f"v{i}"]["value"] if f"v{i}" in row else None for i in range(width)) for row in found["results"]["bindings"]]
    if kind == XML:
        space = "{http://www.w3.org/2005/sparql-results#}"
        rows = ET.fromstring(body).findall(f"{space}results/{space}result")  # noqa: S314 - our own
        cells = [{b.get("name"): b[0].text or "" for b in row} for row in rows]
        return [tuple(row.get(f"v{i}") for i in range(width)) for row in cells]
    if kind == CSV:
        head, *rest = csv.reader(io.StringIO(body.decode(), newline=""))
        assert head == [f"v{i}" for i in range(width)]
        return [tuple(cell or None for cell in row) for row in rest]
    solutions = ox.parse_query_results(body, format=ox.QueryResultsFormat.TSV)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(cell.value if (cell := row[i]) is not None else None for i in range(width)) for row in solutions]


def as_read(rows: list[tuple[str | None, ...]], kind: str) -> list[tuple[str | None, ...]]:
    """The rows as a form can say them: CSV does not tell an empty string from nothing, and XML parsers read CR LF as LF."""
    if kind == CSV:
        return [tuple(cell or None for cell in row) for row in rows]
    return [tuple(cell and cell.replace("\r\n", "\n") for cell in row) for row in rows] if kind == XML else rows


def answer_to(text: str, kind: str, limits: Limits):
    store = ox.Store()
    return written(store.query(text), kind, limits)


ROWS_OF_ALL = [(a, b) for a, b in zip(HOSTILE, reversed(HOSTILE), strict=True)] + [(None, "x"), ("x", None), (None, None), ("last", "one")]


@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.parametrize("most", [0, 1, 2, 7, len(ROWS_OF_ALL) - 1, len(ROWS_OF_ALL), 1000])
def test_cut_by_rows(kind: str, most: int) -> None:
    """An answer with more rows than allowed has exactly the first of them, is well-formed, and says that it was cut; others are whole."""
    reply = answer_to(values(ROWS_OF_ALL), kind, Limits(rows=most))
    kept = min(most, len(ROWS_OF_ALL))
    assert read(reply.body, kind) == as_read(ROWS_OF_ALL, kind)[:kept]
    assert dict(reply.headers).get(CUT) == (f"{most} rows" if most < len(ROWS_OF_ALL) else None)


@pytest.mark.parametrize("kind", ROWS)
def test_cut_by_bytes(kind: str) -> None:
    """At any number of bytes, within a character, a string or a tag: the first whole rows, well-formed, and said."""
    many = ROWS_OF_ALL * 6
    whole = answer_to(values(many), kind, Limits()).body
    heading = len(answer_to(values(many), kind, Limits(rows=0)).body)
    seen = set()
    for most in range(0, len(whole), 11 if kind in {CSV, TSV} else 37):
        reply = answer_to(values(many), kind, Limits(answer_bytes=most))
        rows = read(reply.body, kind)
        assert rows == as_read(many, kind)[: len(rows)]
        assert len(reply.body) <= most + heading + 300
        assert dict(reply.headers) == ({} if len(rows) == len(many) and not reply.headers else {CUT: f"{len(rows)} rows"})
        seen.add(len(rows))
    assert len(seen) > 50


@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.parametrize("rows", [[], [(None, None)] * 5], ids=["no rows", "empty rows"])
def test_rows_of_nothing(kind: str, rows: list[tuple[str | None, ...]]) -> None:
    """No rows, and rows without a value, are read as such, cut or not."""
    assert read(answer_to(values(rows), kind, Limits()).body, kind) == rows
    assert len(read(answer_to(values(rows), kind, Limits(rows=2)).body, kind)) == min(2, len(rows))


@pytest.mark.parametrize("kind", ROWS)
def test_no_variables(kind: str) -> None:
    """A SELECT without variables in its pattern has rows all the same."""
    reply = answer_to("SELECT * { { } UNION { } UNION { } }", kind, Limits(rows=2))
    assert dict(reply.headers) == {CUT: "2 rows"}
    if kind in {JSON, XML}:
        assert len(read(reply.body, kind, 0)) == 2


texts = st.one_of(
    st.none(), st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8", exclude_characters="\r\0\x0b\x0c"), max_size=12)
)


@settings(max_examples=150)
@given(
    rows=st.lists(st.tuples(texts, texts), max_size=30),
    kind=st.sampled_from([JSON, CSV, TSV]),
    most=st.integers(0, 40),
    size=st.one_of(st.just(1 << 20), st.integers(0, 3000)),
)
def test_cut_is_a_beginning(rows: list[tuple[str | None, ...]], kind: str, most: int, size: int) -> None:
    """Whatever the rows, a cut answer is a beginning of the whole one, and says so exactly where it is shorter."""
    reply = answer_to(values(rows), kind, Limits(rows=most, answer_bytes=size))
    found = read(reply.body, kind)
    assert found == as_read(rows, kind)[: len(found)]
    assert len(found) <= most
    assert (CUT in dict(reply.headers)) >= (len(found) < len(rows))


PARSERS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
    "application/trig": "trig",
    "application/n-quads": "nquads",
}


def triples(count: int) -> ox.Store:
    store = ox.Store()
    for i in range(count):
        text = HOSTILE[i % len(HOSTILE)].replace("\r", "") + str(i)
        store.add(ox.Quad(ox.NamedNode(f"{EXAMPLE}{i % 7}"), ox.NamedNode(f"{EXAMPLE}p"), ox.Literal(text)))
    return store


OWN_WARNINGS = pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning")
"""rdflib warns of its own classes when it reads quads or JSON-LD."""


@OWN_WARNINGS
@pytest.mark.parametrize("kind", GRAPHS)
@pytest.mark.parametrize(
    "limits", [Limits(rows=10), Limits(rows=0), Limits(answer_bytes=3000), Limits(answer_bytes=1)], ids=["10", "0", "bytes", "1 byte"]
)
def test_cut_graphs(kind: str, limits: Limits) -> None:
    """A graph is cut by whole triples: it parses, holds nothing that is not in the whole, and says how many triples there are."""
    from rdflib import Dataset  # noqa: PLC0415 - two of the forms need it

    store = triples(300)
    reply = written(store.query("CONSTRUCT WHERE { ?s ?p ?o }"), kind, limits)
    parsed = (
        Dataset(default_union=True).parse(data=reply.body, format=PARSERS[kind])
        if kind in {"application/trig", "application/n-quads"}
        else Parsed().parse(data=reply.body, format=PARSERS[kind])
    )
    found = {(str(t[0]), str(t[2])) for t in parsed}
    assert found <= {(quad.subject.value, quad.object.value) for quad in store}
    assert dict(reply.headers) == {CUT: f"{len(found)} triples"}
    assert len(found) <= limits.rows
    assert (len(found) > 0) == (limits in {Limits(rows=10), Limits(answer_bytes=3000)})
    whole = written(store.query("CONSTRUCT WHERE { ?s ?p ?o }"), kind, Limits())
    assert whole.headers == ()


def test_first_triples_larger_than_the_rest() -> None:
    """Where the first triples are the largest by far, what fits is found all the same."""
    store = ox.Store()
    for i in range(64):
        store.add(ox.Quad(ox.NamedNode(f"{EXAMPLE}{i}"), ox.NamedNode(f"{EXAMPLE}p"), ox.Literal("x" * (4000 if i < 8 else 1))))
    reply = written(
        store.query(f"CONSTRUCT {{ ?s <{EXAMPLE}p> ?o }} {{ SELECT * {{ ?s ?p ?o }} ORDER BY DESC(STRLEN(?o)) }}"),
        "application/n-triples",
        Limits(answer_bytes=10_000),
    )
    assert dict(reply.headers) == {CUT: "2 triples"}


def test_cut_is_announced_over_http() -> None:
    """The header reaches the client, and pages of other origins may read it; a cut answer is kept like any other."""
    answer = query("SELECT * { ?s ?p ?o }", limits=Limits(rows=5), accept=CSV)
    assert answer.header(CUT) == "5 rows"
    assert CUT in answer.header("access-control-expose-headers")
    assert len(answer.body.splitlines()) == 6
    assert answer.header("etag")


# --- at fault --------------------------------------------------------------------------------------------------------


def test_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in our own code is 500 with a sentence and the safety headers; the log has the traceback, the reply has none."""
    lines: list[str] = []

    def fail(*_: object) -> None:
        raise LookupError("a fault")

    monkeypatch.setattr(Desk, "answer", fail)
    answer = once.asked(once.here(graph(), house=House(log=lines.append)), "/zh/about")
    refused(answer, 500, "log")
    assert b"LookupError" not in answer.body
    assert answer.header("content-security-policy")
    assert any("LookupError: a fault" in line for line in lines)
    assert lines[-1].startswith("GET /zh/about 500 ")


def test_log_is_one_line_without_the_query() -> None:
    """A request is one line: no query text unless it is asked for, no control character of a stranger."""
    lines: list[str] = []
    quiet, loud = (once.here(graph(), house=House(log=lines.append, log_queries=loud)) for loud in (False, True))
    once.asked(quiet, "/sparql?query=ASK%7B%7D%23secret")
    once.asked(quiet, "/zh/%0d%0aGET%20/forged%1b[31m")
    assert len(lines) == 2
    assert "secret" not in "".join(lines)
    assert not re.search("[\x00-\x1f\x7f]", "".join(lines))
    once.asked(loud, "/sparql?query=ASK%7B%7D%23secret")
    assert "secret" in lines[2]


def test_asked_within_a_running_loop() -> None:
    """One request can be answered from within a notebook, whose loop is running already."""

    async def within() -> int:
        return got("/healthz").status

    assert asyncio.run(within()) == 200

"""Linked data: every IRI of ours answers by its path, and what is told of a thing is what the graph's files say."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

import fengong as package
import support
from fengong import api, iris
from fengong.ask import cite, sib
from fengong.cli.main import run
from fengong.ledger.files import written
from fengong.linked import Linked, door
from fengong.linked.forms import GRAPH, THING
from fengong.pages import Pages
from fengong.web.message import Reply, Request
from support import ROOT, SICHUAN

TASK, TABLE, BODY = f"id/{SICHUAN}/task/12", f"id/{SICHUAN}", "id/body/510000/civil-affairs"
COLLECTIVE = "id/collective/sichuan-prefecture-governments"
SPAN = f"id/{SICHUAN}/text#char=1492,1495"
CONTEXT = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))["@context"]
FG = rdflib.Namespace(iris.NS)
OF_EACH_SORT = [
    TASK, f"id/{SICHUAN}/task/2", TABLE, BODY, COLLECTIVE, f"{COLLECTIVE}/member/510300", "id/body/510300/peoples-government",
    "id/body/cn/rural-revitalisation", "id/change/rural-revitalisation-2023", "id/place/510300", "id/place/cn", f"{TASK}/clause/1",
    f"{TASK}/resp/1", f"id/{SICHUAN}/task/2/target/3", f"{TASK}/measure/1", f"id/{SICHUAN}/anomaly/1492-1495",
    f"id/{SICHUAN}/text/1492-1495/quote", f"id/{SICHUAN}/text/sha256", f"{BODY}/evidence/kind", "role", "role/lead",
    "function/civil-affairs",
    "topic/childcare", "kind/provincial-department", "strength/binding", "unit/percent", "comparator/at-least", "period/five-year-14",
    "deliverable", "change/split", "wording/name-joint", "rule/open-ended-clause", "rule/unreadable-cell", "question/led-by", "prefixes",
    "prefixes/fg", "ns", "ns/alignments", "ns/0.2.0", "shapes", "index", "dataset",
]  # fmt: skip
HOSTILE = '=HYPERLINK("http://example.org","x")'


@pytest.fixture(scope="module")
def linked() -> Linked:
    found = Linked(api.open(ROOT))
    found.warm()
    return found


@pytest.fixture(scope="module")
def built(linked) -> set[bytes]:
    """Every line of every built file, as N-Triples."""
    dataset = linked.graph.dataset
    return {line for name in dataset.names for line in dataset.triples_text(name).splitlines()}


@pytest.fixture(scope="module")
def two(tmp_path_factory) -> Linked:
    """Two small tables, one with evidence, and words that are no good in a spreadsheet."""
    folder = support.workspace(tmp_path_factory.mktemp("two"))
    row = "推进养老服务。\t民政厅牵头，财政厅参加。\n"
    support.add_table(folder, "one", f"{support.HEADER}1\t{row}2\t{HOSTILE}\t民政厅负责。\n")
    support.add_table(folder, "other", f"{support.HEADER}1\t{row}")
    (folder / "graph" / "evidence").mkdir()
    (folder / "graph" / "evidence" / "one.csv").write_text(
        "task,date,statement,source,recorded_by\n1,2026-03-01,已办理,https://example.org/a,民政厅\n", encoding="utf-8"
    )
    assert run(["--workspace", str(folder), "build"]) == 0
    return Linked(api.open(folder))


def get(linked: Linked, path: str, accept: str = "*/*", languages: str = "", **parameters: str) -> Reply:
    reply = linked.reply(Request(path, tuple(parameters.items()), accept=accept, languages=languages))
    assert reply is not None, path
    return reply


def header(reply: Reply, name: str) -> str:
    return next((value for key, value in reply.headers if key == name), "")


def triples(data: bytes, form: ox.RdfFormat) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(data, format=form)}


# --- every IRI


def test_every_iri_answers(linked) -> None:
    """Each of the 4,000-odd IRIs of ours is sent to its page or to its data by what the client takes."""
    paths = {path for path in linked.things.subjects if path and not path.startswith("graph/")}  # graphs have forms of their own
    assert len(paths) > 4000
    assert {re.split("[/#]", path)[0] for path in paths} <= door.ROOTS
    for path in paths:
        document, hash_, fragment = path.partition("#")
        page, data = (header(get(linked, f"/{path}", accept, "zh"), "Location") for accept in ("text/html", "text/turtle"))
        shown = "about" if document == "dataset" else document
        assert (page, data) == (f"/zh/{shown}{hash_}{fragment}", f"/{document}.ttl{hash_}{fragment}")


FILE = re.compile(r"^graph/.*\.(ttl|nq)$")
"""Where the description says that a file is got."""


def test_iris_that_the_graph_only_points_to_answer(linked, built) -> None:
    """No IRI of ours leads nowhere: not the rules of findings, not the version of the ontology."""
    pointed = {match[1].decode() for line in built for match in [re.search(rb" <https://w3id.org/fengong/([^>]*)> \.$", line)] if match}
    pointed = {path.rstrip("#") for path in pointed if path}  # a namespace is its document
    pages, shown = Pages(linked.graph), {path for path in pointed if path in {"zh/about", "en/about"}}
    assert {pages.reply(Request(f"/{path}")).status for path in shown} == {200}
    pointed -= shown
    assert {path for path in pointed if get(linked, f"/{path}", "text/turtle").status != (200 if FILE.search(path) else 303)} == set()


def test_data_are_what_the_files_say(linked, built) -> None:
    """In a sample of all things, all that the files say of a thing is told, with its datatypes, and nothing that they do not say."""
    beside = {
        line for name, text in linked.things.lines.texts.items() if name not in linked.graph.dataset.names for line in text.splitlines()
    }
    about: dict[bytes, set[bytes]] = {}
    for line in built:
        about.setdefault(line.split(b" ", 1)[0], set()).add(line)
    sample = sorted(path for path in linked.things.subjects if path and not path.startswith(("graph/", "dataset#")))[::16]
    assert len(sample) > 250
    for path in [*sample, *OF_EACH_SORT[:30]]:
        said = set(get(linked, f"/{path}.nt").body.splitlines())
        assert about.get(f"<{iris.BASE}{path}>".encode(), set()) <= said <= built | beside, path


@pytest.mark.parametrize("path", OF_EACH_SORT)
def test_each_form_says_the_same(linked, path) -> None:
    """Turtle, RDF/XML and JSON-LD hold the triples of the N-Triples."""
    lines = get(linked, f"/{path}.nt").body
    wanted = ox.Dataset(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
    document = json.loads(get(linked, f"/{path}.jsonld").body)
    assert document["@context"] == "https://w3id.org/fengong/context.jsonld"
    found = {
        "ttl": ox.Dataset(ox.parse(get(linked, f"/{path}.ttl").body, format=ox.RdfFormat.TURTLE)),
        "rdf": ox.Dataset(ox.parse(get(linked, f"/{path}.rdf").body, format=ox.RdfFormat.RDF_XML)),
        "jsonld": ox.Dataset(ox.parse(json.dumps(document | {"@context": CONTEXT}), format=ox.RdfFormat.JSON_LD)),
    }
    for each in (wanted, *found.values()):
        each.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert len(wanted) > 0
    assert {form for form, dataset in found.items() if dataset != wanted} == set()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib warns of itself
@pytest.mark.parametrize("path", [TASK, BODY, COLLECTIVE, "role", "question/led-by", "dataset", f"id/{SICHUAN}/anomaly/1492-1495"])
def test_rdflib_reads_json_ld_back(linked, path) -> None:
    """With the published context, another processor than ours gets the triples of the N-Triples."""
    document = json.loads(get(linked, f"/{path}.jsonld").body) | {"@context": CONTEXT}
    read = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    assert set(read) == set(rdflib.Graph().parse(data=get(linked, f"/{path}.nt").body, format="nt"))


def test_same_bytes_each_time(linked) -> None:
    """Opened anew, the graph gives the same bytes: no clock, no order of sets, no names of blank nodes made up on the way."""
    again = Linked(api.open(ROOT))
    paths = [
        f"/{path}.{form.suffix}"
        for path in [*OF_EACH_SORT[::3], "ns", "shapes"]
        for form in THING
        if (path, form.suffix) != ("dataset", "json")
    ]
    paths += ["/.well-known/void", "/.well-known/sparql-examples", "/answer/statistics.xlsx", f"/graph/{SICHUAN}.trig"]
    assert [path for path in paths if get(linked, path) != get(again, path)] == []


# --- what a description holds


def test_a_task_is_told_whole(linked) -> None:
    """Clauses, responsibilities, measures, quotations with both selectors, the correction with both bodies, and all names."""
    graph = rdflib.Graph().parse(data=get(linked, f"/{TASK}.ttl").body, format="turtle")
    task = rdflib.URIRef(iris.BASE + TASK)
    assert len(set(graph.objects(task, FG.hasClause))) == 3
    assert len(set(graph.subjects(FG.printedName))) == 6
    assert set(graph.subjects(FG.anomalyOf)) == {rdflib.URIRef(f"{iris.BASE}id/{SICHUAN}/anomaly/1492-1495")}
    oa = rdflib.Namespace(iris.PREFIXES["oa"])
    spans = set(graph.objects(None, FG.quotedFrom))
    assert len(spans) > 10
    for span in spans:
        selectors = set(graph.objects(span, oa.hasSelector))
        assert {kind for each in selectors for kind in graph.objects(each, rdflib.RDF.type)} == {
            oa.TextPositionSelector,
            oa.TextQuoteSelector,
        }
    skos = rdflib.SKOS.prefLabel
    for prop in (FG.body, FG.printedBody, FG.role, FG.topic, FG.strength):
        assert all({"zh", "en"} <= {label.language for label in graph.objects(each, skos)} for each in graph.objects(None, prop)), prop


def test_a_body_is_told_with_what_points_to_it(linked) -> None:
    """Its 45 responsibilities and its evidence; a prefecture's membership and the 47 tasks that mean it; a reorganisation on both sides."""
    body = rdflib.Graph().parse(data=get(linked, f"/{BODY}.ttl").body, format="turtle")
    this = rdflib.URIRef(iris.BASE + BODY)
    assert len(set(body.subjects(FG.body, this))) == 45
    assert all(body.value(each, FG.confidence) is not None for each in body.subjects(FG.evidenceFor, this))
    assert len(set(body.subjects(FG.evidenceFor, this))) >= 3
    zigong = rdflib.Graph().parse(data=get(linked, "/id/body/510300/peoples-government.ttl").body, format="turtle")
    assert len(set(zigong.subjects(FG.member))) == 1
    assert len(set(zigong.subjects(FG.involvedMember))) == 47
    change = rdflib.URIRef(f"{iris.BASE}id/change/rural-revitalisation-2023")
    for side in ("rural-revitalisation", "agriculture-rural-affairs"):
        told = rdflib.Graph().parse(data=get(linked, f"/id/body/cn/{side}.ttl").body, format="turtle")
        assert str(told.value(change, FG.reportedOn)) == "2023-03-17"


def test_an_anomaly_is_told_with_both_readings(linked) -> None:
    """Both bodies are named in both languages."""
    told = json.loads(get(linked, f"/id/{SICHUAN}/anomaly/1492-1495.json").body)["properties"]
    assert told["fg:printedReadingBody"]["name"]["zh"] == "中华人民共和国民政部"
    assert told["fg:adoptedReadingBody"]["name"] == {"zh": "四川省民政厅", "en": "Sichuan Department of Civil Affairs"}


def test_a_rule_says_what_it_is(linked) -> None:
    """Each rule that a finding names has words in both languages, whether it is a query, a shape or a rule of reading."""
    for slug in ("open-ended-clause", "unreadable-cell", *_shapes()):
        told = json.loads(get(linked, f"/rule/{slug}.json").body)
        assert set(told["name"]) == {"zh", "en"}, slug


def _shapes() -> list[str]:
    found = re.findall(r"^fgsh:([a-z0-9-]+)", (ROOT / "ontology" / "shapes.ttl").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(found) > 20
    return found


# --- plain JSON


def test_the_json_of_a_task_is_plain(linked) -> None:
    """Whoever never heard of RDF finds who must do what, in which words, where they stand, and what is odd about them."""
    task = json.loads(get(linked, f"/{TASK}.json").body)
    assert (task["id"], task["type"], task["number"]) == (iris.BASE + TASK, "PolicyTask", 12)
    assert task["table"]["name"]["zh"] == "促进养老托育服务健康发展重点任务分工表"
    assert [(c["role"]["name"]["zh"], len(c["bodies"]), c["openEnded"]) for c in task["clauses"]] == [
        ("牵头", 2, False),
        ("参加", 3, False),
        ("负责", 1, False),
    ]
    text = support.TEXT.read_text(encoding="utf-8")
    for clause in task["clauses"]:
        assert text[clause["start"] : clause["end"]] == clause["words"]
        assert all(text[each["start"] : each["end"]] == each["printedName"] for each in clause["bodies"])
    first, second = task["clauses"][0]["bodies"]
    assert (first["name"]["zh"], first["printedName"], first["printedBody"]["name"]["zh"]) == (
        "四川省民政厅",
        "民政部",
        "中华人民共和国民政部",
    )
    assert "printedBody" not in second
    assert [(each["printed"], each["proposed"], each["confidence"]) for each in task["anomalies"]] == [("民政部", "民政厅", 0.97)]
    assert first["anomaly"] == task["anomalies"][0]["id"]
    assert task["cite"]["zh"].startswith("促进养老托育服务健康发展重点任务分工表：任务12[DS/OL]//")


def test_the_json_of_a_task_has_its_numbers(linked) -> None:
    """Task 2 has three targets, the third with its inherited denominator; task 30 a deadline; task 1 an open end."""
    targets = json.loads(get(linked, f"/id/{SICHUAN}/task/2.json").body)["targets"]
    assert [(each["minimum"], each["unit"], each["perQuantity"]) for each in targets] == [
        (0.1, "平方米", 1),
        (10, "个托位", 1000),
        (8, "个托位", 1000),
    ]
    assert [each["date"] for each in json.loads(get(linked, f"/id/{SICHUAN}/task/30.json").body)["deadlines"]][:1] == ["2022-12-31"]
    (clause, *_) = json.loads(get(linked, f"/id/{SICHUAN}/task/1.json").body)["clauses"]
    assert (clause["openEnded"], clause["openPhrase"]) == (True, "等有关部门（单位）")


def test_the_json_of_a_body_is_plain(linked) -> None:
    """What it is and how often it has which role: counts of roles add up to its responsibilities."""
    body = json.loads(get(linked, f"/{BODY}.json").body)
    assert (body["name"]["zh"], body["type"], body["jurisdiction"]["name"]["zh"]) == ("四川省民政厅", "SingleBody", "四川省")
    roles = {role["name"]["zh"]: role for role in body["roles"]}
    assert body["responsibilities"] == sum(role["count"] for role in body["roles"]) == 45
    assert [task["number"] for task in roles["牵头"]["tasks"]] == [8, 9, 12, 13, 15, 19, 23, 40, 42, 46, 52]
    assert body["printedResponsibilities"] == 45 - 6
    collective = json.loads(get(linked, f"/{COLLECTIVE}.json").body)
    assert (len(collective["members"]), collective["responsibilities"]) == (21, 47)
    assert all(each["source"] for each in collective["members"])
    zigong = json.loads(get(linked, "/id/body/510300/peoples-government.json").body)
    assert (zigong["responsibilities"], len(zigong["tasksAsMember"]), zigong["collectives"][0]["id"]) == (0, 47, iris.BASE + COLLECTIVE)
    (change,) = json.loads(get(linked, "/id/body/cn/rural-revitalisation.json").body)["reorganisations"]
    assert (change["reportedOn"], change["into"][0]["name"]["zh"]) == ("2023-03-17", "农业农村部")
    assert change["source"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib warns of itself
def test_plain_json_is_json_ld(linked) -> None:
    """Read as JSON-LD it says of tasks, bodies and tables nothing but what the description says; number and text are there."""
    for path in sorted(linked.things.subjects):
        if re.fullmatch(r"id/[a-z-]+(/task/\d+)?|id/body/\w+/[a-z-]+|id/collective/[a-z-]+", path):
            data = get(linked, f"/{path}.json").body
            assert triples(data, ox.RdfFormat.JSON_LD) <= triples(get(linked, f"/{path}.nt").body, ox.RdfFormat.N_TRIPLES), path
    graph = rdflib.Graph().parse(data=get(linked, f"/{TASK}.json").body, format="json-ld")
    task, resp = (rdflib.URIRef(f"{iris.BASE}{each}") for each in (TASK, f"{TASK}/resp/1"))
    assert graph.value(task, FG.taskNumber) == rdflib.Literal(12)
    assert str(graph.value(task, FG.taskText)).startswith("按照“宜公则公")
    assert graph.value(resp, FG.body) == rdflib.URIRef(iris.BASE + BODY)
    assert str(graph.value(resp, FG.printedBody)).endswith("cn/civil-affairs")


def test_evidence_is_in_the_json_of_a_task(two) -> None:
    """What was recorded, on which day, where it can be read; as JSON-LD the evidence is about the task."""
    data = get(two, "/id/one/task/1.json").body
    assert json.loads(data)["evidence"] == [
        {
            "id": f"{iris.BASE}id/one/evidence/1",
            "date": "2026-03-01",
            "statement": "已办理",
            "address": "https://example.org/a",
            "recordedBy": "民政厅",
        }
    ]
    assert triples(data, ox.RdfFormat.JSON_LD) <= triples(get(two, "/id/one/task/1.nt").body, ox.RdfFormat.N_TRIPLES)
    assert b"evidenceOn" in get(two, "/id/one/task/1.jsonld").body


# --- negotiation


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html", "/en/role/lead"),
        ("*/*", "/en/role/lead"),
        ("", "/en/role/lead"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/en/role/lead"),
        ("text/turtle", "/role/lead.ttl"),
        ("application/n-triples", "/role/lead.nt"),
        ("application/ld+json", "/role/lead.jsonld"),
        ("application/json", "/role/lead.json"),
        ("application/rdf+xml", "/role/lead.rdf"),
        ("text/html;q=0.5, text/turtle;q=0.6", "/role/lead.ttl"),
        ("text/turtle;q=0, application/*", "/role/lead.jsonld"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.8, */*;q=0.1", "/role/lead.rdf"),
    ],
)
def test_a_thing_sends_to_what_is_wanted(linked, accept, location) -> None:
    """303 by Accept with q-values; it varies by all that decides it, and links to the IRI and to all data."""
    reply = get(linked, "/role/lead", accept)
    assert (reply.status, header(reply, "Location"), header(reply, "Vary")) == (303, location, "Accept, Accept-Language, Cookie")
    links = header(reply, "Link")
    assert '<https://w3id.org/fengong/role/lead>; rel="canonical"' in links
    assert all(f'</role/lead.{form.suffix}>; rel="alternate"; type="{form.media_type}"' in links for form in THING)


def test_the_language_of_the_page(linked) -> None:
    """Accept-Language decides, and what the reader chose earlier before it."""
    assert header(get(linked, "/role/lead", languages="zh-CN,zh;q=0.9,en;q=0.8"), "Location") == "/zh/role/lead"
    remembered = linked.reply(Request("/role/lead", languages="zh", remembered="en"))
    assert header(remembered, "Location") == "/en/role/lead"
    assert header(get(linked, "/", languages="zh"), "Location") == "/zh/"
    assert header(get(linked, "/", "text/turtle"), "Location") == "/index.ttl"
    assert b"foaf:Agent" in get(linked, "/index.ttl").body


@pytest.mark.parametrize(
    "path", ["/role/lead", f"/{TASK}", "/graph/bodies", "/.well-known/void", "/.well-known/sparql-examples", "/dataset"]
)
def test_what_cannot_be_given_is_refused(linked, path) -> None:
    """406 lists in both languages what there is, and varies."""
    reply = get(linked, path, "image/png")
    assert reply.status == 406
    assert "text/turtle" in reply.body.decode().split("\n")[0]
    assert "可用" in reply.body.decode()
    assert "Accept" in header(reply, "Vary")


@pytest.mark.parametrize("suffix", [form.suffix for form in THING])
def test_a_data_document_says_what_it_describes(linked, suffix) -> None:
    """Its Content-Type, the charset of text, and a link back to the thing."""
    reply = get(linked, f"/{TASK}.{suffix}", "image/png")
    types = {form.suffix: form.media_type + ("; charset=utf-8" if form.media_type.startswith("text/") else "") for form in THING}
    assert (reply.status, reply.media_type) == (200, types[suffix])
    assert f'<{iris.BASE}{TASK}>; rel="describes"' in header(reply, "Link")
    assert reply.kept


def test_data_name_no_host(linked) -> None:
    """Links in data are IRIs, wherever the data are served."""
    for path in OF_EACH_SORT[:-1:3]:
        for form in THING:
            request = Request(f"/{path}.{form.suffix}", base="https://here.example/")
            assert b"here.example" not in linked.reply(request).body


# --- what is not there


@pytest.mark.parametrize(
    "path",
    [
        f"/id/{SICHUAN}/task/99", f"/id/{SICHUAN}/task/99.ttl", f"/{TASK}.xyz", f"/{TASK}.", f"/{TASK}/", f"/{TASK}//resp/1", "/id/", "/id",
        "/id//x", "/role/", "/role/../role/lead", "/id/../../etc/passwd", "/id/..%2f..%2fetc/passwd", "/role/lead%2ettl",
        "/role/lead\r\nX-Y: z",
        "/role/lead\0", "/role/<script>alert(1)</script>", "/role/牵头", "/role/lead.ttl.ttl", "/ns/9.9.9", "/shapes/x", "/dataset.json",
        "/graph/none", "/graph/bodies.xyz", "/graph/../bodies.ttl", "/graph/bodies/", "/id/" + "a/" * 5000, "/id/" + "a" * 100_000,
        "/role/lead?x", "/index", "/question/none", "/rule/none.json",
    ],
)  # fmt: skip
def test_unknown_paths_are_told_so(linked, path) -> None:
    """404 in both languages, one line each, short, without control characters, and not kept in any cache."""
    reply = get(linked, path)
    assert (reply.status, reply.media_type, reply.kept) == (404, "text/plain; charset=utf-8", False)
    english, chinese, rest = reply.body.decode().split("\n")
    assert english.startswith(("There is no /", "/"))
    assert "没有" in chinese
    assert rest == ""
    assert len(reply.body) < 1500
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", reply.body.decode())


@pytest.mark.parametrize(
    "path", ["/zh/role/lead", "/sparql", "/../role/lead", "//role/lead", "/answer", "/ledger", "/healthz", "/assets/x.css"]
)
def test_other_paths_are_left_to_others(linked, path) -> None:
    """Pages, queries and files of the design are not ours."""
    assert linked.reply(Request(path)) is None


def test_the_nearest_is_named(linked) -> None:
    """Above it, the table of a task that is not there; beside it, what is spelt alike."""
    assert f"Nearest: /{TABLE}, " in get(linked, f"/id/{SICHUAN}/task/99").body.decode()
    assert "/role/lead" in get(linked, "/role/laed").body.decode()
    assert "/role/lead.jsonld" in get(linked, "/role/lead.json-ld").body.decode()


@settings(max_examples=150)
@given(st.text(max_size=40), st.sampled_from(["/id/", "/role/", "/graph/", "/answer/", f"/{TASK}", "/cite.", "/ledger.", "/ns#"]))
def test_no_path_breaks_anything(linked, rest, head) -> None:
    """Whatever stands in a path, the answer is one of the usual, and no header has a line end in it."""
    reply = linked.reply(Request(head + rest))
    assert reply is None or reply.status in {200, 303, 400, 404, 406}
    assert not any(re.search(r"[\r\n\0]", value) for _, value in (reply.headers if reply else ()))


def test_a_fragment_is_a_thing_of_its_own(linked) -> None:
    """A quotation and a term, asked for by their whole IRI, are told alone, with what they are made of."""
    span = get(linked, f"/{SPAN}.nt").body.decode()
    assert '"民政部"' in span
    assert "#char=168,276" not in span
    chain = get(linked, "/ns#leadBody.nt").body.decode()
    assert "propertyChainAxiom" in chain
    assert chain.count("22-rdf-syntax-ns#rest") == 2
    assert get(linked, "/ns.nt").body.count(b"owl#ObjectProperty") > 30


# --- graphs


def test_graphs_are_as_they_were_built(linked) -> None:
    """Turtle and N-Quads are the built files to the byte; every other form holds the same triples."""
    dataset = linked.graph.dataset
    assert len(dataset.names) > 10
    for name, iri in dataset.graphs.items():
        path = "/" + iri.removeprefix(iris.BASE)
        for suffix in ("ttl", "nq"):
            assert get(linked, f"{path}.{suffix}").body == (dataset.folder / f"{name}.{suffix}").read_bytes()
        quads = set(ox.parse(dataset.text(name), format=ox.RdfFormat.N_QUADS))
        assert set(ox.parse(get(linked, f"{path}.trig").body, format=ox.RdfFormat.TRIG)) == quads
        assert triples(get(linked, f"{path}.nt").body, ox.RdfFormat.N_TRIPLES) == {quad.triple for quad in quads}


def test_a_graph_sends_to_what_is_wanted(linked) -> None:
    """303 by Accept, links to all forms, and media types."""
    assert header(get(linked, "/graph/bodies/inferred", "application/n-quads"), "Location") == "/graph/bodies/inferred.nq"
    assert header(get(linked, "/graph/bodies"), "Location") == "/en/graph/bodies"
    for form in GRAPH:
        assert get(linked, f"/graph/bodies/inferred.{form.suffix}").media_type.split(";")[0] == form.media_type
    assert "/graph/bodies/evidence" in get(linked, "/graph/bodies/evidenc").body.decode()
    assert "/graph/bodies" in get(linked, "/graph/none").body.decode()


def test_a_replaced_graph_is_not_mixed_with_the_old(tmp_path) -> None:
    """Where another build has taken the folder, the graph that was opened is written anew, not the new file."""
    found = Linked(api.open(support.workspace(tmp_path)))
    found.warm()
    old = get(found, "/graph/bodies.ttl").body
    path = tmp_path / "graph" / "built" / "bodies.ttl"
    path.write_bytes(path.read_bytes() + b"# another\n")
    new = get(found, "/graph/bodies.ttl").body
    assert triples(new, ox.RdfFormat.TURTLE) == triples(old, ox.RdfFormat.TURTLE)
    assert b"# another" not in new


# --- the whole


def test_void_counts(linked) -> None:
    """Counts are those of all graphs but the description, and partitions add up; endpoint and files are where the request was sent."""
    reply = linked.reply(Request("/.well-known/void", base="https://here.example/"))
    graph = rdflib.Graph().parse(data=reply.body, format="turtle")
    void, this = rdflib.Namespace("http://rdfs.org/ns/void#"), rdflib.URIRef(f"{iris.BASE}dataset")
    dataset = linked.graph.dataset
    described = {name: iri for name, iri in dataset.graphs.items() if name.partition(".")[0] != "dataset"}
    everything = {triple for name in described for triple in dataset.triples(name)}
    assert int(graph.value(this, void.triples)) == len(everything)
    assert int(graph.value(this, void.distinctSubjects)) == len({each.subject for each in everything})
    assert int(graph.value(this, void.distinctObjects)) == len({each.object for each in everything})
    parts = set(graph.objects(this, void.propertyPartition))
    assert sum(int(graph.value(part, void.triples)) for part in parts) == len(everything)
    assert len(parts) == int(graph.value(this, void.properties)) == len({each.predicate for each in everything})
    of = {graph.value(part, void["class"]): int(graph.value(part, void.entities)) for part in graph.objects(this, void.classPartition)}
    assert (of[FG.PolicyTask], of[FG.Responsibility], of[FG.ResponsibilityClause]) == (52, 279, 122)
    assert graph.value(this, void.sparqlEndpoint) == rdflib.URIRef("https://here.example/sparql")
    listed = {str(each) for each in graph.objects(this, void.subset)}
    default = f"{this}#default"
    assert listed == {*described.values(), default}
    asked = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert sizes_of(graph)[default] == int(next(iter(dataset.store.query(asked)))["n"].value)
    link_sets = {str(each) for each in graph.subjects(rdflib.RDF.type, void.Linkset)}
    plain = {iri: len(dataset.text(name).splitlines()) for name, iri in described.items() if iri not in link_sets}
    assert {iri: size for iri, size in sizes_of(graph).items() if iri not in {str(this), default}} == plain
    dcat = rdflib.Namespace(iris.PREFIXES["dcat"])
    (whole,) = graph.objects(this, dcat.distribution)
    assert graph.value(whole, dcat.downloadURL) == rdflib.URIRef("https://here.example/dataset.nq")
    assert get(linked, "/dataset.nq").body.count(b"\n") == sum(len(dataset.text(name).splitlines()) for name in dataset.names)
    for dump in graph.objects(None, void.dataDump):
        assert get(linked, "/" + str(dump).removeprefix("https://here.example/")).status == 200
    for example in graph.objects(this, void.exampleResource):
        assert get(linked, "/" + str(example).removeprefix(iris.BASE)).status == 303
    assert not any(isinstance(node, rdflib.BNode) for node in graph.all_nodes())


def sizes_of(graph: rdflib.Graph) -> dict[str, int]:
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    return {str(each): int(graph.value(each, void.triples)) for each in graph.subjects(rdflib.RDF.type, void.Dataset)}


@pytest.mark.parametrize("path", ["/.well-known/void", "/.well-known/sparql-examples"])
@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", ox.RdfFormat.TURTLE),
        ("text/html, */*;q=0.1", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_descriptions_of_the_whole_are_negotiated(linked, path, accept, form) -> None:
    """200 in the form that is wanted, Turtle when in doubt, and all forms say the same."""
    reply = get(linked, path, accept)
    assert (reply.status, reply.media_type.split(";")[0], header(reply, "Vary")) == (200, form.media_type, "Accept")
    document = json.loads(get(linked, path, "application/ld+json").body) | {"@context": CONTEXT}
    assert triples(reply.body, form) == triples(json.dumps(document).encode(), ox.RdfFormat.JSON_LD)


def test_examples_are_the_catalogue(linked) -> None:
    """The bytes that `fengong questions --format ttl` prints; the context is the file of the ontology."""
    assert get(linked, "/.well-known/sparql-examples").body.decode() == sib.turtle(linked.graph.questions.values())
    context = get(linked, "/context.jsonld")
    assert (context.media_type, context.body) == ("application/ld+json", (ROOT / "ontology" / "context.jsonld").read_bytes())


# --- answers and ledgers


@pytest.mark.parametrize(("suffix", "form"), [("csv", "csv"), ("json", "json"), ("md", "markdown")])
@pytest.mark.parametrize(("question", "given"), [("led-by", {"body": "民政厅"}), ("statistics", {}), ("bodies-of", {"task": "12"})])
def test_answers_are_those_of_the_command_line(linked, fengong, suffix, form, question, given) -> None:
    """The bytes that `fengong ask` writes, under an ASCII name."""
    options = [word for name, value in given.items() for word in (f"--{name}", value)]
    told = fengong("--lang", "zh", "ask", question, *options, "--format", form)
    reply = get(linked, f"/answer/{question}.{suffix}", lang="zh", **given)
    assert reply.body.decode() == told.out
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9-]+\.[a-z]+"', header(reply, "Content-Disposition"))


def test_the_options_of_an_answer(linked) -> None:
    """The reading, the language, the byte order mark; empty fields of a form are none; triples are Turtle."""
    adopted, printed = (
        list(
            csv.DictReader(
                io.StringIO(get(linked, "/answer/led-by.csv", body="民政厅", reading=reading, table="", lang="en").body.decode())
            )
        )
        for reading in ("adopted", "printed")
    )
    assert (len(adopted), len(printed)) == (11, 8)
    assert get(linked, "/answer/led-by.csv", body="民政厅", bom="1").body.startswith("\ufeffnumber".encode())
    said = get(linked, "/answer/led-by.csv", languages="zh", body="民政厅")
    assert "四川省民政厅" in said.body.decode()
    assert header(said, "Vary") == "Accept-Language, Cookie"
    assert header(get(linked, "/answer/led-by.csv", body="民政厅", reading="printed"), "Content-Disposition").endswith(
        'affairs-printed.csv"'
    )
    assert len(triples(get(linked, "/answer/plain-view.ttl").body, ox.RdfFormat.TURTLE)) > 1000


def test_an_answer_as_a_workbook(linked) -> None:
    """Rows with their types, the titles of columns, what was asked, and how to cite it."""
    data = get(linked, "/answer/led-by.xlsx", body="民政厅", lang="zh").body
    answer, notes = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    rows = list(answer.values)
    assert (rows[0][0], len(rows), rows[1][0]) == ("序号", 12, 8)
    said = {row[0]: row[1] for row in notes.values}
    assert (said["问题"], said["读法"], said["行数"]) == ("某单位牵头的任务", "采信", "11")
    assert said["引用"].endswith("question/led-by?body=https://w3id.org/fengong/id/body/510000/civil-affairs.")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert b"created" not in archive.read("docProps/core.xml")


def test_words_never_become_formulas(two) -> None:
    """Words of a source and of a request that begin with = are text in the workbook."""
    data = get(two, "/answer/search.xlsx", text="=HYPERLINK", lang="en").body
    sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert len(cells) >= 2
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)


@pytest.mark.parametrize(
    ("path", "parameters", "status", "words"),
    [
        ("/answer/led-by.csv", {}, 400, "needs body"),
        ("/answer/led-by.csv", {"body": "民政"}, 400, "四川省民政厅（510000/civil-affairs）"),
        ("/answer/led-by.csv", {"body": 'x"} ; DROP ALL #'}, 400, "no body is called"),
        ("/answer/led-by.csv", {"body": "<https://evil.example/> } #"}, 400, "no body is called"),
        ("/answer/led-by.csv", {"body": "民政厅", "frob": "1"}, 400, "does not take frob"),
        ("/answer/led-by.csv", {"body": "民政厅", "reading": "x"}, 400, "adopted · printed"),
        ("/answer/led-by.csv", {"body": "民政厅", "table": "../../etc"}, 400, "no table is called"),
        ("/answer/bodies-of.csv", {"task": "99"}, 400, "no task is called"),
        ("/answer/overdue.csv", {"on": "tomorrow"}, 400, "is no date"),
        ("/answer/led-bu.csv", {"body": "民政厅"}, 404, "/answer/led-by.csv"),
        ("/answer/../led-by.csv", {}, 404, "There is no"),
        ("/answer/led-by.docx", {"body": "民政厅"}, 404, "/answer/led-by.xlsx"),
        ("/answer/led-by.ttl", {"body": "民政厅"}, 404, "/answer/led-by.csv"),
        ("/answer/plain-view.csv", {}, 404, "/answer/plain-view.ttl"),
        ("/ledger.csv", {}, 400, "/ledger.csv?body="),
        ("/ledger.csv", {"body": "nobody"}, 400, "no body is called"),
        ("/ledger.csv", {"body": "民政厅", "task": "12"}, 400, "--task"),
        ("/ledger.docx", {"body": "民政厅"}, 404, "/ledger.xlsx"),
        ("/ledger.csv", {"body": "cn/rural-revitalisation"}, 404, "no responsibility"),
        ("/cite.txt", {}, 400, "Give an iri"),
        ("/cite.txt", {"iri": "https://evil.example/"}, 404, "There is no https://evil.example/"),
        ("/cite.bib", {"iri": "role/laed"}, 404, "/role/lead"),
        ("/cite.pdf", {"iri": "role/lead"}, 404, "/cite.bib"),
        ("/cite.bib", {"iri": "role/lead?a=b"}, 404, "There is no"),
        ("/cite.bib", {"iri": "role/lead\n@misc{x}"}, 404, "There is no"),
    ],
)
def test_what_cannot_be_asked_is_explained(linked, path, parameters, status, words) -> None:
    """In the words of the error, in English and in Chinese."""
    reply = get(linked, path, **parameters)
    assert (reply.status, reply.media_type, reply.kept) == (status, "text/plain; charset=utf-8", False)
    assert words in reply.body.decode()
    assert re.search("[\u4e00-\u9fff]", reply.body.decode())


def test_a_bare_number_among_several_tables(two) -> None:
    """400 names the tables; with one of them it is answered."""
    reply = get(two, "/answer/bodies-of.csv", task="1")
    assert reply.status == 400
    assert "one · other" in reply.body.decode()
    assert get(two, "/answer/bodies-of.csv", task="1", table="other").status == 200
    assert get(two, "/answer/bodies-of.csv", task="one/2").status == 200


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=30))
def test_no_value_breaks_an_answer(linked, text) -> None:
    """Whatever is looked for, the file has an ASCII name in one line, and the answer is CSV."""
    reply = get(linked, "/answer/search.csv", text=text)
    assert reply.status in {200, 400}
    if reply.status == 200:
        assert re.fullmatch(r'attachment; filename="[A-Za-z0-9-]+\.csv"', header(reply, "Content-Disposition"))
        assert len({len(row) for row in csv.reader(io.StringIO(reply.body.decode()))}) == 1


@pytest.mark.parametrize(("suffix", "form"), [("csv", "csv"), ("html", "html"), ("md", "markdown"), ("xlsx", "xlsx")])
def test_ledgers_are_those_of_the_command_line(linked, suffix, form) -> None:
    """The bytes that `fengong ledger` writes, in the reading and language asked for."""
    reply = get(linked, f"/ledger.{suffix}", body="510000/civil-affairs", lang="en", reading="printed", table=SICHUAN)
    ledger = linked.graph.ledger("民政厅", reading="printed", table=SICHUAN)
    assert reply.body == written(ledger, form, "en")
    assert header(reply, "Content-Disposition") == f'attachment; filename="ledger-510000-civil-affairs.{suffix}"'


# --- citations


def entry(text: str) -> dict[str, str]:
    """A BibTeX entry read as BibTeX reads it: braces are counted, with a backslash before them or not."""
    head = re.match(r"@(\w+)\{([^\s,{}]+),\n", text)
    assert head, text
    fields, at = {"entry": head[1], "key": head[2]}, head.end()
    while (match := re.compile(r"\s*(\w+)\s*=\s*\{").match(text, at)) is not None:
        at, depth = match.end(), 1
        start = at
        while depth:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        fields[match[1]] = text[start : at - 1]
        at += text[at] == ","
    assert text[at:].strip() == "}", text[at:]
    return fields


def spoken(value: str) -> str:
    """A value as it is printed."""
    signs = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^"}
    value = value[1:-1] if value.startswith("{") and value.endswith("}") else value
    return re.sub(r"\\(?:(text\w+)\{\}|([%&_#$]))", lambda match: signs[match[1]] if match[1] else match[2], value)


@pytest.mark.parametrize("path", [each for each in OF_EACH_SORT if each not in {"index", "dataset", "ns/0.2.0"}])
def test_everything_can_be_cited(linked, path) -> None:
    """A line in each language that ends in the stable IRI, and an entry that BibTeX reads; the year is that of CITATION.cff."""
    iri = iris.BASE + path
    chinese, english = get(linked, "/cite.txt", iri=iri).body.decode().splitlines()
    assert chinese.endswith(f"[DS/OL]//Fengong developers. 分工（Fengong）知识图谱：{package.__version__} 版. (2026-11-23). {iri}.")
    assert english.endswith(f"[DS/OL]//Fengong developers. Fengong knowledge graph: version {package.__version__}. (2026-11-23). {iri}.")
    fields = entry(get(linked, "/cite.bib", iri=path).body.decode())
    assert (fields["entry"], spoken(fields["author"]), fields["url"], fields["year"]) == ("misc", "Fengong developers", iri, "2026")
    assert spoken(fields["title"]) == chinese.partition("[DS/OL]")[0]


def test_an_answer_is_cited_with_what_was_asked(linked) -> None:
    """Its question, what it was asked with by name, and an IRI that asks it again."""
    answer = linked.graph.ask("led-by", body="民政厅", reading="printed")
    iri = cite.answer_iri("led-by", answer.values, answer.reading)
    line = get(linked, "/cite.txt", iri=iri).body.decode().splitlines()[0]
    assert line.startswith("某单位牵头的任务（四川省民政厅，原文读法）[DS/OL]")
    assert line.endswith(f"{iri}.")
    parameters = dict(pair.split("=") for pair in iri.partition("?")[2].split("&"))
    assert get(linked, "/answer/led-by.json", **parameters).body.count(b'"number"') == 8


@settings(max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_no_words_break_bibtex(linked, text) -> None:
    """Braces, percent, backslashes: the entry is read back, and its address is ASCII."""
    iri = cite.answer_iri("search", {"text": ox.Literal(text)})
    found = cite.bibtex(linked.graph.dataset, iri, questions=linked.graph.questions)
    fields = entry(found)
    assert fields["url"].isascii()
    assert spoken(fields["title"]) == cite.titled(linked.graph.dataset, iri, questions=linked.graph.questions).zh


def test_what_no_source_gives_is_not_said(two) -> None:
    """A workspace without CITATION.cff has no date and no year; a title is as printed."""
    assert "(20" not in get(two, "/cite.txt", iri="id/one/task/1").body.decode()
    fields = entry(get(two, "/cite.bib", iri="id/one/task/1").body.decode())
    assert "year" not in fields
    assert spoken(fields["title"]) == "示例：任务1"


# --- beside the server


def test_w3id_sends_every_iri_to_the_host() -> None:
    """The rules for w3id.org send the path of each IRI of ours, whole, to the same path of a host that whoever deploys it names."""
    text = (ROOT / "docs" / "w3id" / ".htaccess").read_text(encoding="utf-8")
    rules = re.findall(r"^RewriteRule (\S+) (\S+) \[(\S+)\]$", text, re.MULTILINE)
    assert rules
    assert set(re.findall(r"https://[^/\s]+", re.sub(r"(?m)^#.*$", "", text))) == {"https://YOUR-HOST.example"}
    for path in [
        *OF_EACH_SORT,
        *(f"{each}.ttl" for each in OF_EACH_SORT),
        "",
        "context.jsonld",
        "sparql",
        "graph/bodies/inferred.nq",
        "prefixes",
    ]:
        pattern, target, flags = next(rule for rule in rules if re.search(rule[0], path))
        found = re.search(pattern, path)
        assert target.replace("$1", found[1]) == f"https://YOUR-HOST.example/{path}"
        assert {"R=302", "L"} <= set(flags.split(","))


def test_nothing_of_the_building_half_is_loaded() -> None:
    """Replies load neither rdflib nor pySHACL; openpyxl only for a workbook."""
    code = f"""
import sys, fengong
from fengong.linked import Linked
from fengong.web.message import Request
linked = Linked(fengong.open({str(ROOT)!r}))
linked.warm()
for path in ("{TASK}.ttl", "{TASK}.json", "{BODY}.jsonld", "ns.rdf", "answer/statistics.csv", ".well-known/void"):
    assert linked.reply(Request("/" + path)).status == 200, path
sys.exit(str({{"rdflib", "pyshacl", "owlrl", "openpyxl", "starlette"}} & set(sys.modules)) if
    {{"rdflib", "pyshacl", "owlrl", "openpyxl", "starlette"}} & set(sys.modules) else 0)
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=Path(ROOT))
    assert done.returncode == 0, done.stderr


def test_everything_in_one_file(linked) -> None:
    """All named graphs come as one file of N-Quads, with every quad of each, and the description names it."""
    quads = list(ox.parse(get(linked, "/dataset.nq").body, format=ox.RdfFormat.N_QUADS))
    dataset = linked.graph.dataset
    assert len(quads) == sum(dataset.text(name).count(b"\n") for name in dataset.names)
    assert {quad.graph_name.value for quad in quads} == {dataset.graphs[name] for name in dataset.names if dataset.text(name)}
    assert b"dataset.nq" in get(linked, "/dataset.nt").body

"""The Reconciliation Service API 0.2: every answer against schemas written from the specification, and a real client over HTTP."""

from __future__ import annotations

import ast
import contextlib
import json
import math
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import jsonschema
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import blocks
import fengong
from fengong.reconcile import Reconciler
from fengong.reconcile.entities import Entities
from fengong.reconcile.forms import Forms
from fengong.reconcile.match import candidates
from fengong.reconcile.query import BATCH, Given, Query
from fengong.web.message import Reply, Request
from support import ROOT, SICHUAN
from system.server import serving

SCHEMAS = Path(__file__).parent / "reconcile_schemas"
BASE = "http://localhost:8000/"
CIVIL, HEALTH = "body/510000/civil-affairs", "body/510000/health"


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


VALID = {path.stem: validator(path.stem) for path in sorted(SCHEMAS.glob("*.json"))}


@pytest.fixture(scope="module")
def service() -> Reconciler:
    found = Reconciler(fengong.open(ROOT))
    found.warm()
    return found


def got(service: Reconciler, path: str = "", schema: str = "", languages: str = "", **parameters: str):
    """What is answered, which must be valid."""
    reply = service.reply(Request("/reconcile" + path, tuple(parameters.items()), languages=languages, base=BASE))
    assert reply is not None
    assert (reply.status, reply.media_type) == (200, "application/json")
    answer = json.loads(reply.body)
    VALID[schema].validate(answer)
    return answer


def refused(service: Reconciler, path: str = "", **parameters: str) -> tuple[int, str]:
    """Status and words of a refusal, which is a sentence in each language."""
    reply = service.reply(Request("/reconcile" + path, tuple(parameters.items()), base=BASE))
    assert reply is not None
    english, chinese = reply.body.decode().splitlines()
    assert english.endswith(".")
    assert chinese.endswith("。")
    return reply.status, english


def asked(service: Reconciler, words: str | None = None, **fields: object) -> list[dict]:
    """The candidates for one query."""
    query = fields if words is None else {"query": words, **fields}
    return got(service, schema="result-batch", queries=json.dumps({"q0": query}))["q0"]["result"]


def chosen(found: list[dict]) -> str | None:
    ids = [candidate["id"] for candidate in found if candidate["match"]]
    assert len(ids) <= 1
    return ids[0] if ids else None


def of(pid: str, value: object) -> list[dict[str, object]]:
    return [{"pid": pid, "v": value}]


# --- names


NAMES = [
    ("四川省民政厅", CIVIL, 100),
    ("省民政厅", CIVIL, 95),
    ("民政厅", CIVIL, 95),
    ("四川民政厅", CIVIL, 90),
    ("省卫健委", HEALTH, 95),
    ("四川省卫健委", HEALTH, 98),
    ("四川卫健委", HEALTH, 90),
    ("省发改委", "body/510000/development-reform", 95),
    ("省住建厅", "body/510000/housing-construction", 95),
    ("省人社厅", "body/510000/human-resources-social-security", 95),
    ("团省委", "body/510000/youth-league", 95),
    ("自贡市政府", "body/510300/peoples-government", 98),
    ("自贡市人民政府", "body/510300/peoples-government", 100),
    ("自贡政府", "body/510300/peoples-government", 90),
    ("民政部", "body/cn/civil-affairs", 93),
    ("国家卫健委", "body/cn/health", 98),
    ("各市（州）人民政府", "collective/sichuan-prefecture-governments", 95),
    ("各市州人民政府", "collective/sichuan-prefecture-governments", 95),
    ("sichuan department of civil affairs", CIVIL, 100),
    ("Guang'an Municipal People’s Government", "body/511600/peoples-government", 100),
    ("四川省", "place/510000", 100),
    ("自贡", "place/510300", 98),
    ("510300", "place/510300", 100),
    ("510000/civil-affairs", CIVIL, 100),
    (CIVIL, CIVIL, 100),
    (f"https://w3id.org/fengong/id/{CIVIL}", CIVIL, 100),
    ("　省 民政厅", CIVIL, 95),
    ("第12项", f"{SICHUAN}/task/12", 95),
    (f"{SICHUAN}/12", f"{SICHUAN}/task/12", 100),
]


@pytest.mark.parametrize(("words", "identifier", "score"), NAMES, ids=[case[0] for case in NAMES])
def test_names_are_chosen(service: Reconciler, words: str, identifier: str, score: float) -> None:
    """A full name, a reviewed short form, or one with its place's name is the first candidate, and chosen."""
    found = asked(service, words)
    assert (chosen(found), found[0]["id"], found[0]["score"]) == (identifier, identifier, score)


OFFERED = [
    ("卫健委", HEALTH, "a form without a place is that of the province and of the nation"),
    ("残联", "body/510000/disabled-persons-federation", "the same"),
    ("市政府", "body/510100/peoples-government", "one of twenty-one"),
    ("税务局", "body/510000/taxation", "no reviewed table lists it"),
    ("省民政局", CIVIL, "it only looks like one"),
    ("省卫计委", HEALTH, "an earlier name that no table lists"),
    ("云南省民政厅", CIVIL, "another province"),
    ("12", f"{SICHUAN}/task/12", "a number may be anything"),
]


@pytest.mark.parametrize(("words", "identifier", "why"), OFFERED, ids=[case[0] for case in OFFERED])
def test_what_is_not_sure_is_offered(service: Reconciler, words: str, identifier: str, why: str) -> None:
    """What may be a name is offered first, below 100, and not chosen."""
    found = asked(service, words)
    assert (chosen(found), found[0]["id"]) == (None, identifier), why
    assert found[0]["score"] <= 80


@pytest.mark.parametrize("words", ["不存在的局", "qwertyuiop", "。", "", "   ", "\x00"])
def test_what_is_no_name_finds_nothing(service: Reconciler, words: str) -> None:
    """Words that look like no name have no candidates."""
    assert asked(service, words) == []


def test_every_reviewed_name_is_chosen(service: Reconciler) -> None:
    """Each name of each body of the reference tables is chosen, with its jurisdiction given; without it where it is one body's."""
    entities = [each for each in service.entities.all if each.type in {"SingleBody", "BodyCollective"}]
    for entity in entities:
        for name in (*entity.full, *entity.others):
            assert chosen(asked(service, name, properties=of("jurisdiction", entity.place))) == entity.id, name
    names = [name for entity in entities for name in (*entity.full, *entity.others)]
    assert len(names) == len(set(names)) > 350
    assert all(chosen(asked(service, name)) for name in names)


# --- jurisdiction and other properties


@pytest.mark.parametrize("pid", ["jurisdiction", "fg:jurisdiction", "https://w3id.org/fengong/ns#jurisdiction"])
@pytest.mark.parametrize("value", ["510000", 510000, 510000.0, "四川", "四川省", "Sichuan", {"id": "place/510000"}, ["nowhere", "四川省"]])
def test_a_jurisdiction_settles_what_has_no_place(service: Reconciler, pid: str, value: object) -> None:
    """However property and place are written, 卫健委 is the province's where the province is given."""
    found = asked(service, "卫健委", properties=of(pid, value))
    assert chosen(found) == HEALTH
    assert {"id": "jurisdiction", "value": 1.0} in found[0]["features"]


def test_a_jurisdiction_reaches_upwards(service: Reconciler) -> None:
    """A short form counts in the jurisdiction given and those above it, the nearest first."""
    assert chosen(asked(service, "市政府", properties=of("jurisdiction", "自贡市"))) == "body/510300/peoples-government"
    assert chosen(asked(service, "民政厅", properties=of("jurisdiction", "自贡市"))) == CIVIL
    found = asked(service, "民政部", properties=of("jurisdiction", "四川"))
    assert chosen(found) == "body/cn/civil-affairs"
    bare = asked(service, "残联", properties=of("jurisdiction", "自贡市"))
    assert (chosen(bare), bare[0]["id"]) == (None, "body/510000/disabled-persons-federation")
    assert {"id": "jurisdiction", "value": 0.5} in found[0]["features"]


def test_another_jurisdiction_rules_out(service: Reconciler) -> None:
    """A short form finds nothing in a place that we do not know; a full name is offered, and not chosen."""
    assert asked(service, "民政厅", properties=of("jurisdiction", "云南省")) == []
    found = asked(service, "四川省民政厅", properties=of("jurisdiction", "云南省"))
    assert [(each["id"], each["match"], each["score"]) for each in found] == [(CIVIL, False, 60)]
    assert {"id": "jurisdiction", "value": 0.0} in found[0]["features"]


def test_another_function_is_not_chosen(service: Reconciler) -> None:
    """A function or kind that disagrees costs the choice; one that agrees does not."""
    assert chosen(asked(service, "民政厅", properties=of("function", "卫生健康"))) is None
    assert chosen(asked(service, "民政厅", properties=of("function", "民政"))) == CIVIL
    assert chosen(asked(service, "民政厅", properties=of("kind", "省级厅"))) == CIVIL
    assert {"id": "function", "value": False} in asked(service, "民政厅", properties=of("function", "x"))[0]["features"]


def test_properties_alone_find_the_bodies_that_have_them(service: Reconciler) -> None:
    """Without words the properties decide; one body is chosen, several are offered, and unknown properties find nothing."""
    assert chosen(asked(service, properties=[*of("function", "民政"), *of("jurisdiction", "四川")])) == CIVIL
    several = asked(service, properties=of("function", "民政"))
    assert {each["id"] for each in several} == {CIVIL, "body/cn/civil-affairs"}
    assert chosen(several) is None
    assert asked(service, properties=of("colour", "red")) == []


def forms_of(*lines: tuple[str, str, str]) -> Forms:
    """Forms over a small store: place, name, and short form of bodies; table t is of place 1, which is part of cn, as is 2."""
    fg, skos = "https://w3id.org/fengong/ns#", "http://www.w3.org/2004/02/skos/core#"
    iri, add = "https://w3id.org/fengong/id/", []
    for code, name in (("cn", "中国"), ("1", "甲省"), ("2", "乙省")):
        add.append(f'<{iri}place/{code}> a <{fg}Place> ; <{skos}prefLabel> "{name}"@zh .')
        add.append(f"<{iri}place/{code}> <{fg}partOfPlace> <{iri}place/cn> ." if code != "cn" else "")
    add.append(f"<{iri}t> <{fg}jurisdiction> <{iri}place/1> .")
    for place, name, short in lines:
        body = f"<{iri}body/{place}/civil-affairs>"
        add.append(f'{body} a <{fg}SingleBody> ; <{skos}prefLabel> "{name}"@zh ; <{skos}altLabel> "{short}"@zh .')
        add.append(f"{body} <{fg}jurisdiction> <{iri}place/{place}> .")
    store = ox.Store()
    store.load("\n".join(add).encode(), ox.RdfFormat.TURTLE)

    class Small:
        asserted = promised = whole = store
        tables = ("t",)

    return Forms(Entities(Small()))  # type: ignore[arg-type]


def test_one_name_in_two_jurisdictions_is_not_chosen() -> None:
    """Where two bodies are called so, both are offered, the nearer first; the jurisdiction decides."""
    forms = forms_of(("1", "甲省民政厅", "民政厅"), ("2", "乙省民政厅", "民政厅"))
    found = candidates(Query("民政厅"), forms)
    assert [(each.entity.id, each.match) for each in found] == [("body/1/civil-affairs", False), ("body/2/civil-affairs", False)]
    assert found[0].score > found[1].score
    given = candidates(Query("民政厅", properties=(Given("jurisdiction", ("乙省",)),)), forms)
    assert [(each.entity.id, each.match) for each in given] == [("body/2/civil-affairs", True)]
    assert [each.match for each in candidates(Query("乙省民政厅"), forms)] == [True]


def test_a_short_form_does_not_count_elsewhere() -> None:
    """A short form of a province that no table is of is offered, and not chosen."""
    found = candidates(Query("民政厅"), forms_of(("2", "乙省民政厅", "民政厅")))
    assert [(each.entity.id, each.match) for each in found] == [("body/2/civil-affairs", False)]


# --- types and limits


def test_types_are_a_filter(service: Reconciler) -> None:
    """A type, a list of types, an IRI or a class above leave the others out; an unknown type leaves out all."""
    assert chosen(asked(service, "自贡", type="Place")) == "place/510300"
    assert all(each["type"][0]["id"] == "SingleBody" for each in asked(service, "自贡", type="SingleBody"))
    assert chosen(asked(service, "民政厅", type=["Place", "SingleBody"])) == CIVIL
    assert chosen(asked(service, "民政厅", type="https://w3id.org/fengong/ns#SingleBody")) == CIVIL
    assert chosen(asked(service, "民政厅", type="Body", type_strict="any")) == CIVIL
    assert chosen(asked(service, "民政厅", type=[{"id": "SingleBody", "name": "单位"}])) == CIVIL
    assert chosen(asked(service, "12", type="PolicyTask")) == f"{SICHUAN}/task/12"
    assert asked(service, "民政厅", type="Q5") == []


def test_a_limit_cuts(service: Reconciler) -> None:
    """At most so many candidates are given, best first; ten where nothing is asked for."""
    assert len(asked(service, "市政府")) == 10
    few = asked(service, "市政府", limit=3)
    assert len(few) == 3
    scores = [each["score"] for each in asked(service, "市政府", limit=100)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 20


def test_words_of_a_task_find_it(service: Reconciler) -> None:
    """A part of a task offers it; its whole text is its name."""
    text = service.entities.by_id[f"{SICHUAN}/task/7"].text
    assert asked(service, "建立家庭托育点登记备案制度")[0]["id"] == f"{SICHUAN}/task/7"
    assert chosen(asked(service, text)) == f"{SICHUAN}/task/7"


# --- the protocol, one case a test


def test_manifest_without_parameters(service: Reconciler) -> None:
    """The endpoint without parameters gives the manifest, with every service under our own address."""
    manifest = got(service, schema="manifest")
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == "https://w3id.org/fengong/id/"
    assert manifest["schemaSpace"] == "https://w3id.org/fengong/ns#"
    assert [each["id"] for each in manifest["defaultTypes"]] == ["SingleBody", "BodyCollective", "Place", "PolicyTask"]
    assert manifest["view"]["url"] == BASE + "id/{{id}}"
    assert manifest["batchSize"] == BATCH
    suggest = manifest["suggest"]["entity"]
    assert suggest["service_url"] + suggest["service_path"] == BASE + "reconcile/suggest/entity"


def test_manifest_in_the_language_asked_for(service: Reconciler) -> None:
    """Names follow Accept-Language; a program that sends none gets Chinese, and caches are told."""
    assert got(service, schema="manifest", languages="en")["defaultTypes"][2]["name"] == "place"
    assert got(service, schema="manifest")["defaultTypes"][2]["name"] == "行政区域"
    reply = service.reply(Request("/reconcile"))
    assert reply is not None
    assert ("Vary", "Accept-Language, Cookie") in reply.headers


def test_candidates_in_the_language_asked_for(service: Reconciler) -> None:
    """The name of a candidate follows Accept-Language, its description holds the other."""
    found = got(service, schema="result-batch", languages="en", queries='{"a": {"query": "民政厅"}}')["a"]["result"][0]
    assert found["name"] == "Sichuan Department of Civil Affairs"
    assert found["description"].startswith("四川省民政厅 · Sichuan")


def test_a_batch_keeps_its_keys(service: Reconciler) -> None:
    """Each query is answered under its own key, apart from the others."""
    answer = got(
        service, schema="result-batch", queries='{"b": {"query": "民政厅"}, "a": {"query": "不存在的局"}, "\\ud800": {"query": "x"}}'
    )
    assert list(answer) == ["b", "a", "\ud800"]
    assert answer["a"] == {"result": []}


def test_an_empty_batch(service: Reconciler) -> None:
    """No queries, no answers."""
    assert got(service, schema="result-batch", queries="{}") == {}


def test_a_full_batch(service: Reconciler) -> None:
    """As many queries as the manifest says are answered at once."""
    assert len(got(service, schema="result-batch", queries=json.dumps({str(i): {"query": "民政厅"} for i in range(BATCH)}))) == BATCH


def test_a_batch_too_large(service: Reconciler) -> None:
    """One query more is refused with 413."""
    status, words = refused(service, queries=json.dumps({str(i): {"query": "民政厅"} for i in range(BATCH + 1)}))
    assert status == 413
    assert str(BATCH) in words


def test_one_query_as_older_clients_send_it(service: Reconciler) -> None:
    """The parameter query is one query, as JSON or as plain words."""
    assert chosen(got(service, schema="result", query='{"query": "民政厅", "limit": 1}')["result"]) == CIVIL
    assert chosen(got(service, schema="result", query="民政厅")["result"]) == CIVIL


@pytest.mark.parametrize("text", ["", "{", "民政厅", "[" * 100_000, '{"a": {"query": "x"}', "\x00"])
@pytest.mark.parametrize("parameter", ["queries", "extend"])
def test_malformed_json(service: Reconciler, parameter: str, text: str) -> None:
    """What is no JSON is refused with 400."""
    status, words = refused(service, **{parameter: text})
    assert status == 400
    assert parameter in words


WRONG = {
    "no object": "x",
    "null": None,
    "neither query nor properties": {"limit": 3},
    "query not a string": {"query": 12},
    "query NaN": {"query": math.nan},
    "limit nought": {"query": "x", "limit": 0},
    "limit negative": {"query": "x", "limit": -1},
    "limit broken": {"query": "x", "limit": 1.5},
    "limit endless": {"query": "x", "limit": math.inf},
    "limit a word": {"query": "x", "limit": "3"},
    "limit true": {"query": "x", "limit": True},
    "type a number": {"query": "x", "type": 3},
    "type a list of numbers": {"query": "x", "type": [3]},
    "properties no list": {"query": "x", "properties": {}},
    "property without pid": {"query": "x", "properties": [{"v": "x"}]},
    "property without v": {"query": "x", "properties": [{"pid": "x"}]},
    "value null": {"query": "x", "properties": [{"pid": "x", "v": None}]},
    "value nested": {"query": "x", "properties": [{"pid": "x", "v": [["x"]]}]},
}


@pytest.mark.parametrize("query", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_query_is_named(service: Reconciler, query: object) -> None:
    """A query of another shape is refused with 400 and the sentence names it."""
    status, words = refused(service, queries=json.dumps({"good": {"query": "民政厅"}, "bad7": query}))
    assert status == 400
    assert "bad7" in words


def test_a_batch_that_is_no_object(service: Reconciler) -> None:
    """A list of queries is refused with 400."""
    assert refused(service, queries='[{"query": "x"}]')[0] == 400


def test_suggest_entity_by_prefix(service: Reconciler) -> None:
    """Entities are suggested by name, short form, initials, code and id."""
    for prefix in ("四川省民", "民政厅", "mzt", CIVIL):
        found = got(service, "/suggest/entity", "suggest-entity", prefix=prefix)["result"]
        assert found[0]["id"] == CIVIL
        assert found[0]["notable"][0]["id"] == "SingleBody"
    assert got(service, "/suggest/entity", "suggest-entity", prefix="510300")["result"][0]["id"] == "place/510300"


def test_suggest_entity_with_a_cursor(service: Reconciler) -> None:
    """A cursor skips so many suggestions; one behind the end gives none."""
    first = got(service, "/suggest/entity", "suggest-entity", prefix="四川")["result"]
    rest = got(service, "/suggest/entity", "suggest-entity", prefix="四川", cursor="5")["result"]
    assert rest[: len(first) - 5] == first[5:]
    assert got(service, "/suggest/entity", "suggest-entity", prefix="四川", cursor="99999")["result"] == []


def test_suggest_entity_without_prefix(service: Reconciler) -> None:
    """Nothing typed, nothing suggested."""
    assert got(service, "/suggest/entity", "suggest-entity")["result"] == []


def test_suggest_type(service: Reconciler) -> None:
    """Types are suggested by id and by name in both languages; all of them for no prefix."""
    assert len(got(service, "/suggest/type", "suggest-type")["result"]) == 5
    for prefix in ("Pl", "行政", "https://w3id.org/fengong/ns#Pla"):
        assert [each["id"] for each in got(service, "/suggest/type", "suggest-type", prefix=prefix)["result"]] == ["Place"]


def test_suggest_property(service: Reconciler) -> None:
    """Properties are suggested by id and by name in both languages."""
    for prefix in ("juris", "fg:jurisdiction", "辖区"):
        assert got(service, "/suggest/property", "suggest-property", prefix=prefix)["result"][0]["id"] == "jurisdiction"
    assert got(service, "/suggest/property", "suggest-property", prefix="xyz")["result"] == []


@pytest.mark.parametrize("cursor", ["-1", "x", "1.5", "９", "9" * 30])
def test_a_wrong_cursor(service: Reconciler, cursor: str) -> None:
    """A cursor that is no whole number is refused with 400."""
    for service_path in ("entity", "type", "property"):
        assert refused(service, f"/suggest/{service_path}", prefix="x", cursor=cursor)[0] == 400


def test_preview_is_a_page(service: Reconciler) -> None:
    """A preview is HTML with the names, may be framed, and holds no script or style of its own."""
    reply = service.reply(Request("/reconcile/preview", (("id", CIVIL),), base=BASE))
    assert reply is not None
    page = reply.body.decode()
    assert (reply.status, reply.media_type) == (200, "text/html; charset=utf-8")
    assert "四川省民政厅" in page
    assert "Sichuan Department of Civil Affairs" in page
    assert f'href="{BASE}id/{CIVIL}"' in page
    assert "<script" not in page
    assert "style=" not in page
    assert any(name == "Content-Security-Policy" and "frame-ancestors *" in value for name, value in reply.headers)


def test_preview_escapes(service: Reconciler) -> None:
    """What a client says of itself cannot become markup."""
    reply = service.reply(Request("/reconcile/preview", (("id", CIVIL),), base='http://x/"><script>alert(1)</script>/'))
    assert reply is not None
    assert b"<script" not in reply.body


@pytest.mark.parametrize("identifier", ["", "body/000000/nothing", "<script>alert(1)</script>", "../../etc/passwd"])
def test_preview_of_nothing(service: Reconciler, identifier: str) -> None:
    """An unknown id is refused with 404, and not repeated."""
    status, words = refused(service, "/preview", id=identifier)
    assert status == 404
    assert "script" not in words


def test_propose_properties(service: Reconciler) -> None:
    """Properties are proposed by type, at most so many; none for an unknown type."""
    bodies = got(service, "/extend/propose", "propose", type="SingleBody")
    ids = [each["id"] for each in bodies["properties"]]
    assert {
        "name_zh",
        "name_en",
        "short_names",
        "jurisdiction",
        "function",
        "kind",
        "superior",
        "leads",
        "shares",
        "joins",
        "tasks",
    } <= set(ids)
    assert "text" not in ids
    few = got(service, "/extend/propose", "propose", type="SingleBody", limit="2")
    assert (few["limit"], [each["id"] for each in few["properties"]]) == (2, ids[:2])
    assert got(service, "/extend/propose", "propose", type="Q5")["properties"] == []
    assert len(got(service, "/extend/propose", "propose")["properties"]) > len(ids)
    assert refused(service, "/extend/propose", type="Place", limit="many")[0] == 400


def extended(service: Reconciler, ids: list[str], *wanted: str | dict[str, object], languages: str = "") -> dict:
    properties = [each if isinstance(each, dict) else {"id": each} for each in wanted]
    query = json.dumps({"ids": ids, "properties": properties})
    return got(service, schema="extend", languages=languages, extend=query)


def test_extend_a_body(service: Reconciler) -> None:
    """Names, place, function, kind and counts of a body are those of the graph."""
    names = ("name_zh", "name_en", "short_names", "jurisdiction", "function", "kind", "leads", "shares", "joins", "national_counterpart")
    row = extended(service, [CIVIL], *names)["rows"][CIVIL]
    assert row["name_zh"] == [{"str": "四川省民政厅"}]
    assert row["short_names"] == [{"str": "民政厅"}, {"str": "省民政厅"}]
    assert row["jurisdiction"] == [{"id": "place/510000", "name": "四川省"}]
    assert row["function"] == [{"str": "民政"}]
    assert row["national_counterpart"] == [{"id": "body/cn/civil-affairs", "name": "中华人民共和国民政部"}]
    graph = service.graph
    assert row["leads"] == [{"int": len(graph.ask("led-by", body="民政厅"))}] == [{"int": 11}]
    tasks = {(entry.number, entry.role.en) for entry in graph.ledger("民政厅").entries}
    assert row["joins"] == [{"int": sum(role == "participate" for _, role in tasks)}]


def test_extend_under_the_printed_reading(service: Reconciler) -> None:
    """The setting reading changes which body is meant, role and limit which tasks are given."""
    printed: dict[str, object] = {"id": "leads", "settings": {"reading": "printed"}}
    lead: dict[str, object] = {"id": "tasks", "settings": {"role": "lead", "limit": "3"}}
    row = extended(service, [CIVIL, "body/cn/civil-affairs"], printed, lead)["rows"]
    assert (row[CIVIL]["leads"], row["body/cn/civil-affairs"]["leads"]) == ([{"int": 8}], [{"int": 3}])
    assert [each["id"] for each in row[CIVIL]["tasks"]] == [f"{SICHUAN}/task/{number}" for number in (8, 9, 12)]


def test_extend_a_collective_and_its_members(service: Reconciler) -> None:
    """A collective has its members, and a member its collective."""
    collective = "collective/sichuan-prefecture-governments"
    rows = extended(service, [collective, "body/510300/peoples-government"], "members", "collectives", "superior")["rows"]
    assert len(rows[collective]["members"]) == 21
    assert [each["id"] for each in rows["body/510300/peoples-government"]["collectives"]] == [collective]
    assert [each["id"] for each in rows["body/510300/peoples-government"]["superior"]] == ["body/510000/peoples-government"]


def test_extend_a_reorganised_body(service: Reconciler) -> None:
    """A reorganisation that a source reports is told with the day of the report."""
    body = "body/cn/banking-insurance-regulator"
    row = extended(service, [body], "reorganised_into", "reorganisation_reported")["rows"][body]
    assert row == {"reorganised_into": [{"str": "国家金融监督管理总局"}], "reorganisation_reported": [{"date": "2023-03-17T00:00:00Z"}]}


def test_extend_places_and_tasks(service: Reconciler) -> None:
    """Places have a code and a place above; tasks a number, words, bodies, topics and deadlines."""
    task = f"{SICHUAN}/task/30"
    wanted = ("code", "part_of", "bodies", "number", "text", "table", "responsible_bodies", "topics", "deadlines")
    rows = extended(service, ["place/510300", task], *wanted)["rows"]
    assert rows["place/510300"]["code"] == [{"str": "510300"}]
    assert rows["place/510300"]["part_of"] == [{"id": "place/510000", "name": "四川省"}]
    assert [each["id"] for each in rows["place/510300"]["bodies"]] == ["body/510300/peoples-government"]
    assert rows[task]["number"] == [{"int": 30}]
    assert rows[task]["deadlines"] == [{"date": "2022-12-31T00:00:00Z"}]
    assert rows[task]["topics"]
    assert len(rows[task]["responsible_bodies"]) == len({row["body"] for row in service.graph.ask("bodies-of", task=30)})


def test_extend_in_the_language_asked_for(service: Reconciler) -> None:
    """Names of properties and values follow Accept-Language."""
    answer = extended(service, [CIVIL], "jurisdiction", languages="en")
    assert answer["meta"] == [{"id": "jurisdiction", "name": "jurisdiction", "type": {"id": "Place", "name": "place"}}]
    assert answer["rows"][CIVIL]["jurisdiction"] == [{"id": "place/510000", "name": "Sichuan"}]


def test_extend_what_we_do_not_have(service: Reconciler) -> None:
    """An unknown id or property has no values; each that was asked for is there."""
    answer = extended(service, ["nothing", CIVIL], "colour", "text")
    assert [each["id"] for each in answer["meta"]] == ["colour", "text"]
    assert answer["rows"] == {each: {"colour": [], "text": []} for each in ("nothing", CIVIL)}


def test_every_property_of_every_entity_is_valid(service: Reconciler) -> None:
    """Whatever is asked of whatever entity, the answer is valid, and what is proposed for a type is had by some entity of it."""
    ids = [entity.id for entity in service.entities.all]
    answer = extended(service, ids, *(each.id for each in service.properties))
    had = {(service.entities.by_id[key].type, name) for key, row in answer["rows"].items() for name, values in row.items() if values}
    lacking = {each.id for each in service.properties if not any((type_id, each.id) in had for type_id in each.types)}
    assert not lacking
    assert {each["str"] for each in answer["rows"]["place/510100"]["identifiers"]} == {
        "510100", "http://www.wikidata.org/entity/Q30002", "https://sws.geonames.org/1815285/",
    }, "what is refuted or only likely is no identifier"  # fmt: skip


def test_identifiers_come_from_reviewed_links() -> None:
    """An identifier elsewhere is given from whichever named graph states it."""
    service = Reconciler(fengong.open(ROOT))
    elsewhere = ox.Quad(
        ox.NamedNode(f"https://w3id.org/fengong/id/{CIVIL}"),
        ox.NamedNode("https://schema.org/sameAs"),
        ox.NamedNode("http://example.org/1"),
        ox.NamedNode("https://w3id.org/fengong/graph/links/example"),
    )
    service.graph.dataset.whole.add(elsewhere)
    assert extended(service, [CIVIL], "identifiers")["rows"][CIVIL]["identifiers"] == [{"str": "http://example.org/1"}]


BAD_EXTENSIONS = {
    "no object": [],
    "no ids": {"properties": []},
    "ids no list": {"ids": "x", "properties": []},
    "ids of numbers": {"ids": [1], "properties": []},
    "no properties": {"ids": []},
    "property without id": {"ids": [], "properties": [{}]},
    "settings no object": {"ids": [], "properties": [{"id": "x", "settings": 1}]},
    "unknown reading": {"ids": [], "properties": [{"id": "x", "settings": {"reading": "loud"}}]},
    "unknown role": {"ids": [], "properties": [{"id": "x", "settings": {"role": ["lead"]}}]},
    "limit a word": {"ids": [], "properties": [{"id": "x", "settings": {"limit": "few"}}]},
}


@pytest.mark.parametrize("query", BAD_EXTENSIONS.values(), ids=BAD_EXTENSIONS.keys())
def test_a_wrong_extension_is_refused(service: Reconciler, query: object) -> None:
    """A data extension query of another shape is refused with 400."""
    assert refused(service, extend=json.dumps(query))[0] == 400


def test_a_large_extension_is_refused(service: Reconciler) -> None:
    """Too many ids are refused with 413."""
    assert refused(service, extend=json.dumps({"ids": [str(i) for i in range(1_001)], "properties": []}))[0] == 413


@pytest.mark.parametrize("path", ["/", "/zh/", "/reconciled", "/reconcile/nothing", "/reconcile/suggest"])
def test_other_paths_are_not_ours(service: Reconciler, path: str) -> None:
    """A path that is no service of ours is left to others."""
    assert service.reply(Request(path)) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["query", "type", "pid", "v", "id", "limit", "properties"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150)
@given(words=st.text(max_size=40) | st.text(alphabet="省市民政厅卫健委四川自贡人府发改12 a", max_size=10))
def test_any_words_are_answered(service: Reconciler, words: str) -> None:
    """Whatever the cell holds, the answer is valid, in order, and at most one candidate is chosen."""
    found = asked(service, words)
    chosen(found)
    assert [each["score"] for each in found] == sorted((each["score"] for each in found), reverse=True)
    assert all(0 <= each["score"] <= 100 for each in found)


@settings(max_examples=200)
@given(parameter=st.sampled_from(["queries", "extend", "query"]), value=json_values)
def test_any_json_is_answered_or_refused(service: Reconciler, parameter: str, value: object) -> None:
    """Whatever JSON a client sends, it is told what is wrong, or answered."""
    for sent in (value, {"q0": value}):
        reply = service.reply(Request("/reconcile", ((parameter, json.dumps(sent)),)))
        assert isinstance(reply, Reply)
        assert reply.status in {200, 400}


# --- over HTTP, with a real client


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service of a real server."""
    with serving(tmp_path_factory.mktemp("reconcile")) as server:
        yield f"{server.url}/reconcile"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator:
    """PyPI `reconciler`: it still says numpy.NaN, which numpy 2 has no more, and leaves its connections open."""
    import numpy as np  # noqa: PLC0415 - with the client alone
    from reconciler import reconcile, webutils  # noqa: PLC0415 - the same

    monkeypatch.setattr(np, "NaN", math.nan, raising=False)
    with warnings.catch_warnings(), contextlib.closing(webutils.http):
        warnings.filterwarnings("ignore", "The inplace keyword in DataFrame.drop is deprecated")
        yield reconcile


COLUMN = {
    "省民政厅": CIVIL,
    "民政厅": CIVIL,
    "四川省民政厅": CIVIL,
    "卫健委": None,
    "省卫健委": HEALTH,
    "省发改委": "body/510000/development-reform",
    "自贡市政府": "body/510300/peoples-government",
    "省政府": "body/510000/peoples-government",
    "人社部": "body/cn/human-resources-social-security",
    "省民政局": None,
    "云南省民政厅": None,
    "不存在的局": None,
}


def test_a_real_client_reconciles_a_column(client, endpoint: str) -> None:
    """A column of names as other documents print them gets our bodies, chosen where they are sure."""
    import pandas as pd  # noqa: PLC0415 - with the client alone

    table = client(pd.Series([*COLUMN, "省民政厅"]), type_id="SingleBody", reconciliation_endpoint=endpoint)
    found = {row["input_value"]: row["id"] if row["match"] else None for row in table.to_dict("records")}
    assert found == COLUMN
    assert set(table["type_id"].dropna()) == {"SingleBody"}


def test_the_client_of_the_page(client, endpoint: str) -> None:
    """The Python of docs/reconcile.md runs as it stands, but for the address, and knows all three names."""
    code = blocks.named("docs/reconcile.md", "column")
    shown = "http://localhost:8000/reconcile"
    assert shown in code
    *before, last = ast.parse(code.replace(shown, endpoint)).body
    names: dict[str, object] = {}
    exec(compile(ast.Module(before, []), "docs/reconcile.md", "exec"), names)  # noqa: S102 - the committed documentation
    assert names["reconcile"] is client
    assert isinstance(last, ast.Expr)
    table = eval(compile(ast.Expression(last.value), "docs/reconcile.md", "eval"), names)  # noqa: S307 - the same
    assert list(table["match"]) == [True, True, True]


def test_a_real_client_gives_a_jurisdiction(client, endpoint: str) -> None:
    """With a second column for the place, short forms without a place are chosen, and those of other provinces not."""
    import pandas as pd  # noqa: PLC0415 - with the client alone

    frame = pd.DataFrame({"name": ["卫健委", "市政府", "财政厅"], "place": ["四川省", "自贡", "云南省"]})
    table = client(frame["name"], property_mapping={"jurisdiction": frame["place"]}, reconciliation_endpoint=endpoint)
    found = {row["input_value"]: row["id"] if row["match"] else None for row in table.to_dict("records")}
    assert found == {"卫健委": HEALTH, "市政府": "body/510300/peoples-government", "财政厅": None}


def test_a_real_client_sees_all_candidates(client, endpoint: str) -> None:
    """Where nothing is chosen, every candidate is there to choose from."""
    import pandas as pd  # noqa: PLC0415 - with the client alone

    table = client(pd.Series(["卫健委"]), top_res="all", reconciliation_endpoint=endpoint)
    assert list(table["id"]) == [HEALTH, "body/cn/health"]


def test_links_of_the_manifest_answer(endpoint: str) -> None:
    """Every address that the manifest gives is one that answers."""
    import requests  # noqa: PLC0415 - comes with the client

    with requests.Session() as session:
        manifest = session.get(endpoint, timeout=10).json()
        VALID["manifest"].validate(manifest)
        for name in ("entity", "type", "property"):
            place = manifest["suggest"][name]
            answer = session.get(place["service_url"] + place["service_path"], params={"prefix": "民政"}, timeout=10).json()
            VALID[f"suggest-{name}"].validate(answer)
        place = manifest["extend"]["propose_properties"]
        VALID["propose"].validate(session.get(place["service_url"] + place["service_path"], params={"type": "Place"}, timeout=10).json())
        preview = session.get(manifest["preview"]["url"].replace("{{id}}", quote(CIVIL, safe="")), timeout=10)
        assert "四川省民政厅" in preview.text
        by_get = session.get(endpoint, params={"queries": '{"q": {"query": "民政厅"}}'}, timeout=10).json()
        by_post = session.post(endpoint, data={"queries": '{"q": {"query": "民政厅"}}'}, timeout=10).json()
        assert by_get == by_post


# --- guards


def test_the_examples_of_the_documentation() -> None:
    """The table of examples in docs/reconcile.md is what the service answers."""
    service = Reconciler(fengong.open(ROOT))
    page = (ROOT / "docs" / "reconcile.md").read_text(encoding="utf-8")
    table = page.partition("| 写法 words |")[2].partition("\n\n")[0]
    rows = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    assert len(rows) == 12
    for words, place, identifier, score, is_chosen in rows:
        found = asked(service, words, properties=of("jurisdiction", place) if place else [])
        first = found[0] if found else {"id": "—", "score": "", "match": False}
        shown = f"{first['score']:g}" if found else ""
        assert [first["id"], shown, "✓" if first["match"] else ""] == [identifier, score, is_chosen], words


def test_all_cases_were_collected() -> None:
    """The tables of cases and schemas are not silently cut short."""
    assert (len(NAMES), len(OFFERED), len(WRONG), len(BAD_EXTENSIONS), len(COLUMN)) == (29, 8, 18, 10, 12)
    assert sorted(VALID) == [
        "extend", "manifest", "propose", "result", "result-batch", "suggest-entity", "suggest-property", "suggest-type",
    ]  # fmt: skip


BROKEN = [
    ("manifest", {"versions": ["0.1"], "name": "x", "identifierSpace": "http://x", "schemaSpace": "http://x"}),
    ("manifest", {"versions": ["0.2"], "name": "x", "identifierSpace": "http://x"}),
    (
        "manifest",
        {"versions": ["0.2"], "name": "x", "identifierSpace": "http://x", "schemaSpace": "http://x", "view": {"url": "http://x/"}},
    ),
    ("result-batch", {"q0": []}),
    ("result-batch", {"q0": {"result": [{"id": "x", "name": "x", "type": [], "match": True}]}}),
    ("result", {"result": [{"id": "", "name": "x", "type": [], "match": True, "score": 1}]}),
    ("suggest-entity", {"result": [{"id": "x"}]}),
    ("suggest-type", {"results": []}),
    ("suggest-property", {"result": [{"id": "x", "name": ""}]}),
    ("propose", {"properties": []}),
    ("extend", {"meta": [], "rows": {"x": {"p": [{"str": 1}]}}}),
    ("extend", {"meta": [], "rows": {"x": {"p": [{"date": "2022-12-31"}]}}}),
    ("extend", {"meta": [], "rows": {"x": {"p": [{"id": "x"}]}}}),
]


@pytest.mark.parametrize(("name", "answer"), BROKEN, ids=[f"{case[0]}-{place}" for place, case in enumerate(BROKEN)])
def test_the_schemas_refuse_what_is_wrong(name: str, answer: object) -> None:
    """Each schema fails on an answer that breaks the specification: a schema that cannot fail proves nothing."""
    with pytest.raises(jsonschema.ValidationError):
        VALID[name].validate(answer)

"""`link --online` re-checks published links. No live service is asked here: the answers are written after the documented formats.

Wikidata: Special:EntityData; a deleted item is 404 or `missing`, a redirect is answered with the item that it leads to.
GeoNames: about.rdf of the feature. ROR: REST API v2, one organization. Homepages: the page itself.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import blocks
import services
import shell
from fengong import iris
from fengong.linking import online, report
from fengong.linking.http import Client, Manners
from fengong.linking.online import Result, Seen
from fengong.reference import sssom
from fengong.reference.sssom import NO_TERM_FOUND, Mapping, MappingSet
from services import Play, as_json
from support import ROOT

LINKS = ROOT / "graph" / "reference" / "links"
SAME = "https://schema.org/sameAs"
DAY = dt.date(2026, 11, 27)
LABEL = "四川省"


def entity(item: str, **more: object) -> Play:
    """An item as Special:EntityData has it."""
    claims = {"P31": [{"mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": "Q1615742"}, "type": "wikibase-entityid"}}}]}
    labels = {"zh": {"language": "zh", "value": LABEL}, "en": {"language": "en", "value": "Sichuan"}}
    return as_json({"entities": {item: {"type": "item", "id": item, "labels": labels, "claims": claims} | more}})


def feature(number: str, code: str = "A.ADM1", label: str = LABEL) -> Play:
    """A feature as about.rdf has it."""
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:gn="http://www.geonames.org/ontology#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <gn:Feature rdf:about="https://sws.geonames.org/{number}/"><gn:name>{label}</gn:name>
    <gn:featureCode rdf:resource="https://www.geonames.org/ontology#{code}"/></gn:Feature></rdf:RDF>"""
    return Play(text.encode(), media="application/rdf+xml")


def organization(identifier: str, status: str = "active", label: str = LABEL) -> Play:
    """A record as version 2 of the ROR API has it."""
    names = [{"lang": "zh", "types": ["label"], "value": label}, {"lang": None, "types": ["ror_display"], "value": "X"}]
    return as_json({"id": f"https://ror.org/{identifier}", "names": names, "status": status, "types": ["government"]})


def one(name: str, target: str, predicate: str = SAME) -> MappingSet:
    """A link set with one link."""
    header = sssom.load(LINKS / f"{name}.sssom.tsv").header
    return MappingSet(header, (Mapping(1, iris.place("510000"), LABEL, predicate, target, "x", DAY, ("x",), object_label=LABEL),))


WIKIDATA, GEONAMES, ROR = "http://www.wikidata.org/entity/Q19770", "https://sws.geonames.org/1794299/", "https://ror.org/012345678"
ITEM, ABOUT, RECORD = "/wiki/Special:EntityData/Q19770.json", "/1794299/about.rdf", "/v2/organizations/012345678"
ELSEWHERE = {"Location": "http://other.example/"}
HTML = Play(b"<html>sorry</html>", media="text/html")
CASES = {
    "item": ("wikidata", WIKIDATA, {ITEM: entity("Q19770")}, "good"),
    "item renamed": ("wikidata", WIKIDATA, {ITEM: entity("Q19770", labels={"zh": {"value": "别的"}})}, "renamed"),
    "item merged": ("wikidata", WIKIDATA, {ITEM: entity("Q42")}, "redirected"),
    "item moved": ("wikidata", WIKIDATA, {ITEM: Play(status=302, headers={"Location": "/new"}), "/new": entity("Q42")}, "redirected"),
    "item deleted": ("wikidata", WIKIDATA, {ITEM: Play(b"", 404)}, "gone"),
    "item missing": ("wikidata", WIKIDATA, {ITEM: entity("Q19770", missing="")}, "gone"),
    "item a page": ("wikidata", WIKIDATA, {ITEM: HTML}, "garbage"),
    "item odd": ("wikidata", WIKIDATA, {ITEM: as_json({"entities": {"Q19770": []}})}, "garbage"),
    "item with half a character": ("wikidata", WIKIDATA, {ITEM: Play(b'{"entities": {"Q19770": {"id": "\\ud800"}}}')}, "garbage"),
    "item none": ("wikidata", WIKIDATA, {ITEM: as_json({"entities": {}})}, "garbage"),
    "item elsewhere": ("wikidata", WIKIDATA, {ITEM: Play(status=301, headers=ELSEWHERE)}, "redirected"),
    "item silent": ("wikidata", WIKIDATA, {ITEM: Play(b"{}", silence=0.6)}, "unreachable"),
    "item dripping": ("wikidata", WIKIDATA, {ITEM: Play(b"{" * 60, drip=0.05)}, "unreachable"),
    "item huge": ("wikidata", WIKIDATA, {ITEM: Play(b"x" * 200_001)}, "unreachable"),
    "item refused": ("wikidata", WIKIDATA, {ITEM: Play(b"", 403)}, "garbage"),
    "item busy": ("wikidata", WIKIDATA, {ITEM: Play(b"", 503)}, "unreachable"),
    "item busy once": ("wikidata", WIKIDATA, {ITEM: [Play(b"", 503), entity("Q19770")]}, "good"),
    "feature": ("geonames", GEONAMES, {ABOUT: feature("1794299")}, "good"),
    "feature a city": ("geonames", GEONAMES, {ABOUT: feature("1794299", "P.PPLA2")}, "wrong-type"),
    "feature of another": ("geonames", GEONAMES, {ABOUT: feature("7")}, "garbage"),
    "feature a page": ("geonames", GEONAMES, {ABOUT: HTML}, "garbage"),
    "feature cut": ("geonames", GEONAMES, {ABOUT: Play(b"<rdf:RDF", media="application/rdf+xml")}, "garbage"),
    "feature gone": ("geonames", GEONAMES, {ABOUT: Play(b"", 410)}, "gone"),
    "record": ("ror", ROR, {RECORD: organization("012345678")}, "good"),
    "record withdrawn": ("ror", ROR, {RECORD: organization("012345678", "withdrawn")}, "gone"),
    "record of another": ("ror", ROR, {RECORD: organization("087654321")}, "redirected"),
    "record gone": ("ror", ROR, {RECORD: Play(b'{"errors": ["not found"]}', 404)}, "gone"),
    "record odd": ("ror", ROR, {RECORD: as_json({"id": ROR})}, "garbage"),
    "page": ("homepages", "https://www.example.gov.cn/", {"/": Play(b"x", media="text/html")}, "good"),
    "page without HEAD": ("homepages", "https://www.example.gov.cn/", {"/": [Play(b"", 405), Play(b"x", media="text/html")]}, "good"),
    "page moved": (
        "homepages",
        "https://www.example.gov.cn/",
        {"/": Play(status=301, headers={"Location": "/n"}), "/n": Play(b"x")},
        "redirected",
    ),
    "page elsewhere": ("homepages", "https://www.example.gov.cn/", {"/": Play(status=301, headers=ELSEWHERE)}, "redirected"),
    "page gone": ("homepages", "https://www.example.gov.cn/a", {}, "gone"),
    "no service": ("isni", "https://isni.org/isni/0000000000000000", {}, "not-checked"),
}


@pytest.mark.parametrize("case", CASES)
def test_each_answer_has_its_verdict(case) -> None:
    """Drift, redirects, deletions, silence, dripping, huge bodies and garbage each get their own verdict, and nothing raises."""
    name, target, answers, verdict = CASES[case]
    mappings = one(name, target, online._URL if name == "homepages" else SAME)
    if name == "homepages":
        mappings = replace(mappings, mappings=(replace(mappings.mappings[0], object_label=""),))
    with services.playing(answers) as stage:
        client = Client(Manners(timeout=0.3, whole=0.6, most=200_000, tries=2, pause=0.0))
        (result,) = online.check([mappings], client, {name: stage.url})
    assert result.verdict == verdict, result
    assert bool(result.seen.note) == (verdict not in {"good", "renamed", "not-checked"})


def test_what_is_no_link_is_not_checked() -> None:
    """Refuted links, and what was looked for and not found, are not asked for."""
    mappings = one("wikidata", WIKIDATA)
    (link,) = mappings.mappings
    others = (replace(link, number=2, negated=True), replace(link, number=3, object=NO_TERM_FOUND))
    assert list(online.check([replace(mappings, mappings=others)], Client(), {"wikidata": "http://127.0.0.1:9"})) == []
    assert online.count([mappings, replace(mappings, mappings=others)]) == 1


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A workspace with the real Wikidata set."""
    folder = tmp_path / "own"
    (folder / "graph/sources").mkdir(parents=True)
    shutil.copytree(ROOT / "graph/reference", folder / "graph/reference")
    return folder


def test_a_report_is_written_and_nothing_else(fengong, own) -> None:
    """Markdown and JSON with the day; exit 1 while something is wrong, 0 when all is well; the sets are as they were."""
    sets = {path: path.read_bytes() for path in (own / "graph/reference/links").iterdir()}
    mappings = [each for each in sssom.load(LINKS / "wikidata.sssom.tsv").mappings if each.found and not each.negated]
    answers: dict[str, Play | list[Play]] = {}
    for each in mappings:
        item = each.object.rpartition("/")[2]
        answers[f"/wiki/Special:EntityData/{item}.json"] = entity(item, labels={"zh": {"value": each.object_label}})
    out = own / "report.md"
    with services.playing(answers) as stage:
        arguments = ["link", "--online", "--workspace", str(own), "--set", "wikidata", "--service-base", f"wikidata={stage.url}"]
        arguments += ["--pause", "0", "--timeout", "1", "--date", "2026-11-27", "-o"]
        assert fengong(*arguments, str(out)).code == 0
        data = json.loads(out.with_suffix(".json").read_text(encoding="utf-8"))
        assert data["date"] == "2026-11-27"
        assert {each["verdict"] for each in data["links"]} == {"good"}
        assert len(data["links"]) == len(mappings) > 10
        del stage.answers[next(iter(answers))]
        done = fengong(*arguments, str(out))
        assert done.code == 1
        assert "gone 1" in done.err
        assert f"<{mappings[0].object}>" in out.read_text(encoding="utf-8")
        assert fengong(*arguments, str(own / "report.tsv")).code == 1
        lines = (own / "report.tsv").read_text(encoding="utf-8").splitlines()
        assert len(lines) == len(mappings) + 1
        stage.asked.clear()
        assert fengong(*arguments, str(own / "report.json")).code == 2
        assert fengong(*arguments, str(own / "report.docx")).code == 2
        assert fengong(*arguments, str(own / "nowhere/report.md")).code == 1
        assert not stage.asked  # what cannot be written is said before anything is asked
        assert fengong(*arguments, str(out), "--service-base", "wikidata").code == 2
        assert fengong(*arguments, str(out), "--service-base", "nothing=http://127.0.0.1:9").code == 2
        idle = fengong(*arguments, str(out), "--service-base", "ror=http://127.0.0.1:9")
        assert (idle.code, "would have no effect" in idle.err) == (2, True)
    assert {path: path.read_bytes() for path in (own / "graph/reference/links").iterdir()} == sets


def test_the_command_of_the_page(tmp_path) -> None:
    """The command of docs/linking.md checks every set as it stands; here the services are at other addresses, and all is as published."""
    answers: dict[str, Play | list[Play]] = {"*": Play(b"x", media="text/html")}
    links = {path.name.split(".")[0]: sssom.load(path).mappings for path in LINKS.glob("*.sssom.tsv")}
    found = [(name, each) for name, mappings in links.items() for each in mappings if each.found and not each.negated]
    for name, each in found:
        key = each.object.rstrip("/").rpartition("/")[2]
        if name == "wikidata":
            answers[f"/wiki/Special:EntityData/{key}.json"] = entity(key, labels={"zh": {"value": each.object_label}})
        elif name == "geonames":
            code = "A.PCLI" if each.subject == iris.place("cn") else "A.ADM1" if each.subject == iris.place("510000") else "A.ADM2"
            answers[f"/{key}/about.rdf"] = feature(key, code, each.object_label)
        elif name == "ror":
            answers[f"/v2/organizations/{key}"] = organization(key, label=each.object_label)
    with services.playing(answers) as stage:
        there = "".join(f" --service-base {name}={stage.url}" for name in ("wikidata", "geonames", "ror", "homepages"))
        done = shell.ran(blocks.named("docs/linking.md", "online").strip() + there + " --pause 0 --date 2026-11-27", tmp_path)
    assert done.returncode == 0, done.stdout
    told = json.loads((tmp_path / "links-2026-11-27.json").read_text(encoding="utf-8"))["links"]
    assert len(told) == len(found) > 200
    checked = {each["verdict"] for each in told if each["set"] in {"wikidata", "geonames", "ror", "homepages"}}
    assert checked == {"good"}


def test_nothing_of_an_answer_breaks_the_report() -> None:
    """Bars, line ends, markup and control characters of a service stay inside their cell."""
    odd = Seen("renamed", ("a|b\n<script>\x1b[31m",), (), "x | y")
    result = Result("wikidata", 1, "s", "http://www.wikidata.org/entity/Q1", "原名", replace(odd, verdict="good"))
    text = report.markdown([result], DAY)
    assert text.splitlines()[-1].count(" | ") == 5
    assert "\x1b" not in text
    assert "\x1b" not in report.table([result], DAY) + report.as_json([result], DAY)


def test_all_answers_were_collected() -> None:
    """The table of cases is not cut short, and each verdict but one (made from the label) occurs in it."""
    assert len(CASES) == 34
    assert {each[3] for each in CASES.values()} == set(report.WORDS)


@pytest.mark.parametrize(
    "more",
    [["--set", "isni"], ["--set", "isni", "--service-base", "isni=http://127.0.0.1:9"], ["--service-base", "isni=http://127.0.0.1:9"]],
)
def test_a_set_that_no_service_answers_for_is_refused(fengong, tmp_path: Path, more: list[str]) -> None:
    """Whoever names a set, or its address, that cannot be re-checked is told which can; nothing is asked and nothing written."""
    out = tmp_path / "report.md"
    done = fengong("link", "--online", "--lang", "en", "-o", str(out), *more)
    assert done.code == 2
    assert "isni has no service that can be re-checked online; those that can be: geonames · homepages · ror · wikidata" in done.err
    assert not out.exists()

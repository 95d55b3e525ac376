"""`link --propose` asks a service politely and accepts nothing; `link --accept` takes what a person decided, and only that."""

from __future__ import annotations

import json
import re
import shutil
import socket
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import blocks
import services
import shell
from fengong import __version__, iris
from fengong.errors import FailedService
from fengong.linking import review
from fengong.linking.accept import set_for
from fengong.linking.http import Client, Manners
from fengong.linking.review import COLUMNS, Proposal
from fengong.reference import links, sssom
from fengong.reference.links import LIKELY
from fengong.reference.sssom import NO_TERM_FOUND
from services import Play, as_json
from support import ROOT

MANIFEST = {"versions": ["0.2"], "name": "A service", "identifierSpace": "http://www.wikidata.org/entity/", "schemaSpace": "http://x/"}
CIVIL = iris.body("510000/civil-affairs")
HEALTH = iris.body("510000/health")


def candidates(form: dict[str, list[str]]) -> bytes:
    """The manifest, or two candidates for each query, the second one better; the numbers depend on the name."""
    if not form:
        return json.dumps(MANIFEST).encode()
    queries = json.loads(form["queries"][0])
    answers = {}
    for key, query in queries.items():
        number = sum(map(ord, query["query"]))
        kind = [{"id": "Q1", "name": "organisation"}]
        one = {"id": f"Q{number}0", "name": "other", "type": kind, "score": 12.5, "match": False}
        two = {"id": f"Q{number}", "name": query["query"], "description": "=1+1", "type": ["Q2"], "score": 98, "match": True}
        answers[key] = {"result": [one, two][: query["limit"]]}
    return json.dumps(answers).encode()


def propose(fengong, url: str, out: Path, *more: str):
    return fengong("link", "--propose", "--service", url, "-o", str(out), "--pause", "0", "--timeout", "1", *more)


def test_candidates_are_written_for_review_and_none_is_accepted(fengong, tmp_path) -> None:
    """Each subject is asked for by its full name; its candidates are there by rank with an empty decision, and a row for “none”."""
    out = tmp_path / "review.tsv"
    with services.playing({"/": [as_json(MANIFEST), Play(candidates)]}) as stage:
        done = propose(fengong, stage.url + "/", out, "--subject", "民政厅", "--subject", "四川", "--type", "Q327333", "--limit", "2")
    assert done.code == 0
    assert "none is accepted" in done.err
    rows = review.load(out)
    assert [row["decision"] for row in rows] == [""] * 6
    assert [row["candidate_rank"] for row in rows] == ["1", "2", "", "1", "2", ""]
    assert [row["candidate_score"] for row in rows[:2]] == ["98", "12.5"]
    assert rows[0]["object_id"].startswith("http://www.wikidata.org/entity/Q")
    assert rows[0]["subject_label"] == "四川省民政厅"
    assert rows[0]["candidate_description"] == "=1+1"
    assert "\t'=1+1\t" in out.read_text(encoding="utf-8")
    assert rows[2]["object_id"] == NO_TERM_FOUND
    method, _, form, headers, _ = stage.asked[1]
    assert method == "POST"
    asked = json.loads(form["queries"][0])
    assert {each["query"] for each in asked.values()} == {"四川省民政厅", "四川省"}
    assert {each["type"] for each in asked.values()} == {"Q327333"}
    assert headers["User-Agent"].startswith(f"fengong/{__version__}")
    assert not list(tmp_path.glob("*.part"))


def test_the_commands_of_the_page(tmp_path) -> None:
    """The commands of docs/linking.md run as they stand, but for the service's address: candidates, a review, links in the set."""
    folder = tmp_path / "my-folder"
    for name in ("graph/reference", "graph/built", "graph/sources"):
        shutil.copytree(ROOT / name, folder / name)
    proposing = blocks.named("docs/linking.md", "propose")
    (shown,) = re.findall(r"https://\S+", proposing)
    with services.playing({"/": [as_json(MANIFEST), Play(candidates)]}) as stage:
        done = shell.ran(proposing.replace(shown, f"{stage.url}/"), tmp_path)
    assert done.returncode == 0, done.stdout
    out = tmp_path / "review.tsv"
    rows = review.load(out)
    assert len({row["subject_id"] for row in rows}) > 70
    decided = [Proposal(row.cells | ({"decision": "accept", "confidence": "0.95"} if at == 0 else {})) for at, row in enumerate(rows)]
    out.write_text(review.written(decided), encoding="utf-8")
    before = linked(folder)
    done = shell.ran(blocks.named("docs/linking.md", "accept"), tmp_path)
    assert done.returncode == 0, done.stdout
    (new,) = set(linked(folder).mappings) - set(before.mappings)
    assert (new.object, new.reviewers) == (rows[0]["object_id"], ("审核人姓名",))


def test_batches_are_as_large_as_option_and_manifest_allow(fengong, tmp_path) -> None:
    """A batch is never larger than the manifest allows, nor than --batch; there is a pause between requests."""
    with services.playing({"/": [as_json(MANIFEST | {"batchSize": 5}), Play(candidates)]}) as stage:
        assert propose(fengong, stage.url + "/", tmp_path / "a.tsv", "--subject", "places", "--batch", "10").code == 0
    sizes = [len(json.loads(form["queries"][0])) for _, _, form, _, _ in stage.asked[1:]]
    assert sizes == [5, 5, 5, 5, 3]
    with services.playing({"/": [as_json(MANIFEST), Play(candidates)]}) as stage:
        arguments = ("link", "--propose", "--service", stage.url + "/", "-o", str(tmp_path / "b.tsv"), "--pause", "0.1")
        assert fengong(*arguments, "--subject", "places", "--batch", "12").code == 0
    times = [asked[4] for asked in stage.asked]
    assert len(times) == 3
    assert all(later - earlier >= 0.09 for earlier, later in pairwise(times))


def test_an_interrupted_run_is_resumed(fengong, tmp_path) -> None:
    """What was answered before the service failed is not asked again; a cut-off line of the state counts for nothing."""
    out = tmp_path / "review.tsv"
    failing = [as_json(MANIFEST), Play(candidates), Play(candidates), Play(b"<html>down</html>", 400, "text/html")]
    with services.playing({"/": failing}) as stage:
        done = propose(fengong, stage.url + "/", out, "--subject", "places", "--batch", "5")
        assert done.code == 1
        assert not out.exists()
        state = tmp_path / "review.tsv.part"
        assert len(state.read_text(encoding="utf-8").splitlines()) == 3
        with state.open("a", encoding="utf-8") as handle:
            handle.write('{"cut off')
        stage.answers["/"] = [as_json(MANIFEST), Play(candidates)]
        stage.asked.clear()
        done = propose(fengong, stage.url + "/", out, "--subject", "places", "--batch", "5")
        assert done.code == 0
        assert "resumed: 10" in done.err
        assert [len(json.loads(form["queries"][0])) for _, _, form, _, _ in stage.asked[1:]] == [5, 5, 3]
        assert len({row["subject_id"] for row in review.load(out)}) == 23
        assert propose(fengong, stage.url + "/", out, "--subject", "places").code == 2  # a review may be in it
        state.write_text('{"state": 1}\n', encoding="utf-8")
        out.unlink()
        assert "another run" in propose(fengong, stage.url + "/", out, "--subject", "places").err


ODD = {
    "page": (Play(b"<html>hello</html>", media="text/html"), "the answer is no JSON (text/html)"),
    "list": (as_json([]), "no JSON object"),
    "half a character": (Play(json.dumps(MANIFEST | {"name": "\ud800"}).encode()), "no JSON"),
    "version": (as_json(MANIFEST | {"versions": ["9.9"]}), "9.9"),
    "no version": (as_json({"name": "x"}), "versions"),
    "no space": (as_json({"versions": ["0.2"], "name": "x"}), "identifierSpace"),
    "not found": (Play(b"nothing", 404, "text/plain"), "HTTP 404: nothing"),
    "elsewhere": (Play(status=302, headers={"Location": "http://other.example/"}), "redirects elsewhere, to http://other.example/"),
    "huge": (Play(b"x" * 10_000_001), "over 10,000,000 bytes"),
    "zipped": (Play(b"x", headers={"Content-Encoding": "gzip"}), "compressed"),
    "escapes": (as_json(MANIFEST | {"versions": ["\x1b[31m"]}), "versions"),
}


@pytest.mark.parametrize("case", ODD)
def test_what_is_no_service_is_said(fengong, tmp_path, case) -> None:
    """Pages, other versions, redirects to other hosts, huge and compressed answers are refused in words; nothing is written."""
    play, words = ODD[case]
    with services.playing({"/": play}) as stage:
        done = propose(fengong, stage.url + "/", tmp_path / "review.tsv", "--subject", "四川")
    assert (done.code, done.out) == (1, "")
    assert words in done.err
    assert "\x1b" not in done.err
    assert not list(tmp_path.iterdir())


ANSWERS = {
    "other queries": {"q7": {"result": []}},
    "no result": {"q0": {}},
    "no score": {"q0": {"result": [{"id": "Q1", "name": "x", "type": []}]}},
    "no object": {"q0": {"result": ["Q1"]}},
    "no number": {"q0": {"result": [{"id": "Q1", "name": "x", "score": "high"}]}},
}


@pytest.mark.parametrize("case", ANSWERS)
def test_answers_that_are_no_candidates_are_said(fengong, tmp_path, case) -> None:
    """An answer of another form is an error, and nothing of it is taken."""
    with services.playing({"/": [as_json(MANIFEST), as_json(ANSWERS[case])]}) as stage:
        done = propose(fengong, stage.url + "/", tmp_path / "review.tsv", "--subject", "四川")
    assert done.code == 1
    assert "no answer that can be used" in done.err
    assert not (tmp_path / "review.tsv").exists()


def client() -> tuple[Client, list[float]]:
    """A client that does not sleep but says how long it would."""
    slept: list[float] = []
    return Client(Manners(pause=1.0), sleep=slept.append, clock=lambda: 0.0), slept


def test_retry_after_is_honoured_and_trying_again_takes_longer_each_time() -> None:
    """503 with Retry-After waits that long, 429 without one waits twice as long each time; after the last try it is an error."""
    plays = [Play(status=503, headers={"Retry-After": "7"}), Play(status=429), Play(status=502), as_json({"fine": True})]
    with services.playing({"/": plays}) as stage:
        asking, slept = client()
        assert asking.ask(stage.url + "/").status == 200
        assert [seconds for seconds in slept if seconds != 1.0] == [7.0, 4.0, 8.0]
        stage.answers["/"] = [Play(status=503)]
        stage.asked.clear()
        with pytest.raises(FailedService, match="HTTP 503"):
            client()[0].ask(stage.url + "/")
        assert len(stage.asked) == 4
        stage.answers["/"] = [Play(status=429, headers={"Retry-After": "100000"})]
        with pytest.raises(FailedService, match="asks to wait 100000 seconds"):
            client()[0].ask(stage.url + "/")


@pytest.mark.parametrize(
    "play", [Play(b"x", silence=1.0), Play(b"x" * 100, drip=0.05), Play(b"x" * 100, cut=True)], ids=["silent", "drip", "cut"]
)
def test_silence_slow_dripping_and_cut_answers_end(play) -> None:
    """A server that says nothing, or a byte now and then, or stops in the middle, is given up within the limits."""
    with services.playing({"/": play}) as stage:
        asking = Client(Manners(timeout=0.2, whole=0.5, tries=2, pause=0.0))
        with pytest.raises(FailedService):
            asking.ask(stage.url + "/")
        assert len(stage.asked) == 2


def test_redirects_on_the_same_host_are_followed_and_no_proxy_is_used(monkeypatch) -> None:
    """A redirect within the host is followed, for ever it is not; proxies of the environment are not used."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with services.playing(
        {"/a": Play(status=301, headers={"Location": "/b"}), "/b": as_json({}), "/c": Play(status=302, headers={"Location": "/c"})}
    ) as stage:
        asking = Client(Manners(pause=0.0))
        answer = asking.ask(stage.url + "/a")
        assert (answer.status, answer.hops) == (200, (stage.url + "/b",))
        assert asking.ask(stage.url + "/c").status == 302
        with pytest.raises(FailedService, match="no http"):
            asking.ask("file:///etc/passwd")


def test_a_refused_connection_is_not_called_silence() -> None:
    """Where nobody listens, that is said, in words without the addresses of objects."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FailedService, match="the connection failed: Failed to establish a new connection"):
        Client(Manners(pause=0.0, tries=1)).ask(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("target", ["http://[a/", "http://a.example:99999/", "http://a.example:b/"])
def test_addresses_that_are_none_are_said(target) -> None:
    """What cannot be an address is an error in words where it is asked, and is not followed where a redirect leads to it."""
    with services.playing({"/": Play(status=302, headers={"Location": target})}) as stage:
        answer = Client(Manners(pause=0.0)).ask(stage.url + "/")
    assert (answer.status, answer.elsewhere) == (302, target)
    with pytest.raises(FailedService, match="address"):
        Client(Manners(pause=0.0)).ask(target)


# --- accepting


def own(tmp_path: Path) -> Path:
    """A workspace with link sets of its own and the built graph of this checkout."""
    folder = tmp_path / "own"
    for name in ("graph/reference", "graph/built", "graph/sources"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def row(decision: str, subject: str, target: str, **more: str) -> Proposal:
    cells = dict.fromkeys(COLUMNS, "") | {
        "decision": decision,
        "subject_id": subject,
        "subject_label": "四川省民政厅",
        "predicate_id": review.SAME,
        "object_id": target,
        "object_label": "一个标签",
        "mapping_justification": review.LEXICAL,
        "candidate_rank": "" if target == NO_TERM_FOUND else "1",
        "candidate_score": "" if target == NO_TERM_FOUND else "98",
        "mapping_tool": "A service <http://x/>",
        "confidence": "" if target == NO_TERM_FOUND else "0.95",
    }
    return Proposal(cells | more)


def accept(fengong, folder: Path, rows: list[Proposal], *more: str):
    path = folder / "reviewed.tsv"
    path.write_text(review.written(rows), encoding="utf-8")
    return fengong("link", "--accept", str(path), "--reviewer", "Reviewer One", "--date", "2026-11-27", "--workspace", str(folder), *more)


Q, ZIGONG = "http://www.wikidata.org/entity/Q", "https://w3id.org/fengong/id/place/510300"


def linked(folder: Path) -> sssom.MappingSet:
    return sssom.load(folder / "graph/reference/links/wikidata.sssom.tsv")


def test_decisions_become_mappings(fengong, tmp_path) -> None:
    """Accepted, refuted and undecided rows: numbers go on, reviewer and day are there, “not found” gives way, the rest is untouched."""
    folder = own(tmp_path)
    before = linked(folder)
    assert any(each.subject == CIVIL and not each.found for each in before.mappings)
    rows = [
        row("accept", CIVIL, Q + "900000001"),
        row("not", HEALTH, Q + "900000002", comment="另一个省的"),
        row("", HEALTH, Q + "900000003"),
    ]
    done = accept(fengong, folder, rows)
    assert done.code == 0
    assert "accept 1 · not 1 · none 0; undecided 1" in done.err
    after = linked(folder)
    last = max(each.number for each in before.mappings)
    new = [each for each in after.mappings if each.number > last]
    assert [(each.subject, each.object, each.negated) for each in new] == [(CIVIL, Q + "900000001", False), (HEALTH, Q + "900000002", True)]
    assert {(each.reviewers, str(each.review_date), str(each.mapping_date)) for each in new} == {
        (("Reviewer One",), "2026-11-27", "2026-11-27")
    }
    assert "score 98" in new[0].comment
    assert new[1].comment.startswith("另一个省的; ")
    assert not any(each.subject == CIVIL and not each.found for each in after.mappings)
    kept = {each for each in before.mappings if each.found or each.subject != CIVIL}
    assert kept == {each for each in after.mappings if each.number <= last}
    assert accept(fengong, folder, rows).code == 1  # a second time they are duplicates
    assert linked(folder) == after


ZIGONG = iris.place("510300")


def test_a_likely_link_is_raised(fengong, tmp_path) -> None:
    """A likely mapping that is accepted as the same, with confidence enough, gives way to a new one; its number is not used again."""
    folder = own(tmp_path)
    before = linked(folder)
    likely = next(each for each in before.mappings if each.subject == ZIGONG and each.predicate == LIKELY)
    [unsure, twice] = [
        [row("accept", ZIGONG, likely.object, confidence="0.8")],
        [row("accept", ZIGONG, likely.object), row("accept", ZIGONG, likely.object)],
    ]
    assert "fg:likelySameAs at most" in accept(fengong, folder, unsure).err
    assert "these two are mapped already (line 2)" in accept(fengong, folder, twice).err
    again = accept(fengong, folder, [row("accept", ZIGONG, likely.object, predicate_id=LIKELY)])
    assert f"these two are mapped already (#{likely.number})" in again.err
    assert linked(folder) == before
    done = accept(fengong, folder, [row("accept", ZIGONG, likely.object)])
    assert done.code == 0
    assert f"were likely and now are the same: {likely.number}" in done.err
    after = linked(folder)
    new = [each for each in after.mappings if each not in before.mappings]
    assert [(each.subject, each.object, each.predicate) for each in new] == [(ZIGONG, likely.object, review.SAME)]
    assert new[0].number > max(each.number for each in before.mappings)
    assert set(before.mappings) - set(after.mappings) == {likely}


def test_a_workspace_without_tables_makes_links(fengong, tmp_path) -> None:
    """Where there is nothing to build yet, candidates are asked for what the reviewed tables have; where there is a table, build first."""
    folder, out = tmp_path / "fresh", tmp_path / "review.tsv"
    assert fengong("init", str(folder)).code == 0
    with services.playing({"/": [as_json(MANIFEST), Play(candidates)]}) as stage:
        done = propose(fengong, stage.url + "/", out, "--subject", "中华人民共和国民政部", "--workspace", str(folder))
    assert (done.code, {each["subject_id"] for each in review.load(out)}) == (0, {iris.body("cn/civil-affairs")})
    assert not (folder / "graph/built").exists()
    (folder / "graph/sources/one").mkdir()
    (folder / "graph/sources/one/text.txt").write_text("x", encoding="utf-8")
    assert "there is no built graph" in accept(fengong, folder, [row("accept", HEALTH, Q + "900000002")]).err


@pytest.mark.system
def test_a_workspace_without_tables_accepts_links(fengong, tmp_path) -> None:
    """The rules are asked although nothing is built, which means that the ontology is closed for them."""
    folder = tmp_path / "fresh"
    assert fengong("init", str(folder)).code == 0
    done = accept(fengong, folder, [row("accept", CIVIL, Q + "900000001")])
    assert (done.code, linked(folder).mappings[-1].subject_label) == (0, "四川省民政厅")
    assert not (folder / "graph/built").exists()


BAD = {
    "unreviewed": ([row("", CIVIL, Q + "900000001")], "no row has a decision"),
    "unknown word": ([row("yes", CIVIL, Q + "900000001")], "“yes”"),
    "another form": ([row("accept", CIVIL, "https://www.wikidata.org/wiki/Q900000001")], "has not the form of this set"),
    "unknown subject": ([row("accept", CIVIL + "x", Q + "900000001")], "the graph has no"),
    "two for one": (
        [row("accept", CIVIL, Q + "900000001"), row("accept", CIVIL, Q + "900000002")],
        "has one that is the same, or likely so, already (line 2)",
    ),
    "one for two": (
        [row("accept", CIVIL, Q + "900000001"), row("accept", HEALTH, Q + "900000001")],
        "another subject of ours already, or likely so (line 2)",
    ),
    "accept and none": ([row("accept", CIVIL, Q + "900000001"), row("none", CIVIL, NO_TERM_FOUND)], "yet there is one"),
    "accept and not": ([row("accept", CIVIL, Q + "900000001"), row("not", CIVIL, Q + "900000001")], "these two are mapped already"),
    "already another's": ([row("accept", CIVIL, Q + "148")], "another subject of ours already, or likely so (#"),
    "none of a candidate": ([row("none", CIVIL, Q + "900000001")], "none is not for this row"),
    "accept of nothing": ([row("accept", CIVIL, NO_TERM_FOUND)], "accept is not for this row"),
    "predicate": ([row("accept", CIVIL, Q + "900000001", predicate_id="http://www.w3.org/2002/07/owl#sameAs")], "no predicate"),
    "confidence": ([row("accept", CIVIL, Q + "900000001", confidence="98")], "between 0 and 1"),
    "digits": ([row("accept", CIVIL, Q + "900000001", confidence="0.12345")], "three digits"),
    "no name": ([row("accept", CIVIL, Q + "900000001", object_label="")], "line 2, object_label: The name of the object is not recorded"),
    "likely and none": (
        [
            row("accept", CIVIL, Q + "900000001", predicate_id=LIKELY),
            row("none", ZIGONG, NO_TERM_FOUND),
        ],
        "line 3: yet there is one that is the same, or likely so (#4)",
    ),
    "likely, of another": ([row("accept", CIVIL, Q + "29015", predicate_id=LIKELY)], "another subject of ours already, or likely so (#4)"),
    "another, beside a likely one": (
        [row("accept", ZIGONG, Q + "900000001")],
        "has one that is the same, or likely so, already (#4)",
    ),
    "likely, for two": (
        [row("accept", each, Q + "900000001", predicate_id="fg:likelySameAs") for each in (CIVIL, HEALTH)],
        "another subject of ours already, or likely so (line 2)",
    ),
    "an unknown prefix": ([row("accept", CIVIL, Q + "900000001", predicate_id="schemas:sameAs")], "no predicate schemas:sameAs"),
    "a concept": ([row("accept", "https://w3id.org/fengong/function/health", Q + "900000001")], "not what the set covers"),
    "justification": ([row("accept", CIVIL, Q + "900000001", mapping_justification="guess")], "no term of semapv"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_reviews_are_refused_whole(fengong, tmp_path, case) -> None:
    """Unreviewed files, duplicates, contradictions and objects of another form are refused with line and column; the set is untouched."""
    rows, words = BAD[case]
    folder = own(tmp_path)
    before = (folder / "graph/reference/links/wikidata.sssom.tsv").read_bytes()
    done = accept(fengong, folder, rows, "--set", "wikidata")
    assert done.code == 1
    assert words in done.err
    assert (folder / "graph/reference/links/wikidata.sssom.tsv").read_bytes() == before


def test_what_is_written_can_be_read_and_keeps_the_rules(fengong, tmp_path) -> None:
    """Odd characters become spaces, the subject is called what the graph calls it, and a day to come is refused."""
    folder = own(tmp_path)
    odd = row("accept", CIVIL, Q + "900000001", object_label=" a\tb\x07 ", comment="x\u2028y\x07", subject_label="错")
    assert accept(fengong, folder, [odd], "--date", "2999-01-01").code == 1
    assert accept(fengong, folder, [odd]).code == 0
    new = linked(folder).mappings[-1]
    assert (new.subject_label, new.object_label, new.comment[:3]) == ("四川省民政厅", "a b", "x y")
    assert fengong("link", "--check", "--workspace", str(folder)).code == 0


@pytest.mark.parametrize("said", ["", "0.8"])
def test_an_identity_needs_confidence(fengong, tmp_path, said: str) -> None:
    """Accepted as the same without a confidence, or with one below 0.9: refused with the line of the review, and nothing is written."""
    folder = own(tmp_path)
    before = (folder / "graph/reference/links/wikidata.sssom.tsv").read_bytes()
    done = accept(fengong, folder, [row("accept", CIVIL, Q + "900000001", confidence=said)])
    assert done.code == 1
    assert "fg:likelySameAs at most" in done.err
    assert "reviewed.tsv" in done.err
    assert (folder / "graph/reference/links/wikidata.sssom.tsv").read_bytes() == before


def test_the_set_is_told_from_the_objects_or_named(fengong, tmp_path) -> None:
    """Objects of no set, and a set that is not there, are usage errors; so are a reviewer without a name and a day that is none."""
    folder = own(tmp_path)
    assert accept(fengong, folder, [row("accept", CIVIL, "http://example.org/1")]).code == 2
    assert accept(fengong, folder, [row("accept", CIVIL, Q + "900000001")], "--set", "nothing").code == 2
    assert accept(fengong, folder, [row("accept", CIVIL, Q + "900000001")], "--reviewer", " ").code == 2
    assert accept(fengong, folder, [row("accept", CIVIL, Q + "900000001")], "--date", "2026-02-30").code == 2


@pytest.mark.parametrize(
    ("predicate", "target", "more"),
    [
        ("schema:sameAs", Q + "99999", ()),
        ("fg:likelySameAs", "wikidata:Q99999", ("--set", "wikidata")),
    ],
)
def test_prefixes_are_those_of_the_set_and_the_project(fengong, tmp_path, predicate: str, target: str, more: tuple[str, ...]) -> None:
    """A predicate or an object written as `docs/linking.md` writes it, with a prefix, is the whole IRI, and its set is told by it."""
    folder = own(tmp_path)
    done = accept(fengong, folder, [row("accept", CIVIL, target, predicate_id=predicate)], *more)
    assert done.code == 0, done.err
    new = linked(folder).mappings[-1]
    whole = {"schema:sameAs": review.SAME, "fg:likelySameAs": LIKELY}[predicate]
    assert (new.subject, new.predicate, new.object) == (CIVIL, whole, Q + "99999")


def test_the_set_is_told_by_prefixes_of_its_own() -> None:
    """`wikidata:` is a prefix of the set's header alone; a set that has none of that name is not told by it, nor one that was not read."""
    folder = ROOT / "graph/reference/links"
    known = {each.name: each for each in links.schemes(folder / links.SCHEMES)}
    prefixes = {name: sssom.load(folder / f"{name}.sssom.tsv").header.prefixes for name in ("wikidata", "ror")}
    for predicate in ("schema:sameAs", "fg:likelySameAs", LIKELY):
        assert set_for((row("accept", CIVIL, "wikidata:Q99999", predicate_id=predicate),), known, prefixes) == ("wikidata",)
    assert set_for((row("accept", CIVIL, "wikidata:Q99999"),), known, {"ror": prefixes["ror"]}) == ()
    assert set_for((row("accept", CIVIL, Q + "99999", predicate_id="schema:url"),), known, prefixes) == ()


def test_a_workspace_without_sets_of_its_own_is_not_written(fengong, tmp_path) -> None:
    """Where the link sets are those that were shipped, nothing is written into them."""
    folder = own(tmp_path)
    shutil.rmtree(folder / "graph/reference")
    done = accept(fengong, folder, [row("accept", CIVIL, Q + "900000001")], "--set", "wikidata")
    assert done.code == 1
    assert "read-only" in done.err


@given(st.lists(st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc"])), min_size=len(COLUMNS) - 1, max_size=len(COLUMNS) - 1)))
def test_reading_undoes_writing(cells) -> None:
    """Whatever a service says comes back from the review file as it was, however much it looks like a formula."""
    rows = [Proposal(dict(zip(COLUMNS, ["accept", *values], strict=True))) for values in cells]
    assert [each.cells for each in review.read(review.written(rows), "x")] == [each.cells for each in rows]


def test_modes_exclude_each_other(fengong, tmp_path) -> None:
    """Two modes, an option of another mode, and a mode without what it needs are usage errors; all cases were collected."""
    out = str(tmp_path / "x.tsv")
    assert fengong("link", "--propose", "--online", "-o", out).code == 2
    assert fengong("link", "--propose", "-o", out).code == 2
    assert fengong("link", "--propose", "--service", "http://x/", "-o", out, "--reviewer", "X").code == 2
    assert fengong("link", "--accept", out).code == 2
    assert fengong("link", "--online").code == 2
    assert (len(ODD), len(ANSWERS), len(BAD)) == (11, 5, 22)

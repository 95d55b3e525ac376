"""Pages of bodies, places, source texts and other things: the same numbers as ledgers and questions, whole, bilingual, safe."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest

import fengong
from fengong import iris
from fengong.ask.quotes import quotations
from fengong.builder.pipeline import build
from fengong.graph import lookup
from fengong.graph.terms import FG
from fengong.pages import Pages
from fengong.pages.facts import body as bodies
from fengong.pages.facts import network
from fengong.pages.facts.charges import Portfolio
from fengong.pages.facts.table import Table
from fengong.pages.links import path_of
from fengong.web.message import Request
from fengong.workspace import Workspace
from strict_html import Balanced
from support import HEADER, ROOT, SICHUAN, TEXT, add_table, sichuan

CIVIL, MINISTRY, ZIGONG = "510000/civil-affairs", "cn/civil-affairs", "510300/peoples-government"
LIMIT = 150_000


class Seen(Balanced):
    """A page read strictly, and what more these tests look at."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []
        self.words = re.sub(r"\s+", " ", self.text)
        self.ids = [str(given["id"]) for _, given in self.seen if given.get("id")]
        self.labelled = [name for _, given in self.seen for name in (given.get("aria-labelledby") or "").split()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """No element brings style or script with it."""
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs), attrs
        super().handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        """Keeps the main heading apart."""
        super().handle_data(data)
        if self.open and self.open[-1] == "h1":
            self.headings.append(data)


@cache
def pages() -> Pages:
    """The pages of the committed graph."""
    return Pages(fengong.open(ROOT))


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The pages of three tables: the Sichuan one, one with hostile names, one of a prefecture."""
    folder = sichuan(tmp_path_factory.mktemp("several"))
    for part in ("built", "evidence"):  # as it was built: only the two small tables are new
        shutil.copytree(ROOT / "graph" / part, folder / "graph" / part, dirs_exist_ok=True)
    add_table(folder, "hostile", HEADER + "".join(HOSTILE_ROWS))
    add_table(folder, "zigong", HEADER + "1\t推进建设。\t自贡市人民政府牵头。\n", jurisdiction="510300")
    build(Workspace(folder))
    return Pages(fengong.open(folder))


LONG = "四川省" + "超长名称" * 60 + "协会"
SCRIPT = "<script>alert(1)</script>协会"
QUOTES = "“甲”&'乙{{x}}协会"
HOSTILE_ROWS = (
    f"1\t推进“<img src=x onerror=alert(1)>”与{{{{ 7*7 }}}}建设，到2025年达到50%。\t民政厅牵头，{SCRIPT}、{QUOTES}参加。\n",
    f"2\t加强管理。\t{SCRIPT}牵头，{LONG}、自贡市人民政府参加；各市（州）人民政府负责。\n",
)


def shown(of: Pages, path: str, lang: str = "zh", status: int = 200) -> tuple[str, Seen]:
    """The page at a path, read."""
    reply = of.reply(Request(f"/{lang}{path}"))
    assert reply is not None
    assert reply.status == status, path
    html = reply.body.decode()
    return html, Seen(html)


def body_paths(of: Pages) -> list[str]:
    """The paths of all bodies, collectives and unlisted bodies."""
    classes = (FG.SingleBody, FG.BodyCollective, FG.UnlistedBody)
    return sorted({path_of(node.value) for each in classes for node in lookup.instances(of.book.store, each)})


def place_paths(of: Pages) -> list[str]:
    """The paths of all places."""
    return sorted({path_of(node.value) for node in lookup.instances(of.book.store, FG.Place)})


def things(of: Pages) -> list[str]:
    """One path for each kind of thing that has no page of its own, and every concept."""
    found: dict[str, str] = {}
    for quad in of.book.store.quads_for_pattern(None, None, None, None):
        subject = quad.subject
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(iris.BASE) and "#" not in subject.value:
            path = path_of(subject.value)
            kind = re.sub(r"\d+(-\d+)?|[0-9a-f]{16}", "N", path) if path.startswith("/id/") else path
            kind = re.sub(r"/topic/.*|(/finding/).*|/body/[^/]+/[^/]+(?=/)", r"\1", kind)
            found[kind] = min(found.get(kind, path), path)
    return sorted(path for path in found.values() if not re.fullmatch(r"/ns|/[a-z]+", path))


def portfolio(of: Pages, iri: str) -> Portfolio:
    """What a body is charged with."""
    return of.book.charges.of(of.book.names.body(iri))


# --- numbers


def golden(question: str, **parameters: str) -> list[dict[str, object]]:
    """The rows of a golden answer."""
    for each in json.loads((ROOT / "tests" / "golden" / f"{question}.json").read_text(encoding="utf-8")):
        if each["reading"] == parameters.get("reading", "adopted") and all(
            each["parameters"].get(name) == value for name, value in parameters.items() if name != "reading"
        ):
            return [dict(zip(each["columns"], row, strict=True)) for row in each["rows"]]
    raise AssertionError(question)


@pytest.mark.parametrize("iri", [iris.body(CIVIL), iris.body(ZIGONG), iris.collective("sichuan-prefecture-governments")])
def test_charges_are_those_of_the_ledger(iri: str) -> None:
    """A body's page has the responsibilities, roles, collectives, partners and deadlines of its ledger, no more and no fewer."""
    ledger = fengong.open(ROOT).ledger(iri)
    charges = portfolio(pages(), iri).charges
    assert [entry.responsibility for entry in ledger] == [charge.duty.mention.iri for charge in charges]
    for entry, charge in zip(ledger, charges, strict=True):
        assert entry.role == charge.duty.role.label
        assert (entry.through.iri if entry.through else None) == (charge.through.iri if charge.through else None)
        assert entry.quote == charge.duty.words
        assert entry.deadlines == charge.deadlines
        assert [[body.iri for body in each.bodies] for each in entry.partners] == [
            [body.iri for body in each.bodies] for each in charge.partners
        ]


def test_workload_of_every_body_is_that_of_the_question() -> None:
    """The number of tasks in each role is what `workload` answers, for every body."""
    rows = fengong.open(ROOT).ask("workload")
    asked = {(str(row["body"]), str(row["role"])): (row["roleTasks"], row["tasks"], row["of"]) for row in rows}
    found = {}
    for path in body_paths(pages()):
        iri = iris.BASE + path.removeprefix("/")
        has = portfolio(pages(), iri)
        for role, charges in has.by_role(has.own).items():
            tasks = {charge.duty.task.iri for charge in charges}
            found[iri, role.iri] = (len(tasks), len({charge.duty.task.iri for charge in has.own}), has.of_tasks)
    assert found == asked


@pytest.mark.parametrize(("body", "adopted", "printed"), [(CIVIL, 11, 8), (MINISTRY, 0, 3)])
def test_both_readings_are_told_apart(body: str, adopted: int, printed: int) -> None:
    """The page says how many tasks a body leads as adopted and as printed, as `led-by` does, and links the misprints."""
    iri = iris.body(body)
    graph = fengong.open(ROOT)
    assert len(graph.ask("led-by", body=iri)) == adopted
    assert len(graph.ask("led-by", body=iri, reading="printed")) == printed
    lead = next((line for line in portfolio(pages(), iri).readings if line[0].slug == "lead"), None)
    assert lead is not None
    assert lead[1:] == (adopted, printed)
    for lang, role in (("zh", "牵头"), ("en", "lead")):
        html, seen = shown(pages(), f"/id/body/{body}", lang)
        row = re.search(rf"<tr><td>[^\n]*{role}</span></td><td class=\"n\">(\d+)</td><td class=\"n\">(\d+)</td><td class=\"n\">52<", html)
        assert row is not None
        assert (int(row[1]), int(row[2])) == (adopted, printed)
        assert {f"/{lang}/id/{SICHUAN}/task/{row}" for row in range(12, 18)} <= {link.partition("#anomaly")[0] for link in seen.links()}


def test_readings_that_agree_are_not_told_apart() -> None:
    """A body without a misprint has no table of readings."""
    html, _ = shown(pages(), "/id/body/510000/health")
    assert 'id="readings"' not in html


def test_partners_are_those_of_the_question() -> None:
    """Partners and shared tasks are what `works-with` answers."""
    asked = {str(row["partner"]): (row["shared"], row["of"]) for row in fengong.open(ROOT).ask("works-with", body="民政厅")}
    has = portfolio(pages(), iris.body(CIVIL))
    assert {each.body.iri: (each.shared, len(has.tasks)) for each in has.partners} == asked
    assert [each.shared for each in has.partners] == sorted((each.shared for each in has.partners), reverse=True)
    assert golden("works-with", body=iris.body(CIVIL))[0]["shared"] == has.partners[0].shared


def test_a_member_is_charged_through_its_collective() -> None:
    """A prefecture's page keeps the 47 tasks through the collective apart from those that name it, which are none."""
    has = portfolio(pages(), iris.body(ZIGONG))
    assert (len(has.own), len(has.charges)) == (0, 47)
    assert [len(charges) for charges in has.through.values()] == [47]
    asked = fengong.open(ROOT).ask("local-duties", place="自贡")
    assert [str(row["responsibility"]) for row in asked] == [charge.duty.mention.iri for charge in has.charges]
    for path in (f"/id/body/{ZIGONG}", "/id/place/510300"):
        _, seen = shown(pages(), path, "en")
        assert "47" in seen.words
        assert "People's governments of the cities and prefectures of Sichuan" in seen.words
        tasks = {link for link in seen.links() if re.fullmatch(rf"/en/id/{SICHUAN}/task/\d+", link)}
        assert tasks == {f"/en/id/{SICHUAN}/task/{row['number']}" for row in asked}


def test_targets_are_those_of_accountable_roles() -> None:
    """A body answers for the targets of tasks that it leads, shares or is responsible for: not of those in which it takes part."""
    for path in body_paths(pages()):
        has = portfolio(pages(), iris.BASE + path.removeprefix("/"))
        expected = {
            target.iri
            for charge in has.charges
            if charge.duty.role.slug in {"lead", "sharedByDuty", "responsible"}
            for target in charge.duty.task.targets
        }
        assert {target.iri for _, target in has.targets} == expected, path
    assert len(portfolio(pages(), iris.body(CIVIL)).targets) == len(fengong.open(ROOT).ask("targets"))
    assert not portfolio(pages(), iris.body("510000/sports")).targets


def test_printed_forms_add_up() -> None:
    """The printed forms of all bodies, misprints apart, are all the printed names of the table."""
    forms = [form for path in body_paths(pages()) for form in portfolio(pages(), iris.BASE + path.removeprefix("/")).forms]
    duties = pages().book.charges.tables[0].duties
    assert sum(count for _, count, misprint in forms if not misprint) == len(duties)
    assert sum(count for _, count, misprint in forms if misprint) == sum(duty.mention.anomaly is not None for duty in duties)
    assert portfolio(pages(), iris.body(CIVIL)).forms == (("民政厅", 39, False), ("民政部", 6, True))


def test_the_index_has_every_body_and_place_once() -> None:
    """Every body and every place is in the index once, and the responsibilities add up to all of the table."""
    _, seen = shown(pages(), "/bodies")
    listed = Counter(link.removeprefix("/zh") for link in seen.links())
    rows = [row for section in index(pages()) for group in section.groups for row in group.rows]
    assert sorted(path_of(row.body.iri) for row in rows) == body_paths(pages())
    assert all(listed[path] >= 1 for path in (*body_paths(pages()), *place_paths(pages())))
    assert sum(row.own for row in rows) == len(pages().book.charges.tables[0].duties)
    assert sum(row.leads for row in rows) == pages().book.charges.tables[0].role_totals[iris.role("lead")]


def index(of: Pages) -> tuple[object, ...]:
    """The sections of the index."""
    from fengong.pages.facts.bodies import sections  # noqa: PLC0415 - one test looks inside

    return sections(of.book.store, of.book.names, of.book.charges)


# --- what became of bodies


def test_a_reorganised_body_says_so() -> None:
    """The banner gives date or says that none was seen, the result and the source; a superior's change is told as that."""
    _, dated = shown(pages(), "/id/body/cn/rural-revitalisation", "en")
    assert "Reorganised since" in dated.words
    assert "2023-03-17" in dated.words
    assert "szb.qzwb.com" in dated.words
    _, undated = shown(pages(), "/id/body/510000/peoples-bank-chengdu-branch", "zh")
    assert "后来已改革" in undated.words
    assert "日期未见" in undated.words
    assert "中国人民银行四川省分行" in undated.words
    _, below = shown(pages(), "/id/body/510000/banking-insurance-regulator", "en")
    assert "Its superior (China Banking and Insurance Regulatory Commission*) was reorganised since" in below.words
    assert not re.search(r"(?<!was )Reorganised since", below.words)
    _, counterpart = shown(pages(), "/id/body/510000/rural-revitalisation", "en")
    assert "was reorganised since" in counterpart.words
    _, result = shown(pages(), "/id/body/cn/agriculture-rural-affairs", "en")
    assert "Result of a reorganisation" in result.words
    _, other = shown(pages(), "/id/body/510000/health", "en")
    assert "eorganis" not in other.words


def test_every_statement_has_what_it_rests_on() -> None:
    """Each `fg:FactEvidence` about a body is on its page, with basis and source."""
    profile = bodies.read(pages().book.store, pages().book.names, iris.body(CIVIL))
    assert len(profile.statements) == 6
    html, seen = shown(pages(), f"/id/body/{CIVIL}", "en")
    assert "<details>" in html
    for each in profile.statements:
        assert each.source in seen.words
        assert each.basis.en in seen.words


@pytest.mark.parametrize(
    ("lang", "refuted", "likely", "missing"),
    [("zh", "已否定", "很可能", "查过而未找到"), ("en", "refuted", "likely", "Looked for, not found")],
)
def test_links_are_told_with_reviewer_day_and_evidence(lang: str, refuted: str, likely: str, missing: str) -> None:
    """A page says what is linked, what is only likely, what is refuted and what was not found; a refuted address is no link."""
    html, seen = shown(pages(), "/id/place/510300", lang)
    for words in (refuted, likely, "Fengong developers", "2026-11-26", "PPL* = the city seat"):
        assert words in seen.words
    assert 'href="http://www.wikidata.org/entity/Q29015"' in html
    assert 'href="https://sws.geonames.org/1783744/"' in html
    assert 'href="https://sws.geonames.org/1783745/"' not in html
    assert missing in shown(pages(), f"/id/body/{CIVIL}", lang)[1].words


# --- every page


def whole(of: Pages, path: str, lang: str) -> Seen:
    """The page, after all that is asked of any page."""
    html, seen = shown(of, path, lang)
    assert len(html.encode()) <= LIMIT, (path, len(html.encode()))
    assert [tag for tag, _ in seen.seen].count("h1") == 1
    assert "".join(seen.headings).strip()
    assert len(set(seen.ids)) == len(seen.ids), [each for each, count in Counter(seen.ids).items() if count > 1]
    assert set(seen.labelled) <= set(seen.ids), path
    assert not re.search(r"\bNone\b|Undefined|\{\{|\}\}|&lt;(span|a|b) ", re.sub(r"<pre\b.*?</pre>", "", html, flags=re.DOTALL)), path
    if lang == "en":
        said = re.sub(r"<(\w+)[^>]*lang=\"zh-CN\"[^>]*>.*?</\1>", "", html, flags=re.DOTALL)
        assert "项任务" not in said, path
    return seen


@cache
def answered(path: str) -> int:
    """The status of the page at a path with its language."""
    reply = pages().reply(Request(path))
    return reply.status if reply else 0


def test_bodies_were_found() -> None:
    """The lists that the tests below run over are not silently cut short."""
    assert len(body_paths(pages())) == 94
    assert len(place_paths(pages())) == 23
    assert len(things(pages())) > 200


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_body_and_place_has_a_page(lang: str) -> None:
    """Each body, collective and place answers with a whole page, and what it links to on the pages exists."""
    links: set[str] = set()
    for path in ("/bodies", *body_paths(pages()), *place_paths(pages())):
        links |= {link.partition("#")[0].partition("?")[0] for link in whole(pages(), path, lang).links()}
    inside = sorted(link for link in links if link.startswith(f"/{lang}/"))
    assert len(inside) > 150
    assert [link for link in inside if answered(link) != 200] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_other_kind_of_thing_has_a_page(lang: str) -> None:
    """A sample of each kind of thing, and every concept, answers with a whole page whose links exist."""
    links: set[str] = set()
    for path in things(pages()):
        links |= {link.partition("#")[0].partition("?")[0] for link in whole(pages(), path, lang).links()}
    inside = sorted(link for link in links if link.startswith(f"/{lang}/"))
    assert [link for link in inside if answered(link) != 200] == []


def test_named_graphs_have_pages() -> None:
    """Each named graph says how many triples it has."""
    dataset = pages().book.graph.dataset
    for name, iri in dataset.graphs.items():
        _, seen = shown(pages(), path_of(iri), "en")
        assert f"{sum(1 for _ in dataset.triples(name)):,}" in seen.words


@pytest.mark.parametrize(
    "path", ["/id/body/510000/nobody", "/id/place/999999", "/id/nothing/text", "/topic/nothing", "/xyz", "/id/a b/<c>"]
)
def test_what_is_not_there_has_no_page(path: str) -> None:
    """An IRI that the graph does not know is a 404 page, also one that is no IRI."""
    shown(pages(), path, status=404)


def test_a_topic_has_its_tasks_with_the_words() -> None:
    """The page of a topic lists the tasks of `by-topic`, and the words that earned it."""
    rows = fengong.open(ROOT).ask("by-topic", topic="elderly-care")
    _, seen = shown(pages(), "/topic/elderly-care", "en")
    assert f"{len({str(row['task']) for row in rows})} of the 52 tasks" in seen.words
    tasks = {link for link in seen.links() if re.fullmatch(rf"/en/id/{SICHUAN}/task/\d+", link)}
    assert tasks == {"/en" + path_of(str(row["task"])) for row in rows}


def test_a_role_says_who_has_it() -> None:
    """The page of a role counts its responsibilities out of all."""
    table = pages().book.charges.tables[0]
    _, seen = shown(pages(), "/role/lead", "en")
    assert f"{table.role_totals[iris.role('lead')]} of {len(table.duties)} responsibilities" in seen.words


# --- the source text


def test_every_quotation_has_its_anchor() -> None:
    """All 662 quotations have an anchor in the text, which holds exactly the words that are quoted."""
    html, seen = shown(pages(), f"/id/{SICHUAN}/text")
    quoted = list(quotations(pages().book.graph.dataset, SICHUAN))
    assert len(quoted) == 662
    assert {f"char={each.start},{each.end}" for each in quoted} == {each for each in seen.ids if each.startswith("char=")}
    held = Anchored(html).held
    assert all(held[f"char={each.start},{each.end}"] == each.exact for each in quoted)


class Anchored(HTMLParser):
    """The words inside each anchor of a text, without links that stand between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.held: dict[str, str] = {}
        self.stack: list[str] = []
        self.beside = 0
        self.whole: list[str] = []
        self.feed(html.partition("<pre")[2].partition(">")[2].partition("</pre>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An anchor begins, or something that is no part of the text."""
        if tag == "span":
            self.stack.append(str(dict(attrs).get("id") or ""))
            self.held.setdefault(self.stack[-1], "")
        else:
            self.beside += 1

    def handle_endtag(self, tag: str) -> None:
        """It ends."""
        if tag == "span":
            self.stack.pop()
        else:
            self.beside -= 1

    def handle_data(self, data: str) -> None:
        """Words of the text belong to every anchor round them."""
        if not self.beside:
            self.whole.append(data)
            for each in self.stack:
                self.held[each] += data


def test_every_place_that_a_page_links_to_exists() -> None:
    """The fragments of links to the text, from tasks and from other things, are anchors of it."""
    _, text = shown(pages(), f"/id/{SICHUAN}/text", "en")
    links = set()
    for path in (f"/id/{SICHUAN}/task/{row}" for row in range(1, 53)):
        links |= {link.partition("#")[2] for link in shown(pages(), path, "en")[1].links() if "/text#" in link}
    assert len(links) > 150
    assert links <= set(text.ids)


def test_the_text_is_shown_as_it_is() -> None:
    """The page holds the text character by character, its hash, and the file itself is offered."""
    html, seen = shown(pages(), f"/id/{SICHUAN}/text")
    assert "".join(Anchored(html).whole).strip("\n") == TEXT.read_text(encoding="utf-8").strip("\n")
    data = TEXT.read_bytes()
    assert hashlib.sha256(data).hexdigest() in seen.words
    reply = pages().reply(Request(f"/id/{SICHUAN}/text.txt"))
    assert reply is not None
    assert (reply.status, reply.media_type, reply.body) == (200, "text/plain; charset=utf-8", data)
    assert f"/id/{SICHUAN}/text.txt" in seen.links()


@pytest.mark.parametrize("fate", ["missing", "changed"])
def test_a_text_that_is_not_kept_is_put_together(several: Pages, tmp_path: Path, fate: str) -> None:
    """Without its file, or with another one, the text is what quotations tell, with gaps; the page says so and offers no file."""
    root = several.book.graph.workspace.root
    copy = tmp_path / "copy"
    shutil.copytree(root, copy)
    file = copy / "graph" / "sources" / SICHUAN / "text.txt"
    if fate == "missing":
        file.unlink()
    else:
        file.write_text("另一份", encoding="utf-8")
    of = Pages(fengong.open(copy))
    html, seen = shown(of, f"/id/{SICHUAN}/text", "en")
    assert "is put together from the quotations" in seen.words
    assert ("SHA-256 differs" in seen.words) == (fate == "changed")
    assert sum(each.startswith("char=") for each in seen.ids) == 662
    assert "characters not quoted]" in seen.words
    held = Anchored(html).held
    assert all(held[f"char={each.start},{each.end}"] == each.exact for each in quotations(of.book.graph.dataset, SICHUAN))
    assert of.reply(Request(f"/id/{SICHUAN}/text.txt")) is None
    assert not any(link.endswith("text.txt") for link in seen.links())


# --- several tables, hostile names


def test_hostile_names_are_escaped(several: Pages) -> None:
    """Names and tasks that hold markup or template marks are shown as they are printed, on every page that they are on."""
    unlisted = [path for path in body_paths(several) if path.endswith("/unlisted")]
    assert len(unlisted) == 4
    for path in (
        *unlisted,
        "/bodies",
        f"/id/body/{CIVIL}",
        "/id/hostile/text",
        "/id/hostile/task/1/measure/1",
        "/id/hostile/task/1/clause/2",
    ):
        for lang in ("zh", "en"):
            html, _ = shown(several, path, lang)
            assert "<script>alert" not in html
            assert "<img src=x" not in html
    _, seen = shown(several, "/id/hostile/text")
    assert SCRIPT in seen.words
    assert QUOTES in seen.words
    assert "{{ 7*7 }}" in seen.words


def test_mentions_of_one_unlisted_name_are_one_body(several: Pages) -> None:
    """The page of each mention has the tasks of all mentions; the index has the name once."""
    for resp in ("task/1/resp/2", "task/2/resp/1"):
        _, seen = whole_hostile(several, f"/id/hostile/{resp}/unlisted", "en")
        assert {"/en/id/hostile/task/1", "/en/id/hostile/task/2"} <= set(seen.links())
        assert "No reviewed table lists this name" in seen.words
    names = [row.body.name.zh for section in index(several) for group in section.groups for row in group.rows]
    assert names.count(SCRIPT) == 1
    assert names.count(LONG) == 1


def whole_hostile(of: Pages, path: str, lang: str) -> tuple[str, Seen]:
    """The page, well-formed and with one heading."""
    html, seen = shown(of, path, lang)
    assert [tag for tag, _ in seen.seen].count("h1") == 1
    assert len(html.encode()) <= LIMIT
    return html, seen


def test_tables_are_told_apart(several: Pages) -> None:
    """With several tables, counts have the tasks of all as denominator, and the charges stand under their table."""
    has = portfolio(several, iris.body(ZIGONG))
    assert has.of_tasks == 55
    assert {table.id for table in has.in_tables(has.own)} == {"hostile", "zigong"}
    assert [len(charges) for charges in has.through.values()] == [48]
    assert has.own[0].duty.task.table == "hostile"
    for path in (f"/id/body/{ZIGONG}", "/id/place/510300", "/id/place/510000", "/bodies", "/topic/elderly-care", "/role/lead"):
        for lang in ("zh", "en"):
            whole_hostile(several, path, lang)
    _, seen = shown(several, f"/id/body/{ZIGONG}", "en")
    assert "of the 1 tasks of the table" in seen.words
    assert "of the 52 tasks of the table" in seen.words


# --- the picture


def pictures(of: Pages) -> Iterator[tuple[str, network.Picture]]:
    """The pictures of every body in both languages and widths."""
    for path in body_paths(of):
        has = portfolio(of, iris.BASE + path.removeprefix("/"))
        for called in ((lambda body: body.said("zh")), (lambda body: body.said("en"))):
            partners = [(called(each.body), each.shared) for each in has.partners]
            if partners:
                yield path, network.wide(called(has.body), partners)
                yield path, network.narrow(called(has.body), partners)


def boxes(picture: network.Picture) -> Iterator[tuple[float, float, float, float]]:
    """The rectangles that names and discs take, at the most that their type can be wide."""
    yield picture.box[0], picture.box[1], picture.box[0] + picture.box[2], picture.box[1] + picture.box[3]
    for node in picture.nodes:
        yield node.x - 14, node.y - 14, node.x + 14, node.y + 14
        broad = max(7.2 * network.width(line) for _, line in node.label.lines)
        left = node.label.x if node.label.anchor == "start" else node.label.x - broad
        yield left, node.label.lines[0][0] - 12, left + broad, node.label.lines[-1][0] + 4


@pytest.mark.parametrize("which", ["one", "several"])
def test_names_in_the_picture_do_not_overlap(which: str, several: Pages) -> None:
    """No name or disc covers another or leaves the picture, for any body, in both languages, wide and narrow."""
    seen = 0
    for path, picture in pictures(several if which == "several" else pages()):
        seen += 1
        placed = list(boxes(picture))
        for at, (left, top, right, bottom) in enumerate(placed):
            assert -0.1 <= left <= right <= picture.width + 0.1, (path, placed[at])
            assert -0.1 <= top <= bottom <= picture.height + 0.1, (path, placed[at])
            for other in placed[at + 1 :]:
                assert not (left < other[2] and other[0] < right and top < other[3] and other[1] < bottom), (path, placed[at], other)
    assert seen > 200


def test_the_picture_has_words() -> None:
    """Each picture has a title, links with titles, and at most twelve partners."""
    html, _ = shown(pages(), f"/id/body/{CIVIL}", "en")
    found = re.findall(r"<svg class=\"(\w+)\".*?</svg>", html, flags=re.DOTALL)
    assert found == ["wide", "narrow"]
    for svg in re.findall(r"<svg class=.*?</svg>", html, flags=re.DOTALL):
        assert svg.count("<title") == 1 + network.MOST
        assert svg.count("<a href=") == network.MOST
        assert "Sichuan Health Commission: tasks shared: 40" in svg


def test_keys_of_tables_tell_bodies_apart() -> None:
    """The key that portfolios are kept by is the IRI of a listed body."""
    assert Table.key(pages().book.names.body(iris.body(CIVIL))) == iris.body(CIVIL)


@pytest.mark.parametrize("path", ["/id/body/cn/statistics", "/id/place/510100"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_links_can_be_read_on_a_narrow_screen(path: str, lang: str) -> None:
    """Where the head of the table of links is out of sight, each cell says what it is."""
    text, _ = shown(pages(), path, lang)
    table = text[text.index('class="elsewhere"') :].partition("</table>")[0]
    heads = re.findall(r"<th[^>]*>([^<]*)</th>", table)
    labels = re.findall(r'<td[^>]* data-label="([^"]*)"', table)
    assert len(labels) == table.count("<td") > 0
    assert labels == heads * (len(labels) // len(heads))

"""The pages of tables and tasks: what they say is what the graph says, in both languages, whatever the source holds."""

from __future__ import annotations

import re

import pytest

import fengong
from fengong.bilingual import Lang
from fengong.pages import Pages
from fengong.pages.facts.marks import stretches
from fengong.pages.facts.task import Task
from fengong.web.message import Reply, Request
from strict_html import parsed
from support import HEADER, ROOT, SICHUAN, add_table, workspace

HEAVIEST = 150_000


@pytest.fixture(scope="module")
def pages() -> Pages:
    made = Pages(fengong.open(ROOT))
    made.warm()
    return made


@pytest.fixture(scope="module")
def several(tmp_path_factory) -> Pages:
    """A workspace with two small tables, the second of which holds what could break a page."""
    from fengong.cli.main import run  # noqa: PLC0415 - the building half

    folder = workspace(tmp_path_factory.mktemp("several"))
    add_table(folder, "first", HEADER + "1\t建设<script>alert(1)</script>养老机构{{7*7}}。\t民政厅牵头，省“&”托育<b>协会</b>参加。\n")
    add_table(
        folder,
        "second",
        HEADER + "1\t支持社区食堂。\t民政厅、财政厅按职责分工负责，各市（州）人民政府负责。\n2\t开展试点。\t民政厅牵头。\n",
    )
    run(["build", "--workspace", str(folder)])
    return Pages(fengong.open(folder))


def paths(pages: Pages) -> list[str]:
    """The overview, and the pages of every table and task."""
    tables = list(pages.book.tables())
    return ["/", *(f"/id/{table.id}" for table in tables), *(f"/id/{table.id}/task/{task.row}" for table in tables for task in table.tasks)]


DATA = "application/ld+json"
"""A script element of this type is data: no browser runs it, and no policy forbids it."""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_whole_and_light(pages: Pages, lang: Lang) -> None:
    """Each page is well-formed, in its language, at most 150 kB, with nothing in it that a strict policy forbids."""
    for path in paths(pages):
        reply = _reply(pages, Request(f"/{lang}{path}"))
        page = parsed(reply.body)
        assert (reply.status, len(reply.body) <= HEAVIEST) == (200, True), path
        assert dict(page.seen[0][1])["lang"] == {"zh": "zh-CN", "en": "en"}[lang]
        assert not [name for _, attributes in page.seen for name in attributes if name == "style" or name.startswith("on")]
        assert all(attributes.get("src") or attributes.get("type") == DATA for tag, attributes in page.seen if tag == "script")


def test_the_same_bytes_each_time(pages: Pages) -> None:
    """A page is a function of the graph."""
    again = Pages(fengong.open(ROOT))
    for path in ("/zh/", "/en/", f"/zh/id/{SICHUAN}/task/12"):
        first, second = pages.reply(Request(path)), again.reply(Request(path))
        assert first == second


def test_pages_have_the_language_of_the_reader(pages: Pages) -> None:
    """The way in follows what was chosen earlier, else Accept-Language; the switch remembers, and keeps path and question."""
    assert ("Location", "/zh/") in _reply(pages, Request("/", languages="zh-CN,zh;q=0.9")).headers
    assert ("Location", "/en/") in _reply(pages, Request("/", languages="zh-CN", remembered="en")).headers
    switched = _reply(pages, Request("/language/en/search", (("q", "民政"),)))
    assert switched.status == 303
    headers = dict(switched.headers)
    assert headers["Location"] == "/en/search?q=%E6%B0%91%E6%94%BF"
    assert headers["Set-Cookie"].startswith("language=en; Path=/; ")
    assert not switched.kept


@pytest.mark.parametrize("path", ["/language/en//example.org/", "/language/en/\\example.org", "/language/en/%0d%0aX: y"])
def test_the_switch_leads_nowhere_else(pages: Pages, path: str) -> None:
    """Whatever follows, the switch leads to a page here."""
    location = dict(_reply(pages, Request(path)).headers)["Location"]
    assert location.startswith("/en/")
    assert "\n" not in location


def test_matrix_is_that_of_the_question(pages: Pages) -> None:
    """Body by body and role by role, the squares of the matrix are the responsibilities that the question role-matrix counts."""
    table = pages.book.table(SICHUAN)
    assert table is not None
    asked = {
        (row["body"], row["role"]): row["responsibilities"] for row in fengong.open(ROOT).ask("role-matrix") if row["responsibilities"]
    }
    assert {(body, role): count for body, counts in table.by_role.items() for role, count in counts.items()} == asked
    assert len(re.findall(rb'<td><a class="r\d"', _reply(pages, Request(f"/zh/id/{SICHUAN}")).body)) == len(table.cells)


@pytest.mark.parametrize(("what", "rows"), [("without_lead", "no-lead"), ("open_ended", "open-ended"), ("with_anomalies", "anomalies")])
def test_what_is_worth_asking_is_what_the_questions_say(pages: Pages, what: str, rows: str) -> None:
    """The tasks that the overview names are those of the canned questions."""
    table = pages.book.table(SICHUAN)
    assert table is not None
    asked = {row["number"] for row in fengong.open(ROOT).ask(rows)}
    assert {task.number for task in getattr(table, what)()} == asked


def test_every_word_of_a_task_is_shown_once(pages: Pages) -> None:
    """The pieces in which a text is marked are the text, to the character, and so are the pieces of each clause."""
    table = pages.book.table(SICHUAN)
    assert table is not None
    for task in table.tasks:
        assert "".join(piece.words for stretch in stretches(task) for piece in stretch.pieces) == task.text
        for clause in task.clauses:
            assert "".join(words for words, _ in clause.pieces()) == clause.span.words


def test_targets_are_marked(pages: Pages) -> None:
    """Five targets of the table are marked in the words of three tasks."""
    assert {task.number: len(_marked(task)) for task in _tasks(pages) if _marked(task)} == {2: 3, 8: 1, 30: 1}


def test_a_misprint_shows_both_readings(pages: Pages) -> None:
    """The page of task 12 names the ministry as printed, the department as adopted, and says why."""
    text = parsed(_reply(pages, Request(f"/en/id/{SICHUAN}/task/12")).body).text
    assert "Ministry of Civil Affairs" in text
    assert "Sichuan Department of Civil Affairs" in text
    assert "only that page prints 民政部" in text


def test_a_task_that_nobody_leads_says_so(pages: Pages) -> None:
    """The absence of a lead is a sentence, and only where there is none."""
    said = [
        task.number
        for task in _tasks(pages)
        if "Nobody leads" in parsed(_reply(pages, Request(f"/en/id/{SICHUAN}/task/{task.row}")).body).text
    ]
    assert len(said) == 26
    assert 12 not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_several_tables(several: Pages, lang: Lang) -> None:
    """With several tables the overview counts over all of them, and lists each with its own figures."""
    page = parsed(_reply(several, Request(f"/{lang}/")).body)
    assert {f"/{lang}/id/first", f"/{lang}/id/second"} <= set(page.links())
    assert len(list(several.book.tables())) == 2
    for path in paths(several):
        assert _reply(several, Request(f"/{lang}{path}")).status == 200


def test_what_the_source_holds_is_text(several: Pages) -> None:
    """Markup and template marks of a source are shown, not obeyed."""
    body = _reply(several, Request("/zh/id/first/task/1")).body
    assert b"<script>alert" not in body
    assert "建设&lt;script&gt;alert(1)&lt;/script&gt;养老机构{{7*7}}" in re.sub(r"<[^>]+>", "", body.decode())
    assert "省“&amp;”托育&lt;b&gt;协会&lt;/b&gt;" in re.sub(r"<[^>]+>", "", body.decode())


@pytest.mark.parametrize("path", ["/zh/nope", "/zh/id/nope", f"/zh/id/{SICHUAN}/task/99", "/en/../etc/passwd", "/zh/id/<script>"])
def test_nothing_there(pages: Pages, path: str) -> None:
    """A page that does not exist is said so, with 404 and a way on."""
    reply = _reply(pages, Request(path))
    assert reply.status == 404
    parsed(reply.body)
    assert b"<script>alert" not in reply.body


@pytest.mark.parametrize("path", ["/zh/about/", f"/en/id/{SICHUAN}/task/12/", "/en/id/place/510300//"])
def test_a_slash_too_many_is_forgiven(pages: Pages, path: str) -> None:
    """An address with a slash at its end leads to the one without."""
    reply = _reply(pages, Request(path))
    assert (reply.status, dict(reply.headers)["Location"]) == (303, path.rstrip("/"))


@pytest.mark.parametrize("name", ["fengong.css", "fengong.js", "favicon.svg"])
def test_files_of_the_design(pages: Pages, name: str) -> None:
    """They may be kept for ever, since their address changes with their bytes."""
    reply = _reply(pages, Request(f"/assets/{name}"))
    assert "immutable" in dict(reply.headers)["Cache-Control"]


@pytest.mark.parametrize("name", ["nope.css", "..%2frouter.py", "../router.py", "fengong.css/..", ""])
def test_only_files_of_the_design(pages: Pages, name: str) -> None:
    """No other file is given."""
    assert pages.reply(Request(f"/assets/{name}")) is None


@pytest.mark.parametrize("path", ["/robots.txt", "/favicon.ico", "/favicon.svg"])
def test_what_browsers_and_crawlers_try_is_there(pages: Pages, path: str) -> None:
    """Addresses that nobody links to answer all the same, and are not kept for ever."""
    reply = _reply(pages, Request(path))
    assert (reply.status, bool(reply.body)) == (200, True)
    assert "Cache-Control" not in dict(reply.headers)


def test_nothing_is_fetched_from_elsewhere() -> None:
    """Neither styles nor scripts of ours name another host."""
    for path in (ROOT / "src" / "fengong" / "pages" / "static").glob("*.*"):
        if path.suffix in {".css", ".js"} and ".min." not in path.name:
            assert not re.search(r"https?://(?!www\.w3\.org/|w3id\.org/fengong/)", path.read_text(encoding="utf-8")), path.name


def _reply(pages: Pages, request: Request) -> Reply:
    reply = pages.reply(request)
    assert reply is not None
    return reply


def _tasks(pages: Pages) -> tuple[Task, ...]:
    table = pages.book.table(SICHUAN)
    assert table is not None
    return table.tasks


def _marked(task: Task) -> set[int]:
    return {piece.target.index for stretch in stretches(task) for piece in stretch.pieces if piece.target}

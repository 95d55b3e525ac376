"""The pages on which the canned questions are asked, and the search: they say what `fengong ask` says, whatever is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fengong
from fengong import iris
from fengong.api import Graph
from fengong.ask import answer as asking
from fengong.ask import present
from fengong.bilingual import Lang
from fengong.pages import Pages
from fengong.pages.facts import chart, question, whole
from fengong.pages.links import Served
from fengong.pages.views import question as view
from fengong.pages.views import questions as catalogue
from fengong.web.message import Reply, Request
from strict_html import parsed
from support import HEADER, ROOT, SICHUAN, add_table, workspace

HEAVIEST = 150_000
GRAPH = fengong.open(ROOT)
QUESTIONS = GRAPH.questions
LANGUAGES: list[Lang] = ["zh", "en"]
RUNS = [
    (name, lang, reading)
    for name, found in QUESTIONS.items()
    for lang in LANGUAGES
    for reading in (("adopted", "printed") if found.switchable else ("adopted",))
]
CIVIL_AFFAIRS = "510000/civil-affairs"

SOME = "led-by duties-of local-duties search overdue bodies-of workload coverage own own-asked".split()

HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{7*7}}{% raw %}",
    "{0.__class__}{given}",
    "} ; DROP ALL #",
    "> . ?s ?p ?o } #",
    '" ) } UNION { ?s ?p ?o } #',
    "https://w3id.org/fengong/id/body/510000/civil-affairs> ; ?p ?o . <x",
    "javascript:alert(1)",
    "../../etc/passwd",
    "a\x00b",
    "\x1b[31m\x07\u202e",
    "\ud800",
    "%",
    "%00%ff%zz",
    "民" * 100_000,
    "x" * 501,
    "\u00e9" * 499,
    "-1",
    "9" * 400,
    "٣",
    "2026-02-30",
    "12/..",
    "NULL",
    "\\",
    "’; --",
]


@pytest.fixture(scope="module")
def pages() -> Pages:
    made = Pages(fengong.open(ROOT))
    made.warm()
    return made


@pytest.fixture(scope="module")
def several(tmp_path_factory) -> Pages:
    """A workspace with two tables, unlisted names that could break a page, and questions of its own."""
    from fengong.cli.main import run  # noqa: PLC0415 - the building half

    folder = workspace(tmp_path_factory.mktemp("several"))
    add_table(folder, "first", HEADER + "1\t建设<script>alert(1)</script>养老机构{{7*7}}。\t民政厅牵头，省“&”托育<b>协会</b>参加。\n")
    add_table(
        folder,
        "second",
        HEADER
        + "1\t支持社区食堂。\t民政厅、财政厅按职责分工负责，省“&”托育<b>协会</b>参加。\n2\t到2025年，托位不少于10个。\t民政厅牵头。\n",
    )
    own(folder)
    assert run(["build", "--workspace", str(folder)]) == 0
    return Pages(fengong.open(folder))


def own(folder: Path) -> None:
    """Three questions of a workspace: one of a new kind, one whose parameter is unknown here, one that is no SPARQL."""
    words = {
        "summary": "Own",
        "summary_zh": "自有",
        "answers": "What?",
        "answers_zh": "何？",
        "description": "All.",
        "description_zh": "全部。",
    }
    head = "".join(f'#+ {key}: "{said}<i>"\n' for key, said in words.items())
    rest = '#+ tags: [colour]\n#+ defaults: []\n#+ columns: [thing, value]\n#+ reading: "fixed"\n'
    (folder / "queries").mkdir()
    select = "SELECT ?thing ?value WHERE { ?thing ?p ?value "
    (folder / "queries" / "own.rq").write_text(head + rest + select + "} ORDER BY ?thing ?value LIMIT 900\n")
    (folder / "queries" / "own-asked.rq").write_text(head + rest + select + "FILTER(?thing = ?_thing_iri && ?value != ?__size_integer) }\n")
    (folder / "queries" / "own-broken.rq").write_text(head + rest + "SELECT WHERE { ?_body_iri\n")


# --- answers


class Table(HTMLParser):
    """The words of each cell of the table of an answer; what stands in <sup> is ours."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = self.cell = self.aside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Rows and cells begin."""
        self.inside |= tag == "table" and ("id", "rows") in attrs
        if self.inside and tag == "tr":
            self.rows.append([])
        if self.inside and tag in {"td", "th"}:
            self.rows[-1].append("")
        self.cell = self.inside and (self.cell or tag in {"td", "th"})
        self.aside |= tag == "sup"

    def handle_endtag(self, tag: str) -> None:
        """They end."""
        self.inside &= tag != "table"
        self.cell &= tag not in {"td", "th"}
        self.aside &= tag != "sup"

    def handle_data(self, data: str) -> None:
        """Their words."""
        if self.cell and not self.aside:
            self.rows[-1][-1] += data


def table_of(body: bytes) -> list[list[str]]:
    reader = Table()
    reader.feed(body.decode())
    return reader.rows


def said_by_ask(graph: Graph, name: str, lang: Lang, reading: str, values: dict[str, str]) -> list[list[str]]:
    """The rows of `fengong ask --format markdown`, titles first."""
    answer = asking.ask(graph.questions[name], graph.dataset, values, reading=reading)
    if not answer.columns:
        return []
    text = present.present(answer, graph.dataset, present.Style("markdown", lang), present.titles_from(graph.workspace.queries))
    lines = [re.split(r"(?<!\\)(?:\\\\)*\|", line)[1:-1] for line in text.splitlines()]
    unescaped = [[re.sub(r"\\(.)", r"\1", cell[1:-1]).replace("&lt;", "<") for cell in line] for line in lines]
    return [unescaped[0], *unescaped[2:]] if len(unescaped) > 2 else []


def every_row(pages: Pages, name: str, lang: Lang, parameters: dict[str, str]) -> list[list[str]]:
    """The rows on all pages of an answer, titles first."""
    rows: list[list[str]] = []
    for number in range(1, 100):
        here = table_of(_ok(pages, f"/{lang}/question/{name}", **parameters, page=str(number)).body)
        if not here or here[1:] == rows[-len(here) + 1 :]:
            break
        rows += here if not rows else here[1:]
    return rows


@pytest.mark.parametrize(("name", "lang", "reading"), RUNS)
def test_a_page_says_what_ask_says(pages: Pages, name: str, lang: Lang, reading: str) -> None:
    """Title by title, row by row and cell by cell, a page (with those that follow it) has the words of `fengong ask`."""
    values = QUESTIONS[name].defaults
    rows = every_row(pages, name, lang, {**values, "reading": reading})
    assert rows == said_by_ask(GRAPH, name, lang, reading, values)


def test_several_pages_were_compared(pages: Pages) -> None:
    """Some answer is longer than a page, so that the comparison crosses pages."""
    assert len(every_row(pages, "deliverables", "zh", {})) == 117
    assert len(question.sheet(GRAPH.ask("works-with", body="民政厅"), pages.book, "en").pages) == 1
    long = question.Sheet((), tuple((question.Cell("字" * 30, "text"),) for _ in range(2000)))
    assert [end - start for start, end in long.pages][:2] == [625, 625]
    assert long.pages[-1][1] == 2000


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_light_and_whole(pages: Pages, name: str, lang: Lang) -> None:
    """Asked with nothing, a question shows its form and an answer, in a well-formed and light page without inline style or script."""
    reply = _ok(pages, f"/{lang}/question/{name}")
    page = parsed(reply.body)
    assert len(reply.body) <= HEAVIEST
    assert not [each for _, attributes in page.seen for each in attributes if each == "style" or each.startswith("on")]
    assert QUESTIONS[name].summary.said(lang) in page.text
    assert QUESTIONS[name].description.said(lang) in page.text
    fields = {
        attributes["name"] for tag, attributes in page.seen if tag in {"select", "input"} and attributes.get("name") not in {None, "q"}
    }
    wanted = {parameter.name for parameter in QUESTIONS[name].parameters if parameter.name != "table"}
    assert fields == wanted | ({"reading"} if QUESTIONS[name].switchable and QUESTIONS[name].reads_bodies else set())
    named = {attributes.get("id") for _, attributes in page.seen}
    assert {attributes["for"] for tag, attributes in page.seen if tag == "label" and "for" in attributes} <= named
    assert len([attributes["id"] for _, attributes in page.seen if "id" in attributes]) == len(named - {None})


def test_every_choice_can_be_asked(pages: Pages) -> None:
    """Whatever a list offers is accepted, and is then what is chosen."""
    for name, parameter in [
        ("led-by", "body"),
        ("local-duties", "place"),
        ("by-topic", "topic"),
        ("by-function", "function"),
        ("timeline", "task"),
    ]:
        choices = list(pages.book.choices.known(parameter).values())
        assert len(choices) > 19
        for choice in choices:
            asked = view.ask(pages.book, QUESTIONS[name], Request("/", ((parameter, choice.value),)))
            assert asked.answer is not None, choice
            assert asked.answer.values[parameter].value == choice.iri


def test_choices_with_an_answer_come_first(pages: Pages) -> None:
    """Who leads nothing in either reading is listed after those who do."""
    groups = pages.book.choices.groups(QUESTIONS["led-by"], "body", "en")
    choices = [choice.value for group in groups for choice in group.choices]
    either = [bool(GRAPH.ask("led-by", body=each) or GRAPH.ask("led-by", body=each, reading="printed")) for each in choices]
    assert either == sorted(either, reverse=True)
    assert sum(either) == 13
    unanswered = [group.label.en.startswith("(no answer)") for group in groups]
    assert unanswered == sorted(unanswered)


@pytest.mark.parametrize("typed", [CIVIL_AFFAIRS, "民政厅", "四川省民政厅", iris.body(CIVIL_AFFAIRS), "civil-affairs", " 民政厅 "])
def test_names_are_taken_as_ask_takes_them(pages: Pages, typed: str) -> None:
    """Ids, printed names and IRIs all name the body, which is then selected in the list."""
    reply = _ok(pages, "/zh/question/led-by", body=typed)
    assert len(table_of(reply.body)) == 12
    assert re.search(rb'<option value="510000/civil-affairs" selected>', reply.body)


def test_a_missing_value_shows_an_example(pages: Pages) -> None:
    """Nothing chosen is no mistake: the example of the question is answered, and said to be one."""
    reply = _ok(pages, "/en/question/led-by")
    assert "Example: Sichuan Department of Civil Affairs" in parsed(reply.body).text
    assert len(table_of(reply.body)) == 12
    assert "/en/question/led-by?body=510000/civil-affairs" in parsed(reply.body).links()


@pytest.mark.parametrize(
    ("path", "parameters", "said", "repair"),
    [
        ("led-by", {"body": "民正厅"}, "No body is called “民正厅”", "/en/question/led-by?body=510000/civil-affairs"),
        (
            "led-by",
            {"body": CIVIL_AFFAIRS, "reading": "guessed"},
            "does not take “reading=guessed”",
            f"/en/question/led-by?body={CIVIL_AFFAIRS}",
        ),
        ("no-lead", {"body": CIVIL_AFFAIRS}, "does not take “body”", "/en/question/no-lead"),
        ("overdue", {"on": "2026-02-30"}, "“2026-02-30” is no date", "/en/question/overdue"),
        ("bodies-of", {"task": "99"}, "No task is called “99”", "/en/question/bodies-of"),
        ("by-topic", {"topic": "烹饪"}, "No topic is called “烹饪”", "/en/question/by-topic?topic=childcare"),
        ("led-by", {"table": "sichuan-elder"}, "No table is called “sichuan-elder”", f"/en/question/led-by?table={SICHUAN}"),
        ("led-by", {"body": "民" * 501}, "too long", "/en/question/led-by"),
    ],
)
def test_mistakes_are_explained_and_repaired(pages: Pages, path: str, parameters: dict[str, str], said: str, repair: str) -> None:
    """What is wrong is said beside the form with status 400, and a link leads to what works."""
    reply = _reply(pages, Request(f"/en/question/{path}", tuple(parameters.items())))
    page = parsed(reply.body)
    assert (reply.status, said in page.text) == (400, True)
    assert repair in page.links()
    where = urlsplit(repair)
    assert _reply(pages, Request(where.path, tuple(parse_qsl(where.query)))).status == 200


def test_ambiguous_names_offer_the_choices(several: Pages) -> None:
    """A task's number that several tables have leads to each of them."""
    reply = _reply(several, Request("/en/question/bodies-of", (("task", "1"),)))
    assert reply.status == 400
    assert {"/en/question/bodies-of?task=first/1", "/en/question/bodies-of?task=second/1"} <= set(parsed(reply.body).links())


def test_what_is_not_asked_for_is_ignored(pages: Pages) -> None:
    """What others add to an address does not matter."""
    assert table_of(_ok(pages, "/zh/question/no-lead", utm_source="x").body) == table_of(_ok(pages, "/zh/question/no-lead").body)


def test_addresses_and_downloads_carry_what_was_asked(pages: Pages) -> None:
    """Downloads, the editor, the citation and the switch all have the values and the reading."""
    page = parsed(_ok(pages, "/en/question/led-by", body=CIVIL_AFFAIRS, reading="printed").body)
    links = page.links()
    for suffix, more in [("csv", ""), ("csv", "&bom=1"), ("json", ""), ("xlsx", "")]:
        assert f"/answer/led-by.{suffix}?body={CIVIL_AFFAIRS}&reading=printed&lang=en{more}" in links
    editor = next(link for link in links if link.startswith("/en/sparql?query="))
    query = unquote(editor.partition("=")[2])
    assert query.startswith("PREFIX")
    assert "fg:printedBody <https://w3id.org/fengong/id/body/510000/civil-affairs>" in query
    assert len(list(GRAPH.query(query))) == len(GRAPH.ask("led-by", body="民政厅", reading="printed"))  # type: ignore[arg-type]
    cited = f"https://w3id.org/fengong/question/led-by?body={iris.body(CIVIL_AFFAIRS)}&reading=printed"
    assert f"{cited}." in page.text
    assert f"url = {{{cited}}}" in page.text
    assert any(link.startswith("/cite.bib?iri=https%3A%2F%2Fw3id.org%2Ffengong%2Fquestion%2Fled-by%3Fbody") for link in links)


def test_cells_lead_to_what_they_name(pages: Pages) -> None:
    """Numbers lead to tasks, names to bodies and roles, places to the text; addresses of sources lead out."""
    links = set(parsed(_ok(pages, "/zh/question/duties-of", body=CIVIL_AFFAIRS).body).links())
    assert {
        f"/zh/id/{SICHUAN}/task/12",
        "/zh/role/lead",
        f"/zh/id/{SICHUAN}/task/12/resp/1",
        f"/zh/id/{SICHUAN}/text#char=1492,1504",
    } <= links
    assert f"/zh/id/body/{CIVIL_AFFAIRS}" in links


def test_construct_questions_show_turtle(pages: Pages) -> None:
    """A question that makes a graph shows the beginning of it, says how much that is, and gives the whole."""
    page = parsed(_ok(pages, "/en/question/plain-view").body)
    assert "triples" in page.text
    assert "the first" in page.text
    assert "/answer/plain-view.ttl?lang=en" in page.links()


def test_an_empty_answer_says_so(pages: Pages) -> None:
    """No row is an answer, not a mistake."""
    page = parsed(_ok(pages, "/en/question/led-by", body="510000/finance").body)
    assert "No row fits" in page.text


def test_counts_have_their_denominators(pages: Pages, several: Pages) -> None:
    """Rows are counted with the tasks and bodies that they are on, out of all there are; of a table, out of its own."""
    assert "11 rows, on 11 / 52 tasks" in parsed(_ok(pages, "/en/question/led-by", body=CIVIL_AFFAIRS).body).text
    assert "71 rows, on 37 / 37 bodies" in parsed(_ok(pages, "/en/question/workload").body).text
    assert "2 rows, on 2 / 3 tasks" in parsed(_ok(several, "/en/question/led-by", body=CIVIL_AFFAIRS).body).text
    assert "1 row, on 1 / 2 tasks" in parsed(_ok(several, "/en/question/led-by", body=CIVIL_AFFAIRS, table="second").body).text


def test_rows_of_several_tables_say_which(several: Pages) -> None:
    """Where rows are of several tables, a last column names the table of each; of one table alone, there is none."""
    rows = table_of(_ok(several, "/zh/question/led-by", body=CIVIL_AFFAIRS).body)
    assert (rows[0][-1], {row[-1] for row in rows[1:]}) == ("分工表", {"示例"})
    assert table_of(_ok(several, "/zh/question/led-by", body=CIVIL_AFFAIRS, table="first").body)[0][-1] == "位置"
    assert table_of(_ok(several, "/zh/question/workload").body)[0][-1] == "该角色任务数"
    assert [row[-1] for row in table_of(_ok(several, "/zh/question/coverage").body)[1:]] == ["示例"] * 13


def test_no_such_question(pages: Pages) -> None:
    """A question that there is not is a page that says so."""
    for name in ["nope", "led-by.rq", "<script>", "..", "%2e%2e"]:
        assert _reply(pages, Request(f"/zh/question/{name}")).status == 404


# --- charts


def test_charts_follow_the_shape(pages: Pages) -> None:
    """Counts with a denominator, and rows with few names, are drawn; other answers are not."""
    drawn = {name: made for name in QUESTIONS if (made := _chart(pages, name))}
    assert {"workload", "role-matrix", "statistics", "coverage", "most-shared", "never-leads", "works-with", "duties-of"} <= set(drawn)
    assert not {"anomalies", "targets", "led-by", "plain-view", "topic-by-body"} & set(drawn)
    by_body = {bar.label.leads_to: bar for bar in drawn["workload"].bars}
    bar = by_body[iris.body(CIVIL_AFFAIRS)]
    assert (bar.total, [(part.role.slug, part.length) for part in bar.parts if part.role]) == (
        "45",
        [("lead", 11.0), ("participate", 10.0), ("sharedByDuty", 22.0), ("responsible", 2.0)],
    )
    assert drawn["workload"].of == "52"
    assert [part.length for part in drawn["statistics"].bars[0].parts] == [7 / 122]
    assert sum(int(bar.total) for bar in drawn["duties-of"].bars) == 45


# --- the list of questions


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_is_listed_once(pages: Pages, lang: Lang) -> None:
    """The list has each question once, with its title and what it answers."""
    page = parsed(_ok(pages, f"/{lang}/questions").body)
    links = [link for link in page.links() if link.startswith(f"/{lang}/question/")]
    assert sorted(links) == [f"/{lang}/question/{name}" for name in sorted(QUESTIONS)]
    for found in QUESTIONS.values():
        assert found.summary.said(lang) in page.text
        assert found.answers.said(lang) in page.text


def test_groups_are_those_of_the_tags(pages: Pages, several: Pages) -> None:
    """Every shipped question has a group; one whose tags are unknown is under other, and one's own is marked."""
    assert all(catalogue.topic_of(found) is not catalogue.OTHER for found in QUESTIONS.values())
    titles = {name: catalogue.topic_of(QUESTIONS[name]).title.en for name in QUESTIONS}
    assert titles["led-by"] == titles["never-leads"] == "Who is responsible"
    assert titles["targets"] == "Promises and deadlines"
    assert titles["local-duties"] == "Places and levels"
    assert titles["readings-differ"] == "Quality of the source"
    assert (titles["plain-view"], titles["workload"]) == ("Export", "Figures")
    page = parsed(_ok(several, "/en/questions").body)
    assert page.text.count("of this workspace") == 3
    assert "Own<i>" in page.text.partition("Other")[2]
    assert pages.book.graph.questions.keys() == QUESTIONS.keys()


# --- whatever is typed


def fields() -> Iterator[tuple[str, str]]:
    """Every parameter of every question; what all questions have in common for two of them."""
    for name, found in QUESTIONS.items():
        common = ("reading", "page", "unknown") if name in {"led-by", "statistics"} else ("reading",) if found.switchable else ()
        for parameter in (*(each.name for each in found.parameters), *common):
            yield name, parameter


@pytest.mark.parametrize(("name", "parameter"), list(fields()))
def test_hostile_values_give_clean_pages(pages: Pages, name: str, parameter: str) -> None:
    """Through every field of every question, nothing that is typed is obeyed, and nothing breaks."""
    for text in HOSTILE:
        defaults = {key: value for key, value in QUESTIONS[name].defaults.items() if key != parameter}
        for others in ({}, defaults) if defaults else ({},):
            clean(_reply(pages, Request(f"/en/question/{name}", ((parameter, text), *others.items()))))


@pytest.mark.parametrize("parameter", ["q", "kind", "table", "page"])
def test_hostile_searches_give_clean_pages(pages: Pages, parameter: str) -> None:
    """The same through every field of the search."""
    for text in HOSTILE:
        clean(_reply(pages, Request("/zh/search", ((parameter, text), *((("q", "民政"),) if parameter != "q" else ())))))


@given(name=st.sampled_from(sorted(QUESTIONS)), data=st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_values_give_clean_pages(pages: Pages, name: str, data: st.DataObject) -> None:
    """Any text in any fields, surrogates and control characters among it, gives a page."""
    keys = [*(each.name for each in QUESTIONS[name].parameters), "reading", "page", "lang", ""]
    anything = st.text(st.characters(codec=None), max_size=30) | st.sampled_from(HOSTILE[:15]) | st.from_regex(r"[<>\"'{}&;?#%|\\]{1,8}")
    parameters = data.draw(st.lists(st.tuples(st.sampled_from(keys), anything), max_size=4))
    clean(_reply(pages, Request(f"/zh/question/{name}", tuple(parameters))))


@given(text=st.text(st.characters(codec=None), max_size=40))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_search_gives_a_clean_page(pages: Pages, text: str) -> None:
    """Any text can be looked for."""
    clean(_reply(pages, Request("/en/search", (("q", text),))))


@pytest.mark.parametrize("text", HOSTILE)
def test_questions_of_a_workspace_are_as_safe(several: Pages, text: str) -> None:
    """A question whose parameter has no list takes text, and says what is no IRI or number; one that is no SPARQL says so."""
    for parameter in ("thing", "size"):
        clean(_reply(several, Request("/en/question/own-asked", ((parameter, text), ("thing", "https://example.org/")))))
    for body in (text, CIVIL_AFFAIRS):
        broken = _reply(several, Request("/en/question/own-broken", (("body", body),)))
        assert broken.status == 500 if body == CIVIL_AFFAIRS else broken.status in {200, 400}
        parsed(broken.body)
    assert b"/queries/" not in broken.body
    clean(_reply(several, Request("/en/question/led-by", (("body", text),))))


def test_what_the_source_holds_is_text(several: Pages) -> None:
    """Markup in tasks, names and headers is shown, not obeyed; a name that no list has is one choice, and its mentions are joined."""
    reply = _ok(several, "/zh/question/duties-of", body="省“&”托育<b>协会</b>")
    clean(reply)
    assert len(table_of(reply.body)) == 3
    assert reply.body.count("省“&amp;”托育&lt;b&gt;协会&lt;/b&gt;</option>".encode()) == 1
    assert "selected>省“&amp;”托育&lt;b&gt;协会" in reply.body.decode()
    for name in several.book.graph.questions:
        if name != "own-broken":
            clean(_reply(several, Request(f"/en/question/{name}")))


def test_a_question_of_the_workspace_is_paged(several: Pages) -> None:
    """A long answer has pages that together are the answer."""
    first, second = (table_of(_ok(several, "/en/question/own", page=number).body) for number in ("1", "2"))
    assert len(first) > 100
    assert len(second) > 1
    assert len(every_row(several, "own", "en", {})) == 901
    far = _ok(several, "/en/question/own", page="9999")
    assert table_of(far.body)[-1] == every_row(several, "own", "en", {})[-1]


def clean(reply: Reply) -> None:
    """A well-formed page with status 200 or 400 that holds nothing of what was typed as markup."""
    assert reply.status in {200, 400}
    page = parsed(reply.body)
    assert [attributes.get("src") for tag, attributes in page.seen if tag == "script"] == [f"/assets/fengong.js?v={_mark()}"]
    assert not [tag for tag, _ in page.seen if tag in {"img", "iframe", "object", "embed", "base"}]
    assert not [name for _, attributes in page.seen for name in attributes if name == "style" or name.startswith("on")]
    assert not [link for link in page.links() if not link.startswith(("/", "#", "https://", "http://"))]
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", reply.body)
    assert b"49{%" not in reply.body
    reply.body.decode()


# --- search


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("民政厅", f"id/body/{CIVIL_AFFAIRS}"),
        ("四川省民政厅", f"id/body/{CIVIL_AFFAIRS}"),
        ("mzt", f"id/body/{CIVIL_AFFAIRS}"),
        ("minzhengting", f"id/body/{CIVIL_AFFAIRS}"),
        ("Sichuan Department of Civil Affairs", f"id/body/{CIVIL_AFFAIRS}"),
        ("zigong", "id/place/510300"),
        ("510300", "id/place/510300"),
        ("12", f"id/{SICHUAN}/task/12"),
        ("第12项", f"id/{SICHUAN}/task/12"),
    ],
)
def test_what_is_named_comes_first(pages: Pages, typed: str, path: str) -> None:
    """A name, its sound, its initials, a code or a number leads straight to what it names."""
    for lang in LANGUAGES:
        page = parsed(_ok(pages, f"/{lang}/search", q=typed).body)
        hits = [link for link in page.links() if link.startswith((f"/{lang}/id/", f"/{lang}/question/", f"/{lang}/function/"))]
        assert hits[0] == f"/{lang}/{path}"
        assert [attributes["value"] for tag, attributes in page.seen if attributes.get("name") == "q"] == [typed, typed]


def test_search_marks_counts_and_pages(pages: Pages) -> None:
    """Found words are marked, kinds are counted, and the pages together are all that is found."""
    body = _ok(pages, "/zh/search", q="托育").body
    assert "<mark>托育</mark>" in body.decode()
    index = pages.book.index
    total = index.search("托育").total
    assert f"共 {total} 条" in parsed(body).text
    assert f"任务 {index.search('托育', kinds=('task',)).total}" in parsed(body).text
    seen = [
        link
        for number in range(1, -(-total // 25) + 1)
        for link in re.findall(r'<p class="hit">.*?href="([^"]+)"', _ok(pages, "/zh/search", q="托育", page=str(number)).body.decode())
    ]
    assert len(seen) == len(set(seen)) == total > 25
    only = parsed(_ok(pages, "/zh/search", q="托育", kind="task").body)
    assert not [link for link in only.links() if link.startswith("/zh/topic/")]


def test_nothing_found_says_so_and_helps(pages: Pages) -> None:
    """A slip leads to the nearest names and to a search of the text."""
    page = parsed(_ok(pages, "/zh/search", q="民整厅").body)
    assert "没有找到“民整厅”" in page.text
    assert f"/zh/id/body/{CIVIL_AFFAIRS}" in page.links()
    assert any(link.startswith("/zh/question/search?text=") for link in page.links())


def test_search_in_one_of_several_tables(several: Pages) -> None:
    """Tasks can be looked for in one table alone."""
    assert "/en/id/first/task/1" in parsed(_ok(several, "/en/search", q="养老机构").body).links()
    assert "/en/id/first/task/1" not in parsed(_ok(several, "/en/search", q="养老机构", table="second").body).links()


# --- for a folder of files


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_whole_answer_holds_every_answer(pages: Pages, name: str) -> None:
    """For the example of a question in each reading, the rows that are marked for it are its answer, row by row."""
    found = QUESTIONS[name]
    everything = whole.whole(found, pages.book)
    for reading in whole.readings_of(found):
        answer = asking.ask(found, GRAPH.dataset, found.defaults, reading=reading)
        wanted = {parameter.name: pages.book.choices.known(parameter.name) for parameter in found.parameters}
        rows = []
        for row, marks, places in zip(everything.answer.terms, everything.marks, everything.places, strict=True):
            fits = f"{reading} *" in places
            for parameter, values in marks:
                if parameter in answer.values and parameter != "text":
                    term = answer.values[parameter].value
                    choice = wanted[parameter].get(term)
                    fits &= choice.value in values if choice else bool(values) and values[0] <= term
            if fits and "text" in answer.values:
                quoted = row[everything.answer.columns.index("quote")]
                fits = answer.values["text"].value in getattr(quoted, "value", "")
            if fits:
                rows.append(row)
        day = answer.columns.index("asOf") if "asOf" in answer.columns else -1  # the day asked about, which every row repeats
        bare = [(*row[:day], None, *row[day + 1 :]) if day >= 0 else row for row in answer.terms]
        assert sorted(map(str, rows)) == sorted(map(str, bare))


def test_the_whole_answer_over_several_tables(several: Pages) -> None:
    """Counts of one table stand beside those of all, each marked with where it is said."""
    found = several.book.graph.questions["workload"]
    made = whole.whole(found, several.book)
    for table in ("*", "first", "second"):
        given = {} if table == "*" else {"table": table}
        answer = asking.ask(found, several.book.graph.dataset, given)
        marked = [row for row, places in zip(made.answer.terms, made.places, strict=True) if f"adopted {table}" in places]
        assert sorted(map(str, marked)) == sorted(map(str, answer.terms))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_whole_answer_as_a_page(pages: Pages, several: Pages, lang: Lang) -> None:
    """It is well-formed; without a script it shows the adopted reading over all tables, and nothing else."""
    for each, names in ((pages, ["led-by", "overdue", "search", "workload", "plain-view"]), (several, SOME)):
        for name in names:
            made = view.whole(each.book, name, lang)
            page = parsed(each.written(made, f"/question/{name}", lang, Served(lang, f"/question/{name}")).body)
            rows = [attributes for tag, attributes in page.seen if tag == "tr" and "data-in" in attributes]
            assert all(("hidden" in row) != ("adopted *" in (row["data-in"] or "").split("|")) for row in rows)
            assert not [tag for tag, attributes in page.seen if tag == "form" and attributes.get("class") == "form"]


def _chart(pages: Pages, name: str) -> chart.Chart | None:
    answer = asking.ask(QUESTIONS[name], GRAPH.dataset, QUESTIONS[name].defaults)
    return chart.chart(question.sheet(answer, pages.book, "en"), pages.book.names.roles)


def _ok(pages: Pages, path: str, **parameters: str) -> Reply:
    reply = _reply(pages, Request(path, tuple(parameters.items())))
    assert reply.status == 200
    return reply


def _reply(pages: Pages, request: Request) -> Reply:
    reply = pages.reply(request)
    assert reply is not None
    return reply


def _mark() -> str:
    from fengong.pages.links import mark  # noqa: PLC0415 - only here

    return mark("fengong.js")

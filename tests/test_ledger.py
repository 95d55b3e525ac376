"""Ledgers: they say what the graph says, every format reads back the same, and no words become markup or formulas."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import support
from fengong import api, iris
from fengong.ask.dataset import Dataset, open_built
from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.errors import EmptyLedger, NotApplicable, NotInThisFormat
from fengong.ledger import columns, words
from fengong.ledger.division import open_division
from fengong.ledger.entry import Body, Entry, Ledger, Partners, Source
from fengong.ledger.files import file_name, form_of, written
from fengong.ledger.page import as_html
from fengong.ledger.text import as_csv, as_markdown, guarded, starts_formula, unguarded
from fengong.ledger.workbook import as_xlsx
from fengong.workspace import Workspace

ROOT = support.ROOT
CIVIL_AFFAIRS, ZIGONG, ALL_PREFECTURES = "民政厅", "自贡市人民政府", "各市（州）人民政府"
WITHOUT_LOCAL = {1, 7, 33, 41, 52}
LANGS = ("zh", "en")


@pytest.fixture(scope="module")
def graph() -> api.Graph:
    return api.open(ROOT)


@pytest.fixture(scope="module")
def everybody(graph) -> list[Ledger]:
    return list(open_division(graph.dataset).every())


# --- what it says


def test_a_prefecture_has_its_rows_through_the_collective(graph) -> None:
    """自贡市人民政府 is named in no row and meant in 47; the collective stands beside each, and is no partner."""
    ledger = graph.ledger(ZIGONG)
    assert len(ledger) == 47
    assert {entry.number for entry in ledger} == set(range(1, 53)) - WITHOUT_LOCAL
    assert {entry.through.name.zh for entry in ledger} == {"四川省各市（州）人民政府"}
    assert ledger.direct == 0
    assert not [p for entry in ledger for p in entry.partners if any("collective" in body.iri for body in p.bodies)]
    assert [entry.responsibility for entry in ledger] == [entry.responsibility for entry in graph.ledger(ALL_PREFECTURES)]


@pytest.mark.parametrize("reading", ["adopted", "printed"])
@pytest.mark.parametrize("body", [CIVIL_AFFAIRS, "省卫生健康委", "国网四川省电力公司", ALL_PREFECTURES])
def test_rows_are_the_answer_of_duties_of(graph, body, reading) -> None:
    """The same tasks, roles, words and places as `ask duties-of`, in the same order."""
    asked = graph.ask("duties-of", body=body, reading=reading)
    told = [
        (r["number"], r["roleZh"], r["printedName"], r["quote"], r["start"], r["end"], r["taskText"], r["responsibility"]) for r in asked
    ]
    ledger = graph.ledger(body, reading=reading)
    mine = [(e.number, e.role.zh, e.printed_name, e.quote, e.start, e.end, e.task, e.responsibility) for e in ledger]
    assert mine == told
    assert mine


def test_rows_of_civil_affairs(graph) -> None:
    """The counts by hand: 11 led, and under the printed reading 8."""
    lead = Bilingual(zh="牵头", en="lead")
    assert graph.ledger(CIVIL_AFFAIRS).by_role[lead] == 11
    assert graph.ledger(CIVIL_AFFAIRS, reading="printed").by_role[lead] == 8
    corrected = [e.number for e in graph.ledger(CIVIL_AFFAIRS) if e.corrected]
    assert corrected == [12, 13, 14, 15, 16, 17]
    assert len(graph.ledger("民政部", reading="printed")) == 6


@pytest.mark.parametrize(("reading", "files"), [("adopted", 58), ("printed", 59)])
def test_ledgers_of_all_bodies_are_the_graph(graph, reading, files) -> None:
    """Each responsibility of the graph is in one body's ledger by its own name, once; what is more comes through the collective."""
    ledgers = list(open_division(graph.dataset, reading=reading).every())
    direct = [entry.responsibility for ledger in ledgers for entry in ledger if entry.through is None]
    there = {row["r"].value for row in graph.query("SELECT ?r { ?task fg:hasClause/fg:assigns ?r }")}
    assert sorted(direct) == sorted(there)
    assert len(direct) == 279
    assert sum(map(len, ledgers)) - len(direct) == 21 * 47
    assert len(ledgers) == files
    assert len({ledger.body.iri for ledger in ledgers}) == files


def test_both_roads_lead_to_one_ledger(graph, everybody) -> None:
    """A body's ledger asked for alone is the one among all."""
    for ledger in everybody:
        assert graph.ledger(ledger.body.iri) == ledger


def test_partners_are_all_others_of_the_task(graph) -> None:
    """Every other body of the task is there once in its role, with the words that name nobody."""
    rows = graph.query("SELECT ?n ?role ?body { ?t fg:taskNumber ?n ; fg:hasClause ?c . ?c fg:role ?role ; fg:assigns/fg:body ?body }")
    told = {(int(r["n"].value), r["role"].value, r["body"].value) for r in rows}
    roles = {label.zh: iri for iri, label in _roles(graph).items()}
    mine = set()
    ledger = graph.ledger(CIVIL_AFFAIRS)
    for entry in ledger:
        mine |= {(entry.number, roles[p.role.zh], body.iri) for p in entry.partners for body in p.bodies}
    numbers = {entry.number for entry in ledger}
    assert mine == {each for each in told if each[0] in numbers and each[2] != ledger.body.iri}
    last = ledger.entries[-1].partners
    assert [(p.role.zh, len(p.bodies), p.open_phrases) for p in last] == [("牵头", 2, ()), ("参加", 0, ("有关部门（单位）",))]


def _roles(graph: api.Graph) -> dict[str, Bilingual]:
    rows = graph.query(
        'SELECT ?r ?zh { ?r skos:inScheme ?s ; skos:prefLabel ?zh FILTER(LANG(?zh) = "zh" && STRSTARTS(STR(?r), STR(role:))) }'
    )
    return {row["r"].value: Bilingual(zh=row["zh"].value, en="") for row in rows}


def _cells(ledger: Ledger, number: int, lang: str = "zh") -> dict[str, object]:
    style = words.one_line(lang)
    head = [heading.said(lang) for heading in words.headings(ledger)]
    return next(dict(zip(head, row, strict=True)) for row in words.rows(ledger, style) if number in row)


def test_targets_and_deadlines_stand_with_their_task(graph) -> None:
    """Row 2 has three targets, of which the third inherits its denominator; row 30 has a deadline with its phrase; row 8 none."""
    ledger = graph.ledger(ZIGONG)
    assert (
        _cells(ledger, 2)["目标"]
        == "人均用地不少于0.1平方米；新建居住区：每千人口不少于10个托位；老城区和已建成居住区：不少于8个托位（每 1000 人口）"
    )
    assert _cells(ledger, 30)["目标"] == "各地用于社会福利事业的彩票公益金：不低于 55%"
    assert _cells(ledger, 30)["时限"] == "到 2022 年（2022-12-31）"
    assert _cells(ledger, 30, "en")["Deadlines"] == "到 2022 年 (2022-12-31)"
    assert (_cells(ledger, 8)["目标"], _cells(ledger, 8)["时限"]) == ("15 分钟养老服务圈", "")
    assert [e.number for e in ledger if e.targets] == [2, 8, 30]


def test_deadlines_of_measures_count_too() -> None:
    """A measure's deadline is shown once, whoever repeats it, in order of days; one without a phrase is a bare day."""
    dataset = _own_dataset()
    task, measure = iris.task(support.SICHUAN, "8"), ox.NamedNode(iris.task(support.SICHUAN, "8") + "/measure/1")
    fg, day = iris.NS, ox.NamedNode(iris.PREFIXES["xsd"] + "date")
    for target, on in ((measure, "2025-06-30"), (ox.NamedNode(task + "/target/1"), "2024-12-31")):
        dataset.asserted.add(ox.Quad(target, ox.NamedNode(fg + "deadline"), ox.Literal(on, datatype=day)))
    dataset.asserted.add(ox.Quad(measure, ox.NamedNode(fg + "deadlinePhrase"), ox.Literal("2025年6月底前", language="zh")))
    ledger = open_division(dataset).ledger(ZIGONG)
    assert _cells(ledger, 8)["时限"] == "2024-12-31；2025年6月底前（2025-06-30）"


def _own_dataset() -> Dataset:
    return open_built(Workspace(ROOT))


def test_a_graph_without_promises_has_empty_columns(fengong, tmp_path) -> None:
    """The columns of targets and deadlines are there, and empty."""
    folder = support.workspace(tmp_path / "w", text=support.HEADER + "1\t办好实事。\t民政厅负责\n")
    assert fengong("build", "--workspace", str(folder)).code == 0
    ledger = api.open(folder).ledger(CIVIL_AFFAIRS)
    assert (_cells(ledger, 1)["目标"], _cells(ledger, 1)["时限"], _cells(ledger, 1)["合作机构"]) == ("", "", "")


def test_named_and_meant_in_one_task(fengong, tmp_path) -> None:
    """A prefecture that is named beside its collective has two rows, and is its own partner in neither."""
    text = support.HEADER + "1\t办好实事。\t自贡市人民政府牵头，民政厅参加，各市（州）人民政府负责\n"
    folder = support.workspace(tmp_path / "w", text=text)
    assert fengong("build", "--workspace", str(folder)).code == 0
    first, second = api.open(folder).ledger(ZIGONG)
    assert (first.role.zh, first.through, second.role.zh, second.through.name.zh) == ("牵头", None, "负责", "四川省各市（州）人民政府")
    assert [body.name.zh for p in first.partners for body in p.bodies] == ["四川省民政厅", "四川省各市（州）人民政府"]
    assert [body.name.zh for p in second.partners for body in p.bodies] == ["四川省民政厅"]


# --- tables and names


@pytest.fixture
def several(fengong, tmp_path) -> Path:
    """Two tables with a name that no reviewed table lists, a number printed twice, and words that look like formulas."""
    text = (
        support.HEADER + '1\t=HYPERLINK("https://example.org")\t省托育协会牵头\n2\t+1|2\\。\t民政厅负责\n2\t@<b>"民"&amp;\t省托育协会负责\n'
    )
    folder = support.workspace(tmp_path / "w", text=text)
    support.add_table(folder, "other", support.HEADER + "1\t-公开信息。\t民政厅牵头，省托育协会参加\n")
    fengong("build", "--workspace", str(folder))
    return folder


def test_several_tables(several, fengong) -> None:
    """Rows of all tables stand in order, and --table keeps one; a number printed twice is told apart."""
    ledger = api.open(several).ledger("省托育协会")
    assert [(e.table, e.number) for e in ledger] == [("other", 1), ("sample", 1), ("sample", "2-2")]
    assert [source.table for source in ledger.sources] == ["other", "sample"]
    assert len(api.open(several).ledger("省托育协会", table="sample")) == 2
    assert len(list(open_division(open_built(Workspace(several))).every())) == 2
    done = fengong("ledger", "--body", CIVIL_AFFAIRS, "--table", "smaple", "--workspace", str(several))
    assert (done.code, "nearest: sample" in done.err) == (2, True)


def test_names_of_files(several, everybody, fengong, tmp_path) -> None:
    """One name each, of letters, digits and hyphens, short enough for any file system; the same in either language."""
    names = [file_name(ledger.body, "csv") for ledger in everybody]
    assert "510300-peoples-government-自贡市人民政府.csv" in names
    assert "collective-sichuan-prefecture-governments-四川省各市-州-人民政府.csv" in names
    assert len({name.casefold() for name in names}) == len(names)
    for lang in LANGS:
        assert fengong("ledger", "--all", str(tmp_path / lang), "--workspace", str(several), "--lang", lang, "--format", "html").code == 0
    found = [sorted(path.name for path in (tmp_path / lang).iterdir()) for lang in LANGS]
    assert found[0] == found[1] == ["510000-civil-affairs-四川省民政厅.html", "other-task-1-resp-2-unlisted-省托育协会.html"]


@given(st.text(max_size=400))
def test_any_name_makes_a_safe_file_name(name: str) -> None:
    """Whatever a body is called, its file is a plain name in the folder, which begins with its identifier."""
    made = file_name(Body(iris.body("510000/x"), Bilingual(zh=name, en="")), "xlsx")
    assert re.fullmatch(r"510000-x(-[^\W_]+)*\.xlsx", re.sub(r"[^\x00-\x7f]", "x", made))
    assert len(made.encode()) <= 255
    assert Path(made).name == made


# --- formats


def _awkward(text: str, *, name: str = "机构") -> Ledger:
    """A ledger with ``text`` wherever words of a source can stand."""
    role = Bilingual(zh=text, en=text)
    body = Body(iris.body("510000/x"), Bilingual(zh=name, en=""))
    entry = Entry("r", "t", 1, text, role, None, text, text, 0, 1, (Partners(role, (body,), (text,)),), (), (), corrected=True)
    source = Source("t", Bilingual(zh=text, en=""), "0" * 64, "1" * 64)
    return Ledger(body, "adopted", (source,), (entry, replace(entry, through=body)))


def test_workbook_reads_back(everybody) -> None:
    """Opened again, each workbook has the headings, the cells of its rows in order and type, and empty cells to fill in."""
    for ledger in everybody[:3] + [each for each in everybody if each.body.name.zh == ZIGONG]:
        sheet, _ = openpyxl.load_workbook(io.BytesIO(as_xlsx(ledger, "zh"))).worksheets
        head, *rows = sheet.iter_rows(values_only=True)
        assert head == tuple(heading.zh for heading in words.headings(ledger))
        told = [tuple(each if each != "" else None for each in row) for row in words.rows(ledger, words.Style("zh", "\n"))]
        assert rows == told
        assert head[-4:] == ("进展", "完成情况", "佐证来源", "日期")
        assert {row[-4:] for row in rows} == {(None,) * 4}


def test_headings_are_those_agreed() -> None:
    """The headings by which returned files are read, in both languages."""
    given_and_filled = (*columns.GIVEN, *columns.FILLED_IN)
    assert (
        " ".join(each.zh for each in given_and_filled) == "表 序号 任务 机构 角色 经由 原文 合作机构 目标 时限 进展 完成情况 佐证来源 日期"
    )
    assert " ".join(each.en for each in given_and_filled) == (
        "Table No. Task Body Role Through Words Partners Targets Deadlines Progress Completion Source Date"
    )
    assert {each.zh for each in columns.KEY} == {"表", "序号", "机构"}
    assert set(columns.WIDTHS) == set(given_and_filled)


def test_workbook_is_ready_to_print_and_to_fill_in(graph) -> None:
    """A4 across on as many pages as it takes, headings repeated and frozen, page numbers, wrapping, dates checked, no protection."""
    ledger = graph.ledger(ZIGONG)
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(ledger, "zh")))
    sheet = book["台账"]
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$1", "C2")
    assert "&P" in sheet.oddFooter.right.text
    assert ZIGONG in sheet.oddHeader.left.text
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)
    [check] = sheet.data_validations.dataValidation
    assert (check.type, str(check.sqref), check.showErrorMessage) == ("date", "N2:N48", True)
    assert {cell.number_format for cell in sheet["N"][1:]} == {"yyyy-mm-dd"}
    assert not sheet.protection.sheet
    said = {row[0]: row[1] for row in book["说明"].iter_rows(values_only=True)}
    assert said["原文 SHA-256"] == ledger.sources[0].text_sha256 != ""
    assert said["图谱 SHA-256"].startswith(ledger.sources[0].graph_sha256)
    assert len(ledger.sources[0].graph_sha256) == 64
    assert "fengong evidence import" in said["如何交回"]
    assert said["读法"].startswith("采信")


def test_notes_say_where_the_reading_differs(graph) -> None:
    """The six corrected rows are named with the printed word; the printed reading has no such note."""
    assert "12、13、14、15、16、17：原文印作「民政部」" in dict(words.notes(graph.ledger(CIVIL_AFFAIRS), "zh"))["更正"]
    assert "更正" not in dict(words.notes(graph.ledger(CIVIL_AFFAIRS, reading="printed"), "zh"))


def test_workbook_has_the_same_bytes_and_no_clock(graph) -> None:
    """Made twice, the bytes are the same; no part says when it was made."""
    one, other = (as_xlsx(graph.ledger(CIVIL_AFFAIRS), "en") for _ in range(2))
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:created" not in packed.read("docProps/core.xml")
        assert b"dcterms:modified" not in packed.read("docProps/core.xml")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("bom", [False, True])
def test_csv_reads_back(everybody, lang, bom) -> None:
    """Read again, the rows are those of the ledger; a byte order mark is there only when asked for."""
    for ledger in everybody:
        data = written(ledger, "csv", lang, bom=bom)
        assert data.startswith(b"\xef\xbb\xbf") == bom
        head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        assert head == [heading.said(lang) for heading in words.headings(ledger)]
        assert rows == [[str(each) for each in row] for row in words.rows(ledger, words.one_line(lang))]


class _Cells(HTMLParser):
    """The texts of a page's elements by tag, and every tag and attribute that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)
            self.texts.append((tag, ""))

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        if self.open and data.strip("\n"):
            tag, text = self.texts[-1]
            self.texts[-1] = (tag, text + data)

    def of(self, *tags: str) -> list[str]:
        return [text for tag, text in self.texts if tag in tags]


TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "div", "table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd"}


@pytest.mark.parametrize("lang", LANGS)
def test_page_shows_the_ledger_and_loads_nothing(graph, lang) -> None:
    """Its cells are the ledger's; it has no script and no address to load from, and its style is one for paper."""
    ledger = graph.ledger(ZIGONG)
    text = as_html(ledger, lang)
    page = _Cells(text)
    assert page.of("th") == [heading.said(lang) for heading in words.headings(ledger)]
    assert page.of("td") == [str(each) for row in words.rows(ledger, words.Style(lang, "\n")) for each in row]
    assert page.tags == TAGS
    assert page.attributes <= {"lang", "tabindex", "charset", "name", "content", "http-equiv", "scope", "class"}
    assert "A4 landscape" in text
    assert "counter(page)" in text
    assert "table-header-group" in text
    assert not re.search(r"url\(|@import", text)


def _lines(text: str) -> str:
    """``text`` as it may be printed, its line ends kept."""
    return "\n".join(map(printable, text.split("\n")))


def _rendered(text: str) -> _Cells:
    return _Cells("<div>" + MarkdownIt("commonmark").enable("table").render(text) + "</div>")


def test_markdown_renders_to_the_ledger(graph) -> None:
    """Rendered, its cells are the ledger's, without the columns to fill in."""
    ledger = graph.ledger(CIVIL_AFFAIRS)
    told = [str(each) for row in words.rows(ledger, words.one_line("zh")) for each in row[:-4]]
    assert _rendered(as_markdown(ledger, "zh")).of("td") == told


# --- no words become markup or formulas


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "－1",
    "=",
    "#REF!",
    "12",
    "2026-03-01",
    "TRUE",
    "'=1",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", FORMULAS, ids=repr)
def test_formulas_stay_text(text: str) -> None:
    """In a workbook such words are text cells; in CSV no field begins as a formula, and the words can be had back."""
    ledger = _awkward(text)
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(ledger, "zh"))).worksheets[0]
    cell = sheet["C2"]
    assert (cell.value, cell.data_type) == (printable(text), "s")
    assert bool(cell.quotePrefix) == starts_formula(printable(text))
    [_, row, _] = csv.reader(io.StringIO(as_csv(ledger, "zh"), newline=""), strict=True)
    assert not starts_formula(row[2])
    assert unguarded(row[2]) == text


@given(st.text())
def test_guarding_is_undone(text: str) -> None:
    """Guarded text never begins as a formula, and can be had back; text that needs no guard is left as it is."""
    assert unguarded(guarded(text)) == text
    assert not starts_formula(guarded(text))
    assert (guarded(text) == text) == (not starts_formula(text) and not text.startswith("'"))


WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)
MARKS = st.text("|\\`*_[]<>&\"'~$#!=+-@()民政厅 \t", min_size=1, max_size=20)


@settings(max_examples=60)
@given(st.one_of(WORDS, MARKS))
def test_any_words_survive_every_format(text: str) -> None:
    """Whatever a source prints reads back: to the character from CSV, and as it may be printed from the others."""
    ledger, shown = _awkward(text, name=text), printable(text)
    [_, row, _] = csv.reader(io.StringIO(as_csv(ledger, "zh"), newline=""), strict=True)
    assert unguarded(row[2]) == text
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(ledger, "zh"))).worksheets[0]
    assert str(sheet["C2"].value) == re.sub("[\ufffe\uffff]", "\ufffd", _lines(text))
    page = _Cells(as_html(ledger, "zh"))
    assert page.tags == TAGS
    assert page.of("td")[2].strip("\n") == _lines(text).strip("\n")
    cells = _rendered(as_markdown(ledger, "zh"))
    assert len(cells.of("td")) == 2 * (len(words.headings(ledger)) - 4)
    assert cells.of("td")[2].strip() == shown.strip() or "&" in text or "\ufffd" in shown
    assert not {"em", "strong", "a", "img", "code", "b", "script"} & cells.tags


def test_words_too_long_for_a_cell_are_refused() -> None:
    """What Excel has no room for is an error, not cut off."""
    with pytest.raises(NotInThisFormat):
        as_xlsx(_awkward("字" * 32_768), "zh")
    assert len(as_csv(_awkward("字" * 32_768), "zh")) > 32_768


def test_words_of_a_source_are_harmless(several) -> None:
    """From the source to the file: formulas, pipes and markup stand there as words."""
    ledger = api.open(several).ledger("省托育协会")
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(ledger, "zh"))).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet["C"][1:]] == [
        ("-公开信息。", "s"),
        ('=HYPERLINK("https://example.org")', "s"),
        ('@<b>"民"&amp;', "s"),
    ]
    assert "@&lt;b&gt;&quot;民&quot;&amp;amp;" in as_html(ledger, "zh")
    assert "+1\\|2\\\\。" in as_markdown(api.open(several).ledger(CIVIL_AFFAIRS), "zh")


# --- the command


def test_format_follows_the_name(fengong, tmp_path) -> None:
    """Each suffix gives its format, --format wins over it, and without a file the table is Markdown."""
    starts = {"a.xlsx": b"PK", "a.csv": "表,".encode(), "a.html": b"<!DOCTYPE html>", "a.md": "# 台账".encode(), "a.XLSX": b"PK"}
    for name, start in starts.items():
        assert fengong("ledger", "--body", CIVIL_AFFAIRS, "--lang", "zh", "-o", str(tmp_path / name)).code == 0
        assert (tmp_path / name).read_bytes().startswith(start)
        assert form_of(name) is not None
    assert fengong("ledger", "--body", CIVIL_AFFAIRS, "--format", "csv", "--bom", "-o", str(tmp_path / "a.txt")).code == 0
    assert (tmp_path / "a.txt").read_bytes().startswith(b"\xef\xbb\xbfTable,")
    done = fengong("ledger", "--body", ZIGONG)
    assert done.out.startswith("# Ledger: Zigong Municipal People's Government\n")
    assert done.err == "Zigong Municipal People's Government: rows: 47 (47 through a collective) · reading: adopted\n"


WRONG = [
    ((), 2, "give either --body or --all"),
    (("--body", CIVIL_AFFAIRS, "--all", "d"), 2, "give either --body or --all"),
    (("--all", "d", "-o", "f.xlsx"), 2, "give either --body or --all"),
    (("--body", CIVIL_AFFAIRS, "-o", "a.docx"), 2, "a name that ends in .xlsx"),
    (("--body", "民证厅"), 2, "nearest: 四川省民政厅"),
    (("--body", "民政部"), 1, "no responsibility in the adopted reading"),
    (("--body", CIVIL_AFFAIRS, "-o", "nowhere/a.csv"), 1, "nowhere/a.csv: cannot be written"),
    (("--all", "a.file"), 1, "a.file: cannot be written"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), WRONG, ids=[" ".join(a) or "nothing" for a, _, _ in WRONG])
def test_mistakes_are_named(fengong, tmp_path, monkeypatch, arguments, code, said) -> None:
    """Each mistake ends with a sentence and its exit code, and leaves nothing behind."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.file").touch()
    done = fengong("ledger", *arguments, "--workspace", str(ROOT))
    assert (done.code, said in done.err) == (code, True), done.err
    assert [path.name for path in tmp_path.iterdir()] == ["a.file"]


def test_a_workbook_does_not_go_to_a_terminal(fengong, monkeypatch) -> None:
    """Bytes on a terminal help nobody; into a pipe they go."""
    assert fengong("ledger", "--body", CIVIL_AFFAIRS, "--format", "csv").code == 0
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    done = fengong("ledger", "--body", CIVIL_AFFAIRS, "--format", "xlsx")
    assert (done.code, "give -o FILE" in done.err) == (2, True)


def test_a_file_is_replaced_whole_or_not_at_all(fengong, tmp_path, monkeypatch) -> None:
    """An existing file keeps its words where writing fails, and no half file lies about."""
    path = tmp_path / "ledger.csv"
    path.write_text("old", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        assert fengong("ledger", "--body", CIVIL_AFFAIRS, "-o", str(path)).code == 1
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
    assert fengong("ledger", "--body", CIVIL_AFFAIRS, "-o", str(path)).code == 0
    assert path.read_text(encoding="utf-8").startswith("Table,")


def test_all_writes_one_file_for_each_body(fengong, everybody, tmp_path) -> None:
    """58 workbooks in a folder made for them, the same bytes when written again, and other files left alone."""
    folder = tmp_path / "deep" / "ledgers"
    done = fengong("ledger", "--all", str(folder))
    assert done.code == 0
    assert done.err == f"58 ledgers written, 279 responsibilities, and 987 through a collective: {folder}\n"
    assert sorted(path.name for path in folder.iterdir()) == sorted(file_name(each.body, "xlsx") for each in everybody)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "mine.txt").touch()
    assert fengong("ledger", "--all", str(folder)).code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {**before, "mine.txt": b""}


def test_all_shows_progress_on_a_terminal_only(fengong, tmp_path, monkeypatch) -> None:
    """On a terminal a bar says how far it is; elsewhere only the last sentence is said."""
    monkeypatch.setattr("fengong.cli.ledger.on_terminal", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    done = fengong("ledger", "--all", str(tmp_path), "--format", "csv")
    assert done.code == 0
    assert "100%" in done.err
    assert len(list(tmp_path.glob("*.csv"))) == 58


def test_nothing_to_write(fengong, tmp_path) -> None:
    """A table without responsibilities gives no files, and says so."""
    folder = support.workspace(tmp_path / "w", text=support.HEADER + "1\t编制方案。\t民政厅统筹\n")
    fengong("build", "--workspace", str(folder))
    done = fengong("ledger", "--all", str(tmp_path / "out"), "--workspace", str(folder))
    assert (done.code, "sample: no responsibility" in done.err) == (1, True)
    assert not (tmp_path / "out").exists()


def test_python_interface(graph) -> None:
    """`Graph.ledger` knows both readings and nothing else."""
    with pytest.raises(NotApplicable):
        graph.ledger(CIVIL_AFFAIRS, reading="best")
    with pytest.raises(EmptyLedger):
        graph.ledger("民政部")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_returned_ledger_is_read_back(fengong, tmp_path, form, lang) -> None:
    """Filled in and returned, the row becomes evidence of its task, recorded by its body."""
    folder = support.sichuan(tmp_path / "w")
    assert fengong("build", "--workspace", str(folder)).code == 0
    path = tmp_path / f"returned.{form}"
    assert fengong("ledger", "--body", ZIGONG, "--workspace", str(folder), "--lang", lang, "--bom", "-o", str(path)).code == 0
    report = ("虚构进展", "虚构完成", "https://www.example.org/a", dt.date(2026, 3, 1))
    if form == "xlsx":
        book = openpyxl.load_workbook(path)
        for cell, each in zip(book.worksheets[0][3][-4:], report, strict=True):
            cell.value = each
        book.save(path)
    else:
        lines = path.read_bytes().split(b"\r\n")
        lines[2] = lines[2].removesuffix(b",,,,") + ("," + ",".join(map(str, report))).encode()
        path.write_bytes(b"\r\n".join(lines))
    done = fengong("evidence", "import", str(path), "--workspace", str(folder), "--accept")
    assert done.code == 0, done.err
    kept = (folder / "graph" / "evidence" / f"{support.SICHUAN}.csv").read_text(encoding="utf-8")
    body = ZIGONG if lang == "zh" else "Zigong Municipal People's Government"
    assert re.search(rf"^3,2026-03-01,虚构进展.*虚构完成.*,https://www.example.org/a,{body}$", kept, re.MULTILINE), kept

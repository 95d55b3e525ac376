"""Evidence of progress: the file read strictly and written again, ledgers that bodies return, and what a build makes of it all."""

from __future__ import annotations

import datetime as dt
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
from hypothesis import given
from hypothesis import strategies as st

import blocks
import fengong as package
from fengong.bilingual import Bilingual
from fengong.builder import pipeline
from fengong.errors import BadEvidence, UnreadableReturn
from fengong.graph.folder import locked
from fengong.graph.terms import FG
from fengong.reference import progress
from fengong.reference.progress import ProgressEvidence, cleaned
from fengong.returns import ledger, sheet
from fengong.returns.difference import compare
from fengong.returns.ledger import Returned
from fengong.workspace import Workspace
from support import HEADER, add_table, workspace

TABLE = HEADER + "1\t办养老院。\t民政厅牵头，财政厅参加。\n2\t办托育。\t省卫生健康委牵头。\n2\t再办托育。\t教育厅牵头。\n"
LINE = "1,2026-03-01,虚构佐证：已办。,https://www.example.org/a,虚构单位\n"
TASKS = {"1", "2", "2-2"}


def row(
    statement: str = "虚构佐证：已办。", *, task: str = "1", day: str = "2026-03-01", source: str = "https://www.example.org/a"
) -> ProgressEvidence:
    return ProgressEvidence(task, dt.date.fromisoformat(day), statement, source, "虚构单位")


# --- the file --------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_header() -> None:
    """The first line in docs/evidence.md is that of the file."""
    assert blocks.named("docs/evidence.md", "header").strip().split(",") == list(progress.COLUMNS)


words = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters='\n\t"'), min_size=1).map(cleaned).filter(bool)
paths = st.text('ab/?&=,"养'.replace('"', ""), max_size=8)
rows = st.builds(
    ProgressEvidence,
    st.sampled_from(sorted(TASKS)),
    st.dates(),
    words,
    paths.map("https://www.example.org/{}".format),
    words,
)


@given(st.lists(rows, unique=True, max_size=6))
def test_reading_undoes_writing(given_rows: list[ProgressEvidence]) -> None:
    """Nothing that evidence can say is lost in its file, and its order stays."""
    text = progress.write(given_rows)
    again = progress.read(text, path="x", tasks=TASKS)
    assert list(again) == given_rows
    assert progress.write(again) == text
    assert [each.line for each in again] == sorted({each.line for each in again})


def test_lines_are_those_where_rows_begin() -> None:
    """Blank lines, empty rows and line ends inside a statement do not move the line of what follows."""
    text = (
        progress.HEADER
        + LINE
        + "\n,,,,\n"
        + '2,2026-03-02,"一\n二",https://www.example.org/b,甲\n'
        + "2-2,2026-03-02,三,https://www.example.org/b,甲\n"
    )
    assert [each.line for each in progress.read(text, path="x", tasks=TASKS)] == [2, 5, 7]
    with_excel = progress.read(text.replace("\n", "\r\n"), path="x", tasks=TASKS)
    assert with_excel == progress.read(text, path="x", tasks=TASKS)


BAD: list[tuple[str, bytes, int, str]] = [
    ("no header", LINE.encode(), 1, "the header is"),
    ("an empty file", b"", 1, "the header is"),
    ("a column more", (progress.HEADER.strip() + ",note\n").encode(), 1, "the header is"),
    ("another order", b"date,task,statement,source,recorded_by\n", 1, "the header is"),
    ("GBK", (progress.HEADER + LINE).encode("gbk"), 2, "is not UTF-8"),
    ("UTF-16", (progress.HEADER + LINE).encode("utf-16"), 1, "is not UTF-8"),
    ("a cell too few", (progress.HEADER + "1,2026-03-01,已办。,https://www.example.org/a\n").encode(), 2, "5 columns expected, 4 found"),
    ("a cell too many", (progress.HEADER + LINE.replace("已办", "已办,又办")).encode(), 2, "5 columns expected, 6 found"),
    ("a quote left open", (progress.HEADER + LINE + '1,2026-03-01,"已办\n').encode(), 3, "not valid CSV"),
    ("unknown task", (progress.HEADER + LINE + LINE.replace("1,", "9,", 1)).encode(), 3, "has no task “9”"),
    ("task in words", (progress.HEADER + LINE.replace("1,", "第1项,", 1)).encode(), 2, "has no task “第1项”"),
    ("no task", (progress.HEADER + LINE.replace("1,", ",", 1)).encode(), 2, "task is empty"),
    ("no such day", (progress.HEADER + LINE.replace("03-01", "02-30")).encode(), 2, "“2026-02-30” is no date"),
    ("month thirteen", (progress.HEADER + LINE.replace("03-01", "13-01")).encode(), 2, "is no date"),
    ("a date in another form", (progress.HEADER + LINE.replace("2026-03-01", "2026/3/1")).encode(), 2, "“2026/3/1” is no date"),
    ("a date without hyphens", (progress.HEADER + LINE.replace("2026-03-01", "20260301")).encode(), 2, "is no date"),
    ("no date", (progress.HEADER + LINE.replace("2026-03-01", "")).encode(), 2, "date is empty"),
    ("no statement", (progress.HEADER + LINE.replace("虚构佐证：已办。", " ")).encode(), 2, "statement is empty"),
    (
        "words for an address",
        (progress.HEADER + LINE.replace("https://www.example.org/a", "见官网")).encode(),
        2,
        "“见官网” is no web address",
    ),
    ("another scheme", (progress.HEADER + LINE.replace("https", "ftp")).encode(), 2, "is no web address"),
    ("no host", (progress.HEADER + LINE.replace("www.example.org", "")).encode(), 2, "is no web address"),
    ("a space in the address", (progress.HEADER + LINE.replace("org/a", "org/a b")).encode(), 2, "is no web address"),
    ("a port that is none", (progress.HEADER + LINE.replace("org/a", "org:99999/a")).encode(), 2, "is no web address"),
    ("no address", (progress.HEADER + LINE.replace("https://www.example.org/a", "")).encode(), 2, "source is empty"),
    ("nobody who recorded", (progress.HEADER + LINE.replace("虚构单位", "")).encode(), 2, "recorded_by is empty"),
    ("a control character", (progress.HEADER + LINE.replace("已办", "已\x1b[31m办")).encode(), 2, "statement holds a control character"),
    ("the same row twice", (progress.HEADER + LINE + LINE).encode(), 3, "the same as line 2"),
]


@pytest.mark.parametrize(("name", "data", "line", "said"), BAD, ids=[case[0] for case in BAD])
def test_bad_evidence_is_refused_with_line_and_remedy(name: str, data: bytes, line: int, said: str, tmp_path: Path) -> None:
    """Each way to break the file is refused as a whole, with the line, what is wrong there and what to do, in zh and en."""
    del name
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(BadEvidence) as caught:
        progress.load(path, TASKS)
    ((place, reason, fix),) = caught.value.faults
    assert place == Bilingual(zh=f"第 {line} 行", en=f"line {line}")
    assert said in reason.en
    assert re.search("[\u4e00-\u9fff]", reason.zh)
    assert fix.zh
    assert fix.en
    for lang in ("zh", "en"):
        whole = caught.value.said(lang)  # type: ignore[arg-type]
        assert str(path) in whole
        assert place.said(lang) in whole  # type: ignore[arg-type]
        assert "\x1b" not in whole


def test_every_fault_is_listed(tmp_path: Path) -> None:
    """All lines that are wrong are named at once, twenty of them at most."""
    path = tmp_path / "x.csv"
    path.write_text(progress.HEADER + "".join(f"9,2026-03-01,{i},https://www.example.org/a,甲\n" for i in range(30)), encoding="utf-8")
    with pytest.raises(BadEvidence) as caught:
        progress.load(path, TASKS)
    assert len(caught.value.faults) == 30
    assert caught.value.said("en").count("line ") == 20
    assert "faults: 30" in str(caught.value)


def test_a_file_that_is_not_there_is_no_evidence(tmp_path: Path) -> None:
    """No file, a header only, and a header with a byte order mark all say the same: nothing is recorded."""
    assert progress.load(tmp_path / "none.csv", TASKS) == ()
    for data in (progress.HEADER.encode(), b"\xef\xbb\xbf" + progress.HEADER.encode()):
        (tmp_path / "x.csv").write_bytes(data)
        assert progress.load(tmp_path / "x.csv", TASKS) == ()


# --- the build -------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with one table, built, and no file of evidence."""
    made = workspace(tmp_path / "w", text=TABLE)
    pipeline.build(Workspace(made))
    return made


def record(folder: Path, text: str, table: str = "sample") -> Path:
    path = folder / "graph" / "evidence" / f"{table}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "graph" / "built").iterdir()}


def test_evidence_is_built_into_a_graph_of_its_own(folder: Path) -> None:
    """Each line is one fg:ProgressEvidence, numbered in order, in graph/TABLE/evidence and nowhere else."""
    record(folder, progress.HEADER + LINE + LINE.replace("1,", "2-2,", 1))
    pipeline.build(Workspace(folder))
    graph = package.open(folder)
    quads = list(graph.dataset.whole.quads_for_pattern(None, FG.evidenceOn, None))
    base = "https://w3id.org/fengong/id/sample"
    assert sorted((q.subject.value, q.object.value, q.graph_name.value) for q in quads) == [
        (f"{base}/evidence/1", f"{base}/task/1", "https://w3id.org/fengong/graph/sample/evidence"),
        (f"{base}/evidence/2", f"{base}/task/2-2", "https://w3id.org/fengong/graph/sample/evidence"),
    ]
    assert not list(graph.dataset.store.quads_for_pattern(None, FG.statement, None, ox.DefaultGraph()))
    (first, second) = graph.ask("timeline", task="1"), graph.ask("timeline", task="2-2")
    assert [(r["date"], r["statement"], r["source"], r["recordedBy"]) for r in first] == [
        (dt.date(2026, 3, 1), "虚构佐证：已办。", "https://www.example.org/a", "虚构单位")
    ]
    assert len(second) == 1
    assert [r["number"] for r in graph.ask("no-evidence")] == [2]


def test_a_change_of_evidence_builds_its_table_again(folder: Path) -> None:
    """The evidence is among the inputs: written, changed or taken away, its table is built again, and only then."""
    where = Workspace(folder)
    path = record(folder, progress.HEADER + LINE)
    assert pipeline.build(where).built == ("dataset", "sample")
    assert pipeline.build(where).built == ()
    path.write_text(progress.HEADER, encoding="utf-8")
    assert pipeline.build(where).built == ("dataset", "sample")
    path.unlink()
    assert pipeline.build(where).built == ("dataset", "sample")
    assert contents(folder)["sample.evidence.nq"] == b""


def test_bad_evidence_leaves_the_graph_as_it_was(folder: Path, fengong) -> None:
    """A bad line ends the build of its table: exit 1, line and remedy on stderr, not a byte of the built graph changed."""
    before = contents(folder)
    record(folder, progress.HEADER + LINE.replace("03-01", "02-30"))
    done = fengong("build", "--workspace", str(folder))
    assert (done.code, done.out) == (1, "")
    assert "sample.csv: faults: 1" in done.err
    assert "line 2: “2026-02-30” is no date" in done.err
    assert "→ write a day of the calendar as 2026-03-01" in done.err
    assert contents(folder) == before


def test_bad_evidence_of_one_table_of_several(folder: Path) -> None:
    """Built in several processes, the other tables are built, and the error comes back whole."""
    for name in ("two", "three"):
        add_table(folder, name, TABLE)
    record(folder, progress.HEADER + LINE.replace("1,", "9,", 1), "two")
    result = pipeline.build(Workspace(folder), jobs=2, force=True)
    assert {"sample", "three"} <= set(result.built)
    assert set(result.failed) == {"two"}
    assert "line 2: the table has no task “9”" in str(result.failed["two"])
    assert "two.evidence.nq" not in contents(folder)


def test_evidence_of_no_table_is_named(folder: Path, fengong) -> None:
    """A file called after no table is an error, every time, and keeps nothing else from being built."""
    record(folder, progress.HEADER + LINE, "smaple")
    record(folder, progress.HEADER + LINE)
    for _ in range(2):
        done = fengong("build", "--workspace", str(folder))
        assert done.code == 1
        assert "no table is called “smaple”" in done.err
    assert b"evidence/1" in contents(folder)["sample.evidence.nq"]


def test_init_ships_the_header(fengong, tmp_path: Path) -> None:
    """A workspace begins with an empty file of evidence for its table; adding another table leaves what is recorded."""
    (tmp_path / "t.txt").write_text(TABLE, encoding="utf-8")
    new = str(tmp_path / "new")
    for name in ("one", "two"):
        done = fengong("init", new, "--table", str(tmp_path / "t.txt"), "--id", name, "--jurisdiction", "510000")
        assert done.code == 0
        assert (tmp_path / "new" / "graph" / "evidence" / f"{name}.csv").read_text(encoding="utf-8") == progress.HEADER
        record(tmp_path / "new", progress.HEADER + LINE, "one")
    assert (tmp_path / "new" / "graph" / "evidence" / "one.csv").read_text(encoding="utf-8") == progress.HEADER + LINE


# --- returned ledgers ------------------------------------------------------------------------------------------------

ZH = ("表", "序号", "任务", "机构", "角色", "原文", "合作机构", "目标", "时限", "进展", "完成情况", "佐证来源", "日期")
EN = ("Table", "No.", "Task", "Body", "Role", "Words", "Partners", "Targets", "Deadlines", "Progress", "Completion", "Source", "Date")
GOOD = (
    "sample",
    1,
    "办养老院。",
    "虚构单位",
    "牵头",
    "…",
    "",
    "",
    "",
    "虚构佐证：已办。",
    "",
    "https://www.example.org/a",
    dt.date(2026, 3, 1),
)
BLANK = ("sample", 2, "办托育。", "虚构单位", "牵头", "…", "", "", "", None, None, None, None)


def filled(**cells: object) -> tuple[object, ...]:
    """The good row with other values in some columns, by their Chinese headings."""
    return tuple(cells.get(title, value) for title, value in zip(ZH, GOOD, strict=True))


def xlsx(path: Path, *lines: tuple[object, ...], head: tuple[str, ...] = ZH) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "台账"
    for line in ((), head, *lines):
        book.active.append(line)
    book.create_sheet("说明").append(["请于每季度末填报。"])
    book.save(path)
    return path


def csv_file(path: Path, *lines: tuple[object, ...], encoding: str = "utf-8") -> Path:
    text = "".join(",".join("" if cell is None else str(cell) for cell in line) + "\n" for line in (ZH, *lines))
    path.write_text(text, encoding=encoding)
    return path


def read(path: Path) -> tuple[Returned, ...]:
    return ledger.read(sheet.load(path, has_ledger=ledger.is_ledger), path=str(path), tasks={"sample": TASKS})


def test_workbook_and_text_say_the_same(tmp_path: Path) -> None:
    """Workbooks in Chinese and in English, and CSV in UTF-8 with and without byte order mark and in GBK, give the same evidence."""
    lines = (BLANK, GOOD, BLANK)
    made = [
        xlsx(tmp_path / "zh.xlsx", *lines),
        xlsx(tmp_path / "en.xlsx", *lines, head=EN),
        csv_file(tmp_path / "a.csv", *lines),
        csv_file(tmp_path / "b.csv", *lines, encoding="utf-8-sig"),
        csv_file(tmp_path / "c.csv", *lines, encoding="gbk"),
    ]
    found = [read(path) for path in made]
    assert [[(each.table, each.evidence) for each in returned] for returned in found] == [[("sample", row())]] * len(made)
    assert found[0][0].place == Bilingual(zh="工作表「台账」第 4 行", en="sheet “台账”, row 4")
    assert found[2][0].place == Bilingual(zh="第 3 行", en="line 3")


DAYS = [
    dt.datetime(2026, 3, 1, 9, 30),  # noqa: DTZ001 - what Excel's date cells hold
    "2026-03-01", "2026-3-1", "2026/3/1", "2026.03.01", "2026年3月1日", "20260301", 20260301, "２０２６年３月１日",
]  # fmt: skip


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_dates_as_people_write_them(day: object, tmp_path: Path) -> None:
    """A cell of Excel's date type, or any usual way to write a day out, is that day."""
    assert read(xlsx(tmp_path / "a.xlsx", filled(日期=day)))[0].evidence.date == dt.date(2026, 3, 1)


@pytest.mark.parametrize(("number", "task"), [(1, "1"), (1.0, "1"), ("01", "1"), ("2-2", "2-2"), ("１", "1")])
def test_task_numbers_as_people_write_them(number: object, task: str, tmp_path: Path) -> None:
    """The number of a task is read from a number or from text; a second task of the same number keeps its mark."""
    assert read(xlsx(tmp_path / "a.xlsx", filled(序号=number)))[0].evidence.task == task


def test_the_number_may_stand_under_the_heading_of_the_task(tmp_path: Path) -> None:
    """Where there is no column 序号, 任务 holds the number."""
    head = ("表", "任务", "机构", "进展", "完成情况", "佐证来源", "日期")
    line = ("sample", 2, "虚构单位", "已办。", "", "https://www.example.org/a", "2026-03-01")
    assert read(xlsx(tmp_path / "a.xlsx", line, head=head))[0].evidence.task == "2"


def test_completion_goes_into_the_statement(tmp_path: Path) -> None:
    """What a body says of completion is kept as its own words, beside those on progress, in either language."""
    zh = read(xlsx(tmp_path / "a.xlsx", filled(完成情况="已完成")))[0].evidence
    en = read(xlsx(tmp_path / "b.xlsx", filled(完成情况="done"), head=EN))[0].evidence
    assert (zh.statement, en.statement) == ("虚构佐证：已办。（完成情况：已完成）", "虚构佐证：已办。 (completion: done)")


def test_a_link_behind_other_words_is_its_address(tmp_path: Path) -> None:
    """A cell that shows a title and links to a page gives the address of the page."""
    path = xlsx(tmp_path / "a.xlsx", filled(佐证来源="方案全文"))
    book = openpyxl.load_workbook(path)
    book["台账"]["L3"].hyperlink = "https://www.example.org/plan"
    book.save(path)
    assert read(path)[0].evidence.source == "https://www.example.org/plan"


PARTIAL: list[tuple[dict[str, object], str, str]] = [
    ({"进展": None}, "进展", "filled in by half"),
    ({"进展": None, "完成情况": "已完成"}, "进展", "filled in by half"),
    ({"佐证来源": " "}, "佐证来源", "filled in by half"),
    ({"日期": None}, "日期", "filled in by half"),
    ({"机构": None}, "机构", "filled in by half"),
    ({"表": None}, "表", "filled in by half"),
    ({"序号": None}, "序号", "filled in by half"),
    ({"表": "smaple"}, "表", "no table is called “smaple”"),
    ({"序号": 9}, "序号", "has no task “9”"),
    ({"佐证来源": "见官网"}, "佐证来源", "“见官网” is no web address"),
    ({"日期": "2026年2月30日"}, "日期", "“2026-02-30” is no date"),
    ({"日期": "三月初"}, "日期", "“三月初” is no date"),
    ({"日期": 46082}, "日期", "“46082” is no date"),
]


@pytest.mark.parametrize(("cells", "column", "said"), PARTIAL, ids=[f"{column}-{said[:12]}" for _, column, said in PARTIAL])
def test_rows_filled_in_by_half_are_refused(cells: dict[str, object], column: str, said: str, tmp_path: Path) -> None:
    """A row with part of what is needed, or with something wrong, is refused with sheet, row, column and remedy."""
    with pytest.raises(BadEvidence) as caught:
        read(xlsx(tmp_path / "a.xlsx", GOOD, BLANK, filled(**cells)))
    ((place, reason, fix),) = caught.value.faults
    assert place == Bilingual(zh=f"工作表「台账」第 5 行「{column}」列", en=f"sheet “台账”, row 5, column {column}")
    assert said in reason.en
    assert fix.zh
    assert fix.en


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    """Another workbook, a damaged one, an old one, and text without the headings are each refused with a sentence."""
    (tmp_path / "damaged.xlsx").write_bytes(xlsx(tmp_path / "a.xlsx", GOOD).read_bytes()[:2000])
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "broken.csv").write_text(",".join(ZH) + '\n"sample,1\n', encoding="utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    (tmp_path / "zip.xlsx").write_bytes(packed.getvalue())
    xlsx(tmp_path / "columns.xlsx", head=ZH[:-1])
    said = {}
    for name in ("damaged.xlsx", "old.xls", "other.csv", "broken.csv", "zip.xlsx", "columns.xlsx"):
        with pytest.raises(UnreadableReturn) as caught:
            read(tmp_path / name)
        said[name] = caught.value.reason.en
    assert said["old.xls"].startswith("it is an old .xls")
    assert said["broken.csv"].startswith("line 2 is not valid CSV")
    assert {name for name, reason in said.items() if "no sheet has these columns" in reason} == {"other.csv", "columns.xlsx"}
    assert {name for name, reason in said.items() if reason.startswith("the workbook is damaged")} == {"damaged.xlsx", "zip.xlsx"}


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is judged by what it unpacks to, before it is unpacked."""
    path = xlsx(tmp_path / "a.xlsx", GOOD)
    monkeypatch.setattr(sheet, "MAX_SIZE", path.stat().st_size)
    with pytest.raises(UnreadableReturn):
        read(path)


# --- the difference --------------------------------------------------------------------------------------------------


def returned(*evidence: ProgressEvidence) -> list[Returned]:
    return [Returned("sample", each, Bilingual(zh=f"第 {i} 行", en=f"row {i}")) for i, each in enumerate(evidence, 1)]


def test_new_changed_and_there_already() -> None:
    """Equal rows are there already; a statement said otherwise of the same day and source is changed, in its place; the rest is new."""
    before = [row("一"), row("二", task="2"), row("三", day="2026-04-01")]
    found = compare(before, returned(row("一"), row("二改", task="2"), row("四", day="2026-05-01"), row("一")))
    assert [each.evidence.statement for each in found.there] == ["一", "一"]
    assert [(old.statement, new.evidence.statement) for old, new in found.changed] == [("二", "二改")]
    assert [each.evidence.statement for each in found.new] == ["四"]
    assert [each.statement for each in found.after] == ["一", "二改", "三", "四"]


def test_what_could_be_either_is_new() -> None:
    """Where several rows share day and source, none is taken for a change of another: nothing recorded is overwritten by a guess."""
    found = compare([row("一"), row("二")], returned(row("三")))
    assert ([each.evidence.statement for each in found.new], found.changed) == (["三"], ())
    found = compare([row("一")], returned(row("二"), row("三")))
    assert ([each.evidence.statement for each in found.new], found.changed) == (["二", "三"], ())
    found = compare([row("一")], returned(row("一"), row("二")))
    assert ([each.evidence.statement for each in found.new], len(found.there)) == (["二"], 1)


@given(st.lists(rows, unique=True, max_size=5), st.lists(rows, max_size=5))
def test_accepting_twice_changes_nothing_more(before: list[ProgressEvidence], after: list[ProgressEvidence]) -> None:
    """What is accepted is in the file, no two rows are the same, and the same return finds all of its rows there."""
    first = compare(before, returned(*after))
    assert len(set(first.after)) == len(first.after)
    assert set(after) <= set(first.after)
    assert len(first.after) == len(before) + len(first.new)
    again = compare(first.after, returned(*after))
    assert not again.changes
    assert len(again.there) == len(after)


# --- the command -----------------------------------------------------------------------------------------------------


def test_import_writes_only_on_accept(folder: Path, fengong, tmp_path: Path) -> None:
    """Without --accept nothing is written; with it the file is, in order, and the next steps are named; again, nothing is left to do."""
    where = ("--workspace", str(folder))
    path = xlsx(tmp_path / "back.xlsx", BLANK, GOOD)
    target = folder / "graph" / "evidence" / "sample.csv"
    shown = fengong("evidence", "import", str(path), *where)
    assert shown.code == 0
    assert "+ new  task 1  2026-03-01  虚构单位  sheet “台账”, row 4" in shown.out
    assert "rows reported: 1 · new: 1 · changed: 0 · already there: 0" in shown.err
    assert "add --accept" in shown.err
    assert "sheets passed over, for they have not the columns of a ledger: 说明" in shown.err
    assert not target.exists()
    done = fengong("evidence", "import", str(path), "--accept", *where)
    assert done.code == 0
    assert target.read_text(encoding="utf-8") == progress.HEADER + LINE
    assert f"Next: fengong build --workspace {folder}" in done.err
    fengong("build", *where)
    assert json.loads(fengong("ask", "timeline", "--task", "1", "--format", "json", *where).out)["rows"][0]["date"] == "2026-03-01"
    again = fengong("evidence", "import", str(path), "--accept", *where)
    assert "= already there" in again.out
    assert "there is nothing to write" in again.err
    changed = xlsx(tmp_path / "more.xlsx", filled(进展="虚构佐证：又办。"), filled(序号=2))
    data = json.loads(fengong("evidence", "import", str(changed), "--format", "json", *where).out)
    assert data["sample"]["changed"][0]["before"]["statement"] == "虚构佐证：已办。"
    assert data["sample"]["changed"][0]["after"]["statement"] == "虚构佐证：又办。"
    assert [each["task"] for each in data["sample"]["new"]] == ["2"]
    assert "- 虚构佐证：已办。\n    + 虚构佐证：又办。" in fengong("evidence", "import", str(changed), "--accept", *where).out
    assert [each.task for each in progress.load(target, TASKS)] == ["1", "2"]


def test_import_refuses_in_words(folder: Path, fengong, tmp_path: Path) -> None:
    """A return filled in by half, a file that is not there, and a bad file of evidence: exit 1, nothing written, nothing changed."""
    where = ("--workspace", str(folder))
    half = fengong("evidence", "import", str(xlsx(tmp_path / "half.xlsx", GOOD, filled(日期=None))), "--accept", *where)
    assert (half.code, half.out) == (1, "")
    assert "sheet “台账”, row 4, column 日期: the row is filled in by half" in half.err
    assert not (folder / "graph" / "evidence" / "sample.csv").exists()
    assert fengong("evidence", "import", str(tmp_path / "none.xlsx"), *where).code == 1
    target = record(folder, progress.HEADER + LINE.replace("03-01", "02-30"))
    good = xlsx(tmp_path / "good.xlsx", GOOD)
    assert fengong("evidence", "import", str(good), "--accept", *where).code == 1
    assert "02-30" in target.read_text(encoding="utf-8")


def test_import_into_the_shipped_graph(folder: Path, fengong, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is inside an installed package may be compared with, and is never written to."""
    monkeypatch.setattr(Workspace, "read_only", property(lambda _: True))
    path = str(xlsx(tmp_path / "a.xlsx", GOOD))
    assert fengong("evidence", "import", path, "--workspace", str(folder)).code == 0
    refused = fengong("evidence", "import", path, "--accept", "--workspace", str(folder))
    assert refused.code == 1
    assert "read-only" in refused.err


def test_import_waits_for_nobody(folder: Path, fengong, tmp_path: Path) -> None:
    """While a build holds the graph, --accept is refused, so that neither sees the other's half."""
    path = str(xlsx(tmp_path / "a.xlsx", GOOD))
    with locked(folder / "graph" / "built"):
        refused = fengong("evidence", "import", path, "--accept", "--workspace", str(folder))
    assert refused.code == 1
    assert "another build" in refused.err
    assert not (folder / "graph" / "evidence").exists()


def test_import_is_of_the_reading_half(folder: Path, tmp_path: Path) -> None:
    """It loads nothing that builds, and openpyxl for a workbook only."""
    path = csv_file(tmp_path / "a.csv", GOOD)
    code = (
        "import sys; from fengong.cli.main import run; "
        f"code = run(['evidence', 'import', {str(path)!r}, '--workspace', {str(folder)!r}]); "
        "heavy = {'rdflib', 'pyshacl', 'owlrl', 'rich', 'openpyxl'} & set(sys.modules); sys.exit(code or (f'{heavy}' if heavy else 0))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_import_before_anything_is_built(tmp_path: Path, fengong) -> None:
    """Which tasks there are is what the built graph says, so the first thing to do is to build it."""
    (tmp_path / "graph" / "sources").mkdir(parents=True)
    done = fengong("evidence", "import", str(xlsx(tmp_path / "a.xlsx", GOOD)), "--workspace", str(tmp_path))
    assert done.code == 1
    assert "fengong build" in done.err


@pytest.mark.parametrize("day", ["2026-02-30", "20260301", "2026-3-1", "heute", "2026-11-23 ", '"^^x'])
def test_a_day_that_is_none_is_wrong_usage(day: str, fengong, monkeypatch: pytest.MonkeyPatch) -> None:
    """`overdue` asks for a day of the calendar, written as one; anything else, and nothing at all, is wrong usage."""
    monkeypatch.delenv("FENGONG_WORKSPACE", raising=False)
    done = fengong("ask", "overdue", "--on", day)
    assert (done.code, done.out) == (2, "")
    assert "is no date" in done.err
    assert "needs --on" in fengong("ask", "overdue").err


def test_the_day_is_printed_though_nothing_is_overdue(fengong, folder: Path) -> None:
    """An answer without rows still says of which day it is, in a table and in JSON."""
    shown = fengong("ask", "overdue", "--on", "1999-01-01", "--workspace", str(folder))
    assert "asked about: 1999-01-01" in shown.err
    data = json.loads(fengong("ask", "overdue", "--on", "1999-01-01", "--format", "json", "--workspace", str(folder)).out)
    assert (data["values"], data["rows"]) == ({"on": "1999-01-01"}, [])

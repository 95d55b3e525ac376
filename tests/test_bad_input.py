"""Bad input, case by case as `docs/errors.md` lists it: a clear error, the right exit code, nothing lost and nothing half written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from fengong.errors import UndecodableSource
from fengong.text import layout
from fengong.text.source import decode
from support import HEADER, TEXT, add_table, lexicon, sichuan, workspace

ROW = "1\t办养老院。\t民政厅牵头。\n"


def files(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` that a build may have written."""
    return {str(path): path.read_bytes() for path in (folder / "graph" / "built").rglob("*")}


WHOLE: list[tuple[str, bytes, str]] = [
    ("empty", b"", "is empty"),
    ("blank", b" \n\t\n", "is empty"),
    ("only a byte order mark", b"\xef\xbb\xbf\n", "is empty"),
    ("no table", "关于养老的通知\n各市州：\n".encode(), "no table header"),
    ("a lone header", HEADER.encode(), "no rows below it"),
    ("damaged UTF-8", (HEADER + ROW).encode()[:-5], "is not UTF-8"),
    ("a missing column", "序号\t重点任务\n1\t办养老院。\n".encode(), "the columns: 序号 · 重点任务"),
    ("an unknown column", ("序号\t重点任务\t责任单位\t完成时限\n" + ROW).encode(), "完成时限"),
    ("a column twice", ("序号\t重点任务\t责任单位\t责任部门\n" + ROW).encode(), "责任部门"),
    ("Big5", ("序號\t重點任務\t責任單位\n1\t辦養老院。\t民政廳牽頭。\n").encode("big5"), "is not UTF-8"),
    ("Shift-JIS", "番号\tタスク\t担当部署\n1\t介護\t厚生局\n".encode("shift_jis"), "is not UTF-8"),
    ("EUC-KR", "번호\t과제\t담당기관\n1\t노인 돌봄\t복지부\n".encode("euc_kr"), "is not UTF-8"),
    ("PDF", b"%PDF-1.7\n...", "looks like PDF"),
    ("docx", b"PK\x03\x04\x14\x00", "docx"),
    ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "doc, xls"),
    ("HTML", "<html><table><tr><td>序号</td></tr></table></html>".encode(), "looks like HTML"),
    ("CSV", "序号,重点任务,责任单位\n1,办养老院,民政厅牵头\n".encode(), "comma-separated"),
    ("Markdown", "| 序号 | 重点任务 | 责任单位 |\n| 1 | 办养老院 | 民政厅牵头 |\n".encode(), "pipe-separated"),
    ("spaces", "序号  重点任务  责任单位\n1  办养老院  民政厅牵头\n".encode(), "aligned with spaces"),
    ("an unknown table", "序号\t改革举措\t主 要 内 容\t指导部门\n1\t甲\t乙\t民政部\n".encode(), "序号 · 改革举措 · 主 要 内 容 · 指导部门"),
    ("one cell a line", "序号\n\t\n改革举措\n\t\n指导部门\n\t\n1\n\t\n".encode(), "each cell on a line of its own"),
    ("part of a page", '<tbody>\n <tr>\n  <td class="x"><p>序号</p></td></tr></tbody>'.encode(), "looks like HTML"),
    ("JSON", '{"序号": 1}'.encode(), "looks like JSON"),
    ("prose with parentheses", "（一）办养老院。（民政厅牵头，财政厅参加）\n".encode(), "in parentheses"),
]


@pytest.mark.parametrize(("name", "data", "said"), WHOLE, ids=[case[0] for case in WHOLE])
def test_file_without_a_readable_table(name: str, data: bytes, said: str, tmp_path: Path, fengong) -> None:
    """A file that gives no table: an error naming what is wrong, exit 1, nothing written; `read` says the same."""
    del name
    folder = workspace(tmp_path / "w", text=data)
    before = files(folder)
    built = fengong("build", "--workspace", str(folder))
    assert (built.code, built.out) == (1, "")
    assert said in built.err
    assert files(folder) == before
    shown = fengong("read", str(folder / "graph" / "sources" / "sample" / "text.txt"))
    assert (shown.code, shown.out) == (1, "")
    assert said in shown.err


def test_undecodable_bytes_are_placed() -> None:
    """The error for undecodable bytes names line, offset and byte."""
    data = (HEADER + ROW).encode() + b"2\t\xff"
    with pytest.raises(UndecodableSource) as caught:
        decode(data, name="x", has_table=lambda _: False)
    assert (caught.value.line, caught.value.offset, caught.value.byte) == (3, len(data) - 1, 0xFF)


def test_over_the_size_limit(tmp_path: Path, fengong) -> None:
    """A file over the limit is refused before it is read; --max-size raises the limit."""
    folder = workspace(tmp_path, text=HEADER + ROW)
    before = files(folder)
    refused = fengong("build", "--workspace", str(folder), "--max-size", "20")
    assert refused.code == 1
    assert "over the limit of 20" in refused.err
    assert files(folder) == before
    assert fengong("build", "--workspace", str(folder), "--max-size", "2000").code == 0


def test_gb18030_with_a_known_header(tmp_path: Path, fengong) -> None:
    """GB18030 is accepted where the decoded text has a known header, and said so; offsets count decoded characters."""
    folder = workspace(tmp_path, text=(HEADER + ROW).encode("gb18030"))
    built = fengong("build", "--workspace", str(folder))
    assert built.code == 0
    assert "decoded as gb18030" in built.err
    assert fengong("quotes", "--workspace", str(folder)).code == 0
    answer = json.loads(fengong("ask", "led-by", "--body", "民政厅", "--format", "json", "--workspace", str(folder)).out)
    assert [(row["start"], row["end"]) for row in answer["rows"]] == [(21, 26)]


def test_encodings_that_decode_as_gb18030_are_not_taken_for_it() -> None:
    """Big5, Shift-JIS and EUC-KR decode as GB18030 without complaint, so the header decides."""
    for words, encoding in (("責任單位民政廳", "big5"), ("担当部署", "shift_jis"), ("담당기관", "euc_kr")):
        data = words.encode(encoding)
        data.decode("gb18030")
        with pytest.raises(UndecodableSource):
            decode(data, name="x", has_table=lambda text: layout.has_table(text, lexicon()))


def test_utf16_with_a_byte_order_mark(tmp_path: Path, fengong) -> None:
    """UTF-16 with a byte order mark, as some spreadsheet programs write it, is read and quoted rightly."""
    folder = workspace(tmp_path, text=(HEADER + ROW).encode("utf-16"))
    built = fengong("build", "--workspace", str(folder))
    assert built.code == 0
    assert "decoded as utf-16-le" in built.err
    assert fengong("quotes", "--workspace", str(folder)).code == 0


ROWS: list[tuple[str, str, str, str]] = [
    ("no role word", "2\t建食堂。\t民政厅、财政厅。\n", "unreadable-cell", "民政厅、财政厅。"),
    ("outside the grammar", "2\t建食堂。\t民政厅统筹，财政厅参加。\n", "unreadable-cell", "民政厅统筹，财政厅参加。"),
    ("no number", "\t建食堂。\t民政厅牵头。\n", "unnumbered-row", "建食堂。 民政厅牵头。"),
    ("a number in words", "二\t建食堂。\t民政厅牵头。\n", "unnumbered-row", "二"),
    ("no task", "2\t\t民政厅牵头。\n", "row-without-task", "2 民政厅牵头。"),
    ("no responsibility", "2\t建食堂。\n", "row-without-responsibility", "2 建食堂。"),
    ("a cell too many", "2\t建食堂。\t民政厅牵头。\t2022年\n", "surplus-cell", "2022年"),
]


@pytest.mark.parametrize(("name", "row", "rule", "words"), ROWS, ids=[case[0] for case in ROWS])
def test_row_that_cannot_be_read(name: str, row: str, rule: str, words: str, tmp_path: Path, fengong) -> None:
    """A bad row is a Violation with its words; the other rows are built; exit 1."""
    del name
    folder = workspace(tmp_path, text=HEADER + ROW + row + "3\t办托育。\t省卫生健康委牵头。\n")
    built = fengong("build", "--workspace", str(folder))
    assert built.code == 1
    assert rule in built.err
    findings = json.loads(fengong("check", "--format", "json", "--workspace", str(folder)).out)
    violations = [finding for finding in findings if finding["severity"] == "Violation"]
    assert [(f["rule"], f["words"]) for f in violations] == [(rule, words)]
    assert all(f["message"]["zh"] and f["message"]["en"] and f["remedy"]["zh"] and f["remedy"]["en"] for f in violations)
    rows = fengong("query", "SELECT ?n { ?t fg:taskNumber ?n } ORDER BY ?n", "--format", "csv", "--workspace", str(folder)).out.split()
    assert rows == ["n", "1", "3"]
    assert "unread" in fengong("query", "SELECT ?r { ?r a fg:UnreadRow }", "--format", "csv", "--workspace", str(folder)).out
    again = fengong("build", "--workspace", str(folder))
    assert again.code == 1, "an unchanged build must not forget its violations"


def test_unreadable_row_shows_place_and_caret(tmp_path: Path, fengong) -> None:
    """The report of an unreadable cell shows the words, a caret at the place, and the remedy."""
    folder = workspace(tmp_path, text=HEADER + "1\t建食堂。\t民政厅统筹，财政厅参加。\n")
    err = fengong("read", str(folder / "graph" / "sources" / "sample" / "text.txt")).err
    assert "第1行: cannot read the responsibility cell at character 4" in err
    lines = err.splitlines()
    at = next(i for i, line in enumerate(lines) if "^ expected a role word" in line)
    assert lines[at].index("^") == lines[at - 1].index("民") + 6, "the caret stands under 统, three wide characters on"


def test_row_excused_with_a_reason(tmp_path: Path, fengong) -> None:
    """A row listed in corrections.toml with a reason is left out without a Violation, and the graph still says so."""
    corrections = '[[unread]]\nrow = 2\nreason_zh = "措辞待核"\nreason_en = "wording under review"\n'
    folder = workspace(tmp_path, text=HEADER + ROW + "2\t建食堂。\t民政厅统筹。\n", corrections=corrections)
    assert fengong("build", "--workspace", str(folder)).code == 0
    findings = json.loads(fengong("check", "--format", "json", "--workspace", str(folder)).out)
    assert [f["rule"] for f in findings if f["row"] == "第2行"] == ["row-left-out"]


def test_row_without_a_number_is_excused_by_its_line(tmp_path: Path, fengong) -> None:
    """A row that has no number is listed by its line of the source file."""
    corrections = '[[unread]]\nline = 3\nreason_zh = "合计行"\nreason_en = "a line of totals"\n'
    folder = workspace(tmp_path, text=HEADER + ROW + "合计\t两项\t民政厅\n", corrections=corrections)
    assert fengong("build", "--workspace", str(folder)).code == 0
    findings = json.loads(fengong("check", "--format", "json", "--workspace", str(folder)).out)
    assert [f["words"] for f in findings if f["rule"] == "row-left-out"] == ["合计"]


def test_number_twice_where_one_row_is_not_read(tmp_path: Path, fengong) -> None:
    """A number printed twice is reported though one of its rows is not read, and excuses neither by number."""
    corrections = '[[unread]]\nrow = 1\nreason_zh = "措辞待核"\nreason_en = "wording under review"\n'
    folder = workspace(tmp_path, text=HEADER + ROW + "1\t建食堂。\t民政厅统筹。\n", corrections=corrections)
    assert fengong("build", "--workspace", str(folder)).code == 1
    findings = json.loads(fengong("check", "--format", "json", "--workspace", str(folder)).out)
    assert {f["rule"] for f in findings if f["severity"] == "Violation"} == {"number-twice", "unreadable-cell"}


@pytest.mark.parametrize(("line", "reported"), [("2", True), ("2022", True), ("— 2 —", False), ("第 2 页 共 9 页", False)])
def test_page_numbers_are_told_from_rows_cut_short(line: str, reported: bool, tmp_path: Path, fengong) -> None:  # noqa: FBT001
    """A lone number at the end may be a row cut short and is reported; what is plainly a page number is not."""
    folder = workspace(tmp_path, text=HEADER + ROW + line + "\n")
    fengong("build", "--workspace", str(folder))
    findings = json.loads(fengong("check", "--format", "json", "--workspace", str(folder)).out)
    assert [f["words"] for f in findings if f["rule"] == "stray-line"] == ([line] if reported else [])


@pytest.mark.parametrize(
    ("rows", "rule", "iris"),
    [
        (ROW + "1\t建食堂。\t财政厅牵头。\n", "number-twice", {"task/1", "task/1-2"}),
        (ROW + "4\t建食堂。\t财政厅牵头。\n", "number-missing", {"task/1", "task/4"}),
    ],
)
def test_numbers_twice_or_missing(rows: str, rule: str, iris: set[str], tmp_path: Path, fengong) -> None:
    """A number twice or a gap is a Violation; all rows are built, with IRIs kept apart; exit 1."""
    folder = workspace(tmp_path, text=HEADER + rows)
    built = fengong("build", "--workspace", str(folder))
    assert built.code == 1
    assert rule in built.err
    out = fengong("query", "SELECT ?t { ?t a fg:PolicyTask }", "--format", "csv", "--workspace", str(folder)).out
    assert {line.rpartition("/sample/")[2] for line in out.split()[1:]} == iris
    assert fengong("quotes", "--workspace", str(folder)).code == 0


def test_body_that_no_table_lists(tmp_path: Path, fengong) -> None:
    """An unlisted body is a Warning with the nearest names, gets a node of its own, and does not fail the build."""
    folder = workspace(tmp_path, text=HEADER + "1\t办养老院。\t民改厅牵头，财政厅参加。\n")
    built = fengong("build", "--workspace", str(folder))
    assert built.code == 0
    assert "unlisted-body" in built.err
    assert "民政厅（510000/civil-affairs）" in built.err
    out = fengong("query", "SELECT ?b { ?r fg:body ?b . ?b a fg:UnlistedBody }", "--format", "csv", "--workspace", str(folder)).out
    assert out.split()[1] == "https://w3id.org/fengong/id/sample/task/1/resp/1/unlisted"


def test_name_that_may_be_several_bodies(tmp_path: Path, fengong) -> None:
    """A name that several bodies answer to is a Warning that lists them; none is chosen."""
    folder = workspace(tmp_path)
    reference = folder / "graph" / "reference"
    reference.mkdir()
    for path in (TEXT.parents[2] / "reference").glob("*.csv"):
        (reference / path.name).write_bytes(path.read_bytes())
    bodies = (reference / "bodies.csv").read_text(encoding="utf-8")
    for code in ("510100", "510300"):
        bodies += f"{code}/twin,provincial-bureau,civil-affairs,{code},双子局,Twin Bureau,,,,,\n"
    (reference / "bodies.csv").write_text(bodies, encoding="utf-8")
    add_table(folder, "sample", HEADER + "1\t办养老院。\t双子局牵头。\n")
    built = fengong("build", "--workspace", str(folder))
    assert "ambiguous-body" in built.err
    assert "510100/twin" in built.err
    assert "510300/twin" in built.err


def test_ministry_in_a_provincial_table(tmp_path: Path, fengong) -> None:
    """A national ministry without a correction is a Warning; with one, an Info."""
    text = HEADER + "1\t办养老院。\t民政部牵头。\n"
    folder = workspace(tmp_path, text=text)
    assert fengong("build", "--workspace", str(folder)).code == 0
    found = json.loads(fengong("check", "--format", "json", "--workspace", str(folder)).out)
    assert [f["severity"] for f in found if "national" in f["rule"]] == ["Warning"]
    corrections = (
        '[[correction]]\nrow = 1\nprinted = "民政部"\nadopted = "民政厅"\nconfidence = 0.9\nreason_zh = "误印"\nreason_en = "misprint"\n'
    )
    add_table(folder, "sample", text, corrections=corrections)
    assert fengong("build", "--workspace", str(folder)).code == 0
    found = json.loads(fengong("check", "--format", "json", "--workspace", str(folder)).out)
    assert {f["severity"] for f in found if f["row"] == "第1行"} == {"Info"}


def test_correction_that_applies_to_nothing(tmp_path: Path, fengong) -> None:
    """A correction whose words are not printed there is a Violation: it must not rot in silence."""
    corrections = '[[correction]]\nrow = 1\nprinted = "民政部"\nadopted = "民政厅"\nreason_zh = "误印"\nreason_en = "misprint"\n'
    folder = workspace(tmp_path, text=HEADER + ROW, corrections=corrections)
    built = fengong("build", "--workspace", str(folder))
    assert built.code == 1
    assert "correction-without-place" in built.err


def test_markup_in_a_responsibility_cell_is_data(tmp_path: Path, fengong) -> None:
    """Markup behind a name makes it a name that no table lists: a Warning, and every word is kept."""
    folder = workspace(tmp_path, text=f"{HEADER}1\t办养老院。\t民政厅<script>牵头，财政厅参加。\n")
    built = fengong("build", "--workspace", str(folder))
    assert built.code == 0
    assert "unlisted-body" in built.err
    assert "民政厅<script>" in fengong("ask", "bodies-of", "--task", "1", "--workspace", str(folder)).out


HOSTILE = [
    "\" . } # evil <script>alert(1)</script> ' \\ \\u0041 ;",
    '"""turtle""" <https://example.org/> a fg:Body . @prefix',
    "} UNION { ?s ?p ?o } # ",
    "=1+1|cmd",
    "\N{RIGHT-TO-LEFT OVERRIDE}办\N{ZERO WIDTH SPACE}",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_data(words: str, tmp_path: Path, fengong) -> None:
    """Turtle, SPARQL and HTML inside a cell come back as the same words, from every format."""
    folder = workspace(tmp_path, text=f"{HEADER}1\t{words}办养老院\t民政厅牵头。\n")
    assert fengong("build", "--workspace", str(folder)).code == 0
    where = ("--workspace", str(folder))
    out = json.loads(fengong("query", "SELECT ?w { ?t fg:taskText ?w }", "--format", "json", *where).out)
    assert [row["w"]["value"] for row in out["results"]["bindings"]] == [f"{words}办养老院".strip()]
    for form in ("turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld", "csv"):
        exported = fengong("export", "--format", form, *where)
        assert exported.code == 0, form
    assert fengong("quotes", *where).code == 0
    searched = json.loads(fengong("ask", "search", "--text", words, "--format", "json", *where).out)
    assert len(searched["rows"]) == 1


def test_control_characters_are_kept_and_reported(tmp_path: Path, fengong) -> None:
    """A control character inside a cell is a Warning; it stays in the graph and never reaches a terminal raw."""
    folder = workspace(tmp_path, text=f"{HEADER}1\t办\x1b[31m养老院\t民政\x07厅牵头。\n")
    built = fengong("build", "--workspace", str(folder))
    assert built.code == 0
    assert "control-character" in built.err
    assert "\x1b[31m养" not in built.err + fengong("read", str(folder / "graph/sources/sample/text.txt")).out
    assert "\x1b" not in fengong("show", "1", "--workspace", str(folder)).out
    assert fengong("quotes", "--workspace", str(folder)).code == 0


def test_correction_of_a_name_that_no_table_lists(tmp_path: Path, fengong) -> None:
    """A correction settles an unlisted or ambiguous name: nothing is left to warn about; one that adopts no body is a Violation."""
    text = HEADER + "1\t办养老院。\t省福利厅牵头。\n"
    entry = '[[correction]]\nrow = 1\nprinted = "省福利厅"\nadopted = "{}"\nreason_zh = "旧称"\nreason_en = "an old name"\n'
    folder = workspace(tmp_path, text=text, corrections=entry.format("民政厅"))
    assert fengong("build", "--workspace", str(folder)).code == 0
    found = json.loads(fengong("check", "--format", "json", "--workspace", str(folder)).out)
    assert {f["severity"] for f in found} == {"Info"}
    add_table(folder, "sample", text, corrections=entry.format("火星厅"))
    assert fengong("build", "--workspace", str(folder)).code == 1
    found = json.loads(fengong("check", "--format", "json", "--workspace", str(folder)).out)
    assert [f["rule"] for f in found if f["severity"] == "Violation"] == ["correction-without-body"]


def test_folder_without_source_toml_is_no_reason_to_drop_a_table(tmp_path: Path, fengong) -> None:
    """A table whose source.toml is lost is an error, and its graph stays; taking the folder away takes the graph away."""
    folder = sichuan(tmp_path)
    second = add_table(folder, "second", HEADER + ROW)
    assert fengong("build", "--workspace", str(folder)).code == 0
    (second / "source.toml").rename(second / "sources.toml")
    broken = fengong("build", "--workspace", str(folder))
    assert broken.code == 1
    assert "second: its earlier graph is kept" in broken.err
    assert (folder / "graph/built/second.ttl").exists()
    (second / "sources.toml").rename(second / "source.toml")
    assert fengong("build", "--workspace", str(folder)).code == 0


def test_failed_build_claims_no_graph(tmp_path: Path, fengong) -> None:
    """Where nothing was built and nothing was there, no folder of a graph is named."""
    folder = workspace(tmp_path, text=b"")
    shutil.rmtree(folder / "graph" / "built")
    assert "the graph is in" not in fengong("build", "--workspace", str(folder)).err


@pytest.mark.parametrize("name", ["findings", "inferred", "place", "body"])
def test_reserved_names_are_no_names_of_tables(name: str, tmp_path: Path, fengong) -> None:
    """A table cannot be called what a graph or an IRI is called."""
    folder = workspace(tmp_path, text=HEADER + ROW, table=name)
    assert fengong("build", "--workspace", str(folder)).code == 1


def test_control_characters_in_xml(tmp_path: Path, fengong) -> None:
    """XML cannot hold most control characters: the XML formats say so instead of writing what no parser reads."""
    folder = workspace(tmp_path, text=f"{HEADER}1\t办\x07养老院\t民政厅牵头。\n")
    assert fengong("build", "--workspace", str(folder)).code == 0
    where = ("--workspace", str(folder))
    assert fengong("export", "--format", "rdfxml", *where).code == 1
    assert fengong("query", "SELECT ?w { ?t fg:taskText ?w }", "--format", "xml", *where).code == 1
    assert fengong("export", "--format", "turtle", *where).code == 0


@pytest.mark.parametrize(("file", "said"), [("shapes.ttl", "no shape was found"), ("wordings.ttl", "headings of the three columns")])
def test_emptied_ontology_files_are_noticed(file: str, said: str, tmp_path: Path, fengong) -> None:
    """A file of shapes or wordings without any is an error, not a table without findings."""
    folder = workspace(tmp_path, text=HEADER + ROW)
    shutil.copytree(TEXT.parents[3] / "ontology", folder / "ontology")
    (folder / "ontology" / file).write_text("@prefix fg: <https://w3id.org/fengong/ns#> .\n", encoding="utf-8")
    built = fengong("build", "--workspace", str(folder))
    assert built.code == 1
    assert said in built.err


def test_queries_of_a_strange_workspace_reach_nowhere(tmp_path: Path, fengong) -> None:
    """SERVICE in a workspace's own questions or checks is refused as it is in `query`."""
    folder = workspace(tmp_path, text=HEADER + ROW)
    assert fengong("build", "--workspace", str(folder)).code == 0
    (folder / "queries" / "checks").mkdir(parents=True)
    header = '#+ reading: "fixed"\n#+ summary: "x"\n#+ summary_zh: "x"\n'
    service = "SELECT ?focus { SERVICE <http://127.0.0.1:9/> { ?focus ?p ?o } }"
    (folder / "queries" / "who.rq").write_text(header + service, encoding="utf-8")
    assert "SERVICE" in fengong("ask", "who", "--workspace", str(folder)).err
    keys = "".join(f'#+ {key}: "x"\n' for key in ("problem", "problem_zh", "why", "why_zh", "fix", "fix_zh"))
    (folder / "queries" / "checks" / "mine.rq").write_text(f'{keys}#+ severity: "Info"\n{service}', encoding="utf-8")
    built = fengong("build", "--workspace", str(folder))
    assert built.code == 1
    assert "SERVICE" in built.err


def test_one_bad_table_leaves_the_others(tmp_path: Path, fengong) -> None:
    """A source that cannot be read at all fails alone: the other tables are built, and its own old graph stays."""
    folder = sichuan(tmp_path)
    add_table(folder, "second", HEADER + ROW)
    assert fengong("build", "--workspace", str(folder)).code == 0
    add_table(folder, "second", b"\xff\xfe\xfa")
    before = (folder / "graph/built/second.ttl").read_bytes()
    broken = fengong("build", "--workspace", str(folder))
    assert broken.code == 1
    assert "second" in broken.err
    assert (folder / "graph/built/second.ttl").read_bytes() == before
    assert fengong("ask", "led-by", "--body", "民政厅", "--workspace", str(folder)).code == 0


def test_changed_source_is_noticed(tmp_path: Path, fengong) -> None:
    """A text whose hash is not the one in source.toml is not built."""
    folder = workspace(tmp_path, text=HEADER + ROW)
    (folder / "graph/sources/sample/text.txt").write_text(HEADER + ROW + ROW, encoding="utf-8")
    built = fengong("build", "--workspace", str(folder))
    assert built.code == 1
    assert "sha256 differs" in built.err


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("source.toml", "id = ", "not valid TOML"),
        ("source.toml", 'file = "text.txt"\n', "jurisdiction, sha256, title_zh"),
        (
            "source.toml",
            'file = "text.txt"\nsha256 = "x"\njurisdiction = "999999"\ntitle_zh = "t"\n',
            "does not have this code",
        ),
        (
            "source.toml",
            'colour = "red"\nfile = "text.txt"\nsha256 = "x"\njurisdiction = "510000"\ntitle_zh = "t"\n',
            "unknown key",
        ),
        ("source.toml", 'file = "../text.txt"\nsha256 = "x"\njurisdiction = "510000"\ntitle_zh = "t"\n', "in the same folder"),
        ("source.toml", 'file = "text.txt"\nsha256 = "x"\njurisdiction = "510000"\ntitle_zh = "t\\nu"\n', "no line end"),
        ("corrections.toml", "[[correction]]\nrow = 1\n", "correction: printed"),
        ("corrections.toml", "correction = 1\n", "must be written as [[correction]]"),
    ],
)
def test_damaged_hand_kept_files(file: str, content: str, said: str, tmp_path: Path, fengong) -> None:
    """A damaged source.toml or corrections.toml is named with its place; nothing is written."""
    folder = workspace(tmp_path, text=HEADER + ROW)
    before = files(folder)
    (folder / "graph/sources/sample" / file).write_text(content, encoding="utf-8")
    built = fengong("build", "--workspace", str(folder))
    assert built.code == 1
    assert said in built.err
    assert files(folder) == before


def test_all_cases_were_collected() -> None:
    """The tables of cases are not silently cut short."""
    assert (len(WHOLE), len(ROWS), len(HOSTILE)) == (24, 7, 5)

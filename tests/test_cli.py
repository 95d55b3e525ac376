"""The command line as a user meets it: help, languages, formats, wrong arguments, and what goes to which stream."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from fengong.cli.main import COMMANDS
from fengong.exports.rdf import SYNTAXES
from support import HEADER, ROOT, SICHUAN, TEXT


@pytest.fixture(autouse=True)
def _in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in the root of this checkout."""
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_in_both_languages(command: str, fengong) -> None:
    """Every command explains itself in English and in Chinese, with a line to paste."""
    shown = fengong(*filter(None, [command]), "--help")
    assert shown.code == 0
    assert any("\u4e00" <= char <= "\u9fff" for char in shown.out)
    assert f"fengong {command}".strip() in shown.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["statistics"],
        ["ask"],
        ["ask", "search", "--text", ""],
        ["ask", "led-by"],
        ["ask", "led-by", "--body"],
        ["ask", "led-by", "--body", "没有这个厅"],
        ["ask", "led-by", "--body", "民政厅", "--format", "pdf"],
        ["ask", "led-by", "--body", "民政厅", "--format", "ttl"],
        ["ask", "no-lead", "--body", "民政厅"],
        ["ask", "nope"],
        ["ask", "overdue"],
        ["ask", "overdue", "--on", "2026-02-30"],
        ["ask", "no-lead", "--on", "2026-02-28"],
        ["evidence", "import"],
        ["query"],
        ["query", "ASK {}", "-f", "x"],
        ["query", "ASK {}", "--format", "turtle"],
        ["show", "没有这个厅"],
        ["show", "99"],
        ["export", "--graph", "nope"],
        ["export", "--format", "csv", "--graph", "bodies"],
        ["init", "x", "--table", "y"],
        ["init", "x", "--id", "Bad Name"],
        ["read"],
        ["read", str(TEXT), "--jurisdiction", "999999"],
        ["quotes", "--table", "nope"],
        ["build", "--max-size", "0"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_2(arguments: list[str], fengong, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong usage: exit 2, a sentence on stderr, nothing on stdout, no traceback."""
    monkeypatch.setattr("sys.stdin", Terminal())
    result = fengong(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.strip()


class Terminal(io.StringIO):
    """Standard input when nothing is piped in."""

    def isatty(self) -> bool:
        """It is a person's."""
        return True


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "SELECT * {"],
        ["query", "DROP ALL"],
        ["query", "-f", "missing.rq"],
        ["read", "missing.txt"],
        ["export", "-o", "missing/folder/x.ttl"],
    ],
    ids=" ".join,
)
def test_bad_input_exits_1(arguments: list[str], fengong) -> None:
    """Bad input: exit 1, a sentence on stderr, nothing on stdout, no traceback."""
    result = fengong(*arguments)
    assert (result.code, result.out) == (1, "")
    assert result.err.strip()


def test_shown_by_the_issue(fengong) -> None:
    """The figures that this project promises of its first table."""

    def numbers(*arguments: str) -> list[int]:
        return [row["number"] for row in json.loads(fengong("ask", *arguments, "--format", "json").out)["rows"]]

    assert len(numbers("led-by", "--body", "民政厅")) == 11
    assert len(numbers("led-by", "--body", "民政厅", "--reading", "printed")) == 8
    assert numbers("led-by", "--body", "民政部") == []
    assert len(numbers("led-by", "--body", "民政部", "--reading", "printed")) == 3
    assert numbers("open-ended") == [1, 10, 42, 48, 49, 51, 52]
    assert numbers("without-local") == [1, 7, 33, 41, 52]
    figures = {row["key"]: row["value"] for row in json.loads(fengong("ask", "statistics", "--format", "json").out)["rows"]}
    assert (figures["tasks"], figures["responsibilities"], figures["printed-names"], figures["quotations"]) == (52, 279, 38, 662)
    assert (
        "all 662 quotations match (52 tasks, 122 clauses, 279 responsibilities, 7 open-ended phrases, 202 promises)"
        in fengong("quotes").out
    )


def test_formats_of_an_answer(fengong) -> None:
    """The same rows as table, CSV, JSON and Markdown; sentences go to stderr."""
    base = ("ask", "led-by", "--body", "民政厅")
    table, markdown = fengong(*base), fengong(*base, "--format", "markdown")
    rows = list(csv.DictReader(io.StringIO(fengong(*base, "--format", "csv").out)))
    data = json.loads(fengong(*base, "--format", "json").out)["rows"]
    assert len(rows) == len(data) == len(table.out.splitlines()) - 2 == len(markdown.out.splitlines()) - 2 == 11
    assert [row["task"] for row in rows] == [row["task"] for row in data]
    assert "rows: 11" in table.err
    assert fengong(*base, "--format", "csv", "--bom").out.startswith("\ufeff")
    assert len(next(csv.reader([fengong(*base, "--format", "csv").out.splitlines()[0]]))) == len(set(rows[0]))


def test_identifiers_in_tables(fengong) -> None:
    """A table shows names instead of identifiers, and both with --iris."""
    base = ("ask", "led-by", "--body", "民政厅")
    assert "/task/8" not in fengong(*base).out
    assert f"https://w3id.org/fengong/id/{SICHUAN}/task/" in fengong(*base, "--iris").out


def test_search_overlooks_spaces(fengong) -> None:
    """「15分钟」 finds 「15 分钟」: spaces inside printed text are no part of what a person looks for."""
    for words in ("15分钟", "15 分钟"):
        rows = json.loads(fengong("ask", "search", "--text", words, "--format", "json").out)["rows"]
        assert [row["number"] for row in rows] == [8]


def test_citations(fengong) -> None:
    """--cite adds a line after GB/T 7714 with the stable IRI and no fact that the source does not print."""
    base = ("ask", "led-by", "--body", "民政厅", "--cite", "--lang", "zh")
    line = json.loads(fengong(*base, "--format", "json").out)["rows"][0]["citation"]
    assert line.startswith("促进养老托育服务健康发展重点任务分工表：任务8[DS/OL]. ")
    assert line.endswith(f"https://w3id.org/fengong/id/{SICHUAN}/task/8.")
    assert "task/8." in fengong(*base).out


def test_languages(fengong) -> None:
    """--lang chooses words and titles; it may stand before or after the command; FENGONG_LANG is the default."""
    chinese, english = (fengong("ask", "bodies-of", "--task", "52", "--lang", lang) for lang in ("zh", "en"))
    assert "四川省民政厅" in chinese.out
    assert "Sichuan Department of Civil Affairs" in english.out
    assert fengong("--lang", "zh", "ask", "bodies-of", "--task", "52").out == chinese.out
    assert fengong("ask", "led-by", "--lang", "zh").err.startswith("问题 led-by 需要 --body")


def test_query_forms_and_formats(fengong, tmp_path: Path) -> None:
    """SELECT, ASK, CONSTRUCT and DESCRIBE, from argument, file and standard input, in the usual formats."""
    select = "SELECT ?t { ?t fg:taskNumber 12 }"
    for form in ("json", "xml", "csv", "tsv", "table"):
        assert "task/12" in fengong("query", select, "--format", form).out
    assert fengong("query", "ASK { ?t fg:taskNumber 12 }").out == "true\n"
    for form, rdf in (
        ("turtle", ox.RdfFormat.TURTLE),
        ("ntriples", ox.RdfFormat.N_TRIPLES),
        ("rdfxml", ox.RdfFormat.RDF_XML),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ):
        out = fengong("query", "CONSTRUCT { ?t a fg:PolicyTask } WHERE { ?t a fg:PolicyTask }", "--format", form).out
        assert len(list(ox.parse(out.encode(), format=rdf))) == 52
    assert "fg:PolicyTask" in fengong("query", f"DESCRIBE <https://w3id.org/fengong/id/{SICHUAN}/task/12>").out
    file = tmp_path / "q.rq"
    file.write_text(select, encoding="utf-8")
    assert "task/12" in fengong("query", "-f", str(file)).out
    piped = subprocess.run(
        [sys.executable, "-m", "fengong", "query", "-"], check=True, input=select, capture_output=True, text=True, cwd=ROOT
    )
    assert "task/12" in piped.stdout


def test_update_only_by_an_explicit_flag_and_on_a_copy(fengong) -> None:
    """--allow-update shows what an update would make of the graph, and leaves the graph alone."""
    update = "INSERT DATA { <https://example.org/a> a fg:PolicyTask }"
    assert fengong("query", update).code == 1
    shown = fengong("query", update, "--allow-update")
    assert "https://example.org/a" in shown.out
    assert "1 added" in shown.err
    assert "true" not in fengong("query", "ASK { <https://example.org/a> a fg:PolicyTask }").out
    assert fengong("query", "LOAD <http://127.0.0.1:9/x>", "--allow-update").code == 1


@pytest.mark.parametrize("form", ["turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml"])
def test_export_reads_back(form: str, fengong, tmp_path: Path) -> None:
    """Every format holds the whole graph, twice the same bytes, on standard output as in a file."""
    target = tmp_path / "out"
    done = fengong("export", "--format", form, "-o", str(target))
    assert (done.code, done.out) == (0, "")
    assert "read back the same" in done.err
    syntax = SYNTAXES[form]
    held = len(set(ox.parse(path=str(target), format=syntax)))
    assert re.match(rf"{held} {'quads of' if syntax.supports_datasets else 'distinct triples, united from'} \d+ graphs", done.err)
    assert fengong("export", "--format", form).out == target.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [target]


def test_export_of_one_graph_and_as_csv(fengong) -> None:
    """--graph takes a name or an IRI; CSV has one line for each of the 279 responsibilities."""
    by_name = fengong("export", "--graph", f"{SICHUAN}.anomalies").out
    alone = fengong("export", "--graph", f"{SICHUAN}.anomalies", "--lang", "zh")
    assert alone.err == f"已写出 {len(set(ox.parse(by_name.encode(), format=ox.RdfFormat.TURTLE)))} 条三元组，重读一致。\n"
    assert by_name == fengong("export", "--graph", f"https://w3id.org/fengong/graph/{SICHUAN}/anomalies").out
    assert by_name.count("fg:SourceAnomaly") == 6
    rows = list(csv.DictReader(io.StringIO(fengong("export", "--format", "csv").out)))
    assert len(rows) == 279
    assert len({row["printedName"] for row in rows}) == 38


def test_show(fengong) -> None:
    """A task, a body, a place, a term and a span, with the quotation in its context."""
    task = fengong("show", "12", "--lang", "zh").out
    assert "民政部 → 四川省民政厅 !" in task
    assert "原文（字符 1340–1491）" in task
    assert "牵头" in fengong("show", "省卫生健康委", "--lang", "zh").out
    assert "fg:divisionCode" in fengong("show", "成都市").out
    assert "lead body" in fengong("show", "fg:leadBody").out
    assert json.loads(fengong("show", "12", "--format", "json").out)["fg:taskNumber"] == ["12"]
    assert "fg:taskNumber 12" in fengong("show", "12", "--format", "ttl").out
    anomaly = f"https://w3id.org/fengong/id/{SICHUAN}/anomaly/1492-1495"
    assert "民政部" in fengong("show", anomaly).out


def test_read_shows_rows_and_what_is_unsure(fengong, tmp_path: Path) -> None:
    """Row by row what was understood; with corrections where they lie beside the file; unsure names marked."""
    whole = fengong("read", str(TEXT))
    assert whole.code == 0
    assert "52 rows, 122 clauses, 279 names, 157 measures, 5 targets; 0 rows not read, 0 names unsure." in whole.err
    assert "民政部 → 四川省民政厅 !" in whole.out
    assert "    1. binding  建立家庭托育点登记备案制度  ⇒ 家庭托育点登记备案制度" in whole.out
    assert "    target  不低于 55% · 各地用于社会福利事业的彩票公益金 · 2022-12-31" in whole.out
    rows = json.loads(fengong("read", str(TEXT), "--format", "json").out)["rows"]
    assert len(rows) == 52
    assert rows[29]["targets"][0]["minimum"] == "55"
    assert [len(row["measures"]) for row in rows[:3]] == [2, 3, 3]
    assert rows[0]["topics"]["planning"] == ["发展规划", "发展规划", "整体解决方案"]
    file = tmp_path / "t.txt"
    file.write_text(HEADER + "1\t办养老院。\t火星厅牵头，民政厅参加。\n", encoding="utf-8")
    unsure = fengong("read", str(file), "--jurisdiction", "510000")
    assert unsure.code == 0
    assert "火星厅 ?" in unsure.out
    assert "民政厅 ?" not in unsure.out
    assert "no jurisdiction is given" in fengong("read", str(file)).err


def test_check_report(fengong) -> None:
    """Findings in both languages, as JSON and as Turtle; only Info on the first table."""
    found = json.loads(fengong("check", "--format", "json").out)
    assert {finding["severity"] for finding in found} == {"Info"}
    assert sorted(f["row"] for f in found if f["rule"] == "misprint-corrected") == [f"第{n}行" for n in range(12, 18)]
    assert "提示" in fengong("check", "--lang", "zh").out
    turtle = fengong("check", "--format", "ttl").out
    assert len({quad.subject for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)}) == len(found)
    assert fengong("check", "--severity", "Warning").out == ""


def test_init_build_ask_in_a_folder_of_ones_own(fengong, tmp_path: Path) -> None:
    """From a table file to an answer; nothing that is there is overwritten; a bad file leaves no trace."""
    table, folder = tmp_path / "表 1.txt", tmp_path / "mine"
    table.write_text(f"附件\n本县“一老一小”分工表\n{HEADER}1\t办养老院。\t民政厅牵头，县民政局参加。\n", encoding="utf-8")
    made = fengong("init", str(folder), "--table", str(table), "--id", "county", "--jurisdiction", "510000")
    assert made.code == 0, made.err
    assert fengong("build", "--workspace", str(folder)).code == 0
    assert "办养老院。" in fengong("ask", "led-by", "--body", "民政厅", "--workspace", str(folder)).out
    titles = fengong("query", "SELECT ?t { ?x a fg:TaskTable ; dcterms:title ?t }", "--format", "csv", "--workspace", str(folder)).out
    assert "本县“一老一小”分工表" in titles
    assert fengong("init", str(folder), "--table", str(table), "--id", "county", "--jurisdiction", "510000").code == 1
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    assert fengong("init", str(tmp_path / "other"), "--table", str(empty), "--id", "x", "--jurisdiction", "510000").code == 1
    assert not (tmp_path / "other").exists()
    assert fengong("init", str(tmp_path)).code == 1
    assert fengong("ask", "no-lead", "--workspace", str(tmp_path)).code == 1


@pytest.mark.parametrize("streams", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams(streams: str) -> None:
    """A stream that was closed before the start is an empty one: no traceback."""
    shell = f"{sys.executable} -m fengong ask no-lead {streams}; {sys.executable} -m fengong query - {streams}"
    done = subprocess.run(["/bin/sh", "-c", shell], check=False, capture_output=True, text=True, cwd=ROOT)
    assert "Traceback" not in done.stderr


def test_full_disk() -> None:
    """A full disk behind standard output is a sentence and exit 1."""
    shell = f"{sys.executable} -m fengong export >/dev/full"
    done = subprocess.run(["/bin/sh", "-c", shell], check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_output_file_that_is_a_link_or_a_pipe(fengong, tmp_path: Path) -> None:
    """-o writes through a link, keeps the permissions, writes into a pipe, and overwrites nothing that is read-only."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o600)
    link.symlink_to(target)
    assert fengong("export", "--graph", "bodies", "-o", str(link)).code == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("@base")
    assert target.stat().st_mode & 0o777 == 0o600
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["/bin/cat", str(pipe)], stdout=subprocess.PIPE)
    assert fengong("export", "--graph", "bodies", "-o", str(pipe)).code == 0
    assert reader.communicate()[0].startswith(b"@base")
    assert pipe.is_fifo()


def test_locale_that_cannot_say_it() -> None:
    """Chinese arguments in a locale that cannot hold them: wrong usage, with the reason."""
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "fengong", "ask", "led-by", "--body", "民政厅"]
    done = subprocess.run(command, check=False, capture_output=True, cwd=ROOT, env=environment)
    assert done.returncode == 2
    assert b"locale" in done.stderr
    assert b"Traceback" not in done.stderr


def test_an_empty_answer_says_whom_it_is_about(fengong) -> None:
    """民政部 leads nothing under the adopted reading; the answer says which body that is."""
    assert "cn/civil-affairs" in fengong("ask", "led-by", "--body", "民政部").err


def test_output_into_a_closed_pipe() -> None:
    """`fengong export | head -1` ends quietly."""
    shell = f"{sys.executable} -m fengong export --format ntriples | head -1"
    done = subprocess.run(["/bin/sh", "-c", shell], check=False, capture_output=True, text=True, cwd=ROOT)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr

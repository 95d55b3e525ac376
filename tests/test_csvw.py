"""CSV on the Web: beside each CSV file its metadata, by which a reader that is not ours validates and types every cell."""

from __future__ import annotations

import csv
import json
import warnings
from pathlib import Path

import pytest
from csvw import CSVW

import fengong as package
from fengong import csvw
from fengong.ask.columns import datatype
from fengong.bilingual import Bilingual
from fengong.linked import Linked
from fengong.web.message import Request
from support import ROOT

BODY = "民政厅"
BOTH = Bilingual(zh="表", en="table")


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "led-by", "--body", BODY),
        ("ask", "led-by", "--body", BODY, "--cite"),
        ("ask", "targets"),
        ("ask", "statistics"),
        ("ask", "open-ended", "--lang", "zh"),
        ("ledger", "--body", BODY),
        ("ledger", "--body", "自贡市人民政府", "--lang", "zh"),
    ],
    ids=" ".join,
)
def test_a_reader_of_csvw_finds_and_accepts_the_metadata(fengong, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """PyPI's csvw, given the CSV alone, finds the metadata beside it, and every cell is of the datatype that its column says."""
    file = tmp_path / "答 案.csv"
    assert fengong(*arguments, "--format", "csv", "-o", str(file)).code == 0
    assert (tmp_path / f"{file.name}{csvw.SUFFIX}").is_file()
    strict = arguments[0] == "ask"  # the reader's strict mode matches headings with names only, and a ledger has headings for people
    read = CSVW(str(file), validate=strict)
    assert not strict or read.is_valid, read.warnings
    (table,) = read.tables
    with file.open(encoding="utf-8", newline="") as handle:
        headings, *lines = csv.reader(handle)
    rows = list(table.iterdicts(strict=strict))
    assert len(rows) == len(lines) > 0
    described = json.loads((tmp_path / f"{file.name}{csvw.SUFFIX}").read_text(encoding="utf-8"))["tableSchema"]["columns"]
    assert all({"und", "zh", "en"} <= column["titles"].keys() for column in described)
    assert [column["titles"]["und"] for column in described] == headings
    assert list(rows[0]) == [column["name"] for column in described]


def test_numbers_and_iris_are_typed(fengong, tmp_path: Path) -> None:
    """What the reader gives is a number where the graph has one, and the property is the graph's."""
    file = tmp_path / "a.csv"
    fengong("ask", "led-by", "--body", BODY, "--format", "csv", "-o", str(file))
    columns = {each["name"]: each for each in json.loads((tmp_path / "a.csv-metadata.json").read_text())["tableSchema"]["columns"]}
    assert (columns["number"]["propertyUrl"], columns["number"]["aboutUrl"]) == ("https://w3id.org/fengong/ns#taskNumber", "{+task}")
    assert (columns["task"]["datatype"], columns["task"]["valueUrl"]) == ("anyURI", "{+task}")
    (table,) = CSVW(str(file)).tables
    assert next(iter(table))["number"] == 8


def test_a_file_has_the_format_that_its_name_asks_for(fengong, tmp_path: Path) -> None:
    """`-o x.csv` is a CSV with its metadata, without --format; --format wins; a ledger of each body has its own beside it."""
    one, other, table = (str(tmp_path / name) for name in ("one.csv", "other.csv", "table.csv"))
    assert fengong("ask", "led-by", "--body", BODY, "-o", one).code == 0
    assert fengong("ask", "led-by", "--body", BODY, "--format", "csv", "-o", other).code == 0
    assert Path(one).read_bytes() == Path(other).read_bytes()
    assert (tmp_path / "one.csv-metadata.json").is_file()
    assert fengong("ask", "led-by", "--body", BODY, "--format", "json", "-o", table).code == 0
    assert json.loads(Path(table).read_text(encoding="utf-8"))
    assert fengong("export", "-o", str(tmp_path / "tasks.csv"), "--table", "tasks").code == 0
    assert json.loads((tmp_path / "tasks.csv-metadata.json").read_text(encoding="utf-8"))["url"] == "tasks.csv"
    assert fengong("export", "--graph", "bodies", "-o", str(tmp_path / "bodies.nq")).code == 0
    assert b"graph/bodies> .\n" in (tmp_path / "bodies.nq").read_bytes()
    assert fengong("ledger", "--all", str(tmp_path / "all"), "--format", "csv").code == 0
    for path in (tmp_path / "all").glob("*.csv"):
        assert json.loads(path.with_name(path.name + csvw.SUFFIX).read_text(encoding="utf-8"))["url"] == path.name


def test_a_cell_of_another_datatype_is_seen(tmp_path: Path) -> None:
    """The reader that accepts our files refuses one whose cells are not what the metadata say."""
    made = csvw.metadata("a.csv", [csvw.Column("n", BOTH, "integer")], BOTH)
    (tmp_path / "a.csv-metadata.json").write_bytes(made)
    file = tmp_path / "a.csv"
    file.write_text("n\n1\n", encoding="utf-8")
    assert CSVW(str(file), validate=True).is_valid
    file.write_text("n\nmany\n", encoding="utf-8")
    with warnings.catch_warnings(action="always"):  # the reader collects them, and judges by them
        assert not CSVW(str(file), validate=True).is_valid


def test_the_server_says_where_the_metadata_are() -> None:
    """The CSV names its metadata in a Link header; there, with the same parameters, they describe it; other forms name none."""
    linked = Linked(package.open(ROOT))
    asked = (("body", BODY), ("lang", "zh"))
    reply = linked.reply(Request("/answer/led-by.csv", asked))
    link = dict(reply.headers)["Link"]
    assert 'rel="describedby"; type="application/csvm+json"' in link
    assert link.startswith("</answer/led-by.csv-metadata.json?body=")
    described = linked.reply(Request("/answer/led-by.csv-metadata.json", asked))
    assert (described.status, described.media_type) == (200, "application/csvm+json")
    data = json.loads(described.body)
    assert data["url"].startswith("led-by.csv?body=")
    assert [each["name"] for each in data["tableSchema"]["columns"]] == reply.body.decode().splitlines()[0].split(",")
    assert "Link" not in dict(linked.reply(Request("/answer/led-by.json", asked)).headers)
    assert linked.reply(Request("/answer/led-by.csv-metadata.json")).status == 400
    assert linked.reply(Request("/answer/nothing.csv-metadata.json")).status == 404


def test_nothing_is_put_beside_what_is_no_file(fengong) -> None:
    """On standard output there is the CSV alone."""
    assert "tableSchema" not in fengong("ask", "statistics", "--format", "csv").out


def test_mixed_numbers_are_decimal() -> None:
    """One column has one datatype: the one that holds all its cells."""
    from decimal import Decimal  # noqa: PLC0415

    assert datatype([1, Decimal("1.5")]) == "decimal"
    assert datatype(["https://w3id.org/fengong/id/a", "words"]) == "string"

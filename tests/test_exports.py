"""Exports: other readers than the writer find in every format what the graph says."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import networkx as nx
import openpyxl
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fengong as package
import make_exports
from fengong import csvw
from fengong.bilingual import Bilingual
from fengong.cli import export
from fengong.errors import DamagedGraph, NotInThisFormat
from fengong.exports import folder, formats, rdf, tables
from fengong.exports.columns import iri, plain, text
from fengong.exports.delimited import as_csv
from fengong.exports.make import Maker
from fengong.exports.parquet import as_parquet
from fengong.exports.sqlite import as_sqlite
from fengong.exports.table import Filled, Table, read
from fengong.exports.workbook import as_xlsx
from fengong.iris import PREFIXES
from fengong.ledger.text import held
from fengong.workspace import Workspace
from support import HEADER, ROOT, SICHUAN, workspace

ROWS = {
    "tables": 1,
    "tasks": 52,
    "clauses": 122,
    "responsibilities": 279,
    "measures": 157,
    "deliverables": 26,
    "targets": 5,
    "leadIns": 11,
    "periods": 2,
    "quotations": 662,
    "corrections": 6,
    "memberships": 21,
    "places": 23,
    "bodies": 94,
    "evidence": 0,
}
"""What the Sichuan graph has of each; the tables that are not here grow with the ontology."""
CONTEXT = ROOT / "ontology" / "context.jsonld"


@pytest.fixture(scope="module")
def maker() -> Maker:
    return Maker(package.open(ROOT).dataset, Workspace(ROOT).published, "en")


def made(maker: Maker, name: str) -> bytes:
    form = formats.ALL[name]
    if form.takes == "graphs":
        return maker.graphs(form, maker.dataset.names)[0]
    return maker.workbook(tuple(tables.ALL)) if name == "xlsx" else maker.whole(form)


# --- tables


@pytest.mark.parametrize("name", tables.ALL)
def test_every_table_is_whole(name: str, maker: Maker) -> None:
    """Each table has the rows that are known, one for each key, and each reference points into another table or is none of ours."""
    filled = maker.filled(name)
    assert len(filled.rows) == ROWS.get(name, len(filled.rows))
    assert len({row[: filled.table.keys] for row in filled.rows}) == len(filled.rows)
    for at, column in enumerate(filled.table.columns):
        if column.of:
            known = {row[0] for row in maker.filled(column.of).rows}
            assert {row[at] for row in filled.rows} - {None} <= known, column.name


def test_each_responsibility_is_that_of_the_graph(maker: Maker) -> None:
    """Roles and bodies of the table are those that the triples say, read without SPARQL."""
    said = Counter(
        (quad.subject.value, quad.predicate.value.rpartition("#")[2], quad.object.value)
        for quad in ox.parse((ROOT / "graph/built" / f"{SICHUAN}.nq").read_bytes(), format=ox.RdfFormat.N_QUADS)
        if quad.predicate.value.rpartition("#")[2] in {"body", "printedBody", "printedName", "position"}
    )
    filled = maker.filled("responsibilities")
    names = [column.name for column in filled.table.columns]
    found = Counter(
        (row[0], name, str(row[names.index(name)])) for row in filled.rows for name in ("body", "printedBody", "printedName", "position")
    )
    assert found == said


def test_numbers_keep_their_values(maker: Maker) -> None:
    """The third target of task 2 inherits its denominator: at least 8 for 1000."""
    filled = maker.filled("targets")
    names = [column.name for column in filled.table.columns]
    row = dict(zip(names, filled.rows[2], strict=True))
    assert (row["minValue"], row["perQuantity"], row["denominatorInherited"]) == (Decimal(8), Decimal(1000), True)
    # Two quotations: the longer one is shown, and both are in the table of what is quoted.
    assert sum(quoted[0] == row["target"] for quoted in maker.filled("quoted").rows) == 2


def test_a_second_row_for_a_key_is_refused(maker: Maker) -> None:
    """Where the graph says two things that should be one, nothing is dropped in silence."""
    twice = Table("twice", Bilingual(zh="", en=""), (iri("task", "", ""), iri("resp", "", "")), "?task fg:hasClause/fg:assigns ?resp")
    with pytest.raises(DamagedGraph, match="two rows"):
        read(maker.dataset, twice)


# --- strings through each table format

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "",
        "=1+1",
        "+1",
        "-1",
        "@x",
        '"',
        "a\r\nb",
        "\r",
        "\t",
        ",",
        "\x00",
        "\x1b[31m",
        "_x0041_",
        " a ",
        "𠮷",
        "\ufeff",
        "\ufffe",
        "'",
        "1",
        "TRUE",
        "#N/A",
    ]
)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
ODD = Table(
    "odd",
    Bilingual(zh="怪", en="odd"),
    (
        iri("thing", "物", "thing"),
        text("words", "词", "words"),
        plain("number", "integer", "数", "number"),
        plain("amount", "decimal", "量", "amount"),
        plain("true", "boolean", "真", "true"),
        plain("day", "date", "日", "day"),
    ),
    "",
)
CELLS = st.tuples(
    WORDS | st.none(),
    st.integers(-(2**63), 2**63 - 1) | st.none(),
    DECIMALS | st.none(),
    st.booleans() | st.none(),
    st.dates() | st.none(),
)
FILLED = st.lists(CELLS, max_size=4).map(
    lambda rows: Filled(ODD, tuple((f"https://example.org/{at}", *row) for at, row in enumerate(rows)))
)


@settings(max_examples=60)
@given(FILLED)
def test_any_words_survive_csv_and_parquet(filled: Filled) -> None:
    """Quotes, line ends, control and astral characters come back from CSV and Parquet as they were."""
    lines = list(csv.reader(io.StringIO(as_csv(filled).decode(), newline="")))
    assert [line[1] for line in lines[1:]] == [row[1] or "" for row in filled.rows]
    assert [tuple(row.values()) for row in pq.read_table(io.BytesIO(as_parquet(filled))).to_pylist()] == list(filled.rows)


@settings(max_examples=40)
@given(FILLED)
def test_any_words_survive_xlsx_as_words(filled: Filled) -> None:
    """No cell becomes a formula, and every word is there in characters that XML can hold."""
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx([filled], "zh")))["odd"]
    for at, row in enumerate(filled.rows, 3):
        cell = sheet.cell(at, 2)
        assert cell.value == (held(row[1]) if row[1] else None)
        assert cell.data_type == ("n" if cell.value is None else "s")


def test_numbers_too_big_are_refused() -> None:
    """Parquet and SQLite say that they cannot hold a number; Excel holds it as words rather than rounding it; huge words are refused."""
    big = Filled(ODD, (("https://example.org/1", "a", 2**70, None, None, None),))
    with pytest.raises(NotInThisFormat):
        as_parquet(big)
    with pytest.raises(NotInThisFormat):
        as_sqlite([big], [], {})
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx([big], "zh")))["odd"]
    assert sheet.cell(3, 3).value == str(2**70)
    huge = Filled(ODD, (("https://example.org/1", "一" * 40_000, 1, None, None, None),))
    with pytest.raises(NotInThisFormat, match="32767"):
        as_xlsx([huge], "zh")
    assert len(as_csv(huge)) > 40_000


# --- formats


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networks_open_in_networkx(name: str, maker: Maker) -> None:
    """52 tasks, 279 responsibilities and 21 memberships, with words in both languages; an edge says its role, and the bytes no clock."""
    data = made(maker, name)
    network = nx.read_graphml(io.BytesIO(data)) if name == "graphml" else nx.read_gexf(io.BytesIO(data))
    sorts = Counter(given["type"] for _, given in network.nodes(data=True))
    assert sorts["task"] == 52
    assert sorts["body"] == len(network) - 52
    relations = Counter(given["relation"] for *_, given in network.edges(data=True))
    assert relations == {"role/lead": 36, "role/participate": 81, "role/sharedByDuty": 111, "role/responsible": 51, "member": 21}
    assert network.nodes["https://w3id.org/fengong/id/body/510000/civil-affairs"]["en"] == "Sichuan Department of Civil Affairs"
    assert b"lastmodifieddate" not in data
    assert data == made(maker, name)


def test_sqlite_answers_who_leads(maker: Maker, tmp_path: Path) -> None:
    """The view puts the tables together, keys hold, Chinese is found, and every triple is there."""
    path = tmp_path / "fengong.sqlite"
    path.write_bytes(made(maker, "sqlite"))
    base = sqlite3.connect(path)
    numbers = "SELECT DISTINCT number FROM whoDoesWhat WHERE bodyZh = '四川省民政厅' AND roleZh = '牵头' ORDER BY number"
    assert [number for (number,) in base.execute(numbers)] == [8, 9, 12, 13, 15, 19, 23, 40, 42, 46, 52]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("SELECT count(*) FROM taskSearch('日间照料')").fetchone() > (0,)
    found = {
        number
        for (number,) in base.execute(
            "SELECT t.number FROM taskSearch s JOIN tasks t ON t.rowid = s.rowid WHERE taskSearch MATCH '养老机构'"
        )
    }
    assert found == {number for number, words in base.execute("SELECT number, taskText FROM tasks") if "养老机构" in words}
    assert base.execute("SELECT count(*) FROM triples").fetchone() == (len(maker.quads),)
    for name, count in ROWS.items():
        assert base.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (count,)  # noqa: S608 - the names are above
    base.close()


def test_compact_jsonld_uses_the_published_terms(maker: Maker) -> None:
    """Another reader than ours finds all quads; properties are written as terms of the context, which is in the file."""
    data = made(maker, "jsonld")
    assert rdf.canonical_hash(ox.parse(data, format=ox.RdfFormat.JSON_LD)) == maker.about["rdfc10sha256"]
    document = json.loads(data)
    assert document["@context"] == json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    task = next(node for graph in document["graph"] for node in graph["graph"] if node.get("taskNumber") == 12)
    assert task["taskText"].startswith("按照“宜公则公、宜民则民”的原则")


# --- the command


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "xlsx", "--graph", "bodies"],
        ["--format", "turtle", "--table", "tasks"],
        ["--format", "sqlite", "--table", "tasks"],
        ["--format", "csv", "--table", "tasks", "--table", "bodies"],
        ["--format", "parquet", "--table", "nothing"],
        ["--all"],
        ["--all", "--format", "csv", "-o", "x"],
    ],
)
def test_what_a_format_cannot_do_is_a_usage_error(arguments: list[str], fengong) -> None:
    """Graphs for a format of tables, tables for one of graphs, several tables for one file."""
    done = fengong("export", *arguments)
    assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_tables_into_a_folder(name: str, fengong, tmp_path: Path) -> None:
    """A folder takes a file for each table and a manifest with hashes; written again it has the same bytes; others' files are safe."""
    target = tmp_path / "out"
    endings = [f".{name}", ".csv-metadata.json"] if name == "csv" else [f".{name}"]
    expected = {table + ending for table in tables.ALL for ending in endings}
    assert fengong("export", "--format", name, "-o", f"{target}/").code == 0
    listed = json.loads((target / "MANIFEST.json").read_text(encoding="utf-8"))["files"]
    assert set(listed) == {path.name for path in target.iterdir()} - {"MANIFEST.json"} == expected
    before = {path.name: path.read_bytes() for path in target.iterdir()}
    assert all(hashlib.sha256(before[file]).hexdigest() == said["sha256"] for file, said in listed.items())
    assert fengong("export", "--format", name, "-o", str(target)).code == 0
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before
    (target / "mine.txt").write_text("mine", encoding="utf-8")
    refused = fengong("export", "--format", name, "-o", str(target))
    assert (refused.code, "mine.txt" in refused.err) == (1, True)
    assert (target / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [target]


def test_csvw_names_every_column_and_its_property(fengong, tmp_path: Path) -> None:
    """The metadata beside a CSV have the columns of its first line, and properties that the thing of the row has in the graph."""
    target = tmp_path / "targets.csv"
    assert fengong("export", "--format", "csv", "--table", "targets", "-o", str(target)).code == 0
    described = json.loads((tmp_path / "targets.csv-metadata.json").read_text(encoding="utf-8"))
    columns = described["tableSchema"]["columns"]
    with target.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert described["url"] == "targets.csv"
    assert [column["name"] for column in columns] == list(rows[0])
    triples = {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for path in (ROOT / "graph" / "built").glob(f"{SICHUAN}.*nq")
        for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.N_QUADS)
        if isinstance(quad.object, ox.NamedNode)
    }
    said = {
        (row["target"], column["propertyUrl"], row[column["name"]])
        for row in rows
        for column in columns
        if "propertyUrl" in column
        if column["datatype"] == "anyURI"
    }
    assert said
    assert said <= triples


@pytest.mark.parametrize("name", [name for name, table in tables.ALL.items() if table.keys == 1])
def test_a_column_says_the_property_that_it_holds(name: str, maker: Maker) -> None:
    """For every cell of a column that names a property of the row's thing, the graph has that triple."""
    filled = maker.filled(name)
    had = {(quad.subject, quad.predicate) for quad in maker.quads}
    for at, column in enumerate(filled.table.columns):
        if column.means and not column.repeats and column.means.partition(":")[0] in PREFIXES:
            prop = ox.NamedNode(csvw.full(column.means))
            for row in filled.rows:
                assert row[at] is None or (ox.NamedNode(str(row[0])), prop) in had, (column.name, row[0])


def test_a_missing_package_is_named(fengong, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, the command says which, and how to get it."""
    for name in ("networkx", "pyarrow", "pyld"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("graphml", "parquet", "jsonld-framed"):
        done = fengong("export", "--format", name)
        assert (done.code, done.out) == (1, "")
        assert "pip install 'fengong[export]'" in done.err
    assert fengong("export", "--format", "csv", "--table", "targets").code == 0


def test_unlisted_bodies_no_targets_and_control_characters(fengong, tmp_path: Path) -> None:
    """A small workspace with two tables, a body that nobody knows, no target and a bell goes into every format that can hold it."""
    from support import add_table  # noqa: PLC0415 - only here

    where = workspace(tmp_path / "w", text=f"{HEADER}1\t开展\x07试点。\t民政厅、省某某协会牵头。\n", table="one")
    add_table(where, "two", f"{HEADER}1\t开展试点。\t财政厅负责。\n")
    assert fengong("build", "--workspace", str(where)).code == 0
    target = tmp_path / "all"
    done = fengong("export", "--all", "-o", str(target), "--workspace", str(where))
    assert done.code == 0
    assert "rdfxml is left out" in done.err
    said = json.loads((target / "MANIFEST.json").read_text(encoding="utf-8"))
    assert list(said["leftOut"]) == ["rdfxml"]
    assert {each["format"] for each in said["files"].values()} == set(formats.ALL) - {"rdfxml"}
    with (target / "csv" / "bodies.csv").open(encoding="utf-8", newline="") as lines:
        assert [row["nameZh"] for row in csv.DictReader(lines) if row["sort"] == "unlisted"] == ["省某某协会"]
    assert pq.read_table(target / "parquet" / "targets.parquet").num_rows == 0
    assert pq.read_table(target / "parquet" / "tables.parquet")["identifier"].to_pylist() == ["one", "two"]
    assert len(nx.read_graphml(target / "fengong.graphml")) > 4


# --- what is said of formats


def test_every_format_says_what_it_holds_and_loses() -> None:
    """In both languages, in the help, and in docs/exports.md."""
    for form in formats.ALL.values():
        assert form.loses.en in export.LIST
        assert form.loses.zh in export.LIST
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    assert make_exports.fresh(page) == page
    assert all(f"`{name}`" in page for name in (*formats.ALL, *tables.ALL))


def test_a_folder_in_the_way_is_left_alone(tmp_path: Path) -> None:
    """A file where the folder should be is not replaced."""
    (tmp_path / "x").write_text("mine", encoding="utf-8")
    with pytest.raises(package.FengongError):
        folder.put(tmp_path / "x", {"a": b"b"})
    assert (tmp_path / "x").read_text(encoding="utf-8") == "mine"

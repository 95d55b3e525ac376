"""`link --with` joins somebody else's data to our places, and `query --data` asks both at once."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fengong as package
from fengong import iris
from fengong.errors import UnreadableData
from fengong.linking import numbers
from support import ROOT

EXAMPLE = ROOT / "examples" / "synthetic-childcare-places.csv"
TARGET = ROOT / "examples" / "places-against-target.rq"
KEY = "代码 code"
HEAD = "地方,托位\n"

NUMBERS = {
    "1050": ("number", "1050"),
    " -3.50 ": ("number", "-3.50"),
    "0": ("number", "0"),
    "1,050": ("fold", "1050"),
    "1,234,567.5": ("fold", "1234567.5"),
    "１０５０": ("fold", "1050"),
    "１，０５０": ("fold", "1050"),
    "12%": ("fold", "0.12"),
    "１２．５％": ("fold", "0.125"),
    "": ("blank", None),
    "\u3000": ("blank", None),
    "0510": ("words", None),
    "1,05": ("words", None),
    "1 050": ("words", None),
    "约1050": ("words", None),
    "1.050.000": ("words", None),
    "1e3": ("words", None),
    "NaN": ("words", None),
    "٣": ("words", None),
    "1234567890123456789": ("words", None),
    "=A1*2": ("formula", None),
    "@SUM(A1)": ("formula", None),
    "+SUM(A1:A2)": ("formula", None),
    "#REF!": ("error", None),
    "#DIV/0!": ("error", None),
}


@pytest.mark.parametrize("text", NUMBERS)
def test_reads_numbers_as_spreadsheets_write_them(text: str) -> None:
    """Each way of writing a number is what the table says: a number, one after folding, or none. Nothing in between is guessed."""
    cell = numbers.read(text)
    assert (cell.kind, None if cell.value is None else numbers.written(cell.value)) == NUMBERS[text]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3))
def test_what_is_written_plainly_is_read(value: Decimal) -> None:
    """Every number in plain digits is read as itself, and with commas it is the same once folded."""
    assert numbers.read(format(value, "f")).value == value
    grouped = numbers.read(format(abs(value), ",f"))
    assert grouped.value == abs(value)
    assert grouped.kind == ("fold" if abs(value) >= 1000 else "number")


def write(folder: Path, text: str | bytes, name: str = "beds.csv") -> str:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def quads(path: Path) -> set[ox.Quad]:
    return set(ox.parse(path.read_bytes(), format=ox.RdfFormat.TRIG))


def values(found: set[ox.Quad]) -> dict[str, str]:
    """The measured values by the place they are about."""
    area = iris.PREFIXES["sdmx-dimension"] + "refArea"
    about = {quad.subject: quad.object.value for quad in found if quad.predicate.value == area}
    return {
        about[quad.subject]: quad.object.value for quad in found if quad.subject in about and quad.predicate.value.endswith("/column/2")
    }


def test_example_is_joined_and_compared_with_the_target(fengong, tmp_path) -> None:
    """The worked example: all 21 prefectures are joined, the total is listed, and one query puts them beside the target of task 2."""
    out, left = tmp_path / "places.trig", tmp_path / "left.csv"
    done = fengong("link", "--with", str(EXAMPLE), "--on", KEY, "-o", str(out), "--unmatched", str(left))
    assert done.code == 0
    assert "joined: 21 (by IRI 0, by code 21" in done.err
    assert [row["line"] for row in csv.DictReader(io.StringIO(left.read_text(encoding="utf-8")))] == ["23"]
    answer = fengong("query", "--data", str(out), "-f", str(TARGET), "--format", "json")
    rows = json.loads(answer.out)["results"]["bindings"]
    source = {row[KEY]: row for row in csv.DictReader(io.StringIO(EXAMPLE.read_text(encoding="utf-8")))}
    assert len(rows) == 21
    for row in rows:
        line = source[row["code"]["value"]]
        per_thousand = Decimal(line["托位 places"]) * 1000 / Decimal(line["人口 population"])
        assert Decimal(row["perThousand"]["value"]) == per_thousand
        assert (row["target"]["value"], row["words"]["value"]) == ("10", "每千人口不少于10个托位")


def test_example_says_that_it_is_made_up() -> None:
    """The example's name, every row and the page beside it say that its numbers are synthetic."""
    rows = list(csv.DictReader(io.StringIO(EXAMPLE.read_text(encoding="utf-8"))))
    assert EXAMPLE.name.startswith("synthetic-")
    assert {row["说明 note"] for row in rows} == {"虚构 synthetic"}
    assert "虚构" in (EXAMPLE.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "how"),
    [
        ("510100", "code"),
        ("510100000000", "code"),
        ("５１０１００", "code"),
        ("成都市", "full name"),
        ("四川省成都市", "full name"),
        ("Chengdu", "full name"),
        (" 成都 ", "short name"),
        ("https://w3id.org/fengong/id/place/510100", "IRI"),
    ],
)
def test_each_kind_of_key_is_found(fengong, tmp_path, key, how) -> None:
    """A place is found by code, full or short name in either language, or IRI; how is said."""
    out = tmp_path / "out.trig"
    done = fengong("link", "--with", write(tmp_path, f"{HEAD}{key},12\n"), "--on", "地方", "-o", str(out))
    assert done.code == 0
    assert f"by {how} 1" in done.err
    assert values(quads(out)) == {iris.place("510100"): "12"}


def test_rows_without_a_place_are_never_dropped_in_silence(fengong, tmp_path) -> None:
    """Rows whose key names nothing are listed with the nearest names, and the exit code is 1 unless they are kept in a file."""
    path = write(tmp_path, f"{HEAD}成都市,12\n成郁市,13\n519999,14\n,15\n成都市武侯区,16\nhttp://www.wikidata.org/entity/Q0,17\n")
    out = tmp_path / "out.trig"
    done = fengong("link", "--with", path, "--on", "地方", "-o", str(out))
    assert done.code == 1
    assert "joined: 1 " in done.err
    assert "unmatched: 5" in done.err
    for words in ("line 3", "nearest: 成都市（510100）", "no place has the code 519999", "the cell is empty", "武侯", "this IRI"):
        assert words in done.err
    assert len(values(quads(out))) == 1
    kept = tmp_path / "kept.csv"
    assert fengong("link", "--with", path, "--on", "地方", "-o", str(out), "--unmatched", str(kept)).code == 0
    assert [row["托位"] for row in csv.DictReader(io.StringIO(kept.read_text(encoding="utf-8")))] == ["13", "14", "15", "16", "17"]


def test_a_name_of_two_places_is_ambiguous(fengong, tmp_path) -> None:
    """A name that two places answer to is listed with both and joined to neither; a short name that one has is said."""
    from support import workspace  # noqa: PLC0415 - one test

    folder = workspace(tmp_path / "own", text="序号\t重点任务\t责任单位\n1\t编制方案。\t民政厅负责\n")
    reference = folder / "graph" / "reference"
    reference.mkdir()
    for each in (ROOT / "graph" / "reference").glob("*.csv"):
        (reference / each.name).write_bytes(each.read_bytes())
    places = reference / "places.csv"
    county = '513231,aba-county,阿坝县,Aba County,阿坝,prefecture-level-city,513200,"fixture"\n'
    head, *rows = places.read_text(encoding="utf-8").splitlines(keepends=True)
    places.write_text(head + "".join(sorted([*rows, county])), encoding="utf-8")
    assert fengong("build", "--workspace", str(folder)).code == 0
    path = write(tmp_path, f"{HEAD}阿坝,12\n凉山,13\n")
    done = fengong("link", "--with", path, "--on", "地方", "-o", str(tmp_path / "out.trig"), "--workspace", str(folder))
    assert done.code == 1
    assert "may be any of: 阿坝县（513231） · 阿坝藏族羌族自治州（513200）" in done.err
    assert "short name 凉山 → 凉山彝族自治州（513400）" in done.err
    assert set(values(quads(tmp_path / "out.trig"))) == {iris.place("513400")}


FAULTS = {
    "two rows for one place": (f"{HEAD}成都,12\n510100,13\n", ["lines 2, 3", "成都市（510100）", "--dimension"]),
    "thousands": (f'{HEAD}成都,"1,200"\n', ["line 2, column “托位”", "“1,200”", "--fold-numbers"]),
    "percent": (f"{HEAD}成都,12%\n", ["“12%”", "0.12"]),
    "full width": (f"{HEAD}成都,１２\n", ["“１２”"]),
    "formula": (f"{HEAD}成都,=B1*2\n", ["line 2", "is a formula", "save the values"]),
    "error value": (f"{HEAD}成都,#DIV/0!\n", ["error of a spreadsheet"]),
    "ragged": (f"{HEAD}成都,12,13\n自贡\n", ["line 2", "3 cells under 2 columns", "line 3", "1 cell under 2 columns"]),
    "open quote": (f'{HEAD}成都,"12\n', ["not valid CSV"]),
    "no rows": (HEAD, ["there is a header and no row"]),
    "wrong key": ("市,托位\n成都,12\n", ["no column is called “地方”", "市 · 托位"]),
    "semicolons": ("地方;托位\n成都;12\n", ["separate by commas"]),
    "nameless column": ("地方,\n成都,12\n", ["column 2 has no name"]),
    "column twice": ("地方,托位,托位\n成都,1,2\n", ["“托位” heads 2 columns"]),
    "nothing matches": (f"{HEAD}Paris,12\n", ["no place is called “Paris”", "try another column"]),
    "no numbers": (f"{HEAD}成都,many\n", ["no column is of numbers", "--measure"]),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_named_with_its_line_and_nothing_is_written(fengong, tmp_path, case) -> None:
    """Each way in which a table can be wrong is said with place and remedy; there is no output."""
    text, wanted = FAULTS[case]
    out = tmp_path / "out.trig"
    done = fengong("link", "--with", write(tmp_path, text), "--on", "地方", "-o", str(out))
    assert done.code == 1
    assert [words for words in wanted if words not in done.err] == []
    assert not out.exists()


def test_all_faults_were_collected() -> None:
    """The tables of cases are not cut short."""
    assert len(FAULTS) == 15
    assert len(NUMBERS) == 25


def test_numbers_are_folded_only_when_asked(fengong, tmp_path) -> None:
    """With --fold-numbers commas, full width and percent are read, and how many cells that were is said."""
    out = tmp_path / "out.trig"
    path = write(tmp_path, f'{HEAD}成都,"1,200"\n自贡,５０\n德阳,12.5%\n绵阳,\n')
    done = fengong("link", "--with", path, "--on", "地方", "-o", str(out), "--fold-numbers")
    assert done.code == 0
    assert "“托位”: 3 cells were converted" in done.err
    assert "“托位”: 1 blank cell has no observation" in done.err
    assert sorted(values(quads(out)).values()) == ["0.125", "1200.0", "50.0"]


def test_mixed_columns_are_words_and_said_to_be(fengong, tmp_path) -> None:
    """A column of numbers and words is words, with the first that is no number; --measure makes it a fault."""
    text = "地方,托位,床位,年份\n成都,12,约30,2021\n自贡,13,31,2021\n"
    path = write(tmp_path, text)
    done = fengong("link", "--with", path, "--on", "地方", "--words", "年份")
    assert done.code == 0
    assert "“床位” is taken as words: line 2: “约30” is no number" in done.err
    assert "numbers: 托位 (whole)" in done.err
    done = fengong("link", "--with", path, "--on", "地方", "--measure", "床位")
    assert done.code == 1
    assert "line 2, column “床位”: “约30” is no number" in done.err


def test_dimensions_tell_rows_of_one_place_apart(fengong, tmp_path) -> None:
    """Rows of several years are joined where --dimension names the year."""
    path = write(tmp_path, "地方,年份,托位\n成都,2020,12\n成都,2021,13\n")
    assert fengong("link", "--with", path, "--on", "地方").code == 1
    done = fengong("link", "--with", path, "--on", "地方", "--dimension", "年份", "--format", "nquads")
    assert done.code == 0
    assert done.out.count("cube#Observation") == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (f"{HEAD}成都,12\n".encode("utf-8-sig"), ""),
        (f"{HEAD}成都,12\n".encode("utf-16"), "utf-16"),
        (f"{HEAD}成都,12\n".encode("gb18030"), "decoded as gb18030"),
        (f"{HEAD}成都,12\r\n".replace("\n", "\r\n").encode(), ""),
    ],
    ids=["mark", "utf-16", "gb18030", "crlf"],
)
def test_encodings_are_those_of_the_reader(fengong, tmp_path, data, said) -> None:
    """UTF-8 with or without mark, UTF-16 with one, and GB18030 with a place's name in it are read, and said."""
    done = fengong("link", "--with", write(tmp_path, data), "--on", "地方", "--format", "nquads")
    assert done.code == 0
    assert said in done.err


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file: there is nothing in it"),
        ("地方,托位\n臺北,12\n".encode("big5"), "line 1: byte offset 0 (0xa6) is not UTF-8"),
        (bytes(range(128, 256)), "names no place of ours in Chinese"),
        (b"PK\x03\x04", "xlsx"),
        (b"x" * 50_000_001, "over the limit"),
    ],
    ids=["empty", "big5", "noise", "workbook", "huge"],
)
def test_files_that_are_no_table(fengong, tmp_path, data, words) -> None:
    """Empty, undecodable, binary and huge files are refused for what they are, and nothing is said of task tables."""
    done = fengong("link", "--with", write(tmp_path, data), "--on", "地方")
    assert (done.code, done.out) == (1, "")
    assert words in done.err
    assert "task" not in done.err
    assert "table header" not in done.err


@pytest.mark.parametrize("name", ["beds.trig", "beds.nq", "beds.xlsx", "beds"])
def test_a_suffix_that_is_not_known_is_no_table(fengong, tmp_path, name) -> None:
    """Nothing is guessed of a file by its bytes: those that can be joined are named."""
    done = fengong("link", "--with", write(tmp_path, f"{HEAD}成都,12\n", name), "--on", "地方")
    assert (done.code, done.out) == (1, "")
    assert f"the suffix “{Path(name).suffix}” is not known" in done.err
    assert ".csv, .tsv or .tab, RDF is .ttl or .nt" in done.err


def test_the_cube_is_well_formed(fengong, tmp_path) -> None:
    """Integrity constraints of the Data Cube: one data set, every dimension, the measure it names and no other; no two alike; no blanks."""
    out = tmp_path / "out.trig"
    path = write(tmp_path, "地方,年份,托位,床位\n成都,2020,1,2.5\n成都,2021,,3\n自贡,2021,4,\n")
    assert fengong("link", "--with", path, "--on", "地方", "--dimension", "年份", "-o", str(out)).code == 0
    store = ox.Store()
    store.load(out.read_bytes(), format=ox.RdfFormat.TRIG)
    assert not any(isinstance(term, ox.BlankNode) for quad in store for term in (quad.subject, quad.object))
    bad = """SELECT ?o { GRAPH ?g { ?o a qb:Observation
      { FILTER NOT EXISTS { ?o qb:dataSet ?set . ?set a qb:DataSet ; qb:structure ?dsd . ?dsd a qb:DataStructureDefinition } }
      UNION { ?o qb:dataSet/qb:structure/qb:component/qb:dimension ?d FILTER NOT EXISTS { ?o ?d ?v } }
      UNION { ?o qb:dataSet/qb:structure/qb:component/qb:dimension ?d FILTER NOT EXISTS { ?d a qb:DimensionProperty } }
      UNION { ?o qb:measureType ?m FILTER NOT EXISTS { ?m a qb:MeasureProperty . ?o ?m ?v } }
      UNION { ?o qb:measureType ?m . ?n a qb:MeasureProperty . ?o ?n ?v FILTER(?m != ?n) }
      UNION { ?p a qb:Observation . FILTER(STR(?o) < STR(?p))
              FILTER NOT EXISTS { ?o qb:dataSet/qb:structure/qb:component/qb:dimension ?d . ?o ?d ?v . ?p ?d ?w FILTER(?v != ?w) } } } }"""
    assert list(store.query(bad, prefixes=iris.PREFIXES)) == []
    assert len(list(store.query("SELECT ?o { GRAPH ?g { ?o a qb:Observation } }", prefixes=iris.PREFIXES))) == 4


@pytest.mark.parametrize("form", ["trig", "nquads", "turtle"])
def test_the_same_file_gives_the_same_bytes(fengong, form) -> None:
    """Twice the same; the three formats hold the same triples; the file's name and hash are there, its folder is not."""
    arguments = ("link", "--with", str(EXAMPLE), "--on", KEY, "--unmatched", "/dev/null", "--format")
    one, two = fengong(*arguments, form), fengong(*arguments, form)
    assert one.out == two.out
    forms = {"trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS, "turtle": ox.RdfFormat.TURTLE}
    other = fengong(*arguments, "nquads").out
    assert {q.triple for q in ox.parse(one.out, format=forms[form])} == {q.triple for q in ox.parse(other, format=ox.RdfFormat.N_QUADS)}
    assert str(EXAMPLE.parent) not in one.out
    assert "483666280e87554cf4640f2e7318038a17e37da4be0d831cc05f6744296f2ddf" in one.out


TURTLE = """@prefix e: <http://example.org/> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix qb: <http://purl.org/linked-data/cube#> .
e:one dcterms:identifier "510100" ; e:beds 12 ; e:note [ e:by "虚构" ] .
e:two a qb:Observation ; dcterms:identifier "自贡" ; e:beds 13 .
e:three dcterms:identifier "Paris" .
"""


def test_a_turtle_file_is_joined_by_a_property(fengong, tmp_path) -> None:
    """Its triples stay as they are, in a graph of their own; what a subject is about is added; blank nodes get IRIs; Paris is listed."""
    out = tmp_path / "out.nq"
    done = fengong("link", "--with", write(tmp_path, TURTLE, "care.ttl"), "--on", "dcterms:identifier", "-o", str(out))
    assert done.code == 1
    assert "no place is called “Paris”" in done.err
    assert "1 blank node was given an IRI" in done.err
    text = out.read_text(encoding="utf-8")
    assert "<http://example.org/one> <http://purl.org/dc/terms/spatial> <https://w3id.org/fengong/id/place/510100> <" in text
    assert (
        "<http://example.org/two> <http://purl.org/linked-data/sdmx/2009/dimension#refArea> <https://w3id.org/fengong/id/place/510300> <"
        in text
    )
    assert "_:" not in text
    assert text.count("http://example.org/") >= 10


def test_a_subject_is_about_one_place(fengong, tmp_path) -> None:
    """Two keys of one place are one link; keys of two places are a fault that names the subject and both, and nothing is written."""
    out = tmp_path / "out.nq"
    path = write(tmp_path, TURTLE.replace('"510100" ;', '"510100", "成都市", "自贡市" ;'), "care.ttl")
    done = fengong("link", "--with", path, "--on", "dcterms:identifier", "--unmatched", "/dev/null", "-o", str(out))
    assert done.code == 1
    assert not out.exists()
    assert "<http://example.org/one>" in done.err
    assert "its keys lead to several places: 510100 → 成都市（510100） · 自贡市 → 自贡市（510300）" in done.err
    assert "leave each subject the key of one place" in done.err
    path = write(tmp_path, TURTLE.replace('"510100" ;', '"510100", "成都市" ;'), "care.ttl")
    done = fengong("link", "--with", path, "--on", "dcterms:identifier", "--unmatched", "/dev/null", "-o", str(out))
    assert done.code == 0
    assert "joined: 2 " in done.err
    assert out.read_text(encoding="utf-8").count("terms/spatial>") == 1


def test_a_turtle_file_is_joined_by_its_subjects(fengong, tmp_path) -> None:
    """Subjects that are our places need no further link; a wrong property and damaged Turtle are faults with a line."""
    path = write(tmp_path, "<https://w3id.org/fengong/id/place/510100> <http://example.org/beds> 12 .\n", "own.ttl")
    assert fengong("link", "--with", path, "--on", "subject").code == 0
    done = fengong("link", "--with", path, "--on", "dcterms:identifier")
    assert done.code == 1
    assert "http://example.org/beds" in done.err
    done = fengong("link", "--with", write(tmp_path, "<a> <b> .\n", "bad.ttl"), "--on", "subject")
    assert done.code == 1
    assert "line 1" in done.err


@pytest.mark.parametrize(
    "outputs", [["-o", "{path}"], ["--unmatched", "{path}"], ["--unmatched", "{out}", "-o", "{out}"], ["--unmatched", "-"]]
)
def test_no_file_is_overwritten_that_is_needed(fengong, tmp_path, outputs) -> None:
    """The file that is read, and one output by the other, are not written over; everything may be thrown away."""
    text = f"{HEAD}成都,12\n不知,13\n"
    path, out = write(tmp_path, text), tmp_path / "out"
    done = fengong("link", "--with", path, "--on", "地方", *(each.format(path=path, out=out) for each in outputs))
    assert (done.code, done.out) == (2, "")
    assert "would overwrite" in done.err
    assert Path(path).read_text(encoding="utf-8") == text
    assert not out.exists()
    assert fengong("link", "--with", path, "--on", "地方", "--unmatched", "/dev/null", "-o", "/dev/null").code == 0


def test_a_turtle_file_without_triples_is_told(fengong, tmp_path) -> None:
    """An empty file is a fault with words, not a count of none."""
    done = fengong("link", "--with", write(tmp_path, "# nothing\n", "a.ttl"), "--on", "subject")
    assert done.code == 1
    assert "faults: 1" in done.err
    assert "there is no triple" in done.err


def test_modes_and_their_options_exclude_each_other(fengong, tmp_path) -> None:
    """No mode, a mode without what it needs, an option of another kind of file, and a file name that makes no name: usage errors."""
    path = write(tmp_path, f"{HEAD}成都,12\n", "托位.csv")
    assert fengong("link").code == 2
    assert fengong("link", "--with", path).code == 2
    assert fengong("link", "--with", path, "--on", "地方").code == 2
    assert fengong("link", "--with", path, "--on", "地方", "--name", "Not A Name").code == 2
    assert fengong("link", "--with", path, "--on", "地方", "--name", "places").code == 0
    assert fengong("link", "--with", write(tmp_path, TURTLE, "a.ttl"), "--on", "x", "--fold-numbers").code == 2


def test_data_stands_beside_the_graph(fengong, tmp_path) -> None:
    """Files given by --data are reached through GRAPH only, unnamed triples under the file's name; the default graph is unchanged."""
    one = write(tmp_path, "<http://example.org/a> <http://example.org/b> [] .", "托位 1.ttl")
    two = write(tmp_path, "<http://example.org/a> <http://example.org/b> _:x <http://example.org/g> .", "two.nq")
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { <http://example.org/a> ?p ?o } } GROUP BY ?g ORDER BY ?g"
    done = fengong("query", query, "--data", one, "--data", two, "--format", "csv")
    assert done.out.splitlines()[1:] == [
        "http://example.org/g,1",
        "https://w3id.org/fengong/graph/data/%E6%89%98%E4%BD%8D%201,1",
    ]
    assert fengong("query", "ASK { <http://example.org/a> ?p ?o }", "--data", one).out == "false\n"
    assert fengong("query", "ASK FROM <http://example.org/g> { <http://example.org/a> ?p ?o }", "--data", two).out == "true\n"
    assert fengong("query", "ASK FROM <http://example.org/g> { <http://example.org/a> ?p ?o }").code == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.ttl", "<a> <b>", "line 1"),
        ("a.csv", "a,b", "suffix"),
        ("a.ttl", "", "no triple"),
        ("a.nq", f"<http://a/> <http://a/> <http://a/> <{iris.graph('bodies')}> .", "a graph of ours"),
        ("missing.ttl", None, "cannot be opened"),
    ],
)
def test_data_that_cannot_stand_beside_the_graph(fengong, tmp_path, name, data, words) -> None:
    """Damaged files, files that are no RDF, empty ones and those that would add to our graphs are refused."""
    path = write(tmp_path, data, name) if data is not None else str(tmp_path / name)
    done = fengong("query", "ASK {}", "--data", path)
    assert done.code == 1
    assert words in done.err


def test_data_in_python(tmp_path) -> None:
    """`fengong.open` takes the same files."""
    path = write(tmp_path, "<http://example.org/a> <http://example.org/b> 12 .", "own.ttl")
    graph = package.open(data=[path])
    assert bool(graph.query("ASK { GRAPH <https://w3id.org/fengong/graph/data/own> { ?s ?p 12 } ?t a fg:PolicyTask }"))
    with pytest.raises(UnreadableData):
        package.open(data=[write(tmp_path, "x", "x.csv")])


def test_query_never_writes_over_its_data(fengong, tmp_path: Path) -> None:
    """`query --data FILE -o FILE` is wrong usage, and the file is as it was."""
    path = tmp_path / "a.ttl"
    path.write_text("<https://example.org/a> <https://example.org/b> 1 .\n", encoding="utf-8")
    done = fengong("query", "--data", str(path), "-o", str(path), "ASK {}")
    assert done.code == 2
    assert "-o would overwrite" in done.err
    assert path.read_text(encoding="utf-8").startswith("<https")

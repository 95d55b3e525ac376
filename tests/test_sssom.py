"""Link sets as files: nothing is lost between a set and its text, and every fault is said with its line and column."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fengong import iris
from fengong.errors import BadLinkSet
from fengong.reference import sssom
from fengong.reference.sssom import Header, Mapping, MappingSet
from fengong.reference.sssom_cells import compact, joined, split, unprintable

PREFIXES = {
    "fengong": "https://w3id.org/fengong/",
    "link": "https://w3id.org/fengong/id/link/sample/",
    "schema": "https://schema.org/",
    "x": "http://example.org/",
}
HEAD = """\
#sssom_version: "1.1"
#curie_map:
#  fengong: https://w3id.org/fengong/
#  link: https://w3id.org/fengong/id/link/sample/
#  schema: https://schema.org/
#  x: http://example.org/
#mapping_set_id: https://w3id.org/fengong/graph/links/sample
#mapping_set_title: "A sample: 样例"
#creator_label:
#  - Fengong developers
#license: https://creativecommons.org/licenses/by/4.0/
#subject_source: fengong:dataset
#object_source: x:dataset
"""
ROWS = (
    "record_id\tsubject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tauthor_label\tmapping_date\tconfidence",
    "link:1\tfengong:id/place/510100\t成都市\tschema:sameAs\t\tx:1815285\tsemapv:ManualMappingCuration\tFengong\t2026-11-26\t1",
    "link:2\tfengong:id/place/510100\t成都市\tschema:sameAs\tNot\tx:1815286\tsemapv:ManualMappingCuration\tFengong\t2026-11-26\t",
    "link:5\tfengong:id/place/510300\t自贡市\tschema:sameAs\t\tsssom:NoTermFound\tsemapv:ManualMappingCuration\tFengong\t2026-11-26\t",
)
SAMPLE = HEAD + "".join(row + "\n" for row in ROWS)


def read(text: str) -> MappingSet:
    return sssom.read(text, path="sample.sssom.tsv", name="sample")


texts = st.text(st.characters(codec="utf-8"), max_size=12).map(lambda text: "".join(c for c in text if not unprintable(c)).strip())
words = texts.filter(bool)
local = st.from_regex(r"[A-Za-z0-9/_.~?=&#%-]{1,12}", fullmatch=True)
entities = st.builds(lambda prefix, rest: PREFIXES[prefix] + rest, st.sampled_from(sorted(PREFIXES)), local)
numbers = st.none() | st.decimals(0, 1, places=3)
days = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
mappings = st.builds(
    Mapping,
    number=st.just(0),
    subject=entities,
    subject_label=words,
    predicate=entities,
    object=entities | st.just(sssom.NO_TERM_FOUND),
    justification=st.just("https://w3id.org/semapv/vocab/ManualMappingCuration"),
    mapping_date=days,
    authors=st.lists(words, min_size=1, max_size=3).map(tuple),
    negated=st.booleans(),
    object_label=texts,
    reviewers=st.lists(words, max_size=3).map(tuple),
    object_source_version=texts,
    tool=texts,
    review_date=st.none() | days,
    confidence=numbers,
    agreement=st.none() | st.decimals(-1, 1, places=3),
    similarity=numbers,
    see_also=st.lists(words, max_size=3).map(tuple),
    comment=texts,
)
headers = st.builds(
    Header,
    set_id=st.just(iris.graph("links", "sample")),
    title=words,
    creators=st.lists(words, min_size=1, max_size=3).map(tuple),
    licence=words,
    subject_source=entities,
    object_source=entities,
    prefixes=st.just(PREFIXES),
    version=texts,
    sources=st.lists(words, max_size=2).map(tuple),
    description=texts,
    object_source_version=texts,
    comment=texts,
)


@st.composite
def sets(draw: st.DrawFn) -> MappingSet:
    rows = draw(st.lists(mappings, max_size=4))
    taken = sorted(draw(st.sets(st.integers(1, 999_999_999), min_size=len(rows), max_size=len(rows))))
    return MappingSet(draw(headers), tuple(replace(row, number=number) for row, number in zip(rows, taken, strict=True)))


@settings(max_examples=50)
@given(sets())
def test_reading_undoes_writing(mapping_set: MappingSet) -> None:
    """Nothing that a set can say is lost in its file, whatever characters its texts hold."""
    assert read(sssom.written(mapping_set)) == mapping_set


@given(st.lists(texts.filter(bool)).map(tuple))
def test_splitting_undoes_joining(items: tuple[str, ...]) -> None:
    """A list keeps its items whatever bars and backslashes they hold."""
    assert split(joined(items)) == items


def test_the_sample_says_what_it_says() -> None:
    """A row links, refutes, or says that nothing was found; its number is that of its IRI."""
    linked, refuted, missing = read(SAMPLE).mappings
    assert (linked.number, linked.subject, linked.object) == (1, iris.place("510100"), "http://example.org/1815285")
    assert (linked.found, linked.negated, linked.confidence, linked.line) == (True, False, Decimal(1), 15)
    assert (refuted.found, refuted.negated) == (True, True)
    assert (missing.number, missing.found, missing.negated) == (5, False, False)
    assert sssom.written(read(SAMPLE)) == SAMPLE


def test_a_file_is_called_as_its_set_is(tmp_path: Path) -> None:
    """A set whose file has another name is not read: its graph would be called after the wrong one."""
    (tmp_path / "sample.sssom.tsv").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "other.sssom.tsv").write_text(SAMPLE, encoding="utf-8")
    assert sssom.load(tmp_path / "sample.sssom.tsv").name == "sample"
    with pytest.raises(BadLinkSet, match="line 7, mapping_set_id"):
        sssom.load(tmp_path / "other.sssom.tsv")


FAULTS = {
    "an undeclared prefix": ("x:1815285", "y:1815285", "line 15, object_id: the prefix y is not declared"),
    "an IRI in full": ("x:1815285", "<http://example.org/>", "line 15, object_id: “<http://example.org/>” is no CURIE"),
    "no subject": ("link:1\tfengong:id/place/510100", "link:1\t", "line 15, subject_id: is empty"),
    "another modifier": ("\tNot\t", "\tNOT\t", "line 16, predicate_modifier: “NOT” is no value"),
    "no day of the calendar": ("2026-11-26\t1\n", "2026-02-30\t1\n", "line 15, mapping_date: “2026-02-30” is no date"),
    "a confidence above one": ("2026-11-26\t1\n", "2026-11-26\t1.5\n", "line 15, confidence: “1.5” is no number from 0 to 1"),
    "a number used twice": ("link:2", "link:1", "line 16, record_id: the number 1 is not above 1"),
    "a number of another set": ("link:2", "x:2", "line 16, record_id: http://example.org/2 is no number"),
    "no number": ("link:2", "link:two", "line 16, record_id: https://w3id.org/fengong/id/link/sample/two is no number"),
    "a cell too few": ("\t2026-11-26\t1\n", "\t2026-11-26\n", "line 15: 10 columns expected, 9 found"),
    "white space at an end": ("\t自贡市\t", "\t自贡市 \t", "line 17, subject_label: has white space"),
    "an unknown column": ("\tconfidence\n", "\tcertainty\n", "line 14, certainty: there is no such column"),
    "a column twice": ("\tconfidence\n", "\tmapping_date\n", "line 14, mapping_date: the column is there twice"),
    "a column missing": ("\tauthor_label\t", "\treviewer_label\t", "line 14, author_label: the column is missing"),
    "an open quote": ("\t自贡市\t", '\t"自贡市\t', "line 17: not valid TSV"),
    "an unknown key": ("#license:", "#licence:", "line 11, licence: there is no such key"),
    "a key twice": ("#license: ", "#mapping_set_title: ", "line 11, mapping_set_title: there is no such key, or it is there twice"),
    "a key missing": ("#object_source: x:dataset\n", "", "line 1, object_source: the header lacks it"),
    "another version": ('"1.1"', '"1.0"', "line 1, sssom_version: must be 1.1"),
    "a prefix redefined": ("#  x: http", "#  skos: http", "line 2, curie_map: the prefix skos cannot be used"),
    "prefixes as a list": ("#  x: http://example.org/\n", "", "object_source: the prefix x is not declared"),
    "no YAML": ("#curie_map:\n", "#curie_map: [\n", "not valid YAML"),
    "no header": (SAMPLE[: SAMPLE.index("record_id")], "", "line 1: there is no header"),
    "a list where one value is meant": (
        "#license: https://creativecommons.org/licenses/by/4.0/",
        "#license:\n#  - https://creativecommons.org/licenses/by/4.0/",
        "line 11, license: its value has the wrong form",
    ),
    "a control character": (
        "\t自贡市\t",
        "\t自贡\x07市\t",
        "line 17, subject_label: has white space at its ends, or a line end or control",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_said_with_its_place(name: str) -> None:
    """Each way to break the form is an error that names line and column, in both languages, with a remedy."""
    old, new, message = FAULTS[name]
    assert SAMPLE.count(old), name
    with pytest.raises(BadLinkSet) as error:
        read(SAMPLE.replace(old, new, 1))
    assert message in error.value.said("en")
    assert "第 " in error.value.said("zh")
    assert all(remedy.zh and remedy.en for _, _, remedy in error.value.faults)


def test_all_faults_of_a_file_are_said_at_once() -> None:
    """Whoever mends a file sees every fault of it, not one at a time."""
    with pytest.raises(BadLinkSet) as error:
        read(SAMPLE.replace("2026-11-26", "2026-13-26").replace("x:1815286", "y:1815286"))
    assert len(error.value.faults) == 4


@pytest.mark.parametrize(("data", "message"), [(b"#a: \xff", "is not UTF-8"), (b"\xef\xbb\xbf#a: b", "byte order mark")])
def test_a_file_of_other_bytes_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    """The specification asks for UTF-8 without a byte order mark."""
    (tmp_path / "sample.sssom.tsv").write_bytes(data)
    with pytest.raises(BadLinkSet, match=message):
        sssom.load(tmp_path / "sample.sssom.tsv")


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A set that cannot be opened is named."""
    with pytest.raises(BadLinkSet, match="absent"):
        sssom.load(tmp_path / "absent.sssom.tsv")


def test_an_iri_without_a_prefix_cannot_be_written() -> None:
    """The specification forbids whole IRIs in cells, so none is written."""
    with pytest.raises(ValueError, match="no prefix"):
        compact("https://example.com/1", PREFIXES)

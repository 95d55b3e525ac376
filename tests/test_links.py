"""Link sets: every rule is broken once, a wrong set is never published, and nothing follows from a link that nobody said."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib

from fengong import iris
from fengong.ask.dataset import Dataset, open_built
from fengong.ask.findings import findings as built_findings
from fengong.builder import inputs, pipeline, state
from fengong.builder import links as built_links
from fengong.check import links as checks
from fengong.check.link_rules import LINKING
from fengong.check.shapes import rdflib_graph
from fengong.cli.report import written
from fengong.errors import BadHandKeptFile
from fengong.graph import say_links
from fengong.graph.terms import DCTERMS, FG, OWL, RDF, VOID
from fengong.reference import links, sssom
from fengong.reference.links import HOMEPAGE, LIKELY, MATCHES, SAME_AS, LinkSets
from fengong.reference.sssom import NO_TERM_FOUND, Mapping
from fengong.workspace import Workspace
from support import HEADER, ROOT, Result, ground, workspace

Command = Callable[..., Result]
REFERENCE = ROOT / "graph" / "reference"
SETS = links.load(REFERENCE)
SUBJECTS = links.subjects(ground().reference, built_links.concepts(ground()))
WIKIDATA, CHENGDU, ZIGONG = "http://www.wikidata.org/entity/", iris.place("510100"), iris.place("510300")
SEAT = "https://sws.geonames.org/1815286/"


def broken(name: str, *changed: Mapping, dropped: tuple[int, ...] = (), today: dt.date | None = None) -> list[tuple[str, str]]:
    """The rules broken by a set with some of its mappings put in the place of those of the same number, and where."""
    numbers = {each.number: each for each in SETS.sets[name].mappings if each.number not in dropped} | {m.number: m for m in changed}
    found = replace(SETS, schemes={name: SETS.schemes[name]}, sets={name: replace(SETS.sets[name], mappings=tuple(numbers.values()))})
    return [(each.rule, each.row) for each in checks.findings(found, SUBJECTS, today)]


def row(name: str, subject: str, *, negated: bool = False) -> Mapping:
    return next(each for each in SETS.sets[name].mappings if each.subject == subject and each.negated == negated)


def test_the_committed_sets_break_no_rule() -> None:
    """What is published is held to every rule, and every file can be read."""
    assert not SETS.unread
    assert not checks.findings(SETS, SUBJECTS)
    assert len(SETS.sets) >= 10
    assert SETS.sets.keys() == SETS.schemes.keys()


@pytest.mark.parametrize("name", SETS.sets)
def test_a_committed_file_is_as_it_would_be_written(name: str) -> None:
    """A set that a program writes again differs from the hand-kept one in what was changed only."""
    each = SETS.sets[name]
    assert sssom.written(each) == Path(each.path).read_text(encoding="utf-8")


ROR = row("ror", iris.body("cn/state-council"))
CHENGDU_ROW, NATION_ROW = row("wikidata", CHENGDU), row("wikidata", iris.place("cn"))
CASES = {
    "link-subject": ("wikidata", {"subject": iris.place("510199")}, "subject_id"),
    "link-owl-same-as": ("wikidata", {"predicate": OWL.sameAs.value}, "predicate_id"),
    "link-predicate": ("wikidata", {"predicate": HOMEPAGE}, "predicate_id"),
    "link-concepts-only": ("wikidata", {"predicate": MATCHES[0]}, "predicate_id"),
    "link-object": ("wikidata", {"object": "https://www.wikidata.org/wiki/Q30002"}, "object_id"),
    "link-two-subjects": ("wikidata", {"object": NATION_ROW.object}, "subject_id"),
    "link-justification": ("wikidata", {"justification": iris.PREFIXES["semapv"] + "Guessing"}, "mapping_justification"),
    "link-dates": ("wikidata", {"review_date": dt.date(2026, 11, 25)}, "review_date"),
    "link-review": ("wikidata", {"reviewers": ()}, "reviewer_label"),
    "link-evidence": ("wikidata", {"comment": ""}, "comment"),
    "link-confidence": ("wikidata", {"confidence": Decimal("0.8")}, "confidence"),
    "link-snapshot": ("wikidata", {"object_label": ""}, "object_label"),
    "link-seat": ("geonames", {"comment": "cities500.txt: Chengdu, PPLA"}, "comment"),
    "link-refuted": ("geonames", {"object": SEAT}, "object_id"),
}
"""A change of Chengdu's row in a set that breaks each rule of one row, and the column it is found in."""

SICHUAN, STATISTICS = iris.place("510000"), iris.body("cn/statistics")
STATE_GRID, CIVIL_AFFAIRS = iris.body("cn/state-grid"), iris.body("cn/civil-affairs")
CODE, MEDIUM_HIGH = f"{iris.BASE}id/identifier/", row("wikidata", ZIGONG).comment
HOME = row("homepages", STATISTICS)
FALSE = [
    ("link-label", "wikidata", ZIGONG, {"subject_label": "XXXX"}, "subject_label"),
    ("link-label", "geonames", ZIGONG, {"subject_label": "攀枝花市"}, "subject_label"),
    ("link-label", "homepages", STATISTICS, {"subject_label": "四川省统计局"}, "subject_label"),
    ("link-own-code", "gb-t-2260", ZIGONG, {"object": f"{CODE}gb-t-2260/510399"}, "object_id"),
    ("link-own-code", "iso-3166-2", SICHUAN, {"object": f"{CODE}iso-3166-2/US-SC", "comment": "US-SC"}, "object_id"),
    ("link-unquoted", "iso-3166-2", SICHUAN, {"object": f"{CODE}iso-3166-2/CN-GS"}, "object_id"),
    ("link-unquoted", "uscc", STATE_GRID, {"comment": "a register"}, "object_id"),
    (
        "link-check-character",
        "uscc",
        STATE_GRID,
        {"object": f"{CODE}uscc/9111000071093123X1", "comment": "9111000071093123X1"},
        "object_id",
    ),
    ("link-check-character", "isni", STATISTICS, {"object": "https://isni.org/isni/0000000403690448"}, "object_id"),
    ("link-check-character", "ror", STATISTICS, {"object": "https://ror.org/008zm7t64"}, "object_id"),
    ("link-check-character", "ror", CIVIL_AFFAIRS, {"object": "https://ror.org/00rmvjy38"}, "object_id"),
    ("link-seat", "geonames", ZIGONG, {"object_label": "Zigong (populated place)"}, "comment"),
    ("link-seat", "geonames", ZIGONG, {"object_label": "自贡城区"}, "comment"),
    ("link-seat", "geonames", ZIGONG, {"comment": "feature class populated place"}, "comment"),
    ("link-seat", "geonames", ZIGONG, {"comment": "自贡市驻地"}, "comment"),
    ("link-seat", "geonames", ZIGONG, {"comment": "要素类为PPLA2级"}, "comment"),
    ("link-seat", "wikidata", CHENGDU, {"comment": CHENGDU_ROW.comment.replace("instance_of", "near")}, "comment"),
    ("link-table-confidence", "wikidata", CHENGDU, {"comment": CHENGDU_ROW.comment.replace("“high”", "“medium-high”")}, "comment"),
    ("link-table-confidence", "gb-t-2260", ZIGONG, {"comment": "510300. 候选表所注把握：medium-high"}, "comment"),
    ("link-table-confidence", "wikidata", ZIGONG, {"comment": MEDIUM_HIGH.replace("“medium-high", "“medium")}, "comment"),
    ("link-table-confidence", "wikidata", ZIGONG, {"comment": MEDIUM_HIGH.replace("“medium-high", "“low")}, "comment"),
    ("link-table-confidence", "homepages", STATISTICS, {"comment": HOME.comment.replace("“high”", "“medium”")}, "comment"),
    ("link-not-opened", "homepages", STATISTICS, {"comment": "a page"}, "comment"),
    ("link-not-opened", "homepages", STATISTICS, {"comment": "Opened live 打开核对"}, "comment"),
    ("link-not-opened", "homepages", STATISTICS, {"comment": "Opened live 打开核对 2026-11-31"}, "comment"),
    ("link-not-opened", "homepages", STATISTICS, {"comment": "Opened live 打开核对 2026-11-27"}, "comment"),
    ("link-not-opened", "homepages", STATISTICS, {"comment": f"{HOME.comment} Opened live 打开核对 2026-11-26"}, "comment"),
]
"""What a reviewer would overlook: a change of one row that makes it false or weak, the rule and the column it is found in."""
HONEST = [
    ("wikidata", ZIGONG, {"subject_label": "自贡"}),
    ("wikidata", ZIGONG, {"subject_label": "Zigong"}),
    ("wikidata", STATE_GRID, {"comment": "公司总部驻地北京; Confidence in the research table 候选表所注把握: “high”."}),
    ("geonames", ZIGONG, {"comment": "10m_populated_places.7z has another entry"}),
    ("homepages", STATISTICS, {"comment": "links-2026-11-26.md. Opened live 打开核对 2026-11-26"}),
    ("homepages", STATISTICS, {"comment": "并未打开核对"}),
    ("ror", iris.body("cn/health"), {"object": "https://ror.org/052eegr77", "negated": True}),
]
"""A change that is no fault: another name of the subject, a seat that is no place's, a refuted identifier that is none."""


@pytest.mark.parametrize(("rule", "name", "subject", "change", "column"), FALSE, ids=[f"{c[0]}-{i}" for i, c in enumerate(FALSE)])
def test_a_row_that_is_false_in_one_cell_is_found(rule: str, name: str, subject: str, change: dict[str, str], column: str) -> None:
    """Nothing else is found at the row, and nothing at any other."""
    mapping = row(name, subject)
    assert broken(name, replace(mapping, **change)) == [(rule, f"{name}.sssom.tsv:{mapping.line}:{column}")]  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "subject", "change"), HONEST, ids=[f"{c[0]}-{i}" for i, c in enumerate(HONEST)])
def test_an_honest_row_is_left_alone(name: str, subject: str, change: dict[str, str]) -> None:
    """A rule finds what is wrong, and not whatever looks like it."""
    mapping = row(name, subject, negated="negated" in change)
    assert broken(name, replace(mapping, **change)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("other", [row("wikidata", iris.place("510400")).object, NATION_ROW.object], ids=["likely", "published"])
def test_a_likely_link_is_one_subject_and_one_object_too(other: str) -> None:
    """Two places are not likely the same as one item, nor is one place as two."""
    likely = row("wikidata", ZIGONG)
    (found,) = broken("wikidata", replace(likely, object=other))
    assert found[0] == "link-two-subjects"
    second = replace(likely, number=9000, object=WIKIDATA + "Q1", line=200)
    assert broken("wikidata", second) == [("link-two-objects", "wikidata.sssom.tsv:200:object_id")]


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_of_rows_is_tripped(rule: str) -> None:
    """A row that breaks a rule is found, with its file, line and column."""
    name, change, column = CASES[rule]
    mapping = row(name, CHENGDU)
    assert (rule, f"{name}.sssom.tsv:{mapping.line}:{column}") in broken(name, replace(mapping, **change))


def test_a_subject_has_one_object_of_a_set() -> None:
    """Two items for one place are a contradiction, not a choice."""
    second = replace(CHENGDU_ROW, number=9000, object=WIKIDATA + "Q1", line=200)
    assert broken("wikidata", second) == [("link-two-objects", "wikidata.sssom.tsv:200:object_id")]


def test_a_homepage_is_no_identity() -> None:
    """Two bodies may share a homepage, and one may have two."""
    home = row("homepages", iris.body("510000/finance"))
    assert broken("homepages", replace(home, object=row("homepages", iris.body("510000/health")).object)) == []


def test_everything_a_set_covers_has_a_row() -> None:
    """A place without a row is found; that its seat was refuted does not say where it is."""
    mapping = row("geonames", CHENGDU)
    assert broken("geonames", dropped=(mapping.number,)) == [("link-not-covered", "geonames.sssom.tsv")]
    left = replace(SETS.sets["geonames"], mappings=tuple(each for each in SETS.sets["geonames"].mappings if each != mapping))
    (found,) = checks.findings(replace(SETS, sets=SETS.sets | {"geonames": left}), SUBJECTS)
    assert "id/place/510100" in written([found], "en")


def test_found_and_not_found_cannot_both_be_true() -> None:
    """A place with a link and a row that says there is none is one too many."""
    other = replace(CHENGDU_ROW, number=9000, object=NO_TERM_FOUND, object_label="", line=200)
    assert broken("wikidata", other) == [("link-found-and-not", "wikidata.sssom.tsv:200:object_id")]


def test_a_date_after_today_is_found_only_by_who_knows_today() -> None:
    """A build knows no clock; the command line does."""
    assert broken("wikidata") == []
    found = broken("wikidata", today=dt.date(2026, 11, 25))
    assert {rule for rule, _ in found} == {"link-dates"}
    assert len(found) == len(SETS.sets["wikidata"].mappings)


def test_a_set_and_its_scheme_need_each_other() -> None:
    """A file without a scheme and a scheme without a file are found, and so is a target that is not the scheme's."""
    alone = replace(SETS, schemes={}, sets={"ror": SETS.sets["ror"]})
    assert [each.rule for each in checks.findings(alone, SUBJECTS)] == ["link-set-without-scheme"]
    empty = replace(SETS, schemes={"ror": SETS.schemes["ror"]}, sets={})
    assert [each.rule for each in checks.findings(empty, SUBJECTS)] == ["link-set-without-scheme"]
    text = Path(SETS.sets["ror"].path).read_text(encoding="utf-8").split("\n")
    place = f"ror.sssom.tsv:{1 + next(at for at, line in enumerate(text) if line.startswith('#object_source:'))}:object_source"
    header = replace(SETS.sets["ror"].header, object_source="https://example.org/")
    other = replace(SETS, schemes={"ror": SETS.schemes["ror"]}, sets={"ror": replace(SETS.sets["ror"], header=header)})
    assert [(each.rule, each.row) for each in checks.findings(other, SUBJECTS)] == [("link-source", place)]


def test_a_seat_is_never_its_prefecture() -> None:
    """Each GeoNames entry of a city's seat is refuted, and none is linked, not even as likely."""
    mappings = SETS.sets["geonames"].mappings
    refuted = {each.object for each in mappings if each.negated}
    assert len(refuted) == 16
    assert not refuted & {each.object for each in mappings if not each.negated}
    assert all("PPL" in each.comment for each in mappings if each.negated)


def test_concepts_are_matched_and_nothing_else() -> None:
    """A concept takes SKOS matches only: an identity would make a thing of it."""
    concept = iris.function("civil-affairs")
    scheme = replace(SETS.schemes["wikidata"], covers=("functions",), predicates=(MATCHES[1], SAME_AS))
    only = replace(CHENGDU_ROW, subject=concept, subject_label="民政")
    others = tuple(
        replace(only, number=1000 + i, subject=iri, subject_label=min(k.names), predicate=MATCHES[1], object=f"{WIKIDATA}Q{i + 1}", line=0)
        for i, (iri, k) in enumerate(SUBJECTS.items())
        if k.kinds == ("functions",) and iri != concept
    )

    def rules(predicate: str) -> list[str]:
        each = replace(SETS.sets["wikidata"], mappings=(replace(only, predicate=predicate), *others))
        return [f.rule for f in checks.findings(LinkSets(SETS.folder, {"wikidata": scheme}, {"wikidata": each}, {}), SUBJECTS)]

    assert rules(MATCHES[1]) == []
    assert rules(SAME_AS) == ["link-concepts-only"]


def test_every_rule_has_a_case() -> None:
    """A rule that never fired is not known to work."""
    elsewhere = {"link-set-without-scheme", "link-source", "link-two-objects", "link-not-covered", "link-found-and-not", "link-merges"}
    assert LINKING.keys() == CASES.keys() | {case[0] for case in FALSE} | elsewhere


def test_a_named_part_that_nothing_checks_is_refused(tmp_path: Path) -> None:
    """A pattern says how its parts are checked, in names that are known."""
    path = tmp_path / links.SCHEMES
    path.write_text((REFERENCE / links.FOLDER / links.SCHEMES).read_text(encoding="utf-8").replace("mod_11_2", "mod_11"), encoding="utf-8")
    with pytest.raises(BadHandKeptFile, match="base32_mod_97 division gb_32100 mod_11_2 nation quoted"):
        list(links.schemes(path))


# --- what follows ----------------------------------------------------------------------------------------------------


def test_what_follows_from_a_link_is_found() -> None:
    """A class or an identity that follows with the links is named; anything else that follows is no harm."""
    body = ox.NamedNode(iris.body("cn/finance"))
    bad = [ox.Triple(body, RDF.type, FG.Place), ox.Triple(body, OWL.sameAs, body), ox.Triple(body, FG.leads, body)]
    assert [each.rule for each in checks.merging("ror", bad)] == ["link-merges", "link-merges"]


def test_nothing_follows_from_the_links() -> None:
    """By owlrl, the links give no identity and no class to anything of ours, alone or all together."""
    said = [triple for each in SETS.sets.values() for triple in say_links.base(each)]
    known = [*ground().bodies, *(t for t in ground().vocabulary.triples if not isinstance(t.object, ox.BlankNode))]
    schema = [t for t in known if t.predicate in {RDF.type, OWL.sameAs} or t.predicate.value.startswith(iris.PREFIXES["rdfs"])]
    before, after = (rdflib_graph(triples) for triples in ([*schema], [*schema, *said]))
    for graph in (before, after):
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    ours = {rdflib.URIRef(triple.subject.value) for triple in said if isinstance(triple.subject, ox.NamedNode)}
    watched = (rdflib.RDF.type, rdflib.OWL.sameAs)
    new = {t for t in after if t not in before and t[1] in watched and t[0] in ours and t[2] != t[0]}
    assert not {t for t in new if t[2] not in {rdflib.OWL.Thing, rdflib.RDFS.Resource}}


# --- graphs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SETS.sets)
def test_a_graph_says_what_its_file_says(name: str) -> None:
    """A link for each mapping that is published or likely, none for the others; the description counts the links."""
    each = SETS.sets[name]
    graph = list(say_links.links(each, SETS.schemes[name]))
    linked = {m for m in each.mappings if links.status(m) in {"published", "likely"}}
    said = {(t.subject.value, t.predicate.value, t.object.value) for t in graph if isinstance(t.subject, ox.NamedNode)}
    assert {(m.subject, m.predicate, m.object) for m in linked} == {t for t in said if t[0] in SUBJECTS}
    assert not any(OWL.sameAs in (t.predicate, t.object) for t in graph)
    assert [t.object.value for t in graph if t.predicate == VOID.triples] == [str(len(linked))]
    assert sum(t.object == OWL.Axiom for t in graph) == len(linked)
    assert sum(t.predicate == FG.linkStatus for t in graph) == len(each.mappings)
    assert not any(isinstance(term, ox.BlankNode) for t in graph for term in (t.subject, t.object))


def copied(folder: Path) -> Path:
    """A workspace with a table and reference tables of its own, its links not yet built."""
    workspace(folder, text=HEADER + "1\t编制方案。\t民政厅负责\n")
    shutil.copytree(REFERENCE, folder / "graph" / "reference")
    path = folder / "graph" / "built" / "MANIFEST.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["units"].pop("links", None)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def edited(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "graph" / "reference" / "links" / f"{name}.sssom.tsv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def counted(dataset: Dataset) -> dict[str, int]:
    return {name: sum(1 for _ in dataset.triples(name)) for name in dataset.names if name.startswith("links.")}


def test_a_build_publishes_the_good_sets(tmp_path: Path) -> None:
    """A set that breaks a rule, or cannot be read, keeps the graph it had or gets none; all others are built, and the exit code is 1."""
    where = copied(tmp_path)
    edited(where, "ror", "ror:02fzqav45", "ror:nonsense")
    first = pipeline.build(Workspace(where))
    dataset = open_built(Workspace(where))
    assert first.violations == 1
    assert "links.ror" not in dataset.names
    assert {"links.geonames", "links.wikidata", "sample"} <= set(dataset.names)
    assert dataset.tables == ("sample",)
    [found] = built_findings(dataset, "links")
    assert (found.rule, found.row, found.words) == ("link-object", f"ror.sssom.tsv:{ROR.line}:object_id", "中华人民共和国国务院")
    assert not any(t.predicate == DCTERMS.isPartOf for t in dataset.triples("links.findings"))
    whole = counted(dataset)

    edited(where, "ror", "ror:nonsense", "ror:02fzqav45")
    edited(where, "geonames", "link:1\t", "link:one\t")
    second = pipeline.build(Workspace(where))
    dataset = open_built(Workspace(where))
    assert second.violations == 0
    assert list(second.failed) == ["links/geonames.sssom.tsv"]
    assert second.skipped == ("bodies", "ontology", "sample")
    assert counted(dataset)["links.geonames"] == whole["links.geonames"]
    assert "links.ror" in dataset.names
    assert pipeline.build(Workspace(where)).built == ("links",)  # what could not be read is tried again


def test_check_says_of_link_sets_what_the_build_said(fengong: Command, tmp_path: Path) -> None:
    """`check` tells broken rules and unreadable files of link sets as `build` did, and then that they have changed."""
    where = copied(tmp_path)
    edited(where, "ror", "ror:02fzqav45", "ror:nonsense")
    edited(where, "grid", "2026-11-26", "2026-11-31")
    arguments = ("--lang", "en", "--workspace", str(where))
    built, checked = fengong("build", *arguments), fengong("check", "--severity", "Warning", *arguments)
    assert built.code == checked.code == 1
    place, error = f"ror.sssom.tsv:{ROR.line}:object_id", "mapping_date: “2026-11-31” is no date"
    assert [place in built.err, error in built.err, place in checked.out, error in checked.err] == [True] * 4
    assert "has changed" not in checked.err


def test_a_unit_is_stale_where_its_inputs_are_others() -> None:
    """Whatever the manifest says was built from other files is named: links and what describes the whole as well as tables."""
    units, found = open_built(Workspace(ROOT)).units, inputs.find(Workspace(ROOT))
    before = set(state.stale(units, found))
    for name in ("bodies", "links", "sichuan-elderly-childcare"):
        assert set(state.stale({**units, name: {**units[name], "inputs": "0"}}, found)) - before <= {name, "dataset"}
        assert name in state.stale({**units, name: {**units[name], "inputs": "0"}}, found)


def test_a_table_of_schemes_that_cannot_be_read_stops_the_links_only(tmp_path: Path) -> None:
    """The table is built all the same, and the error names file and line."""
    where = copied(tmp_path)
    path = where / "graph" / "reference" / "links" / "schemes.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("schema:url", "schema:link"), encoding="utf-8")
    result = pipeline.build(Workspace(where))
    assert isinstance(result.failed["links"], BadHandKeptFile)
    assert "schemes.csv (line 11)" in result.failed["links"].said("en")
    assert "sample" in result.built


def test_a_missing_table_of_schemes_loses_no_links(tmp_path: Path) -> None:
    """Sets without their table of schemes are an error that names it, and the graphs that were built from them stay."""
    where = workspace(tmp_path, text=HEADER + "1\t编制方案。\t民政厅负责\n")
    shutil.copytree(REFERENCE, where / "graph" / "reference")
    (where / "graph" / "reference" / "links" / "schemes.csv").unlink()
    before = {path.name: path.read_bytes() for path in (where / "graph" / "built").glob("links.*.nq")}
    assert len(before) > 10
    result = pipeline.build(Workspace(where))
    assert isinstance(result.failed["links"], BadHandKeptFile)
    assert "schemes.csv" in result.failed["links"].said("en")
    assert {path.name: path.read_bytes() for path in (where / "graph" / "built").glob("links.*.nq")} == before
    assert result.built


def test_a_workspace_without_link_sets_has_none(tmp_path: Path) -> None:
    """Whoever keeps no links is told of none."""
    where = copied(tmp_path)
    shutil.rmtree(where / "graph" / "reference" / "links")
    result = pipeline.build(Workspace(where))
    assert "links" not in {*result.built, *result.failed}


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_counts_and_lists(fengong: Command) -> None:
    """`link --check` gives the counts of each target and everything that was looked for and not found."""
    result = fengong("link", "--check", "--format", "json", "--workspace", str(ROOT))
    said = json.loads(result.out)
    counts = {each["set"]: each for each in said["sets"]}
    assert result.code == 0
    assert counts["wikidata"]["likely"] == 20
    assert counts["geonames"] | {"title": 0} == {
        "set": "geonames", "title": 0, "published": 22, "likely": 0, "refuted": 16, "not-found": 1,
    }  # fmt: skip
    assert len(said["not_found"]) == sum(each["not-found"] for each in counts.values())
    assert all(each["comment"] for each in said["not_found"])
    assert said["findings"] == said["unreadable"] == []


@pytest.mark.parametrize(("lang", "words"), [("zh", "查过而未找到"), ("en", "looked for, not found")])
def test_the_command_speaks_both_languages(fengong: Command, lang: str, words: str) -> None:
    """The table has its headings in the language asked for."""
    result = fengong("link", "--check", "--lang", lang, "--workspace", str(ROOT))
    assert result.code == 0
    assert words in result.out
    assert "四川省民政厅" in result.out


def test_the_command_says_what_is_broken(fengong: Command, tmp_path: Path) -> None:
    """A broken rule, or a file that cannot be read, is told with its place, and the exit code is 1."""
    where = copied(tmp_path)
    edited(where, "ror", "ror:02fzqav45", "ror:nonsense")
    edited(where, "grid", "2026-11-26", "2026-11-31")
    result = fengong("link", "--check", "--lang", "en", "--format", "csv", "--workspace", str(where))
    assert result.code == 1
    assert f"ror.sssom.tsv:{ROR.line}:object_id" in result.err
    assert "mapping_date: “2026-11-31” is no date" in result.err
    assert result.out.startswith("set,number,status,")


def test_a_workspace_without_sets_has_nothing_to_check(fengong: Command, tmp_path: Path) -> None:
    """That there are none is said, and is no error; a set without the table of schemes is one."""
    where = copied(tmp_path)
    folder = where / "graph" / "reference" / "links"
    (folder / links.SCHEMES).unlink()
    assert fengong("link", "--check", "--workspace", str(where)).code == 1
    shutil.rmtree(folder)
    result = fengong("link", "--check", "--lang", "en", "--workspace", str(where))
    assert result.code == 0
    assert "This workspace has no link sets." in result.err


def test_the_command_needs_a_mode(fengong: Command) -> None:
    """Without a mode there is nothing to do."""
    assert fengong("link").code == 2


def test_likely_is_never_an_identity() -> None:
    """What leaves a doubt is published with our weaker predicate alone, and says what the doubt is."""
    likely = [each for each in SETS.sets["wikidata"].mappings if each.predicate == LIKELY]
    places = [each for each in likely if "/place/" in each.subject]
    bodies = [each for each in likely if "/body/" in each.subject]
    assert (len(places), len(bodies)) == (12, 8)
    assert all("confirm it is the prefecture" in each.comment for each in places)
    assert all("the item itself was not seen" in each.comment for each in bodies)
    assert not {each.subject for each in likely} & {each.subject for each in SETS.sets["wikidata"].mappings if each.predicate == SAME_AS}


def test_homepages_say_that_nobody_opened_them() -> None:
    """Each official homepage is a `schema:url` whose evidence is marked."""
    published = [each for each in SETS.sets["homepages"].mappings if each.found]
    assert {each.predicate for each in published} == {HOMEPAGE}
    assert all("Not opened live 并未打开核对" in each.comment for each in published)
    assert "medium" not in {each.comment.rpartition("“")[2][:6] for each in published}

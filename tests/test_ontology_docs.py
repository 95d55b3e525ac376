"""The pages and pictures of the ontology are those of the ontology as it is: each term once, in both languages, and drawn by code."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from functools import cache

import pyoxigraph as ox
import pytest

import class_diagram
import make_diagrams
import make_ontology
from fengong import iris
from fengong.bilingual import Lang
from fengong.caret import width
from fengong.graph.terms import FG
from fengong.pages.views.ontology import CORE

LANGS: tuple[Lang, ...] = ("zh", "en")
MOST = 60_000
SVG = "{http://www.w3.org/2000/svg}"


@cache
def page(lang: Lang) -> str:
    return make_ontology.page(lang)


@cache
def drawn() -> dict[str, str]:
    return dict(make_diagrams.pictures())


def words(name: str) -> list[str]:
    """The words of a picture, in their order."""
    return [text.text or "" for text in ET.fromstring(drawn()[name]).iter(f"{SVG}text")]  # noqa: S314 - our own


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", LANGS)
def test_pages_are_fresh(lang: Lang) -> None:
    """The committed page is what the ontology gives; `python docs/make_ontology.py` mends it."""
    assert make_ontology.PAGES[lang].read_text(encoding="utf-8") == page(lang)


@pytest.mark.parametrize("lang", LANGS)
def test_every_term_has_its_anchor_and_its_words(lang: Lang) -> None:
    """Each class and property is an anchor, once, with its label and definition; nothing else is a term."""
    anchors = re.findall(r'^<a id="([A-Za-z]+)"></a>$', page(lang), re.MULTILINE)
    assert sorted(anchors) == sorted(FG.names)
    found = make_ontology._Page(lang).found
    for term in found.terms:
        part = page(lang).partition(f'<a id="{term.name}"></a>')[2].partition("<a id=")[0]
        assert f"### fg:{term.name} {term.label.said(lang)}\n" in part
        assert term.definition.said(lang) in part
        assert all(f"fg:{iri.rpartition('#')[2]}]" in part or "`" in part for iri in (*term.domain, *term.range, *term.above))


@pytest.mark.parametrize("lang", LANGS)
def test_every_link_within_the_page_finds_its_place(lang: Lang) -> None:
    """No link to a term leads nowhere."""
    links = set(re.findall(r"\]\(#([^)]+)\)", page(lang)))
    assert links
    assert links <= set(re.findall(r'<a id="([^"]+)"></a>', page(lang)))


def test_says_how_a_term_hangs_together() -> None:
    """Super-terms, domain, range, inverse, chain, properties and shapes stand beside the term."""
    lead = page("en").partition('<a id="leadBody"></a>')[2].partition("<a id=")[0]
    for line in (
        "* above: [fg:accountableBody](#accountableBody)",
        "* domain: [fg:PolicyTask](#PolicyTask)",
        "* range: [fg:Body](#Body)",
        "* inverse: [fg:leads](#leads)",
        "* follows from: [fg:hasLeadResponsibility](#hasLeadResponsibility) → [fg:body](#body)",
    ):
        assert line in lead
    task = page("en").partition('<a id="PolicyTask"></a>')[2].partition("<a id=")[0]
    assert "* above: `prov:Plan`" in task
    assert "* shapes: task (" in task
    assert "[fg:hasClause](#hasClause)" in task


@pytest.mark.parametrize("lang", LANGS)
def test_has_schemes_checks_and_changelog(lang: Lang) -> None:
    """Every concept, every point that is checked or not claimed, and every release is on the page."""
    made = make_ontology._Page(lang)
    assert len(made.schemes) == 11
    for scheme in made.schemes:
        for entry in scheme.entries:
            assert f"{entry.label.zh} · {entry.label.en}" in page(lang)
    for each in (*made.quality["check"], *made.quality["unclaimed"]):
        assert f"| {each['tool']} {each['code']} | {each[lang]} |" in page(lang)
    assert "### 0.1.0 (2026-11-23)" in page(lang)


def test_changelog_is_in_the_language_of_the_page() -> None:
    """Each page has the releases with their entries in its own language."""
    chinese, english = (page(lang).rpartition("\n## ")[2] for lang in LANGS)
    assert chinese.startswith("更新记录\n")
    assert "- 新增：`roles.ttl`：六种角色" in chinese
    assert "- Added: `roles.ttl`: six roles" in english
    assert chinese.count("\n- ") == english.count("\n- ") > 10


# ── Pictures ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_class_has_one_home() -> None:
    """The classes of the parts are those of the ontology, each once, and in no part do two boxes stand in one place."""
    homes = [name for part in class_diagram.PARTS for name in part.own if name != class_diagram.ROLE]
    assert sorted(homes) == sorted(term.name for term in make_ontology._Page("en").found.of("Class"))
    for part in class_diagram.PARTS:
        places = [*part.own.values(), *part.again.values()]
        assert len(set(places)) == len(places)
        assert set(part.again) <= {*homes, class_diagram.ANYTHING}


@cache
def shaped() -> set[tuple[str, str, str]]:
    """What the shapes say: (class, property, class or scheme of the values), with local names for ours."""
    store = ox.Store()
    store.load(path=make_ontology.ONTOLOGY / "shapes.ttl", format=ox.RdfFormat.TURTLE)
    rows = store.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?class ?path ?value WHERE { ?shape sh:targetClass ?class ; sh:property ?each . "
        "?each sh:path ?path . { ?each sh:class ?value } UNION { ?each sh:node/sh:property/sh:hasValue ?value } }"
    )
    return {(_local(each), iris.shortened(path.value), _local(value)) for each, path, value in rows}


def _local(node: ox.NamedNode) -> str:
    return re.split("[#/]", node.value)[-1]


def kinds(name: str) -> set[str]:
    """A class and the classes below it."""
    return {name, *(term.name for term in make_ontology._Page("en").found.below.get(iris.NS + name, ()))}


def test_each_arrow_is_in_the_ontology() -> None:
    """An arrow leads from its property's domain to its range; where the ontology leaves an end open, a shape says both."""
    terms = {f"fg:{term.name}": term for term in make_ontology._Page("en").found.terms}
    drawn = [arrow for part in class_diagram.PARTS for arrow in part.arrows]
    assert len(drawn) > 20
    for arrow in drawn:
        term = terms.get(arrow.property)
        said = [(tuple(_local(ox.NamedNode(iri)) for iri in end) if term else ()) for end in (term and term.domain, term and term.range)]
        for given, end in zip(said, (arrow.start, arrow.end), strict=True):
            assert not given or end in given
        if not all(said) and arrow.end != class_diagram.ANYTHING:
            closed = any((kind, arrow.property, arrow.end) in shaped() for kind in kinds(arrow.start))
            assert closed != (arrow.property in class_diagram.USUAL), arrow
    for name, chosen in class_diagram.CHOSEN.items():
        for property_, scheme in chosen:
            assert any((kind, f"fg:{property_}", scheme) in shaped() for kind in kinds(name)), (name, property_)
    assert {("UnreadRow", "dcterms:isPartOf", "TaskTable"), ("PolicyTask", "dcterms:isPartOf", "TaskTable")} <= shaped()
    assert ("TaskTable", "dcterms:isPartOf", "PolicyTask") not in shaped()


def test_nothing_floats_and_the_core_is_one_line() -> None:
    """Each class is joined to another, in its own part, and the arrows of the core join its five classes as the page lists them."""
    for part in class_diagram.PARTS:
        joined = {end for arrow in part.arrows for end in (arrow.start, arrow.end)}
        wider = {kind for name in part.again for kind in kinds(name)}
        assert {*part.own, *part.again} <= joined | wider
    given = {(arrow.property, arrow.start, arrow.end) for arrow in class_diagram.PARTS[0].arrows}
    for before, step in itertools.pairwise(CORE):
        start, end = (step, before) if step.back else (before, step)
        assert (step.by, start.name, end.name) in given
    assert {step.name for step in CORE} == class_diagram.CORE


@pytest.mark.parametrize("lang", LANGS)
def test_class_diagram_names_every_class(lang: Lang) -> None:
    """Label and name of every class stand in the picture, the label of every arrow, and how many concepts a scheme has."""
    found = make_ontology._Page(lang).found
    seen = words(f"classes.{lang}.svg")
    for term in found.of("Class"):
        assert term.label.said(lang) in seen
        assert f"fg:{term.name}" in seen
    prose = " ".join(seen)
    for part in class_diagram.PARTS:
        for arrow in part.arrows:
            prefix, _, local = arrow.property.partition(":")
            assert found.labels[iris.PREFIXES[prefix] + local].said(lang) in prose
    concepts = {scheme.name: len(scheme.entries) for scheme in make_ontology._Page(lang).schemes}
    assert any(each.startswith("role:") and str(concepts["role"]) in each for each in seen)
    assert any(each.startswith({"zh": "力度", "en": "strength"}[lang]) and str(concepts["strength"]) in each for each in seen)


@pytest.mark.parametrize("lang", LANGS)
def test_words_of_the_class_diagram_stay_on_the_sheet(lang: Lang) -> None:
    """The picture is no wider than the text of a page of the docs, and no words run over its edge or over their box."""
    root = ET.fromstring(drawn()[f"classes.{lang}.svg"])  # noqa: S314 - our own
    wide = float(root.get("width") or 0)
    assert wide <= 780
    for text in root.iter(f"{SVG}text"):
        half = width(text.text or "") * {"s": 5.7, "x": 5.5}.get(text.get("class") or "", 6.8)
        x = float(text.get("x") or 0)
        ends = (x - half / 2, x + half / 2) if text.get("text-anchor") == "middle" else (x, x + half)
        assert ends[0] >= 0, text.text
        assert ends[1] <= wide, text.text


@pytest.mark.parametrize("lang", LANGS)
def test_task_twelve_shows_both_readings(lang: Lang) -> None:
    """民政部 is shown as printed, with its place, beside the provincial body that is adopted; every name of the row is there."""
    seen = words(f"task-12.{lang}.svg")
    names = ["民政部", "省卫生健康委", "省发展改革委", "财政厅", "省国资委", "各市（州）人民政府"]
    assert [each for each in seen if each in names] == names
    assert "四川省民政厅" in seen
    assert any("1492–1495" in each for each in seen)
    assert ("更正为" if lang == "zh" else "adopted as") in seen
    assert drawn()[f"task-12.{lang}.svg"].count('class="b w"') == 1


def test_our_own_translations_are_marked() -> None:
    """In English a name that is our translation has its *, and a line says what that means; in Chinese there is none to mark."""
    english = words("task-12.en.svg")
    assert "Sichuan Department of Finance*" in english
    assert "Sichuan Health Commission" in english
    assert english[-1] == make_diagrams.OURS
    assert not any("*" in each for each in words("task-12.zh.svg"))


@pytest.mark.parametrize("name", ["classes.zh.svg", "classes.en.svg", "task-12.zh.svg", "task-12.en.svg"])
def test_pictures_are_light_and_fresh(name: str) -> None:
    """A picture is small, embeds no font and fetches nothing, knows dark and light, says what it shows, and is what is committed."""
    svg = drawn()[name]
    assert len(svg.encode()) < MOST
    assert "@font-face" not in svg
    assert re.findall(r"https?://[^\"' ]+", svg) == ["http://www.w3.org/2000/svg"]
    assert "prefers-color-scheme:dark" in svg
    root = ET.fromstring(svg)  # noqa: S314 - our own
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    for folder in make_diagrams.FOLDERS:
        assert (folder / name).read_text(encoding="utf-8") == svg
    assert dict(make_diagrams.pictures())[name] == svg

"""The pages and pictures of the ontology are those of the ontology as it is: each term once, in both languages, and drawn by code."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import cache

import pytest

import make_diagrams
import make_ontology
from fengong.bilingual import Lang
from fengong.graph.terms import FG

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
    assert "### [0.1.0] - 2026-11-23" in page(lang)


# ── Pictures ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_class_has_its_place() -> None:
    """The table of places is that of the ontology's classes, and no two stand in one place."""
    found = make_ontology._Page("en").found
    assert set(make_diagrams.PLACES) == {term.name for term in found.of("Class")}
    assert len(set(make_diagrams.PLACES.values())) == len(make_diagrams.PLACES)


def test_each_arrow_is_in_the_ontology() -> None:
    """An arrow joins domain and range of its property, or what `ENDS` says where one of them is left open."""
    terms = {term.name: term for term in make_ontology._Page("en").found.terms}
    for name in make_diagrams.EDGES:
        said = make_diagrams.ENDS.get(name)
        given = (terms[name].domain, terms[name].range)
        assert all(given) != bool(said)
        for end, iris in zip(said or (), given, strict=bool(said)):
            assert not iris or iris[0].endswith(f"#{end}")


@pytest.mark.parametrize("lang", LANGS)
def test_class_diagram_names_every_class(lang: Lang) -> None:
    """Label and name of every class stand in the picture, and the label of every arrow."""
    found = make_ontology._Page(lang).found
    seen = words(f"classes.{lang}.svg")
    for term in found.of("Class"):
        assert term.label.said(lang) in seen
        assert f"fg:{term.name}" in seen
    assert {term.label.said(lang) for term in found.terms if term.name in make_diagrams.EDGES} <= set(seen)


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

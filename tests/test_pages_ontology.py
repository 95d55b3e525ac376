"""The pages of the ontology and of the data: each term, rule and finding is there in both languages, and figures are the graph's."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

import fengong
from fengong.ask.findings import findings
from fengong.cli.main import run
from fengong.graph.terms import FG
from fengong.pages import Pages, links
from fengong.pages.facts import schemes, unclaimed
from fengong.pages.facts.shelf import shelf
from fengong.pages.views.ontology import releases
from fengong.web.message import Reply, Request
from support import HEADER, ROOT, SICHUAN, add_table, workspace

PATHS = ("/ns", "/rules", "/shapes", "/about", *(f"/{name}" for name in schemes.ORDER))
LANGS = ("zh", "en")
MOST = 150_000


@cache
def pages() -> Pages:
    return Pages(fengong.open(ROOT))


def shown(path: str, lang: str, of: Pages | None = None) -> Reply:
    reply = (of or pages()).reply(Request(f"/{lang}{path}"))
    assert reply is not None
    return reply


def text(path: str, lang: str, of: Pages | None = None) -> str:
    return shown(path, lang, of).body.decode()


class Seen(HTMLParser):
    """The ids of a page, the fragments it leads to on itself, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.fragments: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep ids and fragments."""
        del tag
        values = {name: value or "" for name, value in attrs}
        self.ids += [values["id"]] if "id" in values else []
        self.fragments += [values["href"][1:]] if values.get("href", "").startswith("#") else []

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words.append(data)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Two tables: one with a row that cannot be read, one whose words look like markup."""
    folder = tmp_path_factory.mktemp("several")
    space = workspace(folder, text=HEADER + "1\t编制方案。\t民政厅牵头\n2\t开展试点。\t民政厅统筹\n")
    add_table(space, "nasty", HEADER + "1\t编制<script>alert(1)</script>{{ 7 * 7 }}方案。\t民政厅统筹<b>\n2\t公开。\t民政厅负责\n")
    assert run(["build", "--workspace", str(space)]) == 1
    return Pages(fengong.open(space))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", PATHS)
def test_is_there_and_light(path: str, lang: str) -> None:
    """Each page answers with 200, in its language, in at most 150 kB."""
    reply = shown(path, lang)
    assert reply.status == 200
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">'.encode() in reply.body
    assert len(reply.body) <= MOST


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", PATHS)
def test_anchors_are_unique_and_lead_somewhere(path: str, lang: str) -> None:
    """No id is there twice, and every link within the page finds its place."""
    seen = Seen(text(path, lang))
    assert [each for each, count in Counter(seen.ids).items() if count > 1] == []
    assert set(seen.fragments) <= {*seen.ids, "main"}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", PATHS)
def test_has_no_inline_script_or_style(path: str, lang: str) -> None:
    """Nothing on the page needs more than the content security policy gives."""
    html = text(path, lang)
    assert not re.search(r'<style|style=|<script(?![^>]*(?:src=|type="application/ld\+json"))| on[a-z]+=', html)


def test_has_every_term_at_its_anchor() -> None:
    """Each class and property that the program knows is an anchor of /ns, and nothing else is a term there."""
    ontology = shelf(pages().book).ontology
    assert {term.name for term in ontology.terms} == FG.names
    for lang in LANGS:
        assert FG.names <= set(Seen(text("/ns", lang)).ids)


@pytest.mark.parametrize("lang", LANGS)
def test_shows_label_and_definition_of_every_term(lang: str) -> None:
    """Labels and definitions of the ontology stand on the page in its language."""
    words = "".join(Seen(text("/ns", lang)).words)
    for term in shelf(pages().book).ontology.terms:
        assert term.label.said(lang) in words
        assert term.definition.said(lang) in words


def test_says_how_a_term_hangs_together() -> None:
    """Super- and sub-terms, domain, range, inverse and chain of one property are links."""
    html = text("/ns", "en")
    card = html[html.index('id="leadBody"') :].partition("</article>")[0]
    for name in ("accountableBody", "PolicyTask", "Body", "leads", "hasLeadResponsibility", "body"):
        assert f'href="#{name}"' in card
    assert "follows from" in card
    assert 'href="#leadBody"' in html[html.index('id="leads"') :].partition("</article>")[0]
    body = html[html.index('id="Body"') :].partition("</article>")[0]
    assert 'href="#SingleBody"' in body
    assert 'href="http://xmlns.com/foaf/0.1/Agent"' in body


@pytest.mark.parametrize("lang", LANGS)
def test_arrows_of_the_core_point_as_their_properties_do(lang: str) -> None:
    """A task is part of its table: that arrow points back to the table, each other one on towards the body."""
    by = re.findall(r'<span class="by( back)?"><code>([^<]+)</code></span><a href="#(\w+)">', text("/ns", lang))
    assert by == [
        (" back", "dcterms:isPartOf", "PolicyTask"),
        ("", "fg:hasClause", "ResponsibilityClause"),
        ("", "fg:assigns", "Responsibility"),
        ("", "fg:body", "Body"),
    ]
    style = (links.STATIC / "fengong.css").read_text(encoding="utf-8")
    assert [re.search(rf"\.core \.by{sort}::after {{ content: \"(.)\"", style)[1] for sort in ("", r"\.back")] == ["⟶", "⟵"]


@pytest.mark.parametrize("lang", LANGS)
def test_shows_its_pictures(lang: str) -> None:
    """Both pictures are on the page in its language, as images with words, and each address answers with a picture that may not act."""
    images = re.findall(r'<img src="([^"]+)" alt="([^"]*)"', text("/ns", lang))
    assert [address.partition("?")[0] for address, _ in images] == [f"/assets/{name}.{lang}.svg" for name in ("classes", "task-12")]
    for address, seen in images:
        assert bool(re.search(r"[a-z]{4}", seen)) == (lang == "en")
        assert len(seen) > 20
        reply = pages().reply(Request(address.partition("?")[0]))
        assert reply is not None
        assert reply.media_type.startswith("image/svg+xml")
        assert dict(reply.headers)["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'; sandbox")


@pytest.mark.parametrize("lang", LANGS)
def test_says_what_is_not_claimed(lang: str) -> None:
    """Each point of `quality.toml` that is not claimed stands on the page in its language, with its code."""
    rows = tomllib.loads((ROOT / "ontology" / "quality.toml").read_text(encoding="utf-8"))["unclaimed"]
    assert len(rows) > 5
    words = "".join(Seen(text("/ns", lang)).words)
    for row in rows:
        assert f"{row['tool']} {row['code']}{'：' if lang == 'zh' else ': '}{row[lang].replace('`', '')}" in words


@pytest.mark.parametrize("content", [None, b"unclaimed = [", b"\xff", b"unclaimed = 1", b"[[check]]"])
def test_nothing_is_unclaimed_where_there_is_no_list(tmp_path: Path, content: bytes | None) -> None:
    """A workspace whose ontology has no such file, or a broken one, still has its page."""
    path = tmp_path / "quality.toml"
    if content is not None:
        path.write_bytes(content)
    assert unclaimed.read(path) == ()


@pytest.mark.parametrize("name", schemes.ORDER)
def test_lists_every_concept_of_a_scheme(name: str) -> None:
    """A scheme shows each of its concepts with a link to its page, and the words that print it."""
    scheme = next(each for each in shelf(pages().book).schemes if each.name == name)
    assert scheme.entries
    html = unescape(text(f"/{name}", "zh"))
    for entry in scheme.entries:
        assert f'href="/zh/{entry.iri.removeprefix("https://w3id.org/fengong/")}"' in html
        assert all(word in html for word in entry.words)


def test_roles_stand_in_their_order() -> None:
    """Roles are shown in the order of their scheme, with their wordings."""
    role = shelf(pages().book).schemes[0]
    assert [entry.label.zh for entry in role.entries][:4] == ["牵头", "参加", "按职责分工负责", "负责"]
    assert "共同牵头" in role.entries[0].words
    assert "牵头单位" in role.entries[0].labels


def test_lists_every_rule_with_its_findings() -> None:
    """Each rule of reading, check and rule of a shape is listed once, with as many findings as the graph has of it."""
    graph = fengong.open(ROOT)
    counted = Counter(each.rule for scope in ("bodies", *graph.tables) for each in findings(graph.dataset, scope))
    assert counted["misprint-corrected"] == 6
    kept = shelf(pages().book)
    html = text("/rules", "en") + text("/shapes", "en")
    for name, rule in kept.rules.items():
        [row] = re.findall(rf'<a href="/en/rule/{name}"><code>{name}</code></a></td>.*?<td class="n">(\d+)</td>', html)
        assert int(row) == counted[name], rule


@pytest.mark.parametrize("lang", LANGS)
def test_a_rule_shows_what_it_found(lang: str) -> None:
    """The page of a rule says what is wrong and what to do, and leads to the tasks concerned."""
    html = text("/rule/open-ended-clause", lang)
    rows = (1, 10, 42, 48, 49, 51, 52)
    assert all(f'href="/{lang}/id/{SICHUAN}/task/{row}"' in html for row in rows)
    assert ("没有发现" if lang == "zh" else "the rule holds") in text("/rule/table-title", lang)


def test_there_is_no_page_for_no_rule() -> None:
    """A rule that there is not is not made up."""
    assert shown("/rule/no-such-rule", "en").status == 404
    assert shown("/nosuchscheme", "en").status == 404


@pytest.mark.parametrize("lang", LANGS)
def test_says_where_the_words_come_from(lang: str) -> None:
    """The source stands there with its file, hash, encoding and size."""
    html = text("/about", lang)
    for fact in ("text.txt", "aacc532ae6f079f15a322c5fb31ae30a11423b4465d1c8e56a5f4cf217ea7629", "utf-8", "17,636", "6,098"):
        assert fact in html


def test_coverage_is_that_of_the_question() -> None:
    """Each figure of the coverage is that of the question `coverage`, and they make up the whole text."""
    [source] = shelf(pages().book).sources
    asked = {row["key"]: row["value"] for row in fengong.open(ROOT).ask("coverage")}
    assert {share.key: share.characters for share in source.shares} == asked
    assert source.accounted + source.rest == source.characters == 6098
    words = " ".join(" ".join(Seen(text("/about", "en")).words).split())
    for key in ("measures", "lead-ins", "connectives", "clauses"):
        assert f"{asked[key]:,}" in words


@pytest.mark.parametrize("lang", LANGS)
def test_lists_findings_and_anomalies(lang: str) -> None:
    """Every finding and every probable misprint is listed, with both readings and a link to its task."""
    html = text("/about", lang)
    graph = fengong.open(ROOT)
    for finding in findings(graph.dataset, SICHUAN):
        assert finding.message.said(lang) in unescape(html)
    for row in graph.ask("anomalies"):
        assert f'href="/{lang}/id/{SICHUAN}/task/{row["number"]}#anomaly-' in html
        assert str(row["reasonZh" if lang == "zh" else "reasonEn"]) in unescape(html)


def test_says_what_statements_rest_on() -> None:
    """The figures on the basis of statements are those of the evidence, and add up."""
    kept = shelf(pages().book)
    rows = (ROOT / "graph" / "reference" / "evidence.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert sum(basis.total for basis in kept.bases) == len(rows)
    assert sum(basis.counts.get("own-translation", 0) for basis in kept.bases) == sum(",own-translation," in row for row in rows)
    assert sum(basis.locatable for basis in kept.bases) == sum(",true," in row for row in rows)


def test_lists_every_file_of_the_graph() -> None:
    """Each graph is there with size, hash and number of triples as in the manifest."""
    graph = fengong.open(ROOT)
    files = {file.name: file for file in shelf(pages().book).files}
    assert set(files) == set(graph.dataset.names)
    html = text("/about", "en")
    for name, file in files.items():
        assert file.sha256 == graph.dataset.sha256(name)
        assert file.size == len(graph.dataset.text(name))
        assert file.triples == graph.dataset.text(name).count(b"\n")
        assert file.sha256 in html
        assert f'href="{file.path}.nq"' in html


def test_rows_not_read_are_shown_with_their_words(several: Pages) -> None:
    """A row that was left out stands on the page, with its words, its line and the rule."""
    html = text("/about", "en", several)
    assert "民政厅统筹" in html
    assert "/en/rule/unreadable-cell" in html
    assert "line 3" in html
    assert [len(source.unread) for source in shelf(several.book).sources] == [1, 1]


@pytest.mark.parametrize("path", ["/about", "/rules", "/rule/unreadable-cell"])
def test_words_of_a_source_are_never_markup(several: Pages, path: str) -> None:
    """Markup and braces in a source stay words on these pages."""
    html = text(path, "zh", several)
    assert "<script>alert" not in html
    assert "统筹<b>" not in html
    assert ">49<" not in html


def test_each_table_is_told_apart(several: Pages) -> None:
    """With several tables each has its own source, coverage and findings."""
    html = text("/about", "zh", several)
    assert html.count('class="shares"') == 2
    assert {source.table for source in shelf(several.book).sources} == {"nasty", "sample"}
    assert all(f'id="source-{name}"' in html for name in ("nasty", "sample"))


def test_says_that_there_is_no_evidence(several: Pages) -> None:
    """Where there is no evidence of progress the page says 0 of how many, and that this is no verdict."""
    words = " ".join(" ".join(Seen(text("/about", "en", several)).words).split())
    assert "0 statements, on 0 of 1 tasks" in words
    assert "no evidence does not mean no progress" in words


@pytest.mark.parametrize(("lang", "begin"), [("zh", "  "), ("en", "- ")])
def test_changelog_is_read_whole(lang: str, begin: str) -> None:
    """Every entry of the changelog is on the page in its language, and no entry lacks one."""
    log = (ROOT / "ontology" / "CHANGELOG.md").read_text(encoding="utf-8")
    lines = [line for line in log.splitlines() if line.startswith(begin)]
    assert len(lines) == len(re.findall("^- ", log, re.MULTILINE)) > 10
    found = ["".join(piece for piece, _ in line) for release in releases(log, lang) for line in release.lines]
    assert all(one.endswith(line[2:].replace("`", "")) for one, line in zip(found, lines, strict=True))
    assert all(bool(re.search("[\u4e00-\u9fff]", one)) == (lang == "zh") for one in found)
    words = " ".join("".join(Seen(text("/ns", lang)).words).split())
    assert all(" ".join(one.split()) in words for one in found)


def test_an_entry_without_chinese_is_not_lost() -> None:
    """An entry that nobody has put into Chinese is shown in English to all, under a heading in the language of the page."""
    [release] = releases("# Log\n\n## [1.0.0] - 2026-01-01\n\n### Fixed\n\n- `a`: b.\n", "zh")
    assert release.lines == ((("修正：", False), ("a", True), (": b.", False)),)


@pytest.mark.parametrize("lang", LANGS)
def test_the_dataset_is_called_by_its_title(lang: str) -> None:
    """What the description of the dataset is about has a page with its title; its graphs and its landing page are links there.

    Of what is a fragment of the description, and has no page, none is a link.
    """
    html = text("/dataset", lang)
    assert f"<h1>{'分工（Fengong）知识图谱' if lang == 'zh' else 'Fengong knowledge graph'}</h1>" in html
    named = "命名图 bodies.evidence" if lang == "zh" else "Named graph bodies.evidence"
    assert f'<a href="/{lang}/graph/bodies/evidence">{named}</a>' in html
    assert f'<a href="/{lang}/about">zh/about</a>' in html
    assert not re.search('href="/(zh|en)/(zh|en)/', html)
    assert "dataset#property-" in html
    assert not re.search(r'href="[^"]*/dataset#', html)
    assert "https:, " not in html


def test_a_table_has_the_titles_that_it_was_given(several: Pages) -> None:
    """The data block of a table names it in the languages of its titles alone, and covers the place of this table."""
    block = text("/id/sample", "en", several).partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    said = json.loads(block)
    table = several.book.table("sample")
    assert table is not None
    given = {"zh": "示例"}
    assert {each["@language"]: each["@value"] for each in said["name"]} == given
    assert said["spatialCoverage"] == [{"@type": "Place", "@id": table.place_iri}]

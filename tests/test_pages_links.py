"""The pages of link sets and of mappings: each has a name in both languages, and says who says what, of what, under which licence."""

from __future__ import annotations

import re

import pytest

import fengong
from fengong import iris
from fengong.ask import cite, mappings
from fengong.bilingual import Bilingual, Lang
from fengong.pages import Pages
from fengong.pages.facts.elsewhere import STATUSES
from fengong.reference import links
from fengong.reference.links import status
from fengong.web.message import Request
from strict_html import parsed
from support import ROOT

SETS = links.load(ROOT / "graph" / "reference")


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages(fengong.open(ROOT))


def shown(pages: Pages, path: str) -> str:
    reply = pages.reply(Request(path))
    assert reply is not None
    assert reply.status == 200
    parsed(reply.body)
    return reply.body.decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SETS.sets)
def test_the_page_of_a_link_set_says_what_it_is(pages: Pages, name: str, lang: Lang) -> None:
    """Title, licence, target and counts are those of the set's file, and the questions about links are at hand."""
    scheme, each = SETS.schemes[name], SETS.sets[name]
    page = shown(pages, f"/{lang}/graph/links/{name}")
    title = scheme.title.said(lang).replace("&", "&amp;")
    assert f"<h1>{'链接集：' if lang == 'zh' else 'Link set: '}{title}</h1>" in page
    assert f'href="{each.header.licence}" rel="license' in page
    assert scheme.target in page
    states = [status(mapping) for mapping in each.mappings]
    for code, words in STATUSES.items():
        counted = f"<dt>{words.said(lang)}</dt><dd>{states.count(code)}<small> / {len(states)}</small>"
        assert (counted in page) == (code in states), code
    assert set(re.findall(r'href="/../question/([a-z-]+)"', page)) == {"link-sets", "links-of", "links-of-place", "without-links"}
    assert page.count(f'href="/{lang}/id/link/{name}/') == min(len(states), 200)


CASES = {
    "wikidata/1": ("中华人民共和国 = 维基数据 Q148：链接", "People's Republic of China = Wikidata Q148: a link"),
    "wikidata/4": ("自贡市 ≈ 维基数据 Q29015：很可能的链接", "Zigong ≈ Wikidata Q29015: a likely link"),
    "wikidata/99": (
        "国家医疗保障局：在维基数据中查过，未找到",
        "National Healthcare Security Administration*: looked for in Wikidata, not found",
    ),
    "homepages/3": (
        "国家统计局 → 官方网站 www.stats.gov.cn：链接",
        "National Bureau of Statistics* → Official homepages www.stats.gov.cn: a link",
    ),
}


@pytest.mark.parametrize("path", CASES)
def test_a_mapping_has_a_name(pages: Pages, path: str) -> None:
    """A mapping is called by what it relates and how surely, in the page, in its title and where it is cited."""
    for lang, title in zip(("zh", "en"), CASES[path], strict=True):
        page = shown(pages, f"/{lang}/id/link/{path}")
        written = title.replace("'", "&#39;")
        assert f"<h1>{written}</h1>" in page
        assert f"<title>{written} · " in page
        assert f'href="/{lang}/graph/links/{path.partition("/")[0]}"' in page
    cited = cite.titled(pages.book.graph.dataset, f"{iris.BASE}id/link/{path}")
    assert cited == Bilingual(zh=CASES[path][0], en=CASES[path][1].replace("*", ""))


def test_what_was_refuted_is_called_so(pages: Pages) -> None:
    """The title of a refuted mapping does not read as a link, and every status has a title."""
    refuted = next(each for each in SETS.sets["geonames"].mappings if each.negated)
    path = f"/en/id/link/geonames/{refuted.number}"
    assert re.search(r"<h1>[^<=]+ ≠ GeoNames \d+: a refuted link</h1>", shown(pages, path))
    assert mappings.titled(pages.book.store, iris.link("geonames", 999_999)) is None
    told = {status(each): iris.link(name, each.number) for name, found in SETS.sets.items() for each in found.mappings}
    assert set(told) == set(links.STATUSES)
    assert all(mappings.titled(pages.book.store, iri) for iri in told.values())

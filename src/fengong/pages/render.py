"""From a page to HTML: Jinja templates with autoescape, in one language, with the links of a server or of a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from fengong import __version__, iris, licences
from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.pages.links import Links, in_plain_json, ours, part_of_dataset, path_of
from fengong.pages.page import Page

GLYPHS = ("●", "▲", "■", "◆", "▼", "★", "✚", "✖")
"""The shapes that tell roles apart without colour, in the order of the scheme of roles."""


@cache
def environment() -> Environment:
    """The templates, each compiled once."""
    env = Environment(
        loader=PackageLoader("fengong.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals |= {
        "t": _chosen,
        "said": _said,
        "number": _number,
        "glyph": glyph,
        "path_of": path_of,
        "in_plain_json": in_plain_json,
        "ours": ours,
        "part_of_dataset": part_of_dataset,
        "plain": printable,
    }
    env.globals |= {"version": __version__, "base": iris.BASE, "shortened": iris.shortened}
    env.globals |= {"licence_name": licences.name, "licence_page": licences.page}
    return env


@dataclass(frozen=True, slots=True)
class Cited:
    """How the things of one graph are cited, by IRI: in a line after GB/T 7714, and as a BibTeX entry."""

    line: Callable[[str], str]
    bibtex: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Rights:
    """The IRIs of the licences of the data and of the ontology, empty where none is given, and the authors of the data."""

    data: str
    ontology: str
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What every page shows. ``where`` is its path without the language; ``graph`` the hash of the graph it was made from."""

    where: str
    served: bool
    graph: str
    cited: Cited
    rights: Rights


def html(page: Page, lang: Lang, links: Links, of: Facts) -> bytes:
    """The page as HTML."""
    template = environment().get_template(page.template)
    facts: dict[str, object] = {"lang": lang, "page": page, "links": links, "where": of.where, "served": of.served}
    facts |= {"graph_hash": of.graph, "citation": of.cited.line, "bibtex": of.cited.bibtex, "rights": of.rights}
    return template.render(**facts, **page.values).encode()


def glyph(order: int) -> str:
    """The shape of a role, by its place in the scheme of roles (from 0)."""
    return GLYPHS[order % len(GLYPHS)]


@pass_context
def _chosen(context: Context, zh: str, en: str, **facts: object) -> str:
    """One of two sentences, by the language of the page, with facts put in; what is put in is escaped."""
    words = zh if context["lang"] == "zh" else en
    return Markup(words).format(**facts) if facts else Markup(words)  # noqa: S704 - the sentence is the template's own


@pass_context
def _said(context: Context, words: Bilingual | None) -> str:
    """The words in the language of the page, else those of the other rather than nothing."""
    if words is None:
        return ""
    return printable(words.said(context["lang"]) or words.zh or words.en)


def _number(value: object) -> str:
    """A number as a reader wants it: thousands apart, no zeros behind the point."""
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


Say = Callable[[str, str], str]

"""From a path to a page: `/zh/…` and `/en/…`, the way in, the switch of language, and the files of the design."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from fengong.api import Graph
from fengong.bilingual import Lang
from fengong.pages import links as linking
from fengong.pages import render
from fengong.pages.facts.book import Book
from fengong.pages.facts.shelf import shelf
from fengong.pages.links import Links, Served
from fengong.pages.page import Page
from fengong.pages.views import (
    about,
    bodies,
    body,
    missing,
    ontology,
    overview,
    place,
    question,
    questions,
    search,
    sparql,
    table,
    task,
    text,
    thing,
)
from fengong.web.accept import language
from fengong.web.message import TEXT, Reply, Request, see_other

View = Callable[[Book, Request, Lang], Page | None]

_PAGE = re.compile(r"/(?P<lang>zh|en)(?P<path>/.*)?")
_SWITCH = re.compile(r"/language/(?P<lang>zh|en)(?P<path>/.*)?")
_ASSET = re.compile(r"/assets/(?P<name>[a-z0-9][a-z0-9.\-]*)")
_FILE = re.compile(r"/id/(?P<table>[a-z0-9-]+)/text\.txt")
_YEAR = 31_536_000
_PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
"""Of a picture opened alone: its style stands in it, and it may do nothing else."""
ROBOTS = "User-agent: *\nAllow: /\nDisallow: /sparql\nDisallow: /*/search\nDisallow: /*/question/*?\nDisallow: /answer/\n"
"""What crawlers are asked: to leave out what is answered anew for each of endless addresses."""
_STANDING = {"/robots.txt": "", "/favicon.svg": "favicon.svg", "/favicon.ico": "favicon.svg"}
"""Addresses that browsers and crawlers try by themselves, and the file of the design that answers."""
_COSTLY = ("/en/", "/en/bodies", "/en/ns")
"""Pages whose first rendering reads what others need too."""

VIEWS: tuple[tuple[re.Pattern[str], View], ...] = (
    (re.compile(r"/"), overview.page),
    (re.compile(r"/about"), about.page),
    (re.compile(r"/questions"), questions.page),
    (re.compile(r"/question/[^/]+"), question.page),
    (re.compile(r"/search"), search.page),
    (re.compile(r"/sparql"), sparql.page),
    (re.compile(r"/ns"), ontology.page),
    (re.compile(r"/rules"), ontology.rules),
    (re.compile(r"/shapes"), ontology.shapes),
    (re.compile(r"/rule/[a-z0-9-]+"), ontology.rule),
    (re.compile(r"/[a-z]+"), ontology.scheme),
    (re.compile(r"/id/[a-z0-9-]+/task/\d+(-\d+)?"), task.page),
    (re.compile(r"/id/[a-z0-9-]+"), table.page),
    (re.compile(r"/bodies"), bodies.page),
    (re.compile(r"/id/(body/[a-z0-9]+|collective)/[a-z0-9-]+"), body.page),
    (re.compile(r"/id/[a-z0-9-]+/task/\d+(-\d+)?/resp/\d+/unlisted"), body.page),
    (re.compile(r"/id/place/[a-z0-9]+"), place.page),
    (re.compile(r"/id/[a-z0-9-]+/text"), text.page),
    (re.compile(r"/.+"), thing.page),
)
"""The pages by their paths without the language; the first that fits and gives a page is shown."""


class Pages:
    """Answers for pages of one graph."""

    def __init__(self, graph: Graph) -> None:
        self.book = Book(graph)

    def warm(self) -> None:
        """Read what every page needs, and compile the templates, before the first request."""
        _ = self.book.store, self.book.names.roles, self.book.index, self.book.graph.questions
        for each in self.book.table_ids[:1]:
            self.book.table(each)
        for name in render.environment().list_templates():
            render.environment().get_template(name)
        self.book.choices.warm()
        shelf(self.book).warm()
        for path in _COSTLY:
            self.reply(Request(path))

    def reply(self, request: Request) -> Reply | None:
        """The page at a path, or None where the path is none of ours."""
        request = _readable(request)
        if request.path == "/":
            return see_other(f"/{language(request.languages, request.remembered)}/", vary="Accept-Language, Cookie")
        if match := _SWITCH.fullmatch(request.path):
            return _switched(match["lang"], match["path"] or "/", request)
        if match := _ASSET.fullmatch(request.path):
            return _asset(match["name"])
        if request.path in _STANDING:
            return _standing(request.path)
        if match := _FILE.fullmatch(request.path):
            return text.file(self.book, match["table"])
        if len(request.path) > len("/zh/") and request.path.endswith("/") and _PAGE.fullmatch(request.path):
            return see_other(request.path.rstrip("/"))
        if match := _PAGE.fullmatch(request.path):
            lang: Lang = "zh" if match["lang"] == "zh" else "en"
            return self._shown(replace(request, path=match["path"] or "/"), lang)
        return None

    def missing(self, request: Request) -> Reply:
        """The page that says that there is nothing at a path."""
        request = _readable(request)
        lang = language(request.languages, request.remembered)
        return self.written(missing.page(self.book, request, lang), request.path, lang, Served(lang, "/"))

    def _shown(self, request: Request, lang: Lang) -> Reply:
        page = self.page(request, lang) or missing.page(self.book, request, lang)
        query = f"?{urlencode(request.parameters)}" if request.parameters else ""
        return self.written(page, request.path, lang, Served(lang, request.path + query))

    def page(self, request: Request, lang: Lang) -> Page | None:
        """The page for a path without the language, or None."""
        for pattern, view in VIEWS:
            if pattern.fullmatch(request.path) and (found := view(self.book, request, lang)):
                return found
        return None

    def written(self, page: Page, path: str, lang: Lang, links: Links) -> Reply:
        """A page as HTML."""
        cited = render.Cited(partial(self.book.citation, lang=lang), self.book.bibtex)
        rights = render.Rights(self.book.stated.licence, self.book.ontology_licence, self.book.stated.authors)
        facts = render.Facts(path, isinstance(links, Served), self.book.mark, cited, rights)
        body = render.html(page, lang, links, facts)
        headers = (("Content-Language", lang), *((("Link", f'<{page.iri}>; rel="describes"'),) if page.iri else ()))
        return Reply(body, status=page.status, headers=headers)


def _readable(request: Request) -> Request:
    """The request without halves of surrogate pairs, which no page can hold."""
    parameters = tuple((_whole(name), _whole(text)) for name, text in request.parameters)
    return replace(request, path=_whole(request.path), parameters=parameters)


def _whole(text: str) -> str:
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _switched(lang: str, path: str, request: Request) -> Reply:
    query = f"?{urlencode(request.parameters)}" if request.parameters else ""
    gone = see_other(f"/{lang}{path}{query}")
    cookie = f"language={lang}; Path=/; Max-Age={_YEAR}; SameSite=Lax"
    return replace(gone, headers=(*gone.headers, ("Set-Cookie", cookie)), kept=False)


def _standing(path: str) -> Reply | None:
    """Its address does not change with its bytes, so it is asked after each time."""
    if not _STANDING[path]:
        return Reply(ROBOTS.encode(), TEXT)
    found = _asset(_STANDING[path])
    return replace(found, headers=()) if found else None


def _asset(name: str) -> Reply | None:
    try:
        body = linking.asset(name)
    except OSError:
        return None
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind.endswith(("javascript", "json", "svg+xml"))
    headers: tuple[tuple[str, str], ...] = (("Cache-Control", f"public, max-age={_YEAR}, immutable"),)
    if kind == "image/svg+xml":
        headers += (("Content-Security-Policy", _PICTURE),)
    return Reply(body, kind + ("; charset=utf-8" if text else ""), headers=headers)

"""What differs in a site that stands by itself: pages that a server would answer anew each time, and files that no page is."""

from __future__ import annotations

import json

from fengong.ask.search import Index, rows
from fengong.bilingual import Bilingual, Lang
from fengong.pages import Pages, render
from fengong.pages.facts.book import Book
from fengong.pages.page import Page
from fengong.pages.views import question, sparql
from fengong.site.folder import Folder
from fengong.web.message import Request

TITLE = Bilingual(zh="分工", en="Fengong")
ROBOTS = b"User-agent: *\nAllow: /\n"


def page(pages: Pages, path: str, lang: Lang) -> Page | None:
    """The page at a path: what is asked for on a server is answered in advance, or by a script."""
    request = Request(path)
    if path == "/sparql":
        return _sparql(pages.book)
    if (name := name_of(path)) in pages.book.graph.questions:
        return question.whole(pages.book, name, lang)
    found = pages.page(request, lang)
    if found and path == "/search":
        return Page("static_search.html", found.title, found.values, found.description, section="search")
    return found


def name_of(path: str) -> str:
    """The name of the question at a path; empty where it is none's."""
    return path.removeprefix("/question/") if path.startswith("/question/") else ""


def _sparql(book: Book) -> Page:
    examples = tuple((each, sparql.example(each)) for each in book.graph.questions.values())
    return Page("static_sparql.html", sparql.TITLE, {"examples": examples}, sparql.ABOUT, section="sparql")


def search_data(index: Index, links: Folder) -> bytes:
    """The rows of the search index, with where each leads to from the page of the search, as a script that sets one global."""
    made = [[row[0], links.page("/" + row[1]), row[1], *row[2:]] for row in rows(index)]
    return script("fengongSearch", made)


def script(name: str, value: object) -> bytes:
    """A value as a classic script: a page that is opened from a folder may not fetch, but it may run scripts."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"window.{name}={text};\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()


def files(book: Book) -> dict[str, bytes]:
    """The way in, the page for what is not there, and the word to robots, by their names."""
    del book
    root = render.environment().get_template("static_root.html")
    return {
        "index.html": root.render(title=f"{TITLE.zh} · {TITLE.en}", root=True).encode(),
        "404.html": root.render(title=f"404 · {TITLE.en}", root=False).encode(),
        "robots.txt": ROBOTS,
    }

"""The page of a source text, with an anchor for every quotation."""

from __future__ import annotations

import hashlib

import pyoxigraph as ox

from fengong import iris
from fengong.ask.quotes import source_text
from fengong.bilingual import Bilingual, Lang
from fengong.errors import ChangedSource, UnreadableFile
from fengong.graph import lookup
from fengong.graph.terms import FG
from fengong.pages.facts import text
from fengong.pages.facts.book import Book
from fengong.pages.links import path_of
from fengong.pages.page import Crumb, Page
from fengong.web.message import Reply, Request

TITLE = Bilingual(zh="原文：{title}", en="Source text: {title}")
ABOUT = Bilingual(
    zh="分工表的原文，逐字照录，每一处引文都可以直接指到。",
    en="The source text of the table as printed; every quotation can be pointed at.",
)


def page(book: Book, request: Request, lang: Lang) -> Page | None:
    """The text at ``/id/{table}/text``."""
    del lang
    table = book.table(request.path.removeprefix("/id/").removesuffix("/text"))
    if table is None:
        return None
    shown = text.read(book.graph, table.id, table.characters)
    values = {
        "table": table,
        "shown": shown,
        "encoding": _encoding(book, table.id),
        "tasks": {f"char={task.span.start},{task.span.end}": task for task in table.tasks},
        "file": f"/id/{table.id}/text.txt" if shown.whole else "",
    }
    title = Bilingual(zh=TITLE.zh.format(title=table.title.zh), en=TITLE.en.format(title=table.title.en or table.title.zh))
    return Page("text.html", title, values, ABOUT, (Crumb(table.title, path_of(table.iri)),), "overview", iris.text(table.id))


def file(book: Book, table_id: str) -> Reply | None:
    """The file of the text to the byte, or None where it is not kept with the graph or is not the one that was read."""
    table = book.table(table_id)
    if table is None:
        return None
    encoding = _encoding(book, table_id)
    try:
        data = source_text(book.graph.dataset, table_id, book.graph.workspace.sources).encode(encoding)
    except (ChangedSource, UnreadableFile, UnicodeError, LookupError):
        return None
    if hashlib.sha256(data).hexdigest() != table.sha256:
        return None
    return Reply(data, f"text/plain; charset={encoding}")


def _encoding(book: Book, table_id: str) -> str:
    return lookup.text(book.store, ox.NamedNode(iris.text(table_id)), FG.encoding, "utf-8")

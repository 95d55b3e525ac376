"""The page of one table: its figures, who carries most, and the matrix of bodies and tasks."""

from __future__ import annotations

from fengong.bilingual import Lang
from fengong.pages.facts.book import Book
from fengong.pages.page import Page
from fengong.web.message import Request


def page(book: Book, request: Request, lang: Lang) -> Page | None:
    """The table at ``/id/{table}``."""
    del lang
    table = book.table(request.path.removeprefix("/id/"))
    if table is None:
        return None
    return Page("table.html", table.title, {"table": table}, section="overview", iri=table.iri, data=book.described.table(table))

"""The page that says that there is nothing here, and where to look."""

from __future__ import annotations

from fengong.bilingual import Bilingual, Lang
from fengong.pages.facts.book import Book
from fengong.pages.page import Page
from fengong.web.message import Request

TITLE = Bilingual(zh="没有这个页面", en="There is no such page")


def page(book: Book, request: Request, lang: Lang) -> Page:
    """A page with status 404."""
    del book, lang
    return Page("missing.html", TITLE, {"asked": request.path}, status=404)

"""The first page: what this is, the figures, and the way into each table."""

from __future__ import annotations

from fengong.bilingual import Bilingual, Lang
from fengong.pages.facts.book import Book
from fengong.pages.page import Page
from fengong.web.message import Request

TITLE = Bilingual(zh="分工：谁该做什么", en="Fengong: who must do what")
ABOUT = Bilingual(
    zh="政府重点任务分工表的知识图谱：谁以什么角色承担什么任务，依据哪几个字。",
    en="A knowledge graph of Chinese government task tables: who must do what, in which role, according to which words.",
)


def page(book: Book, request: Request, lang: Lang) -> Page:
    """The overview of all tables; where there is one table, that table whole."""
    del request, lang
    only = book.table(book.table_ids[0]) if len(book.table_ids) == 1 else None
    return Page("overview.html", TITLE, {"table": only, "overall": book.overall}, ABOUT, section="overview", data=book.described.whole())

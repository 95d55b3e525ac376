"""The index of bodies and places."""

from __future__ import annotations

from fengong.bilingual import Bilingual, Lang
from fengong.pages.facts import bodies
from fengong.pages.facts.book import Book
from fengong.pages.page import Page
from fengong.web.message import Request

TITLE = Bilingual(zh="单位与地方", en="Bodies and places")
ABOUT = Bilingual(
    zh="分工表写到的单位、集合单位与地方，各附责任数；另列经审核的单位表中其余的单位。",
    en="The bodies, collectives and places of the tables, each with its number of responsibilities, "
    "and the other bodies of the reviewed tables.",
)


def page(book: Book, request: Request, lang: Lang) -> Page:
    """All bodies by place and kind, then all places."""
    del request, lang
    sections = bodies.sections(book.store, book.names, book.charges)
    tables = book.charges.tables
    values = {
        "sections": sections,
        "places": bodies.place_rows(book.store, book.names, book.charges),
        "of_duties": sum(len(table.duties) for table in tables),
        "of_tasks": sum(len(table.tasks) for table in tables),
        "count": sum(section.count for section in sections),
        "named": sum(bool(row.own) for section in sections for group in section.groups for row in group.rows),
    }
    return Page("bodies.html", TITLE, values, ABOUT, section="bodies", scripts=("filter.js",))

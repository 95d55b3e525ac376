"""The page of one place: what its bodies must do, and the tables that are about it."""

from __future__ import annotations

from fengong.bilingual import Bilingual, Lang
from fengong.graph import lookup
from fengong.graph.terms import FG
from fengong.iris import BASE
from fengong.pages.facts import place as places
from fengong.pages.facts.book import Book
from fengong.pages.links import path_of
from fengong.pages.page import Crumb, Page
from fengong.pages.views.body import INDEX, caller
from fengong.web.message import Request

ABOUT = Bilingual(zh="{name}的单位、任务与数据。", en="{name}: its bodies, their tasks, and the data.")


def page(book: Book, request: Request, lang: Lang) -> Page | None:
    """The place at ``/id/place/{code}``."""
    iri = BASE + request.path.removeprefix("/")
    if not any(node.value == iri for node in lookup.instances(book.store, FG.Place)):
        return None
    place = places.read(book.store, book.names, iri)
    there = tuple(book.charges.of(book.names.body(each)) for each in place.bodies)
    charged = tuple(sorted((portfolio for portfolio in there if portfolio.charges), key=lambda each: -len(each.tasks)))
    values = {
        "place": place,
        "portfolios": charged,
        "others": tuple(portfolio for portfolio in there if not portfolio.charges),
        "tasks": len({task.iri for portfolio in charged for task in portfolio.tasks}),
        "of_tasks": sum(len(table.tasks) for table in book.charges.tables),
        "tables": tuple(table for table in book.charges.tables if table.place_iri == iri),
        "called": caller(book, lang),
        "whole": len(charged) == 1,
    }
    about = Bilingual(zh=ABOUT.zh.format(name=place.name.zh), en=ABOUT.en.format(name=place.name.en))
    above = (Crumb(place.part_of.label, path_of(place.part_of.iri)),) if place.part_of else ()
    return Page("place.html", place.name, values, about, (INDEX, *above), "bodies", iri)

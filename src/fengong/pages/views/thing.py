"""The page of anything else with an IRI of ours: concepts, clauses, responsibilities, promises, findings, graphs …"""

from __future__ import annotations

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual, Lang
from fengong.graph import lookup
from fengong.graph.terms import SKOS
from fengong.pages.facts import body as bodies
from fengong.pages.facts import elsewhere, graphs, linkset, thing
from fengong.pages.facts.book import Book
from fengong.pages.facts.names import Concept
from fengong.pages.facts.table import Table
from fengong.pages.facts.thing import Thing, Things
from fengong.pages.links import path_of
from fengong.pages.page import Crumb, Page
from fengong.pages.views.body import caller
from fengong.web.message import Request

TASK = Bilingual(zh="任务 {row}", en="Task {row}")
LINKS = Bilingual(zh="链接集：{title}", en="Link set: {title}")
GRAPH = Bilingual(zh="命名图 {name}", en="Named graph {name}")

_LINKS = f"{iris.BASE}id/link/"


def page(book: Book, request: Request, lang: Lang) -> Page | None:
    """The thing whose IRI has this path, or None where the graph says nothing of it."""
    iri = iris.BASE + request.path.removeprefix("/")
    if named := graphs.graph(book, iri):
        return _graph(book, named)
    found = Things(book.store, book.names, book.table_ids).thing(iri)
    if found is None:
        return None
    link = elsewhere.mapping(book.store, iri) if iri.startswith(_LINKS) else None
    values: dict[str, object] = {
        "thing": found,
        "scheme": _scheme(book, found),
        "table": book.table(found.table) if found.table else None,
        "task": book.task(iris.task(found.table, found.row)) if found.row else None,
        "topic_tasks": _topic(book, iri),
        "role_bodies": _role(book, iri),
        "known_words": thing.known_words(book.store, iri),
        "change": bodies.change(book.store, book.names, ox.NamedNode(iri)) if iri.startswith(iris.change("")) else None,
        "link": link,
        "link_subject": book.names.called(link.subject) if link else None,
        "called": caller(book, lang),
        "of_tasks": sum(len(table.tasks) for table in book.charges.tables),
        "of_duties": sum(len(table.duties) for table in book.charges.tables),
    }
    return Page("thing.html", found.label, values, found.definition, _crumbs(book, found), _section(iri), iri)


def _graph(book: Book, named: graphs.NamedGraph) -> Page:
    title = GRAPH.fill(name=named.name)
    links = linkset.read(book.store, book.names, named.iri)
    if links:
        title = Bilingual(zh=LINKS.zh.format(title=links.title.zh), en=LINKS.en.format(title=links.title.en))
    known = book.graph.questions
    asked = [known[name] for name in linkset.QUESTIONS if name in known] if links else []
    values = {"named": named, "graphs": graphs.all_graphs(book), "linkset": links, "asked": asked}
    return Page("graph.html", title, values, named.holds, section="about", iri=named.iri)


def _crumbs(book: Book, found: Thing) -> tuple[Crumb, ...]:
    """The table and the task that it is part of, or the scheme that it is in."""
    if found.table and (table := book.table(found.table)):
        row = (Crumb(TASK.fill(row=found.row), path_of(iris.task(found.table, found.row))),) if found.row else ()
        return (Crumb(table.title, path_of(table.iri)), *row)
    if link := elsewhere.mapping(book.store, found.iri) if found.iri.startswith(_LINKS) else None:
        return (Crumb(link.set, path_of(link.set_iri)),)
    above = _scheme(book, found)
    return (Crumb(above.label, path_of(above.iri)),) if above else ()


def _scheme(book: Book, found: Thing) -> Concept | None:
    """The scheme that a concept is in."""
    above = next(lookup.nodes(book.store, ox.NamedNode(found.iri), SKOS.inScheme), None)
    return book.names.concept(above.value) if above else None


def _section(iri: str) -> str:
    path = iri.removeprefix(iris.BASE)
    if path.startswith("id/link/"):
        return "about"
    if path.startswith("id/"):
        return "bodies" if path.startswith(("id/body/", "id/collective/", "id/place/", "id/change/")) else "overview"
    return "ontology"


def _topic(book: Book, iri: str) -> tuple[tuple[Table, tuple[tuple[object, tuple[str, ...]], ...]], ...]:
    """The tasks of a topic by table, each with the words that earned it."""
    if not iri.startswith(iris.concept("topic", "")):
        return ()
    found = thing.topic_tasks(book.store, iri)
    by_table = ((table, tuple((task, found[task.iri]) for task in table.tasks if task.iri in found)) for table in book.charges.tables)
    return tuple((table, tasks) for table, tasks in by_table if tasks)


def _role(book: Book, iri: str) -> tuple[tuple[object, int, int], ...]:
    """The bodies that have a role: in how many tasks, and how many responsibilities that is; the most charged first."""
    if iri not in book.names.roles:
        return ()
    tasks: dict[str, set[str]] = {}
    count: dict[str, int] = {}
    body = {}
    for table in book.charges.tables:
        for duty in table.duties:
            if duty.role.iri == iri:
                key = Table.key(duty.body)
                body[key] = duty.body
                tasks.setdefault(key, set()).add(duty.task.iri)
                count[key] = count.get(key, 0) + 1
    ordered = sorted(body, key=lambda key: (-len(tasks[key]), key))
    return tuple((body[key], len(tasks[key]), count[key]) for key in ordered)

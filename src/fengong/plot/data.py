"""What a picture shows: every responsibility as body × task × role, read from the built graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import pyoxigraph as ox

from fengong import iris
from fengong.ask.answer import value
from fengong.ask.dataset import Dataset
from fengong.ask.names import Names
from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.errors import NothingToDraw
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCTERMS, FG, SKOS
from fengong.iris import PREFIXES
from fengong.sparql import bind

OWN_TRANSLATION = ox.Literal("own-translation")
BODIES_EVIDENCE = "bodies.evidence"
RESPONSIBILITIES = """
SELECT ?task ?role ?resp ?body WHERE {
  ?task a fg:PolicyTask ; dcterms:isPartOf ?__table_iri ; fg:hasClause ?clause .
  ?clause fg:role ?role ; fg:assigns ?resp .
  ?resp fg:body ?body .
}
"""
TASKS = "SELECT ?task WHERE { ?task a fg:PolicyTask ; dcterms:isPartOf ?__table_iri }"
OPEN = "SELECT ?clause WHERE { ?task dcterms:isPartOf ?__table_iri ; fg:hasClause ?clause . ?clause fg:openEnded true }"


@dataclass(frozen=True, slots=True)
class Body:
    """A body with its names. ``own_translation``: the English name is ours; ``listed``: a reviewed table has the body."""

    iri: str
    name: Bilingual
    own_translation: bool
    listed: bool

    def said(self, lang: Lang) -> str:
        """Its name in ``lang``, else in Chinese; * for a translation of ours, ? for a body that no reviewed table lists."""
        english = lang == "en" and self.name.en
        marks = ("*" if english and self.own_translation else "") + ("" if self.listed else " ?")
        return (self.name.en if english else self.name.zh) + marks


@dataclass(frozen=True, slots=True)
class Role:
    """A role with its label, in the order of the scheme of roles, from 0."""

    iri: str
    label: Bilingual
    order: int


@dataclass(frozen=True, slots=True)
class Duty:
    """One responsibility: a body has a role in a task."""

    body: Body
    task: str
    role: Role


@dataclass(frozen=True)
class Division:
    """Who must do what in one table or several: bodies from the most charged on, tasks in table order, roles in scheme order."""

    titles: tuple[Bilingual, ...]
    reading: str
    tasks: tuple[str, ...]
    bodies: tuple[Body, ...]
    of: int
    roles: tuple[Role, ...]
    duties: tuple[Duty, ...]
    open_ended: int

    def top(self, count: int | None) -> Division:
        """The ``count`` most charged bodies and their responsibilities; all where ``count`` is None."""
        kept = self.bodies[:count]
        duties = tuple(duty for duty in self.duties if duty.body in set(kept))
        return replace(self, bodies=kept, duties=duties)

    @cached_property
    def used(self) -> tuple[Role, ...]:
        """The roles that appear."""
        there = {duty.role for duty in self.duties}
        return tuple(role for role in self.roles if role in there)

    @cached_property
    def by_role(self) -> Counter[tuple[Body, Role]]:
        """How many responsibilities a body has in a role."""
        return Counter((duty.body, duty.role) for duty in self.duties)

    @cached_property
    def total(self) -> Counter[Body]:
        """How many responsibilities a body has."""
        return Counter(duty.body for duty in self.duties)

    @cached_property
    def tasks_of(self) -> dict[Body, frozenset[str]]:
        """The tasks that name a body."""
        found: dict[Body, set[str]] = {body: set() for body in self.bodies}
        for duty in self.duties:
            found[duty.body].add(duty.task)
        return {body: frozenset(tasks) for body, tasks in found.items()}

    def in_cell(self) -> dict[tuple[Body, str], tuple[Role, ...]]:
        """The roles of each body in each task that names it, in scheme order, one for each responsibility."""
        cells: dict[tuple[Body, str], list[Role]] = {}
        for duty in self.duties:
            cells.setdefault((duty.body, duty.task), []).append(duty.role)
        return {place: tuple(sorted(roles, key=lambda role: role.order)) for place, roles in cells.items()}

    def shared(self) -> Iterator[tuple[Body, Body, int]]:
        """Each pair of bodies named in the same task, with the number of tasks they share."""
        for at, one in enumerate(self.bodies):
            for other in self.bodies[at + 1 :]:
                if count := len(self.tasks_of[one] & self.tasks_of[other]):
                    yield one, other, count


def read(dataset: Dataset, *, table: str | None = None, reading: str = "adopted") -> Division:
    """The division of tasks of ``table``, or of all tables.

    Mentions of one name that no reviewed table lists are one body. Raises UnknownName, NothingToDraw.
    """
    chosen = (Names(dataset).table(table).value,) if table else tuple(iris.table(each) for each in dataset.tables)
    given = {"table": ox.NamedNode(chosen[0])} if table else {}
    roles = {role.iri: role for role in _roles(dataset.asserted)}
    ours = _own_translations(dataset)
    bodies: dict[str, Body] = {}
    duties = []
    for row in _rows(dataset, bind.printed(RESPONSIBILITIES) if reading == "printed" else RESPONSIBILITIES, given):
        task, role, resp, body = (str(value(term)) for term in row)
        made = _body(dataset.asserted, body, ours=body in ours)
        key = body if made.listed else made.name.zh
        duties.append((natural_key(resp), Duty(bodies.setdefault(key, made), task, roles[role])))
    if not duties:
        raise NothingToDraw(" · ".join(dataset.tables if table is None else (table,)) or "—")
    sorted_duties = tuple(duty for _, duty in sorted(duties, key=lambda pair: pair[0]))
    titles = tuple(lookup.both(dataset.asserted, ox.NamedNode(each), DCTERMS.title) for each in chosen)
    tasks = sorted((str(value(row[0])) for row in _rows(dataset, TASKS, given)), key=natural_key)
    opened = sum(1 for _ in _rows(dataset, OPEN, given))
    charged = tuple(sorted(bodies.values(), key=_charge(sorted_duties)))
    return Division(titles, reading, tuple(tasks), charged, len(charged), tuple(roles.values()), sorted_duties, opened)


def _rows(dataset: Dataset, query: str, given: dict[str, ox.NamedNode]) -> Iterator[ox.QuerySolution]:
    found = dataset.asserted.query(bind.bind(query, given), prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - the queries above are SELECT
    yield from found


def _charge(duties: tuple[Duty, ...]) -> Callable[[Body], tuple[object, ...]]:
    """A sort key: the most responsibilities first, then the most tasks, then by IRI."""
    count = Counter(duty.body for duty in duties)
    tasks = Counter(body for body, _ in {(duty.body, duty.task) for duty in duties})
    return lambda body: (-count[body], -tasks[body], natural_key(body.iri))


def _roles(store: ox.Store) -> Iterator[Role]:
    found = set(lookup.subjects(store, SKOS.inScheme, ox.NamedNode(iris.BASE + "role")))
    ordered = sorted(found, key=lambda node: (int(lookup.text(store, node, FG.order, "1000")), node.value))
    for order, node in enumerate(ordered):
        yield Role(node.value, _printable(lookup.both(store, node, SKOS.prefLabel)), order)


def _body(store: ox.Store, iri: str, *, ours: bool) -> Body:
    name = _printable(lookup.both(store, ox.NamedNode(iri), SKOS.prefLabel))
    return Body(iri, Bilingual(zh=name.zh or name.en or iri, en=name.en), ours, not iri.endswith("/unlisted"))


def _printable(words: Bilingual) -> Bilingual:
    return Bilingual(zh=printable(words.zh), en=printable(words.en))


def _own_translations(dataset: Dataset) -> set[str]:
    """The bodies whose English name the evidence calls a translation of ours."""
    if BODIES_EVIDENCE not in dataset.names:
        return set()
    triples = list(dataset.triples(BODIES_EVIDENCE))
    ours = {t.subject for t in triples if t.predicate == FG.basis and t.object == OWN_TRANSLATION}
    named = {t.subject for t in triples if t.predicate == FG.evidencedProperty and t.object == SKOS.prefLabel}
    return {str(value(t.object)) for t in triples if t.predicate == FG.evidenceFor and t.subject in ours & named}

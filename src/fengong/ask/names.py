"""From what a person types to what it is called in the graph: bodies, places, functions, topics, tables and tasks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from fengong import iris
from fengong.ask.dataset import Dataset
from fengong.bilingual import Bilingual
from fengong.errors import AmbiguousName, NeedsTable, UnknownName
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCTERMS, FG, RDF, SKOS
from fengong.text.norm import key

BODY = Bilingual(zh="单位", en="body")
PLACE = Bilingual(zh="地方", en="place")
FUNCTION = Bilingual(zh="职能", en="function")
TOPIC = Bilingual(zh="主题", en="topic")
TABLE = Bilingual(zh="分工表", en="table")
TASK = Bilingual(zh="任务", en="task")

_NAMED_BY = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation, DCTERMS.identifier)


@dataclass(frozen=True)
class Thing:
    """Something that can be named: its IRI, its identifier, its label, everything it answers to, and its jurisdiction."""

    iri: str
    id: str
    label: str
    names: frozenset[str]
    jurisdiction: str = ""
    full_names: frozenset[str] = frozenset()

    @property
    def shown(self) -> str:
        """Its label and its identifier (for an unlisted body, where it is named)."""
        return f"{self.label}（{self.id or self.iri.removeprefix(iris.BASE + 'id/')}）"


@dataclass(frozen=True)
class Names:
    """Looks names up in one dataset. ``tables`` are the tables in question: a short form counts in their jurisdictions first."""

    dataset: Dataset
    tables: tuple[str, ...] = field(default=())

    # --- what there is

    @cached_property
    def bodies(self) -> tuple[Thing, ...]:
        """Single bodies, collectives, and the unlisted bodies of the tables."""
        classes = (FG.SingleBody, FG.BodyCollective, FG.UnlistedBody)
        return tuple(thing for each in classes for thing in self._things(each))

    @cached_property
    def places(self) -> tuple[Thing, ...]:
        """Administrative divisions and the nation."""
        return tuple(self._things(FG.Place))

    @cached_property
    def functions(self) -> tuple[Thing, ...]:
        """Functions of government."""
        return tuple(thing for thing in self._concepts() if thing.iri.startswith(iris.BASE + "function/"))

    @cached_property
    def topics(self) -> tuple[Thing, ...]:
        """Topics of tasks."""
        return tuple(thing for thing in self._concepts() if thing.iri.startswith(iris.BASE + "topic/"))

    def _concepts(self) -> Iterator[Thing]:
        """Concepts with the words that stand for them."""
        store = self.dataset.promised
        for node in lookup.instances(store, SKOS.Concept):
            yield self._thing(node, store)

    def _things(self, of_class: ox.NamedNode) -> Iterator[Thing]:
        for node in lookup.instances(self.dataset.asserted, of_class):
            yield self._thing(node, self.dataset.asserted)

    def _thing(self, node: ox.NamedNode, store: ox.Store) -> Thing:
        values = [literal for prop in _NAMED_BY for literal in lookup.literals(store, node, prop)]
        label = next((literal.value for literal in values if literal.language == "zh"), node.value)
        place = lookup.text(store, node, FG.jurisdiction)
        names = frozenset(_folded(literal.value) for literal in values)
        full = (SKOS.prefLabel, DCTERMS.identifier)
        full_names = frozenset(_folded(literal.value) for prop in full for literal in lookup.literals(store, node, prop))
        return Thing(node.value, lookup.text(store, node, DCTERMS.identifier), label, names, place.rpartition("/")[2], full_names)

    @cached_property
    def jurisdictions(self) -> tuple[tuple[str, ...], ...]:
        """Steps outwards from the jurisdictions of the tables: theirs, those they are part of, … the nation."""
        store = self.dataset.asserted
        tables = [ox.NamedNode(iris.table(table)) for table in self.tables or self.dataset.tables]
        step = [place for table in tables for place in lookup.nodes(store, table, FG.jurisdiction)]
        steps = []
        while step:
            steps.append(tuple(place.value.rpartition("/")[2] for place in dict.fromkeys(step)))
            step = [above for place in step for above in lookup.nodes(store, place, FG.partOfPlace)]
        return tuple(steps)

    # --- looking up

    def body(self, given: str) -> ox.NamedNode:
        """A body by IRI, id (cn/civil-affairs), slug (civil-affairs), or any full or printed name. Raises UnknownName, AmbiguousName.

        A slug or short form counts in the jurisdictions of the tables and those above them; the others count everywhere.
        """
        return self.bodies_called(given)[0]

    def bodies_called(self, given: str) -> tuple[ox.NamedNode, ...]:
        """The same; several only where they are mentions of one name that no reviewed table lists."""
        found = self._within(given, _exact(given, self.bodies))
        if not found and iris.SLUG.fullmatch(given):
            found = self._within(given, [thing for thing in self.bodies if thing.id.rpartition("/")[2] == given])
        if len(found) > 1 and all(thing.iri.endswith("/unlisted") for thing in found):
            return tuple(ox.NamedNode(thing.iri) for thing in sorted(found, key=lambda thing: natural_key(thing.iri)))
        return (self._one(given, found, BODY),)

    def _within(self, given: str, found: list[Thing]) -> list[Thing]:
        """Of the bodies of this name, those of the nearest jurisdiction; elsewhere only what is named in full."""
        for step in self.jurisdictions:
            if within := [thing for thing in found if thing.jurisdiction in step]:
                return within
        tables = tuple(iris.table(table) + "/" for table in self.tables or self.dataset.tables)
        unlisted = [thing for thing in found if not thing.jurisdiction and thing.iri.startswith(tables)]
        return unlisted or [thing for thing in found if given == thing.iri or _folded(given) in thing.full_names]

    def place(self, given: str) -> ox.NamedNode:
        """A place by IRI, GB/T 2260 code or name."""
        return self._one(given, _exact(given, self.places), PLACE)

    def function(self, given: str) -> ox.NamedNode:
        """A function by IRI, slug or label."""
        return self._one(given, _exact(given, self.functions), FUNCTION)

    def topic(self, given: str) -> ox.NamedNode:
        """A topic by IRI, slug, label, or a word that earns it."""
        return self._one(given, _exact(given, self.topics), TOPIC)

    def table(self, given: str) -> ox.NamedNode:
        """A table by IRI or id."""
        table_id = given.removeprefix(iris.BASE + "id/")
        if table_id not in self.dataset.tables:
            raise UnknownName(TABLE, given, _close(given, self.dataset.tables) or self.dataset.tables)
        return ox.NamedNode(iris.table(table_id))

    def task(self, given: str) -> ox.NamedNode:
        """A task by IRI, by number, or by table and number (``table/12``). Raises NeedsTable for a bare number among several tables."""
        given = re.sub(r"^第|[项行条号]$|^任务", "", key(given))
        if given.startswith(iris.BASE):
            table_id, _, row = given.removeprefix(iris.BASE + "id/").partition("/task/")
        else:
            table_id, _, row = given.rpartition("/")
            table_id = table_id.removesuffix("/task")
        if not table_id:
            tables = self.tables or self.dataset.tables
            if len(tables) != 1:
                raise NeedsTable(given, tables)
            table_id = tables[0]
        row = re.sub(r"^0+(?=\d)", "", row)
        node = (
            ox.NamedNode(iris.task(table_id, row)) if re.fullmatch(r"[a-z0-9-]+", table_id) and re.fullmatch(r"\d+(-\d+)?", row) else None
        )
        if node is None or not any(self.dataset.asserted.quads_for_pattern(node, RDF.type, FG.PolicyTask)):
            raise UnknownName(TASK, given, self._task_numbers(table_id))
        return node

    def _task_numbers(self, table_id: str) -> tuple[str, ...]:
        if not iris.SLUG.fullmatch(table_id):
            return self.dataset.tables
        tasks = lookup.subjects(self.dataset.asserted, DCTERMS.isPartOf, ox.NamedNode(iris.table(table_id)))
        numbers = sorted(int(match[1]) for task in tasks if (match := re.search(r"/task/(\d+)$", task.value)))
        return (f"{numbers[0]}–{numbers[-1]}",) if numbers else self.dataset.tables

    def _one(self, given: str, found: list[Thing], what: Bilingual) -> ox.NamedNode:
        if len(found) == 1:
            return ox.NamedNode(found[0].iri)
        if found:
            raise AmbiguousName(what, given, tuple(sorted(thing.shown for thing in found)))
        by_name: dict[str, list[Thing]] = defaultdict(list)
        things = {BODY: self.bodies, PLACE: self.places, FUNCTION: self.functions, TOPIC: self.topics}[what]
        for thing in things:
            for name in thing.names:
                by_name[name].append(thing)
        near = [thing for name in _close(_folded(given), by_name) for thing in by_name[name]]
        if not near and what == TOPIC:  # a scheme is short enough to be listed
            raise UnknownName(what, given, tuple(sorted(thing.iri.rpartition("/")[2] for thing in things)))
        raise UnknownName(what, given, tuple(dict.fromkeys(thing.shown for thing in near))[:4])


def _exact(given: str, things: Iterable[Thing]) -> list[Thing]:
    folded = _folded(given)
    return [thing for thing in things if given == thing.iri or folded in thing.names]


def _folded(name: str) -> str:
    return key(name).casefold()


def _close(given: str, names: Iterable[str]) -> tuple[str, ...]:
    import difflib  # noqa: PLC0415 - only for a mistake

    return tuple(difflib.get_close_matches(given, list(names), n=6, cutoff=0.4))

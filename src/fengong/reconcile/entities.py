"""What can be reconciled: bodies, collectives, places and tasks, each with its names and with what narrows it down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from fengong import iris
from fengong.ask.dataset import Dataset
from fengong.ask.fold import joined
from fengong.ask.names import Names
from fengong.bilingual import Bilingual
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCTERMS, FG, RDFS, SKOS

IDS = iris.BASE + "id/"
"""The identifier space: an entity's id is its IRI without this."""

BODY_TYPE = "Body"
TYPES: dict[str, ox.NamedNode] = {
    "SingleBody": FG.SingleBody,
    "BodyCollective": FG.BodyCollective,
    "Place": FG.Place,
    "PolicyTask": FG.PolicyTask,
}
"""The types of entities by their ids, which are the names of our classes."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A function or a kind of body: its IRI, its label, and all it is called, folded."""

    iri: str
    label: Bilingual
    names: frozenset[str]


@dataclass(frozen=True)
class Entity:
    """One entity. ``full`` are its full names and ``others`` its reviewed short forms, as written; ``place`` is the id of the
    place it belongs to (``place/510300``; of a place, its own id).
    """

    id: str
    type: str
    name: Bilingual
    full: tuple[str, ...]
    others: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    place: str = ""
    function: str = ""
    kind: str = ""
    text: str = field(default="", repr=False)
    table: str = ""

    @property
    def node(self) -> ox.NamedNode:
        """Its IRI as a term."""
        return ox.NamedNode(IDS + self.id)


@dataclass(frozen=True)
class Entities:
    """Every entity of a dataset, in a stable order, and what places, functions and kinds are called."""

    dataset: Dataset

    @property
    def store(self) -> ox.Store:
        """Where they are looked up."""
        return self.dataset.promised

    @cached_property
    def all(self) -> tuple[Entity, ...]:
        """By type, then by id in natural order."""
        found = [entity for type_id in TYPES for entity in self._of(type_id)]
        return tuple(sorted(found, key=lambda entity: (list(TYPES).index(entity.type), natural_key(entity.id))))

    @cached_property
    def by_id(self) -> Mapping[str, Entity]:
        """The same, by id."""
        return {entity.id: entity for entity in self.all}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Where each stands among them, by id."""
        return {entity.id: place for place, entity in enumerate(self.all)}

    @cached_property
    def type_names(self) -> Mapping[str, Bilingual]:
        """What the types are called, after the ontology."""
        return {name: lookup.both(self.store, ox.NamedNode(iris.NS + name), RDFS.label) for name in (*TYPES, BODY_TYPE)}

    @cached_property
    def steps(self) -> Mapping[str, int]:
        """How far each place is from the jurisdictions of the tables, on the way outwards: 0, 1, …"""
        steps = [*enumerate(Names(self.dataset).jurisdictions)]
        return {f"place/{code}": step for step, codes in reversed(steps) for code in codes}

    @cached_property
    def above(self) -> Mapping[str, tuple[str, ...]]:
        """For each place, itself and those it is part of, outwards."""
        part_of = {
            entity.id: [short(node.value) for node in lookup.nodes(self.store, entity.node, FG.partOfPlace)]
            for entity in self.all
            if entity.type == "Place"
        }
        return {place: tuple(_outwards(place, part_of)) for place in part_of}

    @cached_property
    def functions(self) -> tuple[Concept, ...]:
        """The functions that bodies have."""
        return self._concepts(entity.function for entity in self.all)

    @cached_property
    def kinds(self) -> tuple[Concept, ...]:
        """The kinds that bodies are of."""
        return self._concepts(entity.kind for entity in self.all)

    def find(self, given: str) -> Entity | None:
        """The entity that an id or an IRI of ours names."""
        return self.by_id.get(short(given.strip()))

    def place(self, given: str) -> str:
        """The id of the place that is called so: by id, IRI, GB/T 2260 code or name; empty where there is none, or several."""
        found = self.find(given) or self.find(f"place/{given.strip()}")
        if found:
            return found.id if found.type == "Place" else ""
        called = self._places_called.get(joined(given), ())
        return called[0] if len(called) == 1 else ""

    @cached_property
    def _places_called(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of places by their names, folded."""
        index: dict[str, tuple[str, ...]] = {}
        for entity in (each for each in self.all if each.type == "Place"):
            for name in {joined(each) for each in (*entity.full, *entity.others)} - {""}:
                index[name] = (*index.get(name, ()), entity.id)
        return index

    def _of(self, type_id: str) -> Iterator[Entity]:
        for node in lookup.instances(self.store, TYPES[type_id]):
            yield self._task(node) if type_id == "PolicyTask" else self._named(node, type_id)

    def _named(self, node: ox.NamedNode, type_id: str) -> Entity:
        store = self.store
        full = tuple(sorted(each.value for each in lookup.literals(store, node, SKOS.prefLabel)))
        others = {each.value for prop in (SKOS.altLabel, SKOS.hiddenLabel) for each in lookup.literals(store, node, prop)}
        code = lookup.text(store, node, DCTERMS.identifier)
        identifier = short(node.value)
        return Entity(
            identifier,
            type_id,
            _name(lookup.both(store, node, SKOS.prefLabel), identifier),
            full,
            tuple(sorted(others - set(full))),
            frozenset(filter(None, [code])),
            identifier if type_id == "Place" else short(lookup.text(store, node, FG.jurisdiction)),
            lookup.text(store, node, FG.function),
            lookup.text(store, node, FG.kind),
        )

    def _task(self, node: ox.NamedNode) -> Entity:
        store, identifier = self.store, short(node.value)
        table, _, number = identifier.partition("/task/")
        place = short(lookup.text(store, ox.NamedNode(iris.table(table)), FG.jurisdiction))
        return Entity(
            identifier,
            "PolicyTask",
            _name(lookup.both(store, node, RDFS.label), identifier),
            tuple(sorted(each.value for each in lookup.literals(store, node, RDFS.label))),
            (f"第{number}项",),
            frozenset({number, f"{table}/{number}"}),
            place,
            text=lookup.text(store, node, FG.taskText),
            table=table,
        )

    def _concepts(self, found: Iterable[str]) -> tuple[Concept, ...]:
        return tuple(self._concept(ox.NamedNode(each)) for each in sorted(set(filter(None, found))))

    def _concept(self, node: ox.NamedNode) -> Concept:
        called = [each.value for prop in (SKOS.prefLabel, SKOS.altLabel) for each in lookup.literals(self.store, node, prop)]
        address = node.value.removeprefix(iris.BASE)
        names = {joined(each) for each in (*called, node.value, address, address.rpartition("/")[2])}
        return Concept(node.value, _name(lookup.both(self.store, node, SKOS.prefLabel), address), frozenset(names))


def short(iri: str) -> str:
    """The id of an entity, from its IRI or its id.

    >>> short("https://w3id.org/fengong/id/place/510300")
    'place/510300'
    """
    return iri.removeprefix(IDS)


def _name(found: Bilingual, otherwise: str) -> Bilingual:
    return Bilingual(zh=found.zh or found.en or otherwise, en=found.en or found.zh or otherwise)


def _outwards(place: str, part_of: Mapping[str, list[str]]) -> Iterator[str]:
    seen: dict[str, None] = {}
    step = [place]
    while step:
        seen |= dict.fromkeys(step)
        step = [above for each in step for above in part_of.get(each, []) if above not in seen]
    yield from seen

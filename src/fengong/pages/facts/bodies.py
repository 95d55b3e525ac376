"""All bodies and places: grouped by where they stand and what kind they are, each with how much it is charged with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from fengong.ask.pinyin import readings
from fengong.bilingual import Bilingual
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCTERMS, FG, SKOS
from fengong.pages.facts.charges import Charges
from fengong.pages.facts.names import Body, Concept, Names
from fengong.pages.facts.place import Place, places
from fengong.pages.facts.table import Table

COLLECTIVES = Bilingual(zh="集合单位", en="collectives")
UNLISTED = Bilingual(zh="经审核的单位表中没有的名称", en="names that no reviewed table lists")


@dataclass(frozen=True, slots=True)
class Row:
    """One body: how many responsibilities name it, how many of them are leads, how many it has through collectives.

    ``find`` is what it may be looked for by beside its names: short forms and how they sound.
    """

    body: Body
    place: Concept | None
    own: int
    leads: int
    through: int
    find: str


@dataclass(frozen=True, slots=True)
class Group:
    """Bodies of one kind in one place, or in all parts of one place."""

    kind: Bilingual
    kind_iri: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The groups of one place; ``parts``: of the places that it is made of, not of the place itself."""

    place: Concept | None
    parts: bool
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many bodies it has."""
        return sum(len(group.rows) for group in self.groups)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place: how many bodies are there, and in how many tasks one of them has a part."""

    place: Place
    bodies: int
    tasks: int
    find: str


def sections(store: ox.Store, names: Names, charges: Charges) -> tuple[Section, ...]:
    """Every body once: the provinces, each followed by its parts, then the nation, then what no reviewed table lists."""
    known = {place.iri: place for place in places(store, names)}
    found: dict[tuple[int, str, bool], dict[tuple[str, Bilingual], list[Row]]] = {}
    for body, kind, kind_iri in _bodies(store, names):
        at = lookup.text(store, ox.NamedNode(body.iri), FG.jurisdiction)
        above = _above(known, at)
        part = bool(above and _above(known, above))
        order = 2 if not at else 1 if not above else 0
        groups = found.setdefault((order, above if part else at, part), {})
        groups.setdefault((kind_iri, kind), []).append(_row(store, names, charges, body, at))
    return tuple(
        Section(names.concept(place) if place else None, part, tuple(_groups(found[order, place, part])))
        for order, place, part in sorted(found)
    )


def _above(known: dict[str, Place], place: str) -> str:
    """What a place is part of; empty for the nation, and for no place."""
    part_of = known[place].part_of if place in known else None
    return part_of.iri if part_of else ""


def place_rows(store: ox.Store, names: Names, charges: Charges) -> tuple[PlaceRow, ...]:
    """Every place, with what its own bodies have to do."""
    made = []
    for place in places(store, names):
        bodies = [names.body(each) for each in place.bodies]
        tasks = {task.iri for body in bodies for task in charges.of(body).tasks}
        made.append(PlaceRow(place, len(bodies), len(tasks), _sounds([place.name.zh, *place.aliases])))
    return tuple(made)


def _bodies(store: ox.Store, names: Names) -> Iterator[tuple[Body, Bilingual, str]]:
    for node in lookup.instances(store, FG.SingleBody):
        kind = lookup.text(store, node, FG.kind)
        yield names.body(node.value), names.concept(kind).label if kind else Bilingual(zh="（未分类）", en="(no kind)"), kind
    for node in lookup.instances(store, FG.BodyCollective):
        yield names.body(node.value), COLLECTIVES, ""
    seen = set()
    for iri in sorted((node.value for node in lookup.instances(store, FG.UnlistedBody)), key=natural_key):
        body = names.body(iri)
        if body.name.zh not in seen:
            seen.add(body.name.zh)
            yield body, UNLISTED, ""


def _row(store: ox.Store, names: Names, charges: Charges, body: Body, place: str) -> Row:
    portfolio = charges.of(body)
    leads = sum(charge.duty.role.slug == "lead" for charge in portfolio.own)
    node = ox.NamedNode(body.iri)
    words = [
        body.name.zh,
        *(each.value for each in lookup.literals(store, node, SKOS.altLabel)),
        lookup.text(store, node, DCTERMS.identifier),
    ]
    through = len(portfolio.charges) - len(portfolio.own)
    return Row(body, names.concept(place) if place else None, len(portfolio.own), leads, through, _sounds(words))


def _sounds(words: list[str]) -> str:
    """Words, their sounds and the first letters of these, each once."""
    heard = [form for word in words for reading in readings(word)[:1] for form in (reading.sound, reading.initials)]
    return " ".join(dict.fromkeys(word for word in (*words[1:], *heard) if word))


def _groups(found: dict[tuple[str, Bilingual], list[Row]]) -> Iterator[Group]:
    """The most charged kinds first, and in them the most charged bodies."""
    for (iri, kind), rows in sorted(found.items(), key=lambda each: (-sum(row.own for row in each[1]), each[0][0])):
        ordered = sorted(rows, key=lambda row: (-row.own, -row.through, natural_key(Table.key(row.body))))
        yield Group(kind, iri, tuple(ordered))

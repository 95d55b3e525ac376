"""One place: its names, its code, what it is part of and made of, its bodies, and the tables that are about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from fengong.bilingual import Bilingual
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCTERMS, FG, SKOS
from fengong.pages.facts import elsewhere
from fengong.pages.facts.elsewhere import Elsewhere
from fengong.pages.facts.names import Concept, Names

LEVELS = {
    "nation": Bilingual(zh="国家", en="nation"),
    "province": Bilingual(zh="省级", en="province level"),
    "prefecture": Bilingual(zh="地级", en="prefecture level"),
    "county": Bilingual(zh="县级", en="county level"),
    "": Bilingual(zh="（未定）", en="(not known)"),
}
"""What the digits of a GB/T 2260 code say."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place. ``code`` is its GB/T 2260 code, empty for the nation; ``level`` is a key of `LEVELS`."""

    iri: str
    id: str
    name: Bilingual
    aliases: tuple[str, ...]
    code: str
    level: str
    part_of: Concept | None
    parts: tuple[Concept, ...]
    bodies: tuple[str, ...]
    """The IRIs of its own bodies and collectives."""
    tables: tuple[str, ...]
    """The ids of the tables about it."""
    source: str
    elsewhere: tuple[Elsewhere, ...]
    """What the link sets say of it."""

    @property
    def level_words(self) -> Bilingual:
        """The level as a reader calls it."""
        return LEVELS[self.level]


def level(code: str) -> str:
    """The level that a code tells of: two digits for the province, two for the prefecture, two for the county.

    >>> level("510000"), level("510300"), level("510302"), level("cn")
    ('province', 'prefecture', 'county', '')
    """
    if not (code.isascii() and code.isdecimal() and len(code) == len("510000")):
        return ""
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def places(store: ox.Store, names: Names) -> Iterator[Place]:
    """Every place in order of its IRI."""
    for iri in sorted({node.value for node in lookup.instances(store, FG.Place)}, key=natural_key):
        yield read(store, names, iri)


def read(store: ox.Store, names: Names, iri: str) -> Place:
    """The place with this IRI, which must exist."""
    node = ox.NamedNode(iri)
    above = min((each.value for each in lookup.nodes(store, node, FG.partOfPlace)), default="")
    code = lookup.text(store, node, FG.divisionCode)
    there = sorted({each.value for each in lookup.subjects(store, FG.jurisdiction, node)}, key=natural_key)
    classes = set(lookup.instances(store, FG.TaskTable))
    tables = [each for each in there if ox.NamedNode(each) in classes]
    parts = sorted({each.value for each in lookup.subjects(store, FG.partOfPlace, node)}, key=natural_key)
    return Place(
        iri,
        iri.rpartition("/")[2],
        lookup.both(store, node, SKOS.prefLabel),
        tuple(sorted(each.value for each in lookup.literals(store, node, SKOS.altLabel))),
        code,
        level(code) or ("" if above or code else "nation"),
        names.concept(above) if above else None,
        tuple(names.concept(each) for each in parts),
        tuple(each for each in there if each not in tables),
        tuple(each.rpartition("/")[2] for each in tables),
        lookup.text(store, node, DCTERMS.source),
        elsewhere.of(store, node),
    )

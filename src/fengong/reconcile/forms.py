"""The forms in which a name may be written elsewhere, and how much each says: full, reviewed, or made by its place's name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from fengong.ask.fold import joined
from fengong.reconcile.entities import Entities, Entity

_NATION = ("国家", "全国")
_LEVELS = frozenset("省市州区县")
_SHORTEST = 2
_NEAR = 40
_LONG_TEXT = 400


class How(IntEnum):
    """How a form names an entity, from the weakest."""

    SIMILAR = 0
    """It only looks like a name."""
    BARE = 1
    """A reviewed name without its place, or with a mere 省, 市: no reviewed table lists it so."""
    LOCAL = 2
    """A reviewed short form that counts in its jurisdiction: 民政厅."""
    PLACED = 3
    """A reviewed name with another name of its place before it: 四川民政厅."""
    NAMED = 4
    """A reviewed short form that names its place: 自贡市政府."""
    FULL = 5
    """The full name, in Chinese or English, or the text of a task."""
    ID = 6
    """Its id, IRI or code."""


@dataclass(frozen=True)
class Forms:
    """Every form of every entity, folded."""

    entities: Entities

    @cached_property
    def exact(self) -> Mapping[str, Mapping[str, How]]:
        """For each form the ids that it may stand for, with the strongest way in which it does."""
        index: dict[str, dict[str, How]] = defaultdict(dict)
        for entity in self.entities.all:
            for form, how in self._forms(entity):
                if form and how > index[form].get(entity.id, -1):
                    index[form][entity.id] = how
        return {form: dict(found) for form, found in index.items()}

    def _forms(self, entity: Entity) -> Iterator[tuple[str, How]]:
        if entity.type == "PolicyTask":
            for name in (*entity.full, *entity.others):
                yield joined(name), How.LOCAL
            yield joined(entity.text), How.FULL
            for code in entity.codes:
                yield joined(code), How.BARE if code.isdecimal() else How.ID
            return
        for code in entity.codes:
            yield joined(code), How.ID
        proper, generic = self._prefixes(entity)
        for name in map(joined, entity.full):
            yield name, How.FULL
        for name in map(joined, entity.others):
            yield name, How.NAMED if entity.type == "Place" or name.startswith(proper) else How.LOCAL
        if entity.type != "Place":
            for core in self._cores(entity, (*proper, *generic)):
                yield core, How.BARE
                yield from ((prefix + core, How.BARE) for prefix in generic)
                yield from ((prefix + core, How.PLACED) for prefix in proper)

    def _prefixes(self, entity: Entity) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What names the entity's place before its own name, longest first; and what merely says of which level it is."""
        place = self.entities.by_id.get(entity.place)
        if not place:
            return (), ()
        names = {name for name in map(joined, (*place.full, *place.others)) if len(name) >= _SHORTEST and not name.isascii()}
        levels = tuple(sorted({name[-1] for name in names} & _LEVELS))
        names |= set() if levels or self.entities.above.get(place.id, ("", ""))[1:] else set(_NATION)
        return tuple(sorted(names, key=lambda name: (-len(name), name))), levels

    @staticmethod
    def _cores(entity: Entity, prefixes: tuple[str, ...]) -> Iterator[str]:
        """The Chinese names without their place."""
        for name in map(joined, (*entity.full, *entity.others)):
            rest = next((name.removeprefix(prefix) for prefix in prefixes if name.startswith(prefix)), name)
            if len(rest) >= _SHORTEST and not rest.isascii():
                yield rest

    # --- what looks like a name

    @cached_property
    def _names(self) -> tuple[tuple[str, str, int], ...]:
        """Every name (of a task: its text), its entity, and how many pairs of characters it has."""
        found = []
        for entity in self.entities.all:
            names = [entity.text] if entity.type == "PolicyTask" else [*entity.full, *entity.others]
            found += [(name, entity.id, len(_pairs(name))) for name in dict.fromkeys(map(joined, names)) if name]
        return tuple(found)

    @cached_property
    def _postings(self) -> Mapping[str, tuple[int, ...]]:
        index: dict[str, list[int]] = defaultdict(list)
        for place, (name, _, _) in enumerate(self._names):
            for pair in _pairs(name):
                index[pair].append(place)
        return {pair: tuple(places) for pair, places in index.items()}

    def near(self, folded: str) -> Iterator[tuple[str, str, float]]:
        """Names that share the most pairs of characters with a folded one: name, id of the entity, and the share (0 to 1)."""
        pairs = _pairs(folded[:_LONG_TEXT])
        shared = Counter(place for pair in pairs for place in self._postings.get(pair, ()))
        rated = ((2 * count / (len(pairs) + self._names[place][2]), place) for place, count in shared.items())
        for share, place in sorted(rated, key=lambda each: (-each[0], each[1]))[:_NEAR]:
            name, entity, _ = self._names[place]
            yield name, entity, share

    def warm(self) -> None:
        """Make everything that a query needs."""
        _ = (self.exact, self._names, self._postings)


def _pairs(folded: str) -> frozenset[str]:
    """The pairs of neighbouring characters, with those that the name begins and ends by."""
    framed = f"\n{folded}\n"
    return frozenset(framed[at : at + 2] for at in range(len(framed) - 1))

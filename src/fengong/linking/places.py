"""From a key in somebody else's table to a place of ours: by IRI, GB/T 2260 code, full name or short name; never by likeness."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

import pyoxigraph as ox

from fengong import iris
from fengong.ask.dataset import Dataset
from fengong.ask.names import Names, Thing
from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.graph import lookup
from fengong.graph.terms import FG, node
from fengong.text.norm import key as matching

How = Literal["iri", "code", "name", "short"]

_CODE = re.compile(r"([0-9]{6})(?:000000)?")
_ELSEWHERE = "SELECT ?place ?other { GRAPH ?links { ?place schema:sameAs ?other } ?place a fg:Place }"
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A place of ours, and what it was found by."""

    place: str
    how: How


@dataclass(frozen=True, slots=True)
class Missing:
    """Why no place was found: nothing is called so, or several are."""

    reason: Bilingual


class Places:
    """Looks up keys among the places of one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.things = Names(dataset).places

    def find(self, given: str) -> Match | Missing:
        """The place that ``given`` is the IRI, the code or a name of. Spaces and width do not count in codes and names, nor case in names.

        A code has six digits, or the twelve of the statistical code whose last six are zeros.
        """
        bare = given.strip(" \t\r\n\u3000\u00a0")
        if not bare:
            return Missing(Bilingual(zh="格子为空", en="the cell is empty"))
        if "://" in bare:
            return self._by_iri(bare)
        if match := _CODE.fullmatch(matching(bare)):
            iri = iris.place(match[1])
            found = Match(iri, "code") if any(thing.iri == iri for thing in self.things) else None
            return found or Missing(Bilingual(zh=f"没有代码为 {match[1]} 的地方", en=f"no place has the code {match[1]}"))
        return self._by_name(bare)

    def holds_a_name(self, text: str) -> bool:
        """Whether a place of ours is named in ``text`` in Chinese."""
        return any(thing.label in text or any(name in text for name in thing.names if not name.isascii()) for thing in self.things)

    def label(self, iri: str) -> str:
        """The Chinese name of a place, with its code."""
        return next((thing.shown for thing in self.things if thing.iri == iri), iri)

    def _by_iri(self, iri: str) -> Match | Missing:
        if any(thing.iri == iri for thing in self.things):
            return Match(iri, "iri")
        if len(found := self._elsewhere.get(iri, set())) == 1:
            return Match(next(iter(found)), "iri")
        return Missing(Bilingual(zh="图中没有地方用这个 IRI", en="no place of the graph has this IRI"))

    def _by_name(self, bare: str) -> Match | Missing:
        folded = matching(bare).casefold()
        found = self._names.get(folded, [])
        if len(found) == 1:
            return Match(found[0].iri, "name" if folded in found[0].full_names or folded in self._whole else "short")
        if found:
            shown = " · ".join(sorted(thing.shown for thing in found))
            return Missing(Bilingual(zh=f"可指多个地方：{shown}", en=f"may be any of: {shown}"))
        import difflib  # noqa: PLC0415 - only for what is not found

        near = difflib.get_close_matches(folded, list(self._names), n=_NEAR, cutoff=0.5)
        shown = " · ".join(dict.fromkeys(thing.shown for name in near for thing in self._names[name]))
        tail = (f"；最接近的：{shown}", f"; nearest: {shown}") if shown else ("", "")
        return Missing(
            Bilingual(zh=f"没有叫「{printable(bare)}」的地方{tail[0]}", en=f"no place is called “{printable(bare)}”{tail[1]}"),
        )

    @cached_property
    def _whole(self) -> dict[str, Thing]:
        """Places by the name of the place above and their own: 四川省成都市."""
        labels = {thing.iri: matching(thing.label).casefold() for thing in self.things}
        whole = {}
        for thing in self.things:
            for above in lookup.nodes(self.dataset.asserted, node(thing.iri), FG.partOfPlace):
                whole[labels.get(above.value, "") + labels[thing.iri]] = thing
        return whole

    @cached_property
    def _names(self) -> dict[str, list[Thing]]:
        names: dict[str, list[Thing]] = defaultdict(list)
        for thing in self.things:
            for name in sorted(thing.names):
                names[name].append(thing)
        for name, thing in self._whole.items():
            if thing not in names[name]:
                names[name].append(thing)
        return names

    @cached_property
    def _elsewhere(self) -> dict[str, set[str]]:
        """Places of ours by the IRIs that reviewed link sets say are the same."""
        found: dict[str, set[str]] = defaultdict(set)
        rows = cast("ox.QuerySolutions", self.dataset.whole.query(_ELSEWHERE, prefixes=iris.PREFIXES))
        for place, other in ((row["place"], row["other"]) for row in rows):
            if isinstance(place, ox.NamedNode) and isinstance(other, ox.NamedNode):
                found[other.value].add(place.value)
        return found

"""Which row of one table is which row of the other: by the same words first, then by similar words, then by the number.

Everything here is decided by wordings and places alone, and comes out the same when the two tables change sides.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Literal, TypeAlias

from fengong.compare.wording import Taken, Wording, similarity

By: TypeAlias = Literal["wording", "similarity", "number", "parts"]

ALIKE = 0.5
"""Two wordings this similar are one task. Of the 1,326 pairs of different tasks in the Sichuan table none reaches 0.41."""

ALIKE_IN_PLACE = 0.3
"""The same for two rows with the same number, or the same place beside a matched row;
99 of 100 pairs of different tasks stay below 0.28."""

PART = 0.6
"""So much of a part's words must come from the whole, and from no place that another part took."""

WHOLE = 0.7
"""So much of the whole's words must be found again in the parts."""


@dataclass(frozen=True, slots=True)
class Match:
    """Rows that are the same task, by their places from 0. One side has several rows where a task was split or tasks merged."""

    earlier: tuple[int, ...]
    later: tuple[int, ...]
    by: By
    similarity: float


@dataclass(frozen=True)
class Rows:
    """One side: wordings in matching form, and printed numbers, in printed order."""

    keys: Sequence[str]
    numbers: Sequence[int]

    @cached_property
    def wordings(self) -> tuple[Wording, ...]:
        """The wordings, ready to be compared with many."""
        return tuple(map(Wording, self.keys))


def matches(earlier: Rows, later: Rows) -> tuple[Match, ...]:
    """The rows that belong together, in the order of the earlier table. Rows that no match has were added or dropped."""
    found = [Match((i,), (j,), "wording", 1.0) for i, j in _same(earlier.keys, later.keys)]
    near = _Near(earlier, later, found)
    near.take(_groups(near))
    near.take(_pairs(near))
    return tuple(sorted([*found, *near.found], key=lambda match: (match.earlier, match.later)))


def _same(earlier: Sequence[str], later: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs with the same wording. Common rows at both ends come first, so that a repeated wording is paired in its place."""
    shorter = min(len(earlier), len(later))
    head = next((at for at in range(shorter) if earlier[at] != later[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if earlier[-1 - at] != later[-1 - at]), rest)
    yield from ((at, at) for at in range(head))
    yield from ((len(earlier) - at, len(later) - at) for at in range(tail, 0, -1))
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for j in range(head, len(later) - tail):
        waiting[later[j]].append(j)
    for i in range(head, len(earlier) - tail):
        if waiting[earlier[i]]:
            yield i, waiting[earlier[i]].popleft()


class _Near:
    """The rows that are still alone, what each has in common with each, and the matches found among them."""

    def __init__(self, earlier: Rows, later: Rows, same: Sequence[Match]) -> None:
        self.earlier = earlier
        self.later = later
        self.found: list[Match] = []
        self._pair = {match.earlier[0]: match.later[0] for match in same}
        self._paired = set(self._pair.values())
        self._left = set(range(len(earlier.keys))) - self._pair.keys()
        self._right = set(range(len(later.keys))) - self._paired
        self.common = {(i, j): earlier.wordings[i].common(later.wordings[j]) for i in sorted(self._left) for j in sorted(self._right)}

    def take(self, candidates: Iterable[tuple[tuple[object, ...], Match]]) -> None:
        """Accept the best candidates that share no row."""
        for _, match in sorted(candidates, key=itemgetter(0)):
            if self._left.issuperset(match.earlier) and self._right.issuperset(match.later):
                self.found.append(match)
                self._left.difference_update(match.earlier)
                self._right.difference_update(match.later)
        self.common = {(i, j): length for (i, j), length in self.common.items() if i in self._left and j in self._right}

    def tie(self, match: Match) -> tuple[object, ...]:
        """What decides between equally good matches, the same from both sides: the words, then the places."""
        words = sorted([*(self.earlier.keys[i] for i in match.earlier), *(self.later.keys[j] for j in match.later)])
        return words, sorted([*match.earlier, *match.later]), match.earlier

    def alike_in_place(self, i: int, j: int) -> bool:
        """Whether two rows have the same number, or stand equally far from a pair with the same words, or from an end of the table."""
        return self.earlier.numbers[i] == self.later.numbers[j] or any(self._beside(i, j, step) for step in (-1, 1))

    def _beside(self, i: int, j: int, step: int) -> bool:
        while True:
            i, j = i + step, j + step
            ended = (not 0 <= i < len(self.earlier.keys), not 0 <= j < len(self.later.keys))
            if any(ended):
                return all(ended)
            if i in self._pair or j in self._paired:
                return self._pair.get(i) == j


def _pairs(near: _Near) -> list[tuple[tuple[object, ...], Match]]:
    """One row to one row: similar words, or fewer similar words in the same place."""
    found: list[tuple[tuple[object, ...], Match]] = []
    for (i, j), common in near.common.items():
        alike = similarity(common, near.earlier.keys[i], near.later.keys[j])
        if alike >= ALIKE:
            match = Match((i,), (j,), "similarity", alike)
        elif alike >= ALIKE_IN_PLACE and near.alike_in_place(i, j):
            match = Match((i,), (j,), "number", alike)
        else:
            continue
        found.append(((match.by == "number", -alike, abs(i - j), *near.tie(match)), match))
    return found


def _groups(near: _Near) -> list[tuple[tuple[object, ...], Match]]:
    """One row to several: a task that was split, and, the other way round, tasks that were merged."""
    split = _spread(near.earlier, near.later, near.common)
    merged = _spread(near.later, near.earlier, {(j, i): length for (i, j), length in near.common.items()})
    found = [Match((whole,), parts, "parts", share) for whole, parts, share in split]
    found += [Match(parts, (whole,), "parts", share) for whole, parts, share in merged]
    return [((-match.similarity, *near.tie(match)), match) for match in found]


def _spread(one: Rows, other: Rows, common: dict[tuple[int, int], int]) -> Iterator[tuple[int, tuple[int, ...], float]]:
    """Each row of ``one`` whose words are spread over two or more rows of ``other``, with these, and how much is found again."""
    candidates: dict[int, list[int]] = defaultdict(list)
    for (whole, part), length in common.items():
        if length >= PART * len(other.keys[part]) > 0:
            candidates[whole].append(part)
    for whole, parts in candidates.items():
        if len(parts) > 1:
            words = one.keys[whole]
            chosen, covered = _cover(words, {part: other.keys[part] for part in parts})
            if len(chosen) > 1 and len(covered) >= WHOLE * len(words):
                yield whole, tuple(sorted(chosen)), similarity(len(covered), words, "".join(other.keys[part] for part in chosen))


def _cover(whole: str, parts: dict[int, str]) -> tuple[list[int], frozenset[int]]:
    """The parts that repeat places of ``whole`` which no other part took, the largest first, and all places taken."""
    taken = {part: Taken.of(whole, words).places for part, words in parts.items()}
    chosen: list[int] = []
    covered: frozenset[int] = frozenset()
    for part in sorted(parts, key=lambda part: (-len(taken[part]), parts[part], part)):
        if len(taken[part] - covered) >= PART * len(parts[part]):
            chosen.append(part)
            covered |= taken[part]
    return chosen, covered

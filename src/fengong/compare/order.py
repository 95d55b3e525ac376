"""Which pairs of rows changed their order: all but the longest sequence of pairs that kept it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise


def moved(pairs: Mapping[tuple[int, int], str]) -> frozenset[tuple[int, int]]:
    """Of pairs (place before, place after) with their words, those that moved relative to the others.

    The pairs that stay are a longest increasing subsequence; of several equally long ones, that whose pairs stand nearest to
    where they stood, then that which the words decide: so both directions of a comparison find the same.

    >>> moved({(0, 0): "甲", (1, 2): "乙", (2, 3): "丙", (3, 1): "丁"})
    frozenset({(3, 1)})
    """
    ordered = sorted(pairs)
    if all(before[1] < after[1] for before, after in pairwise(ordered)):
        return frozenset()
    ranked = sorted(ordered, key=lambda pair: (-abs(pair[0] - pair[1]), pairs[pair], min(pair), max(pair)))
    weight = {pair: (1 << len(ordered)) + (1 << rank) for rank, pair in enumerate(ranked)}
    return frozenset(ordered) - _heaviest(ordered, weight)


def _heaviest(ordered: list[tuple[int, int]], weight: Mapping[tuple[int, int], int]) -> frozenset[tuple[int, int]]:
    """The increasing subsequence of the greatest weight; sums of these weights are never equal by accident.

    A Fenwick tree over the second places holds the heaviest subsequence that ends at or before each.
    """
    rank = {after: at for at, after in enumerate(sorted(after for _, after in ordered), 1)}
    best: list[tuple[int, tuple[int, int] | None]] = [(0, None)] * (len(ordered) + 1)
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for pair in ordered:
        at, found = rank[pair[1]] - 1, best[0]
        while at > 0:
            found = max(found, best[at], key=lambda each: each[0])
            at -= at & -at
        before[pair] = found[1]
        ending, at = (found[0] + weight[pair], pair), rank[pair[1]]
        while at < len(best):
            best[at] = max(best[at], ending, key=lambda each: each[0])
            at += at & -at
    last = max(best, key=lambda each: each[0])[1]
    kept = set()
    while last is not None:
        kept.add(last)
        last = before[last]
    return frozenset(kept)

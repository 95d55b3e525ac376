"""How alike two wordings are, and where they differ, character by character.

Similarity is twice the longest common subsequence over the sum of the lengths, as rapidfuzz's ``Indel``; it is symmetric, which
the ratio of `difflib` is not. Why neither is used for it: docs/decisions/compare.md.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Sign: TypeAlias = Literal["=", "-", "+"]
Piece: TypeAlias = tuple[Sign, str]

_SHORTEST_KEPT = 2
"""An unchanged run between two changes is shown as unchanged from this length on: single characters agree by accident."""

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|.", re.DOTALL)

_RUN = 3
"""Characters that count as taken over from another wording stand in a run of at least this length."""


class Wording:
    """One wording in matching form, with the places of each character as the bits of a number, so that comparing many is fast."""

    __slots__ = ("_all", "_places", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._all = (1 << len(text)) - 1
        self._places: dict[str, int] = {}
        for at, char in enumerate(text):
            self._places[char] = self._places.get(char, 0) | 1 << at

    def common(self, other: Wording) -> int:
        """The length of the longest common subsequence, by Hyyrö's bit-parallel algorithm.

        >>> Wording("民政厅牵头").common(Wording("财政厅带头"))
        3
        """
        row = self._all
        for char in other.text:
            if met := row & self._places.get(char, 0):
                row = ((row + met) | (row - met)) & self._all
        return len(self.text) - row.bit_count()


def similarity(common: int, one: str, other: str) -> float:
    """From 0 to 1, for two wordings with a common subsequence of length ``common``; two empty ones are alike.

    >>> similarity(3, "民政厅牵头", "财政厅带头")
    0.6
    """
    return 2 * common / (len(one) + len(other)) if one or other else 1.0


@dataclass(frozen=True, slots=True)
class Taken:
    """The places of ``whole`` that ``part`` repeats in runs."""

    places: frozenset[int]

    @classmethod
    def of(cls, whole: str, part: str) -> Taken:
        """
        >>> sorted(Taken.of("发展养老，支持托育。", "支持托育机构。").places)
        [5, 6, 7, 8]
        """
        blocks = difflib.SequenceMatcher(None, whole, part, autojunk=False).get_matching_blocks()
        return cls(frozenset(at for b in blocks if b.size >= _RUN for at in range(b.a, b.a + b.size)))


def difference(earlier: str, later: str) -> tuple[Piece, ...]:
    """What became of the words: pieces kept (``=``), taken away (``-``) and put in (``+``), in reading order.

    The kept and the taken away pieces are ``earlier``, the kept and the put in ones ``later``. A number is changed whole.

    >>> difference("由民政部牵头，设10个。", "由民政厅牵头，设12个。")
    (('=', '由民政'), ('-', '部'), ('+', '厅'), ('=', '牵头，设'), ('-', '10'), ('+', '12'), ('=', '个。'))
    """
    was, now = _TOKEN.findall(earlier), _TOKEN.findall(later)
    runs: list[list[str]] = []  # kept, taken away, put in
    codes = difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    for at, (tag, a, b, c, d) in enumerate(codes):
        before, after = "".join(was[a:b]), "".join(now[c:d])
        if tag == "equal" and not (0 < at < len(codes) - 1 and len(before) < _SHORTEST_KEPT):
            runs.append([before, "", ""])
        elif runs and not runs[-1][0]:
            runs[-1][1] += before
            runs[-1][2] += after
        else:
            runs.append(["", before, after])
    signs: tuple[Sign, ...] = ("=", "-", "+")
    return tuple((sign, words) for run in runs for sign, words in zip(signs, run, strict=True) if words)

"""Words with a meaning each, found in a text by the longest match. What they are is data: the hidden labels of the ontology."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

_PAIRS = {"“": "”", "‘": "’", "(": ")", "《": "》", "〈": "〉", "「": "」", "『": "』", "[": "]", "〔": "〕"}
MASK = "\0"
BRACKET = re.compile(rf"\({MASK}*\)")
"""A bracket whose content is masked."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words in matching form (`norm.key`), each with the slug of the concept that has it as a label."""

    meaning: Mapping[str, str]
    _lengths: Mapping[str, tuple[int, ...]] = field(init=False, repr=False, compare=False)
    _longest: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lengths: dict[str, set[int]] = {}
        object.__setattr__(self, "_longest", max(map(len, self.meaning), default=0))
        for word in self.meaning:
            lengths.setdefault(word[0], set()).add(len(word))
        object.__setattr__(self, "_lengths", {first: tuple(sorted(each, reverse=True)) for first, each in lengths.items()})

    @classmethod
    def of(cls, words: Iterable[str]) -> Words:
        """Words that all mean the same."""
        return cls(dict.fromkeys(words, "."))

    def at(self, text: str, place: int) -> str:
        """The longest word that ``text`` has at ``place``; empty when none."""
        if place >= len(text):
            return ""
        for length in self._lengths.get(text[place], ()):
            if (word := text[place : place + length]) in self.meaning:
                return word
        return ""

    def ending(self, text: str) -> str:
        """The longest word that ``text`` ends with; empty when none."""
        return next((text[i:] for i in range(max(0, len(text) - self._longest), len(text)) if text[i:] in self.meaning), "")

    def each(self, text: str, start: int = 0) -> Iterator[tuple[int, str]]:
        """Every word of ``text`` with its place, from left to right, none overlapping another."""
        at = start
        while at < len(text):
            if word := self.at(text, at):
                yield at, word
            at += len(word) or 1


def masked(text: str) -> str:
    """``text`` with everything inside quotation marks and brackets blanked, so that no word is found there; lengths stay.

    A mark that is never closed opens nothing.

    >>> masked("推广“时间银行”模式").replace(MASK, "-")
    '推广“----”模式'
    """
    if not any(map(text.__contains__, _PAIRS)):
        return text
    out, waiting = list(text), list[tuple[str, int]]()
    for place, char in enumerate(text):
        if char in _PAIRS:
            waiting.append((_PAIRS[char], place))
        elif any(close == char for close, _ in waiting):
            while waiting:
                close, opened = waiting.pop()
                if close == char:
                    out[opened + 1 : place] = MASK * (place - opened - 1)
                    break
    return "".join(out)

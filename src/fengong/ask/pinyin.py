"""How a Chinese name sounds: its syllables without tones, and what else they may be where a character has several readings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import pypinyin

from fengong.ask.fold import joined

_SHORT = 6
_READINGS = 2
"""A short name is also found by the second reading of one of its characters: 人行 is ren xing or ren hang."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: a syllable for each character of its folded form (a letter or digit stands for itself)."""

    name: str
    syllables: tuple[str, ...]

    @property
    def sound(self) -> str:
        """The syllables in one word."""
        return "".join(self.syllables)

    @property
    def initials(self) -> str:
        """The first letters."""
        return "".join(syllable[0] for syllable in self.syllables)


def readings(name: str) -> tuple[Reading, ...]:
    """The ways to read ``name``, the usual one first; none for a name without Chinese characters. ü is written u.

    >>> [reading.sound for reading in readings("民政厅")]
    ['minzhengting']
    >>> [reading.sound for reading in readings("乐山")]
    ['leshan', 'yueshan']
    """
    folded = joined(name)
    if not any(_is_han(char) for char in folded):
        return ()
    runs = ["".join(chars) for _, chars in groupby(folded, _is_han)]
    usual = tuple(syllable for run in runs for syllable in _run(run))
    return tuple(Reading(name, each) for each in dict.fromkeys((usual, *_others(folded, usual))))


def _others(folded: str, usual: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len(folded) <= _SHORT:
        for place, char in enumerate(folded):
            for syllable in _characters(char):
                yield (*usual[:place], syllable, *usual[place + 1 :])


def _run(run: str) -> tuple[str, ...]:
    """The syllables of a run of Chinese characters, as its phrases are read; anything else as it is."""
    return tuple(_plain(each[0]) for each in pypinyin.pinyin(run, style=pypinyin.Style.NORMAL)) if _is_han(run[0]) else tuple(run)


@lru_cache(maxsize=8_192)
def _characters(char: str) -> tuple[str, ...]:
    """The readings of one character, the commonest first."""
    if not _is_han(char):
        return (char,)
    found = pypinyin.pinyin(char, style=pypinyin.Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(_plain(each) for each in found[0]))[:_READINGS]


def _plain(syllable: str) -> str:
    return joined(syllable).replace("v", "u") or syllable


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000"

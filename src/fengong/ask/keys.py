"""What an entry is compared by, what a query is compared as, and how well the two agree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fengong.ask import fold
from fengong.ask.pinyin import readings
from fengong.ask.searchable import Entry

WHOLE, OTHER, SOUND, BEGINS, SOUND_BEGINS, WORD, INSIDE, TEXT, SOUND_INSIDE = 100.0, 90.0, 85.0, 70.0, 60.0, 50.0, 40.0, 25.0, 15.0
_CLOSER = 9.0
LETTERS = 3
"""A sound is looked for inside others from so many letters on."""
_TONES = re.compile(r"(?<=[a-z])[1-5]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, or one word of it, in the forms that are compared: joined, spaced, and as a sound (empty where it is none)."""

    joined: str
    spaced: str
    sound: str

    @classmethod
    def of(cls, joined: str, spaced: str) -> Asked:
        """With its sound.

        >>> Asked.of("min2zheng4ting1", "min2zheng4ting1").sound
        'minzhengting'
        """
        sound = _TONES.sub("", joined).replace("v", "u")
        return cls(joined, spaced, sound if re.fullmatch(r"[a-z]+", sound) else "")


@dataclass(frozen=True, slots=True)
class Keys:
    """Lines between line ends, each kind sorted by length; the two texts, folded."""

    names: str
    others: str
    codes: str
    english: str
    sounds: str
    text_zh: str
    text_en: str
    everything: str
    """All of them, to see fast that nothing agrees."""

    @classmethod
    def of(cls, entry: Entry) -> Keys:
        """The keys of an entry."""
        heard = [reading for name in entry.heard for reading in readings(name)]
        codes = [*entry.codes, *(fold.joined(code) for code in entry.codes)] if entry.kind != "task" else entry.codes
        lines = (
            _lines([fold.joined(entry.label.zh)]),
            _lines(fold.joined(name) for name in entry.others),
            _lines(code.lower() for code in codes),
            _lines(f" {fold.spaced(name)} " for name in (entry.label.en, *(name for name in entry.others if name.isascii()))),
            _lines([*(reading.sound for reading in heard), *(reading.initials for reading in heard)]),
            fold.joined(entry.text.zh),
            f" {fold.spaced(entry.text.en)} " if entry.text.en else "",
        )
        return cls(*lines, "".join(lines))


def _lines(words: Iterable[str]) -> str:
    several = sorted({word for word in words if word.strip()}, key=lambda word: (len(word), word))
    return "\n" + "\n".join(several) + "\n" if several else ""


def score(keys: Keys, query: Asked) -> float:
    """How well the query agrees with the keys (`ask.search` has the table); 0.0 where it does not."""
    q, w, s = query.joined, query.spaced, query.sound
    if not (q in keys.everything or f" {w}" in keys.everything or (s and s in keys.everything)):
        return 0.0
    line, words, sound = f"\n{q}\n", f"\n {w} \n", f"\n{s}\n"
    if line in keys.names or line in keys.codes or words in keys.english:
        return WHOLE
    if line in keys.others:
        return OTHER
    if s and sound in keys.sounds:
        return SOUND
    begins = max(_closeness(keys.names, line[:-1]), _closeness(keys.others, line[:-1]), _closeness(keys.codes, line[:-1]))
    if begins := max(begins, _closeness(keys.english, words[:-2])):
        return BEGINS + begins
    if s and (begins := _closeness(keys.sounds, sound[:-1])):
        return SOUND_BEGINS + begins
    return _inside(keys, query)


def _inside(keys: Keys, query: Asked) -> float:
    q, w, s = query.joined, query.spaced, query.sound
    if found := _closeness(keys.english, f" {w}"):
        return WORD + found
    if not q.isdecimal() and (found := max(_closeness(keys.names, q), _closeness(keys.others, q))):
        return INSIDE + found
    if q in keys.text_zh or (keys.text_en and f" {w}" in keys.text_en):
        return TEXT
    return SOUND_INSIDE if len(s) >= LETTERS and s in keys.sounds else 0.0


def _closeness(lines: str, part: str) -> float:
    """9 × the share that ``part`` is of the first line it stands in (both without their line ends and outer spaces); 0.0 if none."""
    at = lines.find(part)
    if at < 0:
        return 0.0
    start = lines.rfind("\n", 0, at + 1) + 1
    return _CLOSER * len(part.strip()) / len(lines[start : lines.find("\n", at + 1)].strip())

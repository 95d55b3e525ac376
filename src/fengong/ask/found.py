"""By which words something was found, and where in them: so that a page can mark it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from fengong.ask.fold import Folded
from fengong.ask.keys import LETTERS, Asked
from fengong.ask.pinyin import readings
from fengong.ask.searchable import Entry

Where = Literal["name", "other", "english", "code", "sound", "text"]
_MARKS = 12


@dataclass(frozen=True, slots=True)
class Match:
    """The words that hold what was looked for, what they are of the thing, and the ranges [start, end) that hold it.

    ``where`` is ``name`` (the label in Chinese), ``other`` (another name), ``english`` (the label in English), ``code``, ``sound``
    (a name, found by how it is read) or ``text``.
    """

    where: Where
    words: str
    spans: tuple[tuple[int, int], ...]

    def pieces(self, around: int | None = None) -> Iterator[tuple[str, bool]]:
        """The words in pieces, each with whether it is to be marked; ``around`` cuts what is further from the marks, with …

        >>> list(Match("name", "四川省民政厅", ((3, 6),)).pieces())
        [('四川省', False), ('民政厅', True)]
        >>> list(Match("text", "四川省民政厅牵头", ((3, 6),)).pieces(around=1))
        [('…省', False), ('民政厅', True), ('牵…', False)]
        """
        first = 0 if around is None or not self.spans else max(0, self.spans[0][0] - around)
        last = len(self.words) if around is None or not self.spans else min(len(self.words), self.spans[0][1] + around)
        at = first
        before = "…" if first else ""
        for start, end in self.spans:
            if start >= last:
                break
            if start > at or before:
                yield before + self.words[at:start], False
            yield self.words[start : min(end, last)], True
            before, at = "", min(end, last)
        rest = self.words[at:last] + ("…" if last < len(self.words) else "")
        if before + rest:
            yield before + rest, False


def explained(entry: Entry, query: Asked) -> Match | None:
    """Where in the thing the query is found best, in the order of `ask.search`; None where it is not found."""
    named: list[tuple[Where, str]] = [("name", entry.label.zh), *(("other", name) for name in entry.others)]
    coded: list[tuple[Where, str]] = [("code", code) for code in entry.codes]
    for fits in (_whole, _begins):
        for where, words in (*named, *coded):
            if spans := _spans(words, query.joined, fits):
                return Match(where, words, spans)
        for where, words in (("english", entry.label.en), *named[1:]):
            if spans := _spans(words, query.spaced, fits, gaps=True):
                return Match(where, words, spans)
        if match := _heard(entry, query.sound, fits):
            return match
    return _inside(entry, named, query)


def _inside(entry: Entry, named: list[tuple[Where, str]], query: Asked) -> Match | None:
    english: list[tuple[Where, str]] = [("english", entry.label.en), *named[1:]]
    for where, words in english:
        if spans := _spans(words, query.spaced, _word, gaps=True):
            return Match(where, words, spans[:1])
    for where, words in named if not query.joined.isdecimal() else ():
        if spans := _spans(words, query.joined, _anywhere):
            return Match(where, words, spans[:1])
    if spans := _spans(entry.text.zh, query.joined, _anywhere):
        return Match("text", entry.text.zh, spans)
    if spans := _spans(entry.text.en, query.spaced, _word, gaps=True):
        return Match("text", entry.text.en, spans)
    return _heard(entry, query.sound, _anywhere) if len(query.sound) >= LETTERS else None


Fits = Callable[[str, str], list[int]]


def _whole(folded: str, part: str) -> list[int]:
    return [0] if folded == part else []


def _begins(folded: str, part: str) -> list[int]:
    return [0] if folded.startswith(part) else []


def _anywhere(folded: str, part: str) -> list[int]:
    places: list[int] = []
    at = folded.find(part)
    while at >= 0 and len(places) < _MARKS:
        places.append(at)
        at = folded.find(part, at + len(part))
    return places


def _word(folded: str, part: str) -> list[int]:
    return [at for at in _anywhere(f" {folded}", f" {part}") if at <= len(folded)]


def _spans(words: str, part: str, fits: Fits, *, gaps: bool = False) -> tuple[tuple[int, int], ...]:
    folded = Folded.of(words, gaps=gaps)
    return tuple(folded.span(at, at + len(part)) for at in fits(folded.text, part)) if part and words else ()


def _heard(entry: Entry, sound: str, fits: Fits) -> Match | None:
    """The name that sounds so, with the characters that do."""
    for reading in (reading for name in entry.heard for reading in readings(name)) if sound else ():
        for syllables in (reading.syllables, tuple(reading.initials)):
            if places := fits("".join(syllables), sound):
                starts = [sum(map(len, syllables[:count])) for count in range(len(syllables))]
                first = max(place for place, start in enumerate(starts) if start <= places[0])
                last = max(place for place, start in enumerate(starts) if start < places[0] + len(sound))
                return Match("sound", reading.name, (Folded.of(reading.name).span(first, last + 1),))
    return None

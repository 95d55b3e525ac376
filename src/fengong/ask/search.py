r"""Searching the graph: by Chinese words, English words, short forms, pinyin, initials, codes and numbers.

**The rule**, which a program without Python can follow (`rows` gives it what it needs). A query is folded as `ask.fold` says, cut
after `LONGEST` characters; ``q`` is its joined form, ``w`` its spaced form. A query of the form of a task's number (12, 第12项,
task 12) has that number as ``q``. ``s`` is ``q`` without digits 1-5 behind a letter (tones) and with v as u, where only Latin
letters are left, else nothing.

Each entry has five keys, lines between line ends, folded: names (joined), other names (joined), codes, English (spaced, a space
before and after each line), sounds (a name's syllables in one word; its initials). The score is the first that holds:

====== ===========================================================================================
100    ``\nq\n`` in names, ``\n w \n`` in English, ``\nq\n`` in codes
90     ``\nq\n`` in other names
85     ``\ns\n`` in sounds
70 + c ``\nq`` in names or other names or codes; ``\n w`` in English
60 + c ``\ns`` in sounds
50 + c `` w`` in English
40 + c ``q`` in names or other names (not for a query of digits alone)
25     ``q`` in the joined text in Chinese, or `` w`` in the spaced text in English
15     ``s`` in sounds, from three letters on
====== ===========================================================================================

c = 9 × length of what was looked for ÷ length of the first line that it is found in (lines are sorted by length). Of
several words (apart by spaces or 、，；) an entry that holds each scores the lowest of their scores less 5, where that is more. An
IRI of ours, or its path, finds what it names and nothing else. Equal scores keep the order of the entries.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from fengong import iris
from fengong.ask import fold
from fengong.ask.catalogue import Question
from fengong.ask.dataset import Dataset
from fengong.ask.found import Match, explained
from fengong.ask.keys import Asked, Keys, score
from fengong.ask.searchable import KINDS, Entry, entries
from fengong.bilingual import Bilingual

__all__ = ["KINDS", "Hit", "Hits", "Index", "Match", "index_of", "rows"]

LONGEST = 100
"""So many characters of a query count."""
MOST_WORDS = 8
"""So many words of a query are looked for one by one."""
_APART_LESS = 5.0

_APART = re.compile(r"[\s、，,；;]+")
_NUMBER = re.compile(r"(?:第|任务|task|no)? ?0*(\d{1,5}(?: \d{1,3})?)(?:项|行|条|号|项任务)?")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, how well (100 is its name), and by which words where."""

    iri: str
    kind: str
    label: Bilingual
    score: float
    matches: tuple[Match, ...]
    table: str = ""

    @property
    def path(self) -> str:
        """The IRI without its base: ``id/body/510000/civil-affairs``."""
        return self.iri.removeprefix(iris.BASE)


@dataclass(frozen=True, slots=True)
class Hits:
    """How many things were found, and those that were asked for."""

    total: int
    items: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Index:
    """Everything that can be found, ready to be compared. Made once by `index_of`; it never changes."""

    entries: tuple[Entry, ...]
    keys: tuple[Keys, ...]

    def search(self, query: str, *, kinds: Collection[str] = (), table: str | None = None, limit: int = 20, offset: int = 0) -> Hits:
        """What ``query`` finds, best first; nothing for a query without a letter or number.

        ``kinds`` are some of `KINDS` (none: all). ``table`` leaves out what belongs to another table alone.
        """
        wanted = [
            (place, entry)
            for place, entry in enumerate(self.entries)
            if (not kinds or entry.kind in kinds) and (table is None or entry.table in {"", table})
        ]
        found = sorted(self._scored(query, wanted), key=lambda each: (-each[0], each[1]))
        offset, limit = max(offset, 0), max(limit, 0)
        return Hits(len(found), tuple(self._hit(*each) for each in found[offset : offset + limit]))

    def _scored(self, query: str, wanted: Iterable[tuple[int, Entry]]) -> Iterator[tuple[float, int, tuple[Asked, ...]]]:
        """Score, place of the entry, and what of the query was found in it."""
        if address := _address(query):
            here = [(100.0, place, ()) for place, entry in wanted if entry.path == address]
            if here or query.strip().startswith(iris.BASE):
                yield from here
                return
        whole, words = asked(query)
        for place, _ in wanted if whole.joined else ():
            keys = self.keys[place]
            best = score(keys, whole)
            apart = _apart(keys, words) - _APART_LESS
            if max(best, apart) > 0:
                yield (best, place, (whole,)) if best >= apart else (apart, place, words)

    def _hit(self, found: float, place: int, by: tuple[Asked, ...]) -> Hit:
        entry = self.entries[place]
        matches = dict.fromkeys(match for each in by if (match := explained(entry, each)))
        return Hit(entry.iri, entry.kind, entry.label, round(found, 3), tuple(matches), entry.table)


def _apart(keys: Keys, words: tuple[Asked, ...]) -> float:
    """The lowest score of the words; 0.0 where one does not agree, or there are none."""
    lowest = 0.0
    for word in words:
        found = score(keys, word)
        if not found:
            return 0.0
        lowest = min(lowest, found) if lowest else found
    return lowest


def asked(query: str) -> tuple[Asked, tuple[Asked, ...]]:
    """A query as a whole, and its words where there are several."""
    words = fold.spaced(query[: LONGEST * 4])[:LONGEST].strip()
    number = _NUMBER.fullmatch(words)
    if number:
        return Asked.of(number[1].replace(" ", "-"), words), ()
    several = [word for part in _APART.split(query[:LONGEST]) if (word := fold.spaced(part))][:MOST_WORDS]
    whole, *parts = (Asked.of(word.replace(" ", ""), word) for word in (words, *several))
    return whole, tuple(parts) if len(parts) > 1 else ()


def index_of(dataset: Dataset, questions: Iterable[Question] = ()) -> Index:
    """The index of a dataset and its canned questions.

    >>> import fengong
    >>> graph = fengong.open()
    >>> index = index_of(graph.dataset, graph.questions.values())
    >>> [hit.label.zh for hit in index.search("minzhengting").items]
    ['四川省民政厅']
    """
    found = entries(dataset, questions)
    return Index(found, tuple(Keys.of(entry) for entry in found))


Row = tuple[str, str, str, str, tuple[str, str, str, str, str], str, str]


def rows(index: Index) -> list[Row]:
    """The index as plain rows for a program elsewhere, in the order of the entries, to be searched by the rule above.

    A row is kind, path, label zh, label en, the five keys (names, other names, codes, English, sounds), text zh, text en. The
    keys are folded. The texts are not, so that they can be shown: whoever searches them folds them first.
    """
    return [
        (
            entry.kind, entry.path, entry.label.zh, entry.label.en,
            (keys.names, keys.others, keys.codes, keys.english, keys.sounds), entry.text.zh, entry.text.en,
        )
        for entry, keys in zip(index.entries, index.keys, strict=True)
    ]  # fmt: skip


def _address(query: str) -> str:
    """The path that a query is, where it is an IRI of ours or looks like a path; else nothing."""
    given = query.strip()[: LONGEST * 4]
    if given.startswith(iris.BASE):
        return given.removeprefix(iris.BASE)
    return given.removeprefix("/") if "/" in given or "#" in given else ""

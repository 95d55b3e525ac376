"""The act words of a promise: which word governs a stretch of text, if any.

Everything here works on text in matching form (`norm.Matching`). The words are data (`ontology/strengths.ttl`, `wordings.ttl`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from fengong.text.words import MASK, Words, masked

_CLOSING = "”’)》〉"
_JOINTS = "、和与及或并"


@dataclass(frozen=True)
class Acts:
    """The words by which measures are read.

    ``verbs`` have the strength that they show; ``also_nouns`` govern only where a verb is expected, ``not_acts`` hold act
    words without being one (可持续, 实施方案). ``grounds`` open a ground or a means (按照, 通过, 在), ``closers`` close it
    (标准, 等方式, 中); ``objects`` put the object before the verb (将, 把, 对). ``openers`` and ``aims`` make a lead-in of a whole
    segment (结合…; …的原则). ``making`` are verbs whose object is brought about, ``deliverables`` the words such objects end with.
    """

    verbs: Words
    also_nouns: frozenset[str]
    not_acts: frozenset[str]
    adverbs: Words
    grounds: Words
    closers: Words
    openers: Words
    aims: Words
    making: frozenset[str]
    joints: Words
    deliverables: Words

    @cached_property
    def known(self) -> Words:
        """Act words, and the words that hide one."""
        return Words({**self.verbs.meaning, **dict.fromkeys(self.not_acts, "")})

    def after_adverbs(self, text: str, place: int) -> int:
        """Where ``text`` goes on after the adverbs at ``place``. A word that is an adverb and a verb is an adverb before a verb."""
        while word := self.adverbs.at(text, place):
            longer = self.known.at(text, place)
            if len(longer) > len(word):
                break
            if longer == word and not self.verb_at(text, self.after_adverbs(text, place + len(word))):
                break
            place += len(word)
        return place

    def verb_at(self, text: str, place: int) -> str:
        """The act word that ``text`` has at ``place``; empty when none."""
        word = self.known.at(text, place)
        return word if self.verbs.meaning.get(word) else ""

    def governing(self, text: str) -> tuple[int, str] | None:
        """The place and the act word that governs ``text``, a stretch between two cuts; None where there is none.

        The act word at the beginning, adverbs apart; else one after a ground or a means (按照…标准规划…); else the first that is
        a verb for certain and does not stand in a relative clause (对吸纳…的机构给予…).
        """
        bare = masked(text)
        start = self.after_adverbs(bare, 0)
        if word := self.verb_at(bare, start):
            return start, word
        candidates = list(self._candidates(bare, start))
        for i, (place, word, certain) in enumerate(candidates):
            end = next((p for p, _, sure in candidates[i + 1 :] if sure), len(bare))
            if certain and "的" not in bare[place + len(word) : end]:
                return place, word
        sure = [(place, word) for place, word, certain in candidates if certain]
        return sure[-1] if sure else None

    def _candidates(self, bare: str, start: int) -> Iterator[tuple[int, str, bool]]:
        place = start
        while place < len(bare):
            if self.grounds.at(bare, place) and (landed := self.past_ground(bare, place)):
                place = landed
                continue
            word = self.known.at(bare, place)
            if word and word not in self.not_acts:
                listed = bare[place + len(word) : place + len(word) + 1] in _JOINTS
                expected = place > 0 and not listed and (bare[place - 1] in _CLOSING or self._is_expected(bare, place))
                yield place, word, word not in self.also_nouns or expected
            place += len(word) or 1

    def _is_expected(self, bare: str, place: int) -> bool:
        """Whether a verb is expected at ``place``: an adverb or the close of a ground stands before it."""
        adverb = self.adverbs.ending(bare[:place])
        return bool(adverb and adverb not in self.also_nouns) or any(
            self.past_ground(bare, i) == place for i in range(place) if self.grounds.at(bare, i)
        )

    def past_ground(self, bare: str, place: int) -> int:
        """Where the text goes on after the ground that opens at ``place``; 0 where it is not closed, or nothing is done after it."""
        opener = self.grounds.at(bare, place)
        for at, closer in self.closers.each(bare, place + len(opener)):
            after = self.after_adverbs(bare, at + len(closer))
            if self.verb_at(bare, after) or self.grounds.at(bare, after):
                return after
        return 0

    def means(self, text: str) -> bool:
        """Whether ``text``, what follows an act word, is only a ground or a means (通过…等方式)."""
        bare = masked(text).rstrip(MASK)
        return bool(self.grounds.at(bare, 0)) and bool(self.aims.ending(bare)) and self.governing(text) is None

    def leads_in(self, text: str) -> bool:
        """Whether ``text`` as a whole can only be a ground, an aim, a means or a condition of what comes next."""
        bare = masked(text).rstrip(MASK)
        start = self.after_adverbs(bare, 0)
        if bare.endswith("的"):
            return True
        opener = self.openers.at(bare, start)
        return bool(opener) and (bool(self.aims.ending(bare)) or self.governing(text[start + len(opener) :]) is None)

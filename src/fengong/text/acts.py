"""The act words of a promise: which word governs a stretch of text, if any.

Everything here works on text in matching form (`norm.Matching`). The words are data (`ontology/strengths.ttl`, `wordings.ttl`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from fengong.text.words import MASK, Words, masked

_CLOSING = "”’)》〉"
_JOINTS = "、和与及或并"
_REACH = 100
"""How many characters a ground may hold: without a bound, reading a long line without commas would take minutes."""
_TOWARDS = ("向", "由", "在")
_TIMES = ("在", "于", "自", "从")
_TIME_ENDS = ("前", "内", "起", "后", "期间")


@dataclass(frozen=True)
class Acts:
    """The words by which measures are read.

    ``verbs`` have the strength that they show; ``also_nouns`` govern only where a verb is expected, ``not_acts`` hold act
    words without being one (可持续, 实施方案), ``noun_suffixes`` make a noun of one (回收率); ``stating`` words govern
    before a number (为65%). ``grounds`` open a ground or a means (按照, 通过, 在), ``closers`` close it
    (标准, 等方式, 中). ``openers`` and ``aims`` make a lead-in of a whole segment (结合…; …的原则). ``permissions`` govern wherever
    they stand (可), ``end_points`` make the act word before them binding (扩展至), ``purposes`` make a
    stretch go on with the measure before it (用于…; 为…提供支撑). ``making`` are verbs whose object is brought about,
    ``joints`` part such objects, and ``deliverables`` are the words that their names end with.
    """

    verbs: Words
    also_nouns: frozenset[str]
    not_acts: frozenset[str]
    adverbs: Words
    grounds: Words
    closers: Words
    openers: Words
    aims: Words
    noun_suffixes: Words
    stating: Words
    permissions: Words
    end_points: Words
    purposes: Words
    making: frozenset[str]
    joints: Words
    deliverables: Words

    @cached_property
    def known(self) -> Words:
        """Act words, and the words that hide one."""
        return Words({**self.verbs.meaning, **dict.fromkeys(self.not_acts, "")})

    def after_adverbs(self, text: str, place: int) -> int:
        """Where ``text`` goes on after the adverbs at ``place``. A word that is an adverb and a verb is an adverb before a verb."""
        run: list[tuple[int, bool]] = []
        while word := self.adverbs.at(text, place):
            known = self.known.at(text, place)
            if len(known) > len(word):
                break
            run.append((place, known == word))
            place += len(word)
            if text[place : place + 1] == "、" and self.adverbs.at(text, place + 1):
                if known == word:
                    break
                place += 1
        for start, is_act in reversed(run):
            if is_act and not (self.verb_at(text, place) or self.grounds.at(text, place)):
                place = start
        return place

    def verb_at(self, text: str, place: int) -> str:
        """The act word that ``text`` has at ``place``; empty when none. A permission is one only before an act or a ground."""
        word = self.known.at(text, place)
        if not self.verbs.meaning.get(word) or self._is_noun(text, place, word):
            return ""
        return word if word not in self.permissions.meaning or self._permits(text, place + len(word)) else ""

    def _is_noun(self, text: str, place: int, word: str) -> bool:
        return word in self.also_nouns and bool(self.noun_suffixes.at(text, place + len(word)))

    def _permits(self, text: str, place: int) -> bool:
        return place <= len("可以") or bool(self.known.at(text, place) or self.grounds.at(text, place) or self.adverbs.at(text, place))

    def governing(self, text: str) -> tuple[int, str] | None:
        """The place and the act word that governs ``text``, a stretch between two cuts; None where there is none.

        A permission; else the act word at the beginning, adverbs apart; else one that an adverb announces, or that follows a ground
        or a means (按照…标准规划…); else the first that is a verb for certain and does not stand in a relative clause
        (对吸纳…的机构给予…).
        """
        bare = masked(text)
        start = self.after_adverbs(bare, 0)
        word = self.verb_at(bare, start)
        if word and word not in self.also_nouns:
            return start, word
        if permitted := self._permission(bare, start):
            return permitted
        if word:
            return start, word
        if self.conditional(bare):
            start = bare.index("的")
        candidates = list(self._candidates(bare, start))
        for i, (place, act, certain) in enumerate(candidates):
            end = next((p for p, _, sure in candidates[i + 1 :] if sure), len(bare))
            relative = bare.startswith("的", place + len(act))
            announced = certain and act not in self.also_nouns and not relative and bool(self._adverb_before(bare, place))
            if announced or (certain and "的" not in bare[place + len(act) : end]):
                return place, act
        sure = [(place, act) for place, act, certain in candidates if certain and "的" not in bare[place + len(act) :][:1]]
        if sure:
            return sure[0] if self.conditional(bare) else sure[-1]
        return self._stated(bare) or self._last(bare, candidates)

    def _last(self, bare: str, candidates: Sequence[tuple[int, str, bool]]) -> tuple[int, str] | None:
        """The act word with which a stretch ends after a direction (重大问题及时向国务院报告)."""
        for place, act, _ in candidates[-1:]:
            if place + len(act) == len(bare) and any(mark in bare[:place] for mark in _TOWARDS):
                return place, act
        return None

    def _stated(self, bare: str) -> tuple[int, str] | None:
        """What says of a number what it is to be (保有率为65%)."""
        for place, word in self.stating.each(bare):
            if bare[place + len(word) : place + len(word) + 1].isdigit():
                return place, word
        return None

    def conditional(self, bare: str) -> bool:
        """Whether a stretch begins with those whom it is about (对…的…): nothing before 的 is promised."""
        return bare.startswith(("对", "凡")) and "的" in bare

    def whole(self, text: str, place: int, word: str) -> str:
        """The act word at ``place`` with the word that says where it ends (扩展至)."""
        return word + self.end_points.at(text, place + len(word))

    def strength(self, whole: str, word: str, firm: str) -> str:
        """How firm an act word is; one that says where it ends is as ``firm`` as can be."""
        return firm if whole != word else self.verbs.meaning.get(word, firm)

    def _permission(self, bare: str, start: int) -> tuple[int, str] | None:
        place = start
        while place < len(bare):
            word, known = self.permissions.at(bare, place), self.known.at(bare, place)
            after = place + len(word)
            if word and known == word and self._permits(bare, after):
                return None if "的" in bare[after:] and self.conditional(bare[after:]) else (place, word)
            place += len(known or word) or 1
        return None

    def _adverb_before(self, bare: str, place: int) -> str:
        adverb = self.adverbs.ending(bare[:place])
        return adverb if adverb not in self.also_nouns else ""

    def _candidates(self, bare: str, start: int) -> Iterator[tuple[int, str, bool]]:
        place, landings = start, self._landings(bare)
        landed_at = set(landings.values())
        while place < len(bare):
            if landed := landings.get(place):
                place = landed
                continue
            word = self.known.at(bare, place)
            if (
                word
                and word not in self.not_acts
                and not self._is_noun(bare, place, word)
                and (word not in self.permissions.meaning or self._permits(bare, place + len(word)))
            ):
                listed = bare[place + len(word) : place + len(word) + 1] in set(_JOINTS)
                expected = (
                    place > 0
                    and not listed
                    and (bare[place - 1] in _CLOSING or self._adverb_before(bare, place) != "" or place in landed_at)
                )
                yield place, word, word not in self.also_nouns or expected
            place += len(word) or 1

    def _landings(self, bare: str) -> dict[int, int]:
        """Where each ground of a stretch opens, and where the text goes on after it."""
        places = (i for i in range(len(bare)) if self.grounds.at(bare, i) and not self.known.at(bare, i))
        return {i: landed for i in places if (landed := self.past_ground(bare, i))}

    def past_ground(self, bare: str, place: int) -> int:
        """Where the text goes on after the ground that opens at ``place``; 0 where it is not closed, or nothing is done after it."""
        opener = self.grounds.at(bare, place)
        at = place + len(opener)
        while opener and at < min(len(bare), place + _REACH):
            closer = self.closers.at(bare, at)
            after = self.after_adverbs(bare, at + len(closer))
            if closer and (self.verb_at(bare, after) or self.grounds.at(bare, after)):
                return after
            skipped = max(self.adverbs.at(bare, at), self.known.at(bare, at), closer, key=len)
            at += len(skipped) or 1
        return 0

    def unfinished(self, text: str, *, permitted: bool) -> bool:
        """Whether ``text``, what follows an invitation or a trial, only names a ground or a means, so that the act is still to come.

        探索通过…等方式，打破…; 可按照不高于…的30%，给予…; 鼓励有条件的地方结合…，建设…. What is ``permitted`` may take a means
        as an act (可采取…方式，委托…).
        """
        bare = masked(text).rstrip(MASK)
        for place in range(len(bare)):
            if opener := self.openers.at(bare, place):
                rest = bare[place + len(opener) :]
                if place == 0 and (permitted or not self.verb_at(bare, 0)):
                    return bool(self.aims.ending(bare)) or bare.endswith("%")
                if place and (len(opener) > 1 or self.aims.ending(bare)) and opener in self.grounds.meaning and not self._acts(bare):
                    return len(rest) > 1
        return False

    def _acts(self, bare: str) -> bool:
        """Whether a stretch holds a word that is an act for certain."""
        return any(self.verbs.meaning.get(word) and word not in self.also_nouns for _, word in self.known.each(bare))

    def leads_in(self, text: str) -> bool:
        """Whether ``text`` as a whole can only be a ground, an aim, a means, a time or a condition of what comes next."""
        bare = masked(text).rstrip(MASK)
        if bare.endswith("的"):
            return True
        start = self.after_adverbs(bare, 0)
        opener, ends, governing = self.openers.at(bare, start), bool(self.aims.ending(bare)), self.governing(text)
        if opener and (ends or governing is None):
            return True
        if opener and not self.past_ground(bare, start):
            rest = bare[start + len(opener) :]
            by_doing = len(opener) > 1 and bool(self.verb_at(rest, self.after_adverbs(rest, 0)))
            by_doing = by_doing or (opener == "通过" and rest.startswith("在"))
            return by_doing or self.governing(rest) is None
        timed = bare.endswith(_TIME_ENDS) and governing is not None and any(bare.startswith(_TIMES, i) for i in range(governing[0]))
        return ends and (governing is None or timed)

    def goes_on(self, text: str) -> bool:
        """Whether ``text`` only names the purpose of the measure before it (用于…; 为…提供支撑)."""
        bare = masked(text)
        word = self.purposes.at(bare, 0)
        return bool(word) and len(self.known.at(bare, 0)) <= len(word)

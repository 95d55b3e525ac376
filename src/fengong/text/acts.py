"""The act words of a promise: which word governs a stretch of text, if any.

Everything here works on text in matching form (`norm.Matching`). The words are data (`ontology/strengths.ttl`, `wordings.ttl`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from fengong.text.words import MASK, Words, masked

_CLOSING = "”’)》〉"
_JOINTS = "、和与及或并"
_OBJECT = 4
_REACH = 100
"""How many characters a ground may hold: without a bound, reading a long line without commas would take minutes."""
_TOWARDS = ("向", "由", "在")
_AFTER = ("按", "参照")
_MOVING = ("将", "把")
_PLACED = re.compile(r"到|至|[在为](?=\d)")
_BY = "由"
_BECOMING = "化"
_BECOMES = len("制度化")
_ENDING = ("给", "到", "至", "为", "成", "于", "在")


@dataclass(frozen=True)
class Acts:
    """The words by which measures are read.

    ``verbs`` have the strength that they show; ``also_nouns`` govern only where a verb is expected, ``not_acts`` hold act
    words without being one (可持续, 实施方案), ``noun_suffixes`` make a noun of one (回收率); ``stating`` words govern
    before a number (为65%). ``grounds`` open a ground or a means (按照, 通过, 在), ``closers`` close it
    (标准, 等方式, 中). ``openers`` and ``aims`` make a lead-in of a whole segment (结合…; …的原则), ``open_ends`` do whatever stands
    before them (…的同时). ``modals`` announce an act behind a subject (应, 要), ``companions`` one behind those with or by whom it is
    done (与…接轨), and ``head_nouns`` make a noun of an ``attributive`` act word before them (试点城市). ``prepositions`` are the
    grounds that are no acts themselves, ``doers`` end the names of those who act, and ``nouns`` are
    plain nouns across whose border no act is read (内容纳入). ``parties``, ``achievements``,
    ``attribute_acts``, ``attribute_ends`` and ``cultivating`` show where a construct that runs over commas is open or closed (`constructs`). ``permissions`` govern wherever
    they stand (可), ``end_points`` make the act word before them binding (扩展至), ``purposes``, and 为 with a
    ``providing`` act, make a
    stretch go on with the measure before it (用于…; 为…提供支撑). ``making`` are verbs whose object is brought about, ``carrying_out`` may stand
    between them and it (制定推广…),
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
    open_ends: Words
    modals: Words
    companions: Words
    head_nouns: Words
    parties: Words
    achievements: Words
    attribute_acts: Words
    attribute_ends: Words
    cultivating: frozenset[str]
    attributive: frozenset[str]
    prepositions: Words
    doers: Words
    nouns: Words
    noun_suffixes: Words
    stating: Words
    permissions: Words
    end_points: Words
    purposes: Words
    providing: frozenset[str]
    making: frozenset[str]
    carrying_out: frozenset[str]
    joints: Words
    deliverables: Words

    @cached_property
    def known(self) -> Words:
        """Act words, and the words that hide one."""
        return Words({**self.verbs.meaning, **dict.fromkeys(self.not_acts, "")})

    def each(self, text: str, start: int = 0) -> Iterator[tuple[int, str]]:
        """Every known word of ``text`` with its place, from left to right; an adverb or a plain noun hides what overlaps its end."""
        at = start
        while at < len(text):
            word = self.known.at(text, at)
            hiding = max(self.adverbs.at(text, at), self.nouns.at(text, at), key=len)
            if word and len(word) >= len(hiding):
                yield at, word
            at += max(len(word), len(hiding)) or 1

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
            if is_act and not (self.verb_at(text, place) or self.ground_at(text, place)):
                place = start
        return place

    def ground_at(self, text: str, place: int) -> str:
        """The word that opens a ground at ``place``; empty when none, or when it is the beginning of a longer word (经济, 由于)."""
        word = self.grounds.at(text, place)
        return word if len(self.known.at(text, place)) <= len(word) else ""

    def opener_at(self, text: str, place: int) -> str:
        """The word that opens a lead-in at ``place``, likewise."""
        word = self.openers.at(text, place)
        return word if len(self.known.at(text, place)) <= len(word) else ""

    def verb_at(self, text: str, place: int) -> str:
        """The act word that ``text`` has at ``place``; empty when none. A permission is one only before an act or a ground."""
        word = self.known.at(text, place)
        if not self.verbs.meaning.get(word) or self._is_noun(text, place, word):
            return ""
        return word if word not in self.permissions.meaning or self._permits(text, place + len(word)) else ""

    def _is_noun(self, text: str, place: int, word: str) -> bool:
        behind = place + len(word)
        return word in self.also_nouns and bool(self.noun_suffixes.at(text, behind)) and len(self.known.at(text, behind)) < 2

    def _permits(self, text: str, place: int) -> bool:
        return place <= len("可以") or bool(self.known.at(text, place) or self.ground_at(text, place) or self.adverbs.at(text, place))

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
        if told := self._told(bare, start):
            return told
        if word and not self._is_compound(bare, start, word):
            return start, word
        if accompanied := self._accompanied(bare, start):
            return accompanied
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
        return self._stated(bare) or self._last(bare, candidates) or self._done_by(bare, start, candidates)

    def _done_by(self, bare: str, start: int, candidates: Sequence[tuple[int, str, bool]]) -> tuple[int, str] | None:
        """A word that may be a noun: right behind a doer (黄石市试点…), or the first of two such at the beginning (改革创新体制机制)."""
        for place, word, _ in candidates[:1] if not self.ground_at(bare, start) else ():
            if self.doers.ending(bare[:place]) and "的" not in bare and len(bare) - place - len(word) >= _OBJECT:
                return place, word
        for (place, word, _), (after, second, _) in zip(candidates, candidates[1:], strict=False):
            behind = after + len(second)
            if after == place + len(word) and len(bare) - behind > _OBJECT - 2 and "的" not in bare and bare[behind] not in _JOINTS:
                return place, word
        pair = self.known.at(bare, start)
        first, second = pair[:2], pair[2:]
        both = pair in self.not_acts and bool(self.verbs.meaning.get(first)) and bool(self.verbs.meaning.get(second))
        follows = bare[start + len(pair) : start + len(pair) + 1]
        return (start, first) if both and follows and follows not in set(_JOINTS + "的") and "的" not in bare else None

    def _told(self, bare: str, start: int) -> tuple[int, str] | None:
        """The act word that a modal announces behind a subject (培训评价组织应对接职业标准), not in a relative clause (应遵循的原则)."""
        place = start
        while place < len(bare):
            modal, known = self.modals.at(bare, place), self.known.at(bare, place)
            if bare.startswith(_BY, place) and place > start and len(known) <= 1 and (done := self._accompanied(bare, place)):
                return done
            if modal and place > start and (len(known) <= len(modal) or self.verb_at(bare, place + len(modal))):
                after = self._past_grounds(bare, self.after_adverbs(bare, place + len(modal)))
                word = self.verb_at(bare, after)
                if word and not bare.startswith("的", after + len(word)):
                    return after, word
                if accompanied := self._accompanied(bare, after):
                    return accompanied
            place += len(known) or 1
        return None

    def _past_grounds(self, bare: str, place: int) -> int:
        """Where ``bare`` goes on after the grounds and means that open at ``place`` one after another."""
        while landed := self.past_ground(bare, place):
            place = landed
        return place

    def _accompanied(self, bare: str, place: int) -> tuple[int, str] | None:
        """The act word behind those with, to or by whom it is done (与国际标准接轨, 由企业运营): the last, if the stretch ends with it."""
        if not bare.startswith(_MOVING, place):
            place = self._past_grounds(bare, place)
        companion = self.companions.at(bare, place)
        if not companion or len(self.known.at(bare, place)) > len(companion) or self.conditional(bare[place:]):
            return None
        found = [
            (at, word)
            for at, word in self.each(bare, place + len(companion) + 1)
            if self.verb_at(bare, at) and not bare.startswith("的", at + len(word))
        ]
        last = [(at, word) for at, word in found if at + len(word) == len(bare)]
        while last and (before := [(at, word) for at, word in found if at + len(word) == last[0][0]]):
            last = before
        sure = [(at, word) for at, word in found if word not in self.also_nouns]
        if companion in _MOVING and bare.endswith(_BECOMING) and not found:
            return len(bare) - _BECOMES, bare[-_BECOMES:]
        ended = [(at, word) for at, word in found if companion in _MOVING and bare.startswith(_ENDING, at + len(word))]
        sure = ended or sure[-1:] if companion in _MOVING else sure
        plain = [(at, word) for at, word in found if not (word in self.attributive and self.head_nouns.at(bare, at + len(word)))]
        return next(iter(sure if companion in _MOVING else sure or last or plain), None)

    def _is_compound(self, bare: str, place: int, word: str) -> bool:
        """Whether a noun follows at once that makes a noun of ``word`` (试点城市…), and another act word for certain stands behind."""
        behind = place + len(word)
        noun = self.head_nouns.at(bare, behind) if word in self.attributive else ""
        acts = self.each(bare, behind + len(noun)) if noun else ()
        return any(self.verb_at(bare, at) and (each not in self.also_nouns or self._adverb_before(bare, at)) for at, each in acts)

    def _last(self, bare: str, candidates: Sequence[tuple[int, str, bool]]) -> tuple[int, str] | None:
        """The act word with which a stretch ends after a direction (重大问题及时向国务院报告)."""
        for place, act, _ in candidates[-1:]:
            marks = _TOWARDS if act in self.deliverables.meaning else _TOWARDS + _AFTER
            if place + len(act) == len(bare) and any(mark in bare[:place] for mark in marks):
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
                return place, word
            place += len(known or word) or 1
        return None

    def _adverb_before(self, bare: str, place: int) -> str:
        return self.adverbs.ending(bare[:place])

    def _candidates(self, bare: str, start: int) -> Iterator[tuple[int, str, bool]]:
        landings = self._landings(bare)
        landed_at, past = set(landings.values()), start
        for place, word in self.each(bare, start):
            past = max(past, *(landed for opened, landed in landings.items() if start <= opened < place), 0)
            if place < past or word in self.not_acts or bare.startswith("的", place - 1) or self._is_noun(bare, place, word) or self._only_adverb(bare, place, word):
                continue
            if (word in self.permissions.meaning and not self._permits(bare, place + len(word))) or self._is_compound(bare, place, word):
                continue
            listed = bare[place + len(word) : place + len(word) + 1] in set(_JOINTS)
            told = self._adverb_before(bare, place) != "" and (not listed or bare.startswith("并", place + len(word)))
            expected = place > 0 and (told or (not listed and (bare[place - 1] in _CLOSING or place in landed_at)))
            placed = bool(_PLACED.match(bare, place + len(word)))
            yield place, word, word not in self.also_nouns or expected or placed

    def _only_adverb(self, bare: str, place: int, word: str) -> bool:
        """Whether a word that is an adverb too stands before an act or a ground (优先为小微企业提供)."""
        placed = _PLACED.match(bare, place + len(word))
        return self.adverbs.at(bare, place) == word and self.after_adverbs(bare, place) != place and not placed

    def _landings(self, bare: str) -> dict[int, int]:
        """Where each ground of a stretch opens, and where the text goes on after it."""
        inside = {i for at, word in self.each(bare) for i in range(at, at + len(word))}
        places = (i for i in range(len(bare)) if i not in inside and self.ground_at(bare, i))
        return {i: landed for i in places if (landed := self.past_ground(bare, i))}

    def past_ground(self, bare: str, place: int) -> int:
        """Where the text goes on after the ground that opens at ``place``; 0 where it is not closed, or nothing is done after it."""
        opener = self.ground_at(bare, place)
        at, first = place + len(opener), 0
        while opener and at < min(len(bare), place + _REACH):
            closer = self.closers.at(bare, at)
            after = self.after_adverbs(bare, at + len(closer))
            verb = self.verb_at(bare, after) if closer else ""
            if verb and (verb not in self.also_nouns or after > at + len(closer)):
                return first if first and self.ground_at(bare, first) else after
            if closer and (verb or self.ground_at(bare, after)):
                first = first or after
            skipped = max(self.adverbs.at(bare, at), self.known.at(bare, at), closer, key=len)
            at += len(skipped) or 1
        return first

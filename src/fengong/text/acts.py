"""The words by which promises are read, and what stands at a place: an act word, an adverb, a ground.

Everything here works on text in matching form (`norm.Matching`). The words are data (`ontology/strengths.ttl`, `wordings.ttl`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from fengong.text.words import Words

FIRM = "binding"
"""How firm an act is that says where it ends, or whose word has no strength of its own."""
JOINTS = ("和", "及", "与", "、", "或")
"""What stands between two things that are named together."""
MOVING = ("将", "把")
"""What stands before that which is moved or changed (将…纳入…)."""
STRIVING = ("力争", "争取", "努力")
"""What strives: a time follows, and no end point (力争到2025年…)."""
_ROW = 3
_BRIEF = 3
_REACH = 100
"""How many characters a ground may hold: without a bound, reading a long line without commas would take minutes."""


@dataclass(frozen=True)
class Acts:
    """The words by which measures are read.

    Acts: ``verbs`` have the strength that they show; ``also_nouns`` govern only where a verb is expected, ``not_acts`` hold act
    words without being one (可持续, 实施方案), ``noun_suffixes`` make a noun of one (回收率), and ``head_nouns`` one of an
    ``attributive`` word before them (试点城市). ``stating`` words govern before a number (为65%), what is said of
    ``quantities`` behind their noun (回收率达到…), ``permissions`` wherever they stand (可); ``end_points`` make the act word
    before them binding (扩展至). ``inviting`` acts ask others to act.

    What announces an act: ``adverbs``, ``modals`` behind a subject (应, 要), ``companions`` (与…接轨), and ``doers``, the last
    characters of those who act. ``nouns`` are plain nouns across whose border no act is read (内容纳入). ``brief`` acts have one
    character and stand in a row of phrases of three (减环节、减材料、减时限).

    Grounds: ``grounds`` open one (按照, 通过, 在), ``closers`` close it (标准, 等方式, 中). ``openers`` and ``aims`` make a lead-in of
    a whole stretch (结合…; …的原则), ``open_ends`` whatever stands before them (…的同时); ``prepositions`` are never acts.
    Of the openers, ``holding`` ones lead in whatever they govern, ``taking`` ones unless a means is named, ``using`` ones leave
    their object free, and ``rules`` open what is followed, whose ``orders`` are no acts (按照…部署). ``things`` are aims that may be
    an object, ``no_ends`` end like a time without being one. ``purposes``, and 为 with a ``providing`` act, go on with the measure
    before (用于…; 为…提供支撑).

    Constructs over commas (`constructs`): ``parties`` and ``achievements`` close those whom 对 is about, ``attribute_acts``,
    ``attribute_ends`` and ``cultivating`` show an attribute whose noun is still to come.

    Deliverables: ``making`` are acts whose object is brought about, ``carrying_out`` may stand between them and it (制定推广…),
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
    inviting: frozenset[str]
    nouns: Words
    holding: frozenset[str]
    taking: frozenset[str]
    using: frozenset[str]
    rules: frozenset[str]
    orders: frozenset[str]
    things: Words
    brief: frozenset[str]
    no_ends: Words
    noun_suffixes: Words
    stating: Words
    quantities: Words
    permissions: Words
    end_points: Words
    purposes: Words
    providing: frozenset[str]
    making: frozenset[str]
    carrying_out: frozenset[str]
    joints: Words
    deliverables: Words

    def in_a_row(self, text: str) -> bool:
        """Whether ``text`` is nothing but brief acts, each with an object of two characters (听民意、聚民智、解民忧)."""
        parts = text.split("、")
        return len(parts) >= _ROW and all(map(self.is_brief, parts))

    def is_brief(self, text: str) -> bool:
        """Whether ``text`` is a brief act and its object of two characters."""
        return len(text) == _BRIEF and text[0] in self.brief

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
            if len(known) > len(word) or (known == word and text.startswith("并", place + len(word))):
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
        if not self.verbs.meaning.get(word) or self.is_noun(text, place, word):
            return ""
        return word if word not in self.permissions.meaning or self.permits(text, place + len(word)) else ""

    def told_at(self, text: str, place: int) -> str:
        """The modal or the permission that ``text`` has at ``place`` (应, 可); empty when none."""
        return self.modals.at(text, place) or self.permissions.at(text, place)

    def is_told(self, text: str) -> bool:
        """Whether a modal or a permission stands anywhere in ``text``."""
        return any(self.told_at(text, place) for place in range(len(text)))

    def has_act(self, text: str) -> bool:
        """Whether an act word stands anywhere in ``text``."""
        return any(self.verb_at(text, i) for i in range(len(text)))

    def is_noun(self, text: str, place: int, word: str) -> bool:
        """Whether what follows makes a noun of the act word at ``place`` (回收率, but 促进业务)."""
        behind = place + len(word)
        return word in self.also_nouns and bool(self.noun_suffixes.at(text, behind)) and len(self.known.at(text, behind)) <= 1

    def permits(self, text: str, place: int) -> bool:
        """Whether a permission before ``place`` permits anything: an act, a ground or an adverb follows, or it opens the stretch."""
        return place <= len("可以") or bool(self.known.at(text, place) or self.ground_at(text, place) or self.adverbs.at(text, place))

    def conditional(self, bare: str) -> bool:
        """Whether a stretch begins with those whom it is about (对…的…): nothing before 的 is promised."""
        return bare.startswith(("对", "凡")) and "的" in bare

    def whole(self, text: str, place: int, word: str) -> str:
        """The act word at ``place`` with the word that says where it ends (扩展至)."""
        return word + ("" if word in STRIVING else self.end_points.at(text, place + len(word)))

    def strength(self, whole: str, word: str, firm: str) -> str:
        """How firm an act word is; one that says where it ends is as ``firm`` as can be."""
        return firm if whole != word else self.verbs.meaning.get(word, firm)

    def past_ground(self, bare: str, place: int) -> int:
        """Where the text goes on after the ground that opens at ``place``; 0 where it is not closed, or nothing is done after it."""
        opener = self.ground_at(bare, place)
        at, first = place + len(opener), 0
        while opener and at < min(len(bare), place + _REACH):
            closer = self.closers.at(bare, at)
            if bare.startswith(JOINTS, at + len(closer)) and not bare.startswith("及时", at + len(closer)):
                closer = ""
            after = self.after_adverbs(bare, at + len(closer))
            verb = self.verb_at(bare, after) if closer else ""
            if verb and (verb not in self.also_nouns or after > at + len(closer)):
                return first if first and self.ground_at(bare, first) else after
            if closer and (verb or self.ground_at(bare, after)):
                first = first or after
            skipped = max(self.adverbs.at(bare, at), self.known.at(bare, at), closer, key=len)
            at += len(skipped) or 1
        return first

"""Which act word governs a stretch of text between two cuts, if any.

Works on text in matching form (`norm.Matching`). The words are data; here is only where they may stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from fengong.text import candidates
from fengong.text.acts import MOVING, Acts
from fengong.text.candidates import JOINED, OBJECT, adverb_before
from fengong.text.words import masked

_REPORTED = re.compile(r"(?<![申上呈填年月日公通])报(?![告送名道表])[^,的]{2,20}(?:备案|审批|批准|审定|审核|核准|同意|审议)$")
_NEVER = ("不得", "不准", "严禁")
_NUMERALS = "一二三四五六七八九十两半"
_TOWARDS = ("向", "由", "在")
_AFTER = ("按", "参照")
_BY = "由"
_OF = "的"
_NEAR = 6
_BECOMING = "化"
_FAR = 16
_BECOMES = len("制度化")
_ENDING = ("给", "到", "至", "为", "成", "于", "在")


def governing(text: str, acts: Acts) -> tuple[int, str] | None:
    """The place and the act word that governs ``text``, a stretch between two cuts; None where there is none.

    A permission; else the act word at the beginning, adverbs apart, or the one that its means is for; else one that a modal, an
    adverb or a companion announces, or that follows a ground (按照…标准规划…); else the first that is a verb for certain and does
    not stand in a relative clause (对吸纳…的机构给予…).
    """
    bare = masked(text)
    start = acts.after_adverbs(bare, 0)
    return _at_the_beginning(acts, bare, start) or _accompanied(acts, bare, start) or _within(acts, bare, start)


def _at_the_beginning(acts: Acts, bare: str, start: int) -> tuple[int, str] | None:
    word = acts.verb_at(bare, start)
    sure = bool(word) and (word not in acts.also_nouns or word in acts.inviting)
    if not sure and (measured := _measured(acts, bare)):
        return measured
    if word in acts.grounds.meaning and (behind := acts.past_ground(bare, start)) and (act := acts.verb_at(bare, behind)):
        return behind, act
    if word in acts.attribute_acts.meaning and (done := _behind_whom(acts, bare)):
        return done
    if word and word not in acts.also_nouns:
        return start, word
    if told := _permission(acts, bare, start) or _told(acts, bare, start):
        return told
    return (start, word) if word and not candidates.is_compound(acts, bare, start, word) else None


def _behind_whom(acts: Acts, bare: str) -> tuple[int, str] | None:
    """What is done with those whom an attribute names alone (符合条件的优先推荐…; 涉嫌犯罪的移送…)."""
    place = bare.find(_OF) + 1
    behind = acts.after_adverbs(bare, place)
    word = acts.verb_at(bare, behind) if place else ""
    return (behind, word) if word and (behind > place or word not in acts.also_nouns) else None


def _measured(acts: Acts, bare: str) -> tuple[int, str] | None:
    """What is said of a quantity: the word behind its noun, with a number or announced by an adverb (使用率达到30%; 用量持续减少)."""
    for at, noun in acts.quantities.each(bare):
        behind = at + len(noun)
        place = acts.after_adverbs(bare, behind)
        word = acts.verb_at(bare, place) or acts.stating.at(bare, place)
        rest = bare[place + len(word) :]
        if not word or _OF in rest or set(MOVING) & set(bare[:at]):
            continue
        told = place > behind and not bare.startswith("并", behind)
        if any(map(str.isdigit, rest[:_NEAR])) or (told and word not in acts.also_nouns):
            return place, word
    return None


def _within(acts: Acts, bare: str, start: int) -> tuple[int, str] | None:
    whom = start
    if acts.conditional(bare):
        start = bare.index("的")
    found = list(candidates.read(acts, bare, start))
    if start != whom and not any(certain for _, _, certain in found):
        found = list(candidates.read(acts, bare, whom))
    for i, (place, act, certain) in enumerate(found):
        end = next((p for p, _, sure in found[i + 1 :] if sure), len(bare))
        relative = bare.startswith("的", place + len(act))
        announced = certain and act not in acts.also_nouns and not relative and bool(adverb_before(acts, bare, place))
        if announced or (certain and "的" not in bare[place + len(act) : end]):
            return place, act
    sure = [(place, act) for place, act, certain in found if certain and "的" not in bare[place + len(act) :][:1]]
    if sure:
        return sure[0] if acts.conditional(bare) else sure[-1]
    return _stated(acts, bare) or _reported(bare) or _last(acts, bare, found) or _done_by(acts, bare, start, found) or _become(acts, bare)


def _done_by(acts: Acts, bare: str, start: int, found: Sequence[tuple[int, str, bool]]) -> tuple[int, str] | None:
    """A word that may be a noun: right behind a doer (黄石市试点…), behind a ground, or the first of two (改革创新体制机制)."""
    for place, word, _ in found[:1] if not acts.ground_at(bare, start) else ():
        if acts.doers.ending(bare[:place]) and "的" not in bare and len(bare) - place - len(word) >= OBJECT:
            return place, word
    return _behind_a_ground(acts, bare, start, found) or _first_of_two(acts, bare, start, found)


def _behind_a_ground(acts: Acts, bare: str, start: int, found: Sequence[tuple[int, str, bool]]) -> tuple[int, str] | None:
    """A word with an object of its own behind where or by what it is done (在重点区域投放…; 立足…提升村庄风貌)."""
    if acts.aims.ending(bare) or acts.closers.ending(bare):
        return None
    placed = bare.startswith("在", start) or (bare.startswith("以", start) and "为" not in bare)
    by_means = len(acts.opener_at(bare, start)) > 1
    for place, word, _ in found if placed else found[:by_means]:
        rest = bare[place + len(word) :]
        listed = rest[:1] == "的" or "、" in (bare[place - 1], rest[:1]) or "等" in bare[:place]
        plain = len(rest) >= OBJECT and not set(rest) & set(JOINED + "的")
        if (placed and place > start + OBJECT and len(rest) > OBJECT and not listed) or (by_means and place >= start + OBJECT and plain):
            return place, word
    return None


def _first_of_two(acts: Acts, bare: str, start: int, found: Sequence[tuple[int, str, bool]]) -> tuple[int, str] | None:
    """The first of two words that follow one another, each of which may be a noun (改革创新体制机制)."""
    for (place, word, _), (after, second, _) in pairwise(found):
        behind = after + len(second)
        if after == place + len(word) and len(bare) - behind > OBJECT - 2 and "的" not in bare and bare[behind] not in JOINED:
            return place, word
    pair = acts.known.at(bare, start)
    first, second = pair[:2], pair[2:]
    sure = first in acts.verbs.meaning and first not in acts.also_nouns
    both = pair in acts.not_acts and bool(acts.verbs.meaning.get(first)) and (sure or bool(acts.verbs.meaning.get(second)))
    follows = bare[start + len(pair) : start + len(pair) + 1]
    return (start, first) if both and follows and follows not in set(JOINED + "的") and "的" not in bare else None


def _become(acts: Acts, bare: str) -> tuple[int, str] | None:
    """What is to be the case, where an adverb announces it (农机装备品类基本齐全)."""
    word = acts.attribute_ends.ending(bare)
    place = len(bare) - len(word)
    told = adverb_before(acts, bare, place) or any(acts.modals.at(bare, i) for i in range(1, place))
    return (place, word) if word and told and "的" not in bare and not word.startswith("为") else None


def _told(acts: Acts, bare: str, start: int) -> tuple[int, str] | None:
    """The act word that a modal announces behind a subject (培训评价组织应对接职业标准), not in a relative clause (应遵循的原则)."""
    place = start
    while place < len(bare):
        modal, known = acts.modals.at(bare, place), acts.known.at(bare, place)
        if bare.startswith(_BY, place) and place > start and len(known) <= 1 and (done := _accompanied(acts, bare, place)):
            return done
        if modal and place > start and (len(known) <= len(modal) or acts.verb_at(bare, place + len(modal))):
            after = _past_grounds(acts, bare, acts.after_adverbs(bare, place + len(modal)))
            word = acts.verb_at(bare, after)
            if word and not bare.startswith("的", after + len(word)):
                return after, word
            if accompanied := _accompanied(acts, bare, after):
                return accompanied
        place += len(known) or 1
    return None


def _past_grounds(acts: Acts, bare: str, place: int) -> int:
    """Where ``bare`` goes on after the grounds and means that open at ``place`` one after another."""
    while landed := acts.past_ground(bare, place):
        place = landed
    return place


def _accompanied(acts: Acts, bare: str, place: int) -> tuple[int, str] | None:
    """The act word behind those with, to or by whom it is done (与国际标准接轨, 由企业运营): the last, if the stretch ends with it."""
    if not bare.startswith(MOVING, place):
        place = _past_grounds(acts, bare, place)
    companion = acts.companions.at(bare, place)
    if not companion or len(acts.known.at(bare, place)) > len(companion) or acts.conditional(bare[place:]):
        return None
    found = [
        (at, word)
        for at, word in acts.each(bare, place + len(companion) + 1)
        if acts.verb_at(bare, at) and not bare.startswith("的", at + len(word))
    ]
    last = [(at, word) for at, word in found if at + len(word) == len(bare)]
    while last and (before := [(at, word) for at, word in found if at + len(word) == last[0][0]]):
        last = before
    sure = [(at, word) for at, word in found if word not in acts.also_nouns]
    if companion in MOVING:
        ended = [(at, word) for at, word in found if bare.startswith(_ENDING, at + len(word)) or word.endswith(_ENDING)]
        becoming = [(len(bare) - _BECOMES, bare[-_BECOMES:])] if bare.endswith(_BECOMING) else []
        plain = [(at, word) for at, word in found if len(bare) - at - len(word) > 1 and bare[at + len(word)] not in JOINED]
        return next(iter(ended or sure[-1:] or becoming or plain), None)
    plain = [(at, word) for at, word in found if not (word in acts.attributive and acts.head_nouns.at(bare, at + len(word)))]
    return next(iter(sure or last or plain), None)


def _last(acts: Acts, bare: str, found: Sequence[tuple[int, str, bool]]) -> tuple[int, str] | None:
    """The act word with which a stretch ends after a direction (重大问题及时向国务院报告)."""
    last = list(found[-1:])
    while last and (before := [each for each in found if each[0] + len(each[1]) == last[0][0]]):
        last = before
    for place, act, _ in last:
        marks = _TOWARDS if act in acts.deliverables.meaning or act in acts.orders else _TOWARDS + _AFTER
        final, word, _ = found[-1]
        behind = bare[final + len(word) :]
        if (not behind or behind in acts.not_acts) and any(mark in bare[:place] for mark in marks):
            return place, act
    return None


def _stated(acts: Acts, bare: str) -> tuple[int, str] | None:
    """What says of a number what it is to be (保有率为65%)."""
    for place, word in acts.stating.each(bare):
        if len(word) > 1 and adverb_before(acts, bare, place):
            return place, word
        if (
            word.startswith("不")
            and len(word) > 1
            and place > 1
            and "的" not in bare[place:]
            and not any(acts.opener_at(bare, i) for i in range(place))
        ):
            return place, word
        far = len(word) > 1 and not any(acts.opener_at(bare, i) for i in range(place))
        if any(char.isdigit() or char in _NUMERALS for char in bare[place + len(word) :][: _FAR if far else 1]):
            return place, word
    return None


def _reported(bare: str) -> tuple[int, str] | None:
    """What is handed in to be settled (招聘结果报主管部门备案)."""
    found = _REPORTED.search(bare)
    return (found.start(), "报") if found and found.start() else None


def _permission(acts: Acts, bare: str, start: int) -> tuple[int, str] | None:
    place = start
    while place < len(bare):
        word, known = acts.permissions.at(bare, place), acts.known.at(bare, place)
        after = place + len(word)
        if word and known == word and (acts.permits(bare, after) or word in _NEVER):
            return place, word
        place += len(known or word) or 1
    return None

"""Which act word governs a stretch of text between two cuts, if any.

Works on text in matching form (`norm.Matching`). The words are data; here is only where they may stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fengong.text.acts import Acts
from fengong.text.words import masked

_REPORTED = re.compile(r"(?<![申上呈填年月日公通])报(?![告送名道表])[^,的]{2,20}(?:备案|审批|批准|审定|审核|核准|同意|审议)$")
_CLOSING = "”’)》〉"
_JOINTS = "、和与及或并"
_NEVER = ("不得", "不准", "严禁")
_NUMERALS = "一二三四五六七八九十两半"
_OBJECT = 4
_TOWARDS = ("向", "由", "在")
_AFTER = ("按", "参照")
_MOVING = ("将", "把")
_PLACED = re.compile(r"到|至|[在为](?=\d)|\d+(?:年|个月|天|家|所|次|项|人)$|\d[\d.]*(?:%|倍|个百分点|[万亿]*元)")
_BY = "由"
_WELL = ("好", "清", "准", "齐")
_TURNED = re.compile("变[^,]+为")
_MARKED = re.compile("(?<!面)[对将把向由按请]|的$")
_OR = "或"
_OF = "的"
_NEAR = 6
_TOLD = re.compile("(?<![主重需供适相对反响效])(?:应当|应|要|必须|须|不再)(?!求)")
_WORD = 2
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


def unlisted(text: str, acts: Acts) -> tuple[int, str] | None:
    """The act of a stretch that no listed word governs, where only an act can stand; None where there is none.

    A word that nobody listed behind a modal (要列专章), before 好 (走好…) or in 变…为…; a word that may be a noun, where a mark
    before it or a number behind it shows the act (构成犯罪的移送…; 布局5家).
    """
    bare = masked(text)
    start = acts.after_adverbs(bare, 0)
    if _TURNED.match(bare, start):
        return start, bare[start]
    if bare.startswith(_WELL, start + 1) and len(bare) > start + _OBJECT:
        return start, bare[start : start + _WORD]
    for told in _TOLD.finditer(bare):
        after = acts.after_adverbs(bare, told.end())
        if after + _WORD < len(bare) and not acts.ground_at(bare, after) and not acts.companions.at(bare, after):
            return after, bare[after : after + _WORD]
    return _marked(acts, bare, start) if not bare.startswith(_OR) else None


def _marked(acts: Acts, bare: str, start: int) -> tuple[int, str] | None:
    """The last word that may be an act, with a mark of an object, a doer or a condition before it, or a number behind it."""
    found = [(place, word) for place, word, _ in _candidates(acts, bare, start)]
    for at in (i + 1 for i, char in enumerate(bare) if char == _OF):
        word = acts.verb_at(bare, at)
        found += [(at, word)] if word and word != bare[at:] and _in_condition(acts, bare, at - 1) else []
    for place, word in sorted(found, reverse=True):
        behind = bare[place + len(word) :]
        counted = any(map(str.isdigit, behind)) or (0 < place == start and len(bare) > _OBJECT)
        if _OF not in behind and (counted or _MARKED.search(bare[:place])):
            return place, word
    return None


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
    return (start, word) if word and not _is_compound(acts, bare, start, word) else None


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
        if not word or _OF in rest or set(_MOVING) & set(bare[:at]):
            continue
        told = place > behind and not bare.startswith("并", behind)
        if any(map(str.isdigit, rest[:_NEAR])) or (told and word not in acts.also_nouns):
            return place, word
    return None


def _within(acts: Acts, bare: str, start: int) -> tuple[int, str] | None:
    whom = start
    if acts.conditional(bare):
        start = bare.index("的")
    candidates = list(_candidates(acts, bare, start))
    if start != whom and not any(certain for _, _, certain in candidates):
        candidates = list(_candidates(acts, bare, whom))
    for i, (place, act, certain) in enumerate(candidates):
        end = next((p for p, _, sure in candidates[i + 1 :] if sure), len(bare))
        relative = bare.startswith("的", place + len(act))
        announced = certain and act not in acts.also_nouns and not relative and bool(_adverb_before(acts, bare, place))
        if announced or (certain and "的" not in bare[place + len(act) : end]):
            return place, act
    sure = [(place, act) for place, act, certain in candidates if certain and "的" not in bare[place + len(act) :][:1]]
    if sure:
        return sure[0] if acts.conditional(bare) else sure[-1]
    return (
        _stated(acts, bare)
        or _reported(bare)
        or _last(acts, bare, candidates)
        or _done_by(acts, bare, start, candidates)
        or _become(acts, bare)
    )


def _done_by(acts: Acts, bare: str, start: int, candidates: Sequence[tuple[int, str, bool]]) -> tuple[int, str] | None:
    """A word that may be a noun: right behind a doer (黄石市试点…), behind a ground, or the first of two (改革创新体制机制)."""
    for place, word, _ in candidates[:1] if not acts.ground_at(bare, start) else ():
        if acts.doers.ending(bare[:place]) and "的" not in bare and len(bare) - place - len(word) >= _OBJECT:
            return place, word
    return _behind_a_ground(acts, bare, start, candidates) or _first_of_two(acts, bare, start, candidates)


def _behind_a_ground(acts: Acts, bare: str, start: int, candidates: Sequence[tuple[int, str, bool]]) -> tuple[int, str] | None:
    """A word with an object of its own behind where or by what it is done (在重点区域投放…; 立足…提升村庄风貌)."""
    if acts.aims.ending(bare) or acts.closers.ending(bare):
        return None
    placed = bare.startswith("在", start) or (bare.startswith("以", start) and "为" not in bare)
    by_means = len(acts.opener_at(bare, start)) > 1
    for place, word, _ in candidates if placed else candidates[:by_means]:
        rest = bare[place + len(word) :]
        listed = rest[:1] == "的" or "、" in (bare[place - 1], rest[:1]) or "等" in bare[:place]
        plain = len(rest) >= _OBJECT and not set(rest) & set(_JOINTS + "的")
        if (placed and place > start + _OBJECT and len(rest) > _OBJECT and not listed) or (by_means and place >= start + _OBJECT and plain):
            return place, word
    return None


def _first_of_two(acts: Acts, bare: str, start: int, candidates: Sequence[tuple[int, str, bool]]) -> tuple[int, str] | None:
    """The first of two words that follow one another, each of which may be a noun (改革创新体制机制)."""
    for (place, word, _), (after, second, _) in pairwise(candidates):
        behind = after + len(second)
        if after == place + len(word) and len(bare) - behind > _OBJECT - 2 and "的" not in bare and bare[behind] not in _JOINTS:
            return place, word
    pair = acts.known.at(bare, start)
    first, second = pair[:2], pair[2:]
    sure = first in acts.verbs.meaning and first not in acts.also_nouns
    both = pair in acts.not_acts and bool(acts.verbs.meaning.get(first)) and (sure or bool(acts.verbs.meaning.get(second)))
    follows = bare[start + len(pair) : start + len(pair) + 1]
    return (start, first) if both and follows and follows not in set(_JOINTS + "的") and "的" not in bare else None


def _become(acts: Acts, bare: str) -> tuple[int, str] | None:
    """What is to be the case, where an adverb announces it (农机装备品类基本齐全)."""
    word = acts.attribute_ends.ending(bare)
    place = len(bare) - len(word)
    told = _adverb_before(acts, bare, place) or any(acts.modals.at(bare, i) for i in range(1, place))
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
    if not bare.startswith(_MOVING, place):
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
    if companion in _MOVING:
        ended = [(at, word) for at, word in found if bare.startswith(_ENDING, at + len(word)) or word.endswith(_ENDING)]
        becoming = [(len(bare) - _BECOMES, bare[-_BECOMES:])] if bare.endswith(_BECOMING) else []
        plain = [(at, word) for at, word in found if len(bare) - at - len(word) > 1 and bare[at + len(word)] not in _JOINTS]
        return next(iter(ended or sure[-1:] or becoming or plain), None)
    plain = [(at, word) for at, word in found if not (word in acts.attributive and acts.head_nouns.at(bare, at + len(word)))]
    return next(iter(sure or last or plain), None)


def _is_compound(acts: Acts, bare: str, place: int, word: str) -> bool:
    """Whether a noun follows at once that makes a noun of ``word`` (试点城市…), and another act word for certain stands behind."""
    behind = place + len(word)
    noun = acts.head_nouns.at(bare, behind) if word in acts.attributive else ""
    others = acts.each(bare, behind + len(noun)) if noun else ()
    return any(acts.verb_at(bare, at) and (each not in acts.also_nouns or _adverb_before(acts, bare, at)) for at, each in others)


def _last(acts: Acts, bare: str, candidates: Sequence[tuple[int, str, bool]]) -> tuple[int, str] | None:
    """The act word with which a stretch ends after a direction (重大问题及时向国务院报告)."""
    last = list(candidates[-1:])
    while last and (before := [each for each in candidates if each[0] + len(each[1]) == last[0][0]]):
        last = before
    for place, act, _ in last:
        marks = _TOWARDS if act in acts.deliverables.meaning or act in acts.orders else _TOWARDS + _AFTER
        final, word, _ = candidates[-1]
        behind = bare[final + len(word) :]
        if (not behind or behind in acts.not_acts) and any(mark in bare[:place] for mark in marks):
            return place, act
    return None


def _stated(acts: Acts, bare: str) -> tuple[int, str] | None:
    """What says of a number what it is to be (保有率为65%)."""
    for place, word in acts.stating.each(bare):
        if len(word) > 1 and _adverb_before(acts, bare, place):
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


def _adverb_before(acts: Acts, bare: str, place: int) -> str:
    return acts.adverbs.ending(bare[:place])


def _candidates(acts: Acts, bare: str, start: int) -> Iterator[tuple[int, str, bool]]:
    landings = _landings(acts, bare)
    landed_at, past = set(landings.values()), start
    for place, word in acts.each(bare, start):
        past = max(past, *(landed for opened, landed in landings.items() if start <= opened < place), 0)
        if (
            place < past
            or word in acts.not_acts
            or (
                bare.startswith("的", place - 1)
                and (
                    word in acts.also_nouns
                    or not (acts.conditional(bare) or (len(bare) - place - len(word) >= _OBJECT and _in_condition(acts, bare, place - 1)))
                )
            )
            or acts.is_noun(bare, place, word)
            or _only_adverb(acts, bare, place, word)
        ):
            continue
        if (word in acts.permissions.meaning and not acts.permits(bare, place + len(word))) or _is_compound(acts, bare, place, word):
            continue
        listed = bare[place + len(word) : place + len(word) + 1] in set(_JOINTS)
        joined = bare.startswith("并", place + len(word)) or acts.verb_at(bare, place + len(word) + 1) not in ({""} | acts.also_nouns)
        told = _adverb_before(acts, bare, place) != "" and (not listed or joined)
        expected = place > 0 and (told or (not listed and (bare[place - 1] in _CLOSING or place in landed_at)))
        placed = bool(_PLACED.match(bare, place + len(word)))
        yield place, word, word not in acts.also_nouns or expected or placed


def _in_condition(acts: Acts, bare: str, place: int) -> bool:
    """Whether what ends before ``place`` says under what condition (情节严重的取消…; 构成犯罪的移送…)."""
    return bool(acts.achievements.ending(bare[:place])) or any(len(acts.attribute_acts.at(bare, i)) > 1 for i in range(place))


def _only_adverb(acts: Acts, bare: str, place: int, word: str) -> bool:
    """Whether a word that is an adverb too stands before an act or a ground (优先为小微企业提供)."""
    placed = _PLACED.match(bare, place + len(word))
    return acts.adverbs.at(bare, place) == word and acts.after_adverbs(bare, place) != place and not placed


def _landings(acts: Acts, bare: str) -> dict[int, int]:
    """Where each ground of a stretch opens, and where the text goes on after it."""
    inside = {i for at, word in acts.each(bare) for i in range(at, at + len(word))}
    places = (i for i in range(len(bare)) if i not in inside and acts.ground_at(bare, i))
    return {i: landed for i in places if (landed := acts.past_ground(bare, i))}

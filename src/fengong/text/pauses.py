"""Where a pause mark cuts: between whole measures (完善A、建立B), never inside a list, an attribute or what somebody is asked to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fengong.text import predicate
from fengong.text.acts import FIRM, MOVING, Acts

_LONG_OBJECT = 4
_PHRASE = 4
_HALF = 2
_WHOSE = ("由", "对", "为", *MOVING)
_MOVED = re.compile("[将把](?!握|关|守|控|好|来)")
_ARRIVED = re.compile("[将把].*[到至入成为]")
SOME = ("一批", "一个", "一种", "若干")


def paused(bare: str, start: int, end: int, acts: Acts) -> Iterator[tuple[int, int]]:
    """A stretch, cut at a pause mark where one whole measure follows another (完善A、建立B; 凝聚民心、汇集民智)."""
    place = start
    row = acts.in_a_row(bare[start:end])
    for at in range(start, end):
        if bare[at] != "、":
            continue
        if row:
            yield place, at
            place = at + 1
            continue
        first, second = bare[place:at], bare[at + 1 : end].split("、", maxsplit=1)[0]
        last = first.rsplit("、", maxsplit=1)[-1]
        if len(last) > 1 and acts.known.at(last, 0) == last:
            continue
        built = (
            acts.verb_at(first, acts.after_adverbs(first, 0)) in acts.cultivating and "、" in first and "的" not in first and "的" in second
        )
        moved = _MOVED.search(first[1:]) and not _ARRIVED.search(first)
        attributed = built or bool(moved) or (_opens_attribute(first, acts) and "的" in bare[at:end])
        whole = _is_whole(_from_its_act(first, acts), acts) and _is_whole(second, acts) and not attributed
        plain = _are_parallel(first, second, acts) or _repeats(first, second, acts) or _moves(first, second, acts)
        if whole or plain or _are_alike(first, second, acts, cut=place > start):
            yield place, at
            place = at + 1
    yield place, end


def _from_its_act(words: str, acts: Acts) -> str:
    """``words`` from the act that governs them, where those to or by whom it is done stand before it (由企业自主确定标准)."""
    governing = predicate.governing(words, acts) if words.startswith(_WHOSE) else None
    return words[governing[0] :] if governing else words


def _is_whole(words: str, acts: Acts) -> bool:
    """Whether ``words`` begin with an act word that is nothing else, and go on with an object that is no act. No ground is left open."""
    start = acts.past_ground(words, 0) or acts.after_adverbs(words, 0)
    verb = acts.verb_at(words, start)
    behind = start + len(verb)
    if behind + len(acts.head_nouns.at(words, behind)) == len(words):
        return False
    if not _has_object(words, behind, acts, making=verb in acts.making):
        return False
    firm = acts.verbs.meaning.get(verb) == FIRM
    if (
        len(verb) < _HALF
        or words.startswith("有", behind)
        or verb in acts.permissions.meaning
        or (verb in acts.also_nouns and firm)
        or acts.adverbs.ending(words)
    ):
        return False
    if any(acts.ground_at(words, at) in acts.prepositions.meaning for at in range(behind, len(words))):
        return False
    rest = behind
    while (act := acts.verb_at(words, rest)) and act not in acts.also_nouns:
        rest += len(act)
    if (rest > behind and firm) or (verb in acts.cultivating and acts.attribute_ends.ending(words)):
        return False
    inner = any(acts.verb_at(words, at) and (act not in acts.also_nouns or not firm) for at, act in _inner(words, rest, acts))
    return not inner and (len(words) - rest > 1 or (rest > behind and len(words) - behind >= _LONG_OBJECT))


def _has_object(words: str, behind: int, acts: Acts, *, making: bool) -> bool:
    """Whether anything but acts stands behind an act word (建立抽查复查、… is a list)."""
    at = acts.after_adverbs(words, behind)
    acting = at
    while (act := acts.verb_at(words, acting)) and act in acts.also_nouns:
        acting += len(act)
    return acting < len(words) or acting - at >= _LONG_OBJECT + making * _HALF


def _repeats(first: str, second: str, acts: Acts) -> bool:
    """Whether both begin with the same act word (放宽…要求、放宽…限制)."""
    verbs = [acts.verb_at(each, acts.after_adverbs(each, 0)) for each in (first, second)]
    same = acts.verb_at(first, 0) if len(first) > _PHRASE else ""
    return (bool(verbs[0]) and verbs[0] == verbs[1]) or (bool(same) and second.startswith(same))


def _inner(words: str, place: int, acts: Acts) -> Iterator[tuple[int, str]]:
    """The act words behind ``place`` that have an object of their own, or may be nothing but acts."""
    for at, act in acts.each(words, place):
        behind = at + len(act)
        if act not in acts.also_nouns or (at > place and len(words) - behind > 1 and not acts.known.at(words, behind)):
            yield at, act


def _opens_attribute(words: str, acts: Acts) -> bool:
    """Whether an attribute may run on behind the pause (培育一批应用节能技术、…的主体; 发挥企业债券促投资、…的作用)."""
    start = acts.after_adverbs(words, 0)
    verb = acts.verb_at(words, start)
    rest = words[start + len(verb) :]
    return (
        verb in acts.openers.meaning
        or len(acts.attribute_acts.at(rest, 0)) > 1
        or (rest.startswith(SOME) and bool(acts.verb_at(rest, len(SOME[0]))))
    )


def _moves(first: str, second: str, acts: Acts) -> bool:
    """Whether the second says what is moved, and both have their act (保有率为65%、将指标落实到乡镇)."""
    return second.startswith(MOVING) and bool(predicate.governing(first, acts) and predicate.governing(second, acts))


def _are_alike(first: str, second: str, acts: Acts, *, cut: bool) -> bool:
    """Whether the second is a short act with an object, and the first is one too: each announced by the same adverb (统一…、统一…), or
    the second by one of its own, or the first itself ``cut`` off from another (摸清底数、建立清单、绘制…).
    """
    start = acts.after_adverbs(second, 0)
    behind = start + len(acts.verb_at(second, start))
    named = acts.head_nouns.at(second, behind) == second[behind:]
    if behind == start or len(second) - behind < _HALF or set("、的") & set(first + second) or named:
        return False
    adverb = second[:start]
    if adverb and adverb in first:
        own = first.index(adverb) + len(adverb)
        verb = acts.verb_at(first, own)
        return bool(verb) and len(first) - own - len(verb) >= _HALF
    governing = predicate.governing(first, acts) if not acts.openers.at(first, 0) else None
    if governing is None or governing[1] in acts.also_nouns or governing[1] in acts.inviting or len(first) - governing[0] < _PHRASE:
        return False
    if adverb:
        return second[start:behind] not in acts.also_nouns and not acts.has_act(first[governing[0] + len(governing[1]) :])
    return cut and not acts.has_act(second[behind:])


def _are_parallel(first: str, second: str, acts: Acts) -> bool:
    """Whether both are phrases of four characters, an act word and its object."""
    governing = predicate.governing(first, acts) if not acts.openers.at(first, 0) else None
    phrases = [first[governing[0] if governing else acts.after_adverbs(first, 0) :], second[acts.after_adverbs(second, 0) :]]
    return all(len(each) == _PHRASE and len(acts.verb_at(each, 0)) == _HALF and not acts.verb_at(each, _HALF) for each in phrases)

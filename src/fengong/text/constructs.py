"""Constructs that a comma does not end: those whom 对 is about, what 以…为 sets, an attribute whose noun is still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fengong.text import predicate
from fengong.text.acts import FIRM, MOVING, Acts
from fengong.text.leadins import LISTED, WHOM, defines, leads_in
from fengong.text.words import BRACKET, masked

_REACH = 4
"""How many stretches one construct may run over."""
_SET = re.compile(r"为[^的为]{1,10}$")
_SET_OPEN = re.compile(r"以[^的]*为[^的为]{1,8}$")
_LONGEST_NOUN = 16
_EVERY = "凡"
_BUILT = ("新建", "改建", "扩建", "改扩建", "新增", "新开工")
_BY = "通过"
_WAYS = re.compile("等[^的]{0,2}(?:方式|形式|途径|渠道|手段|办法|措施)")
_NEVER = "不得"
_ARRIVED = re.compile("[为到至入成]")
_ON = "对"
_OR = ("或", "以及", "且", "并且")
_ALL = ("均", "都", "一律", "由", "于", "不得", "不再")


def joined(stretches: Sequence[str], acts: Acts) -> Iterator[tuple[int, int, str]]:
    """Which of ``stretches``, the text between the commas of a sentence, belong together.

    Yields first, behind the last, and what they are: a lead-in, a measure whose act is in the first (``opened``) or in the last
    (``closed``), or nothing special (empty).
    """
    first = 0
    while first < len(stretches):
        behind, kind = next(_found([masked(each) for each in stretches[first : first + _REACH]], acts), (1, ""))
        yield first, first + behind, kind
        first += behind


def _found(bare: Sequence[str], acts: Acts) -> Iterator[tuple[int, str]]:
    reaches = (
        ("lead-in", _audience),
        ("lead-in", _addressed),
        ("lead-in", _condition),
        ("lead-in", _setting),
        ("lead-in", _place),
        ("opened", _attribute),
        ("closed", _topic),
        ("closed", _placed),
        ("closed", _moved),
        ("opened", _means),
    )
    for kind, reach in reaches:
        if (behind := reach(bare, acts)) and (kind != "lead-in" or behind < len(bare)):
            yield behind, kind


def _audience(bare: Sequence[str], acts: Acts) -> int:
    """对…工作力度大，…完成较好的省（区、市）: opened by 对 with something done, closed by how well and whom."""
    start = acts.after_adverbs(bare[0], 0)
    if not bare[0].startswith("对", start) or _nominal(bare[0]) or bare[0].endswith("的"):
        return 0
    rest = bare[0][start + 1 :]
    governing = predicate.governing(bare[0], acts)
    done = governing is not None and governing[1] not in acts.also_nouns and governing[1] not in acts.attribute_acts.meaning
    if not (acts.achievements.ending(rest) or any(acts.verb_at(rest, at) for at, _ in acts.each(rest))):
        return 0
    for i, each in enumerate(bare[1:], start=1):
        head, _, tail = BRACKET.sub("", each).rpartition("的")
        well = acts.achievements.ending(head) or acts.achievements.ending(rest)
        if head and well and acts.parties.ending(tail) and len(tail) <= _LONGEST_NOUN:
            return i + 1
        if each.endswith("的") and not done:
            return i + 1
        if acts.permissions.at(each, 0) or len(acts.opener_at(each, 0)) > 1 or any(acts.modals.at(each, at) for at in range(1, len(each))):
            break
    return 0


def _addressed(bare: Sequence[str], acts: Acts) -> int:
    """对确需保留的事项，要进一步优化流程: opened by 对, whatever it holds, where a modal or a permission opens the next."""
    start = acts.after_adverbs(bare[0], 0)
    told = len(bare) > 1 and acts.told_at(bare[1], 0)
    return 1 if told and acts.opener_at(bare[0], start) in WHOM else 0


def _condition(bare: Sequence[str], acts: Acts) -> int:
    """职工参加…培训，取得相应证书的: a subject whose condition runs on behind the comma and is closed by 的."""
    if len(bare) == 1 or not bare[1].endswith("的") or bare[0].endswith("的"):
        return 0
    if bare[1].startswith(_OR) or (bare[0].startswith(_ON) and acts.attribute_acts.at(bare[1], 0)):
        return 2
    start = acts.after_adverbs(bare[0], 0)
    opened = acts.verb_at(bare[0], start) or acts.opener_at(bare[0], start) or acts.opener_at(bare[1], 0)
    closed = acts.aims.ending(bare[0]) or acts.open_ends.ending(bare[0])
    told = any(acts.modals.at(bare[0], at) for at in range(len(bare[0])))
    return 0 if opened or closed or told else 2


def _setting(bare: Sequence[str], acts: Acts) -> int:
    """以…，…为主要路线: opened by 以, closed by 为 and what it is."""
    start = acts.after_adverbs(bare[0], 0)
    if not bare[0].startswith("以", start) or len(acts.known.at(bare[0], start)) > 1 or "为" in bare[0] or acts.aims.ending(bare[0]):
        return 0
    for i, each in enumerate(bare[1:], start=1):
        if each.startswith("以") and not each.startswith("以及"):
            break
        if _SET.search(each):
            return i + 1
    return 0


def _place(bare: Sequence[str], acts: Acts) -> int:
    """在…，…等关键环节: opened by 在, closed by an aim with nothing done in it."""
    start = acts.after_adverbs(bare[0], 0)
    if len(bare) == 1 or not bare[0].startswith(("在", "从"), start) or acts.aims.ending(bare[0]):
        return 0
    opened = acts.opener_at(bare[1], 0) or acts.past_ground(bare[0], start)
    closed = acts.open_ends.ending(bare[1]) or (acts.aims.ending(bare[1]) and predicate.governing(bare[1], acts) is None)
    return 2 if closed and not opened else 0


def _attribute(bare: Sequence[str], acts: Acts) -> int:
    """构建以…为核心，覆盖…的格局: an act with an attribute open at the comma, closed by 的 and a noun."""
    governing = predicate.governing(bare[0], acts)
    if governing is None:
        return 0
    behind = governing[0] + len(governing[1])
    act = governing[1] if governing[1] in acts.cultivating else acts.known.at(bare[0], acts.after_adverbs(bare[0], behind))
    rest = bare[0].partition(act)[2] if act in acts.cultivating else ""
    plain = rest.removeprefix("一批").removeprefix("一个")
    attribute = acts.attribute_acts.at(plain, 0)
    opened = _SET_OPEN.search(rest) or ("的" not in rest and (acts.attribute_ends.ending(rest) or len(attribute) > 1))
    if not rest or not opened:
        return 0
    for i, each in enumerate(bare[1:], start=1):
        start = acts.after_adverbs(each, 0)
        act = acts.verb_at(each, start)
        if acts.permissions.at(each, start) or (act and not acts.attribute_acts.at(each, start)):
            break
        if _nominal(each):
            return i + 1
    return 0


def _means(bare: Sequence[str], acts: Acts) -> int:
    """鼓励…通过整合…，开辟…等方式进一步便利…: an act whose means is a list that runs on behind the comma."""
    governing = predicate.governing(bare[0], acts)
    if len(bare) == 1 or governing is None or _BY in bare[1].partition("等")[0] or _WAYS.search(bare[0]):
        return 0
    return 2 if _BY in bare[0][governing[0] + len(governing[1]) :] and _WAYS.search(bare[1]) else 0


def _topic(bare: Sequence[str], acts: Acts) -> int:
    """…的有关情况，要及时报送…: what is only the subject or the object of the next."""
    governing = predicate.governing(bare[0], acts)
    start = acts.after_adverbs(bare[0], 0)
    if bare[1:] and bare[0].startswith(_EVERY) and not bare[0].endswith("的") and (bare[1].startswith(_ALL) or acts.modals.at(bare[1], 0)):
        return 2
    if len(bare) > 1 and bare[0].startswith(_BUILT) and "的" not in bare[0] and acts.modals.at(bare[1], 0):
        return 2
    if len(bare) == 1 or governing is None or not _nominal(bare[0]) or defines(bare[0], acts):
        return 0
    whose = governing[0] == start and _names_whom(bare, governing[1], acts)
    if (governing[0] <= start or acts.opener_at(bare[0], start)) and not whose:
        return 0
    if acts.is_told(bare[0][: governing[0]]) or acts.adverbs.ending(bare[0][: governing[0]]):
        return 0
    follows = acts.told_at(bare[1], 0) or bare[1].startswith(_ALL)
    return 2 if follows and "的" in bare[0][governing[0] :] else 0


def _placed(bare: Sequence[str], acts: Acts) -> int:
    """政府投资的工程，在…前提下，优先使用…: a subject with a place or a condition behind it."""
    if len(bare) == 1 or not _nominal(bare[0]) or not bare[1].startswith("在"):
        return 0
    start = acts.after_adverbs(bare[0], 0)
    if acts.verb_at(bare[0], start) or acts.opener_at(bare[0], start) or acts.has_act(bare[0].rpartition("的")[2]):
        return 0
    if not leads_in(bare[1], acts):
        return 2
    return 3 if bare[2:] else 0


def _moved(bare: Sequence[str], acts: Acts) -> int:
    """将…等情况，以…形式公布: what is moved, and where to behind the comma."""
    start = acts.after_adverbs(bare[0], 0)
    if len(bare) == 1 or not bare[0].startswith(MOVING, start) or not LISTED.search(bare[0]) or _ARRIVED.search(bare[0]):
        return 0
    return 0 if acts.has_act(bare[0].rpartition("等")[2]) else 2


def _names_whom(bare: Sequence[str], act: str, acts: Acts) -> bool:
    """Whether a stretch that begins with ``act`` only says who is told behind it (实施…制度的院校，应当…; 符合…的材料，可…)."""
    tail = bare[0].rpartition("的")[2]
    permitted = acts.permissions.at(bare[1], 0).removeprefix(_NEVER)
    if act in acts.attribute_acts.meaning:
        return bool(permitted) or not acts.has_act(tail)
    told = permitted or acts.modals.at(bare[1], 0)
    return bool(told and acts.parties.ending(tail)) and not acts.has_act(tail) and acts.verbs.meaning.get(act) == FIRM


def _nominal(bare: str) -> bool:
    """Whether a stretch ends with 的 and a short noun."""
    head, _, tail = BRACKET.sub("", bare).rpartition("的")
    return bool(head) and 0 < len(tail) <= _LONGEST_NOUN

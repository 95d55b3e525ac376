"""What a stretch between two cuts is when it promises nothing alone: a ground, an aim, a time, a condition, a purpose, a formula."""

from __future__ import annotations

import re

from fengong.text import predicate
from fengong.text.acts import JOINTS, Acts
from fengong.text.words import BRACKET, MASK, masked

_TIMES = ("在", "于", "自", "从", "经", "待")
_TIME_ENDS = ("前", "内", "起", "后", "期间", "时", "中")
_TURN = re.compile(r"(?:由|从).+(?:向|到|为).*(?:转变|过渡|转型|延伸|拓展|迈进|转化|转移|转向)$|(?:由|从)[^,]+?(?:转向|转变为|转为|变为)")
_LIMIT = re.compile(r"最高(?:不超过|不高于)(?:每.{1,3})?\d")
_DEFINES = re.compile(r"[^的]{2,24}?(?<![特凡还但正就要若尤先别其])(?:是(?!否)|包括|是指)")
_TRYING = re.compile(r"(?:力争|争取|努力)(?:到|在|用)[^,]{0,4}\d+年[底末前内左右时间]*")
_LED = re.compile(r"(?:将|要|应)?由[^的]+牵头")
_BY = "通过"
_FOR = "为"
_PLANNED = ("统筹", "合理", "集约", "高效")
_KEEPING = ("坚持", "遵循")
LISTED = re.compile("等(?!活动|工作|服务|行动|业务|培训)[^的]{0,4}$")
_ON = "对"
_WHEN = ("后", "前", "时")
_EXCEPT = re.compile("除.+外")
_SETS = re.compile(r"以(?![及上下内外来前后])[^,]*为[^的为]{1,8}$")
_TOLD_SETS = re.compile(r"(?:要|应|须|必须)以(?![及上下内外来前后])[^,]*为[^的为]{1,8}$")
_PLACED = re.compile(r"在.+的(?:地区|地方|领域|环节|场所|区域|方面|情况|部位|地段)$")
WHOM = ("对", "对于", "针对")
_IF = ("如", "如果", "只要", "一旦", "凡是", "倘若")
_AGREEING = ("同意", "批准", "审核", "审定", "核准", "审批", "认定", "核实", "论证", "审查", "备案", "复核", "查实", "查证")
_WITHOUT = "未经"
_AFTER = ("经", "一经", "经过")
_EVERY = ("凡", "凡是")
_FORBIDDING = ("严禁", "禁止", "不得")
_FORMULA = 4
_LONG_OBJECT = 4
_SHORT = 24
Act = tuple[int, str] | None
"""The place and the act word that governs a stretch, if any."""
INVITING = frozenset({"encouraging", "exploratory"})
"""How firm an act is that may name its means before what is done (鼓励…结合…，建设…)."""


def leads_in(text: str, acts: Acts) -> bool:
    """Whether ``text`` as a whole can only be a ground, an aim, a means, a time or a condition of what comes next."""
    bare = masked(text).rstrip(MASK)
    start, act = acts.after_adverbs(bare, 0), predicate.governing(text, acts)
    if act is not None and act[1] in acts.stating.meaning and bare[act[0] + len(act[1]) :][:1].isdigit():
        return False
    if _is_closed(bare, start, act, acts):
        return True
    opener, ends = acts.opener_at(bare, start), _ends(bare, acts)
    if opener and (verdict := _opened(bare, start, opener, act, acts)) is not None:
        return verdict
    told = act is not None and bool(acts.adverbs.ending(bare[: act[0]]))
    if ends and act is not None and act[0] > start and act[1] in acts.also_nouns and LISTED.search(bare) and (opener or not told):
        return True
    if act is None:
        return ends or any(inner in acts.prepositions.meaning and len(inner) > 1 for _, inner in acts.openers.each(bare))
    if act[1] in _KEEPING or _by_doing(bare, act, acts):
        return True
    timed = bare.endswith(_TIME_ENDS) and any(bare.startswith(_TIMES, i) for i in range(act[0]))
    leading = act[1] in acts.holding or act[1] in acts.using or (act[1] in acts.openers.meaning and not acts.modals.ending(bare[: act[0]]))
    return ends and (timed or (not opener and leading))


def _is_closed(bare: str, start: int, act: Act, acts: Acts) -> bool:
    """Whether a stretch ends as only a ground, a condition or those whom it is about do (…的; …的基础上; 对…的社会成员; 除…外)."""
    if (
        bare.endswith("的")
        or (act is not None and bare.endswith(_WHEN) and not acts.no_ends.ending(bare))
        or (acts.open_ends.ending(bare) and not _invites(bare, start, act, acts))
    ):
        return True
    placed = bool(_PLACED.match(bare, start) or _TRYING.fullmatch(bare)) or bool(_EXCEPT.fullmatch(bare))
    placed = placed or bool(_LED.fullmatch(bare))
    return placed or _about(bare, act, acts) or _sets(bare, act, acts) or _agreed(bare, start, acts)


def _agreed(bare: str, start: int, acts: Acts) -> bool:
    """Whether a stretch only says by whom something is agreed to (经…同意)."""
    last = next((word for word in _AGREEING if bare.endswith(word)), "")
    return bool(last) and (acts.opener_at(bare, start) in _AFTER or bare.startswith(_WITHOUT))


def _sets(bare: str, act: Act, acts: Acts) -> bool:
    """Whether a stretch only says what is taken as what (以…为重点)."""
    if not _SETS.search(bare):
        return False
    start, last = acts.after_adverbs(bare, 0), bare.rindex("为")
    if _TOLD_SETS.search(bare) and not any(acts.verb_at(bare, at) for at, _ in acts.each(bare, last + 1)):
        return True
    return (
        act is None or act[1] in acts.also_nouns or (bare.startswith("以", start) and (act[0] < last or act[0] + len(act[1]) == len(bare)))
    )


def _opened(bare: str, start: int, opener: str, act: Act, acts: Acts) -> bool | None:
    """Whether a stretch that begins with ``opener`` is a lead-in; None where a ground is closed in it, so that the rest decides."""
    behind = start + len(opener)
    listed = len(opener) > 1 and bool(LISTED.search(bare))
    ends, does = listed or _ends(bare, acts), _does(bare, start, opener, acts)
    conditional = opener in _IF and not acts.aims.ending(bare)
    by_place = opener == _BY and bare.startswith("在", behind)
    if conditional or by_place or (act and ends and act[1] in acts.openers.meaning and not does):
        return True
    if does or (act is not None and _acts_behind(bare, start, opener, act, acts)):
        return False
    if ends or act is None or (act == (start, opener) and opener not in acts.taking):
        return True
    if acts.past_ground(bare, start):
        return None
    if opener in acts.rules and act[1] in acts.also_nouns and act[0] + len(act[1]) == len(bare):
        return True
    rest = bare[behind:]
    if len(opener) > 1 and opener in acts.prepositions.meaning and bare[: act[0]].endswith(JOINTS):
        return True
    by_doing = len(opener) > 1 and opener not in acts.rules and bool(acts.verb_at(rest, acts.after_adverbs(rest, 0)))
    inner = act if act[0] >= behind else predicate.governing(rest, acts)
    return by_doing or inner is None or (opener == _BY and inner[1] in acts.also_nouns)


def _acts_behind(bare: str, start: int, opener: str, act: tuple[int, str], acts: Acts) -> bool:
    """Whether ``act`` is done behind the ground that ``opener`` opens, whatever the stretch ends with.

    在自贸试验区探索…模式; 对…作出明确规定; 按照…要求及时报送…情况; 适应并促进….
    """
    behind = start + len(opener)
    sure = act[1] not in acts.also_nouns
    listed = len(opener) > 1 and bool(LISTED.search(bare))
    if len(opener) == 1 and act[0] > behind + 1 and sure and acts.things.ending(bare):
        return True
    if "向" in bare[behind : act[0]] or (bare.startswith("并", behind) and acts.verb_at(bare, behind + 1)):
        return True
    closed = listed if opener.startswith(_ON) else listed or _ends(bare, acts)
    if not closed and opener in WHOM and act[0] > start and sure:
        return True
    landed = acts.past_ground(bare, start)
    reached = bool(landed) and (act[0] == landed or (act[0] > landed and sure))
    return reached and not bare.removesuffix(acts.aims.ending(bare)).endswith("的")


def _by_doing(bare: str, act: tuple[int, str], acts: Acts) -> bool:
    """Whether all that a doer does is by what means (政府通过放宽准入)."""
    before, _, _ = bare.partition(_BY)
    by = len(before) + len(_BY)
    rest = acts.each(bare, act[0] + len(act[1]))
    alone = not any(acts.verb_at(bare, at) and word not in acts.also_nouns for at, word in rest)
    return 0 < len(before) < _SHORT and act[0] == by and alone


def _invites(bare: str, start: int, act: Act, acts: Acts) -> bool:
    """Whether an act at the beginning is parted from what is done by a ground alone (鼓励金融机构在…前提下; 确保在…基础上)."""
    if act is not None and act[1] in acts.permissions.meaning:
        return True
    if act is None or act[0] != start:
        return False
    inviting = acts.verbs.meaning.get(act[1]) in INVITING or act[1] in acts.inviting
    return inviting or (act[1] not in acts.also_nouns and bare.startswith("在", start + len(act[1])))


def _ends(bare: str, acts: Acts) -> bool:
    """Whether a stretch ends with an aim that is no part of an act word (集中)."""
    aim = acts.aims.ending(bare)
    return bool(aim) and not any(
        at + len(word) == len(bare) and len(word) > len(aim) for at, word in acts.each(bare) if acts.verb_at(bare, at)
    )


def closes(bare: str, acts: Acts) -> bool:
    """Whether a stretch ends with a word that closes a ground or an aim and is no part of a longer word (服务模式)."""
    aim = acts.aims.ending(bare)
    longer = any(at + len(word) == len(bare) and len(word) > len(aim) for at, word in acts.each(bare))
    return bool(aim) and not longer


def _about(bare: str, act: Act, acts: Acts) -> bool:
    """Whether a stretch only says, perhaps behind its doer, whom it is about (职业院校对…的社会成员)."""
    if bare.startswith(_EVERY) and "的" in bare and not acts.has_act(bare.rpartition("的")[2]) and not acts.is_told(bare):
        return True
    at = bare.find("对")
    if at < 0 or any(acts.verb_at(bare, i) for i, _ in acts.each(bare[:at])):
        return False
    head, _, tail = BRACKET.sub("", bare[at:]).rpartition("的")
    done = any(acts.verb_at(tail, i) and word not in acts.also_nouns for i, word in acts.each(tail))
    whom = (
        bool(head)
        and (bool(acts.parties.ending(tail)) or (at == 0 and not acts.has_act(tail) and not any(map(str.isdigit, tail))))
        and not done
    )
    bare_whom = at == 0 and not head and bool(acts.parties.ending(bare)) and (act is None or act[1] in acts.also_nouns)
    return bare_whom or (whom and (act is None or act[0] > at))


def _does(bare: str, start: int, opener: str, acts: Acts) -> bool:
    """Whether an act for certain stands behind a means, with an object (运用现代信息技术改进教学方式方法; 通过人工智能技术发现材料)."""
    behind = start + len(opener)
    if not opener or opener in acts.holding or (opener in acts.prepositions.meaning and acts.aims.ending(bare)):
        return False
    if (opener in acts.taking and not acts.aims.ending(bare)) or (opener in acts.using and bare[:start].endswith(_PLANNED)):
        return True
    found = [(at, word) for at, word in acts.each(bare, behind) if acts.verb_at(bare, at)]
    sure = [(at, word) for at, word in found if word not in acts.also_nouns]
    return any(_has_object(bare, behind, opener, each, acts) for each in (sure or found[:1]))


def _has_object(bare: str, behind: int, opener: str, act: tuple[int, str], acts: Acts) -> bool:
    """Whether ``act`` stands behind a means that opened before ``behind``, not in a list, and has an object that is no aim."""
    place, word = act
    rest = len(bare) - place - len(word)
    aim = acts.aims.ending(bare)
    doing = acts.verb_at(bare, acts.after_adverbs(bare, behind))
    if doing and place <= acts.after_adverbs(bare, behind) + len(doing):
        return False
    if place < behind + 2 or bare.startswith((*JOINTS, "并"), place + len(word)) or bare[:place].endswith(JOINTS):
        return False
    if word in acts.also_nouns and (rest < _LONG_OBJECT + (opener in acts.rules) or place <= behind + 2 or aim):
        return False
    marks = "等、" if opener in acts.using else "等、的"
    return rest > max(1, len(aim)) and not any(mark in bare[place:] for mark in marks)


def defines(text: str, acts: Acts) -> bool:
    """Whether ``text`` only says what somebody or something is (试点城市政府是…责任主体)."""
    bare = masked(text)
    found = _DEFINES.match(bare)
    if found is None or acts.verb_at(bare, acts.after_adverbs(bare, 0)):
        return False
    return not any(acts.modals.at(bare, i) for i in range(found.end()))


def goes_on(text: str, acts: Acts) -> bool:
    """Whether ``text`` only names the purpose of the measure before it, what it turns from and to, or how, in a formula.

    用于…; 为…提供支撑; 由…向…转变; 分级预警、分层响应.
    """
    bare = masked(text)
    weighed = "是否" in bare and not acts.verb_at(bare, acts.after_adverbs(bare, 0))
    act_of_its_own = bare.startswith(_FOR) and not any(word in acts.providing for _, word in acts.each(bare))
    given = bare.startswith("作为") and "予以" in bare
    purpose = is_purpose(text, acts) and not given and not (act_of_its_own and predicate.governing(bare, acts))
    return weighed or purpose or bool(_TURN.match(bare) or _LIMIT.match(bare)) or _is_formula(text, acts)


def is_purpose(text: str, acts: Acts) -> bool:
    """Whether ``text`` begins with a word of purpose, adverbs apart."""
    bare = masked(text)
    start = acts.after_adverbs(bare, 0)
    if bare.startswith(_FORBIDDING):
        return False
    word, later = acts.purposes.at(bare, 0), "" if bare.startswith("并") else acts.purposes.at(bare, start)
    return (bool(word) and len(acts.known.at(bare, 0)) <= len(word)) or (len(later) > 1 and len(acts.known.at(bare, start)) <= len(later))


def _is_formula(text: str, acts: Acts) -> bool:
    """Whether ``text`` is made of phrases of four characters that have no object (育训结合; 分级预警、分层响应)."""
    parts = text.split("、")
    behind = acts.after_adverbs(text, 0)
    if behind == _FORMULA // 2 and len(text) == _FORMULA and acts.verb_at(text, behind) == text[behind:]:
        return True
    if any(len(part) != _FORMULA for part in parts):
        return False
    opened = [acts.known.at(part, 0) for part in parts]
    ends = [(acts.known.at(part, 2) == part[2:] and bool(acts.verb_at(part, 2))) or part[2:] in acts.openers.meaning for part in parts]
    if len(parts) > 1:
        sure = any(acts.verbs.meaning.get(word) and word not in acts.also_nouns for word in opened)
        return not sure and (all(ends) or not behind)
    return (all(ends) and not opened[0]) or behind == _FORMULA

"""Invitations whose act is still to come: 鼓励…结合…，建设…; 允许…的专业人才，…; 可按照…的30%，给予…."""

from __future__ import annotations

from fengong.text.acts import JOINTS, Acts
from fengong.text.leadins import LISTED, WHOM, closes
from fengong.text.pauses import SOME
from fengong.text.words import MASK, masked

_FACING = "面向"
_WITHOUT = ("不经", "无需经")


def unfinished(text: str, acts: Acts, *, permitted: bool, helping: bool = False) -> bool:
    """Whether ``text``, what follows an invitation or a trial, only names a ground or a means, so that the act is still to come.

    探索通过…等方式，打破…; 可按照不高于…的30%，给予…; 鼓励有条件的地方结合…，建设…. What is ``permitted`` may take a means
    as an act (可采取…方式，委托…); what is only ``helping`` may name no more than whom (支持符合条件的项目).
    """
    bare = masked(text).rstrip(MASK)
    if acts.open_ends.ending(bare) or any(_whom(bare, place, acts) for place in range(len(bare))):
        return True
    opener = acts.opener_at(bare, 0)
    if opener and (permitted or not acts.verb_at(bare, 0)):
        ends = acts.aims.ending(bare) if permitted else closes(bare, acts)
        plain = permitted and len(opener) > 1 and opener in acts.prepositions.meaning and opener != _FACING
        plain = plain and not _acts(bare[len(opener) :], acts)
        return bool(ends) or plain or bare.endswith("%") or (permitted and opener in _WITHOUT)
    if not helping and _only_whom(bare, acts):
        return True
    return any(_left_open(bare, place, acts) and not _acts(bare[:place], acts) for place in range(1, len(bare)))


def _only_whom(bare: str, acts: Acts) -> bool:
    """Whether no more is said than who is asked (允许具有…资格的专业人才，…; 鼓励供销合作社、邮政和电商企业等，…)."""
    head, _, tail = bare.rpartition("的")
    listed = tail.endswith("等") and "、" in tail
    if any(acts.verb_at(tail, at) for at, _ in acts.each(tail)):
        return False
    inner = [(at, word) for at, word in acts.each(head) if acts.verb_at(head, at)]
    attributed = all(word in acts.attribute_acts.meaning or word in acts.also_nouns for _, word in inner)
    named = listed or (bool(head) and bool(acts.parties.ending(tail)))
    return named and attributed and (not inner or inner[0][0] == 0)


def _left_open(bare: str, place: int, acts: Acts) -> bool:
    """Whether a ground that opens at ``place`` is the last thing said, with no act behind it."""
    opener = acts.opener_at(bare, place)
    if not opener or len(acts.known.at(bare, place)) > len(opener) or place + len(opener) + 1 >= len(bare):
        return False
    if bare[:place].endswith(SOME):
        return False
    if closes(bare, acts) or (len(opener) > 1 and place < bare.rfind("等") and LISTED.search(bare)):
        ground = opener in acts.grounds.meaning or opener in acts.prepositions.meaning
        return ground and not _done_by_means(bare, place + len(opener), acts)
    plain = len(opener) > 1 and opener in acts.prepositions.meaning
    return plain and not _acts(bare, acts) and not _acts_behind(bare, place + len(opener), acts)


def _done_by_means(bare: str, behind: int, acts: Acts) -> bool:
    """Whether an act for certain stands some way behind a means, not in a list (结合实际大胆探索…新模式)."""
    return any(
        acts.verb_at(bare, at) and word not in acts.also_nouns and at > behind + 1 and not bare[:at].endswith(JOINTS)
        for at, word in acts.each(bare, behind)
    )


def _whom(bare: str, place: int, acts: Acts) -> bool:
    """Whether those whom an invitation is about are the last thing said (鼓励地方对通过备案的企业，…)."""
    if acts.opener_at(bare, place) not in WHOM:
        return False
    head, _, tail = bare[place:].rpartition("的")
    party = acts.parties.ending(tail)
    return bool(head) and bool(party) and not any(acts.verb_at(tail, at) and word not in acts.also_nouns for at, word in acts.each(tail))


def _acts_behind(bare: str, place: int, acts: Acts) -> bool:
    """Whether a word that may be an act stands behind ``place`` with an object, the stretch not closed by an aim."""
    return not closes(bare, acts) and any(
        acts.verb_at(bare, at)
        and len(bare) - at - len(word) > 1
        and not acts.head_nouns.at(bare, at + len(word))
        and not bare.startswith("的", at - 1)
        for at, word in acts.each(bare, place)
    )


def _acts(bare: str, acts: Acts) -> bool:
    """Whether a stretch holds a word that is an act for certain, no opener of a ground, and not in an attribute."""
    return any(
        acts.verbs.meaning.get(word)
        and word not in acts.also_nouns
        and word not in acts.openers.meaning
        and not (bare.startswith("的", at - 1) and at + len(word) == len(bare))
        and "的" not in bare[at:]
        for at, word in acts.each(bare)
    )

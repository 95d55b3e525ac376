"""What the evidence of a link says for itself: the words of its comment that its predicate cannot stand beside."""

from __future__ import annotations

import re

from fengong.reference.links import HOMEPAGE, IDENTITIES, SAME_AS, status
from fengong.reference.progress import is_date
from fengong.reference.sssom import Mapping

_SEAT_CLASS = re.compile(r"\bPPL[A-Z0-9]*\b", re.ASCII)
_SEAT = re.compile(r"\b(?:populated places?|(?:city|county) seat|seat of)\b|城区|市区|驻地|治所|居民点", re.ASCII | re.IGNORECASE)
_DIVISION = re.compile(r"\binstance[ _]of (?:prefecture|autonomous[ _]prefecture|province)", re.ASCII | re.IGNORECASE)
"""What the evidence says of an object that stands for the city and for its prefecture in one: its class is that of the division."""
_TABLE = re.compile(
    r"(?:Confidence in the research table(?:\s*候选表所注把握)?|候选表所注把握)\s*[:：]?\s*(?:[“\"]([^”\"]*)|([^.;。；]*))",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"[a-z-]*")
_NOT_OPENED = re.compile(r"not opened live|并未打开核对", re.IGNORECASE)
_OPENED = re.compile(r"(?<!not )\bopened live(?: 打开核对)? (\S{10})", re.IGNORECASE)


def names_a_seat(each: Mapping, *, place: bool) -> bool:
    """Whether a published row says that its object is a city's seat: by GeoNames' classes, or, of a place's identity, in words.

    An object whose class is said to be that of the division may be a populated place somewhere else too.
    """
    if _SEAT_CLASS.search(f"{each.object_label} {each.comment}"):
        return True
    if not place or each.predicate != SAME_AS:
        return False
    return bool(_SEAT.search(each.object_label) or (_SEAT.search(each.comment) and not _DIVISION.search(each.comment)))


def too_weak(each: Mapping) -> str:
    """The confidence that a row quotes from the table of candidates where it is too weak for the row; else nothing.

    An identity needs exactly “high”, everything else that is linked “high” or “medium-high”, with any words after it.
    """
    if each.negated or not each.found:
        return ""
    for quoted in ((match[1] or match[2] or "").strip().lower() for match in _TABLE.finditer(each.comment)):
        level = _LEVEL.match(quoted)
        enough = quoted == "high" if each.predicate in IDENTITIES else level is not None and level[0] in {"high", "medium-high"}
        if not enough:
            return quoted or "?"
    return ""


def unmarked(each: Mapping) -> bool:
    """Whether a homepage's row says neither that nobody opened it, nor on which day somebody did, no later than its review."""
    if status(each) != "published" or each.predicate != HOMEPAGE:
        return False
    days = [match[1] for match in _OPENED.finditer(each.comment)]
    if not days:
        return not _NOT_OPENED.search(each.comment)
    latest = each.review_date or each.mapping_date
    return bool(_NOT_OPENED.search(each.comment)) or not all(is_date(day) and day <= latest.isoformat() for day in days)


def names(each: Mapping, code: str) -> bool:
    """Whether the evidence has ``code`` as a word of its own."""
    return bool(re.search(rf"(?<![A-Za-z0-9-]){re.escape(code)}(?![A-Za-z0-9-])", each.comment))

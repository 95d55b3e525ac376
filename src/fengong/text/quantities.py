"""Numbers with a unit, as printed: 不少于10个托位, 3—5家, 1.8万亿元, 30%以上. Whether one is a target is decided in `targets`.

All text is in matching form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fengong.text.words import Words

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SCALE = {"千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}
_SCALES = "|".join(sorted(_SCALE, key=len, reverse=True))
_FOUND = re.compile(
    rf"(?<![\d.A-Za-z+/])(?P<low>{_NUMBER})(?P<low_scale>{_SCALES})?%?"
    rf"(?:(?:至|到|-|—|~|–)(?P<high>{_NUMBER}))?(?P<scale>(?:{_SCALES})(?![克瓦米]))?[多余]?"
)
_CUTS = ",;。:、"
_FAR = 24
"""How far before its number a comparator may stand, with the base between them."""
SHARE = "percent"
LIMITS = frozenset({"at-least", "more-than", "at-most", "less-than"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_PER = re.compile(r"/(?P<of>[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """The words of quantities, each with the slug of what it says: comparators before and behind the number, and units."""

    before: Words
    behind: Words
    units: Words


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range with its unit, and whatever bounds it.

    ``start`` and ``end`` hold the whole wording, comparators included; ``number`` is where the digits begin, ``unit_at`` and
    ``unit_end`` are the place of the unit. ``low`` and ``high`` are decimal numbers as text, ``high`` is empty but for a range.
    ``base`` is the place of what a share is taken of, where it stands between comparator and number (不超过投资额30%).
    """

    start: int
    end: int
    number: int
    unit_at: int
    unit_end: int
    low: str
    high: str
    unit: str
    comparator: str
    phrase: tuple[int, int]
    per: str = ""
    base: tuple[int, int] = (0, 0)


def read(text: str, words: QuantityWords) -> Iterator[Quantity]:
    """Every number of ``text`` that a known unit follows."""
    for found in _FOUND.finditer(text):
        at = found.end() - (1 if found.group().endswith("%") else 0)
        unit = words.units.at(text, at)
        if not unit or (unit == "年" and _YEAR.fullmatch(found["low"])):
            continue
        end = at + len(unit)
        per = _PER.match(text, end)
        end = per.end() if per else end
        scale = found["scale"] or ""
        low, high = _decimal(found["low"], found["low_scale"] or scale), _decimal(found["high"], scale) if found["high"] else ""
        before, behind = words.before.ending(text[: found.start()]), words.behind.at(text, end)
        phrase, base = (found.start() - len(before), found.start()), (0, 0)
        if not before and not behind and words.units.meaning[unit] == SHARE:
            before, phrase, base = _apart(text, found.start(), words)
        if not before:
            phrase = (end, end + len(behind))
        comparator = words.before.meaning[before] if before else words.behind.meaning.get(behind, "")
        yield Quantity(
            start=phrase[0] if before else found.start(),
            end=end + len(behind),
            number=found.start(),
            unit_at=at,
            unit_end=at + len(unit),
            low=low,
            high=high,
            unit=words.units.meaning[unit],
            comparator="range" if high else comparator,
            phrase=phrase,
            per=per["of"] if per else "",
            base=base,
        )


def _apart(text: str, number: int, words: QuantityWords) -> tuple[str, tuple[int, int], tuple[int, int]]:
    """A comparator that stands before the base of a share: its word, its place, and the place of the base."""
    first = max(text.rfind(mark, 0, number) for mark in _CUTS) + 1
    for at, word in words.before.each(text[:number], max(first, number - _FAR)):
        behind = at + len(word)
        if words.before.meaning[word] in LIMITS:
            return word, (at, behind), (behind, number - text[:number].endswith("的"))
    return "", (number, number), (0, 0)


def _decimal(number: str, scale: str) -> str:
    value = Decimal(number.replace(",", "")) * _SCALE.get(scale, 1)
    return format(value.normalize(), "f")

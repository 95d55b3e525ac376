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
_SCALE = {"百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}
_SCALES = "|".join(sorted(_SCALE, key=len, reverse=True))
_FOUND = re.compile(
    rf"(?<![\d.A-Za-z+/])(?P<low>{_NUMBER})(?P<low_scale>{_SCALES})?%?"
    rf"(?:(?:至|到|-|—|~|–)(?P<high>{_NUMBER}))?(?P<scale>(?:{_SCALES})(?![克瓦米]))?[多余]?"
)
_WORDED = re.compile("(?<![第之一二两三四五六七八九十百千万零每])(?:[一两二三四五六七八九]|十[一二三四五]?)(?=[次所家名人个项](?![一性]))")
_EACH = re.compile("每[^,;。:、]*$")
_DIGITS = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_LIMITING = ("不", "至少", "最", "只")
_CUTS = ",;。:、"
_FAR = 24
"""How far before its number a comparator may stand, with the base between them."""
_NEAR = 12
"""How far before its number an adverb of limit may stand, with the act between them."""
_ADVERBS = frozenset({"至少", "最多", "最高", "只"})
_BEYOND = "超出"
SHARE = "percent"
ABOUT = "about"
REACHED = "at-least"
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
    """Every number of ``text`` that a known unit follows, in printed order; one in words only where it counts (每年两次, 至少一人)."""
    yield from sorted([*_in_digits(text, words), *_in_words(text, words)], key=lambda quantity: quantity.number)


def _in_digits(text: str, words: QuantityWords) -> Iterator[Quantity]:
    for found in _FOUND.finditer(text):
        at = found.end() - (1 if found.group().endswith("%") else 0)
        unit = words.units.at(text, at)
        if not unit or (unit == "年" and _YEAR.fullmatch(found["low"])):
            continue
        scale = found["scale"] or ""
        low, high = scaled(found["low"], found["low_scale"] or scale), scaled(found["high"], scale) if found["high"] else ""
        yield _quantity(text, found.start(), at, unit, (low, high), words)


def _in_words(text: str, words: QuantityWords) -> Iterator[Quantity]:
    """Numbers in words behind 每 or a word of limit; anywhere else they are mostly figures of speech (实现一个目标)."""
    for found in _WORDED.finditer(text):
        unit = words.units.at(text, found.end())
        before = text[: found.start()]
        limited = words.before.ending(before).startswith(_LIMITING) or _ahead(text, found.start(), words)
        if unit and (limited or _EACH.search(before)):
            yield _quantity(text, found.start(), found.end(), unit, (_numeral(found.group()), ""), words)


def _numeral(words: str) -> str:
    """A number up to nineteen as a decimal number, from digits or from words (两, 十五); 半 is a half."""
    if words == "半":
        return "0.5"
    return words if words[0].isdigit() else str(sum(_DIGITS[each] for each in words))


def _quantity(text: str, number: int, at: int, unit: str, limits: tuple[str, str], words: QuantityWords) -> Quantity:
    """What is counted from ``number``, whose ``unit`` stands at ``at``, with whatever bounds it."""
    end = at + len(unit)
    per = _PER.match(text, end)
    end = per.end() if per else end
    before, behind = words.before.ending(text[:number]), words.behind.at(text, end)
    phrase, base = (number - len(before), number), (0, 0)
    if not before and not behind and words.units.meaning[unit] == SHARE:
        before, phrase, base = _apart(text, number, words)
    if not before and not behind and (ahead := _ahead(text, number, words)):
        before, phrase = ahead
    if not before or (words.before.meaning[before] == REACHED and words.behind.meaning.get(behind) == ABOUT):
        before, phrase = "", (end, end + len(behind))
    comparator = words.before.meaning[before] if before else words.behind.meaning.get(behind, "")
    return Quantity(
        start=phrase[0] if before else number,
        end=end + len(behind),
        number=number,
        unit_at=at,
        unit_end=at + len(unit),
        low=limits[0],
        high=limits[1],
        unit=words.units.meaning[unit],
        comparator="range" if limits[1] else comparator,
        phrase=phrase,
        per=per["of"] if per else "",
        base=base,
    )


def _ahead(text: str, number: int, words: QuantityWords) -> tuple[str, tuple[int, int]] | None:
    """An adverb of limit that stands before the act (至少打造3个; 最多享受3次): its word and its place."""
    first = max(text.rfind(mark, 0, number) for mark in _CUTS) + 1
    for at, word in words.before.each(text[:number], max(first, number - _NEAR)):
        if word in _ADVERBS:
            return word, (at, at + len(word))
    return None


def _apart(text: str, number: int, words: QuantityWords) -> tuple[str, tuple[int, int], tuple[int, int]]:
    """A comparator that stands before the base of a share: its word, its place, and the place of the base."""
    first = max(text.rfind(mark, 0, number) for mark in _CUTS) + 1
    for at, word in words.before.each(text[:number], max(first, number - _FAR)):
        behind = at + len(word)
        if words.before.meaning[word] in LIMITS and not text.startswith(_BEYOND, at):
            return word, (at, behind), (behind, number - text[:number].endswith("的"))
    return "", (number, number), (0, 0)


def scaled(number: str, scale: str) -> str:
    """A number in digits or words times a power of ten (1.8, 万; 两; 半), as a decimal number."""
    value = Decimal(_numeral(number.replace(",", ""))) * _SCALE.get(scale, 1)
    return format(value.normalize(), "f")

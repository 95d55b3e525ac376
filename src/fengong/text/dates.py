"""Dates in a promise: deadlines (到 2022 年, 2020年6月底前) and planning periods (“十四五”, 2021—2025年). All text is in matching form."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fengong.text.norm import Matching
from fengong.text.tree import Deadline, Period
from fengong.text.words import Words

_POINT = re.compile(r"(?<![\d.])(?:(?P<year>(?:19|20)\d\d)年)?(?:(?P<month>1[0-2]|0?[1-9])月)?(?:(?P<day>3[01]|[12]\d|0?[1-9])日)?")
_RELATIVE = re.compile(r"(?:[\u4e00-\u9fff]{0,8}之日起|自[\u4e00-\u9fff]{1,8}起)\d+个?(?:工作日|日|天|月|年)内")
_SPAN = re.compile(
    r"从?(?P<first>(?:19|20)\d\d)(?:年(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?)?"
    r"(?:至|到|-|—|~|–)(?:(?P<last>(?:19|20)\d\d)年?)?(?:(?P<to_month>\d{1,2})月)?(?:(?P<to_day>\d{1,2})日)?(?P<year_word>年?)"
)


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of deadlines, and the planning periods with their first and last days."""

    openers: Words
    closers: Words
    recurring: Words
    periods: Words
    bounds: dict[str, tuple[str, str]]


def deadlines(text: str, form: Matching, words: DateWords, *, offset: int = 0) -> Iterator[tuple[int, Deadline]]:
    """Every deadline of a text with the place (in matching form) where its phrase ends.

    A year alone ends with its last day, a month likewise; X年前 and X月前 (without 底 or 末) end the day before. A month
    without a year takes that of the date before it. One that recurs (每年2月底前) or counts from an event
    (印发之日起30日内) has its phrase and no day.
    """
    taken = [(m.start(), m.end()) for m in _spans(form.text)]
    found = [(m.start(), m.end(), "") for m in _RELATIVE.finditer(form.text)]
    year = 0
    for point in _POINT.finditer(form.text):
        inside = any(a <= point.start() < b for a, b in taken)
        if not (point["year"] or point["month"]) or inside:
            continue
        before = form.text[: point.start()]
        recurring, opener = words.recurring.ending(before), words.openers.ending(before)
        year = int(point["year"] or (0 if recurring else year))
        closer = words.closers.at(form.text, point.end())
        day = _last_day(year, point, closer) if year else None
        leading = _leads(form.text, point) and bool(point["year"]) and not point["month"]
        if (closer and (day or recurring)) or (day and point["year"] and (opener or leading)):
            start = point.start() - len(recurring or opener)
            found.append((start, point.end() + len(closer), day.isoformat() if day else ""))
    for start, end, said in sorted(found):
        span = form.span(start, end)
        yield end, Deadline(said, span.of(text), span.moved(offset))


def _leads(text: str, point: re.Match[str]) -> bool:
    """Whether a date begins its stretch and goes straight on to what is done (2020年初步建成…)."""
    return (
        text[: point.start()][-1:] in {"", ",", ";", "。"}
        and "\u4e00" <= text[point.end() : point.end() + 1] <= "\u9fff"
        and text[point.end()] not in "至到度起以"
    )


def _last_day(year: int, found: re.Match[str], closer: str) -> date | None:
    month = int(found["month"] or 0)
    try:
        if closer.startswith("上半年") and not month:
            return date(year, 6, 30)
        if found["day"]:
            return date(year, month, int(found["day"])) if month else None
        if closer.startswith(("前", "之前", "以前")):
            return date(year, month or 1, 1) - timedelta(days=1)
        return date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    except ValueError:
        return None


def _spans(text: str) -> Iterator[re.Match[str]]:
    for found in _SPAN.finditer(text):
        if (found["last"] and (found["year_word"] or "年" in found.group())) or found["to_month"]:
            yield found


def periods(text: str, form: Matching, words: DateWords, *, offset: int = 0) -> Iterator[Period]:
    """Every planning period and every printed range of dates, in printed order."""
    found = [(at, at + len(word), *words.bounds[words.periods.meaning[word]]) for at, word in words.periods.each(form.text)]
    for match in _spans(form.text):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        start = _day_of(first, match["month"], match["day"], last=False)
        end = _day_of(last, match["to_month"], match["to_day"], last=True)
        if start and end and start <= end:
            found.append((match.start() + match.group().startswith("从"), match.end(), start, end))
    for a, b, start, end in sorted(found):
        span = form.span(a, b)
        yield Period(span.of(text), start, end, span.moved(offset))


def _day_of(year: int, month: str | None, day: str | None, *, last: bool) -> str:
    number = int(month or (12 if last else 1))
    try:
        return date(year, number, int(day or (calendar.monthrange(year, number)[1] if last else 1))).isoformat()
    except ValueError:
        return ""

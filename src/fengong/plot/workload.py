"""Who carries how much: a bar for each body, stacked by role."""

from __future__ import annotations

from fengong.bilingual import Bilingual, Lang
from fengong.plot.data import Body, Division
from fengong.plot.fonts import Font
from fengong.plot.sheet import (
    BODY,
    GREY,
    LINE,
    MARGIN,
    SMALL,
    Picture,
    Sheet,
    colour,
    foot_height,
    hatch,
    head_height,
    ink_on,
    least_width,
    measured,
    wrapped,
)

TITLE = Bilingual(zh="各单位承担多少责任", en="How many responsibilities each body has")
NOTE = Bilingual(
    zh="柱长为责任数，按角色分段；右侧为责任总数；所涉任务数不同的，列于括号内。",
    en="Bars are as long as the number of responsibilities, by role; at the right their total, and in brackets the number of tasks "
    "where it differs.",
)
COUNT = Bilingual(zh="责任数", en="Responsibilities")
BAR, ROW, LINE_HEIGHT = 0.15, 0.22, 0.14
LABELS, LONGEST = 3.6, 5.5
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
TICKS = 8
INSIDE = 0.04


def picture(division: Division, lang: Lang) -> Picture:
    """The bars of ``division``, not yet drawn."""
    return Picture(division, lang, TITLE, NOTE)


def texts(picture: Picture) -> list[str]:
    """Every text on it."""
    return [*picture.texts(), COUNT.said(picture.lang), "(", ")", " "]


def drawn(picture: Picture, font: Font) -> Sheet:
    """The bars on a sheet just large enough for them."""
    division = picture.division
    names = [wrapped(name, LABELS, BODY, font) for name in picture.labels()]
    left = MARGIN + max(measured(line, BODY, font) for lines in names for line in lines) + 0.1
    rows = [max(ROW, LINE_HEIGHT * len(lines) + 0.06) for lines in names]
    most = max(division.total.values())
    unit = LONGEST / most
    width = max(left + LONGEST + 0.65 + MARGIN, least_width(picture, font))
    top = head_height(picture, width, font) + 0.45
    sheet = Sheet(width, top + sum(rows) + 0.12 + foot_height(picture, width, font), font)
    sheet.head(picture)
    _axis(sheet, picture, left, top, top + sum(rows), unit)
    y = top
    for body, lines, tall in zip(division.bodies, names, rows, strict=True):
        for line, words in enumerate(lines):
            middle = y + tall / 2 + LINE_HEIGHT * (line - (len(lines) - 1) / 2)
            sheet.text(left - 0.08, middle, words, at="right middle")
        _bar(sheet, division, body, left, y + tall / 2, unit)
        y += tall
    sheet.foot(picture, y + 0.12)
    return sheet


def _bar(sheet: Sheet, division: Division, body: Body, x: float, middle: float, unit: float) -> None:
    """The bar of one body, with the number of each part where there is room for it."""
    nth = division.bodies.index(body) + 1
    for role in division.used:
        count = division.by_role[body, role]
        if not count:
            continue
        sheet.box(x, middle - BAR / 2, count * unit, BAR, fill=colour(role), name=f"bar-{nth}-{role.order + 1}", hatching=hatch(role))
        if measured(str(count), SMALL - 1, sheet.font) + INSIDE < count * unit:
            sheet.text(x + count * unit / 2, middle, str(count), size=SMALL - 1, ink=ink_on(colour(role)), at="center middle")
        x += count * unit
    total, tasks = division.total[body], len(division.tasks_of[body])
    sheet.text(x + 0.07, middle, str(total) if total == tasks else f"{total} ({tasks})", size=SMALL, ink=GREY)


def _axis(sheet: Sheet, picture: Picture, left: float, top: float, bottom: float, unit: float) -> None:
    """Light lines at round numbers, with the numbers above them."""
    most = max(picture.division.total.values())
    step = next((each for each in STEPS if most / each <= TICKS), most)
    sheet.text(left, top - 0.34, COUNT.said(picture.lang), ink=GREY)
    for count in range(0, most + 1, step):
        x = left + count * unit
        sheet.line((x, x), (top, bottom), ink=LINE)
        sheet.text(x, top - 0.12, str(count), size=SMALL, ink=GREY, at="center middle")

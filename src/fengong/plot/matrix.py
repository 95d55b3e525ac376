"""Body × task: a cell for each body in each task that names it, coloured by its role."""

from __future__ import annotations

from fengong.bilingual import Bilingual, Lang
from fengong.plot.data import Division, Role
from fengong.plot.fonts import Font
from fengong.plot.sheet import (
    BAND,
    BODY,
    GREY,
    INK,
    MARGIN,
    SMALL,
    Picture,
    Sheet,
    colour,
    foot_height,
    hatch,
    head_height,
    least_width,
    measured,
    wrapped,
)

TITLE = Bilingual(zh="哪个单位在哪项任务中担任什么角色", en="Which body has which role in which task")
NOTE = Bilingual(
    zh="每项责任一个色块；同一任务中列名两次的单位，一格内并列两块。单位按责任数排列，右侧为责任数。",
    en="One patch for each responsibility; a body named twice in a task has two in its cell. Bodies are in order of the number of their "
    "responsibilities, which stands at the right.",
)
TASK = Bilingual(zh="任务序号", en="Task number")
TOTAL = Bilingual(zh="合计", en="Total")
CELL, ROW, LINE_HEIGHT, GAP = 0.2, 0.22, 0.14, 0.02
LABELS = 3.6
EVERY = 5


def picture(division: Division, lang: Lang) -> Picture:
    """The matrix of ``division``, not yet drawn."""
    return Picture(division, lang, TITLE, NOTE)


def texts(picture: Picture) -> list[str]:
    """Every text on it."""
    return [*picture.texts(), TASK.said(picture.lang), TOTAL.said(picture.lang), *map(_number, picture.division.tasks)]


def drawn(picture: Picture, font: Font) -> Sheet:
    """The matrix on a sheet just large enough for it."""
    division = picture.division
    names = [wrapped(name, LABELS, BODY, font) for name in picture.labels()]
    left = MARGIN + max(measured(line, BODY, font) for lines in names for line in lines) + 0.1
    right = max(0.35, measured(TOTAL.said(picture.lang), SMALL, font)) + 0.1
    rows = [max(ROW, LINE_HEIGHT * len(lines) + 0.06) for lines in names]
    width = max(left + CELL * len(division.tasks) + right + MARGIN, least_width(picture, font))
    top = head_height(picture, width, font) + 0.5
    height = top + sum(rows) + 0.12 + foot_height(picture, width, font)
    sheet = Sheet(width, height, font)
    sheet.head(picture)
    columns = {task: left + CELL * at for at, task in enumerate(division.tasks)}
    end = left + CELL * len(columns)
    _axis(sheet, picture, columns, top, end)
    cells = division.in_cell()
    y = top
    for at, (body, lines, tall) in enumerate(zip(division.bodies, names, rows, strict=True)):
        if at % 2 == 0:
            sheet.box(left, y, end - left, tall, fill=BAND)
        for line, words in enumerate(lines):
            middle = y + tall / 2 + LINE_HEIGHT * (line - (len(lines) - 1) / 2)
            sheet.text(left - 0.08, middle, words, at="right middle")
        sheet.text(end + 0.08, y + tall / 2, str(division.total[body]), size=SMALL, ink=GREY)
        y += tall
    for at, x in enumerate([*columns.values(), end]):
        if at % EVERY == 0 or x == end:
            sheet.line((x, x), (top, y))
    y = top
    for at, (body, tall) in enumerate(zip(division.bodies, rows, strict=True)):
        for task, x in columns.items():
            _cell(sheet, cells.get((body, task), ()), (x, y, tall), f"cell-{at + 1}-{_number(task)}")
        y += tall
    sheet.foot(picture, y + 0.12)
    return sheet


def _cell(sheet: Sheet, roles: tuple[Role, ...], place: tuple[float, float, float], name: str) -> None:
    """The roles of a body in a task, side by side; ``place`` is the cell's left, its top and how tall it is."""
    x, y, tall = place
    for nth, role in enumerate(roles):
        part = (CELL - 2 * GAP) / len(roles)
        slit = GAP / 2 if nth < len(roles) - 1 else 0
        left = x + GAP + part * nth
        sheet.box(left, y + GAP, part - slit, tall - 2 * GAP, fill=colour(role), name=f"{name}-{nth + 1}", hatching=hatch(role))


def _axis(sheet: Sheet, picture: Picture, columns: dict[str, float], top: float, end: float) -> None:
    """The task numbers above the columns, and the words for them."""
    left = min(columns.values())
    sheet.text((left + end) / 2, top - 0.38, TASK.said(picture.lang), ink=GREY, at="center middle")
    sheet.text(end + 0.08, top - 0.14, TOTAL.said(picture.lang), size=SMALL, ink=GREY)
    for task, x in columns.items():
        sheet.text(x + CELL / 2, top - 0.14, _number(task), size=SMALL - 0.5, ink=INK, at="center middle")


def _number(task: str) -> str:
    """A task's number, as its IRI has it (12, or 12-2 where a number is printed twice)."""
    return task.rpartition("/")[2]

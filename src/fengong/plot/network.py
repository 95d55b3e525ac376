"""Who works with whom: bodies round a circle, joined where they share tasks.

The places follow from the order of the bodies alone, so no layout has to be found, and every name can be read.
"""

from __future__ import annotations

import math

from matplotlib.patches import Circle, PathPatch, Wedge
from matplotlib.path import Path

from fengong.bilingual import Bilingual, Lang
from fengong.plot.data import Body, Division
from fengong.plot.fonts import Font
from fengong.plot.sheet import (
    BODY,
    GREY,
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

TITLE = Bilingual(zh="谁与谁共同承担任务", en="Who shares tasks with whom")
NOTE = Bilingual(
    zh="连线表示列于同一任务，越粗越深，共同任务越多。圆点大小为所涉任务数，颜色为各角色所占份额。",
    en="A line joins bodies named in the same task: the more tasks, the wider and darker. A dot is as large as the number of tasks and "
    "shows the share of each role.",
)
SHARED = Bilingual(zh="共同任务数", en="Tasks shared")
LABELS, LINE_HEIGHT = 2.5, 0.14
SPACE, SMALLEST, LARGEST = 0.38, 0.05, 0.15
LIGHT, DARK, THIN, THICK = 0.12, 0.75, 0.5, 5.0
FULL = 360
GOLDEN = 0.382
ALIKE = 0.2


def picture(division: Division, lang: Lang) -> Picture:
    """The network of ``division``, not yet drawn."""
    return Picture(division, lang, TITLE, NOTE)


def texts(picture: Picture) -> list[str]:
    """Every text on it."""
    return [*picture.texts(), SHARED.said(picture.lang)]


def drawn(picture: Picture, font: Font) -> Sheet:
    """The network on a sheet just large enough for it."""
    division = picture.division
    names = [wrapped(name, LABELS, BODY, font) for name in picture.labels()]
    angles = _angles(len(names))
    radius = max(1.6, SPACE * len(names) / (2 * math.pi))
    long = [radius + LARGEST + 0.1 + max(measured(line, BODY, font) for line in lines) for lines in names]
    side = max(far * abs(math.sin(angle)) for far, angle in zip(long, angles, strict=True)) + 0.15
    above, below = (
        max([sign * far * math.cos(angle) for far, angle in zip(long, angles, strict=True)] + [radius + LARGEST]) + 0.15 for sign in (1, -1)
    )
    width = max(2 * (side + MARGIN), least_width(picture, font), 6.0)
    top = head_height(picture, width, font) + 0.25
    sheet = Sheet(width, top + above + below + foot_height(picture, width, font), font)
    sheet.head(picture)
    middle = (width / 2, top + above)
    places = {
        body: (middle[0] + radius * math.sin(angle), middle[1] - radius * math.cos(angle))
        for body, angle in zip(division.bodies, angles, strict=True)
    }
    _edges(sheet, picture, places, middle)
    for body, lines, angle in zip(division.bodies, names, angles, strict=True):
        _dot(sheet, division, body, places[body])
        _label(sheet, lines, middle, radius + LARGEST + 0.06, angle)
    sheet.foot(picture, top + above + below)
    return sheet


def _angles(count: int) -> list[float]:
    """A place on the circle for each body, clockwise from the top in radians: neighbours in order stand far apart.

    Otherwise the strongest lines would join neighbours, and lie on top of one another.
    """
    step = next(each for each in range(max(1, round(count * GOLDEN)), count + 1) if math.gcd(each, count) == 1)
    return [2 * math.pi * (at * step % count) / count for at in range(count)]


def _edges(sheet: Sheet, picture: Picture, places: dict[Body, tuple[float, float]], middle: tuple[float, float]) -> None:
    """A curve towards the middle for each pair, the strongest drawn last, and samples of three strengths under the legend."""
    pairs = sorted(picture.division.shared(), key=lambda pair: pair[2])
    most = pairs[-1][2] if pairs else 1
    number = {body: at + 1 for at, body in enumerate(places)}
    for one, other, count in pairs:
        (x1, y1), (x2, y2) = places[one], places[other]
        bend = (middle[0] * 0.6 + (x1 + x2) * 0.2, middle[1] * 0.6 + (y1 + y2) * 0.2)
        curve = Path([(x1, y1), bend, (x2, y2)], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
        width, alpha = _strength(count, most)
        patch = PathPatch(curve, facecolor="none", edgecolor="#333333", linewidth=width, alpha=alpha, capstyle="round")
        sheet.draw(patch, f"edge-{number[one]}-{number[other]}")
    y = head_height(picture, sheet.width, sheet.font) + 0.02
    words = SHARED.said(picture.lang)
    sheet.text(MARGIN, y, words, ink=GREY)
    x = MARGIN + measured(words, BODY, sheet.font) + 0.15
    for count in sorted({1, (most + 1) // 2, most}):
        width, alpha = _strength(count, most)
        sheet.draw(PathPatch(Path([(x, y), (x + 0.35, y)]), facecolor="none", edgecolor="#333333", linewidth=width, alpha=alpha))
        sheet.text(x + 0.42, y, str(count), size=SMALL)
        x += 0.75


def _strength(count: int, most: int) -> tuple[float, float]:
    """The width in points and the opacity of a line for ``count`` tasks out of at ``most`` so many."""
    share = (count - 1) / (most - 1) if most > 1 else ALIKE
    return THIN + (THICK - THIN) * share, LIGHT + (DARK - LIGHT) * math.sqrt(share)


def _dot(sheet: Sheet, division: Division, body: Body, place: tuple[float, float]) -> None:
    """A disc as large as the number of tasks, cut by role."""
    share = len(division.tasks_of[body]) / max(map(len, division.tasks_of.values()))
    size = SMALLEST + (LARGEST - SMALLEST) * math.sqrt(share)
    nth = division.bodies.index(body) + 1
    sheet.draw(Circle(place, size + 0.02, facecolor="white", edgecolor="none"))
    begin = -90.0  # the sheet's y points down, so angles run clockwise
    for role in division.used:
        if count := division.by_role[body, role]:
            end = begin + FULL * count / division.total[body]
            name = f"dot-{nth}-{role.order + 1}"
            sheet.draw(
                Wedge(place, size, begin, end, facecolor=colour(role), edgecolor="white", linewidth=0.3, hatch=hatch(role) or None), name
            )
            begin = end


def _label(sheet: Sheet, lines: list[str], middle: tuple[float, float], far: float, angle: float) -> None:
    """A name outside the circle, along the ray, never upside down."""
    left = angle > math.pi
    turn = 90 - math.degrees(angle) + (180 if left else 0)
    along = math.radians(turn)
    for at, words in enumerate(lines):
        down = LINE_HEIGHT * (at - (len(lines) - 1) / 2)  # of the words, which are turned
        x = middle[0] + far * math.sin(angle) + down * math.sin(along)
        y = middle[1] - far * math.cos(angle) + down * math.cos(along)
        sheet.text(x, y, words, at="right middle" if left else "left middle", turn=turn)

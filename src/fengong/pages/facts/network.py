"""The picture of one body among its partners: places of names and lines, worked out once, so that no names overlap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from fengong.caret import printable, width

MOST = 12
"""How many partners are drawn."""
_COLUMN, _LINE, _LINES = 8.3, 17, 3
"""The most that half a Chinese character is wide in bold type, and the height of a line, at 13 pixels; the most lines of a name."""
_RADIUS, _GAP = 14, 7


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of words: where each stands, and whether they begin, end or have their middle there."""

    x: float
    lines: tuple[tuple[float, str], ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Node:
    """One partner: the number of what is shared in a disc, the name beside it, and a line to the middle as wide as the number."""

    place: int
    x: float
    y: float
    thickness: float
    label: Label


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ``width`` × ``height``; lines begin at ``x``, ``y``; ``box`` is what stands behind the own name (x, y, width, height)."""

    width: float
    height: float
    x: float
    y: float
    box: tuple[float, float, float, float]
    own: Label
    nodes: tuple[Node, ...]


def wide(own: str, partners: Sequence[tuple[str, int]]) -> Picture:
    """The body in the middle and its partners on both sides, the strongest at the top: right, left, right …"""
    across, middle = 760.0, 380.0
    names = [wrapped(name, 27) for name, _ in partners[:MOST]]
    rows = math.ceil(len(names) / 2)
    step = max([len(lines) for lines in names] + [2]) * _LINE + 10
    own_lines = wrapped(own, 22)
    tall = max(rows * step, (len(own_lines) + 2) * _LINE) + 16.0
    half = tall / 2
    nodes = []
    for place, ((_, count), lines) in enumerate(zip(partners, names, strict=False)):
        side = 1 if place % 2 == 0 else -1
        y = half + (place // 2 - (rows - 1) / 2) * step
        x = middle + side * (100 + 62 * math.sqrt(max(0.0, 1 - ((y - half) / half) ** 2)))
        nodes.append(_node(place, x, y, count, partners, _label(x + side * (_RADIUS + _GAP), y, lines, "start" if side > 0 else "end")))
    broad = max(width(line) for line in own_lines) * _COLUMN + 20
    high = len(own_lines) * _LINE + 12
    box = (middle - broad / 2, half - high / 2, broad, high)
    return Picture(across, tall, middle, half, box, _label(middle, half, own_lines, "middle"), tuple(nodes))


def narrow(own: str, partners: Sequence[tuple[str, int]]) -> Picture:
    """The body at the top and its partners below one another, the strongest first."""
    across, x = 350.0, 96.0
    own_lines = wrapped(own, 38)
    high = len(own_lines) * _LINE + 12
    broad = max(width(line) for line in own_lines) * _COLUMN + 20
    y = high + 12.0
    nodes = []
    for place, (name, count) in enumerate(partners[:MOST]):
        lines = wrapped(name, 30)
        step = max(len(lines), 2) * _LINE + 8
        nodes.append(_node(place, x, y + step / 2, count, partners, _label(x + _RADIUS + _GAP, y + step / 2, lines, "start")))
        y += step
    return Picture(across, y + 6, 34.0, high / 2 + 2, (2.0, 2.0, broad, high), _label(12.0, high / 2 + 2, own_lines, "start"), tuple(nodes))


def wrapped(name: str, columns: int) -> tuple[str, ...]:
    """The name in at most three lines of so many columns (two for a Chinese character), at spaces where there are any.

    >>> wrapped("Sichuan Health Commission", 16)
    ('Sichuan Health', 'Commission')
    >>> wrapped("四川省卫生健康委员会", 16)
    ('四川省卫生健康委', '员会')
    """
    lines, line = [], ""
    for word in _words(printable(name), columns):
        if line and width(line + word.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += word
    lines.append(line.rstrip())
    if len(lines) <= _LINES:
        return tuple(lines)
    last = lines[_LINES - 1]
    while width(last) > columns - 2:
        last = last[:-1]
    return (*lines[: _LINES - 1], last + "…")


def _words(name: str, columns: int) -> list[str]:
    """What a line may end behind: a Chinese character, a word with its space, a part of a word that is too long for a line."""
    found = [""]
    for char in name:
        broad = width(char) > 1
        if found[-1] and (broad or found[-1][-1] == " " or width(found[-1][-1]) > 1 or width(found[-1] + char) > columns):
            found.append("")
        found[-1] += char
    return found


def _node(place: int, x: float, y: float, count: int, partners: Sequence[tuple[str, int]], label: Label) -> Node:
    most = max(count for _, count in partners)
    return Node(place, round(x, 1), round(y, 1), round(1 + 7 * count / most, 1), label)


def _label(x: float, y: float, lines: tuple[str, ...], anchor: str) -> Label:
    first = y - (len(lines) - 1) * _LINE / 2 + 4.5
    return Label(round(x, 1), tuple((round(first + at * _LINE, 1), line) for at, line in enumerate(lines)), anchor)

"""A chart where the shape of an answer allows one: bars for counts, or for how many rows fall to each name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fengong.pages.facts.names import Role
from fengong.pages.facts.question import Cell, Sheet

MOST = 24
"""So many bars at most."""
_ROWS = 8
_GROUPS = range(2, 16)
_ORDINALS = frozenset({"number", "position", "place"})
_WORDED = frozenset({"wording"})


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: its length, and the role that it stands for where it stands for one."""

    length: float
    role: Role | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, its parts, its total in words, and out of how many where that differs from bar to bar."""

    label: Cell
    parts: tuple[Part, ...]
    total: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with one scale: ``longest`` is the length of the longest, or 1 where each is a share of its own denominator.

    ``title`` is the column that is counted; empty where rows are. ``of`` is the one denominator, where there is one.
    """

    title: str
    by: str
    bars: tuple[Bar, ...]
    longest: float
    roles: tuple[Role, ...]
    of: str
    all: int


def chart(sheet: Sheet, roles: Mapping[str, Role]) -> Chart | None:
    """The chart of an answer, or None where none would help.

    A count has its denominator beside it, in the column ``of``: the bars are the counts of each name. Elsewhere, where many rows
    have few names, the bars are the numbers of rows of each name.
    """
    of = sheet.column("of")
    if of > 0 and sheet.columns[of - 1].numeric and sheet.columns[of].numeric:
        return _counted(sheet, of - 1, of, roles)
    return _rows(sheet, roles)


def _counted(sheet: Sheet, count: int, of: int, roles: Mapping[str, Role]) -> Chart | None:
    label = 0
    rows = [row for row in sheet.rows if row[count].text and row[of].text]
    by_label: dict[tuple[str, str], list[Sequence[Cell]]] = {}
    for row in rows:
        by_label.setdefault((row[label].text, row[label].leads_to), []).append(row)
    if len(by_label) < _GROUPS.start:
        return None
    several = len(by_label) < len(rows)
    by_role = [place for place, column in enumerate(sheet.columns) if column.name == "roleName" or _are_roles(rows, place, roles)]
    more = [place for place in range(of + 1, len(sheet.columns)) if sheet.columns[place].numeric]
    same = all(len({row[count].text for row in found}) == 1 for found in by_label.values())
    denominators = {row[of].text for row in rows}
    if several and len(by_role) == 1:
        value = more[0] if more else count
        bars = [_stacked(found, label, by_role[0], value, count if more and same else -1, roles) for found in by_label.values()]
        bars.sort(key=lambda bar: -sum(part.length for part in bar.parts))
    elif same and len(denominators) == 1:
        bars = [_plain(found[0], label, count) for found in by_label.values()]
    elif not several:
        bars = [_share(row, label, count, of) for row in rows if float(row[of].text)]
    else:
        return None
    one = next(iter(denominators)) if len(denominators) == 1 else ""
    return _chart(sheet.columns[count].title, sheet.columns[label].title, bars, one, roles)


def _rows(sheet: Sheet, roles: Mapping[str, Role]) -> Chart | None:
    if len(sheet.rows) < _ROWS:
        return None
    for place, column in enumerate(sheet.columns):
        if column.name in _ORDINALS or not (column.name.endswith("Name") or column.name in _WORDED) or column.name == "printedName":
            continue
        count = Counter(row[place].text for row in sheet.rows)
        if len(count) not in _GROUPS or len(sheet.rows) < 2 * len(count):
            continue
        first = {row[place].text: row[place] for row in reversed(sheet.rows) if row[place].text}
        bars = [
            Bar(first[words], (Part(number, roles.get(first[words].leads_to)),), str(number))
            for words, number in count.most_common()
            if words in first
        ]
        return _chart("", column.title, bars, str(len(sheet.rows)), roles)
    return None


def _chart(title: str, by: str, bars: Sequence[Bar], of: str, roles: Mapping[str, Role]) -> Chart:
    shares = any(bar.of for bar in bars)
    kept = tuple(bars[:MOST])
    longest = 1.0 if shares else max((sum(part.length for part in bar.parts) for bar in kept), default=1.0)
    seen = {part.role.iri for bar in kept for part in bar.parts if part.role}
    return Chart(title, by, kept, longest or 1.0, tuple(role for role in roles.values() if role.iri in seen), of, len(bars))


def _are_roles(rows: Sequence[Sequence[Cell]], place: int, roles: Mapping[str, Role]) -> bool:
    return bool(rows) and all(row[place].leads_to in roles for row in rows)


def _plain(row: Sequence[Cell], label: int, count: int) -> Bar:
    return Bar(row[label], (Part(float(row[count].text)),), row[count].text)


def _share(row: Sequence[Cell], label: int, count: int, of: int) -> Bar:
    return Bar(row[label], (Part(float(row[count].text) / float(row[of].text)),), row[count].text, row[of].text)


def _stacked(rows: Sequence[Sequence[Cell]], label: int, by: int, value: int, total: int, roles: Mapping[str, Role]) -> Bar:
    order = {iri: place for place, iri in enumerate(roles)}
    ordered = sorted(rows, key=lambda row: order.get(row[by].leads_to, len(order)))
    parts = tuple(Part(float(row[value].text or 0), roles.get(row[by].leads_to), row[value].text) for row in ordered)
    said = rows[0][total].text if total >= 0 else f"{sum(part.length for part in parts):g}"
    return Bar(rows[0][label], parts, said)


def starts(bar: Bar) -> Iterator[tuple[float, Part]]:
    """The parts of a bar, each with where it starts."""
    at = 0.0
    for part in bar.parts:
        yield at, part
        at += part.length

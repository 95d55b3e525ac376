"""Joining: the rows of a table, or the subjects of a Turtle file, and the places of ours that they are about."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.errors import Fault, UnjoinableFile
from fengong.linking import columns, cube, sheet
from fengong.linking.columns import Column, Wanted
from fengong.linking.places import How, Match, Missing, Places
from fengong.linking.sheet import Row


@dataclass(frozen=True, slots=True)
class Left:
    """A row or subject without a place: where it stands, its key, why, and its cells."""

    where: Bilingual
    at: str
    key: str
    reason: Bilingual
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """What joining gives: the triples of one named graph, what was left out, how the others were found, and what the columns are."""

    name: str
    triples: tuple[ox.Triple, ...]
    left: tuple[Left, ...]
    found: tuple[tuple[str, Match], ...]
    headings: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    encoding: str = "utf-8"
    renamed: int = 0

    @property
    def graph(self) -> str:
        """The IRI of the graph."""
        return iris.graph("joined", self.name)

    def count(self, how: How) -> int:
        """How many keys were found in one way."""
        return sum(match.how == how for _, match in self.found)


def name_of(path: Path) -> str:
    """What the joined set is called after its file; empty where the file's name makes no name.

    >>> name_of(Path("data/Care_Beds 2021.csv")), name_of(Path("托位.csv"))
    ('care-beds-2021', '')
    """
    stem = re.sub(r"[\s_.]+", "-", path.stem.lower()).strip("-")
    return stem if iris.SLUG.fullmatch(stem) else ""


def table(path: Path, wanted: Wanted, places: Places, *, name: str, title: str = "") -> Joined:
    """A table joined by its column of keys, as an RDF Data Cube.

    Raises UnjoinableFile where a cell is at fault, two rows say the same thing of one place, or no row has a place; and what
    `sheet.load` raises.
    """
    read = sheet.load(path, wanted.key, known=places.holds_a_name)
    found = columns.read(read, wanted, str(path))
    at = read.columns.index(wanted.key)
    joined: list[tuple[Row, Match]] = []
    left: list[Left] = []
    for row in read.rows:
        match places.find(row.cells[at]):
            case Match() as match:
                joined.append((row, match))
            case Missing(reason):
                left.append(Left(_line(row), str(row.line), row.cells[at], reason, row.cells))
    _check_joined(joined, left, found, str(path), places)
    whole = cube.Cube(name, title or read.name, read, found, tuple((row, match.place) for row, match in joined))
    keys = tuple((row.cells[at].strip(), match) for row, match in joined)
    return Joined(name, tuple(cube.say(whole)), tuple(left), keys, read.columns, found, read.encoding)


def _check_joined(joined: list[tuple[Row, Match]], left: list[Left], found: tuple[Column, ...], path: str, places: Places) -> None:
    if not joined:
        raise UnjoinableFile(path, tuple((each.where, each.reason, _WRONG_KEY) for each in left))
    parts = [column.index - 1 for column in found if column.part == "dimension"]
    seen: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row, match in joined:
        seen[match.place, *(row.cells[part].strip() for part in parts)].append(row)
    faults = [_twice(key[0], rows, places) for key, rows in seen.items() if len(rows) > 1]
    if faults:
        raise UnjoinableFile(path, tuple(faults))


def _twice(place: str, rows: list[Row], places: Places) -> Fault:
    lines = ", ".join(str(row.line) for row in rows)
    label = places.label(place)
    return (
        Bilingual(zh=f"第 {lines.replace(', ', '、')} 行", en=f"lines {lines}"),
        Bilingual(zh=f"都是{label}", en=f"all of them are {label}"),
        _ONE_ROW,
    )


def _line(row: Row) -> Bilingual:
    return Bilingual(zh=f"第 {row.line} 行", en=f"line {row.line}")


def unmatched(joined: Joined) -> str:
    """The rows without a place as CSV: where each stands, why, and its cells, so that they can be mended and joined anew."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["line", "reason_zh", "reason_en", *(joined.headings or ("key",))])
    for each in joined.left:
        writer.writerow([each.at, each.reason.zh, each.reason.en, *(each.cells or (each.key,))])
    return out.getvalue()


def shown(joined: Joined, places: Places) -> Iterator[tuple[str, str]]:
    """Each key that was found by a short name, with the place, once: the ways of being found that a person should look at."""
    short = Counter((key, match.place) for key, match in joined.found if match.how == "short")
    for key, place in short:
        yield printable(key), places.label(place)


_WRONG_KEY = Bilingual(
    zh="键须是 GB/T 2260 代码、地方的中英文名称或 IRI；换一列试试：--on",
    en="a key is a GB/T 2260 code, a name of a place in Chinese or English, or an IRI; try another column: --on",
)
_ONE_ROW = Bilingual(
    zh="每个地方一行；若各行是不同年份等，用 --dimension 指明那一列",
    en="leave one row for each place; where the rows are of different years or the like, name that column: --dimension",
)

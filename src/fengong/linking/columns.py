"""What each column of somebody else's table is: key, dimension, measure or words, with the faults of its cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.errors import Fault, UnjoinableFile
from fengong.linking import numbers
from fengong.linking.numbers import Cell
from fengong.linking.sheet import Sheet

Part = Literal["key", "dimension", "measure", "words", "empty"]
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user says of the columns: which has the keys, which tell rows of one place apart, which are numbers, which are words.

    ``fold`` lets 1,050 be 1050, １２ be 12 and 12% be 0.12.
    """

    key: str
    dimensions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    fold: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its number from 1, heading, what it is, whether its numbers are whole, why it is words where numbers stand too."""

    index: int
    heading: str
    part: Part
    whole: bool = False
    because: Bilingual | None = None
    folded: int = 0
    blank: int = 0


def read(sheet: Sheet, wanted: Wanted, path: str) -> tuple[Column, ...]:
    """The columns of ``sheet``. Raises UnjoinableFile with every cell that is at fault, and where nothing is a number."""
    faults = list(_unknown(sheet, wanted))
    columns = []
    for index, heading in enumerate(sheet.columns):
        column, found = _column(sheet, index, heading, wanted)
        columns.append(column)
        faults += found
    if not faults and not any(column.part == "measure" for column in columns):
        faults.append((_place(1), Bilingual(zh="没有一列是数", en="no column is of numbers"), _NO_NUMBERS))
    if faults:
        raise UnjoinableFile(path, tuple(sorted(faults, key=lambda fault: int(fault[0].en.split(",")[0].removeprefix("line ")))))
    return tuple(columns)


def value(text: str) -> Decimal | None:
    """The number in a cell of a measure; None where it is blank."""
    return numbers.read(text).value


def _unknown(sheet: Sheet, wanted: Wanted) -> Iterator[Fault]:
    said = [*wanted.dimensions, *wanted.measures, *wanted.words]
    for name in said:
        if name not in sheet.columns:
            shown = " · ".join(map(printable, sheet.columns))
            reason = Bilingual(zh=f"没有叫「{printable(name)}」的列", en=f"no column is called “{printable(name)}”")
            yield _place(1), reason, Bilingual(zh=f"列名有：{shown}", en=f"the columns are: {shown}")
    for name in sorted({name for name in [wanted.key, *said] if [wanted.key, *said].count(name) > 1}):
        reason = Bilingual(zh=f"「{printable(name)}」一列被用了两次", en=f"“{printable(name)}” is given for two things")
        yield _place(1), reason, Bilingual(zh="每列只有一种用途", en="give each column for one thing only")


def _column(sheet: Sheet, index: int, heading: str, wanted: Wanted) -> tuple[Column, list[Fault]]:
    cells = [(row.line, row.cells[index], numbers.read(row.cells[index])) for row in sheet.rows]
    faults = [_bad(line, heading, text, cell) for line, text, cell in cells if cell.kind in {"formula", "error"}]
    number = index + 1
    if heading == wanted.key:
        return Column(number, heading, "key"), faults
    if heading in wanted.dimensions:
        faults += [(_place(line, heading), _BLANK, _DIMENSION) for line, _, cell in cells if cell.kind == "blank"]
        return Column(number, heading, "dimension"), faults
    blank = sum(cell.kind == "blank" for _, _, cell in cells)
    numeric = [each for each in cells if each[2].kind in {"number", "fold"}]
    words = [(line, text) for line, text, cell in cells if cell.kind == "words"]
    if heading in wanted.words or not (numeric or heading in wanted.measures):
        return Column(number, heading, "words" if len(cells) > blank else "empty", blank=blank), faults
    if words and heading not in wanted.measures:
        line, text = words[0]
        because = Bilingual(zh=f"第 {line} 行「{_short(text)}」不是数", en=f"line {line}: “{_short(text)}” is no number")
        return Column(number, heading, "words", because=because, blank=blank), faults
    faults += [(_place(line, heading), _no_number(text), _NUMBER) for line, text in words]
    fold = [(line, text) for line, text, cell in numeric if cell.kind == "fold"]
    if not wanted.fold:
        faults += [(_place(line, heading), _odd(text), _FOLD) for line, text in fold]
    whole = all(cell.value is not None and cell.value == cell.value.to_integral_value() for _, _, cell in numeric)
    plain = whole and not any("." in text or "．" in text or "%" in text or "％" in text for _, text, _ in numeric)
    return Column(number, heading, "measure", whole=plain, folded=len(fold), blank=blank), faults


def _bad(line: int, heading: str, text: str, cell: Cell) -> Fault:
    shown = _short(text)
    if cell.kind == "formula":
        return _place(line, heading), Bilingual(zh=f"「{shown}」是公式", en=f"“{shown}” is a formula"), _FORMULA
    return _place(line, heading), Bilingual(zh=f"「{shown}」是电子表格的错误值", en=f"“{shown}” is an error of a spreadsheet"), _FORMULA


def _no_number(text: str) -> Bilingual:
    return Bilingual(zh=f"「{_short(text)}」不是数", en=f"“{_short(text)}” is no number")


def _odd(text: str) -> Bilingual:
    return Bilingual(zh=f"「{_short(text)}」须换算才是数", en=f"“{_short(text)}” is a number only when it is converted")


def _short(text: str) -> str:
    return printable(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def _place(line: int, heading: str = "") -> Bilingual:
    if not heading:
        return Bilingual(zh=f"第 {line} 行", en=f"line {line}")
    return Bilingual(zh=f"第 {line} 行「{printable(heading)}」列", en=f"line {line}, column “{printable(heading)}”")


_BLANK = Bilingual(zh="维度为空", en="the dimension is empty")
_DIMENSION = Bilingual(zh="填上，或不用 --dimension", en="fill it in, or leave out --dimension")
_FORMULA = Bilingual(zh="存为 CSV 时只存数值", en="save the values, not the formulas, as CSV")
_NUMBER = Bilingual(
    zh="写成 1050 或 10.5，没有数就留空；或不用 --measure",
    en="write 1050 or 10.5, leave the cell empty where there is none, or drop --measure",
)
_FOLD = Bilingual(
    zh="写成 1050 或 0.12；或加 --fold-numbers，使 1,050 为 1050，１２ 为 12，12% 为 0.12；或用 --words 把该列当作文字",
    en="write 1050 or 0.12; or add --fold-numbers: 1,050 is 1050, １２ is 12, 12% is 0.12; or take the column as words: --words",
)
_NO_NUMBERS = Bilingual(
    zh="数据立方体至少要有一列数；用 --measure 指明，错处便会列出",
    en="a data cube needs a column of numbers; name one with --measure and its faults are listed",
)

"""Source text → table of frozen rows, with a problem for everything that could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fengong.bilingual import Bilingual
from fengong.errors import UnreadableCell
from fengong.text import clause
from fengong.text.layout import RawCell, RawRow, Sheet, sheet
from fengong.text.lexicon import Lexicon
from fengong.text.norm import control_characters, key
from fengong.text.span import Span
from fengong.text.tree import Row, Table

Severity: TypeAlias = Literal["Violation", "Warning", "Info"]
NOTHING = Bilingual(zh="", en="")
_NUMBER = re.compile(r"(\d{1,6})[.、)]?")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the source that a person should know: a rule, its place and the words.

    ``rule`` is a slug that `fengong.check.rules` explains; ``row`` is what a person calls the place; ``unread`` tells that
    the row is not in the table.
    """

    rule: str
    severity: Severity
    row: str
    words: str
    span: Span
    detail: Bilingual = NOTHING
    line: int = 0
    row_id: str = ""
    number: int | None = None
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A table and the problems met while reading it."""

    table: Table
    problems: tuple[Problem, ...]


def read(text: str, *, lexicon: Lexicon, path: str, table: str = "") -> Reading:
    """Read a whole source text. A row that cannot be read is a problem; the others are read all the same.

    Raises SourceError where there is no table, or its columns are not known.
    """
    found = sheet(text, lexicon, path=path)
    rows: list[Row] = []
    problems: list[Problem] = []
    taken: set[str] = set()
    for raw in found.rows:
        result = _row(raw, lexicon=lexicon, table=table, taken=taken)
        if isinstance(result, Row):
            rows.append(result)
            taken.add(result.id)
        else:
            problems.append(result)
    problems += [*_strays(found), *_numbering(rows, problems), *_controls(rows)]
    problems.sort(key=lambda p: (p.span.start, p.rule))
    return Reading(Table(found.heading, tuple(rows)), tuple(problems))


def _row(raw: RawRow, *, lexicon: Lexicon, table: str, taken: set[str]) -> Row | Problem:
    words = {column: cell for column, cell in raw.cells.items() if cell.words}
    number = _NUMBER.fullmatch(key(raw.cells["number"].words)) if "number" in words else None
    label = f"第{number[1]}行" if number else f"第{raw.line}行（源文件行号）"
    if not number:
        return _unread(raw, "unnumbered-row", label, raw.cells.get("number"))
    for column, rule in (("task", "row-without-task"), ("responsibility", "row-without-responsibility")):
        if column not in words:
            return _unread(raw, rule, label, None, int(number[1]))
    if raw.extra:
        return _unread(raw, "surplus-cell", label, raw.extra[0], int(number[1]))
    cell = raw.cells["responsibility"]
    try:
        tree = clause.read(cell.words, lexicon=lexicon, row=label, table=table, offset=cell.span.start)
    except UnreadableCell as error:
        detail = Bilingual(zh=error.placed("zh"), en=error.placed("en"))
        return Problem(
            "unreadable-cell",
            "Violation",
            label,
            cell.words,
            cell.span,
            detail,
            raw.line,
            number=int(number[1]),
            unread=True,
        )
    task = raw.cells["task"]
    row_id = _free_id(int(number[1]), taken)
    return Row(int(number[1]), row_id, raw.line, task.words, task.span, cell.words, cell.span, tree)


def _free_id(number: int, taken: set[str]) -> str:
    """The number itself, or number-2, number-3 … where it is printed again: IRIs stay apart."""
    again = 1
    while (row_id := str(number) if again == 1 else f"{number}-{again}") in taken:
        again += 1
    return row_id


def _unread(raw: RawRow, rule: str, label: str, cell: RawCell | None, number: int | None = None) -> Problem:
    shown = cell if cell and cell.words else None
    words = shown.words if shown else " ".join(c.words for c in raw.cells.values() if c.words)
    return Problem(rule, "Violation", label, words, shown.span if shown else raw.span, line=raw.line, number=number, unread=True)


def _strays(found: Sheet) -> Iterator[Problem]:
    for stray in found.strays:
        yield Problem(
            "stray-line",
            "Warning",
            f"第{stray.line}行（源文件行号）",
            stray.words.words,
            stray.words.span,
            line=stray.line,
        )


def _numbering(rows: list[Row], problems: list[Problem]) -> Iterator[Problem]:
    """A number printed twice, read or not, and a number left out between the first and the last (from 1 on)."""
    numbered: list[Row | Problem] = [*rows, *(problem for problem in problems if problem.number is not None)]
    seen: set[int | None] = set()
    for each in sorted(numbered, key=lambda each: each.line):
        if each.number in seen:
            detail = Bilingual(zh=f"编号 {each.number} 已出现过", en=f"the number {each.number} was there before")
            if isinstance(each, Row):
                yield Problem("number-twice", "Violation", each.label, each.task, each.task_span, detail, each.line, each.id, each.number)
            else:
                yield Problem("number-twice", "Violation", each.row, each.words, each.span, detail, each.line, number=each.number)
        seen.add(each.number)
    unread = {problem.number for problem in problems}
    unnumbered = [problem.line for problem in problems if problem.unread and problem.number is None]
    previous, line = 0, 0
    for row in rows:
        missing = [n for n in range(previous + 1, min(row.number, previous + 1000)) if n not in seen | unread]
        explained = sum(line < each < row.line for each in unnumbered)  # rows whose number could not be read, and are reported for that
        if len(missing) > explained:
            detail = Bilingual(zh=f"缺少编号 {_ranges(missing)}", en=_ranges(missing))
            yield Problem("number-missing", "Violation", row.label, row.task, row.task_span, detail, row.line, row.id, row.number)
        previous, line = max(previous, row.number), row.line


def _ranges(numbers: list[int]) -> str:
    """
    >>> _ranges([2, 3, 5])
    '2–3, 5'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _controls(rows: list[Row]) -> Iterator[Problem]:
    for row in rows:
        for words, span in ((row.task, row.task_span), (row.cell_words, row.cell_span)):
            places = control_characters(words)
            if places:
                at = span.start + places[0]
                detail = Bilingual(zh=f"U+{ord(words[places[0]]):04X}", en=f"U+{ord(words[places[0]]):04X}")
                yield Problem(
                    "control-character",
                    "Warning",
                    row.label,
                    words,
                    Span(at, at + 1),
                    detail,
                    row.line,
                    row.id,
                    row.number,
                )

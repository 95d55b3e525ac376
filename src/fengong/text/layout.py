"""Layouts of source files: which are read, and what the others are called.

A layout turns text into rows of cells with their places. `LAYOUTS` is the list to extend; today it holds one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Protocol

from fengong.errors import LoneHeader, NoTable, UnknownColumns, UnknownLayout
from fengong.text.lexicon import Lexicon
from fengong.text.norm import key
from fengong.text.span import Span

COLUMNS = ("number", "task", "responsibility")
"""What a table must have; the headings that stand for each are in `ontology/wordings.ttl`."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_PAGE_NUMBER = re.compile(r"[—–\-]+\d{1,4}[—–\-]+|第\d{1,4}页(?:共\d{1,4}页)?")
_BARE_NUMBER = re.compile(r"\d{1,4}")
_FEW = 2
_TAG = re.compile(r"</?(?:!doctype|html|head|body|table|tbody|tr|td|th|div|p|span|meta|style|br|font)\b", re.IGNORECASE)
_BLANK = "\ufeff \t\u3000"


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as it stands: its words without the blanks around them, and where they are."""

    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class RawRow:
    """One line of a table, its cells by column; ``cells`` lacks a column that the line does not have."""

    line: int
    span: Span
    cells: dict[str, RawCell]
    extra: tuple[RawCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Stray:
    """A line below the header that is no row: it is reported, never dropped in silence."""

    line: int
    words: RawCell


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a layout finds: the lines above the table, its rows, and lines that belong to neither."""

    heading: tuple[str, ...]
    rows: tuple[RawRow, ...]
    strays: tuple[Stray, ...]


class Layout(Protocol):
    """A way in which tables are printed."""

    name: str

    def found(self, text: str, lexicon: Lexicon) -> bool:
        """Whether ``text`` is of this layout."""
        ...

    def sheet(self, text: str, lexicon: Lexicon, *, path: str) -> Sheet:
        """The rows of ``text``. Raises SourceError where the table cannot be understood as a whole."""
        ...


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    span: Span
    cells: tuple[RawCell, ...]

    @property
    def blank(self) -> bool:
        return not any(cell.words for cell in self.cells)


class TabbedTable:
    """Cells separated by tabs, one row a line, the header repeated at each page."""

    name = "tabbed"

    def found(self, text: str, lexicon: Lexicon) -> bool:
        """Whether some line is a header."""
        return any(_is_header(line, lexicon) for line in _lines(text))

    def sheet(self, text: str, lexicon: Lexicon, *, path: str) -> Sheet:
        """The rows below the header. Raises NoTable, LoneHeader, UnknownColumns."""
        heading: list[str] = []
        rows: list[RawRow] = []
        strays: list[Stray] = []
        columns: tuple[str, ...] = ()
        header_line = 0
        lines = [line for line in _lines(text) if not line.blank]
        for line, after in zip_longest(lines, lines[1:]):
            if _is_header(line, lexicon):
                columns, header_line = _columns(line, lexicon, path), line.number
            elif not columns:
                heading.extend(cell.words for cell in line.cells if cell.words)
            elif len(line.cells) > 1:
                rows.append(_row(line, columns))
            elif not _is_page_number(line, after, lexicon):
                strays.append(Stray(line.number, line.cells[0]))
        if not columns:
            raise NoTable(path, _expected(lexicon))
        if not rows and not strays:
            raise LoneHeader(path, header_line)
        return Sheet(tuple(heading), tuple(rows), tuple(strays))


LAYOUTS: tuple[Layout, ...] = (TabbedTable(),)


def has_table(text: str, lexicon: Lexicon) -> bool:
    """Whether some layout finds a table in ``text``."""
    return any(layout.found(text, lexicon) for layout in LAYOUTS)


def sheet(text: str, lexicon: Lexicon, *, path: str) -> Sheet:
    """The rows of ``text``, by the first layout that fits.

    Raises UnknownLayout, naming what the text looks like; NoTable when it looks like nothing known; and what the layout raises.
    """
    for layout in LAYOUTS:
        if layout.found(text, lexicon):
            return layout.sheet(text, lexicon, path=path)
    if seen := _looks_like(text, lexicon):
        raise UnknownLayout(path, seen)
    raise NoTable(path, _expected(lexicon))


def _lines(text: str) -> Iterator[_Line]:
    """The lines of ``text`` with their cells; form feeds and other line-like characters do not end a line."""
    for number, match in enumerate(_LINE.finditer(text), 1):
        words, start = match.group().rstrip("\r\n"), match.start()
        yield _Line(number, Span(start, start + len(words)), tuple(_cells(words, start)))


def _cells(words: str, start: int) -> Iterator[RawCell]:
    for part in words.split("\t"):
        left = len(part) - len(part.lstrip(_BLANK))
        bare = part.strip(_BLANK)
        yield RawCell(bare, Span(start + left, start + left + len(bare)))
        start += len(part) + 1


def _is_header(line: _Line, lexicon: Lexicon) -> bool:
    """A line with two known headings, or a heading for numbers and two more cells, is a header, perhaps a faulty one."""
    known = {lexicon.columns[key(cell.words)] for cell in line.cells if key(cell.words) in lexicon.columns}
    return len(known) > 1 or ("number" in known and sum(bool(cell.words) for cell in line.cells) > _FEW)


def _is_page_number(line: _Line, after: _Line | None, lexicon: Lexicon) -> bool:
    """Whether a line is the number of a page: 「— 12 —」, 「第12页」, or a bare number before the header of the next page."""
    words = key(line.cells[0].words)
    if _PAGE_NUMBER.fullmatch(words):
        return True
    return bool(_BARE_NUMBER.fullmatch(words)) and after is not None and _is_header(after, lexicon)


def _columns(line: _Line, lexicon: Lexicon, path: str) -> tuple[str, ...]:
    cells = line.cells
    while not cells[-1].words:
        cells = cells[:-1]
    columns = tuple(lexicon.columns.get(key(cell.words), "") for cell in cells)
    if sorted(columns) != sorted(COLUMNS):
        raise UnknownColumns(path, line.number, tuple(cell.words or "（空）" for cell in cells), _expected(lexicon))
    return columns


def _expected(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple("/".join(word for word, column in lexicon.columns.items() if column == wanted) for wanted in COLUMNS)


def _row(line: _Line, columns: tuple[str, ...]) -> RawRow:
    cells = dict(zip(columns, line.cells, strict=False))
    extra = tuple(cell for cell in line.cells[len(columns) :] if cell.words)
    return RawRow(line.number, line.span, cells, extra)


def _looks_like(text: str, lexicon: Lexicon) -> str:
    """What a text that no layout reads seems to be, in words for its sender; empty when nothing comes to mind."""
    head = text.lstrip("\ufeff \r\n\t")[:2000].lower()
    if len(_TAG.findall(text[:5000])) > _FEW:
        return "HTML"
    if head.startswith("<?xml"):
        return "XML"
    if head[:1] in "{[" and '"' in head[:40]:
        return "JSON"
    for line in text.splitlines()[:200]:
        for mark, name in (
            (",", "CSV（逗号分隔 comma-separated）"),
            ("|", "Markdown（竖线分隔 pipe-separated）"),
            (";", "CSV（分号分隔 semicolon-separated）"),
        ):
            if sum(key(cell.strip('"')) in lexicon.columns for cell in line.split(mark)) > 1:
                return name
        if len([word for word in re.split(r"[ \u3000]+", line.strip()) if key(word) in lexicon.columns]) > 1:
            return "空格对齐的表格 a table aligned with spaces"
    lines = text.split("\n")
    if any(key(line) in lexicon.columns for line in lines) and sum(line == "\t" for line in lines) > _FEW:
        return "每格一行的表格 a table with each cell on a line of its own"
    words = "|".join(map(re.escape, sorted({*lexicon.labels, *lexicon.roles}, key=len, reverse=True)))
    if words and re.search(rf"[（(][^（）()]*(?:{words})[^（）()]*[）)]", text):
        return "段末括注职责的正文 prose with responsibilities in parentheses"
    return ""

"""All tables as one Excel workbook, a sheet each, read back and compared."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from fengong.ask.answer import Value
from fengong.bilingual import Lang
from fengong.errors import DamagedGraph, NotInThisFormat
from fengong.exports.rdf import DIFFERENT
from fengong.exports.table import Filled
from fengong.ledger.cells import HEAD, put, saved
from fengong.ledger.text import held

_EXACT = 2**53
_DIGITS = 15
_ROWS = 1_048_576 - 2
"""As many as a sheet of Excel has below the two of the heading."""
_WIDTHS = {"iri": 40, "text": 30, "integer": 10, "decimal": 12, "boolean": 10, "date": 12}


def as_xlsx(tables: Sequence[Filled], lang: Lang) -> bytes:
    """The bytes of the workbook: the same for the same rows, with the same openpyxl. No word in it is a formula.

    Each sheet is called as its table; row 1 has the names of the columns, row 2 what they mean.

    Raises NotInThisFormat for words longer than a cell can be or more rows than a sheet can have,
    DamagedGraph when it reads back differently.
    """
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = None  # openpyxl would call itself the author
    for filled in tables:
        if len(filled.rows) > _ROWS:
            raise NotInThisFormat("xlsx", f"{filled.table.name}: {len(filled.rows)} > {_ROWS}")
        sheet = book.create_sheet(filled.table.name)
        for at, column in enumerate(filled.table.columns, 1):
            for row, words in enumerate((column.name, column.title.said(lang)), 1):
                cell = put(sheet, row, at, words)
                cell.font, cell.fill = Font(bold=row == 1), HEAD
            sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS[column.kind]
        for number, cells in enumerate(filled.rows, 3):
            for at, each in enumerate(cells, 1):
                if each is not None:
                    put(sheet, number, at, cellular(each))
        sheet.freeze_panes = "B3"
    made = saved(book)
    _compare(made, tables)
    return made


def cellular(value: Value) -> str | int | Decimal | date:
    """What a cell holds of a value: whole numbers beyond 2⁵³ and numbers of more than 15 digits as words, so that none is rounded."""
    if isinstance(value, str):
        return held(value)
    if isinstance(value, Decimal):
        return value if len(value.as_tuple().digits) <= _DIGITS else f"{value:f}"
    if isinstance(value, int) and not -_EXACT <= value <= _EXACT:
        return str(value)
    if isinstance(value, date) and value.year < 1900:  # noqa: PLR2004 - Excel's first year
        return value.isoformat()
    return "" if value is None else value


def _compare(made: bytes, tables: Sequence[Filled]) -> None:
    book = load_workbook(io.BytesIO(made), read_only=True)
    for filled in tables:
        rows = list(book[filled.table.name].iter_rows(min_row=3, max_col=len(filled.table.columns), values_only=True))
        meant = [tuple(None if each is None or each == "" else cellular(each) for each in row) for row in filled.rows]
        found = [tuple(each.date() if isinstance(each, datetime) else each for each in row) for row in rows]
        found = [row for row in found if any(each is not None for each in row)]
        if len(found) != len(meant) or not all(map(_same_row, meant, found)):
            raise DamagedGraph(f"xlsx: {filled.table.name}", DIFFERENT)


def _same_row(meant: tuple[object, ...], found: tuple[object, ...]) -> bool:
    return len(meant) == len(found) and all(map(_same, meant, found))


def _same(meant: object, found: object) -> bool:
    if isinstance(meant, Decimal):
        return isinstance(found, int | float) and Decimal(str(found)) == meant
    return meant == found

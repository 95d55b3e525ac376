"""Cells of an Excel workbook that hold words as words, and a workbook saved without a clock."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from fengong.errors import NotInThisFormat
from fengong.ledger.text import held, starts_formula

HEAD = PatternFill("solid", fgColor="E8EEF4")
"""What is behind a heading."""

_LONGEST = 32_767
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_THIN = Side(style="thin", color="999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_STAMPS = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def put(sheet: Worksheet, row: int, column: int, value: str | int | Decimal | date) -> Cell:
    """A bordered cell. Text stays text: never a formula, a number or an error, whatever it begins with.

    Raises NotInThisFormat for text longer than a cell of Excel can be.
    """
    cell: Cell = sheet.cell(row, column)
    cell.alignment, cell.border = _WRAPPED, _BORDER
    if value == "":
        return cell
    if isinstance(value, str):
        text = held(value)
        if len(text) > _LONGEST:
            raise NotInThisFormat("xlsx", f"{len(text)} > {_LONGEST}")
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = starts_formula(text)
    else:
        cell.value = value
    return cell


def saved(book: Workbook) -> bytes:
    """The bytes of ``book``: the same for the same content, with the same openpyxl."""
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def _without_clock(data: bytes) -> bytes:
    """The same workbook without the time at which it was saved."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(out, "w") as written:
        for name in read.namelist():
            part = read.read(name)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, _STAMPS.sub(b"", part) if name == "docProps/core.xml" else part)
    return out.getvalue()

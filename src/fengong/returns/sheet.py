"""A returned file as sheets of cells: an Excel workbook (.xlsx) or comma-separated text, told apart by their bytes."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from fengong.bilingual import Bilingual
from fengong.errors import UnreadableFile, UnreadableReturn
from fengong.text import delimited, source

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell

Value: TypeAlias = str | dt.date

MAX_SIZE = 50_000_000
"""Largest file read, in bytes; for a workbook, the size of what is packed in it."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_HUGE = Bilingual(zh=f"超过 {MAX_SIZE:,} 字节", en=f"it is over {MAX_SIZE:,} bytes")
_OLD = Bilingual(zh="是旧版 .xls，或加了密码", en="it is an old .xls, or protected by a password")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name (empty for text) and its rows, each with its number from 1 and its cells."""

    name: str
    rows: tuple[tuple[int, tuple[Value, ...]], ...]


def load(path: Path, *, has_ledger: Callable[[str], bool]) -> tuple[Sheet, ...]:
    """The sheets of the file at ``path``; ``has_ledger`` tells whether a decoded text holds the headings of a ledger.

    Raises UnreadableFile, UnreadableReturn, and for text EmptySource, UndecodableSource, UnknownLayout.
    """
    try:
        if path.stat().st_size > MAX_SIZE:
            raise UnreadableReturn(str(path), _HUGE)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from error
    if data.startswith(_OLE):
        raise UnreadableReturn(str(path), _OLD)
    if data.startswith(_ZIP):
        return tuple(_workbook(data, str(path)))
    text = source.decode(data, name=str(path), has_table=has_ledger).text.removeprefix("\ufeff")
    return (_text(text, str(path)),)


def _text(text: str, name: str) -> Sheet:
    try:
        return Sheet("", tuple((line, tuple(cells)) for line, cells in delimited.rows(text)))
    except delimited.NotDelimited as error:
        reason = Bilingual(zh=f"第 {error.line} 行不是有效的 CSV：{error}", en=f"line {error.line} is not valid CSV: {error}")
        raise UnreadableReturn(name, reason) from error


def _workbook(data: bytes, name: str) -> Iterator[Sheet]:
    """The worksheets of a workbook, formulas by the values that were last computed."""
    from openpyxl import load_workbook  # noqa: PLC0415 - costs 150 ms, and only a workbook needs it

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations that are of no matter here
            book = load_workbook(io.BytesIO(data), data_only=True) if size <= MAX_SIZE else None
    except Exception as error:  # openpyxl raises whatever the damage leads to
        reason = Bilingual(zh=f"工作簿损坏，或不是工作簿（{error}）", en=f"the workbook is damaged, or is none ({error})")
        raise UnreadableReturn(name, reason) from error
    if book is None:
        raise UnreadableReturn(name, _HUGE)
    for sheet in book.worksheets:
        yield Sheet(sheet.title, tuple((number, tuple(map(_value, cells))) for number, cells in enumerate(sheet.iter_rows(), 1)))


def _value(cell: Cell | MergedCell) -> Value:
    """What a cell shows: a day where it holds one, else text; the address of its link where it shows other words for it."""
    value = cell.value
    link = cell.hyperlink.target if cell.hyperlink else None
    if isinstance(value, str) and link and not value.strip().lower().startswith("http"):
        return str(link)
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)

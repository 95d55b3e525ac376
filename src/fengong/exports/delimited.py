"""A table as CSV (RFC 4180), read back and compared."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from fengong.ask.answer import Value
from fengong.errors import DamagedGraph
from fengong.exports.rdf import DIFFERENT
from fengong.exports.table import Filled

_BOM = "\ufeff"


def as_csv(filled: Filled, *, bom: bool = False) -> bytes:
    """One line for each row below the names of the columns. Words stand as they are, also those that a spreadsheet could run."""
    lines = [[column.name for column in filled.table.columns], *([said(each) for each in row] for row in filled.rows)]
    out = io.StringIO()
    csv.writer(out).writerows(lines)  # lines end in CR LF, and so a stray CR in a field is quoted
    text = out.getvalue()
    if list(csv.reader(io.StringIO(text, newline=""))) != lines:
        raise DamagedGraph(f"{filled.table.name}.csv", DIFFERENT)
    return ((_BOM if bom else "") + text).encode()


def said(value: Value) -> str:
    """A value as XML Schema writes it; nothing for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)

"""A table as CSV (RFC 4180), read back and compared."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from fengong import csvw
from fengong.ask.answer import Value
from fengong.bilingual import Lang
from fengong.errors import DamagedGraph
from fengong.exports.rdf import DIFFERENT
from fengong.exports.table import Column, Filled, Table

_DATATYPES = {"iri": csvw.IRI, "text": "string"}
_PREFIXES = frozenset({"dcterms", "fg", "oa", "skos", "schema"})
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


def described(file: str, table: Table, licence: str) -> bytes:
    """The CSVW metadata of the CSV file of ``table``: what each column means, and which property of the row's thing it holds."""
    columns = [_column(table, column) for column in table.columns]
    return csvw.metadata(file, columns, table.title, licence=licence, lineterminator="\r\n")


def _column(table: Table, column: Column) -> csvw.Column:
    # Only what is said of the row's own thing is a property of it: words of a role are those of the role.
    own = table.keys == 1 and not column.repeats and column.means.partition(":")[0] in _PREFIXES
    about = table.columns[0].name if own else None
    lang: Lang | None = "zh" if column.name.endswith("Zh") else "en" if column.name.endswith("En") else None
    return csvw.Column(
        column.name, column.title, _DATATYPES.get(column.kind, column.kind), csvw.full(column.means) if own else None, about, lang=lang
    )

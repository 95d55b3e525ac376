"""Write the two tables of docs/exports.md anew: formats with what they hold and lose, and tables with their columns.

    python docs/make_exports.py

They stand between marks; the rest of the page is written by hand.
"""

from __future__ import annotations

import re
from pathlib import Path

from fengong.exports import formats, tables
from fengong.exports.formats import Format
from fengong.exports.table import Table

PAGE = Path(__file__).resolve().parent / "exports.md"


def format_table() -> str:
    """A line for each format."""
    head = ["| format 格式 | holds 所含 | loses 所失 |", "|---|---|---|"]
    return "\n".join([*head, *map(format_line, formats.ALL.values())])


def format_line(form: Format) -> str:
    """Its name, and what it holds and loses in both languages."""
    return f"| `{form.name}` | {form.holds.zh} · {form.holds.en} | {form.loses.zh} · {form.loses.en} |"


def table_table() -> str:
    """A line for each table."""
    head = ["| table 表 | what 内容 | columns 列 |", "|---|---|---|"]
    return "\n".join([*head, *map(table_line, tables.ALL.values())])


def table_line(table: Table) -> str:
    """Its name, its title in both languages, and its columns."""
    return f"| `{table.name}` | {table.title.zh} · {table.title.en} | {' '.join(f'`{column.name}`' for column in table.columns)} |"


def fresh(page: str) -> str:
    """``page`` with both tables as the code has them."""
    for name, made in (("formats", format_table()), ("tables", table_table())):
        page = re.sub(f"(<!-- {name} -->\n).*?(<!-- /{name} -->)", lambda m, made=made: f"{m[1]}{made}\n{m[2]}", page, flags=re.DOTALL)
    return page


if __name__ == "__main__":
    PAGE.write_text(fresh(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

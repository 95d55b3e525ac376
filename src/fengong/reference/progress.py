"""Evidence of progress: `graph/evidence/TABLE.csv`, one dated statement about one task a line, with the address where it can be read.

Evidence, never verdicts: a line says who recorded what on which day and where it stands, not whether the task is done.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.errors import BadEvidence, Fault
from fengong.text import delimited

COLUMNS = ("task", "date", "statement", "source", "recorded_by")
HEADER = ",".join(COLUMNS) + "\n"
"""A file without evidence."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_SHOWN = 40
Wrong = tuple[str, Bilingual, Bilingual]
"""A column, what is wrong with its value, and what to do about it."""


@dataclass(frozen=True, slots=True)
class ProgressEvidence:
    """What somebody recorded on a day about a task, and the address of the source; ``line`` is where the file says so."""

    task: str
    date: dt.date
    statement: str
    source: str
    recorded_by: str
    line: int = field(default=0, compare=False)


def load(path: Path, tasks: Collection[str]) -> tuple[ProgressEvidence, ...]:
    """The evidence in the file at ``path``, in its order; none where there is no such file. ``tasks`` are the tasks of the table.

    Raises BadEvidence, with every line that breaks a rule.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        reason = Bilingual(zh=f"打不开：{error.strerror}", en=f"cannot be opened: {error.strerror}")
        raise BadEvidence(str(path), (_at(1, reason, _PERMISSION),)) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = Bilingual(zh=f"字节偏移 {error.start} 处不是 UTF-8", en=f"the byte at offset {error.start} is not UTF-8")
        raise BadEvidence(str(path), (_at(data.count(b"\n", 0, error.start) + 1, reason, _ENCODING),)) from error
    return read(text, path=str(path), tasks=tasks)


def read(text: str, *, path: str, tasks: Collection[str]) -> tuple[ProgressEvidence, ...]:
    """The evidence in ``text``; ``path`` names it in errors. Raises BadEvidence."""
    rows: dict[ProgressEvidence, int] = {}
    faults: list[Fault] = []
    for line, values in _lines(text, path):
        cells = {column: cleaned(value) for column, value in zip(COLUMNS, values, strict=False)}
        found = [_at(line, reason, fix) for _, reason, fix in wrong(cells, tasks)]
        if len(values) != len(COLUMNS):
            found = [_at(line, _number_of_columns(len(values)), _QUOTED)]
        elif not found:
            row = ProgressEvidence(
                cells["task"], dt.date.fromisoformat(cells["date"]), cells["statement"], cells["source"], cells["recorded_by"], line
            )
            if row in rows:
                found = [_at(line, Bilingual(zh=f"与第 {rows[row]} 行相同", en=f"the same as line {rows[row]}"), _ONCE)]
            rows.setdefault(row, line)
        faults += found
    if faults:
        raise BadEvidence(path, tuple(faults))
    return tuple(rows)


def write(rows: Iterable[ProgressEvidence]) -> str:
    """The file that `read` reads as ``rows``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([row.task, row.date.isoformat(), row.statement, row.source, row.recorded_by] for row in rows)
    return out.getvalue()


def _lines(text: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header that are not empty, each with the line that it begins on."""
    lines = delimited.rows(text)
    try:
        header = tuple(next(lines, (1, []))[1])
        if header != COLUMNS:
            found = printable(",".join(header))
            raise BadEvidence(path, (_at(1, Bilingual(zh=f"列名是「{found}」", en=f"the header is “{found}”"), _HEADER),))
        yield from ((line, values) for line, values in lines if any(value.strip() for value in values))
    except delimited.NotDelimited as error:
        reason = Bilingual(zh=f"不是有效的 CSV：{error}", en=f"not valid CSV: {error}")
        raise BadEvidence(path, (_at(error.line, reason, _QUOTED),)) from error


# --- what makes a line good ------------------------------------------------------------------------------------------


def cleaned(value: str) -> str:
    """A cell without white space at its ends, its line ends as they are written here."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def wrong(cells: Mapping[str, str], tasks: Collection[str]) -> Iterator[Wrong]:
    """What is wrong with the ``cells`` of one line, by column; nothing where all is well."""
    for column in COLUMNS:
        value = cells.get(column, "")
        if not value:
            yield column, Bilingual(zh=f"{column} 为空", en=f"{column} is empty"), _FILL
        elif any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in value):
            yield column, Bilingual(zh=f"{column} 中有控制字符", en=f"{column} holds a control character"), _CONTROL
    task, date, source = (cells.get(column, "") for column in ("task", "date", "source"))
    if task and task not in tasks:
        yield "task", Bilingual(zh=f"表中没有任务「{_shown(task)}」", en=f"the table has no task “{_shown(task)}”"), _TASK
    if date and not is_date(date):
        yield "date", Bilingual(zh=f"「{_shown(date)}」不是日期", en=f"“{_shown(date)}” is no date"), _DAY
    if source and not is_address(source):
        yield "source", Bilingual(zh=f"「{_shown(source)}」不是网址", en=f"“{_shown(source)}” is no web address"), _LINK


def is_date(text: str) -> bool:
    """Whether ``text`` is a day of the calendar as YYYY-MM-DD.

    >>> is_date("2026-02-28"), is_date("2026-02-30"), is_date("2026-2-3")
    (True, False, False)
    """
    try:
        return bool(_DATE.fullmatch(text) and dt.date.fromisoformat(text))
    except ValueError:
        return False


def is_address(text: str) -> bool:
    """Whether ``text`` is an http or https address with a host.

    >>> is_address("https://www.example.org/a?b=养老"), is_address("ftp://example.org/"), is_address("https:///a")
    (True, False, False)
    """
    try:
        parts = urlsplit(text)
        return bool(_ADDRESS.fullmatch(text) and parts.hostname and (parts.port is None or parts.port))
    except ValueError:
        return False


def _at(line: int, reason: Bilingual, fix: Bilingual) -> Fault:
    return Bilingual(zh=f"第 {line} 行", en=f"line {line}"), reason, fix


def _number_of_columns(found: int) -> Bilingual:
    return Bilingual(zh=f"应有 {len(COLUMNS)} 列，此处 {found} 列", en=f"{len(COLUMNS)} columns expected, {found} found")


def _shown(value: str) -> str:
    return printable(value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…")


_HEADER = Bilingual(zh=f"首行须为 {HEADER.strip()}", en=f"the first line must be {HEADER.strip()}")
_PERMISSION = Bilingual(zh="检查路径和权限", en="check the path and the permissions")
_ENCODING = Bilingual(zh="另存为 UTF-8", en="save it as UTF-8")
_QUOTED = Bilingual(zh="含逗号、引号或换行的内容须用双引号括起", en="put double quotes round what holds a comma, a quote or a line end")
_ONCE = Bilingual(zh="删去其中一行", en="take one of them out")
_FILL = Bilingual(zh="补上，或删去这一行", en="fill it in, or take the line out")
_CONTROL = Bilingual(zh="删去控制字符", en="take the control character out")
_TASK = Bilingual(zh="写表中印出的编号；重复的编号为 12-2", en="give the number printed in the table; 12-2 where a number is printed again")
_DAY = Bilingual(zh="写成 年-月-日 的实有日期，如 2026-03-01", en="write a day of the calendar as 2026-03-01")
_LINK = Bilingual(zh="写以 http:// 或 https:// 开头的完整网址", en="give a whole address that begins with http:// or https://")

"""From the sheets of a returned ledger to evidence: one row for each responsibility that somebody reported on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.errors import BadEvidence, Fault, UnreadableReturn
from fengong.ledger import columns
from fengong.reference.progress import ProgressEvidence, cleaned, is_date, wrong
from fengong.returns.sheet import Sheet, Value
from fengong.text.norm import key

_READ = {
    "table": (columns.TABLE,),
    "task": (columns.NUMBER, columns.TASK),
    "recorded_by": (columns.BODY,),
    "statement": (columns.PROGRESS,),
    "completion": (columns.COMPLETION,),
    "source": (columns.SOURCE,),
    "date": (columns.DATE,),
}
_LANGS: tuple[Lang, ...] = ("zh", "en")

HEADINGS = {lang: {name: tuple(each.said(lang) for each in headings) for name, headings in _READ.items()} for lang in _LANGS}
"""The headings of the columns that are read, as `fengong ledger` writes them; of several, the first that is there counts."""

REPORTED = ("statement", "completion", "source", "date")
"""The columns that a body fills in."""

_COMPLETION: dict[Lang, str] = {"zh": "{statement}（完成情况：{completion}）", "en": "{statement} (completion: {completion})"}
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))")
_NUMBER = re.compile(r"0*([1-9]\d*(?:-\d+)?)")
_TOP = 20


@dataclass(frozen=True, slots=True)
class Returned:
    """One piece of evidence as returned: the table, the evidence, and the place in the file."""

    table: str
    evidence: ProgressEvidence
    place: Bilingual


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a sheet has its headings, in which language and words, and which column is which."""

    row: int
    lang: Lang
    titles: tuple[str, ...]
    at: Mapping[str, int]

    def heading(self, column: str) -> str:
        """What the column is called in the ledger."""
        return self.titles[self.at[column]]


def read(sheets: Sequence[Sheet], *, path: str, tasks: Mapping[str, Collection[str]]) -> tuple[Returned, ...]:
    """What the sheets report, in their order; rows in which nobody filled anything in are passed over, and so are sheets of other things.

    ``tasks`` are the tasks of each table. Raises UnreadableReturn where no sheet is a ledger, and BadEvidence, with every row that
    is filled in by half or wrongly.
    """
    found: list[Returned] = []
    faults: list[Fault] = []
    ledgers = [(sheet, columns) for sheet in sheets if (columns := _columns(sheet))]
    if not ledgers:
        wanted = (
            " · ".join(names[0] for names in HEADINGS["zh"].values()) + " / " + " · ".join(names[0] for names in HEADINGS["en"].values())
        )
        raise UnreadableReturn(path, Bilingual(zh=f"没有一张表有这些列：{wanted}", en=f"no sheet has these columns: {wanted}"))
    for sheet, columns in ledgers:
        for number, values in sheet.rows:
            cells = {column: _cell(values, at, column) for column, at in columns.at.items()}
            if number <= columns.row or not any(cells[column] for column in REPORTED):
                continue
            faulty = [
                (_place(sheet, number, columns.heading(column)), reason, fix) for column, reason, fix in _wrong(cells, columns, tasks)
            ]
            faults += faulty
            if not faulty:
                found.append(Returned(cells["table"], _evidence(cells, columns.lang), _place(sheet, number)))
    if faults:
        raise BadEvidence(path, tuple(faults))
    return tuple(found)


def passed_over(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """The names of the sheets that are no ledger and yet hold something."""
    return tuple(sheet.name for sheet in sheets if _columns(sheet) is None and any(any(values) for _, values in sheet.rows))


def is_ledger(text: str) -> bool:
    """Whether one of the first lines of ``text`` has the headings of a ledger."""
    lines = text.removeprefix("\ufeff").splitlines()[:_TOP]
    return _columns(Sheet("", tuple((i, tuple(line.split(","))) for i, line in enumerate(lines, 1)))) is not None


def _columns(sheet: Sheet) -> Columns | None:
    """The columns of a ledger by the first row that has all headings in one language; a title may stand above it."""
    for number, values in sheet.rows[:_TOP]:
        titles = [key(value.strip().strip('"')) if isinstance(value, str) else "" for value in values]
        for lang, headings in HEADINGS.items():
            at = {column: titles.index(name) for column, names in headings.items() for name in reversed(names) if name in titles}
            if len(at) == len(headings):
                return Columns(number, lang, tuple(titles), at)
    return None


def _cell(values: Sequence[Value], at: int, column: str) -> str:
    value = values[at] if at < len(values) else ""
    if isinstance(value, dt.date):
        return value.isoformat()
    text = cleaned(value)
    if column == "task" and (match := _NUMBER.fullmatch(key(text))):
        return match[1]
    if column == "date" and (match := _DATE.fullmatch(key(text))):
        year, month, day = (int(part) for part in match.groups() if part)
        return f"{year:04}-{month:02}-{day:02}"
    return text


def _wrong(cells: Mapping[str, str], columns: Columns, tasks: Mapping[str, Collection[str]]) -> Iterator[tuple[str, Bilingual, Bilingual]]:
    """What is wrong with a row that somebody filled in: a cell left empty, a table or task that is not there, no date, no address."""
    known = tasks.get(cells["table"])
    if cells["table"] and known is None:
        shown = printable(cells["table"])
        yield "table", Bilingual(zh=f"没有叫「{shown}」的分工表", en=f"no table is called “{shown}”"), _names(sorted(tasks))
    for column, reason, fix in wrong(cells, (cells["task"],) if known is None else known):
        if cells[column]:
            yield column, reason, _DAY if column == "date" and not is_date(cells["date"]) else fix
    for column in columns.at:
        if column != "completion" and not cells[column]:
            yield column, _EMPTY, _FILL


def _names(tables: Sequence[str]) -> Bilingual:
    return Bilingual(zh=f"可用：{' · '.join(tables)}", en=f"there are: {' · '.join(tables)}")


def _evidence(cells: Mapping[str, str], lang: Lang) -> ProgressEvidence:
    statement = _COMPLETION[lang].format(**cells) if cells["completion"] else cells["statement"]
    return ProgressEvidence(cells["task"], dt.date.fromisoformat(cells["date"]), statement, cells["source"], cells["recorded_by"])


def _place(sheet: Sheet, row: int, column: str = "") -> Bilingual:
    name = printable(sheet.name)
    zh, en = (f"工作表「{name}」第 {row} 行", f"sheet “{name}”, row {row}") if name else (f"第 {row} 行", f"line {row}")
    return Bilingual(zh=f"{zh}「{column}」列", en=f"{en}, column {column}") if column else Bilingual(zh=zh, en=en)


_EMPTY = Bilingual(zh="这一行只填了一部分，此处为空", en="the row is filled in by half, and this is empty")
_FILL = Bilingual(
    zh="补上；若无可填报，把填报各列全部清空", en="fill it in, or empty all columns of the report where there is nothing to report"
)
_DAY = Bilingual(zh="用日期格式，或写成 2026-03-01、2026年3月1日", en="use a date, or write it as 2026-03-01")

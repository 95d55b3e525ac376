"""An answer as an Excel workbook: the rows, identifiers included, and a sheet that says what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from fengong.ask import cite, present
from fengong.ask.answer import Answer
from fengong.ask.dataset import Dataset
from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable, width
from fengong.errors import NotApplicable
from fengong.graph import lookup
from fengong.ledger.cells import HEAD, put, saved

ANSWER = Bilingual(zh="答案", en="Answer")
NOTES = Bilingual(zh="说明", en="Notes")
READINGS = {"adopted": Bilingual(zh="采信", en="adopted"), "printed": Bilingual(zh="原文", en="printed")}
_NARROW, _WIDE = 8, 48


def as_xlsx(answer: Answer, dataset: Dataset, lang: Lang, titles: Mapping[str, Mapping[str, str]]) -> bytes:
    """The bytes of the workbook: the same for the same answer, with the same openpyxl.

    Raises NotApplicable for an answer that is triples, NotInThisFormat for words longer than a cell of Excel can be.
    """
    if not answer.columns:
        raise NotApplicable(answer.question.name, "xlsx", ("ttl",))
    book = Workbook()
    book.properties.creator = None  # openpyxl would call itself the author
    book.properties.title = printable(answer.question.summary.said(lang))
    sheet = book.active
    sheet.title = ANSWER.said(lang)
    _fill(sheet, answer, lang, titles)
    _explain(book.create_sheet(NOTES.said(lang)), answer, dataset, lang)
    return saved(book)


def _fill(sheet: Worksheet, answer: Answer, lang: Lang, titles: Mapping[str, Mapping[str, str]]) -> None:
    columns, rows = answer.worded(lang)
    for at, name in enumerate(columns, 1):
        cell = put(sheet, 1, at, present.titled(name, titles, lang))
        cell.font, cell.fill = Font(bold=True), HEAD
        widest = max((width(present.plain(row[at - 1])) for row in rows), default=0)
        sheet.column_dimensions[get_column_letter(at)].width = min(max(widest + 2, width(str(cell.value)) + 2, _NARROW), _WIDE)
    for number, row in enumerate(rows, 2):
        for at, each in enumerate(row, 1):
            put(sheet, number, at, "" if each is None else each)
    sheet.freeze_panes = "A2"
    if rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"


def _explain(sheet: Worksheet, answer: Answer, dataset: Dataset, lang: Lang) -> None:
    for number, (head, body) in enumerate(_notes(answer, dataset, lang), 1):
        put(sheet, number, 1, head).font = Font(bold=True)
        put(sheet, number, 2, body)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 100


def _notes(answer: Answer, dataset: Dataset, lang: Lang) -> Iterator[tuple[str, str]]:
    question = answer.question
    yield Bilingual(zh="问题", en="Question").said(lang), question.summary.said(lang)
    yield Bilingual(zh="回答什么", en="What it answers").said(lang), f"{question.answers.said(lang)} {question.description.said(lang)}"
    for name, term in answer.values.items():
        words = f"{lookup.label(dataset.store, term, lang)} {term.value}" if isinstance(term, ox.NamedNode) else term.value
        yield name, words
    if question.reads_bodies:
        yield Bilingual(zh="读法", en="Reading").said(lang), READINGS[answer.reading].said(lang)
    yield Bilingual(zh="行数", en="Rows").said(lang), str(len(answer))
    iri = cite.answer_iri(question.name, answer.values, answer.reading)
    yield Bilingual(zh="引用", en="Cite as").said(lang), cite.gbt7714(dataset, iri, lang, questions={question.name: question})

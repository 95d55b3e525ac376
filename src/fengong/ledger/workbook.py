"""A ledger as an Excel workbook: a sheet to print, fill in and return, and a sheet that explains it."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.ledger import columns, words
from fengong.ledger.cells import HEAD, put, saved
from fengong.ledger.entry import Ledger

LEDGER = Bilingual(zh="台账", en="Ledger")
NOTES = Bilingual(zh="说明", en="Notes")
PAGES = Bilingual(zh="第 &P 页，共 &N 页", en="Page &P of &N")
NO_DATE = Bilingual(zh="请填写日期，如 2026-03-01。", en="Enter a date, such as 2026-03-01.")

_MILLENNIUM = "36526"  # 2000-01-01, as Excel counts days
_A4 = 9
_BLANK = PatternFill("solid", fgColor="FFFBE6")


def as_xlsx(ledger: Ledger, lang: Lang) -> bytes:
    """The bytes of the workbook: the same for the same ledger, with the same openpyxl.

    Raises NotInThisFormat for words longer than a cell of Excel can be.
    """
    book = Workbook()
    book.properties.creator = None  # openpyxl would call itself the author
    book.properties.title = printable(words.title(ledger, lang))
    sheet = book.active
    sheet.title = LEDGER.said(lang)
    _fill(sheet, ledger, lang)
    _set_up(sheet, words.title(ledger, lang), lang)
    _explain(book.create_sheet(NOTES.said(lang)), ledger, lang)
    return saved(book)


def _fill(sheet: Worksheet, ledger: Ledger, lang: Lang) -> None:
    head = words.headings(ledger)
    for at, heading in enumerate(head, 1):
        cell = put(sheet, 1, at, heading.said(lang))
        cell.font, cell.fill = Font(bold=True), HEAD
        sheet.column_dimensions[get_column_letter(at)].width = columns.WIDTHS[heading]
    for number, row in enumerate(words.rows(ledger, words.Style(lang, "\n")), 2):
        for at, (heading, each) in enumerate(zip(head, row, strict=True), 1):
            cell = put(sheet, number, at, each)
            if heading in columns.FILLED_IN:
                cell.fill = _BLANK
                cell.number_format = "yyyy-mm-dd" if heading is columns.DATE else "@"
    day = get_column_letter(head.index(columns.DATE) + 1)
    dates = DataValidation("date", operator="greaterThanOrEqual", formula1=_MILLENNIUM, allow_blank=True)
    dates.error = dates.prompt = NO_DATE.said(lang)
    dates.errorTitle = dates.promptTitle = columns.DATE.said(lang)
    dates.showErrorMessage = dates.showInputMessage = True
    dates.add(f"{day}2:{day}{len(ledger) + 1}")
    sheet.add_data_validation(dates)


def _set_up(sheet: Worksheet, title: str, lang: Lang) -> None:
    """A4 across, as wide as the page; the headings on every page and always in sight; page numbers."""
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = _A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.7, 0.6
    sheet.oddHeader.left.text = printable(title)[:100].replace("&", "&&")
    sheet.oddHeader.left.size = 11
    sheet.oddFooter.right.text = PAGES.said(lang)
    sheet.oddFooter.right.size = 9


def _explain(sheet: Worksheet, ledger: Ledger, lang: Lang) -> None:
    for number, (head, body) in enumerate(words.notes(ledger, lang, returned=True), 1):
        put(sheet, number, 1, head).font = Font(bold=True)
        put(sheet, number, 2, body)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 100
    sheet.page_setup.paperSize, sheet.page_setup.orientation = _A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True

"""A ledger as an Excel workbook: a sheet to print, fill in and return, and a sheet that explains it."""

from __future__ import annotations

import io
import re
import zipfile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.errors import NotInThisFormat
from fengong.ledger import columns, words
from fengong.ledger.entry import Ledger
from fengong.ledger.text import starts_formula

LEDGER = Bilingual(zh="台账", en="Ledger")
NOTES = Bilingual(zh="说明", en="Notes")
PAGES = Bilingual(zh="第 &P 页，共 &N 页", en="Page &P of &N")
NO_DATE = Bilingual(zh="请填写日期，如 2026-03-01。", en="Enter a date, such as 2026-03-01.")

_LONGEST = 32_767
_MILLENNIUM = "36526"  # 2000-01-01, as Excel counts days
_A4 = 9
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_THIN = Side(style="thin", color="999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="E8EEF4")
_BLANK = PatternFill("solid", fgColor="FFFBE6")
_STAMPS = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_NONCHARACTERS = re.compile("[\ufffe\uffff]")


def as_xlsx(ledger: Ledger, lang: Lang) -> bytes:
    """The bytes of the workbook: the same for the same ledger, with the same openpyxl.

    Raises NotInThisFormat for words longer than a cell of Excel can be.
    """
    book = Workbook()
    book.properties.creator = "Fengong"
    book.properties.title = printable(words.title(ledger, lang))
    sheet = book.active
    sheet.title = LEDGER.said(lang)
    _fill(sheet, ledger, lang)
    _set_up(sheet, words.title(ledger, lang), lang)
    _explain(book.create_sheet(NOTES.said(lang)), ledger, lang)
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def _fill(sheet: Worksheet, ledger: Ledger, lang: Lang) -> None:
    head = words.headings(ledger)
    for at, heading in enumerate(head, 1):
        cell = _put(sheet, 1, at, heading.said(lang))
        cell.font, cell.fill = Font(bold=True), _HEAD
        sheet.column_dimensions[get_column_letter(at)].width = columns.WIDTHS[heading]
    for number, row in enumerate(words.rows(ledger, words.Style(lang, "\n")), 2):
        for at, (heading, each) in enumerate(zip(head, row, strict=True), 1):
            cell = _put(sheet, number, at, each)
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


def _put(sheet: Worksheet, row: int, column: int, value: words.Cell) -> Cell:
    """A bordered cell. Text stays text: never a formula, a number or an error, whatever it begins with."""
    cell: Cell = sheet.cell(row, column)
    cell.alignment, cell.border = _WRAPPED, _BORDER
    if value == "":
        return cell
    if isinstance(value, str):
        text = "\n".join(_NONCHARACTERS.sub("\N{REPLACEMENT CHARACTER}", printable(line)) for line in value.split("\n"))
        if len(text) > _LONGEST:
            raise NotInThisFormat("xlsx", f"{len(text)} > {_LONGEST}")
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = starts_formula(text)
    else:
        cell.value = value
    return cell


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
        _put(sheet, number, 1, head).font = Font(bold=True)
        _put(sheet, number, 2, body)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 100
    sheet.page_setup.paperSize, sheet.page_setup.orientation = _A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


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

"""A ledger as the bytes of a file, and the name of that file among others."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from fengong import iris
from fengong.bilingual import Lang
from fengong.ledger.entry import Body, Ledger

SUFFIXES = {"xlsx": ".xlsx", "csv": ".csv", "html": ".html", "markdown": ".md"}
FORMATS = tuple(SUFFIXES)
_LONGEST = 240


def written(ledger: Ledger, form: str, lang: Lang = "zh", *, bom: bool = False) -> bytes:
    """``ledger`` in one of `FORMATS`; ``bom`` is for CSV. Raises NotInThisFormat for words that Excel has no room for."""
    if form == "xlsx":
        from fengong.ledger.workbook import as_xlsx  # noqa: PLC0415 - openpyxl costs 150 ms

        return as_xlsx(ledger, lang)
    if form == "html":
        from fengong.ledger.page import as_html  # noqa: PLC0415 - the same, but little

        return as_html(ledger, lang).encode()
    from fengong.ledger.text import as_csv, as_markdown  # noqa: PLC0415 - the same

    return (as_markdown(ledger, lang) if form == "markdown" else as_csv(ledger, lang, bom=bom)).encode()


def form_of(path: str) -> str | None:
    """The format that a file's name asks for.

    >>> form_of("ledger.XLSX"), form_of("ledger.docx")
    ('xlsx', None)
    """
    return {suffix: form for form, suffix in SUFFIXES.items()}.get(Path(path).suffix.lower())


def file_name(body: Body, form: str) -> str:
    """The body's identifier, its Chinese name for people, and a suffix: no two bodies share it, and it differs only with them.

    >>> from fengong.bilingual import Bilingual
    >>> file_name(Body(iris.body("510000/civil-affairs"), Bilingual(zh="四川省民政厅", en="")), "xlsx")
    '510000-civil-affairs-四川省民政厅.xlsx'
    """
    slug = body.iri.removeprefix(iris.BASE + "id/").removeprefix("body/").replace("/", "-")
    name = "".join(char if unicodedata.category(char)[0] in "LN" else "-" for char in unicodedata.normalize("NFC", body.name.zh))
    readable = re.sub("-+", "-", name).strip("-")
    while len(f"{slug}-{readable}".encode()) > _LONGEST:
        readable = readable[:-1]
    return f"{slug}-{readable}".strip("-") + SUFFIXES[form]

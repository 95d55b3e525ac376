"""Numbers as spreadsheets write them: what is one, what would be one if it were folded, and what only looks odd. Nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["blank", "number", "fold", "formula", "error", "words"]

_PLAIN = re.compile(r"[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_FORMULA = re.compile(r"[=＝@][^\s]|[+-](?![0-9.０-９])[^\s]*[(（]")
_ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!)")
_DIGITS = 18
"""Most digits of a number: xsd:decimal of the usual engines has no more."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds: its kind, and the number for ``number`` and ``fold`` (what it is once commas, percent and full width are read)."""

    kind: Kind
    value: Decimal | None = None


def read(text: str) -> Cell:
    """What ``text`` holds. Leading zeros make a code, not a number; a percent sign is read as hundredths, but only where asked to.

    >>> read("1050").kind, read("1,050").kind, read("１２").kind, read("12%").kind, read("约12").kind, read("0510").kind, read("=A1*2").kind
    ('number', 'fold', 'fold', 'fold', 'words', 'words', 'formula')
    >>> read("12.5%").value
    Decimal('0.125')
    """
    bare = text.strip(" \t\r\n\u3000\u00a0\ufeff")
    if not bare:
        return Cell("blank")
    if _PLAIN.fullmatch(bare):
        return _sized(Decimal(bare), "number")
    if _ERROR.fullmatch(bare):
        return Cell("error")
    if _FORMULA.match(bare):
        return Cell("formula")
    return _folded(bare)


def _folded(bare: str) -> Cell:
    form = unicodedata.normalize("NFKC", bare).replace("−", "-").strip()
    percent = form.endswith("%")
    digits = form.removesuffix("%").strip()
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    if not _PLAIN.fullmatch(digits):
        return Cell("words")
    return _sized(Decimal(digits) / 100 if percent else Decimal(digits), "fold")


def _sized(value: Decimal, kind: Kind) -> Cell:
    return Cell(kind, value) if len(value.as_tuple().digits) <= _DIGITS else Cell("words")


def written(value: Decimal) -> str:
    """A number in plain digits.

    >>> written(Decimal("1050")), written(Decimal("1E+3")), written(Decimal("0.50"))
    ('1050', '1000', '0.50')
    """
    return format(value, "f")

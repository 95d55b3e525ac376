"""A ledger as text: CSV for programs and spreadsheets, Markdown for reading."""

from __future__ import annotations

import csv
import io
import re

from fengong.bilingual import Lang
from fengong.caret import printable
from fengong.ledger import columns, words
from fengong.ledger.entry import Ledger

_FORMULA = frozenset("=+-@＝＋－＠")
_NONCHARACTERS = re.compile("[\ufffe\uffff]")
_MARKS = re.compile(r"([\\`*_\[\]<>|~&$#!])")


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet could take ``text`` for a formula: by its first character, or the first after spaces.

    After OWASP ASVS 5.0, 1.2.10: = + - @, a tab or a line end; and their full-width forms, which some spreadsheets take for the same.
    """
    return text[:1] in {"\t", "\r", "\n", "\0"} or text.strip()[:1] in _FORMULA if text else False


def guarded(text: str) -> str:
    """``text`` so that no spreadsheet runs it: with an apostrophe before it where it could be a formula, or begins with one.

    >>> guarded("=1+1"), guarded("'a"), guarded("民政厅")
    ("'=1+1", "''a", '民政厅')
    """
    return "'" + text if starts_formula(text) or text.startswith("'") else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text.removeprefix("'")


def held(text: str, *, lines: bool = True) -> str:
    r"""``text`` in characters that XML can hold, and so a cell of Excel: its lines kept, unless it must be one line.

    >>> held("a\x07b\nc"), held("a\nb", lines=False)
    ('a�b\nc', 'a b')
    """
    kept = text.split("\n") if lines else [text]
    return "\n".join(_NONCHARACTERS.sub("\N{REPLACEMENT CHARACTER}", printable(line)) for line in kept)


def as_csv(ledger: Ledger, lang: Lang, *, bom: bool = False) -> str:
    """One line for each responsibility below the headings; with ``bom``, Excel takes it for the UTF-8 it is."""
    out = io.StringIO()
    writer = csv.writer(out)  # RFC 4180: lines end in CR LF, and so a stray CR in a field is quoted
    writer.writerow([heading.said(lang) for heading in words.headings(ledger)])
    for row in words.rows(ledger, words.one_line(lang)):
        writer.writerow([guarded(each) if isinstance(each, str) else each for each in row])
    return ("\ufeff" if bom else "") + out.getvalue()


def as_markdown(ledger: Ledger, lang: Lang) -> str:
    """A heading, the table without the columns that nobody can fill in here, and the notes."""
    count = len(columns.FILLED_IN)
    titles = [heading.said(lang) for heading in words.headings(ledger)][:-count]
    lines = [titles, ["---"] * len(titles)]
    lines += [[escaped(str(each)) for each in row[:-count]] for row in words.rows(ledger, words.one_line(lang))]
    table = "".join("| " + " | ".join(line) + " |\n" for line in lines)
    explained = "".join(
        f"* {escaped(head)}{words.Style(lang, '').said('：', ': ')}{escaped(body)}\n" for head, body in words.notes(ledger, lang)
    )
    return f"# {escaped(words.title(ledger, lang))}\n\n{table}\n{explained}"


def escaped(text: str) -> str:
    r"""``text`` in one line, with every mark of Markdown as itself.

    >>> escaped("a|b *c*")
    'a\\|b \\*c\\*'
    """
    return _MARKS.sub(r"\\\1", printable(text))

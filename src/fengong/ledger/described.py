"""The CSVW metadata of a ledger as CSV: its headings in both languages. Cells are words for people, and so strings."""

from __future__ import annotations

from fengong import csvw
from fengong.bilingual import Bilingual, Lang
from fengong.ledger import columns, words
from fengong.ledger.entry import Ledger

_NAMES = {heading: name.lower() for name, heading in vars(columns).items() if isinstance(heading, Bilingual)}


def metadata(ledger: Ledger, file: str, lang: Lang, *, licence: str) -> bytes:
    """The metadata of the CSV of ``ledger`` in ``file``."""
    found = [csvw.Column(_NAMES[each], each, heading=each.said(lang)) for each in words.headings(ledger)]
    title = Bilingual(zh=f"台账：{ledger.body.name.zh}", en=f"Ledger: {ledger.body.name.en or ledger.body.name.zh}")
    return csvw.metadata(file, found, title, licence=licence, lineterminator="\r\n")

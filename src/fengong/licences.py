"""Licences by IRI: from the identifier that a file gives, and the name and the page that people know one by."""

from __future__ import annotations

import re
from functools import cache

from fengong.bilingual import Lang

_CC = "https://creativecommons.org/"
_SPDX = "https://spdx.org/licenses/"
_KINDS = "by|by-nc|by-nc-nd|by-nc-sa|by-nd|by-sa"
_CC_ID = re.compile(f"CC-({_KINDS})-(2\\.0|2\\.5|3\\.0|4\\.0)", re.IGNORECASE)
_CC_IRI = re.compile(f"{_CC}licenses/({_KINDS})/(\\d\\.\\d)/")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*\+?")


@cache
def iri(spdx: str) -> str:
    """The IRI of the licence with this SPDX identifier; empty where it cannot be one.

    The six unported licences of Creative Commons from 2.0 on, and CC0, have the IRIs that Creative Commons gave them, which
    catalogues compare; every other licence (ported ones too) has the IRI of its page at SPDX. Whether SPDX lists it is not known here.

    >>> iri("CC-BY-4.0"), iri("CC0-1.0")
    ('https://creativecommons.org/licenses/by/4.0/', 'https://creativecommons.org/publicdomain/zero/1.0/')
    >>> iri("ODbL-1.0"), iri("CC-BY-3.0-DE"), iri("all rights reserved")
    ('https://spdx.org/licenses/ODbL-1.0', 'https://spdx.org/licenses/CC-BY-3.0-DE', '')
    """
    if spdx.upper() == "CC0-1.0":
        return f"{_CC}publicdomain/zero/1.0/"
    if found := _CC_ID.fullmatch(spdx):
        return f"{_CC}licenses/{found[1].lower()}/{found[2]}/"
    return _SPDX + spdx if _ID.fullmatch(spdx) else ""


def name(licence: str) -> str:
    """What people call the licence with this IRI; the IRI itself where that is not known.

    >>> name("https://creativecommons.org/licenses/by-sa/4.0/"), name("https://spdx.org/licenses/ODbL-1.0"), name("https://e.example/l")
    ('CC BY-SA 4.0', 'ODbL-1.0', 'https://e.example/l')
    """
    if found := _CC_IRI.fullmatch(licence):
        return f"CC {found[1].upper()} {found[2]}"
    return "CC0 1.0" if licence == iri("CC0-1.0") else licence.removeprefix(_SPDX)


def page(licence: str, lang: Lang) -> str:
    """Where a person reads the licence: the deed in the reader's language, where Creative Commons has one, else its IRI.

    >>> page("https://creativecommons.org/licenses/by/4.0/", "zh")
    'https://creativecommons.org/licenses/by/4.0/deed.zh-hans'
    """
    ours = licence.startswith(_CC) and licence.endswith("/")
    return f"{licence}deed.{'zh-hans' if lang == 'zh' else 'en'}" if ours else licence


def line(licence: str) -> tuple[str, ...]:
    """The comment at the head of a file under this licence; none where there is no licence.

    >>> line("https://creativecommons.org/licenses/by/4.0/"), line("")
    (('Data: CC BY 4.0. https://creativecommons.org/licenses/by/4.0/',), ())
    """
    return (f"Data: {name(licence)}. {licence}",) if licence else ()

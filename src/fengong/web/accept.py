"""Content negotiation (RFC 9110 §12): which of the forms we have does a client want, and in which language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from werkzeug.datastructures import Accept, LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header

from fengong.bilingual import Lang

_LONGEST = 2_000
"""Characters of a header that are read: a longer one costs more time than any client needs."""


def media_type(accept: str, offered: Sequence[str]) -> str | None:
    """The best of the ``offered`` types (ours first where a client likes several as much), or None where none is acceptable.

    No header at all accepts everything. Parameters beside q, such as charset, are left out of account: we have each type once.

    >>> media_type("text/html;q=0.5, text/turtle", ["text/html", "text/turtle"])
    'text/turtle'
    >>> media_type("text/html; charset=utf-8", ["text/turtle", "text/html"])
    'text/html'
    >>> media_type("image/png", ["text/html"]) is None
    True
    """
    if not accept.strip():
        return offered[0]
    return _media_type(accept[:_LONGEST], tuple(offered))


@lru_cache(maxsize=256)
def _media_type(accept: str, offered: tuple[str, ...]) -> str | None:
    wanted = MIMEAccept([(kind.partition(";")[0].strip(), quality) for kind, quality in parse_accept_header(accept, MIMEAccept)])
    rated = [(wanted.quality(each), -place, each) for place, each in enumerate(offered)]
    quality, _, best = max(rated)
    return best if quality > 0 else None


def language(languages: str, remembered: Lang | None = None) -> Lang:
    """The language of a page: the one chosen earlier, else the better of zh and en for ``Accept-Language``; English when in doubt.

    >>> language("zh-CN,zh;q=0.9,en;q=0.8")
    'zh'
    """
    if remembered:
        return remembered
    best = parse_accept_header(languages[:_LONGEST], LanguageAccept).best_match(["en", "zh"], default="en")
    return "zh" if best == "zh" else "en"


def takes_gzip(encodings: str) -> bool:
    """Whether a client takes replies compressed by gzip.

    >>> takes_gzip("gzip, deflate, br"), takes_gzip("gzip;q=0"), takes_gzip("")
    (True, False, False)
    """
    return bool(encodings) and _takes_gzip(encodings[:_LONGEST])


@lru_cache(maxsize=256)
def _takes_gzip(encodings: str) -> bool:
    return parse_accept_header(encodings, Accept).quality("gzip") > 0

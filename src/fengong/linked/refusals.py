"""What is said where there is nothing to give: in English and in Chinese, with what would have worked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fengong.caret import printable
from fengong.errors import FengongError
from fengong.web.message import Reply, sentence

_SHOWN = 200


def shown(text: str) -> str:
    r"""What a client wrote, safe to say back: one line, without control characters, not too long.

    >>> shown("a\r\nb")
    'a  b'
    """
    line = printable(text)
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def alike(name: str, names: Iterable[str]) -> list[str]:
    """Those of ``names`` that are spelt nearly like ``name``."""
    import difflib  # noqa: PLC0415 - only for a mistake

    return difflib.get_close_matches(name, sorted(names), n=3, cutoff=0.5) if len(name) <= _SHOWN else []


def missing(path: str, nearest: Iterable[str] = ()) -> Reply:
    """404: there is nothing at ``path``; the nearest that there are follow, as paths."""
    return unknown(f"/{path}", nearest)


def unknown(given: str, nearest: Iterable[str] = ()) -> Reply:
    """404: nothing is called what was given."""
    near = [f"/{each}" for each in nearest]
    zh, en = f"没有 {shown(given)}。", f"There is no {shown(given)}."
    if near:
        zh, en = f"{zh}最接近的：{'、'.join(near)}", f"{en} Nearest: {', '.join(near)}"
    return _unkept(sentence(404, zh, en))


def suffix(path: str, stem: str, suffixes: Iterable[str]) -> Reply:
    """404: the thing is there, but not in that form."""
    forms = [f"/{stem}.{each}" for each in suffixes]
    zh, en = (
        f"/{stem} 没有 /{shown(path)} 这种格式。可用：{'、'.join(forms)}",
        f"/{stem} has no form /{shown(path)}. It has: {', '.join(forms)}",
    )
    return _unkept(sentence(404, zh, en))


def unacceptable(accept: str, offered: Iterable[str], headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """406: none of the media types that the client takes."""
    types = list(offered)
    zh = f"无法按 Accept: {shown(accept)} 给出。可用：{'、'.join(types)}"
    en = f"Not available as Accept: {shown(accept)}. Available: {', '.join(types)}"
    return replace(_unkept(sentence(406, zh, en)), headers=headers)


def refused(error: FengongError, status: int = 400) -> Reply:
    """The words of an error."""
    zh, en = ("\n".join(map(printable, error.said(lang).splitlines())) for lang in ("zh", "en"))
    return _unkept(sentence(status, zh, en))


def bad(zh: str, en: str) -> Reply:
    """400 in two sentences."""
    return _unkept(sentence(400, zh, en))


def _unkept(reply: Reply) -> Reply:
    """What is made from whatever a client writes would only fill a cache."""
    return replace(reply, kept=False)

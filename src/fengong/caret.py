"""Showing a place inside a line of text that mixes wide and narrow characters."""

from __future__ import annotations

import unicodedata

_WIDE = frozenset("WF")
_MAX = 60


def width(text: str) -> int:
    """Columns a terminal gives to ``text``: two for East Asian wide and full-width characters, none for combining marks.

    >>> width("民政厅a")
    7
    """
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in _WIDE else 1 for c in text)


def printable(text: str) -> str:
    """``text`` in one line: tabs and line ends as spaces, other control characters as U+FFFD, so that no source file steers a terminal."""
    if text.isprintable():  # most are: nothing in it is a control character
        return text
    return "".join(" " if c in "\t\r\n" else "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in {"Cc", "Cf"} else c for c in text)


def caret(text: str, position: int, note: str = "") -> list[str]:
    r"""Two lines: the words around ``position`` (code points, from 0) and a caret under it, with a note.

    >>> print("\n".join(caret("民政厅统筹", 3, "expected a role word")))
      民政厅统筹
            ^ expected a role word
    """
    start = max(0, min(position - _MAX // 2, len(text) - _MAX))
    shown = printable(text[start : start + _MAX])
    head = "…" if start else ""
    tail = "…" if start + _MAX < len(text) else ""
    indent = width(head) + width(shown[: position - start])
    return [f"  {head}{shown}{tail}", f"  {' ' * indent}^ {note}".rstrip()]

"""What is compared in a search: words without case, width, marks, spaces and punctuation, and their places in the original.

The rule, which any other program can follow character by character:

1. NFKC of the character where that is one character, else the character itself (as `text.norm` does);
2. lower case, then NFD without its non-spacing marks (ê → e, ü → u);
3. control and format characters (Cc, Cf; but not spaces) and apostrophes (' ’ ‘ ʼ) are nothing; of the rest, letters (L*) and
   numbers (N*) stay, and everything else is a gap.

`spaced` keeps one space for each gap between words; `joined` keeps none.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHES = frozenset("'’‘ʼ")


@lru_cache(maxsize=16_384)
def _form(char: str) -> str:
    """One character folded: letters and numbers, a space for a gap, or nothing."""
    normal = unicodedata.normalize("NFKC", char)
    normal = normal if len(normal) == 1 else char
    if normal in _APOSTROPHES or (unicodedata.category(normal) in {"Cc", "Cf"} and not normal.isspace()):
        return ""
    kept = unicodedata.normalize("NFD", normal.lower())
    bare = "".join(each for each in kept if unicodedata.category(each) != "Mn")
    return "".join(each if unicodedata.category(each)[0] in "LN" else " " for each in bare)


def spaced(original: str) -> str:
    """The words of ``original``, one space between them.

    >>> spaced("People’s  Government of GARZÊ（２０２２）")
    'peoples government of garze 2022'
    """
    return " ".join("".join(map(_form, original)).split())


def joined(original: str) -> str:
    """The letters and numbers of ``original``, nothing between them.

    >>> joined("“十四五” 各市（州）")
    '十四五各市州'
    """
    return spaced(original).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded form of a text, with ``at[i]`` = place of its character ``i`` in the original."""

    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, original: str, *, gaps: bool = False) -> Folded:
        """Fold ``original`` character by character: `spaced` with ``gaps``, else `joined`.

        >>> Folded.of("民政 厅").at
        (0, 1, 3)
        """
        kept: list[tuple[str, int]] = []
        for place, char in enumerate(original):
            for form in _form(char):
                if form != " " or (gaps and kept and kept[-1][0] != " "):
                    kept.append((form, place))
        if kept and kept[-1][0] == " ":
            kept.pop()
        return cls("".join(form for form, _ in kept), tuple(place for _, place in kept))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original the folded characters [start, end) stand."""
        return self.at[start], self.at[end - 1] + 1

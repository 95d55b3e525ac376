"""Matching form of printed words: what is compared when words are looked up, never what is kept."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from fengong.text.span import Span


def _matched(char: str) -> str:
    """One character in matching form: full width folded to half width, spaces and invisible characters left out."""
    folded = unicodedata.normalize("NFKC", char)
    if len(folded) != 1:
        return char
    return "" if folded.isspace() or unicodedata.category(folded) in {"Cf", "Cc"} else folded


@dataclass(frozen=True, slots=True)
class Matching:
    """``text`` in matching form, with ``at[i]`` = place of its character ``i`` in the original (one more entry than characters)."""

    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, original: str) -> Matching:
        """Fold ``original`` character by character.

        >>> Matching.of("民政 厅；").text
        '民政厅;'
        """
        kept = [(form, i) for i, char in enumerate(original) if (form := _matched(char))]
        return cls("".join(form for form, _ in kept), (*(i for _, i in kept), len(original)))

    def span(self, start: int, end: int) -> Span:
        """Where in the original the match from ``start`` to before ``end`` stands."""
        return Span(self.at[start], self.original_end(end))

    def original_end(self, end: int) -> int:
        """Where in the original the match that ends before character ``end`` stops (exclusive)."""
        return self.at[end - 1] + 1 if end else 0


def key(words: str) -> str:
    """Matching form of a name or wording.

    >>> key(" 各市（州） 人民政府")
    '各市(州)人民政府'
    """
    return Matching.of(words).text


def control_characters(text: str) -> list[int]:
    """Places of characters that print as nothing or steer a terminal; tabs and line ends are not among them."""
    return [i for i, c in enumerate(text) if unicodedata.category(c) == "Cc" and c not in "\t\n\r"]

"""Places in a text. Apart from the tree, so that looking names up does not load it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of Unicode code points [start, end) in the table's source text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """What ``text`` prints there."""
        return text[self.start : self.end]

    def moved(self, by: int) -> Span:
        """The same range seen from ``by`` code points earlier."""
        return Span(self.start + by, self.end + by)


NOWHERE = Span(-1, -1)

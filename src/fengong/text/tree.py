"""What a table says, as frozen values. `read` in `clause.py` makes them from text and `write` makes the text again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of Unicode code points [start, end) in the table's source text."""

    start: int
    end: int

    def moved(self, by: int) -> Span:
        """The same range seen from ``by`` code points earlier."""
        return Span(self.start + by, self.end + by)


NOWHERE = Span(-1, -1)


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A body's name as printed, spaces inside it included. ``joint`` is what stands between it and what comes before."""

    words: str
    joint: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OpenPhrase:
    """Words that assign without naming: 「等有关部门（单位）」, 「有关部门（单位）」."""

    words: str
    joint: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Party: TypeAlias = PrintedName | OpenPhrase


@dataclass(frozen=True, slots=True)
class Clause:
    """One role and those it is given to, as printed: 「民政厅、财政厅等有关部门（单位）参加」.

    ``role`` is a slug of ``ontology/roles.ttl``, ``wording`` the printed role word, ``gap`` what stands between it and the
    parties. ``labelled`` tells the two printed forms apart: 「民政厅牵头」 from 「牵头单位：民政厅」.
    ``parties`` may hold no name when it holds an open phrase: 「有关部门（单位）参加」 names nobody.
    """

    role: str
    wording: str
    parties: tuple[Party, ...]
    joint: str = ""
    gap: str = ""
    labelled: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def names(self) -> tuple[PrintedName, ...]:
        """The named parties in printed order."""
        return tuple(party for party in self.parties if isinstance(party, PrintedName))

    @property
    def open_phrases(self) -> tuple[OpenPhrase, ...]:
        """The parties that are not named."""
        return tuple(party for party in self.parties if isinstance(party, OpenPhrase))


@dataclass(frozen=True, slots=True)
class Cell:
    """A responsibility cell: its clauses in printed order, then whatever ends it (「。」, spaces)."""

    clauses: tuple[Clause, ...]
    end: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One task of the table.

    ``number`` is the printed number, ``id`` what tells it from another row with the same number (``12``, ``12-2``),
    ``line`` the line of the source text, counted from 1.
    """

    number: int
    id: str
    line: int
    task: str
    task_span: Span
    cell_words: str
    cell_span: Span
    cell: Cell

    @property
    def label(self) -> str:
        """What a person calls this row."""
        return f"第{self.number}行"


@dataclass(frozen=True, slots=True)
class Table:
    """A task table: its rows in printed order, and the lines above its header that are not blank."""

    heading: tuple[str, ...]
    rows: tuple[Row, ...]

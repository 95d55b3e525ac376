"""What a table says, as frozen values. `read` in `clause.py` makes them from text and `write` makes the text again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from fengong.text.span import NOWHERE, Span


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


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A document or an arrangement that a measure brings about: 「家庭托育点管理办法」.

    ``kind`` is a slug of ``ontology/deliverables.ttl``, ``wording`` the word that earned it (办法).
    """

    kind: str
    wording: str
    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a date phrase (到 2022 年 → 2022-12-31) and the phrase, which wins in any dispute.

    ``day`` is empty where the phrase recurs (每年2月底前) or counts from an event (印发之日起30日内).
    """

    day: str
    phrase: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Measure:
    """One promised act: the governing act word, how firm it is (a slug of ``ontology/strengths.ttl``), and what it is done to.

    ``invitation`` is the number, from 1 among the measures of the text, of the one that invites and behind which this one stands in
    its sentence with no doer of its own: it may be asked of the invited alone. 0 where there is none.
    """

    words: str
    verb: str
    strength: str
    object: str
    deliverables: tuple[Deliverable, ...] = ()
    deadline: Deadline | None = None
    invitation: int = 0
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LeadIn:
    """Words that say on what ground, for what aim or by what means the next measure is done, and promise nothing alone."""

    words: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Connective:
    """What lies between measures and lead-ins: the cutting marks, spaces, a number of the heading."""

    words: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unread:
    """Words in which no measure and no lead-in was recognised. They are reported, never dropped."""

    words: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Piece: TypeAlias = Measure | LeadIn | Connective | Unread


@dataclass(frozen=True, slots=True)
class Target:
    """A number that is to be reached, kept or not exceeded, with all that is said about it.

    ``minimum`` and ``maximum`` are decimal numbers as text, empty where there is no such limit; ``unit`` is a slug of
    ``ontology/units.ttl`` (empty when unknown). ``spans`` has a second place where the denominator is inherited.
    """

    words: str
    comparator: str
    comparator_phrase: str
    minimum: str
    maximum: str
    unit: str
    unit_text: str
    per_quantity: str = ""
    per_unit: str = ""
    denominator_inherited: bool = False
    applies_to: str = ""
    base: str = ""
    deadline: Deadline | None = None
    spans: tuple[Span, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Period:
    """A planning period that is mentioned: “十四五” is 2021-01-01 to 2025-12-31. It is no target."""

    words: str
    start: str
    end: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TopicMention:
    """A topic (a slug of ``ontology/topics.ttl``) and the words that earned it, in printed order."""

    topic: str
    words: tuple[str, ...]
    spans: tuple[Span, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a task's text promises. ``pieces`` together are the text, to the character."""

    pieces: tuple[Piece, ...] = ()
    targets: tuple[Target, ...] = ()
    periods: tuple[Period, ...] = ()
    topics: tuple[TopicMention, ...] = ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The promised acts in printed order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Measure))

"""One task whole: its words, who must do it in which role, what it promises, and what the source has wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from fengong.bilingual import Bilingual
from fengong.pages.facts.names import Body, Concept, Role


@dataclass(frozen=True, slots=True)
class Span:
    """A quotation: its IRI, its words, and its place in the source text (code points, end exclusive)."""

    iri: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A printed mistake: both readings, why, and how sure we are (0 to 1)."""

    iri: str
    printed: str
    proposed: str
    printed_body: Body
    adopted_body: Body
    reason: Bilingual
    confidence: Decimal
    reviewed: date | None


@dataclass(frozen=True, slots=True)
class Mention:
    """One printed name in a clause, with both bodies that it may stand for."""

    iri: str
    position: int
    printed_name: str
    span: Span
    body: Body
    printed_body: Body
    anomaly: Anomaly | None


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of the responsibility cell; it may name nobody."""

    iri: str
    index: int
    role: Role
    span: Span
    open_phrase: Span | None
    mentions: tuple[Mention, ...]

    def pieces(self) -> Iterator[tuple[str, Mention | None]]:
        """The words of the clause cut at its names: (words, the name that they are)."""
        at = self.span.start
        for mention in self.mentions:
            if mention.span.start > at:
                yield self.span.words[at - self.span.start : mention.span.start - self.span.start], None
            yield mention.span.words, mention
            at = mention.span.end
        if rest := self.span.words[at - self.span.start :]:
            yield rest, None


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A plan, rule, list … that a measure says will be made."""

    iri: str
    name: str
    kind: Concept


@dataclass(frozen=True, slots=True)
class Measure:
    """One promised act."""

    iri: str
    index: int
    span: Span
    verb: str
    strength: Concept
    object: str
    deadline: date | None
    deadline_phrase: str
    deliverables: tuple[Deliverable, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to be reached: ``minimum`` or ``maximum`` in ``unit``; ``per`` what it is counted by, inherited or printed with it."""

    iri: str
    index: int
    span: Span
    comparator: Concept
    minimum: Decimal | None
    maximum: Decimal | None
    unit: str
    per: str
    inherited: bool
    applies_to: str
    base: str
    deadline: date | None
    deadline_phrase: str


@dataclass(frozen=True, slots=True)
class Period:
    """A planning period that is mentioned."""

    iri: str
    span: Span
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic, and the words that earned it."""

    concept: Concept
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One dated statement on progress, with its source; never a verdict."""

    iri: str
    day: date
    statement: str
    source: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day: ``kind`` is ``period`` (until ``end``), ``deadline`` or ``evidence``; ``words`` are those of the source."""

    day: date
    kind: str
    words: str
    end: date | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Task:
    """One row of a table."""

    iri: str
    table: str
    row: str
    number: int
    label: Bilingual
    text: str
    span: Span
    clauses: tuple[Clause, ...]
    measures: tuple[Measure, ...]
    targets: tuple[Target, ...]
    lead_ins: tuple[Span, ...]
    periods: tuple[Period, ...]
    topics: tuple[Topic, ...]
    evidence: tuple[Evidence, ...]

    @cached_property
    def anomalies(self) -> tuple[Anomaly, ...]:
        """The mistakes in its responsibility cell."""
        return tuple(mention.anomaly for clause in self.clauses for mention in clause.mentions if mention.anomaly)

    @cached_property
    def timeline(self) -> tuple[Event, ...]:
        """Planning periods, deadlines and evidence by date, each once."""
        found = [Event(each.start, "period", each.span.words, each.end) for each in self.periods]
        due = [(each.deadline, each.deadline_phrase) for each in self.measures]
        due += [(each.deadline, each.deadline_phrase) for each in self.targets]
        found += [Event(day, "deadline", phrase) for day, phrase in due if day]
        found += [Event(each.day, "evidence", each.statement, evidence=each) for each in self.evidence]
        return tuple(sorted(dict.fromkeys(found), key=lambda event: (event.day, event.kind)))

    @cached_property
    def leads(self) -> tuple[Mention, ...]:
        """The names in clauses of the role lead."""
        return tuple(mention for clause in self.clauses if clause.role.slug == "lead" for mention in clause.mentions)

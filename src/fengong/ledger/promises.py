"""What the tasks promise: targets, and deadlines of measures and targets. The only place of the ledger that knows these terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fengong.ask.answer import Value
from fengong.ledger.entry import Deadline, Target

TARGETS = """
SELECT DISTINCT ?task ?promise ?index ?words ?appliesTo ?base ?perQuantity ?perUnit ?inherited WHERE {
  ?task dcterms:isPartOf ?__table_iri ; fg:hasTarget ?promise .
  ?promise fg:targetText ?words .
  OPTIONAL { ?promise fg:targetIndex ?index }
  OPTIONAL { ?promise fg:appliesTo ?appliesTo }
  OPTIONAL { ?promise fg:base ?base }
  OPTIONAL { ?promise fg:perQuantity ?perQuantity }
  OPTIONAL { ?promise fg:perUnit ?perUnit }
  OPTIONAL { ?promise fg:denominatorInherited ?inherited }
} ORDER BY ?task ?index ?promise
"""
DEADLINES = """
SELECT DISTINCT ?task ?day ?phrase WHERE {
  ?task dcterms:isPartOf ?__table_iri ; fg:hasMeasure|fg:hasTarget ?promise .
  ?promise fg:deadline ?day .
  OPTIONAL { ?promise fg:deadlinePhrase ?phrase }
} ORDER BY ?task ?day ?phrase
"""

Select = Callable[[str], Iterator[dict[str, Value]]]
"""Runs one of the queries above."""


@dataclass(frozen=True, slots=True)
class Promises:
    """The targets and deadlines of each task, by its IRI."""

    targets: dict[str, tuple[Target, ...]]
    deadlines: dict[str, tuple[Deadline, ...]]


def read(select: Select) -> Promises:
    """The promises of all tasks that ``select`` looks at. A graph without any gives none."""
    targets: dict[str, list[Target]] = defaultdict(list)
    for row in select(TARGETS):
        about = "，".join(str(each) for each in (row["appliesTo"], row["base"]) if each)
        targets[str(row["task"])].append(Target(str(row["words"]), about, _denominator(row) if row["inherited"] else ""))
    deadlines: dict[str, set[Deadline]] = defaultdict(set)
    for row in select(DEADLINES):
        assert isinstance(row["day"], date)  # noqa: S101 - a shape of the graph says so
        deadlines[str(row["task"])].add(Deadline(row["day"], str(row["phrase"] or "")))
    return Promises({task: tuple(each) for task, each in targets.items()}, {task: tuple(sorted(each)) for task, each in deadlines.items()})


def _denominator(row: dict[str, Value]) -> str:
    """The quantity and unit that a target is counted by: 1000 人口."""
    quantity = row["perQuantity"]
    number = f"{quantity.normalize():f}" if isinstance(quantity, Decimal) else str(quantity or "")
    return " ".join(part for part in (number, str(row["perUnit"] or "")) if part)

"""The figures over several tables: how much each holds, and who is charged with most over all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from fengong.bilingual import Bilingual
from fengong.pages.facts.names import Body, Concept
from fengong.pages.facts.table import Table


@dataclass(frozen=True, slots=True)
class Summary:
    """One table in figures: ``unled`` tasks that nobody leads, ``opened`` ones that go on to unnamed bodies, ``doubtful`` ones."""

    iri: str
    title: Bilingual
    place: Concept
    tasks: int
    duties: int
    bodies: int
    unled: int
    opened: int
    doubtful: int


@dataclass(frozen=True)
class Overall:
    """All tables in figures; ``most`` are the bodies by their responsibilities, from the most charged on."""

    tables: tuple[Summary, ...]
    most: tuple[tuple[Body, int], ...]

    @property
    def tasks(self) -> int:
        """Tasks of all tables."""
        return sum(table.tasks for table in self.tables)

    @property
    def duties(self) -> int:
        """Responsibilities of all tables."""
        return sum(table.duties for table in self.tables)


def overall(tables: tuple[Table, ...]) -> Overall:
    """The figures of ``tables``, in their order."""
    charges: Counter[str] = Counter()
    bodies: dict[str, Body] = {}
    for table in tables:
        charges.update(table.key(duty.body) for duty in table.duties)
        bodies |= {table.key(body): body for body in table.bodies}
    ranked = sorted(charges, key=lambda key: (-charges[key], key))
    return Overall(tuple(_summary(table) for table in tables), tuple((bodies[key], charges[key]) for key in ranked))


def _summary(table: Table) -> Summary:
    counts = (sum(1 for _ in each) for each in (table.without_lead(), table.open_ended(), table.with_anomalies()))
    return Summary(table.iri, table.title, table.place, len(table.tasks), len(table.duties), len(table.bodies), *counts)

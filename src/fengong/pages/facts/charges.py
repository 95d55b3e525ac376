"""What each body is charged with over all tables: its own responsibilities, and those that it has through a collective."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from fengong.api import Graph
from fengong.errors import EmptyLedger
from fengong.graph.terms import FG
from fengong.ledger.division import open_division
from fengong.ledger.entry import Deadline, Entry, Ledger
from fengong.pages.facts.names import Body, Names, Role
from fengong.pages.facts.table import Duty, Table
from fengong.pages.facts.task import Target, Task


@dataclass(frozen=True, slots=True)
class Partners:
    """Those in one role of the same task, and the words with which it goes on to others."""

    role: Role
    bodies: tuple[Body, ...]
    open_phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Charge:
    """One responsibility of one body; ``through`` is the collective that it is meant by, if any."""

    duty: Duty
    through: Body | None
    partners: tuple[Partners, ...]
    deadlines: tuple[Deadline, ...]
    accountable: bool
    """Whether the role makes it answer for the task: it leads, shares by duty, or is plainly responsible."""


@dataclass(frozen=True, slots=True)
class Partner:
    """Another body in the tasks of one: in how many of them, and how many of those it leads."""

    body: Body
    shared: int
    leads: int


@dataclass(frozen=True)
class Portfolio:
    """All that one body is charged with in the adopted reading, and what is printed of it. Tables without it are left out."""

    body: Body
    charges: tuple[Charge, ...]
    printed: tuple[Duty, ...]
    all_tables: tuple[Table, ...]

    @cached_property
    def own(self) -> tuple[Charge, ...]:
        """The charges that name the body itself."""
        return tuple(charge for charge in self.charges if charge.through is None)

    @cached_property
    def through(self) -> dict[str, tuple[Charge, ...]]:
        """The charges that it has as a member, by the IRI of the collective."""
        found: dict[str, list[Charge]] = {}
        for charge in self.charges:
            if charge.through:
                found.setdefault(charge.through.iri, []).append(charge)
        return {iri: tuple(charges) for iri, charges in found.items()}

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks that it is charged with, in order, each once."""
        return tuple({charge.duty.task.iri: charge.duty.task for charge in self.charges}.values())

    @cached_property
    def of_tasks(self) -> int:
        """How many tasks all tables have."""
        return sum(len(table.tasks) for table in self.all_tables)

    @cached_property
    def of_duties(self) -> int:
        """How many responsibilities all tables have."""
        return sum(len(table.duties) for table in self.all_tables)

    @cached_property
    def of_targets(self) -> int:
        """How many targets all tables have."""
        return sum(len(task.targets) for table in self.all_tables for task in table.tasks)

    def by_role(self, charges: tuple[Charge, ...], table: str = "") -> dict[Role, tuple[Charge, ...]]:
        """Some of the charges by role, in the order of the scheme of roles; of one table where one is given."""
        found: dict[Role, list[Charge]] = {}
        for charge in charges:
            if table in {"", charge.duty.task.table}:
                found.setdefault(charge.duty.role, []).append(charge)
        return {role: tuple(found[role]) for role in sorted(found, key=lambda role: role.order)}

    def in_tables(self, charges: tuple[Charge, ...]) -> tuple[Table, ...]:
        """The tables that some of the charges come from."""
        used = {charge.duty.task.table for charge in charges}
        return tuple(table for table in self.all_tables if table.id in used)

    @cached_property
    def readings(self) -> tuple[tuple[Role, int, int], ...]:
        """The roles in which tasks name the body itself, each with the number of tasks as adopted and as printed."""
        adopted, printed = (Counter(role for role, _ in {(duty.role, duty.task.iri) for duty in duties}) for duties in self._readings)
        return tuple((role, adopted[role], printed[role]) for role in sorted({*adopted, *printed}, key=lambda role: role.order))

    @property
    def _readings(self) -> tuple[tuple[Duty, ...], tuple[Duty, ...]]:
        return self._adopted, self.printed

    @cached_property
    def differing(self) -> tuple[Duty, ...]:
        """The responsibilities that only one of the readings gives to it: adopted but not printed, or printed but not adopted."""
        adopted, printed = ({duty.mention.iri: duty for duty in duties} for duties in self._readings)
        order = {table.id: place for place, table in enumerate(self.all_tables)}
        found = [duty for iri, duty in (adopted | printed).items() if (iri in adopted) != (iri in printed)]
        return tuple(sorted(found, key=lambda duty: (order[duty.task.table], duty.mention.span.start)))

    @cached_property
    def gained(self) -> int:
        """How many of these the adopted reading gives to it; the printed reading gives it the others."""
        return sum(duty in self._adopted for duty in self.differing)

    @cached_property
    def _adopted(self) -> tuple[Duty, ...]:
        return tuple(charge.duty for charge in self.own)

    @cached_property
    def targets(self) -> tuple[tuple[Charge, Target], ...]:
        """The targets that it answers for, each once, with the charge that makes it do so."""
        found = {
            target.iri: (charge, target) for charge in reversed(self.charges) if charge.accountable for target in charge.duty.task.targets
        }
        order = [target.iri for task in self.tasks for target in task.targets]
        return tuple(found[iri] for iri in order if iri in found)

    @cached_property
    def partners(self) -> tuple[Partner, ...]:
        """The others in its tasks, from the most shared on; mentions of one name that no reviewed table lists are one body."""
        shared: dict[str, set[str]] = {}
        led: dict[str, set[str]] = {}
        bodies: dict[str, Body] = {}
        for charge in self.charges:
            for partners in charge.partners:
                for body in partners.bodies:
                    key = Table.key(body)
                    bodies.setdefault(key, body)
                    shared.setdefault(key, set()).add(charge.duty.task.iri)
                    if partners.role.slug == "lead":
                        led.setdefault(key, set()).add(charge.duty.task.iri)
        made = (Partner(bodies[key], len(tasks), len(led.get(key, ()))) for key, tasks in shared.items())
        return tuple(sorted(made, key=lambda partner: (-partner.shared, partner.body.iri)))

    @cached_property
    def forms(self) -> tuple[tuple[str, int, bool], ...]:
        """The forms in which the body is printed: (words, how often, whether they are taken for a misprint of its name)."""
        right = Counter(duty.mention.printed_name for duty in self.printed)
        denoted = {duty.mention.iri for duty in self.printed}
        wrong = Counter(duty.mention.printed_name for duty in self._adopted if duty.mention.iri not in denoted)
        counted = [(words, count, False) for words, count in right.items()] + [(words, count, True) for words, count in wrong.items()]
        return tuple(sorted(counted, key=lambda form: (form[2], -form[1], form[0])))


class Charges:
    """Reads what every body is charged with, once, from the ledgers of all bodies."""

    def __init__(self, graph: Graph, names: Names, tables: Callable[[], Iterator[Table]]) -> None:
        self.graph = graph
        self.names = names
        self._read = tables
        self._kept: dict[str, Portfolio] = {}

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Every table."""
        return tuple(self._read())

    def of(self, body: Body) -> Portfolio:
        """The portfolio of one body; without charges where nothing is asked of it."""
        key = Table.key(body)
        if key not in self._kept:
            ledger = self._ledgers.get(key)
            charges = tuple(self._charge(entry) for entry in ledger) if ledger else ()
            self._kept[key] = Portfolio(body, charges, tuple(self._printed.get(key, ())), self.tables)
        return self._kept[key]

    @cached_property
    def _ledgers(self) -> dict[str, Ledger]:
        try:
            return {Table.key(self.names.body(ledger.body.iri)): ledger for ledger in open_division(self.graph.dataset).every()}
        except EmptyLedger:
            return {}

    @cached_property
    def _duties(self) -> dict[str, Duty]:
        return {duty.mention.iri: duty for table in self.tables for duty in table.duties}

    @cached_property
    def _printed(self) -> dict[str, list[Duty]]:
        found: dict[str, list[Duty]] = {}
        for duty in self._duties.values():
            found.setdefault(Table.key(duty.mention.printed_body), []).append(duty)
        return found

    @cached_property
    def _roles(self) -> dict[tuple[str, str], Role]:
        return {(role.label.zh, role.label.en): role for role in self.names.roles.values()}

    def _charge(self, entry: Entry) -> Charge:
        duty = self._duties[entry.responsibility]
        told = ox.Quad(ox.NamedNode(duty.task.iri), FG.accountableBody, ox.NamedNode(duty.body.iri), ox.DefaultGraph())
        return Charge(
            duty,
            self.names.body(entry.through.iri) if entry.through else None,
            tuple(
                Partners(
                    self._roles[each.role.zh, each.role.en],
                    tuple(self.names.body(body.iri) for body in each.bodies),
                    each.open_phrases,
                )
                for each in entry.partners
            ),
            entry.deadlines,
            told in self.graph.dataset.whole,
        )

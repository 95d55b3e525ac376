"""A table: what it is called, where its words come from, its tasks, and who is charged with how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCAT, DCTERMS, FG, SPDX
from fengong.pages.facts.names import Body, Concept, Names, Role
from fengong.pages.facts.task import Mention, Task
from fengong.pages.facts.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Duty:
    """One responsibility: a body has a role in a task, in these words."""

    body: Body
    role: Role
    task: Task
    mention: Mention
    words: str


@dataclass(frozen=True)
class Table:
    """One task-division table whole. ``sha256`` is that of its source text, ``characters`` how long that is in code points."""

    id: str
    iri: str
    title: Bilingual
    place: Concept
    place_iri: str
    sha256: str
    characters: int
    byte_size: int
    tasks: tuple[Task, ...]

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """Every responsibility, in printed order."""
        return tuple(
            Duty(mention.body, clause.role, task, mention, clause.span.words)
            for task in self.tasks
            for clause in task.clauses
            for mention in clause.mentions
        )

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """The bodies named, from the most charged on; mentions of one name that no reviewed table lists are one body."""
        count = Counter(self.key(duty.body) for duty in self.duties)
        first = {self.key(duty.body): duty.body for duty in reversed(self.duties)}
        return tuple(first[key] for key in sorted(first, key=lambda key: (-count[key], natural_key(key))))

    @staticmethod
    def key(body: Body) -> str:
        """What tells bodies apart: the IRI, or the name where no reviewed table lists it."""
        return body.name.zh if body.kind == "unlisted" else body.iri

    @cached_property
    def cells(self) -> dict[tuple[str, str], tuple[Duty, ...]]:
        """The duties of each body (by its key) in each task (by its IRI)."""
        found: dict[tuple[str, str], list[Duty]] = {}
        for duty in self.duties:
            found.setdefault((self.key(duty.body), duty.task.iri), []).append(duty)
        return {place: tuple(duties) for place, duties in found.items()}

    @cached_property
    def by_role(self) -> dict[str, Counter[str]]:
        """How many responsibilities each body (by its key) has in each role (by its IRI)."""
        found: dict[str, Counter[str]] = {}
        for duty in self.duties:
            found.setdefault(self.key(duty.body), Counter())[duty.role.iri] += 1
        return found

    @cached_property
    def printed_names(self) -> dict[str, str]:
        """The name under which the table prints each body (by its key) most often; a misprint does not count."""
        found: dict[str, Counter[str]] = {}
        for duty in self.duties:
            if duty.mention.anomaly is None:
                found.setdefault(self.key(duty.body), Counter())[duty.mention.printed_name] += 1
        return {key: min(names, key=lambda name: (-names[name], name)) for key, names in found.items()}

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """The roles that its clauses have, in the order of the scheme."""
        return tuple(sorted({clause.role for task in self.tasks for clause in task.clauses}, key=lambda role: role.order))

    @cached_property
    def role_totals(self) -> Counter[str]:
        """How many responsibilities there are in each role (by its IRI)."""
        return Counter(duty.role.iri for duty in self.duties)

    def without_lead(self) -> Iterator[Task]:
        """The tasks of which no clause has the role lead: a statement about clauses, which may name nobody."""
        return (task for task in self.tasks if not any(clause.role.slug == "lead" for clause in task.clauses))

    def open_ended(self) -> Iterator[Task]:
        """The tasks with a clause that goes on to bodies it does not name."""
        return (task for task in self.tasks if any(clause.open_phrase for clause in task.clauses))

    def with_anomalies(self) -> Iterator[Task]:
        """The tasks in which a printed mistake was found."""
        return (task for task in self.tasks if task.anomalies)


def read(table_id: str, store: ox.Store, names: Names, tasks: Tasks) -> Table:
    """The table with this id, which must exist."""
    node = ox.NamedNode(iris.table(table_id))
    place = lookup.text(store, node, FG.jurisdiction)
    text = next(iter(lookup.nodes(store, node, FG.sourceText)))
    checksum = next(iter(lookup.nodes(store, text, SPDX.checksum)))
    rows = sorted((each.value for each in lookup.subjects(store, DCTERMS.isPartOf, node) if "/task/" in each.value), key=natural_key)
    made = [tasks.task(each) for each in rows]
    return Table(
        table_id,
        node.value,
        names.concept(node.value).label,
        names.concept(place),
        place,
        lookup.text(store, checksum, SPDX.checksumValue),
        int(lookup.text(store, text, FG.characters, "0")),
        int(lookup.text(store, text, DCAT.byteSize, "0")),
        tuple(task for task in made if task),
    )

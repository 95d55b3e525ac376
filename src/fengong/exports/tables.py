"""All tables of an export, those before that others refer to."""

from __future__ import annotations

from fengong.ask.dataset import Dataset
from fengong.exports import duties, marks, promised, reference
from fengong.exports.table import Filled, Table, read

ALL: dict[str, Table] = {
    table.name: table
    for table in (
        reference.CONCEPTS,
        reference.PLACES,
        reference.BODIES,
        reference.NAMES,
        reference.MEMBERSHIPS,
        marks.QUOTATIONS,
        duties.TABLES,
        duties.TASKS,
        duties.CLAUSES,
        duties.RESPONSIBILITIES,
        promised.MEASURES,
        promised.DELIVERABLES,
        promised.TARGETS,
        promised.TOPICS,
        promised.LEAD_INS,
        promised.PERIODS,
        marks.QUOTED,
        marks.CORRECTIONS,
        marks.EVIDENCE,
        marks.LINKS,
    )
}
"""The tables by name."""

USUAL = "responsibilities"
"""The table of a single file where none is named: who must do what."""


def filled(dataset: Dataset, names: tuple[str, ...]) -> tuple[Filled, ...]:
    """These tables as the built graph fills them."""
    return tuple(read(dataset, ALL[name]) for name in names)

"""What a return would change in the evidence of one table: rows that are new, rows that are there already, rows said otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from fengong.reference.progress import ProgressEvidence
from fengong.returns.ledger import Returned


@dataclass(frozen=True, slots=True)
class Difference:
    """``after`` is the whole evidence once the return is accepted: the rows of before in their order, then the new ones in theirs."""

    new: tuple[Returned, ...]
    there: tuple[Returned, ...]
    changed: tuple[tuple[ProgressEvidence, Returned], ...]
    after: tuple[ProgressEvidence, ...]

    @property
    def changes(self) -> bool:
        """Whether accepting it changes anything."""
        return bool(self.new or self.changed)


def compare(before: Sequence[ProgressEvidence], returned: Iterable[Returned]) -> Difference:
    """How ``returned`` differs from ``before``.

    A row is there already when all its values are. It is changed when one row of before, and no other, has the same task, day,
    source and recorder, and only the statement differs; where several have, each side keeps its rows and the returned ones are new.
    """
    known = set(before)
    there: list[Returned] = []
    others: dict[ProgressEvidence, Returned] = {}
    for each in returned:
        if each.evidence in known or each.evidence in others:
            there.append(each)
        else:
            others[each.evidence] = each
    kept = {each.evidence for each in there}
    old, fresh = _grouped(row for row in before if row not in kept), _grouped(others)
    changed = {old[key][0]: rows[0] for key, rows in fresh.items() if len(rows) == 1 == len(old.get(key, ()))}
    new = [row for row in others if row not in set(changed.values())]
    after = [replace(changed[row], line=row.line) if row in changed else row for row in before]
    return Difference(
        tuple(others[row] for row in new),
        tuple(there),
        tuple((row, others[changed[row]]) for row in before if row in changed),
        (*after, *new),
    )


def _grouped(rows: Iterable[ProgressEvidence]) -> dict[Hashable, list[ProgressEvidence]]:
    """Rows by everything but their statement."""
    groups: dict[Hashable, list[ProgressEvidence]] = defaultdict(list)
    for row in rows:
        groups[row.task, row.date, row.source, row.recorded_by].append(row)
    return groups

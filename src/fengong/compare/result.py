"""The comparison of two tables as values: what became of each task."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from fengong.builder.table import Ground
from fengong.compare import duties, order, side, targets
from fengong.compare.duties import Detail, Duties
from fengong.compare.match import By, Match, Rows, matches
from fengong.compare.side import Entry, Side
from fengong.compare.wording import Piece, difference
from fengong.text.norm import key
from fengong.text.source import MAX_SIZE

TASK_KINDS = (
    "added", "dropped", "split", "merged", "moved", "reworded", "responsibility-changed", "responsibility-reworded", "targets-changed",
    "not-compared",
)  # fmt: skip
"""What can become of a task, in the order in which it is counted; slugs of ``ontology/changes.ttl``."""

_WORDS_ONLY = frozenset({"name-changed", "clause-reworded", "order-changed", "cell-reworded"})
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one task: its rows before and after, and every kind of change that applies.

    ``by`` says how the rows were found to belong together, and ``similarity`` how alike their words are, from 0 to 1;
    an added or dropped task has neither.
    """

    kinds: tuple[str, ...]
    earlier: tuple[Entry, ...]
    later: tuple[Entry, ...]
    by: By | None = None
    similarity: float | None = None
    details: tuple[Detail, ...] = ()

    @property
    def difference(self) -> tuple[Piece, ...]:
        """Where the words differ, for one row that became one row."""
        if len(self.earlier) == len(self.later) == 1 and "reworded" in self.kinds:
            return difference(self.earlier[0].words, self.later[0].words)
        return ()


@dataclass(frozen=True)
class Comparison:
    """Two sides and every change between them, in the order of the later table; dropped tasks stand where they stood.

    ``same`` counts the tasks that did not change; ``renumbered`` are those among them with another number than before.
    ``lent`` counts the names that are read after a reviewed correction of the other side, where a side has none of its own.
    """

    earlier: Side
    later: Side
    reading: str
    changes: tuple[Change, ...]
    same: int
    renumbered: tuple[tuple[str, str], ...] = ()
    lent: int = 0

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many tasks changed in each way; a task may have changed in several."""
        found = Counter(kind for change in self.changes for kind in change.kinds)
        return {kind: found[kind] for kind in TASK_KINDS}

    @property
    def complete(self) -> bool:
        """Whether every row of both sides was read, or is listed with a reason as left out."""
        return not (self.earlier.broken or self.later.broken)

    @cached_property
    def id(self) -> str:
        """A hash of all that decides the comparison."""
        decisive = f"{self.earlier.fingerprint}\0{self.later.fingerprint}\0{self.reading}"
        return hashlib.sha256(decisive.encode()).hexdigest()[:_DIGITS]


def tables(
    earlier: str, later: str, ground: Ground, *, reading: str = "adopted", jurisdiction: str = "", max_size: int = MAX_SIZE
) -> Comparison:
    """Compare two tables, each given as a table's id, a table folder or a source file.

    A side with no jurisdiction of its own has ``jurisdiction``, else that of the other side.
    Raises UnknownName, UnknownJurisdiction, ChangedSource, BadHandKeptFile, SourceError.
    """
    found = [side.find(given, ground) for given in (earlier, later)]
    theirs = [each.metadata.jurisdiction for each in found if each.metadata]
    default = jurisdiction or (theirs[0] if theirs else "")
    one, other = (side.load(each, ground, jurisdiction=default, max_size=max_size) for each in found)
    return sides(one, other, reading=reading)


def sides(earlier: Side, later: Side, *, reading: str = "adopted") -> Comparison:
    """Compare two sides that have been read."""
    found = matches(_rows(earlier), _rows(later))
    straight = {(m.earlier[0], m.later[0]): _tie(m, earlier, later) for m in found if m.by != "parts"}
    out_of_order = order.moved(straight)
    changes: list[tuple[tuple[int, int], Change]] = []
    same: list[tuple[Entry, Entry]] = []
    lent = 0
    for match in found:
        before = tuple(earlier.entries[i] for i in match.earlier)
        after = tuple(later.entries[j] for j in match.later)
        was = Duties(before, reading, duties.lent(after) if earlier.borrows else {})
        now = Duties(after, reading, duties.lent(before) if later.borrows else {})
        lent += was.borrowed + now.borrowed
        details = (
            *duties.differences(was, now),
            *targets.differences([t for entry in before for t in entry.targets], [t for entry in after for t in entry.targets]),
        )
        moved = match.by != "parts" and (match.earlier[0], match.later[0]) in out_of_order
        if kinds := tuple(_kinds(match, details, moved=moved)):
            changes.append(((match.later[0], 1), Change(kinds, before, after, match.by, match.similarity, details)))
        else:
            same.append((before[0], after[0]))
    changes += _unmatched(earlier, later, found)
    ordered = tuple(change for _, change in sorted(changes, key=lambda each: each[0]))
    renumbered = tuple((before.id, after.id) for before, after in same if before.id != after.id)
    return Comparison(earlier, later, reading, ordered, len(same), renumbered, lent)


def _rows(table: Side) -> Rows:
    return Rows([key(entry.words) for entry in table.entries], [entry.number for entry in table.entries])


def _tie(match: Match, earlier: Side, later: Side) -> str:
    """Words that tell pairs apart, the same from both sides."""
    return "\0".join(sorted((key(earlier.entries[match.earlier[0]].words), key(later.entries[match.later[0]].words))))


def _kinds(match: Match, details: tuple[Detail, ...], *, moved: bool) -> Iterator[str]:
    """The kinds of change that apply to a match, in the order of `TASK_KINDS`; none where nothing changed."""
    if match.by == "parts":
        yield "split" if len(match.earlier) == 1 else "merged"
    if moved:
        yield "moved"
    if match.by not in {"wording", "parts"}:
        yield "reworded"
    kinds = {detail.kind for detail in details}
    about_targets = {kind for kind in kinds if kind.startswith("target-")}
    if kinds - about_targets - _WORDS_ONLY - {"not-compared"}:
        yield "responsibility-changed"
    elif kinds & _WORDS_ONLY:
        yield "responsibility-reworded"
    if about_targets:
        yield "targets-changed"
    if "not-compared" in kinds:
        yield "not-compared"


def _unmatched(earlier: Side, later: Side, found: tuple[Match, ...]) -> Iterator[tuple[tuple[int, int], Change]]:
    """Rows without a match, each with its place in the order of the later table: a dropped one follows what it followed."""
    place = {i: max(match.later) for match in found for i in match.earlier}
    kept = {j for match in found for j in match.later}
    last = -1
    for i, entry in enumerate(earlier.entries):
        if i in place:
            last = place[i]
        else:
            yield (last, 2), Change(("dropped",), (entry,), ())
    for j, entry in enumerate(later.entries):
        if j not in kept:
            yield (j, 0), Change(("added",), (), (entry,))

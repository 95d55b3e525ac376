"""The words of a task cut into pieces that are marked alike: which measure they belong to, and whether they state a target or a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from fengong.pages.facts.task import Measure, Period, Target, Task


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are marked alike."""

    words: str
    target: Target | None = None
    deadline: bool = False
    period: Period | None = None
    verb: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """The pieces of one measure, of one lead-in, or of what stands between them."""

    kind: str
    measure: Measure | None
    pieces: tuple[Piece, ...]


def stretches(task: Task) -> Iterator[Stretch]:
    """The text of a task in order; the words of all pieces joined are the text.

    >>> import fengong; from fengong.pages.facts.names import Names; from fengong.pages.facts.tasks import Tasks
    >>> store = fengong.open().dataset.whole
    >>> task = Tasks(store, Names(store)).task("https://w3id.org/fengong/id/sichuan-elderly-childcare/task/2")
    >>> "".join(piece.words for stretch in stretches(task) for piece in stretch.pieces) == task.text
    True
    """
    base, end = task.span.start, task.span.end
    parts: list[tuple[int, int, str, Measure | None]] = [
        (measure.span.start, measure.span.end, "measure", measure) for measure in task.measures
    ]
    parts += [(span.start, span.end, "lead-in", None) for span in task.lead_ins]
    at = base
    for start, stop, kind, measure in sorted(parts, key=lambda part: part[:2]):
        if start < at:  # nested in what was there before
            continue
        if start > at:
            yield Stretch("between", None, tuple(_pieces(task, at, start, None)))
        yield Stretch(kind, measure, tuple(_pieces(task, start, stop, measure)))
        at = stop
    if at < end:
        yield Stretch("between", None, tuple(_pieces(task, at, end, None)))


def _pieces(task: Task, start: int, end: int, measure: Measure | None) -> Iterator[Piece]:
    text, base = task.text, task.span.start
    phrases = {each for each in (*(m.deadline_phrase for m in task.measures), *(t.deadline_phrase for t in task.targets)) if each}
    times = [(base + at, base + at + len(each)) for each in phrases for at in _places(text, each)]
    verb = text.find(measure.verb, start - base, end - base) if measure and measure.verb else -1
    acts = [(base + verb, base + verb + len(measure.verb))] if measure and verb >= 0 else []
    quoted = [(each.span.start, each.span.end) for each in task.targets] + [(each.span.start, each.span.end) for each in task.periods]
    edges = {min(max(edge, start), end) for pair in (*times, *acts, *quoted, (start, end)) for edge in pair}
    for first, last in pairwise(sorted(edges)):
        yield Piece(
            text[first - base : last - base],
            next((t for t in task.targets if t.span.start <= first and last <= t.span.end), None),
            any(a <= first and last <= b for a, b in times),
            next((p for p in task.periods if p.span.start <= first and last <= p.span.end), None),
            any(a <= first and last <= b for a, b in acts),
        )


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)

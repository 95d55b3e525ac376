"""The text of a task → what it promises: pieces, targets, planning periods and topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fengong.text import dates, measures, targets, topics
from fengong.text.acts import Acts
from fengong.text.dates import DateWords
from fengong.text.norm import Matching
from fengong.text.targets import TargetWords
from fengong.text.tree import Connective, Deadline, Measure, Piece, Promise
from fengong.text.words import Words


@dataclass(frozen=True, slots=True)
class PromiseWords:
    """Every word that a promise is read by. All of them are data (`ontology/`)."""

    acts: Acts
    dates: DateWords
    targets: TargetWords
    topics: Words
    topic_order: Mapping[str, int]


def read(text: str, words: PromiseWords, *, offset: int = 0) -> Promise:
    """What ``text`` promises; its first character stands at ``offset`` in the source."""
    form = Matching.of(text)
    due = list(dates.deadlines(text, form, words.dates, offset=offset))
    pieces = tuple(_dated(measures.read(text, form, words.acts, offset=offset), [deadline for _, deadline in due]))
    return Promise(
        pieces,
        tuple(targets.read(text, form, pieces, due, words.targets, words.acts, offset=offset)),
        tuple(dates.periods(text, form, words.dates, offset=offset)),
        topics.read(text, form, words.topics, words.topic_order, offset=offset),
    )


def _dated(pieces: Sequence[Piece], deadlines: Sequence[Deadline]) -> Iterable[Piece]:
    """The pieces, each measure with the deadline printed in it, else with that of a lead-in before it in its sentence."""
    leading: Deadline | None = None
    for piece in pieces:
        if isinstance(piece, Connective) and any(mark in piece.words for mark in "。！？"):
            leading = None
        own = next((each for each in deadlines if piece.span.start <= each.span.start < piece.span.end), None)
        if isinstance(piece, Measure):
            yield replace(piece, deadline=own or leading)
        else:
            leading = own or leading
            yield piece

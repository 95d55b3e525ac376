"""Where a resource stands in the printed table, for people: its row and its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from fengong.graph.lookup import words
from fengong.graph.terms import FG, OA
from fengong.text.span import Span

_ROW = re.compile(r"/task/(\d+)(?:-\d+)?(?:/|$)")
_SPAN = re.compile(r"/text(?:#char=(\d+),(\d+)|/(\d+)-(\d+)/)")


@dataclass(frozen=True, slots=True)
class Where:
    """A place: 「第12行」, the words there, and their span; empty where there is none."""

    row: str = ""
    words: str = ""
    span: Span | None = None


class Places:
    """Places of a table's resources, by IRI. ``text`` is the source text; without it there are rows but no words."""

    def __init__(self, triples: Iterable[ox.Triple] = (), text: str = "") -> None:
        self.text = text
        quoting = {FG.quotedFrom, FG.openEndedQuotedFrom, OA.hasTarget}
        quotations = [(words(t.subject), t.predicate, words(t.object)) for t in triples if t.predicate in quoting]
        self._quoted = {subject: span for subject, predicate, span in quotations if predicate != FG.openEndedQuotedFrom}
        self._quoting = {_numbers(span): subject for subject, _, span in quotations if _ROW.search(subject)}

    def of(self, iri: str) -> Where:
        """Where the resource ``iri`` is printed; a quotation stands in the row of what is quoted from it."""
        match = _SPAN.search(self._quoted.get(iri, iri))
        row = _ROW.search(iri) or _ROW.search(self._quoting.get(_numbers(match[0]), "") if match else "")
        span = None
        if match:
            start, end = (int(n) for n in match.groups() if n is not None)
            span = Span(start, end)
        printed = self.text[span.start : span.end] if span else ""
        return Where(f"第{row[1]}行" if row else "", printed, span)


def _numbers(span: str) -> tuple[str, ...]:
    match = _SPAN.search(span)
    return tuple(n for n in match.groups() if n is not None) if match else ()

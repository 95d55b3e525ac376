"""One finding: which rule, how grave, where, in which words, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.graph.terms import DCTERMS, FG, RDF, SH, en, node, zh
from fengong.text.span import Span
from fengong.text.table import Severity

OF_NO_TABLE = frozenset({"bodies", "links", "dataset"})
"""Scopes of findings that are about no table."""
ORDER: tuple[Severity, ...] = ("Violation", "Warning", "Info")
"""From the gravest: the graph is wrong · a human should look · worth knowing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding about ``focus`` (an IRI). ``row`` and ``words`` tell a person where to look; ``span`` is the place in the text."""

    rule: str
    severity: Severity
    focus: str
    message: Bilingual
    remedy: Bilingual
    row: str = ""
    words: str = ""
    span: Span | None = None
    value: str = ""

    def sort_key(self) -> tuple[int, int, str, str, str]:
        """Gravest first, then in the order of the text."""
        return (ORDER.index(self.severity), self.span.start if self.span else -1, self.rule, self.focus, self.value)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, gravest first."""
    return tuple(sorted(dict.fromkeys(findings), key=Finding.sort_key))


def say(finding: Finding, scope: str) -> Iterator[ox.Triple]:
    """A finding as triples: a SHACL validation result with words, place and remedy. ``scope`` is a table's id, or one of `OF_NO_TABLE`."""
    this = node(iris.finding(scope, finding.rule, finding.focus, finding.value + finding.words))
    yield ox.Triple(this, RDF.type, FG.Finding)
    yield ox.Triple(this, RDF.type, SH.ValidationResult)  # this graph is not closed: readers of plain SHACL find it all the same
    yield ox.Triple(this, SH.focusNode, node(finding.focus))
    yield ox.Triple(this, SH.resultSeverity, node(SH.iri + finding.severity))
    yield ox.Triple(this, FG.rule, node(iris.rule(finding.rule)))
    yield ox.Triple(this, SH.resultMessage, zh(finding.message.zh))
    yield ox.Triple(this, SH.resultMessage, en(finding.message.en))
    if finding.remedy.zh:
        yield ox.Triple(this, FG.remedy, zh(finding.remedy.zh))
        yield ox.Triple(this, FG.remedy, en(finding.remedy.en))
    if finding.row:
        yield ox.Triple(this, FG.rowLabel, zh(finding.row))
    if finding.words:
        yield ox.Triple(this, FG.words, ox.Literal(finding.words))
    if finding.span and scope not in OF_NO_TABLE:
        yield ox.Triple(this, FG.quotedFrom, node(iris.span(scope, finding.span.start, finding.span.end)))
    if scope not in OF_NO_TABLE:
        yield ox.Triple(this, DCTERMS.isPartOf, node(iris.table(scope)))

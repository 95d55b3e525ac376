"""Evidence of progress → triples, for the graph `graph/TABLE/evidence`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from fengong import iris
from fengong.graph.terms import FG, PROV, RDF, XSD, date, integer, node
from fengong.reference.progress import ProgressEvidence


def evidence(rows: Iterable[ProgressEvidence], table_id: str) -> Iterator[ox.Triple]:
    """One `fg:ProgressEvidence` for each of ``rows``, numbered in their order from 1."""
    for number, row in enumerate(rows, 1):
        this = node(iris.evidence(table_id, number))
        yield ox.Triple(this, RDF.type, FG.ProgressEvidence)
        yield ox.Triple(this, RDF.type, PROV.Entity)  # this graph is not closed: readers of plain PROV find it all the same
        yield ox.Triple(this, FG.evidenceOn, node(iris.task(table_id, row.task)))
        yield ox.Triple(this, FG.evidenceDate, date(row.date))
        yield ox.Triple(this, FG.statement, ox.Literal(row.statement))
        yield ox.Triple(this, FG.sourceAddress, ox.Literal(row.source, datatype=XSD.anyURI))
        yield ox.Triple(this, FG.recordedBy, ox.Literal(row.recorded_by))
        yield ox.Triple(this, FG.evidenceLine, integer(row.line))

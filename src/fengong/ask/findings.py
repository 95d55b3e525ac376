"""The findings in the built graph, as values again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pyoxigraph as ox

from fengong import iris
from fengong.ask.dataset import Dataset
from fengong.bilingual import Bilingual
from fengong.check.finding import Finding
from fengong.check.place import Places
from fengong.graph.terms import FG, RDF, SH
from fengong.text.table import Severity


def finding_triples(dataset: Dataset, scope: str) -> Iterator[ox.Triple]:
    """The graph of findings of one table, or of the ``bodies``; nothing where there is none."""
    name = f"{scope}.findings"
    if name in dataset.names:
        yield from dataset.triples(name)


def findings(dataset: Dataset, scope: str) -> Iterator[Finding]:
    """The findings of one table, or of the ``bodies``; ``value`` is the IRI of each."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in finding_triples(dataset, scope))
    for quad in store.quads_for_pattern(None, RDF.type, FG.Finding):
        subject = quad.subject

        def one(prop: ox.NamedNode, of: object = subject) -> str:
            return next((q.object.value for q in store.quads_for_pattern(cast("ox.NamedNode", of), prop, None)), "")

        def both(prop: ox.NamedNode, of: object = subject) -> Bilingual:
            words = {q.object.language: q.object.value for q in store.quads_for_pattern(cast("ox.NamedNode", of), prop, None) if isinstance(q.object, ox.Literal)}
            return Bilingual(zh=words.get("zh", ""), en=words.get("en", ""))

        yield Finding(
            rule=one(FG.rule).removeprefix(iris.BASE + "rule/"),
            severity=cast("Severity", one(SH.resultSeverity).rpartition("#")[2]),
            focus=one(SH.focusNode),
            message=both(SH.resultMessage),
            remedy=both(FG.remedy),
            row=one(FG.rowLabel),
            words=one(FG.words),
            span=Places().of(one(FG.quotedFrom)).span,
            value=quad.subject.value,
        )

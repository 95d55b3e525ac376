"""The findings in the built graph, as values again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pyoxigraph as ox

from fengong import iris
from fengong.ask.dataset import Dataset
from fengong.check.finding import Finding
from fengong.check.place import Places
from fengong.graph import lookup
from fengong.graph.terms import FG, SH
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
    for node in lookup.instances(store, FG.Finding):
        yield Finding(
            rule=lookup.text(store, node, FG.rule).removeprefix(iris.BASE + "rule/"),
            severity=cast("Severity", lookup.text(store, node, SH.resultSeverity).rpartition("#")[2]),
            focus=lookup.text(store, node, SH.focusNode),
            message=lookup.both(store, node, SH.resultMessage),
            remedy=lookup.both(store, node, FG.remedy),
            row=lookup.text(store, node, FG.rowLabel),
            words=lookup.text(store, node, FG.words),
            span=Places().of(lookup.text(store, node, FG.quotedFrom)).span,
            value=node.value,
        )

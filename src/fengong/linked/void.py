"""The graph as a dataset: the description that the build made, and what only a server knows: where it is served, and in which forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.ask.dataset import Dataset
from fengong.graph.files import natural
from fengong.graph.terms import VOID, node
from fengong.iris import DATASET
from fengong.linked.forms import GRAPH
from fengong.linked.lines import Lines, read

FORMATS = "http://www.w3.org/ns/formats/"
BUILT = "dataset"
"""The name of the graph that the build made."""

_FEATURES = ("Turtle", "N-Triples", "N-Quads", "TriG", "JSON-LD", "RDF_XML")
"""The forms of the graphs, as https://www.w3.org/ns/formats/ names them."""


@dataclass(frozen=True)
class Description:
    """The description of one dataset as it is served."""

    dataset: Dataset
    lines: Lines

    def triples(self, base: str) -> Iterator[ox.Triple]:
        """The whole description. ``base`` is where the dataset is served, with a slash at its end: endpoint and files are there."""
        yield from sorted(read(self.lines.texts.get(BUILT, b"").splitlines()), key=natural)
        this = node(DATASET)
        yield ox.Triple(this, VOID.sparqlEndpoint, node(base + "sparql"))
        yield ox.Triple(this, VOID.dataDump, node(base + "dataset.nq"))
        for feature in _FEATURES:
            yield ox.Triple(this, VOID.feature, node(FORMATS + feature))
        for graph in self.dataset.graphs.values():
            yield ox.Triple(this, VOID.subset, node(graph))
            for form in GRAPH:
                yield ox.Triple(node(graph), VOID.dataDump, node(f"{base}{graph.removeprefix(iris.BASE)}.{form.suffix}"))

"""The graph as a dataset: the description that the build made, and what only a server knows: where it is served, and in which forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.ask.dataset import Dataset
from fengong.bilingual import Bilingual
from fengong.graph.files import natural
from fengong.graph.say_parts import FORMS as FILES
from fengong.graph.say_parts import WHOLE, distribution
from fengong.graph.terms import DCAT, DCTERMS, VOID, node
from fengong.iris import DATASET
from fengong.linked.forms import GRAPH
from fengong.linked.lines import Lines, read

FORMATS = "http://www.w3.org/ns/formats/"
BUILT = "dataset"
"""The name of the graph that the build made."""

_ABOUT = Bilingual(
    zh="全部命名图，连同对它们的描述；按请求生成，不写字节数和校验值。",
    en="Every named graph, and the description of them; made on request, so neither size nor checksum is given.",
)

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
        for name, graph in self.dataset.graphs.items():
            if name.partition(".")[0] != BUILT:  # the description describes all graphs but itself
                yield ox.Triple(this, VOID.subset, node(graph))
            for form in GRAPH:
                yield ox.Triple(node(graph), VOID.dataDump, node(f"{base}{graph.removeprefix(iris.BASE)}.{form.suffix}"))
        yield from self._whole(node(base + "dataset.nq"))

    def _whole(self, file: ox.NamedNode) -> Iterator[ox.Triple]:
        """The one file that holds everything: made on request, and so without a size or a checksum that could be tested."""
        this, made = node(DATASET), node(iris.of_dataset("whole", "nq"))
        yield from distribution(this, made, FILES["nq"], WHOLE, _ABOUT)
        yield ox.Triple(made, DCAT.accessURL, file)
        yield ox.Triple(made, DCAT.downloadURL, file)
        for licence in self.lines.about(this, (DCTERMS.license,)):
            yield ox.Triple(made, DCTERMS.license, licence.object)

"""What an export says of itself: title, licence, source, and which graph it was made from."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pyoxigraph as ox

from fengong import __version__, iris
from fengong.exports.rdf import canonical_hash
from fengong.graph.terms import DCTERMS, FOAF

TITLE_ZH = "分工：政府任务分工表知识图谱"
TITLE_EN = "Fengong: the knowledge graph of government task tables"
LICENCE = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"


def about(quads: Collection[ox.Quad]) -> dict[str, str]:
    """Facts by name; the hash is that of the whole graph after RDFC-1.0, so that two exports can be told apart without a clock.

    The attribution is to those whom the description of the dataset calls its creators; where it names none, there is none.
    """
    makers = " · ".join(sorted(_creators(quads)))
    return {
        "titleZh": TITLE_ZH,
        "titleEn": TITLE_EN,
        "license": LICENCE,
        "licenseAddress": LICENCE_ADDRESS,
        **({"attribution": makers} if makers else {}),
        "source": iris.DATASET,
        "fengong": __version__,
        "rdfc10sha256": canonical_hash(quads),
    }


def _creators(quads: Collection[ox.Quad]) -> Iterator[str]:
    dataset = ox.NamedNode(iris.DATASET)
    makers = {quad.object for quad in quads if quad.subject == dataset and quad.predicate == DCTERMS.creator}
    return (quad.object.value for quad in quads if quad.subject in makers and quad.predicate == FOAF.name)  # type: ignore[union-attr]

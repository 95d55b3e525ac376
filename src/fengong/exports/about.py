"""What an export says of itself: title, licence, source, and which graph it was made from."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from fengong import __version__, iris
from fengong.exports.rdf import canonical_hash

TITLE_ZH = "分工：政府任务分工表知识图谱"
TITLE_EN = "Fengong: the knowledge graph of government task tables"
LICENCE = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"


def about(quads: Iterable[ox.Quad]) -> dict[str, str]:
    """Facts by name; the hash is that of the whole graph after RDFC-1.0, so that two exports can be told apart without a clock."""
    return {
        "titleZh": TITLE_ZH,
        "titleEn": TITLE_EN,
        "license": LICENCE,
        "licenseAddress": LICENCE_ADDRESS,
        "attribution": "Fengong developers",
        "source": iris.BASE + "dataset",
        "fengong": __version__,
        "rdfc10sha256": canonical_hash(quads),
    }

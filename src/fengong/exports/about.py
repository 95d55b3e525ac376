"""What an export says of itself: title, licence and makers of the data set, as its description has them, and which graph it is of."""

from __future__ import annotations

from collections.abc import Collection

import pyoxigraph as ox

from fengong import __version__, iris, licences
from fengong.ask.dataset import Dataset
from fengong.ask.stated import stated
from fengong.exports.rdf import canonical_hash


def about(dataset: Dataset, quads: Collection[ox.Quad]) -> dict[str, str]:
    """Facts by name; what the description of the data set does not say is left out.

    The hash is that of the whole graph, whose ``quads`` these are, after RDFC-1.0: two exports can be told apart without a clock.
    """
    said = stated(dataset)
    found = {
        "titleZh": said.title.zh,
        "titleEn": said.title.en,
        "license": licences.name(said.licence),
        "licenseAddress": said.licence,
        "attribution": " · ".join(said.authors),
        "source": iris.DATASET,
        "fengong": __version__,
        "rdfc10sha256": canonical_hash(quads),
    }
    return {key: value for key, value in found.items() if value}

"""The graph that links are made from: the built one, or ontology and bodies alone where a workspace has no table to build."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fengong.ask.dataset import Dataset, open_built
from fengong.errors import NotBuilt
from fengong.workspace import Workspace


@contextlib.contextmanager
def opened(where: Workspace) -> Iterator[Dataset]:
    """The built graph of ``where``; without one, and without tables, what a build would say of bodies, places and concepts.

    Raises NotBuilt where there are tables: then a build makes the graph.
    """
    if dataset := _built(where):
        yield dataset
        return
    from fengong.builder import foundations, inputs  # noqa: PLC0415 - only where nothing is built

    with tempfile.TemporaryDirectory() as folder:
        alone = Workspace(Path(folder))
        foundations.write(inputs.find(where), alone.built)
        yield open_built(alone)


def _built(where: Workspace) -> Dataset | None:
    try:
        return open_built(where)
    except NotBuilt:
        if any(path.is_dir() and any(path.iterdir()) for path in where.sources.glob("[!.]*")):
            raise
        return None

"""`graph/built/` as a folder: what its files are called, its manifest, and how a killed replacement is undone. Both halves share it."""

from __future__ import annotations

import contextlib
from pathlib import Path

from fengong import iris

MANIFEST = "MANIFEST.json"
FORMAT = 1
"""Version of the layout of the folder."""


def graph_iri(name: str) -> str:
    """The IRI of the graph in the files called ``name``.

    >>> graph_iri("bodies.inferred")
    'https://w3id.org/fengong/graph/bodies/inferred'
    """
    return iris.graph(*name.split("."))


def beside(folder: Path, state: str) -> Path:
    """Where a replacement of ``folder`` is prepared (``new``) or its predecessor waits to be deleted (``old``)."""
    return folder.parent / f".{folder.name}-{state}"


def recover(folder: Path) -> None:
    """Undo a replacement that was killed between its two renames: the old folder takes its place again."""
    old = beside(folder, "old")
    if old.exists() and not folder.exists():
        with contextlib.suppress(FileNotFoundError, PermissionError):
            old.rename(folder)

"""`graph/built/` as a folder: what its files are called, its manifest, and how a killed replacement is undone. Both halves share it."""

from __future__ import annotations

import contextlib
import fcntl
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from fengong import iris
from fengong.errors import Busy, UnwritableFile

MANIFEST = "MANIFEST.json"
FORMAT = 1
"""Version of the layout of the folder."""

NO_TABLES = frozenset({"ontology", "bodies", "links", "dataset"})
"""The units that are no tables."""

_APART = frozenset({"anomalies", "findings", "evidence"})
_APART_WHOLE = frozenset({"links", "dataset"})

_PATIENCE = 2.0
_STEP = 0.01


def graph_iri(name: str) -> str:
    """The IRI of the graph in the files called ``name``.

    >>> graph_iri("bodies.inferred")
    'https://w3id.org/fengong/graph/bodies/inferred'
    """
    return iris.graph(*name.split("."))


def stands_apart(name: str) -> bool:
    """Whether the graph in the files called ``name`` is reached through GRAPH only, and no part of the default graph.

    >>> stands_apart("bodies.inferred"), stands_apart("bodies.evidence"), stands_apart("links.geonames"), stands_apart("dataset")
    (False, True, True, True)
    """
    first, dot, _ = name.partition(".")
    return first in _APART_WHOLE or bool(dot and name.rpartition(".")[2] in _APART)


def beside(folder: Path, state: str) -> Path:
    """Where a replacement of ``folder`` is prepared (``new``) or its predecessor waits to be deleted (``old``)."""
    return folder.parent / f".{folder.name}-{state}"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder against other builds. Raises Busy when one is at work, UnwritableFile when it cannot be written."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        handle = (folder.parent / ".lock").open("w")
    except OSError as error:
        raise UnwritableFile(str(folder), error.strerror or str(error)) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy(str(folder)) from error
        yield


def recover(folder: Path) -> None:
    """Undo a replacement that was killed between its two renames: the old folder takes its place again.

    For readers. While a build holds the folder it is between its renames, not killed: wait for it.
    """
    old, waited = beside(folder, "old"), 0.0
    while old.exists() and not folder.exists() and waited < _PATIENCE:
        with contextlib.suppress(Busy, UnwritableFile), locked(folder):
            put_back(folder)
        time.sleep(_STEP)
        waited += _STEP


def put_back(folder: Path) -> None:
    """The same, for a build that holds the folder."""
    old = beside(folder, "old")
    if old.exists() and not folder.exists():
        with contextlib.suppress(FileNotFoundError, PermissionError):
            old.rename(folder)


def whole(folder: Path, entry: Mapping[str, object]) -> bool:
    """Whether the files of a manifest entry are there, with the bytes it describes."""
    files = entry.get("files")
    if not isinstance(files, dict) or not files:
        return False
    return all(_has(folder / name, described) for name, described in files.items())


def _has(path: Path, described: object) -> bool:
    import hashlib  # noqa: PLC0415 - costs 2 ms, and answering a question does without

    if not isinstance(described, dict) or not path.is_file():
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == described.get("sha256")

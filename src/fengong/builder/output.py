"""`graph/built/`: one Turtle and one N-Quads file for each named graph, and `MANIFEST.json`.

The folder is made anew beside the old one and takes its place in one step; a build that is killed leaves the old one whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from fengong.bilingual import Bilingual
from fengong.errors import DamagedGraph, UnwritableFile
from fengong.graph.files import Turtle, canonical_lines, nquads, same
from fengong.graph.folder import FORMAT, MANIFEST, beside, graph_iri, put_back


@dataclass(frozen=True, slots=True)
class GraphFiles:
    """One named graph as written: ``name`` is its place below ``graph/``, dots for slashes (``bodies.inferred``)."""

    name: str
    turtle: bytes
    nquads: bytes
    triples: int

    @property
    def files(self) -> dict[str, bytes]:
        """Its files by name."""
        return {f"{self.name}.ttl": self.turtle, f"{self.name}.nq": self.nquads}


@dataclass(frozen=True, slots=True)
class Unit:
    """What is built together and depends on the same inputs: the ontology, the bodies, or one table."""

    name: str
    inputs: str
    graphs: tuple[GraphFiles, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    def entry(self) -> dict[str, object]:
        """Its entry in the manifest."""
        files = {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for graph in self.graphs
            for name, data in sorted(graph.files.items())
        }
        return {
            "inputs": self.inputs,
            "counts": dict(self.counts),
            "graphs": {graph_iri(graph.name): graph.triples for graph in self.graphs},
            "rdfc10_sha256": {graph_iri(graph.name): canonical_sha256(graph.nquads) for graph in self.graphs},
            "files": files,
        }


def graph_files(name: str, triples: Sequence[ox.Triple], *, base: str, comment: Sequence[str]) -> GraphFiles:
    """Serialise one graph twice, and read both back: what is written is what was meant, or DamagedGraph is raised."""
    turtle = Turtle(base).write(triples, comment=comment).encode()
    quads = nquads(triples, graph_iri(name))
    wanted = set(triples)
    again = {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    back = {quad.triple for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS)}
    if not (same(again, wanted) and same(back, wanted)):
        raise DamagedGraph(name, Bilingual(zh="写出后重读不一致", en="it reads back differently from what was meant"))
    return GraphFiles(name, turtle, quads, len(wanted))


def canonical_sha256(*nquads: bytes) -> str:
    """The SHA-256 of the canonical N-Quads (RDFC-1.0) of these graphs together, the same whoever computes it."""
    return hashlib.sha256(b"".join(canonical_lines(b"".join(nquads)))).hexdigest()


def manifest(entries: Mapping[str, Mapping[str, object]], version: str, code: str, canonical: str) -> bytes:
    """`MANIFEST.json`: what was built from which inputs by which code. It names no time and no commit.

    ``canonical`` is the `canonical_sha256` of all named graphs.
    """
    data = {"format": FORMAT, "fengong": version, "code": code, "rdfc10_sha256": canonical, "units": dict(sorted(entries.items()))}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read_manifest(folder: Path) -> tuple[dict[str, dict[str, object]], str]:
    """The units in the manifest of ``folder`` and the hash of the code that built them; none where there is no readable manifest."""
    put_back(folder)
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}, ""
    units = data.get("units") if isinstance(data, dict) and data.get("format") == FORMAT else None
    return (units, str(data.get("code", ""))) if isinstance(units, dict) else ({}, "")


def replace(folder: Path, files: Mapping[str, bytes], kept: Iterable[str]) -> None:
    """Make ``folder`` hold exactly ``files`` and the ``kept`` files of the old one (and strangers' files, which are not ours to delete).

    Raises UnwritableFile. Whatever happens, either the old or the new folder is whole.
    """
    put_back(folder)
    new, old = beside(folder, "new"), beside(folder, "old")
    try:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        for name, data in files.items():
            _write(new / name, data)
        for name in kept:
            if name not in files:
                shutil.copy2(folder / name, new / name)
        _sync(new)
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)
            folder.rename(old)
        new.rename(folder)
        _sync(folder.parent)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        put_back(folder)
        shutil.rmtree(new, ignore_errors=True)
        raise UnwritableFile(str(folder), error.strerror or str(error)) from error


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Graphs from other files, beside those of ours for as long as a query runs: under their own names, never in the default graph."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.errors import UnreadableData, UnreadableFile

FORMATS = {
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


@dataclass(frozen=True, slots=True)
class Beside:
    """The quads of one file, every one in a named graph, and the names of its graphs."""

    path: str
    quads: tuple[ox.Quad, ...]
    graphs: tuple[str, ...]


def load(paths: Sequence[str | Path], ours: Collection[str]) -> tuple[Beside, ...]:
    """The files at ``paths``; ``ours`` are the IRIs of our graphs, which no other file may add to.

    Triples that are in no named graph are put into one that is called after the file. Raises UnreadableFile, UnreadableData.
    """
    return tuple(_load(Path(path), ours) for path in paths)


def _load(path: Path, ours: Collection[str]) -> Beside:
    form = FORMATS.get(path.suffix.lower().removeprefix("."))
    if form is None:
        raise UnreadableData(str(path), Bilingual(zh=f"不认得后缀「{path.suffix}」", en=f"the suffix “{path.suffix}” is not known"))
    own = ox.NamedNode(iris.graph("data", quote(path.stem, safe="")))
    try:
        data = path.read_bytes()
        found = ox.parse(data, format=form, base_iri="http://example.invalid/", rename_blank_nodes=True)
        quads = tuple(_named(quad, own) for quad in found)
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from error
    except SyntaxError as error:
        line = error.lineno or 1
        raise UnreadableData(str(path), Bilingual(zh=f"第 {line} 行：{error}", en=f"line {line}: {error}")) from error
    graphs = tuple(sorted({quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}))
    if not quads:
        raise UnreadableData(str(path), Bilingual(zh="没有任何三元组", en="there is no triple in it"))
    for graph in graphs:
        if graph in ours:
            raise UnreadableData(str(path), Bilingual(zh=f"<{graph}> 是本图谱自己的图", en=f"<{graph}> is a graph of ours"))
    return Beside(str(path), quads, graphs)


def _named(quad: ox.Quad, own: ox.NamedNode) -> ox.Quad:
    """The quad in a graph with an IRI."""
    if isinstance(quad.graph_name, ox.NamedNode):
        return quad
    return ox.Quad(quad.subject, quad.predicate, quad.object, own)

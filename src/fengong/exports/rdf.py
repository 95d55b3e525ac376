"""Exports as RDF text, each read back and compared before it counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from fengong.ask.dataset import Dataset
from fengong.ask.wellformed import check_xml
from fengong.bilingual import Bilingual
from fengong.errors import DamagedGraph
from fengong.exports.compact import Context
from fengong.graph.files import Turtle, serialised

SYNTAXES = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "jsonld-expanded": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
DIFFERENT = Bilingual(zh="写出后重读不一致", en="it reads back differently from what was meant")


def quads(dataset: Dataset, names: Iterable[str]) -> set[ox.Quad]:
    """The quads of the graphs in the files called ``names``."""
    return {
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(dataset.graphs[name]))
        for name in names
        for triple in dataset.triples(name)
    }


def written(data: set[ox.Quad], form: str, context: Path) -> bytes:
    """``data`` in format ``form``, read back and compared. Formats without graphs hold the union of the triples.

    Raises NotInThisFormat where XML cannot hold a character, DamagedGraph when it reads back differently.
    """
    chosen = SYNTAXES[form]
    ordered = sorted(data, key=str)
    triples = list(dict.fromkeys(quad.triple for quad in ordered))
    if form == "turtle":
        made = Turtle().write(triples).encode()
    elif form == "jsonld":
        made = compacted(ordered, Context.read(context))
    else:
        made = serialised(ordered if chosen.supports_datasets else triples, chosen)
    if form == "rdfxml":
        check_xml(made, form)
    _compare(made, chosen, ordered if chosen.supports_datasets else [ox.Quad(*triple) for triple in triples], form)
    return made.rstrip(b"\n") + b"\n"


def holds_graphs(form: str) -> bool:
    """Whether format ``form`` says in which graph a triple is."""
    return SYNTAXES[form].supports_datasets


def size(data: set[ox.Quad], form: str) -> int:
    """How many statements a file in ``form`` has: quads, or where it holds no graphs, distinct triples."""
    return len(data) if holds_graphs(form) else len({quad.triple for quad in data})


def compacted(ordered: Sequence[ox.Quad], context: Context) -> bytes:
    """JSON-LD with the published context written into it: readable without network, one node for each graph."""
    graphs = [
        {"id": _id(name), "graph": context.document(quad.triple for quad in each)["graph"]}
        for name, each in groupby(sorted(ordered, key=lambda quad: str(quad.graph_name)), key=lambda quad: quad.graph_name)
    ]
    return (json.dumps({"@context": context.definitions, "graph": graphs}, ensure_ascii=False, indent=1) + "\n").encode()


def _id(name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> str:
    assert isinstance(name, ox.NamedNode)  # noqa: S101 - all of our graphs have names
    return name.value


def _compare(made: bytes, form: ox.RdfFormat, wanted: Iterable[ox.Quad], name: str) -> None:
    read, meant = ox.Dataset(ox.parse(made, format=form)), ox.Dataset(wanted)
    if read == meant:
        return
    for each in (read, meant):
        each.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    if read != meant:
        raise DamagedGraph(name, DIFFERENT)


def canonical_hash(data: Iterable[ox.Quad]) -> str:
    """SHA-256 of the canonical N-Quads after RDFC-1.0: the same for the same dataset, whatever its blank nodes are called."""
    import hashlib  # noqa: PLC0415 - only for a manifest

    dataset = ox.Dataset(data)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256(b"".join(sorted(serialised(dataset, ox.RdfFormat.N_QUADS).splitlines(keepends=True)))).hexdigest()

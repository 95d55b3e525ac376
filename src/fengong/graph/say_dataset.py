"""The graph `graph/dataset`: the whole described with DCAT and VoID, and what the build made it from with PROV. No clock, no commit.

It describes every other graph and not itself: no count and no checksum in it changes when it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.graph import say_dcat, say_void
from fengong.graph.files import ntriples_of
from fengong.graph.folder import graph_iri, stands_apart
from fengong.graph.holds import holds
from fengong.graph.say_dcat import About, File
from fengong.graph.say_parts import Part, part
from fengong.graph.terms import DCTERMS, FOAF, OWL, PROV, RDF, en, node, zh
from fengong.iris import DATASET


@dataclass(frozen=True, slots=True)
class Described:
    """All that the description is made from.

    ``texts`` are the N-Quads of the named graphs and ``sizes`` their triples, both by name; ``files`` are those of
    `graph/built`, ``inputs`` those that a build reads, by their paths in a workspace.
    """

    about: About
    tables: tuple[str, ...]
    texts: Mapping[str, bytes]
    sizes: Mapping[str, int]
    files: tuple[File, ...]
    inputs: tuple[File, ...]


def description(of: Described) -> Iterator[ox.Triple]:
    """The whole graph `graph/dataset`, in the order in which it is read."""
    yield from say_dcat.dataset(of.about, of.tables)
    lines = {name: ntriples_of(text, graph_iri(name)) for name, text in of.texts.items()}
    default = [name for name in lines if not stands_apart(name)]
    yield from say_void.void(say_void.counted(lines.values()), of.tables)
    yield from say_void.default(say_void.counted(lines[name] for name in default), map(graph_iri, default))
    files: dict[str, list[File]] = {name: [] for name in of.sizes}
    for file in of.files:
        files.setdefault(file.name.rpartition(".")[0], []).append(file)
    publisher = next(iter(of.about.agents or {}), "")
    for name, size in of.sizes.items():
        graph, text = graph_iri(name), of.texts.get(name, b"")
        linkset = say_void.is_linkset(graph, text)
        yield from say_void.linkset(graph, text) if linkset else say_void.subset(graph, size)
        yield from part(Part(name, size, holds(name, of.tables), tuple(files[name]), publisher, titled=linkset))
    yield from _built(of)


def _built(of: Described) -> Iterator[ox.Triple]:
    """How it came to be: one activity, the program that did it, and every file that it read."""
    this, activity, program = node(DATASET), node(iris.of_dataset("build")), node(iris.of_dataset("program"))
    yield ox.Triple(this, PROV.wasGeneratedBy, activity)
    for table in of.tables:
        yield ox.Triple(this, PROV.wasDerivedFrom, node(iris.text(table)))
    yield ox.Triple(activity, RDF.type, PROV.Activity)
    yield ox.Triple(activity, DCTERMS.description, zh("fengong build：读取原文、本体与人工审定的表，写出各命名图。"))
    yield ox.Triple(
        activity, DCTERMS.description, en("fengong build: sources, ontology and reviewed tables read, the named graphs written.")
    )
    yield ox.Triple(activity, PROV.wasAssociatedWith, program)
    yield ox.Triple(program, RDF.type, PROV.SoftwareAgent)
    yield ox.Triple(program, FOAF.name, ox.Literal("fengong"))
    yield ox.Triple(program, OWL.versionInfo, ox.Literal(of.about.program))
    for file in of.inputs:
        used = node(iris.of_dataset("input", file.name))
        yield ox.Triple(activity, PROV.used, used)
        yield ox.Triple(used, RDF.type, PROV.Entity)
        yield ox.Triple(used, DCTERMS.identifier, ox.Literal(file.name))
        yield from say_dcat.checksum(used, file.sha256)

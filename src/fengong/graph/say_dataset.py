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
from fengong.graph.say_dcat import About, File
from fengong.graph.terms import DCTERMS, FOAF, OWL, PROV, RDF, en, node, zh
from fengong.iris import DATASET

LINKS = "links."


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
    default = (ntriples_of(text, graph_iri(name)) for name, text in of.texts.items() if not stands_apart(name))
    plain = {graph_iri(name): size for name, size in of.sizes.items() if not name.startswith(LINKS)}
    yield from say_void.void(say_void.counted(default), plain, of.tables)
    for name, text in of.texts.items():
        if name.startswith(LINKS):
            yield from say_void.linkset(graph_iri(name), text)
    for file in of.files:
        yield from say_dcat.distribution(file)
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

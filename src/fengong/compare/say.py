"""A comparison as triples. Every node has an IRI, made from the hash of what was compared and from places in it."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from fengong import iris
from fengong.compare.duties import Detail
from fengong.compare.present import Words, heading
from fengong.compare.result import Change, Comparison
from fengong.compare.side import Entry, Side
from fengong.graph.terms import DCTERMS, FG, PROV, RDF, RDFS, SPDX, XSD, decimal, en, node, zh

Triple = ox.Triple


def comparison(said: Comparison, words: Words) -> Iterator[Triple]:
    """The comparison, its two tables, then each change with its details, in the order of the later table."""
    this = node(iris.comparison(said.id))
    yield Triple(this, RDF.type, FG.TableComparison)
    yield Triple(this, DCTERMS.title, zh(f"{said.earlier.title} → {said.later.title}"))
    yield Triple(this, DCTERMS.title, en(f"Comparison of {said.earlier.coordinate} with {said.later.coordinate}"))
    yield Triple(this, FG.earlierTable, node(iris.table(said.earlier.coordinate)))
    yield Triple(this, FG.laterTable, node(iris.table(said.later.coordinate)))
    yield Triple(this, FG.reading, ox.Literal(said.reading))
    for index, _ in enumerate(said.changes, 1):
        yield Triple(this, FG.hasChange, node(iris.task_change(said.id, index)))
    for side in (said.earlier, said.later):
        yield from version(side)
    for index, change in enumerate(said.changes, 1):
        yield from task_change(change, said.id, index, words)


def version(side: Side) -> Iterator[Triple]:
    """A table that no workspace has: its title, and the hash by which it is known again. A table of the workspace says this itself."""
    if side.coordinate != iris.version(side.sha256):
        return
    this = node(iris.table(side.coordinate))
    checksum = node(f"{this.value}/sha256")
    yield Triple(this, RDF.type, PROV.Entity)
    yield Triple(this, DCTERMS.title, zh(side.title))
    yield Triple(this, SPDX.checksum, checksum)
    yield Triple(checksum, RDF.type, SPDX.Checksum)
    yield Triple(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    yield Triple(checksum, SPDX.checksumValue, ox.Literal(side.sha256, datatype=XSD.hexBinary))


def task_change(said: Change, comparison_id: str, index: int, words: Words) -> Iterator[Triple]:
    """What became of one task, with its words before and after, so that it can be read without the tables."""
    this = node(iris.task_change(comparison_id, index))
    yield Triple(this, RDF.type, FG.TaskChange)
    yield Triple(this, RDFS.label, zh(heading(said, words, "zh")))
    yield Triple(this, RDFS.label, en(heading(said, words, "en")))
    for kind in said.kinds:
        yield Triple(this, FG.changeKind, node(iris.change_kind(kind)))
    yield from _tasks(this, FG.earlierTask, said.earlier)
    yield from _tasks(this, FG.laterTask, said.later)
    if said.by and said.similarity is not None:
        yield Triple(this, FG.matchedBy, ox.Literal(said.by))
        yield Triple(this, FG.similarity, decimal(f"{said.similarity:.2f}"))
    for entry in said.earlier:
        yield Triple(this, FG.earlierWords, zh(entry.words))
    for entry in said.later:
        yield Triple(this, FG.laterWords, zh(entry.words))
    for number, _ in enumerate(said.details, 1):
        yield Triple(this, FG.hasDetail, node(iris.change_detail(comparison_id, index, number)))
    for number, each in enumerate(said.details, 1):
        yield from detail(each, node(iris.change_detail(comparison_id, index, number)))


def detail(said: Detail, this: ox.NamedNode) -> Iterator[Triple]:
    """One difference inside a task. Parts of a target are values, everything else is words."""
    yield Triple(this, RDF.type, FG.ChangeDetail)
    yield Triple(this, FG.changeKind, node(iris.change_kind(said.kind)))
    if said.party:
        yield Triple(this, FG.changedBody, node(said.party.iri))
    for role in said.earlier_roles:
        yield Triple(this, FG.earlierRole, node(iris.role(role)))
    for role in said.later_roles:
        yield Triple(this, FG.laterRole, node(iris.role(role)))
    if said.facet:
        yield Triple(this, FG.facet, ox.Literal(said.facet))
    for words, value, text in ((FG.earlierWords, FG.earlierValue, said.earlier), (FG.laterWords, FG.laterValue, said.later)):
        if text:
            yield Triple(this, value, ox.Literal(text)) if said.facet else Triple(this, words, zh(text))


def _tasks(this: ox.NamedNode, prop: ox.NamedNode, entries: tuple[Entry, ...]) -> Iterator[Triple]:
    for entry in entries:
        yield Triple(this, prop, node(entry.iri))

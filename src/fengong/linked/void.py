"""The graph described with VoID: what is in it, counted, and where to get it. No clock."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from fengong import __version__, iris
from fengong.ask.dataset import Dataset
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCTERMS, FG, OWL, RDF, Namespace, en, integer, node, zh
from fengong.iris import PREFIXES
from fengong.linked.forms import GRAPH
from fengong.linked.lines import Lines

VOID = Namespace("http://rdfs.org/ns/void#")
FORMATS = "http://www.w3.org/ns/formats/"
DATASET = iris.BASE + "dataset"
"""The IRI of the whole graph as a dataset."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_FEATURES = ("Turtle", "N-Triples", "N-Quads", "TriG", "JSON-LD", "RDF_XML")
"""The forms of the graphs, as https://www.w3.org/ns/formats/ names them."""

_TYPE = str(RDF.type).encode()
_INSTANCE = f"<{iris.BASE}id/".encode()
_CLASS = node(VOID.iri + "class")


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is in a set of triples."""

    triples: int
    subjects: int
    objects: int
    entities: int
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Description:
    """The description of one dataset; it counts the default graph, and lists every named graph."""

    dataset: Dataset
    lines: Lines

    def triples(self, base: str) -> Iterator[ox.Triple]:
        """The whole description. ``base`` is where the dataset is served, with a slash at its end: endpoint and files are there."""
        yield from self._what()
        yield from self._where(base)
        yield from self._counted()
        for name in self.dataset.names:
            yield from self._graph(name, base)

    @cached_property
    def counts(self) -> Counts:
        """The counts of the default graph."""
        names = [name for name in self.dataset.names if self.dataset.in_default(name)]
        lines = {line for name in names for line in self.lines.texts[name].splitlines()}
        parts = [line.removesuffix(b" .").split(b" ", 2) for line in lines]
        subjects = {subject for subject, _, _ in parts}
        properties = Counter(predicate[1:-1].decode() for _, predicate, _ in parts)
        classes = Counter(term[1:-1].decode() for _, predicate, term in parts if predicate == _TYPE and term.startswith(b"<"))
        return Counts(
            len(lines),
            len(subjects),
            len({term for _, _, term in parts}),
            sum(subject.startswith(_INSTANCE) for subject in subjects),
            tuple(sorted(classes.items())),
            tuple(sorted(properties.items())),
        )

    def _what(self) -> Iterator[ox.Triple]:
        this = node(DATASET)
        yield ox.Triple(this, RDF.type, VOID.Dataset)
        yield ox.Triple(this, DCTERMS.title, zh("分工（Fengong）知识图谱"))
        yield ox.Triple(this, DCTERMS.title, en("Fengong knowledge graph"))
        yield ox.Triple(this, DCTERMS.description, zh("由中国政府重点任务分工表建成的知识图谱：谁按原文承担哪项任务、何种角色。"))
        yield ox.Triple(
            this,
            DCTERMS.description,
            en("A knowledge graph of Chinese government task-division tables: who must do what, in which role, in which printed words."),
        )
        yield ox.Triple(this, DCTERMS.license, node(LICENCE))
        yield ox.Triple(this, DCTERMS.publisher, node(iris.BASE))
        yield ox.Triple(this, OWL.versionInfo, ox.Literal(__version__))
        for language in ("zh", "en"):
            yield ox.Triple(this, DCTERMS.language, ox.Literal(language))
        for table in self.dataset.tables:
            yield ox.Triple(this, DCTERMS.subject, node(iris.table(table)))

    def _where(self, base: str) -> Iterator[ox.Triple]:
        this = node(DATASET)
        yield ox.Triple(this, VOID.sparqlEndpoint, node(base + "sparql"))
        yield ox.Triple(this, VOID.uriSpace, ox.Literal(iris.BASE))
        yield ox.Triple(this, VOID.dataDump, node(base + "dataset.nq"))
        for feature in _FEATURES:
            yield ox.Triple(this, VOID.feature, node(FORMATS + feature))
        for example in self._examples():
            yield ox.Triple(this, VOID.exampleResource, example)
        for table in self.dataset.tables:
            yield ox.Triple(this, VOID.rootResource, node(iris.table(table)))

    def _examples(self) -> Iterator[ox.NamedNode]:
        """Of each sort, the first: a task, a body, a collective, a place."""
        for kind in (FG.PolicyTask, FG.SingleBody, FG.BodyCollective, FG.Place):
            yield from sorted(lookup.instances(self.dataset.store, kind), key=lambda each: natural_key(each.value))[:1]

    def _counted(self) -> Iterator[ox.Triple]:
        this, counts = node(DATASET), self.counts
        numbers = {
            VOID.triples: counts.triples,
            VOID.entities: counts.entities,
            VOID.distinctSubjects: counts.subjects,
            VOID.distinctObjects: counts.objects,
            VOID.classes: len(counts.classes),
            VOID.properties: len(counts.properties),
        }
        for predicate, number in numbers.items():
            yield ox.Triple(this, predicate, integer(number))
        yield ox.Triple(this, VOID.uriRegexPattern, ox.Literal("^" + re.escape(iris.BASE + "id/").replace(r"\-", "-")))
        used = {iri for iri, _ in (*counts.classes, *counts.properties)}
        for namespace in sorted({space for space in PREFIXES.values() if any(iri.startswith(space) for iri in used)}):
            yield ox.Triple(this, VOID.vocabulary, node(namespace))
        for iri, number in counts.classes:
            yield from _partition(VOID.classPartition, _CLASS, iri, VOID.entities, number)
        for iri, number in counts.properties:
            yield from _partition(VOID.propertyPartition, VOID.property, iri, VOID.triples, number)

    def _graph(self, name: str, base: str) -> Iterator[ox.Triple]:
        """One named graph: its size as the build counted it, and its files."""
        graph = self.dataset.graphs[name]
        this = node(graph)
        yield ox.Triple(node(DATASET), VOID.subset, this)
        yield ox.Triple(this, RDF.type, VOID.Dataset)
        yield ox.Triple(this, VOID.triples, integer(self._size(graph)))
        for form in GRAPH:
            yield ox.Triple(this, VOID.dataDump, node(f"{base}{graph.removeprefix(iris.BASE)}.{form.suffix}"))

    def _size(self, graph: str) -> int:
        for unit in self.dataset.units.values():
            graphs = unit.get("graphs")
            if isinstance(graphs, dict) and graph in graphs:
                return int(graphs[graph])
        return 0


def _partition(link: ox.NamedNode, of: ox.NamedNode, iri: str, counting: ox.NamedNode, number: int) -> Iterator[ox.Triple]:
    """One part of the dataset: the instances of a class, or the triples of a property."""
    part = node(f"{DATASET}#{of.value.rpartition('#')[2]}-{re.sub('[^A-Za-z0-9]+', '-', iris.shortened(iri))}")
    yield ox.Triple(node(DATASET), link, part)
    yield ox.Triple(part, of, node(iri))
    yield ox.Triple(part, counting, integer(number))

"""What is in the default graph, counted, and said with VoID: sizes, partitions, vocabularies, named graphs, examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.graph.files import natural_key
from fengong.graph.terms import FG, RDF, VOID, integer, node
from fengong.iris import DATASET, PREFIXES

_TYPE = str(RDF.type).encode()
_INSTANCE = f"<{iris.BASE}id/".encode()
_CLASS = node(VOID.iri + "class")
_EXAMPLES = (FG.PolicyTask, FG.SingleBody, FG.BodyCollective, FG.Place)


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is in a set of triples. ``examples`` are the first of a few classes, in natural order."""

    triples: int
    subjects: int
    objects: int
    entities: int
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]
    examples: tuple[str, ...] = ()


def counted(texts: Iterable[bytes]) -> Counts:
    """The counts of the union of ``texts``, N-Triples of one triple a line. Lines are taken apart, not parsed: they are canonical."""
    lines = {line for text in texts for line in text.splitlines()}
    parts = [line.removesuffix(b" .").split(b" ", 2) for line in lines]
    subjects = {subject for subject, _, _ in parts}
    properties = Counter(predicate for _, predicate, _ in parts)
    typed = [(subject, term) for subject, predicate, term in parts if predicate == _TYPE and term.startswith(b"<")]
    classes = Counter(term for _, term in typed)
    wanted = {str(kind).encode(): kind for kind in _EXAMPLES}
    first: dict[bytes, str] = {}
    for subject, term in typed:
        if term in wanted and subject.startswith(_INSTANCE):
            first[term] = min(first.get(term, _plain(subject)), _plain(subject), key=natural_key)
    return Counts(
        triples=len(lines),
        subjects=len(subjects),
        objects=len({term for _, _, term in parts}),
        entities=sum(subject.startswith(_INSTANCE) for subject in subjects),
        classes=tuple(sorted((_plain(term), number) for term, number in classes.items())),
        properties=tuple(sorted((_plain(term), number) for term, number in properties.items())),
        examples=tuple(first[term] for term in wanted if term in first),
    )


def _plain(token: bytes) -> str:
    """The IRI of a token of N-Triples."""
    return token[1:-1].decode()


def void(counts: Counts, graphs: Mapping[str, int], tables: Iterable[str]) -> Iterator[ox.Triple]:
    """The whole as a void:Dataset. ``graphs`` are the IRIs of the named graphs that are described here, with their sizes."""
    this = node(DATASET)
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
    yield ox.Triple(this, VOID.uriSpace, ox.Literal(iris.BASE))
    yield ox.Triple(this, VOID.uriRegexPattern, ox.Literal("^" + re.escape(iris.BASE + "id/").replace(r"\-", "-")))
    used = {iri for iri, _ in (*counts.classes, *counts.properties)}
    for namespace in sorted({space for space in PREFIXES.values() if any(iri.startswith(space) for iri in used)}):
        yield ox.Triple(this, VOID.vocabulary, node(namespace))
    for table in tables:
        yield ox.Triple(this, VOID.rootResource, node(iris.table(table)))
    for example in counts.examples:
        yield ox.Triple(this, VOID.exampleResource, node(example))
    for graph, size in graphs.items():
        yield ox.Triple(this, VOID.subset, node(graph))
        yield ox.Triple(node(graph), RDF.type, VOID.Dataset)
        yield ox.Triple(node(graph), VOID.triples, integer(size))
    for iri, number in counts.classes:
        yield from _partition(VOID.classPartition, _CLASS, iri, VOID.entities, number)
    for iri, number in counts.properties:
        yield from _partition(VOID.propertyPartition, VOID.property, iri, VOID.triples, number)


def _partition(link: ox.NamedNode, of: ox.NamedNode, iri: str, counting: ox.NamedNode, number: int) -> Iterator[ox.Triple]:
    """One part of the dataset: the instances of a class, or the triples of a property."""
    part = node(f"{DATASET}#{of.value.rpartition('#')[2]}-{re.sub('[^A-Za-z0-9]+', '-', iris.shortened(iri))}")
    yield ox.Triple(node(DATASET), link, part)
    yield ox.Triple(part, of, node(iri))
    yield ox.Triple(part, counting, integer(number))


def linkset(graph: str, text: bytes) -> Iterator[ox.Triple]:
    """What the graph of a link set says of itself, copied: its N-Quads hold the triples whose subject is its own IRI."""
    own = f"<{graph}> ".encode()
    yield ox.Triple(node(DATASET), VOID.subset, node(graph))
    lines = b"\n".join(line for line in text.splitlines() if line.startswith(own))
    for quad in sorted(ox.parse(lines, format=ox.RdfFormat.N_QUADS), key=str):
        yield quad.triple

"""What is in the graph, counted, and said with VoID: sizes, partitions, vocabularies, subsets, examples.

By VoID the triples of a subset are triples of the dataset: the whole counts what is in any of its subsets, each triple once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.graph.files import natural_key
from fengong.graph.terms import DCTERMS, FG, RDF, SSSOM, VOID, en, integer, node, zh
from fengong.iris import DATASET

_TYPE = str(RDF.type).encode()
_JUSTIFICATION = str(SSSOM.mapping_justification).encode()
_INSTANCE = f"<{iris.BASE}id/".encode()
PATTERN = "^" + re.escape(iris.BASE + "id/").replace(r"\-", "-")
DEFAULT = f"{DATASET}#default"
"""The default graph as a dataset."""

_SEEN = Bilingual(zh="不带 GRAPH 的查询所见", en="What a query without GRAPH sees")
_CLASS = node(VOID.iri + "class")
_EXAMPLES = (FG.PolicyTask, FG.SingleBody, FG.BodyCollective, FG.Place)


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is in a set of triples. ``examples`` are the first of a few classes, in natural order.

    ``entities`` are the subjects whose IRI begins as `PATTERN` says: the void:uriRegexPattern of the dataset, as VoID has it.
    ``vocabularies`` are the namespaces of the classes and properties, and of the justifications of mappings.
    """

    triples: int
    subjects: int
    objects: int
    entities: int
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]
    vocabularies: tuple[str, ...] = ()
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
    justified = {term for _, predicate, term in parts if predicate == _JUSTIFICATION}
    return Counts(
        triples=len(lines),
        subjects=len(subjects),
        objects=len({term for _, _, term in parts}),
        entities=sum(subject.startswith(_INSTANCE) for subject in subjects),
        classes=tuple(sorted((_plain(term), number) for term, number in classes.items())),
        properties=tuple(sorted((_plain(term), number) for term, number in properties.items())),
        vocabularies=tuple(sorted({_namespace(_plain(term)) for term in (*classes, *properties, *justified)})),
        examples=tuple(first[term] for term in wanted if term in first),
    )


def _plain(token: bytes) -> str:
    """The IRI of a token of N-Triples."""
    return token[1:-1].decode()


def _namespace(iri: str) -> str:
    """The IRI of a term without its local name.

    >>> _namespace("http://purl.org/ontology/bibo/status"), _namespace("http://www.w3.org/ns/org#Role")
    ('http://purl.org/ontology/bibo/', 'http://www.w3.org/ns/org#')
    """
    return re.sub(r"[^#/]*$", "", iri)


def void(counts: Counts, tables: Iterable[str]) -> Iterator[ox.Triple]:
    """The whole as a void:Dataset, without its subsets."""
    this = node(DATASET)
    yield from _numbers(this, counts)
    yield ox.Triple(this, VOID.uriSpace, ox.Literal(iris.BASE))
    yield ox.Triple(this, VOID.uriRegexPattern, ox.Literal(PATTERN))
    for namespace in counts.vocabularies:
        yield ox.Triple(this, VOID.vocabulary, node(namespace))
    for table in tables:
        yield ox.Triple(this, VOID.rootResource, node(iris.table(table)))
    for example in counts.examples:
        yield ox.Triple(this, VOID.exampleResource, node(example))
    for iri, number in counts.classes:
        yield from _partition(VOID.classPartition, _CLASS, iri, VOID.entities, number)
    for iri, number in counts.properties:
        yield from _partition(VOID.propertyPartition, VOID.property, iri, VOID.triples, number)


def _numbers(this: ox.NamedNode, counts: Counts) -> Iterator[ox.Triple]:
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


def default(counts: Counts, graphs: Iterable[str]) -> Iterator[ox.Triple]:
    """The default graph as a subset of the whole, with its own counts; ``graphs`` are the IRIs of the named graphs that it unites."""
    this = node(DEFAULT)
    yield ox.Triple(node(DATASET), VOID.subset, this)
    yield ox.Triple(this, RDF.type, VOID.Dataset)
    yield ox.Triple(this, DCTERMS.title, zh(_SEEN.zh))
    yield ox.Triple(this, DCTERMS.title, en(_SEEN.en))
    yield from _numbers(this, counts)
    yield ox.Triple(this, VOID.uriRegexPattern, ox.Literal(PATTERN))
    for graph in graphs:
        yield ox.Triple(this, VOID.subset, node(graph))


def subset(graph: str, size: int) -> Iterator[ox.Triple]:
    """A named graph by its IRI as a subset of the whole, with its size."""
    yield ox.Triple(node(DATASET), VOID.subset, node(graph))
    yield ox.Triple(node(graph), RDF.type, VOID.Dataset)
    yield ox.Triple(node(graph), VOID.triples, integer(size))


def _partition(link: ox.NamedNode, of: ox.NamedNode, iri: str, counting: ox.NamedNode, number: int) -> Iterator[ox.Triple]:
    """One part of the dataset: the instances of a class, or the triples of a property."""
    part = node(f"{DATASET}#{of.value.rpartition('#')[2]}-{re.sub('[^A-Za-z0-9]+', '-', iris.shortened(iri))}")
    yield ox.Triple(node(DATASET), link, part)
    yield ox.Triple(part, of, node(iri))
    yield ox.Triple(part, counting, integer(number))


def is_linkset(graph: str, text: bytes) -> bool:
    """Whether the graph in these N-Quads says that it is a link set."""
    return f"<{graph}> {RDF.type} {VOID.Linkset} ".encode() in text


def linkset(graph: str, text: bytes) -> Iterator[ox.Triple]:
    """What the graph of a link set says of itself, copied: its N-Quads hold the triples whose subject is its own IRI.

    Its void:triples are its links; who says so, when and why stands in the graph beside them.
    """
    own = f"<{graph}> ".encode()
    yield ox.Triple(node(DATASET), VOID.subset, node(graph))
    lines = b"\n".join(line for line in text.splitlines() if line.startswith(own))
    for quad in sorted(ox.parse(lines, format=ox.RdfFormat.N_QUADS), key=str):
        yield quad.triple

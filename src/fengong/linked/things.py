"""What has an IRI of ours: the built graph, and what stands in files beside it (questions, rules, shapes, alignments)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from fengong import iris
from fengong.api import Graph
from fengong.ask import sib
from fengong.graph.files import canonical, natural, natural_key, serialised
from fengong.graph.terms import OWL
from fengong.linked import rules
from fengong.linked.lines import Lines, read
from fengong.linked.refusals import alike

PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.,=#-]*(?:/[A-Za-z0-9][A-Za-z0-9_.,=#-]*)*")
"""What the path of an IRI of ours can look like: no empty segments, no dots alone, nothing to be escaped."""

LONGEST = 400
DOCUMENTS = {
    "shapes": "shapes.ttl",
    "shapes/dataset": "dataset-shapes.ttl",
    "shapes/dcat-ap-3": "excerpts/dcat-ap-3.ttl",
    "ns/alignments": "alignments.ttl",
}
"""Documents of the ontology that the built graph leaves out, with their files."""

_NS = iris.NS.removesuffix("#")
_MADE = "made"


@dataclass(frozen=True)
class Things:
    """Everything that has an IRI of ours, in one graph."""

    graph: Graph

    @cached_property
    def lines(self) -> Lines:
        """The built graph, and what is said in files beside it, each document under its path."""
        dataset, workspace = self.graph.dataset, self.graph.workspace
        texts = {name: dataset.triples_text(name) for name in dataset.names}
        made = [*sib.catalogue(self.graph.questions.values()), *rules.triples(workspace)]
        texts[_MADE] = serialised(dict.fromkeys(made), ox.RdfFormat.N_TRIPLES)
        for name, file in DOCUMENTS.items():
            path = workspace.ontology / file
            if path.is_file():
                texts[name] = serialised(_parsed(path, name), ox.RdfFormat.N_TRIPLES)
        return Lines(texts)

    def about(self, node: ox.NamedNode | ox.BlankNode) -> list[ox.Triple]:
        """Every triple with ``node`` as subject, from any graph, once, in a stable order."""
        return self.lines.about(node)

    def some(self, node: ox.NamedNode, predicates: Sequence[ox.NamedNode]) -> list[ox.Triple]:
        """Those of them with one of ``predicates``, in that order."""
        return self.lines.about(node, predicates)

    def pointing(self, node: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        """What has ``node`` as ``predicate``, in any graph, task/2 before task/10."""
        return [ox.NamedNode(iri) for iri in sorted(self.lines.pointing(node, predicate), key=natural_key)]

    def document(self, iri: str) -> list[ox.Triple] | None:
        """The triples of a document that is described whole: the ontology, its alignments, the shapes; None for any other."""
        name = "ontology" if iri == _NS else iri.removeprefix(iris.BASE)
        if iri != _NS and name not in DOCUMENTS:
            return None
        return sorted(read(self.lines.texts[name].splitlines()), key=natural)

    def known(self, path: str) -> str | None:
        """The IRI at ``path`` (without a slash before it), or None where there is nothing.

        A version of the ontology, an earlier one too, is the ontology.

        >>> import fengong
        >>> Things(fengong.open()).known("role/lead")
        'https://w3id.org/fengong/role/lead'
        """
        if len(path) > LONGEST or not PATH.fullmatch(path):
            return None
        iri = iris.BASE + path
        if self.lines.has(iri):
            return iri
        named = (self.lines.pointing(ox.NamedNode(iri), predicate) for predicate in (OWL.versionIRI, OWL.priorVersion))
        return _NS if any(_NS in pointing for pointing in named) else None

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The paths of all IRIs of ours that something is said about."""
        return frozenset(iri.removeprefix(iris.BASE) for iri in self.lines.subjects if iri.startswith(iris.BASE))

    def nearest(self, path: str) -> tuple[str, ...]:
        """Paths that there are, for one that there is not: the nearest above it, then those beside it that are spelt alike."""
        if len(path) > LONGEST:
            return ()
        return tuple(dict.fromkeys((*self._above(path), *self._alike(path))))

    def _above(self, path: str) -> Iterator[str]:
        while "/" in path:
            path = path.rpartition("/")[0]
            if path in self.subjects:
                yield path
                return

    def _alike(self, path: str) -> list[str]:
        folder, slash, name = path.rstrip("/").rpartition("/")
        beside = (each.rpartition("/") for each in self.subjects if each.startswith(folder))
        return [folder + slash + each for each in alike(name, {last for first, _, last in beside if first == folder})]


def _parsed(path: Path, name: str) -> Iterator[ox.Triple]:
    """The triples of a Turtle file, its blank nodes with the same names each time, and other names than those of any other file."""
    own = name.replace("/", "-")
    for triple in canonical(quad.triple for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=iris.BASE + name)):
        subject, predicate, term = triple
        if isinstance(subject, ox.BlankNode):
            subject = ox.BlankNode(f"{own}-{subject.value}")
        if isinstance(term, ox.BlankNode):
            term = ox.BlankNode(f"{own}-{term.value}")
        yield ox.Triple(subject, predicate, term)

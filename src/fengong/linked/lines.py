"""Triples as lines of N-Triples, found by what they are about and by what they point to.

The lines are those that the build wrote. A store is no place to take a description from: Oxigraph keeps every integer as xsd:integer,
whatever type it was given (measured: the 1324 offsets of the Sichuan table are xsd:nonNegativeInteger), and what is told of a thing
must be what the graph's files say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import pyoxigraph as ox

from fengong.graph.files import natural

_END = b" ."


class Lines:
    """The lines of several graphs; ``texts`` are their N-Triples, one triple a line, by the names of the graphs."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self.texts = texts
        self._about: dict[bytes, list[bytes]] = defaultdict(list)
        for text in texts.values():
            for line in text.splitlines():
                self._about[line[: line.index(b" ")]].append(line)

    @cached_property
    def _pointing(self) -> dict[tuple[bytes, bytes], list[bytes]]:
        """What has an IRI as a property, by property and IRI."""
        found: dict[tuple[bytes, bytes], list[bytes]] = defaultdict(list)
        for subject, lines in self._about.items():
            for line in lines:
                _, predicate, rest = line.split(b" ", 2)
                if rest.startswith(b"<"):
                    found[predicate, rest.removesuffix(_END)].append(subject)
        return found

    @property
    def subjects(self) -> Iterator[str]:
        """The IRIs that something is said about."""
        for subject in self._about:
            if subject.startswith(b"<"):
                yield subject[1:-1].decode()

    def has(self, iri: str) -> bool:
        """Whether anything is said about it."""
        return f"<{iri}>".encode() in self._about

    def about(self, node: ox.NamedNode | ox.BlankNode, predicates: Iterable[ox.NamedNode] | None = None) -> list[ox.Triple]:
        """What is said about ``node``, from any graph, once, in a stable order; with ``predicates``, only that, in their order."""
        lines = self._about.get(str(node).encode(), [])
        if predicates is None:
            return sorted(read(lines), key=natural)
        tokens = {f"<{predicate.value}>".encode(): at for at, predicate in enumerate(predicates)}
        kept = [line for line in lines if line.split(b" ", 2)[1] in tokens]
        return sorted(read(kept), key=lambda each: (tokens[f"<{each.predicate.value}>".encode()], natural(each)))

    def pointing(self, node: ox.NamedNode, predicate: ox.NamedNode) -> set[str]:
        """The IRIs of what has ``node`` as ``predicate``."""
        found = self._pointing.get((str(predicate).encode(), str(node).encode()), [])
        return {subject[1:-1].decode() for subject in found if subject.startswith(b"<")}

    def warm(self) -> None:
        """Make what is made when it is first needed."""
        _ = self._pointing


def read(lines: Iterable[bytes]) -> set[ox.Triple]:
    """The triples of these lines."""
    return {quad.triple for quad in ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES)}

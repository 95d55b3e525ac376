"""Files of triples, the same to the byte for the same triples: Turtle for people, sorted N-Quads for machines."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

import pyoxigraph as ox

from fengong.caret import printable
from fengong.graph.terms import RDF, XSD
from fengong.iris import BASE, PREFIXES

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*)")
_RELATIVE = re.compile(r"[A-Za-z0-9/_,=#-]+")
_SHORT = {
    XSD.integer.value: re.compile(r"[+-]?\d+"),
    XSD.decimal.value: re.compile(r"[+-]?\d*\.\d+"),
    XSD.boolean.value: re.compile("true|false"),
}
_NUMBERS = re.compile(r"(\d+)")
_WIDE = 100
INSTANCES = BASE + "id/"


def serialised(data: Iterable[ox.Triple] | Iterable[ox.Quad], form: ox.RdfFormat) -> bytes:
    """``data`` in a format of pyoxigraph's, with our prefixes."""
    out = io.BytesIO()
    ox.serialize(data, out, form, prefixes=PREFIXES)
    return out.getvalue()


def nquads(triples: Iterable[ox.Triple], graph: str) -> bytes:
    """Canonical N-Quads of one named graph, sorted by line. ``triples`` must be free of blank nodes, or canonical."""
    tail = f" <{graph}> .\n".encode()
    lines = serialised(_once(triples), ox.RdfFormat.N_TRIPLES).splitlines(keepends=True)
    return b"".join(line.removesuffix(b" .\n") + tail for line in sorted(lines))


def ntriples_of(data: bytes, graph: str) -> bytes:
    """N-Triples from the N-Quads of one graph, as `nquads` wrote them."""
    return data.replace(f" <{graph}> .\n".encode(), b" .\n")


def canonical(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """``triples`` with their blank nodes named after RDFC-1.0, sorted."""
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((quad.triple for quad in dataset), key=str)


def canonical_lines(data: bytes) -> list[bytes]:
    """The lines of the canonical N-Quads, after RDFC-1.0, of what ``data`` hold: N-Quads as `nquads` writes them, each line once.

    The name that a blank node is given depends on the quads that mention blank nodes, and on no other: only they are computed.
    """
    lines = data.splitlines(keepends=True)
    if b"_:" not in data:
        return sorted(lines)
    named = b"".join(line for line in lines if b"_:" in line)
    dataset = ox.Dataset(ox.parse(named, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    renamed = serialised(dataset, ox.RdfFormat.N_QUADS).splitlines(keepends=True)
    return sorted([*(line for line in lines if b"_:" not in line), *renamed])


def same(one: set[ox.Triple], other: set[ox.Triple]) -> bool:
    """Whether two sets of triples are the same graph, whatever their blank nodes are called."""
    return one == other or canonical(one) == canonical(other)


def _once(triples: Iterable[ox.Triple]) -> Iterable[ox.Triple]:
    return dict.fromkeys(triples)


@lru_cache(maxsize=1 << 16)
def natural_key(text: str) -> tuple[object, ...]:
    """A sort key under which task/2 comes before task/10."""
    return tuple(int(part) if part.isdecimal() else part for part in _NUMBERS.split(text))


def natural(triple: ox.Triple) -> tuple[object, ...]:
    """The same for triples, by subject, predicate and object."""
    return tuple(natural_key(str(term)) for term in (triple.subject, triple.predicate, triple.object))


class Turtle:
    r"""A Turtle writer for reading: prefixes used, one block a subject in the order given, predicates in the order given.

    It writes IRIs under ``base`` relative to it: ``<task/12>``. rdflib orders subjects by itself (task/1, task/10, task/11 …)
    and pyoxigraph escapes slashes in local names (t:task\/12); neither is for people.
    """

    def __init__(self, base: str = INSTANCES) -> None:
        self.base = base
        self.used: set[str] = set()

    def write(self, triples: Iterable[ox.Triple], *, comment: Sequence[str] = ()) -> str:
        """The whole document. ``comment`` lines stand at its head."""
        blocks: dict[Term, dict[ox.NamedNode, list[Term]]] = {}
        for triple in _once(triples):
            blocks.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
        body = "\n\n".join(self._block(subject, predicates) for subject, predicates in blocks.items())
        head = [*(f"# {printable(line)}".rstrip() for line in comment), f"@base <{self.base}> ."]
        head += [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in PREFIXES if prefix in self.used]
        return "\n".join(head) + "\n\n" + body + "\n" if body else "\n".join(head) + "\n"

    def _block(self, subject: Term, predicates: dict[ox.NamedNode, list[Term]]) -> str:
        types = predicates.pop(RDF.type, [])
        lines = ["a " + self._objects(types)] if types else []
        lines += [f"{self._term(predicate)} {self._objects(objects)}" for predicate, objects in predicates.items()]
        return self._term(subject) + " " + " ;\n    ".join(lines) + " ."

    def _objects(self, objects: list[Term]) -> str:
        words = [self._term(each) for each in objects]
        return " , ".join(words) if sum(map(len, words)) <= _WIDE else " ,\n        ".join(words)

    def _term(self, term: Term) -> str:
        if isinstance(term, ox.NamedNode):
            return self._iri(term.value)
        if isinstance(term, ox.Literal):
            return self._literal(term)
        return str(term)

    def _iri(self, iri: str) -> str:
        for prefix, namespace in PREFIXES.items():
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        if iri.startswith(self.base) and _RELATIVE.fullmatch(iri, len(self.base)):
            return f"<{iri[len(self.base) :]}>"
        return f"<{iri}>"

    def _literal(self, literal: ox.Literal) -> str:
        datatype = literal.datatype.value
        if datatype in _SHORT and _SHORT[datatype].fullmatch(literal.value):
            return literal.value
        if literal.language or datatype == XSD.string.value:
            return str(literal)
        return f"{ox.Literal(literal.value)}^^{self._iri(datatype)}"

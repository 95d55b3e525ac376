"""SHACL validation by pySHACL, and its report as findings with the shapes' own messages.

pySHACL loses the language tags of messages of SPARQL constraints, so messages and remedies are read from the shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from fengong.bilingual import Bilingual
from fengong.check.finding import Finding
from fengong.check.place import Places
from fengong.errors import BadOntology
from fengong.graph.terms import DCTERMS, FG, RDFS, SH
from fengong.text.table import Severity

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_SHOWN = 80
"""How much of a value a message shows."""


class Shapes:
    """The shapes of one file. Imports rdflib and pySHACL when made."""

    def __init__(self, path: Path) -> None:
        from rdflib import Graph  # noqa: PLC0415

        try:
            self.graph = Graph().parse(path, format="turtle")
        except Exception as error:
            if type(error).__name__ in {"BadSyntax", "FileNotFoundError", "ParserError"}:
                raise BadOntology(str(path), str(error)) from error
            raise
        if not self.targets():
            raise BadOntology(str(path), "no shape was found")

    def targets(self) -> frozenset[str]:
        """The classes that the shapes are about."""
        from rdflib import URIRef  # noqa: PLC0415

        return frozenset(str(o) for o in self.graph.objects(None, URIRef(SH.targetClass.value)))

    def validate(self, data: Iterable[ox.Triple], *, about: AbstractSet[str], places: Places) -> Iterator[Finding]:
        """Findings of the shapes whose target class is in ``about``, over ``data`` (types closed)."""
        from pyshacl import validate  # noqa: PLC0415
        from rdflib import RDF, URIRef  # noqa: PLC0415

        result_type = URIRef(SH.ValidationResult.value)
        _, report, _ = validate(
            rdflib_graph(data),
            shacl_graph=self._runnable(about),
            inference="none",
            advanced=False,
            meta_shacl=False,
            do_owl_imports=False,
        )
        report = cast("Graph", report)
        for result in report.subjects(RDF.type, result_type):
            yield self._finding(report, result, places)

    def _runnable(self, about: AbstractSet[str]) -> Graph:
        """The shapes about these classes as pySHACL is fast with them; the results are the same.

        A property shape reached from a node shape is run once for each node; one with a target of its own, once for all.
        Each run looks at every triple of the shape: so the words, which are read from ``self.graph``, stay out.
        """
        from rdflib import Graph, URIRef  # noqa: PLC0415

        sh_target, sh_property = URIRef(SH.targetClass.value), URIRef(SH.property.value)
        targets = dict(self.graph.subject_objects(sh_target))
        words = {URIRef(p.value) for p in (SH.message, SH.description, FG.remedy, RDFS.label, RDFS.comment, DCTERMS.source)}
        runnable = Graph()
        for shape, predicate, value in self.graph:
            wanted = shape not in targets or str(targets[shape]) in about
            if predicate == sh_property and shape in targets:
                if wanted:
                    runnable.add((value, sh_target, targets[shape]))
            elif predicate not in words and (wanted or predicate != sh_target):
                runnable.add((shape, predicate, value))
        return runnable

    def _finding(self, report: Graph, result: Node, places: Places) -> Finding:
        from rdflib import URIRef  # noqa: PLC0415

        def one(name: str) -> Node | None:
            return report.value(result, URIRef(SH.iri + name))

        shape = one("sourceShape")
        value, focus = one("value"), str(one("focusNode"))
        where = places.of(focus)
        return Finding(
            rule=str(shape).rpartition("#")[2].rpartition("/")[2] if shape is not None else "shape",
            severity=cast("Severity", str(one("resultSeverity")).rpartition("#")[2]),
            focus=focus,
            message=_with(self._words(shape, SH.message.value, str(one("resultMessage") or "")), value if str(value) != focus else None),
            remedy=self._words(shape, FG.remedy.value, ""),
            row=where.row,
            words=where.words,
            span=where.span,
            value="" if value is None else str(value),
        )

    def _words(self, shape: Node | None, prop: str, otherwise: str) -> Bilingual:
        """The message in both languages: the shape's own, else that of the node shape it belongs to."""
        from rdflib import Literal, URIRef  # noqa: PLC0415

        owner = shape
        while owner is not None:
            words = {o.language: str(o) for o in self.graph.objects(owner, URIRef(prop)) if isinstance(o, Literal)}
            if {"zh", "en"} <= words.keys():
                return Bilingual(zh=words["zh"], en=words["en"])
            owner = self.graph.value(None, URIRef(SH.property.value), owner)
        return Bilingual(zh=otherwise, en=otherwise)


def _with(message: Bilingual, value: Node | None) -> Bilingual:
    """The message with the value that was found, so that a reader sees what is wrong with it: its quotes, language or datatype."""
    if value is None:
        return message
    found = value.n3()
    found = found if len(found) <= _SHOWN else found[: _SHOWN - 1] + "…"
    return Bilingual(zh=f"{message.zh}（此处为 {found}）", en=f"{message.en} (here: {found})")


def rdflib_graph(triples: Iterable[ox.Triple]) -> Graph:
    """The same triples in rdflib."""
    from rdflib import BNode, Graph, Literal, URIRef  # noqa: PLC0415

    def term(each: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> URIRef | BNode | Literal:
        if isinstance(each, ox.NamedNode):
            return URIRef(each.value)
        if isinstance(each, ox.Literal):
            plain = each.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
            return Literal(each.value, lang=each.language, datatype=None if each.language or plain else URIRef(each.datatype.value))
        return BNode(cast("ox.BlankNode", each).value)

    graph = Graph()
    for triple in triples:
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return graph

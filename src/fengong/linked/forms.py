"""The forms of data: their suffixes, their media types, and how triples are written in each. The same triples, the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.ask.wellformed import check_xml
from fengong.exports import compact
from fengong.exports.compact import Context
from fengong.graph.files import INSTANCES, Turtle, serialised

Writer = Callable[[Sequence[ox.Triple], Context], bytes]


@dataclass(frozen=True, slots=True)
class Form:
    """One form: the suffix of its addresses, its media type, and the charset where the type takes one."""

    suffix: str
    media_type: str
    text: bool = False

    @property
    def said(self) -> str:
        """The Content-Type."""
        return f"{self.media_type}; charset=utf-8" if self.text else self.media_type


TURTLE = Form("ttl", "text/turtle", text=True)
NTRIPLES = Form("nt", "application/n-triples")
JSONLD = Form("jsonld", "application/ld+json")
JSON = Form("json", "application/json")
RDFXML = Form("rdf", "application/rdf+xml")
NQUADS = Form("nq", "application/n-quads")
TRIG = Form("trig", "application/trig")
RDF = (TURTLE, JSONLD, NTRIPLES, RDFXML)
"""The forms that hold the triples of a description."""

THING = (TURTLE, JSONLD, NTRIPLES, JSON, RDFXML)
"""The forms of one thing."""

GRAPH = (TURTLE, TRIG, NQUADS, NTRIPLES, JSONLD, RDFXML)
"""The forms of a named graph."""


def written(triples: Sequence[ox.Triple], form: Form, context: Context) -> bytes:
    """``triples`` in one of the `RDF` forms. Raises NotInThisFormat for words that XML cannot hold."""
    return _WRITERS[form](triples, context)


def _turtle(triples: Sequence[ox.Triple], _: Context) -> bytes:
    """With a base only where it makes names shorter: instances of ours, else the whole project."""
    base = INSTANCES if any(str(each.subject).startswith(f"<{INSTANCES}") for each in triples) else iris.BASE
    return Turtle(base).write(triples).encode()


def _ntriples(triples: Sequence[ox.Triple], _: Context) -> bytes:
    lines = serialised(dict.fromkeys(triples), ox.RdfFormat.N_TRIPLES).splitlines(keepends=True)
    return b"".join(sorted(lines))


def _xml(triples: Sequence[ox.Triple], _: Context) -> bytes:
    data = serialised(dict.fromkeys(triples), ox.RdfFormat.RDF_XML).rstrip(b"\n") + b"\n"
    check_xml(data, "rdfxml")
    return data


_WRITERS: dict[Form, Writer] = {TURTLE: _turtle, NTRIPLES: _ntriples, RDFXML: _xml, JSONLD: compact.written}

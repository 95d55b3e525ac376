"""Query results as bytes in a form of SPARQL 1.1, within ceilings: what is cut stays well-formed and says that it was cut.

SELECT is written by pyoxigraph, stopped at the byte ceiling, and cut back to whole rows; graphs are cut by triples before they are written.
"""

from __future__ import annotations

import io
import re
import sys
from itertools import islice
from typing import IO, cast

import pyoxigraph as ox

from fengong.iris import PREFIXES
from fengong.serve.limits import Limits
from fengong.serve.refusals import Refused, told
from fengong.web.message import Reply

CUT = "Fengong-Cut"
"""The header that says that an answer was cut, and where."""

JSON, XML, CSV, TSV = "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"
ROWS = {JSON: ox.QueryResultsFormat.JSON, XML: ox.QueryResultsFormat.XML, CSV: ox.QueryResultsFormat.CSV, TSV: ox.QueryResultsFormat.TSV}
RDF_XML = "application/rdf+xml"
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    RDF_XML: ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
ALIASES = {
    "application/json": (JSON, "application/ld+json"),
    "application/xml": (XML, RDF_XML),
    "text/xml": (XML, RDF_XML),
    "text/plain": (TSV, "application/n-triples"),
}
"""Common types that stand for one of ours: for rows, and for graphs."""

_LEAST_ROW = {JSON: len("{},"), XML: len("<result></result>"), CSV: 1, TSV: 1}
_TAIL = {JSON: b"]}}", XML: b"</results></sparql>", CSV: b"", TSV: b""}
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[{}]')
"""A string, which ends where the data ends if it is cut there, or a brace."""


_ROOM, _ELEMENT = 200, len('<variable name=""/>')
"""Bytes that the heading of an answer may always take, and those of each variable in the longest form."""


_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""What pyoxigraph writes into XML as it is, although no document of XML 1.0 may hold it (its production Char)."""


class _Full(Exception):
    """The byte ceiling was reached."""


class _Bowl(io.RawIOBase):
    """Takes what is written until it is full."""

    def __init__(self, size: int) -> None:
        self.data = bytearray()
        self.size = size
        self.full = False

    def writable(self) -> bool:
        return True

    def write(self, part: object) -> int:
        data = bytes(cast("bytes", part))
        if not self.full:  # a writer that was refused offers the same again when it is dropped
            self.data += data
            if len(self.data) > self.size:
                self.full = True
                del self.data[self.size :]
                raise _Full
        return len(data)


def written(results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, media_type: str, limits: Limits) -> Reply:
    """The results as a reply in ``media_type``, which fits the form of the query. Raises Refused where XML cannot hold them."""
    rows, graph = ALIASES.get(media_type, (media_type, media_type))
    if isinstance(results, ox.QueryTriples):
        reply, form = _graph(results, graph, media_type, limits), graph
    elif isinstance(results, ox.QueryBoolean):
        return Reply(cast("bytes", results.serialize(format=ROWS[rows])), _charset(media_type))
    else:
        reply, form = _rows(results, rows, media_type, limits), rows
    if form in {XML, RDF_XML} and _NO_XML.search(reply.body):
        raise Refused(
            told(
                406,
                "结果中有 XML 无法表示的控制字符，请改用 JSON、CSV 或 Turtle 格式。",
                "The results hold control characters, which no XML can; ask for JSON, CSV or Turtle.",
            )
        )
    return reply


def _rows(results: ox.QuerySolutions, form: str, media_type: str, limits: Limits) -> Reply:
    bowl = _Bowl(limits.answer_bytes + _heading(results))
    full = False
    try:
        results.serialize(cast("IO[bytes]", bowl), format=ROWS[form])
    except _Full:
        full = True
    data = bytes(bowl.data)
    if not full and len(data) < limits.rows * _LEAST_ROW[form]:
        return Reply(data, _charset(media_type))
    ends = row_ends(data, form)
    if not full and len(ends) <= limits.rows:
        return Reply(data, _charset(media_type))
    kept = ends[: limits.rows]
    body = data[: kept[-1]] if kept else data[: _first(data, form)]
    return Reply(body + _TAIL[form], _charset(media_type), headers=((CUT, f"{len(kept)} rows"),))


def _heading(results: ox.QuerySolutions) -> int:
    """Bytes in which the heading of any form has room: it names each variable once."""
    return _ROOM + sum(len(variable.value.encode()) + _ELEMENT for variable in results.variables)


def row_ends(data: bytes, form: str) -> list[int]:
    r"""Where each whole row ends in results written in ``form``, the heading not counted.

    >>> row_ends(b'a\r\n"x\r\ny"\r\nz', CSV), row_ends(b'{"head":{},"results":{"bindings":[{"a":{"value":"}}"}},{}]}}', JSON)
    ([11], [54, 57])
    """
    if form == XML:
        return [match.end() for match in re.finditer(rb"</result>", data)]
    if form == JSON:
        return _json_ends(data)
    ends, quotes, at = [], 0, 0
    for match in re.finditer(rb"\n", data):
        quotes += data.count(b'"', at, match.end()) if form == CSV else 0
        at = match.end()
        if quotes % 2 == 0:
            ends.append(at)
    return ends[1:]


def _json_ends(data: bytes) -> list[int]:
    start = _first(data, JSON)
    ends, depth = [], 0
    for match in _TOKEN.finditer(data, start):
        mark = match.group()
        if mark == b"{":
            depth += 1
        elif mark == b"}":
            depth -= 1
            if depth == 0:
                ends.append(match.end())
            elif depth < 0:
                break
    return ends


def _first(data: bytes, form: str) -> int:
    """Where the first row begins."""
    mark = {JSON: b'"bindings":[', XML: b"<results>", CSV: b"\n", TSV: b"\n"}[form]
    return data.index(mark) + len(mark)


def _graph(results: ox.QueryTriples, form: str, media_type: str, limits: Limits) -> Reply:
    triples = list(islice(results, limits.rows + 1))
    kept = triples[: limits.rows]
    while (body := _serialized(kept, form, limits.answer_bytes)) is None:
        kept = kept[: len(kept) // 2]
    cut = ((CUT, f"{len(kept)} triples"),) if len(kept) < len(triples) else ()
    return Reply(body, _charset(media_type), headers=cut)


def _serialized(triples: list[ox.Triple], form: str, most: int) -> bytes | None:
    """The triples in a form, or None where that takes too many bytes. No triples always fit."""
    bowl = _Bowl(most if triples else sys.maxsize)
    try:
        ox.serialize(triples, cast("IO[bytes]", bowl), format=GRAPHS[form], prefixes=_prefixes(form))
    except _Full:
        return None
    return bytes(bowl.data)


def _prefixes(form: str) -> dict[str, str] | None:
    return PREFIXES if form in {"text/turtle", "application/trig", "application/rdf+xml"} else None


def _charset(media_type: str) -> str:
    return media_type + "; charset=utf-8" if media_type.startswith("text/") else media_type

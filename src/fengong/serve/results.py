"""Query results as bytes in a form of SPARQL 1.1, within ceilings: what is cut stays well-formed and says that it was cut.

SELECT is written by pyoxigraph, stopped at the byte ceiling, and cut back to whole rows; graphs are cut by triples before they are written.
"""

from __future__ import annotations

import io
import re
from itertools import islice
from typing import IO, cast

import pyoxigraph as ox

from fengong.iris import PREFIXES
from fengong.serve.limits import Limits
from fengong.web.message import Reply

CUT = "Fengong-Cut"
"""The header that says that an answer was cut, and where."""

JSON, XML, CSV, TSV = "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"
ROWS = {JSON: ox.QueryResultsFormat.JSON, XML: ox.QueryResultsFormat.XML, CSV: ox.QueryResultsFormat.CSV, TSV: ox.QueryResultsFormat.TSV}
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
ALIASES = {
    "application/json": (JSON, "application/ld+json"),
    "application/xml": (XML, "application/rdf+xml"),
    "text/xml": (XML, "application/rdf+xml"),
    "text/plain": (TSV, "application/n-triples"),
}
"""Common types that stand for one of ours: for rows, and for graphs."""

_LEAST_ROW = {JSON: len("{},"), XML: len("<result></result>"), CSV: 1, TSV: 1}
_TAIL = {JSON: b"]}}", XML: b"</results></sparql>", CSV: b"", TSV: b""}
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}]')


class _Full(Exception):
    """The byte ceiling was reached."""


class _Bowl(io.RawIOBase):
    """Takes what is written until it is full."""

    def __init__(self, size: int) -> None:
        self.data = bytearray()
        self.size = size

    def writable(self) -> bool:
        return True

    def write(self, part: object) -> int:
        data = bytes(cast("bytes", part))
        self.data += data
        if len(self.data) > self.size:
            raise _Full
        return len(data)


def written(results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, media_type: str, limits: Limits) -> Reply:
    """The results as a reply in ``media_type``, which fits the form of the query."""
    kind = ALIASES.get(media_type, (media_type, media_type))
    if isinstance(results, ox.QueryTriples):
        return _graph(results, kind[1], media_type, limits)
    if isinstance(results, ox.QueryBoolean):
        return Reply(cast("bytes", results.serialize(format=ROWS[kind[0]])), _charset(media_type))
    return _rows(results, kind[0], media_type, limits)


def _rows(results: ox.QuerySolutions, form: str, media_type: str, limits: Limits) -> Reply:
    bowl = _Bowl(limits.answer_bytes)
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


def row_ends(data: bytes, form: str) -> list[int]:
    r"""Where each whole row ends in results written in ``form``, the heading not counted.

    >>> row_ends(b'a\r\n"x\r\ny"\r\nz', CSV), row_ends(b'{"head":{},"results":{"bindings":[{"a":{"value":"}}"}},{}]}}', JSON)
    ([10], [56, 59])
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
    bowl = _Bowl(limits.answer_bytes)
    try:
        ox.serialize(kept, cast("IO[bytes]", bowl), format=GRAPHS[form], prefixes=_prefixes(form))
    except _Full:
        kept = kept[: max(1, len(kept) * limits.answer_bytes // (2 * len(bowl.data)) // 2)]
        bowl = _Bowl(2 * limits.answer_bytes)
        ox.serialize(kept, cast("IO[bytes]", bowl), format=GRAPHS[form], prefixes=_prefixes(form))
    cut = ((CUT, f"{len(kept)} triples"),) if len(kept) < len(triples) else ()
    return Reply(bytes(bowl.data), _charset(media_type), headers=cut)


def _prefixes(form: str) -> dict[str, str] | None:
    return PREFIXES if form in {"text/turtle", "application/trig", "application/rdf+xml"} else None


def _charset(media_type: str) -> str:
    return media_type + "; charset=utf-8" if media_type.startswith("text/") else media_type

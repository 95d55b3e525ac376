"""Replies compressed by gzip."""

from __future__ import annotations

import gzip
from dataclasses import replace

from fengong.web.message import Reply

_WORTH_IT = 1_000
_TEXTS = ("text/", "image/svg", *(f"application/{kind}" for kind in ("json", "ld+json", "n-", "rdf", "trig", "sparql", "xml")))


def squeezed(reply: Reply) -> Reply:
    """The same reply compressed, if it is text and long enough."""
    if len(reply.body) < _WORTH_IT or not reply.media_type.startswith(_TEXTS):
        return reply
    body = gzip.compress(reply.body, compresslevel=5, mtime=0)
    return replace(reply, body=body, headers=(*reply.headers, ("Content-Encoding", "gzip")))

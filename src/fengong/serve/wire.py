"""What front and workers say to each other: frames of a JSON header and bytes, over a pair of connected sockets.

A frame is two lengths (unsigned, 4 bytes each, network order), the header as JSON, and the body. Nothing is unpickled.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from fengong.bilingual import Lang
from fengong.web.message import Reply, Request

HEAD = struct.Struct("!II")
_ATONCE = 1 << 16
"""Bytes that are received in one call; larger buffers are got from the system each time."""

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class QueryJob:
    """One SPARQL query: its text, the forms of answer that the client takes, and the data set if the protocol names one."""

    query: str
    accept: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


Job = QueryJob | Request


def packed(header: Mapping[str, object], body: bytes = b"") -> bytes:
    """One frame."""
    words = _JSON.encode(header).encode("utf-8", "surrogatepass")
    return HEAD.pack(len(words), len(body)) + words + body


def read_header(words: bytes) -> dict[str, object]:
    """The header of a frame."""
    return cast("dict[str, object]", json.loads(words.decode("utf-8", "surrogatepass")))


def receive(sock: socket.socket) -> tuple[dict[str, object], bytes] | None:
    """The next frame from a blocking socket; None at its end."""
    data = bytearray()
    whole = HEAD.size
    while len(data) < whole:
        part = sock.recv(_ATONCE)  # one frame at a time is under way, so this takes nothing of another
        if not part:
            return None
        data += part
        if len(data) >= HEAD.size:
            whole = HEAD.size + sum(HEAD.unpack_from(data))
    words, _ = HEAD.unpack_from(data)
    start = HEAD.size + words
    return read_header(bytes(data[HEAD.size : start])), bytes(data[start:])


def pack_job(job: Job, *, gzip: bool) -> bytes:
    """A job as a frame."""
    kind = "query" if isinstance(job, QueryJob) else "request"
    return packed({"kind": kind, "gzip": gzip, "job": {name: getattr(job, name) for name in job.__slots__}})


def unpack_job(header: Mapping[str, object]) -> tuple[Job, bool]:
    """The job of a frame, and whether the answer may be compressed."""
    job = cast("dict[str, object]", header["job"])
    if header["kind"] == "query":
        graphs = (tuple(cast("list[str]", job[name])) for name in ("default_graphs", "named_graphs"))
        return QueryJob(str(job["query"]), str(job["accept"]), *graphs), bool(header["gzip"])
    parameters = tuple((name, value) for name, value in cast("list[tuple[str, str]]", job["parameters"]))
    remembered = cast("Lang | None", job["remembered"])
    accept, languages = str(job["accept"]), str(job["languages"])
    return Request(str(job["path"]), parameters, accept, languages, remembered, str(job["base"])), bool(header["gzip"])


def pack_reply(reply: Reply, *, last: bool = False) -> bytes:
    """A reply as a frame; ``last``: the worker ends after it."""
    facts = {"status": reply.status, "media_type": reply.media_type, "headers": reply.headers, "kept": reply.kept, "last": last}
    return packed(facts, reply.body)


def unpack_reply(header: Mapping[str, object], body: bytes) -> Reply:
    """The reply of a frame."""
    headers = tuple((name, value) for name, value in cast("list[tuple[str, str]]", header["headers"]))
    return Reply(body, str(header["media_type"]), cast("int", header["status"]), headers, kept=bool(header["kept"]))

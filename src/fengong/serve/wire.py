"""What front and workers say to each other: frames of a JSON header and bytes, over a pair of connected sockets.

A frame is two lengths (unsigned, 4 bytes each, network order), the header as JSON, and the body. Nothing is unpickled.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import cast

from fengong.bilingual import Lang
from fengong.web.message import Reply, Request

HEAD = struct.Struct("!II")


@dataclass(frozen=True, slots=True)
class QueryJob:
    """One SPARQL query that the front has checked: its text, the form of the answer, and the data set if the protocol names one."""

    query: str
    media_type: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


Job = QueryJob | Request


def packed(header: Mapping[str, object], body: bytes = b"") -> bytes:
    """One frame."""
    words = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return HEAD.pack(len(words), len(body)) + words + body


def read_header(words: bytes) -> dict[str, object]:
    """The header of a frame."""
    return cast("dict[str, object]", json.loads(words.decode("utf-8", "surrogatepass")))


def receive(sock: socket.socket) -> tuple[dict[str, object], bytes] | None:
    """The next frame from a blocking socket; None at its end."""
    head = _exactly(sock, HEAD.size)
    if head is None:
        return None
    words, body = HEAD.unpack(head)
    rest = _exactly(sock, words + body)
    return None if rest is None else (read_header(rest[:words]), rest[words:])


def _exactly(sock: socket.socket, count: int) -> bytes | None:
    data = bytearray()
    while len(data) < count:
        part = sock.recv(min(count - len(data), 1 << 20))
        if not part:
            return None
        data += part
    return bytes(data)


def pack_job(job: Job, *, gzip: bool) -> bytes:
    """A job as a frame."""
    kind = "query" if isinstance(job, QueryJob) else "request"
    return packed({"kind": kind, "gzip": gzip, "job": asdict(job)})


def unpack_job(header: Mapping[str, object]) -> tuple[Job, bool]:
    """The job of a frame, and whether the answer may be compressed."""
    job = cast("dict[str, object]", header["job"])
    if header["kind"] == "query":
        graphs = (tuple(cast("list[str]", job[name])) for name in ("default_graphs", "named_graphs"))
        return QueryJob(str(job["query"]), str(job["media_type"]), *graphs), bool(header["gzip"])
    parameters = tuple((name, value) for name, value in cast("list[tuple[str, str]]", job["parameters"]))
    remembered = cast("Lang | None", job["remembered"])
    accept, languages = str(job["accept"]), str(job["languages"])
    return Request(str(job["path"]), parameters, accept, languages, remembered, str(job["base"])), bool(header["gzip"])


def pack_reply(reply: Reply) -> bytes:
    """A reply as a frame."""
    facts = {"status": reply.status, "media_type": reply.media_type, "headers": reply.headers, "kept": reply.kept}
    return packed(facts, reply.body)


def unpack_reply(header: Mapping[str, object], body: bytes) -> Reply:
    """The reply of a frame."""
    headers = tuple((name, value) for name, value in cast("list[tuple[str, str]]", header["headers"]))
    return Reply(body, str(header["media_type"]), cast("int", header["status"]), headers, kept=bool(header["kept"]))

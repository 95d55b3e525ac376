"""Replies that are kept: by graph and request, up to a number of bytes, the least recently used going first."""

from __future__ import annotations

import hashlib
from collections import OrderedDict

from fengong import __version__
from fengong.serve.wire import Job
from fengong.web.message import Reply

_OWN = 1_024
"""Bytes that an entry takes beside the body of its reply."""


class Cache:
    """Finished replies, each under its entity tag: a key as short as a stranger's query may be long."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.used = 0
        self._kept: OrderedDict[str, Reply] = OrderedDict()

    def get(self, etag: str) -> Reply | None:
        """The reply to the same job on the same graph, if it is kept."""
        reply = self._kept.get(etag)
        if reply is not None:
            self._kept.move_to_end(etag)
        return reply

    def put(self, etag: str, reply: Reply) -> None:
        """Keep a reply, unless it is a large part of what may be kept."""
        if not reply.kept or reply.status not in {200, 303} or len(reply.body) > self.size // 8:
            return
        if old := self._kept.pop(etag, None):
            self.used -= len(old.body) + _OWN
        self._kept[etag] = reply
        self.used += len(reply.body) + _OWN
        while self.used > self.size:
            _, dropped = self._kept.popitem(last=False)
            self.used -= len(dropped.body) + _OWN


def tag(mark: str, job: Job, *, gzip: bool) -> str:
    """The entity tag of the reply to a job: it changes with the graph, the program, and the form of the reply.

    >>> from fengong.web.message import Request
    >>> tag("a", Request("/zh/"), gzip=False) != tag("b", Request("/zh/"), gzip=False)
    True
    """
    words = repr((mark, __version__, job, gzip)).encode("utf-8", "surrogatepass")
    return f'"{mark}-{hashlib.sha256(words).hexdigest()[:20]}"'

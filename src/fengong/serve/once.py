"""One request without a socket: the same application, with this process as its hands."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.types import ASGIApp, Message

from fengong.api import Graph
from fengong.serve.app import application
from fengong.serve.desk import Desk
from fengong.serve.door import House
from fengong.serve.limits import Limits
from fengong.serve.wire import Job
from fengong.web.message import Reply


class Inline:
    """Does jobs here and now, without a deadline: for one's own requests only."""

    def __init__(self, graph: Graph, limits: Limits) -> None:
        self.desk = Desk(graph, limits)

    @property
    def mark(self) -> str:
        """What tells the graph from another."""
        return self.desk.mark

    @property
    def graphs(self) -> frozenset[str]:
        """The IRIs of the named graphs."""
        return frozenset(self.desk.graph.dataset.graphs.values())

    @property
    def in_default(self) -> frozenset[str]:
        """Those of the default graph."""
        dataset = self.desk.graph.dataset
        return frozenset(iri for name, iri in dataset.graphs.items() if dataset.in_default(name))

    async def do(self, job: Job, client: str, *, gzip: bool) -> Reply:
        """The reply to a job."""
        del client
        return self.desk.done(job, gzip=gzip)

    def state(self) -> dict[str, object]:
        """Nothing is ever waiting."""
        return {}


@dataclass(frozen=True, slots=True)
class Answered:
    """A response as it would go over the wire: status, headers in order, body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header; several are joined by commas, none is the empty string."""
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())


def here(graph: Graph, limits: Limits | None = None, house: House | None = None) -> ASGIApp:
    """The application over ``graph`` in this process."""
    chosen = limits or Limits()
    return application(Inline(graph, chosen), chosen, house or House())


def asked(app: ASGIApp, target: str, *, method: str = "GET", headers: dict[str, str] | None = None, body: bytes = b"") -> Answered:
    """What the application answers to one request for ``target`` (a path, with a query or without)."""
    work = _asked(app, target, method, {"host": "localhost", **(headers or {})}, body)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as apart:  # a notebook, say, has a loop of its own
        return apart.submit(asyncio.run, work).result()


async def _asked(app: ASGIApp, target: str, method: str, headers: dict[str, str], body: bytes) -> Answered:
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
        "client": ("127.0.0.1", 0),
        "server": ("localhost", 80),
    }
    sent: list[Message] = []
    incoming = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return incoming.pop(0) if incoming else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = sent[0]
    raw = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"])
    said = b"" if method == "HEAD" else b"".join(message.get("body", b"") for message in sent[1:])
    return Answered(start["status"], raw, said)

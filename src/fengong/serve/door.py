"""The door: every request passes it, and every reply. Host and method are checked, safety headers set, one line is logged."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fengong.caret import printable
from fengong.web.message import Reply, sentence

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SAFETY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Fengong-Cut, Link, Retry-After",
    "Server": "Fengong",
}
"""On every reply. Everything served is public and read-only, so any page may read it."""

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class House:
    """Who may come in, and what is written down. ``hosts`` empty: every name of a host is taken."""

    hosts: frozenset[str] = LOCAL
    log: Callable[[str], None] | None = None
    log_queries: bool = False
    safety: dict[str, str] = field(default_factory=lambda: dict(SAFETY))


class Door:
    """ASGI middleware round the whole application."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self.app, self.house = app, house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, seen = time.perf_counter(), {"status": 0, "bytes": 0}

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                headers = MutableHeaders(raw=message["headers"])
                own_policy = "content-security-policy" in headers  # a reply that may stand in a frame says so itself
                for name, value in self.house.safety.items():
                    if not (own_policy and name == "X-Frame-Options"):
                        headers.setdefault(name, value)
                message["headers"] = headers.raw
            elif message["type"] == "http.response.body":
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        if refusal := self._refusal(scope):
            await answered(refusal, out)
        else:
            await self.app(scope, receive, out)
        if self.house.log:
            self.house.log(self._line(scope, seen, time.perf_counter() - began))

    def _refusal(self, scope: Scope) -> Reply | None:
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() and not host.endswith("]") else host
        if self.house.hosts and name.lower() not in self.house.hosts:
            return sentence(
                400,
                f"这台服务器不叫“{printable(host)[:100]}”。用 fengong serve --allow-host 名称 允许它。",
                f"This server is not called “{printable(host)[:100]}”. Allow the name with: fengong serve --allow-host NAME",
            )
        if scope["method"] not in METHODS:
            said = sentence(405, f"不接受 {scope['method'][:20]}；请用 GET。", f"{scope['method'][:20]} does not work here; use GET.")
            return Reply(said.body, said.media_type, 405, (("Allow", "GET, HEAD, POST, OPTIONS"),))
        return None

    def _line(self, scope: Scope, seen: dict[str, int], seconds: float) -> str:
        path = scope["path"]
        if self.house.log_queries and scope["query_string"]:
            path += "?" + scope["query_string"].decode("latin-1")
        shown = printable(path)[:_LONGEST]
        return f"{scope['method']} {shown} {seen['status']} {seconds * 1000:.1f} ms {seen['bytes']} B"


async def answered(reply: Reply, send: Send) -> None:
    """Send a reply as it is."""
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
    raw += [
        (b"content-type", reply.media_type.encode()),
        (b"content-length", str(len(reply.body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": reply.status, "headers": raw})
    await send({"type": "http.response.body", "body": reply.body})

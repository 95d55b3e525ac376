"""The door: every request passes it, and every reply. Host and method are checked, safety headers set, one line is logged."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import re
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fengong.caret import printable
from fengong.serve import refusals
from fengong.serve.refusals import told
from fengong.web.message import Reply

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
GONE = "the client is gone"
"""Why a request is cancelled whose connection has ended."""
_CLIENT_GONE = 499
"""What the log says then; nobody is sent it."""
_LONGEST = 2_000
_HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?")


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
        self._safety = [(name.lower().encode(), value.encode()) for name, value in house.safety.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, seen = time.perf_counter(), {"status": 0, "bytes": 0}
        out = self._out(seen, send)
        try:
            if refusal := self._refusal(scope):
                await answered(refusal, out)
            else:
                await self.app(scope, receive, out)
        except asyncio.CancelledError as stop:
            if stop.args == (GONE,):
                seen["status"] = _CLIENT_GONE
            elif not seen["status"]:
                await answered(refusals.stopping(), out)
            raise
        except Exception:  # noqa: BLE001 - a fault of ours: the client was told so, and the log says what it was
            self._say(traceback.format_exc())
        finally:
            self._say(self._line(scope, seen, time.perf_counter() - began))

    def _out(self, seen: dict[str, int], send: Send) -> Send:
        """What sends a reply on with safety headers, and keeps its status and size for the log."""

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                own = {name for name, _ in message["headers"]}
                if b"content-security-policy" in own:  # a reply that may stand in a frame says so itself
                    own.add(b"x-frame-options")
                message["headers"] = [*message["headers"], *(each for each in self._safety if each[0] not in own)]
            elif message["type"] == "http.response.body":
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        return out

    def _say(self, line: str) -> None:
        if self.house.log:
            self.house.log(line)

    def _refusal(self, scope: Scope) -> Reply | None:
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        host = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if host is None:
            return told(400, "请求须有一个 Host 头，如 Host: localhost。", "A request has one Host header, such as Host: localhost.")
        if self.house.hosts and host[1].lower() not in self.house.hosts:
            return told(
                400,
                f"这台服务器不叫“{host[1][:100]}”。用 fengong serve --allow-host 名称 允许它。",
                f"This server is not called “{host[1][:100]}”. Allow the name with: fengong serve --allow-host NAME",
            )
        if scope["method"] not in METHODS:
            method = printable(scope["method"])[:20]
            allowed = ("Allow", "GET, HEAD, POST, OPTIONS")
            return told(405, f"不接受 {method}；请用 GET 或 POST。", f"{method} does not work here; use GET or POST.", allowed)
        return None

    def _line(self, scope: Scope, seen: dict[str, int], seconds: float) -> str:
        path = scope["path"]
        if self.house.log_queries and scope["query_string"]:
            path += "?" + scope["query_string"].decode("latin-1")
        shown = printable(path)[:_LONGEST]
        return f"{scope['method']} {shown} {seen['status']} {seconds * 1000:.1f} ms {seen['bytes']} B"


def household(address: str) -> str:
    """Who counts as one client: an IPv4 address, or the /64 network of an IPv6 address, which a subscriber has as a whole.

    >>> household("192.0.2.1"), household("2001:db8::1:2:3:4")
    ('192.0.2.1', '2001:db8::/64')
    """
    if ":" not in address:
        return address
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_network((address.partition("%")[0], 64), strict=False))
    return address


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

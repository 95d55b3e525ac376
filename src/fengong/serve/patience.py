"""Connections with bounds that uvicorn does not set: how long and how large the head of a request may be, and how many one client opens."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from fengong.serve.limits import Limits

_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\n"
_REST = b"content-type: text/plain; charset=utf-8\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%s"
_SAID_LARGE = "The head of the request is too large. 请求头过大。\n".encode()
_SAID_SLOW = "The request did not arrive in time. 请求没有及时到达。\n".encode()


class PatientProtocol(HttpToolsProtocol):
    """HTTP/1.1 by httptools; ``limits`` is set once, by `bounded`, before the first connection."""

    limits: ClassVar[Limits] = Limits()
    of_client: ClassVar[Counter[str]] = Counter()

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - as the class above has it
        super().__init__(*arguments, **named)
        self._head = 0
        self._in_head = True
        self._clock: asyncio.TimerHandle | None = None
        self._counted = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client connects: it has so long to say what it wants."""
        super().connection_made(transport)
        host = self.client[0] if self.client else ""
        too_many = self.of_client[host] >= self.limits.connections_of_one or len(self.connections) > self.limits.connections
        if too_many:
            transport.abort()
            return
        self._counted = host
        self.of_client[host] += 1
        self._wind(self.limits.header_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._stop()
        if self._counted:
            self.of_client[self._counted] -= 1
            if not self.of_client[self._counted]:
                del self.of_client[self._counted]
            self._counted = ""
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes came: of a head, no more than allowed."""
        if self.parser is None or self.transport.is_closing():
            return
        if self._in_head:
            self._head += len(data)
            if self._clock is None:
                self._wind(self.limits.header_seconds)
        super().data_received(data)
        if self._in_head and self._head > self.limits.header_bytes and not self.transport.is_closing():
            self._refuse(_TOO_LARGE, _SAID_LARGE)

    def on_headers_complete(self) -> None:
        """The head is whole: now the body has its time."""
        if sum(len(name) + len(value) for name, value in self.headers) + len(self.url) > self.limits.header_bytes:
            self._refuse(_TOO_LARGE, _SAID_LARGE)
            return
        self._in_head = False
        self._wind(self.limits.body_seconds)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        if self.cycle is not None:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._stop()
        if self.cycle is not None:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """The next request may come on the same connection."""
        self._head = 0
        self._in_head = True
        super().on_response_complete()

    def _wind(self, seconds: float) -> None:
        self._stop()
        self._clock = self.loop.call_later(seconds, self._expired)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _expired(self) -> None:
        self._clock = None
        if not self.transport.is_closing():
            self._refuse(_TOO_SLOW, _SAID_SLOW)

    def _refuse(self, line: bytes, said: bytes) -> None:
        self._stop()
        if self.cycle is None or self.cycle.response_complete or self._in_head:
            self.transport.write(line + _REST % (len(said), said))
        self.transport.close()


def bounded(limits: Limits) -> type[PatientProtocol]:
    """The protocol with these limits, and a count of clients of its own."""
    return type("BoundedProtocol", (PatientProtocol,), {"limits": limits, "of_client": Counter()})

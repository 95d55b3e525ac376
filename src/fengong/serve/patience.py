"""Connections with bounds that uvicorn does not set: on heads and bodies that do not come, answers that are not read, and clients."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from typing import Any, ClassVar, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from fengong.serve.door import GONE, SAFETY, household
from fengong.serve.limits import Limits
from fengong.web.message import TEXT

_TOO_LARGE = b"431 Request Header Fields Too Large"
_TOO_SLOW = b"408 Request Timeout"
_BAD = b"400 Bad Request"
_SAID = {
    _TOO_LARGE: "The head of the request is too large; send a long query by POST.\n请求头过大；长查询请用 POST 发送。\n".encode(),
    _TOO_SLOW: "The request did not arrive in time; send it again.\n请求没有及时到达，请重发。\n".encode(),
    _BAD: "This is no request of HTTP/1.1.\n这不是 HTTP/1.1 请求。\n".encode(),
}
_UPGRADE = re.compile(rb"\r\nupgrade[ \t]*:[^\r\n]*", re.IGNORECASE)
_HEADERS = "".join(
    f"{name}: {value}\r\n" for name, value in {**SAFETY, "Content-Type": TEXT, "Cache-Control": "no-store", "Connection": "close"}.items()
).encode()


class Gathered:
    """A transport that sends together what is written in one turn of the loop: head and body of a reply are one packet, not two."""

    __slots__ = ("_loop", "_parts", "_transport")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Send, at the end of the turn."""
        if not self._parts:
            self._loop.call_soon(self._sent)
        self._parts.append(data)

    def _sent(self) -> None:
        if self._parts and not self._transport.is_closing():
            self._transport.writelines(self._parts)
        self._parts = []

    def close(self) -> None:
        """Send what was written, and close."""
        self._sent()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the transport has
        return getattr(self._transport, name)


class PatientProtocol(HttpToolsProtocol):
    """HTTP/1.1 by httptools; ``limits`` is set once, by `bounded`, before the first connection."""

    limits: ClassVar[Limits] = Limits()
    of_client: ClassVar[Counter[str]] = Counter()
    unread: ClassVar[Counter[str]] = Counter()

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - as the class above has it
        super().__init__(*arguments, **named)
        self._head = 0
        self._in_head = True
        self._clock: asyncio.TimerHandle | None = None
        self._counted = ""
        self._stall: asyncio.TimerHandle | None = None
        self._unread = 0
        self._inner = self.app
        self.app = self._run
        self._task: asyncio.Task[Any] | None = None

    async def _run(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - as the class above has it
        """The application, in a task that is known."""
        self._task = asyncio.current_task()
        try:
            await self._inner(scope, receive, send)
        finally:
            self._task = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client connects: it has so long to say what it wants."""
        super().connection_made(transport)
        self.transport = cast("asyncio.Transport", Gathered(transport, self.loop))
        host = household(self.client[0] if self.client else "")
        too_many = self.of_client[host] >= self.limits.connections_of_one or len(self.connections) > self.limits.connections
        if too_many:
            transport.abort()
            return
        self._counted = host
        self.of_client[host] += 1
        self._wind(self.limits.header_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone: nobody waits for what it asked."""
        self._stop()
        self._read()
        if self._counted:
            self.of_client[self._counted] -= 1
            if not self.of_client[self._counted]:
                del self.of_client[self._counted]
            self._counted = ""
        super().connection_lost(exc)
        if self._task:
            self._task.cancel(GONE)

    def data_received(self, data: bytes) -> None:
        """Bytes came: of a head, no more than allowed."""
        if self.parser is None or self.transport.is_closing():
            return
        if self._in_head:
            self._head += len(data)
            if self._clock is None:
                self._wind(self.limits.header_seconds)
            data = without_upgrade(data)
        super().data_received(data)
        if self._in_head and self._head > self.limits.header_bytes and not self.transport.is_closing():
            self._refuse(_TOO_LARGE)

    def on_message_begin(self) -> None:
        """The first byte of a head, which may have come along with the end of the request before."""
        super().on_message_begin()
        if self._clock is None:
            self._wind(self.limits.header_seconds)

    def on_headers_complete(self) -> None:
        """The head is whole: now the body has its time."""
        if self.transport.is_closing():
            return
        if sum(len(name) + len(value) for name, value in self.headers) + len(self.url) > self.limits.header_bytes:
            self._refuse(_TOO_LARGE)
            return
        self._in_head = False
        self._wind(self.limits.body_seconds)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        if self.cycle is not None:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole; what comes next is the head of another."""
        self._stop()
        self._head = 0
        self._in_head = True
        if self.cycle is not None:
            super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """What came is no HTTP."""
        del msg
        self._refuse(_BAD)

    def pause_writing(self) -> None:
        """The client does not read as fast as we write: it has to read on, and may not leave too much waiting."""
        super().pause_writing()
        self._read()
        self._unread = self.transport.get_write_buffer_size()
        self.unread[self._counted] += self._unread
        if self.unread[self._counted] > self.limits.unread_bytes:
            self.transport.abort()
        else:
            self._stall = self.loop.call_later(self.limits.stall_seconds, self._stalled)

    def resume_writing(self) -> None:
        """The client has read nearly everything."""
        self._read()
        super().resume_writing()

    def _read(self) -> None:
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None
        self.unread[self._counted] -= self._unread
        self._unread = 0
        if not self.unread[self._counted]:
            del self.unread[self._counted]

    def _stalled(self) -> None:
        self._stall = None
        if self._unread - self.transport.get_write_buffer_size() < self.limits.stall_bytes:
            self.transport.abort()
        else:
            self.pause_writing()

    def _wind(self, seconds: float) -> None:
        self._stop()
        self._clock = self.loop.call_later(seconds, self._expired)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _expired(self) -> None:
        self._clock = None
        if self.flow.read_paused:  # it is we who do not read, while an earlier request is answered
            self._wind(self.limits.body_seconds)
        elif not self.transport.is_closing():
            self._refuse(_TOO_SLOW)

    def _refuse(self, status: bytes) -> None:
        """Close the connection, and say why unless an earlier request is still being answered."""
        self._stop()
        cycle = self.cycle
        in_body = cycle is not None and not self._in_head and not self.pipeline and not cycle.response_started
        if in_body:
            cycle.disconnected = True  # its answer is this one
        if in_body or cycle is None or cycle.response_complete:
            said = _SAID[status]
            self.transport.write(b"HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s" % (status, _HEADERS, len(said), said))
        self.transport.close()


def without_upgrade(data: bytes) -> bytes:
    r"""Bytes of a head without its offer to change to another protocol, which a server may ignore (RFC 9110, 7.8).

    Java's client offers HTTP/2 with its first request; httptools would stop reading there, and the body be lost.

    >>> without_upgrade(b"POST / HTTP/1.1\r\nUpgrade: h2c\r\nHost: a\r\n\r\nUpgrade: b")
    b'POST / HTTP/1.1\r\nHost: a\r\n\r\nUpgrade: b'
    """
    head, end, body = data.partition(b"\r\n\r\n")
    return _UPGRADE.sub(b"", head) + end + body


def bounded(limits: Limits) -> type[PatientProtocol]:
    """The protocol with these limits, and counts of its own."""
    return type("BoundedProtocol", (PatientProtocol,), {"limits": limits, "of_client": Counter(), "unread": Counter()})

"""Worker processes as the front sees them: one job at a time each, forked by the nursery of one graph."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from typing import cast

from fengong.serve import wire
from fengong.web.message import Reply


class Ended(Exception):
    """A worker ended while it had a job, or there can be no new one."""


class Worker(asyncio.Protocol):
    """One worker process: one job at a time."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.transport: asyncio.Transport | None = None
        self.answer: asyncio.Future[Reply] | None = None
        self._data = bytearray()
        self.ended = False
        self.tired = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is ready."""
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass

    def data_received(self, data: bytes) -> None:
        """A part of a reply came."""
        self._data += data
        if len(self._data) < wire.HEAD.size:
            return
        words, body = wire.HEAD.unpack_from(self._data)
        start = wire.HEAD.size
        if len(self._data) < start + words + body:
            return
        whole = bytes(self._data)
        self._data.clear()
        header = wire.read_header(whole[start : start + words])
        self.tired = bool(header["last"])
        if self.answer and not self.answer.done():
            self.answer.set_result(wire.unpack_reply(header, whole[start + words :]))

    def connection_lost(self, exc: Exception | None) -> None:
        """The worker is gone."""
        del exc
        self.ended = True
        if self.answer and not self.answer.done():
            self.answer.set_exception(Ended())

    async def do(self, frame: bytes, timeout: float) -> Reply:  # noqa: ASYNC109 - the deadline kills
        """The reply to one job. Raises Ended, TimeoutError."""
        if self.ended or self.transport is None:
            raise Ended
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write(frame)
        async with asyncio.timeout(timeout):
            return await self.answer

    async def finish(self, timeout: float) -> None:  # noqa: ASYNC109 - the deadline kills
        """Wait for the end of a job whose answer nobody wants any more. Raises Ended, TimeoutError."""
        if self.ended:
            raise Ended
        if self.answer and self.answer.done() and not self.answer.cancelled():
            return
        self.answer = asyncio.get_running_loop().create_future()
        async with asyncio.timeout(timeout):
            await self.answer

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Have no more to do with it."""
        if self.transport:
            self.transport.close()

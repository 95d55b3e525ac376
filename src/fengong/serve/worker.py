"""Worker processes as the front sees them: one job at a time each, forked by the nursery of one graph."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from fengong.serve import wire
from fengong.web.message import Reply

if TYPE_CHECKING:
    from fengong.serve.lane import Lane

T = TypeVar("T")
_PATIENCE = 5.0
"""Seconds that a nursery may take over one order; it forks in milliseconds."""


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


class Crew:
    """The nursery of one graph and what the front knows of it. ``lost``: the nursery has ended, though nobody wanted it to."""

    def __init__(self, process: subprocess.Popen[bytes], control: socket.socket, ready: Mapping[str, object]) -> None:
        self.process = process
        self.control = control
        self.mark = str(ready["ready"])
        self.graphs, self.in_default = (frozenset(cast("list[str]", ready[name])) for name in ("graphs", "default"))
        self.lanes: dict[str, Lane] = {}
        self.lost = False
        self._orders = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        control.settimeout(_PATIENCE)

    async def fork(self, lane: str) -> Worker:
        """A new worker. Raises Ended where there can be none."""
        pid, sock = await self._ordered(lambda: self._fork(lane))
        sock.setblocking(False)
        _, worker = await asyncio.get_running_loop().create_connection(lambda: Worker(pid), sock=sock)
        return worker

    def _fork(self, lane: str) -> tuple[int, socket.socket]:
        self.control.sendall(wire.packed({"fork": lane}))
        data, descriptors, _, _ = socket.recv_fds(self.control, 4096, 1)
        if not data:
            raise ConnectionError
        if not descriptors:
            raise Ended
        words, _ = wire.HEAD.unpack_from(data)
        return int(str(wire.read_header(data[wire.HEAD.size : wire.HEAD.size + words])["pid"])), socket.socket(fileno=descriptors[0])

    async def reap(self, worker: Worker) -> int:
        """The signal by which a dead worker ended; 0 where there was none, or nobody knows."""
        try:
            return await self._ordered(lambda: self._reap(worker.pid))
        except Ended:
            return 0

    def _reap(self, pid: int) -> int:
        self.control.sendall(wire.packed({"reap": pid}))
        answer = wire.receive(self.control)
        if answer is None:
            raise ConnectionError
        return int(str(answer[0]["signal"]))

    async def _ordered(self, order: Callable[[], T]) -> T:
        """What comes of one order; orders do not mix, even where nobody waits for one any more. Raises Ended."""

        async def alone() -> T:
            async with self._orders:
                if self.lost:
                    raise Ended
                try:
                    return await asyncio.to_thread(order)
                except OSError as error:  # it is gone, or hangs
                    self.lost = True
                    raise Ended from error

        task = asyncio.create_task(alone())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    def gone(self) -> bool:
        """Whether the nursery has ended by itself, or does not answer."""
        self.lost = self.lost or self.process.poll() is not None
        return self.lost

    async def end(self) -> None:
        """End the nursery, and with it every worker."""
        with contextlib.suppress(OSError):
            self.control.shutdown(socket.SHUT_RDWR)
        async with self._orders:
            self.lost = True
            self.control.close()
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

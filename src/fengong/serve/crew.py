"""The nursery of one graph as the front sees it: where workers are forked and reaped, and the lanes that they work in."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from fengong.serve import wire
from fengong.serve.lane import Lane
from fengong.serve.worker import Ended, Worker

T = TypeVar("T")
_PATIENCE = 5.0
"""Seconds that a nursery may take over one order; it forks in milliseconds."""


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

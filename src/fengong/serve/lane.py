"""A lane: workers for one kind of job, with a bounded queue in which each client has a share, and a deadline that kills."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections import Counter, deque
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Protocol, TypeVar

from fengong.bilingual import Bilingual
from fengong.serve import refusals, wire
from fengong.serve.limits import Limits
from fengong.serve.wire import Job
from fengong.serve.worker import Ended, Worker
from fengong.web.message import Reply

Log = Callable[[Bilingual], None]
REPLACED = Bilingual(
    zh="工作进程 {pid} 已结束（信号 {signal}），另起一个", en="worker {pid} ended (signal {signal}); another takes its place"
)

T = TypeVar("T")
_SOON = 0.5
"""Seconds in which a job may end whose client is gone; most do, and a worker need not be replaced."""
_MEMORY = frozenset({signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGKILL})
"""How an engine ends that has no memory or no stack left, and how the kernel ends it."""


class Nursery(Protocol):
    """Where a lane gets its workers."""

    async def fork(self, lane: str) -> Worker:
        """A new worker for the lane of this name. Raises Ended where there can be none."""

    async def reap(self, worker: Worker) -> int:
        """The signal by which a worker ended; 0 where there was none."""

    def gone(self) -> bool:
        """Whether the nursery itself has ended."""


class Lane:
    """Workers for one kind of job, with a queue in which each client has a share."""

    def __init__(self, crew: Nursery, name: str, size: int, running_of_one: int, limits: Limits, log: Log) -> None:
        self.crew, self.name, self.size, self.running_of_one, self.limits, self.log = crew, name, size, running_of_one, limits, log
        self.idle: list[Worker] = []
        self.count = 0
        self.running: Counter[str] = Counter()
        self.waiting: deque[tuple[str, asyncio.Future[None]]] = deque()
        self.held: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def busy(self) -> int:
        """How many jobs run or wait."""
        return self.running.total() + len(self.waiting)

    async def do(self, job: Job, client: str, *, gzip: bool) -> Reply:
        """The reply to a job, or the sentence that says why there is none."""
        if refusal := await self._admitted(client):
            return refusal
        try:
            worker = self._rested() or await self._new(client)
            return await self._done(worker, wire.pack_job(job, gzip=gzip), client)
        except Ended:
            return refusals.restarting() if self.crew.gone() else refusals.full()
        finally:
            self._release(client)

    def _rested(self) -> Worker | None:
        """A worker that has nothing to do, unless there is none; one that ended in its sleep is laid to rest."""
        while self.idle:
            worker = self.idle.pop()
            if not worker.ended:
                return worker
            self._apart(self._gone(worker))
        return None

    async def _new(self, client: str) -> Worker:
        """Another worker. Raises Ended."""
        self.count += 1
        birth = self._apart(self.crew.fork(self.name))
        try:
            return await asyncio.shield(birth)
        except asyncio.CancelledError:
            self.running[client] += 1  # its place stays taken until the worker is there
            birth.add_done_callback(partial(self._born_late, client))
            raise
        except Ended:
            self.count -= 1
            raise

    def _born_late(self, client: str, birth: asyncio.Task[Worker]) -> None:
        """A worker for whom nobody waits any more."""
        if birth.cancelled() or birth.exception():
            self.count -= 1
        else:
            self.idle.append(birth.result())
        self._release(client)

    async def _done(self, worker: Worker, frame: bytes, client: str) -> Reply:
        try:
            reply = await worker.do(frame, self.limits.timeout)
        except TimeoutError:
            worker.kill()
            await self._gone(worker)
            return refusals.too_slow(self.limits.timeout)
        except Ended:
            ended_by = await self._gone(worker)
            if self.crew.gone():
                return refusals.restarting()
            return refusals.out_of_memory(self.limits.memory) if ended_by in _MEMORY else refusals.broken()
        except asyncio.CancelledError:
            self.running[client] += 1  # its place stays taken until the worker is free
            self._apart(self._abandoned(worker, client))
            raise
        self._back(worker)
        return reply

    def _back(self, worker: Worker) -> None:
        """A worker has done its job."""
        if worker.tired:
            self._apart(self._gone(worker))
        else:
            self.idle.append(worker)

    async def _abandoned(self, worker: Worker, client: str) -> None:
        """The client is gone: a job that ends soon may end, another is ended."""
        try:
            await worker.finish(_SOON)
            self._back(worker)
        except (TimeoutError, Ended):
            worker.kill()
            await self._gone(worker)
        finally:
            self._release(client)

    async def _gone(self, worker: Worker) -> int:
        """Make room for another worker; the signal by which this one ended."""
        worker.close()
        self.count -= 1
        ended_by = await self.crew.reap(worker)
        if not worker.tired:
            self.log(REPLACED.fill(pid=worker.pid, signal=ended_by))
        return ended_by

    def _apart(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Work for which nobody waits."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    # --- the queue

    def _free(self, client: str) -> bool:
        return self.running.total() < self.size and self.running[client] < self.running_of_one

    def _release(self, client: str) -> None:
        """One job less of a client; whoever waits may go on."""
        self.running[client] -= 1
        if not self.running[client]:
            del self.running[client]
        if self.waiting:
            self._next()

    async def _admitted(self, client: str) -> Reply | None:
        """Wait until the client may run a job; a refusal where it has to wait too long, or too many wait."""
        if self._free(client):  # whoever waits has its share already, else it would not wait
            self.running[client] += 1
            return None
        if self.held[client] >= self.limits.share:
            return refusals.too_many(self.limits.share)
        if len(self.waiting) >= self.limits.queue:
            return refusals.full()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        place = (client, turn)
        self.waiting.append(place)
        self.held[client] += 1
        try:
            async with asyncio.timeout(self.limits.timeout):
                await turn
        except (TimeoutError, asyncio.CancelledError) as stop:
            with contextlib.suppress(ValueError):
                self.waiting.remove(place)
            if turn.done() and not turn.cancelled():  # the turn came, too late
                self._release(client)
            if isinstance(stop, asyncio.CancelledError):
                raise
            return refusals.full()
        finally:
            self.held[client] -= 1
            if not self.held[client]:
                del self.held[client]
        return None

    def _next(self) -> None:
        """Give free places to those who wait, in order, but for clients that have their share already."""
        for each in list(self.waiting):
            if self.running.total() >= self.size:
                return
            client, turn = each
            if turn.done() or self._free(client):
                self.waiting.remove(each)
                if not turn.done():
                    self.running[client] += 1
                    turn.set_result(None)

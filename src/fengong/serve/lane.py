"""A lane: workers for one kind of job, with a bounded queue in which each client has a share, and a deadline that kills."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter, deque
from collections.abc import Callable

from fengong.bilingual import Bilingual
from fengong.serve import refusals, wire
from fengong.serve.limits import Limits
from fengong.serve.wire import Job
from fengong.serve.worker import Crew, Ended, Worker
from fengong.web.message import Reply

Log = Callable[[Bilingual], None]
REPLACED = Bilingual(
    zh="工作进程 {pid} 已结束（信号 {signal}），另起一个", en="worker {pid} ended (signal {signal}); another takes its place"
)


class Lane:
    """Workers for one kind of job, with a queue in which each client has a share."""

    def __init__(self, crew: Crew, size: int, running_of_one: int, limits: Limits, log: Log) -> None:
        self.crew, self.size, self.running_of_one, self.limits, self.log = crew, size, running_of_one, limits, log
        self.idle: list[Worker] = []
        self.count = 0
        self.running: Counter[str] = Counter()
        self.waiting: deque[tuple[str, asyncio.Future[None]]] = deque()
        self.held: Counter[str] = Counter()

    @property
    def busy(self) -> int:
        """How many jobs run or wait."""
        return self.running.total() + len(self.waiting)

    async def do(self, job: Job, client: str, *, gzip: bool) -> Reply:
        """The reply to a job, or the sentence that says why there is none."""
        if refusal := await self._admitted(client):
            return refusal
        try:
            worker = self.idle.pop() if self.idle else await self._new()
            return await self._done(worker, wire.pack_job(job, gzip=gzip))
        finally:
            self.running[client] -= 1
            if not self.running[client]:
                del self.running[client]
            self._next()

    async def _new(self) -> Worker:
        self.count += 1
        try:
            return await self.crew.fork()
        except (Ended, OSError) as error:
            self.count -= 1
            raise Ended from error

    async def _done(self, worker: Worker, frame: bytes) -> Reply:
        try:
            reply = await worker.do(frame, self.limits.timeout)
        except TimeoutError:
            worker.kill()
            await self._gone(worker)
            return refusals.too_slow(self.limits.timeout)
        except Ended:
            ended_by = await self._gone(worker)
            return (
                refusals.out_of_memory(self.limits.memory)
                if ended_by in {signal.SIGABRT, signal.SIGSEGV, signal.SIGKILL}
                else refusals.broken()
            )
        except asyncio.CancelledError:
            worker.kill()
            await asyncio.shield(self._gone(worker))
            raise
        self.idle.append(worker)
        return reply

    async def _gone(self, worker: Worker) -> int:
        """Make room for another worker; the signal by which this one ended."""
        worker.close()
        self.count -= 1
        ended_by = await self.crew.reap(worker)
        self.log(REPLACED.fill(pid=worker.pid, signal=ended_by))
        return ended_by

    # --- the queue

    def _free(self, client: str) -> bool:
        return self.running.total() < self.size and self.running[client] < self.running_of_one

    async def _admitted(self, client: str) -> Reply | None:
        """Wait until the client may run a job; a refusal where it has to wait too long, or too many wait."""
        if not self.waiting and self._free(client):
            self.running[client] += 1
            return None
        if self.held[client] >= self.limits.share:
            return refusals.too_many(self.limits.share)
        if len(self.waiting) >= self.limits.queue:
            return refusals.full()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append((client, turn))
        self.held[client] += 1
        self._next()
        try:
            async with asyncio.timeout(self.limits.timeout):
                await turn
        except (TimeoutError, asyncio.CancelledError) as stop:
            if turn.done() and not turn.cancelled():
                self.running[client] -= 1
                self._next()
            self.waiting = deque(each for each in self.waiting if each[1] is not turn)
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

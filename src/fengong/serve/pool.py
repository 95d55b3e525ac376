"""The workers of the graph that is served now; a changed graph takes over once it is loaded, and no request is dropped."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from fengong.bilingual import Bilingual
from fengong.graph.folder import MANIFEST
from fengong.serve import refusals, wire
from fengong.serve.crew import Crew
from fengong.serve.lane import Lane, Log
from fengong.serve.limits import Limits
from fengong.serve.wire import Job, QueryJob
from fengong.web.message import Reply
from fengong.workspace import Workspace

REPLACED = Bilingual(zh="图谱已更新：{mark}", en="the graph was replaced: {mark}")
LOST = Bilingual(zh="持有图谱的进程已结束，另起一个", en="the process that holds the graph has ended; another one starts")
FAILED = Bilingual(zh="装入图谱时出错", en="a fault while the graph was loaded")
_POLL = 1.0
_LONGEST = 60.0
"""Seconds between looks at the graph, and at most between attempts to replace a process that ended."""


class NotReady(Exception):
    """A graph could not be loaded; its words say why."""

    def __init__(self, words: Bilingual) -> None:
        super().__init__(words.en)
        self.words = words


class Pool:
    """The workers of the graph that is served now; a changed graph takes over once it is loaded."""

    def __init__(self, workspace: Workspace, limits: Limits, log: Log) -> None:
        self.workspace, self.limits, self.log = workspace, limits, log
        self.crew: Crew | None = None
        self._seen: object = None
        self._watch: asyncio.Task[None] | None = None
        self._retiring: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Load the graph. Raises NotReady."""
        self._seen = self._stamp()
        self.crew = await self._crew()
        self._watch = asyncio.create_task(self._watched())

    async def stop(self) -> None:
        """End every process."""
        tasks = [task for task in (self._watch, *self._retiring) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.crew:
            await self.crew.end()

    @property
    def mark(self) -> str:
        """What tells the graph from another."""
        return self.crew.mark if self.crew else ""

    @property
    def graphs(self) -> frozenset[str]:
        """The IRIs of the named graphs."""
        return self.crew.graphs if self.crew else frozenset()

    @property
    def in_default(self) -> frozenset[str]:
        """Those that the default graph is the union of."""
        return self.crew.in_default if self.crew else frozenset()

    async def do(self, job: Job, client: str, *, gzip: bool) -> Reply:
        """The reply to a job."""
        assert self.crew is not None  # noqa: S101 - started before it serves
        if self.crew.lost:
            return refusals.restarting()
        return await self.crew.lanes["query" if isinstance(job, QueryJob) else "page"].do(job, client, gzip=gzip)

    def state(self) -> dict[str, object]:
        """What `/healthz` tells of the workers."""
        lanes = self.crew.lanes if self.crew else {}
        return {
            name: {"workers": lane.count, "running": lane.running.total(), "waiting": len(lane.waiting)} for name, lane in lanes.items()
        }

    async def _crew(self) -> Crew:
        ours, theirs = socket.socketpair()
        limits = json.dumps(asdict(self.limits))
        command = [sys.executable, "-m", "fengong.serve.nursery", str(theirs.fileno()), str(self.workspace.root), limits]
        try:
            process = await asyncio.to_thread(subprocess.Popen, command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL)
        finally:
            theirs.close()
        try:
            header = await asyncio.to_thread(_hatched, process, ours)
        except asyncio.CancelledError:
            process.kill()  # so that the thread that listens to it ends as well
            raise
        if "ready" not in header:
            error = header.get("error")
            words = error if isinstance(error, dict) else {"zh": "图谱没有装入", "en": "the graph was not loaded"}
            raise NotReady(Bilingual(zh=str(words["zh"]), en=str(words["en"])))
        crew = Crew(process, ours, header)
        crew.lanes = {
            "query": Lane(crew, "query", self.limits.query_workers, self.limits.running_of_one, self.limits, self.log),
            "page": Lane(crew, "page", self.limits.page_workers, self.limits.page_workers, self.limits, self.log),
        }
        return crew

    # --- a changed graph

    def _stamp(self) -> object:
        """What changes with the manifest: the file is replaced, never written in place."""
        path = Path(self.workspace.built) / MANIFEST
        try:
            status = path.stat()
        except OSError:
            return None
        return (status.st_ino, status.st_mtime_ns, status.st_size)

    async def _watched(self) -> None:
        wait = _POLL
        while True:
            await asyncio.sleep(wait)
            lost = self.crew is not None and self.crew.gone()
            stamp = self._stamp()
            if not lost and stamp in {None, self._seen}:
                wait = _POLL
                continue
            if lost:
                self.log(LOST)
            self._seen = stamp  # as it was before the graph is read: what changes meanwhile is seen the next time
            replaced = await self._replaced()
            wait = min(2 * wait, _LONGEST) if lost and not replaced else _POLL

    async def _replaced(self) -> bool:
        """Whether the graph as it is now has taken over."""
        try:
            new = await self._crew()
        except NotReady as error:
            self.log(
                Bilingual(
                    zh=f"新图谱没有装入，仍用旧图谱：{error.words.zh}",
                    en=f"the new graph was not loaded, the old one stays: {error.words.en}",
                )
            )
            return False
        except (OSError, ValueError) as error:  # no process to be had, or one that talks nonsense
            self.log(Bilingual(zh=f"{FAILED.zh}：{error}", en=f"{FAILED.en}: {error}"))
            return False
        old, self.crew = self.crew, new
        self.log(REPLACED.fill(mark=new.mark))
        if old:
            task = asyncio.create_task(self._retire(old))
            self._retiring.add(task)
            task.add_done_callback(self._retiring.discard)
        return True

    async def _retire(self, crew: Crew) -> None:
        """End a crew once its jobs are done."""
        try:
            while any(lane.busy for lane in crew.lanes.values()):  # noqa: ASYNC110 - several lanes, each with its own end
                await asyncio.sleep(0.05)
        finally:
            await crew.end()


def _hatched(process: subprocess.Popen[bytes], ours: socket.socket) -> dict[str, object]:
    """What a nursery says once it has loaded the graph; one that is not ready has ended."""
    header: dict[str, object] = {}
    with contextlib.suppress(OSError):
        header, _ = wire.receive(ours) or (header, b"")
    if "ready" not in header:
        ours.close()
        process.wait()
    return header

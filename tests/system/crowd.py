"""Many clients at once over loopback: raw requests from addresses of choice, and witnesses who check what they are told."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import quote, urlsplit

from support import SICHUAN
from system import answers, wire

WITNESSES = 20
_PAUSE = 0.25
_PIECE = 1 << 16
_BROKEN = (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError)


@dataclass(frozen=True)
class Said:
    """A raw answer; status 0 is a connection that was closed without one."""

    status: int
    headers: str
    body: bytes
    seconds: float


async def send(url: str, request: bytes, *, source: str = "127.0.0.1", timeout: float = 60.0) -> Said:  # noqa: ASYNC109 - of the whole exchange
    """Send bytes on a connection of their own, and read until the server closes it."""
    began = time.perf_counter()
    parts = urlsplit(url)
    data = b""
    with contextlib.suppress(*_BROKEN):
        async with asyncio.timeout(timeout):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port, local_addr=(source, 0))
            sending = asyncio.create_task(_written(writer, request))  # a server may answer before it has read all
            try:
                while part := await reader.read(1 << 16):
                    data += part
            finally:
                sending.cancel()
                writer.close()
                with contextlib.suppress(*_BROKEN):
                    await writer.wait_closed()
    head, _, body = data.partition(b"\r\n\r\n")
    words = head.split(b" ", 2)
    status = int(words[1]) if len(words) > 1 and words[0].startswith(b"HTTP/") and words[1].isdigit() else 0
    return Said(status, head.decode("latin-1").lower(), body, time.perf_counter() - began)


async def _written(writer: asyncio.StreamWriter, request: bytes) -> None:
    with contextlib.suppress(ConnectionError):
        for start in range(0, len(request) or 1, _PIECE):
            writer.write(request[start : start + _PIECE])
            await writer.drain()


def get(url: str, path: str, *, accept: str = "*/*", headers: str = "") -> bytes:
    """The bytes of a GET that asks for the connection to be closed."""
    host = urlsplit(url).netloc
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\n{headers}Connection: close\r\n\r\n".encode("latin-1")


def asked(url: str, query: str) -> bytes:
    """The bytes of a query by GET."""
    return get(url, f"/sparql?query={quote(query)}", accept=wire.JSON)


def cases() -> list[tuple[str, tuple[answers.Row, ...]]]:
    """Every canned question with its golden rows."""
    return [run for name in answers.selects() for run in answers.golden(name)]


@dataclass
class Tally:
    """What a crowd was told."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        """The time that this share of the answers took at most."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    def summary(self) -> dict[str, object]:
        """In numbers."""
        return {
            "answers": sum(self.statuses.values()),
            "right": self.right,
            "wrong": len(self.wrong),
            "statuses": {str(status): number for status, number in sorted(self.statuses.items())},
            "median_ms": round(1000 * self.quantile(0.5), 1),
            "p99_ms": round(1000 * self.quantile(0.99), 1),
            "slowest_ms": round(1000 * max(self.seconds, default=0.0), 1),
        }


async def ask_once(url: str, number: int, source: str, tally: Tally, *, fresh: bool, turn: int = 0) -> None:
    """One canned question, and whether its answer is the golden one; ``fresh``: in words that the server has not answered before."""
    runs = cases()
    query, rows = runs[number % len(runs)]
    said = await send(url, asked(url, f"{query}\n# {source} {number} {turn}" if fresh else query), source=source)
    tally.statuses[said.status] += 1
    tally.seconds.append(said.seconds)
    if said.status == 200:
        if answers.rows(json.loads(said.body)) == rows:
            tally.right += 1
        else:
            tally.wrong.append(query)


async def witness(url: str, source: str, pages: dict[str, bytes], tally: Tally, over: asyncio.Event) -> None:
    """A client who goes on asking questions and reading pages, and compares each with what it must be."""
    paths = sorted(pages)
    for number in count(int(source.rpartition(".")[2]) * 7):
        if over.is_set():
            return
        await ask_once(url, number, source, tally, fresh=number % 2 == 0)
        path = paths[number % len(paths)]
        said = await send(url, get(url, path), source=source)
        tally.statuses[said.status] += 1
        tally.seconds.append(said.seconds)
        if said.status == 200:
            if said.body == pages[path]:
                tally.right += 1
            else:
                tally.wrong.append(path)
        await asyncio.sleep(_PAUSE)


async def witnessed(url: str, abuse: Callable[[], Awaitable[None]]) -> Tally:
    """Twenty witnesses, each at an address of its own, before, during and after an abuse."""
    pages = {
        path: wire.ask(url + path).body for path in (f"/{lang}/id/{SICHUAN}/task/{n}" for lang in ("zh", "en") for n in (1, 12, 30, 52))
    }
    tally, over = Tally(), asyncio.Event()
    tasks = [asyncio.create_task(witness(url, f"127.0.1.{n}", pages, tally, over)) for n in range(1, WITNESSES + 1)]
    await asyncio.sleep(1)
    try:
        await abuse()
        await asyncio.sleep(1)
    finally:
        over.set()
        await asyncio.gather(*tasks)
    return tally

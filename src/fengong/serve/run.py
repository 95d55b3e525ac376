"""Starting and stopping: a socket, the workers, a line that says where, and an end that lets everybody finish."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import resource
import signal
import socket
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

import uvicorn

from fengong.bilingual import Bilingual, Lang
from fengong.errors import CannotServe
from fengong.serve.app import application
from fengong.serve.door import LOCAL, House
from fengong.serve.limits import Limits
from fengong.serve.patience import bounded
from fengong.serve.pool import NotReady, Pool
from fengong.workspace import Workspace

READY = Bilingual(zh="分工已就绪：{url}", en="Fengong is ready: {url}")
STOPPED = Bilingual(zh="已停止", en="stopped")
_BACKLOG = 512
_NEAR = ["127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10"]
"""Where a proxy stands whose word is taken for who the client is: on this machine or a private network."""
_REASONS = {
    errno.EADDRINUSE: ("这个地址和端口已被占用", "the address and port are taken"),
    errno.EADDRNOTAVAIL: ("这台机器没有这个地址", "this machine does not have the address"),
    errno.EACCES: ("没有使用这个端口的权限", "the port needs a permission that is not there"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where to serve: host and port (0: any free one), other names that the host has, whether a proxy stands before it."""

    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    behind_proxy: bool = False


def serve(workspace: Workspace, place: Place, limits: Limits, lang: Lang, say: Callable[[str], None], *, log_queries: bool = False) -> None:
    """Serve until SIGTERM or SIGINT. Raises CannotServe where the address is taken or the graph cannot be loaded."""
    sock = _bound(place)
    _make_room(limits)
    try:
        with asyncio.Runner(loop_factory=_loop()) as runner:
            runner.run(_served(sock, workspace, place, limits, _Voice(lang, say), log_queries=log_queries))
    finally:
        sock.close()


def _make_room(limits: Limits) -> None:
    """Let this process have as many files open as it may have connections, as far as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * limits.connections + 1_000
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Uvloop where it is installed (everywhere but Windows), else the loop of the standard library."""
    try:
        import uvloop  # noqa: PLC0415 - not everywhere
    except ImportError:
        return None
    return uvloop.new_event_loop


@dataclass(frozen=True, slots=True)
class _Voice:
    lang: Lang
    say: Callable[[str], None]

    def __call__(self, words: Bilingual) -> None:
        self.write(words.said(self.lang))

    def write(self, line: str) -> None:
        """Say a line as it is; where nobody takes it any more, go on."""
        with contextlib.suppress(OSError):
            self.say(line)


class _Server(uvicorn.Server):
    """uvicorn, with signals left to us."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - as the class above has it
        yield


async def _served(sock: socket.socket, workspace: Workspace, place: Place, limits: Limits, voice: _Voice, *, log_queries: bool) -> None:
    pool = Pool(workspace, limits, voice)
    stops = _Stops()
    try:
        if not await stops.before(pool.start()):
            return
        house = House(_hosts(place), voice.write, log_queries)
        server = _Server(_config(application(pool, limits, house), place, limits))
        running = asyncio.create_task(server.serve(sockets=[sock]))
        while not server.started and not running.done():  # noqa: ASYNC110 - uvicorn tells it by a flag
            await asyncio.sleep(0.01)
        if server.started:
            voice(READY.fill(url=url(place, sock)))
        if not await stops.before(running):
            server.should_exit = True
            if not await stops.before(running):  # told a second time
                server.force_exit = True
                await asyncio.wait({running}, timeout=1)
        if running.done():
            running.result()
    except NotReady as error:
        raise CannotServe(f"{place.host}:{place.port}", error.words.zh, error.words.en) from error
    finally:
        await pool.stop()
    voice(STOPPED)


class _Stops:
    """The signals that tell us to stop, one after the other."""

    def __init__(self) -> None:
        self._told = asyncio.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(each, self._told.set)

    async def before(self, work: Coroutine[Any, Any, None] | asyncio.Task[None]) -> bool:
        """Whether the work ended before the next signal came. Work that was handed in as a coroutine is cancelled by the signal."""
        task = work if isinstance(work, asyncio.Task) else asyncio.create_task(work)
        told = asyncio.create_task(self._told.wait())
        await asyncio.wait({task, told}, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        if task.done():
            task.result()
            return True
        self._told.clear()
        if task is not work:
            task.cancel()
            await asyncio.wait({task})
        return False


def _config(app: object, place: Place, limits: Limits) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        http=bounded(_behind(limits) if place.behind_proxy else limits),
        ws="none",
        lifespan="off",
        log_config=None,
        log_level=logging.CRITICAL,
        access_log=False,
        server_header=False,
        proxy_headers=place.behind_proxy,
        forwarded_allow_ips=_NEAR if place.behind_proxy else None,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=int(limits.drain),
        backlog=_BACKLOG,
    )


def _behind(limits: Limits) -> Limits:
    """The limits where all connections come from one proxy, which bounds its own clients."""
    return replace(limits, connections_of_one=limits.connections, unread_bytes=limits.connections * limits.answer_bytes)


def _bound(place: Place) -> socket.socket:
    """A socket bound to the place. Raises CannotServe."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            place.host.strip("[]"), place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        sock = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise _cannot(place, error) from error
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(_BACKLOG)  # at once: an address that another server listens on is known before the graph is loaded
    except OSError as error:
        sock.close()
        raise _cannot(place, error) from error
    return sock


def _cannot(place: Place, error: OSError | UnicodeError) -> CannotServe:
    zh, en = "地址无法识别", "the address is not known"
    if isinstance(error, OSError) and not isinstance(error, socket.gaierror):
        reason = os.strerror(error.errno or 0)
        zh, en = _REASONS.get(error.errno or 0, (f"地址不能使用（{reason}）", f"the address cannot be used ({reason})"))
    return CannotServe(f"{place.host}:{place.port}", zh, en)


def url(place: Place, sock: socket.socket) -> str:
    """The address to open."""
    host = f"[{place.host.strip('[]')}]" if ":" in place.host else place.host
    return f"http://{host}:{sock.getsockname()[1]}/"


def _hosts(place: Place) -> frozenset[str]:
    """The names under which the server may be asked; every name where it listens on all addresses and none was given."""
    if place.host in {"0.0.0.0", "::", ""} and not place.names:  # noqa: S104 - compared, not bound
        return frozenset()
    own = f"[{place.host.strip('[]')}]" if ":" in place.host else place.host
    return LOCAL | {own.lower()} | {name.lower() for name in place.names}

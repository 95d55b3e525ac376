"""Starting and stopping: a socket, the workers, a line that says where, and an end that lets everybody finish."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass

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
    try:
        with asyncio.Runner(loop_factory=_loop()) as runner:
            runner.run(_served(sock, workspace, place, limits, _Voice(lang, say), log_queries=log_queries))
    finally:
        sock.close()


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
        self.say(words.said(self.lang))


class _Server(uvicorn.Server):
    """uvicorn, with signals left to us."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - as the class above has it
        yield


async def _served(sock: socket.socket, workspace: Workspace, place: Place, limits: Limits, voice: _Voice, *, log_queries: bool) -> None:
    pool = Pool(workspace, limits, voice)
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    try:
        await pool.start()
    except NotReady as error:
        raise CannotServe(url(place, sock), error.words.zh, error.words.en) from error
    try:
        house = House(_hosts(place), voice.say, log_queries)
        server = _Server(_config(application(pool, limits, house), place, limits))
        running = asyncio.create_task(server.serve(sockets=[sock]))
        while not server.started and not running.done():  # noqa: ASYNC110 - uvicorn tells it by a flag
            await asyncio.sleep(0.01)
        voice(READY.fill(url=url(place, sock)))
        await asyncio.wait({running, asyncio.create_task(stop.wait())}, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await running
    finally:
        await pool.stop()
    voice(STOPPED)


def _config(app: object, place: Place, limits: Limits) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        http=bounded(limits),
        ws="none",
        lifespan="off",
        log_config=None,
        log_level=logging.CRITICAL,
        access_log=False,
        server_header=False,
        proxy_headers=place.behind_proxy,
        forwarded_allow_ips="*" if place.behind_proxy else None,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=int(limits.drain),
        backlog=_BACKLOG,
    )


def _bound(place: Place) -> socket.socket:
    """A socket bound to the place. Raises CannotServe."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            place.host.strip("[]"), place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        sock = socket.socket(family, kind, protocol)
    except OSError as error:
        raise CannotServe(f"{place.host}:{place.port}", str(error.strerror or error), str(error.strerror or error)) from error
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.set_inheritable(False)
    except OSError as error:
        sock.close()
        raise CannotServe(f"{place.host}:{place.port}", str(error.strerror or error), str(error.strerror or error)) from error
    return sock


def url(place: Place, sock: socket.socket) -> str:
    """The address to open."""
    host = f"[{place.host.strip('[]')}]" if ":" in place.host else place.host
    return f"http://{host}:{sock.getsockname()[1]}/"


def _hosts(place: Place) -> frozenset[str]:
    """The names under which the server may be asked; every name where it listens on all addresses and none was given."""
    if place.host in {"0.0.0.0", "::", ""} and not place.names:  # noqa: S104 - compared, not bound
        return frozenset()
    return LOCAL | {place.host.lower()} | {name.lower() for name in place.names}

"""The nursery: a process without threads that loads a graph once and forks workers, which share its memory.

Started as ``python -m fengong.serve.nursery FD WORKSPACE LIMITS``; FD is a connected socket to the front, on which it says that it
is ready and takes orders: ``fork`` (answered with a process id and, as an ancillary message, the socket to talk to the worker) and
``reap`` (answered with how a worker ended). When the front is gone, so are the nursery and its workers.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import resource
import signal
import socket
import sys
import time
import traceback
from pathlib import Path
from typing import NoReturn, cast

import fengong
from fengong.errors import FengongError
from fengong.serve import refusals, wire
from fengong.serve.desk import Desk
from fengong.serve.limits import Limits

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def main(arguments: list[str]) -> int:
    """Load the graph, say so, and obey until the front is gone."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a terminal or a service manager sends it to everybody; the front decides
        signal.signal(each, signal.SIG_IGN)
    control = socket.socket(fileno=int(arguments[0]))
    limits = Limits(**json.loads(arguments[2]))
    try:
        desk = Desk(fengong.open(arguments[1]), limits)
        desk.warm()
    except FengongError as error:
        control.sendall(wire.packed({"error": {"zh": error.said("zh"), "en": error.said("en")}}))
        return 1
    gc.collect()
    gc.freeze()  # so that a collection in a worker does not copy what it shares
    dataset = desk.graph.dataset
    default = [iri for name, iri in dataset.graphs.items() if dataset.in_default(name)]
    control.sendall(wire.packed({"ready": desk.mark, "graphs": list(dataset.graphs.values()), "default": default}))
    _obey(control, desk)
    return 0


def _obey(control: socket.socket, desk: Desk) -> None:
    children: set[int] = set()
    with contextlib.suppress(OSError):  # the front is gone
        while (order := wire.receive(control)) is not None:
            header, _ = order
            if "fork" in header:
                _fork(control, desk, children, queries=header["fork"] == "query")
            else:
                pid = header["reap"]
                ended_by = _ended_by(pid) if isinstance(pid, int) and pid in children else 0
                children.discard(cast("int", pid))
                control.sendall(wire.packed({"signal": ended_by}))
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    for pid in children:
        os.waitpid(pid, 0)


def _fork(control: socket.socket, desk: Desk, children: set[int], *, queries: bool) -> None:
    """Fork a worker and hand the front its socket; where the system allows no more processes, say so."""
    ours, theirs = socket.socketpair()
    nursery = os.getpid()
    try:
        child = os.fork()
    except OSError as error:
        ours.close()
        theirs.close()
        control.sendall(wire.packed({"error": str(error)}))
        return
    if child == 0:
        control.close()
        theirs.close()
        _work(ours, desk, nursery, queries=queries)
    ours.close()
    children.add(child)
    socket.send_fds(control, [wire.packed({"pid": child})], [theirs.fileno()])
    theirs.close()


def _ended_by(pid: int) -> int:
    """The signal by which a child ended; one that goes on after its socket has ended is killed, and 0 said of it."""
    for _ in range(100):
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return 0


def _work(sock: socket.socket, desk: Desk, nursery: int, *, queries: bool) -> NoReturn:
    """Do jobs until the socket ends, or until a job has left much memory taken."""
    code = 0
    try:
        _settle(desk.limits, nursery)
        if queries:
            _shut()
        most = _peak() + desk.limits.memory // 4
        tired = False
        while not tired and (message := wire.receive(sock)) is not None:
            job, gzip = wire.unpack_job(message[0])
            try:
                reply = desk.done(job, gzip=gzip)
                tired = _peak() > most
                frame = wire.pack_reply(reply, last=tired)
            except (MemoryError, RecursionError):
                tired = True
                frame = wire.pack_reply(refusals.out_of_memory(desk.limits.memory), last=True)
            except Exception:  # noqa: BLE001 - a fault of ours, in one reply: the log sees why, and the worker goes on
                traceback.print_exc()
                frame = wire.pack_reply(refusals.broken())
            sock.sendall(frame)
    except OSError:
        code = 1
    except BaseException:  # noqa: BLE001 - the end of a process: the front sees the socket end, the log sees why
        traceback.print_exc()
        code = 1
    sys.stderr.flush()
    os._exit(code)


def _peak() -> int:
    """The most memory that this process has had at once, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _settle(limits: Limits, nursery: int) -> None:
    """Die with the parent; take no more memory than allowed; leave no core file."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != nursery:  # it died before it was asked
        os._exit(1)
    used = _data_bytes()
    resource.setrlimit(resource.RLIMIT_DATA, (used + limits.memory, used + limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _shut() -> None:
    """Open nothing from now on, neither a socket nor a file: whatever a query may spell, it reaches nothing but the graph."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _data_bytes() -> int:
    """The data segment of this process: private writable memory, as RLIMIT_DATA counts it."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

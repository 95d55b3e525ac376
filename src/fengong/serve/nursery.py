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
from pathlib import Path

import fengong
from fengong.errors import FengongError
from fengong.serve import wire
from fengong.serve.desk import Desk
from fengong.serve.limits import Limits
from fengong.web.message import sentence

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def main(arguments: list[str]) -> int:
    """Load the graph, say so, and obey until the front is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to everybody; the front decides
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
    while (order := wire.receive(control)) is not None:
        header, _ = order
        if "fork" in header:
            ours, theirs = socket.socketpair()
            child = os.fork()
            if child == 0:
                control.close()
                theirs.close()
                _work(ours, desk)
            ours.close()
            children.add(child)
            socket.send_fds(control, [wire.packed({"pid": child})], [theirs.fileno()])
            theirs.close()
        elif (pid := header.get("reap")) in children:
            assert isinstance(pid, int)  # noqa: S101 - it is in a set of ints
            children.discard(pid)
            control.sendall(wire.packed({"signal": _ended_by(pid)}))
    for pid in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


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


def _work(sock: socket.socket, desk: Desk) -> None:
    """Do jobs until the socket ends; never returns."""
    _settle(desk.limits)
    code = 0
    try:
        while (message := wire.receive(sock)) is not None:
            job, gzip = wire.unpack_job(message[0])
            try:
                reply = desk.done(job, gzip=gzip)
            except (MemoryError, RecursionError):
                reply = sentence(503, "这个请求需要的内存超过上限。", "This request needs more memory than is allowed.")
            sock.sendall(wire.pack_reply(reply))
    except OSError:
        code = 1
    except BaseException:  # noqa: BLE001 - the end of a process: the front sees the socket end, the log sees why
        import traceback  # noqa: PLC0415

        traceback.print_exc()
        code = 1
    sys.stderr.flush()
    os._exit(code)


def _settle(limits: Limits) -> None:
    """Die with the parent; take no more memory than allowed; leave no core file."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    used = _data_bytes()
    resource.setrlimit(resource.RLIMIT_DATA, (used + limits.memory, used + limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _data_bytes() -> int:
    """The data segment of this process: private writable memory, as RLIMIT_DATA counts it."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

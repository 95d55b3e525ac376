"""The server under test: the real command in a process of its own, and what /proc says about it and its children."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from support import ROOT

READY = re.compile(r"http://[^\s/]+:\d+/?")
_PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, without a slash at the end, its process, and what it has said so far."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.url.rsplit(":", 1)[1])

    def family(self) -> list[int]:
        """The process and all that descend from it."""
        return family(self.process.pid)

    def memory(self) -> int:
        """Bytes of memory of the whole family; a page that several share counts once (proportional set size)."""
        return sum(_pss(pid) for pid in self.family())

    def said(self) -> str:
        """Its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> int:
        """End it as an operator would, by SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=_PATIENCE)


@contextlib.contextmanager
def serving(folder: Path, *options: str, env: dict[str, str] | None = None, cwd: Path = ROOT) -> Iterator[Server]:
    """The server on a free port, once it says that it is ready; it is ended afterwards, and nothing of it may be left."""
    log = folder / "server.log"
    command = [sys.executable, "-m", "fengong", "serve", "--port", "0", *options]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, cwd=cwd, env=os.environ | {"FENGONG_LANG": "en"} | (env or {})
        )
    server = Server(_ready(process, log), process, log)
    pids = set(server.family())
    try:
        yield server
    finally:
        pids |= set(server.family())
        if process.poll() is None:
            server.stop()
        left = gone(pids)
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    assert not left, f"processes left after SIGTERM: {left}"


def _ready(process: subprocess.Popen[bytes], log: Path) -> str:
    """The address that the server says it answers at."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if found := READY.search(log.read_text(encoding="utf-8", errors="replace")):
            return found[0].rstrip("/").replace("localhost", "127.0.0.1")
        if process.poll() is not None:
            break
        time.sleep(0.05)
    process.kill()
    raise AssertionError(f"the server did not come up:\n{log.read_text(encoding='utf-8', errors='replace')}")


def family(root: int) -> list[int]:
    """A process and all that descend from it, by /proc; ended ones that nobody waited for are left out."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))):
            state, parent = stat
            if state != "Z":
                parents.setdefault(parent, []).append(int(entry.name))
    found = [root] if _stat(root) else []
    for pid in found:
        found.extend(parents.get(pid, ()))
    return found


def gone(pids: set[int], *, seconds: float = 10.0) -> list[int]:
    """Wait until none of the processes lives; those that still do when time is up."""
    until = time.monotonic() + seconds
    while (left := [pid for pid in sorted(pids) if (stat := _stat(pid)) and stat[0] != "Z"]) and time.monotonic() < until:
        time.sleep(0.1)
    return left


def _stat(pid: int) -> tuple[str, int] | None:
    """State and parent of a process, or None where there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return fields[0], int(fields[1])


def _pss(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0

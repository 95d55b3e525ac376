"""A real SPARQL server of another kind, PyPI's `oxigraph`, with a dataset of its own."""

from __future__ import annotations

import contextlib
import importlib.metadata
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

_PATIENCE = 30.0


def program() -> Path:
    """The server's binary, where pip put it."""
    distribution = importlib.metadata.distribution("oxigraph")
    return next(Path(str(distribution.locate_file(file))).resolve() for file in distribution.files or () if file.name == "oxigraph")


@contextlib.contextmanager
def serving(folder: Path, data: bytes = b"") -> Iterator[str]:
    """The address of a server that holds the Turtle ``data``, kept in ``folder``; it is ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(program()), "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"]
    with (folder / "oxigraph.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            _wait(port, process)
            if data:
                address = f"http://127.0.0.1:{port}/store?default"
                request = urllib.request.Request(address, data, {"Content-Type": "text/turtle"}, method="POST")
                urllib.request.urlopen(request, timeout=_PATIENCE).close()  # noqa: S310 - our own server
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("oxigraph did not come up")

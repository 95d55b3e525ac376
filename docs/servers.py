"""Servers that pages of the documentation ask: another Fengong, and a SPARQL server of another kind, PyPI's `oxigraph`."""

from __future__ import annotations

import contextlib
import importlib.metadata
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = ("serve", "--location", "{store}", "--bind", "localhost:{port}")
"""How Oxigraph's server is started, on a free port or on the one that a page shows."""
_PATIENCE = 30.0


def program() -> Path:
    """The server's binary, where pip put it."""
    distribution = importlib.metadata.distribution("oxigraph")
    return next(Path(str(distribution.locate_file(file))).resolve() for file in distribution.files or () if file.name == "oxigraph")


@contextlib.contextmanager
def oxigraph(folder: Path, data: bytes = b"") -> Iterator[str]:
    """The address of a server that holds the Turtle ``data``, kept in ``folder``; it is ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [each.format(store=folder / "store", port=port) for each in OPTIONS]
    with (folder / "oxigraph.log").open("wb") as log, subprocess.Popen([str(program()), *options], stdout=log, stderr=log) as process:  # noqa: S603 - PyPI's server
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


@contextlib.contextmanager
def reconciling() -> Iterator[str]:
    """The address of another Fengong that answers at /reconcile."""
    from fengong import api  # noqa: PLC0415 - only for one page
    from fengong.reconcile import Reconciler  # noqa: PLC0415
    from fengong.web.message import Request  # noqa: PLC0415

    service = Reconciler(api.open(ROOT))

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self._reply(())

        def do_POST(self) -> None:
            self._reply(tuple(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode())))

        def _reply(self, parameters: tuple[tuple[str, str], ...]) -> None:
            reply = service.reply(Request("/reconcile", parameters, base="http://localhost:8000/"))
            if reply is None:
                raise LookupError(self.path)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.media_type)
            self.end_headers()
            self.wfile.write(reply.body)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""Other engines with the graph loaded: Virtuoso, the Oxigraph server and Apache Jena's TDB2, each started as docs/load.md says.

The blocks of that page which are named (```` ```sh virtuoso-load ````) are run, word for word but for the ports.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import blocks
import shell
from system import jena

PAGE = "docs/load.md"
ROWS, TRIPLES = "application/sparql-results+json", "application/n-triples, text/plain;q=0.5"
_PATIENCE = 60.0


class Refused(Exception):
    """The engine cannot answer; the message is its own."""


@dataclass(frozen=True)
class Engine:
    """A running engine: ``ask(query, accepted)`` gives its answer as text or raises Refused; ``loaded`` is how long loading took."""

    name: str
    ask: Callable[[str, str], str]
    loaded: float


@dataclass(frozen=True)
class Graphs:
    """What is loaded: the folder of the N-Quads, and the IRIs of the graphs in the default graph and of all."""

    folder: Path
    default: tuple[str, ...]
    named: tuple[str, ...]


def block(name: str, ports: dict[str, int] | None = None) -> str:
    """A named block of the page, with the ports that it names replaced."""
    text = blocks.named(PAGE, name)
    for written, ours in (ports or {}).items():
        text = re.sub(rf"(?<=127\.0\.0\.1:){written}\b", str(ours), text)
    return text


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def run(name: str, folder: Path, *, ports: dict[str, int] | None = None, env: dict[str, str] | None = None) -> str:
    """Run the named block of the page in ``folder`` with the ports that it names replaced; what it printed."""
    done = shell.ran(block(name, ports), folder, env)
    assert done.returncode == 0, f"block {name}:\n{done.stdout}"
    return done.stdout


@contextlib.contextmanager
def running(name: str, folder: Path, ready: Callable[[], bool], *, ports: dict[str, int]) -> Iterator[subprocess.Popen[bytes]]:
    """The server that the named block starts, once it is ready; it is ended afterwards."""
    command = "exec " + block(name, ports).strip()
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen([shell.bash(), "-c", command], cwd=folder, env=shell.environment(), stdout=log, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + _PATIENCE
        while not ready():
            said = (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
            assert process.poll() is None, f"{name} ended:\n{said}"
            assert time.monotonic() < until, f"{name} did not come up:\n{said}"
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def virtuoso(folder: Path, graphs: Graphs) -> Iterator[Engine]:
    """Virtuoso with the graphs of ``graphs`` loaded; the default graph is named with each query, as the page says."""
    assert shutil.which("virtuoso-t"), "Virtuoso is missing: apt-get install virtuoso-opensource-7-bin"
    ports = {"1111": free_port(), "8890": free_port()}
    (folder / "virtuoso.ini").write_text(block("virtuoso-ini", ports), encoding="utf-8")
    (folder / "load.sql").write_text(block("virtuoso-sql"), encoding="utf-8")
    _lay(folder, graphs)
    log = folder / "virtuoso-start.log"  # asked instead of the ports: Virtuoso once crashed on a connection before it was up
    fields = [("default-graph-uri", iri) for iri in graphs.default] + [("named-graph-uri", iri) for iri in graphs.named]
    with running("virtuoso-start", folder, lambda: "Server online at" in log.read_text(encoding="utf-8"), ports=ports):
        began = time.monotonic()
        said = run("virtuoso-load", folder, ports=ports, env={"PASSWORD": secrets.token_hex(8)})
        loaded = time.monotonic() - began
        assert "Error" not in said, said
        yield Engine("Virtuoso", _over_http(f"http://127.0.0.1:{ports['8890']}/sparql", fields), loaded)


@contextlib.contextmanager
def oxigraph(folder: Path, graphs: Graphs) -> Iterator[Engine]:
    """The Oxigraph server, read-only, with the default graph and every named graph loaded."""
    ports = {"7878": free_port()}
    _lay(folder, graphs)
    began = time.monotonic()
    run("oxigraph-load", folder)
    loaded = time.monotonic() - began
    with running("oxigraph-start", folder, lambda: _listens(ports["7878"]), ports=ports):
        yield Engine("Oxigraph", _over_http(f"http://127.0.0.1:{ports['7878']}/query", []), loaded)


@contextlib.contextmanager
def tdb2(folder: Path, graphs: Graphs) -> Iterator[Engine]:
    """Jena's TDB2, which is what Fuseki serves, asked in a Java machine of its own."""
    _lay(folder, graphs)
    (folder / "jena").mkdir()
    path = jena.class_path(folder / "jena")
    began = time.monotonic()
    run("jena-load", folder, env={"PATH": f"{_commands(folder)}:{shell.environment()['PATH']}", "CLASSPATH": path})
    loaded = time.monotonic() - began
    script = Path(jena.__file__)
    with subprocess.Popen(
        [sys.executable, script, path, folder / "tdb2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        write, read = process.stdin, process.stdout

        def ask(query: str, accepted: str) -> str:
            del accepted
            write.write(json.dumps(query) + "\n")
            write.flush()
            answer: dict[str, str] = json.loads(read.readline())
            if "error" in answer:
                raise Refused(answer["error"])
            return answer["text"]

        yield Engine("Jena TDB2", ask, loaded)
        write.close()


def _lay(folder: Path, graphs: Graphs) -> None:
    """Put what the blocks read where they read it: graph/built, and the default graph as N-Triples."""
    (folder / "graph").mkdir()
    (folder / "graph" / "built").mkdir()
    chosen = {f"<{iri}>" for iri in graphs.default}
    with (folder / "default.nt").open("w", encoding="utf-8") as out:
        for file in sorted(graphs.folder.glob("*.nq")):
            shutil.copyfile(file, folder / "graph" / "built" / file.name)
            for line in file.read_text(encoding="utf-8").splitlines():
                triple, _, graph = line.removesuffix(" .").rpartition(" ")
                if graph in chosen:
                    out.write(f"{triple} .\n")


def _commands(folder: Path) -> Path:
    """A folder with Jena's commands: Debian has the jars only."""
    commands = folder / "commands"
    commands.mkdir()
    for name in ("tdb2.tdbloader", "tdb2.tdbquery"):
        (commands / name).write_text(f'#!/bin/sh\nexec "{jena.java()}" {name} "$@"\n', encoding="utf-8")
        (commands / name).chmod(0o755)
    return commands


def _listens(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


def _over_http(endpoint: str, fields: list[tuple[str, str]]) -> Callable[[str, str], str]:
    def ask(query: str, accepted: str) -> str:
        data = urllib.parse.urlencode([("query", query), *fields]).encode()
        request = urllib.request.Request(endpoint, data, {"Accept": accepted})  # noqa: S310 - our own server on loopback
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 - the same
                text: str = answer.read().decode()
        except urllib.error.HTTPError as error:
            raise Refused(f"HTTP {error.code}: {error.read().decode().partition(chr(10))[0].strip()}") from error
        return text

    return ask

"""`fengong serve` against `oxigraph serve-read-only` and rdflib-endpoint: the same graph, the same questions, in one run.

    make bench
    python benchmarks/serve.py --seconds 3      # for each server and kind of question

The servers run beside each other on loopback and are asked in turn, in rounds; figures are medians of the rounds. Every answer of
every server is compared with the others' before, and each timed one must be as long as the answer that was compared. The client is
this process: non-blocking sockets that are kept open, one request at a time on each. It shares the cores with the server it asks.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import select
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

import fengong
from fengong import iris
from fengong.sparql import bind

BIN = Path(sys.executable).parent
TABLE = "sichuan-elderly-childcare"
CONNECTIONS = 8
ROUNDS = 3
SLOW = 0.05
"""A server that needs longer than this many seconds for an answer is asked on one connection: it would not answer more of them."""
PATIENCE = 60.0
LOOK_UP = f"SELECT ?text ?number WHERE {{ <%s> <{iris.NS}taskText> ?text ; <{iris.NS}taskNumber> ?number }}"


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of question, as several queries that are asked in turn."""

    name: str
    queries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is running: where it listens, the path of its endpoint, and its first process."""

    name: str
    port: int
    path: str
    process: int

    def request(self, query: str) -> bytes:
        """The bytes of a GET as a SPARQL client sends it."""
        return (
            f"GET {self.path}?query={quote(query)} HTTP/1.1\r\nHost: localhost:{self.port}\r\n"
            "Accept: application/sparql-results+json\r\nUser-Agent: benchmark\r\n\r\n"
        ).encode()


@dataclass(slots=True)
class Round:
    """What one round brought: seconds for each answer, how long the round was, and how long the server's processes computed."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    computed: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    @property
    def cost(self) -> float:
        """Milliseconds of processor time that the server took for an answer."""
        return self.computed / len(self.latencies) * 1000

    def quantile(self, part: float) -> float:
        """Milliseconds within which this part of the answers came."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000


class WrongAnswer(Exception):
    """A server did not say what it should."""


# --- the questions


def works(graph: fengong.Graph) -> tuple[Work, ...]:
    """The kinds of questions: small look-up, canned question, aggregate."""
    tasks = [iris.task(TABLE, str(number)) for number in range(1, 53)]
    led_by, bodies_of = graph.questions["led-by"].query, graph.questions["bodies-of"].query
    bodies = sorted({str(row["body"]) for row in graph.ask("workload")})[:26]
    canned = [bind.bind(led_by, {"body": ox.NamedNode(each)}) for each in bodies]
    canned += [bind.bind(bodies_of, {"task": ox.NamedNode(each)}) for each in tasks[::2]]
    return (
        Work("small look-up", tuple(LOOK_UP % each for each in tasks)),
        Work("canned question", tuple(canned)),
        Work("aggregate", tuple(graph.questions[name].query for name in ("workload", "role-matrix"))),
    )


# --- the servers


def computed(process: int) -> float:
    """Seconds of processor time that a process and those below it have taken."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = each.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            parents[int(each.parent.name)] = int(fields[1])
            seconds[int(each.parent.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    ours = {process}
    for number in sorted(parents):  # who is started later has a higher number
        if parents[number] in ours:
            ours.add(number)
    return sum(seconds.get(number, 0.0) for number in ours)


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextlib.contextmanager
def process(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended, whatever happens."""
    with log.open("wb") as sink:
        running = subprocess.Popen(command, stdout=sink, stderr=sink, stdin=subprocess.DEVNULL)
        try:
            yield running
        finally:
            running.send_signal(signal.SIGTERM)
            try:
                running.wait(15)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


def until(ready: Callable[[], bool], running: subprocess.Popen[bytes], log: Path) -> float:
    """Seconds until ``ready``. Raises WrongAnswer where the process ends before, with what it said."""
    began = time.perf_counter()
    while not ready():
        if running.poll() is not None or time.perf_counter() - began > PATIENCE:
            raise WrongAnswer(log.read_text(errors="replace")[-2000:])
        time.sleep(0.01)
    return time.perf_counter() - began


def listens(port: int) -> bool:
    """Whether somebody listens on the port."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@contextlib.contextmanager
def servers(graph: fengong.Graph, folder: Path) -> Iterator[tuple[Server, ...]]:
    """Three servers over the same graph: ours, Oxigraph's from disk, and rdflib-endpoint in memory."""
    dataset = graph.dataset
    default = folder / "default.nt"
    default.write_bytes(b"".join(dataset.triples_text(name) for name in dataset.names if dataset.in_default(name)))
    named = [str(dataset.folder / f"{name}.nq") for name in dataset.names]
    store = str(folder / "store")
    oxigraph = str(BIN / "oxigraph")
    for files in ([str(default)], named):
        load = [oxigraph, "load", "--location", store, "--lenient", "--file", *files]
        subprocess.run(load, check=True, capture_output=True)
    with contextlib.ExitStack() as stack:

        def started(name: str, command: list[str], port: int, path: str) -> Server:
            log = folder / f"{name}.log"
            running = stack.enter_context(process(command, log))
            ready = (lambda: bool(found(log))) if not port else (lambda: listens(port))
            print(f"{name}: ready after {until(ready, running, log):.1f} s", flush=True)
            return Server(name, port or found(log), path, running.pid)

        first, second = free_port(), free_port()
        slow = [str(BIN / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(second), str(default)]
        native = [oxigraph, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{first}"]
        ours = [str(BIN / "fengong"), "serve", "--port", "0", "--lang", "en", "--workspace", str(graph.workspace.root)]
        yield (
            started("fengong", ours, 0, "/sparql"),
            started("oxigraph", native, first, "/query"),
            started("rdflib-endpoint", slow, second, "/"),
        )


def found(log: Path) -> int:
    """The port that our server says it listens on; 0 before it does."""
    match = re.search(r"ready: http://[^:]+:(\d+)/", log.read_text(errors="replace"))
    return int(match[1]) if match else 0


# --- the client


def length(data: bytes) -> int:
    """Bytes in the body of an answer that came whole; -1 where some of it has not come. Raises WrongAnswer for anything but 200."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return -1
    if not data.startswith(b"HTTP/1.1 200"):
        raise WrongAnswer(data[:2000].decode(errors="replace"))
    at = end + 4
    head = data[:at].lower()
    if (where := head.find(b"content-length:")) >= 0:
        size = int(head[where + 15 : head.index(b"\r\n", where)])
        return size if len(data) - at >= size else -1
    total = 0
    while (line := data.find(b"\r\n", at)) >= 0:
        size = int(data[at:line], 16)
        at = line + 2 + size + 2
        if len(data) < at:
            return -1
        if not size:
            return total
        total += size
    return -1


def body(data: bytes) -> bytes:
    """The body of a whole answer."""
    at = data.index(b"\r\n\r\n") + 4
    if b"content-length:" in data[:at].lower():
        return data[at:]
    parts = []
    while size := int(data[at : (line := data.index(b"\r\n", at))], 16):
        parts.append(data[line + 2 : line + 2 + size])
        at = line + 2 + size + 2
    return b"".join(parts)


def once(server: Server, query: str) -> tuple[bytes, float]:
    """The whole answer to one query, and how many seconds it took."""
    began, data = time.perf_counter(), b""
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as sock:
        sock.sendall(server.request(query))
        while length(data) < 0:
            part = sock.recv(1 << 20)
            if not part:
                raise WrongAnswer(f"{server.name} hung up: {data[:500]!r}")
            data += part
    return data, time.perf_counter() - began


def rows(data: bytes) -> list[str]:
    """The rows of an answer in an order that does not depend on the server. A plain string and an xsd:string are one."""
    bindings = json.loads(body(data))["results"]["bindings"]
    return sorted(json.dumps({name: (term["type"], term["value"]) for name, term in row.items()}, sort_keys=True) for row in bindings)


def compared(work: Work, contenders: tuple[Server, ...]) -> tuple[dict[str, list[int]], dict[str, float]]:
    """For each server: the lengths of its answers, and seconds for one. Raises WrongAnswer where the servers do not say the same."""
    lengths: dict[str, list[int]] = {server.name: [] for server in contenders}
    seconds: dict[str, list[float]] = {server.name: [] for server in contenders}
    for query in work.queries:
        seen = []
        for server in contenders:
            data, took = once(server, query)
            seen.append(rows(data))
            lengths[server.name].append(length(data))
            seconds[server.name].append(took)
        for server, other in zip(contenders[1:], seen[1:], strict=True):
            if other != seen[0]:
                raise WrongAnswer(f"{contenders[0].name} and {server.name} differ ({len(seen[0])} and {len(other)} rows):\n{query}")
    return lengths, {name: statistics.median(each) for name, each in seconds.items()}


@dataclass(slots=True)
class Line:
    """A connection with a request under way."""

    sock: socket.socket
    data: bytes = b""
    began: float = 0.0
    expected: int = 0


def asked(server: Server, requests: Iterator[tuple[bytes, int]], connections: int, seconds: float) -> Round:
    """Ask for so long; what is under way at the end is waited for and counted."""
    result, poll = Round(), select.epoll()
    lines: dict[int, Line] = {}
    before = computed(server.process)
    began = time.perf_counter()

    def send(line: Line) -> None:
        request, line.expected = next(requests)
        line.data, line.began = b"", time.perf_counter()
        line.sock.send(request)  # a few kilobytes: the buffer of a socket takes them whole

    with contextlib.ExitStack() as stack:
        stack.callback(poll.close)
        for _ in range(connections):
            sock = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.setblocking(False)
            lines[sock.fileno()] = Line(sock)
            poll.register(sock, select.EPOLLIN)
            send(lines[sock.fileno()])
        while lines:
            for number, _ in poll.poll(PATIENCE):
                line = lines[number]
                line.data += line.sock.recv(1 << 20)
                size = length(line.data)
                if size < 0:
                    continue
                now = time.perf_counter()
                if size != line.expected:
                    raise WrongAnswer(f"{server.name}: {size} bytes instead of {line.expected}")
                result.latencies.append(now - line.began)
                if now - began < seconds:
                    send(line)
                else:
                    poll.unregister(number)
                    del lines[number]
    result.seconds = time.perf_counter() - began
    result.computed = computed(server.process) - before
    return result


_serial = count(1)


def new(server: Server, work: Work, lengths: list[int]) -> Iterator[tuple[bytes, int]]:
    """Requests of which none was sent before: each has another comment."""
    start, _, end = server.request("\n#N").partition(quote("\n#N").encode())
    for query, size in cycle(zip([quote(each).encode() for each in work.queries], lengths, strict=True)):
        yield b"%s%s%%0A%%23%d%s" % (start, query, next(_serial), end), size


def known(server: Server, work: Work, lengths: list[int]) -> Iterator[tuple[bytes, int]]:
    """The requests that were sent when the answers were compared."""
    return cycle(list(zip([server.request(each) for each in work.queries], lengths, strict=True)))


WAYS = {"new": new, "asked before": known}


def measured(work: Work, contenders: tuple[Server, ...], seconds: float) -> None:
    """Measure one kind of question in both ways, and print."""
    lengths, pace = compared(work, contenders)
    answers = statistics.median(lengths[contenders[0].name])
    print(f"\n{work.name}: {len(work.queries)} queries, {sum(map(len, work.queries)) // len(work.queries)} B each, answers of {answers} B")
    for way, made in WAYS.items():
        rounds: dict[str, list[Round]] = {server.name: [] for server in contenders}
        for turn in range(ROUNDS + 1):
            for server in contenders:
                connections = CONNECTIONS if pace[server.name] < SLOW else 1
                during = seconds / ROUNDS if turn else min(0.2, seconds / ROUNDS)  # the first is to warm up
                result = asked(server, made(server, work, lengths[server.name]), connections, during)
                if turn:
                    rounds[server.name].append(result)
        shown(way, rounds)


def shown(way: str, rounds: Mapping[str, list[Round]]) -> None:
    """Print the medians of the rounds, and the ratios of the first server to the others, paired by round."""
    first = next(iter(rounds.values()))
    for name, each in rounds.items():
        rate = statistics.median(turn.rate for turn in each)
        p50, p99 = (statistics.median(turn.quantile(part) for turn in each) for part in (0.5, 0.99))
        cost = statistics.median(turn.cost for turn in each)
        ratios = [mine.rate / theirs.rate for mine, theirs in zip(first, each, strict=True)]
        against = "" if each is first else f"   ratio {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
        figures = f"{rate:9.1f} /s   p50 {p50:8.2f} ms   p99 {p99:8.2f} ms   computes {cost:8.3f} ms"
        print(f"  {way:13} {name:16} {figures}{against}", flush=True)


def main() -> None:
    """Run all comparisons."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each server, kind of question and way of asking")
    parser.add_argument("--without", action="append", default=[], metavar="SERVER", help="leave a server out")
    arguments = parser.parse_args()
    graph = fengong.open()
    folder = Path(tempfile.mkdtemp())
    try:
        with servers(graph, folder) as all_servers:
            contenders = tuple(server for server in all_servers if server.name not in arguments.without)
            for work in works(graph):
                measured(work, contenders, arguments.seconds)
    finally:
        shutil.rmtree(folder)
    print(f"\nRatios are of answers a second, fengong to the other, in pairs of rounds; {CONNECTIONS} connections, one to a slow server.")


if __name__ == "__main__":
    main()

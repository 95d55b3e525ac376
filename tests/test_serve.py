"""`fengong serve` as processes and sockets: what one client does hurts no other, and whatever ends is replaced or cleared away.

Times below are bounds that guard against hanging; nothing is asserted about speed.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fengong.serve import wire
from fengong.serve.lane import Lane
from fengong.serve.limits import Limits
from fengong.serve.wire import QueryJob
from fengong.serve.worker import Ended
from fengong.web.message import Reply
from support import HEADER, ROOT, workspace

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")

HANG = 60.0
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
"""A query that takes minutes and little memory."""
WHILE = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } LIMIT 2500 } { SELECT * { ?d ?e ?f } LIMIT 2500 } }"
"""A query that takes a second or so."""
NUMBERS = count()
ASK = "/sparql?query=ASK%7B%7D"
TYPE = "application/sparql-query"
START = """
import json, sys
from pathlib import Path
from fengong.serve import run
from fengong.serve.limits import Limits
from fengong.workspace import Workspace
run.serve(
    Workspace(Path(sys.argv[1])), run.Place(port=0), Limits(**json.loads(sys.argv[2])), "en", lambda line: print(line, file=sys.stderr)
)
"""


def until(holds: Callable[[], bool], what: str = "") -> None:
    """Wait for something to become so."""
    end = time.monotonic() + HANG
    while not holds():
        assert time.monotonic() < end, what or "it never came"
        time.sleep(0.05)


@dataclass(frozen=True)
class Said:
    """A reply, and what its headers were, by names in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


class Server:
    """A server that is running, with its log in a file."""

    def __init__(self, log: Path, command: list[str], port: int | None = None) -> None:
        self.log = log
        with log.open("wb") as out:
            environment = os.environ | {"FENGONG_LANG": "en", "PYTHONUNBUFFERED": "1"}
            self.process = subprocess.Popen(command, stderr=out, stdin=subprocess.DEVNULL, env=environment, start_new_session=True)
        until(lambda: b"ready" in log.read_bytes() or self.process.poll() is not None, "no ready line")
        assert self.process.poll() is None, self.said()
        self.port = port or int(re.search(r"ready: http://.*:(\d+)/", self.said())[1])

    def said(self) -> str:
        """The log so far."""
        return self.log.read_text(encoding="utf-8")

    def ask(self, path: str = "", *, method: str = "GET", body: bytes | str | None = None, client: int = 1, **headers: str) -> Said:
        """One request on a connection of its own, from the address 127.0.0.``client``; else a small query that nobody asked before."""
        path = path or f"{ASK}%23{next(NUMBERS)}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANG, source_address=(f"127.0.0.{client}", 0))
        with contextlib.closing(connection):
            connection.request(method, path, body.encode() if isinstance(body, str) else body, headers)
            reply = connection.getresponse()
            return Said(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())

    def query(self, text: str, client: int = 1) -> Said:
        """A query by direct POST."""
        return self.ask("/sparql", method="POST", body=text, client=client, **{"Content-Type": TYPE})

    def connected(self, sent: bytes = b"") -> socket.socket:
        """A connection on which something was said already."""
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=HANG)
        sock.sendall(sent)
        return sock

    def raw(self, sent: bytes) -> bytes:
        """All that is answered until the server closes the connection."""
        with self.connected(sent) as sock:
            return everything(sock)

    def lane(self, name: str = "query") -> dict[str, int]:
        """How busy a lane is."""
        return json.loads(self.ask("/healthz").body)["lanes"][name]

    def quiet(self) -> bool:
        """Whether nothing runs and nothing waits."""
        return all((lane["running"], lane["waiting"]) == (0, 0) for lane in map(self.lane, ("query", "page")))

    def nursery(self) -> int:
        """The process that holds the graph."""
        (found,) = [pid for pid in children(self.process.pid) if alive(pid)]
        return found

    def workers(self) -> list[int]:
        """The processes that the nursery forked."""
        return [pid for pid in children(self.nursery()) if alive(pid)]

    def tree(self) -> list[int]:
        """All processes of the server."""
        first = children(self.process.pid)
        return [self.process.pid, *first, *(pid for each in first for pid in children(each))]

    def end(self) -> int:
        """Stop it; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(HANG)


def everything(sock: socket.socket) -> bytes:
    data = bytearray()
    with contextlib.suppress(ConnectionResetError):
        while part := sock.recv(65536):
            data += part
    return bytes(data)


def children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(each) for each in task.read_text(encoding="ascii").split()]
    return found


def alive(pid: int) -> bool:
    """Whether a process is there and is not merely waiting to be counted."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:
        return False


def toiling(pid: int) -> bool:
    """Whether a process has used a quarter of a second of a processor."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[11]) >= os.sysconf("SC_CLK_TCK") / 4  # utime, the 14th field


def resident(pid: int) -> int:
    """MiB of memory that a process holds."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))[1]) >> 10


def descriptors(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def serving(log: Path, root: Path = ROOT, **limits: float) -> Server:
    return Server(log, [sys.executable, "-c", START, str(root), json.dumps(limits)])


@contextlib.contextmanager
def ended(server: Server) -> Iterator[Server]:
    """A server, and nothing of it afterwards."""
    try:
        yield server
    finally:
        tree = server.tree()
        server.end()
        until(lambda: not any(map(alive, tree)), "a process is left")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with small limits in time and number."""
    limits = {
        "timeout": 3.0,
        "memory": 400 << 20,
        "query_workers": 4,
        "queue": 6,
        "share": 3,
        "connections_of_one": 40,
        "header_seconds": 1.5,
        "body_seconds": 1.5,
        "stall_seconds": 1.0,
        "drain": 2.0,
    }
    with ended(serving(tmp_path_factory.mktemp("small") / "log", **limits)) as server:
        yield server


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with little memory and much time."""
    with ended(serving(tmp_path_factory.mktemp("narrow") / "log", timeout=300.0, memory=100 << 20, query_workers=2)) as server:
        yield server


# --- time ------------------------------------------------------------------------------------------------------------


def test_endless_query_is_stopped(small: Server) -> None:
    """A query that would run for ever ends at the deadline with 504 and what would help; others are answered meanwhile."""
    with ThreadPoolExecutor() as pool:
        endless = pool.submit(small.query, ENDLESS)
        while not endless.done():
            assert small.ask(client=2).status == 200
            assert small.ask("/healthz").status == 200
            time.sleep(0.05)
    said = endless.result()
    assert (said.status, said.headers["cache-control"]) == (504, "no-store")
    assert "LIMIT" in said.text
    assert "时限" in said.text
    until(small.quiet)


@pytest.mark.parametrize("text", ['SELECT "' + '\\"' * 60_000, "SELECT " + "a." * 60_000, "ASK {" + "(" * 100_000, "<" * 100_000])
def test_text_that_is_slow_to_read(small: Server, text: str) -> None:
    """A query made to be slow to read costs one worker its deadline; the front goes on."""
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(small.query, text)
        for _ in range(5):
            assert small.ask("/healthz").status == 200
            assert small.ask(client=2).status == 200
    assert slow.result().status in {400, 504}


def test_one_client_has_its_share(small: Server) -> None:
    """One client has at most half of the workers and a bounded queue, beyond which 429; another client is served at once."""
    with ThreadPoolExecutor(16) as pool:
        hogging = [pool.submit(small.query, ENDLESS, 3) for _ in range(12)]
        until(lambda: small.lane()["waiting"] == 3)
        assert small.lane()["running"] == 2
        assert [small.ask(client=4).status for _ in range(10)] == [200] * 10
        refused = [said for said in (each.result() for each in hogging) if said.status == 429]
    assert len(refused) >= 12 - 2 - 3
    assert all(int(said.headers["retry-after"]) > 0 and "waiting" in said.text and "排队" in said.text for said in refused)
    assert {each.result().status for each in hogging} <= {429, 503, 504}
    until(small.quiet)


def test_queue_is_bounded(small: Server) -> None:
    """When too many wait, the next is told at once to come again: 503 with Retry-After. Pages do not wait behind queries."""
    with ThreadPoolExecutor(32) as pool:
        hogging = [pool.submit(small.query, ENDLESS, 10 + i % 6) for i in range(24)]
        until(lambda: small.lane()["waiting"] == 6)
        full = small.ask(client=30)
        assert (full.status, full.headers.get("retry-after")) == (503, "5"), full.text
        assert "too many requests are waiting" in full.text.lower()
        assert small.ask("/zh/", client=30).status == 200
        assert {each.result().status for each in hogging} <= {429, 503, 504}
    until(small.quiet)
    assert small.ask(client=30).status == 200


def test_client_that_goes_away(narrow: Server) -> None:
    """Nobody waits for the answer of a client that is gone: its worker is free long before the deadline, and the counts are right."""
    gone = [narrow.connected(post(LONG)) for _ in range(5)]
    until(lambda: narrow.lane() | {"workers": 0} == {"workers": 0, "running": 1, "waiting": 4})
    until(lambda: any(map(toiling, narrow.workers())))  # until then the job may still wait for a worker to be born
    before = narrow.workers()
    for sock in gone:
        sock.close()
    until(narrow.quiet)
    assert narrow.ask().status == 200
    assert " 499 " in narrow.said()
    assert narrow.workers() != before


def post(text: str) -> bytes:
    """A query by direct POST, as it goes over the wire."""
    length = len(text.encode())
    return f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {TYPE}\r\nContent-Length: {length}\r\n\r\n{text}".encode()


# --- memory ----------------------------------------------------------------------------------------------------------


def doubled(times: int) -> str:
    """Bindings of ?a1, ?a2, …, each twice as long as the one before."""
    return "".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1}) " for i in range(times))


EATERS = {
    "order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i",
    "distinct": "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } OFFSET 100000000",
    "concatenation": 'SELECT (GROUP_CONCAT(?a20) AS ?x) { ?a ?b ?c BIND("xxxxxxxx" AS ?a0) ' + doubled(20) + "}",
    "doubling": 'SELECT (STRLEN(?a40) AS ?n) { BIND("xxxxxxxx" AS ?a0) ' + doubled(40) + "}",
    "values": "SELECT * { "
    + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(220)))} }}" for i in range(3))
    + " } ORDER BY ?v0 DESC(?v2)",
    "groups": "SELECT ?a ?d (SAMPLE(?f) AS ?x) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d ?c ?f",
}


@pytest.mark.parametrize("eater", EATERS)
def test_memory_is_bounded(narrow: Server, eater: str) -> None:
    """A query that needs more memory than allowed ends with 503 and what would help; its worker is replaced, the server stays small."""
    front, nursery = resident(narrow.process.pid), narrow.nursery()
    said = narrow.query(EATERS[eater])
    assert said.status == 503, said.text
    assert "100 MiB" in said.text
    assert "内存" in said.text
    assert narrow.ask().status == 200
    assert narrow.nursery() == nursery
    assert resident(narrow.process.pid) < front + 30
    assert all(resident(pid) < resident(nursery) + 80 for pid in narrow.workers())


def test_worker_that_took_much_is_replaced(narrow: Server) -> None:
    """A worker that took much memory for an answer gives it back by ending; nobody notices."""
    narrow.ask()
    before = set(narrow.workers())
    assert narrow.query("SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?a ?c ?d { ?a ?b ?c . ?d ?e 1 } LIMIT 150000 } }").status == 200
    until(lambda: set(narrow.workers()) != before)
    assert narrow.ask().status == 200


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(" + "!" * 200_000 + "true) }",
        "ASK { FILTER(" + "-" * 100_000 + "1 < 2) }",
        "ASK { FILTER(1" + "+1" * 60_000 + " > 2) }",
        "ASK { ?s " + "^" * 100_000 + "<a:b> ?o }",
        "ASK { ?s <a:b>" + "/<a:b>" * 30_000 + " ?o }",
        "ASK { {}" + " UNION {}" * 25_000 + " }",
        "ASK { " + "OPTIONAL {} " * 20_000 + " }",
        "ASK { FILTER(" + "true||" * 40_000 + "true) }",
    ],
    ids=["not", "minus", "plus", "inverse", "path", "union", "optional", "or"],
)
def test_deep_query_ends_a_worker_at_most(narrow: Server, text: str) -> None:
    """A text that nests without brackets may end the worker that reads it, and nothing else."""
    nursery = narrow.nursery()
    with ThreadPoolExecutor() as pool:
        deep = pool.submit(narrow.query, text, 5)
        assert narrow.ask(client=6).status == 200
        assert deep.result().status in {200, 400, 503}
    assert narrow.nursery() == nursery
    assert narrow.ask(client=5).status == 200


# --- processes that end ----------------------------------------------------------------------------------------------


def test_killed_workers_leave_nothing(narrow: Server) -> None:
    """Workers that are killed, busy or idle, are replaced; front and nursery keep no descriptor of them, and no corpse."""
    narrow.ask()
    until(narrow.quiet)
    pids = (narrow.process.pid, narrow.nursery())
    before = [descriptors(pid) for pid in pids]
    for _ in range(60):
        for worker in narrow.workers():
            os.kill(worker, signal.SIGKILL)
        assert narrow.ask().status in {200, 503}
    until(narrow.quiet)
    until(lambda: [descriptors(pid) for pid in pids] <= [count + 4 for count in before])
    assert narrow.ask().status == 200
    until(lambda: len(children(pids[1])) <= 4)
    assert narrow.lane()["workers"] <= 2


@pytest.mark.slow
def test_lost_nursery_is_replaced(narrow: Server) -> None:
    """When the process that holds the graph ends, its workers end, clients are told to come again, and soon all is well again."""
    narrow.ask("/zh/about")
    lost, workers = narrow.nursery(), narrow.workers()
    with ThreadPoolExecutor() as pool:
        running = pool.submit(narrow.query, ENDLESS)
        until(lambda: narrow.lane()["running"] == 1)
        os.kill(lost, signal.SIGKILL)
        assert running.result().status == 503
        seen: list[int] = []

        def well() -> bool:
            said = narrow.query(f"ASK {{}} # {len(seen)}")
            seen.append(said.status)
            assert said.status == 200 or int(said.headers["retry-after"]) > 0
            return said.status == 200

        until(well)
    assert set(seen) <= {200, 503}
    assert "the process that holds the graph has ended" in narrow.said()
    until(lambda: not any(map(alive, (lost, *workers))))
    assert narrow.nursery() != lost
    assert narrow.ask("/zh/about").status == 200


# --- counts ----------------------------------------------------------------------------------------------------------


class Made:
    """A worker as `Lane` sees it, which answers, hangs or ends as its job says."""

    def __init__(self) -> None:
        self.pid, self.ended, self.tired, self.working = 0, False, False, False

    async def do(self, frame: bytes, timeout: float) -> Reply:  # noqa: ASYNC109 - as the real one
        """Do as the query says, which is a deed in JSON."""
        assert not self.working, "one job at a time"
        self.working = True
        deed = json.loads(wire.read_header(frame[wire.HEAD.size :])["job"]["query"])  # type: ignore[call-overload, index]
        async with asyncio.timeout(timeout):
            await asyncio.sleep(deed["seconds"])
        if deed["ends"]:
            self.ended = True
            raise Ended
        self.working, self.tired = False, deed["tires"]
        return Reply()

    async def finish(self, timeout: float) -> None:  # noqa: ASYNC109 - as the real one
        """Its deed is over soon."""
        await asyncio.sleep(min(timeout, 0.003))
        self.working = False

    def kill(self) -> None:
        """It has ended."""
        self.ended = True

    def close(self) -> None:
        """It has ended."""
        self.ended = True


class Makers:
    """A nursery as `Lane` sees it; every fifth fork fails."""

    def __init__(self) -> None:
        self.made: list[Made] = []
        self.forks = 0

    async def fork(self, _: str) -> Made:
        """Another worker, mostly."""
        self.forks += 1
        await asyncio.sleep(0.001)
        if self.forks % 5 == 0:
            raise Ended
        self.made.append(Made())
        return self.made[-1]

    async def reap(self, _: Made) -> int:
        """Killed."""
        await asyncio.sleep(0.001)
        return 9

    def gone(self) -> bool:
        """Never."""
        return False


DEED = st.fixed_dictionaries(
    {
        "seconds": st.sampled_from([0, 0.001, 0.005, 1]),
        "ends": st.booleans(),
        "tires": st.booleans(),
        "client": st.sampled_from("abc"),
        "leaves": st.sampled_from([None, None, 0, 0.001, 0.004]),
        "pause": st.sampled_from([0, 0, 0.002]),
    }
)


@settings(max_examples=40)
@given(st.lists(DEED, max_size=25))
def test_counts_come_out_even(deeds: list[dict[str, object]]) -> None:
    """Whatever jobs do, and whenever clients leave: afterwards nothing runs, waits or is held, and the workers are those at rest."""

    async def all_of_them() -> None:
        crew = Makers()
        limits = Limits(timeout=0.01, query_workers=3, queue=5, share=3)
        lane = Lane(crew, "query", 3, 2, limits, lambda _: None)  # type: ignore[arg-type]
        tasks = []
        for deed in deeds:
            job = QueryJob(json.dumps(deed), "")
            tasks.append(asyncio.create_task(lane.do(job, str(deed["client"]), gzip=False)))
            if deed["leaves"] is not None:
                asyncio.get_running_loop().call_later(deed["leaves"], tasks[-1].cancel)  # type: ignore[arg-type]
            await asyncio.sleep(deed["pause"])  # type: ignore[arg-type]
            assert lane.running.total() <= 3
            assert all(0 < each <= 2 for each in lane.running.values())
        for said in await asyncio.gather(*tasks, return_exceptions=True):
            assert isinstance(said, asyncio.CancelledError) or said.status in {200, 429, 503, 504}
        while lane._tasks:
            await asyncio.gather(*lane._tasks, return_exceptions=True)
        assert (lane.busy, dict(lane.running), dict(lane.held), list(lane.waiting)) == (0, {}, {}, [])
        assert lane.count == len(lane.idle) <= 3
        assert len(set(map(id, lane.idle))) == len(lane.idle)

    asyncio.run(all_of_them())


# --- connections -----------------------------------------------------------------------------------------------------

HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"


def test_dribbled_head(small: Server) -> None:
    """A head that comes drop by drop is waited for only so long: 408, and the connection is closed. Others are served."""
    with small.connected(HEAD) as sock:
        for letter in b"X-Slow: " + b"a" * 1000:
            try:
                sock.send(bytes([letter]))
            except OSError:
                break
            sock.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                assert sock.recv(12, socket.MSG_PEEK) == b"HTTP/1.1 408"
                break
            sock.settimeout(HANG)
            time.sleep(0.1)
        else:
            pytest.fail("it was waited for")
        sock.settimeout(HANG)
        said = everything(sock).decode()
    assert "did not arrive in time" in said
    assert "X-Content-Type-Options: nosniff" in said
    assert small.ask().status == 200


def test_silent_connection(small: Server) -> None:
    """A connection on which nothing is said is closed."""
    assert small.raw(b"").startswith(b"HTTP/1.1 408 ")


def test_dribbled_body(small: Server) -> None:
    """A body that does not come is waited for only so long, and gets one answer."""
    said = small.raw(post("ASK {}").replace(b"Length: 6", b"Length: 100"))
    assert said.startswith(b"HTTP/1.1 408 ")
    assert said.count(b"HTTP/1.1 ") == 1
    until(small.quiet)


@pytest.mark.parametrize(
    "sent",
    [
        HEAD + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n",
        HEAD + b"".join(b"X%d: a\r\n" % i for i in range(100_000)) + b"\r\n",
        b"GET /sparql?query=" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        HEAD + b"X: " + b"a" * 1_000_000,
    ],
    ids=["one header", "many headers", "address", "unfinished"],
)
def test_head_too_large(small: Server, sent: bytes) -> None:
    """A head of a megabyte: 431, with what would have worked, and the connection is closed."""
    with small.connected() as sock, ThreadPoolExecutor() as pool:
        answer = pool.submit(everything, sock)
        with contextlib.suppress(OSError):
            sock.sendall(sent)
        said = answer.result()
    assert said == b"" or said.startswith(b"HTTP/1.1 431 ")  # what a client has not read when it is cut off may be lost on the way
    assert said.count(b"HTTP/1.1 ") <= 1
    assert small.ask().status == 200


def test_body_too_large(small: Server) -> None:
    """50 MB of body: 413 while it is still being sent, and the connection is closed before all of it is taken."""
    size = 50 << 20
    with small.connected(post("").replace(b"Length: 0", b"Length: %d" % size)) as sock, ThreadPoolExecutor() as pool:
        answer = pool.submit(everything, sock)
        taken = 0
        with contextlib.suppress(OSError):
            while taken < size:
                taken += sock.send(b" " * 65536)
        said = answer.result()
    assert said.startswith(b"HTTP/1.1 413 ")
    assert said.count(b"HTTP/1.1 ") == 1
    assert taken < size
    assert resident(small.process.pid) < 300


def test_body_that_is_not_sent_after_a_refusal(small: Server) -> None:
    """A client that asks first whether it may send is told no, and need not send."""
    asked = post("").replace(b"Length: 0", b"Length: 52428800\r\nExpect: 100-continue")
    with small.connected(asked) as sock:
        assert sock.recv(12, socket.MSG_WAITALL) == b"HTTP/1.1 413"
    allowed = post("ASK {}").replace(b"\r\n\r\nASK {}", b"\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
    with small.connected(allowed) as sock:
        assert sock.recv(21, socket.MSG_WAITALL) == b"HTTP/1.1 100 Continue"
        sock.sendall(b"ASK {}")
        assert b"HTTP/1.1 200 OK" in everything(sock)


def test_pipelined_requests(small: Server) -> None:
    """Requests that come at once are answered in order, on one connection."""
    last = b"GET /no/such/thing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    said = small.raw(HEAD + b"\r\n" + post("ASK {}") + b"HEAD /zh/ HTTP/1.1\r\nHost: localhost\r\n\r\n" + last)
    assert re.findall(rb"HTTP/1\.1 (\d+) ", said) == [b"200", b"200", b"200", b"404"]


def test_slow_head_after_a_request_that_runs(small: Server) -> None:
    """Half a request behind one that is being answered never gets an answer in its place."""
    said = small.raw(post(ENDLESS) + HEAD)
    assert said == b"" or said.startswith(b"HTTP/1.1 504 ")
    until(small.quiet)


def test_large_body_behind_another_request(small: Server) -> None:
    """A pipelined body is no head, however long it is."""
    long = "ASK {} #" + "x" * 200_000
    closing = post(long).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
    first, second = re.findall(rb"HTTP/1\.1 (\d+) ", small.raw(post(WHILE) + closing))
    assert (first in {b"200", b"504"}, second) == (True, b"200")


def test_http_1_0(small: Server) -> None:
    """The older version is answered, and the connection closed."""
    said = small.raw(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 200 ")
    assert b'"status":"ok"' in said


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\0" * 100,
        b"hello\r\n\r\n",
        b"GET /\xe6\xb0\x91 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET http://[::1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /healthz HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nA b: c\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nASK{}",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_garbage(small: Server, sent: bytes) -> None:
    """What is no HTTP/1.1 is refused in one reply, and the connection closed."""
    said = small.raw(sent)
    assert said.startswith(b"HTTP/1.1 400 ")
    assert said.count(b"HTTP/1.1 ") == 1 + said.count(b"no request of HTTP/1.1")
    assert b"nosniff" in said
    assert small.ask().status == 200


def test_offered_upgrade(small: Server) -> None:
    """A client that offers HTTP/2 or a WebSocket is answered by HTTP/1.1."""
    for offer in (
        b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
        b"Connection: Upgrade\r\nUpgrade: websocket\r\n",
    ):
        with small.connected(HEAD + offer + b"\r\n") as sock:
            assert sock.recv(15, socket.MSG_WAITALL) == b"HTTP/1.1 200 OK"
    assert small.raw(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").startswith(b"HTTP/1.1 400 ")


def test_connections_of_one_client(small: Server) -> None:
    """One client has so many connections and no more; they work, and another client has its own."""
    with contextlib.ExitStack() as stack:
        socks = [stack.enter_context(small.connected()) for _ in range(60)]
        closed = set()

        def enough() -> bool:
            for sock in socks:
                sock.setblocking(False)
                try:
                    if sock.recv(1, socket.MSG_PEEK) == b"":
                        closed.add(sock)
                except BlockingIOError:
                    pass
                except OSError:
                    closed.add(sock)
            return len(closed) >= 20

        until(enough)
        assert small.ask(client=7).status == 200
    until(lambda: answered(small))


def answered(server: Server) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException):
        return server.ask().status == 200
    return False


def test_answer_that_is_not_read(small: Server) -> None:
    """A client that asks for much and reads nothing is cut off."""
    large = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 40000"
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.settimeout(HANG)
        sock.connect(("127.0.0.1", small.port))
        sock.sendall(post(large))
        assert sock.recv(15, socket.MSG_PEEK) == b"HTTP/1.1 200 OK"
        until(lambda: not connected_at(small.port, sock.getsockname()[1]))
        said = everything(sock)
    assert len(said) < int(re.search(rb"content-length: (\d+)", said)[1])


def connected_at(port: int, client: int) -> bool:
    """Whether the server still holds a connection to the client's port."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    return any((row[1], row[2], row[3]) == (f"0100007F:{port:04X}", f"0100007F:{client:04X}", "01") for row in rows)


# --- the log ---------------------------------------------------------------------------------------------------------


def test_log_has_no_query_text(small: Server) -> None:
    """A line for each request, without its query; nothing else is written by what strangers send."""
    small.ask("/sparql?query=" + quote("ASK { <secret:1> ?p ?o }"))
    small.query("SELECT (<secret:2> AS ?a) { SERVICE <secret:3> {} }")
    small.query("SELECT <secret:4")
    until(lambda: re.search(r"GET /sparql 200 [0-9.]+ ms 26 B", small.said()) is not None)
    assert "secret" not in small.said()
    assert "Traceback" not in small.said()


# --- start and stop --------------------------------------------------------------------------------------------------


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "fengong", "serve", *arguments]


def failing(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"FENGONG_LANG": "en"}
    return subprocess.run(command(*arguments), check=False, capture_output=True, text=True, timeout=HANG, env=environment)


def test_taken_port(small: Server) -> None:
    """A port that is taken is said at once, with what to do."""
    done = failing("--port", str(small.port))
    assert done.returncode == 1
    assert f"127.0.0.1:{small.port}" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid", "a" * 70, "a..b"])
def test_address_of_others(host: str) -> None:
    """An address that this machine does not have is said."""
    done = failing("--host", host, "--port", "0")
    assert done.returncode == 1
    assert host in done.stderr
    assert "Traceback" not in done.stderr


def test_graph_that_is_not_there(tmp_path: Path) -> None:
    """A folder that is no workspace, and a workspace that is not built, are said as by any other command."""
    assert failing("--workspace", str(tmp_path / "none"), "--port", "0").returncode == 1
    workspace(tmp_path / "unbuilt", text=HEADER + "1\t编制方案。\t民政厅负责\n")
    shutil.rmtree(tmp_path / "unbuilt" / "graph" / "built")
    done = failing("--workspace", str(tmp_path / "unbuilt"), "--port", "0")
    assert done.returncode == 1
    assert "fengong build" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_stop_lets_queries_finish(tmp_path: Path) -> None:
    """Told to stop, with all its processes as a service manager or a terminal does it, it finishes what runs, and ends well."""
    server = Server(tmp_path / "log", command("--port", "0"))
    kept = http.client.HTTPConnection("127.0.0.1", server.port, timeout=HANG)
    kept.request("GET", "/healthz")
    kept.getresponse().read()
    with ThreadPoolExecutor() as pool:
        running = pool.submit(server.query, WHILE)
        until(lambda: server.lane()["running"] == 1)
        tree = server.tree()
        os.killpg(server.process.pid, signal.SIGTERM)
        assert running.result().status == 200
    assert server.process.wait(HANG) == 0
    assert server.said().rstrip().endswith("stopped")
    assert "Traceback" not in server.said()
    until(lambda: not any(map(alive, tree)))
    kept.close()


def test_stop_before_it_is_ready(tmp_path: Path) -> None:
    """Told to stop while the graph is still being loaded, it does so, and leaves nothing."""
    with (tmp_path / "log").open("wb") as out:
        process = subprocess.Popen(command("--port", "0"), stderr=out, env=os.environ | {"FENGONG_LANG": "en"})
    until(lambda: bool(children(process.pid)))
    tree = [process.pid, *children(process.pid)]
    process.send_signal(signal.SIGTERM)
    assert process.wait(HANG) == 0
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")
    until(lambda: not any(map(alive, tree)))


@pytest.mark.slow
def test_stop_does_not_wait_for_ever(tmp_path: Path) -> None:
    """A query that does not end is told so after the time for finishing, and the server ends well."""
    server = serving(tmp_path / "log", drain=1.0, timeout=600.0)
    with ThreadPoolExecutor() as pool:
        running = pool.submit(server.query, ENDLESS)
        until(lambda: server.lane()["running"] == 1)
        tree = server.tree()
        assert server.end() == 0
        said = running.result()
    assert (said.status, "stopping" in said.text) == (503, True)
    until(lambda: not any(map(alive, tree)))


@pytest.mark.slow
def test_second_signal_does_not_wait(tmp_path: Path) -> None:
    """Told twice, it ends at once, and leaves nothing."""
    server = serving(tmp_path / "log", drain=600.0, timeout=600.0)
    with server.connected(post(ENDLESS)):
        until(lambda: server.lane()["running"] == 1)
        tree = server.tree()
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert server.end() == 0
    until(lambda: not any(map(alive, tree)))


@pytest.mark.slow
def test_killed_front_leaves_nothing(tmp_path: Path) -> None:
    """Even when it is killed, its processes end, whatever they are doing."""
    server = serving(tmp_path / "log", timeout=600.0)
    with server.connected(post(ENDLESS)):
        until(lambda: server.lane()["running"] == 1)
        tree = server.tree()
        server.process.kill()
        server.process.wait(HANG)
        until(lambda: not any(map(alive, tree)))


@pytest.mark.slow
def test_two_servers(small: Server, tmp_path: Path) -> None:
    """Two servers at once do not disturb each other, and one that is interrupted at a terminal ends well."""
    other = Server(tmp_path / "log", command("--port", "0"))
    assert other.port != small.port
    assert other.ask().status == small.ask().status == 200
    tree = other.tree()
    os.killpg(other.process.pid, signal.SIGINT)
    assert other.process.wait(HANG) == 0
    assert "Traceback" not in other.said()
    until(lambda: not any(map(alive, tree)))
    assert small.ask().status == 200


# --- a changed graph -------------------------------------------------------------------------------------------------

COUNT = "SELECT (COUNT(DISTINCT ?t) AS ?n) { ?t <https://w3id.org/fengong/ns#taskNumber> ?number }"


def build(root: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "fengong", "build", "--workspace", str(root)], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout


def write(root: Path, rows: int) -> None:
    """A table of so many rows."""
    text = HEADER + "".join(f"{i}\t编制方案{i}。\t民政厅负责\n" for i in range(1, rows + 1))
    if (root / "graph" / "sources" / "sample").exists():
        shutil.rmtree(root / "graph" / "sources" / "sample")
        from support import add_table  # noqa: PLC0415 - the second time

        add_table(root, "sample", text)
    else:
        workspace(root, text=text)


@pytest.mark.slow
def test_changed_graph_takes_over(tmp_path: Path) -> None:
    """A graph that is built anew takes over while clients go on asking: no request fails; a damaged one does not, and the log says why."""
    write(tmp_path / "w", 2)
    build(tmp_path / "w")
    with ended(serving(tmp_path / "log", tmp_path / "w")) as server:

        def tasks() -> int:
            said = server.ask("/sparql?format=csv&query=" + quote(COUNT))
            assert said.status == 200, said.text
            return int(said.text.split()[1])

        assert tasks() == 2
        mark, nursery = json.loads(server.ask("/healthz").body)["graph"], server.nursery()
        etag = server.ask(ASK).headers["etag"]
        stop = threading.Event()

        def asking(client: int) -> list[int]:
            seen = []
            while not stop.is_set():
                seen += [
                    server.ask(client=client).status,
                    server.ask("/zh/", client=client).status,
                ]
            return seen

        with ThreadPoolExecutor(4) as pool:
            clients = [pool.submit(asking, 40 + i) for i in range(4)]
            write(tmp_path / "w", 3)
            build(tmp_path / "w")
            until(lambda: tasks() == 3)
            stop.set()
            seen = [each.result() for each in clients]
        assert all(set(statuses) == {200} for statuses in seen)
        assert json.loads(server.ask("/healthz").body)["graph"] != mark
        assert server.ask(ASK, **{"If-None-Match": etag}).status == 200
        until(lambda: not alive(nursery))

        manifest = tmp_path / "w" / "graph" / "built" / "MANIFEST.json"
        quads = manifest.with_name("sample.nq")
        whole = quads.read_bytes()
        quads.write_bytes(whole[: len(whole) // 2])
        shutil.copy(manifest, manifest.with_suffix(".new"))
        manifest.with_suffix(".new").replace(manifest)
        until(lambda: "the new graph was not loaded, the old one stays" in server.said())
        assert tasks() == 3
        quads.write_bytes(whole)
        shutil.copy(manifest, manifest.with_suffix(".new"))
        manifest.with_suffix(".new").replace(manifest)
        until(lambda: server.said().count("the graph was replaced") == 2)
        assert tasks() == 3

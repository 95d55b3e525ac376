"""A local server that plays services on the network: answers by path, each as often as it is listed, the last one for ever."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Play:
    """One answer: status, body, headers, and oddities: seconds of silence first, seconds between bytes."""

    body: bytes | Callable[[dict[str, list[str]]], bytes] = b""
    status: int = 200
    media: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    silence: float = 0.0
    drip: float = 0.0
    cut: bool = False


@dataclass
class Stage:
    """Where the server is, what it answers, and what it was asked: method, path, form, headers, and when."""

    url: str
    answers: dict[str, list[Play]]
    asked: list[tuple[str, str, dict[str, list[str]], dict[str, str], float]] = field(default_factory=list)


def as_json(value: object) -> Play:
    return Play(json.dumps(value, ensure_ascii=False).encode())


class Handler(BaseHTTPRequestHandler):
    """Answers what the stage has; the class is made anew for each stage."""

    stage: Stage

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""

    def do_GET(self) -> None:
        """Answer."""
        self._answer({})

    def do_HEAD(self) -> None:
        """Answer, without a body."""
        self._answer({})

    def do_POST(self) -> None:
        """Answer a form."""
        length = int(self.headers.get("Content-Length") or 0)
        self._answer(parse_qs(self.rfile.read(length).decode()))

    def _answer(self, form: dict[str, list[str]]) -> None:
        path = urlsplit(self.path).path
        self.stage.asked.append((self.command, path, form, dict(self.headers), time.monotonic()))
        plays = self.stage.answers.get(path) or self.stage.answers.get("*") or [Play(b"not here", 404, "text/plain")]
        play = plays.pop(0) if len(plays) > 1 else plays[0]
        time.sleep(play.silence)
        body = play.body(form) if callable(play.body) else play.body
        with contextlib.suppress(OSError):
            self.send_response(play.status)
            for name, value in ({"Content-Type": play.media, "Content-Length": str(len(body))} | play.headers).items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self._send(body, play)

    def _send(self, body: bytes, play: Play) -> None:
        if play.cut:
            self.wfile.write(body[: len(body) // 2])
            self.connection.close()
        elif play.drip:
            for index in range(len(body)):
                self.wfile.write(body[index : index + 1])
                self.wfile.flush()
                time.sleep(play.drip)
        else:
            self.wfile.write(body)


@contextlib.contextmanager
def playing(answers: dict[str, Play | Sequence[Play]]) -> Iterator[Stage]:
    """The server; the path ``*`` answers whatever no other does, else it is 404."""
    stage = Stage("", {path: [each] if isinstance(each, Play) else list(each) for path, each in answers.items()})

    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Playing", (Handler,), {"stage": stage}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    stage.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stage
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

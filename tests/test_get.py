"""`fengong get`: what the server would answer, without a socket."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support import ROOT, SICHUAN, Result

Command = Callable[..., Result]
TASK = f"/id/{SICHUAN}/task/12"


@pytest.fixture
def get(fengong: Command) -> Command:
    """Run `fengong get` on the graph of this checkout."""
    return lambda *arguments: fengong("get", *arguments, "--workspace", str(ROOT))


def test_status_and_headers_apart_from_the_body(get: Command) -> None:
    """The body alone is on standard output; status and headers, as the server sends them, are on standard error."""
    done = get("/sparql?query=ASK%7B%7D")
    assert done.code == 0
    assert json.loads(done.out) == {"head": {}, "boolean": True}
    status, *headers = done.err.splitlines()
    assert status == "HTTP/1.1 200"
    assert "content-type: application/sparql-results+json" in headers
    assert any(line.startswith("content-security-policy: ") for line in headers)


def test_body_alone(get: Command) -> None:
    """`--body` leaves the rest out."""
    done = get("/sparql?query=ASK%7B%7D", "--body")
    assert (done.code, done.err) == (0, "")


def test_body_into_a_file(get: Command, tmp_path: Path) -> None:
    """`-o` writes the bytes as they are."""
    assert get("/assets/fengong.css", "-o", str(tmp_path / "style.css")).code == 0
    assert b"{" in (tmp_path / "style.css").read_bytes()


def test_accept(get: Command) -> None:
    """`--accept` is the Accept header: pages or data by the same IRI."""
    assert "location: /id/" in get(TASK, "--accept", "text/turtle").err
    assert f"location: /en{TASK}" in get(TASK, "--accept", "text/html").err
    assert get("/sparql?query=SELECT(1 AS ?a){}", "--accept", "text/csv").out == "a\r\n1\r\n"


def test_language_of_the_reader(get: Command) -> None:
    """Pages come in the language of the command line, unless a header says otherwise."""
    assert "location: /zh/" in get("/", "--lang", "zh").err
    assert "location: /en/" in get("/", "--lang", "en").err
    assert "location: /zh/" in get("/", "--lang", "en", "--header", "Accept-Language: zh").err


def test_chinese_need_not_be_quoted(get: Command) -> None:
    """Paths and parameters may be written as they are read."""
    assert get("/sparql?query=SELECT('民政厅' AS ?a){}", "--accept", "text/csv").out == "a\r\n民政厅\r\n"
    assert "民政厅" in get("/zh/search?q=民政厅").out


def test_data(get: Command) -> None:
    """`--data` is posted, as a form or as the header says."""
    assert json.loads(get("/sparql", "--data", "query=ASK%7B%7D").out)["boolean"]
    assert json.loads(get("/sparql", "--data", "ASK {}", "--header", "Content-Type: application/sparql-query").out)["boolean"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["/sparql?query=x"], 400),
        (["/no/such/thing"], 404),
        (["/zh/", "--data", "a=b"], 405),
        (["/sparql?query=ASK%7B%7D", "--accept", "image/png"], 406),
        (["/sparql", "--data", "ASK {}", "--header", "Content-Type: text/plain"], 415),
        (["/healthz", "--header", "Host: example.org"], 400),
    ],
)
def test_refusal_is_an_error(get: Command, arguments: list[str], status: int) -> None:
    """A status of 400 or more ends the command with 1; what is said of it is the body."""
    done = get(*arguments)
    assert done.code == 1
    assert done.err.startswith(f"HTTP/1.1 {status}\n")
    assert done.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["zh/"],
        ["http://localhost/zh/"],
        ["/", "--header", "Accept"],
        ["/", "--header", ": x"],
        ["/", "--header", "A b: c"],
        ["/", "--header", "X: 民"],
    ],
)
def test_wrong_usage(get: Command, arguments: list[str]) -> None:
    """What is no path or no header is said, with 2."""
    done = get(*arguments)
    assert done.code == 2
    assert arguments[-1] in done.err


@pytest.mark.parametrize("command", [("get", "/zh/"), ("site", "out"), ("serve", "--port", "0")])
def test_a_damaged_graph_is_refused_whole(fengong: Command, tmp_path: Path, monkeypatch, command: tuple[str, ...]) -> None:
    """A file that is as long as the one that was built, and not the same, is named, with the remedy; nothing is half served or written."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "graph", tmp_path / "mine" / "graph")
    damaged = tmp_path / "mine" / "graph" / "built" / f"{SICHUAN}.nq"
    data = bytearray(damaged.read_bytes())
    data[1000:1002] = b"#\n"
    damaged.write_bytes(data)
    done = fengong(*command, "--workspace", str(tmp_path / "mine"))
    assert done.code == 1
    assert "fengong build" in done.err
    assert SICHUAN in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]

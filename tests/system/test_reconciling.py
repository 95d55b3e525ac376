"""`link --propose` asks two real services: our own /reconcile, and PyPI's csv-reconcile in an environment of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from fengong import iris
from fengong.linking import review
from fengong.reference.sssom import NO_TERM_FOUND

pytestmark = pytest.mark.system

_PATIENCE = 30.0
_SERVE = "import sys; from csv_reconcile import create_app; create_app().run(host='127.0.0.1', port=int(sys.argv[1]))"


def test_another_fengong_proposes_our_own_bodies(fengong, server, tmp_path: Path) -> None:
    """Asked by full name, /reconcile of a Fengong server offers each body and place itself first, and is sure of it."""
    out = tmp_path / "review.tsv"
    arguments = ("link", "--propose", "--service", f"{server.url}/reconcile", "-o", str(out), "--pause", "0")
    done = fengong(*arguments, "--subject", "bodies", "--subject", "places")
    assert done.code == 0
    rows = [row for row in review.load(out) if row["candidate_rank"] == "1"]
    assert len(rows) > 90
    assert [row["subject_id"] for row in rows if row["subject_id"] != row["object_id"]] == []
    assert {row["candidate_match"] for row in rows} == {"true"}


@pytest.fixture(scope="module")
def csv_reconcile(tmp_path_factory) -> Iterator[str]:
    """The address of a csv-reconcile server that knows three names."""
    folder = tmp_path_factory.mktemp("csv-reconcile")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    programs = folder / "venv" / "bin"
    subprocess.run([programs / "pip", "install", "--quiet", "csv-reconcile"], check=True)
    (folder / "names.tsv").write_text("id\tname\nmz\t四川省民政厅\nws\t四川省卫生健康委员会\nsc\t四川省\n", encoding="utf-8")
    subprocess.run([programs / "csv-reconcile", "init", "names.tsv", "id", "name"], check=True, cwd=folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen([programs / "python", "-c", _SERVE, str(port)], cwd=folder, stderr=log) as process,
    ):
        try:
            _wait(f"http://127.0.0.1:{port}/reconcile", process)
            yield f"http://127.0.0.1:{port}/reconcile"
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("csv-reconcile did not come up")


def test_csv_reconcile_proposes(fengong, csv_reconcile, tmp_path: Path) -> None:
    """A service of version 0.1, whose candidates have no types and whose identifiers are words: its best candidates are right."""
    out = tmp_path / "review.tsv"
    arguments = ("link", "--propose", "--service", csv_reconcile, "-o", str(out), "--pause", "0", "--limit", "2")
    done = fengong(*arguments, "--subject", "民政厅", "--subject", "省卫生健康委", "--subject", "四川")
    assert done.code == 0, done.err
    rows = review.load(out)
    best = {row["subject_id"]: row["object_id"].rpartition("/")[2] for row in rows if row["candidate_rank"] == "1"}
    assert best == {iris.body("510000/civil-affairs"): "mz", iris.body("510000/health"): "ws", iris.place("510000"): "sc"}
    assert sum(row["object_id"] == NO_TERM_FOUND for row in rows) == 3

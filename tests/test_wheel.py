"""The wheel: ontology, queries and built graph ship inside, and everything works from any folder with runtime dependencies only."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
import venv
from pathlib import Path

import pytest

from support import ROOT, SICHUAN

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh virtual environment into which the freshly built wheel was installed."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)], check=True, capture_output=True)
    wheel = next(folder.glob("*.whl"))
    venv.create(folder / "venv", with_pip=True)
    binaries = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([binaries / "python", "-m", "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True)
    return binaries


def fengong(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "FENGONG_LANG": "en", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    return subprocess.run([installed / "fengong", *arguments], check=False, capture_output=True, text=True, cwd=folder, env=environment)


def test_answers_the_same_from_another_folder(installed: Path, tmp_path: Path) -> None:
    """Installed in an empty environment, it answers as the checkout does."""
    rows = json.loads(fengong(installed, tmp_path, "ask", "led-by", "--body", "民政厅", "--format", "json").stdout)["rows"]
    assert [row["number"] for row in rows] == [8, 9, 12, 13, 15, 19, 23, 40, 42, 46, 52]
    assert "all 662 quotations match" in fengong(installed, tmp_path, "quotes").stdout
    assert fengong(installed, tmp_path, "check").returncode == 0
    here = subprocess.run(
        [sys.executable, "-m", "fengong", "questions", "--lang", "en"], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert fengong(installed, tmp_path, "questions").stdout == here.stdout


def test_own_workspace(installed: Path, tmp_path: Path) -> None:
    """The shipped graph is read-only; a workspace of one's own builds, and its Sichuan graph is the shipped one to the byte."""
    refused = fengong(installed, tmp_path, "build")
    assert refused.returncode == 1
    assert "fengong init DIR" in refused.stderr
    source = ROOT / "graph" / "sources" / "sichuan-elderly-childcare" / "text.txt"
    made = fengong(installed, tmp_path, "init", "mine", "--table", str(source), "--id", "copy", "--jurisdiction", "510000")
    assert made.returncode == 0, made.stderr
    built = fengong(installed, tmp_path, "build", "--workspace", "mine")
    assert built.returncode == 0, built.stderr
    assert "52 tasks, 122 clauses, 279 responsibilities" in built.stderr
    rows = json.loads(fengong(installed, tmp_path / "mine", "ask", "open-ended", "--format", "json").stdout)["rows"]
    assert [row["number"] for row in rows] == [1, 10, 42, 48, 49, 51, 52]


def test_python_interface(installed: Path, tmp_path: Path) -> None:
    """`import fengong` opens the shipped graph."""
    code = "import fengong; print(len(fengong.open().ask('led-by', body='民政厅')))"
    done = subprocess.run([installed / "python", "-c", code], check=True, capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout == "11\n"


def test_serves_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    """Pages, files of the design, data and queries are all in the wheel; the server starts from it and ends when told to."""
    for path in ("/zh/", f"/en/id/{SICHUAN}/task/12", "/assets/yasqe.min.js", f"/id/{SICHUAN}/task/12.jsonld", "/en/ns", "/zh/about"):
        done = fengong(installed, tmp_path, "get", path, "-o", "body")
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "body").stat().st_size > 1000
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    command = [installed / "fengong", "serve", "--port", "0", "--lang", "en"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        url = server.stderr.readline().rpartition(" ")[2].strip()
        with urllib.request.urlopen(f"{url}sparql?query=ASK%7B%7D", timeout=60) as answer:  # noqa: S310 - our own server on loopback
            assert json.load(answer)["boolean"] is True
        server.terminate()
        assert server.wait(30) == 0

"""A federated query: our graph and a real Oxigraph server that holds another dataset, joined by SERVICE over GB/T 2260 codes."""

from __future__ import annotations

import csv
import io
import socket
from decimal import Decimal
from pathlib import Path

import pytest

import blocks
import scenes
import servers

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> str:
    """The address of an Oxigraph server that knows the synthetic numbers by division code, and nothing of ours."""
    folder = tmp_path_factory.mktemp("oxigraph")
    with servers.oxigraph(folder, scenes.places()) as url:
        yield url


def query(elsewhere: str) -> str:
    text = scenes.FEDERATED.read_text(encoding="utf-8")
    assert f"{scenes.OXIGRAPH}/query" in text
    return text.replace(scenes.OXIGRAPH, elsewhere)


def test_the_page_starts_the_server_as_the_tests_do() -> None:
    """The lines of docs/linking.md install the package and start it with the options of these tests, where the query looks for it."""
    install, start = blocks.named("docs/linking.md", "oxigraph").splitlines()
    assert install == "pip install oxigraph"
    port = scenes.OXIGRAPH.rpartition(":")[2]
    assert start.split() == ["oxigraph", *(each.format(store="elsewhere", port=port) for each in servers.OPTIONS)]


def test_one_query_asks_both(fengong, elsewhere) -> None:
    """The synthetic numbers come from the other server, names and target from ours; the rows are those of the file."""
    done = fengong("query", query(elsewhere), "--allow-service", "--format", "csv")
    assert done.code == 0
    rows = list(csv.DictReader(io.StringIO(done.out)))
    source = {row["代码 code"]: row for row in csv.DictReader(io.StringIO(scenes.PLACES.read_text(encoding="utf-8"))) if row["托位 places"]}
    assert [row["code"] for row in rows] == sorted(source)
    for row in rows:
        line = source[row["code"]]
        assert Decimal(row["perThousand"]) == Decimal(line["托位 places"]) * 1000 / Decimal(line["人口 population"])
        assert row["name"] == line["市州 prefecture"]
        assert row["target"] == "10"


def test_service_needs_permission(fengong, elsewhere) -> None:
    """Without --allow-service nothing is sent anywhere."""
    done = fengong("query", query(elsewhere))
    assert done.code == 1
    assert "--allow-service" in done.err


def test_the_other_server_may_be_away(fengong, elsewhere, tmp_path: Path) -> None:
    """A server that is not there, and an answer that is none, are an error that says so; with SILENT our own part is answered."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        away = f"http://127.0.0.1:{free.getsockname()[1]}"
    done = fengong("query", query(away), "--allow-service")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("SERVICE: the service gave no answer that can be used: ")
    done = fengong("query", query(away).replace("SERVICE", "SERVICE SILENT"), "--allow-service", "--format", "csv")
    assert done.code == 0
    done = fengong("query", query(elsewhere).replace("/query>", "/nothing>"), "--allow-service")
    assert (done.code, done.out) == (1, "")
    assert "404" in done.err
    assert not list(tmp_path.iterdir())


def test_output_file_is_not_left_half_written(fengong, elsewhere, tmp_path: Path) -> None:
    """An answer that fails writes no file."""
    out = tmp_path / "out.csv"
    done = fengong("query", query(elsewhere).replace("/query>", "/nothing>"), "--allow-service", "--format", "csv", "-o", str(out))
    assert done.code == 1
    assert not out.exists()

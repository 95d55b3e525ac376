"""Exports under the eyes of other programs: rdflib, duckdb, datasette; and the same bytes from another process."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import duckdb
import pyoxigraph as ox
import pytest
import rdflib

import blocks
import shell
from fengong.exports import formats, tables
from support import ROOT, SICHUAN

pytestmark = pytest.mark.system
BUILT = ROOT / "graph" / "built"


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> Path:
    """Everything, as the command writes it."""
    target = tmp_path_factory.mktemp("exports") / "all"
    export(target, seed="1")
    return target


def export(target: Path, *, seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "FENGONG_LANG": "en"}
    subprocess.run([sys.executable, "-m", "fengong", "export", "--all", "-o", str(target)], check=True, cwd=ROOT, env=environment)


def test_another_process_writes_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    """Neither clock nor chance nor the order of a set is in any file; the manifest has the hash of each."""
    export(tmp_path / "again", seed="2")
    listed = json.loads((exported / "MANIFEST.json").read_text(encoding="utf-8"))
    assert listed["leftOut"] == {}
    assert {each["format"] for each in listed["files"].values()} == set(formats.ALL)
    for name, said in listed["files"].items():
        data = (tmp_path / "again" / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == said["sha256"], name
        assert len(data) == said["bytes"]
    assert (tmp_path / "again" / "MANIFEST.json").read_bytes() == (exported / "MANIFEST.json").read_bytes()


@pytest.fixture(scope="module")
def built() -> set[ox.Quad]:
    return {quad for path in BUILT.glob("*.nq") for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.N_QUADS)}


def test_nquads_are_those_of_the_build(exported: Path) -> None:
    """Line for line."""
    lines = sorted(line for path in BUILT.glob("*.nq") for line in path.read_bytes().splitlines())
    assert sorted((exported / "fengong.nq").read_bytes().splitlines()) == lines


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own parsers use what rdflib deprecates
@pytest.mark.parametrize("name", [form.name for form in formats.ALL.values() if form.takes == "graphs"])
def test_rdflib_reads_every_triple(name: str, exported: Path, built: set[ox.Quad]) -> None:
    """rdflib, which wrote none of it, finds as many triples as were built; in RDF/XML and Turtle those of all graphs once."""
    form = formats.ALL[name]
    reader = {"turtle": "turtle", "ntriples": "nt", "nquads": "nquads", "trig": "trig", "rdfxml": "xml"}.get(name, "json-ld")
    dataset = rdflib.Dataset()
    dataset.parse(data=(exported / f"fengong.{form.suffix}").read_bytes(), format=reader)
    found = Counter(str(quad[1]) for quad in dataset.quads())
    quads = built if name in {"nquads", "trig", "jsonld", "jsonld-expanded"} else {ox.Quad(*quad.triple) for quad in built}
    assert found == Counter(quad.predicate.value for quad in quads)


def test_turtle_of_one_graph_is_the_built_one(tmp_path: Path) -> None:
    """The triples of `--graph` are those of the Turtle that the build wrote."""
    target = tmp_path / "one.ttl"
    command = [sys.executable, "-m", "fengong", "export", "--graph", SICHUAN, "-o", str(target)]
    subprocess.run(command, check=True, cwd=ROOT)
    one, other = (set(rdflib.Graph().parse(data=path.read_bytes(), format="turtle")) for path in (target, BUILT / f"{SICHUAN}.ttl"))
    assert one == other


def test_a_tree_for_each_task(exported: Path) -> None:
    """52 trees; that of task 12 holds its six responsibilities with the names of their bodies, and numbers as numbers."""
    trees = json.loads((exported / "fengong.framed.jsonld").read_text(encoding="utf-8"))["graph"]
    assert [tree["taskNumber"] for tree in trees] == list(range(1, 53))
    clauses = [clause["assigns"] for clause in trees[11]["hasClause"]]
    named = [each for assigned in clauses for each in (assigned if isinstance(assigned, list) else [assigned])]
    assert [(each["position"], each["body"]["prefLabel"]["zh"]) for each in named][:2] == [(1, "四川省民政厅"), (2, "四川省卫生健康委员会")]
    assert len(named) == 6
    assert trees[11]["hasLeadResponsibility"] == [each["id"] for each in named[:2]]


def test_duckdb_counts_what_parquet_holds(exported: Path) -> None:
    """Another engine joins the tables and finds the responsibilities of each role."""
    base = duckdb.connect()
    for name in tables.ALL:
        base.sql(f"CREATE VIEW \"{name}\" AS FROM '{exported / 'parquet' / name}.parquet'")
    roles = base.sql("SELECT roleEn, count(*) FROM responsibilities JOIN tasks USING (task) GROUP BY roleEn").fetchall()
    assert dict(roles) == {"lead": 36, "participate": 81, "shared by duty": 111, "responsible": 51}
    assert base.sql("SELECT count(*) FROM quotations").fetchall() == [(662,)]
    assert base.sql("SELECT min(deadline)::VARCHAR FROM targets").fetchall() == [("2022-12-31",)]


@contextlib.contextmanager
def datasette(path: Path) -> Iterator[str]:
    """A datasette on a free port, started as docs/exports.md says in the folder of the database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    install, command = blocks.named("docs/exports.md", "datasette").splitlines()
    assert install == "pip install datasette"
    assert command.split()[:2] == ["datasette", path.name]
    started = [shell.bash(), "-c", f"exec {command} -h 127.0.0.1 -p {port}"]
    server = subprocess.Popen(started, cwd=path.parent, env=shell.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(150):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(address).close()
                break
            assert server.poll() is None
            time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait()


def test_datasette_serves_the_database(exported: Path) -> None:
    """Tables, the view and the search answer; titles, licence and what columns mean are shown."""
    with datasette(exported / "fengong.sqlite") as address:

        def got(path: str, **asked: str) -> dict[str, object]:
            query = urlencode({"_shape": "objects", **asked})
            with urllib.request.urlopen(f"{address}{path}?{query}") as reply:  # noqa: S310 - our own server
                return json.load(reply)

        assert got("/fengong/responsibilities.json")["filtered_table_rows_count"] == 279
        assert got("/fengong/tasks.json", _search="养老机构")["filtered_table_rows_count"] > 0
        leads = got("/fengong.json", sql="select count(*) as n from whoDoesWhat where bodyZh = '四川省民政厅' and roleEn = 'lead'")
        assert leads["rows"] == [{"n": 11}]
        with urllib.request.urlopen(f"{address}/fengong/tasks") as reply:  # noqa: S310 - our own server
            page = reply.read().decode()
        assert "CC BY 4.0" in page
        assert "重点任务 · task text" in page

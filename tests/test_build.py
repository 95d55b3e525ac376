"""The build: byte-stable, atomic, incremental, and the same from one process or several."""

from __future__ import annotations

import concurrent.futures
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

import fengong
from fengong.builder import output, pipeline
from fengong.errors import Busy, DamagedGraph, NoSources, ReadOnlyWorkspace
from fengong.graph import folder as folder_of
from fengong.graph.files import Turtle, nquads
from fengong.graph.terms import RDF
from fengong.workspace import Workspace
from support import HEADER, ROOT, SICHUAN, add_table, sichuan, workspace

BUILT = ROOT / "graph" / "built"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_fresh_rebuild_equals_the_committed_graph(tmp_path: Path) -> None:
    """Built from nothing, in another folder and another process, the graph is the committed one to the byte."""
    folder = tmp_path / "elsewhere"
    for name in ("sources", "evidence"):
        shutil.copytree(ROOT / "graph" / name, folder / "graph" / name)
    for name in ("CHANGELOG.md", "graph/CITATION.cff"):
        shutil.copy(ROOT / name, folder / name)
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "fengong", "build", "--workspace", str(folder)]
    subprocess.run(command, check=True, env=environment, capture_output=True)
    assert contents(folder / "graph" / "built") == contents(BUILT)


def test_turtle_and_nquads_say_the_same() -> None:
    """Each graph's Turtle and N-Quads hold the same triples, as many as the manifest counts; the N-Quads are sorted."""
    manifest = json.loads((BUILT / "MANIFEST.json").read_text(encoding="utf-8"))
    seen = set()
    for unit in manifest["units"].values():
        for iri, count in unit["graphs"].items():
            name = iri.removeprefix("https://w3id.org/fengong/graph/").replace("/", ".")
            quads = list(ox.parse(path=BUILT / f"{name}.nq", format=ox.RdfFormat.N_QUADS))
            turtle = ox.Dataset(ox.parse(path=BUILT / f"{name}.ttl", format=ox.RdfFormat.TURTLE))
            again = ox.Dataset(ox.Quad(*quad.triple) for quad in quads)
            for dataset in (turtle, again):
                dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
            assert turtle == again, name
            assert len(quads) == count
            assert {quad.graph_name.value for quad in quads} <= {iri}
            lines = (BUILT / f"{name}.nq").read_bytes().splitlines()
            assert lines == sorted(set(lines))
            seen |= {f"{name}.nq", f"{name}.ttl"}
    assert seen | {"MANIFEST.json"} == {path.name for path in BUILT.iterdir()}


def test_no_blank_nodes_in_instance_data() -> None:
    """Only the ontology may hold blank nodes."""
    for path in BUILT.glob("*.nq"):
        if not path.name.startswith("ontology"):
            assert b"_:" not in path.read_bytes().replace(b'"', b""), path.name


def test_manifest_names_no_time_and_no_machine() -> None:
    """Hashes, counts and version; nothing that changes while the inputs do not."""
    text = (BUILT / "MANIFEST.json").read_text(encoding="utf-8")
    assert not re.search(r"\d{4}-\d\d|\d\d:\d\d|/(home|tmp|work|Users)/", text)
    counts = json.loads(text)["units"][SICHUAN]["counts"]
    assert (counts["tasks"], counts["clauses"], counts["responsibilities"], counts["printed names"], counts["open-ended clauses"]) == (
        52,
        122,
        279,
        38,
        7,
    )
    assert (counts["Violation"], counts["Warning"], counts["unread rows"]) == (0, 0, 0)


def test_unchanged_inputs_are_not_built_again(tmp_path: Path) -> None:
    """A second build does nothing; a change of one table builds that table alone; a lost file is made again."""
    folder = workspace(tmp_path, text=HEADER + "1\t办养老院。\t民政厅牵头。\n", table="one")
    add_table(folder, "two", HEADER + "1\t办托育。\t省卫生健康委牵头。\n")
    where = Workspace(folder)
    first = pipeline.build(where)
    assert set(first.built) >= {"one", "two"}
    before = contents(where.built)
    again = pipeline.build(where)
    assert again.built == ()
    assert contents(where.built) == before
    add_table(folder, "two", HEADER + "1\t办托育。\t教育厅牵头。\n")
    assert pipeline.build(where).built == ("dataset", "two")
    (where.built / "one.nq").unlink()
    assert pipeline.build(where).built == ("one",)
    assert contents(where.built)["one.nq"] == before["one.nq"]


def test_lost_bodies_alone_are_made_again(tmp_path: Path) -> None:
    """Only what is lost is built, even where that is no table."""
    where = Workspace(workspace(tmp_path, text=HEADER + "1\t办养老院。\t民政厅牵头。\n"))
    pipeline.build(where)
    before = contents(where.built)
    (where.built / "bodies.nq").unlink()
    assert pipeline.build(where).built == ("bodies",)
    assert contents(where.built) == before


def test_a_table_taken_away_leaves_the_graph(tmp_path: Path) -> None:
    """Without its source, a table's graph goes; files that no build wrote stay."""
    folder = workspace(tmp_path, text=HEADER + "1\t办养老院。\t民政厅牵头。\n", table="one")
    target = add_table(folder, "two", HEADER + "1\t办托育。\t省卫生健康委牵头。\n")
    where = Workspace(folder)
    pipeline.build(where)
    (where.built / "notes.txt").write_text("mine")
    shutil.rmtree(target)
    pipeline.build(where)
    names = {path.name for path in where.built.iterdir()}
    assert not any(name.startswith("two") for name in names)
    assert {"one.ttl", "notes.txt"} <= names


def test_processes_make_no_difference(tmp_path: Path) -> None:
    """Several tables built in two processes give the same bytes as in one."""
    folder = workspace(tmp_path)
    for i in range(3):
        add_table(folder, f"table-{i}", HEADER + f"1\t办养老院{i}。\t民政厅牵头，火星厅参加。\n2\t建食堂。\t民政厅统筹。\n")
    where = Workspace(folder)
    pipeline.build(where, force=True, jobs=1)
    alone = contents(where.built)
    pipeline.build(where, force=True, jobs=2)
    assert contents(where.built) == alone


def test_two_builds_at_once(tmp_path: Path) -> None:
    """While one build writes, another is told so and changes nothing."""
    where = Workspace(workspace(tmp_path, text=HEADER + "1\t办养老院。\t民政厅牵头。\n"))
    with folder_of.locked(where.built), pytest.raises(Busy):
        pipeline.build(where)


def test_a_reader_waits_while_a_graph_is_replaced(tmp_path: Path) -> None:
    """A graph opened before a rebuild answers from the new one; reading meanwhile never disturbs the build."""
    folder = workspace(tmp_path, text=HEADER + "1\t办养老院。\t民政厅牵头。\n")
    where = Workspace(folder)
    pipeline.build(where)
    graph = fengong.open(folder)
    add_table(folder, "sample", HEADER + "1\t办养老院。\t民政厅牵头。\n2\t建食堂。\t民政厅牵头。\n")
    pipeline.build(where)
    assert len(graph.ask("led-by", body="民政厅")) == 2
    old = folder_of.beside(where.built, "old")
    with folder_of.locked(where.built):
        where.built.rename(old)
        with concurrent.futures.ThreadPoolExecutor() as pool:
            waiting = pool.submit(lambda: len(fengong.open(folder).ask("led-by", body="民政厅")))
            time.sleep(0.2)
            assert old.exists(), "a reader does not put the old folder back while a build holds it"
            old.rename(where.built)
            assert waiting.result(timeout=10) == 2


def test_edited_code_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A graph made by other code than this is not taken for unchanged."""
    where = Workspace(workspace(tmp_path, text=HEADER + "1\t办养老院。\t民政厅牵头。\n"))
    pipeline.build(where)
    monkeypatch.setattr("fengong.builder.inputs.code_hash", lambda: "other")
    assert "sample" in pipeline.build(where).built


def test_a_graph_kept_through_a_failure_is_not_taken_for_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that failed under new code keeps the graph that the old code made; mended, it is built again."""
    folder = workspace(tmp_path, text=HEADER + "1\t办养老院。\t民政厅牵头。\n", table="one")
    source = add_table(folder, "two", HEADER + "1\t办托育。\t民政厅牵头。\n") / "source.toml"
    where = Workspace(folder)
    pipeline.build(where)
    monkeypatch.setattr("fengong.builder.inputs.code_hash", lambda: "other")
    source.rename(source.with_suffix(".lost"))
    assert set(pipeline.build(where).failed) == {"two"}
    source.with_suffix(".lost").rename(source)
    assert pipeline.build(where).built == ("dataset", "two")


def test_nothing_to_build(tmp_path: Path) -> None:
    """Zero inputs is an error, and so is a read-only graph."""
    (tmp_path / "graph" / "sources").mkdir(parents=True)
    with pytest.raises(NoSources):
        pipeline.build(Workspace(tmp_path))


def test_shipped_graph_is_read_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The graph inside an installed package is never written."""
    monkeypatch.setattr("fengong.workspace._PACKAGE", tmp_path)
    with pytest.raises(ReadOnlyWorkspace):
        pipeline.build(Workspace(tmp_path / "share"))


@pytest.mark.system
def test_killed_builds_leave_the_graph_whole(tmp_path: Path) -> None:
    """A build killed at any moment leaves either the old graph or the new one, each file whole."""
    folder = sichuan(tmp_path)
    where = Workspace(folder)
    pipeline.build(where)
    text = folder / "graph" / "sources" / SICHUAN / "corrections.toml"
    original = text.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "fengong", "build", "--force", "--workspace", str(folder)]
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    whole = time.monotonic() - started
    chance = random.Random(20261123)  # noqa: S311 - moments, not secrets
    for round_number in range(12):
        text.write_text(f"{original}\n# {round_number}\n", encoding="utf-8")
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        late = round_number % 2  # half of them near the end, where files are put in place
        time.sleep(whole * (chance.uniform(0.85, 1.05) if late else chance.uniform(0.0, 1.0)))
        process.send_signal(signal.SIGKILL)
        process.wait()
        units, _ = output.read_manifest(where.built)
        assert set(units) == {"ontology", "bodies", "links", "dataset", SICHUAN}
        assert all(folder_of.whole(where.built, unit) for unit in units.values())
        assert len(fengong.open(folder).ask("led-by", body="民政厅")) == 11


@pytest.mark.parametrize("moment", ["before", "between", "after"])
def test_replacement_interrupted_at_each_step(moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped before, between or after its two renames, a replacement leaves a whole folder after recovery."""
    folder = tmp_path / "built"
    output.replace(folder, {"a": b"old"}, [])
    steps = {"before": 0, "between": 1, "after": 2}[moment]
    real, done = Path.rename, []

    def rename(self: Path, target: Path) -> Path:
        if len(done) == steps:
            raise KeyboardInterrupt
        done.append(target)
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", rename)
        if steps < 2:
            with pytest.raises(KeyboardInterrupt):
                output.replace(folder, {"a": b"new"}, [])
        else:
            output.replace(folder, {"a": b"new"}, [])
    folder_of.recover(folder)
    assert contents(folder) == {"a": b"new" if moment == "after" else b"old"}
    output.replace(folder, {"a": b"newer"}, [])
    assert contents(folder) == {"a": b"newer"}


@pytest.mark.parametrize("harm", ["cut", "lost", "changed", "manifest"])
def test_damaged_graph_is_named(harm: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A file of the built graph that is cut, lost or changed is named; `build` mends it."""
    from fengong.cli.main import run  # noqa: PLC0415

    folder = workspace(tmp_path, text=HEADER + "1\t办养老院。\t民政厅牵头。\n")
    where = Workspace(folder)
    pipeline.build(where)
    path = where.built / ("MANIFEST.json" if harm == "manifest" else "sample.nq")
    data = path.read_bytes()
    if harm == "lost":
        path.unlink()
    else:
        path.write_bytes(data[: len(data) // 2] if harm in {"cut", "manifest"} else data.replace("养老".encode(), "托育".encode()))
    command = (
        ["check", "--workspace", str(folder)] if harm == "changed" else ["ask", "led-by", "--body", "民政厅", "--workspace", str(folder)]
    )
    assert run(command) == 1
    err = capfd.readouterr().err
    assert "fengong build --force" in err
    assert "Traceback" not in err
    assert pipeline.build(where).violations == 0
    assert path.read_bytes() == data


def test_graph_that_reads_back_differently_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written is read back before it counts: a writer that errs cannot succeed."""
    triple = ox.Triple(ox.NamedNode("https://example.org/a"), RDF.type, ox.NamedNode("https://example.org/B"))
    monkeypatch.setattr(Turtle, "write", lambda _self, _triples, **_: "")
    with pytest.raises(DamagedGraph):
        output.graph_files("x", [triple], base="https://example.org/", comment=[])


def test_nquads_of_hostile_words() -> None:
    """Line ends, quotes and backslashes in literals stay inside their line."""
    triple = ox.Triple(ox.NamedNode("https://example.org/a"), RDF.type, ox.Literal('x" .\n<a> \\ \u2028 ', language="zh"))
    data = nquads([triple], "https://example.org/g")
    assert data.count(b"\n") == 1
    assert [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS)] == [triple]

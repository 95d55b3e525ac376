"""Whole-process benchmarks, printed as ratios to a named alternative in the same run: medians of runs taken in turn.

    make bench
    python benchmarks/bench.py --runs 5

Budgets are those of docs/architecture.md. Nothing here fails when a budget is missed: it says so.
"""

from __future__ import annotations

import argparse
import compileall
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = "sichuan-elderly-childcare"
SOURCE = ROOT / "graph" / "sources" / TABLE
PYTHON = sys.executable


def timed(command: list[str], prepare: Callable[[], None] | None = None) -> float:
    """Wall seconds of one run of ``command``."""
    if prepare:
        prepare()
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - start


def compared(
    name: str,
    budget: float,
    first: tuple[str, list[str], Callable[[], None] | None],
    second: tuple[str, list[str], Callable[[], None] | None],
    runs: int,
) -> None:
    """Run two commands in turn and print the ratio of their medians, first to second."""
    label, command, prepare = first
    other, command_other, prepare_other = second
    for each, before in ((command, prepare), (command_other, prepare_other)):
        timed(each, before)  # warm-up
    pairs = [(timed(command, prepare), timed(command_other, prepare_other)) for _ in range(runs)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = [a / b for a, b in pairs]
    verdict = "within" if mine / theirs <= budget else "OVER"
    print(f"{name}")
    print(f"  {label}: {mine:.3f} s    {other}: {theirs:.3f} s    (medians of {runs})")
    print(f"  ratio {mine / theirs:.3f}  (pairs {min(ratios):.3f}–{max(ratios):.3f})   budget {budget:.3f}: {verdict}\n")


def workspace(folder: Path, times: int) -> Path:
    """A workspace whose only table has the 52 rows of the first table ``times`` over, numbered on."""
    sources = folder / "graph" / "sources"
    sources.mkdir(parents=True)
    if times == 1:
        shutil.copytree(SOURCE, sources / TABLE)
        return folder
    lines = (SOURCE / "text.txt").read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t", 1)[1] for line in lines if line[:1].isdigit()]
    text = "序号\t重点任务\t责任单位\n" + "".join(f"{i}\t{row}\n" for i, row in enumerate(rows * times, 1))
    target = sources / "synthetic"
    target.mkdir()
    data = text.encode()
    (target / "text.txt").write_bytes(data)
    import hashlib  # noqa: PLC0415 - only here

    digest = hashlib.sha256(data).hexdigest()
    (target / "source.toml").write_text(
        f'file = "text.txt"\nsha256 = "{digest}"\njurisdiction = "510000"\ntitle_zh = "synthetic, from real clauses"\n', encoding="utf-8"
    )
    return folder


def empty(folder: Path) -> Callable[[], None]:
    """Take the built graph away, so that the next build starts from nothing."""
    return lambda: shutil.rmtree(folder / "graph" / "built", ignore_errors=True)


def without_tables(folder: Path) -> Callable[[], None]:
    """Leave only ontology and bodies, so that the next build does the table alone."""

    def prepare() -> None:
        built = folder / "graph" / "built"
        manifest = json.loads((built / "MANIFEST.json").read_text(encoding="utf-8"))
        manifest["units"] = {name: unit for name, unit in manifest["units"].items() if name in {"ontology", "bodies"}}
        (built / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")

    return prepare


def build(folder: Path) -> list[str]:
    """The command that builds ``folder``."""
    return [PYTHON, "-m", "fengong", "build", "--workspace", str(folder)]


def main() -> None:
    """Run all comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    compileall.compile_dir(
        ROOT / "src" / "fengong", quiet=1
    )  # as pip does; else a shell that sets PYTHONDONTWRITEBYTECODE compiles anew each run
    with tempfile.TemporaryDirectory() as temporary:
        one, ten = workspace(Path(temporary) / "one", 1), workspace(Path(temporary) / "ten", 10)
        subprocess.run(build(one), check=True, capture_output=True)
        subprocess.run(build(ten), check=True, capture_output=True)
        naive = [PYTHON, str(ROOT / "benchmarks" / "naive.py"), str(ROOT), TABLE]
        compared(
            "build from nothing against the naive chain over the same triples",
            1 / 5,
            ("fengong build", build(one), empty(one)),
            ("naive", naive, None),
            max(3, runs // 2),
        )
        script = Path(PYTHON).with_name("fengong")  # as a user starts it; `python -m` would add the start of runpy
        ask = [*([str(script)] if script.exists() else [PYTHON, "-m", "fengong"]), "ask", "led-by", "--body", "民政厅"]
        bare = [PYTHON, "-c", "import pyoxigraph, click"]
        compared(
            "ask, cold start, against importing pyoxigraph and click", 3, ("fengong ask", ask, None), ("bare imports", bare, None), runs * 2
        )
        compared("unchanged rebuild against a full one", 1 / 5, ("unchanged", build(one), None), ("full", build(one), empty(one)), runs)
        compared(
            "520 rows against 52, the table alone",
            12,
            ("520 rows", build(ten), without_tables(ten)),
            ("52 rows", build(one), without_tables(one)),
            max(3, runs // 2),
        )
    print("Measured as whole processes, imports included, runs of both sides in turn.")
    print("Other load on the machine moves the seconds, less the ratios.")


if __name__ == "__main__":
    main()

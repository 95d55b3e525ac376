"""Every canned question at several sizes: the Sichuan table N times over, under other table ids, in one Oxigraph store.

    python benchmarks/questions.py 10 100          # sizes; 1000 needs some 5 GB and a few minutes
    python benchmarks/questions.py 100 --only no-lead statistics

It prints milliseconds and how they grow with the number of tables: 1.0 is linear. The words around quotations
(prefix, suffix) are left out: no question reads them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from itertools import pairwise

import pyoxigraph as ox

import fengong
from fengong.ask.answer import literal
from fengong.ask.catalogue import Question
from fengong.iris import PREFIXES
from fengong.sparql import bind

TABLE = "sichuan-elderly-childcare"
FOUNDATIONS = ("ontology", "ontology.inferred", "bodies", "bodies.inferred")
BATCH = 50
UNREAD = (b"/ns/oa#prefix>", b"/ns/oa#suffix>")


def store_of(tables: int, graph: fengong.Graph) -> ox.Store:
    """A store with ``tables`` copies of the table: asserted, promised and inferred in the default graph, anomalies named."""
    dataset = graph.dataset
    store = ox.Store()
    for name in FOUNDATIONS:
        store.bulk_load(dataset.triples_text(name), ox.RdfFormat.N_TRIPLES, lenient=True)
    text = b"".join(dataset.triples_text(name) for name in (TABLE, f"{TABLE}.promises", f"{TABLE}.inferred"))
    lines = b"".join(line for line in text.splitlines(keepends=True) if not any(each in line for each in UNREAD))
    anomalies = dataset.text(f"{TABLE}.anomalies")
    for first in range(0, tables, BATCH):
        names = [f"table-{i:05d}".encode() for i in range(first, min(tables, first + BATCH))]
        store.bulk_load(b"".join(lines.replace(TABLE.encode(), name) for name in names), ox.RdfFormat.N_TRIPLES, lenient=True)
        store.bulk_load(b"".join(anomalies.replace(TABLE.encode(), name) for name in names), ox.RdfFormat.N_QUADS, lenient=True)
    return store


def timed(question: Question, store: ox.Store, runs: int) -> tuple[float, int]:
    """Best seconds of ``runs``, and the number of rows, with the question's default values."""
    types = {parameter.name: parameter.type for parameter in question.parameters}
    values = {name: literal(text.replace(TABLE, "table-00000"), types[name]) for name, text in question.defaults.items()}
    query = bind.bind(question.query, values)
    seconds = []
    rows = 0
    for _ in range(runs):
        start = time.perf_counter()
        results = store.query(query, prefixes=PREFIXES)
        rows = sum(1 for _ in results) if isinstance(results, ox.QuerySolutions | ox.QueryTriples) else 0
        seconds.append(time.perf_counter() - start)
    return min(seconds), rows


def measured(sizes: list[int], only: list[str]) -> Iterator[tuple[str, list[float], int]]:
    """Name, seconds at each size and rows at the largest, for each question."""
    graph = fengong.open()
    questions = [question for name, question in graph.questions.items() if not only or name in only]
    times: dict[str, list[float]] = {question.name: [] for question in questions}
    rows: dict[str, int] = {}
    for size in sizes:
        start = time.perf_counter()
        store = store_of(size, graph)
        print(f"{size} tables: {len(store):,} quads, loaded in {time.perf_counter() - start:.1f} s", flush=True)
        for question in questions:
            seconds, rows[question.name] = timed(question, store, 3 if size <= BATCH * 2 else 1)
            times[question.name].append(seconds)
        del store
    for name, seconds in times.items():
        yield name, seconds, rows[name]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[10, 100])
    parser.add_argument("--only", nargs="*", default=[])
    arguments = parser.parse_args()
    sizes = sorted(arguments.sizes)
    print(f"{'question':18}" + "".join(f"{size:>12}" for size in sizes) + f"{'rows':>10}   growth per table (1.0 is linear)")
    for name, seconds, rows in measured(sizes, arguments.only):
        growth = [
            later / earlier / (after / before) for (earlier, later), (before, after) in zip(pairwise(seconds), pairwise(sizes), strict=True)
        ]
        print(
            f"{name:18}"
            + "".join(f"{each * 1000:12.1f}" for each in seconds)
            + f"{rows:>10}   {' '.join(f'{each:.2f}' for each in growth)}"
        )


if __name__ == "__main__":
    main()

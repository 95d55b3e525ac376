"""Other engines, with the graph loaded as docs/load.md says, answer what our own engine answers."""

from __future__ import annotations

import json
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

import fengong
import test_findings as breakages
from fengong import iris
from support import ROOT
from system import answers, engines
from system.engines import Engine, Graphs, Refused

pytestmark = pytest.mark.system

ENGINES = {"virtuoso": engines.virtuoso, "oxigraph": engines.oxigraph, "tdb2": engines.tdb2}
DIFFERENT: dict[str, list[dict[str, str]]] = tomllib.loads((Path(__file__).parent / "engines.toml").read_text(encoding="utf-8"))
_XSD = iris.PREFIXES["xsd"]
_INTEGERS = {_XSD + name for name in ("nonNegativeInteger", "positiveInteger", "int", "long")}

Term = tuple[str, ...] | None


@dataclass(frozen=True)
class Run:
    """One query: what it is called, and its text."""

    name: str
    query: str


def questions() -> Iterator[Run]:
    """Every canned question: with its defaults, and with every parameter left free, in each of its readings."""
    for name, question in answers.book().items():
        for reading in ("adopted", "printed") if question.switchable else ("adopted",):
            yield Run(f"{name} · {reading}", answers.written(name, question.defaults, reading))
            if question.parameters:
                yield Run(f"{name} · {reading} · free", answers.written(name, {}, reading))


def checks() -> Iterator[Run]:
    """Every check query."""
    for path in sorted((ROOT / "queries" / "checks").glob("*.rq")):
        yield Run(path.stem, path.read_text(encoding="utf-8"))


def term(found: dict[str, str] | None) -> Term:
    """A term of SPARQL results in JSON.

    Oxigraph, ours and the server, keeps xsd:nonNegativeInteger and the like as xsd:integer, which other engines do not;
    TDB2 writes a decimal with a point, Oxigraph without where it can; Virtuoso says typed-literal, as the draft of 2007 did.
    """
    if found is None:
        return None
    kind = found.get("datatype", "")
    text = found["value"]
    return (
        found["type"].replace("typed-literal", "literal"),
        format(Decimal(text).normalize(), "f") if kind == f"{_XSD}decimal" else text,
        found.get("xml:lang", ""),
        _XSD + "integer" if kind in _INTEGERS else kind.removesuffix(_XSD + "string"),
    )


def rows(text: str) -> Counter[tuple[Term, ...]]:
    """The rows of SPARQL results in JSON, with how often each is there."""
    found = json.loads(text)
    return Counter(tuple(term(row.get(name)) for name in found["head"]["vars"]) for row in found["results"]["bindings"])


def triples(data: str) -> Counter[tuple[Term, ...]]:
    """Triples as rows, each once."""
    read = {each.triple for each in ox.parse(data.encode(), format=ox.RdfFormat.N_TRIPLES)}
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in read)
    found = store.query("SELECT ?s ?p ?o { ?s ?p ?o }")
    assert isinstance(found, ox.QuerySolutions)
    return rows(str(found.serialize(format=ox.QueryResultsFormat.JSON), "utf-8"))


def difference(engine: Engine, store: ox.Store, query: str) -> str:
    """How the engine's answer differs from that of our own, in words that stay the same from run to run; empty where it does not."""
    found = store.query(query)
    rdf = isinstance(found, ox.QueryTriples)
    assert not isinstance(found, ox.QueryBoolean)
    ours = (
        triples(str(found.serialize(format=ox.RdfFormat.N_TRIPLES), "utf-8"))
        if isinstance(found, ox.QueryTriples)
        else rows(str(found.serialize(format=ox.QueryResultsFormat.JSON), "utf-8"))
    )
    try:
        text = engine.ask(query, engines.TRIPLES if rdf else engines.ROWS)
    except Refused as error:
        return f"refused: {error}"
    theirs = triples(text) if rdf else rows(text)
    if theirs == ours:
        return ""
    if theirs.total() != ours.total():
        return f"{theirs.total()} rows, not {ours.total()}"
    columns = ("s", "p", "o") if rdf else tuple(json.loads(text)["head"]["vars"])
    other = [
        f"?{name}{_how(_column(theirs, at), _column(ours, at))}"
        for at, name in enumerate(columns)
        if _column(theirs, at) != _column(ours, at)
    ]
    return f"{theirs.total()} rows, other {', '.join(other)}"


def _column(found: Counter[tuple[Term, ...]], at: int) -> Counter[Term]:
    return Counter(row[at] for row in found.elements())


def _how(theirs: Counter[Term], ours: Counter[Term]) -> str:
    """Whether the two columns have the same values, which are IRIs in one and literals in the other."""
    values = [Counter(each[1] if each else "" for each in column.elements()) for column in (theirs, ours)]
    return " (IRIs as literals)" if values[0] == values[1] else ""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Our own engine with the graph."""
    return fengong.open().dataset.whole


@pytest.fixture(scope="module")
def graphs() -> Graphs:
    """The built graph."""
    dataset = fengong.open().dataset
    default = tuple(dataset.graphs[name] for name in dataset.names if dataset.in_default(name))
    return Graphs(dataset.folder, default, tuple(dataset.graphs.values()))


@pytest.fixture(scope="module", params=ENGINES)
def engine(request, graphs, tmp_path_factory) -> Iterator[Engine]:
    """Each engine in turn, with the built graph."""
    with ENGINES[request.param](tmp_path_factory.mktemp(request.param), graphs) as running:
        yield running


@pytest.fixture(scope="module")
def broken() -> ox.Store:
    """The graph with every small change that trips a check made in it, one after the other."""
    dataset = fengong.open().dataset
    names = {run.name for run in checks()}
    store = ox.Store()
    for name in dataset.names:
        if (dataset.in_default(name) and not name.endswith("inferred")) or name.endswith("anomalies"):
            store.extend(ox.Quad(*triple) for triple in dataset.triples(name))
    for base, cases in ((breakages.HERE, breakages.TABLE_CASES), (breakages.THERE, breakages.BODY_CASES)):
        for case in cases:
            if case.rule in names and "DELETE WHERE { ?" not in case.sparql:  # one that leaves no task leaves nothing to check
                store.update(breakages.PREFIXES + case.sparql, base_iri=base)
    apart = ox.NamedNode(dataset.graphs[f"{breakages.SICHUAN}.anomalies"])
    for quad in list(store):
        if "/anomaly/" in str(quad.subject):
            store.remove(quad)
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object, apart))
    return store


@pytest.fixture(params=ENGINES)
def engine_with_broken(request, broken, tmp_path) -> Iterator[Engine]:
    """Each engine in turn, with the broken graph."""
    whole, apart = "https://example.org/whole", next(iter({quad.graph_name for quad in broken} - {ox.DefaultGraph()}))
    folder = tmp_path / "broken"
    folder.mkdir()
    quads = (quad if quad.graph_name == apart else ox.Quad(*quad.triple, ox.NamedNode(whole)) for quad in broken)
    (folder / "broken.nq").write_text("".join(f"{quad} .\n" for quad in quads), encoding="utf-8")
    (tmp_path / "engine").mkdir()
    with ENGINES[request.param](tmp_path / "engine", Graphs(folder, (whole,), (whole, apart.value))) as running:
        yield running


def test_no_triple_is_in_two_graphs_of_the_default_graph() -> None:
    """An engine that does not remove duplicates across graphs counts as ours does."""
    dataset = fengong.open().dataset
    count = Counter(triple for name in dataset.names if dataset.in_default(name) for triple in set(dataset.triples(name)))
    assert len(count) > 30000
    assert set(count.values()) == {1}


def test_the_default_graph_as_the_page_writes_it(graphs, tmp_path) -> None:
    """The file of the page holds the union of the default graphs, and nothing else."""
    engines.run("default-graph", tmp_path, env={"FENGONG_WORKSPACE": str(ROOT)})
    with (tmp_path / "default.nt").open("rb") as data:
        written = {quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)}
    dataset = fengong.open().dataset
    assert written == {triple for name in dataset.names if dataset.graphs[name] in graphs.default for triple in dataset.triples(name)}


def test_every_question(engine, store, record_property) -> None:
    """Every question gets the same multiset of rows; what an engine is known to answer otherwise, it still does, and just so."""
    asked = list(questions())
    assert len(asked) > 100
    began = time.monotonic()
    found = {run.name: said for run in asked if (said := difference(engine, store, run.query))}
    took = time.monotonic() - began
    print(f"{engine.name}: loaded in {engine.loaded:.1f} s, {len(asked)} questions asked twice in {took:.1f} s")
    record_property("seconds", took)
    assert found == {entry["run"]: entry["answer"] for entry in DIFFERENT.get(engine.name, [])}


def test_every_check(engine, store) -> None:
    """Every check finds in the built graph what it finds with our own engine."""
    assert {run.name: said for run in checks() if (said := difference(engine, store, run.query))} == {}


def test_every_check_on_a_broken_graph(engine_with_broken, broken) -> None:
    """Every check finds the same in a graph where most of them find something."""
    asked = list(checks())
    assert len(asked) >= 40
    assert sum(bool(list(broken.query(run.query))) for run in asked) >= 25
    assert {run.name: said for run in asked if (said := difference(engine_with_broken, broken, run.query))} == {}


def test_virtuoso_as_the_page_asks_it(graphs, tmp_path) -> None:
    """The command of the page names the graphs of the default graph, and is answered."""
    block = engines.block("virtuoso-ask")
    assert {line.split("=", 1)[1].removesuffix(" \\") for line in block.splitlines() if "default-graph-uri" in line} == set(graphs.default)
    with ExitStack() as stack:
        stack.enter_context(engines.virtuoso(tmp_path, graphs))
        port = int((tmp_path / "virtuoso.ini").read_text(encoding="utf-8").split("[HTTPServer]\nServerPort = 127.0.0.1:")[1].split()[0])
        assert engines.run("virtuoso-ask", tmp_path, ports={"8890": port}).splitlines()[-1] == "52"


def test_the_page_tells_what_differs() -> None:
    """Each answer that differs is in docs/load.md as in the list, with its cause in both languages."""
    page = (ROOT / engines.PAGE).read_text(encoding="utf-8").splitlines()
    told = [line for line in page if line.count("|") == 3 and " rows" in line]
    listed = [(engine, entry) for engine, found in DIFFERENT.items() for entry in found]
    assert told == [f"{engine} | {entry['run']} | {entry['answer']} | {entry['zh']} {entry['en']}" for engine, entry in listed]

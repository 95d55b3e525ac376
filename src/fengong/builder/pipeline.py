"""The whole build: find what changed, build that, put it in place. Tables are built in parallel where there are several."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from fengong import __version__, iris, licences
from fengong.builder import description, links, output, state, table
from fengong.builder import inputs as build_inputs
from fengong.builder.output import GraphFiles, Unit, graph_files
from fengong.builder.table import BuiltTable, Ground
from fengong.check.finding import ORDER, Finding, ordered, say
from fengong.check.place import Places
from fengong.errors import FengongError, NoSources, ReadOnlyWorkspace
from fengong.graph import say_reference
from fengong.graph.closure import close_ontology
from fengong.graph.files import canonical, natural, serialised
from fengong.graph.folder import MANIFEST, NO_TABLES, locked, whole
from fengong.graph.terms import FG, RDF, SKOS
from fengong.text.source import MAX_SIZE
from fengong.workspace import Workspace

Report = Callable[[str], None]


@dataclass(frozen=True)
class Result:
    """What a build did.

    ``built`` names the units made anew, ``skipped`` those that had not changed, ``failed`` the sources that gave no table.
    """

    folder: Path
    built: tuple[str, ...]
    skipped: tuple[str, ...]
    findings: Mapping[str, tuple[Finding, ...]]
    failed: Mapping[str, FengongError]
    counts: Mapping[str, Mapping[str, int]]
    encodings: Mapping[str, str]

    @property
    def violations(self) -> int:
        """How many rules are broken, over all units, built or skipped."""
        return sum(counts.get("Violation", 0) for counts in self.counts.values())


def build(
    workspace: Workspace, *, force: bool = False, max_size: int = MAX_SIZE, report: Report = lambda _: None, jobs: int | None = None
) -> Result:
    """Bring `graph/built/` of ``workspace`` up to date.

    ``report`` is told the name of each unit when it is done. A table that cannot be read at all leaves its old graph in place
    and is in ``failed``; the others are built all the same. Raises FengongError where nothing can be built.
    """
    if workspace.read_only:
        raise ReadOnlyWorkspace(str(workspace.root))
    found = build_inputs.find(workspace)
    if not found.tables:
        raise NoSources(str(workspace.sources))
    with locked(workspace.built), _rare_collection():
        return _build(workspace.built, found, force=force, max_size=max_size, report=report, jobs=jobs or os.cpu_count() or 1)


@contextlib.contextmanager
def _rare_collection() -> Iterator[None]:
    """Let Python look for cycles rarely: a build makes many small objects and hardly a cycle (a sixth of its time, measured)."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _build(folder: Path, found: build_inputs.Inputs, *, force: bool, max_size: int, report: Report, jobs: int) -> Result:
    old, old_code = output.read_manifest(folder)
    code = build_inputs.code_hash()

    def unchanged(name: str, digest: str) -> bool:
        return not force and old_code == code and name in old and old[name].get("inputs") == digest and whole(folder, old[name])

    wanted = found.hashes()
    changed = {name for name, digest in wanted.items() if not unchanged(name, digest)}
    units: dict[str, Unit] = {}
    findings: dict[str, tuple[Finding, ...]] = {}
    failed: dict[str, FengongError] = dict(state.stray_evidence(found))
    encodings: dict[str, str] = {}
    if changed:
        ground = Ground(found)
        ground, units, findings = _foundations(ground, folder, changed, report)
        if "links" in changed:
            linked = links.build(ground, folder, old)
            units |= {"links": linked.unit} if linked.unit else {}
            findings["links"] = linked.findings
            failed |= linked.failed
            report("links")
        paths = [path for path in found.tables if path.name in changed]
        for path, made in _tables(paths, ground, max_size=max_size, jobs=jobs):
            if isinstance(made, FengongError):
                failed[path.name] = made
            else:
                units[path.name], findings[path.name] = made.unit, made.findings
                encodings[path.name] = made.encoding
            report(path.name)
    entries = {name: entry for name, entry in old.items() if name in wanted and name not in changed}
    # a table that failed keeps its graph, but not the word that it is up to date: other inputs or other code made it
    entries |= {name: {**old[name], "inputs": ""} for name in failed if name in old and whole(folder, old[name])}
    entries |= {name: unit.entry() for name, unit in units.items()}
    skipped = set(wanted) - changed
    if any(name not in NO_TABLES for name in entries):
        digest = description.inputs_hash(entries, found)
        if unchanged("dataset", digest) or (failed and not units and "dataset" in old and entries.keys() | {"dataset"} == old.keys()):
            entries["dataset"] = old["dataset"]
            skipped.add("dataset")
        else:
            texts = {graph.name: graph.nquads for unit in units.values() for graph in unit.graphs}
            unit, findings["dataset"] = description.build(entries, texts, folder, found, digest)
            units["dataset"], entries["dataset"] = unit, unit.entry()
            report("dataset")
        if units or set(entries) != set(old):
            _put(folder, entries, old, units, code)
    counts = {name: _counts(entry) for name, entry in entries.items()}
    return Result(folder, tuple(sorted(units)), tuple(sorted(skipped)), findings, failed, counts, encodings)


Entries = Mapping[str, Mapping[str, object]]


def _put(folder: Path, entries: Entries, old: Entries, units: Mapping[str, Unit], code: str) -> None:
    """Put the files of ``units`` in place, beside those of the other ``entries`` and of strangers."""
    files = {name: data for unit in units.values() for graph in unit.graphs for name, data in graph.files.items()}
    kept = [name for unit, entry in entries.items() if unit not in units for name in _files(entry)]
    quads = [data for name, data in files.items() if name.endswith(".nq")]
    quads += [(folder / name).read_bytes() for name in kept if name.endswith(".nq")]
    manifest = output.manifest(entries, __version__, code, output.canonical_sha256(*quads))
    output.replace(folder, files | {MANIFEST: manifest}, [*kept, *_strangers(folder, old)])


def _counts(entry: Mapping[str, object]) -> Mapping[str, int]:
    counts = entry.get("counts")
    return counts if isinstance(counts, dict) else {}


def _files(entry: Mapping[str, object]) -> list[str]:
    files = entry.get("files")
    return list(files) if isinstance(files, dict) else []


def _strangers(folder: Path, old: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Files in the folder that no build wrote: they stay."""
    ours = {name for entry in old.values() for name in _files(entry)} | {MANIFEST}
    if not folder.is_dir():
        return []
    return [path.name for path in folder.iterdir() if path.is_file() and path.name not in ours and path.suffix not in {".ttl", ".nq"}]


# --- ontology and bodies ---------------------------------------------------------------------------------------------


def _foundations(
    ground: Ground, folder: Path, changed: set[str], report: Report
) -> tuple[Ground, dict[str, Unit], dict[str, tuple[Finding, ...]]]:
    """Ontology and bodies with what follows from them: built where they changed, read from the old files where not."""
    units: dict[str, Unit] = {}
    findings: dict[str, tuple[Finding, ...]] = {}
    if "ontology" in changed:
        units["ontology"], inferred = _ontology(ground)
        report("ontology")
    else:
        inferred = _read(folder, "ontology.inferred")
    ground = replace(ground, ontology_inferred=tuple(inferred))
    if "bodies" in changed:
        units["bodies"], inferred, findings["bodies"] = _bodies(ground)
        report("bodies")
    else:
        inferred = _read(folder, "bodies.inferred")
    return replace(ground, bodies_inferred=tuple(inferred)), units, findings


def _ontology(ground: Ground) -> tuple[Unit, list[ox.Triple]]:
    triples = canonical(ground.vocabulary.triples)
    inferred = close_ontology(triples)
    words = [triple for triple in triples if triple.predicate == SKOS.hiddenLabel]
    terms = [triple for triple in triples if triple.predicate != SKOS.hiddenLabel]
    rights = licences.line(ground.inputs.licence("ontology"))
    graphs = (
        graph_files("ontology.words", words, base=iris.BASE, comment=["The words that the reader knows. 读表程序所识的用语。", *rights]),
        graph_files("ontology", terms, base=iris.BASE, comment=["The ontology and its concept schemes. 本体。", *rights]),
        graph_files(
            "ontology.inferred", inferred, base=iris.BASE, comment=["What follows from the ontology alone. 仅由本体推得。", *rights]
        ),
    )
    counts = {"triples": sum(graph.triples for graph in graphs)}
    return Unit("ontology", ground.inputs.ontology_hash(), graphs, counts), inferred


def _bodies(ground: Ground) -> tuple[Unit, list[ox.Triple], tuple[Finding, ...]]:
    base = iris.BASE + "id/"
    inferred = sorted(ground.closure.infer(ground.bodies, name="bodies"), key=natural)
    evidence = list(say_reference.evidence(ground.reference))
    findings = validate_bodies([*ground.bodies, *inferred], evidence, ground)
    said = [triple for finding in findings for triple in say(finding, "bodies")]
    rights = licences.line(ground.inputs.licence("bodies"))
    graphs: tuple[GraphFiles, ...] = (
        graph_files("bodies", ground.bodies, base=base, comment=["Places, bodies, collectives. 区划、单位、集合。", *rights]),
        graph_files("bodies.inferred", inferred, base=base, comment=["Follows by OWL 2 RL. 由 OWL 2 RL 推得。", *rights]),
        graph_files(
            "bodies.evidence", evidence, base=base, comment=["What each statement about a body rests on. 各项陈述的依据。", *rights]
        ),
        graph_files("bodies.findings", said, base=base, comment=["What the checks have to say. 校验发现。", *rights]),
    )
    counts = {"triples": sum(graph.triples for graph in graphs)}
    counts |= {severity: sum(f.severity == severity for f in findings) for severity in ORDER}
    return Unit("bodies", ground.inputs.bodies_hash(), graphs, counts), inferred, findings


def validate_bodies(bodies: Sequence[ox.Triple], evidence: Sequence[ox.Triple], ground: Ground) -> tuple[Finding, ...]:
    """Findings of the shapes about the closed ``bodies`` and the ``evidence`` for them."""
    needed = {RDF.type, SKOS.inScheme, FG.publicOrganisation}
    concepts = [t for t in ground.vocabulary.triples if t.predicate in needed and isinstance(t.subject, ox.NamedNode)]
    data = [*bodies, *evidence]
    classes = {t.object.value for t in data if t.predicate == RDF.type and isinstance(t.object, ox.NamedNode)}
    return ordered(ground.shapes.validate([*data, *concepts], about=ground.shapes.targets() & classes, places=Places()))


def _read(folder: Path, name: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=folder / f"{name}.nq", format=ox.RdfFormat.N_QUADS)]


# --- tables ----------------------------------------------------------------------------------------------------------

_ground: Ground | None = None


def _tables(paths: list[Path], ground: Ground, *, max_size: int, jobs: int) -> Iterator[tuple[Path, BuiltTable | FengongError]]:
    if len(paths) <= 1 or jobs == 1:
        for path in paths:
            yield path, _try(path, ground, max_size)
        return
    with ProcessPoolExecutor(min(jobs, len(paths)), initializer=_start, initargs=(ground.inputs, _lines(ground))) as pool:
        futures = [(path, pool.submit(_work, path, max_size)) for path in paths]
        for path, future in futures:
            unit_or_error, findings, encoding = future.result()
            yield path, unit_or_error if isinstance(unit_or_error, FengongError) else BuiltTable(unit_or_error, findings, encoding)


def _lines(ground: Ground) -> tuple[bytes, bytes]:
    """What follows from ontology and bodies, as text: terms of pyoxigraph do not travel between processes."""
    return (
        serialised(ground.ontology_inferred, ox.RdfFormat.N_TRIPLES),
        serialised(ground.bodies_inferred, ox.RdfFormat.N_TRIPLES),
    )


def _start(found: build_inputs.Inputs, inferred: tuple[bytes, bytes]) -> None:
    """Set a worker process up: everything that tables share is loaded once in each."""
    global _ground  # noqa: PLW0603 - the one thing a worker process keeps
    ontology, bodies = (tuple(q.triple for q in ox.parse(part, format=ox.RdfFormat.N_TRIPLES)) for part in inferred)
    _ground = Ground(found, ontology, bodies)


def _work(path: Path, max_size: int) -> tuple[Unit | FengongError, tuple[Finding, ...], str]:
    assert _ground is not None  # noqa: S101 - set by _start in this process
    made = _try(path, _ground, max_size)
    return (made, (), "") if isinstance(made, FengongError) else (made.unit, made.findings, made.encoding)


def _try(path: Path, ground: Ground, max_size: int) -> BuiltTable | FengongError:
    try:
        return table.build(path, ground, max_size=max_size)
    except FengongError as error:
        return error

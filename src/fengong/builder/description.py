"""The unit `dataset`: the graph that describes all others, made last and from their files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import cast

from fengong import __version__, iris, licences
from fengong.builder.inputs import Inputs
from fengong.builder.output import Unit, graph_files
from fengong.check.finding import ORDER, Finding, ordered, say
from fengong.check.place import Places
from fengong.check.shapes import Shapes
from fengong.graph.folder import NO_TABLES, graph_iri
from fengong.graph.say_dataset import Described, description
from fengong.graph.say_dcat import About, File
from fengong.graph.terms import DCTERMS, FG, OWL, RDFS, XSD
from fengong.reference.citation import Citation
from fengong.workspace import shipped

NAME = "dataset"
SHAPES = "dataset-shapes.ttl"
CHANGELOG = "CHANGELOG.md"
_RELEASE = re.compile(r"^## \[\d[^\]]*\] - (\d{4}-\d\d-\d\d)\s*$", re.MULTILINE)
_COMMENT = "The graph described: files, counts, origin. 图谱的描述：文件、计数、来历。"

Entries = Mapping[str, Mapping[str, object]]


def build(entries: Entries, texts: Mapping[str, bytes], folder: Path, found: Inputs, digest: str) -> tuple[Unit, tuple[Finding, ...]]:
    """The unit, and what the shapes find wrong with it.

    ``entries`` are those of the other units in the manifest, ``texts`` the N-Quads of those just built, by the names of their
    graphs; the others are read from ``folder``. ``digest`` is the `inputs_hash`. Raises BadOntology.
    """
    described = _described({name: entry for name, entry in entries.items() if name != NAME}, texts, folder, found)
    triples = list(description(described))
    shapes = Shapes(_shapes(found))
    findings = ordered(shapes.validate(triples, about=shapes.targets(), places=Places()))
    rights = licences.line(found.citation.licence)
    graphs = [graph_files(NAME, triples, base=iris.BASE, comment=[_COMMENT, *rights])]
    if findings:  # where all is well there is no graph that says so
        said = [triple for finding in findings for triple in say(finding, NAME)]
        graphs.append(graph_files(f"{NAME}.findings", said, base=iris.BASE, comment=["What the checks have to say. 校验发现。", *rights]))
    counts = {"triples": sum(graph.triples for graph in graphs)} | {
        severity: sum(each.severity == severity for each in findings) for severity in ORDER
    }
    return Unit(NAME, digest, tuple(graphs), counts), findings


def inputs_hash(entries: Entries, found: Inputs) -> str:
    """Changes with the files of any other unit, with what these were built from, and with what is said of the whole."""
    others = {name: [entry.get("inputs"), _files(entry)] for name, entry in sorted(entries.items()) if name != NAME}
    shapes = hashlib.sha256(_shapes(found).read_bytes()).hexdigest()
    rights = [found.licence(unit) for unit in ("ontology", "bodies", "links")]
    days = [released(found.root, found.citation), _dated(found)]
    whole = [__version__, others, days, asdict(found.citation), rights, shapes]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def released(root: Path, said: Citation) -> tuple[str, ...]:
    """The days on which versions came out, oldest first: those of a workspace's changelog, and the one that its citation gives."""
    path = root / CHANGELOG
    days = _RELEASE.findall(path.read_text(encoding="utf-8")) if path.is_file() else []
    return tuple(sorted({*days, said.released} - {""}))


def _shapes(found: Inputs) -> Path:
    """The shapes of the workspace's ontology; one that has none uses the shipped ones."""
    own = found.ontology / SHAPES
    return own if own.is_file() else shipped() / "ontology" / SHAPES


def _described(entries: Entries, texts: Mapping[str, bytes], folder: Path, found: Inputs) -> Described:
    sizes = {
        iri.removeprefix(iris.graph("")).replace("/", "."): count
        for _, entry in sorted(entries.items())
        for iri, count in sorted(cast("Mapping[str, int]", entry.get("graphs", {})).items())
    }
    text = {name: texts[name] if name in texts else (folder / f"{name}.nq").read_bytes() for name in sizes}
    tables = tuple(sorted(set(entries) - NO_TABLES))
    files = tuple(
        File(name, *known, _licence(name.rpartition(".")[0], unit, text, found))
        for unit, entry in entries.items()
        for name, known in _files(entry).items()
    )
    current = {name for name in tables if entries[name].get("inputs")}  # a table kept from an earlier build read other files
    inputs = (_file(name, path) for name, path in found.files(current).items())
    return Described(_about(text, tables, found), tables, text, sizes, tuple(sorted(files, key=lambda each: each.name)), tuple(inputs))


def _licence(graph: str, unit: str, texts: Mapping[str, bytes], found: Inputs) -> str:
    """The licence of the files of a graph: a link set has its own, any other graph that of its unit."""
    own = _objects(texts[graph], DCTERMS.license.value, graph_iri(graph)) if unit == "links" else set()
    return min(own, default=found.licence(unit))


def _files(entry: Mapping[str, object]) -> dict[str, tuple[int, str]]:
    """Bytes and SHA-256 of each file of a manifest entry."""
    files = cast("Mapping[str, Mapping[str, object]]", entry.get("files", {}))
    return {name: (cast("int", known["bytes"]), str(known["sha256"])) for name, known in files.items()}


def _file(name: str, path: Path) -> File:
    data = path.read_bytes()
    return File(name, len(data), hashlib.sha256(data).hexdigest())


def _about(texts: Mapping[str, bytes], tables: tuple[str, ...], found: Inputs) -> About:
    ontology = texts["ontology"]
    places = {place for table in tables for place in _objects(texts[table], FG.jurisdiction.value, iris.table(table))}
    topics = {topic for table in tables for topic in _objects(texts.get(f"{table}.promises", b""), FG.topic.value)}
    return About(
        __version__,
        next(iter(_objects(ontology, OWL.versionIRI.value, iris.NS.removesuffix("#"))), ""),
        _agents(found.citation.authors, ontology),
        tuple(sorted(places)),
        tuple(sorted(topics)),
        released(found.root, found.citation),
        found.citation.title,
        found.citation.abstract,
        found.citation.keywords,
        found.citation.licence,
        found.citation.version,
        found.citation.people,
        changed(texts, found),
    )


def changed(texts: Mapping[str, bytes], found: Inputs) -> tuple[str, ...]:
    """The days on which something in the graph changed, oldest first; ``texts`` are N-Quads by name.

    They are those of its ontology, of mappings and their reviews, and of reviews of corrections. What the data speak of (the day
    of evidence, of a reorganisation, of a deadline) is none. Without a day that its makers give there is none at all: those of
    what came with the package are not theirs.
    """
    reviewed = {day for name, text in texts.items() if name.endswith(".anomalies") for day in _days(text, DCTERMS.created.value)}
    if not (reviewed or _dated(found)):
        return ()
    ontology = _days(texts["ontology"], DCTERMS.modified.value)
    linked = (_days(text, DCTERMS.modified.value, graph_iri(name)) for name, text in texts.items() if name.startswith("links."))
    return tuple(sorted(reviewed.union(ontology, *linked)))


def _dated(found: Inputs) -> bool:
    """Whether a workspace has versions with days, or an ontology or reviewed tables of its own."""
    own = any(folder.is_relative_to(found.root) for folder in (found.ontology, found.reference))
    return own or bool(released(found.root, found.citation))


def _agents(names: Iterable[str], ontology: bytes) -> dict[str, str]:
    """An IRI for each name: that of the developers whom the ontology knows under this name, else one of the dataset's own."""
    known = f'<{iris.BASE}> <{RDFS.label.value}> "'.encode()
    return {
        iris.BASE if known + f'{name}"@en'.encode() in ontology else iris.of_dataset("author", str(at)): name
        for at, name in enumerate(names, start=1)
    }


def _objects(text: bytes, predicate: str, subject: str = "", value: str = "<([^>]*)>") -> set[str]:
    """The IRIs that ``predicate`` leads to in N-Quads; with ``subject``, from that only; or what ``value`` finds in the objects."""
    start = f"^<{re.escape(subject)}> " if subject else "^<[^>]*> "
    return {found.decode() for found in re.findall(f"{start}<{re.escape(predicate)}> {value}".encode(), text, re.MULTILINE)}


def _days(text: bytes, predicate: str, subject: str = "") -> set[str]:
    """The same for days."""
    return _objects(text, predicate, subject, rf'"(\d{{4}}-\d\d-\d\d)"\^\^{re.escape(str(XSD.date))}')

"""The unit `dataset`: the graph that describes all others, made last and from their files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

import yaml

from fengong import __version__, iris
from fengong.bilingual import Bilingual
from fengong.builder.inputs import Inputs
from fengong.builder.output import Unit, graph_files
from fengong.builder.table import LICENCE
from fengong.check.finding import ORDER, Finding, ordered
from fengong.check.place import Places
from fengong.check.shapes import Shapes
from fengong.errors import BadHandKeptFile
from fengong.graph.folder import NO_TABLES
from fengong.graph.say_dataset import Described, description
from fengong.graph.say_dcat import About, File
from fengong.graph.terms import FG, OWL, RDFS
from fengong.workspace import shipped

NAME = "dataset"
SHAPES = "dataset-shapes.ttl"
CHANGELOG, CITATION = "CHANGELOG.md", "CITATION.cff"
_RELEASE = re.compile(r"^## \[\d[^\]]*\] - (\d{4}-\d\d-\d\d)\s*$", re.MULTILINE)
_COMMENT = ["The graph described: files, counts, origin. 图谱的描述：文件、计数、来历。", LICENCE]

Entries = Mapping[str, Mapping[str, object]]


def build(entries: Entries, texts: Mapping[str, bytes], folder: Path, found: Inputs, digest: str) -> tuple[Unit, tuple[Finding, ...]]:
    """The unit, and what the shapes find wrong with it.

    ``entries`` are those of the other units in the manifest, ``texts`` the N-Quads of those just built, by the names of their
    graphs; the others are read from ``folder``. ``digest`` is the `inputs_hash`. Raises BadHandKeptFile, BadOntology.
    """
    described = _described({name: entry for name, entry in entries.items() if name != NAME}, texts, folder, found)
    triples = list(description(described))
    shapes = Shapes(_shapes(found))
    findings = ordered(shapes.validate(triples, about=shapes.targets(), places=Places()))
    graph = graph_files(NAME, triples, base=iris.BASE, comment=_COMMENT)
    counts = {"triples": graph.triples} | {severity: sum(each.severity == severity for each in findings) for severity in ORDER}
    return Unit(NAME, digest, (graph,), counts), findings


def inputs_hash(entries: Entries, found: Inputs) -> str:
    """Changes with the files of any other unit, with what these were built from, and with what is said of the whole."""
    others = {name: [entry.get("inputs"), _files(entry)] for name, entry in sorted(entries.items()) if name != NAME}
    shapes = hashlib.sha256(_shapes(found).read_bytes()).hexdigest()
    whole = [__version__, others, released(found.root), authors(found.root), shapes]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def released(root: Path) -> tuple[str, ...]:
    """The days on which the versions in the changelog of a workspace came out, oldest first; none where it has no changelog."""
    path = root / CHANGELOG
    return tuple(sorted(_RELEASE.findall(path.read_text(encoding="utf-8")))) if path.is_file() else ()


def authors(root: Path) -> tuple[str, ...]:
    """The authors that the `CITATION.cff` of a workspace names; none where it has no such file. Raises BadHandKeptFile."""
    path = root / CITATION
    if not path.is_file():
        return ()
    try:
        names = [_name(author) for author in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["authors"]]  # noqa: S506
    except (yaml.YAMLError, LookupError, TypeError, AttributeError, ValueError) as error:
        reason = Bilingual(zh="无法从中读出作者", en="its authors cannot be read")
        raise BadHandKeptFile(str(path), "authors", reason) from error
    return tuple(dict.fromkeys(names))


def _name(author: Mapping[str, str]) -> str:
    """The name of a body, or that of a person, given name first."""
    return author["name"] if "name" in author else f"{author['given-names']} {author['family-names']}"


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
    files = tuple(File(name, *known) for entry in entries.values() for name, known in _files(entry).items())
    current = {name for name in tables if entries[name].get("inputs")}  # a table kept from an earlier build read other files
    inputs = (_file(name, path) for name, path in found.files(current).items())
    return Described(_about(text, tables, found), tables, text, sizes, tuple(sorted(files, key=lambda each: each.name)), tuple(inputs))


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
        _agents(authors(found.root), ontology),
        tuple(sorted(places)),
        tuple(sorted(topics)),
        released(found.root),
    )


def _agents(names: Iterable[str], ontology: bytes) -> dict[str, str]:
    """An IRI for each name: that of the developers whom the ontology knows under this name, else one of the dataset's own."""
    known = f'<{iris.BASE}> <{RDFS.label.value}> "'.encode()
    return {
        iris.BASE if known + f'{name}"@en'.encode() in ontology else iris.of_dataset("author", str(at)): name
        for at, name in enumerate(names, start=1)
    }


def _objects(text: bytes, predicate: str, subject: str = "") -> set[str]:
    """The IRIs that ``predicate`` leads to in N-Quads; with ``subject``, from that only."""
    start = f"^<{re.escape(subject)}> " if subject else "^<[^>]*> "
    return {found.decode() for found in re.findall(f"{start}<{re.escape(predicate)}> <([^>]*)>".encode(), text, re.MULTILINE)}

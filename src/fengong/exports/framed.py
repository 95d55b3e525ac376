"""A tree for each task, as JSON-LD that PyLD made with the published frame and context."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from fengong.ask.dataset import Dataset
from fengong.errors import DamagedGraph
from fengong.exports.compact import native
from fengong.exports.rdf import DIFFERENT
from fengong.graph.files import natural, natural_key, serialised
from fengong.graph.terms import FG, RDF, SKOS

FRAME = "frames/task.jsonld"


def expanded(triples: Iterable[ox.Triple]) -> list[dict[str, Any]]:
    """``triples`` as expanded JSON-LD, with @type where pyoxigraph writes rdf:type as a property, which no frame matches."""
    nodes: list[dict[str, Any]] = json.loads(serialised(triples, ox.RdfFormat.JSON_LD))
    for node in nodes:
        if RDF.type.value in node:
            node["@type"] = [each["@id"] for each in node.pop(RDF.type.value)]
        for said in (each for values in node.values() if isinstance(values, list) for each in values if isinstance(each, dict)):
            if "@type" in said:
                said["@value"] = native(ox.Literal(said["@value"], datatype=ox.NamedNode(said["@type"])))
    return nodes


def written(dataset: Dataset, context: Path, frame: Path) -> bytes:
    """The document that ``frame`` makes, compared with the triples that it was made from; ``context`` is written into it.

    Raises DamagedGraph when a tree reads back differently.
    """
    from pyld import jsonld  # noqa: PLC0415 - of the extra `export`

    definitions = json.loads(context.read_text(encoding="utf-8"))["@context"]
    framing = json.loads(frame.read_text(encoding="utf-8")) | {"@context": definitions}  # what its address gives, without network
    trees = []
    for triples in _tasks(dataset):
        found = jsonld.frame(expanded(triples), framing, {"omitGraph": True, "processingMode": "json-ld-1.1"})
        tree = {key: value for key, value in found.items() if key != "@context"}
        _compare(tree, definitions, triples)
        trees.append(tree)
    made = {"@context": definitions, "graph": trees}
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _compare(tree: dict[str, Any], context: object, wanted: Iterable[ox.Triple]) -> None:
    text = json.dumps({"@context": context} | tree)
    if set(ox.parse(text, format=ox.RdfFormat.JSON_LD)) != {ox.Quad(*triple) for triple in wanted}:
        raise DamagedGraph("jsonld-framed", DIFFERENT)


def _tasks(dataset: Dataset) -> Iterator[list[ox.Triple]]:
    """The triples of each task's tree, in the order of the tasks: what is asserted and promised, and the names of what it names."""
    words = _words(dataset)
    for table in dataset.tables:
        about: dict[Any, list[ox.Triple]] = {}
        for name in (table, f"{table}.promises"):
            for triple in dataset.triples(name) if name in dataset.names else ():
                about.setdefault(triple.subject, []).append(triple)
        tasks = [node for node, triples in about.items() if any(triple.object == FG.PolicyTask for triple in triples)]
        for task in sorted(tasks, key=lambda node: natural_key(str(node))):
            yield _tree(task, about, words)


def _words(dataset: Dataset) -> dict[Any, list[ox.Triple]]:
    """The names of bodies and concepts."""
    found: dict[Any, list[ox.Triple]] = {}
    for name in ("bodies", "ontology"):
        for triple in dataset.triples(name):
            if triple.predicate == SKOS.prefLabel:
                found.setdefault(triple.subject, []).append(triple)
    return found


def _tree(task: object, about: dict[Any, list[ox.Triple]], words: dict[Any, list[ox.Triple]]) -> list[ox.Triple]:
    """All triples below ``task``; a way back up to a table, or across to another task, is not followed."""
    found: dict[ox.Triple, None] = {}
    seen: set[object] = set()
    todo: list[Any] = [task]
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        here = about.get(node, []) if node == task or not _above(node, about) else []
        found |= dict.fromkeys([*here, *words.get(node, [])])
        todo += [triple.object for triple in here if isinstance(triple.object, ox.NamedNode) and triple.predicate != RDF.type]
    return sorted(found, key=natural)


def _above(node: object, about: dict[Any, list[ox.Triple]]) -> bool:
    tops = {FG.TaskTable, FG.PolicyTask, FG.SourceText}
    return any(triple.predicate == RDF.type and triple.object in tops for triple in about.get(node, []))

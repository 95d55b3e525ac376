"""The published frame and context: a task becomes a tree, and the tree says again exactly what it was made from."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyld import jsonld

import fengong
from fengong import iris
from fengong.errors import DamagedGraph
from fengong.exports import framed
from fengong.graph.files import serialised
from fengong.graph.terms import FG, RDF
from fengong.workspace import Workspace
from support import ROOT, SICHUAN

CONTEXT_IRI = "https://w3id.org/fengong/context.jsonld"
FRAME = json.loads((ROOT / "ontology" / "frames" / "task.jsonld").read_text(encoding="utf-8"))
CONTEXT = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))


def loader(url: str, _options: dict) -> dict:
    """Knows our own context, and no network."""
    assert url == CONTEXT_IRI, url
    return {"contextUrl": None, "documentUrl": url, "contentType": "application/ld+json", "document": CONTEXT}


def tree(row: str) -> tuple[set[ox.Triple], dict]:
    """What is asserted of a task and below it, and the same framed."""
    start = f"<{iris.task(SICHUAN, row)}"
    triples = {
        triple for triple in fengong.open(ROOT).dataset.triples(SICHUAN) if str(triple.subject).startswith((start + ">", start + "/"))
    }
    nodes = json.loads(serialised(triples, ox.RdfFormat.JSON_LD))
    for node in nodes:
        if RDF.type.value in node:  # pyoxigraph writes the type as a property, which no frame matches
            node["@type"] = [each["@id"] for each in node.pop(RDF.type.value)]
        for values in node.values():
            for each in values if isinstance(values, list) else ():
                if isinstance(each, dict) and each.get("@type", "").endswith("#integer"):
                    each["@value"] = int(each["@value"])
    return triples, jsonld.frame(nodes, FRAME, {"documentLoader": loader, "processingMode": "json-ld-1.1"})


@pytest.mark.parametrize("row", ["1", "8", "12", "52"])
def test_a_framed_task_is_one_tree_and_says_the_same(row: str) -> None:
    """Clauses with their responsibilities stand inside the task, once; expanded again, it is the triples that it was made from."""
    triples, framed = tree(row)
    assert framed["@context"] == CONTEXT_IRI
    assert framed["id"].endswith(f"/task/{row}")
    assert "@graph" not in framed
    assert "graph" not in framed
    text = json.dumps(framed | {"@context": CONTEXT["@context"]}).encode()
    assert {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD)} == triples


def test_the_frame_names_every_property_of_a_role() -> None:
    """A responsibility is in its clause; the properties that say its role refer to it, whatever roles there are."""
    declared = {
        triple.object.value for triple in fengong.open(ROOT).dataset.triples("ontology") if triple.predicate == FG.responsibilityProperty
    }
    assert {iris.NS + key.removeprefix("fg:") for key in FRAME if key.startswith("fg:")} == declared


def test_the_export_is_framed_by_the_published_frame(tmp_path: Path) -> None:
    """A frame of a workspace's own is the one that its export uses, and one that leaves something out is refused."""
    (tmp_path / "ontology" / "frames").mkdir(parents=True)
    workspace, dataset = Workspace(tmp_path), fengong.open(ROOT).dataset
    assert workspace.published(framed.FRAME) == ROOT / "ontology" / "frames" / "task.jsonld"
    own = tmp_path / "ontology" / framed.FRAME
    own.write_text(json.dumps(FRAME | {"@explicit": True}), encoding="utf-8")
    with pytest.raises(DamagedGraph):
        framed.written(dataset, workspace.published("context.jsonld"), workspace.published(framed.FRAME))

"""The schema.org descriptions in the pages: JSON-LD that says what the built description says, and that no title can break out of."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld
from rdflib import RDF, URIRef

import fengong
from fengong import iris
from fengong.pages import Pages
from fengong.web.message import Request
from strict_html import parsed
from support import HEADER, ROOT, SICHUAN, workspace

LOCAL = {"@vocab": "https://schema.org/"}
"""Stands for schema.org's context in tests: no network is asked for it."""
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SCHEMA = rdflib.Namespace("https://schema.org/")
TABLE = f"/id/{SICHUAN}"


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages(fengong.open(ROOT))


def block(pages: Pages, path: str) -> dict:
    (found,) = BLOCK.findall(pages.reply(Request(path)).body.decode())
    data = json.loads(found)
    assert data["@context"] == "https://schema.org/"
    return data


@pytest.mark.parametrize("path", ["/en/", "/zh/", "/en/about", "/zh/about", f"/zh{TABLE}", f"/en{TABLE}"])
def test_pages_carry_a_dataset(pages: Pages, path: str) -> None:
    """Both RDF readers find a named, described and licensed Dataset with its graphs, and the files of a table with sizes and hashes."""
    data = block(pages, path) | {"@context": LOCAL}
    graph = rdflib.Graph().parse(data=jsonld.to_rdf(data, {"format": "application/n-quads"}), format="nt")
    quads = list(ox.parse(json.dumps(data).encode(), format=ox.RdfFormat.JSON_LD))
    assert len(quads) == len(graph)
    this = URIRef(iris.table(SICHUAN) if TABLE in path else iris.DATASET)
    parts = set(graph.objects(this, SCHEMA.hasPart))
    assert set(graph.subjects(RDF.type, SCHEMA.Dataset)) == {this, *parts}
    whole = [str(graph.value(each, SCHEMA.contentUrl)) for each in graph.objects(this, SCHEMA.distribution)]
    assert whole == ([] if TABLE in path else [iris.DATASET + ".nq"])
    for prop in (SCHEMA.name, SCHEMA.description):
        for each in (this, *parts):
            assert {words.language for words in graph.objects(each, prop)} == {"zh", "en"}
    assert str(graph.value(this, SCHEMA.license)) == "https://creativecommons.org/licenses/by/4.0/"
    assert graph.value(this, SCHEMA.spatialCoverage) == URIRef(iris.place("510000"))
    assert graph.value(this, SCHEMA.isBasedOn) == URIRef(iris.text(SICHUAN))
    assert str(graph.value(graph.value(this, SCHEMA.creator), SCHEMA.name)) == "Fengong developers"
    manifest = json.loads((ROOT / "graph" / "built" / "MANIFEST.json").read_text(encoding="utf-8"))
    files = {
        name: (f"{known['bytes']} B", known["sha256"])
        for unit, entry in manifest["units"].items()
        if unit != "dataset" and (TABLE not in path or unit == SICHUAN)
        for name, known in entry["files"].items()
        if entry["graphs"][iris.graph(*name.rpartition(".")[0].split("."))]
    }
    assert len(files) == 2 * len(parts)
    assert not any(size == "0 B" for size, _ in files.values())
    found = {
        str(graph.value(each, SCHEMA.contentUrl)).removeprefix(iris.graph("")).replace("/", "."): (
            str(graph.value(each, SCHEMA.contentSize)),
            str(graph.value(each, SCHEMA.sha256)),
        )
        for part in parts
        for each in graph.objects(part, SCHEMA.distribution)
    }
    assert found == (files if TABLE in path else {})


def test_no_title_breaks_out(tmp_path: Path) -> None:
    """Words that would end a script element, or a line of one, are escaped, and read back as they were."""
    from fengong.builder import pipeline  # noqa: PLC0415 - the reading half does without it
    from fengong.workspace import Workspace  # noqa: PLC0415

    folder = workspace(tmp_path, text=HEADER + "1\t办养老院。\t民政厅牵头。\n")
    title = "甲</script><script>alert(1)</script><!--\u2028{x}&"
    toml = folder / "graph" / "sources" / "sample" / "source.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("示例", title), encoding="utf-8")
    pipeline.build(Workspace(folder))
    body = Pages(fengong.open(folder)).reply(Request("/zh/id/sample")).body
    parsed(body)
    (found,) = BLOCK.findall(body.decode())
    assert not set("<>&\u2028") & set(found)
    assert json.loads(found)["name"][0]["@value"] == title


def test_other_pages_carry_none(pages: Pages) -> None:
    """A page that is about no dataset says nothing of one."""
    assert not BLOCK.findall(pages.reply(Request("/en/bodies")).body.decode())

"""The description of the whole: what it says is so, to the byte and to the triple, and each shape that guards it bites."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

import fengong
from fengong import iris
from fengong.builder import description, output, pipeline
from fengong.check.place import Places
from fengong.check.shapes import Shapes
from fengong.cli.main import run
from fengong.errors import BadHandKeptFile
from fengong.exports import rdf
from fengong.exports.about import about
from fengong.graph import say_dataset, say_void
from fengong.graph.files import canonical_lines, ntriples_of, serialised
from fengong.graph.folder import NO_TABLES, graph_iri, stands_apart
from fengong.graph.say_dcat import About, File
from fengong.graph.terms import DCAT, DCTERMS, RDF, XSD
from fengong.linked import Linked
from fengong.pages import Pages
from fengong.pages.facts.dataset import Described
from fengong.reference import citation
from fengong.web.message import Request
from fengong.workspace import Workspace
from support import HEADER, ROOT, SICHUAN, workspace

BUILT = ROOT / "graph" / "built"
OWN = ROOT / "ontology" / "dataset-shapes.ttl"
EXCERPTS = ROOT / "ontology" / "excerpts" / "dcat-ap-3.ttl"
PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in iris.PREFIXES.items())
FILE = "<https://w3id.org/fengong/dataset#file/bodies/ttl>"
SUM = "<https://w3id.org/fengong/dataset#file/bodies/ttl/sha256>"
DATASET = "<https://w3id.org/fengong/dataset>"
NOT_GIVEN = {"contact-point-recommended", "temporal-recommended", "availability-recommended", "type-recommended"}
"""What DCAT-AP recommends and no source of ours gives of anything."""


@cache
def triples() -> tuple[ox.Triple, ...]:
    return tuple(quad.triple for quad in ox.parse(path=BUILT / "dataset.nq", format=ox.RdfFormat.N_QUADS))


@cache
def manifest() -> dict:
    return json.loads((BUILT / "MANIFEST.json").read_text(encoding="utf-8"))


def answers(query: str) -> list[tuple[str, ...]]:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples())
    return [tuple(getattr(term, "value", "") for term in row) for row in store.query(PREFIXES + query)]


# --- what it says is so


def test_each_file_is_described_and_the_description_is_not() -> None:
    """One distribution for each file of the built graph, with its size and hash; none for those of the description itself."""
    rows = answers(
        "SELECT ?get ?size ?sha WHERE { ?file a dcat:Distribution ; dcat:downloadURL ?get ; dcat:byteSize ?size ;"
        " spdx:checksum/spdx:checksumValue ?sha }"
    )
    names = {f"{path.name}": path for path in BUILT.iterdir() if path.name != "MANIFEST.json" and not path.name.startswith("dataset.")}
    there = {
        f"{graph_iri(name.rpartition('.')[0])}.{path.suffix[1:]}": (str(path.stat().st_size), hashlib.sha256(path.read_bytes()).hexdigest())
        for name, path in names.items()
    }
    assert {get: (size, sha) for get, size, sha in rows} == there
    assert len(rows) == len(there) > 20


def test_what_is_served_has_the_checksum_that_is_described() -> None:
    """A file that is got from where the description says has the bytes that it describes."""
    linked = Linked(fengong.open(ROOT))
    rows = answers("SELECT ?get ?sha WHERE { ?file dcat:downloadURL ?get ; spdx:checksum/spdx:checksumValue ?sha }")
    for get, sha in rows:
        reply = linked.reply(Request("/" + get.removeprefix(iris.BASE)))
        assert hashlib.sha256(reply.body).hexdigest() == sha, get


DEFAULT = "<https://w3id.org/fengong/dataset#default>"


@cache
def read(name: str) -> frozenset[ox.Triple]:
    return frozenset(quad.triple for quad in ox.parse(path=BUILT / f"{name}.nq", format=ox.RdfFormat.N_QUADS))


def names() -> set[str]:
    return {path.name.removesuffix(".nq") for path in BUILT.glob("*.nq") if path.name.partition(".")[0] != "dataset"}


@pytest.mark.parametrize(("of", "wanted"), [(DATASET, names()), (DEFAULT, {name for name in names() if not stands_apart(name)})])
def test_counts_are_those_of_what_is_described(of: str, wanted: set[str]) -> None:
    """Counted again term by term: the whole counts every graph but the description, the default graph those that it unites."""
    everything = {triple for name in wanted for triple in read(name)}
    ours = f"{iris.BASE}id/"
    counted = {
        "entities": {each.subject for each in everything if getattr(each.subject, "value", "").startswith(ours)},
        "triples": everything,
        "distinctSubjects": {triple.subject for triple in everything},
        "distinctObjects": {triple.object for triple in everything},
        "properties": {triple.predicate for triple in everything},
        "classes": {triple.object for triple in everything if triple.predicate == RDF.type},
    }
    for name, things in counted.items():
        assert answers(f"SELECT ?n WHERE {{ {of} void:{name} ?n }}") == [(str(len(things)),)], name
    if of == DATASET:
        _partitions_are_those_of(everything)
    assert answers(f"SELECT ?p WHERE {{ {of} void:uriRegexPattern ?p }}") == [("^" + ours.replace(".", r"\."),)]


def _partitions_are_those_of(everything: set[ox.Triple]) -> None:
    for kind, of, number in (("class", "class", "entities"), ("property", "property", "triples")):
        rows = answers(f"SELECT ?of ?n WHERE {{ {DATASET} void:{kind}Partition ?part . ?part void:{of} ?of ; void:{number} ?n }}")
        want = Counter(
            triple.object.value if kind == "class" else triple.predicate.value
            for triple in everything
            if kind == "property" or triple.predicate == RDF.type
        )
        assert {iri: int(n) for iri, n in rows} == want


def test_triples_of_subsets_are_triples_of_the_whole() -> None:
    """Every named graph is a subset, once, with its size, or with its links where it is a link set; the default graph is one too."""
    sizes = {graph: count for name, unit in manifest()["units"].items() if name != "dataset" for graph, count in unit["graphs"].items()}
    said = {graph: int(count) for graph, count in answers(f"SELECT ?g ?n WHERE {{ {DATASET} void:subset ?g . ?g void:triples ?n }}")}
    link_sets = {graph for (graph,) in answers("SELECT ?g WHERE { ?g a void:Linkset }")}
    of_default = said.pop(DEFAULT[1:-1])
    assert said.keys() == sizes.keys()
    assert {graph: count for graph, count in said.items() if graph not in link_sets} == {
        graph: count for graph, count in sizes.items() if graph not in link_sets
    }
    assert len(link_sets) > 10
    assert all(said[graph] < sizes[graph] for graph in link_sets)
    assert 0 in sizes.values()
    [(all_triples,)] = answers(f"SELECT ?n WHERE {{ {DATASET} void:triples ?n }}")
    assert of_default < int(all_triples) <= sum(sizes.values())
    united = {graph for (graph,) in answers(f"SELECT ?g WHERE {{ {DEFAULT} void:subset ?g }}")}
    assert united == {graph_iri(name) for name in names() if not stands_apart(name)}
    assert {lang for _, lang in _titles(DEFAULT)} == {"zh", "en"}


def _titles(of: str) -> set[tuple[str, str]]:
    rows = answers(f"SELECT ?t (LANG(?t) AS ?lang) WHERE {{ {of} dcterms:title ?t }}")
    return {(title, lang) for title, lang in rows}


def test_vocabularies_are_all_that_are_used() -> None:
    """The namespace of every class and property is named, and that of the justifications of mappings."""
    everything = {triple for name in names() for triple in read(name)}
    used = {each.predicate.value for each in everything}
    used |= {each.object.value for each in everything if each.predicate == RDF.type}
    used |= {each.object.value for each in everything if each.predicate.value.endswith("mapping_justification")}
    spaces = {re.sub("[^/#]*$", "", iri) for iri in used}
    assert {iri for (iri,) in answers(f"SELECT ?v WHERE {{ {DATASET} void:vocabulary ?v }}")} == spaces
    assert {iris.PREFIXES[each] for each in ("sssom", "semapv", "adms", "void", "sh", "fg", "org")} <= spaces


def test_each_named_graph_is_a_dataset_with_files_that_hold_it_whole() -> None:
    """DCAT 3: distributions of a dataset are forms of all of it. A graph has its own two; the whole has none in the built folder."""
    rows = answers("SELECT ?d ?get WHERE { ?d a dcat:Dataset ; dcat:distribution/dcat:downloadURL ?get }")
    assert {(graph, get) for graph, get in rows} == {
        (graph_iri(name), f"{graph_iri(name)}.{suffix}") for name in names() for suffix in ("nq", "ttl")
    }
    assert len(rows) == 2 * len(names())
    mutual = {part for (part,) in answers(f"SELECT ?p WHERE {{ {DATASET} dcterms:hasPart ?p . ?p dcterms:isPartOf {DATASET} }}")}
    assert mutual == parts() == {graph_iri(name) for name in names()}
    for part in mutual:
        assert {lang for _, lang in _titles(f"<{part}>")} == {"zh", "en"}
    for name in names():
        assert sum(1 for _ in ox.parse(path=BUILT / f"{name}.ttl", format=ox.RdfFormat.TURTLE)) == len(read(name)), name


def test_the_day_of_modification_is_the_latest_that_a_source_gives() -> None:
    """No part of it, and nothing that it conforms to, is younger than the whole; days that data only speak of do not count."""
    [(modified,)] = answers(f"SELECT ?d WHERE {{ {DATASET} dcterms:modified ?d }}")
    [(issued,)] = answers(f"SELECT ?d WHERE {{ {DATASET} dcterms:issued ?d }}")
    parts = answers(f"SELECT ?d WHERE {{ {DATASET} void:subset ?g . ?g dcterms:created|dcterms:modified ?d }}")
    ontology = [each.object.value for each in read("ontology") if each.predicate == DCTERMS.modified]
    reviewed = [each.object.value for each in read(f"{SICHUAN}.anomalies") if each.predicate == DCTERMS.created]
    released = description.released(ROOT, citation.read(ROOT))
    assert parts
    assert ontology
    assert reviewed
    assert modified == max([*released, *ontology, *reviewed, *(day for (day,) in parts)])
    assert issued == min(released)


CORRECTION = """[[correction]]
row = 1
printed = "民政部"
occurrence = 1
adopted = "民政厅"
kind = "body"
confidence = 0.9
reason_zh = "省里的表。"
reason_en = "A table of a province."
reviewed = {day}
"""


def test_only_days_on_which_something_changed_count(tmp_path: Path) -> None:
    """A review of a correction counts, and no graph is older than its parts; a deadline and a day of evidence do not count."""
    correction = CORRECTION.format(day="2020-01-02")
    folder = workspace(tmp_path, text=HEADER + "1\t2035年底前办养老院。\t民政部牵头。\n", corrections=correction)
    (folder / "graph" / "evidence").mkdir()
    line = "task,date,statement,source,recorded_by\n1,2025-06-07,已开工,https://e.example/1,Ada\n"
    (folder / "graph" / "evidence" / "sample.csv").write_text(line, encoding="utf-8")
    where = Workspace(folder)
    parts = [each.object.value for each in read("ontology") if each.predicate == DCTERMS.modified]
    parts += [row[0] for row in answers("SELECT ?d WHERE { ?g a void:Linkset ; dcterms:modified ?d }")]

    def told() -> str:
        pipeline.build(where)
        return (where.built / "dataset.ttl").read_text(encoding="utf-8").partition("<dataset> a ")[2].partition(" .\n\n")[0]

    assert f'dcterms:modified "{max(parts)}"^^xsd:date' in told()
    (folder / "graph" / "sources" / "sample" / "corrections.toml").write_text(CORRECTION.format(day="2031-05-06"), encoding="utf-8")
    text = told()
    assert 'dcterms:modified "2031-05-06"^^xsd:date' in text
    assert "dcterms:issued" not in text
    assert "dcterms:available" not in text
    assert "2025-06-07" in (where.built / "sample.evidence.nq").read_text(encoding="utf-8")


def test_a_link_set_leads_to_the_file_it_was_made_from() -> None:
    """From a link set to its SSSOM file and the hash of that file, by IRIs only."""
    rows = answers(
        "SELECT ?set ?name ?sha WHERE { ?set a void:Linkset ; dcterms:source ?file ."
        " ?file a prov:Entity ; dcterms:identifier ?name ; spdx:checksum/spdx:checksumValue ?sha }"
    )
    assert len(rows) > 10
    for graph, name, sha in rows:
        assert name == f"graph/reference/links/{graph.removeprefix(graph_iri('links') + '/')}.sssom.tsv"
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == sha


def test_the_landing_page_is_a_page() -> None:
    """It is not the dataset, and the server that answers for our IRIs shows it, in each language."""
    pages = Pages(fengong.open(ROOT))
    found = [page for (page,) in answers(f"SELECT ?p WHERE {{ {DATASET} dcat:landingPage ?p }} ORDER BY ?p")]
    assert found == [iris.BASE + "en/about", iris.BASE + "zh/about"]
    for page in found:
        assert pages.reply(Request("/" + page.removeprefix(iris.BASE))).status == 200


def test_it_names_no_blank_node_no_time_and_no_machine() -> None:
    """Every part has an IRI; the only days are those of versions, the latest of any change, and those that link sets give themselves."""
    text = (BUILT / "dataset.ttl").read_text(encoding="utf-8")
    assert not any(isinstance(term, ox.BlankNode) for triple in triples() for term in (triple.subject, triple.object))
    assert "/home/" not in text
    assert str(ROOT) not in text
    assert "xsd:dateTime" not in text
    days = answers("SELECT DISTINCT ?day WHERE { ?s ?p ?day FILTER(datatype(?day) = xsd:date) FILTER NOT EXISTS { ?s a void:Linkset } }")
    released = set(description.released(ROOT, citation.read(ROOT)))
    assert {row[0] for row in days} - {answers(f"SELECT ?d WHERE {{ {DATASET} dcterms:modified ?d }}")[0][0]} <= released


def test_every_file_that_was_read_is_named_with_its_hash() -> None:
    """The activity used the files of the workspace that the build reads, and their bytes are those of the checkout."""
    rows = answers("SELECT ?name ?sha WHERE { ?a prov:used ?f . ?f dcterms:identifier ?name ; spdx:checksum/spdx:checksumValue ?sha }")
    assert {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name, _ in rows} == dict(rows)
    names = {name for name, _ in rows}
    assert {f"graph/sources/{SICHUAN}/text.txt", "ontology/fengong.ttl", "graph/reference/bodies.csv", "ontology/shapes.ttl"} <= names


def test_its_graph_is_no_part_of_the_default_graph() -> None:
    """It is reached through GRAPH only, and is no table."""
    graph = fengong.open(ROOT)
    asked = "ASK { <https://w3id.org/fengong/dataset> a <http://www.w3.org/ns/dcat#Dataset> }"
    assert not graph.dataset.store.query(asked)
    assert graph.dataset.whole.query(asked.replace("{ <", "{ GRAPH <https://w3id.org/fengong/graph/dataset> { <", 1) + " }")
    assert not set(graph.tables) & NO_TABLES


# --- what it is made from


def described(**changes: object) -> say_dataset.Described:
    facts = {
        "about": About("1.0", agents={"https://w3id.org/fengong/": "Someone"}),
        "tables": ("a",),
        "texts": {},
        "sizes": {},
        "files": (File("a.nq", 3, "0" * 64),),
        "inputs": (File("graph/sources/a/原文.txt", 3, "1" * 64),),
    }
    return say_dataset.Described(**(facts | changes))


def test_a_link_set_speaks_for_itself() -> None:
    """The description of a link set is copied from its graph, and nothing else of that graph is; it is counted by itself only."""
    graph = graph_iri("links.geonames")
    text = (
        f'<{graph}> <http://purl.org/dc/terms/title> "GeoNames"@en <{graph}> .\n'
        f'<{graph}> <http://rdfs.org/ns/void#triples> "22"^^<http://www.w3.org/2001/XMLSchema#integer> <{graph}> .\n'
        f"<{graph}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://rdfs.org/ns/void#Linkset> <{graph}> .\n"
        f"<https://w3id.org/fengong/id/place/510100> <https://schema.org/sameAs> <https://sws.geonames.org/1/> <{graph}> .\n"
    ).encode()
    said = set(say_dataset.description(described(texts={"links.geonames": text}, sizes={"links.geonames": 4})))
    about = {str(triple.predicate.value).rpartition("#")[2].rpartition("/")[2] for triple in said if triple.subject.value == graph}
    assert about == {"title", "triples", "type", "description", "isPartOf", "theme", "publisher"}
    assert {triple.object.value for triple in said if triple.subject.value == graph and "triples" in triple.predicate.value} == {"22"}
    assert not any("sws.geonames" in str(triple) for triple in said)
    whole = {iris.DATASET, f"{iris.DATASET}#default"}
    numbers = {
        each.subject.value.removeprefix(iris.DATASET): each.object.value
        for each in said
        if each.subject.value in whole and each.predicate.value.endswith("void#triples")
    }
    assert numbers == {"": "4", "#default": "0"}


def test_lines_are_counted_once() -> None:
    """A triple that stands in two graphs is one; words with spaces and full stops are not cut in the wrong place."""
    line = b'<https://w3id.org/fengong/id/x> <https://schema.org/name> "a . <b> ."@en .\n'
    counts = say_void.counted([line, line])
    assert (counts.triples, counts.subjects, counts.objects, counts.entities) == (1, 1, 1, 1)
    assert counts.properties == (("https://schema.org/name", 1),)


ADA = "type: dataset\ntitle: Tables\nauthors:\n  - given-names: Ada\n    family-names: Lovelace\n"


def test_without_changelog_and_citation_nothing_is_said_of_days_and_people(tmp_path: Path) -> None:
    """A user's own workspace is not issued by us, nor on our days; with its own files, theirs are said."""
    folder = workspace(tmp_path, text=HEADER + "1\t办养老院。\t民政厅牵头。\n")
    where = Workspace(folder)
    pipeline.build(where)
    text = (where.built / "dataset.ttl").read_text(encoding="utf-8")
    assert 'dcterms:issued "' not in text
    assert "dcterms:publisher <" not in text
    assert "owl:versionInfo" not in text.partition("<dataset> a ")[2].partition(" .\n\n")[0]
    built = fengong.open(folder).dataset
    assert about(built, rdf.quads(built, built.names)).keys() == {"titleZh", "titleEn", "source", "fengong", "rdfc10sha256"}
    data = str(Described(built).whole())
    assert not re.search('"(version|datePublished|dateModified|creator)"', data)
    (folder / "CHANGELOG.md").write_text("## [2.0.0] - 2031-02-03\n\n## [1.0.0] - 2030-01-02\n", encoding="utf-8")
    (folder / "CITATION.cff").write_text(ADA, encoding="utf-8")
    assert pipeline.build(where).built == ("dataset",)
    text = (where.built / "dataset.ttl").read_text(encoding="utf-8")
    assert 'dcterms:issued "2030-01-02"^^xsd:date' in text
    assert 'dcterms:available "2031-02-03"^^xsd:date ;\n    dcterms:modified "2031-02-03"^^xsd:date' in text
    assert 'foaf:name "Ada Lovelace"' in text
    built = fengong.open(folder).dataset
    assert about(built, rdf.quads(built, built.names))["attribution"] == "Ada Lovelace"
    assert pipeline.build(where).built == ()
    (folder / "CITATION.cff").write_text("authors: []\n  broken", encoding="utf-8")
    with pytest.raises(BadHandKeptFile):
        pipeline.build(where)


def test_a_broken_description_fails_the_build(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Violations of the description count as those of a table do, and `check` tells them again."""
    folder = workspace(tmp_path, text=HEADER + "1\t办养老院。\t民政厅牵头。\n")
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    shapes = folder / "ontology" / "dataset-shapes.ttl"
    shapes.write_text(
        shapes.read_text(encoding="utf-8").replace("sh:path foaf:name ;\n    sh:minCount 1", "sh:path foaf:name ;\n    sh:minCount 9")
    )
    (folder / "CITATION.cff").write_text(ADA, encoding="utf-8")
    result = pipeline.build(Workspace(folder))
    assert [finding.rule for finding in result.findings["dataset"]] == ["agent-name", "licence-given"]
    assert result.violations == 1
    command, place = ["check", "--severity", "Violation", "--lang", "en"], ["--workspace", str(folder)]
    capfd.readouterr()
    assert run([*command, *place, "--format", "json"]) == 1
    [found] = json.loads(capfd.readouterr().out)
    assert (found["table"], found["rule"]) == ("dataset", "agent-name")
    assert run([*command, *place, "--format", "ttl"]) == 1
    assert "/dataset/finding/agent-name/" in capfd.readouterr().out.replace("<dataset", "/dataset")
    cited = "cff-version: 1.2.0\nmessage: x\ntype: dataset\ntitle: x\nauthors:\n  - name: Somebody Else\n"
    (folder / "CITATION.cff").write_text(cited, encoding="utf-8")
    assert run([*command, *place]) == 1
    said = capfd.readouterr().err
    assert "note: dataset has changed since it was built" in said
    assert said.count("has changed") == 1


# --- RDFC-1.0


def test_canonical_hashes_are_those_of_the_whole_algorithm() -> None:
    """Hashes by sorting, and by naming blank nodes from the quads that mention them, are those of canonicalising everything."""
    whole = ox.Dataset()
    said = {iri: sha for unit in manifest()["units"].values() for iri, sha in unit["rdfc10_sha256"].items()}
    for path in sorted(BUILT.glob("*.nq")):
        quads = list(ox.parse(path=path, format=ox.RdfFormat.N_QUADS))
        assert said[graph_iri(path.name.removesuffix(".nq"))] == _canonical(ox.Dataset(quads)), path.name
        for quad in quads:
            whole.add(quad)
    assert manifest()["rdfc10_sha256"] == _canonical(whole)


def _canonical(dataset: ox.Dataset) -> str:
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(serialised(dataset, ox.RdfFormat.N_QUADS).splitlines(keepends=True))
    return hashlib.sha256(b"".join(lines)).hexdigest()


def test_canonical_hash_does_not_depend_on_names_of_blank_nodes() -> None:
    """Two datasets that differ in the names of blank nodes, and in the order of lines, have one hash."""
    one = b'_:x <https://e.example/p> _:y <https://e.example/g> .\n_:y <https://e.example/p> "_:z" <https://e.example/g> .\n'
    two = b'_:a <https://e.example/p> "_:z" <https://e.example/g> .\n_:b <https://e.example/p> _:a <https://e.example/g> .\n'
    assert output.canonical_sha256(one) == output.canonical_sha256(two)
    assert canonical_lines(one) != one.splitlines(keepends=True)


def test_an_independent_reader_computes_the_same_hash() -> None:
    """PyLD, which has the algorithm under its older name, agrees on the ontology, the one graph with blank nodes.

    Without the name of the graph: PyLD leaves it out of the hashes of first degree, and so labels a named graph differently.
    """
    from pyld import jsonld  # noqa: PLC0415 - of the extra `test`

    text = ntriples_of((BUILT / "ontology.nq").read_bytes(), graph_iri("ontology"))
    options = {"algorithm": "URDNA2015", "inputFormat": "application/n-quads", "format": "application/n-quads"}
    assert text.count(b"_:") > 20
    assert hashlib.sha256(jsonld.normalize(text.decode(), options).encode()).hexdigest() == output.canonical_sha256(text)


# --- shapes


@cache
def shapes_of(path: Path) -> Shapes:
    return Shapes(path)


@cache
def few() -> tuple[ox.Triple, ...]:
    """One file, one input and one partition of each kind are enough to break, and quicker to validate."""
    parts = ("file/", "input/", "class-", "property-")
    kept = ("file/bodies/ttl", "input/ontology/fengong.ttl", "class-fg-Body", "property-fg-body")

    def wanted(term: ox.NamedNode | ox.Literal) -> bool:
        name = str(term).removeprefix(DATASET[:-1] + "#").removesuffix(">").removesuffix("/sha256")
        return not name.startswith(parts) or name in kept

    return tuple(triple for triple in triples() if wanted(triple.subject) and wanted(triple.object))


def found(path: Path, data: list[ox.Triple]) -> set[str]:
    shapes = shapes_of(path)
    return {f"{each.rule}" for each in shapes.validate(data, about=shapes.targets(), places=Places())}


def changed(update: str) -> list[ox.Triple]:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in few())
    before = len(store)
    store.update(PREFIXES + update)
    assert len(store) != before or "INSERT" in update, "the fixture changes nothing"
    kept = {quad.triple for quad in store}
    # Oxigraph keeps every integer as xsd:integer: sizes that the update left alone are put back as they were
    return [t for t in kept if not (t.predicate == DCAT.byteSize and t.object.datatype == XSD.integer)] + [
        t for t in few() if t.predicate == DCAT.byteSize and ("byteSize" not in update or str(t.subject) != FILE)
    ]


def without(subject: str, path: str) -> str:
    return f"DELETE WHERE {{ {subject} {path} ?o }}"


def instead(subject: str, path: str, value: str) -> str:
    return f"DELETE {{ {subject} {path} ?o }} INSERT {{ {subject} {path} {value} }} WHERE {{ {subject} {path} ?o }}"


CLASS = "<https://w3id.org/fengong/dataset#class-fg-Body>"
PROPERTY = "<https://w3id.org/fengong/dataset#property-fg-body>"
BUILD, PROGRAM = "<https://w3id.org/fengong/dataset#build>", "<https://w3id.org/fengong/dataset#program>"
INPUT = "<https://w3id.org/fengong/dataset#input/ontology/fengong.ttl>"
PART = "<https://w3id.org/fengong/graph/bodies>"
CASES = {
    "title": f"INSERT DATA {{ {DATASET} dcterms:title 'Another'@en }}",
    "description": without(DATASET, "dcterms:description"),
    "keyword": f"INSERT DATA {{ {DATASET} dcat:keyword <https://e.example/> }}",
    "licence": f"INSERT DATA {{ {DATASET} dcterms:license <https://e.example/> }}",
    "licence-given": without(DATASET, "dcterms:license"),
    "language": instead(DATASET, "dcterms:language", "'zh'"),
    "publisher": f"INSERT DATA {{ {DATASET} dcterms:publisher <https://e.example/nobody> }}",
    "issued": instead(DATASET, "dcterms:issued", "'2026'^^xsd:gYear"),
    "available": instead(DATASET, "dcterms:available", "'soon'"),
    "modified": instead(DATASET, "dcterms:modified", "'yesterday'"),
    "conforms-to": without(DATASET, "dcterms:conformsTo"),
    "landing-page": instead(DATASET, "dcat:landingPage", DATASET),
    "parts": without(DATASET, "dcterms:hasPart"),
    "part-title": f"INSERT DATA {{ {PART} dcterms:title 'Another'@en }}",
    "part-description": without(PART, "dcterms:description"),
    "part-of": without(PART, "dcterms:isPartOf"),
    "part-distribution": without(PART, "dcat:distribution"),
    "part-licence": f"INSERT DATA {{ {PART} dcterms:license <https://e.example/> }}",
    "generated-by": without(DATASET, "prov:wasGeneratedBy"),
    "vocabulary": without(DATASET, "void:vocabulary"),
    "subset": without(DATASET, "void:subset"),
    "entities": instead(DATASET, "void:entities", "-1"),
    "subjects": instead(DATASET, "void:distinctSubjects", "'many'"),
    "objects": without(DATASET, "void:distinctObjects"),
    "classes": f"INSERT DATA {{ {DATASET} void:classes 1000000 }}",
    "properties": without(DATASET, "void:properties"),
    "triples": without("<https://w3id.org/fengong/graph/bodies>", "void:triples"),
    "partition-class": without(CLASS, "void:class"),
    "partition-entities": instead(CLASS, "void:entities", "-1"),
    "partition-property": without(PROPERTY, "void:property"),
    "partition-triples": without(PROPERTY, "void:triples"),
    "file-title": without(FILE, "dcterms:title"),
    "file-access": without(FILE, "dcat:accessURL"),
    "file-download": without(FILE, "dcat:downloadURL"),
    "file-media-type": instead(FILE, "dcat:mediaType", "'text/turtle'"),
    "file-format": without(FILE, "dcterms:format"),
    "file-size": instead(FILE, "dcat:byteSize", "'85532'"),
    "file-checksum": without(FILE, "spdx:checksum"),
    "file-licence": f"INSERT DATA {{ {FILE} dcterms:license <https://e.example/> }}",
    "file-checksum-algorithm": instead(SUM, "spdx:algorithm", "spdx:checksumAlgorithm_md5"),
    "file-checksum-value": instead(SUM, "spdx:checksumValue", "'abc'"),
    "activity": f"INSERT DATA {{ {BUILD} a prov:Entity }}",
    "activity-used": without(BUILD, "prov:used"),
    "activity-agent": without(BUILD, "prov:wasAssociatedWith"),
    "program-version": without(PROGRAM, "owl:versionInfo"),
    "input-checksum": without(INPUT, "spdx:checksum"),
    "agent-name": without("<https://w3id.org/fengong/>", "foaf:name"),
}


def named(path: Path) -> set[str]:
    graph = Graph().parse(path)
    rows = graph.query("SELECT ?s WHERE { ?s a sh:PropertyShape }", initNs={"sh": iris.PREFIXES["sh"]})
    return {str(row[0]).rpartition("#")[2] for row in rows}


def test_the_description_is_good() -> None:
    """Our own shapes find nothing."""
    assert found(OWN, list(triples())) == set()


def test_every_shape_has_a_case() -> None:
    """No shape is without a fixture that trips it."""
    assert named(OWN) | {"activity"} == set(CASES)


@pytest.mark.parametrize("rule", CASES)
def test_each_shape_fires(rule: str) -> None:
    """The broken description is found wrong by the shape that is about what was broken."""
    assert rule in found(OWN, changed(CASES[rule]))


EXCERPT_CASES = {
    "title": without(DATASET, "dcterms:title"),
    "description": without(DATASET, "dcterms:description"),
    "contact-point": f"INSERT DATA {{ {DATASET} dcat:contactPoint 'someone' }}",
    "distribution": f"INSERT DATA {{ {DATASET} dcat:distribution 'a file' }}",
    "keyword": f"INSERT DATA {{ {DATASET} dcat:keyword <https://e.example/> }}",
    "publisher": f"INSERT DATA {{ {DATASET} dcterms:publisher <https://e.example/a>, <https://e.example/b> }}",
    "spatial": f"INSERT DATA {{ {DATASET} dcterms:spatial 'Sichuan' }}",
    "temporal": f"INSERT DATA {{ {DATASET} dcterms:temporal '2020' }}",
    "theme": f"INSERT DATA {{ {DATASET} dcat:theme 'care' }}",
    "identifier": f"INSERT DATA {{ {DATASET} dcterms:identifier <https://e.example/> }}",
    "issued": instead(DATASET, "dcterms:issued", "'yesterday'"),
    "modified": instead(DATASET, "dcterms:modified", "'yesterday'"),
    "landing-page": instead(DATASET, "dcat:landingPage", "'here'"),
    "language": instead(DATASET, "dcterms:language", "'zh'"),
    "conforms-to": instead(DATASET, "dcterms:conformsTo", "'0.1.0'"),
    "generated-by": instead(DATASET, "prov:wasGeneratedBy", "'a program'"),
    "access-url": without(FILE, "dcat:accessURL"),
    "availability": f"INSERT DATA {{ {FILE} <http://data.europa.eu/r5r/availability> 'yes' }}",
    "distribution-description": f"INSERT DATA {{ {FILE} dcterms:description <https://e.example/> }}",
    "format": f"INSERT DATA {{ {FILE} dcterms:format <https://e.example/> }}",
    "licence": f"INSERT DATA {{ {FILE} dcterms:license <https://e.example/> }}",
    "byte-size": instead(FILE, "dcat:byteSize", "'1'"),
    "checksum": f"INSERT DATA {{ {FILE} spdx:checksum <https://e.example/> }}",
    "download-url": instead(FILE, "dcat:downloadURL", "'here'"),
    "media-type": instead(FILE, "dcat:mediaType", "'text/turtle'"),
    "distribution-title": instead(FILE, "dcterms:title", "<https://e.example/>"),
    "algorithm": without(SUM, "spdx:algorithm"),
    "value": instead(SUM, "spdx:checksumValue", "'abc'"),
    "name": without("<https://w3id.org/fengong/>", "foaf:name"),
    "type": "INSERT DATA { <https://w3id.org/fengong/> dcterms:type 'a body' }",
    "distribution-recommended": without(PART, "dcat:distribution"),
    "keyword-recommended": without(DATASET, "dcat:keyword"),
    "publisher-recommended": without(DATASET, "dcterms:publisher"),
    "spatial-recommended": without(DATASET, "dcterms:spatial"),
    "theme-recommended": without(DATASET, "dcat:theme"),
    "distribution-description-recommended": without(FILE, "dcterms:description"),
    "format-recommended": without(FILE, "dcterms:format"),
    "licence-recommended": without(FILE, "dcterms:license"),
}


def warned() -> Counter[str]:
    """How often each excerpt warns, as the decision says."""
    text = (ROOT / "docs" / "decisions" / "metadata.md").read_text(encoding="utf-8")
    return Counter({rule: int(count) for rule, count in re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", text, re.MULTILINE)})


def test_the_description_passes_the_excerpts_of_dcat_ap() -> None:
    """Nothing mandatory is missing; what is recommended and missing is what the decision lists, as often as it says."""
    shapes = shapes_of(EXCERPTS)
    findings = list(shapes.validate(triples(), about=shapes.targets(), places=Places()))
    assert {each.severity for each in findings} == {"Warning"}
    assert Counter(each.rule for each in findings) == warned()
    assert {each.rule for each in findings if each.focus not in parts()} == NOT_GIVEN | {"distribution-recommended"}
    text = (ROOT / "docs" / "decisions" / "metadata.md").read_text(encoding="utf-8")
    assert f"warns {warned().total()} times" in text


def parts() -> set[str]:
    return {part for (part,) in answers(f"SELECT ?p WHERE {{ {DATASET} dcterms:hasPart ?p }}")}


def test_every_excerpt_has_a_case_and_cites_its_rule() -> None:
    """Each is tripped, and says which rule of the specification it stands for."""
    assert named(EXCERPTS) == set(EXCERPT_CASES) | NOT_GIVEN
    rows = (
        Graph()
        .parse(EXCERPTS)
        .query(
            "SELECT ?source WHERE { ?s a sh:PropertyShape ; dcterms:source ?source }",
            initNs={"sh": iris.PREFIXES["sh"], "dcterms": iris.PREFIXES["dcterms"]},
        )
    )
    assert len(rows) == len(named(EXCERPTS))
    assert all(str(row[0]).startswith("DCAT-AP 3.0, ") for row in rows)


@pytest.mark.parametrize("rule", EXCERPT_CASES)
def test_each_excerpt_fires(rule: str) -> None:
    """The broken description is found wrong where it was right before."""
    assert rule in {name for name, _ in found_at(changed(EXCERPT_CASES[rule])) - found_at(few())}


def found_at(data: Iterable[ox.Triple]) -> set[tuple[str, str]]:
    shapes = shapes_of(EXCERPTS)
    return {(each.rule, each.focus) for each in shapes.validate(data, about=shapes.targets(), places=Places())}

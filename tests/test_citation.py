"""`CITATION.cff`: a workspace of one's own says what its makers say, everywhere, and nothing that is only true of ours."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import fengong
from fengong import api, licences
from fengong.ask import cite
from fengong.ask.stated import stated
from fengong.builder import inputs, pipeline
from fengong.check.place import Places
from fengong.check.shapes import Shapes
from fengong.cli.main import run
from fengong.errors import BadHandKeptFile
from fengong.exports import formats
from fengong.exports.make import Maker
from fengong.linked import Linked
from fengong.pages.router import Pages
from fengong.reference import citation
from fengong.reference.citation import Citation
from fengong.web.message import Request
from fengong.workspace import Workspace
from support import HEADER, ROOT, workspace

TEXT = HEADER + "1\t办养老院。\t民政厅牵头。\n"
OURS = (
    "creativecommons.org",
    "CC BY",
    "Fengong developers",
    "Fengong knowledge graph",
    "分工（Fengong）知识图谱",
    "0.1.0 版",
    "version 0.1.0",
)
"""What is said of the shipped graph only."""
GIVEN = """\
cff-version: 1.2.0
message: 请引用
type: dataset
title: "某县任务分工表 · Task tables of a county"
abstract: 某县的分工表。
authors:
  - name: 某县 {office} & Co.
  - given-names: Ada
    family-names: Lovelace
license: ODbL-1.0
version: "3"
date-released: 2031-02-03
keywords: [养老 · elderly care, care]
"""


# --- the reader


def written(folder: Path, text: str, place: str = "CITATION.cff") -> Path:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_it_is_read_whole(tmp_path: Path) -> None:
    """Every entry that is used is there, in the order of the file."""
    assert citation.read(written(tmp_path, GIVEN)) == Citation(
        "某县任务分工表 · Task tables of a county",
        "某县的分工表。",
        ("某县 {office} & Co.", "Ada Lovelace"),
        ("Ada Lovelace",),
        "https://spdx.org/licenses/ODbL-1.0",
        "3",
        "2031-02-03",
        ("养老 · elderly care", "care"),
    )


def test_a_file_about_a_program_says_nothing_of_the_data(tmp_path: Path) -> None:
    """After the format a file without a type is about software; the one beside the graph is read first."""
    for text in ("title: P\nauthors: [{name: A}]\n", "type: software\ntitle: P\nauthors: [{name: A}]\nlicense: MIT\n"):
        assert citation.read(written(tmp_path, text)) == Citation()
    written(tmp_path, GIVEN, "graph/CITATION.cff")
    assert citation.read(tmp_path).version == "3"
    assert citation.read(tmp_path / "nowhere") == Citation()


START = "type: dataset\ntitle: T\nauthors: [{name: A}]\n"
BAD = {
    "line 2": "title: T\n\tx: [",
    "—": "- a list\n",
    "type": "type: book\n",
    "title": "type: dataset\nauthors: [{name: A}]\n",
    "authors": "type: dataset\ntitle: T\nauthors: [{email: a@e.example}]\n",
    "license": START + "license: all rights reserved\n",
    "license-url": START + "license-url: here\n",
    "date-released": START + "date-released: 2031-02-30\n",
    "version": START + "version: [3]\n",
    "abstract": START + 'abstract: "a\\u202Eb"\n',
    "keywords": START + "keywords: care\n",
}


@pytest.mark.parametrize("place", BAD)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, place: str) -> None:
    """Each mistake is an error that names the entry or the line."""
    with pytest.raises(BadHandKeptFile) as caught:
        citation.read(written(tmp_path, BAD[place]))
    assert caught.value.place == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b"\xff\xfe", "—"),
        (b"type: dataset\ntitle: T\nauthors: []\n", "authors"),
        (b"type: dataset\ntitle: T\nauthors: A\n", "authors"),
        (START.encode() + b"license: [MIT, Apache-2.0]\n", "license"),
        (START.encode() + b"keywords: [[a]]\n", "keywords"),
    ],
)
def test_so_are_these(tmp_path: Path, text: bytes, place: str) -> None:
    """No encoding but UTF-8, no empty list of authors, one licence."""
    (tmp_path / "CITATION.cff").write_bytes(text)
    with pytest.raises(BadHandKeptFile) as caught:
        citation.read(tmp_path)
    assert caught.value.place == place


def test_the_file_beside_the_graph_is_about_data(tmp_path: Path) -> None:
    """There a program has no place."""
    with pytest.raises(BadHandKeptFile):
        citation.read(written(tmp_path, "title: P\nauthors: [{name: A}]\n", "graph/CITATION.cff"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("license: [CC-BY-4.0]", "https://creativecommons.org/licenses/by/4.0/"),
        ("license: cc-by-nc-sa-3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("license: CC-BY-NC-ND-1.0", "https://spdx.org/licenses/CC-BY-NC-ND-1.0"),  # its path at Creative Commons is nd-nc
        ("license-url: https://e.example/terms", "https://e.example/terms"),
        ("license: MIT\nlicense-url: https://e.example/terms", "https://spdx.org/licenses/MIT"),
    ],
)
def test_licences_are_iris(tmp_path: Path, given: str, said: str) -> None:
    """An SPDX identifier before an address; those of Creative Commons have the IRIs that it gave them."""
    assert citation.read(written(tmp_path, f"{START}{given}\n")).licence == said


# --- a workspace without one


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = workspace(tmp_path_factory.mktemp("bare"), text=TEXT)
    pipeline.build(Workspace(folder))
    return folder


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = written(workspace(tmp_path_factory.mktemp("given"), text=TEXT), GIVEN)
    pipeline.build(Workspace(folder))
    return folder


def lines(folder: Path) -> Iterator[tuple[str, str]]:
    """The lines of the built files that are about the workspace's own table and of the description, by file."""
    for path in sorted((folder / "graph" / "built").glob("*.*")):
        if path.name.startswith(("sample", "dataset")):
            for line in path.read_text(encoding="utf-8").splitlines():
                yield path.name, line


SHIPPED = ("ontology", "bodies", "links")
"""What comes with the package unchanged, and keeps its licence."""


def test_built_files_say_nothing_that_only_we_may_say(bare: Path) -> None:
    """No licence and no author in any file of the table or in the description, but for the files and graphs that are ours."""
    of_ours = tuple(f"<https://w3id.org/fengong/{kind}{name}" for kind in ("dataset#file/", "graph/") for name in SHIPPED)
    said = [
        (name, line)
        for name, line in lines(bare)
        if name.endswith(".nq") and not line.startswith(of_ours) and any(each in line for each in OURS)
    ]
    assert said == []
    heads = {path.name: path.read_text(encoding="utf-8").partition("@base")[0] for path in (bare / "graph" / "built").glob("*.ttl")}
    assert {name for name, head in heads.items() if "CC BY" in head} == {name for name in heads if name.startswith(SHIPPED)}
    licensed = {line.partition(">")[0].rpartition("#file/")[2] for _, line in lines(bare) if "#file/" in line and "terms/license" in line}
    assert {name.partition("/")[0] for name in licensed} == set(SHIPPED)


def test_a_bare_description_is_good(bare: Path) -> None:
    """Our shapes and the excerpts of DCAT-AP find only what is missing because nobody gave it: no mandatory property."""
    path = bare / "graph" / "built" / "dataset.nq"
    data = [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.N_QUADS)]
    told = {}
    for name in ("dataset-shapes.ttl", "excerpts/dcat-ap-3.ttl"):
        shapes = Shapes(ROOT / "ontology" / name)
        told |= {each.rule: each.severity for each in shapes.validate(data, about=shapes.targets(), places=Places())}
    wanted = ("contact-point", "temporal", "availability", "publisher", "licence")
    wanted += ("keyword", "spatial", "distribution")  # parts do not repeat what is said of the whole, and no built file holds the whole
    assert told == {"licence-given": "Info"} | {f"{each}-recommended": "Warning" for each in wanted}


def test_it_is_told_to_write_one(bare: Path, given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`fengong check` says that there is no licence, and what to write; it breaks no rule. With one, it says nothing."""
    assert run(["check", "--workspace", str(bare), "--lang", "zh"]) == 0
    out, err = capsys.readouterr()
    assert "数据集没有写明许可" in out
    assert "CITATION.cff" in out
    assert "dataset" in err
    assert run(["check", "--workspace", str(given)]) == 0
    out, err = capsys.readouterr()
    assert "licence-given" not in out
    assert "dataset" not in err


ASKED = ("id/sample", "id/sample/task/1", "question/led-by", "dataset", "id/body/510000/civil-affairs")


def said_to_readers(folder: Path) -> Iterator[tuple[str, str]]:
    """Citations, answers with citations, pages, descriptions and exports, with the address or command that gives each."""
    graph = fengong.open(folder)
    for iri in ASKED:
        for lang in ("zh", "en"):
            yield f"cite {iri}", cite.gbt7714(graph.dataset, f"https://w3id.org/fengong/{iri}", lang, questions=graph.questions)
        yield f"bib {iri}", cite.bibtex(graph.dataset, f"https://w3id.org/fengong/{iri}", questions=graph.questions)
    linked, pages = Linked(graph), Pages(api.Graph(graph.workspace, graph.dataset))
    for path, served in (("/answer/led-by.csv-metadata.json", linked), ("/zh/", pages), ("/en/about", pages), ("/zh/id/sample", pages)):
        query = {"body": "民政厅"} if path.startswith("/answer") else {}
        reply = served.reply(Request(path, tuple(query.items())))
        assert reply is not None
        yield path, reply.body.decode()


def test_readers_are_told_nothing_that_only_we_may_say(bare: Path) -> None:
    """Neither citations nor pages nor metadata; the footer names the licence of the ontology as that of the ontology."""
    for where, text in said_to_readers(bare):
        kept = [line for line in text.splitlines() if "Ontology: <a" not in line and "本体：<a" not in line]
        assert [each for each in OURS for line in kept if each in line] == [], where
    line = cite.gbt7714(fengong.open(bare).dataset, "https://w3id.org/fengong/id/sample/task/1")
    assert line == "示例：任务1[DS/OL]. https://w3id.org/fengong/id/sample/task/1."


def test_exports_say_nothing_that_only_we_may_say(bare: Path, given: Path) -> None:
    """Neither the manifest nor the metadata of a CSV or of datasette, nor a workbook; with a citation, they have its licence."""
    told = {folder: dict(exported(folder)) for folder in (bare, given)}
    assert [(name, each) for name, text in told[bare].items() for each in OURS if each in text] == []
    assert not any("licen" in text for text in told[bare].values())
    assert all("https://spdx.org/licenses/ODbL-1.0" in text for name, text in told[given].items() if name != "workbook")


def exported(folder: Path) -> Iterator[tuple[str, str]]:
    """What exports say of themselves, by the file that says it."""
    graph = fengong.open(folder)
    maker = Maker(graph.dataset, graph.workspace.ontology / "context.jsonld", "zh")
    yield "manifest", json.dumps(maker.about, ensure_ascii=False)
    for form, name in (("csv", "tasks.csv"), ("csv", "bodies.csv"), ("sqlite", "fengong.sqlite")):
        for data in maker.beside(formats.ALL[form], name, name.removesuffix(".csv")).values():
            yield name, data.decode()
    with zipfile.ZipFile(io.BytesIO(maker.workbook(("tables",)))) as book:
        yield "workbook", book.read("docProps/core.xml").decode()


# --- a workspace with one


def test_what_is_given_is_said_everywhere(given: Path) -> None:
    """Description, files' heads, citations, pages and exports have the title, the authors, the licence, the version and the day."""
    graph = fengong.open(given)
    found = stated(graph.dataset)
    assert (found.title.zh, found.title.en) == ("某县任务分工表", "Task tables of a county")
    assert (found.authors, found.version, found.day) == (("某县 {office} & Co.", "Ada Lovelace"), "3", "2031-02-03")
    assert found.licence == "https://spdx.org/licenses/ODbL-1.0"
    told = dict(said_to_readers(given))
    assert told["cite id/sample/task/1"] == (
        "示例: task 1[DS/OL]//某县 {office} & Co., Ada Lovelace. Task tables of a county: version 3. (2031-02-03). "
        "https://w3id.org/fengong/id/sample/task/1."
    )
    assert r"author = {{某县 \textbraceleft{}office\textbraceright{} \& Co.} and {Ada Lovelace}}" in told["bib id/sample"]
    assert json.loads(told["/answer/led-by.csv-metadata.json"])["dc:license"] == {"@id": found.licence}
    assert "ODbL-1.0</a>. Credit “某县 {office} &amp; Co., Ada Lovelace”" in told["/en/about"]
    assert '"license": "https://spdx.org/licenses/ODbL-1.0"' in told["/zh/id/sample"]
    assert '"@type": "Person"' in told["/zh/"]
    for name, text in ((path.name, path.read_text(encoding="utf-8")) for path in (given / "graph" / "built").glob("sample*.ttl")):
        assert "# Data: ODbL-1.0. https://spdx.org/licenses/ODbL-1.0\n" in text, name
    assert not any("Fengong developers" in line or "by/4.0" in line for name, line in lines(given) if name.startswith("sample"))


def test_what_changes_is_built_again(tmp_path: Path) -> None:
    """Another licence: the table and the description, not what came with the package. A shipped table that was changed is theirs."""
    folder = written(workspace(tmp_path, text=TEXT), GIVEN)
    pipeline.build(Workspace(folder))
    assert pipeline.build(Workspace(folder)).built == ()
    written(folder, GIVEN.replace("ODbL-1.0", "CC0-1.0"))
    assert pipeline.build(Workspace(folder)).built == ("dataset", "sample")
    found = inputs.find(Workspace(folder))
    assert [licences.name(found.licence(unit)) for unit in (*SHIPPED, "sample")] == ["CC BY 4.0", "CC BY 4.0", "CC BY 4.0", "CC0 1.0"]
    reference = folder / "graph" / "reference"
    reference.mkdir()
    for path in (ROOT / "graph" / "reference").glob("*.csv"):
        (reference / path.name).write_bytes(path.read_bytes() + (b"\n" if path.name == "evidence.csv" else b""))
    found = inputs.find(Workspace(folder))
    assert [licences.name(found.licence(unit)) for unit in ("ontology", "bodies")] == ["CC BY 4.0", "CC0 1.0"]


def test_a_damaged_one_stops_the_build(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The error names file, place and remedy; the graph stays as it was."""
    before = {path.name: path.read_bytes() for path in (bare / "graph" / "built").iterdir()}
    written(bare, START + "license: all rights reserved\n")
    try:
        assert run(["build", "--workspace", str(bare), "--lang", "en"]) == 1
    finally:
        (bare / "CITATION.cff").unlink()
    out, err = capsys.readouterr()
    assert "CITATION.cff (license): must be one SPDX identifier" in err
    assert "docs/files.md" in err
    assert out == ""
    assert {path.name: path.read_bytes() for path in (bare / "graph" / "built").iterdir()} == before


def test_ours_is_that_of_the_package() -> None:
    """The version and the day of the data set are those of the program's own file and of the package."""
    ours = citation.read(ROOT)
    program = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert ours.version == fengong.__version__
    assert f'version: "{ours.version}"' in program
    assert f'date-released: "{ours.released}"' in program

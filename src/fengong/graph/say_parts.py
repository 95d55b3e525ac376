"""Each named graph as a dataset of its own, part of the whole, with its files: DCAT has one dataset's distributions hold all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.graph.folder import graph_iri
from fengong.graph.say_dcat import THEME, File, bilingual, checksum
from fengong.graph.terms import DCAT, DCTERMS, RDF, node, offset
from fengong.iris import DATASET

_FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
_IANA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class Form:
    """What a suffix of a file stands for: its name, its media type, and its IRI in the EU's list of file types."""

    name: str
    media_type: str
    file_type: str


FORMS = {
    "ttl": Form("Turtle", "text/turtle", "RDF_TURTLE"),
    "nq": Form("N-Quads", "application/n-quads", "RDF_N_QUADS"),
}


WHOLE = Bilingual(zh="整个图谱，N-Quads", en="The whole graph as N-Quads")
"""The title of the file that a server makes of all graphs."""


@dataclass(frozen=True, slots=True)
class Part:
    """A named graph by the ``name`` of its files, with what it holds in words and how many triples.

    ``titled`` is one that says its title itself, as a link set does; ``publisher`` is an IRI, or empty.
    """

    name: str
    triples: int
    holds: Bilingual
    files: tuple[File, ...]
    publisher: str = ""
    titled: bool = False

    @property
    def licences(self) -> tuple[str, ...]:
        """The licence of its files."""
        return tuple(sorted({file.licence for file in self.files} - {""}))


def part(of: Part) -> Iterator[ox.Triple]:
    """The named graph, then its files."""
    whole, this = node(DATASET), node(graph_iri(of.name))
    yield ox.Triple(whole, DCTERMS.hasPart, this)
    yield ox.Triple(this, RDF.type, DCAT.Dataset)
    if not of.titled:
        yield from bilingual(this, DCTERMS.title, Bilingual(zh=f"命名图 {of.name}", en=f"Named graph {of.name}"))
    yield from bilingual(this, DCTERMS.description, of.holds)
    yield ox.Triple(this, DCTERMS.isPartOf, whole)
    yield ox.Triple(this, DCAT.theme, node(THEME))
    for licence in of.licences:
        yield ox.Triple(this, DCTERMS.license, node(licence))
    if of.publisher:
        yield ox.Triple(this, DCTERMS.publisher, node(of.publisher))
    for file in of.files:
        yield from _file(this, of, file)


def _file(graph: ox.NamedNode, of: Part, file: File) -> Iterator[ox.Triple]:
    """One file of the built graph: it is reached at the IRI of its named graph, and got there with its suffix."""
    suffix = file.name.rpartition(".")[2]
    this, form = node(iris.of_dataset("file", *of.name.split("."), suffix)), FORMS[suffix]
    title = Bilingual(zh=f"命名图 {of.name}，{form.name}", en=f"Named graph {of.name} as {form.name}")
    about = Bilingual(
        zh=f"文件 {file.name}：命名图 <{graph.value}> 的全部三元组，共 {of.triples} 条。",
        en=f"The file {file.name}: every triple of the named graph <{graph.value}>, {of.triples} in all.",
    )
    yield from distribution(graph, this, form, title, about)
    yield ox.Triple(this, DCAT.accessURL, graph)
    yield ox.Triple(this, DCAT.downloadURL, node(f"{graph.value}.{suffix}"))
    if file.licence:
        yield ox.Triple(this, DCTERMS.license, node(file.licence))
    yield ox.Triple(this, DCAT.byteSize, offset(file.size))
    yield from checksum(this, file.sha256)


def distribution(dataset: ox.NamedNode, this: ox.NamedNode, form: Form, title: Bilingual, about: Bilingual) -> Iterator[ox.Triple]:
    """A distribution of ``dataset`` in a form, with its words; where it is got is said elsewhere."""
    yield ox.Triple(dataset, DCAT.distribution, this)
    yield ox.Triple(this, RDF.type, DCAT.Distribution)
    yield from bilingual(this, DCTERMS.title, title)
    yield from bilingual(this, DCTERMS.description, about)
    yield ox.Triple(this, DCAT.mediaType, node(_IANA + form.media_type))
    yield ox.Triple(this, DCTERMS.format, node(_FILE_TYPE + form.file_type))

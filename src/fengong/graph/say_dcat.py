"""The graph as a dataset with its files, said with DCAT 3: what it is, whose, under which licence, and where each file is."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.graph.terms import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, SPDX, VOID, XSD, date, en, node, zh
from fengong.iris import DATASET

TITLE = "本工作区的任务分工表 · Task tables of this workspace"
DESCRIPTION = (
    "由本工作区的任务分工表建成的图谱：谁按原文承担哪项任务、何种角色。 · "
    "A graph of the task tables of this workspace: who must do what, in which role, in which printed words."
)
KEYWORDS = ("重点任务分工表 · task-division table", "责任单位 · responsible body")
"""What is true of the graph of any workspace, where its makers say nothing of it."""

THEME = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
"""Government and public sector, of the data themes that DCAT-AP asks for."""

_EU = "http://publications.europa.eu/resource/authority/"
LANGUAGES = (_EU + "language/ZHO", _EU + "language/ENG")
PAGES = tuple(f"{iris.BASE}{lang}/about" for lang in ("zh", "en"))
"""The pages about the data, in each language: documents, which the dataset is not."""

_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class File:
    """A file by its name, its size in bytes, the SHA-256 of its bytes in lower-case hexadecimal, and the IRI of its licence, if any."""

    name: str
    size: int
    sha256: str
    licence: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What is said of the dataset as a whole, each from its source; what no source gives is empty.

    ``program`` is the version of the program that built it. ``agents`` are names by IRI; ``places``, ``topics`` and ``licence``
    are IRIs; ``released`` are the days of its versions, oldest first. ``title``, ``description`` and ``keywords`` are read by
    `spoken`; ``people`` are the names of agents who are persons. ``changed`` are the days on which the makers say that something
    in it changed.
    """

    program: str
    conforms_to: str = ""
    agents: Mapping[str, str] | None = None
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    title: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    licence: str = ""
    version: str = ""
    people: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def dataset(about: About, tables: Iterable[str]) -> Iterator[ox.Triple]:
    """The dataset itself."""
    this = node(DATASET)
    for kind in (DCAT.Dataset, VOID.Dataset, PROV.Entity):
        yield ox.Triple(this, RDF.type, kind)
    yield from _spoken(this, DCTERMS.title, about.title or TITLE)
    yield from _spoken(this, DCTERMS.description, about.description or DESCRIPTION)
    for keyword in about.keywords or KEYWORDS:
        yield from _spoken(this, DCAT.keyword, keyword)
    yield ox.Triple(this, DCTERMS.identifier, ox.Literal(DATASET, datatype=XSD.anyURI))
    if about.licence:
        yield ox.Triple(this, DCTERMS.license, node(about.licence))
    for page in PAGES:
        yield ox.Triple(this, DCAT.landingPage, node(page))
    for language in LANGUAGES:
        yield ox.Triple(this, DCTERMS.language, node(language))
    for theme in (THEME, *about.topics):
        yield ox.Triple(this, DCAT.theme, node(theme))
    for place in about.places:
        yield ox.Triple(this, DCTERMS.spatial, node(place))
    if about.conforms_to:
        yield ox.Triple(this, DCTERMS.conformsTo, node(about.conforms_to))
    yield from _version(this, about)
    for table in tables:
        yield ox.Triple(this, DCTERMS.subject, node(iris.table(table)))
    yield from _agents(this, about.agents or {}, about.people)


def _version(this: ox.NamedNode, about: About) -> Iterator[ox.Triple]:
    """Its version, the days on which the first and the latest came out, and the last on which one did or something in it changed."""
    if about.version:
        yield ox.Triple(this, OWL.versionInfo, ox.Literal(about.version))
    if about.released:
        yield ox.Triple(this, DCTERMS.issued, date(about.released[0]))
        yield ox.Triple(this, DCTERMS.available, date(about.released[-1]))
    if days := [*about.released, *about.changed]:
        yield ox.Triple(this, DCTERMS.modified, date(max(days)))


def _agents(this: ox.NamedNode, agents: Mapping[str, str], people: Container[str]) -> Iterator[ox.Triple]:
    """Who made it; the first of them publishes it."""
    for at, (iri, name) in enumerate(agents.items()):
        yield ox.Triple(this, DCTERMS.creator, node(iri))
        if at == 0:
            yield ox.Triple(this, DCTERMS.publisher, node(iri))
        yield ox.Triple(node(iri), RDF.type, FOAF.Agent)
        if name in people:
            yield ox.Triple(node(iri), RDF.type, FOAF.Person)
        yield ox.Triple(node(iri), FOAF.name, ox.Literal(name))


def checksum(of: ox.NamedNode, sha256: str) -> Iterator[ox.Triple]:
    """The SHA-256 of a file, as a node of its own."""
    this = node(f"{of.value}/sha256")
    yield ox.Triple(of, SPDX.checksum, this)
    yield ox.Triple(this, RDF.type, SPDX.Checksum)
    yield ox.Triple(this, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    yield ox.Triple(this, SPDX.checksumValue, ox.Literal(sha256, datatype=XSD.hexBinary))


def spoken(words: str) -> tuple[ox.Literal, ...]:
    """Words that name no language, as literals: “Chinese · English” is both, words with Chinese characters are Chinese.

    Of any other words the language is not known, and not said.

    >>> [each.language for words in ("养老 · elderly care", "养老", "elderly care") for each in spoken(words)]
    ['zh', 'en', 'zh', None]
    """
    first, both, second = words.partition(" · ")
    if both and _HAN.search(first) and not _HAN.search(second):
        return zh(first), en(second)
    return (zh(words),) if _HAN.search(words) else (ox.Literal(words),)


def _spoken(this: ox.NamedNode, predicate: ox.NamedNode, words: str) -> Iterator[ox.Triple]:
    for each in spoken(words):
        yield ox.Triple(this, predicate, each)


def bilingual(this: ox.NamedNode, predicate: ox.NamedNode, words: Bilingual) -> Iterator[ox.Triple]:
    """The same words in Chinese and in English."""
    yield ox.Triple(this, predicate, zh(words.zh))
    yield ox.Triple(this, predicate, en(words.en))

"""Where a page's links lead: paths on a server, or files beside it in a folder."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from fengong import iris
from fengong.bilingual import Lang

STATIC = Path(__file__).parent / "static"
_SAFE = "/?&=#:+,;@!~*'()$-._"


def path_of(iri: str) -> str:
    """The path of an IRI of ours, which is that of its page without the language; a page that is named with one is itself.

    >>> path_of("https://w3id.org/fengong/role/lead"), path_of("https://w3id.org/fengong/zh/about")
    ('/role/lead', '/about')
    """
    path = iri.removeprefix(iris.BASE)
    return "/" + (path.partition("/")[2] if path.startswith(("zh/", "en/")) else path)


def ours(iri: str) -> bool:
    """Whether an IRI is one of ours, so that it has a page here."""
    return iri.startswith(iris.BASE)


def part_of_dataset(iri: str) -> str:
    """The fragment of an IRI that is a part of the dataset's description, which only the data has; empty for any other.

    >>> part_of_dataset("https://w3id.org/fengong/dataset#file/bodies/ttl")
    '#file/bodies/ttl'
    """
    return iri.removeprefix(iris.DATASET) if iri.startswith(iris.DATASET + "#") else ""


def in_plain_json(iri: str) -> bool:
    """Whether there is plain JSON of an IRI of ours: of things, not of whole graphs.

    >>> in_plain_json("https://w3id.org/fengong/role/lead"), in_plain_json("https://w3id.org/fengong/graph/bodies")
    (True, False)
    """
    return iri != iris.DATASET and not iri.startswith(iris.graph(""))


class Links(Protocol):
    """How a page refers to others. Paths are those of the server, without the language; they may carry a query and a fragment."""

    def page(self, path: str) -> str:
        """The page at ``path`` in the same language."""

    def switch(self, lang: Lang) -> str:
        """This page in another language."""

    def data(self, path: str) -> str:
        """Something that is the same in both languages: data, a download, the endpoint."""

    def asset(self, name: str) -> str:
        """A file of the design."""


class Served:
    """Links on a server: absolute paths.

    >>> Served("zh", "/id/a/task/1").page("/about"), Served("zh", "/about").switch("en")
    ('/zh/about', '/language/en/about')
    """

    static = False

    def __init__(self, lang: Lang, path: str) -> None:
        self.lang = lang
        self.path = path

    def page(self, path: str) -> str:
        """The path in the language of this page."""
        return f"/{self.lang}{quote(path, safe=_SAFE + '%')}"

    def switch(self, lang: Lang) -> str:
        """The switch remembers what was chosen."""
        return f"/language/{lang}{quote(self.path, safe=_SAFE + '%')}"

    def data(self, path: str) -> str:
        """The same path."""
        return quote(path, safe=_SAFE + "%")

    def asset(self, name: str) -> str:
        """Its path with a mark of its contents, so that it can be kept for ever."""
        return f"/assets/{name}?v={mark(name)}"


@cache
def mark(name: str) -> str:
    """The first digits of the SHA-256 of a file of the design."""
    return hashlib.sha256(asset(name)).hexdigest()[:12]


@cache
def asset(name: str) -> bytes:
    """The bytes of a file of the design."""
    return (STATIC / name).read_bytes()

"""What the built graph says of itself as a data set: title, authors, licence, version and day, from its description; nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from fengong.ask.dataset import Dataset
from fengong.bilingual import Bilingual
from fengong.graph.terms import DCTERMS, FOAF, OWL
from fengong.iris import DATASET, of_dataset

_GRAPH = "dataset"
_NONE = Bilingual(zh="", en="")


@dataclass(frozen=True, slots=True)
class Stated:
    """What is said of a data set; what is not said is empty. ``licence`` is an IRI, ``day`` that of its latest version."""

    title: Bilingual = _NONE
    authors: tuple[str, ...] = ()
    licence: str = ""
    version: str = ""
    day: str = ""


def stated(dataset: Dataset) -> Stated:
    """What the description in ``dataset`` says of the whole; nothing where a graph was built without one.

    >>> import fengong
    >>> stated(fengong.open().dataset).authors
    ('Fengong developers',)
    """
    return _stated(dataset, dataset.sha256(_GRAPH)) if _GRAPH in dataset.names else Stated()


@lru_cache(maxsize=2)  # a citation is made for each row; a build gives the graph another hash
def _stated(dataset: Dataset, _sha256: str) -> Stated:
    text = dataset.triples_text(_GRAPH)
    about = _said(text, DATASET)
    titles = about.get(DCTERMS.title, [])
    words = {each.language or "": each.value for each in titles if isinstance(each, ox.Literal)}
    other = next(iter(words.values()), "")
    publishers = about.get(DCTERMS.publisher, [])
    makers = sorted(about.get(DCTERMS.creator, []), key=lambda each: (each not in publishers, _place(each.value)))
    return Stated(
        Bilingual(zh=words.get("zh", other), en=words.get("en", words.get("", other))),
        tuple(name for each in makers if (name := _first(_said(text, each.value), FOAF.name))),
        _first(about, DCTERMS.license),
        _first(about, OWL.versionInfo),
        _first(about, DCTERMS.available),
    )


_Said = dict[ox.NamedNode, list[ox.NamedNode | ox.Literal]]


def _said(text: bytes, subject: str) -> _Said:
    """What lines of N-Triples say of one subject; only those lines are parsed."""
    start = f"<{subject}> ".encode()
    lines = b"".join(line for line in text.splitlines(keepends=True) if line.startswith(start))
    found: _Said = {}
    for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES):
        if isinstance(quad.object, ox.NamedNode | ox.Literal):
            found.setdefault(quad.predicate, []).append(quad.object)
    return found


def _first(said: _Said, predicate: ox.NamedNode) -> str:
    return said[predicate][0].value if predicate in said else ""


def _place(author: str) -> tuple[int, str]:
    """The place of an author after the first, who publishes: the description numbers those who have no IRI of their own."""
    number = author.removeprefix(of_dataset("author", ""))
    return (int(number) if number.isdecimal() else 0, author)

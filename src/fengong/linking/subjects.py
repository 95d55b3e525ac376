"""What may be linked: bodies, places and concepts, each by its full official name, which is what a service is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.ask.dataset import Dataset
from fengong.ask.names import Names
from fengong.errors import UnknownName
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import FG, SKOS

KINDS = ("bodies", "collectives", "places", "functions", "topics", "roles")
CONCEPTS = {"functions": "function/", "topics": "topic/", "roles": "role/"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Something of ours: its IRI, its full name in Chinese, and whether it is a concept."""

    iri: str
    name: str
    concept: bool


def chosen(dataset: Dataset, wanted: Sequence[str]) -> tuple[Subject, ...]:
    """The subjects of the kinds, or with the names or IRIs, that are ``wanted``; bodies and places where nothing is.

    Raises UnknownName, AmbiguousName.
    """
    found: dict[str, Subject] = {}
    for each in wanted or ("bodies", "places"):
        for subject in _of_kind(dataset, each) if each in KINDS else [_one(dataset, each)]:
            found[subject.iri] = subject
    return tuple(sorted(found.values(), key=lambda subject: natural_key(subject.iri)))


def every(dataset: Dataset) -> dict[str, Subject]:
    """All subjects by IRI."""
    return {subject.iri: subject for kind in KINDS for subject in _of_kind(dataset, kind)}


def _of_kind(dataset: Dataset, kind: str) -> Iterator[Subject]:
    store = dataset.promised
    if kind in CONCEPTS:
        start = iris.BASE + CONCEPTS[kind]
        nodes = [node for node in lookup.instances(store, SKOS.Concept) if node.value.startswith(start)]
    else:
        classes = {"bodies": FG.SingleBody, "collectives": FG.BodyCollective, "places": FG.Place}
        nodes = list(lookup.instances(store, classes[kind]))
    for node in nodes:
        if name := _full_name(store, node):
            yield Subject(node.value, name, kind in CONCEPTS)


def _one(dataset: Dataset, given: str) -> Subject:
    names = Names(dataset)
    try:
        node = names.body(given)
    except UnknownName as unknown:
        try:
            node = names.place(given)
        except UnknownName:
            known = every(dataset)
            if given in known:
                return known[given]
            raise unknown from None
    return Subject(node.value, _full_name(dataset.promised, node), concept=False)


def _full_name(store: ox.Store, node: ox.NamedNode) -> str:
    return next((each.value for each in lookup.literals(store, node, SKOS.prefLabel) if each.language == "zh"), "")

"""How far the graph can be trusted: what the checks found, what statements on bodies rest on, and the files that hold it all."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.api import Graph
from fengong.ask.dataset import Dataset
from fengong.ask.findings import findings
from fengong.bilingual import Lang
from fengong.check.finding import Finding, ordered
from fengong.graph import lookup
from fengong.graph.terms import FG, RDF

BODIES = "bodies"
BASES = ("printed", "evidenced", "inferred", "own-translation")
"""What a statement on a body may rest on, from the firmest."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What the statements with one property rest on: how many on each basis, and how many of them one could look up."""

    about: str
    counts: Mapping[str, int]
    locatable: int

    @property
    def total(self) -> int:
        """All statements with this property."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class File:
    """One file of the built graph: its graph, how many triples that has, whether the default graph holds it, size and hash."""

    name: str
    path: str
    triples: int
    in_default: bool
    size: int
    sha256: str


def found(dataset: Dataset) -> dict[str, tuple[Finding, ...]]:
    """The findings of the bodies and of each table, gravest first."""
    return {scope: ordered(findings(dataset, scope)) for scope in (BODIES, *dataset.tables)}


def home(iri: str) -> str:
    """The path of the page that shows a thing: that of its task for what is in a task, else its own.

    >>> home("https://w3id.org/fengong/id/a/task/12/clause/1"), home("https://w3id.org/fengong/id/a")
    ('/id/a/task/12', '/id/a')
    """
    path = "/" + iri.removeprefix(iris.BASE)
    inside = re.match(r"/id/[^/]+/task/[^/]+(?=/)", path)
    return inside[0] if inside else path


def row_said(row: str, lang: Lang) -> str:
    """A row as findings call it (第12行), in the language of the reader.

    >>> row_said("第12行", "en"), row_said("第12行", "zh")
    ('row 12', '第12行')
    """
    number = re.fullmatch(r"第(.+)行", row)
    return f"row {number[1]}" if number and lang == "en" else row


def by_rule(found: Mapping[str, tuple[Finding, ...]]) -> Counter[str]:
    """How many findings each rule has, over all scopes."""
    return Counter(finding.rule for each in found.values() for finding in each)


def bases(store: ox.Store) -> tuple[Basis, ...]:
    """What the statements on bodies rest on, by property."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    located: Counter[str] = Counter()
    for quad in store.quads_for_pattern(None, RDF.type, FG.FactEvidence, ox.NamedNode(iris.graph(BODIES, "evidence"))):
        facts = {each.predicate: each.object for each in store.quads_for_pattern(quad.subject, None, None, quad.graph_name)}
        prop, basis, locatable = (getattr(facts.get(each), "value", "") for each in (FG.evidencedProperty, FG.basis, FG.locatable))
        if facts.get(FG.evidencedProperty) == _LABEL:
            prop += "@en" if str(getattr(quad.subject, "value", "")).endswith("/name-en") else "@zh"
        counts[prop][basis] += 1
        located[prop] += locatable == "true"
    return tuple(Basis(prop, dict(counts[prop]), located[prop]) for prop in sorted(counts, key=lambda each: (_ORDER.get(each, 99), each)))


_LABEL = ox.NamedNode(iris.PREFIXES["skos"] + "prefLabel")
_ORDER = {
    each: place
    for place, each in enumerate(
        (
            f"{_LABEL.value}@zh",
            f"{_LABEL.value}@en",
            FG.kind.value,
            FG.function.value,
            FG.jurisdiction.value,
            FG.nationalCounterpart.value,
            FG.superiorBody.value,
        )
    )
}


def reviewed(store: ox.Store) -> Mapping[str, int]:
    """How many rows the reviewed tables have given the graph, by kind of thing."""
    kinds = {
        "bodies": FG.SingleBody,
        "collectives": FG.BodyCollective,
        "memberships": FG.CollectiveMembership,
        "places": FG.Place,
        "changes": FG.BodyChange,
    }
    return {name: len(set(lookup.instances(store, kind))) for name, kind in kinds.items()}


def files(graph: Graph) -> Iterator[File]:
    """The files of the built graph, as the manifest has them, by the names of their graphs."""
    dataset = graph.dataset
    sizes: dict[str, tuple[int, str]] = {}
    triples: dict[str, int] = {}
    for unit in dataset.units.values():
        described, graphs = unit.get("files"), unit.get("graphs")
        if isinstance(described, dict):
            sizes |= {name: (int(entry["bytes"]), str(entry["sha256"])) for name, entry in described.items()}
        if isinstance(graphs, dict):
            triples |= {str(iri): int(count) for iri, count in graphs.items()}
    for name in dataset.names:
        iri = dataset.graphs[name]
        size, sha256 = sizes[f"{name}.nq"]
        yield File(name, "/" + iri.removeprefix(iris.BASE), triples.get(iri, 0), dataset.in_default(name), size, sha256)

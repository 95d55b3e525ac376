"""The link sets: one graph for each set that can be read and breaks no rule, and the findings about those that break one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from fengong import iris, licences
from fengong.builder.output import GraphFiles, Unit, graph_files
from fengong.builder.table import Ground
from fengong.check import links as checks
from fengong.check.finding import ORDER, Finding, ordered, say
from fengong.errors import BadHandKeptFile, FengongError
from fengong.graph import say_links
from fengong.graph.folder import graph_iri, whole
from fengong.graph.terms import RDF, SKOS
from fengong.reference import links
from fengong.reference.links import LinkSets, Scheme
from fengong.reference.sssom import SUFFIX, MappingSet

NAME = "links"


@dataclass(frozen=True, slots=True)
class BuiltLinks:
    """The unit `links`, its findings, and the errors of the files that could not be read; no unit where the table of schemes is one."""

    unit: Unit | None
    findings: tuple[Finding, ...]
    failed: Mapping[str, FengongError]


def build(ground: Ground, folder: Path, old: Mapping[str, Mapping[str, object]]) -> BuiltLinks:
    """Build the link sets; one that is unreadable or breaks a rule keeps the graph that it has in ``folder``, where it has one.

    ``old`` are the units of the manifest there.
    """
    try:
        found = links.load(ground.inputs.reference)
    except BadHandKeptFile as error:
        return BuiltLinks(None, (), {NAME: error})
    broken = validate(found, ground)
    bad = checks.broken(broken) | {name.removesuffix(SUFFIX) for name in found.unread}
    graphs = [graph(each, found.schemes[name]) for name, each in sorted(found.sets.items()) if name not in bad]
    graphs += [kept for name in sorted(bad) if (kept := _kept(name, folder, old))]
    said = [triple for finding in broken for triple in say(finding, NAME)]
    graphs.append(_files("findings", said, "What the checks have to say. 校验发现。", ground.inputs.licence(NAME)))
    counts = {"sets": len(graphs) - 1, "triples": sum(each.triples for each in graphs)}
    counts |= {severity: sum(finding.severity == severity for finding in broken) for severity in ORDER}
    inputs = "" if found.unread else ground.inputs.links_hash()  # a file that could not be read is tried again by the next build
    failed = {f"{NAME}/{name}": error for name, error in found.unread.items()}
    return BuiltLinks(Unit(NAME, inputs, tuple(sorted(graphs, key=lambda each: each.name)), counts), broken, failed)


def validate(found: LinkSets, ground: Ground, today: dt.date | None = None) -> tuple[Finding, ...]:
    """Findings about the sets: the rules of rows, and what follows once all links are there."""
    told = checks.findings(found, links.subjects(ground.reference, concepts(ground)), today)
    good = found.sets.keys() - checks.broken(told)  # what a bad predicate leads to need not be asked
    said = {name: set(say_links.base(found.sets[name])) for name in sorted(good)}
    if not list(checks.merging("", _follows(set().union(*said.values()), ground))):
        return told
    merged = (finding for name, each in said.items() for finding in checks.merging(name, _follows(each, ground)))
    return ordered([*told, *merged])


def _follows(said: set[ox.Triple], ground: Ground) -> list[ox.Triple]:
    return ground.closure.infer(said, ground.background, name=NAME)


def concepts(ground: Ground) -> dict[str, frozenset[str]]:
    """The concepts of our schemes, each with its labels in any language."""
    triples = ground.vocabulary.triples
    typed = {t.subject for t in triples if t.predicate == RDF.type and t.object == SKOS.Concept}
    labels: dict[str, set[str]] = {node.value: set() for node in typed if isinstance(node, ox.NamedNode)}
    for each in triples:
        if each.predicate in {SKOS.prefLabel, SKOS.altLabel} and isinstance(each.subject, ox.NamedNode) and each.subject in typed:
            labels[each.subject.value].add(each.object.value if isinstance(each.object, ox.Literal) else "")
    return {iri: frozenset(said) for iri, said in labels.items()}


def graph(mappings: MappingSet, scheme: Scheme) -> GraphFiles:
    """One set's graph as it is written."""
    comment = f"{scheme.title.en} · {scheme.title.zh}"
    return _files(scheme.name, list(say_links.links(mappings, scheme)), comment, mappings.header.licence)


def _files(name: str, triples: list[ox.Triple], comment: str, licence: str) -> GraphFiles:
    return graph_files(f"{NAME}.{name}", triples, base=iris.BASE + "id/", comment=[comment, *licences.line(licence)])


def _kept(name: str, folder: Path, old: Mapping[str, Mapping[str, object]]) -> GraphFiles | None:
    """The graph that a set has in ``folder``, as it is; nothing where it has none, or the folder is not as it was built."""
    entry, stem = old.get(NAME, {}), f"{NAME}.{name}"
    graphs = entry.get("graphs")
    if not isinstance(graphs, dict) or graph_iri(stem) not in graphs or not whole(folder, entry):
        return None
    turtle, quads = ((folder / f"{stem}{suffix}").read_bytes() for suffix in (".ttl", ".nq"))
    return GraphFiles(stem, turtle, quads, int(graphs[graph_iri(stem)]))

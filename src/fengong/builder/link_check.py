"""The link sets checked where they are kept, without a build: what there is in each, and every rule that is broken."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pyoxigraph as ox

from fengong.builder import inputs, links
from fengong.builder.output import read_manifest
from fengong.builder.table import Ground
from fengong.check.finding import Finding
from fengong.graph.closure import close_ontology
from fengong.graph.files import canonical
from fengong.graph.folder import whole
from fengong.reference import links as reference_links
from fengong.reference.links import LinkSets
from fengong.reference.sssom import MappingSet
from fengong.workspace import Workspace


def check(workspace: Workspace, today: dt.date, instead: MappingSet | None = None) -> tuple[LinkSets, tuple[Finding, ...]]:
    """The link sets of ``workspace``, and what is wrong with them; no date may be after ``today``.

    ``instead`` stands for the set of its name: what would be wrong if it were there.

    Raises BadHandKeptFile where the table of schemes cannot be read; sets that cannot be read are in the answer.
    """
    found = inputs.find(workspace)
    sets = reference_links.load(found.reference)
    if instead is not None:
        sets = replace(sets, sets=dict(sets.sets) | {instead.name: instead})
    return sets, links.validate(sets, _ground(workspace, found), today)


def _ground(workspace: Workspace, found: inputs.Inputs) -> Ground:
    """What the links stand on; what follows from it is read from the built graph where that is of these inputs."""
    ground = Ground(found)
    units, _ = read_manifest(workspace.built)
    if all(
        units.get(name, {}).get("inputs") == digest and whole(workspace.built, units[name])
        for name, digest in (("ontology", found.ontology_hash()), ("bodies", found.bodies_hash()))
    ):
        ontology, bodies = (
            tuple(quad.triple for quad in ox.parse(path=workspace.built / f"{name}.inferred.nq", format=ox.RdfFormat.N_QUADS))
            for name in ("ontology", "bodies")
        )
        return replace(ground, ontology_inferred=ontology, bodies_inferred=bodies)
    ground = replace(ground, ontology_inferred=tuple(close_ontology(canonical(ground.vocabulary.triples))))
    return replace(ground, bodies_inferred=tuple(ground.closure.infer(ground.bodies, name="bodies")))

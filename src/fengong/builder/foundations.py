"""What stands below all tables, for a workspace that has none yet: ontology and bodies as they are asserted, as a built graph."""

from __future__ import annotations

from pathlib import Path

from fengong import __version__, iris, licences
from fengong.builder import output
from fengong.builder.inputs import Inputs
from fengong.builder.output import Unit, graph_files
from fengong.builder.table import Ground
from fengong.graph.files import canonical
from fengong.graph.folder import MANIFEST


def write(found: Inputs, folder: Path) -> None:
    """Write the graphs `ontology` and `bodies` into ``folder``, which is made: without tables, findings, and what follows.

    Raises BadHandKeptFile, BadOntology.
    """
    ground = Ground(found)
    graphs = {"ontology": canonical(ground.vocabulary.triples), "bodies": list(ground.bodies)}
    hashes = {"ontology": found.ontology_hash(), "bodies": found.bodies_hash()}
    units = [
        Unit(name, hashes[name], (graph_files(name, triples, base=iris.BASE, comment=licences.line(found.licence(name))),))
        for name, triples in graphs.items()
    ]
    folder.mkdir(parents=True)
    for unit in units:
        for graph in unit.graphs:
            for name, data in graph.files.items():
                (folder / name).write_bytes(data)
    entries = {unit.name: unit.entry() for unit in units}
    (folder / MANIFEST).write_bytes(output.manifest(entries, __version__, "", ""))

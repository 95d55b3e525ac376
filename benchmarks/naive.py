"""The naive chain that `fengong build` is measured against.

rdflib parses, owlrl closes everything, pySHACL validates everything, rdflib writes Turtle.

python benchmarks/naive.py FOLDER   # a checkout with graph/built; writes FOLDER/naive.ttl to a temporary file
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import owlrl
from pyshacl import validate
from rdflib import Graph

PARTS = ("ontology.ttl", "bodies.ttl")


def main(root: Path, table: str) -> None:
    """Run the chain over the same triples that the build asserts."""
    built = root / "graph" / "built"
    whole = Graph()
    for name in (*PARTS, f"{table}.ttl", f"{table}.anomalies.ttl"):
        whole.parse(built / name, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    shapes = Graph().parse(root / "ontology" / "shapes.ttl", format="turtle")
    validate(whole, shacl_graph=shapes, inference="none")
    with tempfile.NamedTemporaryFile(suffix=".ttl") as file:
        legal = Graph()
        for triple in whole:
            if hasattr(triple[0], "toPython") and not hasattr(triple[0], "datatype"):
                legal.add(triple)
        legal.serialize(file.name, format="turtle")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

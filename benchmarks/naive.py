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

MADE = (".inferred.ttl", ".findings.ttl")
"""The files of graph/built that hold what follows and what is reported; all others are asserted."""


def main(root: Path, table: str) -> None:
    """Run the chain over the same triples that the build asserts: ontology, words, bodies and their evidence, table and promises.

    The link sets are parsed, validated and written, but not closed: the build closes them only to see that nothing follows.
    """
    whole = Graph()
    for file in sorted((root / "graph" / "built").glob("*.ttl")):
        if not file.name.endswith(MADE) and file.name.startswith(("ontology.", "bodies.", f"{table}.")):
            whole.parse(file, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    shapes = Graph().parse(root / "ontology" / "shapes.ttl", format="turtle")
    validate(whole, shacl_graph=shapes, inference="none")
    with tempfile.NamedTemporaryFile(suffix=".ttl") as file:
        legal = Graph()
        for triple in whole:
            if hasattr(triple[0], "toPython") and not hasattr(triple[0], "datatype"):
                legal.add(triple)
        legal.serialize(file.name, format="turtle")
    links = Graph()
    for file in sorted((root / "graph" / "built").glob("links.*.ttl")):
        if not file.name.endswith(MADE):
            links.parse(file, format="turtle")
    validate(links, shacl_graph=shapes, inference="none")
    with tempfile.NamedTemporaryFile(suffix=".ttl") as file:
        links.serialize(file.name, format="turtle")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

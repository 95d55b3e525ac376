"""The graph as other vocabularies see it: ORG, CPSV-AP, PROV-O, schema.org, DCMI and FOAF terms follow from `alignments.ttl`."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from fengong.ask.dataset import Dataset
from fengong.errors import BadOntology
from fengong.graph.closure import Closure
from fengong.iris import BASE, NS

ALIGNMENTS = "alignments.ttl"
_SCHEMA = ("ontology", "ontology.inferred")


def store(dataset: Dataset, ontology: Path, *, graphs: bool = False) -> ox.Store:
    """The default graph of ``dataset`` with the alignments in the folder ``ontology`` and all that follows from them (OWL 2 RL).

    The named graphs are there too where ``graphs`` is true. The dataset itself is not changed.
    Raises BadOntology when the alignments cannot be read, Contradiction when they contradict the graph.
    """
    alignments = _read(ontology / ALIGNMENTS)
    schema = [triple for name in _SCHEMA if name in dataset.names for triple in dataset.triples(name) if _of_a_term(triple)]
    facts = [quad.triple for quad in dataset.store.quads_for_pattern(None, None, None, ox.DefaultGraph())]
    follows = Closure([*schema, *alignments]).infer(facts)
    found = ox.Store()
    found.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in (*facts, *alignments, *follows))
    if graphs:
        found.bulk_extend(quad for quad in dataset.whole if not isinstance(quad.graph_name, ox.DefaultGraph))
    return found


def _of_a_term(triple: ox.Triple) -> bool:
    """Whether a triple says something of a term; what is said of a concept is data, of which more may follow."""
    return not (
        isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(BASE) and not triple.subject.value.startswith(NS)
    )


def _read(path: Path) -> list[ox.Triple]:
    try:
        return [quad.triple for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)]
    except (OSError, SyntaxError) as error:
        raise BadOntology(str(path), str(error)) from error

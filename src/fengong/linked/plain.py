"""One thing as plain JSON: tasks, bodies and tables in words of their own, anything else property by property."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pyoxigraph as ox

from fengong import iris
from fengong.api import Graph
from fengong.ask import cite
from fengong.graph.terms import DCTERMS, FG, RDF, SPDX
from fengong.linked import contexts, plain_body, plain_task
from fengong.linked.told import Json, Told, plain, present


def written(graph: Graph, iri: str, triples: Sequence[ox.Triple]) -> bytes:
    """The bytes of the JSON of ``iri``, from its description. What makes it JSON-LD stands last, out of a reader's way."""
    told, node = Told(triples), ox.NamedNode(iri)
    said: dict[str, Json]
    context: dict[str, Json] | None = None
    if told.is_a(node, FG.PolicyTask):
        said, context = plain_task.task(told, node), plain_task.CONTEXT
    elif any(told.is_a(node, kind) for kind in plain_body.KINDS):
        said, context = plain_body.body(told, node), plain_body.CONTEXT
    elif told.is_a(node, FG.TaskTable):
        said, context = _table(told, node), contexts.TABLE
    else:
        said = _anything(told, node)
    said["cite"] = {
        "zh": cite.gbt7714(graph.dataset, iri, "zh", questions=graph.questions),
        "en": cite.gbt7714(graph.dataset, iri, "en", questions=graph.questions),
    }
    if context:
        said["@context"] = context
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _table(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    """A table: its title, where it holds, the hash of its text, and its tasks."""
    texts = told.nodes(node, FG.sourceText)
    sums = [told.one(each, SPDX.checksumValue) for text in texts for each in told.nodes(text, SPDX.checksum)]
    tasks = [each for each in told.having(DCTERMS.isPartOf, node) if told.is_a(each, FG.PolicyTask)]
    return present(
        {
            "id": node.value,
            "type": "TaskTable",
            "title": told.words(node, DCTERMS.title),
            "jurisdiction": told.first(node, FG.jurisdiction),
            "sha256": sums[0] if sums else None,
            "characters": told.one(texts[0], FG.characters) if texts else None,
            "tasks": [
                present({"id": each.value, "number": told.one(each, FG.taskNumber), "text": told.one(each, FG.taskText)}) for each in tasks
            ],
        }
    )


def _anything(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    properties = {
        iris.shortened(predicate.value): _values(told, node, predicate)
        for predicate in told.predicates.get(node, {})
        if predicate != RDF.type
    }
    return present({"id": node.value, "type": told.types(node), "name": told.name(node), "properties": properties})


def _values(told: Told, node: ox.NamedNode, predicate: ox.NamedNode) -> Json:
    """One value alone, several as a list; words by language."""
    terms = told.terms(node, predicate)
    words: dict[str, list[Json]] = {}
    for term in terms:
        if isinstance(term, ox.Literal) and term.language:
            words.setdefault(term.language, []).append(term.value)
    others = [_value(told, term) for term in terms if not (isinstance(term, ox.Literal) and term.language)]
    tongues: list[Json] = [{language: _single(words[language]) for language in ("zh", "en", *words) if language in words}] if words else []
    return _single([*tongues, *others])


def _single(values: list[Json]) -> Json:
    return values[0] if len(values) == 1 else values


def _value(told: Told, term: object) -> Json:
    if isinstance(term, ox.NamedNode):
        return told.named(term)
    return plain(term) if isinstance(term, ox.Literal) else str(term)

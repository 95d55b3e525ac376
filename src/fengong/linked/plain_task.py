"""A task as plain JSON, for someone who never heard of RDF."""

from __future__ import annotations

import pyoxigraph as ox

from fengong.graph.terms import DCTERMS, FG, SCHEMA, SKOS
from fengong.linked import contexts
from fengong.linked.told import Json, Told, present


def task(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    """Its words, who must do what in which role and in which printed words, what is promised, and what is odd about it."""
    table = told.nodes(node, DCTERMS.isPartOf)
    clauses = told.nodes(node, FG.hasClause)
    measures = [_measure(told, each) for each in told.nodes(node, FG.hasMeasure)]
    targets = [_target(told, each) for each in told.nodes(node, FG.hasTarget)]
    return present(
        {
            "id": node.value,
            "type": "PolicyTask",
            "label": told.name(node),
            "table": told.named(table[0]) if table else None,
            "number": told.one(node, FG.taskNumber),
            "text": told.one(node, FG.taskText),
            **_where(told, node),
            "clauses": [_clause(told, each) for each in clauses],
            "measures": list(measures),
            "targets": list(targets),
            "deadlines": _deadlines(measures, targets),
            "topics": [told.named(each) for each in told.nodes(node, FG.topic)],
            "anomalies": [_anomaly(told, each) for clause in clauses for each in _anomalies(told, clause)],
            "evidence": [_evidence(told, each) for each in told.having(FG.evidenceOn, node)],
        }
    )


CONTEXT = contexts.TASK


def _where(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    """The place of what has its words already."""
    return {key: value for key, value in told.place(node).items() if key != "words"}


def _clause(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    return present(
        {
            "id": node.value,
            "role": told.first(node, FG.role),
            **told.place(node),
            "openEnded": told.one(node, FG.openEnded),
            "openPhrase": told.one(node, FG.openEndedPhrase),
            "bodies": [_responsibility(told, each) for each in told.nodes(node, FG.assigns)],
        }
    )


def _responsibility(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    """The body adopted, with the words printed; the body that is printed only where it is another one."""
    body, printed = told.first(node, FG.body), told.first(node, FG.printedBody)
    anomaly = next(iter(told.having(FG.anomalyOf, node)), None)
    return present(
        {
            **(body if isinstance(body, dict) else {}),
            "responsibility": node.value,
            "position": told.one(node, FG.position),
            "printedName": told.one(node, FG.printedName),
            **_where(told, node),
            "printedBody": printed if printed != body else None,
            "anomaly": anomaly.value if anomaly else None,
        }
    )


def _measure(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    return present(
        {
            "id": node.value,
            "text": told.one(node, FG.measureText),
            "verb": told.one(node, FG.verb),
            "object": told.one(node, FG.object),
            "strength": told.first(node, FG.strength),
            **_day(told, node),
            **_where(told, node),
            "deliverables": [_deliverable(told, each) for each in told.nodes(node, FG.hasDeliverable)],
        }
    )


def _deliverable(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    return present(
        {
            "id": node.value,
            "text": told.one(node, FG.deliverableName),
            "kind": told.first(node, FG.deliverableKind),
            **_where(told, node),
        }
    )


def _target(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    return present(
        {
            "id": node.value,
            "text": told.one(node, FG.targetText),
            "comparator": told.first(node, FG.comparator),
            "minimum": told.one(node, SCHEMA.minValue),
            "maximum": told.one(node, SCHEMA.maxValue),
            "unit": told.one(node, SCHEMA.unitText),
            "perQuantity": told.one(node, FG.perQuantity),
            "perUnit": told.one(node, FG.perUnit),
            "appliesTo": told.one(node, FG.appliesTo),
            **_day(told, node),
            **_where(told, node),
        }
    )


def _day(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    return {"deadline": told.one(node, FG.deadline), "deadlinePhrase": told.one(node, FG.deadlinePhrase)}


def _deadlines(*promised: list[dict[str, Json]]) -> list[Json]:
    """The days by which something is promised, each with its words and what it belongs to."""
    found = [each for promises in promised for each in promises if "deadline" in each]
    return [present({"date": each["deadline"], "phrase": each.get("deadlinePhrase"), "of": each["id"]}) for each in found]


def _anomalies(told: Told, clause: ox.NamedNode) -> list[ox.NamedNode]:
    return [each for assigned in told.nodes(clause, FG.assigns) for each in told.having(FG.anomalyOf, assigned)]


def _anomaly(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    of = told.nodes(node, FG.anomalyOf)
    return present(
        {
            "id": node.value,
            "kind": told.one(node, FG.anomalyKind),
            "responsibility": of[0].value if of else None,
            "printed": told.one(node, FG.printedReading),
            "proposed": told.one(node, FG.proposedReading),
            "printedBody": told.first(node, FG.printedReadingBody),
            "adoptedBody": told.first(node, FG.adoptedReadingBody),
            "reason": told.words(node, DCTERMS.description),
            "confidence": told.one(node, FG.confidence),
            "reviewedOn": told.one(node, DCTERMS.created),
        }
    )


def _evidence(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    return present(
        {
            "id": node.value,
            "date": told.one(node, FG.evidenceDate),
            "statement": told.one(node, FG.statement),
            "address": told.one(node, FG.sourceAddress),
            "recordedBy": told.one(node, FG.recordedBy),
            "note": told.words(node, SKOS.note),
        }
    )

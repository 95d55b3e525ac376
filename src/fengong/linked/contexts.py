"""What makes the plain JSON of a task, a body and a table JSON-LD as well. A key that is not here says nothing in RDF.

Decimal numbers are left out: a number of JSON would become a double. So are the values that the JSON repeats for convenience.
"""

from __future__ import annotations

from fengong.iris import PREFIXES
from fengong.linked.told import Json

_NAME: dict[str, Json] = {"@id": "skos:prefLabel", "@container": "@language"}
_BASE: dict[str, Json] = {
    "@version": 1.1,
    **{prefix: PREFIXES[prefix] for prefix in ("fg", "dcterms", "org", "rdfs", "skos", "xsd")},
    "id": "@id",
    "type": "@type",
    "name": _NAME,
}


def _zh(term: str) -> Json:
    return {"@id": term, "@language": "zh"}


def _typed(term: str, datatype: str) -> Json:
    return {"@id": term, "@type": f"xsd:{datatype}"}


_TASK_NAME: dict[str, Json] = {"@id": "rdfs:label", "@container": "@language"}
_NUMBER = _typed("fg:taskNumber", "integer")

TASK: dict[str, Json] = {
    **_BASE,
    "PolicyTask": "fg:PolicyTask",
    "label": _TASK_NAME,
    "number": _NUMBER,
    "text": _zh("fg:taskText"),
    "table": {"@id": "dcterms:isPartOf", "@context": {"name": {"@id": "dcterms:title", "@container": "@language"}}},
    "clauses": "fg:hasClause",
    "role": "fg:role",
    "openEnded": _typed("fg:openEnded", "boolean"),
    "openPhrase": _zh("fg:openEndedPhrase"),
    "bodies": {
        "@id": "fg:assigns",
        "@context": {
            "id": {"@id": "fg:body", "@type": "@id"},
            "responsibility": "@id",
            "name": None,
            "printedName": _zh("fg:printedName"),
            "position": _typed("fg:position", "integer"),
            "printedBody": {"@id": "fg:printedBody", "@context": {"id": "@id", "name": _NAME}},
        },
    },
    "measures": {"@id": "fg:hasMeasure", "@context": {"text": _zh("fg:measureText")}},
    "verb": _zh("fg:verb"),
    "object": _zh("fg:object"),
    "strength": "fg:strength",
    "deadline": _typed("fg:deadline", "date"),
    "deadlinePhrase": _zh("fg:deadlinePhrase"),
    "deliverables": {"@id": "fg:hasDeliverable", "@context": {"text": _zh("fg:deliverableName")}},
    "kind": "fg:deliverableKind",
    "targets": {"@id": "fg:hasTarget", "@context": {"text": _zh("fg:targetText")}},
    "comparator": "fg:comparator",
    "appliesTo": _zh("fg:appliesTo"),
    "perUnit": _zh("fg:perUnit"),
    "topics": "fg:topic",
    "evidence": {"@reverse": "fg:evidenceOn"},
    "statement": "fg:statement",
    "date": _typed("fg:evidenceDate", "date"),
    "address": _typed("fg:sourceAddress", "anyURI"),
}

BODY: dict[str, Json] = {
    **_BASE,
    "SingleBody": "fg:SingleBody",
    "BodyCollective": "fg:BodyCollective",
    "UnlistedBody": "fg:UnlistedBody",
    "otherNames": _zh("skos:altLabel"),
    "kind": "fg:kind",
    "function": "fg:function",
    "jurisdiction": "fg:jurisdiction",
    "superior": "fg:superiorBody",
    "nationalCounterpart": "fg:nationalCounterpart",
    "members": {"@id": "fg:hasMembership", "@context": {"id": {"@id": "fg:member", "@type": "@id"}, "membership": "@id", "name": None}},
    "collectives": {
        "@reverse": "fg:member",
        "@context": {"id": {"@id": "fg:collective", "@type": "@id"}, "membership": "@id", "name": None},
    },
    "source": "dcterms:source",
    "reorganisations": {"@reverse": "org:originalOrganization"},
    "broughtForthBy": {"@reverse": "org:resultingOrganization"},
    "reportedOn": _typed("fg:reportedOn", "date"),
    "description": {"@id": "dcterms:description", "@container": "@language"},
    "from": "org:originalOrganization",
    "into": "org:resultingOrganization",
}

TABLE: dict[str, Json] = {
    **_BASE,
    "TaskTable": "fg:TaskTable",
    "title": {"@id": "dcterms:title", "@container": "@language"},
    "jurisdiction": "fg:jurisdiction",
    "tasks": {"@reverse": "dcterms:isPartOf"},
    "number": _NUMBER,
    "text": _zh("fg:taskText"),
}

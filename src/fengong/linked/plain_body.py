"""A body or a collective as plain JSON, for someone who never heard of RDF."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from fengong import iris
from fengong.graph.terms import DCTERMS, FG, ORG, SKOS
from fengong.linked import contexts
from fengong.linked.told import Json, Told, present

CONTEXT = contexts.BODY
KINDS = (FG.SingleBody, FG.BodyCollective, FG.UnlistedBody)


def body(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    """Its names, what it is, what it is responsible for in each role (the adopted reading), and what became of it."""
    duties = told.having(FG.body, node)
    roles = sorted({role for duty in duties for role in told.nodes(duty, FG.role)}, key=lambda role: _order(told, role))
    kind = next((each for each in KINDS if told.is_a(node, each)), FG.Body)
    return present(
        {
            "id": node.value,
            "type": kind.value.removeprefix(iris.NS),
            "name": told.name(node),
            "otherNames": [*_short_forms(told, node)],
            "kind": told.first(node, FG.kind),
            "function": told.first(node, FG.function),
            "jurisdiction": told.first(node, FG.jurisdiction),
            "superior": told.first(node, FG.superiorBody),
            "nationalCounterpart": told.first(node, FG.nationalCounterpart),
            "responsibilities": len(duties),
            "printedResponsibilities": len(told.having(FG.printedBody, node)),
            "roles": [_role(told, role, duties) for role in roles],
            "members": [_membership(told, each, FG.member) for each in told.nodes(node, FG.hasMembership)],
            "collectives": [_membership(told, each, FG.collective) for each in told.having(FG.member, node)],
            "tasksAsMember": [_task(told, each) for each in told.having(FG.involvedMember, node)],
            "reorganisations": [_change(told, each) for each in told.having(ORG.originalOrganization, node)],
            "broughtForthBy": [_change(told, each) for each in told.having(ORG.resultingOrganization, node)],
            "notes": told.words(node, SKOS.note),
            "basis": [_basis(told, each) for each in told.having(FG.evidenceFor, node)],
        }
    )


def _short_forms(told: Told, node: ox.NamedNode) -> Iterator[str]:
    for term in told.terms(node, SKOS.altLabel):
        if isinstance(term, ox.Literal) and term.language == "zh":
            yield term.value


def _order(told: Told, role: ox.NamedNode) -> tuple[int, str]:
    order = told.one(role, FG.order)
    return (order if isinstance(order, int) else 99, role.value)


def _role(told: Told, role: ox.NamedNode, duties: list[ox.NamedNode]) -> dict[str, Json]:
    """How many responsibilities it has in one role, and in which tasks."""
    mine = [duty for duty in duties if role in told.terms(duty, FG.role)]
    tasks = dict.fromkeys(task for duty in mine for task in told.nodes(duty, FG.responsibilityFor))
    return {**told.named(role), "count": len(mine), "tasks": [_task(told, each) for each in tasks]}


def _task(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    table = node.value.removeprefix(iris.BASE + "id/").partition("/task/")[0]
    return present({"id": node.value, "table": table, "number": told.one(node, FG.taskNumber)})


def _membership(told: Told, node: ox.NamedNode, other: ox.NamedNode) -> dict[str, Json]:
    """The other side of a membership, and where it is known from."""
    whom = told.first(node, other)
    return present({**(whom if isinstance(whom, dict) else {}), "membership": node.value, "source": told.one(node, DCTERMS.source)})


def _change(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    return present(
        {
            "id": node.value,
            "name": told.name(node),
            "reportedOn": told.one(node, FG.reportedOn),
            "description": told.words(node, DCTERMS.description),
            "from": [told.named(each) for each in told.nodes(node, ORG.originalOrganization)],
            "into": [told.named(each) for each in told.nodes(node, ORG.resultingOrganization)],
            "source": told.one(node, DCTERMS.source),
            "confidence": told.one(node, FG.confidence),
        }
    )


def _basis(told: Told, node: ox.NamedNode) -> dict[str, Json]:
    """What one statement about the body rests on."""
    prop = told.one(node, FG.evidencedProperty)
    return present(
        {
            "statement": iris.shortened(str(prop)) if prop else None,
            "basis": told.one(node, FG.basis),
            "confidence": told.one(node, FG.confidence),
            "source": told.one(node, DCTERMS.source),
        }
    )

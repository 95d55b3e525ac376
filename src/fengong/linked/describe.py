"""What a description of one thing holds: what is said about it and its parts, who points to it, and the names of all that occur."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from fengong import iris
from fengong.graph.terms import DCTERMS, FG, OA, ORG, RDF, RDFS, SH, SKOS, SPDX
from fengong.linked.things import Things

_PARTS = frozenset(
    {
        FG.hasClause, FG.assigns, FG.hasMeasure, FG.hasDeliverable, FG.hasTarget, FG.hasLeadIn, FG.mentionsPeriod, FG.hasTopicMention,
        FG.quotedFrom, FG.openEndedQuotedFrom, OA.hasSelector, OA.hasTarget, FG.sourceText, SPDX.checksum, FG.hasMembership,
        FG.hasChange, FG.hasDetail, SH.prefixes, SH.declare,
    }
)  # fmt: skip
"""What a thing is made of: described with it, and so on downwards."""

_CLAIMS = frozenset({FG.anomalyOf, FG.evidenceOn})
"""What others say about a part: described with it."""

_ABOUT_IT = (FG.evidenceFor, ORG.originalOrganization, ORG.resultingOrganization, FG.member, SKOS.inScheme)
"""What others say about the thing itself: described with it, but not with its parts."""

_DUTIES = (FG.body, FG.printedBody)
_MENTIONS = (FG.jurisdiction, FG.partOfPlace, FG.function, FG.kind, FG.topic, FG.involvedMember, DCTERMS.isPartOf)
"""Who points to the thing: said in one triple."""

_NAMES = (SKOS.prefLabel, RDFS.label, DCTERMS.title, FG.taskNumber, FG.order)
"""What is told of things that only occur."""

_OF_DUTY = (RDF.type, FG.position, FG.printedName, FG.role, FG.responsibilityFor, *_DUTIES)
_OF_TASK = (RDF.type, FG.taskText, DCTERMS.isPartOf, *_NAMES)


def described(things: Things, iri: str) -> list[ox.Triple]:
    """The description of ``iri``: its own triples first, then its parts in the order of their names, then the names of what occurs.

    >>> import fengong
    >>> triples = described(Things(fengong.open()), iris.task("sichuan-elderly-childcare", "12"))
    >>> sum(triple.predicate == FG.printedName for triple in triples)
    6
    """
    whole = things.document(iri)
    if whole is not None:
        return whole
    root = ox.NamedNode(iri)
    found = dict.fromkeys(_parts(things, root))
    found |= dict.fromkeys(_around(things, root))
    found |= dict.fromkeys(_names(things, found))
    return list(found)


def _parts(things: Things, root: ox.NamedNode) -> Iterator[ox.Triple]:
    """The root and its parts, blank nodes with what has them, each followed by what others say about it."""
    seen: set[object] = set()
    waiting: list[ox.NamedNode | ox.BlankNode] = [root]
    while waiting:
        at = waiting.pop(0)
        if at in seen:
            continue
        seen.add(at)
        own = things.about(at)
        yield from own
        waiting += [
            each.object
            for each in own
            if isinstance(each.object, ox.BlankNode) or (each.predicate in _PARTS and isinstance(each.object, ox.NamedNode))
        ]
        if isinstance(at, ox.NamedNode):
            waiting += [each for predicate in sorted(_CLAIMS, key=str) for each in things.pointing(at, predicate)]


def _around(things: Things, root: ox.NamedNode) -> Iterator[ox.Triple]:
    """What others say about the root, and who points to it; for a document, what stands in it under a fragment."""
    for predicate in _ABOUT_IT:
        for each in things.pointing(root, predicate):
            yield from _parts(things, each)
    for span in things.pointing(root, OA.hasSource):
        yield from _parts(things, span)
    for predicate in _DUTIES:
        for each in things.pointing(root, predicate):
            yield from things.some(each, _OF_DUTY)
    for predicate in _MENTIONS:
        for each in things.pointing(root, predicate):
            yield ox.Triple(each, predicate, root)
            if predicate == DCTERMS.isPartOf and "/task/" in each.value:
                yield from things.some(each, _OF_TASK)


def _names(things: Things, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The names of our things that occur in ``triples`` without being described there."""
    subjects: set[object] = set()
    occurring: dict[ox.NamedNode, None] = {}
    for triple in triples:
        subjects.add(triple.subject)
        for term in (triple.subject, triple.object):
            if isinstance(term, ox.NamedNode) and term.value.startswith(iris.BASE):
                occurring[term] = None
    for node in occurring:
        if node not in subjects or not node.value.startswith(iris.NS):
            yield from things.some(node, _NAMES)

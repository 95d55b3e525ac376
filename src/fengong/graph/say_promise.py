"""What tasks promise → triples: measures with their deliverables, lead-ins, targets, planning periods, topics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from fengong import iris
from fengong.graph import say
from fengong.graph.say import span_iri
from fengong.graph.terms import FG, QUDT, RDF, SCHEMA, boolean, date, decimal, integer, node, zh
from fengong.reference.understand import Task, Understood
from fengong.reference.vocabulary import Unit
from fengong.text.span import Span
from fengong.text.tree import Connective, Deadline, Deliverable, LeadIn, Measure, Period, Promise, Target, TopicMention, Unread

Triple = ox.Triple


def promises(understood: Understood, units: Mapping[str, Unit]) -> Iterator[Triple]:
    """What every task promises, in printed order."""
    for each in understood.tasks:
        yield from promise(each, table_id=understood.metadata.id, units=units)


def promise(said: Task, *, table_id: str, units: Mapping[str, Unit]) -> Iterator[Triple]:
    """What one task promises."""
    row, pieces = said.row.id, said.promise.pieces
    this = node(iris.task(table_id, row))
    yield Triple(this, FG.connectiveCharacters, integer(sum(len(piece.words) for piece in pieces if isinstance(piece, Connective))))
    yield Triple(this, FG.unreadCharacters, integer(sum(len(piece.words) for piece in pieces if isinstance(piece, Unread))))
    for index, words in enumerate((piece for piece in pieces if isinstance(piece, LeadIn)), 1):
        yield Triple(this, FG.hasLeadIn, node(iris.lead_in(table_id, row, index)))
        yield from lead_in(words, index, table_id=table_id, row_id=row)
    for index, each in enumerate(said.promise.measures, 1):
        yield Triple(this, FG.hasMeasure, node(iris.measure(table_id, row, index)))
        yield from measure(each, index, table_id=table_id, row_id=row)
    for index, number in enumerate(said.promise.targets, 1):
        yield Triple(this, FG.hasTarget, node(iris.target(table_id, row, index)))
        yield from target(number, index, table_id=table_id, row_id=row, unit=units[number.unit])
    for index, years in enumerate(said.promise.periods, 1):
        yield Triple(this, FG.mentionsPeriod, node(iris.period(table_id, row, index)))
        yield from period(years, index, table_id=table_id, row_id=row)
    for mention in said.promise.topics:
        yield Triple(this, FG.topic, node(iris.concept("topic", mention.topic)))
        yield Triple(this, FG.hasTopicMention, node(iris.topic_mention(table_id, row, mention.topic)))
        yield from topic_mention(mention, table_id=table_id, row_id=row)


def quotations(understood: Understood, text: str) -> Iterator[Triple]:
    """Every span that only a promise is quoted from, each once, in the order of the text; the table's own are said beside it."""
    own = set(say.spans(understood))
    found = {span for each in understood.tasks for span in spans(each.promise)} - own
    for span in sorted(found, key=lambda span: (span.start, span.end)):
        yield from say.quotation(understood.metadata.id, span, text)


def spans(promise: Promise) -> Iterator[Span]:
    """The places that what is promised quotes."""
    for piece in promise.pieces:
        if isinstance(piece, Measure | LeadIn):
            yield piece.span
        if isinstance(piece, Measure):
            yield from (each.span for each in piece.deliverables)
    for target in promise.targets:
        yield from target.spans
    yield from (period.span for period in promise.periods)


def lead_in(said: LeadIn, index: int, *, table_id: str, row_id: str) -> Iterator[Triple]:
    """Words that only lead in to a measure."""
    this = node(iris.lead_in(table_id, row_id, index))
    yield Triple(this, RDF.type, FG.LeadIn)
    yield Triple(this, FG.leadInIndex, integer(index))
    yield Triple(this, FG.leadInText, zh(said.words))
    yield Triple(this, FG.quotedFrom, node(span_iri(table_id, said.span)))


def measure(said: Measure, index: int, *, table_id: str, row_id: str) -> Iterator[Triple]:
    """One promised act, then what it brings about."""
    this = node(iris.measure(table_id, row_id, index))
    yield Triple(this, RDF.type, FG.Measure)
    yield Triple(this, FG.measureIndex, integer(index))
    yield Triple(this, FG.measureText, zh(said.words))
    yield Triple(this, FG.verb, zh(said.verb))
    yield Triple(this, FG.strength, node(iris.concept("strength", said.strength)))
    if said.object:
        yield Triple(this, FG.object, zh(said.object))
    yield from deadline(this, said.deadline)
    if said.invitation:
        yield Triple(this, FG.behindInvitation, node(iris.measure(table_id, row_id, said.invitation)))
    yield Triple(this, FG.quotedFrom, node(span_iri(table_id, said.span)))
    for number, each in enumerate(said.deliverables, 1):
        made = node(iris.deliverable(table_id, row_id, index, number))
        yield Triple(this, FG.hasDeliverable, made)
        yield from deliverable(made, each, number, table_id=table_id)


def deliverable(this: ox.NamedNode, said: Deliverable, index: int, *, table_id: str) -> Iterator[Triple]:
    """One document or arrangement."""
    yield Triple(this, RDF.type, FG.Deliverable)
    yield Triple(this, FG.deliverableIndex, integer(index))
    yield Triple(this, FG.deliverableKind, node(iris.concept("deliverable", said.kind)))
    yield Triple(this, FG.deliverableName, zh(said.name))
    yield Triple(this, FG.deliverableWording, zh(said.wording))
    yield Triple(this, FG.quotedFrom, node(span_iri(table_id, said.span)))


def target(said: Target, index: int, *, table_id: str, row_id: str, unit: Unit) -> Iterator[Triple]:
    """One number with its unit and its limits; what the words do not say is left out."""
    this = node(iris.target(table_id, row_id, index))
    yield Triple(this, RDF.type, FG.Target)
    yield Triple(this, FG.targetIndex, integer(index))
    yield Triple(this, FG.targetText, zh(said.words))
    yield Triple(this, FG.comparator, node(iris.concept("comparator", said.comparator)))
    if said.minimum:
        yield Triple(this, SCHEMA.minValue, decimal(said.minimum))
    if said.maximum:
        yield Triple(this, SCHEMA.maxValue, decimal(said.maximum))
    yield Triple(this, SCHEMA.unitText, ox.Literal(said.unit_text))
    yield Triple(this, FG.unit, node(iris.concept("unit", unit.slug)))
    if unit.code:
        yield Triple(this, SCHEMA.unitCode, ox.Literal(unit.code))
    if unit.qudt:
        yield Triple(this, QUDT.hasUnit, node(unit.qudt))
    if said.per_quantity:
        yield Triple(this, FG.perQuantity, decimal(said.per_quantity))
        yield Triple(this, FG.denominatorInherited, boolean(said.denominator_inherited))
    words = (
        (FG.comparatorPhrase, said.comparator_phrase),
        (FG.perUnit, said.per_unit),
        (FG.appliesTo, said.applies_to),
        (FG.base, said.base),
    )
    for prop, text in words:
        if text:
            yield Triple(this, prop, zh(text))
    yield from deadline(this, said.deadline)
    for span in said.spans:
        yield Triple(this, FG.quotedFrom, node(span_iri(table_id, span)))


def deadline(this: ox.NamedNode, said: Deadline | None) -> Iterator[Triple]:
    """By when, and the words that say so."""
    if said and said.day:
        yield Triple(this, FG.deadline, date(said.day))
    if said:
        yield Triple(this, FG.deadlinePhrase, zh(said.phrase))


def period(said: Period, index: int, *, table_id: str, row_id: str) -> Iterator[Triple]:
    """A planning period that is mentioned."""
    this = node(iris.period(table_id, row_id, index))
    yield Triple(this, RDF.type, FG.PlanningPeriod)
    yield Triple(this, FG.periodIndex, integer(index))
    yield Triple(this, FG.periodPhrase, zh(said.words))
    yield Triple(this, FG.periodStart, date(said.start))
    yield Triple(this, FG.periodEnd, date(said.end))
    yield Triple(this, FG.quotedFrom, node(span_iri(table_id, said.span)))


def topic_mention(said: TopicMention, *, table_id: str, row_id: str) -> Iterator[Triple]:
    """A topic and the words that earned it."""
    this = node(iris.topic_mention(table_id, row_id, said.topic))
    yield Triple(this, RDF.type, FG.TopicMention)
    yield Triple(this, FG.topic, node(iris.concept("topic", said.topic)))
    for words in dict.fromkeys(said.words):
        yield Triple(this, FG.topicWording, zh(words))

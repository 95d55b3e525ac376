"""From the graph to tasks: every part of a task looked up by its own terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from fengong import iris
from fengong.ask.answer import value
from fengong.bilingual import Bilingual
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCTERMS, FG, OA, SCHEMA
from fengong.pages.facts.names import Names
from fengong.pages.facts.task import Anomaly, Clause, Deliverable, Evidence, Measure, Mention, Period, Span, Target, Task, Topic


class Tasks:
    """Reads tasks from a store that holds every graph."""

    def __init__(self, store: ox.Store, names: Names) -> None:
        self.store = store
        self.names = names

    def task(self, iri: str) -> Task | None:
        """The task with this IRI, or None."""
        node = ox.NamedNode(iri)
        if not lookup.text(self.store, node, FG.taskNumber):
            return None
        table, _, row = iri.removeprefix(iris.BASE + "id/").partition("/task/")
        return Task(
            iri,
            table,
            row,
            int(lookup.text(self.store, node, FG.taskNumber)),
            self.names.concept(iri).label,
            lookup.text(self.store, node, FG.taskText),
            self._span(node),
            tuple(sorted((self._clause(each) for each in self._nodes(node, FG.hasClause)), key=lambda clause: clause.index)),
            tuple(sorted((self._measure(each) for each in self._nodes(node, FG.hasMeasure)), key=lambda measure: measure.index)),
            tuple(sorted((self._target(each) for each in self._nodes(node, FG.hasTarget)), key=lambda target: target.index)),
            tuple(self._span(each) for each in self._nodes(node, FG.hasLeadIn)),
            tuple(self._period(each) for each in self._nodes(node, FG.mentionsPeriod)),
            tuple(self._topic(each) for each in self._nodes(node, FG.hasTopicMention)),
            tuple(sorted(self._evidence(node), key=lambda each: (each.day, natural_key(each.iri)))),
        )

    # --- parts

    def _clause(self, node: ox.NamedNode) -> Clause:
        opened = next(iter(self._nodes(node, FG.openEndedQuotedFrom)), None)
        mentions = sorted((self._mention(each) for each in self._nodes(node, FG.assigns)), key=lambda mention: mention.position)
        return Clause(
            node.value,
            int(lookup.text(self.store, node, FG.clauseIndex)),
            self.names.roles[lookup.text(self.store, node, FG.role)],
            self._span(node),
            self._quotation(opened) if opened else None,
            tuple(mentions),
        )

    def _mention(self, node: ox.NamedNode) -> Mention:
        body, printed = (lookup.text(self.store, node, prop) for prop in (FG.body, FG.printedBody))
        about = next((quad.subject for quad in self.store.quads_for_pattern(None, FG.anomalyOf, node, None)), None)
        return Mention(
            node.value,
            int(lookup.text(self.store, node, FG.position)),
            lookup.text(self.store, node, FG.printedName),
            self._span(node),
            self.names.body(body),
            self.names.body(printed),
            self.anomaly(about) if isinstance(about, ox.NamedNode) else None,
        )

    def anomaly(self, node: ox.NamedNode) -> Anomaly:
        """A printed mistake, from its own graph."""
        found = self._everywhere(node)
        words = {literal.language: literal.value for literal in found.get(DCTERMS.description, []) if isinstance(literal, ox.Literal)}
        reviewed = value(_first(found, DCTERMS.created))
        return Anomaly(
            node.value,
            str(value(_first(found, FG.printedReading)) or ""),
            str(value(_first(found, FG.proposedReading)) or ""),
            self.names.body(str(value(_first(found, FG.printedReadingBody)))),
            self.names.body(str(value(_first(found, FG.adoptedReadingBody)))),
            Bilingual(zh=words.get("zh", ""), en=words.get("en", "")),
            Decimal(str(value(_first(found, FG.confidence)) or 0)),
            reviewed if isinstance(reviewed, date) else None,
        )

    def _measure(self, node: ox.NamedNode) -> Measure:
        return Measure(
            node.value,
            int(lookup.text(self.store, node, FG.measureIndex)),
            self._span(node),
            lookup.text(self.store, node, FG.verb),
            self.names.concept(lookup.text(self.store, node, FG.strength)),
            lookup.text(self.store, node, FG.object),
            self._date(node, FG.deadline),
            lookup.text(self.store, node, FG.deadlinePhrase),
            tuple(
                Deliverable(
                    each.value,
                    lookup.text(self.store, each, FG.deliverableName),
                    self.names.concept(lookup.text(self.store, each, FG.deliverableKind)),
                )
                for each in self._nodes(node, FG.hasDeliverable)
            ),
        )

    def _target(self, node: ox.NamedNode) -> Target:
        quantity, unit = (lookup.text(self.store, node, prop) for prop in (FG.perQuantity, FG.perUnit))
        per = " ".join(part for part in (f"{Decimal(quantity).normalize():f}" if quantity else "", unit) if part)
        return Target(
            node.value,
            int(lookup.text(self.store, node, FG.targetIndex)),
            self._span(node),
            self.names.concept(lookup.text(self.store, node, FG.comparator)),
            self._decimal(node, SCHEMA.minValue),
            self._decimal(node, SCHEMA.maxValue),
            lookup.text(self.store, node, SCHEMA.unitText),
            per,
            lookup.text(self.store, node, FG.denominatorInherited) == "true",
            lookup.text(self.store, node, FG.appliesTo),
            lookup.text(self.store, node, FG.base),
            self._date(node, FG.deadline),
            lookup.text(self.store, node, FG.deadlinePhrase),
        )

    def _period(self, node: ox.NamedNode) -> Period:
        start, end = (self._date(node, prop) for prop in (FG.periodStart, FG.periodEnd))
        assert start is not None  # noqa: S101 - a shape of the graph says so
        assert end is not None  # noqa: S101 - the same
        return Period(node.value, self._span(node), start, end)

    def _topic(self, node: ox.NamedNode) -> Topic:
        words = tuple(sorted(literal.value for literal in lookup.literals(self.store, node, FG.topicWording)))
        return Topic(self.names.concept(lookup.text(self.store, node, FG.topic)), words)

    def _evidence(self, task: ox.NamedNode) -> Iterator[Evidence]:
        for quad in self.store.quads_for_pattern(None, FG.evidenceOn, task, None):
            if isinstance(quad.subject, ox.NamedNode):
                found = self._everywhere(quad.subject)
                day = value(_first(found, FG.evidenceDate))
                assert isinstance(day, date)  # noqa: S101 - a shape of the graph says so
                words = (str(value(_first(found, prop)) or "") for prop in (FG.statement, FG.sourceAddress, FG.recordedBy))
                yield Evidence(quad.subject.value, day, *words)

    # --- values

    def _nodes(self, node: ox.NamedNode, prop: ox.NamedNode) -> list[ox.NamedNode]:
        return sorted(lookup.nodes(self.store, node, prop), key=lambda each: natural_key(each.value))

    def _span(self, node: ox.NamedNode) -> Span:
        """The first quotation of a thing by its place; its own words come before those that it inherits from."""
        spans = [self._quotation(each) for each in lookup.nodes(self.store, node, FG.quotedFrom)]
        return max(spans, key=lambda span: (span.end - span.start, -span.start))

    def _quotation(self, node: ox.NamedNode) -> Span:
        start = end = 0
        words = ""
        for selector in lookup.nodes(self.store, node, OA.hasSelector):
            start = int(lookup.text(self.store, selector, OA.start) or start)
            end = int(lookup.text(self.store, selector, OA.end) or end)
            words = lookup.text(self.store, selector, OA.exact) or words
        return Span(node.value, start, end, words)

    def _everywhere(self, node: ox.NamedNode) -> dict[ox.NamedNode, list[object]]:
        found: dict[ox.NamedNode, list[object]] = {}
        for quad in self.store.quads_for_pattern(node, None, None, None):
            found.setdefault(quad.predicate, []).append(quad.object)
        return found

    def _date(self, node: ox.NamedNode, prop: ox.NamedNode) -> date | None:
        text = lookup.text(self.store, node, prop)
        return date.fromisoformat(text[:10]) if text else None

    def _decimal(self, node: ox.NamedNode, prop: ox.NamedNode) -> Decimal | None:
        text = lookup.text(self.store, node, prop)
        return Decimal(text) if text else None


def _first(found: dict[ox.NamedNode, list[object]], prop: ox.NamedNode) -> object:
    return next(iter(found.get(prop, [])), None)

"""Anything with an IRI of ours: what it is, what the graph says of it, and what points at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from fengong import iris
from fengong.ask import mappings
from fengong.bilingual import Bilingual
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCTERMS, FG, OA, RDF, SH, SKOS, XSD
from fengong.pages.facts.names import Concept, Names
from fengong.pages.facts.task import Span

MANY, POINTING = 60, 25
"""How many values of a property, and how many things that point here by one property, are shown."""

PARTS = {
    "task": Bilingual(zh="任务 {n}", en="Task {n}"),
    "clause": Bilingual(zh="责任条款 {n}", en="clause {n}"),
    "resp": Bilingual(zh="责任 {n}", en="responsibility {n}"),
    "unlisted": Bilingual(zh="未列单位", en="unlisted body"),
    "measure": Bilingual(zh="措施 {n}", en="measure {n}"),
    "deliverable": Bilingual(zh="成果 {n}", en="deliverable {n}"),
    "target": Bilingual(zh="指标 {n}", en="target {n}"),
    "lead-in": Bilingual(zh="引语 {n}", en="lead-in {n}"),
    "period": Bilingual(zh="规划期 {n}", en="planning period {n}"),
    "topic": Bilingual(zh="主题 {n}", en="topic {n}"),
    "anomaly": Bilingual(zh="原文疑误 {n}", en="probable misprint {n}"),
    "finding": Bilingual(zh="校验发现 {n}", en="finding {n}"),
    "evidence": Bilingual(zh="佐证 {n}", en="evidence {n}"),
    "unread": Bilingual(zh="未读行 {n}", en="unread row {n}"),
    "text": Bilingual(zh="原文", en="source text"),
    "sha256": Bilingual(zh="SHA-256", en="SHA-256"),
    "member": Bilingual(zh="成员 {n}", en="member {n}"),
    "position": Bilingual(zh="位置", en="position"),
    "quote": Bilingual(zh="引文", en="quotation"),
}
"""What the parts of a path are called."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: the IRI that it is, if it is one, else its words with their language or datatype (shortened)."""

    iri: str
    words: Bilingual
    lang: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """What a thing has as one property: the first of ``total`` values; ``inferred``: nobody asserted any of them."""

    concept: Concept
    values: tuple[Value, ...]
    total: int
    inferred: bool


@dataclass(frozen=True, slots=True)
class Pointer:
    """Something that points here: what it is called, and the words that it is quoted from."""

    iri: str
    label: Bilingual
    words: str


@dataclass(frozen=True, slots=True)
class Pointing:
    """What points here by one property: the first of ``total``; ``inferred``: nobody asserted any of it.

    ``same`` is an earlier property by which exactly the same things point here; then they are not listed again.
    """

    concept: Concept
    pointers: tuple[Pointer, ...]
    total: int
    inferred: bool
    same: Concept | None


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing as the graph describes it. ``table`` is the id of the table it is part of, ``row`` the row of its task, if any."""

    iri: str
    label: Bilingual
    definition: Bilingual
    classes: tuple[Concept, ...]
    quotations: tuple[Span, ...]
    table: str
    row: str
    properties: tuple[Property, ...]
    pointing: tuple[Pointing, ...]


class Things:
    """Describes things of one store that holds every graph."""

    def __init__(self, store: ox.Store, names: Names, tables: tuple[str, ...]) -> None:
        self.store = store
        self.names = names
        self.tables = tables

    def thing(self, iri: str) -> Thing | None:
        """The thing with this IRI, or None where the graph says nothing of it."""
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return None
        said: dict[ox.NamedNode, dict[object, bool]] = {}
        for quad in self.store.quads_for_pattern(node, None, None, None):
            values = said.setdefault(quad.predicate, {})
            values[quad.object] = values.get(quad.object, False) or self._asserts(quad.graph_name)
        pointing = tuple(self._pointing(node))
        if not said and not pointing:
            return None
        table, row = self.place(iri)
        known = self.names.concept(iri)
        return Thing(
            iri,
            self.label(iri),
            known.definition,
            tuple(self._classes(said.get(RDF.type, {}))),
            tuple(self._quotations(said.get(FG.quotedFrom, {}) | said.get(OA.hasTarget, {}))),
            table,
            row,
            tuple(self._properties(said)),
            pointing,
        )

    def place(self, iri: str) -> tuple[str, str]:
        """The table that an IRI lies in, and the row of the task, where there are such."""
        match = re.fullmatch(r"id/([a-z0-9-]+)(?:/task/([0-9-]+))?(?:[/#].*)?", iri.removeprefix(iris.BASE))
        return (match[1], match[2] or "") if match and match[1] in self.tables else ("", "")

    def label(self, iri: str) -> Bilingual:
        """What a thing is called: its label, else what its path says, else its IRI."""
        if link := mappings.titled(self.store, iri, lambda subject: self.names.called(subject).label):
            return link
        label = self.names.concept(iri).label
        if label.zh != iris.shortened(iri):
            return label
        told = SH.resultMessage if "/finding/" in iri else DCTERMS.description if re.search(r"/resp/\d+$", iri) else DCTERMS.title
        if found := self._both_anywhere(ox.NamedNode(iri), told) or self._from_path(iri):
            return found
        path = iri.removeprefix(iris.BASE)
        return Bilingual(zh=path, en=path) if path and path != iri else label

    # --- parts

    def _from_path(self, iri: str) -> Bilingual | None:
        if match := re.search(r"/text#char=(\d+),(\d+)$", iri):
            return Bilingual(zh=f"原文 {match[1]}–{match[2]}", en=f"source text {match[1]}–{match[2]}")
        if not iri.startswith(f"{iris.BASE}id/"):
            return None
        table, _ = self.place(iri)
        rest = iri.removeprefix(f"{iris.table(table)}/" if table else f"{iris.BASE}id/").split("/")
        zh, en, at = [], [], 0
        while at < len(rest):
            words = PARTS.get(rest[at])
            number = rest[at + 1] if words and "{n}" in words.zh and at + 1 < len(rest) else ""
            said = words.fill(n=number) if words else Bilingual(zh=rest[at], en=rest[at])
            zh.append(said.zh.strip())
            en.append(said.en.strip())
            at += 2 if number else 1
        if not table and not any(part in PARTS for part in rest):
            return None
        return Bilingual(zh=" · ".join(zh), en=", ".join(en))

    def _both_anywhere(self, node: ox.NamedNode, prop: ox.NamedNode) -> Bilingual | None:
        found = {
            quad.object.language: quad.object.value
            for quad in self.store.quads_for_pattern(node, prop, None, None)
            if isinstance(quad.object, ox.Literal)
        }
        return Bilingual(zh=found["zh"], en=found["en"]) if {"zh", "en"} <= found.keys() else None

    def _classes(self, types: dict[object, bool]) -> Iterator[Concept]:
        """Asserted classes before those that follow, our own before others."""
        nodes = [each for each in types if isinstance(each, ox.NamedNode)]
        for each in sorted(nodes, key=lambda each: (not types[each], not each.value.startswith(iris.BASE), each.value)):
            yield self.names.concept(each.value)

    def _quotations(self, values: dict[object, bool]) -> Iterator[Span]:
        spans = [self._span(each) for each in values if isinstance(each, ox.NamedNode)]
        yield from sorted(spans, key=lambda span: (span.start, span.end))

    def _span(self, node: ox.NamedNode) -> Span:
        said = {
            prop: literal.value
            for selector in lookup.nodes(self.store, node, OA.hasSelector)
            for prop in (OA.start, OA.end, OA.exact)
            for literal in lookup.literals(self.store, selector, prop)
        }
        return Span(node.value, int(said.get(OA.start, "0")), int(said.get(OA.end, "0")), said.get(OA.exact, ""))

    def _properties(self, said: dict[ox.NamedNode, dict[object, bool]]) -> Iterator[Property]:
        """Those asserted first, each half in the order of what they are called."""
        inferred = {prop: not any(values.values()) for prop, values in said.items()}
        for prop in sorted(said, key=lambda prop: (inferred[prop], prop != RDF.type, iris.shortened(prop.value))):
            ordered = sorted(
                (self._value(each) for each in said[prop]), key=lambda value: (natural_key(value.iri), value.lang, value.words.zh)
            )
            yield Property(self.names.concept(prop.value), tuple(ordered[:MANY]), len(ordered), inferred[prop])

    def _value(self, term: object) -> Value:
        if isinstance(term, ox.NamedNode):
            return Value(term.value, self.label(term.value))
        if isinstance(term, ox.Literal):
            datatype = "" if term.language or term.datatype in {XSD.string, RDF.langString} else iris.shortened(term.datatype.value)
            return Value("", Bilingual(zh=term.value, en=term.value), term.language or "", datatype)
        return Value("", Bilingual(zh=str(term), en=str(term)))

    def _pointing(self, node: ox.NamedNode) -> Iterator[Pointing]:
        found: dict[ox.NamedNode, set[str]] = {}
        asserted = set()
        earlier: dict[tuple[str, ...], ox.NamedNode] = {}
        for quad in self.store.quads_for_pattern(None, None, node, None):
            if isinstance(quad.subject, ox.NamedNode):
                found.setdefault(quad.predicate, set()).add(quad.subject.value)
                if self._asserts(quad.graph_name):
                    asserted.add(quad.predicate)
        for prop in sorted(found, key=lambda prop: (prop not in asserted, iris.shortened(prop.value))):
            ordered = sorted(found[prop], key=natural_key)
            same = earlier.setdefault(tuple(ordered), prop)
            shown = tuple(self._pointer(each) for each in ordered[:POINTING]) if same == prop else ()
            concept = self.names.concept(same.value) if same != prop else None
            yield Pointing(self.names.concept(prop.value), shown, len(ordered), prop not in asserted, concept)

    def _pointer(self, iri: str) -> Pointer:
        spans = [self._span(each) for each in lookup.nodes(self.store, ox.NamedNode(iri), FG.quotedFrom)]
        return Pointer(iri, self.label(iri), min(spans, key=lambda span: span.start).words if spans else "")

    @cached_property
    def _inferred(self) -> frozenset[str]:
        return frozenset(
            name.value for name in self.store.named_graphs() if isinstance(name, ox.NamedNode) and name.value.endswith("/inferred")
        )

    def _asserts(self, graph: object) -> bool:
        return isinstance(graph, ox.NamedNode) and graph.value not in self._inferred


def topic_tasks(store: ox.Store, topic: str) -> dict[str, tuple[str, ...]]:
    """The tasks of a topic by their IRIs, each with the words that earned it."""
    found = {}
    for mention in lookup.subjects(store, FG.topic, ox.NamedNode(topic)):
        for task in lookup.subjects(store, FG.hasTopicMention, mention):
            found[task.value] = tuple(sorted(literal.value for literal in lookup.literals(store, mention, FG.topicWording)))
    return {task: found[task] for task in sorted(found, key=natural_key)}


def known_words(store: ox.Store, iri: str) -> tuple[str, ...]:
    """The Chinese words by which the reader knows a concept, the shorter first."""
    node = ox.NamedNode(iri)
    words = {
        literal.value
        for prop in (SKOS.altLabel, SKOS.hiddenLabel, FG.labelWording)
        for literal in lookup.literals(store, node, prop)
        if literal.language == "zh"
    }
    return tuple(sorted(words, key=lambda word: (len(word), word)))

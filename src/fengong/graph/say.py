"""A table understood → triples. The only module that knows both trees and RDF.

Every function yields triples and does nothing else: no graph, no clock, no look-ups.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from fengong import iris
from fengong.graph.terms import (
    DCAT,
    DCTERMS,
    FG,
    OA,
    RDF,
    RDFS,
    SKOS,
    SPDX,
    XSD,
    boolean,
    date,
    decimal,
    en,
    integer,
    node,
    offset,
    zh,
)
from fengong.reference.bodies import Body
from fengong.reference.metadata import TableMetadata
from fengong.reference.understand import Assignment, Mention, Task, Understood
from fengong.reference.vocabulary import Role
from fengong.text.source import SourceText
from fengong.text.span import Span

CONTEXT = 16
"""How many characters of text a quotation keeps on each side (fewer where the text ends), so that it can be found again."""

Triple = ox.Triple


def table(metadata: TableMetadata, source: SourceText) -> Iterator[Triple]:
    """The table itself and the source text behind it."""
    this, text = node(iris.table(metadata.id)), node(iris.text(metadata.id))
    checksum = node(iris.text(metadata.id) + "/sha256")
    yield Triple(this, RDF.type, FG.TaskTable)
    yield Triple(this, DCTERMS.identifier, ox.Literal(metadata.id))
    yield Triple(this, DCTERMS.title, zh(metadata.title_zh))
    if metadata.title_en:
        yield Triple(this, DCTERMS.title, en(metadata.title_en))
    yield Triple(this, DCTERMS.language, ox.Literal(metadata.language))
    yield Triple(this, FG.jurisdiction, node(iris.place(metadata.jurisdiction)))
    yield Triple(this, FG.sourceText, text)
    yield Triple(text, RDF.type, FG.SourceText)
    yield Triple(text, DCTERMS.format, ox.Literal(metadata.media_type))
    yield Triple(text, FG.encoding, ox.Literal(source.encoding))
    yield Triple(text, FG.characters, integer(len(source.text)))
    yield Triple(text, DCAT.byteSize, offset(len(source.data)))
    yield Triple(text, SPDX.checksum, checksum)
    yield Triple(checksum, RDF.type, SPDX.Checksum)
    yield Triple(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    yield Triple(checksum, SPDX.checksumValue, ox.Literal(source.sha256, datatype=XSD.hexBinary))


def tasks(understood: Understood, roles: Mapping[str, Role]) -> Iterator[Triple]:
    """Every task with its clauses and responsibilities, in printed order."""
    for each in understood.tasks:
        yield from task(each, table_id=understood.metadata.id, roles=roles)


def task(said: Task, *, table_id: str, roles: Mapping[str, Role]) -> Iterator[Triple]:
    """One task, then its clauses, each followed by its responsibilities."""
    row = said.row
    this = node(iris.task(table_id, row.id))
    yield Triple(this, RDF.type, FG.PolicyTask)
    yield Triple(this, RDFS.label, zh(f"任务{row.id}"))
    yield Triple(this, RDFS.label, en(f"Task {row.id}"))
    yield Triple(this, DCTERMS.identifier, ox.Literal(row.id))
    yield Triple(this, DCTERMS.isPartOf, node(iris.table(table_id)))
    yield Triple(this, FG.taskNumber, integer(row.number))
    yield Triple(this, FG.taskText, zh(row.task))
    yield Triple(this, FG.sourceLine, integer(row.line))
    yield Triple(this, FG.quotedFrom, node(span_iri(table_id, row.task_span)))
    for assignment in said.assignments:
        yield Triple(this, FG.hasClause, node(iris.clause(table_id, row.id, assignment.index)))
    for assignment in said.assignments:
        asserted = node(roles[assignment.clause.role].property)
        for mention in assignment.mentions:
            yield Triple(this, asserted, node(iris.responsibility(table_id, row.id, mention.position)))
    for assignment in said.assignments:
        yield from clause(assignment, table_id=table_id, row_id=row.id)
        for mention in assignment.mentions:
            yield from responsibility(mention, roles[assignment.clause.role], table_id=table_id, row_id=row.id)


def clause(said: Assignment, *, table_id: str, row_id: str) -> Iterator[Triple]:
    """One clause: its role, whether it is open-ended, and whom it names."""
    this = node(iris.clause(table_id, row_id, said.index))
    yield Triple(this, RDF.type, FG.ResponsibilityClause)
    yield Triple(this, FG.clauseIndex, integer(said.index))
    yield Triple(this, FG.role, node(iris.role(said.clause.role)))
    yield Triple(this, FG.roleWording, zh(said.clause.wording))
    yield Triple(this, FG.openEnded, boolean(bool(said.clause.open_phrases)))
    for phrase in said.clause.open_phrases:
        yield Triple(this, FG.openEndedPhrase, zh(phrase.words))
        yield Triple(this, FG.openEndedQuotedFrom, node(span_iri(table_id, phrase.span)))
    yield Triple(this, FG.quotedFrom, node(span_iri(table_id, said.clause.span)))
    for mention in said.mentions:
        yield Triple(this, FG.assigns, node(iris.responsibility(table_id, row_id, mention.position)))


def responsibility(said: Mention, role: Role, *, table_id: str, row_id: str) -> Iterator[Triple]:
    """One responsibility: the words, the body they denote, and the body adopted."""
    iri = iris.responsibility(table_id, row_id, said.position)
    this, words = node(iri), said.name.words
    unlisted = node(iris.unlisted(table_id, row_id, said.position))
    yield Triple(this, RDF.type, FG.Responsibility)
    yield Triple(this, DCTERMS.identifier, ox.Literal(f"{table_id}/{row_id}/{said.position}"))
    yield Triple(this, DCTERMS.description, zh(f"任务{row_id}：{words}（{role.name_zh}）"))
    yield Triple(this, DCTERMS.description, en(f"Task {row_id}: {words} ({role.name_en})"))
    yield Triple(this, FG.position, integer(said.position))
    yield Triple(this, FG.role, node(iris.role(role.slug)))
    yield Triple(this, FG.printedName, zh(words))
    yield Triple(this, FG.printedBody, _body(said.printed, unlisted))
    yield Triple(this, FG.body, _body(said.adopted, unlisted))
    yield Triple(this, FG.quotedFrom, node(span_iri(table_id, said.name.span)))
    if said.printed is None or said.adopted is None:
        yield Triple(unlisted, RDF.type, FG.UnlistedBody)
        yield Triple(unlisted, DCTERMS.identifier, ox.Literal(f"{table_id}/{row_id}/{said.position}/unlisted"))
        yield Triple(unlisted, SKOS.prefLabel, zh(words))
        yield Triple(unlisted, DCTERMS.title, zh(words))


def _body(body: Body | None, unlisted: ox.NamedNode) -> ox.NamedNode:
    return node(body.iri) if body else unlisted


def anomalies(understood: Understood) -> Iterator[Triple]:
    """One `fg:SourceAnomaly` for each place where a reviewed correction applies."""
    table_id = understood.metadata.id
    for each in understood.tasks:
        for assignment in each.assignments:
            for mention in assignment.mentions:
                if mention.correction:
                    yield from anomaly(mention, table_id=table_id, row_id=each.row.id)


def anomaly(said: Mention, *, table_id: str, row_id: str) -> Iterator[Triple]:
    """Both readings of one printed mistake, with the reason."""
    correction, span = said.correction, said.name.span
    if correction is None:
        return
    this = node(iris.anomaly(table_id, span.start, span.end))
    responsibility_iri = node(iris.responsibility(table_id, row_id, said.position))
    unlisted = node(iris.unlisted(table_id, row_id, said.position))
    yield Triple(this, RDF.type, FG.SourceAnomaly)
    yield Triple(this, RDF.type, OA.Annotation)  # this graph is not closed: readers of plain annotations find it all the same
    yield Triple(this, OA.hasTarget, node(span_iri(table_id, span)))
    yield Triple(this, OA.motivatedBy, OA.assessing)
    yield Triple(this, FG.anomalyOf, responsibility_iri)
    yield Triple(this, FG.anomalyKind, ox.Literal(correction.kind))
    yield Triple(this, FG.printedReading, zh(said.name.words))
    yield Triple(this, FG.proposedReading, zh(correction.adopted))
    yield Triple(this, FG.printedReadingBody, _body(said.printed, unlisted))
    yield Triple(this, FG.adoptedReadingBody, _body(said.adopted, unlisted))
    yield Triple(this, FG.confidence, decimal(correction.confidence))
    yield Triple(this, DCTERMS.description, zh(correction.reason.zh))
    yield Triple(this, DCTERMS.description, en(correction.reason.en))
    if correction.reviewed:
        yield Triple(this, DCTERMS.created, date(correction.reviewed))


def unread(understood: Understood) -> Iterator[Triple]:
    """One `fg:UnreadRow` for each row that is not in the table, so that the graph itself says what it leaves out."""
    table_id = understood.metadata.id
    for problem in understood.problems:
        if problem.unread:
            this = node(iris.unread_row(table_id, problem.line))
            yield Triple(this, RDF.type, FG.UnreadRow)
            yield Triple(this, DCTERMS.isPartOf, node(iris.table(table_id)))
            yield Triple(this, FG.sourceLine, integer(problem.line))
            yield Triple(this, FG.rowLabel, zh(problem.row))
            yield Triple(this, FG.rule, node(iris.rule(problem.rule)))
            yield Triple(this, FG.quotedFrom, node(span_iri(table_id, problem.span)))


def quotations(understood: Understood, text: str) -> Iterator[Triple]:
    """Every span that something is quoted from, each once, in the order of the text."""
    for span in sorted(set(spans(understood)), key=lambda span: (span.start, span.end)):
        yield from quotation(understood.metadata.id, span, text)


def spans(understood: Understood) -> Iterator[Span]:
    """The places that the table's triples quote."""
    for each in understood.tasks:
        yield each.row.task_span
        for assignment in each.assignments:
            yield assignment.clause.span
            yield from (party.span for party in assignment.clause.parties)
    yield from (problem.span for problem in understood.problems if problem.span.end > problem.span.start)


def quotation(table_id: str, span: Span, text: str) -> Iterator[Triple]:
    """One quotation, after the Web Annotation model: where it stands, what it says, and what stands around it."""
    this = node(span_iri(table_id, span))
    position = node(iris.selector(table_id, span.start, span.end, "position"))
    quote = node(iris.selector(table_id, span.start, span.end, "quote"))
    yield Triple(this, RDF.type, OA.SpecificResource)
    yield Triple(this, OA.hasSource, node(iris.text(table_id)))
    yield Triple(this, OA.hasSelector, position)
    yield Triple(this, OA.hasSelector, quote)
    yield Triple(position, RDF.type, OA.TextPositionSelector)
    yield Triple(position, OA.start, offset(span.start))
    yield Triple(position, OA.end, offset(span.end))
    yield Triple(quote, RDF.type, OA.TextQuoteSelector)
    yield Triple(quote, OA.prefix, ox.Literal(text[max(0, span.start - CONTEXT) : span.start]))
    yield Triple(quote, OA.exact, ox.Literal(text[span.start : span.end]))
    yield Triple(quote, OA.suffix, ox.Literal(text[span.end : span.end + CONTEXT]))


def span_iri(table_id: str, span: Span) -> str:
    """The IRI of a span of a table's text."""
    return iris.span(table_id, span.start, span.end)

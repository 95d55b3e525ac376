"""The tables of what backs the others: quotations, corrections, evidence of progress, links."""

from __future__ import annotations

from fengong.bilingual import Bilingual
from fengong.exports.columns import iri, maybe, pair, plain, text, words
from fengong.exports.table import Table

QUOTATIONS = Table(
    "quotations",
    Bilingual(zh="引文", en="Quotations"),
    (
        iri("quotation", "引文", "quotation"),
        iri("source", "原文", "source text", "oa:hasSource"),
        plain("start", "integer", "起（字符，从 0 起）", "start (characters, from 0)"),
        plain("end", "integer", "止（不含）", "end (exclusive)"),
        text("exact", "引文原文", "quoted words"),
        text("prefix", "前文", "words before"),
        text("suffix", "后文", "words after"),
    ),
    "?quotation oa:hasSource ?source ; oa:hasSelector ?at , ?as . ?at oa:start ?start ; oa:end ?end . ?as oa:exact ?exact . "
    + maybe("as", "oa:prefix"),
)
QUOTED = Table(
    "quoted",
    Bilingual(zh="何处引用", en="What is quoted from where"),
    (
        iri("thing", "事物", "thing"),
        iri("quotation", "引文", "quotation", "", "quotations"),
        text("property", "属性（quotedFrom、openEndedQuotedFrom）", "property (quotedFrom, openEndedQuotedFrom)"),
    ),
    'VALUES (?by ?property) { (fg:quotedFrom "quotedFrom") (fg:openEndedQuotedFrom "openEndedQuotedFrom") } ?thing ?by ?quotation . '
    "?quotation oa:hasSource ?text .",
    keys=3,
)
CORRECTIONS = Table(
    "corrections",
    Bilingual(zh="更正", en="Corrections"),
    (
        iri("anomaly", "疑误", "anomaly"),
        iri("responsibility", "责任", "responsibility", "fg:anomalyOf", "responsibilities"),
        text("printedReading", "原文读法", "printed reading", "fg:printedReading"),
        text("proposedReading", "采信读法", "proposed reading", "fg:proposedReading"),
        iri("printedBody", "原文所指单位", "body as printed", "fg:printedReadingBody", "bodies"),
        iri("adoptedBody", "采信单位", "body adopted", "fg:adoptedReadingBody", "bodies"),
        plain("confidence", "decimal", "把握", "confidence", "fg:confidence"),
        plain("created", "date", "审定日期", "reviewed on", "dcterms:created"),
        *pair("reason", "理由", "reason", "dcterms:description", repeats=False),
    ),
    "GRAPH ?graph { ?anomaly a fg:SourceAnomaly ; fg:anomalyOf ?responsibility ; fg:printedReading ?printedReading ; "
    "fg:proposedReading ?proposedReading ; fg:printedReadingBody ?printedBody ; fg:adoptedReadingBody ?adoptedBody . "
    + maybe("anomaly", "fg:confidence", "dcterms:created")
    + words("anomaly", "reason", "dcterms:description")
    + "}",
)
EVIDENCE = Table(
    "evidence",
    Bilingual(zh="进展证据", en="Evidence of progress"),
    (
        iri("evidence", "证据", "evidence"),
        iri("task", "任务", "task", "fg:evidenceOn", "tasks"),
        plain("evidenceDate", "date", "日期", "date", "fg:evidenceDate"),
        text("statement", "所述", "statement", "fg:statement"),
        text("sourceAddress", "出处地址", "address of the source", "fg:sourceAddress"),
        text("recordedBy", "记录者", "recorded by", "fg:recordedBy"),
    ),
    "GRAPH ?graph { ?evidence a fg:ProgressEvidence ; fg:evidenceOn ?task . "
    + maybe("evidence", "fg:evidenceDate", "fg:statement", "fg:sourceAddress", "fg:recordedBy")
    + "}",
)
LINKS = Table(
    "links",
    Bilingual(zh="外部链接", en="Links to other datasets"),
    (
        iri("link", "链接", "link"),
        iri("set", "链接集", "link set"),
        iri("subject", "主体", "subject", "owl:annotatedSource"),
        iri("predicate", "谓词", "predicate", "owl:annotatedProperty"),
        iri("modifier", "限定（NegatedPredicate：不成立）", "modifier (NegatedPredicate: it does not hold)", "sssom:predicate_modifier"),
        iri("object", "客体", "object", "owl:annotatedTarget"),
        text("objectLabel", "客体名称", "label of the object", "sssom:object_label"),
        text("status", "状态", "status", "fg:linkStatus"),
        plain("confidence", "decimal", "把握", "confidence", "sssom:confidence"),
        plain("created", "date", "建立日期", "made on", "dcterms:created"),
        plain("reviewDate", "date", "审定日期", "reviewed on", "sssom:review_date"),
        text("evidence", "依据", "evidence", "rdfs:comment"),
    ),
    "GRAPH ?set { ?link a sssom:Mapping ; owl:annotatedSource ?subject ; owl:annotatedProperty ?predicate ; owl:annotatedTarget ?object . "
    "OPTIONAL { ?link sssom:predicate_modifier ?modifier } OPTIONAL { ?link sssom:object_label ?objectLabel } "
    "OPTIONAL { ?link fg:linkStatus ?status } OPTIONAL { ?link sssom:confidence ?confidence } OPTIONAL { ?link dcterms:created ?created } "
    "OPTIONAL { ?link sssom:review_date ?reviewDate } OPTIONAL { ?link rdfs:comment ?evidence } }",
)

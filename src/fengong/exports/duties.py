"""The tables of who must do what: tables, tasks, clauses, responsibilities."""

from __future__ import annotations

from fengong.bilingual import Bilingual
from fengong.exports.columns import PLACE, iri, maybe, pair, place, plain, text, words
from fengong.exports.table import Table

TABLES = Table(
    "tables",
    Bilingual(zh="分工表", en="Task tables"),
    (
        iri("table", "分工表", "table"),
        text("identifier", "代号", "identifier", "dcterms:identifier"),
        *pair("title", "标题", "title", "dcterms:title", repeats=False),
        iri("jurisdiction", "辖区", "jurisdiction", "fg:jurisdiction", "places"),
        plain("characters", "integer", "原文字符数", "characters of the source text"),
        text("encoding", "原文编码", "encoding of the source text"),
        text("sha256", "原文 SHA-256", "SHA-256 of the source text"),
    ),
    "?table a fg:TaskTable ; dcterms:identifier ?identifier ; fg:jurisdiction ?jurisdiction ; fg:sourceText ?text . "
    "?text fg:characters ?characters ; fg:encoding ?encoding ; spdx:checksum/spdx:checksumValue ?sha256 . "
    + words("table", "title", "dcterms:title"),
)
TASKS = Table(
    "tasks",
    Bilingual(zh="任务", en="Tasks"),
    (
        iri("task", "任务", "task"),
        iri("table", "分工表", "table", "dcterms:isPartOf", "tables"),
        plain("number", "integer", "序号", "number", "fg:taskNumber"),
        text("identifier", "表内代号", "identifier in its table", "dcterms:identifier"),
        text("taskText", "重点任务", "task text", "fg:taskText"),
        plain("sourceLine", "integer", "原文行号", "line of the source text", "fg:sourceLine"),
        *PLACE,
    ),
    "?task a fg:PolicyTask ; dcterms:isPartOf ?table ; fg:taskNumber ?number ; dcterms:identifier ?identifier ; fg:taskText ?taskText . "
    + maybe("task", "fg:sourceLine")
    + place("task"),
    several=True,
)
CLAUSES = Table(
    "clauses",
    Bilingual(zh="条款", en="Clauses"),
    (
        iri("clause", "条款", "clause"),
        iri("task", "任务", "task", "fg:clauseOf", "tasks"),
        plain("clauseIndex", "integer", "条款序号", "index", "fg:clauseIndex"),
        iri("role", "角色", "role", "fg:role", "concepts"),
        *pair("role", "角色", "role"),
        text("roleWording", "角色用词", "role wording", "fg:roleWording"),
        plain("openEnded", "boolean", "未列尽", "open-ended", "fg:openEnded"),
        text("openEndedPhrase", "未列尽用语", "open-ended phrase", "fg:openEndedPhrase"),
        *PLACE,
    ),
    "?task a fg:PolicyTask ; fg:hasClause ?clause . ?clause fg:clauseIndex ?clauseIndex ; fg:role ?role ; fg:openEnded ?openEnded . "
    + maybe("clause", "fg:roleWording", "fg:openEndedPhrase")
    + place("clause")
    + words("role", "role"),
    several=True,
)
RESPONSIBILITIES = Table(
    "responsibilities",
    Bilingual(zh="责任", en="Responsibilities"),
    (
        iri("responsibility", "责任", "responsibility"),
        iri("table", "分工表", "table", "dcterms:isPartOf", "tables", repeats=True),
        plain("number", "integer", "序号", "number", "fg:taskNumber", repeats=True),
        iri("task", "任务", "task", "fg:responsibilityFor", "tasks"),
        text("taskText", "重点任务", "task text", "fg:taskText", repeats=True),
        iri("clause", "条款", "clause", "fg:assignedBy", "clauses"),
        plain("position", "integer", "次序", "position", "fg:position"),
        iri("role", "角色", "role", "fg:role", "concepts"),
        *pair("role", "角色", "role"),
        text("printedName", "原文名称", "printed name", "fg:printedName"),
        iri("printedBody", "原文所指单位", "body as printed", "fg:printedBody", "bodies"),
        iri("body", "单位", "body", "fg:body", "bodies"),
        *pair("body", "单位", "body"),
        plain("openEnded", "boolean", "条款未列尽", "clause open-ended", "fg:openEnded", repeats=True),
        *PLACE,
    ),
    "?task a fg:PolicyTask ; dcterms:isPartOf ?table ; fg:taskNumber ?number ; fg:taskText ?taskText ; fg:hasClause ?clause . "
    "?clause fg:openEnded ?openEnded ; fg:assigns ?responsibility . "
    "?responsibility fg:position ?position ; fg:role ?role ; fg:printedName ?printedName ; fg:printedBody ?printedBody ; fg:body ?body . "
    + place("responsibility")
    + words("role", "role")
    + words("body", "body"),
    several=True,
)

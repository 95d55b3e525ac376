"""The tables of what is promised: measures, deliverables, targets, topics, lead-ins, periods."""

from __future__ import annotations

from fengong.bilingual import Bilingual
from fengong.exports.columns import PLACE, iri, maybe, pair, place, plain, text, words
from fengong.exports.table import Table

_TASK = iri("task", "任务", "task", "", "tasks")
_DUE = (
    plain("deadline", "date", "期限", "deadline", "fg:deadline"),
    text("deadlinePhrase", "期限用语", "deadline phrase", "fg:deadlinePhrase"),
)

MEASURES = Table(
    "measures",
    Bilingual(zh="举措", en="Measures"),
    (
        iri("measure", "举措", "measure"),
        _TASK,
        plain("measureIndex", "integer", "举措序号", "index", "fg:measureIndex"),
        text("measureText", "举措原文", "text", "fg:measureText"),
        text("verb", "动词", "verb", "fg:verb"),
        text("object", "对象", "object", "fg:object"),
        iri("strength", "力度", "strength", "fg:strength", "concepts"),
        *pair("strength", "力度", "strength"),
        *_DUE,
        iri("behindInvitation", "所随号召", "the invitation before it", "fg:behindInvitation", "measures"),
        *PLACE,
    ),
    "?task fg:hasMeasure ?measure . "
    "?measure fg:measureIndex ?measureIndex ; fg:measureText ?measureText ; fg:verb ?verb ; fg:strength ?strength . "
    + maybe("measure", "fg:object", "fg:deadline", "fg:deadlinePhrase", "fg:behindInvitation")
    + place("measure")
    + words("strength", "strength"),
    several=True,
)
DELIVERABLES = Table(
    "deliverables",
    Bilingual(zh="成果", en="Deliverables"),
    (
        iri("deliverable", "成果", "deliverable"),
        iri("measure", "举措", "measure", "", "measures"),
        plain("deliverableIndex", "integer", "成果序号", "index", "fg:deliverableIndex"),
        text("deliverableName", "成果名称", "name", "fg:deliverableName"),
        iri("deliverableKind", "成果类别", "kind", "fg:deliverableKind", "concepts"),
        *pair("deliverableKind", "成果类别", "kind"),
        *PLACE,
    ),
    "?measure fg:hasDeliverable ?deliverable . "
    "?deliverable fg:deliverableIndex ?deliverableIndex ; fg:deliverableName ?deliverableName ; fg:deliverableKind ?deliverableKind . "
    + place("deliverable")
    + words("deliverableKind", "deliverableKind"),
    several=True,
)
TARGETS = Table(
    "targets",
    Bilingual(zh="指标", en="Targets"),
    (
        iri("target", "指标", "target"),
        _TASK,
        plain("targetIndex", "integer", "指标序号", "index", "fg:targetIndex"),
        text("targetText", "指标原文", "text", "fg:targetText"),
        iri("comparator", "比较", "comparator", "fg:comparator", "concepts"),
        *pair("comparator", "比较", "comparator"),
        plain("minValue", "decimal", "下限", "at least", "schema:minValue"),
        plain("maxValue", "decimal", "上限", "at most", "schema:maxValue"),
        text("unitText", "单位用语", "unit as printed", "schema:unitText"),
        iri("unit", "计量单位", "unit", "fg:unit", "concepts"),
        text("unitCode", "计量单位代码（UN/CEFACT）", "unit code (UN/CEFACT)", "schema:unitCode"),
        plain("perQuantity", "decimal", "每（数量）", "per quantity", "fg:perQuantity"),
        text("perUnit", "每（单位）", "per unit", "fg:perUnit"),
        plain("denominatorInherited", "boolean", "分母承前", "denominator from before", "fg:denominatorInherited"),
        text("appliesTo", "适用于", "applies to", "fg:appliesTo"),
        text("base", "占比基数", "share of what", "fg:base"),
        *_DUE,
        *PLACE,
    ),
    "?task fg:hasTarget ?target . ?target fg:targetIndex ?targetIndex ; fg:targetText ?targetText ; fg:comparator ?comparator . "
    + maybe("target", "schema:minValue", "schema:maxValue", "schema:unitText", "fg:unit", "schema:unitCode", "fg:perQuantity", "fg:perUnit")
    + maybe("target", "fg:denominatorInherited", "fg:appliesTo", "fg:base", "fg:deadline", "fg:deadlinePhrase")
    + place("target")
    + words("comparator", "comparator"),
    several=True,
)
TOPICS = Table(
    "topics",
    Bilingual(zh="主题", en="Topics"),
    (
        _TASK,
        iri("topic", "主题", "topic", "fg:topic", "concepts"),
        text("topicWording", "主题用词", "wording", "fg:topicWording"),
        *pair("topic", "主题", "topic"),
    ),
    "?task fg:hasTopicMention ?mention . ?mention fg:topic ?topic ; fg:topicWording ?topicWording . " + words("topic", "topic"),
    keys=3,
)
LEAD_INS = Table(
    "leadIns",
    Bilingual(zh="引导语", en="Lead-ins"),
    (
        iri("leadIn", "引导语", "lead-in"),
        _TASK,
        plain("leadInIndex", "integer", "引导语序号", "index", "fg:leadInIndex"),
        text("leadInText", "引导语原文", "text", "fg:leadInText"),
        *PLACE,
    ),
    "?task fg:hasLeadIn ?leadIn . ?leadIn fg:leadInIndex ?leadInIndex ; fg:leadInText ?leadInText . " + place("leadIn"),
    several=True,
)
PERIODS = Table(
    "periods",
    Bilingual(zh="规划期", en="Planning periods"),
    (
        iri("period", "规划期", "period"),
        _TASK,
        plain("periodIndex", "integer", "规划期序号", "index", "fg:periodIndex"),
        text("periodPhrase", "规划期用语", "phrase", "fg:periodPhrase"),
        plain("periodStart", "date", "起", "first day", "fg:periodStart"),
        plain("periodEnd", "date", "止", "last day", "fg:periodEnd"),
        *PLACE,
    ),
    "?task fg:mentionsPeriod ?period . "
    "?period fg:periodIndex ?periodIndex ; fg:periodPhrase ?periodPhrase ; fg:periodStart ?periodStart ; fg:periodEnd ?periodEnd . "
    + place("period"),
    several=True,
)

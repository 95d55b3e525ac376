"""The rules of reading: what each problem that the reader reports means, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.check.finding import Finding
from fengong.reference.understand import Understood
from fengong.text.table import Problem


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what is wrong, and the remedy."""

    message: Bilingual
    remedy: Bilingual


_CORRECTIONS = Bilingual(
    zh="改正源文件，或在 corrections.toml 的 [[unread]] 中列明该行（编号或行号）及理由。",
    en="Mend the source, or list the row (by number or line) under [[unread]] in corrections.toml with a reason.",
)

READING: dict[str, Rule] = {
    "unreadable-cell": Rule(
        Bilingual(
            zh="责任单位栏读不出来，该行未入图谱",
            en="The responsibility cell cannot be read; the row is not in the graph",
        ),
        Bilingual(
            zh="把该写法加入 ontology/roles.ttl，或在 corrections.toml 的 [[unread]] 中列明该行及理由。",
            en="Add the wording to ontology/roles.ttl, or list the row under [[unread]] in corrections.toml with a reason.",
        ),
    ),
    "unnumbered-row": Rule(Bilingual(zh="该行没有编号，未入图谱", en="The row has no number; it is not in the graph"), _CORRECTIONS),
    "row-without-task": Rule(Bilingual(zh="该行没有任务文字，未入图谱", en="The row has no task; it is not in the graph"), _CORRECTIONS),
    "row-without-responsibility": Rule(
        Bilingual(zh="该行没有责任单位，未入图谱", en="The row names no responsibility; it is not in the graph"),
        _CORRECTIONS,
    ),
    "surplus-cell": Rule(Bilingual(zh="该行多出一格，未入图谱", en="The row has a cell too many; it is not in the graph"), _CORRECTIONS),
    "row-left-out": Rule(
        Bilingual(zh="该行按 corrections.toml 未入图谱", en="The row is left out, as corrections.toml says"),
        Bilingual(
            zh="待写法可读后，从 corrections.toml 删去。",
            en="Take it out of corrections.toml once the wording can be read.",
        ),
    ),
    "stray-line": Rule(
        Bilingual(zh="表中有不属于任何一行的文字", en="A line in the table belongs to no row"),
        Bilingual(zh="若是被折断的单元格，请接回上一行。", en="If it is part of a broken cell, join it to the row above."),
    ),
    "number-twice": Rule(
        Bilingual(
            zh="编号重复；两行分别入图谱，IRI 不同",
            en="A number is printed twice; both rows are in the graph, with IRIs of their own",
        ),
        Bilingual(
            zh="核对原件；若系误印，请改正源文件。",
            en="Compare with the original; mend the source if it is a slip of ours.",
        ),
    ),
    "number-missing": Rule(
        Bilingual(zh="编号不连续", en="A number is missing"),
        Bilingual(zh="核对原件，看是否漏了一行。", en="Compare with the original: is a row lost?"),
    ),
    "control-character": Rule(
        Bilingual(zh="单元格内有控制字符，按原样保留", en="A cell holds a control character; it is kept as it is"),
        Bilingual(
            zh="若系转换遗留，请从原件重新取得文本。",
            en="If a conversion left it there, take the text from the original again.",
        ),
    ),
    "unread-words": Rule(
        Bilingual(
            zh="任务文字中有一段未读作措施或引语",
            en="Some words of the task were read as no measure and no lead-in",
        ),
        Bilingual(
            zh="若其中有行为用语，把它加入 ontology/strengths.ttl；否则不必处理。",
            en="If they hold an act word, add it to ontology/strengths.ttl; else nothing need be done.",
        ),
    ),
    "unlisted-body": Rule(
        Bilingual(zh="该名称不在单位表中", en="No reviewed table lists this name"),
        Bilingual(
            zh="核实后把它加入 graph/reference/bodies.csv 的 printed_names。",
            en="Find out which body it is, and add it to printed_names in graph/reference/bodies.csv.",
        ),
    ),
    "ambiguous-body": Rule(
        Bilingual(zh="该名称可指多个单位，未作取舍", en="The name may denote several bodies; none was chosen"),
        Bilingual(
            zh="在 corrections.toml 中写明采用哪一个及理由。",
            en="Say in corrections.toml which is meant, with a reason.",
        ),
    ),
    "correction-without-body": Rule(
        Bilingual(
            zh="corrections.toml 所采信的名称找不到唯一的单位，更正未采用",
            en="The name that corrections.toml adopts is no one body's; the correction is not applied",
        ),
        Bilingual(zh="改用 bodies.csv 中的名称，或先把该单位加入。", en="Use a name that bodies.csv has, or add the body there first."),
    ),
    "correction-without-place": Rule(
        Bilingual(zh="corrections.toml 中有一条找不到对应的原文", en="An entry of corrections.toml finds nothing to apply to"),
        Bilingual(zh="核对行号、原文和次序，或删去该条。", en="Check its row, words and occurrence, or take it out."),
    ),
}
"""Every rule the reader may break. `docs/rules.md` is made from it, and each has a fixture that trips it."""


def findings(understood: Understood) -> Iterator[Finding]:
    """The reader's problems as findings."""
    for problem in understood.problems:
        yield _finding(problem, understood.metadata.id)


def _finding(problem: Problem, table_id: str) -> Finding:
    rule = READING[problem.rule]
    if problem.unread:
        focus = iris.unread_row(table_id, problem.line)
    else:
        focus = iris.task(table_id, problem.row_id) if problem.row_id else iris.table(table_id)
    return Finding(
        rule=problem.rule,
        severity=problem.severity,
        focus=focus,
        message=_joined(rule.message, problem.detail),
        remedy=rule.remedy,
        row=problem.row,
        words=problem.words,
        span=problem.span if problem.span.end > problem.span.start else None,
        value=str(problem.span.start),
    )


def _joined(message: Bilingual, detail: Bilingual) -> Bilingual:
    if not detail.zh:
        return message
    return Bilingual(zh=f"{message.zh}：{detail.zh}", en=f"{message.en}: {detail.en}")

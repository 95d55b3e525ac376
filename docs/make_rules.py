"""Writes `docs/rules.md`: every rule of reading, every shape and every check query, with severity, meaning and remedy.

The severity of a rule of reading is that of the problem it makes of a specimen in which each rule is broken once.
"""

# ruff: noqa: INP001 - a script, no package
from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "src")]

from fengong import iris  # noqa: E402 - its folder is put on the path above, or it is installed
from fengong.bilingual import Bilingual  # noqa: E402 - the same
from fengong.check import queries  # noqa: E402 - the same
from fengong.check.rules import READING  # noqa: E402 - the same
from fengong.reference import vocabulary  # noqa: E402 - the same
from fengong.reference.bodies import Body, Place, Reference  # noqa: E402 - the same
from fengong.reference.metadata import Correction, Corrections, Excused, TableMetadata  # noqa: E402 - the same
from fengong.reference.understand import understand  # noqa: E402 - the same
from fengong.text import table  # noqa: E402 - the same

PAGE = ROOT / "docs" / "rules.md"
SHAPES = ROOT / "ontology" / "shapes.ttl"
CHECKS = ROOT / "queries" / "checks"
_SH, _RDFS = iris.PREFIXES["sh"], iris.PREFIXES["rdfs"]
_SEVERITY = {"Violation": "违规 Violation", "Warning": "提醒 Warning", "Info": "提示 Info"}

HEAD = """\
# 规则 · Rules

由程序和数据生成（`python docs/make_rules.py`），请勿手工修改。
Generated from the code and the data by `python docs/make_rules.py`; do not edit.

违规表示图谱有误或有内容未能收入，命令以 1 退出；提醒表示应由人来看；提示仅供知悉。
A Violation means that the graph is wrong or leaves something out, and the command exits with 1.
A Warning means that a person should look; an Info is worth knowing.

`fengong check` 逐条列出发现：所在之处、原文、规则名和补救办法。
`fengong check` lists what was found: the place, the words, the name of the rule and the remedy.
"""
PARTS = {
    "reading": "## 读表 · Reading\n\n读表时发现的问题。\nProblems met while a table is read.\n",
    "shapes": (
        "## 形状 · Shapes\n\n一个资源自身须满足的条件，见 [shapes.ttl](../ontology/shapes.ttl)，由 pySHACL 校验。\n"
        "What one resource must be like, from [shapes.ttl](../ontology/shapes.ttl), validated by pySHACL.\n"
    ),
    "checks": (
        "## 核查 · Checks\n\n跨行、跨资源的条件，见 [queries/checks](../queries/checks)，每条规则一个 SPARQL 查询，查无结果即为合格。\n"
        "What holds between rows and resources, from [queries/checks](../queries/checks): one SPARQL query for each rule; "
        "it finds nothing when all is well.\n"
    ),
}

SPECIMEN = (
    "序号\t重点任务\t责任单位\n1\t甲\t民政厅统筹\n\t乙\t民政厅负责\n2\t\t民政厅负责\n3\t丙\t\n4\t丁\t民政厅负责\t戊\n5\t己\t民政厅统筹\n断行\n"
    "6\t庚\t民政厅负责\n6\t辛\t民政厅负责\n8\t壬\a\t民政厅负责\n9\t癸\t托育协会、协调办公室负责\n"
)
"""A table that breaks every rule of reading."""


def page() -> str:
    """The whole page."""
    parts = [HEAD, PARTS["reading"], _table(_reading()), PARTS["shapes"], *_shapes(), PARTS["checks"], _table(_checks())]
    return "\n".join(parts)


Line = tuple[str, str, Bilingual, Bilingual]


def _table(lines: Iterable[Line]) -> str:
    head = "| 规则 rule | 级别 severity | 含义 meaning | 补救 remedy |\n|---|---|---|---|\n"
    return head + "".join(
        f"| `{rule}` | {_SEVERITY[severity]} | {_both(meaning)} | {_both(remedy)} |\n" for rule, severity, meaning, remedy in lines
    )


def _both(words: Bilingual) -> str:
    return "<br>".join(each.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ") for each in (words.zh, words.en))


def _reading() -> Iterator[Line]:
    severities = reading_severities()
    for slug, rule in READING.items():
        yield slug, severities[slug], rule.message, rule.remedy


def reading_severities() -> Mapping[str, str]:
    """How grave each rule of reading is: what the specimen shows."""
    names = frozenset({"民政厅", "协调办公室"})
    words = vocabulary.load(ROOT / "ontology", names)
    parts = {"cn": "", "1": "cn", "2": "cn", "3": "cn"}
    places = [Place(code, f"p{code}", code, code, (), "", part_of, "") for code, part_of in parts.items()]
    bodies = [Body("1/a", "1", "民政厅", "a", ()), Body("2/b", "2", "协调办公室", "b", ()), Body("3/b", "3", "协调办公室", "b", ())]
    why = Bilingual(zh="…", en="…")
    corrections = Corrections(
        (
            Correction("6", "财政厅", "民政厅", 1, "body", Decimal(1), why),
            Correction("8", "民政厅", "火星厅", 1, "body", Decimal(1), why),
        ),
        (Excused("5", why),),
    )
    reading = table.read(SPECIMEN, lexicon=words.lexicon, path="specimen")
    facts = TableMetadata("specimen", "specimen", "", "1", "specimen", "")
    understood = understand(reading, facts, corrections, Reference(tuple(places), tuple(bodies), ()), words.promises)
    return {problem.rule: problem.severity for problem in understood.problems}


def _checks() -> Iterator[Line]:
    for check in queries.load(CHECKS):
        why, fix = (Bilingual(zh=check.text(f"{key}_zh"), en=check.text(key)) for key in ("why", "fix"))
        yield check.name, check.text("severity"), why, fix


def _shapes() -> Iterator[str]:
    """One table for each node shape: what it says itself, then its property shapes."""
    values: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    for triple in vocabulary.parse(SHAPES):
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            values[triple.subject.value][triple.predicate.value].append(triple.object)
    for shape, said in values.items():
        if targets := said.get(_SH + "targetClass"):
            rules = [shape, *(each.value for each in said.get(_SH + "property", ()))]
            lines = [_shape(values, rule, shape) for rule in rules if _SH + "message" in values[rule]]
            label = _words(said, _RDFS + "label")
            about = _words(said, _RDFS + "comment", _SH + "description")
            yield f"### {label.zh} · {label.en}\n\n`{iris.shortened(targets[0].value)}`：{about.zh}\n{about.en}\n"
            if lines:
                yield _table(lines)


def _shape(values: Mapping[str, Mapping[str, Sequence[ox.NamedNode | ox.Literal]]], rule: str, owner: str) -> Line:
    said = values[rule]
    severity = (said.get(_SH + "severity") or values[owner].get(_SH + "severity") or [ox.NamedNode(_SH + "Violation")])[0]
    meaning = _words(said, _SH + "description", _RDFS + "comment", _SH + "message")
    remedy = _words(said if iris.NS + "remedy" in said else values[owner], iris.NS + "remedy")
    return rule.rpartition("#")[2], severity.value.removeprefix(_SH), meaning, remedy


def _words(said: Mapping[str, Sequence[ox.NamedNode | ox.Literal]], *properties: str) -> Bilingual:
    for name in properties:
        words = {each.language: each.value for each in said.get(name, ()) if isinstance(each, ox.Literal)}
        if {"zh", "en"} <= words.keys():
            return Bilingual(zh=words["zh"], en=words["en"])
    return Bilingual(zh="", en="")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()

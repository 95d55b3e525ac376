"""Writes `docs/rules.md`: every rule of reading, every shape and every check query, with severity, meaning and remedy."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "src")]

from fengong import iris  # noqa: E402 - its folder is put on the path above, or it is installed
from fengong.bilingual import Bilingual  # noqa: E402 - the same
from fengong.pages.facts import rulebook  # noqa: E402 - the same
from fengong.text.table import Severity  # noqa: E402 - the same

PAGE = ROOT / "docs" / "rules.md"
ONTOLOGY = ROOT / "ontology"
SHAPES = ONTOLOGY / "shapes.ttl"
DATASET_SHAPES = ONTOLOGY / "dataset-shapes.ttl"
CHECKS = ROOT / "queries" / "checks"
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
    "dataset": (
        "## 数据集的形状 · Shapes of the dataset\n\n对整个图谱的描述（`graph/built/dataset.ttl`）须满足的条件，"
        "见 [dataset-shapes.ttl](../ontology/dataset-shapes.ttl)，构建时校验。\n"
        "What the description of the whole graph must be like, from [dataset-shapes.ttl](../ontology/dataset-shapes.ttl), "
        "validated by each build.\n"
    ),
    "linking": (
        "## 链接 · Links\n\n链接集须满足的条件，由 `fengong link --check` 和构建校验；违反其一的集合不改动原有的图。\n"
        "What link sets must be like; `fengong link --check` and each build see to it, and a set that breaks one keeps the graph it had.\n"
    ),
    "checks": (
        "## 核查 · Checks\n\n跨行、跨资源的条件，见 [queries/checks](../queries/checks)，每条规则一个 SPARQL 查询，查无结果即为合格。\n"
        "What holds between rows and resources, from [queries/checks](../queries/checks): one SPARQL query for each rule; "
        "it finds nothing when all is well.\n"
    ),
}


def page() -> str:
    """The whole page."""
    reading, checks = _table(_lines(rulebook.reading(ONTOLOGY))), _table(_lines(rulebook.checks([CHECKS])))
    linking = _table(_lines(rulebook.linking()))
    parts = [HEAD, PARTS["reading"], reading, PARTS["shapes"], *_shapes(SHAPES), PARTS["checks"], checks]
    parts += [PARTS["linking"], linking, PARTS["dataset"], *_shapes(DATASET_SHAPES)]
    return "\n".join(parts)


Line = tuple[str, str, Bilingual, Bilingual]


def _table(lines: Iterable[Line]) -> str:
    head = "| 规则 rule | 级别 severity | 含义 meaning | 补救 remedy |\n|---|---|---|---|\n"
    return head + "".join(
        f"| `{rule}` | {_SEVERITY[severity]} | {_both(meaning)} | {_both(remedy)} |\n" for rule, severity, meaning, remedy in lines
    )


def _both(words: Bilingual) -> str:
    return "<br>".join(each.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ") for each in (words.zh, words.en))


def reading_severities() -> Mapping[str, Severity]:
    """How grave each rule of reading is."""
    return rulebook.reading_severities(ONTOLOGY)


def _lines(rules: Iterable[rulebook.Rule]) -> Iterator[Line]:
    for rule in rules:
        yield rule.name, rule.severity, rule.meaning, rule.remedy


def _shapes(path: Path) -> Iterator[str]:
    """One table for each node shape: what it says itself, then its property shapes."""
    for shape in rulebook.shapes(path):
        yield f"### {shape.label.zh} · {shape.label.en}\n\n`{iris.shortened(shape.target)}`：{shape.about.zh}\n{shape.about.en}\n"
        if shape.rules:
            yield _table(_lines(shape.rules))


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()

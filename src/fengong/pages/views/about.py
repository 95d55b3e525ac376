"""The page on the data: where it comes from, how far it can be trusted, and what may be done with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fengong.bilingual import Bilingual, Lang
from fengong.check.finding import ORDER, Finding
from fengong.pages.facts import quality
from fengong.pages.facts.book import Book
from fengong.pages.facts.shelf import shelf
from fengong.pages.facts.task import Anomaly, Mention, Task
from fengong.pages.page import Page
from fengong.pages.views.ontology import MEANS, SEVERITY
from fengong.web.message import Request

TITLE = Bilingual(zh="关于数据", en="About the data")
ABOUT = Bilingual(
    zh="原文与哈希、覆盖、校验发现、原文疑误、依据、许可，以及怎样报告错误。",
    en="Sources with hashes, coverage, findings, probable misprints, what statements rest on, licence, and how to report a mistake.",
)
BASES = {
    "printed": Bilingual(zh="分工表印有", en="printed in a table"),
    "evidenced": Bilingual(zh="另有出处", en="a source gives it"),
    "inferred": Bilingual(zh="我们推断", en="inferred by us"),
    "own-translation": Bilingual(zh="我们翻译", en="translated by us"),
}
REVIEWED = {
    "bodies": Bilingual(zh="单位", en="bodies"),
    "collectives": Bilingual(zh="集合单位", en="collectives"),
    "memberships": Bilingual(zh="集合单位的成员", en="memberships of collectives"),
    "places": Bilingual(zh="地方", en="places"),
    "changes": Bilingual(zh="机构变动", en="reorganisations"),
}
SHOWN = 200
"""So many findings of one table are listed; how many more there are is said."""


def page(book: Book, request: Request, lang: Lang) -> Page:
    """The page at ``/about``."""
    del request, lang
    kept = shelf(book)
    tables = tuple(book.tables())
    every = [finding for found in kept.findings.values() for finding in found]
    values = {
        "sources": kept.sources,
        "tables": {table.id: table for table in tables},
        "findings": {scope: _grouped(found[:SHOWN]) for scope, found in kept.findings.items()},
        "left_out": {scope: max(0, len(found) - SHOWN) for scope, found in kept.findings.items()},
        "severities": SEVERITY,
        "means": MEANS,
        "by_severity": {name: Counter(finding.severity for finding in every)[name] for name in ORDER},
        "rules_count": len(kept.rules),
        "anomalies": tuple(found for table in tables for task in table.tasks for found in _anomalies(task)),
        "bases": kept.bases,
        "basis_words": BASES,
        "basis_totals": sum((Counter(basis.counts) for basis in kept.bases), Counter()),
        "located": sum(basis.locatable for basis in kept.bases),
        "reviewed": {name: (words, kept.reviewed[name]) for name, words in REVIEWED.items()},
        "files": kept.files,
        "ontology": kept.ontology,
        "home": quality.home,
        "row_said": quality.row_said,
    }
    return Page("about.html", TITLE, values, ABOUT, section="about", data=book.described.whole())


def _grouped(found: tuple[Finding, ...]) -> dict[str, list[Finding]]:
    groups: dict[str, list[Finding]] = {}
    for finding in found:
        groups.setdefault(finding.rule, []).append(finding)
    return groups


def _anomalies(task: Task) -> Iterator[tuple[Task, Mention, Anomaly]]:
    for clause in task.clauses:
        for mention in clause.mentions:
            if mention.anomaly:
                yield task, mention, mention.anomaly

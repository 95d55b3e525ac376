"""The clauses of tasks with the names in them, as the built graph has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fengong.ask.answer import Value

_CLAUSES = """
SELECT ?task ?text ?clause ?index ?role ?quote ?start ?end ?open ?responsibility ?position ?printedName ?printedBody ?named WHERE {
  %s
  ?task dcterms:isPartOf ?__table_iri ; fg:taskText ?text ; fg:hasClause ?clause .
  ?clause fg:clauseIndex ?index ; fg:role ?role ; fg:quotedFrom ?span .
  ?span oa:hasSelector ?where , ?words .
  ?where oa:start ?start ; oa:end ?end .
  ?words oa:exact ?quote .
  OPTIONAL { ?clause fg:openEndedQuotedFrom/oa:hasSelector ?openWords . ?openWords oa:exact ?open }
  OPTIONAL {
    ?clause fg:assigns ?responsibility .
    ?responsibility fg:position ?position ; fg:printedName ?printedName ; fg:printedBody ?printedBody ; fg:body ?named .
  }
}
"""
OF_ALL = _CLAUSES % ""
OF_ONE = _CLAUSES % "?own fg:body ?_named_iri . ?ownClause fg:assigns ?own . ?task fg:hasClause ?ownClause ."
"""The tasks that name one body, whole."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in a clause, and the body that it stands for in the reading chosen."""

    responsibility: str
    printed_name: str
    body: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a task: its role, its words with their place, and the names in printed order."""

    task: str
    text: str
    role: str
    quote: str
    start: int
    end: int
    open_phrase: str
    mentions: tuple[Mention, ...]


def by_task(rows: Iterable[dict[str, Value]]) -> dict[str, tuple[Clause, ...]]:
    """Rows of one of the queries, in any order and any number of times, as the clauses of each task in printed order."""
    clauses: dict[tuple[str, int, str], dict[str, Value]] = {}
    mentions: dict[str, dict[tuple[int, str], Mention]] = {}
    for row in rows:
        clause = str(row["clause"])
        clauses[str(row["task"]), _int(row["index"]), clause] = row
        if row["responsibility"] is not None:
            made = Mention(str(row["responsibility"]), str(row["printedName"]), str(row["named"]), row["named"] != row["printedBody"])
            mentions.setdefault(clause, {})[_int(row["position"]), made.responsibility] = made
    found: dict[str, list[Clause]] = {}
    for (task, _, clause), row in sorted(clauses.items(), key=lambda item: item[0]):
        printed = tuple(mention for _, mention in sorted(mentions.get(clause, {}).items(), key=lambda item: item[0]))
        found.setdefault(task, []).append(_clause(row, printed))
    return {task: tuple(each) for task, each in found.items()}


def _clause(row: dict[str, Value], mentions: tuple[Mention, ...]) -> Clause:
    task, text, role, quote, opened = (str(row[name] or "") for name in ("task", "text", "role", "quote", "open"))
    return Clause(task, text, role, quote, _int(row["start"]), _int(row["end"]), opened, mentions)


def _int(value: Value) -> int:
    assert isinstance(value, int)  # noqa: S101 - a shape of the graph says so
    return value

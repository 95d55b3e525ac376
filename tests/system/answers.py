"""Canned questions with the answers they must have: the golden rows, in the lexical forms of the SPARQL results formats."""

from __future__ import annotations

import json
from functools import cache

import pyoxigraph as ox

from fengong import iris
from fengong.ask import catalogue
from fengong.ask.answer import literal
from fengong.sparql import bind
from support import ROOT

GOLDEN = ROOT / "tests" / "golden"

Row = tuple[str, ...]


@cache
def book() -> dict[str, catalogue.Question]:
    """The canned questions."""
    return catalogue.load([ROOT / "queries"])


def written(name: str, values: dict[str, str], reading: str = "adopted") -> str:
    """The query of a question with its values."""
    question = book()[name]
    kinds = {each.name: each.type for each in question.parameters}
    query = bind.bind(
        question.query, {key: ox.NamedNode(text) if kinds[key] == "iri" else literal(text, kinds[key]) for key, text in values.items()}
    )
    return bind.printed(query) if reading == "printed" else query


@cache
def golden(name: str) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """Each run of a question as (query, rows): texts without their tags, IRIs in full, nothing as an empty text."""
    runs = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return tuple(
        (written(name, run["parameters"], run["reading"]), tuple(tuple(map(_lexical, row)) for row in run["rows"])) for run in runs
    )


def _lexical(value: object) -> str:
    """A golden value as its lexical form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if isinstance(value, str):
        if text.startswith("<") and text.endswith(">"):
            inner = text[1:-1]
            return inner if ":" in inner.split("/")[0] else iris.BASE + inner
        text = text.removesuffix("@zh").removesuffix("@en")
        head, mark, kind = text.rpartition("^^")
        return head if mark and kind.isalpha() else text
    return text


def rows(results: dict[str, object]) -> tuple[Row, ...]:
    """The rows of SPARQL results in JSON."""
    names = results["head"]["vars"]  # type: ignore[index]
    found = results["results"]["bindings"]  # type: ignore[index]
    return tuple(tuple(row[name]["value"] if name in row else "" for name in names) for row in found)


@cache
def selects() -> tuple[str, ...]:
    """The questions that answer in rows, but those whose golden rows rest on evidence made up for a test."""
    return tuple(sorted({path.stem for path in GOLDEN.glob("*.json")} - {"plain-view", "no-evidence", "overdue", "timeline"}))

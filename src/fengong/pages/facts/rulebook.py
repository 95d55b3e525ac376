"""The rule book: every rule of reading, shape and check, with its severity, what it means and what to do.

The severity of a rule of reading is that of the problem it makes of a specimen in which each rule is broken once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.check import queries
from fengong.check.link_rules import LINKING
from fengong.check.rules import READING
from fengong.reference import vocabulary
from fengong.reference.bodies import Body, Place, Reference
from fengong.reference.metadata import Correction, Corrections, Excused, TableMetadata
from fengong.reference.understand import understand
from fengong.text import table
from fengong.text.table import Severity

_SH, _RDFS = iris.PREFIXES["sh"], iris.PREFIXES["rdfs"]

_UNREADABLE = "\ue000"  # a character for private use: whatever role words a workspace adds, this is none
SPECIMEN = (
    f"序号\t重点任务\t责任单位\n1\t甲\t民政厅{_UNREADABLE}\n\t乙\t民政厅负责\n2\t\t民政厅负责\n3\t丙\t\n4\t丁\t民政厅负责\t戊\n5\t己\t民政厅{_UNREADABLE}\n断行\n"
    "6\t庚\t民政厅负责\n6\t辛\t民政厅负责\n8\t壬\a\t民政厅负责\n9\t癸\t托育协会、协调办公室负责\n"
)
"""A table that breaks every rule of reading."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it says when it is broken, what it means (or why it is there), and the remedy; ``file`` is where it is written."""

    name: str
    severity: Severity
    message: Bilingual
    meaning: Bilingual
    remedy: Bilingual
    file: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What one class of things must be like: ``target`` is the IRI of the class, of the property that leads there, or of the one thing."""

    name: str
    target: str
    label: Bilingual
    about: Bilingual
    rules: tuple[Rule, ...]


def reading(ontology: Path) -> Iterator[Rule]:
    """The rules of reading."""
    severities = reading_severities(ontology)
    for slug, rule in READING.items():
        yield Rule(slug, severities[slug], rule.message, rule.message, rule.remedy, "check/rules.py")


def reading_severities(ontology: Path) -> Mapping[str, Severity]:
    """How grave each rule of reading is: what the specimen shows."""
    words = vocabulary.load(ontology, frozenset({"民政厅", "协调办公室"}))
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
    read = table.read(SPECIMEN, lexicon=words.lexicon, path="specimen")
    facts = TableMetadata("specimen", "specimen", "", "1", "specimen", "")
    understood = understand(read, facts, corrections, Reference(tuple(places), tuple(bodies), ()), words.promises)
    return {problem.rule: problem.severity for problem in understood.problems}


def linking() -> Iterator[Rule]:
    """The rules of link sets: a set that breaks one keeps the graph it had, so each is a violation."""
    for slug, rule in LINKING.items():
        yield Rule(slug, "Violation", rule.message, rule.message, rule.remedy, "check/link_rules.py")


def checks(folders: Iterable[Path]) -> Iterator[Rule]:
    """The check queries. Raises BadQuestionFile."""
    for check in (check for folder in folders for check in queries.load(folder)):
        problem, why, fix = (Bilingual(zh=check.text(f"{key}_zh"), en=check.text(key)) for key in ("problem", "why", "fix"))
        yield Rule(check.name, cast("Severity", check.text("severity")), problem, why, fix, f"queries/checks/{check.path.name}")


_TARGETS = ("targetClass", "targetObjectsOf", "targetNode")
Said = Mapping[str, Sequence[ox.NamedNode | ox.Literal]]


def shapes(path: Path) -> Iterator[Shape]:
    """The node shapes in the order of the file, each with its own rule and those of its property shapes. Raises BadOntology."""
    values: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    for triple in vocabulary.parse(path):
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            values[triple.subject.value][triple.predicate.value].append(triple.object)
    for shape, said in values.items():
        if targets := next((said[_SH + kind] for kind in _TARGETS if _SH + kind in said), None):
            rules = [shape, *(each.value for each in said.get(_SH + "property", ()))]
            made = tuple(_rule(values, rule, shape) for rule in rules if _SH + "message" in values[rule])
            about = _words(said, _RDFS + "comment", _SH + "description")
            yield Shape(shape.rpartition("#")[2], targets[0].value, _words(said, _RDFS + "label"), about, made)


def _rule(values: Mapping[str, Said], rule: str, owner: str) -> Rule:
    said = values[rule]
    severity = (said.get(_SH + "severity") or values[owner].get(_SH + "severity") or [ox.NamedNode(_SH + "Violation")])[0]
    return Rule(
        rule.rpartition("#")[2],
        cast("Severity", severity.value.removeprefix(_SH)),
        _words(said, _SH + "message"),
        _words(said, _SH + "description", _RDFS + "comment", _SH + "message"),
        _words(said if iris.NS + "remedy" in said else values[owner], iris.NS + "remedy"),
        "ontology/shapes.ttl",
    )


def _words(said: Said, *properties: str) -> Bilingual:
    for name in properties:
        words = {each.language: each.value for each in said.get(name, ()) if isinstance(each, ox.Literal)}
        if {"zh", "en"} <= words.keys():
            return Bilingual(zh=words["zh"], en=words["en"])
    return Bilingual(zh="", en="")

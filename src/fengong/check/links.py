"""Link sets against the rules: a wrong link is worse than none, so every breach is a violation, with file, line and column."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingOf
from decimal import Decimal

import pyoxigraph as ox

from fengong import iris
from fengong.check import link_evidence
from fengong.check.finding import Finding, ordered
from fengong.check.link_rules import LINKING
from fengong.graph.terms import OWL, RDF, SCHEMA
from fengong.reference.check_characters import CHECKS
from fengong.reference.links import FOLDER, HOMEPAGE, IDENTITIES, LIKELY, MATCHES, OWN, QUOTED, Known, LinkSets, Scheme, status
from fengong.reference.sssom import SUFFIX, Mapping, MappingSet

JUSTIFICATIONS = frozenset(
    iris.PREFIXES["semapv"] + name
    for name in """
    MappingReview ManualMappingCuration LogicalReasoning LexicalMatching CompositeMatching UnspecifiedMatching
    SemanticSimilarityThresholdMatching LexicalSimilarityThresholdMatching MappingChaining MappingInversion StructuralMatching
    InstanceBasedMatching BackgroundKnowledgeBasedMatching
    """.split()
)
"""Those that the pattern of SSSOM's slot lists."""
_SURE = Decimal("0.9")
"""The least confidence of an identity (graph/reference/README.md: one source that can be looked up)."""
_CONCEPTS = ("roles", "functions", "kinds", "topics")

Subjects = MappingOf[str, Known]
_UNKNOWN = Known(())


def findings(links: LinkSets, subjects: Subjects, today: dt.date | None = None) -> tuple[Finding, ...]:
    """What is wrong with the sets that could be read; ``subjects`` is everything that a set may be about.

    Dates are compared with ``today`` only where it is given: a build knows no clock.
    """
    found: list[Finding] = []
    for name, each in links.sets.items():
        scheme = links.schemes.get(name)
        found += [_of_set(name, "link-set-without-scheme")] if scheme is None else _Set(each, scheme, subjects, today).findings()
    present = {*links.sets, *(file.removesuffix(SUFFIX) for file in links.unread)}
    found += [_of_set(name, "link-set-without-scheme") for name in links.schemes if name not in present]
    return ordered(found)


def broken(found: Iterable[Finding]) -> set[str]:
    """The names of the sets that findings are about."""
    return {finding.row.partition(SUFFIX)[0] for finding in found}


def merging(name: str, inferred: Iterable[ox.Triple]) -> Iterator[Finding]:
    """What of ``inferred``, which follows with the links of a set, no link may lead to: a class or an identity of something of ours."""
    for triple in inferred:
        if triple.predicate in {RDF.type, OWL.sameAs} and isinstance(triple.subject, ox.NamedNode):
            subject = triple.subject.value
            yield _finding(name, "link-merges", subject, 0, "", str(triple.object), _path(subject))


class _Set:
    """One set with its scheme; ``findings`` walks its rows once, then looks at them together."""

    def __init__(self, mappings: MappingSet, scheme: Scheme, subjects: Subjects, today: dt.date | None) -> None:
        self.name, self.mappings, self.header = mappings.name, mappings.mappings, mappings.header
        self.scheme, self.subjects, self.today = scheme, subjects, today

    def findings(self) -> Iterator[Finding]:
        """Everything that is wrong with the set."""
        if self.header.object_source != self.scheme.target:
            line = self.header.lines.get("object_source", 1)
            yield _finding(self.name, "link-source", iris.graph(FOLDER, self.name), line, "object_source", self.header.object_source)
        for each in self.mappings:
            for rule, column, value in (*self._said(each), *self._told(each), *self._evidenced(each)):
                yield self._at(each, rule, column, value)
        yield from self._together()
        yield from self._uncovered()

    def _said(self, each: Mapping) -> Iterator[tuple[str, str, str]]:
        """What is wrong with what a row says."""
        known = self.subjects.get(each.subject, _UNKNOWN)
        kinds = known.kinds
        if not set(kinds) & set(self.scheme.covers):
            yield "link-subject", "subject_id", each.subject
        if known.names and each.subject_label not in known.names:
            yield "link-label", "subject_label", each.subject_label
        if OWL.sameAs.value in {each.predicate, each.object}:
            yield "link-owl-same-as", "predicate_id", each.predicate
        elif each.predicate not in self.scheme.predicates:
            yield "link-predicate", "predicate_id", each.predicate
        if kinds and (each.predicate in MATCHES) != (kinds[0] in _CONCEPTS):
            yield "link-concepts-only", "predicate_id", each.predicate
        if each.found:
            yield from self._identified(each, known)

    def _identified(self, each: Mapping, known: Known) -> Iterator[tuple[str, str, str]]:
        """What is wrong with the identifier of an object; one that is refuted may be wrong in every way but its form."""
        match = self.scheme.pattern.fullmatch(each.object)
        if not match:
            yield "link-object", "object_id", each.object
        for part, value in match.groupdict().items() if match and not each.negated else ():
            if value is None:
                continue
            if part in OWN and known.codes.get(part, value) != value:
                yield "link-own-code", "object_id", f"{value} ≠ {known.codes[part]}"
            if part == QUOTED and not link_evidence.names(each, value):
                yield "link-unquoted", "object_id", value
            if part in CHECKS and not CHECKS[part](value):
                yield "link-check-character", "object_id", value

    def _told(self, each: Mapping) -> Iterator[tuple[str, str, str]]:
        """What is wrong with who says so, when and why."""
        if each.justification not in JUSTIFICATIONS:
            yield "link-justification", "mapping_justification", each.justification
        latest = max(filter(None, (each.mapping_date, each.review_date)))
        if (each.review_date and each.review_date < each.mapping_date) or (self.today and latest > self.today):
            yield "link-dates", "review_date" if each.review_date else "mapping_date", latest.isoformat()
        if not each.reviewers or not each.review_date:
            yield "link-review", "review_date" if each.reviewers else "reviewer_label", ""
        if not each.comment:
            yield "link-evidence", "comment", ""
        if each.found and (each.confidence is None or (each.predicate == SCHEMA.sameAs.value and each.confidence < _SURE)):
            yield "link-confidence", "confidence", "" if each.confidence is None else str(each.confidence)
        if status(each) == "published" and each.predicate != HOMEPAGE and not each.object_label:
            yield "link-snapshot", "object_label", ""

    def _evidenced(self, each: Mapping) -> Iterator[tuple[str, str, str]]:
        """What the evidence of a row says against it."""
        if quoted := link_evidence.too_weak(each):
            yield "link-table-confidence", "comment", quoted
        if link_evidence.unmarked(each):
            yield "link-not-opened", "comment", each.object
        place = "places" in self.subjects.get(each.subject, _UNKNOWN).kinds
        if status(each) == "published" and each.predicate != HOMEPAGE and link_evidence.names_a_seat(each, place=place):
            yield "link-seat", "comment", each.object

    def _together(self) -> Iterator[Finding]:
        """What is wrong between rows: each row is told of an earlier one that it cannot stand beside."""
        objects: dict[str, str] = {}
        owners: dict[str, str] = {}
        states: dict[str, set[str]] = defaultdict(set)
        refuted = {(each.subject, each.object) for each in self.mappings if each.negated}
        for each in self.mappings:
            states[each.subject].add(status(each))
            if status(each) in {"published", "likely"} and each.predicate in {*IDENTITIES, LIKELY}:
                if objects.setdefault(each.subject, each.object) != each.object:
                    yield self._at(each, "link-two-objects", "object_id", objects[each.subject])
                if owners.setdefault(each.object, each.subject) != each.subject:
                    yield self._at(each, "link-two-subjects", "subject_id", owners[each.object])
            if not each.negated and (each.subject, each.object) in refuted:
                yield self._at(each, "link-refuted", "object_id", each.object)
            if "not-found" in states[each.subject] and states[each.subject] & {"published", "likely"}:
                yield self._at(each, "link-found-and-not", "object_id", each.subject)

    def _uncovered(self) -> Iterator[Finding]:
        """Those that the set covers and has no row for; that something was refuted does not say what is true."""
        present = {each.subject for each in self.mappings if not each.negated}
        for subject, known in self.subjects.items():
            if set(known.kinds) & set(self.scheme.covers) and subject not in present:
                yield _finding(self.name, "link-not-covered", subject, 0, "", "", _path(subject))

    def _at(self, each: Mapping, rule: str, column: str, value: str) -> Finding:
        return _finding(self.name, rule, iris.link(self.name, each.number), each.line, column, value, each.subject_label)


def _of_set(name: str, rule: str) -> Finding:
    return _finding(name, rule, iris.graph(FOLDER, name), 0, "", "")


def _path(subject: str) -> str:
    """What names a subject where no row does: the end of its IRI.

    >>> _path(iris.place("510100"))
    'id/place/510100'
    """
    return subject.removeprefix(iris.BASE)


def _finding(name: str, rule: str, focus: str, line: int, column: str, value: str, words: str = "") -> Finding:
    place = ":".join([f"{name}{SUFFIX}", *([str(line)] if line else []), *([column] if column else [])])
    known = LINKING[rule]
    return Finding(rule, "Violation", focus, known.message, known.remedy, row=place, words=words, value=value)

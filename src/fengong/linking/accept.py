"""Turning reviewed proposals into mappings of a link set. Nothing is accepted that a named person has not decided."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace
from decimal import Decimal

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.check.finding import Finding
from fengong.errors import BadReview, Fault
from fengong.linking.review import DECISIONS, SAME, Proposal, place
from fengong.linking.subjects import Subject
from fengong.reference.links import LIKELY, Scheme
from fengong.reference.sssom import NO_TERM_FOUND, Mapping, MappingSet
from fengong.reference.sssom_cells import BUILT_IN

JUSTIFICATION = "https://w3id.org/semapv/vocab/"
_IRIS = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_SHARE = re.compile(r"0(?:\.[0-9]{1,3})?|1(?:\.0{1,3})?")


@dataclass(frozen=True, slots=True)
class Accepted:
    """The set with its new mappings, how many of each decision, and the rows without one.

    ``replaced`` are the numbers of the “not found” that are now found, ``raised`` those of likely ones that are now the same.

    ``lines`` says of each new mapping, by its IRI, which line of the review decided it.
    """

    mappings: MappingSet
    counts: dict[str, int]
    undecided: int
    replaced: tuple[int, ...]
    raised: tuple[int, ...]
    lines: dict[str, int]


def expanded(rows: Iterable[Proposal], prefixes: Dict[str, str]) -> tuple[Proposal, ...]:
    """``rows`` with whole IRIs for the CURIEs in them: by ``prefixes``, which are a set's, then by those of SSSOM and of the project."""
    known = {**iris.PREFIXES, **BUILT_IN, **prefixes}
    return tuple(replace(row, cells=row.cells | {column: _whole(row[column].strip(), known) for column in _IRIS}) for row in rows)


def _whole(text: str, prefixes: Dict[str, str]) -> str:
    """
    >>> _whole("skos:closeMatch", {"skos": "http://s#"}), _whole("http://s#x", {"http": "no"}), _whole("a:b", {})
    ('http://s#closeMatch', 'http://s#x', 'a:b')
    """
    prefix, _, name = text.partition(":")
    return prefixes[prefix] + name if prefix in prefixes and name and not name.startswith("//") else text


def set_for(rows: tuple[Proposal, ...], known: Dict[str, Scheme], prefixes: Dict[str, Dict[str, str]]) -> tuple[str, ...]:
    """The sets, of those that have ``prefixes``, whose form all objects of the decided rows have, and their predicates."""
    return tuple(name for name, scheme in known.items() if name in prefixes and _fits(expanded(rows, prefixes[name]), scheme))


def _fits(rows: Iterable[Proposal], scheme: Scheme) -> bool:
    said = {(row["object_id"], row["predicate_id"]) for row in rows if row["decision"].strip() and row["object_id"] != NO_TERM_FOUND}
    return bool(said) and all(scheme.pattern.fullmatch(target) and predicate in scheme.predicates for target, predicate in said)


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decided, and on which day."""

    name: str
    day: dt.date


def accept(
    rows: tuple[Proposal, ...], into: MappingSet, scheme: Scheme | None, subjects: Dict[str, Subject], reviewer: Reviewer, path: str
) -> Accepted:
    """The set ``into`` with what was decided in ``rows``. New mappings get numbers above every one that was ever given.

    Raises BadReview with every row that is at fault: no decision at all, duplicates, contradictions, objects of another form.
    """
    decided = decided_of(rows, path)
    faults = [fault for row in decided for fault in _wrong(row, into, scheme, subjects)]
    faults += _against(decided, into)
    if faults:
        raise BadReview(path, tuple(sorted(faults, key=lambda fault: int(re.sub(r"\D", "", fault[0].en) or 0))))
    found = {row["subject_id"] for row in decided if _decision(row) == "accept"}
    same = {(row["subject_id"], row["object_id"]) for row in decided if _raises(row)}
    replaced = tuple(each.number for each in into.mappings if not each.found and each.subject in found)
    raised = tuple(each.number for each in into.mappings if _likely(each) and (each.subject, each.object) in same)
    kept = tuple(each for each in into.mappings if each.number not in {*replaced, *raised})
    last = max((each.number for each in into.mappings), default=0)
    new = tuple(_mapping(row, number, reviewer, subjects) for number, row in enumerate(decided, last + 1))
    lines = {iris.link(into.name, each.number): row.line for each, row in zip(new, decided, strict=True)}
    counts = {each: sum(_decision(row) == each for row in decided) for each in DECISIONS if each}
    return Accepted(replace(into, mappings=kept + new), counts, len(rows) - len(decided), replaced, raised, lines)


def keep_rules(done: Accepted, broken: Iterable[Finding], path: str) -> None:
    """Nothing new is among ``broken``, the rules that the sets would break. Raises BadReview with the rows that would."""
    faults = tuple(
        (place(done.lines.get(each.focus, 1), each.row.rpartition(":")[2] if each.focus in done.lines else ""), each.message, each.remedy)
        for each in broken
        if each.focus in done.lines or each.rule == "link-merges"
    )
    if faults:
        raise BadReview(path, faults)


def decided_of(rows: Iterable[Proposal], path: str) -> list[Proposal]:
    """The rows that somebody decided. Raises BadReview where there is none."""
    if decided := [row for row in rows if row["decision"].strip()]:
        return decided
    raise BadReview(path, ((place(1, "decision"), Bilingual(zh="没有一行有决定", en="no row has a decision"), _DECIDE),))


def _decision(row: Proposal) -> str:
    return row["decision"].strip().lower()


def _mapping(row: Proposal, number: int, reviewer: Reviewer, subjects: Dict[str, Subject]) -> Mapping:
    """The mapping that a decided row is; its subject is called what the graph calls it."""
    tool = row["mapping_tool"]
    rank = f"candidate {row['candidate_rank']}, score {row['candidate_score']}" if row["candidate_rank"] else "no candidate chosen"
    own = row["comment"].strip()
    return Mapping(
        number,
        row["subject_id"],
        subjects[row["subject_id"]].name,
        row["predicate_id"],
        row["object_id"],
        row["mapping_justification"],
        reviewer.day,
        (reviewer.name,),
        negated=_decision(row) == "not",
        object_label=_line(row["object_label"]),
        reviewers=(reviewer.name,),
        review_date=reviewer.day,
        confidence=_confidence(row),
        comment=_line(f"{own + '; ' if own else ''}proposed by {tool}: {rank}"),
    )


def _line(text: str) -> str:
    r"""``text`` as one line, without what a cell of a link set cannot hold: control characters and line ends are spaces.

    >>> _line(" a\tb\x07c ")
    'a b c'
    """
    return " ".join("".join(" " if unicodedata.category(each) in {"Cc", "Zl", "Zp"} else each for each in text).split())


def _confidence(row: Proposal) -> Decimal | None:
    text = row["confidence"].strip()
    return Decimal(text) if text else None


def _wrong(row: Proposal, into: MappingSet, scheme: Scheme | None, subjects: Dict[str, Subject]) -> Iterator[Fault]:
    """What is wrong with one decided row by itself."""
    decision, target = _decision(row), row["object_id"]
    if row["subject_id"] not in subjects:
        shown = printable(row["subject_id"])
        yield place(row.line, "subject_id"), Bilingual(zh=f"图中没有 {shown}", en=f"the graph has no {shown}"), _SUBJECT
    if (decision == "none") != (target == NO_TERM_FOUND):
        yield place(row.line, "decision"), Bilingual(zh=f"此行不能是 {decision}", en=f"{decision} is not for this row"), _NONE
    if target != NO_TERM_FOUND and scheme and not scheme.pattern.fullmatch(target):
        zh, en = f"「{printable(target)}」不合本集合的格式", f"“{printable(target)}” has not the form of this set"
        yield place(row.line, "object_id"), Bilingual(zh=f"{zh}：{scheme.pattern.pattern}", en=f"{en}: {scheme.pattern.pattern}"), _PATTERN
    if scheme and row["predicate_id"] not in scheme.predicates:
        allowed = " · ".join(sorted(scheme.predicates))
        shown = printable(row["predicate_id"])
        reason = Bilingual(zh=f"本集合没有谓词 {shown}", en=f"this set has no predicate {shown}")
        yield place(row.line, "predicate_id"), reason, Bilingual(zh=f"可用：{allowed}", en=f"there are: {allowed}")
    if not row["mapping_justification"].startswith(JUSTIFICATION):
        yield place(row.line, "mapping_justification"), Bilingual(zh="不是 semapv 词汇", en="is no term of semapv"), _LEFT
    known = into.header.prefixes | BUILT_IN
    for column in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
        if not any(row[column].startswith(namespace) and row[column] != namespace for namespace in known.values()):
            shown = printable(row[column])
            yield place(row.line, column), Bilingual(zh=f"文件头没有 {shown} 的前缀", en=f"the header has no prefix for {shown}"), _PREFIX
    if (share := row["confidence"].strip()) and not _SHARE.fullmatch(share):
        yield (
            place(row.line, "confidence"),
            Bilingual(zh="须在 0 与 1 之间，至多三位小数", en="it is between 0 and 1, with three digits"),
            _SMALL,
        )


def _raises(row: Proposal) -> bool:
    """Whether a row says that two things are the same, as which a likely mapping may be confirmed."""
    return _decision(row) == "accept" and row["predicate_id"] == SAME


def _likely(each: Mapping) -> bool:
    return each.predicate == LIKELY and each.found and not each.negated


def _against(decided: list[Proposal], into: MappingSet) -> Iterator[Fault]:
    """Rows that say again, or against, what another row or the set says."""
    pairs: dict[tuple[str, str], str] = {(each.subject, each.object): f"#{each.number}" for each in into.mappings}
    likely = {(each.subject, each.object) for each in into.mappings if _likely(each)}
    found: dict[str, str] = {
        each.subject: f"#{each.number}" for each in into.mappings if _identity(each.predicate, each.object, negated=each.negated)
    }
    taken: dict[str, tuple[str, str]] = {
        each.object: (each.subject, f"#{each.number}")
        for each in into.mappings
        if _identity(each.predicate, each.object, negated=each.negated)
    }
    for row in decided:
        subject, target, here = row["subject_id"], row["object_id"], f"line {row.line}"
        identity = _identity(row["predicate_id"], target, negated=_decision(row) == "not")
        if (subject, target) in likely and _raises(row):
            likely.remove((subject, target))  # it takes the place of the likely mapping; a second row for it is a duplicate
            if found.get(subject) == pairs[subject, target]:
                del found[subject]
        elif (subject, target) in pairs:
            yield place(row.line), _said(pairs[subject, target], "已有同样两端的对应", "these two are mapped already"), _TWICE
        if identity and subject in found:
            yield (
                place(row.line),
                _said(found[subject], "该主体已有相同（或很可能相同）者", "the subject has one that is the same, or likely so, already"),
                _TWICE,
            )
        if identity and target in taken and taken[target][0] != subject:
            yield (
                place(row.line),
                _said(taken[target][1], "该客体已是（或很可能是）别的主体", "the object is another subject of ours already, or likely so"),
                _TWICE,
            )
        pairs[subject, target] = here
        if identity:
            found[subject], taken[target] = here, (subject, here)
    for row in decided:
        if row["object_id"] == NO_TERM_FOUND and row["subject_id"] in found:
            yield (
                place(row.line),
                _said(found[row["subject_id"]], "却有相同（或很可能相同）者", "yet there is one that is the same, or likely so"),
                _TWICE,
            )


def _identity(predicate: str, target: str, *, negated: bool) -> bool:
    return predicate in {SAME, LIKELY} and target != NO_TERM_FOUND and not negated


def _said(where: str, zh: str, en: str) -> Bilingual:
    return Bilingual(zh=f"{zh}（{where.replace('line', '行')}）", en=f"{en} ({where})")


_DECIDE = Bilingual(zh="在 decision 一列写 accept、not 或 none", en="write accept, not or none in the column decision")
_SUBJECT = Bilingual(
    zh="不要改 subject_id；图谱若已变，重新 --propose", en="leave subject_id as it was; if the graph has changed, --propose anew"
)
_NONE = Bilingual(
    zh="none 只用于没有候选的末行（sssom:NoTermFound），accept 和 not 用于候选",
    en="none is for the last row (sssom:NoTermFound) of a subject, accept and not are for candidates",
)
_PATTERN = Bilingual(zh="换一个集合（--set），或不接受该行", en="choose another --set, or do not accept the row")
_PREFIX = Bilingual(zh="在该集合文件头的 curie_map 中加上前缀", en="add the prefix to the curie_map in the header of the set")
_LEFT = Bilingual(zh="恢复 --propose 写出的值", en="put back what --propose wrote")
_SMALL = Bilingual(zh="写成 0.95 这样的小数，或留空", en="write a decimal such as 0.95, or leave it empty")
_TWICE = Bilingual(zh="只留一种说法：清空一行的 decision，或先改集合文件", en="leave one of them: empty a decision, or mend the set first")

"""A table understood: each printed name with the body it denotes and the body adopted for it. No RDF yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fengong.bilingual import Bilingual
from fengong.reference.bodies import Body, Reference
from fengong.reference.metadata import Correction, Corrections, Excused, TableMetadata
from fengong.text import promise
from fengong.text.promise import PromiseWords
from fengong.text.span import Span
from fengong.text.table import Problem, Reading
from fengong.text.tree import Clause, PrintedName, Promise, Row, Unread


@dataclass(frozen=True, slots=True)
class Mention:
    """One printed name: its body as printed and as adopted; ``None`` where no reviewed table lists it."""

    name: PrintedName
    position: int
    printed: Body | None
    adopted: Body | None
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One clause with its mentions; ``index`` counts from 1."""

    clause: Clause
    index: int
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One row with its assignments and what its words promise."""

    row: Row
    assignments: tuple[Assignment, ...]
    promise: Promise


@dataclass(frozen=True, slots=True)
class Understood:
    """A whole table, ready to be said in RDF, and every problem met on the way."""

    metadata: TableMetadata
    tasks: tuple[Task, ...]
    problems: tuple[Problem, ...]


def understand(
    reading: Reading, metadata: TableMetadata, corrections: Corrections, reference: Reference, words: PromiseWords
) -> Understood:
    """Resolve every printed name of ``reading`` within the table's jurisdiction, apply the reviewed corrections, and read the promises."""
    numbers = Counter([*(row.number for row in reading.table.rows), *(p.number for p in reading.problems if p.unread)])
    problems: list[Problem] = [_excused(problem, corrections, numbers) for problem in reading.problems]
    used: Counter[Correction] = Counter()
    tasks = []
    for row in reading.table.rows:
        pending = {(c.printed, c.occurrence): c for c in corrections.corrections if c.row == row.id}
        assignments, position, printed = [], 0, Counter[str]()
        for index, clause in enumerate(row.cell.clauses, 1):
            mentions = []
            for name in clause.names:
                position += 1
                printed[name.words] += 1
                correction = pending.get((name.words, printed[name.words]))
                used.update([correction] if correction else [])
                mention, found = _mention(name, position, correction, row, metadata, reference)
                mentions.append(mention)
                problems += found
            assignments.append(Assignment(clause, index, tuple(mentions)))
        promised = promise.read(row.task, words, offset=row.task_span.start)
        problems += _unread_words(row, promised)
        tasks.append(Task(row, tuple(assignments), promised))
    problems += _unused(corrections, used, reading)
    problems.sort(key=lambda problem: (problem.span.start, problem.rule))
    return Understood(metadata, tuple(tasks), tuple(problems))


def _mention(
    name: PrintedName,
    position: int,
    correction: Correction | None,
    row: Row,
    metadata: TableMetadata,
    reference: Reference,
) -> tuple[Mention, list[Problem]]:
    printed, problems = _one(name.words, name.span, row, metadata, reference)
    if not correction:
        return Mention(name, position, printed, printed), problems
    adopted, wrong = _one(correction.adopted, name.span, row, metadata, reference)
    if adopted is None:
        detail = Bilingual(zh=f"「{correction.adopted}」：{wrong[0].detail.zh}", en=f"{correction.adopted}: {wrong[0].detail.en}")
        unresolved = replace(wrong[0], rule="correction-without-body", severity="Violation", detail=detail)
        return Mention(name, position, printed, printed), [*problems, unresolved]
    return Mention(name, position, printed, adopted, correction), []


def _one(words: str, span: Span, row: Row, metadata: TableMetadata, reference: Reference) -> tuple[Body | None, list[Problem]]:
    """The one body that ``words`` denote here, or none and the problem that says why."""
    found = reference.resolve(words, metadata.jurisdiction)
    if len(found) == 1:
        return found[0], []
    if found:
        candidates = " · ".join(f"{body.name_zh}（{body.id}）" for body in found)
        detail = Bilingual(zh=f"可指：{candidates}", en=f"it may be any of: {candidates}")
        return None, [Problem("ambiguous-body", "Warning", row.label, words, span, detail, row.line, row.id, row.number)]
    nearest = " · ".join(reference.nearest(words, metadata.jurisdiction))
    detail = (
        Bilingual(zh=f"最接近的：{nearest}", en=f"nearest: {nearest}") if nearest else Bilingual(zh="没有相近的名称", en="nothing is near")
    )
    return None, [Problem("unlisted-body", "Warning", row.label, words, span, detail, row.line, row.id, row.number)]


def _unread_words(row: Row, promised: Promise) -> Iterator[Problem]:
    for piece in promised.pieces:
        if isinstance(piece, Unread):
            yield Problem("unread-words", "Info", row.label, piece.words, piece.span, line=row.line, row_id=row.id, number=row.number)


def _excused(problem: Problem, corrections: Corrections, numbers: Mapping[int | None, int]) -> Problem:
    """An unread row that `corrections.toml` lists with a reason is known: worth knowing, no longer a violation.

    A number that is printed twice names no row: such a row is listed by its line.
    """
    for excused in corrections.unread:
        if problem.unread and _names(excused, problem) and (excused.line or numbers[problem.number] == 1):
            return replace(problem, rule="row-left-out", severity="Info", detail=excused.reason)
    return problem


def _names(excused: Excused, problem: Problem) -> bool:
    return excused.line == problem.line if excused.line else str(problem.number) == excused.row


def _unused(corrections: Corrections, used: Mapping[Correction, int], reading: Reading) -> Iterator[Problem]:
    for correction in corrections.corrections:
        if correction not in used:
            detail = Bilingual(
                zh=f"第{correction.row}行没有第 {correction.occurrence} 处「{correction.printed}」",
                en=f"row {correction.row} has no occurrence no. {correction.occurrence} of {correction.printed}",
            )
            yield Problem("correction-without-place", "Violation", f"第{correction.row}行", correction.printed, Span(0, 0), detail)
    for excused in corrections.unread:
        if not any(problem.unread and _names(excused, problem) for problem in reading.problems):
            place = f"第{excused.row}行" if excused.row else f"第{excused.line}行（源文件行号）"
            detail = Bilingual(
                zh=f"{place}读得出来，或没有这一行，不必列入",
                en=f"row {excused.row or f'on line {excused.line}'} can be read, or is not there: it need not be listed",
            )
            yield Problem("correction-without-place", "Violation", place, excused.row or str(excused.line), Span(0, 0), detail)

"""`read`: show what would be understood of a file, row by row, and what is unsure. Nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fengong.bilingual import Bilingual, Lang
from fengong.builder import inputs as build_inputs
from fengong.builder.table import Ground, load_source
from fengong.caret import printable
from fengong.check.finding import ordered
from fengong.check.rules import findings
from fengong.cli.report import written
from fengong.cli.settings import emit, settings, settings_options, tell
from fengong.errors import UnknownJurisdiction
from fengong.reference.metadata import Corrections, TableMetadata, load_corrections, load_metadata
from fengong.reference.understand import Assignment, Mention, Task, Understood, understand
from fengong.text import table
from fengong.text.source import MAX_SIZE, SourceText
from fengong.text.tree import Deadline, LeadIn, Measure, Promise, Target, Unread

ROLE_COLOURS = ("red", "blue", "magenta", "green", "yellow", "cyan")
SUMMARY = Bilingual(
    zh="{rows} 行、{clauses} 条条款、{names} 处单位名称、{measures} 项措施、{targets} 个目标；未读 {unread} 行，存疑 {unsure} 处。",
    en="{rows:row|rows}, {clauses:clause|clauses}, {names:name|names}, {measures:measure|measures}, {targets:target|targets}; "
    "{unread:row|rows} not read, {unsure:name|names} unsure.",
)
NO_JURISDICTION = Bilingual(
    zh="未给出辖区，简称一概不解析；用 --jurisdiction 代码（例如 510000）指定。",
    en="no jurisdiction is given, so short forms are not resolved; give --jurisdiction CODE (for example 510000).",
)
DECODED = Bilingual(zh="按 {encoding} 解码。", en="decoded as {encoding}.")
TARGET = Bilingual(zh="目标", en="target")
UNREAD = Bilingual(zh="未读", en="not understood")
NOWHERE = ""


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--jurisdiction", metavar="CODE", help="Whose table this is: a GB/T 2260 code, or cn. 辖区代码。")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to show it. 格式。")
@click.option(
    "--max-size",
    type=click.IntRange(1),
    default=MAX_SIZE,
    show_default=True,
    metavar="BYTES",
    help="Largest file read. 文件大小上限。",
)
@settings_options
@click.pass_context
def read(
    ctx: click.Context,
    *,
    file: Path,
    jurisdiction: str | None,
    form: str,
    max_size: int,
    workspace: str | None,
    lang: str | None,
) -> None:
    """Show what would be understood of FILE, row by row, coloured by role, with what is unsure.

    逐行显示读出的内容，按角色着色，并标出存疑之处；不写任何文件。

    \b
    fengong read table.txt --jurisdiction 510000
    """  # noqa: D301
    where, said = settings(workspace, lang)
    ground = Ground(build_inputs.find(where))
    source, understood = _understood(file, jurisdiction, ground, max_size)
    found = ordered(findings(understood))
    if form == "json":
        emit(json.dumps(_described(understood, source), ensure_ascii=False, indent=1) + "\n", None)
    else:
        colours = {slug: ROLE_COLOURS[i % len(ROLE_COLOURS)] for i, slug in enumerate(ground.vocabulary.roles)}
        names = {slug: Bilingual(zh=role.name_zh, en=role.name_en) for slug, role in ground.vocabulary.roles.items()}
        for task in understood.tasks:
            click.echo(_task(task, colours, names, ground.vocabulary.strengths, said))
    click.echo(written(found, said), nl=False, err=True)
    _summary(understood, source, said)
    if not understood.metadata.jurisdiction:
        tell(NO_JURISDICTION, said)
    ctx.exit(1 if any(finding.severity == "Violation" for finding in found) else 0)


def _understood(file: Path, jurisdiction: str | None, ground: Ground, max_size: int) -> tuple[SourceText, Understood]:
    """Read ``file``; beside it, source.toml and corrections.toml count when they are there and no jurisdiction was given."""
    reference = ground.reference
    metadata, corrections = (
        TableMetadata(file.stem, file.name, "", jurisdiction or NOWHERE, file.stem, ""),
        Corrections(),
    )
    if jurisdiction and jurisdiction not in reference.place_of:
        raise UnknownJurisdiction(jurisdiction, str(ground.inputs.reference / "places.csv"))
    if not jurisdiction and (file.parent / "source.toml").is_file():
        beside = load_metadata(file.parent, reference)
        if beside.file == file.name:
            metadata, corrections = beside, load_corrections(file.parent)
    source = load_source(file, ground, max_size=max_size)
    reading = table.read(source.text, lexicon=ground.vocabulary.lexicon, path=str(file), table=metadata.id)
    return source, understand(reading, metadata, corrections, reference, ground.vocabulary.promises)


def _task(task: Task, colours: dict[str, str], names: dict[str, Bilingual], strengths: dict[str, Bilingual], lang: Lang) -> str:
    lines = [click.style(task.row.label, bold=True) + f"  {printable(task.row.task)}"]
    lines += [_measure(index, measure, strengths, lang) for index, measure in enumerate(task.promise.measures, 1)]
    lines += [f"    {TARGET.said(lang)}  {_target(target)}" for target in task.promise.targets]
    lines += [f"    {UNREAD.said(lang)}  {printable(piece.words)}" for piece in task.promise.pieces if isinstance(piece, Unread)]
    for assignment in task.assignments:
        role = assignment.clause.role
        label = click.style(f"{names[role].said(lang)}", fg=colours[role], bold=True)
        parts = [_mention(mention, colours[role]) for mention in assignment.mentions]
        parts += [click.style(printable(phrase.words), fg=colours[role], dim=True) for phrase in assignment.clause.open_phrases]
        lines.append(f"    {label}  {' · '.join(parts)}")
    return "\n".join(lines)


def _measure(index: int, measure: Measure, strengths: dict[str, Bilingual], lang: Lang) -> str:
    """One measure: how firm it is, its words with the act word marked, what it brings about and by when."""
    before, behind = measure.words[: measure.words.rindex(measure.verb + measure.object)], measure.object
    words = printable(before) + click.style(printable(measure.verb), underline=True) + printable(behind)
    made = "".join(f"  ⇒ {printable(each.name)}" for each in measure.deliverables)
    due = f"  ⏰ {measure.deadline.day or printable(measure.deadline.phrase)}" if measure.deadline else ""
    return f"    {index}. {click.style(strengths[measure.strength].said(lang), dim=True)}  {words}{made}{due}"


def _target(target: Target) -> str:
    """One target: its words and, where the words around it say more, for whom, of what and by when."""
    more = (target.applies_to, target.base, target.deadline.day if target.deadline else "")
    return " · ".join(printable(words) for words in (target.words, *more) if words)


def _mention(mention: Mention, colour: str) -> str:
    words = click.style(printable(mention.name.words), fg=colour)
    if mention.adopted is None:
        return words + click.style(" ?", fg="yellow", bold=True)
    if mention.printed != mention.adopted:
        return words + click.style(f" → {mention.adopted.name_zh} !", fg="yellow")
    return words


def _summary(understood: Understood, source: SourceText, lang: Lang) -> None:
    assignments = [assignment for task in understood.tasks for assignment in task.assignments]
    mentions = [mention for assignment in assignments for mention in assignment.mentions]
    promises = [task.promise for task in understood.tasks]
    tell(
        SUMMARY,
        lang,
        rows=len(understood.tasks),
        clauses=len(assignments),
        names=len(mentions),
        measures=sum(len(promise.measures) for promise in promises),
        targets=sum(len(promise.targets) for promise in promises),
        unread=sum(problem.unread for problem in understood.problems),
        unsure=sum(mention.adopted is None for mention in mentions),
    )
    if source.encoding != "utf-8":
        tell(DECODED, lang, encoding=source.encoding)


def _described(understood: Understood, source: SourceText) -> dict[str, object]:
    return {
        "encoding": source.encoding,
        "sha256": source.sha256,
        "rows": [
            {
                "row": task.row.id,
                "number": task.row.number,
                "line": task.row.line,
                "task": task.row.task,
                "clauses": [_clause(a) for a in task.assignments],
                **_promised(task.promise),
            }
            for task in understood.tasks
        ],
        "findings": [
            {
                "rule": f.rule,
                "severity": f.severity,
                "row": f.row,
                "words": f.words,
                "message": {"zh": f.message.zh, "en": f.message.en},
            }
            for f in ordered(findings(understood))
        ],
    }


def _promised(promise: Promise) -> dict[str, object]:
    return {
        "measures": [
            {
                "words": measure.words,
                "start": measure.span.start,
                "end": measure.span.end,
                "verb": measure.verb,
                "strength": measure.strength,
                "object": measure.object,
                "deliverables": [{"kind": each.kind, "name": each.name} for each in measure.deliverables],
                "deadline": _deadline(measure.deadline),
            }
            for measure in promise.measures
        ],
        "leadIns": [piece.words for piece in promise.pieces if isinstance(piece, LeadIn)],
        "unread": [piece.words for piece in promise.pieces if isinstance(piece, Unread)],
        "targets": [
            {
                "words": target.words,
                "comparator": target.comparator,
                "minimum": target.minimum or None,
                "maximum": target.maximum or None,
                "unit": target.unit_text,
                "perQuantity": target.per_quantity or None,
                "perUnit": target.per_unit or None,
                "appliesTo": target.applies_to or None,
                "base": target.base or None,
                "deadline": _deadline(target.deadline),
            }
            for target in promise.targets
        ],
        "periods": [{"words": period.words, "start": period.start, "end": period.end} for period in promise.periods],
        "topics": {mention.topic: list(mention.words) for mention in promise.topics},
    }


def _deadline(deadline: Deadline | None) -> dict[str, str | None] | None:
    return {"day": deadline.day or None, "phrase": deadline.phrase} if deadline else None


def _clause(assignment: Assignment) -> dict[str, object]:
    clause = assignment.clause
    return {
        "role": clause.role,
        "wording": clause.wording,
        "start": clause.span.start,
        "end": clause.span.end,
        "names": [
            {
                "printed": mention.name.words,
                "start": mention.name.span.start,
                "end": mention.name.span.end,
                "printedBody": mention.printed.id if mention.printed else None,
                "body": mention.adopted.id if mention.adopted else None,
            }
            for mention in assignment.mentions
        ],
        "openPhrases": [phrase.words for phrase in clause.open_phrases],
    }

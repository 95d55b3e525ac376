"""One side of a comparison: a table of the workspace, a table folder, or a source file. Read from its source; nothing is built."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.builder.table import Ground, load_source
from fengong.errors import ChangedSource, UnknownJurisdiction, UnknownName, UnreadableFile
from fengong.reference.metadata import Corrections, TableMetadata, load_corrections, load_metadata
from fengong.reference.understand import Assignment, Task, Understood, understand
from fengong.text import layout, table
from fengong.text.norm import key
from fengong.text.source import MAX_SIZE
from fengong.text.tree import Target

TABLE = Bilingual(zh="分工表、文件夹或文件", en="table, folder or file")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a side: ``id`` is 12, or 12-2 where a number is printed twice; ``words`` is the task, ``cell`` who is responsible.

    ``read`` is False for a row whose responsibility could not be read: its task is compared, its responsibilities are not.
    ``targets`` are what the task promises in figures, as `fengong.compare.targets` compares them.
    """

    iri: str
    id: str
    number: int
    line: int
    words: str
    cell: str
    assignments: tuple[Assignment, ...] = ()
    targets: tuple[Target, ...] = ()
    read: bool = True

    @property
    def label(self) -> str:
        """What a person calls this row."""
        return f"第{self.id}行"


@dataclass(frozen=True, slots=True)
class Side:
    """A table ready to be compared.

    ``coordinate`` is its place below ``id/``: the id of a table of the workspace; anything else is a version, known by its hash.
    ``fingerprint`` changes with all that decides its reading. A side that ``borrows`` has no source.toml, so the reviewed
    corrections of the other side count for the same rows here. ``broken`` tells that a row could not be read, unexcused.
    """

    given: str
    coordinate: str
    title: str
    sha256: str
    jurisdiction: str
    fingerprint: str
    entries: tuple[Entry, ...]
    left_out: tuple[str, ...] = ()
    borrows: bool = False
    broken: bool = False

    @property
    def unread(self) -> tuple[str, ...]:
        """Labels of the rows that could not be read, in whole or in part."""
        return (*(entry.label for entry in self.entries if not entry.read), *self.left_out)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a side comes from, before it is read. ``metadata`` is None for a file with nothing beside it."""

    given: str
    path: Path
    metadata: TableMetadata | None = None
    corrections: Corrections = field(default_factory=Corrections)
    own: bool = False


def find(given: str, ground: Ground) -> Found:
    """The table of the workspace called ``given``, else the table folder or the source file there.

    What is named as a table must be the table that its source.toml describes. A file that is named itself is read as it
    stands; source.toml and corrections.toml beside it count when they speak of it.
    Raises UnknownName, UnreadableFile, ChangedSource, BadHandKeptFile.
    """
    path = Path(given)
    known = {folder.name: folder for folder in ground.inputs.tables}
    folder = known.get(given) or (path if path.is_dir() else None)
    if folder:
        facts = load_metadata(folder.resolve(), ground.reference)
        source = folder / facts.file
        if source.is_file() and (found := hashlib.sha256(source.read_bytes()).hexdigest()) != facts.sha256:
            raise ChangedSource(str(source), facts.sha256, found)
        own = folder.resolve() in {each.resolve() for each in known.values()}
        return Found(given, source, facts, load_corrections(folder), own)
    if not path.exists():
        if path.name != given or path.suffix:
            raise UnreadableFile(given, "No such file or directory")
        raise UnknownName(TABLE, given, tuple(known))
    beside = path.resolve().parent
    if (beside / "source.toml").is_file() and (facts := load_metadata(beside, ground.reference)).file == path.name:
        return Found(given, path, facts, load_corrections(beside))
    return Found(given, path)


def load(found: Found, ground: Ground, *, jurisdiction: str = "", max_size: int = MAX_SIZE) -> Side:
    """Read a side. ``jurisdiction`` counts where the side has none of its own; with none at all, short forms are not resolved.

    Raises SourceError, UnknownJurisdiction.
    """
    metadata = found.metadata or TableMetadata(found.path.stem, found.path.name, "", jurisdiction, "", "")
    if metadata.jurisdiction and metadata.jurisdiction not in ground.reference.place_of:
        raise UnknownJurisdiction(metadata.jurisdiction, str(ground.inputs.reference / "places.csv"))
    lexicon = ground.vocabulary.lexicon
    source = load_source(found.path, ground, max_size=max_size)
    reading = table.read(source.text, lexicon=lexicon, path=str(found.path), table=metadata.id)
    understood = understand(reading, metadata, found.corrections, ground.reference, ground.vocabulary.promises)
    coordinate = metadata.id if found.own else iris.version(source.sha256)
    raw = {row.line: row for row in layout.sheet(source.text, lexicon, path=str(found.path)).rows}
    entries = [_entry(task, coordinate) for task in understood.tasks]
    entries += _half_read(understood, raw, coordinate)
    lines = {entry.line for entry in entries}
    return Side(
        found.given,
        coordinate,
        metadata.title_zh or _title(reading.table.heading) or found.path.name,
        source.sha256,
        metadata.jurisdiction,
        "\0".join((source.sha256, metadata.jurisdiction, repr(found.corrections))),
        tuple(sorted(entries, key=lambda entry: entry.line)),
        tuple(problem.row for problem in understood.problems if problem.unread and problem.line not in lines),
        borrows=found.metadata is None,
        broken=any(problem.unread and problem.severity == "Violation" for problem in understood.problems),
    )


def _entry(task: Task, coordinate: str) -> Entry:
    row = task.row
    return Entry(
        iris.task(coordinate, row.id),
        row.id,
        row.number,
        row.line,
        row.task,
        row.cell_words,
        task.assignments,
        targets=task.promise.targets,
    )


def _half_read(understood: Understood, raw: dict[int, layout.RawRow], coordinate: str) -> Iterator[Entry]:
    """Rows that are not in the table because their responsibility cannot be read: were they left out, they would look dropped."""
    for problem in understood.problems:
        if problem.unread and problem.line in raw and problem.number is not None:
            words = {column: cell.words for column, cell in raw[problem.line].cells.items()}
            if key(words.get("task", "")):
                this = iris.unread_row(coordinate, problem.line)
                cell = words.get("responsibility", "")
                yield Entry(this, str(problem.number), problem.number, problem.line, words["task"], cell, read=False)


def _title(heading: tuple[str, ...]) -> str:
    return heading[-1] if heading else ""

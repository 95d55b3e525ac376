"""The review file: candidates for a person to decide on, one a line, written by `--propose` and read by `--accept`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.errors import BadReview, Fault, UnreadableFile
from fengong.linking.reconciliation import Candidate, Manifest
from fengong.linking.subjects import Subject
from fengong.reference.sssom import NO_TERM_FOUND
from fengong.text import delimited

COLUMNS = (
    "decision", "confidence", "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "candidate_rank", "candidate_score", "candidate_match", "candidate_type", "candidate_description", "object_source", "mapping_tool",
    "comment",
)  # fmt: skip
DECISIONS = ("", "accept", "not", "none")
LEXICAL = "https://w3id.org/semapv/vocab/LexicalMatching"
SAME = "https://schema.org/sameAs"
CLOSE = "http://www.w3.org/2004/02/skos/core#closeMatch"
_GUARDED = ("=", "+", "-", "@", "'")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One row of a review file, by its columns; ``line`` is where it stands."""

    cells: dict[str, str]
    line: int = 0

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def proposals(subject: Subject, found: Iterable[Candidate], service: Manifest, url: str) -> Iterator[Proposal]:
    """The rows for one subject: its candidates by rank, and a last one for “none of these”."""
    shared = {
        "subject_id": subject.iri,
        "subject_label": subject.name,
        "predicate_id": CLOSE if subject.concept else SAME,
        "mapping_justification": LEXICAL,
        "object_source": service.space,
        "mapping_tool": f"{service.name} <{url}>",
    }
    empty = dict.fromkeys(COLUMNS, "")
    for rank, each in enumerate(found, 1):
        own = {
            "object_id": object_iri(service.space, each.id),
            "object_label": each.name,
            "candidate_rank": str(rank),
            "candidate_score": f"{each.score:g}",
            "candidate_match": "true" if each.match else "false",
            "candidate_type": " | ".join(each.types),
            "candidate_description": each.description,
        }
        yield Proposal(empty | shared | own)
    yield Proposal(empty | shared | {"object_id": NO_TERM_FOUND})


def object_iri(space: str, identifier: str) -> str:
    """The IRI of what a service calls ``identifier``.

    >>> object_iri("http://www.wikidata.org/entity/", "Q148"), object_iri("http://example.org/x", "7"), object_iri("a", "http://b/7")
    ('http://www.wikidata.org/entity/Q148', 'http://example.org/x/7', 'http://b/7')
    """
    if "://" in identifier:
        return identifier
    return space + identifier if space.endswith(("/", "#", "=", ":")) else f"{space}/{identifier}"


def written(rows: Iterable[Proposal]) -> str:
    """The review file. A cell that a spreadsheet would take for a formula begins with an apostrophe, which `read` takes away."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_guarded(row[column]) for column in COLUMNS] for row in rows)
    return out.getvalue()


def load(path: Path) -> tuple[Proposal, ...]:
    """The rows of the review file at ``path``. Raises UnreadableFile, BadReview."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        reason = Bilingual(zh=f"字节偏移 {error.start} 处不是 UTF-8", en=f"the byte at offset {error.start} is not UTF-8")
        raise BadReview(str(path), ((place(1), reason, _ENCODING),)) from error
    return read(text, str(path))


def read(text: str, path: str) -> tuple[Proposal, ...]:
    """The rows in ``text``; ``path`` names it in errors. Raises BadReview."""
    lines = delimited.rows(text, "\t")
    rows: list[Proposal] = []
    faults: list[Fault] = []
    try:
        if tuple(next(lines, (1, []))[1]) != COLUMNS:
            raise BadReview(
                path, ((place(1), Bilingual(zh="列名不是 --propose 写出的", en="the header is not that of --propose"), _HEADER),)
            )
        for line, values in lines:
            if len(values) != len(COLUMNS) and any(values):
                count = len(values)
                faults.append((place(line), Bilingual(zh="有 {count} 格", en="{count:cell|cells}").fill(count=count), _CELLS))
            elif any(values):
                rows.append(Proposal({column: _bare(value) for column, value in zip(COLUMNS, values, strict=True)}, line))
    except delimited.NotDelimited as error:
        faults.append((place(error.line), Bilingual(zh=f"不是有效的 TSV：{error}", en=f"not valid TSV: {error}"), _CELLS))
    for row in rows:
        if row["decision"].strip().lower() not in DECISIONS:
            shown = printable(row["decision"])
            faults.append((place(row.line, "decision"), Bilingual(zh=f"「{shown}」", en=f"“{shown}”"), _DECISION))
    if faults:
        raise BadReview(path, tuple(faults))
    return tuple(rows)


def place(line: int, column: str = "") -> Bilingual:
    """Where something stands in a review file."""
    return Bilingual(zh=f"第 {line} 行{'，' + column if column else ''}", en=f"line {line}{', ' + column if column else ''}")


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_GUARDED) else cell


def _bare(cell: str) -> str:
    return cell.removeprefix("'")


_ENCODING = Bilingual(zh="另存为 UTF-8", en="save it as UTF-8")
_HEADER = Bilingual(zh=f"列名须为（制表符分隔）：{' '.join(COLUMNS)}", en=f"the columns are, separated by tabs: {' '.join(COLUMNS)}")
_CELLS = Bilingual(zh=f"每行应有 {len(COLUMNS)} 格，以制表符分隔", en=f"a row has {len(COLUMNS)} cells, separated by tabs")
_DECISION = Bilingual(zh="写 accept、not、none，或留空", en="write accept, not or none, or leave it empty")

"""Link sets as SSSOM/TSV (specification 1.1): read strictly, and written in one way only.

Columns and header keys are those of the specification that a link of ours needs; any other is an error, not something left out in silence.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.errors import BadLinkSet
from fengong.reference.sssom_cells import BUILT_IN, Cell, Faults, compact, joined
from fengong.reference.sssom_header import Header, read_header, written_header
from fengong.text import delimited

SUFFIX = ".sssom.tsv"
NO_TERM_FOUND = BUILT_IN["sssom"] + "NoTermFound"
"""The object of a mapping that says: looked for, and not found."""

COLUMNS = (
    "record_id", "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "author_label", "reviewer_label", "object_source_version", "mapping_tool", "mapping_date",
    "review_date", "confidence", "reviewer_agreement", "similarity_score", "see_also", "comment",
)  # fmt: skip
"""Every column there may be, in the order of the specification's list of slots."""
REQUIRED = (
    "record_id", "subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification", "author_label", "mapping_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row: whether and how ``subject`` is linked to ``object``, who says so, when and why. IRIs are whole.

    ``number`` is the n of the mapping's own IRI: assigned once, never reused. ``negated`` refutes: subject and object are *not* so
    related. ``comment`` is the evidence, in the words of whoever looked. ``line`` is where the file says so.
    """

    number: int
    subject: str
    subject_label: str
    predicate: str
    object: str
    justification: str
    mapping_date: dt.date
    authors: tuple[str, ...]
    negated: bool = False
    object_label: str = ""
    reviewers: tuple[str, ...] = ()
    object_source_version: str = ""
    tool: str = ""
    review_date: dt.date | None = None
    confidence: Decimal | None = None
    agreement: Decimal | None = None
    similarity: Decimal | None = None
    see_also: tuple[str, ...] = ()
    comment: str = ""
    line: int = field(default=0, compare=False)

    @property
    def found(self) -> bool:
        """Whether there is an object at all; else the row says that one was looked for."""
        return self.object != NO_TERM_FOUND


@dataclass(frozen=True, slots=True)
class MappingSet:
    """One link set: what its header says, and its mappings by rising number. ``path`` is the file it was read from."""

    header: Header
    mappings: tuple[Mapping, ...]
    path: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """The set's name: that of its file, and the last part of the IRI of its graph."""
        return self.header.set_id.removeprefix(iris.graph("links", ""))


def load(path: Path) -> MappingSet:
    """The link set in the file at ``path``, which must be called after the set.

    Raises BadLinkSet with every fault, each with its line and column.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, 1, f"打不开：{error.strerror}", f"cannot be opened: {error.strerror}") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"字节偏移 {error.start} 处不是 UTF-8", f"the byte at offset {error.start} is not UTF-8"
        raise _unreadable(path, line, *reason) from error
    if text.startswith("\ufeff"):
        raise _unreadable(path, 1, "文件以字节顺序标记开头", "the file begins with a byte order mark")
    return read(text, path=str(path), name=path.name.removesuffix(SUFFIX))


def read(text: str, *, path: str, name: str) -> MappingSet:
    """The link set ``name`` in ``text``; ``path`` names it in errors. Raises BadLinkSet."""
    faults = Faults()
    lines = text.split("\n")
    count = next((index for index, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = read_header(lines[:count], name, faults)
    mappings = tuple(_mappings("\n".join(lines[count:]), count, header, faults)) if header else ()
    if faults.found or header is None:
        raise BadLinkSet(path, tuple(faults.found))
    return MappingSet(header, mappings, path)


def _mappings(table: str, above: int, header: Header, faults: Faults) -> Iterator[Mapping]:
    """The rows of ``table``, which stands below ``above`` lines of header. Faults go to ``faults``."""
    lines, last = ((above + line, values) for line, values in delimited.rows(table, "\t")), 0
    try:
        line, columns = next(lines, (above + 1, []))
        if not _good_columns(columns, line, faults):
            return
        for line, values in lines:
            if len(values) != len(columns):
                zh = f"应有 {len(columns)} 列，此处 {len(values)} 列"
                faults.add(line, "", zh, f"{len(columns)} columns expected, {len(values)} found", _TABS)
            elif mapping := _mapping(dict(zip(columns, values, strict=True)), line, header, faults):
                if mapping.number <= last:
                    zh, en = f"编号 {mapping.number} 不大于上一行的 {last}", f"the number {mapping.number} is not above {last} before it"
                    faults.add(line, "record_id", zh, en, _NUMBERS)
                last = mapping.number
                yield mapping
    except delimited.NotDelimited as error:
        faults.add(above + error.line, "", f"不是有效的 TSV：{error}", f"not valid TSV: {error}", _TABS)


def _good_columns(columns: list[str], line: int, faults: Faults) -> bool:
    before = len(faults.found)
    for column in columns:
        if column not in COLUMNS:
            faults.add(line, column, "没有这个列", "there is no such column", _COLUMNS)
        elif columns.count(column) > 1:
            faults.add(line, column, "列名重复", "the column is there twice", _COLUMNS)
    for column in REQUIRED:
        if column not in columns:
            faults.add(line, column, "缺少这一列", "the column is missing", _COLUMNS)
    return len(faults.found) == before


def _mapping(cells: dict[str, str], line: int, header: Header, faults: Faults) -> Mapping | None:
    """The mapping that ``cells`` hold, or nothing where a cell has a fault."""
    before = len(faults.found)

    def cell(column: str) -> Cell:
        return Cell(cells.get(column, ""), line, column, faults, required=column in REQUIRED)

    record = cell("record_id").iri(header.prefixes)
    number = record.removeprefix(iris.link(header.name, ""))
    if record and not _NUMBER.fullmatch(number):
        faults.add(line, "record_id", f"「{record}」不是本集合的编号", f"{record} is no number of this set", _NUMBERS)
    values = {
        "subject": cell("subject_id").iri(header.prefixes),
        "subject_label": cell("subject_label").text(),
        "predicate": cell("predicate_id").iri(header.prefixes),
        "negated": bool(cell("predicate_modifier").one_of(("", "Not"))),
        "object": cell("object_id").iri(header.prefixes),
        "object_label": cell("object_label").text(),
        "justification": cell("mapping_justification").iri(header.prefixes),
        "authors": cell("author_label").texts(),
        "reviewers": cell("reviewer_label").texts(),
        "object_source_version": cell("object_source_version").text(),
        "tool": cell("mapping_tool").text(),
        "mapping_date": cell("mapping_date").date(),
        "review_date": cell("review_date").date(),
        "confidence": cell("confidence").number(0),
        "agreement": cell("reviewer_agreement").number(-1),
        "similarity": cell("similarity_score").number(0),
        "see_also": cell("see_also").texts(),
        "comment": cell("comment").text(),
    }
    return Mapping(int(number), line=line, **values) if len(faults.found) == before else None  # type: ignore[arg-type]


def written(mappings: MappingSet) -> str:
    """The file that `load` reads as ``mappings``: LF, the columns that hold something, rows by number.

    Raises ValueError for an IRI that no prefix of the header shortens.
    """
    prefixes = mappings.header.prefixes
    rows = [_cells(each, mappings.name, prefixes) for each in sorted(mappings.mappings, key=lambda each: each.number)]
    columns = [column for column in COLUMNS if column in REQUIRED or any(row[column] for row in rows)]
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    return written_header(mappings.header) + out.getvalue()


def _cells(each: Mapping, name: str, prefixes: dict[str, str]) -> dict[str, str]:
    return {
        "record_id": compact(iris.link(name, each.number), prefixes),
        "subject_id": compact(each.subject, prefixes),
        "subject_label": each.subject_label,
        "predicate_id": compact(each.predicate, prefixes),
        "predicate_modifier": "Not" if each.negated else "",
        "object_id": compact(each.object, prefixes),
        "object_label": each.object_label,
        "mapping_justification": compact(each.justification, prefixes),
        "author_label": joined(each.authors),
        "reviewer_label": joined(each.reviewers),
        "object_source_version": each.object_source_version,
        "mapping_tool": each.tool,
        "mapping_date": each.mapping_date.isoformat(),
        "review_date": each.review_date.isoformat() if each.review_date else "",
        "confidence": _decimal(each.confidence),
        "reviewer_agreement": _decimal(each.agreement),
        "similarity_score": _decimal(each.similarity),
        "see_also": joined(each.see_also),
        "comment": each.comment,
    }


def _decimal(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _unreadable(path: Path, line: int, zh: str, en: str) -> BadLinkSet:
    faults = Faults()
    faults.add(line, "", zh, en, _FILE)
    return BadLinkSet(str(path), tuple(faults.found))


_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_FILE = Bilingual(zh="另存为不带标记的 UTF-8，并检查权限", en="save it as UTF-8 without a mark, and check the permissions")
_TABS = Bilingual(
    zh="各列以制表符分隔；含双引号或制表符的内容须用双引号括起",
    en="columns are separated by tabs; put quotes round what holds a quote or a tab",
)
_COLUMNS = Bilingual(zh=f"列只能是：{' '.join(COLUMNS)}", en=f"the columns may be: {' '.join(COLUMNS)}")
_NUMBERS = Bilingual(
    zh="编号为集合 IRI 下的正整数，逐行递增，一经给出不再改作他用",
    en="a number is a positive integer below the set's IRI, rising from row to row, never used again",
)

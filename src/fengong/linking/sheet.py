"""Somebody else's table: comma- or tab-separated text as columns and numbered rows, or every fault of it at once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.errors import EmptySource, Fault, UndecodableSource, UnjoinableFile, UnknownLayout, UnreadableFile
from fengong.text import delimited, source
from fengong.text.source import SourceText

MAX_SIZE = 50_000_000
"""Largest file read, in bytes."""
TABS = (".tsv", ".tab")
SUFFIXES = (".csv", *TABS)
"""How the name of a table ends."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line that it begins on (from 1), and its cells, as many as there are columns."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the name of its file, the SHA-256 and size of its bytes, their encoding, its columns and its rows."""

    name: str
    sha256: str
    size: int
    encoding: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def load(path: Path, key: str, *, known: Callable[[str], bool]) -> Sheet:
    """The table in the file at ``path``, whose column ``key`` has the keys.

    ``known`` tells whether a text holds words that can be trusted to be Chinese: bytes that are not UTF-8 are taken for GB18030
    only then, as the reader of task tables does.

    Raises UnreadableFile, UnjoinableFile.
    """
    if path.suffix.lower() not in SUFFIXES:
        shown = printable(path.suffix)
        raise UnjoinableFile(
            str(path), ((_WHOLE, Bilingual(zh=f"不认得后缀「{shown}」", en=f"the suffix “{shown}” is not known"), _KNOWN),)
        )
    data = read_bytes(path)
    text = _decoded(data, str(path), known)
    tabs = path.suffix.lower() in TABS
    lines = list(_lines(text.text.removeprefix("\ufeff"), str(path), "\t" if tabs else ","))
    columns = tuple(cell.strip() for cell in lines[0][1])
    _check_columns(columns, key, str(path), tabs=tabs)
    rows = [(line, cells) for line, cells in lines[1:] if any(cell.strip() for cell in cells)]
    faults = [_ragged(line, len(cells), len(columns)) for line, cells in rows if len(cells) != len(columns)]
    if not rows:
        faults.append((_line(lines[0][0]), Bilingual(zh="只有列名，没有数据行", en="there is a header and no row"), _ROWS))
    if faults:
        raise UnjoinableFile(str(path), tuple(faults))
    return Sheet(path.name, text.sha256, len(data), text.encoding, columns, tuple(Row(line, tuple(cells)) for line, cells in rows))


def _decoded(data: bytes, path: str, known: Callable[[str], bool]) -> SourceText:
    """The text of a table, as the reader of task tables decodes. Raises UnjoinableFile, which speaks of no task table."""
    try:
        return source.decode(data, name=path, has_table=known)
    except EmptySource as error:
        fault: Fault = (_WHOLE, Bilingual(zh="没有内容", en="there is nothing in it"), _FILL)
        raise UnjoinableFile(path, (fault,)) from error
    except UnknownLayout as error:
        fault = (_WHOLE, Bilingual(zh=f"看到的是 {error.seen}", en=f"this looks like {error.seen}"), _TABLE)
        raise UnjoinableFile(path, (fault,)) from error
    except UndecodableSource as error:
        at = f"{error.offset}（0x{error.byte:02x}）", f"{error.offset} (0x{error.byte:02x})"
        reason = Bilingual(
            zh=f"字节偏移 {at[0]}不是 UTF-8；按 GB18030 解码，其中也没有一个地方的中文名",
            en=f"byte offset {at[1]} is not UTF-8, and read as GB18030 the text names no place of ours in Chinese",
        )
        raise UnjoinableFile(path, ((_line(error.line), reason, _SAVE),)) from error


def read_bytes(path: Path) -> bytes:
    """The bytes of the file at ``path``. Raises UnreadableFile, and UnjoinableFile where there are too many."""
    try:
        size = path.stat().st_size
        if size > MAX_SIZE:
            reason = Bilingual(zh=f"文件有 {size:,} 字节，上限为 {MAX_SIZE:,}", en=f"{size:,} bytes are over the limit of {MAX_SIZE:,}")
            raise UnjoinableFile(str(path), ((_WHOLE, reason, _SMALLER),))
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from error


def digest(data: bytes) -> str:
    """SHA-256 of ``data`` in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _lines(text: str, path: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file, each with the line that it begins on. Raises UnjoinableFile for quoting that does not end."""
    try:
        yield from ((line, cells) for line, cells in delimited.rows(text, delimiter) if cells)
    except delimited.NotDelimited as error:
        reason = Bilingual(zh=f"不是有效的 CSV：{error}", en=f"not valid CSV: {error}")
        raise UnjoinableFile(path, ((_line(error.line), reason, _QUOTES),)) from error


def _check_columns(columns: tuple[str, ...], key: str, path: str, *, tabs: bool) -> None:
    shown = " · ".join(printable(column) or "（空 empty）" for column in columns)
    faults: list[Fault] = []
    if key not in columns:
        other = ";" if ";" in columns[0] else "\t" if "\t" in columns[0] and not tabs else ""
        reason = Bilingual(zh=f"没有叫「{printable(key)}」的列", en=f"no column is called “{printable(key)}”")
        fix = _SEPARATOR if other and len(columns) == 1 else Bilingual(zh=f"--on 取其中之一：{shown}", en=f"give --on one of: {shown}")
        faults.append((_line(1), reason, fix))
    for number, column in enumerate(columns, 1):
        if not column:
            faults.append((_line(1), Bilingual(zh=f"第 {number} 列没有列名", en=f"column {number} has no name"), _NAME))
    for column, count in Counter(filter(None, columns)).items():
        if count > 1:
            shown = printable(column)
            faults.append((_line(1), Bilingual(zh=f"列名「{shown}」出现 {count} 次", en=f"“{shown}” heads {count} columns"), _NAME))
    if faults:
        raise UnjoinableFile(path, tuple(faults))


def _ragged(line: int, cells: int, columns: int) -> Fault:
    return _line(line), _RAGGED.fill(cells=cells, columns=columns), _QUOTED


def _line(number: int) -> Bilingual:
    return Bilingual(zh=f"第 {number} 行", en=f"line {number}")


_WHOLE = Bilingual(zh="整个文件", en="the file")
_KNOWN = Bilingual(
    zh="表格为 .csv、.tsv 或 .tab，RDF 为 .ttl 或 .nt；其他 RDF 文件可用 fengong query --data 并列",
    en="a table is .csv, .tsv or .tab, RDF is .ttl or .nt; other RDF stands beside the graph by fengong query --data",
)
_FILL = Bilingual(zh="给出一行列名，其下每行一个地方", en="give a header, and below it a row for each place")
_TABLE = Bilingual(
    zh="把表另存为逗号分隔（.csv）或制表符分隔（.tsv）的 UTF-8 文本", en="save the table as UTF-8 text with commas (.csv) or tabs (.tsv)"
)
_SAVE = Bilingual(
    zh="另存为 UTF-8（或 GB18030）；若文件损坏，重新取得原件", en="save it as UTF-8 (or GB18030); if it is damaged, get the original again"
)
_SMALLER = Bilingual(zh="拆成几个文件，或只留所需的行", en="split it, or leave only the rows that are needed")
_ROWS = Bilingual(zh="在列名下加上数据行", en="put rows below the header")
_QUOTES = Bilingual(
    zh='含逗号、引号或换行的格子用 " 括起，其中的 " 写成 ""',
    en='quote a cell that holds commas, quotes or line ends by ", and write " in it as ""',
)
_RAGGED = Bilingual(zh="有 {cells} 格，而列名有 {columns} 个", en="{cells:cell|cells} under {columns:column|columns}")
_QUOTED = Bilingual(
    zh="每行的格子数应与列名相同；含逗号的格子用引号括起", en="give every row as many cells as the header; quote a cell with a comma"
)
_NAME = Bilingual(zh="给每一列一个不同的列名", en="give every column a name of its own")
_SEPARATOR = Bilingual(zh="以逗号分隔（.csv），或以制表符分隔（.tsv）", en="separate by commas (.csv), or by tabs (.tsv)")

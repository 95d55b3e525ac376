"""Hand-kept CSV files, read strictly: a column more or less, or a value that breaks a rule, is an error with its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fengong.bilingual import Bilingual
from fengong.errors import BadHandKeptFile
from fengong.text import delimited


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a CSV file: its values by column, and where it stands."""

    path: Path
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def list(self, column: str) -> tuple[str, ...]:
        """A column that holds several values separated by ``|``."""
        return tuple(part.strip() for part in self.values[column].split("|") if part.strip())

    def wrong(self, zh: str, en: str) -> BadHandKeptFile:
        """The error for this line."""
        return wrong(self.path, self.line, zh, en)


def wrong(path: Path, line: int, zh: str, en: str) -> BadHandKeptFile:
    """The error for one line of a hand-kept file."""
    return BadHandKeptFile(str(path), f"line {line}", Bilingual(zh=zh, en=en))


def records(path: Path, columns: tuple[str, ...]) -> Iterator[Record]:
    """The lines of ``path``, which must have exactly ``columns``.

    Raises BadHandKeptFile.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(path, 1, f"读不了：{error}", f"cannot be read: {error}") from error
    lines = delimited.rows(text)
    try:
        header = tuple(next(lines, (1, []))[1])
        if header != columns:
            raise wrong(path, 1, f"列应为 {','.join(columns)}", f"the columns must be {','.join(columns)}")
        for line, values in lines:
            if not values:
                continue
            if len(values) != len(columns):
                raise wrong(path, line, f"应有 {len(columns)} 列", f"{len(columns)} columns expected, {len(values)} found")
            yield Record(path, line, {c: v.strip() for c, v in zip(columns, values, strict=True)})
    except delimited.NotDelimited as error:
        raise wrong(path, error.line, f"CSV 格式错误：{error}", f"not valid CSV: {error}") from error

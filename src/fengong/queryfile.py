"""A `.rq` file: a SPARQL query with a grlc header (`#+ key: value`), read without type guessing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from fengong.errors import BadQuestionFile

_MARK = "#+"


@dataclass(frozen=True, slots=True)
class QueryFile:
    """One file: its name without ending, its header (texts, lists and mappings of texts) and the query as written."""

    path: Path
    name: str
    header: Mapping[str, object]
    query: str

    def text(self, key: str) -> str:
        """A header value that must be a text. Raises BadQuestionFile when it is missing."""
        value = self.header.get(key)
        if not isinstance(value, str) or not value:
            raise BadQuestionFile(str(self.path), f"the header needs {key}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A header value that is a list of texts, empty when absent."""
        value = self.header.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise BadQuestionFile(str(self.path), f"{key} must be a list of texts")
        return tuple(value)


def load(path: Path) -> QueryFile:
    """Read one file. Raises BadQuestionFile when it cannot be read or its header is no YAML mapping."""
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuestionFile(str(path), str(error)) from error
    lines = [line[len(_MARK) :].removeprefix(" ") for line in source.splitlines() if line.startswith(_MARK)]
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        header = yaml.load("\n".join(lines), Loader=loader)  # noqa: S506 - a base loader makes texts only
    except yaml.YAMLError as error:
        raise BadQuestionFile(str(path), f"the header is no YAML: {error}") from error
    if not isinstance(header, dict):
        raise BadQuestionFile(str(path), "there is no header (#+ lines)")
    return QueryFile(path, path.stem, header, source)


def names(folder: Path) -> list[Path]:
    """The query files in ``folder`` itself, in order of name."""
    return sorted(folder.glob("*.rq"))

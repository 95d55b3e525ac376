"""A `.rq` file: a SPARQL query with a grlc header (`#+ key: value`), read without type guessing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fengong.errors import BadQuestionFile

_MARK = "#+"


@dataclass(frozen=True)
class QueryFile:
    """One file: its name without ending, and the query as written. Its header is read when it is first asked for."""

    path: Path
    name: str
    query: str

    @cached_property
    def header(self) -> Mapping[str, object]:
        """Texts, lists and mappings of texts. Raises BadQuestionFile when it is no YAML mapping."""
        import yaml  # noqa: PLC0415 - costs 27 ms, and answering a question does without the header

        lines = [line[len(_MARK) :].removeprefix(" ") for line in self.query.splitlines() if line.startswith(_MARK)]
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        try:
            header = yaml.load("\n".join(lines), Loader=loader)  # noqa: S506 - a base loader makes texts only
        except yaml.YAMLError as error:
            raise BadQuestionFile(str(self.path), f"the header is no YAML: {error}") from error
        if not isinstance(header, dict):
            raise BadQuestionFile(str(self.path), "there is no header (#+ lines)")
        return header

    def marked(self, key: str, value: str) -> bool:
        """Whether the header says ``key: "value"`` on a line of its own, told without reading the header as YAML."""
        return f'{_MARK} {key}: "{value}"' in self.query.splitlines()

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
    """Read one file. Raises BadQuestionFile when it cannot be read."""
    try:
        return QueryFile(path, path.stem, path.read_text(encoding="utf-8").removeprefix("\ufeff"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuestionFile(str(path), str(error)) from error


def names(folder: Path) -> list[Path]:
    """The query files in ``folder`` itself, in order of name."""
    return sorted(folder.glob("*.rq"))

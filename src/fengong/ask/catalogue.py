"""The canned questions: `queries/*.rq`, each with what it answers, its parameters and its columns."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fengong import queryfile
from fengong.ask import bind
from fengong.bilingual import Bilingual
from fengong.errors import BadQuestionFile, UnknownName

QUESTION = Bilingual(zh="问题", en="question")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name (the command line's option), its type (iri, literal, integer, date), and whether it must be given."""

    name: str
    type: str
    required: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One canned question. ``switchable`` tells whether it can be asked under the printed reading."""

    name: str
    path: Path
    query: str
    summary: Bilingual
    answers: Bilingual
    description: Bilingual
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    defaults: Mapping[str, str]
    columns: tuple[str, ...]
    switchable: bool
    entailment: str

    @property
    def options(self) -> tuple[str, ...]:
        """The parameters as the command line's options."""
        return tuple(f"--{parameter.name}" for parameter in self.parameters)


def find(name: str, folders: Iterable[Path]) -> Question:
    """The question called ``name``; a later folder's question hides an earlier one of the same name. Raises UnknownName."""
    paths = _paths(folders)
    if name not in paths:
        raise UnknownName(QUESTION, name, tuple(difflib.get_close_matches(name, list(paths), n=4, cutoff=0.4)) or tuple(sorted(paths)))
    return read(paths[name])


def load(folders: Iterable[Path]) -> dict[str, Question]:
    """Every question by its name."""
    return {name: read(path) for name, path in sorted(_paths(folders).items())}


def _paths(folders: Iterable[Path]) -> dict[str, Path]:
    paths = {path.stem: path for folder in folders for path in queryfile.names(folder)}
    if not paths:
        raise BadQuestionFile(" · ".join(map(str, folders)), "no questions were found")
    return paths


def read(path: Path) -> Question:
    """Read one question. Raises BadQuestionFile where the header lacks what a question needs."""
    file = queryfile.load(path)

    def both(key: str) -> Bilingual:
        return Bilingual(zh=file.text(f"{key}_zh"), en=file.text(key))

    reading = file.text("reading")
    if reading not in {"switch", "fixed"}:
        raise BadQuestionFile(str(path), "reading must be switch or fixed")
    found = bind.parameters(file.query)
    return Question(
        name=file.name,
        path=path,
        query=file.query,
        summary=both("summary"),
        answers=both("answers"),
        description=both("description"),
        tags=file.texts("tags"),
        parameters=tuple(Parameter(name, kind, required) for name, (kind, required) in found.items()),
        defaults=_defaults(file),
        columns=file.texts("columns"),
        switchable=reading == "switch",
        entailment=str(file.header.get("entailment", "none")),
    )


def _defaults(file: queryfile.QueryFile) -> dict[str, str]:
    entries = file.header.get("defaults", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadQuestionFile(str(file.path), "defaults must be a list of name: value")
    return {str(name): str(value) for entry in entries for name, value in entry.items()}

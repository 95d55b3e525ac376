"""The canned questions: `queries/*.rq`, each with what it answers, its parameters and its columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fengong import queryfile
from fengong.bilingual import Bilingual
from fengong.errors import BadQuestionFile, UnknownName
from fengong.queryfile import QueryFile
from fengong.sparql import bind

QUESTION = Bilingual(zh="问题", en="question")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name (the command line's option), its type (iri, literal, integer, date), and whether it must be given."""

    name: str
    type: str
    required: bool


@dataclass(frozen=True)
class Question:
    """One canned question. What its header says is read when it is first asked for, and BadQuestionFile raised where it is wrong."""

    file: QueryFile

    @property
    def name(self) -> str:
        """What it is called on the command line."""
        return self.file.name

    @property
    def path(self) -> Path:
        """Where it was read from."""
        return self.file.path

    @property
    def query(self) -> str:
        """The query as written: the adopted reading, parameters free."""
        return self.file.query

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters in the order of the query."""
        return tuple(Parameter(name, kind, required) for name, (kind, required) in bind.parameters(self.query).items())

    @property
    def options(self) -> tuple[str, ...]:
        """The parameters as the command line's options."""
        return tuple(f"--{parameter.name}" for parameter in self.parameters)

    @property
    def summary(self) -> Bilingual:
        """Its title."""
        return self._both("summary")

    @property
    def answers(self) -> Bilingual:
        """The question in plain words."""
        return self._both("answers")

    @property
    def description(self) -> Bilingual:
        """What exactly the rows are."""
        return self._both("description")

    @property
    def tags(self) -> tuple[str, ...]:
        """Its keywords."""
        return self.file.texts("tags")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the answer."""
        return self.file.texts("columns")

    @property
    def switchable(self) -> bool:
        """Whether it can be asked under the printed reading."""
        reading = self.file.text("reading")
        if reading not in {"switch", "fixed"}:
            raise BadQuestionFile(str(self.path), "reading must be switch or fixed")
        return reading == "switch"

    @cached_property
    def reads_bodies(self) -> bool:
        """Whether the reading makes a difference to it: its query looks at adopted bodies."""
        return bind.printed(self.query) != self.query

    @property
    def entailed(self) -> bool:
        """Whether it looks at inferred triples; one that says it does not is answered without loading them."""
        return not self.file.marked("entailment", "none")

    @property
    def promised(self) -> bool:
        """Whether it looks at what tasks promise; one that says it does not is answered without loading it."""
        return not self.file.marked("promises", "none")

    @property
    def defaults(self) -> dict[str, str]:
        """A value for each parameter, to show what it answers."""
        entries = self.file.header.get("defaults", [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise BadQuestionFile(str(self.path), "defaults must be a list of name: value")
        return {str(name): str(value) for entry in entries for name, value in entry.items()}

    def _both(self, key: str) -> Bilingual:
        return Bilingual(zh=self.file.text(f"{key}_zh"), en=self.file.text(key))


def find(name: str, folders: Iterable[Path]) -> Question:
    """The question called ``name``; a later folder's question hides an earlier one of the same name. Raises UnknownName."""
    paths = _paths(folders)
    if name not in paths:
        import difflib  # noqa: PLC0415 - only for a mistake

        raise UnknownName(QUESTION, name, tuple(difflib.get_close_matches(name, list(paths), n=4, cutoff=0.4)) or tuple(sorted(paths)))
    return read(paths[name])


def load(folders: Iterable[Path]) -> dict[str, Question]:
    """Every question by its name. Raises BadQuestionFile where a header lacks what a question needs."""
    found = {name: read(path) for name, path in sorted(_paths(folders).items())}
    for question in found.values():
        _ = (question.summary, question.answers, question.description, question.switchable, question.defaults)
    return found


def _paths(folders: Iterable[Path]) -> dict[str, Path]:
    paths = {path.stem: path for folder in folders for path in queryfile.names(folder)}
    if not paths:
        raise BadQuestionFile(" · ".join(map(str, folders)), "no questions were found")
    return paths


def read(path: Path) -> Question:
    """Read one question. Raises BadQuestionFile when the file cannot be read."""
    return Question(queryfile.load(path))

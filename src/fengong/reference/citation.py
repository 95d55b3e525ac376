"""`CITATION.cff`, after the Citation File Format 1.2: what the makers of a workspace say of its data set. The one reader of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from fengong import licences
from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.errors import BadHandKeptFile

FILE = "CITATION.cff"
PLACES = (f"graph/{FILE}", FILE)
"""Where the file is looked for in a workspace. The first is for a repository whose own file is about its program."""

_TYPES = ("dataset", "software")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Citation:
    """What is said of a data set; what is not said is empty.

    ``people`` are those of the ``authors`` who are persons; ``licence`` is an IRI, ``released`` a day as YYYY-MM-DD.
    """

    title: str = ""
    abstract: str = ""
    authors: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    licence: str = ""
    version: str = ""
    released: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entries:
    """The entries of one mapping of the file; errors name the entry."""

    path: Path
    said: Mapping[object, object]

    def bad(self, place: str, zh: str, en: str) -> BadHandKeptFile:
        return BadHandKeptFile(str(self.path), place, Bilingual(zh=zh, en=en))

    def text(self, key: str, *, needed: bool = False) -> str:
        """The words of an entry in one line; empty where there is none."""
        found = self.said.get(key, "")
        if not isinstance(found, str):
            raise self.bad(key, "须为一段文字", "must be a text")
        words = " ".join(found.split())
        if printable(words) != words:
            raise self.bad(key, "不能有控制字符", "may hold no control character")
        if needed and not words:
            raise self.bad(key, "缺少或为空", "missing or empty")
        return words

    def list(self, key: str) -> list[object]:
        """The parts of an entry; none where there is no such entry."""
        found = self.said.get(key, [])
        if not isinstance(found, list):
            raise self.bad(key, "须为列表，每项以“- ”开头", "must be a list, each part after “- ”")
        return found


def read(root: Path) -> Citation:
    """What the workspace in ``root`` says of its data set: nothing where no file is there, or only one about a program.

    After the format, a file that gives no ``type`` is about software. Raises BadHandKeptFile for a file that breaks the format.
    """
    for place in PLACES:
        path = root / place
        if path.is_file():
            entries = _entries(path)
            kind = entries.text("type") or "software"
            if kind not in _TYPES:
                raise entries.bad("type", "须为 dataset（数据集）或 software（软件）", "must be dataset or software")
            if kind == "dataset":
                return _citation(entries)
            if place != FILE:
                raise entries.bad("type", "图谱旁的这个文件须写明 type: dataset", "the file beside the graph must say type: dataset")
    return Citation()


def _entries(path: Path) -> _Entries:
    try:
        said = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, lists, mappings only
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else "—"
        raise BadHandKeptFile(str(path), place, Bilingual(zh="不是 UTF-8 的 YAML", en="is no YAML in UTF-8")) from error
    if not isinstance(said, dict):
        raise BadHandKeptFile(str(path), "—", Bilingual(zh="须由“键: 值”组成", en="must be made of “key: value”"))
    return _Entries(path, said)


def _citation(entries: _Entries) -> Citation:
    authors = dict(_author(entries, each) for each in entries.list("authors"))
    if not authors:
        raise entries.bad("authors", "缺少或为空", "missing or empty")
    if not all(isinstance(each, str) for each in entries.list("keywords")):
        raise entries.bad("keywords", "每项须为一段文字", "each part must be a text")
    return Citation(
        entries.text("title", needed=True),
        entries.text("abstract"),
        tuple(authors),
        tuple(name for name, person in authors.items() if person),
        _licence(entries),
        entries.text("version"),
        _day(entries, "date-released"),
        tuple(" ".join(str(each).split()) for each in entries.list("keywords")),
    )


def _author(entries: _Entries, author: object) -> tuple[str, bool]:
    """The name of a body, or that of a person, given name first; and whether it is a person's."""
    one = _Entries(entries.path, author if isinstance(author, dict) else {})
    parts = ("given-names", "name-particle", "family-names", "name-suffix")
    body, person = one.text("name"), " ".join(filter(None, (one.text(part) for part in parts)))
    if not body and not person:
        zh, en = "每位作者须有 name，或 given-names 与 family-names", "each author needs name, or given-names and family-names"
        raise entries.bad("authors", zh, en)
    return body or person, not body


def _licence(entries: _Entries) -> str:
    """The IRI of ``license`` (an SPDX identifier), else ``license-url``."""
    given = entries.said.get("license", "")
    if isinstance(given, list) and len(given) == 1:
        given = given[0]
    if given:
        found = licences.iri(given) if isinstance(given, str) else ""
        if not found:
            raise entries.bad("license", "须为一个 SPDX 标识，如 CC-BY-4.0", "must be one SPDX identifier, such as CC-BY-4.0")
        return found
    address = entries.text("license-url")
    if address and not _WEB.fullmatch(address):
        raise entries.bad("license-url", "须为完整的网址", "must be a whole web address")
    return address


def _day(entries: _Entries, key: str) -> str:
    found = entries.text(key)
    try:
        if found and (not _DAY.fullmatch(found) or not dt.date.fromisoformat(found)):
            raise ValueError(found)  # noqa: TRY301 - one error for both
    except ValueError as error:
        raise entries.bad(key, f"「{found}」不是日期，须为 YYYY-MM-DD", f"“{found}” is no day; write YYYY-MM-DD") from error
    return found

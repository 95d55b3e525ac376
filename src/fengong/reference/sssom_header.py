"""The header of a link set: YAML behind ``#``, read without guessing types, each key once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.reference.sssom_cells import BUILT_IN, Cell, Faults, compact

VERSION = "1.1"
KEYS = (
    "sssom_version", "curie_map", "mapping_set_id", "mapping_set_version", "mapping_set_source", "mapping_set_title",
    "mapping_set_description", "creator_label", "license", "subject_source", "object_source", "object_source_version", "comment",
)  # fmt: skip
"""Every key there may be, in the order of the specification's list of slots."""
REQUIRED = (
    "sssom_version",
    "curie_map",
    "mapping_set_id",
    "mapping_set_title",
    "creator_label",
    "license",
    "subject_source",
    "object_source",
)
LISTS = ("mapping_set_source", "creator_label")
Value: TypeAlias = str | tuple[str, ...] | dict[str, str]
"""A text, texts, or texts by name."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a set says of itself. ``prefixes`` are its curie_map; ``object_source`` is the dataset that was searched."""

    set_id: str
    title: str
    creators: tuple[str, ...]
    licence: str
    subject_source: str
    object_source: str
    prefixes: dict[str, str]
    version: str = ""
    sources: tuple[str, ...] = ()
    description: str = ""
    object_source_version: str = ""
    comment: str = ""
    lines: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def name(self) -> str:
        """The set's name."""
        return self.set_id.removeprefix(iris.graph("links", ""))


def read_header(lines: Sequence[str], name: str, faults: Faults) -> Header | None:
    """The header in ``lines``, each with its ``#``, of the set ``name``; nothing where it has a fault."""
    before = len(faults.found)
    found = _Found(dict(_entries(lines, faults)), faults)
    for key in REQUIRED:
        if key not in found.entries and len(faults.found) == before:
            faults.add(1, key, "文件头缺少此项", "the header lacks it", _KEYS)
    if len(faults.found) > before:
        return None
    prefixes = found.prefixes()
    wanted = iris.graph("links", name)
    found.must_be("mapping_set_id", wanted)
    found.must_be("sssom_version", VERSION)
    header = Header(
        wanted, found.text("mapping_set_title"), found.texts("creator_label"), found.text("license"),
        found.cell("subject_source").iri(prefixes), found.cell("object_source").iri(prefixes), prefixes,
        found.text("mapping_set_version"), found.texts("mapping_set_source"), found.text("mapping_set_description"),
        found.text("object_source_version"), found.text("comment"), {key: line for key, (_, line) in found.entries.items()},
    )  # fmt: skip
    return header if len(faults.found) == before else None


@dataclass(frozen=True, slots=True)
class _Found:
    """The keys of a header with their values and lines, and where faults go."""

    entries: dict[str, tuple[Value, int]]
    faults: Faults

    def cell(self, key: str) -> Cell:
        value, line = self.entries.get(key, ("", 1))
        if not isinstance(value, str):
            self.faults.add(line, key, "应为单个值", "must be one value", _KEYS)
            value = "-"
        return Cell(value, line, key, self.faults, required=key in REQUIRED)

    def text(self, key: str) -> str:
        return self.cell(key).text()

    def texts(self, key: str) -> tuple[str, ...]:
        value, line = self.entries.get(key, ((), 1))
        return tuple(Cell(item, line, key, self.faults, required=True).text() for item in ((value,) if isinstance(value, str) else value))

    def must_be(self, key: str, wanted: str) -> None:
        if self.text(key) != wanted:
            remedy = Bilingual(zh=f"写成 {wanted}（集合与文件同名）", en=f"write {wanted}: a set is called as its file is")
            self.faults.add(self.entries[key][1], key, f"应为 {wanted}", f"must be {wanted}", remedy)

    def prefixes(self) -> dict[str, str]:
        value, line = self.entries["curie_map"]
        if not isinstance(value, dict):
            self.faults.add(line, "curie_map", "应为前缀到命名空间的对照", "must map prefixes to namespaces", _KEYS)
            return {}
        for prefix, namespace in value.items():
            if prefix in BUILT_IN or not _PREFIX.fullmatch(prefix) or not _IRI.fullmatch(namespace):
                self.faults.add(line, "curie_map", f"前缀 {prefix} 不可用", f"the prefix {prefix} cannot be used", _PREFIXES)
        return value


def _entries(lines: Sequence[str], faults: Faults) -> Iterator[tuple[str, tuple[Value, int]]]:
    """The keys of the header with their values and lines; a value is a text, texts, or texts by name."""
    import yaml  # noqa: PLC0415 - 20 ms, and only who reads a link set needs it

    try:
        node = yaml.compose("\n".join(line[1:] for line in lines), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or "YAML")
        faults.add(mark.line + 1 if mark else 1, "", f"文件头不是有效的 YAML：{problem}", f"the header is not valid YAML: {problem}", _KEYS)
        return
    if not isinstance(node, yaml.MappingNode):
        faults.add(1, "", "没有文件头", "there is no header", _KEYS)
        return
    seen: set[str] = set()
    for key, value in node.value:
        line, name = key.start_mark.line + 1, str(key.value)
        if name not in KEYS or name in seen:
            faults.add(line, name, "没有这个键，或重复", "there is no such key, or it is there twice", _KEYS)
            continue
        seen.add(name)
        if isinstance(value, yaml.ScalarNode):
            yield name, (value.value, line)
        elif isinstance(value, yaml.SequenceNode) and name in LISTS and all(isinstance(each, yaml.ScalarNode) for each in value.value):
            yield name, (tuple(each.value for each in value.value), line)
        elif isinstance(value, yaml.MappingNode) and all(isinstance(each, yaml.ScalarNode) for pair in value.value for each in pair):
            yield name, ({prefix.value: namespace.value for prefix, namespace in value.value}, line)
        else:
            faults.add(line, name, "值的形式不对", "its value has the wrong form", _KEYS)


def written_header(header: Header) -> str:
    """The lines that `read_header` reads as ``header``."""
    values: dict[str, Value] = {
        "sssom_version": VERSION,
        "curie_map": dict(sorted(header.prefixes.items())),
        "mapping_set_id": header.set_id,
        "mapping_set_version": header.version,
        "mapping_set_source": header.sources,
        "mapping_set_title": header.title,
        "mapping_set_description": header.description,
        "creator_label": header.creators,
        "license": header.licence,
        "subject_source": compact(header.subject_source, header.prefixes),
        "object_source": compact(header.object_source, header.prefixes),
        "object_source_version": header.object_source_version,
        "comment": header.comment,
    }
    return "".join(f"#{line}\n" for key, value in values.items() if value for line in _yaml(key, value))


def _yaml(key: str, value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield f"{key}: {_scalar(value)}"
        return
    yield f"{key}:"
    if isinstance(value, dict):
        yield from (f"  {_scalar(prefix)}: {_scalar(namespace)}" for prefix, namespace in value.items())
    else:
        yield from (f"  - {_scalar(item)}" for item in value)


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and text.lower() not in _GUESSED else json.dumps(text, ensure_ascii=False)


_PREFIX = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]*")
_PLAIN = re.compile(r"[A-Za-z](?:[^\s:#\"'\[\]{},&*!|>%@`]|:(?=[^\s])|#|(?<=\S) (?=[^\s#]))*", re.ASCII)
_GUESSED = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
"""What a reader that guesses types would not take for text."""
_KEYS = Bilingual(
    zh=f"每行以 # 开头，键只能是：{' '.join(KEYS)}；必须有：{' '.join(REQUIRED)}",
    en=f"each line begins with #, and the keys may be: {' '.join(KEYS)}; there must be: {' '.join(REQUIRED)}",
)
_PREFIXES = Bilingual(
    zh="前缀以字母开头，命名空间是完整的 IRI，规范内置的不必声明",
    en="a prefix begins with a letter, its namespace is a whole IRI; those that the specification has built in are not declared",
)

"""The values in a link set's cells: CURIEs, dates, numbers, lists; what is wrong with one is said with its line and column."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.errors import Fault
from fengong.reference.progress import is_date

BUILT_IN = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that the specification builds in: a file need not declare them, and may not declare them otherwise."""

_CURIE = re.compile(r"([A-Za-z_][A-Za-z0-9._-]*):([^\s<>\"{}|\\^`]+)")
_NUMBER = re.compile(r"-?(?:0|1)(?:\.[0-9]{1,3})?")
_SHOWN = 60


@dataclass
class Faults:
    """The faults found so far, in their order."""

    found: list[Fault] = field(default_factory=list)

    def add(self, line: int, column: str, zh: str, en: str, remedy: Bilingual) -> None:
        """One more: what is wrong at ``line``, in ``column`` where it is one column's fault, and what to do about it."""
        place = Bilingual(zh=f"第 {line} 行", en=f"line {line}")
        if column:
            place = Bilingual(zh=f"{place.zh}，{printable(column)}", en=f"{place.en}, {printable(column)}")
        self.found.append((place, Bilingual(zh=zh, en=en), remedy))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, and where it stands."""

    value: str
    line: int
    column: str
    faults: Faults
    required: bool = False

    def text(self) -> str:
        """One line of text; empty only where it may be."""
        if not self.value and self.required:
            self.wrong("为空", "is empty", _FILL)
        elif self.value != self.value.strip() or any(map(unprintable, self.value)):
            self.wrong("首尾有空白，或含换行、控制字符", "has white space at its ends, or a line end or control character inside", _CLEAN)
        return self.value

    def texts(self) -> tuple[str, ...]:
        """Texts separated by ``|``."""
        parts = split(self.text())
        if any(not part or part != part.strip() for part in parts):
            self.wrong("列表中有空项", "holds an empty item", _LIST)
        return parts

    def iri(self, prefixes: dict[str, str]) -> str:
        """The whole IRI of a CURIE whose prefix is declared."""
        if not self.text():
            return ""
        match = _CURIE.fullmatch(self.value)
        if not match:
            self.wrong(f"「{self.shown}」不是 CURIE", f"“{self.shown}” is no CURIE", _CURIES)
            return ""
        namespace = (prefixes | BUILT_IN).get(match[1])
        if namespace is None:
            self.wrong(f"前缀 {match[1]} 未在 curie_map 中声明", f"the prefix {match[1]} is not declared in curie_map", _CURIES)
            return ""
        return namespace + match[2]

    def date(self) -> dt.date | None:
        """A day of the calendar."""
        if not self.text():
            return None
        if not is_date(self.value):
            self.wrong(f"「{self.shown}」不是日期", f"“{self.shown}” is no date", _DAY)
            return None
        return dt.date.fromisoformat(self.value)

    def number(self, least: int) -> Decimal | None:
        """A number from ``least`` to 1, with three digits after the point at most."""
        if not self.text():
            return None
        if not _NUMBER.fullmatch(self.value) or not least <= Decimal(self.value) <= 1:
            zh, en = f"「{self.shown}」不是 {least} 到 1 的数", f"“{self.shown}” is no number from {least} to 1"
            self.wrong(zh, en, Bilingual(zh="写成 0.95 这样的小数，至多三位", en="write a decimal such as 0.95, three digits at most"))
            return None
        return Decimal(self.value)

    def one_of(self, values: tuple[str, ...]) -> str:
        """One of ``values``."""
        if self.text() not in values:
            known = " · ".join(filter(None, values))
            self.wrong(
                f"「{self.shown}」不是可用的值",
                f"“{self.shown}” is no value it may have",
                Bilingual(zh=f"留空或写：{known}", en=f"leave it empty, or write: {known}"),
            )
        return self.value

    @property
    def shown(self) -> str:
        """The value, short and safe to print."""
        return printable(self.value if len(self.value) <= _SHOWN else self.value[: _SHOWN - 1] + "…")

    def wrong(self, zh: str, en: str, remedy: Bilingual) -> None:
        """Put a fault of this cell on record."""
        self.faults.add(self.line, self.column, zh, en, remedy)


def unprintable(char: str) -> bool:
    """Whether a character may not stand in a file of ours: controls, line ends of any kind, byte order marks, no characters at all."""
    return char == "\ufeff" or ord(char) & 0xFFFE == 0xFFFE or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}  # noqa: PLR2004 - Unicode's own pattern


def split(value: str) -> tuple[str, ...]:
    r"""The items of a list.

    >>> split(r"a|b \| c|d\\")
    ('a', 'b | c', 'd\\')
    """
    if not value:
        return ()
    parts, item, escaped = [], "", False
    for char in value:
        if escaped:
            item += char if char in "\\|" else "\\" + char
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == "|":
            parts.append(item)
            item = ""
        else:
            item += char
    return (*parts, item + "\\" * escaped)


def joined(items: Iterable[str]) -> str:
    r"""What `split` splits.

    >>> joined(["a", "b | c"])
    'a|b \\| c'
    """
    return "|".join(item.replace("\\", "\\\\").replace("|", "\\|") for item in items)


def compact(iri: str, prefixes: dict[str, str]) -> str:
    """``iri`` with the prefix that shortens it most. Raises ValueError where there is none.

    >>> compact("https://schema.org/sameAs", {"schema": "https://schema.org/"})
    'schema:sameAs'
    """
    known = [(namespace, prefix) for prefix, namespace in (prefixes | BUILT_IN).items() if iri.startswith(namespace)]
    for namespace, prefix in sorted(known, key=lambda each: (-len(each[0]), each[1])):
        curie = f"{prefix}:{iri[len(namespace) :]}"
        if _CURIE.fullmatch(curie):
            return curie
    message = f"no prefix of the set shortens {iri}"
    raise ValueError(message)


_FILL = Bilingual(zh="补上内容", en="fill it in")
_CLEAN = Bilingual(zh="删去首尾空白、换行和控制字符", en="take the white space, line ends and control characters out")
_LIST = Bilingual(zh="各项以 | 分隔，不留空项", en="separate items by |, and leave none empty")
_CURIES = Bilingual(
    zh="标识写成「前缀:名称」，前缀须在 curie_map 中声明", en="write an identifier as prefix:name, with the prefix declared in curie_map"
)
_DAY = Bilingual(zh="写成 年-月-日 的实有日期，如 2026-03-01", en="write a day of the calendar as 2026-03-01")

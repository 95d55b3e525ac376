"""What a ledger says, as values: a body, its responsibilities with partners, targets and deadlines, and where they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fengong.bilingual import Bilingual, Lang


@dataclass(frozen=True, slots=True)
class Body:
    """A body or collective, with its names; the English one may be missing."""

    iri: str
    name: Bilingual

    def said(self, lang: Lang) -> str:
        """Its name in ``lang``, else in Chinese."""
        return self.name.said(lang) or self.name.zh


@dataclass(frozen=True, slots=True)
class Partners:
    """Those in one role of the same task, in printed order; ``open_phrases`` are words such as 等有关部门（单位）, which name nobody."""

    role: Bilingual
    bodies: tuple[Body, ...]
    open_phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A target's words, what it applies to, and the denominator where its own words leave it out."""

    words: str
    applies_to: str = ""
    per: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """A day, and the printed words that say so."""

    day: date
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One responsibility of one body.

    ``number`` is the task's printed number, or 12-2 where a number is printed twice; ``quote`` are the words of the clause, with
    their place in the source text (code points, end exclusive); ``through`` is the collective that the body is meant by, if any;
    ``corrected``: the adopted reading is not the printed one.
    """

    responsibility: str
    table: str
    number: int | str
    task: str
    role: Bilingual
    through: Body | None
    printed_name: str
    quote: str
    start: int
    end: int
    partners: tuple[Partners, ...]
    targets: tuple[Target, ...]
    deadlines: tuple[Deadline, ...]
    corrected: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A table: its id, its title, and the SHA-256 of its source text and of its graph (the N-Quads in graph/built)."""

    table: str
    title: Bilingual
    text_sha256: str
    graph_sha256: str


@dataclass(frozen=True)
class Ledger:
    """What one body must do, in the order of tables and tasks; never empty.

    >>> import fengong
    >>> ledger = fengong.open().ledger("自贡市人民政府")
    >>> len(ledger), ledger.entries[0].number, ledger.entries[0].through.name.zh
    (47, 2, '四川省各市（州）人民政府')
    """

    body: Body
    reading: str
    sources: tuple[Source, ...]
    entries: tuple[Entry, ...]

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    @cached_property
    def by_role(self) -> Counter[Bilingual]:
        """How many responsibilities it has in each role."""
        return Counter(entry.role for entry in self.entries)

    @cached_property
    def direct(self) -> int:
        """How many responsibilities name the body itself."""
        return sum(1 for entry in self.entries if entry.through is None)

"""What a page is before it is written as HTML: its template, its title, and the values that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fengong.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page: what it is called, and its path without the language."""

    words: Bilingual
    path: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page: ``iri`` is what it is about, if anything; ``section`` is the entry of the menu that it belongs to."""

    template: str
    title: Bilingual
    values: Mapping[str, object] = field(default_factory=dict)
    description: Bilingual = field(default=Bilingual(zh="", en=""))
    crumbs: tuple[Crumb, ...] = ()
    section: str = ""
    iri: str = ""
    status: int = 200
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    data: str = ""

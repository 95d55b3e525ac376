"""What the ontology does not claim of itself: the points of FOOPS! and OOPS! in `ontology/quality.toml` that nobody has shown."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fengong.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """One point, or several that stand together: whose it is, its code there, and why it is not claimed; `code` marks are kept."""

    tool: str
    code: str
    words: Bilingual


def read(path: Path) -> tuple[Unclaimed, ...]:
    """The points of a file in their order; none where there is no such file, or where it is none that can be read."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return ()
    return tuple(_listed(said.get("unclaimed")))


def _listed(rows: object) -> Iterator[Unclaimed]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict):
            words = Bilingual(zh=str(row.get("zh", "")), en=str(row.get("en", "")))
            yield Unclaimed(str(row.get("tool", "")), str(row.get("code", "")), words)

"""What a task promises in figures, before and after.

Targets are compared by their parts, whatever class they are of: `differences` is given a function that reads a part by its name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from fengong.compare.duties import Detail
from fengong.compare.wording import Wording, similarity

Target = TypeVar("Target")

PARTS = (
    "comparator", "minimum", "maximum", "unit", "unit_text", "per_quantity", "per_unit", "applies_to", "base", "deadline",
)  # fmt: skip
"""The parts of a target that say what is promised. Its words may differ while it stays the same promise."""

ABOUT = ("applies_to", "unit", "per_unit")
"""The parts that say what a target is about, rather than how much of it."""

ALIKE = 0.5
"""Two targets whose words are this similar are one, if nothing else tells them apart."""


def part(target: object, name: str) -> object:
    """The part of a target called ``name``, from its attributes; a deadline counts by its day, else by its phrase.

    >>> from types import SimpleNamespace
    >>> part(SimpleNamespace(deadline=SimpleNamespace(day=None, phrase="到2022年")), "deadline")
    '到2022年'
    """
    found = getattr(target, name, None)
    if name == "deadline" and found is not None:
        return getattr(found, "day", None) or getattr(found, "phrase", found)
    return found


def differences(earlier: Sequence[Target], later: Sequence[Target], get: Callable[[Target, str], object] = part) -> tuple[Detail, ...]:
    """Targets gained and lost, and every part that changed of those that stayed: one detail each.

    Targets with the same parts belong together; of the others those about the same thing; then those with similar words.
    """
    left, right = list(range(len(earlier))), list(range(len(later)))
    found: list[Detail] = []
    for alike in (_equal, _about_the_same, _similar):
        pairs = ((alike(earlier[i], later[j], get), i, j) for i in left for j in right)
        for _, i, j in sorted((-likeness, i, j) for likeness, i, j in pairs if likeness):
            if i in left and j in right:
                left.remove(i)
                right.remove(j)
                found += _changed(earlier[i], later[j], get)
    gained = [Detail("target-gained", later=_words(later[j], get)) for j in right]
    lost = [Detail("target-lost", earlier=_words(earlier[i], get)) for i in left]
    return (*found, *gained, *lost)


def _parts(target: Target, get: Callable[[Target, str], object], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(said(get(target, name)) for name in names)


def _equal(one: Target, other: Target, get: Callable[[Target, str], object]) -> float:
    return float(_parts(one, get, PARTS) == _parts(other, get, PARTS))


def _about_the_same(one: Target, other: Target, get: Callable[[Target, str], object]) -> float:
    """How much the words have in common of two targets about the same thing; more than 0 even if nothing."""
    same = _parts(one, get, ABOUT) == _parts(other, get, ABOUT)
    return 1 + _likeness(one, other, get) if same else 0.0


def _similar(one: Target, other: Target, get: Callable[[Target, str], object]) -> float:
    likeness = _likeness(one, other, get)
    return likeness if likeness >= ALIKE else 0.0


def _likeness(one: Target, other: Target, get: Callable[[Target, str], object]) -> float:
    words, others = _words(one, get), _words(other, get)
    return similarity(Wording(words).common(Wording(others)), words, others)


def _changed(one: Target, other: Target, get: Callable[[Target, str], object]) -> Iterator[Detail]:
    for name in PARTS:
        was, now = said(get(one, name)), said(get(other, name))
        if was != now:
            head, *rest = name.split("_")
            yield Detail("target-changed", earlier=was, later=now, facet=head + "".join(map(str.capitalize, rest)))


def _words(target: Target, get: Callable[[Target, str], object]) -> str:
    return said(get(target, "words"))


def said(value: object) -> str:
    """A part as text: numbers without needless zeros, days as in ISO 8601; empty where there is none.

    >>> said(Decimal("0.10")), said(dt.date(2022, 12, 31)), said(None)
    ('0.1', '2022-12-31', '')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)

"""The words the reader knows. All of them are data: `ontology/roles.ttl`, `ontology/wordings.ttl`, `graph/reference/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_GROUPS = ("roles", "labels", "unnamed", "others", "joints", "endings", "every", "openers", "levels", "names")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every word in matching form (`norm.key`).

    ``roles`` and ``labels`` map a printed wording (牵头) or label (牵头单位) to the slug of its role; ``columns`` maps a
    column heading to ``number``, ``task`` or ``responsibility``; ``names`` are the reviewed names of bodies.
    """

    roles: Mapping[str, str]
    labels: Mapping[str, str]
    unnamed: frozenset[str]
    others: frozenset[str]
    joints: frozenset[str]
    endings: frozenset[str]
    every: frozenset[str]
    openers: frozenset[str]
    levels: frozenset[str]
    columns: Mapping[str, str]
    names: frozenset[str] = frozenset()
    role_names: tuple[str, ...] = ()
    longest_name: int = field(init=False, repr=False, compare=False)
    _by_length: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        groups = {name: getattr(self, name) for name in _GROUPS}
        longest_first = {name: tuple(sorted(words, key=lambda w: (-len(w), w))) for name, words in groups.items()}
        object.__setattr__(self, "_by_length", longest_first)
        object.__setattr__(self, "longest_name", max(map(len, self.names), default=0))

    def begins(self, group: str, text: str, at: int = 0) -> str:
        """The longest word of ``group`` that ``text`` has at ``at``; empty when none."""
        return next((word for word in self._by_length[group] if text.startswith(word, at)), "")

    def ends(self, group: str, text: str) -> str:
        """The longest word of ``group`` that ``text`` ends with; empty when none."""
        return next((word for word in self._by_length[group] if text.endswith(word)), "")

    def role_of(self, wording: str, *, labelled: bool = False) -> str:
        """The slug of the role that ``wording`` stands for; empty when it is no role word (or, before a colon, no label)."""
        return (labelled and self.labels.get(wording)) or self.roles.get(wording, "")

    def plausible(self, name: str) -> bool:
        """Whether ``name`` is known or at least ends as the names of bodies do (厅, 局, 委 …)."""
        bare = name[: name.rindex("(")] if name.endswith(")") and "(" in name[1:] else name
        return name in self.names or any(self.ends("endings", form) not in {"", form} for form in (name, bare))

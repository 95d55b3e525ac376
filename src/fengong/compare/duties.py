"""Who is responsible, before and after: bodies gained, lost and in another role; clauses opened, closed and worded otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fengong.compare.side import Entry
from fengong.reference.bodies import Body
from fengong.reference.understand import Mention
from fengong.text.norm import key


@dataclass(frozen=True, slots=True)
class Party:
    """A body that is responsible. ``listed``: a reviewed table has it; else ``zh`` is its name as printed."""

    iri: str
    zh: str
    en: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Detail:
    """One difference inside a task. ``kind`` is a slug of ``ontology/changes.ttl``; what it is not about stays empty.

    ``earlier`` and ``later`` are words; ``facet`` names what of a target changed, in lowerCamelCase.
    """

    kind: str
    party: Party | None = None
    earlier_roles: tuple[str, ...] = ()
    later_roles: tuple[str, ...] = ()
    earlier: str = ""
    later: str = ""
    facet: str = ""


@dataclass
class _Held:
    """What one body has in one side's rows: its roles and printed names, in printed order."""

    party: Party
    roles: dict[str, None] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


@dataclass
class _Part:
    """What the clauses of one role say in one side's rows: the bodies in order, the role words, the open phrases."""

    bodies: dict[str, str] = field(default_factory=dict)
    wordings: dict[str, str] = field(default_factory=dict)
    open_phrases: dict[str, str] = field(default_factory=dict)


class Duties:
    """The responsibilities of the rows of one side that belong to one task, under one reading.

    ``lent`` gives the adopted body of printed names that the other side's reviewed corrections are about.
    """

    def __init__(self, entries: Sequence[Entry], reading: str, lent: Mapping[str, Body | None]) -> None:
        self.entries = entries
        self.borrowed = 0
        self.held: dict[str, _Held] = {}
        self.parts: dict[str, _Part] = {}
        for entry in entries:
            for assignment in entry.assignments:
                role = assignment.clause.role
                part = self.parts.setdefault(role, _Part())
                part.wordings[key(assignment.clause.wording)] = assignment.clause.wording
                part.open_phrases |= {key(phrase.words): phrase.words for phrase in assignment.clause.open_phrases}
                for mention in assignment.mentions:
                    words = key(mention.name.words)
                    body = mention.printed if reading == "printed" else lent.get(words, mention.adopted)
                    self.borrowed += body != mention.adopted and reading != "printed"
                    party = _party(body, mention, entry)
                    this = party.iri if party.listed else words
                    held = self.held.setdefault(this, _Held(party))
                    held.roles[role] = None
                    held.names[words] = mention.name.words
                    part.bodies[this] = party.zh

    @property
    def cells(self) -> frozenset[str]:
        """The responsibility cells in matching form."""
        return frozenset(key(entry.cell) for entry in self.entries)


def _party(body: Body | None, mention: Mention, entry: Entry) -> Party:
    if body:
        return Party(body.iri, body.name_zh, body.name_en)
    return Party(f"{entry.iri}/resp/{mention.position}/unlisted", mention.name.words, listed=False)


def lent(entries: Sequence[Entry]) -> dict[str, Body | None]:
    """What the reviewed corrections of these rows say that printed names mean."""
    mentions = (mention for entry in entries for assignment in entry.assignments for mention in assignment.mentions)
    return {key(mention.name.words): mention.adopted for mention in mentions if mention.correction}


def differences(earlier: Duties, later: Duties) -> tuple[Detail, ...]:
    """What changed in who is responsible, in the order of the later cell, then of the earlier one.

    Nothing is passed over: cells that print something else and mean the same are one ``cell-reworded``.
    """
    if not all(entry.read for side in (earlier, later) for entry in side.entries):
        if earlier.cells == later.cells:
            return ()
        return (Detail("not-compared", earlier=_cells(earlier), later=_cells(later)),)
    found = (*_bodies(earlier, later), *_clauses(earlier, later))
    if not found and earlier.cells != later.cells:
        return (Detail("cell-reworded", earlier=_cells(earlier), later=_cells(later)),)
    return found


def _cells(side: Duties) -> str:
    return " ／ ".join(dict.fromkeys(entry.cell for entry in side.entries))


def _bodies(earlier: Duties, later: Duties) -> Iterator[Detail]:
    for this in dict.fromkeys([*later.held, *earlier.held]):
        was, now = earlier.held.get(this), later.held.get(this)
        if was is None and now is not None:
            yield Detail("body-gained", now.party, later_roles=tuple(now.roles), later=_names(now))
        elif now is None and was is not None:
            yield Detail("body-lost", was.party, tuple(was.roles), earlier=_names(was))
        elif was is not None and now is not None:
            if was.roles.keys() != now.roles.keys():
                yield Detail("role-changed", now.party, tuple(was.roles), tuple(now.roles), _names(was), _names(now))
            elif was.names.keys() != now.names.keys():
                yield Detail("name-changed", now.party, tuple(was.roles), tuple(now.roles), _names(was), _names(now))


def _names(held: _Held) -> str:
    return "、".join(held.names.values())


def _clauses(earlier: Duties, later: Duties) -> Iterator[Detail]:
    nothing = _Part()
    for role in dict.fromkeys([*later.parts, *earlier.parts]):
        was, now = earlier.parts.get(role, nothing), later.parts.get(role, nothing)
        if now.open_phrases and not was.open_phrases:
            yield Detail("opened", later_roles=(role,), later=_said(now.open_phrases))
        elif was.open_phrases and not now.open_phrases:
            yield Detail("closed", earlier_roles=(role,), earlier=_said(was.open_phrases))
        elif was.open_phrases.keys() != now.open_phrases.keys():
            yield _same_role("clause-reworded", role, _said(was.open_phrases), _said(now.open_phrases))
        if was.wordings and now.wordings and was.wordings.keys() != now.wordings.keys():
            yield _same_role("clause-reworded", role, _said(was.wordings), _said(now.wordings))
        before = [this for this in was.bodies if this in now.bodies]
        after = [this for this in now.bodies if this in was.bodies]
        if before != after:
            words = ("、".join(was.bodies[this] for this in before), "、".join(now.bodies[this] for this in after))
            yield _same_role("order-changed", role, *words)


def _said(words: Mapping[str, str]) -> str:
    return "、".join(words.values())


def _same_role(kind: str, role: str, earlier: str, later: str) -> Detail:
    return Detail(kind, None, (role,), (role,), earlier, later)

"""Candidates for a reconciliation query, each with a score, what it rests on, and whether it is sure enough to be chosen.

A candidate is chosen (``match``) where the words are a name of it and of nothing else that they may stand for: a full name
everywhere; a reviewed short form in the jurisdiction that the query gives, else in those of the tables and above them; a form
without a place only in a jurisdiction that the query gives. What merely looks alike is never chosen.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fengong import iris
from fengong.ask.fold import joined
from fengong.reconcile.entities import BODY_TYPE, Concept, Entities, Entity
from fengong.reconcile.forms import Forms, How
from fengong.reconcile.query import Query, Value

_SCORES = {How.ID: 100.0, How.FULL: 100.0, How.NAMED: 98.0, How.LOCAL: 95.0, How.PLACED: 90.0, How.BARE: 80.0}
_ALIKE = 75.0
_ALIKE_FROM = 0.5
_STEP, _ELSEWHERE, _OTHERWISE = 2.0, 10.0, 20.0
_FOREIGN = 60.0
_PART_FROM = 6
_FAR = 99

JURISDICTION, FUNCTION, KIND = "jurisdiction", "function", "kind"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entity proposed. ``step`` is how far its place is from the jurisdiction in question; ``features`` says what agrees."""

    entity: Entity
    how: How
    score: float
    similarity: float
    step: int = 0
    fits: bool = True
    match: bool = False
    features: tuple[tuple[str, float | bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query says besides words, resolved: places (None: none given), and functions and kinds by IRI in the same way."""

    places: frozenset[str] | None
    functions: frozenset[str] | None
    kinds: frozenset[str] | None

    @property
    def anything(self) -> bool:
        """Whether a property that we know was given."""
        return any(each is not None for each in (self.places, self.functions, self.kinds))


def candidates(query: Query, forms: Forms) -> tuple[Candidate, ...]:
    """The candidates for a query, best first; equal scores in the order of the entities."""
    entities = forms.entities
    wanted = _wanted(query, entities)
    folded = joined(query.words)
    if not folded:
        found = [*_by_properties(query, wanted, entities)] if not query.words.strip() else []
        return tuple(found[: query.limit])
    called = [each for each in _called(query, folded, forms) if _typed(each.entity, query.types)]
    placed = [each for candidate in called if (each := _placed(candidate, wanted, entities))]
    chosen = _chosen(placed, given=wanted.places is not None)
    if chosen is None:
        known = {each.entity.id for each in placed}
        alike = (each for each in _alike(folded, forms) if each.entity.id not in known and _typed(each.entity, query.types))
        placed += [each for candidate in alike if (each := _placed(candidate, wanted, entities))]
    placed.sort(key=lambda each: (-each.score, entities.order[each.entity.id]))
    return tuple(_shown(each, query, wanted, match=each.entity.id == chosen) for each in placed[: query.limit])


def property_id(pid: str) -> str:
    """The name of a property, however it is written: fg:jurisdiction, its IRI, or plain."""
    return pid.strip().removeprefix(iris.NS).removeprefix("fg:")


def type_id(given: str) -> str:
    """The same for a type."""
    return property_id(given)


def _wanted(query: Query, entities: Entities) -> Wanted:
    values: dict[str, list[str]] = {}
    for given in query.properties:
        values.setdefault(property_id(given.pid), []).extend(map(_plain, given.values))
    places = frozenset(filter(None, map(entities.place, values.get(JURISDICTION, []))))
    return Wanted(
        places if JURISDICTION in values else None,
        _concepts(values[FUNCTION], entities.functions) if FUNCTION in values else None,
        _concepts(values[KIND], entities.kinds) if KIND in values else None,
    )


def _plain(value: Value) -> str:
    """A value as it is written in a table: a whole number without its point (510000.0 is 510000)."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _concepts(given: list[str], known: tuple[Concept, ...]) -> frozenset[str]:
    folded = set(map(joined, given)) - {""}
    return frozenset(concept.iri for concept in known if concept.names & folded)


def _typed(entity: Entity, types: tuple[str, ...]) -> bool:
    own = {entity.type, BODY_TYPE} if entity.type in {"SingleBody", "BodyCollective"} else {entity.type}
    return not types or any(type_id(each) in own for each in types)


# --- by words


def _called(query: Query, folded: str, forms: Forms) -> Iterator[Candidate]:
    """Entities of which the words are a name, or the id."""
    found = dict(forms.exact.get(folded, {}))
    if entity := forms.entities.find(query.words):
        found = {entity.id: How.ID}
    asked_for_tasks = any(type_id(each) == "PolicyTask" for each in query.types)
    for identifier, how in found.items():
        entity = forms.entities.by_id[identifier]
        sure = How.LOCAL if how == How.BARE and entity.type == "PolicyTask" and asked_for_tasks else how
        alike = 1.0 if sure >= How.LOCAL and sure != How.PLACED else max(_ratio(folded, joined(name)) for name in _names(entity))
        yield Candidate(entity, sure, _SCORES[sure], alike)


def _alike(folded: str, forms: Forms) -> Iterator[Candidate]:
    """Entities with a name that looks like the words, or tasks whose text holds them; each once, as its best name does."""
    best: dict[str, float] = {}
    for name, identifier, share in forms.near(folded):
        if forms.entities.by_id[identifier].type == "PolicyTask":
            part = len(folded) >= _PART_FROM and folded in name
            alike = max(share, _ALIKE_FROM + (1 - _ALIKE_FROM) * len(folded) / len(name)) if part else share
        else:
            alike = _ratio(folded, name)
        best[identifier] = max(alike, best.get(identifier, 0.0))
    for identifier, alike in best.items():
        if alike >= _ALIKE_FROM:
            yield Candidate(forms.entities.by_id[identifier], How.SIMILAR, _ALIKE * alike, alike)


def _names(entity: Entity) -> tuple[str, ...]:
    return (*entity.full, *entity.others)


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


# --- by properties


def _placed(candidate: Candidate, wanted: Wanted, entities: Entities) -> Candidate | None:
    """The candidate with what its place, function and kind do to its score; None where the jurisdiction given rules it out."""
    entity = candidate.entity
    fits = (wanted.functions is None or entity.function in wanted.functions) and (wanted.kinds is None or entity.kind in wanted.kinds)
    less = 0.0 if fits else _OTHERWISE
    if wanted.places is None:
        step = entities.steps.get(entity.place, _FAR)
        local = candidate.how in {How.LOCAL, How.BARE, How.SIMILAR}
        less += (_ELSEWHERE if step == _FAR else _STEP * step) if local else 0.0
    else:
        chains = [entities.above.get(place, ()) for place in wanted.places]
        step = min((chain.index(entity.place) for chain in chains if entity.place in chain), default=_FAR)
        if step == _FAR:
            if candidate.how < How.FULL:
                return None
            return replace(candidate, score=max(_FOREIGN - less, 0.0), step=step, fits=False)
        less += _STEP * step
    return replace(candidate, score=max(candidate.score - less, 0.0), step=step, fits=fits)


def _chosen(found: list[Candidate], *, given: bool) -> str | None:
    """The id of the one entity that the words stand for; None where there is none, or more than one."""
    fitting = [each for each in found if each.fits and each.step != _FAR] if given else [each for each in found if each.fits]
    if given:
        nearest = min((each.step for each in fitting), default=0)
        fitting = [each for each in fitting if each.step == nearest and (each.how >= How.LOCAL or nearest == 0)]
    else:
        fitting = [each for each in fitting if each.how >= How.LOCAL]
    full = [each for each in fitting if each.how >= How.FULL]
    named = full or [each for each in fitting if each.how >= How.LOCAL] or fitting
    if len(named) != 1 or (not given and named[0].how == How.LOCAL and named[0].step == _FAR):
        return None
    return named[0].entity.id


def _by_properties(query: Query, wanted: Wanted, entities: Entities) -> Iterator[Candidate]:
    """Where a query has no words: the entities that have every property given; chosen where it is one."""
    if not wanted.anything:
        return
    found = [
        Candidate(entity, How.SIMILAR, 100.0, 0.0)
        for entity in entities.all
        if _typed(entity, query.types)
        and (wanted.places is None or entity.place in wanted.places)
        and (wanted.functions is None or entity.function in wanted.functions)
        and (wanted.kinds is None or entity.kind in wanted.kinds)
    ]
    for each in found:
        yield _shown(each, query, wanted, match=len(found) == 1)


def _shown(candidate: Candidate, query: Query, wanted: Wanted, *, match: bool) -> Candidate:
    """The candidate with its decision and its features."""
    entity = candidate.entity
    features: list[tuple[str, float | bool]] = []
    if query.words.strip():
        features.append(("name_similarity", round(candidate.similarity, 3)))
    if query.types:
        features.append(("type", True))
    if wanted.places is not None:
        features.append((JURISDICTION, 1.0 if candidate.step == 0 else 0.0 if candidate.step == _FAR else 0.5))
    if wanted.functions is not None:
        features.append((FUNCTION, entity.function in wanted.functions))
    if wanted.kinds is not None:
        features.append((KIND, entity.kind in wanted.kinds))
    return replace(candidate, score=round(candidate.score, 1), match=match, features=tuple(features))

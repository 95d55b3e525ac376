"""The values of properties, as data extension writes them: {"str": …}, {"int": …}, {"date": …} or {"id": …, "name": …}."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual, Lang
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import ADMS, DCTERMS, FG, ORG, SCHEMA, SKOS
from fengong.reconcile.entities import Entities, Entity, short

Cell = Mapping[str, str | int]
READINGS = ("adopted", "printed")
ANY_ROLE = "any"


@dataclass(frozen=True, slots=True)
class Settings:
    """How values are wanted: the language of names, at most so many (0: all), which reading, and in which role (``any``)."""

    lang: Lang = "zh"
    limit: int = 0
    reading: str = READINGS[0]
    role: str = ANY_ROLE


Values = Callable[[Entities, Entity, Settings], Iterable[Cell]]


def role_names(entities: Entities) -> Mapping[str, Bilingual]:
    """What the roles are called, by their slugs, in their order."""
    found = {}
    for node in lookup.subjects(entities.store, FG.responsibilityProperty):
        order = lookup.text(entities.store, node, FG.order, "0")
        found[natural_key(order), node.value.rpartition("/")[2]] = lookup.both(entities.store, node, SKOS.prefLabel)
    return {slug: found[order, slug] for order, slug in sorted(found)}


# --- what values are made of


def _strings(words: Iterable[str]) -> Iterator[Cell]:
    yield from ({"str": each} for each in words if each)


def _dates(days: Iterable[str]) -> Iterator[Cell]:
    """Days with a time, as the protocol wants them; the time says nothing."""
    yield from ({"date": f"{day}T00:00:00Z"} for day in sorted(set(filter(None, days))))


def _linked(entities: Entities, found: Iterable[str], settings: Settings) -> Iterator[Cell]:
    for identifier in sorted({short(each) for each in found}, key=natural_key):
        if entity := entities.by_id.get(identifier):
            yield {"id": entity.id, "name": entity.name.said(settings.lang)}


def forward(predicate: ox.NamedNode) -> Values:
    """The entities that the subject has as ``predicate``."""

    def values(entities: Entities, entity: Entity, settings: Settings) -> Iterable[Cell]:
        return _linked(entities, (node.value for node in lookup.nodes(entities.store, entity.node, predicate)), settings)

    return values


def labelled(predicate: ox.NamedNode) -> Values:
    """The labels of what the subject has as ``predicate``."""

    def values(entities: Entities, entity: Entity, settings: Settings) -> Iterable[Cell]:
        found = lookup.nodes(entities.store, entity.node, predicate)
        return _strings(sorted(lookup.label(entities.store, node, settings.lang) for node in found))

    return values


def across(here: ox.NamedNode, there: ox.NamedNode) -> Values:
    """The entities at the other end of a membership."""

    def values(entities: Entities, entity: Entity, settings: Settings) -> Iterable[Cell]:
        between = lookup.subjects(entities.store, here, entity.node)
        return _linked(entities, (node.value for each in between for node in lookup.nodes(entities.store, each, there)), settings)

    return values


# --- names


def name_zh(_: Entities, entity: Entity, __: Settings) -> Iterable[Cell]:
    """The name in Chinese."""
    return _strings([entity.name.zh])


def name_en(_: Entities, entity: Entity, __: Settings) -> Iterable[Cell]:
    """The name in English."""
    return _strings([entity.name.en])


def short_names(_: Entities, entity: Entity, __: Settings) -> Iterable[Cell]:
    """The reviewed short forms."""
    return _strings(entity.others)


def codes(_: Entities, entity: Entity, __: Settings) -> Iterable[Cell]:
    """The code of a place."""
    return _strings(sorted(entity.codes))


def identifiers(entities: Entities, entity: Entity, _: Settings) -> Iterable[Cell]:
    """What it is called elsewhere as far as a reviewed link says so without a doubt: IRIs, and codes that have none."""
    store = entities.dataset.whole
    linked = {lookup.words(quad.object) for quad in store.quads_for_pattern(entity.node, SCHEMA.sameAs, None)}
    made = [quad.object for quad in store.quads_for_pattern(entity.node, ADMS.identifier, None) if isinstance(quad.object, ox.NamedNode)]
    codes = {lookup.words(quad.object) for each in made for quad in store.quads_for_pattern(each, SKOS.notation, None)}
    return _strings(sorted(linked | codes))


# --- bodies and places


def jurisdiction(entities: Entities, entity: Entity, settings: Settings) -> Iterable[Cell]:
    """The place of a body, or of a task's table."""
    return _linked(entities, filter(None, [entity.place]), settings)


def bodies_here(entities: Entities, entity: Entity, settings: Settings) -> Iterable[Cell]:
    """The bodies of a place."""
    return _linked(entities, (each.id for each in entities.all if each.place == entity.id and each.type == "SingleBody"), settings)


def reorganised_into(entities: Entities, entity: Entity, settings: Settings) -> Iterable[Cell]:
    """The names of what the body became."""
    return _strings(lookup.label(entities.store, each, settings.lang) for each in _changes(entities, entity))


def reorganisation_reported(entities: Entities, entity: Entity, _: Settings) -> Iterable[Cell]:
    """The days on which a source reported it."""
    return _dates(lookup.text(entities.store, each, FG.reportedOn) for each in _changes(entities, entity))


def _changes(entities: Entities, entity: Entity) -> list[ox.NamedNode]:
    return sorted(lookup.subjects(entities.store, ORG.originalOrganization, entity.node), key=str)


# --- bodies and tasks


def _predicate(settings: Settings) -> ox.NamedNode:
    return FG.printedBody if settings.reading == "printed" else FG.body


def _role(entities: Entities, responsibility: ox.NamedNode) -> str:
    return lookup.text(entities.store, responsibility, FG.role).rpartition("/")[2]


def _tasks_of(entities: Entities, entity: Entity, settings: Settings, role: str) -> set[str]:
    """The tasks in which a body has a role; which body is meant depends on the reading."""
    found = lookup.subjects(entities.store, _predicate(settings), entity.node)
    chosen = (each for each in found if "/resp/" in each.value and role in {ANY_ROLE, _role(entities, each)})
    return {each.value.partition("/resp/")[0] for each in chosen}


def tasks(entities: Entities, entity: Entity, settings: Settings) -> Iterable[Cell]:
    """The tasks of a body in the role that the settings choose."""
    return _linked(entities, _tasks_of(entities, entity, settings, settings.role), settings)


def counted(role: str) -> Values:
    """The number of tasks in which a body has a role."""

    def values(entities: Entities, entity: Entity, settings: Settings) -> Iterable[Cell]:
        return [{"int": len(_tasks_of(entities, entity, settings, role))}]

    return values


def responsible(entities: Entities, entity: Entity, settings: Settings) -> Iterable[Cell]:
    """The bodies of a task in the role that the settings choose."""
    store = entities.store
    clauses = lookup.nodes(store, entity.node, FG.hasClause)
    found = (each for clause in clauses for each in lookup.nodes(store, clause, FG.assigns))
    chosen = (each for each in found if settings.role in {ANY_ROLE, _role(entities, each)})
    return _linked(entities, (node.value for each in chosen for node in lookup.nodes(store, each, _predicate(settings))), settings)


# --- tasks


def number(entities: Entities, entity: Entity, _: Settings) -> Iterable[Cell]:
    """The number printed in the table."""
    return [{"int": int(each.value)} for each in lookup.literals(entities.store, entity.node, FG.taskNumber)]


def text(_: Entities, entity: Entity, __: Settings) -> Iterable[Cell]:
    """The task as printed."""
    return _strings([entity.text])


def table(entities: Entities, entity: Entity, settings: Settings) -> Iterable[Cell]:
    """The title of the table, else its id."""
    title = lookup.both(entities.store, ox.NamedNode(iris.table(entity.table)), DCTERMS.title)
    return _strings([title.said(settings.lang) or title.zh or title.en or entity.table])


def topics(entities: Entities, entity: Entity, settings: Settings) -> Iterable[Cell]:
    """The topics of the task."""
    return _strings(sorted(lookup.label(entities.store, each, settings.lang) for each in _topics(entities, entity)))


def _topics(entities: Entities, entity: Entity) -> set[ox.NamedNode]:
    mentions = lookup.nodes(entities.store, entity.node, FG.hasTopicMention)
    return {topic for mention in mentions for topic in lookup.nodes(entities.store, mention, FG.topic)}


def deadlines(entities: Entities, entity: Entity, _: Settings) -> Iterable[Cell]:
    """The deadlines of what the task promises."""
    store = entities.store
    parts = [node for prop in (FG.hasTarget, FG.hasMeasure) for node in lookup.nodes(store, entity.node, prop)]
    return _dates(literal.value for node in parts for literal in lookup.literals(store, node, FG.deadline))

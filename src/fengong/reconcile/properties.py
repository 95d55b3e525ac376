"""The properties of entities that data extension gives: what each is called, which types have it, and how its values are found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fengong.bilingual import Bilingual
from fengong.graph.terms import FG
from fengong.reconcile import values
from fengong.reconcile.entities import BODY_TYPE, Entities
from fengong.reconcile.values import Values

_BODIES = ("SingleBody", "BodyCollective")
_NAMED = (*_BODIES, "Place")
_ALL = (*_NAMED, "PolicyTask")
_PLAIN = {"lead": "leads", "sharedByDuty": "shares", "participate": "joins"}
"""Counts that go by plain names; those of other roles are called after the role."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its id, its name, what it is, the types that have it, and the type of its values where they are entities."""

    id: str
    name: Bilingual
    about: Bilingual
    types: tuple[str, ...]
    values: Values
    range: str = ""


def properties(entities: Entities) -> tuple[Property, ...]:
    """Every property, in the order in which they are proposed."""
    return (*_OF_NAMES, *_OF_BODIES, *_counts(entities), *_OF_PLACES, *_OF_TASKS)


def of_type(known: Iterable[Property], type_name: str) -> tuple[Property, ...]:
    """Those that entities of a type have."""
    wanted = set(_BODIES) if type_name == BODY_TYPE else {type_name}
    return tuple(each for each in known if wanted & set(each.types))


def _counts(entities: Entities) -> Iterator[Property]:
    """One count for each role of the ontology, those with plain names first."""
    names = values.role_names(entities)
    for slug in (*(each for each in _PLAIN if each in names), *(each for each in names if each not in _PLAIN)):
        name = names[slug]
        yield Property(
            _PLAIN.get(slug, f"{slug}_count"),
            Bilingual(zh=f"{name.zh}任务数", en=f"number of tasks: {name.en}"),
            Bilingual(zh=f"该单位以“{name.zh}”角色承担的任务数。", en=f"How many tasks the body has in the role “{name.en}”."),
            _BODIES,
            values.counted(slug),
        )


_OF_NAMES = (
    Property(
        "name_zh",
        Bilingual(zh="中文名", en="Chinese name"),
        Bilingual(zh="中文全称。", en="The full name in Chinese."),
        _ALL,
        values.name_zh,
    ),
    Property(
        "name_en",
        Bilingual(zh="英文名", en="English name"),
        Bilingual(zh="英文名称。", en="The name in English."),
        _ALL,
        values.name_en,
    ),
    Property(
        "short_names",
        Bilingual(zh="简称", en="short names"),
        Bilingual(zh="经核对的简称。", en="The reviewed short forms."),
        _NAMED,
        values.short_names,
    ),
    Property(
        "identifiers",
        Bilingual(zh="外部标识", en="identifiers elsewhere"),
        Bilingual(zh="经核对的外部标识。", en="Reviewed identifiers in other data."),
        _ALL,
        values.identifiers,
    ),
)
_OF_BODIES = (
    Property(
        "jurisdiction",
        Bilingual(zh="辖区", en="jurisdiction"),
        Bilingual(zh="单位或分工表所属的地方。", en="The place of the body, or of the task's table."),
        (*_BODIES, "PolicyTask"),
        values.jurisdiction,
        "Place",
    ),
    Property(
        "function",
        Bilingual(zh="职能", en="function"),
        Bilingual(zh="政府职能。", en="The function of government."),
        _BODIES,
        values.labelled(FG.function),
    ),
    Property(
        "kind",
        Bilingual(zh="性质", en="kind"),
        Bilingual(zh="单位的性质。", en="What kind of body it is."),
        _BODIES,
        values.labelled(FG.kind),
    ),
    Property(
        "superior",
        Bilingual(zh="上级单位", en="superior body"),
        Bilingual(zh="已录的上级单位；未录不表示没有。", en="The superior body where it is recorded; none recorded does not mean none."),
        _BODIES,
        values.forward(FG.superiorBody),
        "SingleBody",
    ),
    Property(
        "national_counterpart",
        Bilingual(zh="国家层面对应单位", en="national counterpart"),
        Bilingual(zh="国家层面承担同一职能的单位。", en="The national body of the same function."),
        _BODIES,
        values.forward(FG.nationalCounterpart),
        "SingleBody",
    ),
    Property(
        "members",
        Bilingual(zh="成员", en="members"),
        Bilingual(zh="集合单位的成员。", en="The members of a collective."),
        ("BodyCollective",),
        values.across(FG.collective, FG.member),
        "SingleBody",
    ),
    Property(
        "collectives",
        Bilingual(zh="所属集合", en="collectives"),
        Bilingual(zh="以其为成员的集合单位。", en="The collectives that it is a member of."),
        ("SingleBody",),
        values.across(FG.member, FG.collective),
        "BodyCollective",
    ),
    Property(
        "reorganised_into",
        Bilingual(zh="改革后", en="reorganised into"),
        Bilingual(zh="据所列出处，改革后的单位名称。", en="The name of what it became, where a source says so."),
        ("SingleBody",),
        values.reorganised_into,
    ),
    Property(
        "reorganisation_reported",
        Bilingual(zh="改革报道日期", en="reorganisation reported"),
        Bilingual(zh="出处的报道日期，不是改革日期。", en="The day of the report, not of the change."),
        ("SingleBody",),
        values.reorganisation_reported,
    ),
    Property(
        "tasks",
        Bilingual(zh="任务", en="tasks"),
        Bilingual(zh="该单位承担的任务；可按角色限定。", en="The tasks of the body; a role may be chosen."),
        _BODIES,
        values.tasks,
        "PolicyTask",
    ),
)
_OF_PLACES = (
    Property(
        "code",
        Bilingual(zh="代码", en="code"),
        Bilingual(zh="行政区划代码（GB/T 2260）；全国为 cn。", en="The GB/T 2260 code; cn for the nation."),
        ("Place",),
        values.codes,
    ),
    Property(
        "part_of",
        Bilingual(zh="上级地方", en="part of"),
        Bilingual(zh="所属的上级地方。", en="The place it is part of."),
        ("Place",),
        values.forward(FG.partOfPlace),
        "Place",
    ),
    Property(
        "bodies",
        Bilingual(zh="所辖单位", en="bodies"),
        Bilingual(zh="本地方的单位。", en="The bodies of the place."),
        ("Place",),
        values.bodies_here,
        "SingleBody",
    ),
)
_OF_TASKS = (
    Property(
        "number",
        Bilingual(zh="序号", en="number"),
        Bilingual(zh="分工表所印序号。", en="The number printed in the table."),
        ("PolicyTask",),
        values.number,
    ),
    Property(
        "text",
        Bilingual(zh="任务原文", en="text"),
        Bilingual(zh="分工表所印任务。", en="The task as printed."),
        ("PolicyTask",),
        values.text,
    ),
    Property(
        "table",
        Bilingual(zh="分工表", en="table"),
        Bilingual(zh="所属分工表的名称。", en="The title of its table."),
        ("PolicyTask",),
        values.table,
    ),
    Property(
        "responsible_bodies",
        Bilingual(zh="责任单位", en="responsible bodies"),
        Bilingual(zh="任务的责任单位；可按角色限定。", en="The bodies named for the task; a role may be chosen."),
        ("PolicyTask",),
        values.responsible,
        BODY_TYPE,
    ),
    Property(
        "topics",
        Bilingual(zh="主题", en="topics"),
        Bilingual(zh="任务的主题。", en="What the task is about."),
        ("PolicyTask",),
        values.topics,
    ),
    Property(
        "deadlines",
        Bilingual(zh="期限", en="deadlines"),
        Bilingual(zh="任务所承诺事项的期限。", en="The deadlines of what the task promises."),
        ("PolicyTask",),
        values.deadlines,
    ),
)

"""Data extension: the values of some properties of some entities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.reconcile.entities import Entities
from fengong.reconcile.match import property_id
from fengong.reconcile.properties import Property, of_type
from fengong.reconcile.query import parsed, refuse
from fengong.reconcile.values import ANY_ROLE, READINGS, Cell, Settings, role_names

MOST_IDS, MOST_PROPERTIES = 1_000, 50

Wanted = tuple[str, Property | None, Settings]
"""The id of a property as it was asked for, the property where we have it, and its settings."""


@dataclass(frozen=True, slots=True)
class Extension:
    """What a data extension query asks for."""

    ids: tuple[str, ...]
    wanted: tuple[Wanted, ...]


def read(text: str, known: dict[str, Property], entities: Entities, lang: Lang) -> Extension:
    """A data extension query. Raises Refused."""
    found = parsed(text, "extend")
    ids, asked = (found.get("ids"), found.get("properties")) if isinstance(found, dict) else (None, None)
    if not (isinstance(ids, list) and all(isinstance(each, str) for each in ids)):
        refuse("extend 应为对象，其 ids 为字符串数组。", "extend must be an object whose ids is an array of strings.")
    if not (isinstance(asked, list) and all(isinstance(each, dict) and isinstance(each.get("id"), str) for each in asked)):
        refuse("extend 的 properties 应为数组，每一项有 id。", "The properties of extend must be an array of objects with an id.")
    ids, asked = cast("list[str]", ids), cast("list[dict[str, object]]", asked)
    if len(ids) > MOST_IDS or len(asked) > MOST_PROPERTIES:
        refuse(
            f"一次最多 {MOST_IDS} 个标识、{MOST_PROPERTIES} 个属性；请分批发送。",
            f"At most {MOST_IDS} ids and {MOST_PROPERTIES} properties at once: send several requests.",
            status=413,
        )
    roles = (ANY_ROLE, *role_names(entities))
    wanted = ((str(each["id"]), known.get(property_id(str(each["id"]))), _settings(each, roles, lang)) for each in asked)
    return Extension(tuple(dict.fromkeys(ids)), tuple(wanted))


def _settings(asked: dict[str, object], roles: tuple[str, ...], lang: Lang) -> Settings:
    name = printable(str(asked["id"])[:40]).encode("utf-8", "replace").decode()
    found = asked.get("settings") or {}
    if not isinstance(found, dict):
        refuse(f"属性 {name} 的 settings 应为对象。", f"The settings of {name} must be an object.")
    reading, role = found.get("reading") or READINGS[0], found.get("role") or ANY_ROLE
    if reading not in READINGS or role not in roles:
        refuse(
            f"属性 {name} 的设置有误：reading 为 {'、'.join(READINGS)} 之一，role 为 {'、'.join(roles)} 之一。",
            f"The settings of {name} are wrong: reading is one of {', '.join(READINGS)}, role one of {', '.join(roles)}.",
        )
    limit = str(found.get("limit") or 0)
    if not (limit.isascii() and limit.isdecimal() and len(limit) < 10):  # noqa: PLR2004 - what fits any machine
        refuse(f"属性 {name} 的 limit 应为非负整数。", f"The limit of {name} must be a whole number, 0 for all.")
    return Settings(lang, int(limit), str(reading), str(role))


def answered(extension: Extension, entities: Entities) -> dict[str, object]:
    """The data extension response: an entity or a property that we do not have gives no values."""
    lang = extension.wanted[0][2].lang if extension.wanted else "zh"
    return {
        "meta": [_meta(asked, known, entities, lang) for asked, known, _ in extension.wanted],
        "rows": {
            identifier: {asked: _values(identifier, known, settings, entities) for asked, known, settings in extension.wanted}
            for identifier in extension.ids
        },
    }


def _meta(asked: str, known: Property | None, entities: Entities, lang: Lang) -> dict[str, object]:
    if known is None:
        return {"id": asked, "name": asked or "—"}
    meta: dict[str, object] = {"id": asked, "name": known.name.said(lang)}
    if known.range:
        meta["type"] = {"id": known.range, "name": entities.type_names[known.range].said(lang)}
    return meta


def _values(identifier: str, known: Property | None, settings: Settings, entities: Entities) -> list[Cell]:
    entity = entities.find(identifier)
    if entity is None or known is None or entity.type not in known.types:
        return []
    found = list(known.values(entities, entity, settings))
    return found[: settings.limit] if settings.limit else found


def proposed(known: tuple[Property, ...], type_name: str, limit: int | None, lang: Lang) -> dict[str, object]:
    """The properties that may be fetched for entities of a type; of any type where none is given."""
    found = of_type(known, property_id(type_name)) if type_name else known
    response: dict[str, object] = {"properties": [{"id": each.id, "name": each.name.said(lang)} for each in found[:limit]]}
    response["type"] = type_name
    return response if limit is None else {"limit": limit, **response}


_LIMIT = Bilingual(zh="最多几个值（0 为全部）", en="At most so many values (0: all)")
_READING = Bilingual(zh="读法", en="Reading")
_READINGS = {"adopted": Bilingual(zh="采用的读法", en="adopted"), "printed": Bilingual(zh="原文读法", en="printed")}
_ROLE = Bilingual(zh="角色", en="Role")
_ANY = Bilingual(zh="任何角色", en="any role")


def settings_offered(entities: Entities, lang: Lang) -> list[dict[str, object]]:
    """The settings of properties, as the manifest describes them."""
    roles = {ANY_ROLE: _ANY, **role_names(entities)}
    return [
        {"name": "limit", "label": _LIMIT.said(lang), "type": "number", "default": 0},
        _select("reading", _READING, _READINGS, lang),
        _select("role", _ROLE, roles, lang),
    ]


def _select(name: str, label: Bilingual, choices: dict[str, Bilingual], lang: Lang) -> dict[str, object]:
    return {
        "name": name,
        "label": label.said(lang),
        "type": "select",
        "default": next(iter(choices)),
        "choices": [{"value": value, "name": words.said(lang)} for value, words in choices.items()],
    }

"""An entity in words: its types as the protocol wants them, a line that tells it from namesakes, and a page of its own."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

import pyoxigraph as ox

from fengong.bilingual import Bilingual, Lang
from fengong.graph.lookup import label
from fengong.reconcile.entities import BODY_TYPE, IDS, Entities, Entity

_SHOWN = 300

SHORT = Bilingual(zh="简称", en="Short forms")
PLACE = Bilingual(zh="辖区", en="Jurisdiction")
FUNCTION = Bilingual(zh="职能", en="Function")
KIND = Bilingual(zh="性质", en="Kind")
TEXT = Bilingual(zh="原文", en="Text")
ID = Bilingual(zh="标识", en="Identifier")


def type_of(identifier: str, entities: Entities, lang: Lang) -> dict[str, object]:
    """A type with its name and what is broader."""
    found: dict[str, object] = {"id": identifier, "name": entities.type_names[identifier].said(lang)}
    if identifier in {"SingleBody", "BodyCollective"}:
        found["broader"] = [{"id": BODY_TYPE, "name": entities.type_names[BODY_TYPE].said(lang)}]
    return found


def described(entity: Entity, entities: Entities, lang: Lang) -> str:
    """The name in the other language, the place, and the id; of a task, its words."""
    if entity.text:
        return entity.text if len(entity.text) <= _SHOWN else entity.text[: _SHOWN - 1] + "…"
    other = entity.name.said("en" if lang == "zh" else "zh")
    place = entities.by_id.get(entity.place)
    where = place.name.said(lang) if place and place.id != entity.id else ""
    return " · ".join(filter(None, [other, where, entity.id]))


def page(entity: Entity, entities: Entities, base: str, lang: Lang) -> str:
    """A small HTML page about the entity, complete without script or style of its own."""
    store = entities.store
    place = entities.by_id.get(entity.place)
    facts = [
        (SHORT, "、".join(entity.others) if entity.type != "PolicyTask" else ""),
        (PLACE, place.name.said(lang) if place and place.id != entity.id else ""),
        (FUNCTION, label(store, ox.NamedNode(entity.function), lang) if entity.function else ""),
        (KIND, label(store, ox.NamedNode(entity.kind), lang) if entity.kind else ""),
        (TEXT, entity.text),
        (ID, entity.id),
    ]
    other = entity.name.said("en" if lang == "zh" else "zh")
    rows = "\n".join(f"<dt>{escape(name.said(lang))}</dt><dd>{escape(words)}</dd>" for name, words in facts if words)
    address = escape(f"{base}id/{quote(entity.id)}")
    return (
        f'<!doctype html>\n<html lang="{"zh-Hans" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(entity.name.said(lang))}</title>\n"
        f'<link rel="stylesheet" href="{escape(base)}assets/fengong.css">\n</head>\n<body>\n'
        f'<h1><a href="{address}" target="_blank" rel="noopener">{escape(entity.name.said(lang))}</a></h1>\n'
        f"<p>{escape(other)} · {escape(entities.type_names[entity.type].said(lang))}</p>\n<dl>\n{rows}\n</dl>\n"
        f"<p><small>{escape(IDS + entity.id)}</small></p>\n</body>\n</html>\n"
    )

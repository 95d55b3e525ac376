"""Auto-completion: entities, types and properties, by what a person has typed so far."""

from __future__ import annotations

from collections.abc import Iterable

from fengong.ask.fold import joined
from fengong.ask.search import Index
from fengong.bilingual import Bilingual, Lang
from fengong.reconcile.describe import described, type_of
from fengong.reconcile.entities import BODY_TYPE, Entities, short
from fengong.reconcile.match import property_id
from fengong.reconcile.properties import Property

PAGE = 20
"""So many suggestions are given at once."""
_KINDS = ("body", "place", "task")


def entity(prefix: str, skipped: int, index: Index, entities: Entities, lang: Lang) -> list[dict[str, object]]:
    """Entities by name, short form, pinyin, initials, code or id, best first."""
    given = prefix.strip()
    exact = entities.find(given)
    hits = index.search(given, kinds=_KINDS, limit=len(index.entries)).items
    found = dict.fromkeys([*([exact.id] if exact else []), *(short(hit.iri) for hit in hits)])
    known = [each for identifier in found if (each := entities.by_id.get(identifier))]
    return [
        {
            "id": each.id,
            "name": each.name.said(lang),
            "description": described(each, entities, lang),
            "notable": [type_of(each.type, entities, lang)],
        }
        for each in known[skipped : skipped + PAGE]
    ]


def types(prefix: str, skipped: int, entities: Entities, lang: Lang) -> list[dict[str, object]]:
    """Types by id or by name in either language; all of them for no prefix."""
    names = {identifier: name for identifier, name in entities.type_names.items() if _begins(prefix, identifier, name)}
    return [_type(identifier, entities, lang) for identifier in list(names)[skipped : skipped + PAGE]]


def properties(prefix: str, skipped: int, known: Iterable[Property], lang: Lang) -> list[dict[str, object]]:
    """Properties by id or by name in either language; all of them for no prefix."""
    found = [each for each in known if _begins(prefix, each.id, each.name)]
    return [{"id": each.id, "name": each.name.said(lang), "description": each.about.said(lang)} for each in found[skipped : skipped + PAGE]]


def _type(identifier: str, entities: Entities, lang: Lang) -> dict[str, object]:
    found = type_of(identifier, entities, lang)
    if identifier != BODY_TYPE:
        return found
    return {**found, "description": _ANY_BODY.said(lang)}


_ANY_BODY = Bilingual(zh="单个单位或集合单位", en="A single body or a collective of bodies")


def _begins(prefix: str, identifier: str, name: Bilingual) -> bool:
    folded = joined(property_id(prefix))
    words = (identifier, *identifier.split("_"), name.zh, name.en, *name.en.split())
    return not folded or any(joined(each).startswith(folded) for each in words) or folded in joined(name.zh)

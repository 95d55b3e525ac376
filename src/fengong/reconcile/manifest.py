"""The service manifest: what this service is and what it offers."""

from __future__ import annotations

from fengong import __version__, iris
from fengong.bilingual import Bilingual, Lang
from fengong.reconcile.describe import type_of
from fengong.reconcile.entities import IDS, TYPES, Entities
from fengong.reconcile.extend import settings_offered
from fengong.reconcile.query import BATCH

NAME = Bilingual(zh="分工：单位、地方与任务", en="Fengong: bodies, places and tasks")
WIDTH, HEIGHT = 420, 320


def manifest(entities: Entities, base: str, lang: Lang) -> dict[str, object]:
    """The manifest of the service at ``base``, names in ``lang``."""
    return {
        "versions": ["0.2"],
        "name": NAME.said(lang),
        "identifierSpace": IDS,
        "schemaSpace": iris.NS,
        "defaultTypes": [type_of(each, entities, lang) for each in TYPES],
        "documentation": f"{base}{lang}/about",
        "logo": f"{base}favicon.svg",
        "serviceVersion": __version__,
        "view": {"url": f"{base}id/{{{{id}}}}"},
        "preview": {"url": f"{base}reconcile/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            each: {"service_url": base.rstrip("/"), "service_path": f"/reconcile/suggest/{each}"} for each in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": base.rstrip("/"), "service_path": "/reconcile/extend/propose"},
            "property_settings": settings_offered(entities, lang),
        },
        "batchSize": BATCH,
    }

"""The Reconciliation Service API 0.2, as a function from requests to replies.

Source: Reconciliation Service API v0.2, W3C Entity Reconciliation Community Group, final report of 2023-04-10.
"""

from __future__ import annotations

import json
from functools import cached_property

from fengong.api import Graph
from fengong.ask.search import Index, index_of
from fengong.bilingual import Lang
from fengong.reconcile import extend, suggest
from fengong.reconcile.describe import described, page, type_of
from fengong.reconcile.entities import Entities
from fengong.reconcile.forms import Forms
from fengong.reconcile.manifest import manifest
from fengong.reconcile.match import Candidate, candidates
from fengong.reconcile.properties import Property, properties
from fengong.reconcile.query import Query, Refused, batch, parsed, query, refuse
from fengong.web import accept
from fengong.web.message import HTML, JSON, Reply, Request, sentence

_VARY = ("Vary", "Accept-Language, Cookie")
_FRAMED = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors *"
"""A preview is made to be shown in a frame of the client."""
_DIGITS = 9


class Reconciler:
    """Answers what stands below /reconcile. Nothing is read before it is needed; ``warm`` reads it all."""

    def __init__(self, graph: Graph, index: Index | None = None) -> None:
        self.graph = graph
        self.entities = Entities(graph.dataset)
        self.forms = Forms(self.entities)
        self._index = index

    @cached_property
    def index(self) -> Index:
        """The search index, for suggestions."""
        return self._index or index_of(self.graph.dataset)

    @cached_property
    def properties(self) -> tuple[Property, ...]:
        """What data extension gives."""
        return properties(self.entities)

    def warm(self) -> None:
        """Read everything that an answer may need, so that none waits for it."""
        self.forms.warm()
        entities = self.entities
        _ = (
            self.index,
            self.properties,
            entities.type_names,
            entities.order,
            entities.steps,
            entities.above,
            entities.functions,
            entities.kinds,
        )
        _ = self.graph.dataset.whole

    def reply(self, request: Request) -> Reply | None:
        """The reply; None for a path that is not ours. Nothing that a client sends raises."""
        try:
            return self._reply(request)
        except Refused as refused:
            return refused.reply

    def _reply(self, request: Request) -> Reply | None:
        lang = _language(request)
        match request.path.removesuffix("/"):
            case "/reconcile":
                return self._service(request, lang)
            case "/reconcile/suggest/entity":
                found = suggest.entity(request.first("prefix"), _number(request, "cursor") or 0, self.index, self.entities, lang)
                return _json({"result": found})
            case "/reconcile/suggest/type":
                return _json({"result": suggest.types(request.first("prefix"), _number(request, "cursor") or 0, self.entities, lang)})
            case "/reconcile/suggest/property":
                return _json(
                    {"result": suggest.properties(request.first("prefix"), _number(request, "cursor") or 0, self.properties, lang)}
                )
            case "/reconcile/extend/propose":
                return _json(extend.proposed(self.properties, request.first("type"), _number(request, "limit"), lang))
            case "/reconcile/preview":
                return self._preview(request, lang)
        return None

    def _service(self, request: Request, lang: Lang) -> Reply:
        """Queries, one query as older clients send it, data extension, or else the manifest."""
        given = {name for name, _ in request.parameters}
        if "queries" in given:
            asked = batch(request.first("queries"))
            return _json({key: {"result": self._candidates(each, lang)} for key, each in asked.items()})
        if "extend" in given:
            known = {each.id: each for each in self.properties}
            return _json(extend.answered(extend.read(request.first("extend"), known, self.entities, lang), self.entities))
        if "query" in given:
            one = request.first("query")
            found = parsed(one, "query") if one.lstrip().startswith("{") else {"query": one}
            return _json({"result": self._candidates(query(found, "query"), lang)})
        return _json(manifest(self.entities, request.base, lang))

    def _candidates(self, asked: Query, lang: Lang) -> list[dict[str, object]]:
        return [self._candidate(each, lang) for each in candidates(asked, self.forms)]

    def _candidate(self, found: Candidate, lang: Lang) -> dict[str, object]:
        return {
            "id": found.entity.id,
            "name": found.entity.name.said(lang),
            "description": described(found.entity, self.entities, lang),
            "type": [type_of(found.entity.type, self.entities, lang)],
            "score": found.score,
            "match": found.match,
            "features": [{"id": name, "value": value} for name, value in found.features],
        }

    def _preview(self, request: Request, lang: Lang) -> Reply:
        entity = self.entities.find(request.first("id"))
        if entity is None:
            return sentence(
                404,
                "没有这个标识。标识形如 body/510000/civil-affairs，可由 /reconcile/suggest/entity?prefix=民政厅 查得。",
                "There is no such id. Ids look like body/510000/civil-affairs; /reconcile/suggest/entity?prefix=民政厅 finds them.",
            )
        body = page(entity, self.entities, request.base, lang).encode()
        return Reply(body, HTML, headers=(_VARY, ("Content-Security-Policy", _FRAMED)))


def _language(request: Request) -> Lang:
    """The language asked for; Chinese where a program asks for none, for these are Chinese bodies."""
    return accept.language(request.languages, request.remembered) if request.languages or request.remembered else "zh"


def _number(request: Request, name: str) -> int | None:
    """A parameter that is a whole number; None where it is not given. Raises Refused."""
    given = request.first(name).strip()
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) <= _DIGITS):
        refuse(f"参数 {name} 应为非负整数，例如 {name}=10。", f"The parameter {name} must be a whole number, such as {name}=10.")
    return int(given)


def _json(value: object) -> Reply:
    """A reply in JSON. A lone surrogate, which only an escape can bring in, goes out as the escape that it was."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Reply(text.encode("utf-8", "backslashreplace"), JSON, headers=(_VARY,))

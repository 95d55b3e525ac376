"""The client's side of the Reconciliation Service API 0.2: manifest and candidates, taken only as the protocol has them.

Source: Reconciliation Service API v0.2, W3C Entity Reconciliation Community Group, final report of 2023-04-10; queries have the same
form in 0.1.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.errors import FailedService
from fengong.linking.http import Answer, Client, as_json

VERSIONS = ("0.2", "0.1")
_OK = 200
_SHOWN = 80
_MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a service is: its name, the IRI before its identifiers, and the largest batch it allows (0: it does not say)."""

    name: str
    space: str
    batch: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate: identifier, name, description, types as ``id name``, score, and whether the service is sure."""

    id: str
    name: str
    description: str
    types: tuple[str, ...]
    score: float
    match: bool


def manifest(client: Client, url: str) -> Manifest:
    """The manifest of the service at ``url``. Raises FailedService for anything that is none, or that speaks other versions."""
    data = _object(client.ask(url), url)
    versions = data.get("versions")
    if not isinstance(versions, list) or not set(VERSIONS) & set(map(str, versions)):
        shown = " · ".join(map(str, versions)) if isinstance(versions, list) else "—"
        zh = f"版本为 {_short(shown)}，所需为 {' 或 '.join(VERSIONS)}"
        raise FailedService(url, Bilingual(zh=zh, en=f"its versions are {_short(shown)}, and {' or '.join(VERSIONS)} is needed"))
    name, space = data.get("name"), data.get("identifierSpace")
    if not isinstance(name, str) or not isinstance(space, str) or not space:
        raise _garbage(url, "清单没有 name 和 identifierSpace", "the manifest has no name and identifierSpace")
    batch = data.get("batchSize")
    return Manifest(_words(name), space, batch if isinstance(batch, int) and not isinstance(batch, bool) and batch > 0 else 0)


def candidates(client: Client, url: str, names: Sequence[str], *, of_type: str = "", limit: int = 5) -> list[tuple[Candidate, ...]]:
    """The candidates for each of ``names``, in their order, best first. Raises FailedService."""
    queries = {f"q{index}": _query(name, of_type, limit) for index, name in enumerate(names)}
    data = _object(client.ask(url, form={"queries": json.dumps(queries, ensure_ascii=False)}), url)
    if set(data) != set(queries):
        raise _garbage(url, "答的不是所问的各个查询", "it does not answer the queries that were asked")
    return [_results(data[key], url, limit) for key in queries]


def _query(name: str, of_type: str, limit: int) -> Mapping[str, object]:
    return {"query": name, "limit": limit} | ({"type": of_type} if of_type else {})


def _results(data: object, url: str, limit: int) -> tuple[Candidate, ...]:
    result = data.get("result") if isinstance(data, dict) else None
    if not isinstance(result, list):
        raise _garbage(url, "查询没有 result", "a query has no result")
    found = [_candidate(each, url) for each in result]
    return tuple(sorted(found, key=lambda each: -each.score)[:limit])


def _candidate(data: object, url: str) -> Candidate:
    if not isinstance(data, dict):
        raise _garbage(url, "候选不是对象", "a candidate is no object")
    identifier, name, score, match = data.get("id"), data.get("name"), data.get("score"), data.get("match", False)
    good = isinstance(identifier, str) and identifier.strip() and isinstance(name, str) and isinstance(match, bool)
    if not good or isinstance(score, bool) or not isinstance(score, int | float) or not math.isfinite(score):
        raise _garbage(url, "候选缺少 id、name 或 score", "a candidate lacks id, name or score")
    description, types = data.get("description"), data.get("type")
    shown = tuple(_type(each) for each in types) if isinstance(types, list) else ()
    words = _words(description) if isinstance(description, str) else ""
    return Candidate(_words(str(identifier)), _words(str(name)), words, shown, float(score), bool(match))


def _type(data: object) -> str:
    """A type, which the protocol has as an object and older services as a text."""
    if isinstance(data, dict):
        return _words(" ".join(str(data[key]) for key in ("id", "name") if data.get(key)))
    return _words(str(data))


def _object(answer: Answer, url: str) -> dict[str, object]:
    """The JSON object that was answered. Raises FailedService for another status, a redirect to another host, or no object."""
    if answer.elsewhere:
        zh, en = f"转向另一处 {_short(answer.elsewhere)}", f"it redirects elsewhere, to {_short(answer.elsewhere)}"
        raise FailedService(url, Bilingual(zh=zh, en=en))
    if answer.status != _OK:
        raise _garbage(url, f"HTTP {answer.status}：{_start(answer)}", f"HTTP {answer.status}: {_start(answer)}")
    try:
        data = as_json(answer)
    except (ValueError, RecursionError) as error:
        zh, en = f"答复不是 JSON（{answer.media}）：{_start(answer)}", f"the answer is no JSON ({answer.media}): {_start(answer)}"
        raise _garbage(url, zh, en) from error
    if not isinstance(data, dict):
        raise _garbage(url, "答复不是 JSON 对象", "the answer is no JSON object")
    return data


def _start(answer: Answer) -> str:
    return _short(" ".join(answer.body[: _SHOWN * 4].decode("utf-8", "replace").split()))


def _short(words: str) -> str:
    return printable(words if len(words) <= _SHOWN else words[:_SHOWN] + "…")


def _words(text: str) -> str:
    """Words on one line, without what steers a terminal, and not without end."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:_MOST_WORDS]


def _garbage(url: str, zh: str, en: str) -> FailedService:
    return FailedService(url, Bilingual(zh=zh, en=en))

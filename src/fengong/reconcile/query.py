"""Reconciliation queries as clients send them, read strictly: a batch is understood whole, or refused with the query that is wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Never

from fengong.caret import printable
from fengong.web.message import Reply, sentence

BATCH = 200
"""So many queries are answered at once."""
LIMIT, MOST = 10, 100
"""So many candidates are given where nothing else is asked for, and at most."""
LONGEST = 1_000
"""So many characters of a query count."""

_SAMPLE = '{"q0": {"query": "民政厅"}}'

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Given:
    """What a query says of an entity besides its name: a property and one or more values (an entity is given by its id)."""

    pid: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """One reconciliation query: words, types (none: any), properties, and how many candidates at most."""

    words: str = ""
    types: tuple[str, ...] = ()
    properties: tuple[Given, ...] = ()
    limit: int = LIMIT


class Refused(Exception):
    """A request that cannot be answered; ``reply`` says so. It never leaves this package."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def refuse(zh: str, en: str, *, status: int = 400) -> Never:
    """Raise Refused with a sentence in each language."""
    raise Refused(sentence(status, zh, en))


def parsed(text: str, parameter: str) -> object:
    """The JSON value in a parameter. Raises Refused."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        refuse(
            f"参数 {parameter} 不是合法的 JSON；应形如 {_SAMPLE}。",
            f"The parameter {parameter} is not valid JSON; it should look like {_SAMPLE}.",
        )


def batch(text: str) -> dict[str, Query]:
    """The queries of a batch by their keys. Raises Refused: 413 where there are too many."""
    found = parsed(text, "queries")
    if not isinstance(found, dict):
        refuse(
            "参数 queries 应为 JSON 对象，每个键对应一个查询。",
            "The parameter queries must be a JSON object with one query for each key.",
        )
    if len(found) > BATCH:
        refuse(
            f"一批最多 {BATCH} 个查询，收到 {len(found)} 个；请分批发送（服务清单中的 batchSize 即此数）。",
            f"A batch may hold {BATCH} queries, this one holds {len(found)}: send several (batchSize in the manifest is this number).",
            status=413,
        )
    return {key: query(value, key) for key, value in found.items()}


def query(found: object, key: str) -> Query:
    """One query. Raises Refused, naming ``key``."""
    if not isinstance(found, dict):
        _wrong(key, "应为 JSON 对象", "it must be a JSON object")
    words, properties = found.get("query", ""), found.get("properties", [])
    if not isinstance(words, str):
        _wrong(key, "query 应为字符串", "query must be a string")
    if not isinstance(properties, list):
        _wrong(key, "properties 应为数组", "properties must be an array")
    if "query" not in found and not properties:
        _wrong(key, "query 与 properties 至少要有一个", "query or properties must be given")
    given = tuple(_given(each, key) for each in properties)
    return Query(words[:LONGEST], _types(found.get("type"), key), given, _limit(found.get("limit"), key))


def _types(found: object, key: str) -> tuple[str, ...]:
    several = found if isinstance(found, list) else [] if found is None else [found]
    ids = [each.get("id") if isinstance(each, dict) else each for each in several]
    if not all(isinstance(each, str) for each in ids):
        _wrong(key, "type 应为类型标识或其数组", "type must be the id of a type, or an array of them")
    return tuple(str(each) for each in ids if each)


def _limit(found: object, key: str) -> int:
    if found is None:
        return LIMIT
    if isinstance(found, bool) or not isinstance(found, int | float) or found != found // 1 or found < 1:
        _wrong(key, "limit 应为正整数", "limit must be a positive integer")
    return int(min(found, MOST))


def _given(found: object, key: str) -> Given:
    if not isinstance(found, dict) or not isinstance(found.get("pid"), str) or "v" not in found:
        _wrong(key, "properties 的每一项应有 pid（字符串）和 v", "each of its properties must have pid (a string) and v")
    several = found["v"] if isinstance(found["v"], list) else [found["v"]]
    values = tuple(each.get("id") if isinstance(each, dict) else each for each in several)
    if not all(isinstance(each, str | int | float | bool) for each in values):
        _wrong(
            key,
            "v 应为字符串、数字、布尔值、带 id 的对象，或其数组",
            "v must be a string, a number, a boolean, an object with an id, or an array of them",
        )
    return Given(found["pid"], tuple(each for each in values if isinstance(each, str | int | float | bool)))


def _wrong(key: str, zh: str, en: str) -> Never:
    name = printable(key[:40]).encode("utf-8", "replace").decode()
    refuse(f"查询 {name} 有误：{zh}。", f"Query {name} is wrong: {en}.")

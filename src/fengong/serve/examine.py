"""What a query is, found before it is run: whether it may be run, in which form its answer comes, and whether the answer lasts.

This is work for a worker: a text that is made to be slow to read then costs the deadline of one worker, not the time of the front.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fengong.errors import RefusedQuery
from fengong.serve.refusals import Refused, told
from fengong.serve.results import ALIASES, CSV, GRAPHS, ROWS, TSV
from fengong.sparql import guard
from fengong.sparql.tokens import tokens, words
from fengong.web.accept import media_type

_NESTING = 200
_FICKLE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UNSAID = re.compile("[\0\ud800-\udfff]")
_OFFERED_ROWS = (*ROWS, *ALIASES)
_OFFERED_GRAPHS = (*GRAPHS, *ALIASES)


@dataclass(frozen=True, slots=True)
class Examined:
    """A query that may be run: the media type of its answer, and whether the same answer would be given again."""

    media_type: str
    lasting: bool


def examined(query: str, accept: str, graphs: frozenset[str]) -> Examined:
    """What ``query`` is for a client that takes ``accept``, where FROM may name ``graphs``. Raises Refused."""
    if _UNSAID.search(query):
        raise Refused(told(400, "查询含有不允许的字符。", "The query holds characters that no query may hold."))
    if sum(map(query.count, "([{")) > _NESTING and depth(query) > _NESTING:  # counted first: most have fewer brackets in all
        raise Refused(
            told(
                400,
                f"查询的括号嵌套超过 {_NESTING} 层，请减少嵌套。",
                f"The query nests brackets deeper than {_NESTING}; nest them less.",
            )
        )
    try:
        guard.check(query, graphs=graphs)
    except RefusedQuery as error:
        raise Refused(
            told(
                400,
                f"不执行 {error.construct}：本站只读，也不访问别处；可用 SELECT、ASK、CONSTRUCT、DESCRIBE 查询本站的图，见 GET /sparql。",
                f"{error.construct} is not run: this server changes nothing and fetches nothing from elsewhere. "
                "SELECT, ASK, CONSTRUCT and DESCRIBE over its own graphs work; GET /sparql lists them.",
            )
        ) from error
    return Examined(_form(query, accept), lasting=not fickle(query))


def fickle(query: str) -> bool:
    """Whether the answer may differ from one time to the next, so that it must not be kept."""
    return not _FICKLE.isdisjoint(words(query))


def depth(query: str) -> int:
    """How deep brackets of any kind are nested, outside strings, IRIs and comments.

    >>> depth("SELECT * { { ?s ?p '((((' } }")
    2
    """
    deepest = now = 0
    for token in tokens(query):
        if token.kind == "other":
            now += (token.text in "([{") - (token.text in ")]}") if token.text.strip() else 0
            deepest = max(deepest, now)
    return deepest


def form_of(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; empty where there is none of them.

    >>> form_of("PREFIX select: <http://example.org/> ask { ?s ?p ?o }")
    'ASK'
    """
    return next((word for word in words(query) if word in _FORMS), "")


def _form(query: str, accept: str) -> str:
    form = form_of(query)
    offered = _OFFERED_GRAPHS if form in {"CONSTRUCT", "DESCRIBE"} else _OFFERED_ROWS
    if form == "ASK":  # CSV and TSV have no boolean
        offered = tuple(each for each in offered if each not in {CSV, TSV, "text/plain"})
    found = media_type(accept, offered)
    if found is None:
        have = " · ".join(each for each in offered if each not in ALIASES)
        raise Refused(
            told(
                406,
                f"没有所要的结果格式；本查询可给出：{have}",
                f"None of the formats asked for can be given; for this query there are: {have}",
            )
        )
    return found

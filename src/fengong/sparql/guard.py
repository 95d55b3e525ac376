"""What a query may not do: change the graph, or reach outside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fengong.errors import RefusedQuery
from fengong.iris import PREFIXES
from fengong.sparql.tokens import Token, tokens, words

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_READS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_FROM = re.compile(r"FROM(?:(?<![\w:]FROM)|(?<=ASKFROM)|(?<=CONSTRUCTFROM))")
_KNOWN = frozenset(prefix.upper() for prefix in PREFIXES)


def check(query: str, *, allow_service: bool = False, allow_update: bool = False, graphs: frozenset[str] = frozenset()) -> None:
    """Raise RefusedQuery when ``query`` is an update, calls a SERVICE, loads something, or names a data set that is not among ``graphs``.

    ``LOAD`` needs both permissions: it changes the graph and reaches outside it.
    """
    if not _holds(query, "SERVICE") and _first(words(query)) not in _UPDATES:  # spares most queries the tokens, ten times as slow
        return
    for form in dict.fromkeys((query, _unescaped(query))):
        _check(form, allow_service=allow_service, allow_update=allow_update, graphs=graphs)


def _holds(query: str, word: str) -> bool:
    r"""Whether ``word``, FROM or a code point escape stands anywhere: `fg:quotedFrom` is none of these, `trueSERVICE` is one.

    >>> _holds("ASK { ?s fg:quotedFrom ?o }", "SERVICE"), _holds("ASK { trueservice <x> {} }", "SERVICE")
    (False, True)
    """
    upper = query.upper()
    return word in upper or "\\U" in upper or bool(_FROM.search(upper))


def _check(query: str, *, allow_service: bool, allow_update: bool, graphs: frozenset[str]) -> None:
    found = _significant(query)
    prefixes = _prefixes(found)
    keywords = [_keyword(token, prefixes) for token in found]
    first = _first(keywords)
    if first in _UPDATES and not allow_update:
        raise RefusedQuery(first, "--allow-update")
    for i, word in enumerate(keywords):
        if word == "SERVICE" and not allow_service:
            raise RefusedQuery(word, "--allow-service")
        if word == "LOAD" and first in _UPDATES and not allow_service:
            raise RefusedQuery(word, "--allow-update --allow-service")
        if word in {"FROM", "USING"}:
            _check_dataset(word, found[i + 1 : i + 3], graphs)


def _keyword(token: Token, prefixes: frozenset[str]) -> str:
    """The keyword that a token is, in capitals; empty for any other token.

    Oxigraph wants no space around a keyword: it reads SERVICESILENT, trueSERVICE and SERVICEex:a as SERVICE and its neighbour
    (measured). So a word counts that holds one, and so does a name whose prefix is one and then one of ``prefixes``.
    """
    head = _head(token)
    if token.kind == "name":
        rest = head.partition("SERVICE")[2] if "SERVICE" in head else None
        return "SERVICE" if rest is not None and {rest, rest.removeprefix("SILENT")} & prefixes else ""
    return next((word for word in ("SERVICE", "FROM", "USING") if word in head), head)


def _head(token: Token) -> str:
    """What of a token could be keywords, in capitals: a word, or the prefix of a name."""
    return token.text.upper() if token.kind == "word" else token.text.partition(":")[0].upper() if token.kind == "name" else ""


def _prefixes(found: list[Token]) -> frozenset[str]:
    """The prefixes that a query may use, in capitals: those known anyway, and those it declares, PREFIXex: without a space too."""
    declared = {_head(token) for token in found if token.kind == "name" and token.text.endswith(":")}
    return _KNOWN | declared | {each.removeprefix("PREFIX") for each in declared}


def _check_dataset(word: str, after: list[Token], graphs: frozenset[str]) -> None:
    target = next((token for token in after if token.text.upper() != "NAMED"), None)
    if target is None or target.text.strip("<>") not in graphs:
        raise RefusedQuery(f"{word} {target.text if target else ''}".strip(), "")


def _unescaped(query: str) -> str:
    r"""``query`` without its strings and with code point escapes resolved, as SPARQL 1.1 §19.2 has it: \u0053ERVICE is SERVICE.

    Oxigraph resolves none outside strings; an engine that a query is passed on to may.
    """
    bare = "".join("''" if token.kind == "string" else token.text for token in tokens(query))
    return _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16) % 0x110000), bare)


def is_update(query: str) -> bool:
    """Whether ``query`` is an update."""
    return _first([token.text.upper() if token.kind == "word" else "" for token in _significant(_unescaped(query))]) in _UPDATES


def uses_graphs(query: str) -> bool:
    """Whether ``query`` looks at named graphs at all."""
    if not _holds(query, "GRAPH"):
        return False
    return any("GRAPH" in _head(token) or "FROM" in _head(token) for token in tokens(_unescaped(query)))


def _first(keywords: Sequence[str]) -> str:
    return next((word for word in keywords if word in _UPDATES | _READS), "")


def _significant(query: str) -> list[Token]:
    return [token for token in tokens(query) if token.kind != "comment" and token.text.strip()]

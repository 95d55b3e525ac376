"""What a query may not do: change the graph, or reach outside it."""

from __future__ import annotations

from fengong.ask.tokens import Token, tokens
from fengong.errors import RefusedQuery

_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_READS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


def check(query: str, *, allow_service: bool = False, allow_update: bool = False, graphs: frozenset[str] = frozenset()) -> None:
    """Raise RefusedQuery when ``query`` is an update, calls a SERVICE, loads something, or names a data set that is not among ``graphs``.

    ``LOAD`` needs both permissions: it changes the graph and reaches outside it.
    """
    found = _significant(query)
    keywords = [token.text.upper() if token.kind == "word" else "" for token in found]
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


def _check_dataset(word: str, after: list[Token], graphs: frozenset[str]) -> None:
    target = next((token for token in after if token.text.upper() != "NAMED"), None)
    if target is None or target.text.strip("<>") not in graphs:
        raise RefusedQuery(f"{word} {target.text if target else ''}".strip(), "")


def is_update(query: str) -> bool:
    """Whether ``query`` is an update."""
    return _first([token.text.upper() if token.kind == "word" else "" for token in _significant(query)]) in _UPDATES


def uses_graphs(query: str) -> bool:
    """Whether ``query`` looks at named graphs at all."""
    return any(token.kind == "word" and token.text.upper() in {"GRAPH", "FROM"} for token in tokens(query))


def _first(keywords: list[str]) -> str:
    return next((word for word in keywords if word in _UPDATES | _READS), "")


def _significant(query: str) -> list[Token]:
    return [token for token in tokens(query) if token.kind != "comment" and token.text.strip()]

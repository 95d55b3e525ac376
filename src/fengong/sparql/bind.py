"""Putting values into a query: whole variable tokens are replaced by checked RDF terms, never text by text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

import pyoxigraph as ox

from fengong.sparql.tokens import tokens

Value: TypeAlias = ox.NamedNode | ox.Literal

_PARAMETER = re.compile(r"\?(?P<marks>__?)(?P<name>[A-Za-z][A-Za-z0-9]*)_(?P<type>iri|literal|integer|date)")
_READINGS = {"fg:body": "fg:printedBody"}


def parameters(query: str) -> dict[str, tuple[str, bool]]:
    """The parameters of ``query`` after BASIL: name → (type, required). ``?_body_iri`` is required, ``?__table_iri`` is not.

    >>> parameters("SELECT * { ?x ?_body_iri ?__table_iri }")
    {'body': ('iri', True), 'table': ('iri', False)}
    """
    found: dict[str, tuple[str, bool]] = {}
    for token in tokens(query):
        if token.kind == "variable" and (match := _PARAMETER.fullmatch(token.text)):
            found[match["name"]] = (match["type"], match["marks"] == "_")
    return found


def bind(query: str, values: Mapping[str, Value]) -> str:
    """``query`` with the parameters named in ``values`` replaced by their terms; the others stay free variables.

    >>> bind('SELECT * { ?x fg:body ?_body_iri } # ?_body_iri', {"body": ox.NamedNode("https://example.org/a")})
    'SELECT * { ?x fg:body <https://example.org/a> } # ?_body_iri'
    """
    parts = []
    for token in tokens(query):
        match = _PARAMETER.fullmatch(token.text) if token.kind == "variable" else None
        parts.append(str(values[match["name"]]) if match and match["name"] in values else token.text)
    return "".join(parts)


def printed(query: str) -> str:
    """``query`` under the printed reading: the token ``fg:body`` becomes ``fg:printedBody``.

    >>> printed("SELECT * { ?r fg:body ?b ; fg:bodyX 'fg:body' }")
    "SELECT * { ?r fg:printedBody ?b ; fg:bodyX 'fg:body' }"
    """
    return "".join(_READINGS.get(token.text, token.text) if token.kind == "name" else token.text for token in tokens(query))

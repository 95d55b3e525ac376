"""SPARQL as tokens: enough to replace whole variables and to see keywords, never inside strings, IRIs or comments.

The token shapes are those of the SPARQL 1.1 grammar (https://www.w3.org/TR/sparql11-query/#sparqlGrammar).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\r\n]*)
  | (?P<string>\"\"\"(?:(?:\"|\"\")?(?:[^\"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
             |\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*')
  | (?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$][\w\u00b7\u0300-\u036f\u203f-\u2040]+)
  | (?P<langtag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d_][\w.\-\u00b7]*)?:(?:(?:[\w:\u00b7\-]|\.(?=[\w:%\\\-.])|%[0-9A-Fa-f]{2}|\\.)*))
  | (?P<word>[^\W\d_]\w*)
  | (?P<other>\s+|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (comment, string, iri, variable, langtag, name, word, other) and its text."""

    kind: str
    text: str


def tokens(query: str) -> Iterator[Token]:
    """The tokens of ``query``; their texts joined give it back.

    >>> [t.text for t in tokens('?a "?a" <?a>') if t.kind == "variable"]
    ['?a']
    """
    for match in _TOKEN.finditer(query):
        yield Token(match.lastgroup or "other", match.group())


def words(query: str) -> list[str]:
    """The bare words of ``query`` in upper case: keywords, in any case they were written."""
    return [token.text.upper() for token in tokens(query) if token.kind == "word"]

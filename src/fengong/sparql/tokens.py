"""SPARQL as tokens: enough to replace whole variables and to see keywords, never inside strings, IRIs or comments.

The token shapes are those of the SPARQL 1.1 grammar (https://www.w3.org/TR/sparql11-query/#sparqlGrammar).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_GAPS = r"""
    (?P<comment>\#[^\r\n]*)
  | (?P<string>\"\"\"(?:(?:\"|\"\")?(?:[^\"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
             |\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*')
  | (?P<iri><(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<variable>[?$][\w\u00b7\u0300-\u036f\u203f-\u2040]+)
  | (?P<langtag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d_][\w.\-\u00b7]*+)?:(?:(?:[\w:\u00b7\-]|\.(?=[\w:%\\\-.])|%[0-9A-Fa-f]{2}|\\.)*))
"""
_RUN = r"[^\W\d_][\w.\-\u00b7]*+"
"""What may be the prefix of a name, read once: where no colon follows, it is words and what stands between them."""

_TOKEN = re.compile(rf"{_GAPS} | (?P<run>{_RUN}) | (?P<other>\s+|\\[\\\"']|.)", re.VERBOSE | re.DOTALL)
_WORDS = re.compile(rf"(?:{re.sub('P<[a-z]+>', ':', _GAPS)} | \s+ | \\[\\\"'] | [\W\d_])*+ (?:(?P<run>{_RUN})|\Z)", re.VERBOSE | re.DOTALL)
_PARTS = re.compile(r"(?P<word>[^\W\d_]\w*)|(?P<other>.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (comment, string, iri, variable, langtag, name, word, other) and its text."""

    kind: str
    text: str


def tokens(query: str) -> Iterator[Token]:
    """The tokens of ``query``; their texts joined give it back. The time is linear in its length, whatever it is.

    >>> [t.text for t in tokens('?a "?a" <?a>') if t.kind == "variable"]
    ['?a']
    """
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "other"
        if kind == "run":
            yield from (Token(part.lastgroup or "other", part.group()) for part in _PARTS.finditer(match.group()))
        else:
            yield Token(kind, match.group())


@lru_cache(maxsize=1)
def words(query: str) -> tuple[str, ...]:
    """The bare words of ``query`` in upper case: keywords, in any case they were written. Several times faster than the tokens.

    The last query is remembered: several questions are asked of it, one after the other.

    >>> words("PREFIX a: <b> ask { ?s ?p true.FILTER(?s = 'filter') }")
    ('PREFIX', 'ASK', 'TRUE', 'FILTER')
    """
    found: list[str] = []
    for match in _WORDS.finditer(query):
        if run := match["run"]:
            upper = run.upper()
            found += [upper] if run.isalnum() else [part["word"].upper() for part in _PARTS.finditer(run) if part["word"]]
    return tuple(found)

"""What comes from strangers is read as it should be, and in time that does not grow faster than what they send."""

from __future__ import annotations

import time
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fengong.sparql.tokens import tokens, words
from fengong.web import form

PIECES = st.sampled_from(
    [b"%", b"%4", b"%41", b"%e6%b0%91", b"%E6", b"+", b"&", b"=", b"q", b"\\", b"\\x41", b"\\u0041", "民".encode(), b"%5C", b"%00"]
)
SPARQL = st.sampled_from(
    [
        '"',
        '"""',
        "'",
        "'''",
        "\\",
        '\\"',
        "\n",
        " ",
        "#",
        "<",
        ">",
        "ask",
        "SERVICE",
        ".",
        "-",
        "_",
        ":",
        "1",
        "é",
        "?x",
        "@en",
        "{",
        ")",
        "a.b:c",
        "\\u0053",
    ]
)
LONG = 200_000
SLOW = {
    "quotes escaped, string not ended": '"' + '\\"' * (LONG // 2),
    "long quotes, not ended": '"""' + '\\"' * (LONG // 2),
    "dots without a prefix's colon": "a." * (LONG // 2),
    "hyphens": "a-" * (LONG // 2),
    "IRIs not ended": "<a" * (LONG // 2),
    "colons": ":." * (LONG // 2),
    "quotes": '"' * LONG,
}


def urllib(text: bytes) -> tuple[tuple[str, str], ...] | None:
    """What the standard library reads; None where it is not UTF-8."""
    try:
        return tuple(parse_qsl(text.decode(), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        return None


@given(st.lists(PIECES, max_size=12).map(b"".join))
def test_parameters_are_read_as_urllib_reads_them(text) -> None:
    """Quoted, half quoted or not: names and values are those of the standard library."""
    expected = urllib(text)
    if expected is None:
        with pytest.raises(UnicodeDecodeError):
            form.pairs(text)
    else:
        assert form.pairs(text) == expected


def test_too_many_parameters_are_refused() -> None:
    """A thousand parameters are read, one more is not."""
    assert len(form.pairs(b"a&" * (form.MOST - 1) + b"a")) == form.MOST
    with pytest.raises(form.TooMany):
        form.pairs(b"a&" * form.MOST + b"a")


@given(st.lists(SPARQL, max_size=30).map("".join))
def test_words_are_those_of_the_tokens(query) -> None:
    """The fast way to the keywords finds the words that the tokens hold; the tokens joined are the query."""
    found = list(tokens(query))
    assert "".join(token.text for token in found) == query
    assert words(query) == tuple(token.text.upper() for token in found if token.kind == "word")


def test_an_escape_in_an_iri_hides_nothing_after_it() -> None:
    """Oxigraph takes an escape and an apostrophe inside an IRI: the apostrophe begins no string."""
    assert "SERVICE" in words(r"ASK { <http://x/\u0041'> ?p ?o . SERVICE <http://y/> { ?s ?p 'z' } }")


@pytest.mark.parametrize("query", SLOW.values(), ids=SLOW)
def test_reading_is_linear(query) -> None:
    """A text made to be slow is read in a second: going back from each of its characters would take a quarter of an hour."""
    began = time.process_time()
    assert sum(len(token.text) for token in tokens(query)) == len(query)
    words(query)
    assert time.process_time() - began < 5

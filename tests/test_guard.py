"""No spelling of SERVICE reaches another endpoint, and no text takes long to look through."""

from __future__ import annotations

import contextlib
import resource
import socket
import subprocess
import sys
import threading
import time

import pyoxigraph as ox
import pytest

from fengong.errors import RefusedQuery
from fengong.iris import PREFIXES
from fengong.sparql import guard
from fengong.sparql.tokens import tokens

SPELLINGS = {
    "plain": "SELECT * { SERVICE <%s> {?s ?p ?o} }",
    "lower case": "SELECT * { service <%s> {?s ?p ?o} }",
    "silent": "SELECT * { SERVICE SILENT <%s> {?s ?p ?o} }",
    "no space before the IRI": "SELECT*{SERVICE<%s>{?s ?p ?o}}",
    "no space before SILENT": "SELECT*{SERVICESILENT<%s>{?s ?p ?o}}",
    "a comment between": "SELECT * { SERVICE # {\n<%s> {?s ?p ?o} }",
    "by a variable": "SELECT * { VALUES ?e { <%s> } SERVICE ?e {?s ?p ?o} }",
    "by a variable, no space": "SELECT * { VALUES ?e { <%s> } SERVICE?e {?s ?p ?o} }",
    "by a name": "PREFIX ex: <%s> SELECT * { SERVICE ex: {?s ?p ?o} }",
    "by a name, no space": "PREFIX ex: <%s> SELECT * { SERVICEex:a {?s ?p ?o} }",
    "by a name, silent, no space": "PREFIX ex: <%s> SELECT * { ServiceSilentex:a {?s ?p ?o} }",
    "by a name without a prefix": "PREFIX : <%s> SELECT * { SERVICE:a {?s ?p ?o} }",
    "by a name, no space after PREFIX either": "PREFIXex:<%s> SELECT * { SERVICEex:a {?s ?p ?o} }",
    "after a literal": "SELECT * { ?s ?p true SERVICE <%s> {?s ?p ?o} }",
    "right after a literal": "SELECT * { ?s ?p trueSERVICE<%s>{?s ?p ?o} }",
    "right after a number": "SELECT * { ?s ?p 1SERVICE<%s>{?s ?p ?o} }",
    "right after a double": "SELECT * { ?s ?p 1.0e1SERVICE<%s>{?s ?p ?o} }",
    "right after a string": "SELECT * { ?s ?p 'x'SERVICE<%s>{?s ?p ?o} }",
    "escaped": r"SELECT * { \u0053ERVICE <%s> {?s ?p ?o} }",
    "in a subquery": "SELECT * { { SELECT * { OPTIONAL { SERVICE <%s> {?s ?p ?o} } } } }",
    "in EXISTS": "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <%s> {?s ?p ?o} } }",
    "in CONSTRUCT": "CONSTRUCT {?s ?p ?o} WHERE { SERVICE <%s> {?s ?p ?o} }",
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
def test_no_spelling_of_service_is_let_through(spelling: str) -> None:
    """SERVICE is refused however it is written, also where Oxigraph wants no space that the grammar of tokens would need."""
    with pytest.raises(RefusedQuery):
        guard.check(spelling % "http://127.0.0.1:9/")


def test_some_spellings_do_reach_out_in_the_engine() -> None:
    """The table above is about real calls: without the guard, the engine connects for them."""
    calls: list[str] = []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"

        def hang_up() -> None:
            with contextlib.suppress(OSError):
                while True:
                    listener.accept()[0].close()
                    calls.append("")

        threading.Thread(target=hang_up, daemon=True).start()
        for name in ("plain", "no space before SILENT", "by a name, no space"):
            before = len(calls)
            with contextlib.suppress(OSError):
                list(ox.Store().query(SPELLINGS[name] % address, prefixes=PREFIXES))  # type: ignore[call-overload]
            for _ in range(100):
                if len(calls) > before:
                    break
                time.sleep(0.02)
            assert len(calls) > before, name
        listener.shutdown(socket.SHUT_RDWR)


def test_without_descriptors_nothing_is_reached() -> None:
    """A process that may open no descriptor cannot call an endpoint: what query workers rely on beside the guard."""
    code = (
        "import resource, sys, pyoxigraph as ox\n"
        "store = ox.Store()\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))\n"
        "try: list(store.query('SELECT * { SERVICE <http://127.0.0.1:%d/> {?s ?p ?o} }' % int(sys.argv[1])))\n"
        "except OSError as error: print(error)\n"
    )
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 0
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        done = subprocess.run(
            [sys.executable, "-c", code, str(listener.getsockname()[1])], check=True, capture_output=True, text=True, timeout=60
        )
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert "Too many open files" in done.stdout


HARMLESS = [
    "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT ?service { ?service a sd:Service ; sd:serviceType 'SERVICE' }",
    "PREFIX service: <http://x/> SELECT ?from { ?from service:load ?insert }",
    "SELECT * { ?s rdfs:label 'load the SERVICE from' } # SERVICE",
    "ASK { ?s <http://example.org/SERVICE> ?o }",
    "SELECT ?address ?downloads { ?address ?with ?downloads }",
]


@pytest.mark.parametrize("query", HARMLESS)
def test_words_that_only_look_like_it_are_no_offence(query: str) -> None:
    """Variables, local names, IRIs, strings and comments may hold the word."""
    guard.check(query)


SLOW = {
    "dots": "a." * 50_000,
    "hyphens": "a-" * 50_000,
    "escapes": '"""\\' * 25_000,
    "open strings": "'''\"\"\"\\" * 12_000,
    "angles": "<a" * 50_000,
    "parentheses": "(" * 100_000,
    "quotes": '"""' + '"a' * 50_000,
    "percents": ":%%%%" * 20_000,
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_no_text_takes_long_to_look_through(text: str) -> None:
    """Twice the text takes about twice the steps: none of these makes the tokens start over again and again."""
    steps = {size: _seconds(text[:size]) for size in (len(text) // 4, len(text))}
    small, large = steps.values()
    assert large < 12 * max(small, 0.002), steps  # 16 and more where time is quadratic


def _seconds(text: str) -> float:
    """Processor seconds, so that other load does not count; the best of three."""
    best = 60.0
    for _ in range(3):
        began = time.process_time()
        for _token in tokens(text):
            pass
        best = min(best, time.process_time() - began)
    return best

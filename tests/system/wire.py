"""Plain HTTP for tests: one request on one connection, redirects not followed, from an address of choice."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


def ask(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    source: str = "",
    timeout: float = 60.0,
) -> Answer:
    """One request. ``source`` is the address that it comes from: another of 127.0.0.0/8 is another client."""
    parts = urlsplit(url)
    assert parts.hostname
    address = (source, 0) if source else None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout, source_address=address)
    try:
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body=body, headers=dict(headers or {}))
        reply = connection.getresponse()
        return Answer(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
    finally:
        connection.close()


def query(url: str, text: str, *, accept: str = JSON, source: str = "", timeout: float = 60.0) -> Answer:
    """A query by GET at the endpoint of a server."""
    return ask(f"{url}/sparql?{urlencode({'query': text})}", headers={"Accept": accept}, source=source, timeout=timeout)

"""A request after the front door has checked it, and the reply to it. Both are plain values that cross processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

from fengong.bilingual import Lang

HTML, TEXT, JSON = "text/html; charset=utf-8", "text/plain; charset=utf-8", "application/json"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: the decoded path (``/zh/search``), the parameters of query and form in order, and what the client takes.

    ``base`` is where the client reaches us, with a slash at its end: only for links that must be absolute.
    ``remembered`` is the language that the reader chose earlier.
    """

    path: str
    parameters: tuple[tuple[str, str], ...] = ()
    accept: str = "*/*"
    languages: str = ""
    remembered: Lang | None = None
    base: str = "http://localhost/"

    def first(self, name: str, otherwise: str = "") -> str:
        """The first value of a parameter.

        >>> Request("/", (("q", "民政厅"), ("q", "2"))).first("q")
        '民政厅'
        """
        return next((value for key, value in self.parameters if key == name), otherwise)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered. ``headers`` are those beside Content-Type; ``kept`` is False for what must not be stored."""

    body: bytes = b""
    media_type: str = HTML
    status: int = 200
    headers: tuple[tuple[str, str], ...] = field(default=())
    kept: bool = True


def see_other(path: str, *, vary: str = "") -> Reply:
    """A 303 to another path of ours, with its parameters already quoted.

    >>> see_other("/zh/").headers
    (('Location', '/zh/'),)
    """
    varies = (("Vary", vary),) if vary else ()
    return Reply(status=303, media_type=TEXT, headers=(("Location", quote(path, safe="/?&=#%:+,;@!~*'()$")), *varies))


def sentence(status: int, zh: str, en: str) -> Reply:
    """A refusal in two sentences, one a language: what is wrong, and what would have worked."""
    return Reply(f"{en}\n{zh}\n".encode(), TEXT, status)

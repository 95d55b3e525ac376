"""Where things are in the folder: from the paths of a server to files, and from one file to another. Names are plain ASCII."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote

from fengong import iris
from fengong.bilingual import Lang

_SAFE = "-._~"
_FRAGMENT = "/?=&:+,;@!~*'()$-._%"
WELL_KNOWN = "/.well-known/"
SAME_IN_BOTH = frozenset({"json", "ttl"})
"""Formats of answers that hold both languages."""


@dataclass(frozen=True, slots=True)
class Address:
    """A path of the server in its parts, decoded: ``/question/led-by?body=x#y``."""

    path: str
    query: str = ""
    fragment: str = ""

    @classmethod
    def of(cls, given: str) -> Address:
        """The parts of a path.

        >>> Address.of("/search?q=%E6%B0%91#top")
        Address(path='/search', query='q=%E6%B0%91', fragment='top')
        """
        rest, _, fragment = given.partition("#")
        path, _, query = rest.partition("?")
        return cls(unquote(path) if "%" in path else path, query, fragment)

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The parameters of the query."""
        return tuple(parse_qsl(self.query, keep_blank_values=True))


def page_file(path: str, lang: Lang) -> str:
    """The file of a page.

    >>> page_file("/", "zh"), page_file("/id/a/task/12", "en")
    ('zh/index.html', 'en/id/a/task/12.html')
    """
    return f"{lang}/index.html" if path == "/" else f"{lang}/{_named(path)}.html"


def data_file(address: Address) -> str:
    """The file of what is the same in both languages.

    >>> data_file(Address.of("/id/a/task/12.ttl")), data_file(Address.of("/.well-known/void"))
    ('id/a/task/12.ttl', 'void.ttl')
    >>> data_file(Address.of("/ledger.csv?body=510000/civil-affairs&lang=zh&bom=1"))
    'ledger/510000/civil-affairs.zh.bom.csv'
    >>> data_file(Address.of("/answer/led-by.csv?lang=en&reading=printed"))
    'answer/led-by.printed.en.csv'
    """
    if address.path.startswith(WELL_KNOWN):
        return _named(address.path.removeprefix(WELL_KNOWN)) + ".ttl"
    given = dict(address.parameters)
    if not given:
        return _named(address.path)
    stem, _, suffix = address.path.rpartition(".")
    lang = given.pop("lang", "")
    marks = [given.pop("reading", ""), "" if suffix in SAME_IN_BOTH else lang, "bom" if given.pop("bom", "") else ""]
    about = "/".join(given[name].removeprefix(iris.BASE) for name in sorted(given))
    return ".".join([_named(f"{stem}/{about}" if about else stem), *filter(None, marks), suffix])


def relative(to: str, here: str, fragment: str = "") -> str:
    """The link from the file ``here`` to the file ``to``.

    >>> relative("zh/id/a.html", "zh/id/a/task/1.html", "top"), relative("en/ns.html", "zh/ns.html")
    ('../../a.html#top', '../en/ns.html')
    """
    link = quote(posixpath.relpath(to, posixpath.dirname(here) or "."), safe="/-._~")
    return link + ("#" + quote(fragment, safe=_FRAGMENT) if fragment else "")


def _named(path: str) -> str:
    """A path as the name of a file: what is not plain in every file system is written as %XX."""
    return "/".join(quote(part, safe=_SAFE) for part in path.strip("/").split("/"))

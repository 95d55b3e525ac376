"""Links in a folder: from file to file. A link to what is not written leads to the page that it is part of."""

from __future__ import annotations

import re
from typing import Protocol

from fengong import iris
from fengong.bilingual import Lang
from fengong.site.paths import Address, data_file, page_file, relative

READS_QUERIES = re.compile(r"/(search|sparql|question/.+)")
"""Pages whose script reads what a query says, from behind the #."""

CITED = {"/cite.txt": "#cite-gbt", "/cite.bib": "#cite-bib"}
"""What a page itself shows: its citations."""

_INSIDE = re.compile(r"(?P<task>/id/[^/]+/task/[^/]+)/(?P<part>measure|clause)/(?P<index>\d+)(/.*)?")


class Written(Protocol):
    """What there is in the folder."""

    def has_page(self, path: str) -> bool:
        """Whether there is a page at a path of the server, in both languages."""

    def has_data(self, address: Address) -> bool:
        """Whether there is a file of data for a path of the server."""


class Folder:
    """Links from the page at ``path`` in one language."""

    static = True

    def __init__(self, lang: Lang, path: str, written: Written) -> None:
        self.lang = lang
        self.path = path
        self.here = page_file(path, lang)
        self.written = written

    def page(self, path: str) -> str:
        """The page in the language of this page, or the one that it is part of."""
        address = Address.of(path)
        target, fragment = self._nearest(address)
        return relative(page_file(target, self.lang), self.here, fragment)

    def switch(self, lang: Lang) -> str:
        """This page in another language; what its script has in the address goes with it."""
        return relative(page_file(self.path, lang), self.here)

    def data(self, path: str) -> str:
        """A file of data. One that is not written is called by its IRI; a service leads to the page that says what it needs."""
        address = Address.of(path)
        if address.path == "/sparql":
            return self.page("/sparql")
        if address.path in CITED:
            return CITED[address.path]
        if self.written.has_data(address):
            return relative(data_file(address), self.here)
        return iris.BASE + path.removeprefix("/")

    def asset(self, name: str) -> str:
        """A file of the design."""
        return relative(f"assets/{name}", self.here)

    def _nearest(self, address: Address) -> tuple[str, str]:
        if self.written.has_page(address.path):
            query = address.query if READS_QUERIES.fullmatch(address.path) else ""
            return address.path, address.fragment or query
        if inside := _INSIDE.fullmatch(address.path):
            return inside["task"], f"{inside['part']}-{inside['index']}"
        path = address.path
        while path.strip("/"):
            path = path.rpartition("/")[0]
            if path.strip("/") and self.written.has_page(path):
                return path, ""
        return "/", ""

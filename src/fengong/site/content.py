"""What is in a site: the pages that are reached from the first one, and the data that they lead to."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from fengong import csvw, iris
from fengong.api import Graph
from fengong.ask.search import rows as search_rows
from fengong.bilingual import Lang
from fengong.pages import Pages
from fengong.pages.links import STATIC
from fengong.pages.page import Page
from fengong.site import standing
from fengong.site.folder import Folder
from fengong.site.output import Output
from fengong.site.paths import WELL_KNOWN, Address, data_file, page_file
from fengong.web.message import Reply, Request

LANGS: tuple[Lang, ...] = ("zh", "en")
Answers = Callable[[Request], Reply | None]
Described = Callable[[Request, str], bytes | None]
"""What gives the CSVW metadata of the CSV that answers a request and is written into the file of that name."""

LEFT_OUT = re.compile(
    r"/id/[^/]+/task/[^/]+/(?!.*/unlisted$).+"  # what is in a task is shown, and said, by its task
    r"|/id/[^/]+/text/.+"  # places in a text
    r"|/id/[^/]+/finding/.+"  # shown by their rule
    r"|/id/(body|collective)/.+/(evidence|member)/.+"  # shown by their body
)
"""Paths that have no file of their own."""

STARTS = ("/", "/bodies", "/questions", "/search", "/sparql", "/ns", "/rules", "/shapes", "/about")
SCRIPTS = ("site.js",)
_NOT_COPIED = re.compile(r"(yasqe|editor)\..*")


class Site:
    """Writes one graph as a site; it knows while it writes what there is, so that no link leads nowhere."""

    def __init__(self, graph: Graph, pages: Pages, answers: Sequence[Answers], output: Output, described: Sequence[Described]) -> None:
        self.graph = graph
        self.pages = pages
        self.answers = answers
        self.described = described
        self.output = output
        self._there: dict[str, bool] = {}
        self._kept: dict[str, Page] = {}
        self._data: dict[str, bool] = {}
        self._waiting: deque[str] = deque()

    # --- what there is

    def has_page(self, path: str) -> bool:
        """Whether there is a page at a path, in both languages; it will be written."""
        if path not in self._there:
            self._there[path] = self._found(path)
            if self._there[path]:
                self._waiting.append(path)
        return self._there[path]

    def _found(self, path: str) -> bool:
        if LEFT_OUT.fullmatch(path):
            return False
        if standing.name_of(path) in self.graph.questions:
            return True
        page = standing.page(self.pages, path, LANGS[0])
        if page is None or page.status != 200:  # noqa: PLR2004 - what is there
            return False
        self._kept[path] = page
        return True

    def has_data(self, address: Address) -> bool:
        """Whether there is data at a path; it is written at once."""
        name = data_file(address)
        if name not in self._data:
            reply = self._replied(address)
            self._data[name] = reply is not None
            if reply is not None:
                self.output.put(name, reply.body)
                if name.endswith(".csv"):
                    self._describe(address, name)
        return self._data[name]

    def _describe(self, address: Address, name: str) -> None:
        """Write the metadata of a CSV beside it, where there are any."""
        request = Request(address.path, address.parameters)
        for describe in self.described:
            if (metadata := describe(request, PurePosixPath(name).name)) is not None:
                self.output.put(name + csvw.SUFFIX, metadata)
                return

    def _replied(self, address: Address) -> Reply | None:
        accept = "text/turtle" if address.path.startswith(WELL_KNOWN) else "*/*"
        request = Request(address.path, address.parameters, accept=accept, base=iris.BASE)
        for answer in self.answers:
            if (reply := answer(request)) is not None:
                return reply if reply.status == 200 else None  # noqa: PLR2004 - the same
        return None

    # --- writing

    def write(self, report: Callable[[str, int, int], None]) -> int:
        """Write everything; how many pages there are in each language. ``report`` is told of each: path, done and known so far."""
        for path in (*STARTS, *self._things()):
            self.has_page(path)
        done = 0
        while self._waiting:
            path = self._waiting.popleft()
            for lang in LANGS:
                self.output.put(page_file(path, lang), self._html(path, lang))
            done += 1
            report(path, done, done + len(self._waiting))
        self._fixed()
        return done

    def _html(self, path: str, lang: Lang) -> bytes:
        page = (self._kept.pop(path, None) if lang == LANGS[0] else None) or standing.page(self.pages, path, lang)
        assert page is not None  # noqa: S101 - it waits because it is there
        shown = replace(page, scripts=(*(each for each in page.scripts if not _NOT_COPIED.fullmatch(each)), *SCRIPTS))
        return self.pages.written(shown, path, lang, Folder(lang, path, self)).body

    def _things(self) -> Iterator[str]:
        """The paths of tables, tasks, bodies and places, whether a page leads to them or not."""
        for row in search_rows(self.pages.book.index):
            yield "/" + row[1].partition("#")[0]

    def _fixed(self) -> None:
        """The files that are no pages of the graph: the design, the ways in, and the data for scripts."""
        for path in sorted(STATIC.iterdir()):
            if path.is_file() and not _NOT_COPIED.fullmatch(path.name):
                self.output.put(f"assets/{path.name}", path.read_bytes())
        for lang in LANGS:
            self.output.put(f"assets/search-data.{lang}.js", standing.search_data(self.pages.book.index, Folder(lang, "/search", self)))
        for name, data in standing.files(self.pages.book).items():
            self.output.put(name, data)
        for known in ("void", "sparql-examples"):
            if self.has_data(Address(WELL_KNOWN + known)):
                self.output.put(f".well-known/{known}", (self.output.folder / f"{known}.ttl").read_bytes())
        self.has_data(Address("/context.jsonld"))

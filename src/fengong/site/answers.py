"""The questions answered for everything: what a static site gives away where a server asks for values first."""

from __future__ import annotations

import hashlib

from fengong.api import Graph
from fengong.ask import answer, columns, present
from fengong.ask.answer import Answer
from fengong.ask.stated import stated
from fengong.bilingual import Lang
from fengong.pages.facts import sources
from fengong.web.message import TEXT, Reply, Request

FORMS = ("csv", "json", "xlsx", "ttl")


class Answers:
    """Answers for the downloads of one graph's questions."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._last: tuple[tuple[str, str], Answer] | None = None

    def reply(self, request: Request) -> Reply | None:
        """The whole answer at ``/answer/{name}.{form}``; None for any other path, and where a question has no such form."""
        name, _, form = request.path.removeprefix("/answer/").rpartition(".")
        if not request.path.startswith("/answer/") or name not in self.graph.questions or form not in FORMS:
            return None
        found = self._whole(name, request.first("reading") or "adopted")
        if (not found.columns) != (form == "ttl"):
            return None
        lang: Lang = "zh" if request.first("lang") == "zh" else "en"
        titles = present.titles_from(self.graph.workspace.queries)
        if form == "xlsx":
            from fengong.linked.answer_workbook import as_xlsx  # noqa: PLC0415 - openpyxl costs 150 ms

            return Reply(as_xlsx(found, self.graph.dataset, lang, titles))
        style = present.Style(form, lang, bom=bool(request.first("bom")))
        return Reply(present.present(found, self.graph.dataset, style, titles).encode())

    def described(self, request: Request, file: str) -> bytes | None:
        """The CSVW metadata of the CSV at ``/answer/{name}.csv``, which is written into ``file``; None for any other path."""
        name = request.path.removeprefix("/answer/").removesuffix(".csv")
        if request.path != f"/answer/{name}.csv" or name not in self.graph.questions:
            return None
        lang: Lang = "zh" if request.first("lang") == "zh" else "en"
        titles = present.titles_from(self.graph.workspace.queries)
        found = self._whole(name, request.first("reading") or "adopted")
        return columns.metadata(found, file, lang, titles, licence=stated(self.graph.dataset).licence)

    def _whole(self, name: str, reading: str) -> Answer:
        """The answer with every parameter free; the last one is kept, since its forms are asked for one after the other."""
        if self._last is None or self._last[0] != (name, reading):
            found = answer.everything(self.graph.questions[name], self.graph.dataset, {}, reading=reading)
            self._last = (name, reading), found
        return self._last[1]


def text(graph: Graph, request: Request) -> Reply | None:
    """The source text at ``/id/{table}/text.txt``, byte for byte, where the workspace keeps the file that was read; else None."""
    table = request.path.removeprefix("/id/").removesuffix("/text.txt")
    if request.path != f"/id/{table}/text.txt" or table not in graph.tables:
        return None
    source = sources.read(graph)[graph.tables.index(table)]
    try:
        data = (graph.workspace.sources / table / source.file).read_bytes()
    except OSError:
        return None
    return Reply(data, TEXT) if hashlib.sha256(data).hexdigest() == source.sha256 else None

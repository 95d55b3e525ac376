"""`/cite.txt` and `/cite.bib`: how to cite what has an IRI of ours."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from fengong import iris
from fengong.ask import cite
from fengong.linked import refusals
from fengong.linked.things import Things
from fengong.web.message import TEXT, Reply, Request

SUFFIXES = ("txt", "bib")
BIBTEX = "application/x-bibtex; charset=utf-8"


@dataclass(frozen=True)
class Citations:
    """How the things of one graph are cited."""

    things: Things

    def reply(self, request: Request, suffix: str) -> Reply:
        """The citation of ``iri``: a line in Chinese and one in English, or a BibTeX entry; 400 without an IRI, 404 for none of ours."""
        if suffix not in SUFFIXES:
            return refusals.suffix(f"cite.{suffix}", "cite", SUFFIXES)
        given = request.first("iri")
        if not given:
            example = iris.task("TABLE", "12")
            return refusals.bad(f"请给出 iri，如：/cite.{suffix}?iri={example}", f"Give an iri, such as /cite.{suffix}?iri={example}")
        iri = self._known(given)
        if iri is None:
            return refusals.unknown(given, self.things.nearest(given.removeprefix(iris.BASE)))
        graph = self.things.graph
        if suffix == "bib":
            return Reply(cite.bibtex(graph.dataset, iri, questions=graph.questions).encode(), BIBTEX)
        lines = (cite.gbt7714(graph.dataset, iri, lang, questions=graph.questions) for lang in ("zh", "en"))
        return Reply("".join(f"{line}\n" for line in lines).encode(), TEXT)

    def _known(self, given: str) -> str | None:
        """The IRI of ours that was given, also without what all begin with; a question may be followed by what it is asked with."""
        path = given.removeprefix(iris.BASE).removeprefix("/")
        if path in {"", "dataset"} or iris.BASE + path in self.things.graph.dataset.graphs.values():
            return iris.BASE + path
        path, _, query = path.partition("?")
        known = self.things.known(path)
        if known is None or not query:
            return known
        question = self.things.graph.questions.get(path.removeprefix("question/"))
        if question is None:
            return None
        takes = {*(parameter.name for parameter in question.parameters), "reading"}
        values = [(name, value) for name, value in parse_qsl(query) if name in takes]
        return f"{known}?{urlencode(values, safe=':/')}" if values else known

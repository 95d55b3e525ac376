"""The page on which the graph is asked in SPARQL: an editor, a plain form without scripts, and the catalogue as examples."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from fengong import iris
from fengong.ask.answer import literal
from fengong.ask.catalogue import Question
from fengong.bilingual import Bilingual, Lang
from fengong.pages.facts.book import Book
from fengong.pages.page import Page
from fengong.sparql import bind
from fengong.web.message import Request

TITLE = Bilingual(zh="SPARQL 查询", en="SPARQL")
ABOUT = Bilingual(
    zh="用 SPARQL 查询图谱，附目录里的问题作示例。", en="Ask the graph in SPARQL, with the questions of the catalogue as examples."
)

FORMATS = (
    ("json", "JSON"),
    ("csv", "CSV"),
    ("tsv", "TSV"),
    ("xml", "XML"),
    ("ttl", "Turtle (CONSTRUCT)"),
    ("nt", "N-Triples (CONSTRUCT)"),
    ("jsonld", "JSON-LD (CONSTRUCT)"),
)
FIRST = "led-by"


def page(book: Book, request: Request, lang: Lang) -> Page:
    """The editor with the query of the address, an example of the address, or the first example."""
    questions = book.graph.questions
    asked = request.first("query")
    name = request.first("example")
    chosen = name if name in questions else ""
    shown = chosen or (FIRST if FIRST in questions else next(iter(questions)))
    values: Mapping[str, object] = {
        "query": asked or example(questions[shown]),
        "given": bool(asked or chosen),
        "chosen": "" if asked else chosen,
        "examples": tuple(questions.values()),
        "formats": FORMATS,
        "data": {"base": iris.BASE, "prefixes": iris.PREFIXES, "pages": f"/{lang}"},
    }
    styles, scripts = ("yasqe.min.css", "editor.css"), ("yasqe.min.js", "editor.js")
    return Page("sparql.html", TITLE, values, ABOUT, section="sparql", scripts=scripts, styles=styles)


def example(question: Question) -> str:
    """The query of a canned question without its header, with the values of its example put in."""
    kinds = {parameter.name: parameter.type for parameter in question.parameters}
    values: dict[str, bind.Value] = {
        name: ox.NamedNode(text) if kinds[name] == "iri" else literal(text, kinds[name])
        for name, text in question.defaults.items()
        if name in kinds
    }
    lines = (line for line in bind.bind(question.query, values).splitlines() if not line.startswith("#+"))
    return "\n".join(lines).strip() + "\n"

"""Which part answers for a path: things by their IRIs, graphs, descriptions of the whole, downloads, citations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from fengong import csvw, iris
from fengong.api import Graph
from fengong.ask import sib
from fengong.errors import NotInThisFormat
from fengong.exports.compact import CONTEXT, Context
from fengong.iris import DATASET
from fengong.linked import forms, plain, redirect, refusals
from fengong.linked.citations import Citations
from fengong.linked.describe import described
from fengong.linked.downloads import Downloads
from fengong.linked.forms import JSON, RDF, THING, Form
from fengong.linked.graphs import Graphs
from fengong.linked.things import Things
from fengong.linked.void import Description
from fengong.web import accept
from fengong.web.message import Reply, Request

ROOTS = frozenset(
    """
    id ns shapes dataset prefixes role function topic kind wording strength deliverable unit comparator period change rule question index
    """.split()
)
"""What the paths of IRIs of ours begin with."""

_DATASET = DATASET.removeprefix(iris.BASE)
_VOID, _EXAMPLES = ".well-known/void", ".well-known/sparql-examples"
_WHOLE = frozenset({"", _VOID, _EXAMPLES, CONTEXT})
_ROOT = "index"
"""What the data of the IRI that all others begin with is called: a path of nothing has no room for a suffix."""

_OK = 200


@dataclass(frozen=True)
class Linked:
    """The linked-data half of what is served from one graph.

    >>> import fengong
    >>> linked = Linked(fengong.open())
    >>> linked.reply(Request("/role/lead", accept="text/turtle")).headers[0]
    ('Location', '/role/lead.ttl')
    """

    graph: Graph

    def warm(self) -> None:
        """Read and count what replies need, before the first request."""
        self.things.lines.warm()
        _ = self.graph.dataset.whole, self.things.subjects, self.context.terms

    def reply(self, request: Request) -> Reply | None:
        """The reply for a path of linked data, or None where the path is another's."""
        path = request.path.removeprefix("/")
        if path in _WHOLE:
            return self._whole(request, path)
        if path.startswith("graph/"):
            return self.graphs.reply(request, path)
        if re.split("[/.#]", path, maxsplit=1)[0] in ROOTS:
            return self._thing(request, path)
        return self._taken_away(request, path)

    def _taken_away(self, request: Request, path: str) -> Reply | None:
        """Files made on demand: answers, ledgers, citations."""
        stem, dot, suffix = path.rpartition(".")
        if dot and stem == "ledger":
            return self.downloads.ledger(request, suffix)
        if dot and stem == "cite":
            return self.citations.reply(request, suffix)
        if path.startswith("answer/") and path.endswith(f".csv{csvw.SUFFIX}"):
            stem, _, suffix = path.rpartition(".csv")
            return self.downloads.answer(request, stem.removeprefix("answer/"), f"csv{suffix}")
        if dot and stem.startswith("answer/"):
            return self.downloads.answer(request, stem.removeprefix("answer/"), suffix)
        return None

    @cached_property
    def things(self) -> Things:
        """What has an IRI of ours."""
        return Things(self.graph)

    @cached_property
    def context(self) -> Context:
        """The published JSON-LD context."""
        return Context.read(self.graph.workspace.published(CONTEXT))

    @cached_property
    def graphs(self) -> Graphs:
        """The named graphs."""
        return Graphs(self.graph.dataset, self.things.lines, self.context)

    @cached_property
    def description(self) -> Description:
        """The graph as a dataset."""
        return Description(self.graph.dataset, self.things.lines)

    @cached_property
    def downloads(self) -> Downloads:
        """Answers and ledgers."""
        return Downloads(self.graph)

    @cached_property
    def citations(self) -> Citations:
        """Citations."""
        return Citations(self.things)

    # --- one thing

    def _thing(self, request: Request, path: str) -> Reply:
        """303 from a thing, 200 for its data, 404 for what is not there; a suffix is one only where the rest is a thing."""
        if path.partition("#")[0] == _DATASET:
            return redirect.see(request, path, RDF, page="about")
        if path == f"{_DATASET}.{forms.NQUADS.suffix}":
            return Reply(self.graphs.whole(), forms.NQUADS.said)
        if self.things.known(path):
            return redirect.see(request, path, THING)
        stem, dot, suffix = path.rpartition(".")
        offered = RDF if stem == _DATASET else THING
        form = next((each for each in offered if each.suffix == suffix), None)
        if stem == _DATASET and form:
            return self._data(request, DATASET, stem, form)
        known = (iris.BASE if stem == _ROOT else self.things.known(stem)) if dot else None
        if known and form:
            return self._data(request, known, stem, form)
        if known or (stem == _DATASET and dot):
            return refusals.suffix(path, stem, (each.suffix for each in offered))
        return refusals.missing(path, self.things.nearest(path))

    def _data(self, request: Request, iri: str, path: str, form: Form) -> Reply:
        offered = RDF if iri == DATASET else THING
        triples = list(self.description.triples(request.base)) if iri == DATASET else described(self.things, iri)
        try:
            body = plain.written(self.graph, iri, triples) if form == JSON else forms.written(triples, form, self.context)
        except NotInThisFormat as error:
            return refusals.refused(error, 406)
        return Reply(
            body,
            form.said,
            _OK,
            (("Link", redirect.linked("" if path == _ROOT else path, offered, data=path.partition("#")[0], within=True)),),
        )

    # --- the whole

    def _whole(self, request: Request, path: str) -> Reply:
        """The way in, and the documents about everything."""
        if path == CONTEXT:
            return Reply(self.graph.workspace.published(CONTEXT).read_bytes(), forms.JSONLD.said)
        if path == _VOID:
            return self._negotiated(request, list(self.description.triples(request.base)))
        return self._examples(request) if path == _EXAMPLES else redirect.see(request, "", THING, data=_ROOT)

    def _examples(self, request: Request) -> Reply:
        """The canned questions, in Turtle as `fengong questions` writes them."""
        questions = self.graph.questions.values()
        chosen = accept.media_type(request.accept, [form.media_type for form in RDF])
        if chosen == forms.TURTLE.media_type:
            return Reply(sib.turtle(questions).encode(), forms.TURTLE.said, headers=(("Vary", "Accept"),))
        return self._negotiated(request, list(sib.catalogue(questions)))

    def _negotiated(self, request: Request, triples: list[ox.Triple]) -> Reply:
        """200 with ``triples`` in the form that the client likes best, 406 where it takes none."""
        offered = [form.media_type for form in RDF]
        chosen = accept.media_type(request.accept, offered)
        if chosen is None:
            return refusals.unacceptable(request.accept, offered, (("Vary", "Accept"),))
        form = next(form for form in RDF if form.media_type == chosen)
        return Reply(forms.written(triples, form, self.context), form.said, headers=(("Vary", "Accept"),))

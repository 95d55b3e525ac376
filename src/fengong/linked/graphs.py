"""Named graphs as files: as they were built where the build wrote that form, else made from the same lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from fengong import iris
from fengong.ask.dataset import Dataset
from fengong.exports.compact import Context
from fengong.graph.files import natural, serialised
from fengong.linked import forms, redirect, refusals
from fengong.linked.forms import GRAPH, NQUADS, NTRIPLES, TRIG, TURTLE, Form
from fengong.linked.lines import Lines, read
from fengong.web.message import Reply, Request

_LISTED = 12
"""How many graphs are named where none is spelt like the one that was asked for."""


@dataclass(frozen=True)
class Graphs:
    """The named graphs of one dataset."""

    dataset: Dataset
    lines: Lines
    context: Context

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The name of each graph's files, by the path of its IRI: ``graph/bodies/inferred`` is ``bodies.inferred``."""
        return {iri.removeprefix(iris.BASE): name for name, iri in self.dataset.graphs.items()}

    def reply(self, request: Request, path: str) -> Reply:
        """303 from a graph's IRI, 200 for one of its forms, 404 for any other, with the graphs that are spelt alike, or the first."""
        if path in self.names:
            return redirect.see(request, path, GRAPH)
        stem, _, suffix = path.rpartition(".")
        form = next((each for each in GRAPH if each.suffix == suffix), None)
        if stem in self.names and form:
            links = (("Link", redirect.linked(stem, GRAPH, within=True)),)
            return Reply(self.written(self.names[stem], form), form.said, headers=links)
        if stem in self.names:
            return refusals.suffix(path, stem, (each.suffix for each in GRAPH))
        return refusals.missing(path, refusals.alike(path, self.names) or sorted(self.names)[:_LISTED])

    def written(self, name: str, form: Form) -> bytes:
        """The bytes of one graph in one of the `GRAPH` forms, the same to the byte for the same graph."""
        text, graph = self.lines.texts[name], ox.NamedNode(self.dataset.graphs[name])
        if form == NTRIPLES:
            return text
        if form == NQUADS:
            return b"".join(line.removesuffix(b".\n") + f"{graph} .\n".encode() for line in text.splitlines(keepends=True))
        if form == TURTLE and (built := self._built(f"{name}.ttl")) is not None:
            return built
        triples = sorted(read(text.splitlines()), key=natural)
        if form == TRIG:
            quads = [ox.Quad(each.subject, each.predicate, each.object, graph) for each in triples]
            return serialised(quads, ox.RdfFormat.TRIG).rstrip(b"\n") + b"\n"
        return forms.written(triples, form, self.context)

    def whole(self) -> bytes:
        """Every named graph as N-Quads, one after the other."""
        return b"".join(self.written(name, NQUADS) for name in sorted(self.dataset.graphs))

    def _built(self, file: str) -> bytes | None:
        """The file that the build wrote; None where a later build has replaced it."""
        path = self.dataset.folder / file
        described = self._described(file)
        if described is None or not path.is_file():
            return None
        import hashlib  # noqa: PLC0415 - only for whole graphs

        data = path.read_bytes()
        return data if hashlib.sha256(data).hexdigest() == described else None

    def _described(self, file: str) -> str | None:
        for unit in self.dataset.units.values():
            files = unit.get("files")
            if isinstance(files, dict) and file in files:
                return str(files[file]["sha256"])
        return None

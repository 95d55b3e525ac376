"""Recomputing quotations: each one is read again from the hashed source text. No peer ships this test; it is ours of accountability."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from fengong import iris
from fengong.ask.dataset import Dataset
from fengong.errors import ChangedSource, MisquotedWords, UnreadableFile
from fengong.graph.terms import FG, OA, RDF, SPDX


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation as the graph has it: its IRI, its place, its words and the words around them."""

    iri: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str

    def check(self, text: str) -> None:
        """Raise MisquotedWords when ``text`` does not say this there."""
        before = text[max(0, self.start - len(self.prefix)) : max(0, self.start)]
        after = text[self.end : self.end + len(self.suffix)]
        if not 0 <= self.start < self.end <= len(text) or (before, text[self.start : self.end], after) != (self.prefix, self.exact, self.suffix):
            raise MisquotedWords(self.iri, f"{self.prefix}[{self.exact}]{self.suffix}", f"{before}[{text[self.start : self.end]}]{after}")


def quotation(store: ox.Store, span: ox.NamedNode) -> Quotation:
    """The quotation ``span`` as the graph has it."""
    values: dict[ox.NamedNode, str] = {}
    for selector in store.quads_for_pattern(span, OA.hasSelector, None):
        if isinstance(selector.object, ox.NamedNode):
            for quad in store.quads_for_pattern(selector.object, None, None):
                if isinstance(quad.object, ox.Literal):
                    values[quad.predicate] = quad.object.value
    return Quotation(
        span.value, int(values.get(OA.start, "-1")), int(values.get(OA.end, "-1")), values.get(OA.exact, ""), values.get(OA.prefix, ""),
        values.get(OA.suffix, ""),
    )  # fmt: skip


def source_text(dataset: Dataset, table_id: str, sources: Path) -> str:
    """The source text of a table, after its hash was compared with the graph's. Raises ChangedSource, UnreadableFile."""
    folder = sources / table_id
    text = ox.NamedNode(iris.text(table_id))
    store = dataset.store
    expected = next((q.object.value for c in store.quads_for_pattern(text, SPDX.checksum, None) for q in store.quads_for_pattern(c.object, SPDX.checksumValue, None)), "")
    encoding = next((q.object.value for q in store.quads_for_pattern(text, FG.encoding, None)), "utf-8")
    try:
        file = str(tomllib.loads((folder / "source.toml").read_text(encoding="utf-8")).get("file", ""))
        data = (folder / file).read_bytes()
    except (OSError, ValueError) as error:
        raise UnreadableFile(str(folder), str(error)) from error
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        raise ChangedSource(str(folder / file), expected, found)
    return data.decode(encoding)


def quotations(dataset: Dataset, table_id: str) -> Iterator[Quotation]:
    """Every quotation of a table, in the order of the text."""
    store = dataset.store
    spans = [quad.subject for quad in store.quads_for_pattern(None, OA.hasSource, ox.NamedNode(iris.text(table_id)))]
    found = [quotation(store, span) for span in spans if isinstance(span, ox.NamedNode)]
    yield from sorted(found, key=lambda each: (each.start, each.end))


def counted(dataset: Dataset, table_id: str) -> dict[str, int]:
    """How many tasks, clauses, responsibilities and open-ended phrases of a table have a quotation."""
    base, store = iris.table(table_id) + "/", dataset.store
    classes = {"tasks": FG.PolicyTask, "clauses": FG.ResponsibilityClause, "responsibilities": FG.Responsibility}
    counts = {
        name: sum(
            quad.subject.value.startswith(base) and any(store.quads_for_pattern(quad.subject, FG.quotedFrom, None))
            for quad in store.quads_for_pattern(None, RDF.type, each)
        )
        for name, each in classes.items()
    }
    phrases = store.quads_for_pattern(None, FG.openEndedQuotedFrom, None)
    return counts | {"open-ended phrases": sum(quad.subject.value.startswith(base) for quad in phrases)}

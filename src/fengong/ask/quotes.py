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
from fengong.graph import lookup
from fengong.graph.terms import FG, OA, SPDX


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
        if not 0 <= self.start < self.end <= len(text) or (before, text[self.start : self.end], after) != (
            self.prefix,
            self.exact,
            self.suffix,
        ):
            raise MisquotedWords(self.iri, f"{self.prefix}[{self.exact}]{self.suffix}", f"{before}[{text[self.start : self.end]}]{after}")


def quotation(store: ox.Store, span: ox.NamedNode) -> Quotation:
    """The quotation ``span`` as the graph has it."""
    values = {
        prop: value.value
        for selector in lookup.nodes(store, span, OA.hasSelector)
        for prop in (OA.start, OA.end, OA.exact, OA.prefix, OA.suffix)
        for value in lookup.literals(store, selector, prop)
    }
    start, end = (int(values.get(prop, "-1")) for prop in (OA.start, OA.end))
    return Quotation(span.value, start, end, *(values.get(prop, "") for prop in (OA.exact, OA.prefix, OA.suffix)))


def source_text(dataset: Dataset, table_id: str, sources: Path) -> str:
    """The source text of a table, after its hash was compared with the graph's. Raises ChangedSource, UnreadableFile."""
    folder, store = sources / table_id, dataset.promised
    text = ox.NamedNode(iris.text(table_id))
    checksum = next(lookup.nodes(store, text, SPDX.checksum), text)
    expected = lookup.text(store, checksum, SPDX.checksumValue)
    encoding = lookup.text(store, text, FG.encoding, "utf-8")
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
    spans = lookup.subjects(dataset.promised, OA.hasSource, ox.NamedNode(iris.text(table_id)))
    yield from sorted((quotation(dataset.promised, span) for span in spans), key=lambda each: (each.start, each.end))


def counted(dataset: Dataset, table_id: str) -> dict[str, int]:
    """How many tasks, clauses, responsibilities, promises and open-ended phrases of a table have a quotation.

    Promises are measures, deliverables, lead-ins, targets and planning periods; an inherited denominator is quoted apart.
    """
    base, store = iris.table(table_id) + "/", dataset.promised
    quoted = {node for node in lookup.subjects(store, FG.quotedFrom) if node.value.startswith(base)}
    classes = {"tasks": FG.PolicyTask, "clauses": FG.ResponsibilityClause, "responsibilities": FG.Responsibility}
    counts = {name: len(quoted & set(lookup.instances(store, each))) for name, each in classes.items()}
    phrases = (node for node in lookup.subjects(store, FG.openEndedQuotedFrom) if node.value.startswith(base))
    links = (quad.subject for quad in store.quads_for_pattern(None, FG.quotedFrom, None, None))
    promised = sum(str(node.value).startswith(base) for node in links if isinstance(node, ox.NamedNode)) - sum(counts.values())
    return counts | {"open-ended phrases": len(list(phrases)), "promises": promised}

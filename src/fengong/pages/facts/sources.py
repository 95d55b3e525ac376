"""Where the words come from: each source text, how much of it the graph accounts for, and what it left out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from fengong import iris
from fengong.api import Graph
from fengong.bilingual import Bilingual
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCAT, DCTERMS, FG, OA, SPDX


@dataclass(frozen=True, slots=True)
class Share:
    """So many characters of the text are this; ``key`` is that of the question `coverage`."""

    key: str
    words: Bilingual
    characters: int


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that is not in the graph: where it stands (``label``, ``line`` from 1), its words, and the rule that it breaks."""

    iri: str
    label: str
    line: int
    rule: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """One source text. ``file`` is empty where the workspace does not keep it; ``own_title`` says that the English title is ours."""

    table: str
    iri: str
    title: Bilingual
    own_title: bool
    place_iri: str
    file: str
    sha256: str
    encoding: str
    media_type: str
    byte_size: int
    characters: int
    shares: tuple[Share, ...]
    unread: tuple[UnreadRow, ...]

    def share(self, key: str) -> int:
        """How many characters are this; 0 where there are none."""
        return next((share.characters for share in self.shares if share.key == key), 0)

    @property
    def accounted(self) -> int:
        """The characters of tasks, clauses and unread rows."""
        return self.share("tasks") + self.share("clauses") + self.share("unread-rows")

    @property
    def rest(self) -> int:
        """Headings, numbers, joints and line ends."""
        return self.characters - self.accounted


def read(graph: Graph) -> tuple[Source, ...]:
    """The sources of every table."""
    shares: dict[str, list[Share]] = {}
    for row in graph.ask("coverage"):
        words = Bilingual(zh=str(row["figureZh"]), en=str(row["figureEn"]))
        shares.setdefault(str(row["table"]), []).append(Share(str(row["key"]), words, int(str(row["value"]))))
    return tuple(_source(graph, table, tuple(shares.get(iris.table(table), ()))) for table in graph.tables)


def _source(graph: Graph, table: str, shares: tuple[Share, ...]) -> Source:
    store, node = graph.dataset.whole, ox.NamedNode(iris.table(table))
    text = next(iter(lookup.nodes(store, node, FG.sourceText)))
    checksum = next(iter(lookup.nodes(store, text, SPDX.checksum)))
    said = _said(graph.workspace.sources / table / "source.toml")
    return Source(
        table,
        node.value,
        lookup.both(store, node, DCTERMS.title),
        said.get("title_en_basis") == "own-translation",
        lookup.text(store, node, FG.jurisdiction),
        str(said.get("file", "")),
        lookup.text(store, checksum, SPDX.checksumValue),
        lookup.text(store, text, FG.encoding),
        lookup.text(store, text, DCTERMS.format),
        int(lookup.text(store, text, DCAT.byteSize, "0")),
        int(lookup.text(store, text, FG.characters, "0")),
        shares,
        tuple(sorted(_unread(store, node), key=lambda row: (row.line, natural_key(row.iri)))),
    )


def _said(path: Path) -> dict[str, object]:
    """What `source.toml` says; nothing where it is not kept with the built graph or cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def _unread(store: ox.Store, table: ox.NamedNode) -> Iterator[UnreadRow]:
    for row in lookup.instances(store, FG.UnreadRow):
        if table not in set(lookup.nodes(store, row, DCTERMS.isPartOf)):
            continue
        words, start, end = "", 0, 0
        for place in lookup.nodes(store, row, FG.quotedFrom):
            for selector in lookup.nodes(store, place, OA.hasSelector):
                words = lookup.text(store, selector, OA.exact) or words
                start = int(lookup.text(store, selector, OA.start) or start)
                end = int(lookup.text(store, selector, OA.end) or end)
        rule = lookup.text(store, row, FG.rule).removeprefix(iris.BASE + "rule/")
        label, line = lookup.text(store, row, FG.rowLabel), int(lookup.text(store, row, FG.sourceLine, "0"))
        yield UnreadRow(row.value, label, line, rule, words, start, end)

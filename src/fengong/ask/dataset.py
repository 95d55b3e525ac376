"""The built graph, opened: one dataset everywhere (ask, query, Python, endpoint).

Its default graph is the union of ontology, bodies, asserted and inferred triples; every graph is there under its name as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from fengong.bilingual import Bilingual
from fengong.errors import DamagedGraph, NotBuilt
from fengong.graph.files import ntriples_of
from fengong.graph.folder import MANIFEST, graph_iri, recover
from fengong.workspace import Workspace

_APART = frozenset({"anomalies", "findings", "evidence"})
"""Last parts of the names of graphs that are reached through GRAPH only."""


@dataclass(frozen=True)
class Dataset:
    """The graphs of one `graph/built/`. Nothing is loaded before it is needed."""

    folder: Path
    units: Mapping[str, Mapping[str, object]]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The graphs by the names of their files (``bodies.inferred``)."""
        return tuple(sorted({name.removesuffix(".nq") for name in self._sizes if name.endswith(".nq")}))

    @cached_property
    def graphs(self) -> Mapping[str, str]:
        """The IRIs of the graphs, by the same names."""
        return {name: graph_iri(name) for name in self.names}

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The ids of the tables."""
        return tuple(sorted(set(self.units) - {"ontology", "bodies"}))

    @cached_property
    def _sizes(self) -> dict[str, int]:
        sizes: dict[str, int] = {}
        for unit in self.units.values():
            files = unit.get("files")
            sizes |= {name: entry["bytes"] for name, entry in files.items()} if isinstance(files, dict) else {}
        return sizes

    def in_default(self, name: str) -> bool:
        """Whether the graph of this name is part of the default graph."""
        last = name.rpartition(".")[2]
        return last not in _APART and not name.startswith("links.")

    @cached_property
    def store(self) -> ox.Store:
        """The default graph alone: enough for any query that looks at no named graph."""
        store = ox.Store()
        self._load(store, named=False)
        return store

    @cached_property
    def whole(self) -> ox.Store:
        """The default graph and every named graph."""
        store = ox.Store()
        self._load(store, named=False)
        self._load(store, named=True)
        return store

    def store_for(self, query: str) -> ox.Store:
        """The store that ``query`` needs."""
        from fengong.ask.guard import uses_graphs  # noqa: PLC0415

        if "whole" in self.__dict__ or uses_graphs(query):
            return self.whole
        return self.store

    def text(self, name: str) -> bytes:
        """The N-Quads of one graph. Raises DamagedGraph when the file is missing or not as long as the manifest says."""
        path = self.folder / f"{name}.nq"
        try:
            data = path.read_bytes()
        except OSError as error:
            raise DamagedGraph(str(path), Bilingual(zh="文件缺失", en="the file is missing")) from error
        if len(data) != self._sizes[path.name]:
            raise DamagedGraph(str(path), Bilingual(zh="文件长度与清单不符", en="the file is not as long as the manifest says"))
        return data

    def triples_text(self, name: str) -> bytes:
        """The N-Triples of one graph."""
        return ntriples_of(self.text(name), self.graphs[name])

    def triples(self, name: str) -> Iterator[ox.Triple]:
        """The triples of one graph."""
        for quad in ox.parse(self.text(name), format=ox.RdfFormat.N_QUADS):
            yield quad.triple

    def _load(self, store: ox.Store, *, named: bool) -> None:
        for name in self.names:
            if not named and not self.in_default(name):
                continue
            try:
                if named:
                    store.bulk_load(self.text(name), ox.RdfFormat.N_QUADS, lenient=True)
                else:
                    store.bulk_load(self.triples_text(name), ox.RdfFormat.N_TRIPLES, lenient=True)
            except SyntaxError as error:
                reason = Bilingual(zh=f"文件损坏：{error}", en=f"the file is damaged: {error}")
                raise DamagedGraph(str(self.folder / f"{name}.nq"), reason) from error


def open_built(workspace: Workspace) -> Dataset:
    """Open the built graph of ``workspace``. Raises NotBuilt, or DamagedGraph when its manifest cannot be read."""
    recover(workspace.built)
    path = workspace.built / MANIFEST
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise NotBuilt(str(workspace.built)) from error
    except (OSError, ValueError) as error:
        raise DamagedGraph(str(path), Bilingual(zh="清单读不了", en="the manifest cannot be read")) from error
    units = data.get("units") if isinstance(data, dict) else None
    if not isinstance(units, dict) or not all(isinstance(unit, dict) for unit in units.values()):
        raise DamagedGraph(str(path), Bilingual(zh="清单内容不对", en="the manifest has no units"))
    return Dataset(workspace.built, units)

"""The built graph, opened: one dataset everywhere (ask, query, Python, endpoint).

Its default graph is the union of ontology, bodies, asserted and inferred triples; every graph is there under its name as well.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from fengong.bilingual import Bilingual
from fengong.errors import DamagedGraph, NotBuilt
from fengong.graph.files import ntriples_of
from fengong.graph.folder import FORMAT, MANIFEST, NO_TABLES, graph_iri, recover, stands_apart, whole
from fengong.workspace import Workspace

if TYPE_CHECKING:
    from fengong.ask.beside import Beside

Units = Mapping[str, Mapping[str, object]]


class Level(IntEnum):
    """How much of a dataset is loaded: who must do what, what is promised too, the whole default graph, or every named graph as well."""

    NOTHING = 0
    ASSERTED = 1
    PROMISED = 2
    DEFAULT = 3
    NAMED = 4


class Dataset:
    """The graphs of one `graph/built/`. Nothing is loaded before it is needed.

    Where a build replaces the folder meanwhile, the new graph is read: an answer never mixes the two.
    """

    def __init__(self, folder: Path, units: Units) -> None:
        self.folder = folder
        self._beside: tuple[Beside, ...] = ()
        self._lock = threading.Lock()
        self._open(units)

    def _open(self, units: Units) -> None:
        self.units = units
        self._store, self._level = ox.Store(), Level.NOTHING
        self._sizes: dict[str, int] = {}
        for unit in units.values():
            files = unit.get("files")
            self._sizes |= {name: entry["bytes"] for name, entry in files.items()} if isinstance(files, dict) else {}
        self.names = tuple(sorted(name.removesuffix(".nq") for name in self._sizes if name.endswith(".nq")))
        """The graphs by the names of their files (``bodies.inferred``)."""
        self.graphs = {name: graph_iri(name) for name in self.names}
        """The IRIs of the graphs, by the same names."""
        self.tables = tuple(sorted(set(units) - NO_TABLES))
        """The ids of the tables."""

    def in_default(self, name: str) -> bool:
        """Whether the graph of this name is part of the default graph."""
        return _level(name) <= Level.DEFAULT

    def put_beside(self, paths: Sequence[str | Path]) -> tuple[Beside, ...]:
        """Let the graphs of other files be there too, through GRAPH; what was read of each. Raises UnreadableFile, UnreadableData."""
        from fengong.ask import beside  # noqa: PLC0415 - only where there are such files

        with self._lock:
            self._beside = beside.load(paths, frozenset(self.graphs.values()))
            self._store, self._level = ox.Store(), Level.NOTHING
        return self._beside

    @property
    def known(self) -> frozenset[str]:
        """The IRIs of all graphs that a query may name: ours, and those of the files beside them."""
        return frozenset(self.graphs.values()).union(*(each.graphs for each in self._beside))

    # --- stores

    def preload(self) -> None:
        """Begin to load the asserted triples: Oxigraph parses them without Python's lock, while Python imports what comes next."""
        threading.Thread(target=self._quietly, daemon=True).start()

    def _quietly(self) -> None:
        with contextlib.suppress(DamagedGraph):  # whoever needs the store is told
            self._at(Level.ASSERTED)

    @property
    def asserted(self) -> ox.Store:
        """At least ontology, bodies and tables, without what the tasks promise and without what follows."""
        return self._at(Level.ASSERTED)

    @property
    def promised(self) -> ox.Store:
        """At least what is asserted and what is promised, without what follows."""
        return self._at(Level.PROMISED)

    @property
    def store(self) -> ox.Store:
        """The default graph: enough for any query that looks at no named graph."""
        return self._at(Level.DEFAULT)

    @property
    def whole(self) -> ox.Store:
        """The default graph and every named graph."""
        return self._at(Level.NAMED)

    def store_for(self, query: str, *, entailed: bool = True, promised: bool = True) -> ox.Store:
        """The store that ``query`` needs.

        One that is not ``entailed`` gives the same answer without the inferred triples, one that is not ``promised`` without
        what the tasks promise.
        """
        from fengong.sparql.guard import uses_graphs  # noqa: PLC0415

        if uses_graphs(query):
            return self.whole
        return self.store if entailed else self.promised if promised else self.asserted

    def _at(self, level: Level) -> ox.Store:
        with self._lock:
            if self._level < level:
                try:
                    self._fill(level)
                except DamagedGraph:
                    if not self._replaced():
                        raise
                    self._fill(level)
            return self._store

    def _fill(self, level: Level) -> None:
        for name in self.names:
            if self._level < _level(name) <= min(level, Level.DEFAULT):
                self._load(name, self.triples_text(name), ox.RdfFormat.N_TRIPLES)
        if level == Level.NAMED:
            for name in self.names:
                self._load(name, self.text(name), ox.RdfFormat.N_QUADS)
            for other in self._beside:
                self._store.bulk_extend(other.quads)
        self._level = level

    def _load(self, name: str, data: bytes, form: ox.RdfFormat) -> None:
        try:
            self._store.bulk_load(data, form, lenient=True)
        except SyntaxError as error:
            reason = Bilingual(zh=f"文件损坏：{error}", en=f"the file is damaged: {error}")
            raise DamagedGraph(str(self.folder / f"{name}.nq"), reason) from error

    def _replaced(self) -> bool:
        """Whether the folder holds another graph than the one that was opened; then that one is opened."""
        units = _units(self.folder)
        if units == self.units:
            return False
        self._open(units)
        return True

    # --- files

    def verify(self) -> None:
        """Raise DamagedGraph where a file is not, to the byte, the one that was built."""
        for name, unit in self.units.items():
            if not whole(self.folder, unit):
                reason = Bilingual(zh=f"{name} 的文件不是构建时写出的", en=f"the files of {name} are not those that were built")
                raise DamagedGraph(str(self.folder), reason)

    def sha256(self, name: str) -> str:
        """The SHA-256 of the N-Quads of one graph, as the manifest has it; empty where it has none."""
        for unit in self.units.values():
            files = unit.get("files")
            if isinstance(files, dict) and f"{name}.nq" in files:
                return str(files[f"{name}.nq"]["sha256"])
        return ""

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


_LEVELS = {"inferred": Level.DEFAULT, "promises": Level.PROMISED, "words": Level.PROMISED}


def _level(name: str) -> Level:
    """From which level on the graph in the files called ``name`` is part of the default graph (NAMED: never)."""
    if stands_apart(name):
        return Level.NAMED
    _, dot, last = name.rpartition(".")
    return _LEVELS.get(last, Level.ASSERTED) if dot else Level.ASSERTED


def _units(folder: Path) -> Units:
    """The units that the manifest in ``folder`` describes. Raises NotBuilt, DamagedGraph."""
    recover(folder)
    path = folder / MANIFEST
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise NotBuilt(str(folder)) from error
    except (OSError, ValueError) as error:
        raise DamagedGraph(str(path), Bilingual(zh="清单读不了", en="the manifest cannot be read")) from error
    if isinstance(data, dict) and data.get("format") != FORMAT:
        raise DamagedGraph(str(path), Bilingual(zh="由其他版本的 Fengong 写出", en="it was written by another version of Fengong"))
    units = data.get("units") if isinstance(data, dict) else None
    if not isinstance(units, dict) or not all(isinstance(unit, dict) for unit in units.values()):
        raise DamagedGraph(str(path), Bilingual(zh="清单内容不对", en="the manifest has no units"))
    return units


def open_built(workspace: Workspace) -> Dataset:
    """Open the built graph of ``workspace``. Raises NotBuilt, or DamagedGraph when its manifest cannot be read."""
    return Dataset(workspace.built, _units(workspace.built))

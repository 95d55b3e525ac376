"""What a build reads: found, loaded and hashed. The hashes decide what has to be built again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from fengong import __version__
from fengong.bilingual import Bilingual
from fengong.errors import BadHandKeptFile
from fengong.reference import bodies, citation, links, vocabulary
from fengong.reference.citation import Citation
from fengong.workspace import Workspace, shipped

RESERVED = frozenset(
    """
    ontology bodies links link identifier dataset evidence anomalies findings inferred
    promises words place body collective change version comparison
    """.split()
)
"""Names of graphs, and so not of tables."""

_REFERENCE = ("places.csv", "bodies.csv", "collectives.csv", "memberships.csv", "changes.csv", "evidence.csv")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Where everything is that a build reads."""

    ontology: Path
    reference: Path
    checks: tuple[Path, ...]
    tables: tuple[Path, ...]
    evidence: Path
    root: Path
    citation: Citation
    """What the workspace says of its data set."""

    def ontology_hash(self) -> str:
        """Changes with the ontology, or with the licence at the head of its files."""
        return digest(self._ontology_files(), self.licence("ontology"))

    def bodies_hash(self) -> str:
        """Changes with the ontology, the shapes, the reviewed tables, or the licence."""
        return digest([self.ontology / "shapes.ttl", *self._reviewed_files()], self.licence("bodies"), self.ontology_hash())

    def table_hash(self, folder: Path) -> str:
        """Changes with anything a table's triples, closure or findings depend on, or with the licence."""
        files = sorted(path for path in folder.iterdir() if path.is_file())
        checks = [path for check in self.checks for path in sorted(check.glob("*.rq"))]
        return digest([*files, self.evidence_of(folder), *checks], self.licence(folder.name), self.bodies_hash())

    def links_hash(self) -> str:
        """Changes with the link sets, their schemes, what they may be about, or the licence; empty where there are no link sets."""
        found = links.files(self.reference)
        return digest(found, self.licence("links"), self.bodies_hash()) if found else ""

    def hashes(self) -> dict[str, str]:
        """The hash of each unit that these inputs make, by its name: link sets only where there are any, and not the description."""
        linked = self.links_hash()
        below = {"ontology": self.ontology_hash(), "bodies": self.bodies_hash()} | ({"links": linked} if linked else {})
        return below | {folder.name: self.table_hash(folder) for folder in self.tables}

    def licence(self, unit: str) -> str:
        """The IRI of the licence of a unit: that of its workspace, but that of the shipped one for what came with it unchanged.

        Empty where there is none: what somebody made or changed is under no licence that its makers do not give.
        """
        return _shipped_licence() if unit in _FILES and self._as_shipped(unit) else self.citation.licence

    def _as_shipped(self, unit: str) -> bool:
        ours = Workspace(shipped())
        theirs = replace(self, ontology=ours.ontology, reference=ours.reference)
        own, others = _FILES[unit](self), _FILES[unit](theirs)
        return own == others or digest(own) == digest(others)

    def _ontology_files(self) -> list[Path]:
        return [self.ontology / name for name in vocabulary.FILES]

    def _reviewed_files(self) -> list[Path]:
        return [self.reference / name for name in _REFERENCE]

    def _link_files(self) -> list[Path]:
        return list(links.files(self.reference))

    def files(self, tables: Container[str]) -> dict[str, Path]:
        """Every file that a build of ``tables`` reads, by its path in a workspace: a folder that falls back on the shipped one as well."""
        found = {f"ontology/{name}": self.ontology / name for name in (*vocabulary.FILES, "shapes.ttl")}
        found |= {f"graph/reference/{name}": self.reference / name for name in _REFERENCE}
        found |= {f"graph/reference/links/{path.name}": path for path in links.files(self.reference)}
        for folder in (each for each in self.tables if each.name in tables):
            found |= {f"graph/sources/{folder.name}/{path.name}": path for path in folder.iterdir()}
            found[f"graph/evidence/{folder.name}.csv"] = self.evidence_of(folder)
        found |= {f"queries/checks/{path.name}": path for check in self.checks for path in check.glob("*.rq")}
        return {name: found[name] for name in sorted(found) if found[name].is_file()}

    def evidence_of(self, folder: Path) -> Path:
        """The file of evidence of progress of the table in ``folder``; it may be absent."""
        return self.evidence / f"{folder.name}.csv"

    def stray_evidence(self) -> tuple[Path, ...]:
        """The files of evidence that are called after no table."""
        names = {self.evidence_of(folder).name for folder in self.tables}
        return tuple(sorted(path for path in self.evidence.glob("*.csv") if path.name not in names))

    def reference_tables(self) -> bodies.Reference:
        """The reviewed tables, cross-checked."""
        return bodies.load(self.reference)


def find(workspace: Workspace) -> Inputs:
    """The inputs of a workspace: every folder in its sources that is not empty is a table, or an error when it is built.

    Raises BadHandKeptFile for a table whose name is reserved, and for a CITATION.cff that breaks its format.
    """
    folders = (path for path in workspace.sources.iterdir() if path.is_dir() and not path.name.startswith("."))
    tables = tuple(sorted(path for path in folders if any(path.iterdir())))
    for folder in tables:
        if folder.name in RESERVED:
            raise BadHandKeptFile(str(folder), "—", Bilingual(zh="这个名称是保留的", en="this name is reserved"))
    checks = tuple(folder / "checks" for folder in workspace.queries if (folder / "checks").is_dir())
    said = citation.read(workspace.root)
    return Inputs(workspace.ontology, workspace.reference, checks, tables, workspace.evidence, workspace.root, said)


_FILES: Mapping[str, Callable[[Inputs], list[Path]]] = {
    "ontology": Inputs._ontology_files,  # noqa: SLF001 - this module's own
    "bodies": Inputs._reviewed_files,  # noqa: SLF001 - the same
    "links": Inputs._link_files,  # noqa: SLF001 - the same
}
"""The files that a unit is made from that comes with the package."""


@cache
def _shipped_licence() -> str:
    return citation.read(shipped()).licence


def code_hash() -> str:
    """Changes with the code of the building half, so that an edited reader does not leave its old graphs in place."""
    package = Path(__file__).parents[1]
    layers = ("bilingual.py", "iris.py", "licences.py", "queryfile.py", "sparql", "text", "reference", "graph", "check", "builder")
    return digest(sorted(path for layer in layers for path in ((package / layer).glob("*.py") if "." not in layer else [package / layer])))


def digest(files: Iterable[Path], *more: str) -> str:
    """A hash over this version, the names and bytes of ``files`` and ``more``."""
    whole = hashlib.sha256(__version__.encode())
    for path in files:
        whole.update(f"\0{path.name}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest() if path.exists() else b"-")
    for each in more:
        whole.update(f"\0{each}".encode())
    return whole.hexdigest()

"""Where the folders are: a checkout, an installed package, or a user's own workspace. All three have the same layout."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from fengong.errors import NoWorkspace

_PACKAGE = Path(__file__).resolve().parent
ENVIRONMENT = "FENGONG_WORKSPACE"


def shipped() -> Path:
    """The root that came with the package: ``share/`` of an installed wheel, or the checkout."""
    share = _PACKAGE / "share"
    return share if share.is_dir() else _PACKAGE.parents[1]


@dataclass(frozen=True, slots=True)
class Workspace:
    """One set of folders. A user's workspace falls back on the shipped ``ontology/`` and ``graph/reference/`` where it has none."""

    root: Path

    @property
    def read_only(self) -> bool:
        """Whether this is the graph inside an installed package."""
        return self.root == _PACKAGE / "share"

    @property
    def ontology(self) -> Path:
        """The folder of the ontology."""
        return self._own_or_shipped("ontology")

    @property
    def reference(self) -> Path:
        """The folder of the reviewed tables of bodies and places."""
        return self._own_or_shipped("graph/reference")

    @property
    def sources(self) -> Path:
        """The folder that holds one folder for each table."""
        return self.root / "graph" / "sources"

    @property
    def evidence(self) -> Path:
        """The folder that holds one file of evidence of progress for each table; a table without one has no evidence."""
        return self.root / "graph" / "evidence"

    @property
    def built(self) -> Path:
        """The folder of generated files."""
        return self.root / "graph" / "built"

    @property
    def queries(self) -> tuple[Path, ...]:
        """The folders of canned questions: the shipped ones, then the user's own."""
        own = self.root / "queries"
        base = shipped() / "queries"
        return (base, own) if own.is_dir() and own != base else (base,)

    def published(self, file: str) -> Path:
        """A file that is published beside the ontology, such as ``context.jsonld``; the shipped one where the workspace has none."""
        own = self.ontology / file
        return own if own.is_file() else shipped() / "ontology" / file

    def _own_or_shipped(self, folder: str) -> Path:
        own = self.root / folder
        return own if own.is_dir() else shipped() / folder


def find(given: str | Path | None = None) -> Workspace:
    """The workspace to use: the one given, else ``$FENGONG_WORKSPACE``, else the current folder if it is one, else the shipped one.

    Raises NoWorkspace when the one given is none.
    """
    named = given or os.environ.get(ENVIRONMENT)
    if named:
        root = Path(named).resolve()
        if not (root / "graph" / "sources").is_dir():
            raise NoWorkspace(str(named))
        return Workspace(root)
    here = Path.cwd()
    return Workspace(here if (here / "graph" / "sources").is_dir() else shipped())

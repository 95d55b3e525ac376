"""What several test modules use: the real lexicon and reference tables, and small workspaces."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fengong.builder import inputs
from fengong.builder.table import Ground
from fengong.text.lexicon import Lexicon
from fengong.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
SICHUAN = "sichuan-elderly-childcare"
TEXT = ROOT / "graph" / "sources" / SICHUAN / "text.txt"
HEADER = "序号\t重点任务\t责任单位\n"


@cache
def ground() -> Ground:
    """Ontology and reviewed tables of this checkout."""
    return Ground(inputs.find(Workspace(ROOT)))


def lexicon() -> Lexicon:
    """The words the reader knows."""
    return ground().vocabulary.lexicon


@dataclass(frozen=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str


def workspace(
    folder: Path,
    *,
    text: str | bytes | None = None,
    table: str = "sample",
    jurisdiction: str = "510000",
    corrections: str = "",
) -> Path:
    """A workspace in ``folder`` with the shipped ontology and reference tables, and one table where ``text`` is given.

    What the committed graph has of ontology, bodies and links is put in place, so that a build has only the table to do.
    """
    sources = folder / "graph" / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    warm(folder)
    if text is not None:
        add_table(folder, table, text, jurisdiction=jurisdiction, corrections=corrections)
    return folder


def add_table(folder: Path, table: str, text: str | bytes, *, jurisdiction: str = "510000", corrections: str = "") -> Path:
    """Put a table into a workspace."""
    data = text.encode() if isinstance(text, str) else text
    target = folder / "graph" / "sources" / table
    target.mkdir(parents=True, exist_ok=True)
    (target / "text.txt").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    (target / "source.toml").write_text(
        f'id = "{table}"\nfile = "text.txt"\nsha256 = "{digest}"\njurisdiction = "{jurisdiction}"\ntitle_zh = "示例"\n',
        encoding="utf-8",
    )
    if corrections:
        (target / "corrections.toml").write_text(corrections, encoding="utf-8")
    return target


def warm(folder: Path) -> None:
    """Copy the built ontology, bodies and links of this checkout; a build makes them anew where they are stale."""
    built = ROOT / "graph" / "built"
    manifest = json.loads((built / "MANIFEST.json").read_text(encoding="utf-8"))
    manifest["units"] = {name: unit for name, unit in manifest["units"].items() if name in {"ontology", "bodies", "links"}}
    target = folder / "graph" / "built"
    target.mkdir(parents=True)
    for unit in manifest["units"].values():
        for name in unit["files"]:
            shutil.copy(built / name, target / name)
    (target / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")


def sichuan(folder: Path) -> Path:
    """A workspace with the Sichuan table, not yet built."""
    workspace(folder)
    shutil.copytree(ROOT / "graph" / "sources" / SICHUAN, folder / "graph" / "sources" / SICHUAN)
    return folder

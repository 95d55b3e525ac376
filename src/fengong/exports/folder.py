"""A folder of exported files with their manifest: it takes its place whole or not at all, and never over somebody else's files."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from fengong.errors import FolderInTheWay, UnwritableFile
from fengong.exports.formats import Format

MANIFEST = "MANIFEST.json"
_SAID = {
    "zh": "由 fengong export 写出：每个文件的格式、大小、SHA-256、所含与所失。",
    "en": "Written by fengong export: the format, size and SHA-256 of each file, what it holds and what it loses.",
}


def manifest(files: Mapping[str, tuple[Format, bytes]], about: Mapping[str, str], left_out: Mapping[str, str]) -> bytes:
    """What is in the folder. ``left_out`` are formats that could not hold the graph, with the reason."""
    said = {
        name: {
            "format": form.name,
            "mediaType": form.media_type if name.endswith(f".{form.suffix}") else "application/json",
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "holds": {"zh": form.holds.zh, "en": form.holds.en},
            "loses": {"zh": form.loses.zh, "en": form.loses.en},
        }
        for name, (form, data) in sorted(files.items())
    }
    made = {"about": _SAID, "graph": dict(about), "files": said, "leftOut": dict(left_out)}
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write ``files`` (MANIFEST.json among them) as ``folder``, in place of an earlier export that may be there.

    Raises FolderInTheWay where ``folder`` holds what no export wrote, UnwritableFile.
    """
    folder = folder.resolve()
    _allowed(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
            new, old = Path(beside) / "new", Path(beside) / "old"
            for name, data in files.items():
                path = new / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            if folder.exists():
                folder.rename(old)
            try:
                new.rename(folder)
            except OSError:
                if old.exists():
                    old.rename(folder)
                raise
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise UnwritableFile(str(folder), error.strerror or str(error)) from error


def _allowed(folder: Path) -> None:
    """Raise FolderInTheWay where there is more than the manifest of an earlier export names."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FolderInTheWay(str(folder), folder.name)
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}
    try:
        known = set(json.loads((folder / MANIFEST).read_bytes())["files"]) | {MANIFEST}
    except (OSError, ValueError, KeyError, TypeError):
        known = set()
    if found - known:
        raise FolderInTheWay(str(folder), min(found - known))

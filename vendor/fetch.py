"""Fetch the browser files that the pages ship: `make vendor`.

Every file is taken unmodified out of an npm package of a fixed version, whose hash must be that of the manifest.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "vendor" / "yasqe" / "manifest.toml"


def packed(package: str, integrity: str, folder: Path) -> Path:
    """The archive of a package, once its SHA-512 is found to be the recorded one."""
    command = ["npm", "pack", package, "--silent", "--pack-destination", str(folder)]
    name = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]
    archive = folder / name
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != integrity:
        sys.exit(f"{package}: its hash is {found}, the manifest says {integrity}")
    return archive


def member(archive: Path, name: str) -> bytes:
    """One file of an archive."""
    with tarfile.open(archive) as tar:
        reader = tar.extractfile(name)
        if reader is None:
            sys.exit(f"{archive.name}: no file {name}")
        return reader.read()


def put(to: str, content: bytes, sha256: str) -> None:
    """Write a file whose hash is the recorded one."""
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        sys.exit(f"{to}: its hash is {found}, the manifest says {sha256}")
    (ROOT / to).parent.mkdir(parents=True, exist_ok=True)
    (ROOT / to).write_bytes(content)
    print(f"{to}  {len(content):,} bytes")


def main() -> None:
    """Fetch what the manifest lists."""
    manifest = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        for each in manifest["file"]:
            put(each["to"], member(packed(each["package"], each["integrity"], where), each["file"]), each["sha256"])
        parts = []
        for each in manifest["notice"]:
            words = member(packed(each["package"], each["integrity"], where), each["file"]).decode().strip()
            parts.append(f"{each['package']}\n{'=' * len(each['package'])}\n\n{words}\n")
        put(manifest["notices"]["to"], "\n\n".join(parts).encode(), manifest["notices"]["sha256"])


if __name__ == "__main__":
    main()

"""The archive of the dataset: graph, ontology and questions with licence, readme and hashes, the same bytes wherever it is made."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from pathlib import Path

PARTS = ("graph/built", "ontology", "queries")
FILES = ("LICENSE", "LICENSE-DATA.md", "graph/CITATION.cff", "docs/load.md")
MANIFEST = "MANIFEST.sha256"
README = """# Fengong {version}

`graph/built`：图谱，每个图各有 Turtle（`.ttl`）与 N-Quads（`.nq`）；`ontology`：本体；`queries`：问题与核查。
怎样载入三元组库，见 `docs/load.md`；许可见 `LICENSE-DATA.md`（数据与本体）和 `LICENSE`（问题与核查）。
各文件的校验值见 `MANIFEST.sha256`（`sha256sum -c MANIFEST.sha256`）。

`graph/built`: the graph, each named graph as Turtle (`.ttl`) and as N-Quads (`.nq`).
`ontology`: the ontology; `queries`: questions and checks.
How to load it into a triple store: `docs/load.md`.
Licences: `LICENSE-DATA.md` (data and ontology) and `LICENSE` (questions and checks).
Hashes of the files: `MANIFEST.sha256` (`sha256sum -c MANIFEST.sha256`).
"""


def written(source: Path, version: str, epoch: int) -> bytes:
    """The archive as bytes: sorted, every file of the time ``epoch``, owned by nobody, readable by all."""
    files = {name: (source / name).read_bytes() for name in FILES}
    for part in PARTS:
        files |= {path.relative_to(source).as_posix(): path.read_bytes() for path in (source / part).rglob("*") if path.is_file()}
    files["README.md"] = README.format(version=version).encode()
    files[MANIFEST] = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())).encode()
    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", compresslevel=9, fileobj=packed, mtime=epoch) as stream, tarfile.open(fileobj=stream, mode="w") as tar:
        for name, data in sorted(files.items()):
            entry = tarfile.TarInfo(f"fengong-dataset-{version}/{name}")
            entry.size, entry.mtime, entry.mode = len(data), epoch, 0o644
            tar.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


def wrong(data: bytes) -> list[str]:
    """The files of an archive whose hash is not the one in its manifest, or that are in one of the two only."""
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        files = {}
        for entry in tar.getmembers():
            content = tar.extractfile(entry)
            files[entry.name.partition("/")[2]] = content.read() if content else b""
    stated = {name: value for value, _, name in (line.partition("  ") for line in files.pop(MANIFEST).decode().splitlines())}
    found = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return sorted(name for name in stated.keys() | found.keys() if stated.get(name) != found.get(name))

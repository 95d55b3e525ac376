"""The folder that a site is written into: whole or not at all, and never over somebody else's files."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from fengong.errors import Busy, SiteInTheWay, UnwritableFile
from fengong.graph.folder import beside

SUMS = "SHA256SUMS"
"""The list of the files with their hashes: by it a folder is known as ours, and ``sha256sum -c`` checks it."""


class Output:
    """Where files are put; made by `replacing`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sums: dict[str, str] = {}
        self.size = 0

    def put(self, name: str, data: bytes) -> None:
        """Write one file; the same name may be given again with the same bytes. Raises OSError."""
        digest = hashlib.sha256(data).hexdigest()
        if self.sums.setdefault(name, digest) != digest:
            message = f"{name} is written twice, with other bytes"
            raise AssertionError(message)
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.size += len(data)

    def close(self) -> None:
        """Write the list of files."""
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.sums.items()))
        (self.folder / SUMS).write_text(lines, encoding="utf-8")


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[Output]:
    """An output that takes the place of ``target`` when all went well; nothing is left of it where it did not.

    What stands at the top of ``target`` and is not ours (a CNAME, a .git) is kept.

    Raises SiteInTheWay where ``target`` holds files and is no site, Busy where another run is writing it, UnwritableFile.
    """
    target = Path(os.path.realpath(target))
    new = beside(target, "new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _finish(target)
        _allowed(target)
        with _held(new, target):
            try:
                output = Output(new)
                yield output
                output.close()
                _swap(new, target)
            finally:
                shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise UnwritableFile(str(target), error.strerror or str(error)) from error


def _allowed(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir() or (any(target.iterdir()) and not (target / SUMS).is_file()):
        raise SiteInTheWay(str(target))


@contextlib.contextmanager
def _held(new: Path, target: Path) -> Iterator[None]:
    """An empty folder that no other run writes into."""
    new.mkdir(exist_ok=True)
    handle = os.open(new, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy(str(target)) from error
        for left in new.iterdir():  # by a run that was killed
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        yield
    finally:
        os.close(handle)


def _swap(new: Path, target: Path) -> None:
    if target.exists():
        target.rename(beside(target, "old"))
    new.rename(target)
    _finish(target)


def _finish(target: Path) -> None:
    """Put away the folder that was replaced, now or by a run that was killed meanwhile; what is not ours moves to the new one."""
    old = beside(target, "old")
    if not old.exists():
        return
    if not target.exists():
        old.rename(target)
        return
    ours = {line.partition("  ")[2].partition("/")[0] for line in (old / SUMS).read_text(encoding="utf-8").splitlines()} | {SUMS}
    for entry in sorted(old.iterdir()):
        if entry.name not in ours and not (target / entry.name).exists():
            entry.rename(target / entry.name)
    shutil.rmtree(old)

"""`release/check.py`: what it claims of a release is found wrong where it is wrong."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile

import pytest

from support import ROOT

sys.path[:0] = [str(ROOT / "release")]

import archive  # noqa: E402 - its folder is put on the path above
import environments  # noqa: E402 - the same

pytestmark = pytest.mark.system

EPOCH = 1763856000


@pytest.fixture(scope="module")
def packed() -> bytes:
    """The archive of this checkout's dataset."""
    return archive.written(ROOT, "0", EPOCH)


def test_the_archive_is_the_same_bytes(packed) -> None:
    """Made again it has the same bytes; it says of no user and no other time than the release's."""
    assert archive.written(ROOT, "0", EPOCH) == packed
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        entries = tar.getmembers()
    assert {(each.mtime, each.uid, each.gid, each.uname, each.gname) for each in entries} == {(EPOCH, 0, 0, "", "")}
    assert [each.name for each in entries] == sorted(each.name for each in entries)
    assert archive.wrong(packed) == []


def test_the_archive_is_checked_by_sha256sum(packed, tmp_path) -> None:
    """Whoever unpacks it can check it with what every system has."""
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        tar.extractall(tmp_path, filter="data")
    command = ["/usr/bin/sha256sum", "--check", "--quiet", "--strict", archive.MANIFEST]
    assert subprocess.run(command, cwd=tmp_path / "fengong-dataset-0", check=False).returncode == 0


def test_a_changed_file_is_named(packed) -> None:
    """A byte that differs, or a file that is missing, is found."""
    changed = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar, tarfile.open(fileobj=changed, mode="w") as other:
        for entry in tar.getmembers():
            content = tar.extractfile(entry)
            data = content.read() if content else b""
            if entry.name.endswith("/LICENSE"):
                continue
            data = data.replace(b"Fengong", b"Fengonk") if entry.name.endswith("/README.md") else data
            entry.size = len(data)
            other.addfile(entry, io.BytesIO(data))
    assert archive.wrong(changed.getvalue()) == ["LICENSE", "README.md"]


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("MIT", True),
        ("Apache-2.0 AND BSD-2-Clause", True),
        ("License :: OSI Approved :: BSD License", True),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", False),
        ("AGPL-3.0-only", False),
        ("UNKNOWN", False),
        ("", False),
    ],
)
def test_licences_on_the_list(licence, expected) -> None:
    """A permissive licence is allowed, one that spreads to us or that nobody states is not."""
    assert environments.allowed(licence) is expected


def test_the_whole_check(tmp_path) -> None:
    """Everything that a release is made of can be made from the last commit, and holds what is claimed of it."""
    done = subprocess.run(
        [sys.executable, ROOT / "release" / "check.py", "--out", tmp_path], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) >= 20
    assert all(line.startswith("ok ") for line in lines)
    assert {path.suffix for path in tmp_path.iterdir()} >= {".whl", ".gz", ".json"}

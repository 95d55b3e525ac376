"""The files of the SPARQL editor are those that its manifest names."""

from __future__ import annotations

import hashlib
import json
import tomllib

import pytest

from support import ROOT

MANIFEST = tomllib.loads((ROOT / "vendor" / "yasqe" / "manifest.toml").read_text(encoding="utf-8"))
FILES = [*MANIFEST["file"], MANIFEST["notices"]]


def test_files_were_collected() -> None:
    """Two files and the notices of what they are made of."""
    assert len(FILES) == 3
    assert len(MANIFEST["notice"]) == 11


@pytest.mark.parametrize("each", FILES, ids=lambda each: each["to"].rpartition("/")[2])
def test_vendored_files_are_unmodified(each) -> None:
    """Each has the hash that was recorded when it was taken out of its package."""
    assert hashlib.sha256((ROOT / each["to"]).read_bytes()).hexdigest() == each["sha256"]


def test_packages_are_named_with_version_and_hash() -> None:
    """What is fetched is one version of one package, whose hash is known beforehand."""
    for each in (*MANIFEST["file"], *MANIFEST["notice"]):
        assert each["package"].rpartition("@")[2][0].isdigit()
        assert each["integrity"].startswith("sha512-")


def test_notices_are_whole() -> None:
    """Each package that the editor was made of has its notice."""
    text = (ROOT / MANIFEST["notices"]["to"]).read_text(encoding="utf-8")
    for each in MANIFEST["notice"]:
        assert f"{each['package']}\n" in text
    assert text.count("Permission is hereby granted") >= 5


def test_lock_file_names_no_registry() -> None:
    """The lock file of the system tests holds hashes, and no address from which a package once came."""
    packages = json.loads((ROOT / "tests" / "system" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert len(packages) > 100
    assert not [name for name, facts in packages.items() if "resolved" in facts]
    assert all("integrity" in facts for name, facts in packages.items() if name)

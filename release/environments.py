"""The wheel in empty environments: on the oldest and newest Python, without network; the licences of what it needs; the SBOM."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

OLDEST = (3, 11)
ROWS = 11
"""What `fengong ask led-by --body 民政厅` answers."""
ALLOWED = re.compile(
    r"(?:The )?(?:Apache|BSD|MIT|ISC|PSF|Python Software Foundation|W3C|MPL-2\.0|Mozilla Public License 2\.0|0BSD|\d-Clause BSD)"
    r"[-\w .,()+]*",
    re.ASCII,
)
"""Licences that a dependency may have: permissive ones, and the MPL, which asks for the source of its own files only."""
_SMALL = re.compile(r"python3\.(\d+)")
_LICENCES = """
import importlib.metadata as m, json
print(json.dumps({d.name: [d.metadata.get("License-Expression") or "", d.metadata.get("License") or "",
    *[c for c in d.metadata.get_all("Classifier", []) if c.startswith("License ::")]] for d in m.distributions()}))
"""
_ONLINE = "import socket,sys; socket.create_connection(('127.0.0.1', int(sys.argv[1])), 5)"


def pythons(given: list[str] | None) -> list[tuple[tuple[int, int], Path]]:
    """The interpreters to try: those given, else the oldest and the newest that we support and that start.

    They are looked for on PATH and beside the interpreter that runs this, where version managers put the others.
    """
    found: dict[tuple[int, int], Path] = {}
    folders = [Path(folder) for folder in os.environ["PATH"].split(os.pathsep)]
    folders += sorted(Path(sys.base_prefix).parent.glob("*/bin"))
    names = [Path(name) for name in given or ()] or [
        path for folder in folders for path in sorted(folder.glob("python3.*")) if _SMALL.fullmatch(path.name)
    ]
    for path in [*names, *([] if given else [Path(sys.executable)])]:
        code = "import sys, venv, ensurepip; print(*sys.version_info[:2])"
        done = subprocess.run([path, "-c", code], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            major, minor = map(int, done.stdout.split())
            if (major, minor) >= OLDEST:
                found.setdefault((major, minor), path)
    ordered = sorted(found.items())
    return ordered if given else list(dict((*ordered[:1], *ordered[-1:])).items())


def tried(out: Path, folder: Path, given: list[str] | None, epoch: int, source: Path) -> Iterator[tuple[str, bool, str]]:
    """The claims about the wheel in ``out``, each with whether it holds and what was seen; the SBOM is put beside it."""
    wheel, sdist = next(out.glob("*.whl")), next(out.glob("fengong-[0-9]*.tar.gz"))
    chosen = pythons(given)
    yield "oldest and newest Python", len(chosen) > 0, ", ".join(f"3.{minor}" for (_, minor), _ in chosen)
    for number, ((_, minor), python) in enumerate(chosen):
        for what in (wheel, sdist):
            kind = "wheel" if what == wheel else "sdist"
            home = folder / f"{kind}-3.{minor}"
            subprocess.run([python, "-m", "venv", home], check=True, capture_output=True)
            done = _run([home / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", what], folder)
            yield f"3.{minor}: {kind} installs", done.returncode == 0, done.stderr.strip()[-200:]
            if done.returncode == 0:
                yield from _used(home, f"3.{minor} {kind}", source)
        if number == 0:
            yield from _licensed(folder / f"wheel-3.{minor}")
            yield from _listed(folder / f"wheel-3.{minor}", out, epoch, source)


def _used(home: Path, where: str, source: Path) -> Iterator[tuple[str, bool, str]]:
    """From another folder and with the network cut off, the installed program answers, checks and builds."""
    away = home / "elsewhere"
    away.mkdir()
    cut, real = _cut(home)
    yield f"{where}: the network is cut off", real, " ".join(cut) or "unshare is missing or not allowed"
    fengong = home / "bin" / "fengong"

    def said(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return _run([*cut, fengong, *arguments], away)

    yield f"{where}: --version", (done := said("--version")).returncode == 0, done.stdout.strip()
    done = said("ask", "led-by", "--body", "民政厅", "--format", "json")
    rows = len(json.loads(done.stdout)["rows"]) if done.returncode == 0 else 0
    yield f"{where}: ask led-by --body 民政厅", rows == ROWS, f"{rows} rows"
    for command in ("check", "quotes"):
        done = said(command)
        fresh = "run: fengong build" not in done.stderr  # a graph that was built before the last change of sources or code is not released
        yield (
            f"{where}: {command}",
            done.returncode == 0 and fresh,
            (done.stderr.strip().splitlines() or done.stdout.splitlines() or [""])[-1],
        )
    text = next((source / "graph" / "sources").glob("*/text.txt"))
    made = said("init", "mine", "--table", text, "--id", "copy", "--jurisdiction", "510000")
    built = said("build", "--workspace", "mine")
    yield f"{where}: init and build", (made.returncode, built.returncode) == (0, 0), (built.stderr.strip().splitlines() or [""])[-1]


def _cut(home: Path) -> tuple[list[str], bool]:
    """The words before a command that cut the network off, and whether they do: a port that answers without them does not with them."""
    unshare = shutil.which("unshare")
    cut = [unshare, "--net"] if os.geteuid() == 0 else [unshare, "--net", "--map-root-user"]
    if unshare is None:
        return [], False
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        probe = [str(home / "bin" / "python"), "-c", _ONLINE, str(listening.getsockname()[1])]
        online, offline = _run(probe, home), _run([*cut, *probe], home)
    works = _run([*cut, home / "bin" / "python", "-c", ""], home).returncode == 0
    return [word for word in cut if word], online.returncode == 0 and offline.returncode != 0 and works


def _licensed(home: Path) -> Iterator[tuple[str, bool, str]]:
    """Every package that the wheel brings has a licence on the list."""
    packages: dict[str, list[str]] = json.loads(_run([home / "bin" / "python", "-c", _LICENCES], home).stdout)
    told = {name: next((text for text in texts if text and "\n" not in text), "") for name, texts in packages.items()}
    refused = {name: text or "none stated" for name, text in told.items() if not allowed(text)}
    yield "licences of dependencies", not refused, f"{len(told)} packages" if not refused else str(refused)


def allowed(licence: str) -> bool:
    """Whether each part of a licence expression or classifier is on the list; of alternatives one is enough.

    >>> allowed("MIT OR GPL-3.0"), allowed("MIT AND GPL-3.0"), allowed("License :: OSI Approved :: BSD License"), allowed("")
    (True, False, True, False)
    """
    text = licence.rpartition("::")[2].strip(" ()")
    choices = [re.split(r"\s+AND\s+|;\s*", choice) for choice in re.split(r"\s+OR\s+", text)]
    return any(all(ALLOWED.fullmatch(part.strip(" ()")) for part in parts) for parts in choices)


def _listed(home: Path, out: Path, epoch: int, source: Path) -> Iterator[tuple[str, bool, str]]:
    """The SBOM names every package of the environment, and comes out with the same bytes twice."""
    found = []
    for _ in range(2):
        command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--pyproject", source / "pyproject.toml"]
        env = os.environ | {"SOURCE_DATE_EPOCH": str(epoch)}
        done = subprocess.run([*command, home / "bin" / "python"], capture_output=True, text=True, check=False, env=env)
        found.append(done.stdout)
    same = done.returncode == 0 and found[0] == found[1]
    if same:
        (out / "fengong.cdx.json").write_text(found[0], encoding="utf-8")
    yield "SBOM, same bytes", same, f"CycloneDX, {len(json.loads(found[0])['components'])} components" if same else done.stderr[-300:]


def _run(command: list[str | Path] | list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "HOME": str(cwd), "LC_ALL": "C.UTF-8", "FENGONG_LANG": "en"} | {
        name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "PYENV"))
    }
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)

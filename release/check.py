"""Whether what is committed can be released: everything is made from a clean export and tried; nothing is published.

`make release-check` runs it. Each line of the table on standard output is one claim; the exit code is 1 where one does not hold.
What is made lies in `dist/`: sdist, wheel, SBOM and the archive of the dataset.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "release")]

import archive  # noqa: E402 - its folder is put on the path above
import environments  # noqa: E402 - the same

Said = Iterator[tuple[str, bool, str]]


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The command, run to its end; both streams are kept as one text."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | {"NO_COLOR": "1"} | (env or {}),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )


def exported(folder: Path) -> Path:
    """The committed files of HEAD, and no others, in ``folder``."""
    git = shutil.which("git")
    if git is None:
        raise SystemExit("git is missing: the release is made from what is committed. 缺少 git：发行只取已提交的文件。")
    data = subprocess.run([git, "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        tar.extractall(folder, filter="data")
    return folder


def day(source: Path) -> int:
    """The date of the newest release in the changelog, as seconds since 1970: the time that everything made is given."""
    found = re.search(r"^## \[\d[^]]*\] - (\d{4}-\d\d-\d\d)$", (source / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise SystemExit("CHANGELOG.md has no release with a date. CHANGELOG.md 中没有带日期的版本。")
    return int(datetime.fromisoformat(found[1]).replace(tzinfo=UTC).timestamp())


def packages(source: Path, out: Path, epoch: int) -> Said:
    """Sdist and wheel are made, twice with the same bytes, have sound metadata, and hold exactly the files that they should."""
    made = []
    for name in ("first", "second"):
        done = run(sys.executable, "-m", "build", "--outdir", out.parent / name, source, env={"SOURCE_DATE_EPOCH": str(epoch)})
        if done.returncode:
            yield "build", False, done.stdout[-500:]
            return
        made.append({path.name: path.read_bytes() for path in (out.parent / name).iterdir()})
    yield "sdist and wheel", len(made[0]) == len(("sdist", "wheel")), ", ".join(sorted(made[0]))
    yield "built twice, same bytes", made[0] == made[1], f"SOURCE_DATE_EPOCH={epoch}"
    for name, data in made[0].items():
        (out / name).write_bytes(data)
    done = run(sys.executable, "-m", "twine", "check", "--strict", *(out / name for name in made[0]))
    yield "twine check", done.returncode == 0, "" if done.returncode == 0 else done.stdout[-300:]
    wheel = next(out.glob("*.whl"))
    wanted, found = in_wheel(source), {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    yield "files of the wheel", wanted == found, f"{len(found)} files" if wanted == found else f"differ: {sorted(wanted ^ found)[:5]}"


def in_wheel(source: Path) -> set[str]:
    """What must be in the wheel beside its metadata: the package, and what pyproject.toml puts into it."""
    wheel = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    pairs = {**{path: path.removeprefix("src/") for path in wheel["packages"]}, **wheel["force-include"]}
    wanted = set()
    for origin, target in pairs.items():
        whole = source / origin
        files = [whole] if whole.is_file() else [path for path in whole.rglob("*") if path.is_file()]
        wanted |= {target if path == whole else f"{target}/{path.relative_to(whole).as_posix()}" for path in files}
    return wanted


def licences(source: Path) -> Said:
    """Every file has a licence and a holder."""
    done = run(sys.executable, "-m", "reuse", "--root", source, "lint", "--lines")
    count = sum(path.is_file() for path in source.rglob("*"))
    yield "REUSE: licence and holder of every file", done.returncode == 0, done.stdout.strip()[-300:] or f"{count} files"


def dataset(source: Path, out: Path, epoch: int) -> Said:
    """The archive of the dataset is made twice with the same bytes, and its manifest has the hash of every file."""
    version = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    first, second = (archive.written(source, version, epoch) for _ in range(2))
    path = out / f"fengong-dataset-{version}.tar.gz"
    path.write_bytes(first)
    wrong = archive.wrong(first)
    yield "dataset archive, same bytes", first == second, f"{path.name}, {len(first):,} bytes"
    yield "dataset archive, hashes", not wrong, ", ".join(wrong[:5]) or "every file as in MANIFEST.sha256"


def main() -> int:
    """Check everything; the table of what was found is printed as it is found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--python", action="append", help="an interpreter to try the wheel on, instead of the oldest and newest on PATH")
    options.add_argument("--out", type=Path, default=ROOT / "dist", help="where to put what is made")
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for old in given.out.glob("fengong*"):
        old.unlink()
    good = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        source = exported(folder / "source")
        epoch = day(source)
        out = folder / "made"
        out.mkdir()
        steps: list[Callable[[], Said]] = [
            lambda: licences(source),
            lambda: packages(source, out, epoch),
            lambda: dataset(source, out, epoch),
            lambda: environments.tried(out, folder, given.python, epoch, source),
        ]
        for step in steps:
            for claim, holds, detail in step():
                good = good and holds
                print(f"{'ok  ' if holds else 'FAIL'}  {claim:<44} {detail}", flush=True)
        for path in sorted(out.iterdir()):
            shutil.copyfile(path, given.out / path.name)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

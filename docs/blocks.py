"""The blocks of the documentation that come from running something: console sessions, and excerpts of the built graph.

A page is fresh when `fresh` gives it back unchanged; `python docs/blocks.py` writes every page anew, and the diff is reviewed as content.

* A block fenced ```` ```console ```` holds commands (`$ …`) with what they print on both streams. The commands run in one empty
  folder for each page, which `docs/scenes.py` furnishes; `/home/you` stands for that folder, and an address such as
  `http://localhost:8000` for a server that runs beside it. A line `…` in the output stands for lines left out.
* A block fenced ```` ```LANGUAGE > FILE ```` is a file that the reader saves there, and one fenced ```` ```LANGUAGE >> FILE ```` lines
  that the reader adds at its end: both are written before the next command runs.
* A block fenced ```` ```LANGUAGE NAME```` is run by a test, which gets it by its page and `NAME` (`named`), word for word but for
  the addresses and ports of servers, and for what a test must add so that it ends.
* A block fenced ```` ```turtle FILE#SUBJECT … ```` holds the blocks of these subjects from `graph/built/FILE`; a `*` at the end
  of a subject stands for every ending.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "docs")]

import scenes  # noqa: E402 - its folder is put on the path above, or by the test

HOME = "/home/you"
LEFT_OUT = "…"
GENERATED = frozenset({"questions.md", "questions.zh.md", "rules.md", "commands.md"})
_FILE = re.compile(r"(?P<language>[a-z]+) (?P<mark>>>?) (?P<path>\S+)")
_NAMED = re.compile(r"[a-z]+ (?P<name>[a-z][a-z-]*)")
_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a console block, and the output that the page shows for it."""

    line: str
    output: tuple[str, ...]


def markdown() -> list[Path]:
    """Every Markdown file of the documentation."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def pages() -> list[Path]:
    """Those with blocks to run or to excerpt, but for the pages that are generated whole."""
    return [page for page in markdown() if page.name not in GENERATED and blocks(page.read_text(encoding="utf-8"))]


def blocks(text: str) -> list[tuple[str, str]]:
    """The console and Turtle blocks of a page: what stands behind the fence, and their contents."""
    return [(info, body) for info, body in fences(text) if info == "console" or is_excerpt(info)]


def fences(text: str) -> list[tuple[str, str]]:
    """All fenced blocks of a page."""
    return [(m["info"], m["body"]) for m in _FENCE.finditer(text)]


def is_excerpt(info: str) -> bool:
    """Whether what stands behind a fence names subjects of the built graph."""
    return info.startswith("turtle ") and "#" in info


def is_file(info: str) -> bool:
    """Whether what stands behind a fence names a file to be written."""
    return _FILE.fullmatch(info) is not None


def name_of(info: str) -> str:
    """The name of a block that a test runs, from what stands behind its fence; empty for any other."""
    found = _NAMED.fullmatch(info)
    return found["name"] if found else ""


def named(page: str, name: str) -> str:
    """The block of ``page``, a path from the root of the repository, that has this name. Raises ValueError unless there is just one."""
    (body,) = (body for info, body in fences((ROOT / page).read_text(encoding="utf-8")) if name_of(info) == name)
    return body


def commands(block: str) -> list[Command]:
    """The commands of one console block."""
    found: list[Command] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(Command(line[2:], ()))
        else:
            found[-1] = Command(found[-1].line, (*found[-1].output, line))
    return found


def fresh(page: Path) -> str:
    """The text of ``page`` with every block made anew."""
    return filled(page.read_text(encoding="utf-8"), page.relative_to(ROOT).as_posix())


def filled(text: str, name: str, built: Path = ROOT / "graph" / "built") -> str:
    """``text`` with every block made anew; ``name`` is the page it is of, from the root of the repository."""
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Path(folder).resolve(), "zh" if name.endswith(".zh.md") else "en")
        with scenes.furnished(name, session.folder, session.run) as servers:
            session.servers = servers

            def block(match: re.Match[str]) -> str:
                info, body = match["info"], match["body"]
                if info == "console":
                    body = "".join(session.shown(command) for command in commands(body))
                elif is_excerpt(info):
                    body = excerpt(info.split()[1:], built)
                elif file := _FILE.fullmatch(info):
                    session.write(file["path"], body, mode="a" if file["mark"] == ">>" else "x")
                return f"```{info}\n{body}```"

            return _FENCE.sub(block, text)


def excerpt(wanted: list[str], built: Path) -> str:
    """The Turtle blocks named by ``FILE#SUBJECT``, in the order of the files. Raises LookupError for one that is not there."""
    parts = []
    for name in wanted:
        file, _, subject = name.partition("#")
        text = (built / file).read_text(encoding="utf-8")
        ending = "" if subject.endswith("*") else "> "
        found = [part.strip("\n") for part in text.split("\n\n") if part.lstrip("\n").startswith("<" + subject.removesuffix("*") + ending)]
        if not found:
            raise LookupError(name)
        parts += found
    return "\n\n".join(parts) + "\n"


class Session:
    """A shell session in ``folder`` with `fengong` on the path, as on a terminal in ``lang``.

    ``servers`` has the addresses of servers that run beside it, with what a page shows for them.
    """

    def __init__(self, folder: Path, lang: str) -> None:
        self.folder = folder
        self.servers: dict[str, str] = {}
        self.code = 0
        programs = folder / ".programs"
        programs.mkdir()
        program = programs / "fengong"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m fengong "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FENGONG_", "LC_", "LANG", "COV_"))}
        self.environment = kept | {
            "PATH": f"{programs}{os.pathsep}{kept.get('PATH', '')}",
            "PYTHONPATH": str(folder / scenes.PACKAGES),
            "PYTHONUTF8": "1",
            "LC_ALL": "C.UTF-8",
            "FENGONG_LANG": lang,
            "COLUMNS": "100",
        }

    def run(self, command: str) -> list[str]:
        """The lines that ``command`` prints; its exit code is what `echo $?` shows next."""
        for real, shown in self.servers.items():
            command = command.replace(shown, real)
        done = subprocess.run(  # noqa: S602 - the commands are those of the committed documentation
            f"(exit {self.code}); {command}",
            shell=True,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.code = done.returncode
        text = done.stdout.decode()
        for real, shown in {str(self.folder): HOME, **self.servers}.items():
            text = text.replace(real, shown)
        return text.splitlines()

    def write(self, path: str, text: str, *, mode: str) -> None:
        """Make a file in the folder of the session, or add to one that is there. Raises FileExistsError for a new one that is there."""
        target = self.folder / path
        assert mode == "x" or target.is_file(), path  # noqa: S101 - lines are added to what is there
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open(mode, encoding="utf-8") as handle:
            handle.write(text)

    def shown(self, command: Command) -> str:
        """The command and its output as a page shows them."""
        lines = self.run(command.line)
        if LEFT_OUT in command.output:
            at = command.output.index(LEFT_OUT)
            after = len(command.output) - at - 1
            lines = [*lines[:at], LEFT_OUT, *(lines[-after:] if after else [])]
        return "\n".join([f"$ {command.line}", *(line.rstrip() for line in lines)]) + "\n"


def main() -> None:
    """Write every page anew, or those named."""
    wanted = [Path(name).resolve() for name in sys.argv[1:]] or pages()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        made = list(pool.map(fresh, wanted))
    for page, text in zip(wanted, made, strict=True):
        if text != page.read_text(encoding="utf-8"):
            page.write_text(text, encoding="utf-8")
            print(page.relative_to(ROOT))  # noqa: T201 - says what it did


if __name__ == "__main__":
    main()

"""Makes the documentation site: `dist/docs/`, from every Markdown file of `docs/`, with no network. `make docs-site` runs it.

The pages are staged first. A page of the repository that lies outside `docs/` comes along under `repository/` when some page links
to it, and so does a file, as a download; a link to a folder becomes the folder's name, for a site has no folders to show.
Then Sphinx builds the site, and any warning of it ends the build: a link or an anchor that leads nowhere, a page that
`docs/index.md` does not lead to.
"""

from __future__ import annotations

import itertools
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
OUTPUT = ROOT / "dist" / "docs"
OUTSIDE = "repository"
DECISIONS = "decisions/index.md"
INDEXES = ("docs/index.md", "docs/index.zh.md")
_COPIED = frozenset({".md", ".py", ".svg", ".png", ".css"})
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_FENCE_FILE = re.compile(r"^```(\w+) >>? (\S+)$", re.MULTILINE)
_UNCOLOURED = re.compile(r"^(```|```\{code-block\} )(?:csv|mermaid)\n", re.MULTILINE)  # languages that Pygments does not know
_LINK = re.compile(r"(?P<picture>!?)\[(?P<words>(?:[^\[\]\n]|!\[[^\]\n]*\]\([^)\n]*\))*)\]\((?P<target>[^)\s]+)\)")
_ANCHOR = re.compile(r'^<a id="([^"]+)"></a>$', re.MULTILINE)
_CHINESE_END = re.compile(r"[。：；？！，）]\s*$")
_BLOCK = re.compile(r"[#|>]|```")
_START = re.compile(r"[#|>]|```|[*-] |\d+\. ")
_SECTION = re.compile(r"^## ", re.MULTILINE)


def site_path(path: str) -> str:
    """Where a file of the repository lies in the site: `docs/x.md` is `x.md`, all else keeps its path under `repository/`."""
    if path == "docs/decisions":
        return DECISIONS
    return path.removeprefix("docs/") if path.startswith("docs/") else f"{OUTSIDE}/{path}"


def prose(text: str, change: Callable[[str], str]) -> str:
    """``text`` with ``change`` made to all that stands outside fenced blocks."""
    parts, at = [], 0
    for fence in _FENCED.finditer(text):
        parts += [change(text[at : fence.start()]), fence.group()]
        at = fence.end()
    return "".join([*parts, change(text[at:])])


def links(text: str) -> list[str]:
    """The relative targets of the links and pictures in ``text``, without their anchors, in order."""
    found: list[str] = []

    def note(part: str) -> str:
        for match in _LINK.finditer(part):
            found.extend(t for t in (match["target"], *_inner(match["words"])) if not re.match(r"[a-z]+:|#", t))
        return part

    prose(text, note)
    return [target.partition("#")[0] for target in found]


def _inner(words: str) -> list[str]:
    return [match["target"] for match in _LINK.finditer(words)]


def staged(text: str, page: str, *, draft: bool = False) -> str:
    """The text of ``page``, a path from the root of the repository, with links as they are in the site.

    A fence that names a file becomes a block with a caption, for that is how Sphinx shows it; of a ``draft``, a link to a page that
    nobody has written yet is only its words.
    """
    here = posixpath.dirname(page)
    own = set(_ANCHOR.findall(text))

    def link(match: re.Match[str]) -> str:
        words = _LINK.sub(link, match["words"])
        target, hash_, anchor = match["target"].partition("#")
        if not target and anchor in own:  # MyST knows only the anchors that it made itself
            return f'<a href="#{anchor}">{words}</a>'
        if not target or re.match(r"[a-z]+:", target):
            return f"{match['picture']}[{words}]({match['target']})"
        path = posixpath.normpath(posixpath.join(here, target))
        if draft and not (ROOT / path).exists():
            return words
        if (ROOT / path).is_dir() and site_path(path) != DECISIONS:
            return words
        there = posixpath.relpath(site_path(path), posixpath.dirname(site_path(page)) or ".")
        return f"{match['picture']}[{words}]({there}{hash_}{anchor})"

    text = _FENCE_FILE.sub(r"```{code-block} \1\n:caption: \2\n", prose(text, lambda part: apart(_LINK.sub(link, part))))
    return _UNCOLOURED.sub(r"\1text\n", text)


def apart(text: str) -> str:
    """``text`` with a line break where a sentence in Chinese meets its sister in English, or the other way round."""
    lines = text.split("\n")
    for at, (line, below) in enumerate(itertools.pairwise(list(lines))):
        plain = line.strip() and below.strip() and not _BLOCK.match(line.lstrip()) and not _START.match(below.lstrip())
        if plain and bool(_CHINESE_END.search(line)) != bool(_CHINESE_END.search(below)):
            lines[at] = line + "\\"
    return "\n".join(lines)


def contents(text: str) -> str:
    """The table of contents that the sections of the index make: each is a group, and the pages that it links to are its pages."""
    groups = []
    for section in _SECTION.split(text)[1:]:
        heading, _, body = section.partition("\n")
        pages = list(dict.fromkeys(site_path(posixpath.normpath(f"docs/{link}")) for link in links(body)))
        if pages:
            groups.append("\n".join(["```{toctree}", ":hidden:", f":caption: {heading}", "", *pages, "```", ""]))
    return "\n".join(["", *groups])


def decisions(folder: Path) -> str:
    """The page that lists the decisions, by their titles."""
    listed = []
    for page in sorted(folder.glob("*.md")):
        title = page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        listed.append(f"* [{title}]({page.name})")
    names = [page.name for page in sorted(folder.glob("*.md"))]
    toctree = ["```{toctree}", ":hidden:", "", *names, "```", ""]
    head = "# 决定 · Decisions\n\n为什么这样做，各半页。\nWhy it is as it is, half a page each.\n"
    return "\n".join([head, *listed, "", *toctree])


def wanted() -> Iterator[tuple[str, Path]]:
    """Every file of the site with its source: all of `docs/`, then whatever outside it is linked to, and so on from there."""
    queue = [p.relative_to(ROOT).as_posix() for p in sorted(DOCS.rglob("*")) if p.suffix in _COPIED and "__pycache__" not in p.parts]
    seen = set(queue)
    while queue:
        path = queue.pop(0)
        yield path, ROOT / path
        if not path.endswith(".md"):
            continue
        for link in links((ROOT / path).read_text(encoding="utf-8")):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link))
            if target not in seen and (ROOT / target).is_file():
                seen.add(target)
                queue.append(target)


def missing(text: str) -> list[str]:
    """The pages that an index names and that are not there."""
    return sorted({link for link in links(text) if not (DOCS / link).exists()})


def without(text: str, pages: list[str]) -> str:
    """An index without the links to ``pages``: what is left of a line without a link is left out."""
    lines = []
    for line in text.splitlines(keepends=True):
        kept = [part for part in line.rstrip("\n").split(" · ") if not any(f"]({page})" in part for page in pages)]
        if kept or line == "\n":
            joined = " · ".join(kept) + "\n"
            lines.append(joined if line.startswith("* ") <= joined.startswith("* ") else f"* {joined}")
    return "".join(lines)


def stage(folder: Path, *, draft: bool = False) -> None:
    """Write the source of the site into ``folder``; of a ``draft``, the index leaves out pages that nobody has written yet."""
    for path, source in wanted():
        target = folder / site_path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.endswith(".md"):
            text = source.read_text(encoding="utf-8")
            if draft and path in INDEXES:
                text = without(text, missing(text))
            text = staged(text, path, draft=draft) + (contents(text) if path == INDEXES[0] else "")
            if path in INDEXES[1:]:
                text = "---\norphan: true\n---\n" + text
            target.write_text(text, encoding="utf-8")
        else:
            shutil.copyfile(source, target)
    (folder / DECISIONS).write_text(decisions(DOCS / "decisions"), encoding="utf-8")


def build(output: Path, *, draft: bool = False) -> int:
    """Build the site into ``output`` and return Sphinx's exit code; what was there goes only when the new site is whole."""
    with tempfile.TemporaryDirectory() as temporary:
        source, made = Path(temporary) / "source", Path(temporary) / "site"
        stage(source, draft=draft)
        command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-n", "-q", "-d", f"{temporary}/trees"]
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "SOURCE_DATE_EPOCH": "0"}
        code = subprocess.run([*command, str(source), str(made)], check=False, env=environment).returncode  # noqa: S603 - our own
        if code == 0:
            shutil.rmtree(output, ignore_errors=True)
            output.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(made, output, ignore=shutil.ignore_patterns(".buildinfo", "objects.inv", "_sources"))
    return code


def main() -> None:
    """Build the site, here or into the folder that is given; with `--draft` the index may name pages that are not there yet."""
    named = [argument for argument in sys.argv[1:] if argument != "--draft"]
    output = Path(named[0]).resolve() if named else OUTPUT
    if code := build(output, draft="--draft" in sys.argv):
        sys.exit(code)
    print(output / "index.html")  # noqa: T201 - says where it is


if __name__ == "__main__":
    main()

"""The documentation is whole: every page is in the site, every block is run, both languages are there, and nothing comes from elsewhere."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import docutils.utils
import pytest
import yaml
from docutils import nodes

import blocks
import chinese_of_pages
import make_commands
import make_site
import shell
import words_of_pages
from support import ROOT
from system import engines

DOCS = ROOT / "docs"
ENGLISH, CHINESE = ("docs/tutorial.md", "docs/limits.md"), ("docs/tutorial.zh.md", "docs/limits.zh.md")
TESTS = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("*.py")) if "node_modules" not in path.parts)
"""All tests: one of them gets each named block, by page and name."""


ENGINES = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "system").glob("*engines*.py")))
"""The tests of other engines, which get the blocks of one page by their names alone."""


def pages() -> list[str]:
    """Every page whose blocks are not generated whole, and the Markdown files beside what they are about."""
    beside = [page for folder in ("examples", "graph/reference", "ontology", "queries") for page in sorted((ROOT / folder).rglob("*.md"))]
    return [page.relative_to(ROOT).as_posix() for page in (*blocks.markdown(), *beside) if page.name not in blocks.GENERATED]


def shown(page: str) -> list[tuple[str, str]]:
    return blocks.fences((ROOT / page).read_text(encoding="utf-8"))


def is_text(info: str, body: str) -> bool:
    """Whether a block is a picture, or words that nobody types and nothing prints."""
    return info == "mermaid" or (info == "text" and not re.search(r"^\$ ", body, re.MULTILINE))


@pytest.mark.parametrize("page", pages())
def test_every_block_is_run(page: str) -> None:
    """Each block is run, excerpted or written by `blocks.py`, or has a name by which a test gets it; a Chinese page shows the same."""
    for info, body in shown(page):
        if info == "console" or blocks.is_excerpt(info) or blocks.is_file(info) or is_text(info, body):
            continue
        name, english = blocks.name_of(info), page.replace(".zh.md", ".md")
        assert name, f"```{info} is run by nothing"
        assert f'"{english}", "{name}"' in TESTS or (english == engines.PAGE and f'"{name}"' in ENGINES), f"{page}: no test gets {name}"
        assert _code(body) == _code(blocks.named(english, name))


def _code(body: str) -> list[str]:
    """The lines of a block without their comments, which are in the language of the page."""
    return [line.partition("#")[0].rstrip() for line in body.splitlines()]


def test_blocks_were_collected() -> None:
    """The blocks that are run are not silently cut short."""
    ran = {page: [info for info, _ in shown(page)] for page in pages()}
    guides = [page for page in ran if page.startswith("docs/how-to/")]
    assert len(guides) >= 8
    assert sum(infos.count("console") for infos in ran.values()) >= 100
    assert sum(blocks.is_file(info) for page in guides for info in ran[page]) >= 12
    assert set(guides) <= {page for page, infos in ran.items() if "console" in infos}
    assert sum(bool(blocks.name_of(info)) for infos in ran.values() for info in infos) >= 25


def test_files_of_a_page_are_written(tmp_path: Path) -> None:
    """A block with a file's name makes that file, one with >> adds to it, and neither does what the other should."""
    text = "```text > a/b.txt\none\n```\n```text >> a/b.txt\ntwo\n```\n```console\n$ cat a/b.txt\n```\n"
    assert blocks.filled(text, "docs/x.md").endswith("```console\n$ cat a/b.txt\none\ntwo\n```\n")
    session = blocks.Session(tmp_path, "en")
    session.write("new.txt", "x", mode="x")
    with pytest.raises(FileExistsError):
        session.write("new.txt", "x", mode="x")
    with pytest.raises(AssertionError):
        session.write("absent.txt", "x", mode="a")


@pytest.mark.parametrize(("english", "chinese"), list(zip(ENGLISH, CHINESE, strict=True)))
def test_both_languages_show_the_same(english: str, chinese: str) -> None:
    """A page in two languages has the same parts and the same blocks, and each links to the other at its top."""
    both = [(ROOT / page).read_text(encoding="utf-8") for page in (english, chinese)]
    commands = [[(i, [c.line for c in blocks.commands(b)] if i == "console" else b) for i, b in blocks.fences(text)] for text in both]
    assert commands[0] == commands[1]
    headings = [re.findall(r"^#+ ", make_site.prose(text, str), re.MULTILINE) for text in both]
    assert headings[0] == headings[1]
    assert len(headings[0]) > 5
    for text, other, word in zip(both, (chinese, english), ("中文", "English"), strict=True):
        assert text.splitlines()[2] == f"[{word}]({Path(other).name})"


def test_both_indexes_name_the_same_pages() -> None:
    """The Chinese index leads wherever the English one leads, to the Chinese page where there is one."""
    english, chinese = (
        {link.replace(".zh.md", ".md") for link in make_site.links((ROOT / page).read_text(encoding="utf-8"))} for page in make_site.INDEXES
    )
    assert english - {"index.md"} == chinese - {"index.md"}
    assert len(english) > 40


@pytest.mark.parametrize("page", make_site.INDEXES)
def test_index_names_no_page_that_is_missing(page: str) -> None:
    """Every page that an index names is there."""
    assert make_site.missing((ROOT / page).read_text(encoding="utf-8")) == []


def test_guides_speak_both_languages() -> None:
    """Under each heading of a how-to guide stands as much Chinese as English: every paragraph has both."""
    for page in sorted((DOCS / "how-to").glob("*.md")):
        text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for paragraph in re.split(r"\n\n+", text):
            lines = [re.sub(r"`[^`]*`|\([^)]*\)", "", line) for line in paragraph.strip().splitlines() if not line.startswith("#")]
            chinese = [bool(re.search(r"[一-鿿]", line[:12])) for line in lines]
            assert not lines or chinese.count(True) == chinese.count(False), f"{page.name}: {paragraph}"


def test_commands_page_is_fresh() -> None:
    """`docs/commands.md` is what its script makes of the command line."""
    assert make_commands.page() == make_commands.PAGE.read_text(encoding="utf-8")


def test_commands_page_has_every_option() -> None:
    """Every command has its section in both languages, and every option its words in both."""
    text = make_commands.page()
    for name, command, _ in make_commands.commands():
        section = re.split(r"^## ", text.partition(f"\n## {name}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
        english, chinese, *_ = make_commands._said(command)
        assert re.search(r"[一-鿿]", chinese), name
        assert not re.match(r"[一-鿿]", english), name
        for option in command.params:
            if option.param_type_name == "option" and option.name not in make_commands.COMMON:
                line = next(line for line in section.splitlines() if line.startswith(f"| `{option.opts[0]}"))
                assert re.search(r"[A-Za-z]", line.split("|")[-3]), (name, line)
                assert re.search(r"[一-鿿]", line.split("|")[-3]), (name, line)
    assert len(make_commands.commands()) >= 19


def test_ci_sets_up_as_the_readme_says() -> None:
    """The two commands of the README are what CI runs in a fresh clone, in this order."""
    typed = _code(blocks.named("README.md", "make"))
    commands = [line for line in typed if line]
    assert commands == ["make run", "make test"]
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in ci if line in commands] == commands


def test_ledger_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The Python of the page on ledgers runs as it stands."""
    monkeypatch.chdir(tmp_path)
    exec(compile(blocks.named("docs/ledger.md", "ledger"), "docs/ledger.md", "exec"), {})  # noqa: S102 - the committed documentation
    assert len(capsys.readouterr().out.splitlines()) == 47


@pytest.mark.system
def test_exported_sql_answers(tmp_path: Path) -> None:
    """The SQL of the page on exports runs as it stands against the exported database, and the first gives the eleven tasks."""
    database = tmp_path / "fengong.sqlite"
    subprocess.run([sys.executable, "-m", "fengong", "export", "--format", "sqlite", "-o", database], check=True, capture_output=True)
    sql = blocks.named("docs/exports.md", "search")
    with contextlib.closing(sqlite3.connect(database)) as connection:
        counts = [len(connection.execute(line).fetchall()) for line in sql.splitlines()]
    assert counts[0] == 11
    assert all(counts)


def test_packages_are_those_of_ci() -> None:
    """The packages that the page on testing names are those that CI installs."""
    needed = set(re.sub(r"apt-get|install|--\S+", "", blocks.named("docs/testing.md", "packages")).split())
    (line,) = re.findall(r"^needed=\((.*)\)$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert needed == {*line.split(), "default-jre-headless"}  # CI installs Java where there is none


@pytest.mark.system
def test_packages_can_be_installed(tmp_path: Path) -> None:
    """The command of the page on testing is one that Debian can carry out: here it only says what it would do."""
    done = shell.ran(blocks.named("docs/testing.md", "packages").strip() + " --simulate", tmp_path)
    assert done.returncode == 0, done.stdout


def test_workflow_runs_what_the_page_runs() -> None:
    """The workflow for GitHub Pages is YAML, installs the clone, and runs only commands that the same page shows with their output."""
    found = shown("docs/how-to/publish.md")
    (workflow,) = [yaml.safe_load(body) for info, body in found if info.startswith("yaml > .github/workflows/")]
    lines = [step["run"] for step in workflow["jobs"]["site"]["steps"] if "run" in step]
    ran = [command.line for info, body in found if info == "console" for command in blocks.commands(body)]
    assert lines[0] == "pip install ."
    assert set(lines[1:]) <= set(ran)
    assert len(lines) == 3


def test_words_are_pairs_of_characters() -> None:
    """Whatever stands in a text can be found: every pair of its characters, each character, and its other words."""
    words = words_of_pages.Words({}).split("民政厅 leads 托")
    assert words == ["民", "政", "厅", "民政", "政厅", "leads", "托"]


def test_languages_stand_apart() -> None:
    """In the site a line breaks where the language changes, and nowhere else: not in a table, and not between two sentences of one."""
    assert make_site.apart("错误。\nErrors.\nMore.\n\n| 一。 |\n* 甲；\n  A;\n") == "错误。\\\nErrors.\nMore.\n\n| 一。 |\n* 甲；\\\n  A;\n"


def test_lines_of_chinese_are_joined() -> None:
    """Sentences on a line each become one run in Chinese, also through emphasis and in a list; English and code keep their breaks."""
    document = docutils.utils.new_document("page")
    strong = nodes.strong("", "加粗。")
    paragraph = nodes.paragraph("", "", nodes.Text("自己的表。"), nodes.Text("\n"), nodes.Text("手头有事，"), nodes.Text("\n"), strong)
    paragraph += [nodes.Text("\n"), nodes.literal("", "fengong"), nodes.Text("\n"), nodes.Text("is a name.\nIt is short.")]
    item = nodes.list_item("", nodes.paragraph("", "第一句。\n第二句"))
    code = nodes.literal_block("", "单位。\n任务。")
    document += [paragraph, item, code]
    chinese_of_pages.join_lines(None, document)
    assert paragraph.astext() == "自己的表。手头有事，加粗。fengong\nis a name.\nIt is short."
    assert item.astext() == "第一句。第二句"
    assert code.astext() == "单位。\n任务。"


def test_words_around_pages_are_translated() -> None:
    """A Chinese page has what the theme hardly lets anyone translate in Chinese, the search has both, an English page is left alone."""
    icon = '<title>Menu</title><a aria-label="Toggle navigation of 决定"></a>'
    assert chinese_of_pages.mended(f'<html lang="zh-CN">{icon}') == (
        '<html lang="zh-CN"><title>菜单</title><a aria-label="展开或收起：决定"></a>'
    )
    assert chinese_of_pages.mended(f'<html lang="en">{icon}') == f'<html lang="en">{icon}'
    for page, title, said in (("tutorial.zh", "教程", "下一页"), ("search", "Search", "下一页 · Next")):
        context: dict[str, Any] = {"title": title}
        words_of_pages.in_its_language(None, page, "", context, None)
        assert context["_"]("Next") == said
    english: dict[str, Any] = {"title": "Tutorial"}
    words_of_pages.in_its_language(None, "tutorial", "", english, None)
    assert "_" not in english


def test_links_to_own_anchors_are_kept() -> None:
    """A link to an anchor that the page itself has in HTML stays one, with its case; any other is left to Sphinx, which warns."""
    text = '* [fg:Body](#Body), [fg:body](#body), [No](#none)\n\n<a id="Body"></a>\n\n<a id="body"></a>\n'
    made = make_site.staged(text, "docs/ontology.md")
    assert '<a href="#Body">fg:Body</a>, <a href="#body">fg:body</a>, [No](#none)' in made


class _Page(HTMLParser):
    """What a page links to, loads, and can be linked at."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.anchors |= {values[name] for name in ("id", "name") if name in values}
        if tag == "html":
            self.language = values.get("lang", "")
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag != "a":
            self.loads += [values[name] for name in ("src", "href", "srcset", "data", "poster") if values.get(name)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built without a warning; pages that others have still to write are reported by the tests of the index."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    done = subprocess.run([sys.executable, DOCS / "make_site.py", "--draft", folder], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.system
def test_site_is_whole(site: Path) -> None:
    """Every page is there, every link and anchor inside it leads somewhere, and nothing that a page loads comes from another host."""
    read: dict[Path, _Page] = {}
    for path in sorted(site.rglob("*.html")):
        read[path] = _Page()
        read[path].feed(path.read_text(encoding="utf-8"))
    pages = [page for page in blocks.markdown() if page.is_relative_to(DOCS)]
    assert {site / page.relative_to(DOCS).with_suffix(".html") for page in pages} <= set(read)
    for path, page in read.items():
        for address in (*page.links, *page.loads):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                assert address in page.links, f"{path.name} loads {address}"
                assert address.startswith(("https://", "http://127.0.0.1")), f"{path.name}: {address}"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{path.name}: {address}"
            if parts.fragment and target in read:
                assert unquote(parts.fragment) in read[target].anchors, f"{path.name}: {address}"


@pytest.mark.system
def test_site_loads_nothing_from_elsewhere(site: Path) -> None:
    """No style sheet and no script of the site names a file of another host."""
    found = [path for path in site.rglob("*") if path.suffix in {".css", ".js"}]
    assert len(found) > 10
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//|(?:fetch|importScripts|\.open)\(\s*['\"](?:https?:)?//", text), path


@pytest.mark.system
def test_site_pages_say_their_language(site: Path) -> None:
    """A Chinese page says that it is Chinese, an English one that it is English; the search has the words of both."""
    for name, language in (("tutorial.zh", "zh-CN"), ("tutorial", "en"), ("errors", "zh-CN"), ("index", "en")):
        page = _Page()
        page.feed((site / f"{name}.html").read_text(encoding="utf-8"))
        assert page.language == language, name
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    assert json.dumps("民政") + ":" in index
    assert '"quotat":' in index


class _Around(HTMLParser):
    """The words around a page: what is written and said outside its text, and apart from that the names of pages in its navigation."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: set[str] = set()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"link", "meta", "input", "img", "br", "hr", "path", "source"}:
            self.open.append(tag)
        said = {value or "" for name, value in attrs if name in {"aria-label", "title", "placeholder"} and tag != "link"}
        self.words |= set() if "article" in self.open else said

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"article", "script", "style"} & set(self.open) and data.strip():
            (self.names if "li" in self.open or "p" in self.open else self.words).add(data.strip())


@pytest.mark.system
def test_site_speaks_chinese_around_a_chinese_page(site: Path) -> None:
    """Whatever stands around an English page and is no name of a page stands around no Chinese one, nor does a break after a full stop."""
    english, chinese = _Around(), 0
    english.feed((site / "tutorial.html").read_text(encoding="utf-8"))
    furniture = english.words - english.names - {"Fengong 分工", "Furo"}
    assert {"Search", "Next", "Skip to content", "On this page", "Toggle site navigation sidebar", "Menu", "Made with"} <= furniture
    for path in sorted(site.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        if 'lang="zh-CN"' not in html[:300]:
            continue
        chinese += 1
        around = _Around()
        around.feed(html)
        assert not around.words & furniture, path.name
        prose = re.sub(r"<pre.*?</pre>", "", html, flags=re.DOTALL)
        assert not re.search(r"[\u4e00-\u9fff]。\n[\u4e00-\u9fff]", prose), path.name
    assert chinese > 20

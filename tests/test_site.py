"""The static site: every link leads to a file that is there, the same graph gives the same bytes, and nobody's files are lost."""

from __future__ import annotations

import csv
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

import fengong
from fengong.cli.main import run
from fengong.errors import Busy, FengongError, SiteInTheWay, UnwritableFile
from fengong.site import output
from fengong.site.write import write
from support import HEADER, ROOT, SICHUAN, Result, add_table, workspace

TEXT = HEADER + "1\t编制方案。\t民政厅牵头，省托育协会参加\n2\t公开信息，到2025年达到80%。\t各市（州）人民政府负责\n"
NASTY = HEADER + '1\t编制<script>alert(1)</script>{{ 7 * 7 }}"方案"。\t<b>&"协会</b>、民政厅负责\n'


DATA = {"application/json", "application/ld+json"}
"""Blocks of a page that are no scripts."""


class Links(HTMLParser):
    """The links and the anchors of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a tag refers to and what it is called."""
        values = {name: value or "" for name, value in attrs}
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values[name] for name in ("href", "src", "action") if name in values]
        self.inline += [name for name in values if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and "src" not in values and values.get("type") not in DATA):
            self.inline.append(tag)


@cache
def page(path: Path) -> Links:
    return Links(path.read_text(encoding="utf-8"))


def broken(root: Path) -> Iterator[str]:
    """Every link of every page that leads to no file, to no anchor, or out of the folder by a path."""
    for path in sorted(root.rglob("*.html")):
        for link in page(path).links:
            target, _, fragment = link.partition("#")
            if re.match(r"(https?|data):", target):
                continue
            where = (path.parent / unquote(target)).resolve() if target else path
            if target.startswith("/") or "?" in target or not where.is_relative_to(root) or not where.is_file():
                yield f"{path.relative_to(root)}: {link}"
            elif fragment and "=" not in fragment and unquote(fragment) not in page(where).ids:
                yield f"{path.relative_to(root)}: {link} (no such anchor)"
            elif fragment.startswith("char=") and unquote(fragment) not in page(where).ids:
                yield f"{path.relative_to(root)}: {link} (no such place in the text)"


def shared(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that is made once, however many processes run the tests."""
    base = factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (root / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        folder = root / name
        if not (folder / "public").exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the Sichuan table."""
    return shared(tmp_path_factory, "site", _sichuan) / "public"


def _sichuan(folder: Path) -> None:
    summary = write(fengong.open(ROOT), folder / "public")
    files = [each for each in (folder / "public").rglob("*") if each.is_file()]
    assert (summary.files, summary.size) == (len(files), sum(each.stat().st_size for each in files))
    pages = [each for lang in ("zh", "en") for each in (folder / "public" / lang).rglob("*.html")]
    assert summary.pages == len(pages)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The site of three small tables, one with names that are no names, and its workspace."""
    folder = shared(tmp_path_factory, "several", _several)
    return folder / "public", folder / "space"


def _several(folder: Path) -> None:
    space = workspace(folder / "space", text=TEXT)
    add_table(space, "second", TEXT.replace("编制方案", "制定办法"), jurisdiction="510300")
    add_table(space, "nasty", NASTY)
    assert run(["build", "--workspace", str(space)]) in {0, 1}
    write(fengong.open(space), folder / "public")


@pytest.mark.system
def test_every_link_leads_somewhere(site) -> None:
    """No link of any page leads to a file or an anchor that is not there."""
    assert list(broken(site)) == []


@pytest.mark.system
def test_every_link_leads_somewhere_with_several_tables(several) -> None:
    """The same where there are several tables, unlisted bodies and hostile names."""
    assert list(broken(several[0])) == []


@pytest.mark.system
def test_the_crawl_has_pages_to_look_at(site) -> None:
    """The crawl above is not over an empty folder."""
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 1000
    assert sum(len(page(each).links) for each in pages) > 50_000


@pytest.mark.parametrize("name", ["index", "about", "ns", "search", "questions", "sparql", "bodies", "rules", "shapes", f"id/{SICHUAN}"])
@pytest.mark.system
def test_has_the_pages_of_the_menu_in_both_languages(site, name: str) -> None:
    """What the menu leads to is there in Chinese and English, and each leads to the other."""
    for lang, other, mark in (("zh", "en", "zh-CN"), ("en", "zh", "en")):
        path = site / lang / f"{name}.html"
        assert f'<html lang="{mark}">' in path.read_text(encoding="utf-8")
        assert any((path.parent / link).resolve() == site / other / f"{name}.html" for link in page(path).links if ".html" in link)


@pytest.mark.parametrize("row", ["1", "12", "52"])
@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nt", "json"])
@pytest.mark.system
def test_has_the_data_of_a_task(site, row: str, suffix: str) -> None:
    """Tasks are there as data in every format, under the path of their IRI."""
    data = (site / "id" / SICHUAN / "task" / f"{row}.{suffix}").read_text(encoding="utf-8")
    assert f"task/{row}" in data
    if suffix.startswith("json"):
        json.loads(data)


@pytest.mark.system
def test_has_ledgers_answers_and_graphs(site) -> None:
    """What a server makes when it is asked is there: ledgers of bodies, answers to questions, graphs, descriptions."""
    names = {line.partition("  ")[2] for line in (site / output.SUMS).read_text(encoding="utf-8").splitlines()}
    assert {f"ledger/510000/civil-affairs.{lang}.{form}" for lang in ("zh", "en") for form in ("xlsx", "csv")} <= names
    graph = fengong.open(ROOT)
    for question in graph.questions.values():
        forms = ["json", "zh.csv", "en.csv", "zh.xlsx", "en.xlsx"] if question.columns else ["ttl"]
        assert {f"answer/{question.name}.{form}" for form in forms} <= names, question.name
    assert {f"graph/{name.replace('.', '/')}.{form}" for name in graph.dataset.names for form in ("nq", "ttl")} <= names
    assert {"void.ttl", ".well-known/void", "sparql-examples.ttl", "context.jsonld", "robots.txt", "404.html", "index.html"} <= names


@pytest.mark.system
def test_each_csv_has_its_metadata_beside_it(site) -> None:
    """Beside a CSV lie its CSVW metadata, which name that file and its columns in their order."""
    found = sorted(site.rglob("*.csv"))
    assert len(found) > 100
    for path in found:
        told = json.loads(path.with_name(path.name + "-metadata.json").read_bytes())
        assert told["url"] == path.name
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert [column["titles"]["und"] for column in told["tableSchema"]["columns"]] == next(csv.reader(file)), path


@pytest.mark.system
def test_graphs_are_those_of_the_manifest(site) -> None:
    """The N-Quads of a graph have the hash that the manifest, and the page on the data, give them."""
    graph = fengong.open(ROOT)
    for name in graph.dataset.names:
        data = (site / "graph" / f"{name.replace('.', '/')}.nq").read_bytes()
        assert hashlib.sha256(data).hexdigest() == graph.dataset.sha256(name)


@pytest.mark.system
def test_has_the_page_and_the_data_of_every_task_and_body(site) -> None:
    """No task and no body is left out, in pages or in data."""
    graph = fengong.open(ROOT)
    tasks = {f"https://w3id.org/fengong/id/{SICHUAN}/task/{number}" for number in range(1, 53)}
    bodies = {str(row["body"]) for row in graph.ask("workload")}
    for iri in tasks | bodies:
        path = iri.removeprefix("https://w3id.org/fengong/")
        for name in (f"zh/{path}.html", f"en/{path}.html", f"{path}.ttl", f"{path}.json"):
            assert (site / name).is_file(), name


@pytest.mark.system
def test_two_runs_give_the_same_bytes(several, tmp_path: Path) -> None:
    """The command in another process, with other hashes of strings, gives the same files to the byte, and says how much it wrote."""
    public, space = several
    command = [sys.executable, "-m", "fengong", "site", "public", "--workspace", str(space), "--lang", "en"]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": "7"}, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert re.search(r"[\d,]+ pages written, [\d,]+ files in all, [\d.]+ MB: public", done.stderr)
    assert (tmp_path / "public" / output.SUMS).read_text() == (public / output.SUMS).read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


@pytest.mark.system
def test_sums_are_those_of_the_files(several) -> None:
    """SHA256SUMS lists every file with its hash."""
    lines = (several[0] / output.SUMS).read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    files = {str(path.relative_to(several[0])): path for path in several[0].rglob("*") if path.is_file() and path.name != output.SUMS}
    assert listed == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


@pytest.mark.system
def test_names_of_files_fit_every_file_system(site) -> None:
    """Names are plain ASCII, and no two differ by case alone: a USB stick does not tell them apart."""
    names = [line.partition("  ")[2] for line in (site / output.SUMS).read_text(encoding="utf-8").splitlines()]
    assert all(re.fullmatch(r"[A-Za-z0-9/._%~-]+", name) for name in names)
    assert len({name.casefold() for name in names}) == len(names)


@pytest.mark.system
def test_nothing_needs_a_server(several) -> None:
    """No page has an inline script or style, and none fetches: it works from a folder."""
    for path in several[0].rglob("*.html"):
        if "ledger" not in path.parts:  # a document to be taken away, with its style in it
            assert page(path).inline == [], path
    for path in (several[0] / "assets").glob("*.js"):
        assert not re.search(r"fetch\(|XMLHttpRequest|^\s*(import|export) ", path.read_text(encoding="utf-8"), re.MULTILINE), path


@pytest.mark.system
def test_nothing_names_this_machine(site) -> None:
    """No path of this machine and no day but those of the graph stands in the site."""
    for path in site.rglob("*"):
        if path.is_file():
            assert str(ROOT).encode() not in path.read_bytes(), path


@pytest.mark.system
def test_hostile_names_stay_words(several) -> None:
    """What a source prints is never markup."""
    whole = "".join(path.read_text(encoding="utf-8") for path in several[0].rglob("*.html"))
    assert "&lt;script&gt;alert(1)" in whole
    assert "<script>alert" not in whole
    assert "&lt;/script&gt;{{ 7 * 7 }}" in whole
    assert "&lt;/script&gt;49" not in whole


@pytest.mark.system
def test_search_data_holds_every_entry(site) -> None:
    """The rows for the search in the browser are those of the index, each with a page that is there."""
    script = (site / "assets" / "search-data.zh.js").read_text(encoding="utf-8")
    rows = json.loads(script.removeprefix("window.fengongSearch=").removesuffix(";\n"))
    assert {row[0] for row in rows} >= {"body", "task", "place", "question", "topic", "role", "term", "table"}
    assert [row[3] for row in rows if row[2] == "id/body/510000/civil-affairs"] == ["四川省民政厅"]
    for row in rows:
        assert (site / "zh" / row[1].partition("#")[0]).is_file(), row[1]


# --- the folder


def test_refuses_a_folder_of_others(tmp_path: Path) -> None:
    """A folder with files that no site is is left as it is."""
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SiteInTheWay), output.replacing(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_keeps_what_is_not_ours(tmp_path: Path) -> None:
    """A file of the publisher's at the top of a site outlives its replacement; our old files go."""
    target = tmp_path / "public"
    with output.replacing(target) as first:
        first.put("old/page.html", b"old")
    (target / "CNAME").write_text("example.org")
    with output.replacing(target) as second:
        second.put("new.html", b"new")
    assert sorted(path.name for path in target.iterdir()) == ["CNAME", output.SUMS, "new.html"]
    assert (target / "CNAME").read_text() == "example.org"


def test_leaves_the_old_site_where_a_run_fails(tmp_path: Path) -> None:
    """A run that fails changes nothing and leaves nothing."""
    target = tmp_path / "public"
    with output.replacing(target) as first:
        first.put("page.html", b"old")
    with pytest.raises(RuntimeError), output.replacing(target) as second:  # noqa: PT012 - the failure is what is tested
        second.put("page.html", b"new")
        message = "power"
        raise RuntimeError(message)
    assert (target / "page.html").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_mends_what_a_killed_run_left(tmp_path: Path) -> None:
    """Between its two renames a run may be killed: the next one puts the old site back, and then replaces it."""
    target = tmp_path / "public"
    with output.replacing(target) as first:
        first.put("page.html", b"old")
    (target / "CNAME").write_text("example.org")
    target.rename(tmp_path / ".public-old")
    (tmp_path / ".public-new").mkdir()
    (tmp_path / ".public-new" / "half.html").write_text("half")
    with output.replacing(target) as second:
        second.put("page.html", b"new")
    assert sorted(path.name for path in target.iterdir()) == ["CNAME", output.SUMS, "page.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_two_runs_at_once_do_not_mix(tmp_path: Path) -> None:
    """A second run into the same folder is refused while the first is at work."""
    with output.replacing(tmp_path / "public") as first:
        first.put("page.html", b"first")
        with pytest.raises(Busy), output.replacing(tmp_path / "public"):
            pass
    assert (tmp_path / "public" / "page.html").read_bytes() == b"first"


def test_says_where_it_cannot_write(tmp_path: Path) -> None:
    """A folder below a file cannot be made, and the error says so."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(UnwritableFile) as told, output.replacing(tmp_path / "file" / "public"):
        pass
    assert str(tmp_path) in told.value.said("en")


# --- the command


def test_command_refuses_and_exits_with_1(fengong: Callable[..., Result], tmp_path: Path) -> None:
    """A folder of others: exit 1, and a sentence with the remedy."""
    (tmp_path / "mine.txt").write_text("mine")
    done = fengong("site", str(tmp_path), "--workspace", str(ROOT), "--lang", "zh")
    assert done.code == 1
    assert "不是 fengong site 写出的" in done.err
    assert issubclass(SiteInTheWay, FengongError)


# --- in a browser


@pytest.mark.system
@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("zh/search.html#q=mzt", "四川省民政厅"),
        ("en/search.html?q=zigong", "Zigong Municipal People's Government"),
        ("en/question/led-by.html#body=510000/civil-affairs", ">11 rows<"),
        ("en/question/led-by.html?body=510000/civil-affairs&reading=printed", ">8 rows<"),
        ("zh/sparql.html#query=ASK%20%7B%7D", "ASK {}"),
        ("index.html", "<title>Fengong: who must do what</title>"),
    ],
)
def test_works_from_a_folder(site, tmp_path: Path, address: str, wanted: str) -> None:
    """Opened from the folder in Chromium, search, filters and the way in do their work."""
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--lang=en"]
    arguments += [f"--user-data-dir={tmp_path}", "--virtual-time-budget=8000", "--dump-dom"]
    done = subprocess.run(
        ["/usr/bin/chromium", *arguments, f"file://{site}/{address}"], check=True, capture_output=True, text=True, timeout=120
    )
    assert wanted in re.sub(r"</?(mark|b|span)[^>]*>", "", done.stdout)

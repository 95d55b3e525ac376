"""The documentation as a reader has it: installed from a clone by the tutorial's own lines, and the site in a browser."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

import blocks
import shell
from support import ROOT
from system import browser, server

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository as a clone has it, installed into an environment of its own by the first block of the tutorial."""
    folder = tmp_path_factory.mktemp("reader") / "clone"
    ignored = shutil.ignore_patterns(".git", ".venv", "node_modules", "dist", "build", ".*_cache", "__pycache__")
    shutil.copytree(ROOT, folder, ignore=ignored)
    install = blocks.named("docs/tutorial.md", "install")
    assert install.splitlines()[-1] == "pip install ."
    done = shell.ran(f"{install}\nfengong ask led-by --body 民政厅 --format csv", folder)
    assert done.returncode == 0, done.stdout
    assert sum(",民政厅,民政厅牵头," in line for line in done.stdout.splitlines()) == 4
    return folder


PRINTED = {"README.md": "led-by", "docs/index.md": "民政厅牵头"}


@pytest.mark.parametrize(("page", "name"), [("README.md", "install"), ("docs/index.md", "install")])
def test_blocks_of_installing_run_in_a_clone(clone: Path, page: str, name: str) -> None:
    """In the environment that the tutorial makes, the lines of the README and of the index install and answer as they stand."""
    done = shell.ran(f". .venv/bin/activate\n{blocks.named(page, name)}", clone)
    assert done.returncode == 0, done.stdout
    assert PRINTED[page] in done.stdout


SERVED = [("README.md", "serve"), ("docs/tutorial.md", "serve"), ("docs/operations.md", "start"), ("docs/operations.md", "open")]


@pytest.mark.parametrize(("page", "name"), SERVED)
def test_servers_of_the_pages_start(tmp_path: Path, page: str, name: str) -> None:
    """Each line that starts a server starts one, on a free port, in a folder with the workspace of the tutorial; it serves its host."""
    made = shell.ran(f"fengong init my-tables --table {ROOT}/docs/example/table.txt --id community --jurisdiction 510000", tmp_path)
    assert made.returncode == 0, made.stdout
    shell.ran("fengong build --workspace my-tables", tmp_path)  # a row of the example cannot be read, so it says 1
    lines = [shlex.split(line, comments=True) for line in blocks.named(page, name).splitlines()]
    assert lines
    for line in lines:
        assert line[:2] == ["fengong", "serve"]
        hosts = line[line.index("--allow-host") + 1 : line.index("--allow-host") + 2] if "--allow-host" in line else []
        with server.serving(tmp_path, *line[2:], cwd=tmp_path) as running:
            for host in (*hosts, "localhost"):
                request = urllib.request.Request(f"{running.url}/zh/", headers={"Host": host})  # noqa: S310 - our own server
                with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310 - the same
                    page_of_it = reply.read().decode()
            own = "my-tables" in line
            assert ("社区食堂" in page_of_it or "community" in page_of_it) == own


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    subprocess.run([sys.executable, ROOT / "docs" / "make_site.py", "--draft", folder], check=True)
    return folder


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.webdriver.Chrome]:
    """A browser that reads the site from its folder."""
    driver = browser.start(tmp_path_factory.mktemp("profile"), lang="zh", scripts=True)
    yield driver
    driver.quit()


@pytest.mark.parametrize("size", browser.SIZES)
@pytest.mark.parametrize("page", ["index", "index.zh", "tutorial", "tutorial.zh", "commands", "questions.zh", "errors", "model"])
def test_page_fits_its_window(site: Path, reader: browser.webdriver.Chrome, page: str, size: str) -> None:
    """A page has its heading, is no wider than its window, and logs nothing."""
    width, height = browser.SIZES[size]
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == "narrow"}
    reader.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    reader.get((site / f"{page}.html").as_uri())
    assert reader.find_element(By.TAG_NAME, "h1").text
    assert reader.execute_script("return document.documentElement.scrollWidth") <= width
    assert [entry for entry in reader.get_log("browser") if entry["level"] == "SEVERE"] == []


@pytest.mark.parametrize(
    ("words", "page"), [("民政厅牵头", "tutorial.zh.html"), ("加入一个单位", "add-a-body"), ("quotations", "model.html")]
)
def test_search_finds_both_languages(site: Path, reader: browser.webdriver.Chrome, words: str, page: str) -> None:
    """Chinese words in the middle of a sentence and English words in another form lead to their page; nonsense leads nowhere."""
    reader.get(f"{(site / 'search.html').as_uri()}?q={quote(words)}")
    links = "#search-results li a"
    WebDriverWait(reader, 20).until(lambda driver: driver.find_elements(By.CSS_SELECTOR, links))
    WebDriverWait(reader, 20).until(
        lambda driver: any(page in (link.get_attribute("href") or "") for link in driver.find_elements(By.CSS_SELECTOR, links))
    )
    reader.get(f"{(site / 'search.html').as_uri()}?q={quote('魑魅魍魉')}")
    WebDriverWait(reader, 20).until(lambda driver: "did not match" in driver.find_element(By.ID, "search-results").text)

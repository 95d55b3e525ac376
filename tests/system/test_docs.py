"""The documentation as a reader has it: installed from a clone by the tutorial's own lines, and the site in a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from support import ROOT

from . import browser

sys.path.insert(0, str(ROOT / "docs"))

import blocks

pytestmark = pytest.mark.system


def test_tutorial_installs_from_a_clone(tmp_path: Path) -> None:
    """The first block of the tutorial, run as it stands in a copy of the repository, gives a `fengong` that answers."""
    clone = tmp_path / "clone"
    ignored = shutil.ignore_patterns(".git", ".venv", "node_modules", "dist", "build", ".*_cache", "__pycache__")
    shutil.copytree(ROOT, clone, ignore=ignored)
    found = blocks.fences((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8"))
    install = next(body for info, body in found if info == "sh")
    assert install.splitlines()[-1] == "pip install ."
    script = f"set -e\nexport PATH={Path(sys.executable).parent}:$PATH\n{install}\nfengong ask led-by --body 民政厅 --format csv\n"
    done = subprocess.run(
        ["/bin/bash", "-c", script], cwd=clone, check=False, capture_output=True, text=True, env=os.environ | {"LC_ALL": "C.UTF-8"}
    )
    assert done.returncode == 0, done.stderr
    assert sum(",民政厅,民政厅牵头," in line for line in done.stdout.splitlines()) == 4


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

"""The server and the browsers that the system tests share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from system import browser as chromium
from system.browser import Browser
from system.server import Server, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that do not harm it."""
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: $FENGONG_SCREENSHOTS, else a temporary folder."""
    named = os.environ.get("FENGONG_SCREENSHOTS")
    return Path(named) if named else tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="session")
def browsers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, bool], webdriver.Chrome]]:
    """One Chromium for each language, with scripts and without, started when first needed."""
    running: dict[tuple[str, bool], webdriver.Chrome] = {}

    def get(lang: str, scripts: bool) -> webdriver.Chrome:  # noqa: FBT001 - a key
        if (lang, scripts) not in running:
            running[lang, scripts] = chromium.start(tmp_path_factory.mktemp("profile"), lang=lang, scripts=scripts)
        return running[lang, scripts]

    yield get
    for driver in running.values():
        driver.quit()


@pytest.fixture
def open_browser(server, browsers, pictures) -> Callable[..., Browser]:
    """A browser with an empty jar of cookies at the server."""

    def get(lang: str, *, size: str = "wide", theme: str = "light", scripts: bool = True) -> Browser:
        driver = browsers(lang, scripts)
        driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        driver.get("about:blank")
        found = Browser(driver, server.url, lang, scripts, pictures)
        found.see(size, theme)
        found.complaints()
        found.requested()
        return found

    return get

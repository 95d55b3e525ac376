"""A real Chromium, as a reader has it: a language, a width, a theme, scripts on or off, and all that it logs."""

from __future__ import annotations

import base64
import json
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from support import ROOT

CHROMIUM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
WIDE, NARROW = (1280, 900), (390, 844)
SIZES = {"wide": WIDE, "narrow": NARROW}
LANGUAGES = {"zh": "zh-CN,zh", "en": "en-GB,en"}
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_AXE = ROOT / "tests" / "system" / "node_modules" / "axe-core" / "axe.min.js"
_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --disable-dev-shm-usage --disable-search-engine-choice-screen --hide-scrollbars about:blank"
).split()


def gone(element: WebElement) -> bool:
    """Whether an element belongs to a page that was left.

    While the page is being replaced, chromedriver says so in words of the inspector instead of its own error.
    """
    try:
        element.is_enabled()
    except StaleElementReferenceException:
        return True
    except WebDriverException as error:
        if "does not belong to the document" in str(error.msg):
            return True
        raise
    return False


def start(profile: Path, *, lang: str, scripts: bool) -> webdriver.Chrome:
    """A Chromium of its own, with an empty profile, that asks for pages in ``lang`` and runs scripts or not."""
    for needed in (CHROMIUM, DRIVER):
        assert shutil.which(needed), f"{needed} is missing: apt-get install chromium chromium-driver"
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*_FLAGS, f"--user-data-dir={profile}", f"--accept-lang={LANGUAGES[lang]}"):
        options.add_argument(flag)
    preferences: dict[str, object] = {"intl.accept_languages": LANGUAGES[lang]}
    if not scripts:
        preferences["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", preferences)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_page_load_timeout(60)
    return driver


@cache
def axe() -> str:
    """The source of axe-core."""
    assert _AXE.is_file(), "axe-core is missing: run `npm ci` in tests/system, or make test-system"
    return _AXE.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Browser:
    """What a test does with Chromium, in a reader's words."""

    driver: webdriver.Chrome
    base: str
    lang: str
    scripts: bool
    pictures: Path

    def see(self, size: str = "wide", theme: str = "light", media: str = "screen") -> None:
        """Take another window, theme or medium."""
        width, height = SIZES[size]
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == "narrow"}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [{"name": "prefers-color-scheme", "value": theme}, {"name": "prefers-reduced-motion", "value": "reduce"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})

    def go(self, path: str) -> None:
        """Type an address; a path is one of the server's."""
        self.driver.get(self.base + path if path.startswith("/") else path)

    @property
    def path(self) -> str:
        """What the address bar shows, without the server."""
        return self.driver.current_url.removeprefix(self.base)

    @property
    def text(self) -> str:
        """All that can be read on the page."""
        return self.driver.find_element(By.TAG_NAME, "body").text

    def one(self, selector: str) -> WebElement:
        """The first element."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """All elements."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def follow(self, selector: str, words: str = "") -> None:
        """Follow the first visible link or press the first visible button that ``selector`` finds and whose words contain ``words``."""
        found = [each for each in self.all(selector) if each.is_displayed() and words in each.text]
        assert found, f"nothing on {self.path} fits {selector} with {words!r}"
        self.press(found[0])

    def leave(self, selector: str, words: str = "") -> None:
        """Follow or press what brings another page, and wait for it."""
        page = self.one("html")
        self.follow(selector, words)
        WebDriverWait(self.driver, 15).until(lambda _: gone(page), f"{selector} leads away from {self.path}")

    def press(self, element: WebElement) -> None:
        """Click it, once it stands in the middle of the window."""
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def write(self, selector: str, words: str) -> WebElement:
        """Write into a field in place of what it holds."""
        field = self.one(selector)
        field.clear()
        field.send_keys(words)
        return field

    def wait(self, selector: str, words: str = "", seconds: float = 15) -> WebElement:
        """The element, once it is there with the words."""
        fitting = lambda _: next((each for each in self.all(selector) if words in each.text), None)  # noqa: E731
        return WebDriverWait(self.driver, seconds).until(fitting, f"{selector} with {words!r} on {self.path}")

    def script(self, code: str, *arguments: object) -> Any:  # noqa: ANN401 - what a script returns
        """The value of a piece of script run by the driver, which works with scripts off too."""
        return self.driver.execute_script(code, *arguments)

    def violations(self, *, colours: bool = False) -> list[str]:
        """What axe-core finds wrong with the page, or with its colours alone: all that a theme can change."""
        self.script(axe())
        only = {"type": "rule", "values": ["color-contrast"]} if colours else {"type": "tag", "values": list(RULES)}
        code = "axe.run(document, {runOnly: arguments[0], resultTypes: ['violations']}).then(arguments[1])"
        found = self.driver.execute_async_script(code, only)["violations"]
        return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"][:3]]

    def complaints(self) -> list[str]:
        """What the console has said since it was last asked."""
        return [each["message"] for each in self.driver.get_log("browser") if each["level"] in {"SEVERE", "WARNING"}]

    def requested(self) -> list[str]:
        """The addresses asked since it was last asked; those of the browser itself are left out."""
        messages = [json.loads(each["message"])["message"] for each in self.driver.get_log("performance")]
        found = [each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"]
        return [url for url in found if not url.startswith(("chrome", "data:", "about:", "blob:", "devtools:"))]

    def picture(self, name: str) -> Path:
        """A picture of the whole page."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        height = min(self.script("return document.documentElement.scrollHeight"), 8000)
        width = self.script("return document.documentElement.clientWidth")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        path = self.pictures / f"{name}.png"
        path.write_bytes(base64.b64decode(shot["data"]))
        return path

"""Ten ways through the site, as its users go them: in Chinese and English, wide and narrow, with scripts and without."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
import rdflib
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select

from fengong import iris
from support import SICHUAN
from system import answers, wire
from system.browser import Browser

pytestmark = pytest.mark.system

TABLE = f"/id/{SICHUAN}"
CIVIL_AFFAIRS = "/id/body/510000/civil-affairs"
LED = [8, 9, 12, 13, 15, 19, 23, 40, 42, 46, 52]
LED_AS_PRINTED = 8
NAME = {"zh": "四川省民政厅", "en": "Sichuan Department of Civil Affairs"}
WAYS = [(lang, size, scripts) for lang in ("zh", "en") for size in ("wide", "narrow") for scripts in (True, False)]


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0]}-{way[1]}-{'scripts' if way[2] else 'none'}")
def way(request, open_browser, server) -> Iterator[Browser]:
    """A browser of each kind; after the journey nothing is in its console, and it has asked nobody else."""
    lang, size, scripts = request.param
    browser = open_browser(lang, size=size, scripts=scripts)
    yield browser
    assert browser.complaints() == []
    assert [each for each in browser.requested() if not each.startswith(server.url)] == []


def heading(browser: Browser) -> str:
    return browser.one("h1").text


def test_1_who_leads(way) -> None:
    """From the first page to a body, and there the tasks that it leads, with their printed words."""
    way.go("/")
    assert way.path == f"/{way.lang}/", "the language is that of the browser"
    way.leave(f"dl.bars a[href$='{CIVIL_AFFAIRS}']")
    assert heading(way) == NAME[way.lang]
    title = way.one("#own-lead")
    assert "11" in title.text
    rows = way.script(
        "return [...document.querySelectorAll('#own-lead + .scroll tbody tr')]"
        ".map((row) => [row.cells[0].textContent.trim(), row.cells[2].textContent])"
    )
    assert [int(number) for number, _ in rows] == LED
    assert all("牵头" in words for _, words in rows)


def test_1_a_square_says_its_words_at_the_first_tap(open_browser) -> None:
    """On a screen that is touched, the first tap on a square of the matrix shows the words, the second follows the link."""
    browser = open_browser("en", size="narrow", scripts=True)
    browser.go("/en/")
    square = browser.one(f".matrix td a[href$='{TABLE}/task/4']")
    browser.script("document.documentElement.style.scrollBehavior = 'auto'; arguments[0].scrollIntoView({block: 'center'})", square)
    browser.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})

    def tap() -> None:
        x, y = browser.script("const r = arguments[0].getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]", square)
        browser.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        browser.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    tap()
    browser.wait(".matrix-said", "各市（州）人民政府负责")
    assert browser.path == "/en/"
    tap()
    browser.wait("h1", "Task 4")
    assert browser.path == f"/en{TABLE}/task/4"
    browser.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})


@pytest.mark.parametrize("words", ["民政厅", "minzhengting", "mzt", "civil affairs", "510000/civil-affairs"])
def test_2_search(way, words) -> None:
    """By short form, pinyin, initials, English or code, the search at the head of any page leads to the body."""
    way.go(f"/{way.lang}/about")
    way.write("header input[name=q]", words)
    way.leave("header form button")
    way.wait("ol.hits li")
    assert parse_qs(urlsplit(way.path).query)["q"] == [words]
    found = [each.get_attribute("href") for each in way.all("ol.hits li:nth-child(-n+3) p.hit a")]
    assert any(each.endswith(CIVIL_AFFAIRS) for each in found), found
    way.leave(f"ol.hits a[href$='{CIVIL_AFFAIRS}']")
    assert heading(way) == NAME[way.lang]


def test_3_an_anomaly(way) -> None:
    """Task 12 says that a name is probably a misprint, and gives both readings, the ministry and the department."""
    way.go(f"/{way.lang}{TABLE}")
    way.leave(f"#tasks ~ .scroll a[href$='{TABLE}/task/12']")
    note = way.one("section.note[id^=anomaly-]")
    assert "民政部" in note.text
    targets = [each.get_attribute("href") for each in note.find_elements(By.CSS_SELECTOR, "dl.readings a")]
    assert [each.removeprefix(way.base) for each in targets] == [f"/{way.lang}/id/body/cn/civil-affairs", f"/{way.lang}{CIVIL_AFFAIRS}"]
    way.leave(f"section.note a[href$='{CIVIL_AFFAIRS}']")
    assert heading(way) == NAME[way.lang]


def rows_shown(browser: Browser) -> list[str]:
    return [each.text for each in browser.all("#rows tbody tr td:first-child")]


def test_4_a_question(way) -> None:
    """A form with names to pick from, an answer in rows, and an address that shows the same to somebody else."""
    way.go(f"/{way.lang}/questions")
    way.leave("a[href$='/question/led-by']")
    field = Select(way.one("#f-body"))
    assert not any("http" in each.text for each in field.options), "names, not IRIs"
    field.select_by_value(
        next(each.get_attribute("value") for each in field.options if each.get_attribute("value").endswith("510000/civil-affairs"))
    )
    way.leave("form.form button.primary")
    way.wait("#rows tbody tr")
    assert [int(each) for each in rows_shown(way)] == LED
    shared = way.path
    way.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    way.go("about:blank")
    way.go(shared)
    assert [int(each) for each in rows_shown(way)] == LED
    way.press(way.one("input[name=reading][value=printed]"))
    way.leave("form.form button.primary")
    way.wait("#rows tbody tr")
    assert "reading=printed" in way.path
    assert len(rows_shown(way)) == LED_AS_PRINTED
    if way.scripts:
        way.press(way.one("#rows th button"))
        numbers = [int(each) for each in rows_shown(way)]
        assert numbers == sorted(numbers)
        way.press(way.one("#rows th button"))
        assert [int(each) for each in rows_shown(way)] == sorted(numbers, reverse=True)


def downloaded(browser: Browser, link: WebElement, folder: Path) -> Path:
    """The file that following a link brings, in a folder of its own."""
    folder.mkdir()
    browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    browser.press(link)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = [each for each in folder.iterdir() if each.suffix in {".csv", ".json", ".xlsx"} and each.stat().st_size]
        if found:
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f"nothing was downloaded: {list(folder.iterdir())}")


def test_5_downloads(way, tmp_path) -> None:
    """An answer as CSV, as CSV for Excel, as JSON and as a workbook: each opens, and has the rows of the page."""
    way.go(f"/{way.lang}/question/led-by?body=510000/civil-affairs")
    shown = len(rows_shown(way))
    assert shown == len(LED)
    links = way.all("aside.formats a[download]")
    assert [urlsplit(each.get_attribute("href")).path.rpartition(".")[2] for each in links] == ["csv", "csv", "json", "xlsx"]
    plain, excel, as_json, workbook = (downloaded(way, each, tmp_path / str(place)) for place, each in enumerate(links))
    table = list(csv.reader(io.StringIO(plain.read_bytes().decode("utf-8"))))
    assert [int(row[0]) for row in table[1:]] == LED
    assert excel.read_bytes().startswith(b"\xef\xbb\xbf")
    assert excel.read_bytes().decode("utf-8-sig") == plain.read_bytes().decode("utf-8")
    found = json.loads(as_json.read_text(encoding="utf-8"))
    assert len(found if isinstance(found, list) else found["rows"]) == shown
    sheet = openpyxl.load_workbook(workbook).worksheets[0]
    numbers = [row[0] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert numbers == LED


def test_6_a_place(way) -> None:
    """What Zigong must do: 47 of the 52 tasks, through the collective of the prefectures' governments."""
    way.go(f"/{way.lang}/search?q=自贡")
    way.leave("ol.hits a[href$='/id/place/510300']")
    assert heading(way) == {"zh": "自贡市", "en": "Zigong"}[way.lang]
    assert "47 / 52" in way.one("dl.figures").text
    way.leave("#must ~ p a[href$='/id/collective/sichuan-prefecture-governments']")
    assert "21" in way.one("#members").text


def test_7_sparql(way) -> None:
    """An example of the catalogue, run: in the editor with scripts, in the plain form without."""
    way.go(f"/{way.lang}/sparql")
    way.leave("#examples a[href$='example=workload']")
    rows = answers.golden("workload")[0][1]
    if way.scripts:
        way.wait("#editor .CodeMirror-code", "SELECT")
        way.follow("#run")
        way.wait("#results .summary", str(len(rows)))
        assert len(way.all("#results tbody tr")) == len(rows)
        assert way.one("#results tbody td").text.startswith(rows[0][0])
        way.follow("#results button[value=raw]")
        assert answers.rows(json.loads(way.one("#results pre").text)) == rows
    else:
        assert "SELECT" in way.one("#query").get_attribute("value")
        assert not way.one("#run").is_displayed()
        Select(way.one("#format")).select_by_value("json")
        way.leave("#download")
        assert answers.rows(json.loads(way.one("body").text)) == rows


def test_7_completion(open_browser) -> None:
    """What is typed is completed from the graph, by short IRI, by English or by Chinese label, and its prefix declared."""
    browser = open_browser("zh")
    browser.go("/zh/sparql?example=workload")
    browser.wait("#editor .CodeMirror-code", "SELECT")
    editor = "document.querySelector('.CodeMirror').CodeMirror"
    for typed, wanted in (
        ("fg:leadB", "fg:leadBody"),
        ("leadBo", "fg:leadBody"),
        ("牵头单", "fg:leadBody"),
        ("civil-aff", "function:civil-affairs"),
    ):
        browser.script(f"{editor}.setValue('SELECT * WHERE {{ ?task '); {editor}.focus(); {editor}.setCursor({editor}.lineCount(), 0)")
        browser.driver.switch_to.active_element.send_keys(typed)
        browser.wait(".CodeMirror-hint", wanted)
        browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
        written = browser.script(f"return {editor}.getValue()")
        prefix = wanted.partition(":")[0]
        assert written.startswith(f"PREFIX {prefix}: <{iris.PREFIXES[prefix]}>\n"), written
        assert written.endswith(f"?task {wanted}")
    assert browser.complaints() == []


def test_7_a_mistake_is_told(open_browser) -> None:
    """A line that cannot be read is marked; run all the same, the server's words are shown."""
    browser = open_browser("en")
    browser.go("/en/sparql?query=SELECT%20*%20WHERE%20%7B%20%3Fs%20%3F%3F%20%7D")
    assert "cannot be read" in browser.wait(".parseErrorIcon").get_attribute("title")
    browser.follow("#run")
    assert browser.wait("#results [role=alert]", "400")
    assert [each for each in browser.complaints() if "400" not in each] == []


def test_8_language_and_theme(way) -> None:
    """The switch shows the same page in the other language, and is remembered; the theme is the reader's."""
    other = {"zh": "en", "en": "zh"}[way.lang]
    way.go(f"/{way.lang}{CIVIL_AFFAIRS}")
    light = way.script("return getComputedStyle(document.documentElement).backgroundColor")
    way.leave("#language")
    assert way.path == f"/{other}{CIVIL_AFFAIRS}"
    assert heading(way) == NAME[other]
    way.go("/")
    assert way.path == f"/{other}/"
    way.go(CIVIL_AFFAIRS)
    assert way.path == f"/{other}{CIVIL_AFFAIRS}"
    way.see("wide", "dark")
    assert way.script("return getComputedStyle(document.documentElement).backgroundColor") != light
    way.leave("header nav a[href$='/questions']")
    assert way.script("return getComputedStyle(document.documentElement).backgroundColor") != light


def test_9_an_iri(way, server) -> None:
    """An IRI of ours, its host replaced by this one: a page for a browser, data for a program."""
    way.go(f"{TABLE}/task/12")
    assert way.path == f"/{way.lang}{TABLE}/task/12"
    assert way.one("#iri").text == iris.task(SICHUAN, "12")
    seen = wire.ask(f"{server.url}{TABLE}/task/12", headers={"Accept": "text/turtle"})
    assert seen.status == 303
    assert seen.headers["location"].endswith(f"{TABLE}/task/12.ttl")
    data = wire.ask(server.url + urlsplit(seen.headers["location"]).path)
    graph = rdflib.Graph().parse(data=data.text, format="turtle")
    assert (rdflib.URIRef(iris.task(SICHUAN, "12")), rdflib.RDF.type, rdflib.URIRef(iris.NS + "PolicyTask")) in graph


def test_10_ontology_citation_paper(way, server) -> None:
    """A term of the ontology at its IRI, how to cite a body, and what of it is printed."""
    way.go("/ns#leadBody")
    assert way.path == f"/{way.lang}/ns#leadBody"
    term = way.one("#leadBody")
    assert {"zh": "牵头单位", "en": "lead body"}[way.lang] in term.text
    assert way.script("return document.getElementById('leadBody').getBoundingClientRect().top") < way.script("return window.innerHeight")
    way.go(f"/{way.lang}{CIVIL_AFFAIRS}")
    iri = iris.BASE + CIVIL_AFFAIRS.removeprefix("/")
    assert iri in way.one("#cite-gbt").text
    assert re.search(r"@\w+\{", way.one("#cite-bib").text)
    for each in way.all("section.cite a"):
        assert iri in wire.ask(each.get_attribute("href")).text
    if way.scripts:
        way.driver.execute_cdp_cmd(
            "Browser.grantPermissions", {"origin": server.url, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
        )
        way.follow("button.copy[data-copy='#cite-gbt']")
        way.wait("button.copy[data-copy='#cite-gbt']", {"zh": "已复制", "en": "Copied"}[way.lang])
        copied = way.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
        assert copied == way.one("#cite-gbt").text.strip()
    heads = {each.text for each in way.all("main th") if each.is_displayed()}
    way.see(media="print")
    assert not any(each.is_displayed() for each in way.all("header nav, form, .pager, .copy"))
    assert heads <= {each.text for each in way.all("main th") if each.is_displayed()}
    way.picture(f"print.{way.lang}")

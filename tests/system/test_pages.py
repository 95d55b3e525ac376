"""Every page in a real browser: it can be reached, read by anyone, fits its window, asks nobody else, and complains of nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from support import SICHUAN
from system import wire
from system.server import Server

pytestmark = pytest.mark.system

LANGS = ("zh", "en")
TABLE = f"/id/{SICHUAN}"
KINDS = {
    "overview": "/",
    "table": TABLE,
    "task": f"{TABLE}/task/12",
    "task-with-targets": f"{TABLE}/task/2",
    "text": f"{TABLE}/text",
    "bodies": "/bodies",
    "body": "/id/body/510000/civil-affairs",
    "body-without-lead": "/id/body/510000/womens-federation",
    "collective": "/id/collective/sichuan-prefecture-governments",
    "place": "/id/place/510300",
    "role": "/role/lead",
    "function": "/function/civil-affairs",
    "topic": "/topic/tax-and-price",
    "clause": f"{TABLE}/task/12/clause/1",
    "responsibility": f"{TABLE}/task/12/resp/1",
    "measure": f"{TABLE}/task/12/measure/1",
    "anomaly": f"{TABLE}/anomaly/1492-1495",
    "ontology": "/ns",
    "questions": "/questions",
    "question": "/question/led-by?body=510000/civil-affairs",
    "question-with-chart": "/question/workload",
    "search": "/search?q=%E6%B0%91%E6%94%BF%E5%8E%85",
    "search-for-nothing": "/search?q=zzzz",
    "sparql": "/sparql",
    "sparql-example": "/sparql?example=workload",
    "about": "/about",
    "missing": "/id/nothing",
}
"""One page of each kind, by its path without the language."""

HEAVIEST = 150_000
"""Bytes of one page's HTML, uncompressed; style, scripts and the editor are files of their own, kept by the browser."""

SLOWEST = 0.1
"""Seconds of one request for a page, the best of three."""

MOST_PAGES = 6000

MOST_ALIKE = 8
"""Links to data that differ in their numbers only, such as those of the 279 responsibilities, of which so many are followed."""


@dataclass
class Links(HTMLParser):
    """The links and anchors of one page."""

    anchors: set[str] = field(default_factory=set)
    links: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note ids, and whatever leads elsewhere: (tag, address, rel)."""
        found = dict(attrs)
        if found.get("id"):
            self.anchors.add(str(found["id"]))
        for name in ("href", "src", "action"):
            if found.get(name):
                self.links.append((tag, str(found[name]), str(found.get("rel") or "")))


@dataclass
class Crawl:
    """What was found by following every link from the first page of one language."""

    pages: dict[str, wire.Answer] = field(default_factory=dict)
    anchors: dict[str, set[str]] = field(default_factory=dict)
    others: dict[str, tuple[str, str]] = field(default_factory=dict)
    jumps: set[tuple[str, str, str]] = field(default_factory=set)
    outward: set[tuple[str, str, str]] = field(default_factory=set)


@cache
def crawl(url: str, lang: str) -> Crawl:
    """Follow every link of every page of a language; addresses that are no page of that language are noted with whence."""
    found, waiting, known = Crawl(), deque([f"/{lang}/"]), {f"/{lang}/"}
    with ThreadPoolExecutor(4) as pool:
        while waiting and len(found.pages) < MOST_PAGES:
            batch = [waiting.popleft() for _ in range(min(len(waiting), 64))]
            for path, answer in zip(batch, pool.map(lambda each: wire.ask(url + each), batch), strict=True):
                found.pages[path] = answer
                for target in _noted(found, url, lang, path, answer):
                    if target not in known:
                        known.add(target)
                        waiting.append(target)
    return found


def _noted(found: Crawl, url: str, lang: str, path: str, answer: wire.Answer) -> Iterator[str]:
    """Note what a page links to; the pages of the same language among it."""
    if "html" not in answer.headers.get("content-type", ""):
        return
    parser = Links()
    parser.feed(answer.text)
    found.anchors[path] = parser.anchors
    for tag, address, rel in parser.links:
        whole = urlsplit(urljoin(url + path, address))
        if f"{whole.scheme}://{whole.netloc}" != url:
            found.outward.add((path, address, rel if tag == "a" else f"<{tag}>"))
            continue
        target = whole.path + (f"?{whole.query}" if whole.query else "")
        if whole.fragment:
            found.jumps.add((path, target, whole.fragment))
        if tag == "form":
            continue
        if whole.path.startswith(f"/{lang}/") and tag == "a":
            yield target
        else:
            found.others.setdefault(target, (path, rel))


def test_kinds_are_there(server) -> None:
    """The list of kinds names pages that exist: each answers 200, the last one 404."""
    found = {kind: wire.ask(f"{server.url}/zh{path}").status for kind, path in KINDS.items()}
    assert found == {kind: 404 if kind == "missing" else 200 for kind in KINDS}


@pytest.mark.parametrize("lang", LANGS)
def test_no_link_is_dead(server, lang) -> None:
    """From the first page every page is reached, and each is there."""
    found = crawl(server.url, lang)
    assert len(found.pages) < MOST_PAGES, "more pages than are meant"
    tasks = {path for path in found.pages if re.fullmatch(rf"/{lang}{TABLE}/task/\d+", path)}
    assert len(tasks) == 52
    assert len({path for path in found.pages if path.startswith(f"/{lang}/id/body/")}) >= 37
    assert len({path for path in found.pages if path.startswith(f"/{lang}/id/place/")}) >= 21
    assert {unquote(path): answer.status for path, answer in found.pages.items() if answer.status != 200} == {}


@pytest.mark.parametrize("lang", LANGS)
def test_data_links_answer(server, lang) -> None:
    """Whatever else a page links to on this server, data, downloads, files of the design and the other language, is there."""
    found = crawl(server.url, lang)
    shapes: Counter[str] = Counter()
    chosen = [
        each for each in found.others if not shapes.update([re.sub(r"\d+", "#", each)]) and shapes[re.sub(r"\d+", "#", each)] <= MOST_ALIKE
    ]
    with ThreadPoolExecutor(4) as pool:
        statuses = dict(zip(chosen, pool.map(lambda each: wire.ask(server.url + each, method="HEAD").status, chosen), strict=True))
    wrong = {unquote(target): (status, found.others[target][0]) for target, status in statuses.items() if status not in {200, 303}}
    assert wrong == {}
    assert any(target.endswith(".ttl") for target in statuses)


@pytest.mark.parametrize("lang", LANGS)
def test_anchors_exist(server, lang) -> None:
    """A link into a page leads to something on it; `#char=` is a place in a text (RFC 5147), which is data's to resolve."""
    found = crawl(server.url, lang)
    jumps = {each for each in found.jumps if each[1] in found.anchors and not each[2].startswith("char=")}
    assert {each for each in jumps if unquote(each[2]) not in found.anchors[each[1]]} == set()


@pytest.mark.parametrize("lang", LANGS)
def test_outward_links_are_marked(server, lang) -> None:
    """A link to another site says so, and nothing but a link names one."""
    outward = crawl(server.url, lang).outward
    assert {each for each in outward if not {"external", "noopener", "license", "canonical"} & set(each[2].split())} - _canonical(
        outward
    ) == set()


def _canonical(outward: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """The stable IRIs that pages name as their own, in `<link rel="canonical">`: nobody follows them."""
    return {each for each in outward if each[2] == "<link>" and each[1].startswith("https://w3id.org/fengong/")}


@pytest.mark.parametrize("lang", LANGS)
def test_pages_are_light(server, lang) -> None:
    """No page's HTML is heavier than was promised."""
    weights = {path: len(answer.body) for path, answer in crawl(server.url, lang).pages.items()}
    print(
        f"\nheaviest pages ({lang}): " + ", ".join(f"{unquote(each)} {weights[each]:,}" for each in sorted(weights, key=weights.get)[-3:])
    )  # type: ignore[arg-type]
    assert {unquote(path): weight for path, weight in weights.items() if weight > HEAVIEST} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_quick(server, kind) -> None:
    """A page is made within the time that was promised, though the server has not kept it: each request differs."""
    path = f"{server.url}/en{KINDS[kind]}"
    took = []
    for attempt in range(3):
        answer, seconds = _timed(f"{path}{'&' if '?' in path else '?'}attempt={attempt}")
        assert answer.status in {200, 404}
        took.append(seconds)
    assert min(took) <= SLOWEST


def _timed(url: str) -> tuple[wire.Answer, float]:
    began = time.perf_counter()
    answer = wire.ask(url)
    return answer, time.perf_counter() - began


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_in_a_browser(kind, lang, open_browser, server) -> None:
    """Wide and narrow, light and dark: axe-core finds nothing, nothing is too wide, nobody else is asked, nothing complains."""
    wrong: list[str] = []
    for size in ("wide", "narrow"):
        browser = open_browser(lang, size=size)
        for theme in ("light", "dark"):
            browser.see(size, theme)
            browser.go(f"/{lang}{KINDS[kind]}")
            wrong += [f"{size} {theme} axe {each}" for each in browser.violations(colours=theme == "dark")]
            wrong += [f"{size} {theme} {each}" for each in _overflow(browser, size)]
            wrong += [f"{size} {theme} console {each}" for each in browser.complaints() if not (kind == "missing" and "404" in each)]
            browser.picture(f"{kind}.{lang}.{size}.{theme}")
        wrong += [f"{size} asked {each}" for each in browser.requested() if not each.startswith(server.url)]
    assert wrong == []


def _overflow(browser, size: str) -> list[str]:
    """The widest things that make the page wider than its window, if it is."""
    width = {"wide": 1280, "narrow": 390}[size]
    found = browser.script("const root = document.scrollingElement; return [root.scrollWidth, root.clientWidth, window.innerWidth]")
    if found[0] <= found[1] and max(found) <= width:
        return []
    code = """
        const found = [];
        for (const each of document.body.querySelectorAll('*')) {
          const box = each.getBoundingClientRect();
          if (box.right > arguments[0] + 1 && box.width) found.push(each.tagName + '.' + each.className + ' ' + Math.round(box.right));
        }
        return found.slice(0, 4);"""
    return [f"overflow {found} {browser.script(code, width)}"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_tofu(kind, lang, open_browser) -> None:
    """Each character on a page is drawn: some font has it, and its picture is not that of a character that no font has."""
    browser = open_browser(lang)
    browser.go(f"/{lang}{KINDS[kind]}")
    characters = "".join(sorted(set(browser.script(READABLE)) - set(" \n\t\r\u00a0\u00ad\u200b\u2060")))
    assert len(characters) > 60
    covered = _covered()
    assert "".join(each for each in characters if ord(each) not in covered) == ""
    assert browser.script(TOFU, characters) == ""


READABLE = """
    const words = [document.title, document.body.innerText];
    for (const each of document.querySelectorAll('[title], [placeholder], [alt], [aria-label], option'))
      words.push(each.title, each.placeholder || '', each.alt || '', each.getAttribute('aria-label') || '', each.textContent);
    return words.join('');"""

TOFU = """
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 32;
    const pen = canvas.getContext('2d', {willReadFrequently: true});
    pen.font = '20px ' + getComputedStyle(document.body).fontFamily;
    const drawn = (text) => {
      pen.clearRect(0, 0, 32, 32);
      pen.fillText(text, 2, 24);
      return pen.getImageData(0, 0, 32, 32).data.join();
    };
    const missing = new Set(['\\u0378', '\\u{10fffe}', '\\u{e0fff}'].map(drawn));
    return [...arguments[0]].filter((each) => missing.has(drawn(each))).join('');"""


@cache
def _covered() -> frozenset[int]:
    """The characters that some installed font has."""
    lister = shutil.which("fc-list")
    assert lister, "fontconfig is missing"
    done = subprocess.run([lister, "--format", "%{charset}\n"], capture_output=True, text=True, check=True)
    found: set[int] = set()
    for each in set(done.stdout.split()):
        first, _, last = each.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def test_tofu_is_seen(open_browser) -> None:
    """The check for missing glyphs finds one where there is one."""
    browser = open_browser("zh")
    browser.go("/zh/about")
    assert browser.script(TOFU, "民\u0379A") == "\u0379"
    assert 0x0379 not in _covered()
    assert ord("民") in _covered()


def test_overflow_is_seen(open_browser) -> None:
    """The check for overflow finds what is too wide."""
    browser = open_browser("en", size="narrow")
    browser.go("/en/about")
    browser.script(
        "const wide = document.createElement('p'); wide.style.width = '900px'; wide.textContent = 'x'; document.body.append(wide)"
    )
    assert _overflow(browser, "narrow")


@pytest.mark.parametrize("kind", KINDS)
def test_pages_print(kind, open_browser) -> None:
    """On paper there is no menu, no form and no button; the words remain."""
    browser = open_browser("zh")
    browser.go(f"/zh{KINDS[kind]}")
    title, heads = browser.one("h1").text, [each.text for each in browser.all("main th") if each.is_displayed()]
    browser.see(media="print")
    shown = [each.tag_name for each in browser.all("header nav, form, :not(th) > button, .skip") if each.is_displayed()]
    assert shown == []
    assert browser.one("h1").text == title
    assert [each.text for each in browser.all("main th") if each.is_displayed()] == heads
    browser.see()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_pages_do_without_scripts(kind, lang, open_browser) -> None:
    """With scripts off the heading, the words and the forms are there, and nothing that only a script could serve is shown."""
    live, still = open_browser(lang), open_browser(lang, scripts=False)
    for browser in (live, still):
        browser.go(f"/{lang}{KINDS[kind]}")
    assert still.one("h1").text == live.one("h1").text
    assert len(still.text) > 0.8 * len(live.text) - 400
    for button in still.all("button"):
        assert not button.is_displayed() or (button.get_attribute("type") == "submit" and button.get_property("form")), button.text


@pytest.mark.parametrize("kind", KINDS)
def test_headings_and_landmarks(kind, server) -> None:
    """One main heading, one main part, a language, a title, and the other language one link away."""
    for lang, code in (("zh", "zh-CN"), ("en", "en")):
        text = wire.ask(f"{server.url}/{lang}{KINDS[kind]}").text
        assert f'<html lang="{code}"' in text
        assert len(re.findall(r"<h1[\s>]", text)) == 1
        assert len(re.findall(r"<main[\s>]", text)) == 1
        assert re.search(r"<title>[^<]{4,}</title>", text)
        assert "/language/" in text
        assert not re.search(r"\son[a-z]+=", text), "no inline handlers"
        assert not re.search(r"<[^>]*\sstyle=", text), "no inline style"
        assert not re.search(r"<script(?![^>]*(\ssrc=|type=\"application/))", text), "no inline scripts"


def test_every_page_forbids_what_it_does_not_need(server: Server) -> None:
    """The policy lets in nothing inline and nothing from elsewhere, on pages of every kind."""
    for path in KINDS.values():
        headers = wire.ask(f"{server.url}/zh{path}").headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "referrer-policy" in headers

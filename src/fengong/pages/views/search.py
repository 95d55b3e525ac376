"""The page of what a search finds."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from urllib.parse import urlencode

from fengong.ask.search import KINDS, Hit
from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.pages.facts.book import Book
from fengong.pages.page import Page
from fengong.web.message import Request

TITLE = Bilingual(zh="搜索", en="Search")
FOUND = Bilingual(zh="搜索：{words}", en="Search: {words}")
ABOUT = Bilingual(
    zh="按汉字、英文、拼音、首字母、代码或序号查找任务、单位和地方。",
    en="Find tasks, bodies and places by Chinese or English words, pinyin, initials, codes or numbers.",
)
EXAMPLES = ("民政厅", "mzt", "zigong", "510300", "第12项", "community", "托育")
PER_PAGE = 25
_SHOWN = 100
_NAMES = 4_000
_SUGGESTED = 5


def page(book: Book, request: Request, lang: Lang) -> Page:
    """What ``q`` finds, of one kind or all, in one table or all, a page at a time."""
    query = request.first("q").strip()[:_SHOWN]
    kind = kind if (kind := request.first("kind")) in KINDS else ""
    table = table if (table := request.first("table")) in book.table_ids else ""
    counts = {each: book.index.search(query, kinds=(each,), table=table or None, limit=0).total for each in KINDS} if query else {}
    total = counts[kind] if kind and query else sum(counts.values())
    last = max(1, -(-total // PER_PAGE))
    number = request.first("page", "1")
    at = min(int(number), last) if number.isascii() and number.isdecimal() and len(number) < 7 and int(number) else 1  # noqa: PLR2004
    found = book.index.search(query, kinds=(kind,) if kind else (), table=table or None, limit=PER_PAGE, offset=(at - 1) * PER_PAGE)
    chosen = {"q": query, "kind": kind, "table": table}
    values = {
        "find": printable(query),
        "query": query,
        "kind": kind,
        "table": table,
        "kinds": KINDS,
        "counts": counts,
        "everything": sum(counts.values()),
        "total": total,
        "hits": found.items if query else (),
        "at": at,
        "last": last,
        "start": (at - 1) * PER_PAGE,
        "tables": tuple(book.choices.known("table").values()),
        "names": book.names,
        "examples": EXAMPLES,
        "nearest": tuple(nearest(book, query, lang)) if query and not total else (),
        "address": lambda **changed: "/search?" + urlencode({k: v for k, v in {**chosen, **changed}.items() if v}),
    }
    title = Bilingual(zh=FOUND.zh.format(words=query), en=FOUND.en.format(words=query)) if query else TITLE
    return Page("search.html", title, values, ABOUT, section="search")


def nearest(book: Book, query: str, lang: Lang) -> Iterator[Hit]:
    """Things whose names are most like what was not found."""
    names: dict[str, str] = {}
    for entry in book.index.entries[:_NAMES]:
        if entry.kind not in {"task", "term"}:
            for name in (entry.label.said(lang), entry.label.zh, entry.label.en, *entry.others):
                names.setdefault(name.casefold(), entry.iri)
    close = difflib.get_close_matches(query.casefold(), list(names), n=3 * _SUGGESTED, cutoff=0.45)
    entries = {entry.iri: entry for entry in book.index.entries}
    for iri in list(dict.fromkeys(names[name] for name in close))[:_SUGGESTED]:
        entry = entries[iri]
        yield Hit(iri, entry.kind, entry.label, 0.0, (), entry.table)

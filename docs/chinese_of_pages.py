"""What surrounds a Chinese page of the documentation site in Chinese, and how lines of Chinese are joined.

The theme has no message catalogue, Sphinx' own knows few of its words, and some stand in its templates as plain English. So the words
are listed here once: those that pass through the templates' translation, and those that are mended in the page when it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docutils import nodes

WORDS: Mapping[str, str] = {
    "Search": "搜索",
    "Next": "下一页",
    "Previous": "上一页",
    "Home": "首页",
    "Back to top": "回到顶部",
    "Skip to content": "跳到正文",
    "On this page": "本页内容",
    "Made with ": "网页由 ",
    '<a href="https://github.com/pradyunsg/furo">Furo</a>': '<a href="https://github.com/pradyunsg/furo">Furo</a> 生成',
    "Error": "错误",
    "Please activate JavaScript to enable the search functionality.": "搜索需要 JavaScript，请先启用。",
}
"""What the templates translate."""

PLAIN: Mapping[str, str] = {
    'aria-label="Toggle site navigation sidebar"': 'aria-label="展开或收起网站导航"',
    'aria-label="Toggle table of contents sidebar"': 'aria-label="展开或收起本页目录"',
    'aria-label="Toggle Light / Dark / Auto color theme"': 'aria-label="切换浅色、深色或自动配色"',
    'aria-label="Toggle navigation of ': 'aria-label="展开或收起：',
    "<title>Contents</title>": "<title>目录</title>",
    "<title>Menu</title>": "<title>菜单</title>",
    "<title>Expand</title>": "<title>展开</title>",
    "<title>Light mode</title>": "<title>浅色</title>",
    "<title>Dark mode</title>": "<title>深色</title>",
    "<title>Auto light/dark, in light mode</title>": "<title>自动，现为浅色</title>",
    "<title>Auto light/dark, in dark mode</title>": "<title>自动，现为深色</title>",
    'title="Link to this heading"': 'title="本节的链接"',
    'title="Link to this code"': 'title="此段代码的链接"',
    'title="Link to this image"': 'title="此图的链接"',
    'title="Link to this table"': 'title="此表的链接"',
}
"""What the theme writes in English whatever the language of the page."""

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_STOPS = "\u3001-\u3011\uff01-\uff1f·—…"
_JOINS = re.compile(rf"[{_HAN}{_STOPS}”’]\n[{_HAN}{_STOPS}“‘]|[。；：！？，、]\n")


def chinese(words: str) -> str:
    """Words of a template in Chinese; such as nobody listed stay as they are.

    >>> chinese("Next"), chinese("Fengong")
    ('下一页', 'Fengong')
    """
    return WORDS.get(words.strip()) or WORDS.get(words) or words


def both(words: str) -> str:
    """Words of a template in both languages, for the page of the search, which is one for all.

    >>> both("Search"), both("Made with ")
    ('搜索 · Search', 'Made with ')
    """
    return words if chinese(words) == words or words.strip().startswith(("Made", "<a")) else f"{chinese(words)} · {words.strip()}"


def mended(html: str) -> str:
    """A page, in Chinese what the theme always writes in English; a page that is not Chinese is left alone.

    >>> mended('<html lang="zh-CN"><title>Menu</title>'), mended('<html lang="en"><title>Menu</title>')
    ('<html lang="zh-CN"><title>菜单</title>', '<html lang="en"><title>Menu</title>')
    """
    if re.search(r'<html[^>]* lang="zh-CN"', html):
        for english, words in PLAIN.items():
            html = html.replace(english, words)
    return html


def mend_pages(app: Any, failure: Exception | None) -> None:  # noqa: ANN401 - Sphinx's own class
    """Every page of a site that was built is written as `mended` has it."""
    for path in sorted(Path(app.outdir).rglob("*.html")) if failure is None else ():
        html = path.read_text(encoding="utf-8")
        if (better := mended(html)) != html:
            path.write_text(better, encoding="utf-8")


def joined(before: str, after: str) -> bool:
    """Whether a line that ends and one that begins so are read on without a space: between Chinese signs, and after a full stop.

    >>> joined("自己的表。", "手头有事"), joined("重读一致；", "SQLite"), joined("as printed.", "The next"), joined("格式", "RDF")
    (True, True, False, False)
    """
    return bool(_JOINS.search(f"{before[-1:]}\n{after[:1]}"))


def join_lines(app: Any, doctree: nodes.document) -> None:  # noqa: ANN401 - Sphinx's own class
    """The sentences of a Chinese paragraph, which stand on a line each in the source, follow each other without a space."""
    del app
    for block in doctree.findall(nodes.TextElement):
        if isinstance(block, nodes.FixedTextElement) or isinstance(block.parent, nodes.TextElement):
            continue
        texts = [text for text in block.findall(nodes.Text) if not isinstance(text.parent, nodes.literal | nodes.raw)]
        if any("\n" in text for text in texts):
            _join(block, texts)


def _join(block: nodes.TextElement, texts: list[nodes.Text]) -> None:
    whole, at = block.astext(), 0
    for text in texts:
        at = whole.index(text.astext(), at)
        signs = [
            sign
            for place, sign in enumerate(text.astext(), at)
            if sign != "\n" or not joined(whole[:place].rstrip(" "), whole[place + 1 :].lstrip(" "))
        ]
        at += len(text)
        if len(signs) != len(text):
            text.parent.replace(text, nodes.Text("".join(signs)))

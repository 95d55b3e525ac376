"""The words of the documentation site: how they are searched in Chinese and in English, and in which language each page is.

Sphinx searches Chinese only where jieba is installed, and then only by jieba's words: its page splits what a reader types at
spaces, so 民政厅牵头 finds nothing. Here the index and the reader's words are both cut into pairs of characters, which needs no dictionary.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import Any

from sphinx.search.en import SearchEnglish

from chinese_of_pages import both, chinese

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W{_HAN}]+")


class Words(SearchEnglish):
    """English words by their stems, and Chinese ones by pairs of characters, so that any words of the text can be found."""

    lang = "zh-en"
    language_name = "English"  # the name of the stemmer that the page loads
    js_splitter_code = f"""
var splitQuery = (query) =>
  (query.match(/[{_HAN}]+|(?:(?![{_HAN}])[\\p{{Letter}}\\p{{Number}}_])+/gu) || []).flatMap((run) => {{
    const signs = Array.from(run);
    if (!/^[{_HAN}]/.test(run) || signs.length < 2) return [run];
    return signs.slice(1).map((sign, i) => signs[i] + sign);
  }});
"""

    def split(self, input: str) -> list[str]:  # noqa: A002 - Sphinx's name
        """The words of a text: pairs of Chinese characters, each character alone, and all other words."""
        return [word for run in _RUN.findall(input) for word in _of(run)]

    def word_filter(self, stemmed_word: str) -> bool:
        """Whether a word is kept: numbers and the commonest English words are not."""
        return not stemmed_word.isdigit() and stemmed_word not in self.stopwords


def _of(run: str) -> Iterable[str]:
    if not re.match(f"[{_HAN}]", run):
        return [run]
    return [*run, *map("".join, itertools.pairwise(run))]


def language_of(page: str, title: str) -> str:
    """The language of a page: a `.zh` page, and one whose title begins in Chinese, is in Chinese.

    >>> language_of("tutorial.zh", "教程"), language_of("errors", "错误 · Errors"), language_of("tutorial", "Tutorial")
    ('zh-CN', 'zh-CN', 'en')
    """
    return "zh-CN" if page.endswith(".zh") or re.match(f"[{_HAN}]", title) else "en"


def in_its_language(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:  # noqa: ANN401 - Sphinx's
    """A Chinese page says so in its HTML and has the words around it in Chinese; the page of the search has them in both languages."""
    del app, template, doctree
    context["language"] = language_of(page, re.sub("<[^>]+>", "", context.get("title") or ""))
    translate = both if page == "search" else chinese if context["language"] == "zh-CN" else None
    if translate:
        context |= {"_": translate, "gettext": translate}

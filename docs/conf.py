"""How Sphinx builds the documentation site; `docs/make_site.py` stages the pages and calls it. Why so: `decisions/docs-site.md`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent)]

import chinese_of_pages  # noqa: E402 - its folder is put on the path above
import words_of_pages  # noqa: E402 - the same

project = "Fengong 分工"
author = "Fengong developers"
language = "en"
extensions = ["myst_parser"]
root_doc = "index"
source_suffix = {".md": "markdown"}
exclude_patterns = ["*.py", "example"]
myst_heading_anchors = 4
nitpicky = True
suppress_warnings = ["myst.header"]  # the headings of several languages do not always step down one by one

html_theme = "furo"
html_title = "Fengong 分工"
html_search_language = words_of_pages.Words.lang
html_static_path = ["site/site.css"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_use_index = False
html_domain_indices = False
html_permalinks_icon = "#"
pygments_style = "default"
_SANS = (
    '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
)
_MONO = 'ui-monospace, Menlo, Consolas, "Noto Sans Mono CJK SC", "Sarasa Mono SC", monospace'
html_theme_options: dict[str, Any] = {
    "light_css_variables": {"font-stack": _SANS, "font-stack--monospace": _MONO},
    "footer_icons": [],
    "top_of_page_buttons": [],
}


def setup(app: Any) -> None:  # noqa: ANN401 - Sphinx's own class, which the type checker need not know
    """Add the search, and the language of each page with its lines and the words around it."""
    app.add_search_language(words_of_pages.Words)
    app.connect("html-page-context", words_of_pages.in_its_language)
    app.connect("doctree-read", chinese_of_pages.join_lines)
    app.connect("build-finished", chinese_of_pages.mend_pages)

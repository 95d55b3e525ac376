"""A ledger as one HTML page to be printed: its style inside, no script, nothing loaded from anywhere."""

from __future__ import annotations

from html import escape

from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.ledger import columns, words
from fengong.ledger.entry import Ledger

_STYLE = """
@page { size: A4 landscape; margin: 12mm 10mm 14mm; @bottom-right { content: PAGES; font: 8pt sans-serif; } }
body { font: 10pt/1.45 "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; margin: 1.5em; }
h1 { font-size: 1.4em; margin: 0 0 .6em; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #888; padding: .25em .3em; text-align: start; vertical-align: top; }
th, td { white-space: pre-wrap; overflow-wrap: anywhere; }
th { background: #e8eef4; }
td.blank { background: #fffbe6; }
.scroll { overflow-x: auto; }
@media screen { table { min-width: 76rem; } }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2em 1em; margin-top: 1.5em; }
dt { font-weight: bold; }
dd { margin: 0; overflow-wrap: anywhere; }
@media print {
  body { margin: 0; font-size: 7.5pt; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr, dt, dd { break-inside: avoid; }
  h1 { break-after: avoid; }
  th, td.blank { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
_PAGES = {"zh": '"第 " counter(page) " 页，共 " counter(pages) " 页"', "en": '"Page " counter(page) " of " counter(pages)'}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(ledger: Ledger, lang: Lang) -> str:
    """The page. Every word of the graph is escaped; line ends in a cell are line ends on paper."""
    head = words.headings(ledger)
    blank = len(head) - len(columns.FILLED_IN)
    style = _STYLE.replace("PAGES", _PAGES[lang]) + _widths(head)
    titles = "".join(f'<th scope="col">{_said(heading.said(lang))}</th>' for heading in head)
    lines = []
    for row in words.rows(ledger, words.Style(lang, "\n")):
        cells = (f'<td class="blank">{_said(str(e))}</td>' if at >= blank else f"<td>{_said(str(e))}</td>" for at, e in enumerate(row))
        lines.append(f"<tr>{''.join(cells)}</tr>")
    notes = "".join(f"<dt>{_said(name)}</dt><dd>{_said(body)}</dd>\n" for name, body in words.notes(ledger, lang))
    title = _said(words.title(ledger, lang))
    return f"""<!DOCTYPE html>
<html lang="{"zh-Hans" if lang == "zh" else "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<h1>{title}</h1>
<div class="scroll" tabindex="0">
<table>
<thead><tr>{titles}</tr></thead>
<tbody>
{chr(10).join(lines)}
</tbody>
</table>
</div>
<dl>
{notes}</dl>
</body>
</html>
"""


def _widths(head: tuple[Bilingual, ...]) -> str:
    """The share of the page's width that each column has."""
    whole = sum(columns.WIDTHS[heading] for heading in head)
    shares = (f"th:nth-child({at}) {{ width: {100 * columns.WIDTHS[heading] / whole:.1f}%; }}\n" for at, heading in enumerate(head, 1))
    return "".join(shares)


def _said(text: str) -> str:
    return "\n".join(escape(printable(line)) for line in text.split("\n"))

"""Writes the diagrams of the ontology and of task 12, as SVG, in Chinese and in English: for the docs and for the pages."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "src")]

import pyoxigraph as ox  # noqa: E402 - its folder is put on the path above, or it is installed

import fengong  # noqa: E402 - the same
from fengong.bilingual import Lang  # noqa: E402 - the same
from fengong.caret import width  # noqa: E402 - the same
from fengong.graph import lookup  # noqa: E402 - the same
from fengong.graph.terms import FG, OA, RDFS, SKOS  # noqa: E402 - the same
from fengong.iris import BASE  # noqa: E402 - the same
from fengong.pages.facts import ontology  # noqa: E402 - the same
from fengong.pages.facts.names import Names  # noqa: E402 - the same
from fengong.pages.links import STATIC  # noqa: E402 - the same

PICTURES = ROOT / "docs" / "pictures"
FOLDERS = (PICTURES, STATIC)
"""Where each picture is written: beside the docs, and where the page of the ontology has it from."""
LANGS: tuple[Lang, ...] = ("zh", "en")
TABLE = "sichuan-elderly-childcare"

PLACES: Mapping[str, tuple[int, int]] = {
    "Place": (0, 0), "ProgressEvidence": (1, 0), "Finding": (2, 0), "SourceAnomaly": (3, 0), "FactEvidence": (4, 0),
    "TaskTable": (0, 1), "PolicyTask": (1, 1), "ResponsibilityClause": (2, 1), "Responsibility": (3, 1), "Body": (4, 1),
    "SourceText": (0, 2), "LeadIn": (1, 2), "Measure": (2, 2), "Deliverable": (3, 2), "SingleBody": (4, 2),
    "UnreadRow": (0, 3), "Target": (2, 3), "CollectiveMembership": (3, 3), "BodyCollective": (4, 3),
    "PlanningPeriod": (2, 4), "UnlistedBody": (4, 4), "TopicMention": (2, 5), "BodyChange": (4, 5),
    "TableComparison": (0, 6), "TaskChange": (1, 6), "ChangeDetail": (2, 6),
}  # fmt: skip
"""Column and row of each class of the ontology; a test holds this table equal to the ontology."""

EDGES: tuple[str, ...] = (
    "jurisdiction", "sourceText", "hasClause", "assigns", "body", "evidenceOn", "anomalyOf", "hasLeadIn", "hasMeasure",
    "hasDeliverable", "hasTarget", "mentionsPeriod", "hasTopicMention", "member", "collective", "hasChange", "hasDetail", "evidenceFor",
)  # fmt: skip
"""The properties drawn between two classes, where each has a domain and a range in the ontology (or as `ENDS` says)."""

ENDS: Mapping[str, tuple[str, str]] = {"jurisdiction": ("TaskTable", "Place"), "evidenceFor": ("FactEvidence", "Body")}
"""Where an arrow stands for a property without a domain or a range: two of the things between which it is said."""
BENT = frozenset({"hasMeasure", "hasTarget", "mentionsPeriod", "hasTopicMention"})
"""Properties whose arrow first runs down beside the column, so that it crosses no box."""
OURS = "* our own translation of the name"
"""What the mark behind an English name means; Chinese names are those of the sources."""

_W, _H, _DX, _DY, _LEFT, _TOP, _BUS = 190, 46, 328, 92, 14, 14, 20
STYLE = """\
svg{color-scheme:light dark}
text{font-family:system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",
sans-serif;fill:#1b1f24;font-size:13.5px}
.s{font-size:11.5px;fill:#57606a}.b{fill:#fff;stroke:#57606a;stroke-width:1.2}.k{fill:#e8f1fb;stroke:#1f5fa8}
.w{fill:#fff4d6;stroke:#8a6100}.e{stroke:#57606a;stroke-width:1.2;fill:none}
.d{stroke-dasharray:5 4}.a{fill:#57606a}.p{fill:#fff}.q{fill:#8a6100}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.s{fill:#a9b4c0}.b{fill:#161b22;stroke:#8b949e}.k{fill:#132a45;stroke:#6cb0ff}
.w{fill:#3a2d08;stroke:#e3b341}.e{stroke:#8b949e}.a{fill:#8b949e}.p{fill:#0d1117}.q{fill:#e3b341}}"""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with one or two lines; ``sort`` is its class in the style."""

    x: float
    y: float
    lines: tuple[str, ...]
    sort: str = "b"
    w: float = _W
    h: float = _H

    def drawn(self) -> Iterator[str]:
        """The box and its words."""
        yield f'<rect class="b {self.sort}" x="{self.x:g}" y="{self.y:g}" width="{self.w:g}" height="{self.h:g}" rx="6"/>'
        step = self.h / (len(self.lines) + 1)
        for place, words in enumerate(self.lines, 1):
            small = ' class="s"' if place > 1 else ""
            yield f'<text{small} x="{self.x + self.w / 2:g}" y="{self.y + step * place + 5:g}" text-anchor="middle">{escape(words)}</text>'


def edge(start: Box, end: Box, words: str = "", *, dashed: bool = False) -> Iterator[str]:
    """An arrow between the nearest sides of two boxes, with its words on a ground of their own."""
    (x1, y1), (x2, y2) = _side(start, end), _side(end, start)
    yield f'<path class="e{" d" if dashed else ""}" d="M{x1:g} {y1:g}L{x2:g} {y2:g}" marker-end="url(#{"t" if dashed else "h"})"/>'
    if words:
        x, y, wide = (x1 + x2) / 2, (y1 + y2) / 2, width(words) * 6 + 4
        yield f'<rect class="p" x="{x - wide / 2:g}" y="{y - 8:g}" width="{wide:g}" height="16"/>'
        yield f'<text class="s" x="{x:g}" y="{y + 4:g}" text-anchor="middle">{escape(words)}</text>'


def bent(start: Box, end: Box, words: str = "", *, dashed: bool = False) -> Iterator[str]:
    """An arrow from the right side of a box down or up a line beside it, and along to the next column or back to the same."""
    x1, y1, y2 = start.x + start.w, start.y + start.h / 2, end.y + end.h / 2
    x2, bus = end.x + (0 if end.x > x1 else end.w), x1 + _BUS
    yield f'<path class="e{" d" if dashed else ""}" d="M{x1:g} {y1:g}H{bus:g}V{y2:g}H{x2:g}" marker-end="url(#{"t" if dashed else "h"})"/>'
    if words:
        x, wide = (bus + x2) / 2 - 4, width(words) * 6 + 4
        yield f'<rect class="p" x="{x - wide / 2:g}" y="{y2 - 8:g}" width="{wide:g}" height="16"/>'
        yield f'<text class="s" x="{x:g}" y="{y2 + 4:g}" text-anchor="middle">{escape(words)}</text>'


def _side(of: Box, towards: Box) -> tuple[float, float]:
    dx, dy = (towards.x + towards.w / 2) - (of.x + of.w / 2), (towards.y + towards.h / 2) - (of.y + of.h / 2)
    if abs(dx) >= of.w / 2 + towards.w / 2:
        return (of.x + (of.w if dx > 0 else 0), of.y + of.h / 2)
    return (of.x + of.w / 2, of.y + (of.h if dy > 0 else 0))


def sheet(wide: float, high: float, title: str, about: str, parts: list[str]) -> str:
    """The picture whole."""
    heads = "".join(
        f'<marker id="{name}" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="8" markerHeight="8" orient="auto">{path}</marker>'
        for name, path in (
            ("h", '<path class="a" d="M0 0L10 5L0 10z"/>'),
            ("t", '<path class="b" d="M0 0L10 5L0 10z"/>'),
        )
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}" role="img" '
        f'aria-labelledby="title about">\n<title id="title">{escape(title)}</title>\n<desc id="about">{escape(about)}</desc>\n'
        f'<style>{STYLE}</style>\n<defs>{heads}</defs>\n<rect class="p" width="100%" height="100%"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def classes(of: ontology.Ontology, lang: Lang) -> str:
    """The classes of the ontology and the main properties between them; a dashed arrow leads to the wider class."""
    terms = {term.name: term for term in of.terms}
    core = {"TaskTable", "PolicyTask", "ResponsibilityClause", "Responsibility", "Body"}
    boxes = {
        name: Box(_LEFT + column * _DX, _TOP + row * _DY, (terms[name].label.said(lang), f"fg:{name}"), "k" if name in core else "b")
        for name, (column, row) in PLACES.items()
    }
    parts: list[str] = []
    for name in EDGES:
        term = terms[name]
        start, end = ENDS.get(name) or (_local(term.domain[0]), _local(term.range[0]))
        parts += (bent if name in BENT else edge)(boxes[start], boxes[end], term.label.said(lang))
    for name, term in sorted(terms.items()):
        for above in term.above if term.kind == "Class" else ():
            if _local(above) in boxes:
                parts += bent(boxes[name], boxes[_local(above)], dashed=True)
    for box in boxes.values():
        parts += box.drawn()
    wide, high = 2 * _LEFT + 4 * _DX + _W + _BUS, 2 * _TOP + 6 * _DY + _H
    title = {"zh": "本体的类", "en": "The classes of the ontology"}
    about = {
        "zh": "实线为属性，虚线指向上位类；着色的是主干。",
        "en": "Solid arrows are properties, dashed ones lead to the wider class; the core is coloured.",
    }
    return sheet(wide, high, title[lang], about[lang], parts)


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def task(store: ox.Store, number: str, lang: Lang) -> str:
    """One task of the Sichuan table: its clauses, their responsibilities, and the body each denotes, as printed and as adopted."""
    this = ox.NamedNode(f"{BASE}id/{TABLE}/task/{number}")
    heading = lookup.both(store, this, RDFS.label).said(lang)
    top = Box(14, 14, (heading, _short(lookup.text(store, this, FG.taskText), 36)), "k", 450, 52)
    parts, y, bus, names = [*top.drawn()], 100.0, 30, Names(store)
    for clause in sorted(lookup.nodes(store, this, FG.hasClause), key=lambda each: int(lookup.text(store, each, FG.clauseIndex))):
        [role] = lookup.nodes(store, clause, FG.role)
        given = sorted(lookup.nodes(store, clause, FG.assigns), key=lambda each: int(lookup.text(store, each, FG.position)))
        middle = y + (max(len(given), 1) - 1) * 33
        box = Box(60, middle, (lookup.both(store, role, SKOS.prefLabel).said(lang), _words(store, clause)), "b", 262, 52)
        parts += [f'<path class="e" d="M{bus} {top.y + top.h:g}V{middle + 26:g}H60" marker-end="url(#h)"/>', *box.drawn()]
        for each in given:
            parts += _given(names, each, box, y, lang)
            y += 66
        y += 18
    if any("*<" in part for part in parts):
        parts.append(f'<text class="s" x="710" y="{y + 4:g}">{escape(OURS)}</text>')
        y += 18
    title = {"zh": f"任务{number}：谁以何种角色承担", "en": f"Task {number}: who is responsible in which role"}[lang]
    about = {
        "zh": "左为条款，中为各项责任所印的名称，右为采信的单位；着色处原文与采信不同。",
        "en": "Clauses on the left, printed names in the middle, adopted bodies on the right; coloured where the two differ.",
    }[lang]
    return sheet(1044 if lang == "zh" else 1284, y, title, about, parts)


def _given(names: Names, each: ox.NamedNode, clause: Box, y: float, lang: Lang) -> list[str]:
    store = names.store
    [body], [printed] = lookup.nodes(store, each, FG.body), lookup.nodes(store, each, FG.printedBody)
    differs = body != printed
    said = {"zh": "原文", "en": "printed"}[lang]
    note = f"{said} {_place(store, each)}"
    name = Box(400, y, (lookup.text(store, each, FG.printedName), note), "w" if differs else "b", 190, 52)
    called = names.body(body.value)
    lines = (called.said("zh"),) if lang == "zh" else (called.said("zh"), called.said("en"))
    adopted = Box(710, y, lines, "b", 320 if lang == "zh" else 560, 52)
    words = {"zh": "更正为" if differs else "即", "en": "adopted as" if differs else "is"}[lang]
    return [*edge(clause, name), *name.drawn(), *edge(name, adopted, words), *adopted.drawn()]


def _place(store: ox.Store, each: ox.NamedNode) -> str:
    [quoted] = lookup.nodes(store, each, FG.quotedFrom)
    return quoted.value.rpartition("=")[2].replace(",", "–")


def _words(store: ox.Store, clause: ox.NamedNode) -> str:
    [quoted] = lookup.nodes(store, clause, FG.quotedFrom)
    exact = [lookup.text(store, selector, OA.exact) for selector in lookup.nodes(store, quoted, OA.hasSelector)]
    return f"「{_short(''.join(exact), 18)}」"


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def pictures() -> Iterator[tuple[str, str]]:
    """Each picture by the name of its file."""
    store = fengong.open(ROOT).dataset.whole
    read = ontology.read(store)
    for lang in LANGS:
        yield f"classes.{lang}.svg", classes(read, lang)
        yield f"task-12.{lang}.svg", task(store, "12", lang)


def main() -> None:
    """Write the pictures."""
    for name, svg in pictures():
        for folder in FOLDERS:
            (folder / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()

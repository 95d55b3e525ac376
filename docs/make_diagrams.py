"""Writes the diagrams of the ontology and of task 12, as SVG, in Chinese and in English: for the docs and for the pages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "src")]

import pyoxigraph as ox  # noqa: E402 - its folder is put on the path above, or it is installed

import class_diagram  # noqa: E402 - the same
import fengong  # noqa: E402 - the same
from drawing import Box, edge, sheet  # noqa: E402 - the same
from fengong.bilingual import Lang  # noqa: E402 - the same
from fengong.graph import lookup  # noqa: E402 - the same
from fengong.graph.terms import FG, OA, RDFS, SKOS  # noqa: E402 - the same
from fengong.iris import BASE  # noqa: E402 - the same
from fengong.pages.facts import ontology, schemes  # noqa: E402 - the same
from fengong.pages.facts.names import Names  # noqa: E402 - the same
from fengong.pages.links import STATIC  # noqa: E402 - the same

PICTURES = ROOT / "docs" / "pictures"
FOLDERS = (PICTURES, STATIC)
"""Where each picture is written: beside the docs, and where the page of the ontology has it from."""
LANGS: tuple[Lang, ...] = ("zh", "en")
TABLE = "sichuan-elderly-childcare"

OURS = "* our own translation of the name"
"""What the mark behind an English name means; Chinese names are those of the sources."""


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
    read, concepts = ontology.read(store), schemes.read(store)
    for lang in LANGS:
        yield f"classes.{lang}.svg", class_diagram.drawn(read, concepts, lang)
        yield f"task-12.{lang}.svg", task(store, "12", lang)


def main() -> None:
    """Write the pictures."""
    for name, svg in pictures():
        for folder in FOLDERS:
            (folder / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()

"""The pages of the ontology: its terms, its schemes of concepts, and the rules by which a graph is judged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fengong import iris
from fengong.bilingual import Bilingual, Lang
from fengong.pages.facts import ontology as terms
from fengong.pages.facts import quality
from fengong.pages.facts.book import Book
from fengong.pages.facts.rulebook import Rule
from fengong.pages.facts.shelf import shelf
from fengong.pages.page import Crumb, Page
from fengong.web.message import Request

RULES = Bilingual(zh="规则：读表与核查", en="Rules of reading and checking")
SHAPES = Bilingual(zh="形状：每类事物须满足的条件", en="Shapes: what each kind of thing must be like")
SHAPES_IRI = f"{iris.BASE}shapes"
SEVERITY = {
    "Violation": Bilingual(zh="违规", en="Violation"),
    "Warning": Bilingual(zh="提醒", en="Warning"),
    "Info": Bilingual(zh="提示", en="Info"),
}
MEANS = {
    "Violation": Bilingual(zh="图谱有误，或有内容未能收入", en="the graph is wrong or leaves something out"),
    "Warning": Bilingual(zh="应由人来看", en="a person should look"),
    "Info": Bilingual(zh="仅供知悉", en="worth knowing"),
}
KINDS = {
    "Class": Bilingual(zh="类", en="Classes"),
    "ObjectProperty": Bilingual(zh="对象属性：一物与另一物", en="Object properties: from thing to thing"),
    "DatatypeProperty": Bilingual(zh="数据属性：一物与一个值", en="Datatype properties: from thing to value"),
    "AnnotationProperty": Bilingual(zh="注记属性", en="Annotation properties"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One class of the core with the property ``by`` which it hangs on the class before; ``back`` where that property leads back."""

    name: str
    by: str = ""
    back: bool = False

    @property
    def arrow(self) -> str:
        """The arrow between the two as the property points, nothing before the first."""
        return "" if not self.by else "←" if self.back else "→"


CORE = (
    Step("TaskTable"),
    Step("PolicyTask", "dcterms:isPartOf", back=True),
    Step("ResponsibilityClause", "fg:hasClause"),
    Step("Responsibility", "fg:assigns"),
    Step("Body", "fg:body"),
)
"""The way from a table to a body."""
PICTURES = (
    (
        "classes",
        Bilingual(
            zh="本体的类：实线为属性，虚线指向上位类",
            en="The classes: solid arrows are properties, dashed ones lead to the wider class",
        ),
        Bilingual(
            zh="类图。主干为分工表、任务、条款、责任、单位，其余各类在其周围；类和属性本页逐条列出。",
            en="Class diagram. The core leads from the task table by task, clause and responsibility to the body; "
            "the other classes stand around it. Each class and property is listed on this page.",
        ),
    ),
    (
        "task-12",
        Bilingual(
            zh="一项任务：四川养老托育分工表第12项，原文印作“民政部”，采信为四川省民政厅；数字是原文在源文本中的位置",
            en="One task: row 12 of Sichuan's table on elderly care and childcare prints 民政部, "
            "and the Sichuan Department of Civil Affairs is adopted; the numbers are the places of the words in the source text",
        ),
        Bilingual(
            zh="任务12的图。左为条款，中为各项责任所印的名称，右为采信的单位；六个名称中只有一个原文与采信不同。",
            en="Picture of task 12. On the left its clauses, in the middle the names as printed, on the right the bodies that are adopted; "
            "of the six names one is adopted as another.",
        ),
    ),
)
"""Each picture (made by `docs/make_diagrams.py`): the stem of its files in `static`, its caption, and what is seen in it."""


def page(book: Book, request: Request, lang: Lang) -> Page | None:
    """The classes and properties at ``/ns``."""
    del request
    kept = shelf(book)
    found = kept.ontology
    values = {
        "ontology": found,
        "kinds": KINDS,
        "core": CORE,
        "schemes": kept.schemes,
        "rules": len(kept.reading) + len(kept.checks) + len(kept.linking),
        "shapes": len(kept.shapes),
        "pictures": PICTURES,
        "unclaimed": tuple((each, pieces(each.words.said(lang))) for each in kept.unclaimed),
        "releases": tuple(releases(kept.changelog, lang)),
    }
    return Page("ontology.html", found.title, values, found.description, section="ontology", iri=terms.IRI)


def scheme(book: Book, request: Request, lang: Lang) -> Page | None:
    """The concepts of one scheme at ``/{scheme}``."""
    del lang
    kept = shelf(book)
    found = next((each for each in kept.schemes if each.iri == iris.BASE + request.path.removeprefix("/")), None)
    if found is None:
        return None
    values = {"scheme": found, "ontology": kept.ontology}
    return Page("ontology_scheme.html", found.title, values, found.description, _way(book), "ontology", found.iri)


def rules(book: Book, request: Request, lang: Lang) -> Page | None:
    """The rules of reading and checking at ``/rules``."""
    del request, lang
    kept = shelf(book)
    values = {
        "parts": (("reading", kept.reading), ("checks", kept.checks), ("linking", kept.linking)),
        "counts": kept.counts,
        "severities": SEVERITY,
        "means": MEANS,
    }
    return Page("ontology_rules.html", RULES, values, RULES, _way(book), "ontology")


def shapes(book: Book, request: Request, lang: Lang) -> Page | None:
    """The shapes at ``/shapes``."""
    del request, lang
    kept = shelf(book)
    values = {"shapes": kept.shapes, "counts": kept.counts, "severities": SEVERITY, "means": MEANS, "ontology": kept.ontology}
    return Page("ontology_shapes.html", SHAPES, values, SHAPES, _way(book), "ontology")


def rule(book: Book, request: Request, lang: Lang) -> Page | None:
    """One rule at ``/rule/{name}``, with what it found."""
    del lang
    kept = shelf(book)
    found = kept.rules.get(request.path.removeprefix("/rule/"))
    if found is None:
        return None
    broken = tuple((scope, each) for scope, findings in kept.findings.items() for each in findings if each.rule == found.name)
    values = {
        "rule": found,
        "broken": broken,
        "severities": SEVERITY,
        "means": MEANS,
        "shaped": _shaped(found),
        "home": quality.home,
        "row_said": quality.row_said,
    }
    crumbs = (*_way(book), Crumb(SHAPES, "/shapes") if _shaped(found) else Crumb(RULES, "/rules"))
    title = Bilingual(zh=f"规则 {found.name}", en=f"Rule {found.name}")
    return Page("ontology_rule.html", title, values, found.meaning, crumbs, "ontology", iris.rule(found.name))


def _shaped(rule: Rule) -> bool:
    return rule.file.endswith(".ttl")


def _way(book: Book) -> tuple[Crumb, ...]:
    return (Crumb(shelf(book).ontology.title, "/ns"),)


# --- the changelog


def pieces(words: str) -> tuple[tuple[str, bool], ...]:
    """Words with `code` marks in their pieces, True for code.

    >>> pieces("six of `roles.ttl`")
    (('six of ', False), ('roles.ttl', True))
    """
    return tuple((piece, place % 2 == 1) for place, piece in enumerate(words.split("`")) if piece)


@dataclass(frozen=True, slots=True)
class Release:
    """One heading of the changelog with its lines: plain words and, marked True, code."""

    title: str
    lines: tuple[tuple[tuple[str, bool], ...], ...]


SORTS = {
    "Added": Bilingual(zh="新增", en="Added"),
    "Changed": Bilingual(zh="变更", en="Changed"),
    "Deprecated": Bilingual(zh="弃用", en="Deprecated"),
    "Removed": Bilingual(zh="移除", en="Removed"),
    "Fixed": Bilingual(zh="修正", en="Fixed"),
}
"""The headings that Keep a Changelog has within a release."""


def releases(changelog: str, lang: Lang) -> Iterator[Release]:
    r"""The releases of a changelog in the form of Keep a Changelog, the newest first.

    Each entry is in English, and on an indented line below it in Chinese; one without that line is in English for all.

    >>> log = "# Log\n\n## [0.1.0] - 2026-11-23\n\n### Added\n\n- `roles.ttl`: six roles.\n  `roles.ttl`：六种角色。\n"
    >>> list(releases(log, "en"))
    [Release(title='0.1.0 (2026-11-23)', lines=((('Added: ', False), ('roles.ttl', True), (': six roles.', False)),))]
    >>> list(releases(log, "zh"))
    [Release(title='0.1.0 (2026-11-23)', lines=((('新增：', False), ('roles.ttl', True), ('：六种角色。', False)),))]
    """
    for part in re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]:
        head, _, rest = part.partition("\n")
        named = re.fullmatch(r"\[(.+?)\](?: - (.+))?", head.strip())
        title = head.strip() if named is None else named[1] + (f" ({named[2]})" if named[2] else "")
        kind, entries = "", list[str]()
        for line in rest.splitlines():
            if line.startswith("### "):
                kind = line.removeprefix("### ").strip()
            elif line.startswith("- "):
                entries.append(_sort(kind, lang) + line.removeprefix("- "))
            elif line.startswith("  ") and lang == "zh":
                entries[-1] = _sort(kind, lang) + line.strip()
        yield Release(title, tuple(pieces(entry) for entry in entries))


def _sort(kind: str, lang: Lang) -> str:
    said = SORTS[kind].said(lang) if kind in SORTS else kind
    return said + {"zh": "：", "en": ": "}[lang] if kind else ""

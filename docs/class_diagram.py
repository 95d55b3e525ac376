"""The class diagram of the ontology: the core first, and around each part of it the classes that belong there.

Every class has one home. Where an arrow of another part needs it, it is drawn there again with a dashed edge, so that no arrow
crosses the picture; which arrows there are, and between what, a test reads from the ontology and its shapes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from drawing import Box, sheet
from fengong import iris
from fengong.bilingual import Bilingual, Lang
from fengong.caret import width
from fengong.pages.facts.ontology import Ontology
from fengong.pages.facts.schemes import Scheme

CORE = frozenset({"TaskTable", "PolicyTask", "ResponsibilityClause", "Responsibility", "Body"})
ROLE = "role"
"""The box of the scheme of roles, the one scheme that has a box of its own."""
ANYTHING = "*"
"""The box of whatever it may be."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A property from one box to another; ``way`` is how it runs.

    A `straight` one joins the nearest sides; `round` leaves the side towards the other box, runs up or down the gap, and enters by
    the side; `bend` leaves by the side (of boxes above each other: by the ``left`` or the right) and enters from above or below.
    """

    property: str
    start: str
    end: str
    way: str = "straight"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the picture: its title, and the column and row of each box; classes of other parts stand here ``again``."""

    title: Bilingual
    own: Mapping[str, tuple[int, int]]
    arrows: tuple[Arrow, ...]
    again: Mapping[str, tuple[int, int]] = field(default_factory=dict)


PARTS: tuple[Part, ...] = (
    Part(
        Bilingual(zh="谁以何种角色承担什么任务", en="Who must do what, in which role"),
        {
            "SourceText": (0, 0), "TaskTable": (1, 0), "PolicyTask": (1, 1), "ResponsibilityClause": (1, 2), "Responsibility": (1, 3),
            "Body": (1, 4), ROLE: (0, 2), "Place": (2, 2),
        },
        (
            Arrow("dcterms:isPartOf", "PolicyTask", "TaskTable"), Arrow("fg:hasClause", "PolicyTask", "ResponsibilityClause"),
            Arrow("fg:assigns", "ResponsibilityClause", "Responsibility"), Arrow("fg:body", "Responsibility", "Body"),
            Arrow("fg:sourceText", "TaskTable", "SourceText"), Arrow("fg:role", "ResponsibilityClause", ROLE),
            Arrow("fg:role", "Responsibility", ROLE, "bend"), Arrow("fg:jurisdiction", "TaskTable", "Place", "bend"),
            Arrow("fg:jurisdiction", "Body", "Place", "bend"),
        ),
    ),
    Part(
        Bilingual(zh="任务承诺了什么", en="What a task promises"),
        {"Target": (0, 0), "PlanningPeriod": (0, 1), "TopicMention": (0, 2), "LeadIn": (2, 0), "Measure": (2, 1), "Deliverable": (2, 2)},
        (
            Arrow("fg:hasTarget", "PolicyTask", "Target", "round"), Arrow("fg:mentionsPeriod", "PolicyTask", "PlanningPeriod"),
            Arrow("fg:hasTopicMention", "PolicyTask", "TopicMention", "round"), Arrow("fg:hasLeadIn", "PolicyTask", "LeadIn", "round"),
            Arrow("fg:hasMeasure", "PolicyTask", "Measure"), Arrow("fg:hasDeliverable", "Measure", "Deliverable"),
        ),
        {"PolicyTask": (1, 1)},
    ),
    Part(
        Bilingual(zh="单位有哪几种，依据何在", en="Kinds of bodies, and what is known of them"),
        {
            "FactEvidence": (2, 0), "SingleBody": (0, 1), "UnlistedBody": (1, 1), "BodyCollective": (2, 1), "BodyChange": (0, 2),
            "CollectiveMembership": (1, 2),
        },
        (
            Arrow("fg:evidenceFor", "FactEvidence", "Body"), Arrow("org:originalOrganization", "BodyChange", "SingleBody"),
            Arrow("fg:member", "CollectiveMembership", "SingleBody"), Arrow("fg:collective", "CollectiveMembership", "BodyCollective"),
        ),
        {"Body": (1, 0)},
    ),
    Part(
        Bilingual(zh="发现了什么，做了什么", en="What was noticed, and what was done"),
        {"UnreadRow": (0, 1), "ProgressEvidence": (1, 1), "SourceAnomaly": (2, 1), "Finding": (0, 2)},
        (
            Arrow("dcterms:isPartOf", "UnreadRow", "TaskTable"), Arrow("fg:evidenceOn", "ProgressEvidence", "PolicyTask"),
            Arrow("fg:anomalyOf", "SourceAnomaly", "Responsibility"), Arrow("sh:focusNode", "Finding", ANYTHING),
        ),
        {"TaskTable": (0, 0), "PolicyTask": (1, 0), "Responsibility": (2, 0), ANYTHING: (1, 2)},
    ),
    Part(
        Bilingual(zh="两张表之间的变化", en="What changed between two tables"),
        {"TableComparison": (0, 1), "TaskChange": (1, 1), "ChangeDetail": (2, 1)},
        (
            Arrow("fg:hasChange", "TableComparison", "TaskChange"), Arrow("fg:hasDetail", "TaskChange", "ChangeDetail"),
            Arrow("fg:laterTable", "TableComparison", "TaskTable"), Arrow("fg:laterTask", "TaskChange", "PolicyTask"),
            Arrow("fg:changedBody", "ChangeDetail", "Body"),
        ),
        {"TaskTable": (0, 0), "PolicyTask": (1, 0), "Body": (2, 0)},
    ),
)  # fmt: skip

CHOSEN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "PolicyTask": (("topic", "topic"),),
    "Body": (("kind", "kind"), ("function", "function")),
    "Target": (("comparator", "comparator"), ("unit", "unit")),
    "TopicMention": (("topic", "topic"),),
    "Measure": (("strength", "strength"),),
    "Deliverable": (("deliverableKind", "deliverable"),),
    "TaskChange": (("changeKind", "change"),),
    "ChangeDetail": (("changeKind", "change"), ("earlierRole", "role"), ("laterRole", "role")),
}
"""The properties of each class whose values are concepts, each with the scheme that they are chosen from."""

USUAL = frozenset({"fg:laterTask"})
"""Properties whose definition leaves the end open, where the arrow leads to what it usually is: a task, seldom an unread row."""

KEY = (
    ("k", Bilingual(zh="主干", en="the core")),
    ("b", Bilingual(zh="其余的类", en="other classes")),
    ("b d", Bilingual(zh="在别处已画过的类", en="drawn elsewhere too")),
    ("c", Bilingual(zh="取自概念体系（概念数）", en="concepts (how many)")),
)
WIDER = Bilingual(zh="虚线箭头指向上位类", en="dashed arrow: to the wider class")
TITLE = Bilingual(zh="本体的类", en="The classes of the ontology")
ABOUT = Bilingual(
    zh="实线箭头为属性，由定义域指向值域；虚线箭头指向上位类；蓝色为主干，绿色取自概念体系。",
    en="Solid arrows are properties, from domain to range; dashed ones lead to the wider class; "
    "blue is the core, green is chosen from concepts.",
)
ANY = Bilingual(zh="图中任何事物", en="anything in the graph")
CONCEPTS = Bilingual(zh="{} 个概念", en="{} concepts")

_W, _H, _PILL, _DX, _GAP, _LEFT, _HEAD = 190, 44, 17, 275, 42, 14, 44
_WIDE = 2 * _LEFT + 2 * _DX + _W


def drawn(of: Ontology, concepts: tuple[Scheme, ...], lang: Lang) -> str:
    """The picture in one language."""
    drawing = _Drawing(of, {scheme.name: len(scheme.entries) for scheme in concepts}, lang)
    parts, y = list(_key(lang)), 64.0
    for part in PARTS:
        more, y = drawing.part(part, y)
        parts += more
    return sheet(_WIDE, y, TITLE.said(lang), ABOUT.said(lang), parts)


def _key(lang: Lang) -> Iterator[str]:
    for place, (sort, words) in enumerate(KEY):
        x = _LEFT + place * 185
        yield f'<rect class="b {sort}" x="{x}" y="14" width="22" height="14" rx="3"/>'
        yield f'<text class="s" x="{x + 28}" y="25">{escape(words.said(lang))}</text>'
    yield f'<path class="e d" d="M{_LEFT} 43H{_LEFT + 40}" marker-end="url(#t)"/>'
    yield f'<text class="s" x="{_LEFT + 48}" y="47">{escape(WIDER.said(lang))}</text>'


class _Drawing:
    """One picture in the making: the words of the ontology, and how many concepts each scheme holds."""

    def __init__(self, of: Ontology, sizes: Mapping[str, int], lang: Lang) -> None:
        self.of, self.sizes, self.lang = of, sizes, lang
        self.terms = {term.name: term for term in of.terms}

    def part(self, part: Part, top: float) -> tuple[list[str], float]:
        """One part, and where the next begins."""
        boxes = self._boxes(part, top + _HEAD)
        made = [f'<path class="e l" d="M{_LEFT} {top:g}H{_WIDE - _LEFT}"/>']
        made.append(f'<text class="t" x="{_LEFT}" y="{top + 24:g}">{escape(part.title.said(self.lang))}</text>')
        for arrow in part.arrows:
            made += self._arrow(arrow, boxes)
        for name in boxes:
            above = [iri.rpartition("#")[2] for iri in (self.terms[name].above if name in self.terms else ())]
            made += [_wider(boxes[name], boxes[each]) for each in above if each in boxes]
        for name, box in boxes.items():
            made += self._box(name, box, again=name in part.again)
        return made, max(box.y + box.h for box in boxes.values()) + 24

    def _boxes(self, part: Part, top: float) -> dict[str, Box]:
        places = {**part.again, **part.own}
        high = {name: _H + _PILL * len(CHOSEN.get(name, ()) if name in part.own else ()) for name in places}
        rows = range(max(row for _, row in places.values()) + 1)
        tall = [max(high[name] for name, (_, at) in places.items() if at == row) for row in rows]
        y = [top + sum(tall[:row]) + row * _GAP for row in rows]
        return {name: Box(_LEFT + column * _DX, y[row], (), w=_W, h=high[name]) for name, (column, row) in places.items()}

    def _box(self, name: str, box: Box, *, again: bool) -> Iterator[str]:
        sort = "k" if name in CORE else "c" if name == ROLE else "b"
        yield from Box(box.x, box.y, self._words(name), f"{sort} d" if again else sort, box.w, _H).drawn()
        for place, (name_, scheme) in enumerate(() if again else CHOSEN.get(name, ())):
            y = box.y + _H + place * _PILL
            count = self.sizes[scheme]
            said = f"{self.terms[name_].label.said(self.lang)} " + {"zh": f"（{count}）", "en": f"({count})"}[self.lang]
            yield f'<rect class="b c" x="{box.x:g}" y="{y:g}" width="{box.w:g}" height="{_PILL}" rx="3"/>'
            yield f'<text class="x" x="{box.x + box.w / 2:g}" y="{y + 12.5:g}" text-anchor="middle">{escape(said)}</text>'

    def _words(self, name: str) -> tuple[str, ...]:
        if name == ANYTHING:
            return (ANY.said(self.lang),)
        if name == ROLE:
            return (self.terms["role"].label.said(self.lang), f"role:… · {CONCEPTS.said(self.lang).format(self.sizes['role'])}")
        return (self.terms[name].label.said(self.lang), f"fg:{name}")

    def _arrow(self, arrow: Arrow, boxes: Mapping[str, Box]) -> Iterator[str]:
        start, end, core = boxes[arrow.start], boxes[arrow.end], {arrow.start, arrow.end} <= CORE
        prefix, _, local = arrow.property.partition(":")
        said = self.of.labels[iris.PREFIXES[prefix] + local].said(self.lang)
        path, (x, y), run = _way(arrow.way, start, end)
        yield f'<path class="e{" m" if core else ""}" d="{path}" marker-end="url(#{"n" if core else "h"})"/>'
        if core:
            yield _said(x + 9, y + 4, f"{said} {arrow.property}", "start")
            return
        lines = _broken(said, 14 if run == "down" else 10)
        steps = {"down": ((4,), (-2, 11)), "across": ((-5,), (-5, 13))}[run][len(lines) - 1]
        left, anchor = (x + 8, "start") if run == "down" else (x, "middle")
        yield from (_said(left, y + step, line, anchor) for step, line in zip(steps, lines, strict=True))


def _way(way: str, start: Box, end: Box) -> tuple[str, tuple[float, float], str]:
    """The path of an arrow, where its words stand, and whether beside a line `down` or along one `across`."""
    right = end.x > start.x
    x1, y1 = start.x + (start.w if right else 0), start.y + _H / 2
    x2, y2 = end.x + (0 if right else end.w), end.y + _H / 2
    if start.x == end.x:
        x, up = start.x + start.w / 2, end.y < start.y
        y1, y2 = (start.y, end.y + end.h) if up else (start.y + start.h, end.y)
        return f"M{x:g} {y1:g}V{y2:g}", (x, (y1 + y2) / 2), "down"
    if way == "round":
        bus = x1 + (10 if right else -10)
        return f"M{x1:g} {y1:g}H{bus:g}V{y2:g}H{x2:g}", ((bus + x2) / 2, y2), "across"
    if way == "bend":
        x = end.x + end.w / 2
        return f"M{x1:g} {y1:g}H{x:g}V{end.y + end.h if end.y < start.y else end.y:g}", ((x1 + x2) / 2, y1), "across"
    return f"M{x1:g} {y1:g}L{x2:g} {y2:g}", ((x1 + x2) / 2, (y1 + y2) / 2), "across"


def _wider(below: Box, above: Box) -> str:
    """The dashed arrow from a class up to the wider one."""
    x1, x2, middle = below.x + below.w / 2, above.x + above.w / 2, below.y - 16
    return f'<path class="e d" d="M{x1:g} {below.y:g}V{middle:g}H{x2:g}V{above.y + above.h:g}" marker-end="url(#t)"/>'


def _broken(words: str, most: int) -> tuple[str, ...]:
    """Words on one line, or on two where they are wider than ``most`` columns, as the gap between two boxes is."""
    if width(words) <= most or " " not in words:
        return (words,)
    cut = min((at for at, sign in enumerate(words) if sign == " "), key=lambda at: abs(at - len(words) / 2))
    return words[:cut], words[cut + 1 :]


def _said(x: float, y: float, words: str, anchor: str) -> str:
    wide = width(words) * 5.7 + 4
    left = x - (wide / 2 if anchor == "middle" else 2)
    ground = f'<rect class="p" x="{left:g}" y="{y - 10:g}" width="{wide:g}" height="13"/>'
    return f'{ground}<text class="s" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'

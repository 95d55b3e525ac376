"""What can be picked for the parameters of questions: bodies, places, functions, topics, tables and tasks, by name."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from fengong import iris
from fengong.api import Graph
from fengong.ask import answer
from fengong.ask.catalogue import Question
from fengong.ask.names import Names as Finder
from fengong.ask.names import Thing
from fengong.bilingual import Bilingual, Lang
from fengong.errors import BadQuestionFile
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import FG
from fengong.pages.facts.names import Names

NOTHING = Bilingual(zh="", en="")
COLLECTIVE = Bilingual(zh="集合单位", en="collectives")
UNLISTED = Bilingual(zh="单位表未列的名称", en="Names that no reviewed table lists")
WITHIN = Bilingual(zh="{place}所辖", en="In {place}")
TOP = Bilingual(zh="全国", en="National")
PROVINCES = Bilingual(zh="省、自治区、直辖市", en="Provinces")
EMPTY = Bilingual(zh="（没有回答）{group}", en="(no answer) {group}")

_FEW = 8
"""For so many tables at most, it is found out by asking which choices have an answer."""
_START = 28
NATION = "cn"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be picked: what a form sends for it, what it is called, the printed forms of its name, and its group.

    ``order`` is its place in its own scheme, for things that are not put in the order of their names.
    """

    value: str
    iri: str
    label: Bilingual
    printed: tuple[str, ...] = ()
    group: Bilingual = NOTHING
    order: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Choices that belong together; without a label where all choices are one group."""

    label: Bilingual
    choices: tuple[Choice, ...]


class Choices:
    """The choices of one graph, each list made when it is first needed."""

    def __init__(self, graph: Graph, names: Names) -> None:
        self.graph = graph
        self.names = names
        self._finder = Finder(graph.dataset)
        self._answerable: dict[tuple[str, str], frozenset[str]] = {}
        self._known: dict[str, dict[str, Choice]] = {}

    def warm(self) -> None:
        """Find out which choices have an answer, for every question, before the first is asked for."""
        for question in self.graph.questions.values():
            for parameter in question.parameters:
                if self.has(parameter.name) and parameter.name != "table":
                    self.answerable(question, parameter.name)

    def has(self, parameter: str) -> bool:
        """Whether the values of this parameter can be listed."""
        return parameter in self._lists

    def known(self, parameter: str) -> dict[str, Choice]:
        """Every choice for a parameter, by its IRI; empty for one whose values cannot be listed."""
        if parameter not in self._known:
            made = self._lists.get(parameter)
            self._known[parameter] = {choice.iri: choice for choice in made()} if made else {}
        return self._known[parameter]

    def shown(self, parameter: str, shown: str) -> Choice | None:
        """The choice that an error names so."""
        things = {"body": self._finder.bodies, "place": self._finder.places, "function": self._finder.functions}.get(parameter, ())
        known = self.known(parameter)
        for thing in things:
            if thing.shown == shown and thing.iri in known:
                return known[thing.iri]
        return next((choice for choice in known.values() if choice.value == shown), None)

    def groups(self, question: Question, parameter: str, lang: Lang) -> tuple[Group, ...]:
        """The choices for a parameter of a question in groups: first those that have an answer."""
        known = list(self.known(parameter).values())
        can = self.answerable(question, parameter)
        first = [choice for choice in known if choice.iri in can]
        rest = [choice for choice in known if choice.iri not in can] if first else []
        return (*_grouped(first or known, lang), *_grouped(rest, lang, answered=False))

    def answerable(self, question: Question, parameter: str) -> frozenset[str]:
        """The IRIs that ``question`` has an answer for in one of the readings; empty where that would take too long to find out."""
        key = question.name, parameter
        if key not in self._answerable:
            self._answerable[key] = frozenset()
            with contextlib.suppress(BadQuestionFile):  # whoever asks that question is told
                if len(self.graph.tables) <= _FEW:
                    self._answerable[key] = frozenset(self._found(question, parameter))
        return self._answerable[key]

    def _found(self, question: Question, parameter: str) -> Iterator[str]:
        for reading in ("adopted", "printed") if question.switchable else ("adopted",):
            found = answer.everything(question, self.graph.dataset, {}, reading=reading)
            for row in found.terms:
                yield from self.meant(dict(zip(found.columns, row, strict=True)), parameter)

    def meant(self, row: dict[str, object], parameter: str) -> Iterator[str]:
        """The IRIs of the choices for ``parameter`` that a row of an answer without it is about, as far as its columns say so."""
        if isinstance(node := row.get(parameter), ox.NamedNode):
            yield node.value
        elif parameter == "place" and isinstance(body := row.get("body"), ox.NamedNode):
            yield lookup.text(self.graph.dataset.asserted, body, FG.jurisdiction)
        elif parameter == "table":
            yield from sorted({iris.table(table) for each in row.values() if (table := self.table_of(each))})

    def table_of(self, term: object) -> str:
        """The id of the table that a thing is part of, or nothing."""
        path = term.value.removeprefix(iris.BASE + "id/") if isinstance(term, ox.NamedNode) else ""
        table = path.partition("/")[0].partition("#")[0]
        return table if table in self.graph.tables else ""

    # --- lists

    @cached_property
    def _lists(self) -> dict[str, Callable[[], Iterator[Choice]]]:
        return {
            "body": self._bodies,
            "place": self._places,
            "function": lambda: self._concepts(self._finder.functions),
            "topic": lambda: self._concepts(self._finder.topics),
            "task": self._tasks,
            "table": self._tables,
        }

    def _bodies(self) -> Iterator[Choice]:
        store = self.graph.dataset.asserted
        steps = {code: step for step, codes in reversed([*enumerate(self._finder.jurisdictions)]) for code in codes}
        seen: set[str] = set()
        for thing in self._finder.bodies:
            node, body = ox.NamedNode(thing.iri), self.names.body(thing.iri)
            label = Bilingual(zh=body.said("zh"), en=body.said("en"))
            if body.kind == "unlisted":
                if body.name.zh not in seen:
                    seen.add(body.name.zh)
                    yield Choice(body.name.zh, thing.iri, label, (), UNLISTED, (9,))
                continue
            names = self._printed.get(thing.iri) or ({body.short} if len(body.short) < len(body.name.zh) else set())
            printed = tuple(sorted(names - {body.name.zh}))
            kind = lookup.text(store, node, FG.kind)
            place = self._place(thing.jurisdiction)
            what = self.names.concept(kind).label if kind else COLLECTIVE
            group = Bilingual(zh=" · ".join(filter(None, (place.zh, what.zh))), en=" · ".join(filter(None, (place.en, what.en))))
            step = steps.get(thing.jurisdiction, len(steps))
            if step == len(steps) and kind:  # the governments of many places are one group
                above = next((each.value for each in lookup.nodes(store, ox.NamedNode(iris.place(thing.jurisdiction)), FG.partOfPlace)), "")
                group = self._within(above)
            yield Choice(thing.id or thing.iri, thing.iri, label, printed, group, (step, kind))

    @cached_property
    def _printed(self) -> dict[str, set[str]]:
        """The names under which the tables print each body."""
        store = self.graph.dataset.asserted
        found: dict[str, set[str]] = {}
        for quad in store.quads_for_pattern(None, FG.printedBody, None, lookup.DEFAULT):
            if isinstance(quad.object, ox.NamedNode) and isinstance(quad.subject, ox.NamedNode):
                found.setdefault(quad.object.value, set()).add(lookup.text(store, quad.subject, FG.printedName))
        return found

    def _places(self) -> Iterator[Choice]:
        store = self.graph.dataset.asserted
        for thing in self._finder.places:
            above = next((each.value for each in lookup.nodes(store, ox.NamedNode(thing.iri), FG.partOfPlace)), "")
            group = self._within(above)
            yield Choice(
                thing.id or thing.iri, thing.iri, self.names.concept(thing.iri).label, (), group, (above.count("/") > 0, above, thing.id)
            )

    def _place(self, code: str) -> Bilingual:
        return TOP if code == NATION else self.names.concept(iris.place(code)).label if code else NOTHING

    def _within(self, above: str) -> Bilingual:
        if not above:
            return TOP
        place = self.names.concept(above).label
        return (
            PROVINCES
            if above == iris.place(NATION)
            else Bilingual(zh=WITHIN.zh.format(place=place.zh), en=WITHIN.en.format(place=place.en))
        )

    def _concepts(self, things: Iterable[Thing]) -> Iterator[Choice]:
        for thing in things:
            yield Choice(thing.iri.rpartition("/")[2], thing.iri, self.names.concept(thing.iri).label)

    def _tasks(self) -> Iterator[Choice]:
        store, several = self.graph.dataset.asserted, len(self.graph.tables) > 1
        for node in sorted(lookup.instances(store, FG.PolicyTask), key=lambda each: natural_key(each.value)):
            table, _, row = node.value.removeprefix(iris.BASE + "id/").partition("/task/")
            text = lookup.text(store, node, FG.taskText)
            words = f"{row}  {text[:_START]}{'…' if len(text) > _START else ''}"
            group = self.names.concept(iris.table(table)).label if several else NOTHING
            yield Choice(
                f"{table}/{row}" if several else row, node.value, Bilingual(zh=words, en=words), (), group, natural_key(node.value)
            )

    def _tables(self) -> Iterator[Choice]:
        for table in self.graph.tables:
            yield Choice(table, iris.table(table), self.names.concept(iris.table(table)).label, order=(table,))

    # --- how many there are

    def tasks_of(self, table: str = "") -> int:
        """How many tasks there are, in one table or in all."""
        return sum(not table or iri.startswith(iris.table(table) + "/") for iri in self.known("task"))

    def bodies_of(self, table: str = "", *, reading: str = "adopted") -> int:
        """How many bodies are charged with anything, in one table or in all; a name that no reviewed table lists counts once."""
        store = self.graph.dataset.asserted
        found = set()
        for quad in store.quads_for_pattern(None, FG.printedBody if reading == "printed" else FG.body, None, lookup.DEFAULT):
            if isinstance(quad.object, ox.NamedNode) and (not table or str(quad.subject)[1:].startswith(iris.table(table) + "/")):
                found.add(self.key(quad.object.value))
        return len(found)

    def key(self, body: str) -> str:
        """What tells bodies apart: the IRI, or the name where no reviewed table lists it."""
        return self.names.body(body).name.zh if body.endswith("/unlisted") else body


def _grouped(choices: Iterable[Choice], lang: Lang, *, answered: bool = True) -> Iterator[Group]:
    """The groups by scheme, large ones first; within a group by scheme, else by name as the language sorts names."""
    by_group: dict[Bilingual, list[Choice]] = {}
    for choice in sorted(choices, key=lambda each: (each.order, _collated(each, lang))):
        by_group.setdefault(choice.group, []).append(choice)
    ordered = sorted(by_group.items(), key=lambda each: (each[1][0].order[:1], -len(each[1])))
    for label, members in ordered:
        name = label if answered else Bilingual(zh=EMPTY.zh.format(group=label.zh), en=EMPTY.en.format(group=label.en).strip())
        yield Group(name, tuple(members))


def _collated(choice: Choice, lang: Lang) -> bytes:
    """Chinese by GB 18030, whose common characters stand in the order of pinyin; English without case."""
    return choice.label.zh.encode("gb18030", "replace") if lang == "zh" else choice.label.en.casefold().encode("utf-8", "replace")

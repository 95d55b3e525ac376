"""What can be searched for: every thing of the graph that has a page, with all it is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.ask.catalogue import Question
from fengong.ask.dataset import Dataset
from fengong.ask.names import BODY, FUNCTION, PLACE, TABLE, TASK, TOPIC, Names
from fengong.bilingual import Bilingual
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCTERMS, FG, OWL, RDFS, SKOS

KINDS: dict[str, Bilingual] = {
    "body": BODY,
    "place": PLACE,
    "task": TASK,
    "table": TABLE,
    "question": Bilingual(zh="问题", en="question"),
    "topic": TOPIC,
    "function": FUNCTION,
    "role": Bilingual(zh="角色", en="role"),
    "term": Bilingual(zh="术语", en="term"),
}
"""The kinds of things, in the order in which equally good hits are shown."""

_BODIES = (FG.SingleBody, FG.BodyCollective, FG.UnlistedBody)
_TERMS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_HEARD = frozenset({"body", "place", "topic"})
"""Kinds whose other names are found by their sound too, not only the label."""

NO_WORDS = Bilingual(zh="", en="")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing: its label, its other names, its codes (compared whole or from their beginning), and its text.

    ``heard`` are the names that are found by their sound; ``table`` is the table that it belongs to alone.
    """

    iri: str
    kind: str
    label: Bilingual
    others: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    text: Bilingual = NO_WORDS
    heard: tuple[str, ...] = ()
    table: str = ""

    @property
    def path(self) -> str:
        """The IRI without its base, which is also the path of its page: ``id/body/510000/civil-affairs``."""
        return self.iri.removeprefix(iris.BASE)


def entries(dataset: Dataset, questions: Iterable[Question] = ()) -> tuple[Entry, ...]:
    """Everything that can be found: by kind; bodies of the nearest jurisdiction first; then by IRI in natural order."""
    steps = Names(dataset).jurisdictions
    near = {code: step for step, codes in reversed([*enumerate(steps)]) for code in codes}
    kinds = list(KINDS)
    store = dataset.promised
    found = [*_bodies(store), *_places(store), *_tasks(store), *_tables(dataset), *_concepts(store), *_terms(store), *_asked(questions)]

    def order(entry: Entry) -> tuple[object, ...]:
        place = entry.codes[0].partition("/")[0] if entry.kind == "body" and entry.codes else ""
        return kinds.index(entry.kind), near.get(place, len(steps)), natural_key(entry.iri)

    return tuple(sorted(found, key=order))


def _entry(
    store: ox.Store,
    node: ox.NamedNode,
    kind: str,
    *,
    codes: Iterable[str] = (),
    others: Iterable[str] = (),
    also: tuple[ox.NamedNode, ...] = (SKOS.altLabel, SKOS.hiddenLabel),
    table: str = "",
) -> Entry:
    """The thing with its labels; one without a label in a language goes by the other, else by its IRI."""
    preferred, labels = lookup.both(store, node, SKOS.prefLabel), lookup.both(store, node, RDFS.label)
    zh, en = preferred.zh or labels.zh, preferred.en or labels.en
    name = Bilingual(zh=zh or en or iris.shortened(node.value), en=en or zh or iris.shortened(node.value))
    more = {each.value for prop in also for each in lookup.literals(store, node, prop)}
    names = tuple(sorted({*others, *more} - {name.zh, name.en}, key=lambda each: (len(each), each)))
    heard = (name.zh, *names) if kind in _HEARD else (name.zh,)
    return Entry(node.value, kind, name, names, tuple(codes), heard=heard, table=table)


def _bodies(store: ox.Store) -> Iterator[Entry]:
    for node in (node for each in _BODIES for node in lookup.instances(store, each)):
        table = _table_of(node) if "/task/" in node.value else ""
        code = lookup.text(store, node, DCTERMS.identifier)
        yield _entry(store, node, "body", codes=filter(None, [code]), table=table)


def _places(store: ox.Store) -> Iterator[Entry]:
    for node in lookup.instances(store, FG.Place):
        yield _entry(store, node, "place", codes=[lookup.text(store, node, DCTERMS.identifier)])


def _tasks(store: ox.Store) -> Iterator[Entry]:
    for node in lookup.instances(store, FG.PolicyTask):
        number = lookup.text(store, node, DCTERMS.identifier) or node.value.rpartition("/")[2]
        name = lookup.both(store, node, RDFS.label)
        label = Bilingual(zh=name.zh or f"任务{number}", en=name.en or f"Task {number}")
        text = Bilingual(zh=lookup.text(store, node, FG.taskText), en="")
        yield Entry(node.value, "task", label, (f"第{number}项",), (number,), text, table=_table_of(node))


def _tables(dataset: Dataset) -> Iterator[Entry]:
    for table in dataset.tables:
        node = ox.NamedNode(iris.table(table))
        title = lookup.both(dataset.asserted, node, DCTERMS.title)
        label = Bilingual(zh=title.zh or title.en or table, en=title.en or title.zh or table)
        yield Entry(node.value, "table", label, codes=(table,), heard=(label.zh,), table=table)


def _concepts(store: ox.Store) -> Iterator[Entry]:
    schemes = {"function", "topic", "role"}
    for node in lookup.instances(store, SKOS.Concept):
        scheme, _, slug = node.value.removeprefix(iris.BASE).partition("/")
        printed = [each.value for each in lookup.literals(store, node, FG.labelWording)]
        codes = [slug, f"{scheme}:{slug}"]
        if scheme in schemes:
            yield _entry(store, node, scheme, codes=codes, others=printed)
        else:  # the words of a wording are no names of it
            yield _entry(store, node, "term", codes=codes, also=())


def _terms(store: ox.Store) -> Iterator[Entry]:
    for node in dict.fromkeys(node for each in _TERMS for node in lookup.instances(store, each)):
        if node.value.startswith(iris.NS):
            name = node.value.removeprefix(iris.NS)
            yield _entry(store, node, "term", codes=[name, f"fg:{name}"])


def _asked(questions: Iterable[Question]) -> Iterator[Entry]:
    for each in questions:
        yield Entry(iris.question(each.name), "question", each.summary, codes=(each.name,), text=each.answers, heard=(each.summary.zh,))


def _table_of(node: ox.NamedNode) -> str:
    return node.value.removeprefix(iris.BASE + "id/").partition("/task/")[0]

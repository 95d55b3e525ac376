"""The book: all that pages show, read from one built graph; tables are read when they are first needed and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cached_property

import pyoxigraph as ox

from fengong import iris
from fengong.api import Graph
from fengong.ask import cite
from fengong.ask.search import Index, index_of
from fengong.ask.stated import Stated, stated
from fengong.bilingual import Lang
from fengong.graph.terms import DCTERMS
from fengong.pages.facts import table
from fengong.pages.facts.charges import Charges
from fengong.pages.facts.choices import Choices
from fengong.pages.facts.dataset import Described
from fengong.pages.facts.names import Names
from fengong.pages.facts.overall import Overall, overall
from fengong.pages.facts.table import Table
from fengong.pages.facts.task import Task
from fengong.pages.facts.tasks import Tasks


class Book:
    """One built graph for readers."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._tables: dict[str, Table] = {}

    @cached_property
    def store(self) -> ox.Store:
        """Every graph, and the default graph that all tools have."""
        return self.graph.dataset.whole

    @cached_property
    def names(self) -> Names:
        """What things are called."""
        return Names(self.store)

    @cached_property
    def tasks(self) -> Tasks:
        """The reader of tasks."""
        return Tasks(self.store, self.names)

    @cached_property
    def choices(self) -> Choices:
        """What can be picked for the parameters of questions."""
        return Choices(self.graph, self.names)

    @cached_property
    def index(self) -> Index:
        """Everything that can be found by its words."""
        return index_of(self.graph.dataset, self.graph.questions.values())

    @cached_property
    def charges(self) -> Charges:
        """What every body is charged with."""
        return Charges(self.graph, self.names, self.tables)

    @cached_property
    def described(self) -> Described:
        """The graph and its tables as datasets."""
        return Described(self.graph.dataset)

    @property
    def stated(self) -> Stated:
        """What is said of the graph as a data set."""
        return stated(self.graph.dataset)

    @cached_property
    def ontology_licence(self) -> str:
        """The IRI of the licence that the ontology gives itself; empty where it gives none."""
        about = ox.NamedNode(iris.NS.removesuffix("#"))
        given = self.store.quads_for_pattern(about, DCTERMS.license, None, ox.NamedNode(iris.graph("ontology")))
        return next((quad.object.value for quad in given if isinstance(quad.object, ox.NamedNode)), "")

    @cached_property
    def overall(self) -> Overall:
        """The figures over all tables, and those of each."""
        return overall(tuple(self.tables()))

    @property
    def table_ids(self) -> tuple[str, ...]:
        """The ids of the tables."""
        return self.graph.tables

    def table(self, table_id: str) -> Table | None:
        """The table with this id, or None."""
        if table_id not in self.table_ids:
            return None
        if table_id not in self._tables:
            self._tables[table_id] = table.read(table_id, self.store, self.names, self.tasks)
        return self._tables[table_id]

    def tables(self) -> Iterator[Table]:
        """Every table, in the order of their ids."""
        for each in self.table_ids:
            if found := self.table(each):
                yield found

    def task(self, iri: str) -> Task | None:
        """The task with this IRI, or None."""
        return self.tasks.task(iri)

    def citation(self, iri: str, lang: Lang) -> str:
        """One line after GB/T 7714 for a thing."""
        return cite.gbt7714(self.graph.dataset, iri, lang, questions=self.graph.questions)

    def bibtex(self, iri: str) -> str:
        """The BibTeX entry of a thing."""
        return cite.bibtex(self.graph.dataset, iri, questions=self.graph.questions)

    @cached_property
    def mark(self) -> str:
        """The first digits of a hash over the manifest's word on every file: it changes with the graph."""
        names = sorted(self.graph.dataset.names)
        whole = hashlib.sha256("".join(f"{name} {self.graph.dataset.sha256(name)}\n" for name in names).encode())
        return whole.hexdigest()[:12]

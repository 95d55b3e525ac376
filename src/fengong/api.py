"""The Python side: open a built graph, ask it, or take it away as rdflib.

>>> import fengong
>>> graph = fengong.open()
>>> [row["number"] for row in graph.ask("led-by", body="民政厅")]
[8, 9, 12, 13, 15, 19, 23, 40, 42, 46, 52]
>>> len(graph.ask("led-by", body="民政厅", reading="printed"))
8
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from fengong import workspace as workspaces
from fengong.ask import answer, catalogue
from fengong.ask.answer import Answer
from fengong.ask.catalogue import Question
from fengong.ask.dataset import Dataset, open_built
from fengong.errors import BadQuery
from fengong.iris import PREFIXES
from fengong.ledger.division import open_division
from fengong.ledger.entry import Ledger
from fengong.sparql import guard
from fengong.workspace import Workspace

if TYPE_CHECKING:
    import rdflib

    from fengong.compare.result import Comparison

__all__ = ["Answer", "Graph", "Ledger", "Question", "compare_tables", "open"]


@dataclass(frozen=True)
class Graph:
    """A built graph and the questions that can be asked of it. Made by `open`; nothing is loaded before it is needed."""

    workspace: Workspace
    dataset: Dataset

    @property
    def tables(self) -> tuple[str, ...]:
        """The ids of the tables.

        >>> open().tables
        ('sichuan-elderly-childcare',)
        """
        return self.dataset.tables

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """The canned questions by name.

        >>> open().questions["led-by"].summary.zh
        '某单位牵头的任务'
        """
        return catalogue.load(self.workspace.queries)

    def ask(self, question: str, *, reading: str = "adopted", **given: str | int | None) -> Answer:
        """The answer to a canned question: iterate for typed rows (dicts of str, int, Decimal, bool, date or None).

        ``given`` are the question's parameters as a person would write them: a body's printed name, a task's number.
        ``reading`` is ``adopted`` or ``printed``.

        Raises UnknownName (also for the question), AmbiguousName, MissingParameter, NotApplicable, NeedsTable.

        >>> row = next(iter(open().ask("bodies-of", task=12)))
        >>> row["printedName"], row["bodyEn"]
        ('民政部', 'Sichuan Department of Civil Affairs')
        """
        values = {name: None if each is None else str(each) for name, each in given.items()}
        return answer.ask(catalogue.find(question, self.workspace.queries), self.dataset, values, reading=reading)

    def ledger(self, body: str, *, table: str | None = None, reading: str = "adopted") -> Ledger:
        """What a body leads, shares and joins, one entry for each responsibility; `fengong.ledger.files.written` makes a file of it.

        ``body`` is called as a person would call it; the duties that it has as a member of a collective are there too.

        Raises UnknownName, AmbiguousName, EmptyLedger, and NotApplicable for a reading that there is not.

        >>> ledger = open().ledger("民政厅")
        >>> len(ledger), ledger.entries[6].number, ledger.entries[6].role.en, ledger.entries[6].quote
        (45, 8, 'lead', '民政厅牵头')
        """
        return open_division(self.dataset, table=table, reading=reading).ledger(body)

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """The result of any SPARQL query, in pyoxigraph's terms; the usual prefixes are known.

        Raises RefusedQuery for updates, SERVICE, LOAD and foreign FROM; BadQuery for a syntax error.

        >>> bool(open().query("ASK { ?task a fg:PolicyTask }"))
        True
        """
        guard.check(sparql, graphs=self.dataset.known)
        try:
            return self.dataset.store_for(sparql).query(sparql, prefixes=PREFIXES)
        except SyntaxError as error:
            raise BadQuery(str(error)) from error

    def to_rdflib(self) -> rdflib.Graph:
        """The default graph (ontology, bodies, asserted and inferred triples) as an `rdflib.Graph`; imports rdflib.

        >>> graph = open().to_rdflib()
        >>> from rdflib import RDF, URIRef
        >>> len(set(graph.subjects(RDF.type, URIRef("https://w3id.org/fengong/ns#PolicyTask"))))
        52
        """
        import rdflib  # noqa: PLC0415 - the reading half does without it

        graph = rdflib.Graph()
        for name in self.dataset.names:
            if self.dataset.in_default(name):
                graph.parse(data=self.dataset.triples_text(name), format="nt")
        return graph

    def to_rdflib_dataset(self) -> rdflib.Dataset:
        """Every named graph as an `rdflib.Dataset`, with the default graph that all other tools have; imports rdflib."""
        import rdflib  # noqa: PLC0415 - the reading half does without it

        dataset = rdflib.Dataset()
        everything = b"".join(self.dataset.text(name) for name in self.dataset.names)
        dataset.parse(data=everything, format="nquads")  # once: a second parse would empty the default graph
        dataset.default_graph += self.to_rdflib()
        return dataset


def open(workspace: str | Path | None = None, *, data: Sequence[str | Path] = ()) -> Graph:  # noqa: A001 - fengong.open, as gzip.open
    """Open the built graph of ``workspace``; the graphs of the RDF files ``data`` are there beside it, through GRAPH.

    A folder; else ``$FENGONG_WORKSPACE``; else the current folder if it is a workspace; else the graph that was shipped.

    Raises NoWorkspace, NotBuilt, DamagedGraph; for ``data`` UnreadableFile and UnreadableData.
    """
    found = workspaces.find(workspace)
    dataset = open_built(found)
    if data:
        dataset.put_beside(data)
    return Graph(found, dataset)


def compare_tables(
    earlier: str | Path, later: str | Path, *, reading: str = "adopted", jurisdiction: str = "", workspace: str | Path | None = None
) -> Comparison:
    """What changed between two tables, each the name of a table, a table folder or a source file; nothing has to be built.

    ``jurisdiction`` counts for a file without source.toml, else that of the other side does.

    Raises UnknownName, UnknownJurisdiction, ChangedSource, BadHandKeptFile, SourceError.

    >>> compare_tables("sichuan-elderly-childcare", "sichuan-elderly-childcare").changes
    ()
    """
    from fengong.builder import inputs  # noqa: PLC0415 - the reading half does without it
    from fengong.builder.table import Ground  # noqa: PLC0415 - the same
    from fengong.compare import result  # noqa: PLC0415 - the same

    ground = Ground(inputs.find(workspaces.find(workspace)))
    return result.tables(str(earlier), str(later), ground, reading=reading, jurisdiction=jurisdiction)

"""From the built graph to ledgers: who is named in which clause of which task, and so what each body must do, with whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from fengong import iris
from fengong.ask.answer import Value, value
from fengong.ask.dataset import Dataset
from fengong.ask.names import Names
from fengong.bilingual import Bilingual
from fengong.errors import EmptyLedger, NotApplicable
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCTERMS, FG, SKOS, SPDX
from fengong.iris import PREFIXES
from fengong.ledger import promises
from fengong.ledger.clauses import OF_ALL, OF_ONE, Clause, Mention, by_task
from fengong.ledger.entry import Body, Entry, Ledger, Partners, Source
from fengong.sparql import bind

READINGS = ("adopted", "printed")
MEMBERSHIPS = "SELECT ?collective ?member WHERE { ?membership fg:collective ?collective ; fg:member ?member }"


@dataclass(frozen=True)
class Division:
    """The division of tasks of one table or of all, read once; ledgers are made from it."""

    dataset: Dataset
    reading: str
    tables: tuple[str, ...]
    only: str | None = None

    def ledger(self, body: str) -> Ledger:
        """The ledger of one body, called as a person would call it. Raises UnknownName, AmbiguousName, EmptyLedger."""
        mentions = [node.value for node in Names(self.dataset, self.tables if self.only else ()).bodies_called(body)]
        named = [*mentions, *self._collectives.get(mentions[0], ())]
        rows = (row for each in named for row in self._select(OF_ONE, {"named": ox.NamedNode(each)}))
        return self._ledger(mentions, by_task(rows))

    def every(self) -> Iterator[Ledger]:
        """The ledgers of all bodies that have any responsibility, by their own name or as members of a collective, in order of their IRIs.

        Mentions of one name that no reviewed table lists are one body. Raises EmptyLedger where there is none at all.
        """
        concerned: dict[str, dict[str, tuple[Clause, ...]]] = {}
        for task, clauses in by_task(self._select(OF_ALL, {})).items():
            for named in {mention.body for clause in clauses for mention in clause.mentions}:
                concerned.setdefault(named, {})[task] = clauses
        if not concerned:
            raise EmptyLedger(" · ".join(self.tables) or "—", self.reading)
        for group in self._bodies(concerned):
            named_by = [*group, *self._collectives.get(group[0], ())]
            yield self._ledger(group, {task: clauses for each in named_by for task, clauses in concerned.get(each, {}).items()})

    def _bodies(self, named: Collection[str]) -> list[list[str]]:
        """Those named and the members of collectives named; the mentions of an unlisted name together."""
        members = [member for member, collectives in self._collectives.items() if set(collectives) & set(named)]
        groups: dict[str, list[str]] = {}
        for each in sorted({*named, *members}, key=natural_key):
            unlisted = each.endswith("/unlisted")
            groups.setdefault(self._name(each).zh if unlisted else each, []).append(each)
        return list(groups.values())

    # --- one ledger

    def _ledger(self, mentions: list[str], tasks: Mapping[str, tuple[Clause, ...]]) -> Ledger:
        body = self._body(mentions[0])
        through = {collective: self._body(collective) for collective in self._collectives.get(mentions[0], ())}
        entries = [
            self._entry(clause, mention, through.get(mention.body), tasks[task], frozenset(mentions))
            for task in sorted(tasks, key=natural_key)
            for clause in tasks[task]
            for mention in clause.mentions
            if mention.body in mentions or mention.body in through
        ]
        if not entries:
            raise EmptyLedger(body.name.zh, self.reading)
        used = dict.fromkeys(entry.table for entry in entries)
        return Ledger(body, self.reading, tuple(self._source(table) for table in used), tuple(entries))

    def _entry(
        self, clause: Clause, mention: Mention, through: Body | None, clauses: tuple[Clause, ...], mentions: frozenset[str]
    ) -> Entry:
        table, _, row = clause.task.removeprefix(iris.BASE + "id/").partition("/task/")
        return Entry(
            mention.responsibility,
            table,
            int(row) if row.isdecimal() else row,
            clause.text,
            self._role(clause.role),
            through,
            mention.printed_name,
            clause.quote,
            clause.start,
            clause.end,
            self._partners(clauses, mentions | ({through.iri} if through else set())),
            self._promises.targets.get(clause.task, ()),
            self._promises.deadlines.get(clause.task, ()),
            mention.corrected,
        )

    def _partners(self, clauses: tuple[Clause, ...], own: frozenset[str]) -> tuple[Partners, ...]:
        """Everybody else in the task, by role: not the body itself, nor the collective that it is meant by."""
        bodies: dict[str, dict[str, Body]] = {}
        phrases: dict[str, list[str]] = {}
        for clause in clauses:
            others = bodies.setdefault(clause.role, {})
            others |= {mention.body: self._body(mention.body) for mention in clause.mentions if mention.body not in own}
            phrases.setdefault(clause.role, []).extend([clause.open_phrase] if clause.open_phrase else [])
        return tuple(
            Partners(self._role(role), tuple(others.values()), tuple(phrases[role]))
            for role, others in bodies.items()
            if others or phrases[role]
        )

    # --- looking up

    def _select(self, query: str, given: Mapping[str, ox.NamedNode]) -> Iterator[dict[str, Value]]:
        read = bind.printed(query) if self.reading == "printed" else query
        table = {"table": ox.NamedNode(iris.table(self.only))} if self.only else {}
        found = self.dataset.promised.query(bind.bind(read, {**given, **table}), prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - the queries are SELECT
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {name: value(row[name]) for name in names}

    @cached_property
    def _promises(self) -> promises.Promises:
        return promises.read(lambda query: self._select(query, {}))

    @cached_property
    def _collectives(self) -> dict[str, tuple[str, ...]]:
        """The collectives that each body is a member of."""
        found: dict[str, list[str]] = {}
        for row in self._select(MEMBERSHIPS, {}):
            found.setdefault(str(row["member"]), []).append(str(row["collective"]))
        return {member: tuple(sorted(set(collectives))) for member, collectives in found.items()}

    @cached_property
    def _known(self) -> dict[str, Bilingual]:
        return {}

    def _name(self, iri: str) -> Bilingual:
        if iri not in self._known:
            self._known[iri] = lookup.both(self.dataset.asserted, ox.NamedNode(iri), SKOS.prefLabel)
        return self._known[iri]

    def _body(self, iri: str) -> Body:
        name = self._name(iri)
        return Body(iri, Bilingual(zh=name.zh or name.en or iri, en=name.en))

    def _role(self, iri: str) -> Bilingual:
        name = self._name(iri)
        return Bilingual(zh=name.zh or name.en or iri, en=name.en or name.zh or iri)

    def _source(self, table: str) -> Source:
        store, node = self.dataset.asserted, ox.NamedNode(iris.table(table))
        texts = lookup.nodes(store, node, FG.sourceText)
        sums = [each for text in texts for each in lookup.nodes(store, text, SPDX.checksum)]
        digest = next((lookup.text(store, each, SPDX.checksumValue) for each in sums), "")
        return Source(table, lookup.both(store, node, DCTERMS.title), digest, self.dataset.sha256(table))


def open_division(dataset: Dataset, *, table: str | None = None, reading: str = "adopted") -> Division:
    """The division of ``table``, or of all tables. Raises UnknownName, and NotApplicable for a reading that there is not."""
    if reading not in READINGS:
        raise NotApplicable("ledger", f"--reading {reading}", READINGS)
    if table is None:
        return Division(dataset, reading, dataset.tables)
    only = Names(dataset).table(table).value.rpartition("/")[2]
    return Division(dataset, reading, (only,), only)

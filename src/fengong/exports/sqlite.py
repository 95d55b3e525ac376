"""All tables and all triples as one SQLite file, with keys, indices and full-text search; read back and compared."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

from fengong.ask.answer import Value
from fengong.errors import DamagedGraph, NotInThisFormat
from fengong.exports.rdf import DIFFERENT
from fengong.exports.table import Filled, Table

_TYPES = {"iri": "TEXT", "text": "TEXT", "integer": "INTEGER", "decimal": "NUMERIC", "boolean": "BOOLEAN", "date": "DATE"}
_PAGE = 4096
Term = tuple[str, str, str]
"""An IRI or blank node with two empty strings; a literal with its datatype and its language."""

_TRIPLES = """
CREATE VIEW triples AS
SELECT g.value AS graph, s.value AS subject, p.value AS predicate, o.value AS object, o.datatype, o.language
FROM statements t JOIN terms g ON g.term = t.graph JOIN terms s ON s.term = t.subject JOIN terms p ON p.term = t.predicate
JOIN terms o ON o.term = t.object
"""

_WHO = """
CREATE VIEW whoDoesWhat AS
SELECT r.responsibility, t."table", t.number, t.taskText, role.nameZh AS roleZh, role.nameEn AS roleEn,
       r.printedName, body.nameZh AS bodyZh, body.nameEn AS bodyEn, r.body, r.printedBody <> r.body AS corrected,
       c.openEnded, q.start, q."end"
FROM responsibilities r JOIN tasks t USING (task) JOIN clauses c USING (clause) JOIN bodies body USING (body)
JOIN concepts role ON role.concept = r.role JOIN quotations q ON q.quotation = r.quotation
"""
# The trigram tokenizer is the one of FTS5 that finds Chinese, which has no spaces between words; it needs three characters or more.
_SEARCH = """
CREATE VIRTUAL TABLE taskSearch USING fts5(taskText, content='tasks', tokenize='trigram');
INSERT INTO taskSearch(taskSearch) VALUES ('rebuild');
INSERT INTO taskSearch(taskSearch) VALUES ('optimize');
"""


def as_sqlite(tables: Sequence[Filled], quads: Iterable[ox.Quad], about: Mapping[str, str]) -> bytes:
    """The bytes of the database: the same for the same graph, with the same SQLite.

    What one table says no other one repeats; the view `whoDoesWhat` puts it together again. ``about`` fills the table `metadata`.

    Raises NotInThisFormat for a whole number beyond 64 bits and where Python's SQLite has no FTS5 with trigrams.
    """
    kept = [filled.without_repeats() for filled in tables]
    triples = sorted(map(_terms, quads))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fengong.sqlite"
        with closing(sqlite3.connect(path, isolation_level=None)) as base:
            _fill(base, kept, triples, about)
            _compare(base, kept, triples)
        return path.read_bytes()


def _fill(base: sqlite3.Connection, tables: Sequence[Filled], triples: Sequence[tuple[Term, ...]], about: Mapping[str, str]) -> None:
    # No journal: the file is thrown away where anything fails. A fixed page size: the bytes depend on nothing of the machine.
    base.executescript(f"PRAGMA page_size = {_PAGE}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
    known = {filled.table.name: filled.table for filled in tables}
    _insert(base, "metadata", ("key", "value"), sorted(about.items()), '"key" TEXT PRIMARY KEY, "value" TEXT NOT NULL')
    try:
        for filled in tables:
            names = tuple(column.name for column in filled.table.columns)
            rows = (tuple(map(_stored, row)) for row in filled.rows)
            _insert(base, filled.table.name, names, rows, ", ".join(_declared(filled.table, known)))
    except OverflowError as error:
        raise NotInThisFormat("sqlite", str(error)) from error
    _say(base, triples)
    for filled in tables:
        for column in filled.table.columns[filled.table.keys == 1 :]:
            if column.kind == "iri":
                base.execute(f'CREATE INDEX "{filled.table.name}.{column.name}" ON "{filled.table.name}"("{column.name}")')
    base.execute(_WHO)
    try:
        base.executescript("BEGIN;" + _SEARCH + "COMMIT;")  # a script ends the transaction before it
    except sqlite3.OperationalError as error:
        raise NotInThisFormat("sqlite", f"SQLite {sqlite3.sqlite_version}: {error}") from error


def _say(base: sqlite3.Connection, triples: Sequence[tuple[Term, ...]]) -> None:
    """Each term once, and the statements by the numbers of their terms: a quarter of the bytes of a table of words."""
    numbers = {term: number for number, term in enumerate(sorted({term for line in triples for term in line}), 1)}
    columns = '"term" INTEGER PRIMARY KEY, "value" TEXT NOT NULL, "datatype" TEXT NOT NULL, "language" TEXT NOT NULL'
    _insert(base, "terms", ("term", "value", "datatype", "language"), ((number, *term) for term, number in numbers.items()), columns)
    names = ("graph", "subject", "predicate", "object")
    declared = ", ".join(f'"{name}" INTEGER NOT NULL REFERENCES terms(term)' for name in names)
    lines = (tuple(numbers[term] for term in line) for line in triples)
    _insert(base, "statements", names, lines, f"{declared}, PRIMARY KEY (subject, predicate, object, graph)")
    base.executescript('CREATE INDEX "statements.object" ON statements(object, predicate); CREATE INDEX "terms.value" ON terms(value);')
    base.execute(_TRIPLES)


def _insert(base: sqlite3.Connection, table: str, names: Sequence[str], rows: Iterable[Sequence[object]], declared: str) -> None:
    base.execute(f'CREATE TABLE "{table}" ({declared})')
    base.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(names))})', rows)  # noqa: S608 - the names are ours


def _declared(table: Table, known: Mapping[str, Table]) -> Iterator[str]:
    """The columns, the key, and the keys of other tables that are there."""
    for at, column in enumerate(table.columns):
        yield f'"{column.name}" {_TYPES[column.kind]}{" NOT NULL" if at < table.keys else ""}'
    yield f"PRIMARY KEY ({', '.join(_quoted(column.name) for column in table.columns[: table.keys])})"
    for column in table.columns:
        if column.of in known:
            yield f'FOREIGN KEY ("{column.name}") REFERENCES "{column.of}" ("{known[column.of].columns[0].name}")'


def _quoted(name: str) -> str:
    return f'"{name}"'


def _stored(value: Value) -> str | int | None:
    """A value as SQLite is given it: a decimal as its digits, which a NUMERIC column makes a number where nothing is lost."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _terms(quad: ox.Quad) -> tuple[Term, ...]:
    graph = quad.graph_name if not isinstance(quad.graph_name, ox.DefaultGraph) else ""
    return tuple(_term(each) for each in (graph, *quad.triple))


def _term(term: object) -> Term:
    if isinstance(term, ox.Literal):
        return term.value, term.datatype.value, term.language or ""
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else str(getattr(term, "value", term)), "", ""


def _compare(base: sqlite3.Connection, tables: Sequence[Filled], triples: Sequence[tuple[Term, ...]]) -> None:
    """Raise DamagedGraph where a row is another one than was meant, or a key points nowhere."""
    for filled in tables:
        found = base.execute(f'SELECT * FROM "{filled.table.name}" ORDER BY rowid').fetchall()  # noqa: S608 - the name is ours
        back = [tuple(_value(column.kind, each) for column, each in zip(filled.table.columns, row, strict=True)) for row in found]
        if back != list(filled.rows):
            raise DamagedGraph(f"sqlite: {filled.table.name}", DIFFERENT)
    lost = base.execute("PRAGMA foreign_key_check").fetchall()
    said = {((g, "", ""), (s, "", ""), (p, "", ""), tuple(o)) for g, s, p, *o in base.execute("SELECT * FROM triples")}
    if lost or said != set(triples):
        raise DamagedGraph(f"sqlite: {lost[0][0] if lost else 'triples'}", DIFFERENT)


def _value(kind: str, stored: object) -> Value:
    if stored is None or kind in {"iri", "text", "integer"}:
        return stored  # type: ignore[return-value] # SQLite gives back what was stored
    if kind == "decimal":
        return Decimal(str(stored))
    return bool(stored) if kind == "boolean" else date.fromisoformat(str(stored))

"""Every rule fires: each shape, check query and rule of reading is broken on purpose, once at least, and says so in zh and en.

A rule that has never fired is not known to work. The breakages are small changes to the real table: four of its rows
as built, some of its bodies, and one SPARQL update each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from string import Formatter

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF as R_RDF
from rdflib import Graph, URIRef
from rdflib.namespace import SH as R_SH

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.builder import pipeline, table
from fengong.builder.table import BuiltTable, Ground
from fengong.check import queries, rules
from fengong.check.finding import Finding, ordered, say
from fengong.check.place import Places
from fengong.check.shapes import rdflib_graph
from fengong.compare import present, result, side, targets
from fengong.compare.say import comparison as say_comparison
from fengong.graph import say_evidence, say_links, say_reference
from fengong.graph.closure import close_ontology
from fengong.graph.files import canonical
from fengong.graph.terms import FG, OA, RDF, RDFS, SH, SKOS
from fengong.reference import links
from fengong.reference.bodies import Body
from fengong.reference.metadata import Correction, Corrections, Excused, TableMetadata
from fengong.reference.progress import ProgressEvidence
from fengong.reference.understand import understand
from fengong.text import table as reader
from support import HEADER, ROOT, SICHUAN, TEXT
from support import ground as open_ground

ROWS = (1, 2, 8, 12, 30, 42, 52)
"""1 and 42 are open-ended, 12 prints 民政部 in three clauses, and 52 has a clause that names nobody. 2, 8 and 30 have targets."""

PREFIXES = (
    "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in iris.PREFIXES.items()) + "PREFIX body: <https://w3id.org/fengong/id/body/>\n"
)
HERE = iris.table(SICHUAN) + "/"
"""What the short IRIs of the cases about the table are relative to."""
THERE = iris.BASE + "id/"
"""What those of the cases about the bodies are relative to."""

WARNINGS = frozenset(
    """
    body-function body-from-elsewhere body-twice-in-clause national-body-in-provincial-table nobody-accountable
    quotation-context-short reading-changed-without-reason
    """.split()
)
INFOS = frozenset("body-in-two-clauses clause-names-nobody collective-in-other-role misprint-corrected open-ended-clause".split())


def severity_of(rule: str) -> str:
    """The rung of the ladder: the graph is wrong, unless listed as something to look at or something to know."""
    return "Warning" if rule in WARNINGS else "Info" if rule in INFOS else "Violation"


# --- the material ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Material:
    """Some of the real graph: ``own`` triples, and those of the graphs that stand apart (anomalies, evidence)."""

    own: tuple[ox.Triple, ...]
    apart: tuple[ox.Triple, ...]

    def changed(self, update: str, base: str) -> Material:
        """The same after a SPARQL update over both.

        rdflib runs it: a store of pyoxigraph would keep xsd:nonNegativeInteger as xsd:integer.
        """
        graph = rdflib_graph([*self.own, *self.apart])
        graph.update(f"BASE <{base}>\n{PREFIXES}{update}")
        made = set(triples(graph))
        assert made != {*self.own, *self.apart}, f"changes nothing: {update}"
        noted = {t for t in made if re.search("/anomaly/|/evidence/", t.subject.value)}
        return Material(tuple(made - noted), tuple(noted))


def triples(graph: Graph) -> Iterator[ox.Triple]:
    """The triples of an rdflib graph."""
    for quad in ox.parse(graph.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES):
        yield quad.triple


@pytest.fixture(scope="session")
def ground() -> Ground:
    """Ontology, reviewed tables, shapes and checks of this checkout, closed."""
    opened = open_ground()
    closed = replace(opened, ontology_inferred=tuple(close_ontology(canonical(opened.vocabulary.triples))))
    return replace(closed, bodies_inferred=tuple(closed.closure.infer(closed.bodies, name="bodies")))


@pytest.fixture(scope="session")
def built(ground: Ground) -> BuiltTable:
    """The Sichuan table, built now."""
    return table.build(ROOT / "graph" / "sources" / SICHUAN, ground)


@pytest.fixture(scope="session")
def text() -> str:
    """The source text of the table."""
    return TEXT.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def rows(built: BuiltTable) -> Material:
    """Four rows of the table with all that belongs to them, and made-up evidence of progress in one."""
    graphs = {graph.name: [quad.triple for quad in ox.parse(graph.nquads, format=ox.RdfFormat.N_QUADS)] for graph in built.unit.graphs}
    asserted, anomalies = [*graphs[SICHUAN], *graphs[f"{SICHUAN}.promises"]], graphs[f"{SICHUAN}.anomalies"]
    of_rows = re.compile(rf"/task/(?:{'|'.join(map(str, ROWS))})(?:/|$)")
    kept = {t.subject for t in asserted if of_rows.search(t.subject.value)}
    spans = {t.object for t in asserted if t.subject in kept and t.predicate in {FG.quotedFrom, FG.openEndedQuotedFrom}}
    kept |= spans | {t.object for t in asserted if t.subject in spans and t.predicate == OA.hasSelector}
    whole = re.compile(r"/task/|/text[#/]\w*[=\d]")
    noted = {t.subject for t in anomalies if t.predicate == OA.hasTarget and t.object in spans}
    recorded = ProgressEvidence("12", date(2026, 3, 1), "虚构佐证：仅供测试。", "https://www.example.org/a", "虚构单位", line=2)
    return Material(
        tuple(t for t in asserted if t.subject in kept or not whole.search(t.subject.value.replace("/sha256", ""))),
        (*(t for t in anomalies if t.subject in noted), *say_evidence.evidence([recorded], SICHUAN)),
    )


@pytest.fixture(scope="session")
def some_bodies(ground: Ground) -> Material:
    """A department, its ministry, a company, two prefecture governments, their collective and places, all changes, and evidence."""
    wanted = re.compile(
        r"/body/510000/(?:civil-affairs|state-grid-sichuan|peoples-bank-chengdu-branch|peoples-government)(?:/|$)"
        r"|/body/cn/(?:civil-affairs|state-grid|peoples-bank|banking-insurance-regulator|rural-revitalisation|agriculture-rural-affairs|state-council)$"
        r"|/body/510[13]00/|/collective/[^/]+(?:/member/510[13]00)?$|/place/(?:cn|510000|510[13]00)$|/change/"
    )
    evidence = say_reference.evidence(ground.reference)
    return Material(
        tuple(t for t in ground.bodies if wanted.search(t.subject.value)), tuple(t for t in evidence if wanted.search(t.subject.value))
    )


def check_rows(material: Material, text: str, ground: Ground) -> tuple[Finding, ...]:
    """What a build has to say about ``material``."""
    inferred = ground.closure.infer(material.own, ground.background, name="changed")
    anomalies, evidence = ([t for t in material.apart if word in t.subject.value] for word in ("/anomaly/", "/evidence/"))
    return ordered(table.validate(SICHUAN, material.own, inferred, anomalies, evidence, text=text, ground=ground))


def check_bodies(material: Material, ground: Ground) -> tuple[Finding, ...]:
    """What a build has to say about ``material``."""
    inferred = ground.closure.infer(material.own, name="changed")
    return pipeline.validate_bodies([*material.own, *inferred], material.apart, ground)


@pytest.fixture(scope="session")
def usual(rows: Material, text: str, ground: Ground) -> frozenset[Finding]:
    """What there is to know of the four rows as they are."""
    return frozenset(check_rows(rows, text, ground))


@pytest.fixture(scope="session")
def compared(ground: Ground) -> Material:
    """A comparison of the Sichuan table with a copy: a task reworded, a body in another role, a target changed."""
    this = side.load(side.find(SICHUAN, ground), ground)
    first, second, third, *rest = this.entries
    first = replace(first, words="制定规划。", targets=({"minimum": 10, "words": "十个"},))
    other = replace(first, words="制定发展规划。", assignments=third.assignments, cell=third.cell, targets=({"minimum": 12},))
    was, now = (first, second, third, *rest), (other, second, third, *rest)
    found = result.sides(replace(this, entries=was), replace(this, entries=now, coordinate="version/0123456789abcdef"))
    details = [detail for detail in found.changes[0].details if detail.kind == "role-changed"]
    change = replace(found.changes[0], details=(*details, *targets.differences(first.targets, other.targets, dict.get)))
    example = replace(found, changes=(change,))
    example.__dict__["id"] = "example"
    return Material(tuple(say_comparison(example, present.Words.of(ground.vocabulary))), ())


def check_comparison(material: Material, ground: Ground) -> tuple[Finding, ...]:
    """What the shapes have to say about ``material``: a comparison stands alone, outside any table's graph."""
    about = {iris.NS + name for name in ("TableComparison", "TaskChange", "ChangeDetail")}
    return ordered(ground.shapes.validate([*material.own, *ground.typing], about=about, places=Places()))


@pytest.fixture(scope="session")
def linked() -> Material:
    """One link set: a link, and one that was looked for."""
    found = links.load(ROOT / "graph" / "reference")
    each = found.sets["ror"]
    few = (each.mappings[0], next(mapping for mapping in each.mappings if not mapping.found))
    return Material(tuple(say_links.links(replace(each, mappings=few), found.schemes["ror"])), ())


def check_links(material: Material, ground: Ground) -> tuple[Finding, ...]:
    """What the shapes have to say about ``material``: links stand alone, outside any table's graph."""
    about = {iris.PREFIXES["sssom"] + "Mapping", iris.PREFIXES["void"] + "Linkset"}
    return ordered(ground.shapes.validate(material.own, about=about, places=Places()))


def rule_names(ground: Ground) -> set[str]:
    """Every shape that can be the source of a result, and every check query."""
    shapes = {str(shape).rpartition("#")[2] for shape in ground.shapes.graph.subjects(R_SH.message)}
    return shapes | {check.name for check in ground.checks}


# --- one breakage for each shape and check ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """``update`` breaks ``rule`` for ``focus`` (``$this`` in the update; relative); ``row`` is where the finding says to look."""

    rule: str
    focus: str
    update: str
    row: str | None = None

    @property
    def expected_row(self) -> str:
        """The row that the focus belongs to, unless ``row`` says otherwise."""
        match = re.match(r"task/(\d+)", self.focus)
        return self.row if self.row is not None else f"第{match[1]}行" if match else ""

    @property
    def sparql(self) -> str:
        """The update with the focus put in."""
        return self.update.replace("$this", f"<{self.focus}>")


def drop(prop: str) -> str:
    """Take every value of ``prop`` away."""
    return f"DELETE WHERE {{ $this {prop} ?old }}"


def of(focus: str, update: str) -> str:
    """The update about another resource than the one where the fault is found."""
    return update.replace("$this", f"<{focus}>")


def put(prop: str, value: str) -> str:
    """Add a value."""
    return f"INSERT DATA {{ $this {prop} {value} }}"


def change(prop: str, value: str) -> str:
    """Put ``value`` in the place of the values there are."""
    return f"DELETE WHERE {{ $this {prop} ?old }} ; INSERT DATA {{ $this {prop} {value} }}"


THIS_TABLE, ANOMALY, SPAN, RECORDED = f"../{SICHUAN}", "anomaly/1492-1495", "text#char=1492,1495", "evidence/1"
PLACE, QUOTE = "text/1492-1495/position", "text/1492-1495/quote"
UNREAD = (
    f"INSERT DATA {{ $this a fg:UnreadRow ; dcterms:isPartOf <{THIS_TABLE}> ; fg:rowLabel '第99行'@zh ; fg:sourceLine 99 ;"
    f" fg:rule rule:unreadable-cell ; fg:quotedFrom <{SPAN}> }} ; "
)

TABLE_CASES = [
    # the table and its source text
    Case("table-identifier", THIS_TABLE, change("dcterms:identifier", "'Sichuan Table'")),
    Case("table-title", THIS_TABLE, put("dcterms:title", "'另一个标题'@zh")),
    Case("table-title", THIS_TABLE, drop("dcterms:title")),
    Case("table-title-language", THIS_TABLE, put("dcterms:title", "'Titre'@fr")),
    Case("table-language", THIS_TABLE, change("dcterms:language", "'Chinese, simplified'")),
    Case("table-jurisdiction", THIS_TABLE, drop("fg:jurisdiction")),
    Case("table-source-text", THIS_TABLE, drop("fg:sourceText")),
    Case("table-has-task", THIS_TABLE, "DELETE WHERE { ?task dcterms:isPartOf $this }"),
    Case("source-text-checksum", "text", drop("spdx:checksum")),
    Case("source-text-size", "text", change("dcat:byteSize", "17636")),
    Case("source-text-encoding", "text", change("fg:encoding", "'latin-1'")),
    Case("source-text-characters", "text", drop("fg:characters")),
    Case("source-text-format", "text", change("dcterms:format", "'plain text'")),
    Case("checksum-algorithm", "text/sha256", change("spdx:algorithm", "spdx:checksumAlgorithm_md5")),
    Case("checksum-value", "text/sha256", change("spdx:checksumValue", "'aacc'^^xsd:hexBinary")),
    # tasks
    Case("task-number", "task/12", change("fg:taskNumber", "'12'")),
    Case("task-identifier", "task/12", change("dcterms:identifier", "'012'")),
    Case("task-label", "task/12", "DELETE DATA { $this rdfs:label 'Task 12'@en }"),
    Case("task-table", "task/12", drop("dcterms:isPartOf")),
    Case("task-text", "task/12", change("fg:taskText", "'Build care homes.'@en")),
    Case("task-source-line", "task/12", change("fg:sourceLine", "0")),
    Case("task-clause", "task/12", drop("fg:hasClause")),
    Case("task-quotation", "task/12", drop("fg:quotedFrom")),
    Case("identifier-twice", "task/12", change("dcterms:identifier", "'1'")),
    Case("identifier-not-of-number", "task/12", change("dcterms:identifier", "'13'")),
    Case(
        "nobody-accountable", "task/12",
        "DELETE { ?c fg:role ?r } INSERT { ?c fg:role role:support } WHERE { $this fg:hasClause ?c . ?c fg:role ?r }",
    ),
    Case("shortcut-without-responsibility", "task/12", put("fg:leadBody", "<../body/510000/finance>")),
    Case("clause-indexes-not-contiguous", "task/12", of("task/12/clause/3", change("fg:clauseIndex", "5"))),
    Case("positions-not-contiguous", "task/12", of("task/12/resp/2", change("fg:position", "9"))),
    Case("task-text-not-as-quoted", "task/12", change("fg:taskText", "'建设养老院。'@zh")),
    # clauses
    Case("clause-task", "task/12/clause/1", "INSERT DATA { <task/1> fg:hasClause $this }"),
    Case("clause-index", "task/12/clause/1", change("fg:clauseIndex", "0")),
    Case("clause-role", "task/12/clause/1", put("fg:role", "role:guide")),
    Case("clause-role-known", "task/12/clause/1", change("fg:role", "role:command")),
    Case("clause-role-wording", "task/12/clause/1", drop("fg:roleWording")),
    Case("clause-open-ended", "task/12/clause/1", drop("fg:openEnded")),
    Case("clause-open-ended", "task/12/clause/1", put("fg:openEnded", "true")),
    Case("clause-open-phrase", "task/1/clause/1", change("fg:openEndedPhrase", "'and others'@en")),
    Case("clause-open-quotation", "task/1/clause/1", change("fg:openEndedQuotedFrom", "<text>")),
    Case("clause-assigns", "task/12/clause/1", put("fg:assigns", "'民政厅'")),
    Case("clause-quotation", "task/12/clause/1", drop("fg:quotedFrom")),
    Case("clause-names-or-is-open", "task/12/clause/1", drop("fg:assigns")),
    Case("clause-open-ended-whole", "task/1/clause/1", drop("fg:openEndedQuotedFrom")),
    Case("clause-open-ended-whole", "task/1/clause/1", change("fg:openEnded", "false")),
    Case(
        "clause-order-not-of-text", "task/12/clause/1",
        change("fg:clauseIndex", "2") + " ; " + of("task/12/clause/2", change("fg:clauseIndex", "1")),
    ),
    Case("open-phrase-not-as-quoted", "task/1/clause/1", change("fg:openEndedPhrase", "'等单位'@zh")),
    Case("clause-names-nobody", "task/1/clause/1", drop("fg:assigns")),
    Case("open-ended-clause", "task/12/clause/2", change("fg:openEnded", "true") + f" ; {put('fg:openEndedQuotedFrom', f'<{SPAN}>')}"),
    # responsibilities
    Case("responsibility-identifier", "task/12/resp/1", drop("dcterms:identifier")),
    Case("responsibility-description", "task/12/resp/1", drop("dcterms:description")),
    Case("responsibility-clause", "task/12/resp/1", "DELETE WHERE { ?clause fg:assigns $this }"),
    Case("responsibility-clause", "task/12/resp/1", "INSERT DATA { <task/12/clause/2> fg:assigns $this }"),
    Case("responsibility-body", "task/12/resp/1", drop("fg:body")),
    Case("responsibility-printed-body", "task/12/resp/1", put("fg:printedBody", "<../body/510000/finance>")),
    Case("responsibility-role", "task/12/resp/1", drop("fg:role")),
    Case("responsibility-role-known", "task/12/resp/1", change("fg:role", "role:command")),
    Case("responsibility-position", "task/12/resp/1", change("fg:position", "'1'")),
    Case("responsibility-printed-name", "task/12/resp/1", change("fg:printedName", "'民政部'")),
    Case("responsibility-quotation", "task/12/resp/1", drop("fg:quotedFrom")),
    Case(
        "position-order-not-of-text", "task/12/resp/1",
        change("fg:position", "2") + " ; " + of("task/12/resp/2", change("fg:position", "1")),
    ),
    Case("role-not-of-clause", "task/12/resp/1", change("fg:role", "role:guide")),
    Case("role-property-not-of-role", "task/12/resp/1", "INSERT DATA { <task/12> fg:hasSupportResponsibility $this }"),
    Case("role-property-missing", "task/12/resp/1", "DELETE DATA { <task/12> fg:hasLeadResponsibility $this }"),
    Case("responsibility-of-two-tasks", "task/12/resp/1", "INSERT DATA { <task/1> fg:hasLeadResponsibility $this }"),
    Case("name-not-as-quoted", "task/12/resp/1", change("fg:printedName", "'民政厅'@zh")),
    Case("reference-to-nothing", "task/12/resp/1", change("fg:body", "<../body/510000/no-such-body>")),
    Case("reading-changed-without-reason", "task/12/resp/1", f"DELETE WHERE {{ <{ANOMALY}> ?p ?o }}"),
    Case("body-twice-in-clause", "task/12/resp/2", change("fg:body", "<../body/510000/civil-affairs>")),
    Case("body-twice-in-clause", "task/12/resp/2", change("fg:printedName", "'民政部'@zh")),
    Case("body-in-two-clauses", "task/12/resp/3", change("fg:body", "<../body/510000/civil-affairs>")),
    Case("national-body-in-provincial-table", "task/12/resp/2", change("fg:body", "<../body/cn/health>")),
    Case(
        "body-from-elsewhere", "task/12/resp/2",
        change("fg:body", "<../body/510300/peoples-government>") + " ; " + of(THIS_TABLE, change("fg:jurisdiction", "<../place/510100>")),
    ),
    Case("collective-in-other-role", "task/12/resp/6", of("task/12/clause/3", change("fg:role", "role:sharedByDuty"))),
    Case(
        "misprint-corrected", "task/12/resp/2",
        change("fg:body", "<../body/510000/finance>")
        + " ; INSERT DATA { <anomaly/new> fg:anomalyOf $this ; fg:printedReading '省卫生健康委'@zh ; fg:proposedReading '财政厅'@zh }",
    ),
    Case("unlisted-body-name", "task/12/resp/1/unlisted", put("a", "fg:UnlistedBody")),
    # what is promised
    Case("task-connective-characters", "task/12", drop("fg:connectiveCharacters")),
    Case("task-unread-characters", "task/12", change("fg:unreadCharacters", "'none'")),
    Case("task-topic", "task/12", put("fg:topic", "topic:astronomy")),
    Case("measure-task", "task/1/measure/1", "DELETE WHERE { ?owner fg:hasMeasure $this }"),
    Case("measure-index", "task/1/measure/1", change("fg:measureIndex", "0")),
    Case("measure-text", "task/1/measure/1", drop("fg:measureText")),
    Case("measure-verb", "task/1/measure/1", change("fg:verb", "'draw up'@en")),
    Case("measure-strength", "task/1/measure/1", change("fg:strength", "strength:heroic")),
    Case("measure-object", "task/1/measure/1", put("fg:object", "'另一个'@zh")),
    Case("measure-deadline", "task/30/measure/2", change("fg:deadline", "'2022'^^xsd:gYear")),
    Case("measure-invitation", "task/10/measure/3", change("fg:behindInvitation", "<task/1/measure/1>")),
    Case("measure-deliverable", "task/1/measure/1", put("fg:hasDeliverable", "'规划'")),
    Case("measure-quotation", "task/1/measure/1", drop("fg:quotedFrom")),
    Case("measure-deadline-whole", "task/30/measure/2", drop("fg:deadlinePhrase")),
    Case("lead-in-task", "task/1/lead-in/1", "DELETE WHERE { ?owner fg:hasLeadIn $this }"),
    Case("lead-in-index", "task/1/lead-in/1", drop("fg:leadInIndex")),
    Case("lead-in-text", "task/1/lead-in/1", change("fg:leadInText", "'结合'")),
    Case("lead-in-quotation", "task/1/lead-in/1", drop("fg:quotedFrom")),
    Case("deliverable-measure", "task/1/measure/1/deliverable/1", "DELETE WHERE { ?owner fg:hasDeliverable $this }"),
    Case("deliverable-index", "task/1/measure/1/deliverable/1", change("fg:deliverableIndex", "'1'")),
    Case("deliverable-kind", "task/1/measure/1/deliverable/1", drop("fg:deliverableKind")),
    Case("deliverable-name", "task/1/measure/1/deliverable/1", drop("fg:deliverableName")),
    Case("deliverable-wording", "task/1/measure/1/deliverable/1", change("fg:deliverableWording", "''@zh")),
    Case("deliverable-quotation", "task/1/measure/1/deliverable/1", drop("fg:quotedFrom")),
    Case("target-task", "task/2/target/1", "DELETE WHERE { ?owner fg:hasTarget $this }"),
    Case("target-index", "task/2/target/1", drop("fg:targetIndex")),
    Case("target-text", "task/2/target/1", put("fg:targetText", "'另一个'@zh")),
    Case("target-comparator", "task/2/target/1", change("fg:comparator", "comparator:nearly")),
    Case("target-minimum", "task/2/target/1", change("schema:minValue", "1")),
    Case("target-maximum", "task/2/target/1", put("schema:maxValue", "'ten'")),
    Case("target-has-number", "task/2/target/1", drop("schema:minValue")),
    Case("target-unit-text", "task/2/target/1", drop("schema:unitText")),
    Case("target-unit", "task/2/target/1", change("fg:unit", "unit:furlong")),
    Case("target-unit-code", "task/2/target/1", put("schema:unitCode", "'XYZ'")),
    Case("target-per-quantity", "task/2/target/1", change("fg:perQuantity", "1")),
    Case("target-per-unit", "task/2/target/1", change("fg:perUnit", "'人'")),
    Case("target-denominator", "task/2/target/1", change("fg:denominatorInherited", "'no'")),
    Case("target-comparator-phrase", "task/2/target/1", change("fg:comparatorPhrase", "'at least'@en")),
    Case("target-applies-to", "task/2/target/2", put("fg:appliesTo", "'别处'@zh")),
    Case("target-base", "task/30/target/1", change("fg:base", "'彩票公益金'")),
    Case("target-deadline", "task/30/target/1", change("fg:deadline", "2022")),
    Case("target-quotation", "task/2/target/1", drop("fg:quotedFrom")),
    Case("target-deadline-whole", "task/30/target/1", drop("fg:deadlinePhrase")),
    Case("period-task", "task/1/period/1", "DELETE WHERE { ?owner fg:mentionsPeriod $this }"),
    Case("period-index", "task/1/period/1", drop("fg:periodIndex")),
    Case("period-phrase", "task/1/period/1", drop("fg:periodPhrase")),
    Case("period-start", "task/1/period/1", drop("fg:periodStart")),
    Case("period-end", "task/1/period/1", change("fg:periodEnd", "2025")),
    Case("period-order", "task/1/period/1", change("fg:periodEnd", "'2020-12-31'^^xsd:date")),
    Case("period-quotation", "task/1/period/1", drop("fg:quotedFrom")),
    Case("topic-mention-task", "task/1/topic/elderly-care", "DELETE WHERE { ?owner fg:hasTopicMention $this }"),
    Case("topic-mention-topic", "task/1/topic/elderly-care", put("fg:topic", "topic:childcare")),
    Case("topic-mention-wording", "task/1/topic/elderly-care", drop("fg:topicWording")),
    Case("promise-not-as-quoted", "task/1/measure/1", change("fg:measureText", "'制定规划'@zh")),
    Case("target-not-as-quoted", "task/2/target/1", change("fg:targetText", "'不少于'@zh")),
    Case("characters-not-accounted", "task/12", change("fg:unreadCharacters", "5")),
    Case("measure-indexes-not-contiguous", "task/12", of("task/12/measure/2", change("fg:measureIndex", "7"))),
    Case("topic-without-words", "task/12", put("fg:topic", "topic:rural")),
    # rows left out
    Case("unread-row-table", "unread/99", UNREAD + drop("dcterms:isPartOf"), "第12行"),
    Case("unread-row-label", "unread/99", UNREAD + drop("fg:rowLabel"), "第12行"),
    Case("unread-row-line", "unread/99", UNREAD + drop("fg:sourceLine"), "第12行"),
    Case("unread-row-rule", "unread/99", UNREAD + drop("fg:rule"), "第12行"),
    Case("unread-row-quotation", "unread/99", UNREAD + drop("fg:quotedFrom")),
    # quotations
    Case("quotation-source", SPAN, drop("oa:hasSource"), "第12行"),
    Case("quotation-position", SPAN, f"DELETE DATA {{ $this oa:hasSelector <{PLACE}> }}", "第12行"),
    Case("quotation-words", SPAN, f"DELETE DATA {{ $this oa:hasSelector <{QUOTE}> }}", "第12行"),
    Case("position-start", PLACE, change("oa:start", "1492"), "第12行"),
    Case("position-end", PLACE, drop("oa:end"), "第12行"),
    Case("position-start-before-end", PLACE, change("oa:end", "'1492'^^xsd:nonNegativeInteger"), "第12行"),
    Case("quote-exact", QUOTE, change("oa:exact", "'民政部'@zh"), "第12行"),
    Case("quote-prefix", QUOTE, drop("oa:prefix"), "第12行"),
    Case("quote-suffix", QUOTE, drop("oa:suffix"), "第12行"),
    Case("quotation-length-differs", SPAN, of(PLACE, change("oa:end", "'1496'^^xsd:nonNegativeInteger")), "第12行"),
    Case("quotation-beyond-text", SPAN, of(PLACE, change("oa:end", "'6099'^^xsd:nonNegativeInteger")), "第12行"),
    Case("quotation-iri-not-of-place", SPAN, of(PLACE, change("oa:start", "'1493'^^xsd:nonNegativeInteger")), "第12行"),
    Case("quotation-outside-clause", "task/12/resp/1", of(PLACE, change("oa:start", "'1491'^^xsd:nonNegativeInteger"))),
    Case("quotation-of-another-text", "task/12/resp/1", of(SPAN, change("oa:hasSource", "<../another-table/text>"))),
    Case("quotation-context-short", SPAN, of(QUOTE, change("oa:prefix", "'三'")), "第12行"),
    # anomalies
    Case("anomaly-target", ANOMALY, drop("oa:hasTarget")),
    Case("anomaly-motivation", ANOMALY, change("oa:motivatedBy", "oa:editing"), "第12行"),
    Case("anomaly-responsibility", ANOMALY, drop("fg:anomalyOf"), "第12行"),
    Case("anomaly-kind", ANOMALY, change("fg:anomalyKind", "'typo'"), "第12行"),
    Case("anomaly-printed-reading", ANOMALY, change("fg:printedReading", "'Ministry'@en"), "第12行"),
    Case("anomaly-proposed-reading", ANOMALY, drop("fg:proposedReading"), "第12行"),
    Case("anomaly-readings-differ", ANOMALY, change("fg:proposedReading", "'民政部'@zh"), "第12行"),
    Case("anomaly-printed-body", ANOMALY, drop("fg:printedReadingBody"), "第12行"),
    Case("anomaly-adopted-body", ANOMALY, change("fg:adoptedReadingBody", "<../body/510000/no-such-body>"), "第12行"),
    Case("anomaly-reason", ANOMALY, change("dcterms:description", "'误印'@zh"), "第12行"),
    Case("anomaly-confidence", ANOMALY, change("fg:confidence", "1.5"), "第12行"),
    Case("anomaly-created", ANOMALY, change("dcterms:created", "'2026'^^xsd:gYear"), "第12行"),
    Case("anomaly-not-adopted", ANOMALY, of("task/12/resp/1", change("fg:body", "<../body/510000/finance>")), "第12行"),
    Case("anomaly-not-of-printed-body", ANOMALY, of("task/12/resp/1", change("fg:printedBody", "<../body/510000/finance>")), "第12行"),
    Case("anomaly-not-as-printed", ANOMALY, change("fg:printedReading", "'民政局'@zh"), "第12行"),
    Case("anomaly-elsewhere", ANOMALY, change("oa:hasTarget", "<text#char=127,130>"), "第1行"),
    # evidence of progress
    Case("progress-task", RECORDED, change("fg:evidenceOn", "<task/99>")),
    Case("progress-task", RECORDED, drop("fg:evidenceOn")),
    Case("progress-date", RECORDED, change("fg:evidenceDate", "'2026-02-30'^^xsd:date")),
    Case("progress-date", RECORDED, change("fg:evidenceDate", "'2026-03'^^xsd:gYearMonth")),
    Case("progress-statement", RECORDED, drop("fg:statement")),
    Case("progress-address", RECORDED, change("fg:sourceAddress", "'ftp://www.example.org/a'^^xsd:anyURI")),
    Case("progress-address", RECORDED, change("fg:sourceAddress", "'https:///a'^^xsd:anyURI")),
    Case("progress-address", RECORDED, change("fg:sourceAddress", "'https://www.example.org/a'")),
    Case("progress-recorder", RECORDED, change("fg:recordedBy", "''")),
    Case("progress-line", RECORDED, change("fg:evidenceLine", "1")),
]  # fmt: skip

BODY, COMPANY, COLLECTIVE = "body/510000/civil-affairs", "body/510000/state-grid-sichuan", "collective/sichuan-prefecture-governments"
MEMBER, CHENGDU = f"{COLLECTIVE}/member/510100", "place/510100"
CHANGE, FACT = "change/rural-revitalisation-2023", f"{BODY}/evidence/kind"

BODY_CASES = [
    Case("body-name-zh", BODY, "DELETE DATA { $this skos:prefLabel '四川省民政厅'@zh }"),
    Case("body-name-en", BODY, put("skos:prefLabel", "'Another Name'@en")),
    Case("body-printed-form", BODY, put("skos:altLabel", "'四川省民政厅'@zh")),
    Case("body-identifier", BODY, change("dcterms:identifier", "'civil-affairs'")),
    Case("body-title", BODY, drop("dcterms:title")),
    Case("body-jurisdiction", BODY, drop("fg:jurisdiction")),
    Case("body-spatial", BODY, change("dcterms:spatial", "place:cn")),
    Case("body-kind", BODY, drop("fg:kind")),
    Case("body-kind-known", BODY, change("fg:kind", "kind:committee")),
    Case("body-function", BODY, drop("fg:function")),
    Case("body-function-known", BODY, change("fg:function", "function:everything")),
    Case("body-national-counterpart", BODY, put("fg:nationalCounterpart", "<body/cn/rural-revitalisation>")),
    Case("body-superior", COMPANY, change("fg:superiorBody", "<collective/sichuan-prefecture-governments>")),
    Case("body-note", BODY, put("skos:note", "'no language'")),
    Case("public-organisation-by-kind", COMPANY, put("a", "cv:PublicOrganisation")),
    Case("public-kind-typed", BODY, "DELETE DATA { $this a cv:PublicOrganisation }"),
    Case("collective-name-zh", COLLECTIVE, put("skos:prefLabel", "'各市（州）人民政府'@zh")),
    Case("collective-name-en", COLLECTIVE, "DELETE { $this skos:prefLabel ?n } WHERE { $this skos:prefLabel ?n FILTER(LANG(?n) = 'en') }"),
    Case("collective-identifier", COLLECTIVE, drop("dcterms:identifier")),
    Case("collective-jurisdiction", COLLECTIVE, drop("fg:jurisdiction")),
    Case("collective-source", COLLECTIVE, drop("dcterms:source")),
    Case("collective-members", COLLECTIVE, "DELETE WHERE { ?membership fg:collective $this }"),
    Case("membership-collective", MEMBER, drop("fg:collective")),
    Case("membership-member", MEMBER, put("fg:member", "<body/510300/peoples-government>")),
    Case("membership-source", MEMBER, drop("dcterms:source")),
    Case("place-name-zh", CHENGDU, "DELETE DATA { $this skos:prefLabel '成都市'@zh }"),
    Case("place-name-en", CHENGDU, "DELETE DATA { $this skos:prefLabel 'Chengdu'@en }"),
    Case("place-identifier", CHENGDU, drop("dcterms:identifier")),
    Case("place-code", CHENGDU, change("fg:divisionCode", "'5101'")),
    Case("place-part-of", CHENGDU, put("fg:partOfPlace", "place:cn")),
    Case("place-source", CHENGDU, drop("dcterms:source")),
    Case("place-coded", CHENGDU, drop("fg:divisionCode")),
    Case("change-original", CHANGE, drop("org:originalOrganization")),
    Case("change-resulting", CHANGE, change("org:resultingOrganization", "<collective/sichuan-prefecture-governments>")),
    Case("change-name", CHANGE, put("skos:prefLabel", "'国家乡村振兴局'@zh")),
    Case("change-description", CHANGE, drop("dcterms:description")),
    Case("change-reported-on", CHANGE, change("fg:reportedOn", "'2023'^^xsd:gYear")),
    Case("change-source", CHANGE, drop("dcterms:source")),
    Case("change-confidence", CHANGE, change("fg:confidence", "'high'")),
    Case("change-has-result", CHANGE, f"{drop('org:resultingOrganization')} ; {drop('skos:prefLabel')}"),
    Case("evidence-for", FACT, drop("fg:evidenceFor")),
    Case("evidence-property", FACT, drop("fg:evidencedProperty")),
    Case("evidence-basis", FACT, change("fg:basis", "'hearsay'")),
    Case("evidence-locatable", FACT, drop("fg:locatable")),
    Case("evidence-confidence", FACT, change("fg:confidence", "'-0.1'^^xsd:decimal")),
    Case("evidence-source", FACT, drop("dcterms:source")),
    Case("evidence-unlocatable-is-weak", FACT, change("fg:confidence", "0.8")),
]

COMPARISON, TASK_CHANGE = "comparison/example", "comparison/example/change/1"
DETAIL, TARGET_DETAIL = f"{TASK_CHANGE}/detail/1", f"{TASK_CHANGE}/detail/2"

COMPARISON_CASES = [
    Case("comparison-title", COMPARISON, put("dcterms:title", "'另一个名称'@zh")),
    Case("comparison-earlier", COMPARISON, drop("fg:earlierTable")),
    Case("comparison-later", COMPARISON, put("fg:laterTable", "<another-table>")),
    Case("comparison-reading", COMPARISON, change("fg:reading", "'guessed'")),
    Case("comparison-change", COMPARISON, put("fg:hasChange", f"<{DETAIL}>")),
    Case("task-change-comparison", TASK_CHANGE, "DELETE WHERE { ?comparison fg:hasChange $this }"),
    Case("task-change-label", TASK_CHANGE, "DELETE { $this rdfs:label ?l } WHERE { $this rdfs:label ?l FILTER(LANG(?l) = 'en') }"),
    Case("task-change-kind", TASK_CHANGE, drop("fg:changeKind")),
    Case("task-change-kind-known", TASK_CHANGE, put("fg:changeKind", "change:vanished")),
    Case("task-change-earlier", TASK_CHANGE, change("fg:earlierTask", "'1'")),
    Case("task-change-later", TASK_CHANGE, change("fg:laterTask", "'1'")),
    Case("task-change-matched-by", TASK_CHANGE, change("fg:matchedBy", "'guess'")),
    Case("task-change-similarity", TASK_CHANGE, change("fg:similarity", "1.2")),
    Case("task-change-words", TASK_CHANGE, change("fg:earlierWords", "'Draw up plans.'@en")),
    Case("task-change-new-words", TASK_CHANGE, change("fg:laterWords", "''@zh")),
    Case("task-change-detail", TASK_CHANGE, put("fg:hasDetail", f"<{COMPARISON}>")),
    Case("task-change-has-task", TASK_CHANGE, f"{drop('fg:earlierTask')} ; {drop('fg:laterTask')}"),
    Case("change-detail-change", DETAIL, "DELETE WHERE { ?change fg:hasDetail $this }"),
    Case("change-detail-kind", DETAIL, put("fg:changeKind", "change:opened")),
    Case("change-detail-kind-known", DETAIL, change("fg:changeKind", "change:vanished")),
    Case("change-detail-body", DETAIL, put("fg:changedBody", "<body/510000/finance>")),
    Case("change-detail-earlier-role", DETAIL, put("fg:earlierRole", "role:command")),
    Case("change-detail-later-role", DETAIL, put("fg:laterRole", "role:command")),
    Case("change-detail-facet", TARGET_DETAIL, change("fg:facet", "'Lower bound'")),
    Case("change-detail-words", DETAIL, change("fg:earlierWords", "'民政厅'")),
    Case("change-detail-new-words", DETAIL, put("fg:laterWords", "'又一个'@zh")),
]

MAPPING, LINK_SET = "link/ror/1", "https://w3id.org/fengong/graph/links/ror"

LINK_CASES = [
    Case("mapping-subject", MAPPING, drop("owl:annotatedSource")),
    Case("mapping-predicate", MAPPING, put("owl:annotatedProperty", "owl:sameAs")),
    Case("mapping-object", MAPPING, change("owl:annotatedTarget", "'02fzqav45'")),
    Case("mapping-status", MAPPING, change("fg:linkStatus", "'certain'")),
    Case("mapping-justification", MAPPING, change("sssom:mapping_justification", "skos:exactMatch")),
    Case("mapping-created", MAPPING, drop("dcterms:created")),
    Case("mapping-reviewed", MAPPING, drop("sssom:review_date")),
    Case("mapping-reviewer", MAPPING, drop("sssom:reviewer_label")),
    Case("mapping-evidence", MAPPING, drop("rdfs:comment")),
    Case("link-set-title", LINK_SET, put("dcterms:title", "'Another'@en")),
    Case("link-set-license", LINK_SET, drop("dcterms:license")),
    Case("link-set-subjects", LINK_SET, drop("void:subjectsTarget")),
    Case("link-set-objects", LINK_SET, drop("void:objectsTarget")),
    Case("link-set-triples", LINK_SET, change("void:triples", "'two'")),
]


def named(cases: Iterable[Case]) -> list[object]:
    """The cases as parameters, called by their rule."""
    return [pytest.param(case, id=case.rule) for case in cases]


def assert_found(found: Iterable[Finding], case: Case, base: str) -> None:
    """``case`` is among the findings, with its severity, row and words in both languages."""
    focus = ox.parse(f"<{case.focus}> a <x:> .", format=ox.RdfFormat.TURTLE, base_iri=base).__next__().subject.value
    hits = [finding for finding in found if finding.rule == case.rule and finding.focus == focus]
    assert hits, f"{case.rule} was not found for {focus}: {sorted({f.rule for f in found})}"
    for hit in hits:
        assert hit.severity == severity_of(case.rule)
        assert hit.row == case.expected_row
        for words in (hit.message, hit.remedy):
            assert words.zh
            assert words.en
            assert words.zh != words.en


@pytest.mark.parametrize("case", named(TABLE_CASES))
def test_breaking_a_table_trips_the_rule(case: Case, rows: Material, usual: frozenset[Finding], text: str, ground: Ground) -> None:
    """Each small change to the table is found, by the rule that it breaks, in the row where it was made."""
    changed = rows.changed(case.sparql, HERE)
    assert_found([finding for finding in check_rows(changed, text, ground) if finding not in usual], case, HERE)


@pytest.mark.parametrize("case", named(BODY_CASES))
def test_breaking_a_body_trips_the_rule(case: Case, some_bodies: Material, ground: Ground) -> None:
    """Each small change to the bodies is found, by the rule that it breaks."""
    assert_found(check_bodies(some_bodies.changed(case.sparql, THERE), ground), case, THERE)


@pytest.mark.parametrize("case", named(COMPARISON_CASES))
def test_breaking_a_comparison_trips_the_rule(case: Case, compared: Material, ground: Ground) -> None:
    """Each small change to a comparison is found, by the rule that it breaks; as it is, it breaks none."""
    assert check_comparison(compared, ground) == ()
    assert_found(check_comparison(compared.changed(case.sparql, THERE), ground), case, THERE)


@pytest.mark.parametrize("case", named(LINK_CASES))
def test_breaking_a_link_trips_the_rule(case: Case, linked: Material, ground: Ground) -> None:
    """Each small change to a graph of links is found, by the rule that it breaks; as it is, it breaks none."""
    assert check_links(linked, ground) == ()
    assert_found(check_links(linked.changed(case.sparql, THERE), ground), case, THERE)


def test_every_link_set_passes_the_shapes(ground: Ground) -> None:
    """What is published about links breaks no shape."""
    found = links.load(ROOT / "graph" / "reference")
    own = [triple for name, each in found.sets.items() for triple in say_links.links(each, found.schemes[name])]
    assert check_links(Material(tuple(own), ()), ground) == ()


def test_every_rule_is_broken_once(ground: Ground) -> None:
    """No shape and no check is forgotten: the rules with a breakage are the rules there are."""
    broken = {case.rule for case in (*TABLE_CASES, *BODY_CASES, *COMPARISON_CASES, *LINK_CASES)}
    assert broken == rule_names(ground)
    assert len(broken) > 140
    assert broken >= WARNINGS | INFOS


# --- each constraint of each shape -----------------------------------------------------------------------------------

Value = ox.NamedNode | ox.Literal
STRANGER = ox.NamedNode("https://example.org/nothing")


def _like(value: Value, words: str) -> ox.Literal:
    """``words`` as a literal of the same language or datatype as ``value``."""
    if not isinstance(value, ox.Literal):
        return ox.Literal(words)
    return ox.Literal(words, language=value.language) if value.language else ox.Literal(words, datatype=value.datatype)


BREAKING: dict[str, Callable[[list[Value]], list[Value]]] = {
    "minCount": lambda _: [],
    "maxCount": lambda old: [*old, _like(old[0], old[0].value + "1") if isinstance(old[0], ox.Literal) else STRANGER, ox.Literal("more")],
    "datatype": lambda old: [*old[1:], ox.Literal(old[0].value, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#token"))],
    "class": lambda old: [*old[1:], STRANGER],
    "nodeKind": lambda old: [*old[1:], ox.Literal("a literal")],
    "node": lambda old: [*old[1:], STRANGER],
    "in": lambda old: [*old[1:], ox.Literal("no-such-value")],
    "pattern": lambda old: [*old[1:], _like(old[0], "?")],
    "minLength": lambda old: [*old[1:], _like(old[0], "")],
    "languageIn": lambda old: [*old[1:], ox.Literal("mots", language="fr")],
    "uniqueLang": lambda old: [*old, _like(old[0], "other words")],
    "minInclusive": lambda old: [*old[1:], _like(old[0], "-1" if "." not in old[0].value else "-0.1")],
    "maxInclusive": lambda old: [*old[1:], _like(old[0], "1.1")],
    "hasValue": lambda old: [*old[1:], STRANGER],
}
"""For each constraint of SHACL that a property shape of ours uses with a plain path: how to break it, given the values there are."""

ELSEWHERE = frozenset({"lessThan", "disjoint", "equals", "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount"})
"""Constraints that compare or count selected values: each is broken by a case above."""


@pytest.fixture(scope="session")
def everything(rows: Material, some_bodies: Material, compared: Material, linked: Material, ground: Ground) -> frozenset[ox.Triple]:
    """Something good of every class: the four rows and the bodies, with a row left out and an unlisted body, a comparison, and links."""
    more = of("unread/99", UNREAD) + of("task/12/resp/1/unlisted", put("a", "fg:UnlistedBody ; skos:prefLabel '某单位'@zh"))
    own = rows.changed(more, HERE).own
    types = [t for t in ground.closure.infer(own, ground.background) if t.predicate == RDF.type]
    wanted = {RDF.type, SKOS.inScheme, FG.publicOrganisation}
    concepts = [t for t in ground.vocabulary.triples if t.predicate in wanted and isinstance(t.subject, ox.NamedNode)]
    return frozenset([*own, *types, *rows.apart, *ground.background, *some_bodies.apart, *compared.own, *linked.own, *concepts])


def instances(everything: frozenset[ox.Triple]) -> dict[str, list[ox.NamedNode]]:
    """The resources of each class."""
    found: dict[str, list[ox.NamedNode]] = {}
    for triple in sorted(everything, key=str):
        if triple.predicate == RDF.type:
            found.setdefault(triple.object.value, []).append(triple.subject)
    return found


def constraints(shapes: Graph) -> Iterator[tuple[URIRef, URIRef, URIRef, bool, str]]:
    """(shape, target class, path, whether the path is inverse, constraint) for every property shape with one step to go."""
    for owner, shape in shapes.subject_objects(R_SH.property):
        target, path = shapes.value(owner, R_SH.targetClass), shapes.value(shape, R_SH.path)
        inverse = shapes.value(path, R_SH.inversePath)
        step = inverse or path
        if not isinstance(shape, URIRef) or not isinstance(target, URIRef) or not isinstance(step, URIRef):
            continue
        for predicate in sorted(set(shapes.predicates(shape))):
            name = str(predicate).removeprefix(str(R_SH))
            if name in BREAKING or name in ELSEWHERE:
                yield shape, target, step, inverse is not None, name


@pytest.mark.parametrize("constraint", sorted(BREAKING))
def test_each_constraint_bites(constraint: str, everything: frozenset[ox.Triple], ground: Ground) -> None:
    """Every constraint of every shape finds the value that it forbids, one example of each at a time."""
    shapes = ground.shapes.graph
    examples = instances(everything)
    wrong, expected = set(everything), set()
    for shape, target, step, inverse, name in constraints(shapes):
        if name != constraint or (inverse and name != "minCount"):
            continue
        prop = ox.NamedNode(str(step))
        if inverse:
            focus = examples[str(target)][0]
            wrong -= {t for t in everything if t.predicate == prop and t.object == focus}
        else:
            having = {t.subject for t in everything if t.predicate == prop}
            focus = next(each for each in examples[str(target)] if each in having)
            old = sorted((t.object for t in everything if t.subject == focus and t.predicate == prop), key=str)
            wrong -= {ox.Triple(focus, prop, value) for value in old}
            wrong |= {ox.Triple(focus, prop, value) for value in BREAKING[constraint](old)}
        expected.add((str(shape).rpartition("#")[2], focus.value))
    assert expected
    found = {(f.rule, f.focus) for f in ground.shapes.validate(wrong, about=ground.shapes.targets(), places=Places())}
    assert expected <= found, expected - found


def test_the_constraints_are_all_known(ground: Ground) -> None:
    """The shapes use no constraint that the test above does not break."""
    words = {R_SH.path, R_SH.severity, R_SH.message, R_SH.description}
    used = {
        str(p).removeprefix(str(R_SH))
        for shape in ground.shapes.graph.subjects(R_RDF.type, R_SH.PropertyShape)
        for p in ground.shapes.graph.predicates(shape)
        if p.startswith(str(R_SH)) and p not in words
    }
    assert used <= BREAKING.keys() | ELSEWHERE
    assert used >= BREAKING.keys()


def test_good_data_of_every_class_passes(everything: frozenset[ox.Triple], ground: Ground) -> None:
    """No shape is vacuous, and none complains without reason: every class has an example, and the examples are clean."""
    assert ground.shapes.targets() <= instances(everything).keys()
    assert not list(ground.shapes.validate(everything, about=ground.shapes.targets(), places=Places()))


# --- the table as it is ----------------------------------------------------------------------------------------------


def test_the_table_as_it_is(built: BuiltTable) -> None:
    """The Sichuan table breaks no rule, asks nobody to look, and has fourteen things worth knowing."""
    assert Counter((f.severity, f.rule) for f in built.findings) == {
        ("Info", "open-ended-clause"): 7,
        ("Info", "misprint-corrected"): 6,
        ("Info", "clause-names-nobody"): 1,
    }
    said = {rule: [f.row for f in built.findings if f.rule == rule] for rule in INFOS}
    assert said["open-ended-clause"] == [f"第{n}行" for n in (1, 10, 42, 48, 49, 51, 52)]
    assert said["misprint-corrected"] == [f"第{n}行" for n in range(12, 18)]
    assert said["clause-names-nobody"] == ["第52行"]


def test_the_bodies_as_they_are(ground: Ground) -> None:
    """The reviewed bodies, and what is said in evidence of them, break no rule."""
    evidence = list(say_reference.evidence(ground.reference))
    assert pipeline.validate_bodies(ground.background, evidence, ground) == ()


def test_the_material_is_whole(usual: frozenset[Finding], some_bodies: Material, ground: Ground) -> None:
    """Without a breakage there is nothing to find in the material but what is true of those rows."""
    assert Counter(f.rule for f in usual) == {"open-ended-clause": 3, "misprint-corrected": 1, "clause-names-nobody": 1}
    assert check_bodies(some_bodies, ground) == ()


# --- what a reader of the report sees --------------------------------------------------------------------------------

MESSAGES = [
    (
        Case("open-ended-clause", "task/52/clause/2", put("rdfs:seeAlso", "fg:")),
        "「参加」条款的单位没有列尽，写有「有关部门（单位）」",
        "The bodies of this 参加 clause are not all named: it says 有关部门（单位）", "有关部门（单位）",
    ),
    (
        Case("misprint-corrected", "task/12/resp/1", put("rdfs:seeAlso", "fg:")),
        "印作「民政部」，采信为「民政厅」（四川省民政厅）",
        "民政部 is printed, 民政厅 is adopted (Sichuan Department of Civil Affairs)", "民政部",
    ),
    (
        Case("responsibility-quotation", "task/12/resp/1", drop("fg:quotedFrom")),
        "责任没有引文，或引文多于一处", "The responsibility is quoted from nowhere, or from several places", "",
    ),
    (
        Case("national-body-in-provincial-table", "task/12/resp/1", change("fg:body", "<../body/cn/civil-affairs>")),
        "地方的分工表把任务交给了国家机关：「民政部」（中华人民共和国民政部）",
        "A local table gives this task to a national body: 民政部 (Ministry of Civil Affairs of the People's Republic of China)", "民政部",
    ),
    (
        Case("positions-not-contiguous", "task/52", of("task/52/resp/1", change("fg:position", "7"))),
        "任务有 3 项责任，次序却从 2 到 7，不同的次序 3 个",
        "The task has 3 responsibilities, but they are counted from 2 to 7, with 3 different numbers",
        "健全“一老一小”服务能力评价指标体系，强化实施方案落实工作的督促指导。",
    ),
    (
        Case("task-number", "task/52", change("fg:taskNumber", "'twelve'")),
        '任务缺少序号，或序号多于一个，或不是正整数（此处为 "twelve"）',
        'The task has no number, several, or one that is no positive integer (here: "twelve")',
        "健全“一老一小”服务能力评价指标体系，强化实施方案落实工作的督促指导。",
    ),
    (
        Case("role-property-missing", "task/12/resp/1", "DELETE DATA { <task/12> fg:hasLeadResponsibility <task/12/resp/1> }"),
        "「民政部」的角色是 lead，任务却没有以 fg:hasLeadResponsibility 关联它",
        "民政部 has the role lead, but the task does not relate it by fg:hasLeadResponsibility", "民政部",
    ),
    (
        Case("quotation-length-differs", SPAN, of(PLACE, change("oa:end", "'1496'^^xsd:nonNegativeInteger"))),
        "引文「民政部」有 3 个字符，位置 1492–1496 却是 4 个",
        "The quotation 民政部 has 3 characters, but its place, 1492 to 1496, has 4", "民政部",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("case", "zh", "en", "words"), [pytest.param(*each, id=each[0].rule) for each in MESSAGES])
def test_what_the_report_says(case: Case, zh: str, en: str, words: str, rows: Material, text: str, ground: Ground) -> None:
    """The message tells, in both languages, what was found there, and shows the printed words."""
    found = check_rows(rows.changed(case.sparql, HERE), text, ground)
    hit = next(f for f in found if f.rule == case.rule and f.focus.endswith(case.focus))
    assert hit.message == Bilingual(zh=zh, en=en)
    assert hit.words == words
    assert (hit.span is None) == (words == "")


def test_the_words_of_the_shapes(ground: Ground) -> None:
    """Every shape that can report has a label, a statement, a message, a remedy and a source, and the words in zh and en once each."""
    graph = ground.shapes.graph
    name = re.compile(r"[a-z]+(?:-[a-z]+)*")
    for shape in graph.subjects(R_SH.message):
        assert isinstance(shape, URIRef), "an anonymous shape reports"
        assert name.fullmatch(str(shape).rpartition("#")[2]), shape
        states = SH.description if (shape, R_SH.path, None) in graph else RDFS.comment
        for prop in (RDFS.label, states, SH.message, FG.remedy):
            assert_bilingual({o.language: str(o) for o in graph.objects(shape, URIRef(prop.value))}, f"{shape} {prop}")
        assert graph.value(shape, URIRef("http://purl.org/dc/terms/source")) is not None, shape
    for shape in graph.subjects(R_RDF.type, R_SH.NodeShape):
        assert isinstance(shape, URIRef)
        assert len(list(graph.objects(shape, R_SH.targetClass))) == 1, shape
        assert len(list(graph.objects(shape, R_SH.severity))) == 1, shape
        assert len(list(graph.objects(shape, R_SH.sparql))) == 0, shape


def test_the_words_of_the_checks(ground: Ground) -> None:
    """Every check says what is wrong, why it matters and what to do, in zh and en, and fills in only what its query gives."""
    for check in ground.checks:
        columns = set(re.findall(r"\?(\w+)", next(line for line in check.query.splitlines() if line.startswith("SELECT"))))
        assert "focus" in columns, check.name
        for key in ("problem", "why", "fix"):
            words = {"zh": check.text(f"{key}_zh"), "en": check.text(key)}
            assert_bilingual(words, f"{check.name} {key}")
            wanted = {lang: {field for _, field, _, _ in Formatter().parse(each) if field} for lang, each in words.items()}
            assert wanted["zh"] | wanted["en"] <= columns, check.name
            assert {re.sub("Zh$", "", w) for w in wanted["zh"]} == {re.sub("En$", "", w) for w in wanted["en"]}, check.name
        assert "NOT EXISTS" not in check.query.upper(), f"{check.name}: measured to be slow"


def assert_bilingual(words: dict[str | None, str] | dict[str, str], where: str) -> None:
    """``words`` holds one text in Chinese and one in English, each in its own script and with its own punctuation."""
    assert set(words) == {"zh", "en"}, where
    assert re.search(r"[\u4e00-\u9fff]", words["zh"]), where
    assert re.match(r"[A-Za-z{]", words["en"]), where
    assert not re.search(r"[，。；：、]", words["en"]), where
    assert not re.search(r"[\u4e00-\u9fff][,;:]", words["zh"]), where


def test_rule_names_are_used_once(ground: Ground) -> None:
    """A rule is called by one name: shapes, checks and the rules of reading share none."""
    shapes = {str(shape).rpartition("#")[2] for shape in ground.shapes.graph.subjects(R_SH.message)}
    checks = [check.name for check in ground.checks]
    assert len({*shapes, *checks, *rules.READING}) == len(shapes) + len(checks) + len(rules.READING)


def test_a_finding_is_a_validation_result(built: BuiltTable) -> None:
    """What is written of a finding names its rule, severity, focus, row and words, and its message in both languages."""
    finding = next(f for f in built.findings if f.rule == "misprint-corrected")
    said = list(say(finding, SICHUAN))
    assert {t.object.value for t in said if t.predicate == FG.rule} == {iris.rule("misprint-corrected")}
    assert {t.object for t in said if t.predicate == SH.resultSeverity} == {SH.Info}
    assert {t.object.language for t in said if t.predicate == SH.resultMessage} == {"zh", "en"}
    assert {t.object.value for t in said if t.predicate == FG.quotedFrom} == {iris.span(SICHUAN, 1492, 1495)}


# --- pySHACL ---------------------------------------------------------------------------------------------------------


def test_the_shapes_are_shapes(ground: Ground) -> None:
    """The shapes conform to the shapes of SHACL itself."""
    conforms, _, report = pyshacl.validate(Graph(), shacl_graph=ground.shapes.graph, meta_shacl=True)
    assert conforms, report


def test_running_the_shapes_fast_finds_the_same(everything: frozenset[ox.Triple], rows: Material, ground: Ground) -> None:
    """The rearranged shapes that the build runs report what the shapes as written report."""
    update = (
        "DELETE WHERE { ?r fg:quotedFrom ?q } ; DELETE WHERE { ?c fg:openEnded ?b } ; DELETE WHERE { ?t fg:taskNumber ?n } ; "
        "INSERT DATA { <task/12> fg:taskNumber 'x' }"
    )
    changed = [*rows.changed(update, HERE).own, *(t for t in everything if t.predicate in {RDF.type, SKOS.inScheme})]
    about = {iris.NS + name for name in ("PolicyTask", "ResponsibilityClause", "Responsibility")}
    fast = {(f.rule, f.severity, f.focus) for f in ground.shapes.validate(changed, about=about, places=Places())}
    shapes = Graph() + ground.shapes.graph
    for shape, target in list(shapes.subject_objects(R_SH.targetClass)):
        if str(target) not in about:
            shapes.remove((shape, R_SH.targetClass, target))
    _, report, _ = pyshacl.validate(rdflib_graph(changed), shacl_graph=shapes, inference="none")
    plain = {
        (
            str(report.value(result, R_SH.sourceShape)).rpartition("#")[2],
            str(report.value(result, R_SH.resultSeverity)).rpartition("#")[2],
            str(report.value(result, R_SH.focusNode)),
        )
        for result in report.subjects(R_RDF.type, R_SH.ValidationResult)
    }
    assert len(plain) > 40
    assert fast == plain


# --- the rules of reading --------------------------------------------------------------------------------------------


NO_CORRECTIONS = Corrections()


@dataclass(frozen=True)
class Reading:
    """A source text (below the header) that breaks ``rule`` of reading in ``row``; ``words`` stand at the place it names."""

    rule: str
    severity: str
    source: str
    row: str
    words: str
    corrections: Corrections = NO_CORRECTIONS


def slip(row: str, printed: str, adopted: str = "民政厅") -> Corrections:
    """A correction of ``printed`` in ``row``."""
    return Corrections((Correction(row, printed, adopted, 1, "body", Decimal("0.9"), Bilingual(zh="误印。", en="A misprint.")),))


GOOD = "1\t建设养老院。\t民政厅负责。\n"
READINGS = [
    Reading("unreadable-cell", "Violation", "1\t建设养老院。\t民政厅、财政厅统筹。\n", "第1行", "民政厅、财政厅统筹。"),
    Reading("unnumbered-row", "Violation", GOOD + "\t修复道路。\t财政厅负责。\n", "第3行（源文件行号）", "\t修复道路。\t财政厅负责。"),
    Reading("row-without-task", "Violation", GOOD + "2\t\t财政厅负责。\n", "第2行", "2\t\t财政厅负责。"),
    Reading("row-without-responsibility", "Violation", GOOD + "2\t修复道路。\t\n", "第2行", "2\t修复道路。\t"),
    Reading("surplus-cell", "Violation", GOOD + "2\t修复道路。\t财政厅负责。\t年底前\n", "第2行", "年底前"),
    Reading(
        "row-left-out", "Info", "1\t建设养老院。\t民政厅统筹。\n", "第1行", "民政厅统筹。",
        Corrections(unread=(Excused("1", Bilingual(zh="用语待核。", en="The wording is being looked into.")),)),
    ),
    Reading("stray-line", "Warning", GOOD + "此行不成行\n", "第3行（源文件行号）", "此行不成行"),
    Reading("number-twice", "Violation", GOOD + "1\t修复道路。\t财政厅负责。\n", "第1行", "修复道路。"),
    Reading("number-missing", "Violation", GOOD + "3\t修复道路。\t财政厅负责。\n", "第3行", "修复道路。"),
    Reading("control-character", "Warning", "1\t建设养老\x07院。\t民政厅负责。\n", "第1行", "\x07"),
    Reading("unread-words", "Info", "1\t养老院。\t民政厅负责。\n", "第1行", "养老院"),
    Reading("unlisted-body", "Warning", "1\t建设养老院。\t省养老厅负责。\n", "第1行", "省养老厅"),
    Reading("ambiguous-body", "Warning", "1\t建设养老院。\t省福利厅负责。\n", "第1行", "省福利厅"),
    Reading("correction-without-body", "Violation", GOOD, "第1行", "民政厅", slip("1", "民政厅", "火星厅")),
    Reading("correction-without-place", "Violation", GOOD, "第1行", "", slip("1", "民政部")),
]  # fmt: skip


def read(case: Reading, ground: Ground) -> tuple[str, tuple[Finding, ...]]:
    """The source text of ``case`` and what its reading has to say. Two bodies share the name 省福利厅 here."""
    source = HEADER + case.source
    twins = [Body(f"510000/welfare-{n}", "510000", f"四川省福利{n}厅", f"Welfare {n}", ("省福利厅",)) for n in (1, 2)]
    reference = replace(ground.reference, bodies=(*ground.reference.bodies, *twins))
    facts = TableMetadata("example", "text.txt", "", "510000", "示例", "")
    reading = reader.read(source, lexicon=ground.vocabulary.lexicon, path="text.txt", table="example")
    return source, tuple(rules.findings(understand(reading, facts, case.corrections, reference, ground.vocabulary.promises)))


@pytest.mark.parametrize("case", [pytest.param(case, id=case.rule) for case in READINGS])
def test_reading_trips_the_rule(case: Reading, ground: Ground) -> None:
    """The reader reports just that, with the row, the words at the place, and what to do, in zh and en."""
    source, found = read(case, ground)
    assert [(f.rule, f.severity, f.row) for f in found] == [(case.rule, case.severity, case.row)]
    (hit,) = found
    assert hit.focus.startswith(iris.table("example"))
    assert (source[hit.span.start : hit.span.end] if hit.span else "") == case.words
    assert hit.words
    for words in (hit.message, hit.remedy):
        assert words.zh
        assert words.en
        assert words.zh != words.en


def test_every_rule_of_reading_is_broken_once() -> None:
    """No rule of reading is forgotten."""
    assert {case.rule for case in READINGS} == rules.READING.keys()


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("number-missing", "编号不连续：缺少编号 2", "A number is missing: 2"),
        (
            "row-left-out",
            "该行按 corrections.toml 未入图谱：用语待核。",
            "The row is left out, as corrections.toml says: The wording is being looked into.",
        ),
        ("control-character", "单元格内有控制字符，按原样保留：U+0007", "A cell holds a control character; it is kept as it is: U+0007"),
        (
            "ambiguous-body",
            "该名称可指多个单位，未作取舍：可指：四川省福利1厅（510000/welfare-1） · 四川省福利2厅（510000/welfare-2）",
            (
                "The name may denote several bodies; none was chosen: "
                "it may be any of: 四川省福利1厅（510000/welfare-1） · 四川省福利2厅（510000/welfare-2）"
            ),
        ),
    ],
    ids=lambda value: value if re.fullmatch("[a-z-]+", value) else "",
)
def test_what_the_reader_says(rule: str, zh: str, en: str, ground: Ground) -> None:
    """The message tells what was met, in both languages."""
    _, (hit,) = read(next(case for case in READINGS if case.rule == rule), ground)
    assert hit.message == Bilingual(zh=zh, en=en)


def test_a_graph_that_was_made_elsewhere_is_checked_too(rows: Material, text: str, ground: Ground) -> None:
    """A responsibility added by hand, with a body and nothing else, breaks what a responsibility must have."""
    added = "INSERT DATA { <task/12> fg:hasLeadResponsibility <task/12/resp/99> . <task/12/resp/99> fg:body <../body/510000/finance> }"
    found = {f.rule for f in check_rows(rows.changed(added, HERE), text, ground) if f.focus.endswith("/resp/99")}
    assert found >= {f"responsibility-{what}" for what in ("clause", "role", "position", "quotation", "printed-name", "printed-body")}


def test_checks_run_one_by_one(ground: Ground) -> None:
    """A check finds nothing in an empty graph, and every check is a query that runs."""
    assert list(queries.run(ground.checks, ox.Store(), Places())) == []

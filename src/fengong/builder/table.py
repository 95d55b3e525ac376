"""One table, from its source and its evidence to its five graphs. It depends on these, the ontology and the reviewed tables only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from fengong import iris, licences
from fengong.builder.inputs import Inputs
from fengong.builder.output import GraphFiles, Unit, graph_files
from fengong.check import queries, rules
from fengong.check.finding import ORDER, Finding, ordered, say
from fengong.check.place import Places
from fengong.check.shapes import Shapes
from fengong.errors import ChangedSource
from fengong.graph import say as say_table
from fengong.graph import say_evidence, say_promise, say_reference
from fengong.graph.closure import Closure
from fengong.graph.files import natural
from fengong.graph.folder import graph_iri
from fengong.graph.terms import OA, RDF, SKOS
from fengong.queryfile import QueryFile
from fengong.reference import metadata, progress, vocabulary
from fengong.reference.bodies import Reference
from fengong.reference.understand import Understood, understand
from fengong.text import layout, source, table


@dataclass(frozen=True)
class Ground:
    """What all tables stand on: ontology, reviewed tables, shapes and checks, loaded once. Loaded parts are made when first asked for."""

    inputs: Inputs
    ontology_inferred: tuple[ox.Triple, ...] = ()
    bodies_inferred: tuple[ox.Triple, ...] = ()

    @cached_property
    def reference(self) -> Reference:
        """The reviewed tables."""
        return self.inputs.reference_tables()

    @cached_property
    def vocabulary(self) -> vocabulary.Vocabulary:
        """The ontology as the converter sees it."""
        return vocabulary.load(self.inputs.ontology, self.reference.printed_names)

    @cached_property
    def bodies(self) -> tuple[ox.Triple, ...]:
        """Graph `graph/bodies`."""
        return tuple(say_reference.reference(self.reference, self.vocabulary.kinds))

    @cached_property
    def closure(self) -> Closure:
        """The rules, from the closed ontology."""
        return Closure(self.vocabulary.triples, self.ontology_inferred)

    @cached_property
    def shapes(self) -> Shapes:
        """The SHACL shapes."""
        return Shapes(self.inputs.ontology / "shapes.ttl")

    @cached_property
    def checks(self) -> list[QueryFile]:
        """The check queries."""
        return [check for folder in self.inputs.checks for check in queries.load(folder)]

    @cached_property
    def background(self) -> tuple[ox.Triple, ...]:
        """Bodies with what follows from them."""
        return (*self.bodies, *self.bodies_inferred)

    @cached_property
    def typing(self) -> tuple[ox.Triple, ...]:
        """What shapes need to know of bodies and concepts: their classes and schemes, no more."""
        wanted = {RDF.type, SKOS.inScheme}
        return tuple(
            t for t in (*self.background, *self.vocabulary.triples) if t.predicate in wanted and isinstance(t.subject, ox.NamedNode)
        )

    @cached_property
    def body_classes(self) -> frozenset[str]:
        """The classes that the bodies' own validation covers."""
        return frozenset(t.object.value for t in self.background if t.predicate == RDF.type and isinstance(t.object, ox.NamedNode))


@dataclass(frozen=True, slots=True)
class BuiltTable:
    """A table's unit for `graph/built/`, and its findings for the person who builds."""

    unit: Unit
    findings: tuple[Finding, ...]
    encoding: str


def build(folder: Path, ground: Ground, *, max_size: int = source.MAX_SIZE) -> BuiltTable:
    """Build the table in ``folder``.

    Raises SourceError, BadHandKeptFile, BadEvidence or ChangedSource where there is no table to build; the rest is a finding.
    """
    facts = metadata.load_metadata(folder, ground.reference)
    loaded = load_source(folder / facts.file, ground, max_size=max_size)
    if loaded.sha256 != facts.sha256:
        raise ChangedSource(str(folder / facts.file), facts.sha256, loaded.sha256)
    reading = table.read(loaded.text, lexicon=ground.vocabulary.lexicon, path=str(folder / facts.file), table=facts.id)
    understood = understand(reading, facts, metadata.load_corrections(folder), ground.reference, ground.vocabulary.promises)
    recorded = progress.load(ground.inputs.evidence_of(folder), {task.row.id for task in understood.tasks})

    asserted = [
        *say_table.table(facts, loaded),
        *say_table.unread(understood),
        *say_table.tasks(understood, ground.vocabulary.roles),
        *say_table.quotations(understood, loaded.text),
    ]
    promised = [
        *say_promise.promises(understood, ground.vocabulary.units),
        *say_promise.quotations(understood, loaded.text),
    ]
    anomalies = list(say_table.anomalies(understood))
    evidence = list(say_evidence.evidence(recorded, facts.id))
    inferred = sorted(ground.closure.infer([*asserted, *promised], ground.background, name=facts.id), key=natural)
    found = validate(facts.id, [*asserted, *promised], inferred, anomalies, evidence, text=loaded.text, ground=ground)
    findings = ordered([*rules.findings(understood), *found])
    said = [triple for finding in findings for triple in say(finding, facts.id)]

    base, title, rights = iris.table(facts.id) + "/", facts.title_zh, licences.line(ground.inputs.licence(facts.id))
    graphs = (
        graph_files(
            facts.id,
            asserted,
            base=base,
            comment=[title, "Asserted by the converter from the source text. 由转换程序据原文写出。", *rights],
        ),
        graph_files(
            f"{facts.id}.promises",
            promised,
            base=base,
            comment=[title, "What the words of tasks promise, read by rule. 按规则读出的承诺。", *rights],
        ),
        graph_files(f"{facts.id}.inferred", inferred, base=base, comment=[title, "Follows by OWL 2 RL. 由 OWL 2 RL 推得。", *rights]),
        graph_files(
            f"{facts.id}.anomalies", anomalies, base=base, comment=[title, "Printed mistakes, both readings. 原文误印及两种读法。", *rights]
        ),
        graph_files(
            f"{facts.id}.evidence", evidence, base=base, comment=[title, "Evidence of progress, as recorded. 进展佐证，照录。", *rights]
        ),
        graph_files(f"{facts.id}.findings", said, base=base, comment=[title, "What the checks have to say. 校验发现。", *rights]),
    )
    counts = count(understood, graphs, findings)
    return BuiltTable(Unit(facts.id, ground.inputs.table_hash(folder), graphs, counts), findings, loaded.encoding)


def load_source(path: Path, ground: Ground, *, max_size: int) -> source.SourceText:
    """Load and decode a source text with the headings that this ontology knows."""
    lexicon = ground.vocabulary.lexicon
    return source.load(path, has_table=lambda text: layout.has_table(text, lexicon), max_size=max_size)


def validate(
    table_id: str,
    asserted: Sequence[ox.Triple],
    inferred: Sequence[ox.Triple],
    anomalies: Sequence[ox.Triple],
    evidence: Sequence[ox.Triple] = (),
    *,
    text: str,
    ground: Ground,
) -> list[Finding]:
    """Findings of the shapes and of the check queries about one table's graphs; the checks do not look at the evidence."""
    places = Places([*asserted, *(t for t in anomalies if t.predicate == OA.hasTarget)], text)
    types = [t for t in inferred if t.predicate == RDF.type]
    about = ground.shapes.targets() - ground.body_classes
    found = list(ground.shapes.validate([*asserted, *types, *anomalies, *evidence, *ground.typing], about=about, places=places))
    store = ox.Store()
    default = (*ground.vocabulary.triples, *ground.ontology_inferred, *ground.background, *asserted, *inferred)
    store.extend(ox.Quad(*triple) for triple in default)
    named = ox.NamedNode(graph_iri(f"{table_id}.anomalies"))
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, named) for triple in anomalies)
    return [*found, *queries.run(ground.checks, store, places)]


def count(understood: Understood, graphs: Sequence[GraphFiles], findings: Sequence[Finding]) -> dict[str, int]:
    """The figures of a table for the manifest."""
    assignments = [assignment for task in understood.tasks for assignment in task.assignments]
    mentions = [mention for assignment in assignments for mention in assignment.mentions]
    counts = {
        "tasks": len(understood.tasks),
        "clauses": len(assignments),
        "responsibilities": len(mentions),
        "printed names": len({mention.name.words for mention in mentions}),
        "open-ended clauses": sum(bool(assignment.clause.open_phrases) for assignment in assignments),
        "unread rows": sum(problem.unread for problem in understood.problems),
        "triples": sum(graph.triples for graph in graphs),
    }
    return counts | {severity: sum(f.severity == severity for f in findings) for severity in ORDER}

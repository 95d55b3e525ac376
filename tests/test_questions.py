"""The canned questions: well made, the same in both engines and in both languages, and right."""

from __future__ import annotations

import json
import re
import shutil
import warnings
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from fengong import iris, queryfile
from fengong.ask import catalogue, sib
from fengong.ask.answer import everything, literal
from fengong.ask.dataset import Dataset, open_built
from fengong.bilingual import Bilingual
from fengong.builder import pipeline
from fengong.graph import say_evidence
from fengong.graph.files import nquads
from fengong.graph.folder import MANIFEST, graph_iri
from fengong.pages.facts import elsewhere
from fengong.reference import links, progress
from fengong.sparql import bind
from fengong.sparql.guard import uses_graphs
from fengong.sparql.tokens import tokens, words
from fengong.workspace import Workspace
from support import HEADER, ROOT, SICHUAN, workspace

FOLDER = ROOT / "queries"
GOLDEN = Path(__file__).parent / "golden"
GOLD = json.loads((Path(__file__).parent / "independent" / "gold.json").read_text(encoding="utf-8"))
LABELLED = json.loads((Path(__file__).parent / "gold" / "sichuan.json").read_text(encoding="utf-8"))
BOOK = catalogue.load([FOLDER])
TITLES = json.loads((FOLDER / "columns.json").read_text(encoding="utf-8"))

QUESTIONS = """
    anomalies bodies-of by-function by-topic central-branches coverage deadlines-before deliverables duties-of
    firm-promises joint-leads lead-without-help led-by
    link-sets links-of links-of-place local-duties most-shared never-leads no-evidence no-lead
    open-ended outside-government overdue plain-view readings-differ role-matrix search shared-by-duty soft-promises
    statistics targets timeline topic-by-body unmeasurable without-links without-local workload works-with
""".split()
OF_NO_TABLE = frozenset({"link-sets", "links-of", "links-of-place", "without-links"})
"""Questions about the links of bodies and places, which belong to no table."""
CONSTRUCTS = ["plain-view"]
SELECTS = [name for name in QUESTIONS if name not in CONSTRUCTS]

CIVIL_AFFAIRS, MINISTRY, HEALTH = map(iris.body, ("510000/civil-affairs", "cn/civil-affairs", "510000/health"))
COLLECTIVE = iris.collective("sichuan-prefecture-governments")
CHENGDU = iris.place("510100")

EXTRA: dict[str, list[dict[str, str]]] = {
    "bodies-of": [{"task": iris.task(SICHUAN, "12")}, {"task": iris.task(SICHUAN, "52")}],
    "by-function": [{"function": iris.function("government")}],
    "by-topic": [{"topic": iris.concept("topic", "tax-and-price")}],
    "deadlines-before": [{"before": "2022-12-31"}, {"before": "2022-12-30"}],
    "duties-of": [{"body": MINISTRY}],
    "firm-promises": [
        {"body": CIVIL_AFFAIRS},
        {"topic": iris.concept("topic", "tax-and-price")},
        {"body": HEALTH, "topic": iris.concept("topic", "talent")},
    ],
    "led-by": [{"body": MINISTRY}, {"body": HEALTH}],
    "links-of": [{"body": HEALTH}],
    "links-of-place": [{"place": iris.place("510300")}],
    "local-duties": [{"place": iris.place("510000")}],
    "overdue": [{"on": "2022-12-31"}, {"on": "2023-01-01"}],
    "search": [{"text": "5g"}, {"text": "银保监"}, {"text": '智慧" ) } # '}],
    "soft-promises": [{"body": MINISTRY, "topic": iris.concept("topic", "industry")}],
    "timeline": [{"task": iris.task(SICHUAN, "12")}, {"task": iris.task(SICHUAN, "1")}],
    "works-with": [{"body": MINISTRY}],
}
"""Values worth asking for besides the defaults; an answer may be empty."""

RUNS = [
    (name, values, reading)
    for name, question in BOOK.items()
    for values in (dict(question.defaults), *EXTRA.get(name, []))
    for reading in (("adopted", "printed") if question.switchable else ("adopted",))
]
ROW_RUNS = [run for run in RUNS if run[0] in SELECTS]
RUN_IDS = [f"{name}-{reading}-{'-'.join(v.rpartition('/')[2] for v in values.values()) or 'all'}" for name, values, reading in RUNS]
SWITCHABLE = [name for name, question in BOOK.items() if question.switchable]

Term = str | int | bool | None
Rows = list[list[Term]]


# --- asking, in two engines


def written(name: str, values: Mapping[str, str], reading: str = "adopted", table: str | None = None) -> str:
    """The query as it is sent: reading, values and, where given, the table put in."""
    question = BOOK[name]
    types = {parameter.name: parameter.type for parameter in question.parameters}
    terms: dict[str, bind.Value] = {key: literal(value, types[key]) for key, value in values.items()}
    if table is not None:
        terms["table"] = ox.NamedNode(iris.table(table))
    return bind.bind(bind.printed(question.query) if reading == "printed" else question.query, terms)


def oxigraph(store: ox.Store, query: str) -> Rows:
    results = store.query(query)
    if isinstance(results, ox.QueryTriples):
        return sorted([_said(term) for term in triple] for triple in results)
    assert isinstance(results, ox.QuerySolutions)
    return [[_said(term) for term in row] for row in results]


def rdflib_rows(graph: rdflib.Dataset, query: str) -> Rows:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own use of its default_context
        results = graph.query(query)
        if results.graph is not None:
            return sorted([_said(term) for term in triple] for triple in results.graph)
        assert results.vars is not None
        return [[_said(row[variable]) for variable in results.vars] for row in results]


def _said(term: object) -> Term:
    """A term so that a person can read it in JSON: <role/lead>, 民政厅@zh, 12; the same from either engine."""
    match term:
        case None:
            return None
        case ox.NamedNode() | rdflib.URIRef():
            return f"<{(term.value if isinstance(term, ox.NamedNode) else str(term)).removeprefix(iris.BASE)}>"
        case ox.Literal():
            return _literal(term.value, term.language, term.datatype.value)
        case rdflib.Literal():
            return _literal(str(term), term.language, str(term.datatype or ""))
    raise AssertionError(term)


def _literal(value: str, language: str | None, datatype: str) -> Term:
    kind = datatype.removeprefix(iris.PREFIXES["xsd"])
    if language:
        return f"{value}@{language}"
    if kind in {"integer", "nonNegativeInteger"}:
        return int(value)
    if kind == "boolean":
        return value in {"true", "1"}
    if kind == "decimal":
        return f"{Decimal(value).normalize():f}^^decimal"  # a store of Oxigraph keeps 55.0 as 55
    return value if kind in {"", "string"} else f"{value}^^{kind}"


def column(name: str, rows: Rows, wanted: str) -> list[Term]:
    return [row[BOOK[name].columns.index(wanted)] for row in rows]


def records(name: str, rows: Rows) -> list[dict[str, Term]]:
    return [dict(zip(BOOK[name].columns, row, strict=True)) for row in rows]


# --- the datasets


RECORDED = """\
task,date,statement,source,recorded_by
30,2022-06-30,虚构佐证之一：仅供测试。,https://www.example.org/a,虚构单位甲
30,2023-01-15,虚构佐证之二：仅供测试。,https://www.example.org/b,虚构单位乙
12,2021-12-31,"虚构佐证之三，含“引号”和
换行：仅供测试。",https://www.example.org/c,虚构单位甲
30,2022-06-30,虚构佐证之四：与之一同日。,https://www.example.org/d,虚构单位甲
"""
"""Made-up evidence: the committed graph has none, and none may be invented there."""


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Dataset:
    """The committed graph, with made-up evidence in the graph of evidence."""
    folder = tmp_path_factory.mktemp("recorded")
    shutil.copytree(ROOT / "graph" / "built", folder / "graph" / "built")
    target = folder / "graph" / "built"
    rows = progress.read(RECORDED, path="made up", tasks={"12", "30"})
    name = f"{SICHUAN}.evidence"
    _put(target, name, nquads(say_evidence.evidence(rows, SICHUAN), graph_iri(name)))
    return open_built(Workspace(folder))


def _put(folder: Path, name: str, quads: bytes) -> None:
    """Put the N-Quads of one graph of the Sichuan table into a built folder."""
    (folder / f"{name}.nq").write_bytes(quads)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["units"][SICHUAN]["files"][f"{name}.nq"]["bytes"] = len(quads)
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


@pytest.fixture(scope="session")
def graph(built) -> rdflib.Dataset:
    """The same in rdflib."""
    return _in_rdflib(built)


SAMPLE = (
    HEADER + "1\t甲任务。\t成都市人民政府牵头，民政厅、省不存在局参加；各市（州）人民政府负责。\n"
    "2\t乙任务。\t有关部门（单位）负责。\n"
    "3\t丙任务5G。\t民政部牵头，财政厅牵头；等有关部门参加。\n"
)
"""A prefecture by its own name, a body nobody lists, clauses that name nobody, two lead clauses in one task."""


@pytest.fixture(scope="session")
def two(built, tmp_path_factory) -> Dataset:
    """A dataset of two tables: the Sichuan one and the sample."""
    folder = workspace(tmp_path_factory.mktemp("two"), text=SAMPLE)
    (folder / "graph" / "evidence").mkdir()
    (folder / "graph" / "evidence" / "sample.csv").write_text(
        progress.HEADER + "3,2022-06-30,虚构佐证：仅供测试。,https://www.example.org/e,虚构单位甲\n", encoding="utf-8"
    )
    assert not pipeline.build(Workspace(folder)).failed
    target, source = folder / "graph" / "built", built.folder
    manifest, own = (json.loads((each / MANIFEST).read_text(encoding="utf-8")) for each in (target, source))
    manifest["units"][SICHUAN] = own["units"][SICHUAN]
    for name in own["units"][SICHUAN]["files"]:
        (target / name).write_bytes((source / name).read_bytes())
    (target / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return open_built(Workspace(folder))


@pytest.fixture(scope="session")
def two_graph(two) -> rdflib.Dataset:
    return _in_rdflib(two)


def _in_rdflib(dataset: Dataset) -> rdflib.Dataset:
    parts = (dataset.triples_text(name) if dataset.in_default(name) else dataset.text(name) for name in dataset.names)
    whole = rdflib.Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        whole.parse(data=b"".join(parts), format="nquads")  # at once: a second parse would empty the default graph (rdflib 7.6)
    assert len(whole.default_graph) == len(list(dataset.store.quads_for_pattern(None, None, None, ox.DefaultGraph())))
    return whole


# --- how they are made


def test_the_questions_are_the_ones_listed() -> None:
    """No question is missing, none has slipped in untested, and every one is asked."""
    assert list(BOOK) == QUESTIONS
    assert len(QUESTIONS) >= 18
    assert {name for name, _, _ in RUNS} == set(QUESTIONS)
    assert {path.stem for path in GOLDEN.glob("*")} == set(QUESTIONS)


@pytest.mark.parametrize("name", QUESTIONS)
def test_header_says_it_in_both_languages(name) -> None:
    """Title, question and description are there in Chinese and in English, punctuated as each language wants."""
    question, header = BOOK[name], queryfile.load(BOOK[name].path).header
    known = {"summary", "answers", "description"}
    assert set(header) - {"promises"} == known | {f"{key}_zh" for key in known} | {"tags", "defaults", "columns", "reading", "entailment"}
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert question.tags
    for said in (question.summary, question.answers, question.description):
        assert re.search(r"[\u4e00-\u9fff]", said.zh), said
        assert not re.search(r"[,;:?!()]", re.sub(r"[a-z]+(-[a-z]+)+", "", said.zh)), "half-width punctuation"
        assert said.en[0].isupper(), said
    assert question.answers.zh.endswith("？")
    assert question.answers.en.endswith("?")
    assert question.description.zh.endswith("。")
    assert question.description.en.endswith(".")
    assert question.summary.zh[-1] not in "。？"
    assert question.summary.en[-1] not in ".?"


@pytest.mark.parametrize("name", SELECTS)
def test_columns_are_the_projection(name) -> None:
    """The header lists the projected variables in their order, and each has a title in both languages; pairs are whole."""
    question = BOOK[name]
    columns = question.columns
    assert list(columns) == [str(variable) for variable in prepareQuery(question.query).algebra.PV]
    assert [variable.value for variable in ox.Store().query(question.query).variables] == list(columns)
    assert len(set(columns)) == len(columns)
    for each in columns:
        base = each.removesuffix("Zh").removesuffix("En")
        assert base == each or {f"{base}Zh", f"{base}En"} <= set(columns), each
        assert TITLES[base]["zh"], base
        assert TITLES[base]["en"], base


def test_every_title_is_used() -> None:
    """No column title is left over; `place` is what the printer makes of start and end."""
    used = {each.removesuffix("Zh").removesuffix("En") for question in BOOK.values() for each in question.columns}
    assert set(TITLES) == used | {"place"}
    assert list(TITLES) == sorted(TITLES, key=str.lower)


@pytest.mark.parametrize("name", QUESTIONS)
def test_parameters_have_defaults(name) -> None:
    """Each required parameter has one example value of its type, nothing else has, and the table narrows every question about tables."""
    question = BOOK[name]
    required = {parameter.name for parameter in question.parameters if parameter.required}
    assert required == set(question.defaults)
    optional = {p.name for p in question.parameters if not p.required}
    assert optional - {"body", "topic"} == (set() if name in OF_NO_TABLE else {"table"})
    assert name in OF_NO_TABLE or re.search(r"dcterms:isPartOf \?__table_iri", question.query)
    assert required <= {"body", "place", "task", "function", "text", "topic", "on", "before"}, "options of the command line"
    for parameter in question.parameters:
        value = question.defaults.get(parameter.name, "")
        assert value.startswith(iris.BASE) == (parameter.type == "iri" and parameter.required)


@pytest.mark.parametrize("name", QUESTIONS)
def test_query_keeps_the_house_rules(name) -> None:
    """Prefixes are declared and used, the order ends the query, and what one engine cannot do fast is not there."""
    query = BOOK[name].query
    used = {t.text.partition(":")[0] for t in tokens(re.sub(r"(?m)^PREFIX .*$", "", query)) if t.kind == "name"}
    declared = dict(re.findall(r"(?m)^PREFIX (\w+): <([^>]*)>$", query))
    assert declared == {prefix: iris.PREFIXES[prefix] for prefix in used}
    spoken = words(query)
    assert ("ORDER" in spoken) != ("CONSTRUCT" in spoken) == (name in CONSTRUCTS)
    assert not {"EXISTS", "SERVICE", "FROM", "LIMIT", "GROUP_CONCAT"} & set(spoken)
    for parameter in re.findall(r"\?_\w+", query):
        assert not re.search(rf"(?s)(?:GROUP BY|ORDER BY|BOUND\(|SELECT)[^{{}}]*\{parameter}\b", query), parameter
    assert not re.search(r"\(\?(number|start|end|position) AS", query)


@pytest.fixture(scope="session")
def shortcuts(built) -> frozenset[str]:
    """Terms that stand in inferred triples only: properties made by chains and their inverses, and classes nobody asserts."""
    ask = built.store.query
    rdf_type = iris.PREFIXES["rdf"] + "type"
    chained = ask(
        "PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT DISTINCT ?p "
        "WHERE { ?c owl:propertyChainAxiom ?chain . { BIND(?c AS ?p) } UNION { ?c owl:inverseOf ?p } UNION { ?p owl:inverseOf ?c } "
        "UNION { ?c owl:propertyChainAxiom ?any . BIND(?c AS ?p) } }"
    )
    found = {row["p"].value for row in chained if row["p"] is not None}
    asserted, inferred = set(), set()
    for name in built.names:
        if built.in_default(name) and not name.startswith("ontology"):
            terms = (t.object.value if t.predicate.value == rdf_type else t.predicate.value for t in built.triples(name))
            (inferred if name.endswith(".inferred") else asserted).update(terms)
    return frozenset((found | inferred) - asserted)


@pytest.fixture(scope="session")
def promise_terms(built) -> frozenset[str]:
    """Terms that stand only in the graph of what tasks promise."""
    said: dict[bool, set[str]] = {True: set(), False: set()}
    for name in built.names:
        if built.in_default(name):
            terms = (t.predicate.value for t in built.triples(name))
            said[name.endswith((".promises", ".inferred"))].update(terms)
    return frozenset(term for term in said[True] - said[False] if term.startswith(iris.NS))


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_needs_no_promises_says_so_truly(name, built, promise_terms) -> None:
    """A question that says it needs none uses none of their terms, and answers the same without them."""
    question = BOOK[name]
    named = {iris.PREFIXES[p] + local for p, _, local in (t.text.partition(":") for t in tokens(question.query) if t.kind == "name")}
    assert {iris.NS + "measureText", iris.NS + "hasTarget"} <= promise_terms
    if question.promised:
        assert question.file.header.get("promises") is None
        return
    assert not (named & promise_terms)
    query = written(name, question.defaults)
    if not uses_graphs(query):
        assert oxigraph(built.asserted, query) == oxigraph(built.promised, query)


@pytest.mark.parametrize("name", QUESTIONS)
def test_reading_and_entailment_are_true(name, shortcuts) -> None:
    """What switches reads fg:body and no shortcut; what is fixed says why; what uses an inferred term says so."""
    question = BOOK[name]
    asked = question.query.partition("\nWHERE {")[2]  # a CONSTRUCT may make any term
    assert asked
    named = {iris.PREFIXES[p] + local for p, _, local in (t.text.partition(":") for t in tokens(asked) if t.kind == "name")}
    assert question.entailed == bool(named & shortcuts) == (question.file.header["entailment"] != "none")
    if question.switchable:
        assert iris.NS + "body" in named
        assert iris.NS + "printedBody" not in named
        assert not named & shortcuts
    else:
        assert "reading" in question.description.en
        assert "读法" in question.description.zh


def test_shortcuts_are_known(shortcuts) -> None:
    """The set the test above works with holds what it should: it has never been empty."""
    assert {iris.NS + each for each in ("leadBody", "leads", "involvedBody", "supports", "hasResponsibility", "clauseOf")} <= shortcuts
    assert not {iris.NS + each for each in ("body", "hasClause", "hasLeadResponsibility", "memberOf", "PolicyTask")} & shortcuts


# --- what they answer


@pytest.mark.parametrize("name", QUESTIONS)
def test_answers_are_golden(name, built, request) -> None:
    """Every run gives, row by row and in order, the answer that was reviewed."""
    runs = [
        {"parameters": values, "reading": reading, "columns": list(BOOK[name].columns), "rows": oxigraph(built.whole, query)}
        for each, values, reading in RUNS
        if each == name and not (name in CONSTRUCTS and reading == "printed")  # the whole graph once is enough to review
        for query in [written(name, values, reading)]
    ]
    assert runs[0]["rows"], "the defaults of a question show what it gives"
    path = GOLDEN / f"{name}.json"
    if request.config.getoption("--update-golden"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(_pretty(runs), encoding="utf-8")
    assert path.is_file(), "write it with --update-golden and review it"
    assert json.loads(path.read_text(encoding="utf-8")) == runs


def _pretty(runs: list[dict[str, object]]) -> str:
    """JSON with one row on each line, so that a changed answer is a changed line."""
    parts = []
    for run in runs:
        heads = (f"  {json.dumps(key)}: {json.dumps(run[key], ensure_ascii=False)}" for key in ("parameters", "reading", "columns"))
        head = ",\n".join(heads)
        rows = ",\n".join("   " + json.dumps(row, ensure_ascii=False) for row in run["rows"])  # type: ignore[attr-defined]
        parts.append(f' {{\n{head},\n  "rows": [' + (f"\n{rows}\n  " if rows else "") + "]\n }")
    return "[\n" + ",\n".join(parts) + "\n]\n"


@pytest.mark.parametrize(("name", "values", "reading"), RUNS, ids=RUN_IDS)
def test_engines_agree(name, values, reading, built, graph) -> None:
    """Oxigraph and rdflib give the same rows in the same order, or the same triples: no answer has a blank node, so equal is isomorphic."""
    query = written(name, values, reading)
    assert rdflib_rows(graph, query) == oxigraph(built.whole, query)


@pytest.mark.parametrize(("name", "values", "reading"), ROW_RUNS, ids=[i for i, run in zip(RUN_IDS, RUNS, strict=True) if run in ROW_RUNS])
def test_order_is_total(name, values, reading, two) -> None:
    """No two rows, of two tables even, have the same sort keys."""
    _assert_total(two.whole, written(name, values, reading))


@pytest.mark.parametrize("name", SELECTS)
def test_order_is_total_without_parameters(name, two) -> None:
    """A question asked of everything at once keeps its order."""
    _assert_total(two.whole, BOOK[name].query)


def _assert_total(store: ox.Store, query: str) -> None:
    every, count = re.subn(r"(?m)^SELECT .*$", "SELECT *", query)
    assert count == 1, "the outermost SELECT begins a line, and no other does"
    keys = re.findall(r"\?(\w+)", query.rpartition("ORDER BY")[2])
    results = store.query(every)
    assert isinstance(results, ox.QuerySolutions)
    assert set(keys) <= {variable.value for variable in results.variables}, "a sort key that nothing binds"
    seen = [tuple(str(row[key]) for key in keys) for row in results]
    assert len(set(seen)) == len(seen)


# --- the catalogue for SPARQL editors


CATALOGUE = FOLDER / "catalogue.ttl"
SIB_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix t: <https://example.org/> .
t:executable a sh:NodeShape ; sh:targetClass sh:SPARQLExecutable ; sh:nodeKind sh:IRI ;
    sh:property t:label , t:comment , t:keywords , t:target , t:prefixes ;
    sh:xone ( [ sh:property t:select ] [ sh:property t:construct ] ) .
t:label sh:path rdfs:label ; sh:minCount 2 ; sh:maxCount 2 ; sh:uniqueLang true ; sh:languageIn ( "zh" "en" ) .
t:comment sh:path rdfs:comment ; sh:minCount 2 ; sh:maxCount 2 ; sh:uniqueLang true ; sh:languageIn ( "zh" "en" ) .
t:keywords sh:path schema:keywords ; sh:minCount 1 ; sh:datatype xsd:string ; sh:pattern "^[^ ].*[^ ]$" .
t:target sh:path schema:target ; sh:minCount 1 ; sh:nodeKind sh:IRI .
t:prefixes sh:path sh:prefixes ; sh:minCount 1 ; sh:nodeKind sh:IRI .
t:select sh:path sh:select ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string .
t:construct sh:path sh:construct ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string .
"""
"""What the SIB's shape asks of an example, and two languages besides."""


def test_catalogue_is_fresh_and_whole() -> None:
    """The committed catalogue is what the headers say, and holds every question with its query word for word."""
    assert sib.turtle(BOOK.values()) == CATALOGUE.read_text(encoding="utf-8")
    store = ox.Store()
    store.load(path=CATALOGUE, format=ox.RdfFormat.TURTLE)
    rows = store.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> "
        "SELECT ?question ?text WHERE { ?question a sh:SPARQLExecutable ; sh:select|sh:construct ?text }"
    )
    texts = {row["question"].value: row["text"].value for row in rows}
    assert set(texts) == {iris.question(name) for name in QUESTIONS}
    for name in QUESTIONS:
        lines = [line for line in BOOK[name].query.splitlines() if not line.startswith("#+")]
        assert texts[iris.question(name)].splitlines() == lines


def test_catalogue_keeps_to_the_model() -> None:
    """It conforms to what the SIB model asks, its prefixes are those that the queries declare, and the shape does refuse."""
    shapes = rdflib.Graph().parse(data=SIB_SHAPES, format="turtle")
    data = rdflib.Graph().parse(CATALOGUE, format="turtle")
    assert pyshacl.validate(data, shacl_graph=shapes)[0]
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    declared = {str(data.value(each, sh.prefix)): str(data.value(each, sh.namespace)) for each in data.objects(None, sh.declare)}
    assert declared == {
        prefix: each for question in BOOK.values() for prefix, each in re.findall(r"(?m)^PREFIX (\w+): <([^>]*)>$", question.query)
    }
    data.remove((rdflib.URIRef(iris.question("led-by")), sh.select, None))
    assert not pyshacl.validate(data, shacl_graph=shapes)[0]


# --- against an independent reading of the raw text


@pytest.fixture(scope="session")
def by_name(built) -> dict[str, str]:
    """Full Chinese name → IRI of each single body and collective."""
    rows = built.store.query(
        "PREFIX fg: <https://w3id.org/fengong/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?body ?name "
        "WHERE { VALUES ?class { fg:SingleBody fg:BodyCollective } ?body a ?class ; skos:prefLabel ?name FILTER(LANG(?name) = 'zh') }"
    )
    return {row["name"].value: row["body"].value for row in rows}


READINGS = ("adopted", "printed")
DUTIES = {"adopted": GOLD["duties-of"]["adopted"], "printed": GOLD["duties-of"]["adopted"] | GOLD["duties-of"]["printed"]}
"""The script lists under the printed reading only the bodies whose duties differ."""


def test_the_independent_script_covers_every_body(built, by_name) -> None:
    """Its bodies are those the graph names under either reading, and there are 38 of them."""
    named = set()
    for reading in READINGS:
        named |= set(column("role-matrix", oxigraph(built.store, written("role-matrix", {}, reading)), "body"))
    assert named == {_said(ox.NamedNode(by_name[name])) for name in GOLD["role-matrix"]["adopted"]}
    assert len(named) == 38


@pytest.mark.parametrize("reading", READINGS)
def test_led_by_is_what_the_text_says(reading, built, by_name) -> None:
    """Every body leads the tasks that an independent script reads off the raw text."""
    for name, expected in GOLD["led-by"][reading].items():
        rows = oxigraph(built.store, written("led-by", {"body": by_name[name]}, reading))
        assert column("led-by", rows, "number") == expected, name
    assert GOLD["led-by"][reading]


@pytest.mark.parametrize("reading", READINGS)
def test_duties_are_what_the_text_says(reading, built, by_name) -> None:
    """Every body has the duties, roles, words and places that the independent script reads."""
    for name, expected in DUTIES[reading].items():
        rows = records("duties-of", oxigraph(built.store, written("duties-of", {"body": by_name[name]}, reading)))
        found = [tuple(r[each] for each in ("number", "position", "printedName", "quote", "start", "end")) for r in rows]
        assert found == [
            (e["task"], e["position"], f"{e['printed']}@zh", e["words"], e["clause_start"], e["clause_end"]) for e in expected
        ], name
        assert [(r["role"], str(r["clause"]).rpartition("/")[2]) for r in rows] == [
            (f"<role/{e['role']}>", f"{e['clause']}>") for e in expected
        ], name


@pytest.mark.parametrize("reading", READINGS)
def test_bodies_of_each_task_are_what_the_text_says(reading, built, by_name) -> None:
    """Task by task: names in printed order with role, body and place, and a row for those who are not named."""
    expected: dict[int, list[tuple[object, ...]]] = defaultdict(list)
    for name, duties in DUTIES[reading].items():
        for e in duties:
            expected[e["task"]].append((e["start"], e["end"], e["printed"], f"<role/{e['role']}>", _said(ox.NamedNode(by_name[name]))))
    for e in GOLD["open-ended"]:
        expected[e["task"]].append((e["start"], e["end"], e["phrase"], f"<role/{e['role']}>", None))
    assert set(expected) == set(range(1, 53))
    for number, wanted in expected.items():
        rows = records("bodies-of", oxigraph(built.store, written("bodies-of", {"task": iris.task(SICHUAN, str(number))}, reading)))
        found = [(r["start"], r["end"], r["quote"], r["role"], r["body"]) for r in rows]
        assert found == sorted(wanted), number


@pytest.mark.parametrize("reading", READINGS)
def test_role_matrix_is_what_the_text_says(reading, built, by_name) -> None:
    """Each cell, zeros included, and each body's total."""
    rows = records("role-matrix", oxigraph(built.store, written("role-matrix", {}, reading)))
    found = {(r["body"], r["role"]): (r["responsibilities"], r["of"]) for r in rows}
    assert found == {
        (_said(ox.NamedNode(by_name[name])), f"<role/{role}>"): (count, counts["all"])
        for name, counts in GOLD["role-matrix"][reading].items()
        if counts["all"]
        for role, count in counts.items()
        if role != "all"
    }
    assert sum(r["responsibilities"] for r in rows) == 279


def _promised_quotations(task) -> int:
    """How many quotations the hand labels of a task ask for; a target with an inherited denominator has two."""
    measures = [piece for piece in task["pieces"] if piece["kind"] == "measure"]
    lead_ins = sum(piece["kind"] == "lead-in" for piece in task["pieces"])
    targets = sum(1 + target["denominator_inherited"] for target in task["targets"])
    return len(measures) + sum(len(m["deliverables"]) for m in measures) + lead_ins + targets + len(task["periods"])


def test_statistics_are_what_the_text_says(built) -> None:
    """Every figure that the independent script counts, and the totals they are parts of."""
    rows = records("statistics", oxigraph(built.whole, written("statistics", {})))
    found, gold = {r["key"]: r["value"] for r in rows}, GOLD["statistics"]
    expected = {
        "tasks": gold["tasks"],
        "clauses": gold["clauses"],
        "responsibilities": gold["responsibilities"],
        "printed-names": gold["printed_names"],
        "bodies": gold["bodies_adopted"],
        "bodies-as-printed": gold["bodies_printed"],
        "open-ended-clauses": gold["open_ended_clauses"],
        "clauses-naming-nobody": gold["clauses_naming_nobody"],
        "readings-differ": gold["readings_differ"],
        "quotations": gold["quotations"] + sum(map(_promised_quotations, LABELLED)),
        **{f"clauses-{role}": count for role, count in gold["clauses_by_role"].items()},
        **{f"responsibilities-{role}": count for role, count in gold["responsibilities_by_role"].items()},
    }
    assert found == {**expected, "tables": 1, "anomalies": 6}
    assert (found["tasks"], found["responsibilities"], found["printed-names"]) == (52, 279, 38)
    totals = {"clauses": 122, "open": 122, "responsibilities": 279, "readings": 279}
    assert {r["key"]: r["of"] for r in rows if r["of"] is not None} == {
        key: totals[key.partition("-")[0]] for key in found if key.partition("-")[2] and key.partition("-")[0] in totals
    }


def test_lists_are_what_the_text_says(built) -> None:
    """The tasks nobody leads, the open-ended ones and those without local government."""
    for name in ("no-lead", "open-ended", "without-local"):
        expected = [each["task"] if isinstance(each, dict) else each for each in GOLD[name]]
        assert column(name, oxigraph(built.store, written(name, {})), "number") == expected, name
    assert [each["task"] for each in GOLD["open-ended"]] == [1, 10, 42, 48, 49, 51, 52]
    assert GOLD["without-local"] == [1, 7, 33, 41, 52]


def test_the_misprinted_ministry_changes_hands(built) -> None:
    """民政厅 leads 11 tasks under the adopted reading and 8 as printed; 民政部 none and 3."""
    counts = {
        (body, reading): len(oxigraph(built.store, written("led-by", {"body": body}, reading)))
        for body in (CIVIL_AFFAIRS, MINISTRY)
        for reading in READINGS
    }
    assert list(counts.values()) == [11, 8, 0, 3]


def test_asked_without_values_a_question_answers_for_all(built) -> None:
    """As a plain query it leaves nothing out: all 279 responsibilities, all 36 leads, each open-ended clause once."""
    rows = {name: oxigraph(built.whole, BOOK[name].query) for name in QUESTIONS}
    assert (len(rows["duties-of"]), len(rows["led-by"]), len(rows["bodies-of"])) == (279, 36, 279 + 7)
    assert len(rows["search"]) == 52 + 279
    assert len(set(column("by-function", rows["by-function"], "responsibility")) - {None}) == 279 - 47, "the collective has no function"
    assert all(rows.values())


# --- evidence of progress


@pytest.mark.parametrize("name", ["link-sets", "links-of", "links-of-place"])
def test_a_status_is_called_as_on_the_pages(name) -> None:
    """Each status of a mapping has its words in both languages, those of the pages: a row is neither dropped nor told in code."""
    said = re.findall(r'\("([\w-]+)" "([^"]+)"@zh "([^"]+)"@en\)', BOOK[name].query)
    assert [(code, Bilingual(zh=zh, en=en)) for code, zh, en in said] == list(elsewhere.STATUSES.items())
    assert tuple(elsewhere.STATUSES) == links.STATUSES


@pytest.mark.parametrize("name", ["link-sets", "links-of", "links-of-place", "without-links"])
def test_links_are_told_in_the_language_asked_for(name, built) -> None:
    """No answer about links holds a status as code, and in English whatever was looked for has an English name."""
    answer = everything(BOOK[name], built, {})
    assert len(answer) > len(links.STATUSES)
    for lang, wrong in (("zh", set(links.STATUSES)), ("en", {"not-found"})):
        assert not wrong & {str(cell) for row in answer.worded(lang)[1] for cell in row}
    if name == "without-links":
        columns, rows = answer.worded("en")
        names = [str(row[columns.index("thingName")]) for row in rows]
        assert [each for each in names if re.search(r"[\u4e00-\u9fff]", each)] == []


def test_what_was_looked_for_is_said_in_full() -> None:
    """The header of without-links names bodies, places and concepts in both languages; its answer has each of them, and nothing else."""
    [run] = json.loads((GOLDEN / "without-links.json").read_text(encoding="utf-8"))
    things = {row[run["columns"].index("thing")] for row in run["rows"]}
    kinds = {
        ("bodies", "单位"): {each for each in things if each.startswith(("<id/body/", "<id/collective/"))},
        ("places", "地方"): {each for each in things if each.startswith("<id/place/")},
        ("concepts", "概念"): {each for each in things if not each.startswith("<id/")},
    }
    assert set().union(*kinds.values()) == things
    said = BOOK["without-links"]
    for (english, chinese), some in kinds.items():
        assert some
        assert english in said.answers.en
        assert chinese in said.answers.zh


def test_no_evidence_is_invented() -> None:
    """The committed file of evidence is its header, and its graph is empty: nobody has recorded anything yet."""
    assert (ROOT / "graph" / "evidence" / f"{SICHUAN}.csv").read_text(encoding="utf-8") == progress.HEADER
    assert (ROOT / "graph" / "built" / f"{SICHUAN}.evidence.nq").read_bytes() == b""


def test_tasks_without_evidence_are_the_others(built) -> None:
    """Every task but those with evidence is listed, with each body that leads it, or once without a body."""
    rows = records("no-evidence", oxigraph(built.whole, written("no-evidence", {})))
    assert {row["number"] for row in rows} == set(range(1, 53)) - {12, 30}
    leads = oxigraph(built.whole, BOOK["led-by"].query)
    expected = {(row["number"], row["body"]) for row in records("led-by", leads)}
    assert {(row["number"], row["body"]) for row in rows if row["body"]} == {each for each in expected if each[0] not in {12, 30}}
    assert [row["number"] for row in rows if row["body"] is None] == [n for n in GOLD_NO_LEAD if n not in {12, 30}]


GOLD_NO_LEAD = [each["task"] if isinstance(each, dict) else each for each in GOLD["no-lead"]]


@pytest.mark.parametrize(("day", "passed"), [("2021-12-31", False), ("2022-12-31", False), ("2023-01-01", True), ("2026-11-23", True)])
def test_a_deadline_passes_with_its_day(day, passed, built) -> None:
    """A deadline of 2022-12-31 has not passed on that day; the next day it has, and each piece of evidence has its row."""
    rows = records("overdue", oxigraph(built.whole, written("overdue", {"on": day})))
    due = [row for row in rows if row["number"] == 30 and row["deadline"] == "2022-12-31^^date"]
    assert {row["asOf"] for row in rows} <= {f"{day}^^date"}
    assert bool(due) == passed
    if passed:
        promise = due[0]["promise"]
        assert [row["date"] for row in due if row["promise"] == promise] == ["2022-06-30^^date", "2022-06-30^^date", "2023-01-15^^date"]


def test_the_timeline_is_in_order(built) -> None:
    """Deadlines and evidence of one task stand in the order of their dates, and what is recorded first of one day stands first."""
    rows = records("timeline", oxigraph(built.whole, written("timeline", {"task": iris.task(SICHUAN, "30")})))
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    assert {row["eventEn"] for row in rows} == {"deadline@en", "evidence@en"}
    assert [row["statement"] for row in rows if row["statement"]] == [
        "虚构佐证之一：仅供测试。", "虚构佐证之四：与之一同日。", "虚构佐证之二：仅供测试。",
    ]  # fmt: skip


# --- several tables, and what the first one does not hold


@pytest.mark.parametrize(("name", "values", "reading"), RUNS, ids=RUN_IDS)
def test_a_table_narrows_to_what_it_says_alone(name, values, reading, built, two) -> None:
    """With --table, a dataset of two tables answers as one that holds that table only."""
    alone = oxigraph(built.whole, written(name, values, reading))
    assert oxigraph(two.whole, written(name, values, reading, SICHUAN)) == alone


@pytest.mark.parametrize("table", [None, "sample", "no-such-table"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_engines_agree_over_two_tables(name, table, two, two_graph) -> None:
    """The same rows in the same order over both tables, over the second alone, and over one that is not there."""
    query = written(name, BOOK[name].defaults, table=table)
    found = oxigraph(two.whole, query)
    assert rdflib_rows(two_graph, query) == found
    if table == "no-such-table" and name not in {"statistics", "by-function", *OF_NO_TABLE}:
        assert found == []


@pytest.fixture
def sample(two):
    def ask(name: str, *wanted: str, reading: str = "adopted", **values: str) -> list[tuple[Term, ...]]:
        rows = records(name, oxigraph(two.whole, written(name, values, reading, "sample")))
        return [tuple(row[each] for each in wanted) for row in rows]

    return ask


def test_a_prefecture_answers_for_itself_and_as_one_of_many(sample) -> None:
    """A duty given to 成都市人民政府 by name and one given to the collective both count, each with its role, once."""
    assert sample("local-duties", "number", "role", "named", "bodyZh", "namedZh", place=CHENGDU) == [
        (1, "<role/lead>", "<id/body/510100/peoples-government>", "成都市人民政府@zh", "成都市人民政府@zh"),
        (1, "<role/responsible>", f"<{COLLECTIVE.removeprefix(iris.BASE)}>", "成都市人民政府@zh", "四川省各市（州）人民政府@zh"),
    ]
    assert [row[1] for row in sample("local-duties", "number", "role", place=iris.place("513300"))] == ["<role/responsible>"]
    assert sample("without-local", "number") == [(2,), (3,)]


def test_an_unlisted_body_is_not_lost(sample) -> None:
    """A body that no reviewed table lists has a Chinese name only; it keeps its row, and the name stands in for the English one."""
    unlisted = "<id/sample/task/1/resp/3/unlisted>"
    row = (unlisted, "省不存在局@zh", "省不存在局@zh")
    assert row in sample("bodies-of", "body", "bodyZh", "bodyEn", task=iris.task("sample", "1"))
    assert row in sample("workload", "body", "bodyZh", "bodyEn")
    assert row in sample("never-leads", "body", "bodyZh", "bodyEn")
    assert (unlisted, "省不存在局@zh", 1) in sample("works-with", "partner", "partnerEn", "shared", body=CIVIL_AFFAIRS)


def test_a_clause_that_names_nobody_is_said(sample) -> None:
    """有关部门（单位）负责 gives one row without a body; a task led in two clauses is led jointly."""
    assert sample("bodies-of", "position", "bodyZh", "bodyEn", "quote", "body", task=iris.task("sample", "2")) == [
        (None, "未列名单位@zh", "bodies, unnamed@en", "有关部门（单位）", None)
    ]
    assert sample("open-ended", "number", "bodies", "quote") == [(2, 0, "有关部门（单位）"), (3, 0, "等有关部门")]
    assert sample("no-lead", "number") == [(2,)]
    assert sample("joint-leads", "number", "leads", "printedName") == [(3, 2, "民政部@zh"), (3, 2, "财政厅@zh")]
    assert sample("shared-by-duty", "number") == []


def test_search_finds_words_in_either_case(sample) -> None:
    """5g finds 5G; a name is found where it is printed, with its place."""
    assert sample("search", "number", "quote", text="5g") == [(3, "丙任务5G。")]
    assert sample("search", "number", "foundEn", "quote", text="不存在") == [(1, "name of a body@en", "省不存在局")]
    assert sample("search", "number", text=".*") == []


def test_quotes_are_where_they_say(two) -> None:
    """In every answer, the characters [start, end) of the source are the quoted words."""
    texts = {"sample": SAMPLE, SICHUAN: (ROOT / "graph" / "sources" / SICHUAN / "text.txt").read_bytes().decode()}
    seen = 0
    for name, question in BOOK.items():
        if "quote" not in question.columns:
            continue
        for row in records(name, oxigraph(two.whole, question.query)):
            if row["quote"] is not None:
                table = str(row["task"]).partition("/task/")[0].removeprefix("<id/")
                assert texts[table][row["start"] : row["end"]] == row["quote"], (name, row)
                seen += 1
    assert seen > 1000

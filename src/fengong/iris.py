"""Every IRI of the project, minted here and nowhere else: from coordinates and assigned slugs, never from wording."""

from __future__ import annotations

import re

BASE = "https://w3id.org/fengong/"
NS = BASE + "ns#"

PREFIXES: dict[str, str] = {
    "fg": NS,
    "role": BASE + "role/",
    "function": BASE + "function/",
    "kind": BASE + "kind/",
    "wording": BASE + "wording/",
    "strength": BASE + "strength/",
    "deliverable": BASE + "deliverable/",
    "topic": BASE + "topic/",
    "unit": BASE + "unit/",
    "comparator": BASE + "comparator/",
    "period": BASE + "period/",
    "change": BASE + "change/",
    "rule": BASE + "rule/",
    "place": BASE + "id/place/",
    "adms": "http://www.w3.org/ns/adms#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "sssom": "https://w3id.org/sssom/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes of everything written, and those that `fengong query` knows without being told."""

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""An assigned name: ASCII, lower case, hyphens."""


def table(table_id: str) -> str:
    """
    >>> table("sichuan-elderly-childcare")
    'https://w3id.org/fengong/id/sichuan-elderly-childcare'
    """
    return f"{BASE}id/{table_id}"


def task(table_id: str, row: str) -> str:
    """The IRI of one task; ``row`` is its printed number, or number-2 where a number is printed twice.

    >>> task("sichuan-elderly-childcare", "12")
    'https://w3id.org/fengong/id/sichuan-elderly-childcare/task/12'
    """
    return f"{table(table_id)}/task/{row}"


def clause(table_id: str, row: str, index: int) -> str:
    """The IRI of the ``index``-th clause (from 1) of a task's responsibility cell."""
    return f"{task(table_id, row)}/clause/{index}"


def responsibility(table_id: str, row: str, position: int) -> str:
    """The IRI of one printed responsibility, made from where it stands, never from its wording.

    >>> responsibility("sichuan-elderly-childcare", "12", 1)
    'https://w3id.org/fengong/id/sichuan-elderly-childcare/task/12/resp/1'
    """
    return f"{task(table_id, row)}/resp/{position}"


def unlisted(table_id: str, row: str, position: int) -> str:
    """The IRI of the body that a mention names and that no reviewed table lists."""
    return f"{responsibility(table_id, row, position)}/unlisted"


def unread_row(table_id: str, line: int) -> str:
    """The IRI of a row that was left out, by its line in the source text (from 1)."""
    return f"{table(table_id)}/unread/{line}"


def text(table_id: str) -> str:
    """The IRI of a table's source text."""
    return f"{table(table_id)}/text"


def span(table_id: str, start: int, end: int) -> str:
    """The IRI of the characters [start, end), after RFC 5147.

    >>> span("sichuan-elderly-childcare", 1492, 1495)
    'https://w3id.org/fengong/id/sichuan-elderly-childcare/text#char=1492,1495'
    """
    return f"{text(table_id)}#char={start},{end}"


def selector(table_id: str, start: int, end: int, kind: str) -> str:
    """The IRI of a span's selector; ``kind`` is ``position`` or ``quote``."""
    return f"{text(table_id)}/{start}-{end}/{kind}"


def anomaly(table_id: str, start: int, end: int) -> str:
    """The IRI of a printed mistake, by its place."""
    return f"{table(table_id)}/anomaly/{start}-{end}"


def evidence(table_id: str, number: int) -> str:
    """The IRI of one piece of evidence of progress, by its place in the table's evidence file (from 1).

    >>> evidence("sichuan-elderly-childcare", 1)
    'https://w3id.org/fengong/id/sichuan-elderly-childcare/evidence/1'
    """
    return f"{table(table_id)}/evidence/{number}"


def finding(scope: str, rule: str, focus: str, value: str) -> str:
    """The IRI of a finding: its rule, and a hash of focus and value, so that it stays the same while they do.

    ``scope`` is the table's id, or ``bodies`` or ``ontology``.
    """
    import hashlib  # noqa: PLC0415 - costs 7 ms, and only findings need it

    digest = hashlib.sha256(f"{focus}\0{value}".encode()).hexdigest()[:16]
    return f"{BASE}id/{scope}/finding/{rule}/{digest}"


def rule(slug: str) -> str:
    """The IRI of a rule of reading or checking."""
    return f"{BASE}rule/{slug}"


def role(slug: str) -> str:
    """The IRI of a role."""
    return f"{BASE}role/{slug}"


def wording(slug: str) -> str:
    """The IRI of a group of words that the reader needs."""
    return f"{BASE}wording/{slug}"


def concept(scheme: str, slug: str) -> str:
    """The IRI of a concept of one of our schemes.

    >>> concept("strength", "binding")
    'https://w3id.org/fengong/strength/binding'
    """
    return f"{BASE}{scheme}/{slug}"


def measure(table_id: str, row: str, index: int) -> str:
    """The IRI of the ``index``-th promised act (from 1) of a task."""
    return f"{task(table_id, row)}/measure/{index}"


def deliverable(table_id: str, row: str, measure_index: int, index: int) -> str:
    """The IRI of the ``index``-th deliverable (from 1) of a measure."""
    return f"{measure(table_id, row, measure_index)}/deliverable/{index}"


def target(table_id: str, row: str, index: int) -> str:
    """The IRI of the ``index``-th target (from 1) of a task.

    >>> target("sichuan-elderly-childcare", "2", 3)
    'https://w3id.org/fengong/id/sichuan-elderly-childcare/task/2/target/3'
    """
    return f"{task(table_id, row)}/target/{index}"


def lead_in(table_id: str, row: str, index: int) -> str:
    """The IRI of the ``index``-th lead-in (from 1) of a task."""
    return f"{task(table_id, row)}/lead-in/{index}"


def period(table_id: str, row: str, index: int) -> str:
    """The IRI of the ``index``-th planning period (from 1) that a task mentions."""
    return f"{task(table_id, row)}/period/{index}"


def topic_mention(table_id: str, row: str, topic: str) -> str:
    """The IRI of what earned a task a topic."""
    return f"{task(table_id, row)}/topic/{topic}"


def function(slug: str) -> str:
    """The IRI of a function of government."""
    return f"{BASE}function/{slug}"


def kind(slug: str) -> str:
    """The IRI of a kind of body."""
    return f"{BASE}kind/{slug}"


def place(code: str) -> str:
    """The IRI of a place: a GB/T 2260 code, or ``cn`` for the nation."""
    return f"{BASE}id/place/{code}"


def body(body_id: str) -> str:
    """The IRI of a body.

    >>> body("510000/civil-affairs")
    'https://w3id.org/fengong/id/body/510000/civil-affairs'
    """
    return f"{BASE}id/body/{body_id}"


def collective(slug: str) -> str:
    """The IRI of a body collective."""
    return f"{BASE}id/collective/{slug}"


def membership(collective_slug: str, code: str) -> str:
    """The IRI of one membership of a collective, by the place of its member."""
    return f"{collective(collective_slug)}/member/{code}"


def change(slug: str) -> str:
    """The IRI of a reorganisation."""
    return f"{BASE}id/change/{slug}"


def link(link_set: str, number: int | str) -> str:
    """The IRI of one mapping of a link set, by the number that its file gives it.

    >>> link("geonames", 1)
    'https://w3id.org/fengong/id/link/geonames/1'
    """
    return f"{BASE}id/link/{link_set}/{number}"


def identifier(scheme: str, code: str) -> str:
    """The IRI of an identifier whose scheme gives its codes no IRIs of their own.

    >>> identifier("gb-t-2260", "510100")
    'https://w3id.org/fengong/id/identifier/gb-t-2260/510100'
    """
    return f"{BASE}id/identifier/{scheme}/{code}"


def version(digest: str) -> str:
    """The place below ``id/`` of a table that the workspace does not have, by the SHA-256 of its bytes; `task` and `table` take it.

    >>> task(version("aacc532ae6f079f15a322c5fb31ae30a"), "12")
    'https://w3id.org/fengong/id/version/aacc532ae6f079f1/task/12'
    """
    return f"version/{digest[:16]}"


def comparison(digest: str) -> str:
    """The IRI of a comparison, by a hash of all that decides it."""
    return f"{BASE}id/comparison/{digest}"


def task_change(digest: str, index: int) -> str:
    """The IRI of the ``index``-th change (from 1) of a comparison."""
    return f"{comparison(digest)}/change/{index}"


def change_detail(digest: str, index: int, detail: int) -> str:
    """The IRI of the ``detail``-th detail (from 1) of a change."""
    return f"{task_change(digest, index)}/detail/{detail}"


def change_kind(slug: str) -> str:
    """The IRI of a kind of change of a task."""
    return f"{BASE}change/{slug}"


def joined(name: str, *parts: str) -> str:
    """The IRI of somebody else's data set that was joined to the graph, or of a part of it, by its place in the file.

    >>> joined("care-beds", "row", "2", "3")
    'https://w3id.org/fengong/id/joined/care-beds/row/2/3'
    """
    return "/".join((f"{BASE}id/joined/{name}", *parts))


def graph(*parts: str) -> str:
    """The IRI of a named graph.

    >>> graph("sichuan-elderly-childcare", "inferred")
    'https://w3id.org/fengong/graph/sichuan-elderly-childcare/inferred'
    """
    return BASE + "graph/" + "/".join(parts)


def shortened(iri: str) -> str:
    """``iri`` with a known prefix where its rest is a plain name; else whole.

    >>> shortened("https://w3id.org/fengong/ns#leadBody")
    'fg:leadBody'
    """
    for prefix, namespace in PREFIXES.items():
        rest = iri.removeprefix(namespace)
        if rest != iri and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", rest):
            return f"{prefix}:{rest}"
    return iri


DATASET = BASE + "dataset"
"""The IRI of the whole graph as a dataset."""


def of_dataset(kind: str, *names: str) -> str:
    """The IRI of a part of the dataset's description: a file, an input, a partition; what IRIs cannot hold is escaped.

    >>> of_dataset("file", "bodies", "inferred", "ttl")
    'https://w3id.org/fengong/dataset#file/bodies/inferred/ttl'
    >>> of_dataset("input", "graph/sources/a", "原文.txt")
    'https://w3id.org/fengong/dataset#input/graph/sources/a/%E5%8E%9F%E6%96%87.txt'
    """
    from urllib.parse import quote  # noqa: PLC0415 - only builds mint these

    return f"{DATASET}#" + "/".join((kind, *(quote(name, safe="/") for name in names)))


def question(name: str) -> str:
    """The IRI of a canned question.

    >>> question("led-by")
    'https://w3id.org/fengong/question/led-by'
    """
    return f"{BASE}question/{name}"


def prefixes() -> str:
    """The IRI of the prefixes that the canned questions declare."""
    return f"{BASE}prefixes"


def endpoint() -> str:
    """The IRI that stands for the SPARQL endpoint, wherever it is served."""
    return f"{BASE}sparql"

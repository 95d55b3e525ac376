"""What the endpoint says of itself, in the terms of SPARQL 1.1 Service Description: its data set, its formats, what it does not do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from fengong import iris
from fengong.graph.files import Turtle
from fengong.graph.terms import DCTERMS, RDF, RDFS, Namespace, en, node, zh
from fengong.web.accept import media_type
from fengong.web.message import Reply, sentence

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = "http://www.w3.org/ns/formats/"
RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
GRAPHS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads")
DEFAULT_ZH = "默认图是本体、单位、各表的声明、承诺与推断之并；疑误、佐证、校验发现等图只能用 GRAPH 查询。"
DEFAULT_EN = (
    "The default graph is the union of ontology, bodies, and what is asserted, promised and inferred for each table; "
    "anomalies, evidence and findings are reached through GRAPH."
)
OFFERED = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


def triples(endpoint: str, graphs: Iterable[str], in_default: Iterable[str]) -> Iterator[ox.Triple]:
    """The description of the service at ``endpoint``. Its nodes have IRIs below that of the endpoint."""
    service, dataset = node(endpoint), node(endpoint + "#dataset")
    default = node(endpoint + "#default-graph")
    yield ox.Triple(service, RDF.type, SD.Service)
    yield ox.Triple(service, SD.endpoint, service)
    yield ox.Triple(service, SD.supportedLanguage, SD.SPARQL11Query)
    yield ox.Triple(service, RDFS.label, en("Fengong: SPARQL endpoint, read-only"))
    yield ox.Triple(service, RDFS.label, zh("分工：SPARQL 端点（只读）"))
    for each in (*RESULTS, *GRAPHS):
        yield ox.Triple(service, SD.resultFormat, node(FORMATS + each))
    yield ox.Triple(service, SD.defaultDataset, dataset)
    yield ox.Triple(dataset, RDF.type, SD.Dataset)
    yield ox.Triple(dataset, SD.defaultGraph, default)
    yield ox.Triple(default, RDF.type, SD.Graph)
    yield ox.Triple(default, DCTERMS.description, zh(DEFAULT_ZH))
    yield ox.Triple(default, DCTERMS.description, en(DEFAULT_EN))
    for each in in_default:
        yield ox.Triple(default, DCTERMS.hasPart, node(each))
    for each in graphs:
        named = node(f"{endpoint}#{each.removeprefix(iris.BASE)}")
        yield ox.Triple(dataset, SD.namedGraph, named)
        yield ox.Triple(named, RDF.type, SD.NamedGraph)
        yield ox.Triple(named, SD.name, node(each))


def reply(endpoint: str, graphs: Iterable[str], in_default: Iterable[str], accept: str) -> Reply:
    """The description in the form that the client likes best."""
    kind = media_type(accept, tuple(OFFERED))
    if kind is None:
        have = " · ".join(OFFERED)
        return sentence(406, f"服务描述有这些格式：{have}", f"The service description comes as: {have}")
    said = sorted(triples(endpoint, sorted(graphs), sorted(in_default)), key=str)
    if kind == "text/turtle":
        return Reply(Turtle().write(said).encode(), "text/turtle; charset=utf-8")
    body = ox.serialize(said, format=OFFERED[kind])
    assert body is not None  # noqa: S101 - without an output it gives bytes
    return Reply(body, kind)

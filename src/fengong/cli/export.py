"""`export`: the graph in the usual formats, read back before it is said to be done."""

from __future__ import annotations

import csv
import io

import click
import pyoxigraph as ox

from fengong.ask.dataset import Dataset, open_built
from fengong.ask.wellformed import check_xml
from fengong.bilingual import Bilingual
from fengong.cli.settings import emit, settings, settings_options, tell
from fengong.errors import DamagedGraph, UnknownName
from fengong.graph.files import Turtle, serialised
from fengong.iris import BASE, PREFIXES

GRAPH = Bilingual(zh="图", en="graph")
DONE = Bilingual(
    zh="已写出 {triples} 条三元组（{graphs} 个图），重读一致。",
    en="{triples} triples of {graphs} graphs written, and read back the same.",
)
ROWS = Bilingual(zh="已写出 {rows} 行，每行一项责任。", en="{rows} rows written, one for each responsibility.")
FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
RESPONSIBILITIES = """
SELECT ?table ?number ?task ?taskText ?clause ?position ?role ?roleZh ?roleEn
       ?printedName ?printedBody ?body ?bodyZh ?bodyEn ?openEnded ?start ?end WHERE {
  ?task a fg:PolicyTask ; dcterms:isPartOf ?table ; fg:taskNumber ?number ; fg:taskText ?taskText ; fg:hasClause ?clause .
  ?clause fg:openEnded ?openEnded ; fg:assigns ?resp .
  ?resp fg:position ?position ; fg:role ?role ; fg:printedName ?printedName ; fg:printedBody ?printedBody ; fg:body ?body ;
        fg:quotedFrom/oa:hasSelector ?at .
  ?at oa:start ?start ; oa:end ?end .
  ?role skos:prefLabel ?roleZh , ?roleEn . FILTER(LANG(?roleZh) = "zh" && LANG(?roleEn) = "en")
  ?body skos:prefLabel ?bodyZh . FILTER(LANG(?bodyZh) = "zh")
  OPTIONAL { ?body skos:prefLabel ?bodyEn . FILTER(LANG(?bodyEn) = "en") }
} ORDER BY ?table ?number ?task ?position
"""


@click.command()
@click.option("--format", "form", type=click.Choice([*FORMATS, "csv"]), default="turtle", show_default=True, help="Format. 格式。")
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    metavar="NAME",
    help="Only this graph (name or IRI); may be repeated. 只导出此图，可重复。",
)
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, for Excel. CSV 带 BOM。")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE. 写入文件。")
@settings_options
def export(*, form: str, graphs: tuple[str, ...], bom: bool, output: str | None, workspace: str | None, lang: str | None) -> None:
    """Write the graph, whole or in parts, for reuse elsewhere.

    导出图谱，整体或部分。CSV 为责任清单，每行一项责任。

    \b
    fengong export --format trig -o fengong.trig
    fengong export --graph sichuan-elderly-childcare
    """  # noqa: D301
    where, said = settings(workspace, lang)
    dataset = open_built(where)
    dataset.verify()
    if form == "csv":
        if graphs:
            raise click.UsageError("CSV is the list of responsibilities and takes no --graph. CSV 为责任清单，不接受 --graph。")
        text, rows = responsibilities(dataset)
        emit(("\ufeff" if bom else "") + text, output)
        tell(ROWS, said, rows=rows)
        return
    names = [_name(dataset, graph) for graph in graphs] or list(dataset.names)
    quads = {
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(dataset.graphs[name]))
        for name in names
        for triple in dataset.triples(name)
    }
    data = written(quads, form)
    emit(data, output)
    tell(DONE, said, triples=len(quads), graphs=len(names))


def _name(dataset: Dataset, given: str) -> str:
    for name, iri in dataset.graphs.items():
        if given in {name, iri, iri.removeprefix(BASE + "graph/")}:
            return name
    raise UnknownName(GRAPH, given, tuple(dataset.names))


def written(quads: set[ox.Quad], form: str) -> bytes:
    """``quads`` in format ``form``, read back and compared. Formats without graphs hold the union of the triples.

    Raises DamagedGraph when it reads back differently.
    """
    chosen = FORMATS[form]
    ordered = sorted(quads, key=str)
    triples = list(dict.fromkeys(quad.triple for quad in ordered))
    data: bytes
    if form == "turtle":
        data = Turtle().write(triples).encode()
    elif form in {"ntriples", "rdfxml"}:
        data = serialised(triples, chosen)
    else:
        data = serialised(ordered, chosen)
    if form == "rdfxml":
        check_xml(data, form)
    read = ox.Dataset(ox.parse(data, format=chosen))
    wanted = ox.Dataset(ordered if chosen.supports_datasets else (ox.Quad(*triple) for triple in triples))
    for each in (read, wanted):
        each.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    if read != wanted:
        raise DamagedGraph(form, Bilingual(zh="写出后重读不一致", en="it reads back differently from what was meant"))
    return data.rstrip(b"\n") + b"\n"


def responsibilities(dataset: Dataset) -> tuple[str, int]:
    """One CSV line for each responsibility, in printed order, and how many there are."""
    results = dataset.store.query(RESPONSIBILITIES, prefixes=PREFIXES)
    assert isinstance(results, ox.QuerySolutions)  # noqa: S101 - a SELECT
    names = [variable.value for variable in results.variables]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    count = 0
    for count, row in enumerate(results, 1):  # noqa: B007 - counts the rows
        writer.writerow([getattr(row[name], "value", "") for name in names])
    return out.getvalue(), count

"""`query`: any SPARQL over the built graph."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import cast

import click
import pyoxigraph as ox

from fengong.ask import present
from fengong.ask.dataset import Dataset, open_built
from fengong.ask.wellformed import check_xml
from fengong.bilingual import Bilingual, Lang
from fengong.cli.settings import emit, settings, settings_options, tell
from fengong.errors import BadQuery, FailedService, UnreadableFile
from fengong.graph.files import Turtle, serialised
from fengong.iris import PREFIXES, shortened
from fengong.sparql import guard
from fengong.workspace import Workspace

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
WRONG_FORMAT = Bilingual(zh="这种查询的格式可为：{allowed}", en="a query of this form has one of the formats: {allowed}")
BESIDE = Bilingual(zh="{path}：{count} 条三元组，在图 {graphs}", en="{path}: {count:triple|triples}, in the graph{s} {graphs}")
UPDATED = Bilingual(
    zh="更新只作用于内存中的副本：增加 {added} 条，删去 {removed} 条；结果以 N-Quads 写出。",
    en="the update ran on a copy in memory: {added} added, {removed} removed; the result is written as N-Quads.",
)
OVER = Bilingual(zh="-o 会盖掉 --data 所读的文件", en="-o would overwrite the file that --data reads")
NO_BOTH = Bilingual(zh="--entail 与 --allow-update 不能同时使用", en="--entail and --allow-update do not go together")


@click.command()
@click.argument("sparql", required=False)
@click.option("-f", "--file", "path", metavar="FILE", help="Read the query from FILE. 从文件读取。")
@click.option("--format", "form", type=click.Choice(["table", *RESULTS, *GRAPHS]), help="Format of the result. 结果格式。")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE. 写入文件。")
@click.option(
    "--entail",
    type=click.Choice(["alignments"]),
    help="Let what follows for ORG, PROV, schema.org … from alignments.ttl be there too. 加上对齐所推得者。",
)
@click.option("--allow-service", is_flag=True, help="Let SERVICE reach other endpoints. 允许 SERVICE。")
@click.option("--allow-update", is_flag=True, help="Run an update, on a copy in memory. 允许更新（仅作用于副本）。")
@click.option("--data", multiple=True, metavar="FILE", help="RDF of others beside the graph, through GRAPH. 并列的其他数据。")
@settings_options
def query(  # noqa: PLR0913 - one for each option of the command
    sparql: str | None,
    *,
    path: str | None,
    data: tuple[str, ...],
    form: str | None,
    output: str | None,
    entail: str | None,
    allow_service: bool,
    allow_update: bool,
    workspace: str | None,
    lang: str | None,
) -> None:
    """Run SPARQL over the graph, from the argument, a file, or standard input (-).

    运行任意 SPARQL 查询。

    \b
    fengong query 'SELECT ?task { ?task fg:leadBody ?body } LIMIT 5'
    """  # noqa: D301
    where, said = settings(workspace, lang)
    if output and any(Path(output).resolve() == Path(each).resolve() for each in data):
        raise click.UsageError(OVER.said(said))
    text = _text(sparql, path)
    dataset = open_built(where)
    for each in dataset.put_beside(data) if data else ():
        tell(
            BESIDE,
            said,
            path=each.path,
            count=len(each.quads),
            s="s" * (len(each.graphs) > 1),
            graphs=" · ".join(map(shortened, each.graphs)),
        )
    known = dataset.known
    if entail and allow_update:
        raise click.UsageError(NO_BOTH.said(said))
    if allow_update and guard.is_update(text):
        guard.check(text, allow_service=allow_service, allow_update=True, graphs=known)
        _update(dataset, text, output, said)
        return
    guard.check(text, allow_service=allow_service, graphs=known)
    try:
        store = _aligned(dataset, where, text) if entail else dataset.store_for(text)
        results = store.query(text, prefixes=PREFIXES)
        emit(_serialised(results, form, said), output)
    except SyntaxError as error:
        raise BadQuery(str(error)) from error
    except (OSError, RuntimeError) as error:
        if allow_service:
            raise FailedService("SERVICE", Bilingual(zh=str(error), en=str(error))) from error
        raise BadQuery(str(error)) from error


def _aligned(dataset: Dataset, where: Workspace, text: str) -> ox.Store:
    from fengong.ask import aligned  # noqa: PLC0415 - most queries do without

    return aligned.store(dataset, where.ontology, graphs=guard.uses_graphs(text))


def _text(sparql: str | None, path: str | None) -> str:
    if (sparql is None) == (path is None):
        if sparql is None and not sys.stdin.isatty():
            return sys.stdin.read()
        raise click.UsageError("give the query as an argument, with -f FILE, or on standard input. 请给出查询：参数、-f 文件或标准输入。")
    if sparql == "-":
        return sys.stdin.read()
    if sparql is not None:
        return sparql
    try:
        return Path(str(path)).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(str(path), getattr(error, "strerror", None) or str(error)) from error


def _serialised(results: object, form: str | None, lang: Lang) -> bytes:
    if isinstance(results, ox.QueryTriples):
        chosen = _chosen(form or "turtle", tuple(GRAPHS), lang)
        triples = sorted(cast("list[ox.Triple]", list(results)), key=str)
        if chosen == "turtle":
            return Turtle().write(triples).encode()
        data = serialised(triples, GRAPHS[chosen])
        if chosen == "rdfxml":
            check_xml(data, chosen)
        return data
    if isinstance(results, ox.QuerySolutions) and (form or "table") == "table":
        names = [variable.value for variable in results.variables]
        rows = [[_shown(row[name]) for name in names] for row in results]
        return present.table(names, rows, no_rows="（无）" if lang == "zh" else "(none)", whole=True).encode()
    if isinstance(results, ox.QueryBoolean) and (form or "table") == "table":
        return b"true\n" if results else b"false\n"
    chosen = _chosen(form or "json", tuple(RESULTS), lang)
    out = io.BytesIO()
    cast("ox.QuerySolutions", results).serialize(out, format=RESULTS[chosen])
    if chosen == "xml":
        check_xml(out.getvalue(), chosen)
    return out.getvalue().rstrip(b"\n") + b"\n"


def _shown(term: object) -> str:
    if term is None:
        return ""
    words = term.value if isinstance(term, ox.Literal | ox.NamedNode) else str(term)
    if isinstance(term, ox.NamedNode):
        words = shortened(words)
    return present.plain(words)


def _chosen(form: str, allowed: tuple[str, ...], lang: Lang) -> str:
    if form not in allowed:
        raise click.UsageError(WRONG_FORMAT.fill(allowed=" · ".join(allowed)).said(lang))
    return form


def _update(dataset: Dataset, text: str, output: str | None, lang: Lang) -> None:
    store = dataset.whole
    before = set(store)
    try:
        store.update(text, prefixes=PREFIXES)
    except SyntaxError as error:
        raise BadQuery(str(error)) from error
    after = set(store)
    emit(b"".join(sorted(serialised(after, ox.RdfFormat.N_QUADS).splitlines(keepends=True))), output)
    tell(UPDATED, lang, added=len(after - before), removed=len(before - after))

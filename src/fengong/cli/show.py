"""`show`: what the graph knows of one thing, in words, with its quotation in context."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import cast

import click
import pyoxigraph as ox

from fengong import iris
from fengong.ask.dataset import Dataset, open_built
from fengong.ask.names import BODY, Names
from fengong.ask.quotes import quotation
from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.cli.settings import emit, settings, settings_options
from fengong.errors import UnknownName
from fengong.graph.files import Turtle, natural
from fengong.graph.lookup import label
from fengong.graph.terms import FG, RDFS
from fengong.iris import PREFIXES

THING = Bilingual(zh="资源", en="resource")
QUOTED = Bilingual(zh="原文（字符 {start}–{end}）", en="in the source (characters {start}–{end})")
POINTING = Bilingual(zh="被以下属性指向", en="pointed to by")
_MANY = 12
_SHOWN = {FG.taskText, FG.quotedFrom, FG.hasClause, FG.hasResponsibility, RDFS.label}
_IMPLIED = (PREFIXES["cv"], PREFIXES["prov"], PREFIXES["fg"] + "has")

CELL = """
SELECT ?position ?name ?roleZh ?roleEn ?printedBody ?body ?bodyZh ?bodyEn WHERE {
  ?task fg:hasClause ?clause . ?clause fg:assigns ?resp .
  ?resp fg:position ?position ; fg:printedName ?name ; fg:role ?role ; fg:printedBody ?printedBody ; fg:body ?body .
  ?role skos:prefLabel ?roleZh , ?roleEn . FILTER(LANG(?roleZh) = "zh" && LANG(?roleEn) = "en")
  ?body skos:prefLabel ?bodyZh . FILTER(LANG(?bodyZh) = "zh")
  OPTIONAL { ?body skos:prefLabel ?bodyEn . FILTER(LANG(?bodyEn) = "en") }
  FILTER(?task = $)
} ORDER BY ?position
"""
DUTIES = """
SELECT ?roleZh ?roleEn (GROUP_CONCAT(STR(?n); SEPARATOR=" ") AS ?numbers) WHERE {
  { SELECT DISTINCT ?roleZh ?roleEn ?order ?table ?n WHERE {
    ?resp fg:body $ ; fg:role ?role . ?clause fg:assigns ?resp . ?task fg:hasClause ?clause ; fg:taskNumber ?n ; dcterms:isPartOf ?table .
    ?role fg:order ?order ; skos:prefLabel ?roleZh , ?roleEn . FILTER(LANG(?roleZh) = "zh" && LANG(?roleEn) = "en")
  } ORDER BY ?order ?table ?n }
} GROUP BY ?roleZh ?roleEn ?order ORDER BY ?order
"""


@click.command()
@click.argument("thing", metavar="IRI-OR-NAME")
@click.option("--table", metavar="ID", help="The table that a bare task number belongs to. 分工表。")
@click.option("--format", "form", type=click.Choice(["text", "ttl", "json"]), default="text", help="How to show it. 格式。")
@settings_options
def show(*, thing: str, table: str | None, form: str, workspace: str | None, lang: str | None) -> None:
    """Describe a task (by its number), a body (by any name), or anything with an IRI.

    说明一项任务、一个单位或任何有 IRI 的资源，并给出原文上下文。

    \b
    fengong show 12
    fengong show 省卫生健康委
    """  # noqa: D301
    where, said = settings(workspace, lang)
    dataset = open_built(where)
    node = find(thing, dataset, table)
    triples = list(about(dataset, node))
    if form == "ttl":
        emit(Turtle().write(triples), None)
    elif form == "json":
        emit(json.dumps(_described(node, triples), ensure_ascii=False, indent=2) + "\n", None)
    else:
        click.echo("\n".join(_text(dataset, node, triples, said)))


def find(thing: str, dataset: Dataset, table: str | None) -> ox.NamedNode:
    """What a person means by ``thing``. Raises UnknownName, AmbiguousName, NeedsTable."""
    names = Names(dataset, (Names(dataset).table(table).value.rpartition("/")[2],) if table else ())
    expanded = _expanded(thing)
    if expanded:
        if not any(True for _ in about(dataset, expanded)) and not any(dataset.whole.quads_for_pattern(None, None, expanded)):
            raise UnknownName(THING, thing)
        return expanded
    if re.fullmatch(r"(?:[a-z0-9-]+/(?:task/)?)?\d{1,5}(?:-\d+)?", thing):  # six digits are a GB/T 2260 code
        return names.task(thing)
    if thing in dataset.tables:
        return names.table(thing)
    try:
        return names.body(thing)
    except UnknownName as unknown:
        for look_up in (names.place, names.function):
            try:
                return look_up(thing)
            except UnknownName:
                continue
        raise UnknownName(BODY, thing, unknown.nearest) from None


def _expanded(thing: str) -> ox.NamedNode | None:
    prefix, colon, rest = thing.partition(":")
    try:
        if colon and prefix in PREFIXES and not rest.startswith("//"):
            return ox.NamedNode(PREFIXES[prefix] + rest)
        return ox.NamedNode(thing) if thing.startswith(("http://", "https://")) else None
    except ValueError as error:
        raise UnknownName(THING, thing) from error


def about(dataset: Dataset, node: ox.NamedNode) -> Iterator[ox.Triple]:
    """Every triple about ``node``, from any graph, once, in a stable order."""
    seen = {quad.triple for quad in dataset.whole.quads_for_pattern(node, None, None)}
    yield from sorted(seen, key=natural)


def _described(node: ox.NamedNode, triples: list[ox.Triple]) -> dict[str, object]:
    found: dict[str, list[object]] = {}
    for triple in triples:
        term = triple.object
        plain: object = getattr(term, "value", str(term))
        if isinstance(term, ox.Literal) and term.language:
            plain = {"value": term.value, "lang": term.language}
        found.setdefault(iris.shortened(triple.predicate.value), []).append(plain)
    return {"iri": node.value, **found}


def _text(dataset: Dataset, node: ox.NamedNode, triples: list[ox.Triple], lang: Lang) -> Iterator[str]:
    yield click.style(label(dataset.store, node, lang), bold=True) + f"  {node.value}"
    for triple in triples:
        if triple.predicate == FG.taskText:
            yield f"  {printable(cast('ox.Literal', triple.object).value)}"
    yield from _cell(dataset, node, lang)
    yield from _duties(dataset, node, lang)
    for triple in triples:
        if triple.predicate == FG.quotedFrom and isinstance(triple.object, ox.NamedNode):
            quote = quotation(dataset.store, triple.object)
            yield "  " + QUOTED.fill(start=quote.start, end=quote.end).said(lang)
            yield (f"    …{printable(quote.prefix)}" + click.style(printable(quote.exact), underline=True) + f"{printable(quote.suffix)}…")
    grouped: dict[str, list[str]] = {}
    for triple in sorted(triples, key=natural):
        if triple.predicate not in _SHOWN and not triple.predicate.value.startswith(_IMPLIED):
            grouped.setdefault(iris.shortened(triple.predicate.value), []).append(_object(dataset, triple.object, lang))
    for predicate, objects in grouped.items():
        more = f" … +{len(objects) - _MANY}" if len(objects) > _MANY else ""
        yield f"  {click.style(predicate, dim=True)}  {' · '.join(objects[:_MANY])}{more}"
    if not triples:
        yield "  " + POINTING.said(lang)
        for quad in list(dataset.whole.quads_for_pattern(None, None, node))[:_MANY]:
            yield f"    {iris.shortened(quad.predicate.value)}  {quad.subject}"


def _cell(dataset: Dataset, node: ox.NamedNode, lang: Lang) -> Iterator[str]:
    if "/task/" not in node.value:
        return
    results = cast("ox.QuerySolutions", dataset.store.query(CELL.replace("$", str(node)), prefixes=PREFIXES))
    suffix = "Zh" if lang == "zh" else "En"
    for row in results:
        body = row["body" + suffix] or row["bodyZh"]
        changed = " !" if row["printedBody"] != row["body"] else ""
        yield f"  {row['position'].value:>3}  {row['role' + suffix].value}  {printable(row['name'].value)} → {body.value}{changed}"


def _duties(dataset: Dataset, node: ox.NamedNode, lang: Lang) -> Iterator[str]:
    if "/id/body/" not in node.value and "/id/collective/" not in node.value:
        return
    results = cast("ox.QuerySolutions", dataset.store.query(DUTIES.replace("$", str(node)), prefixes=PREFIXES))
    for row in results:
        numbers = row["numbers"].value.split()
        shown = f"{len(numbers)}：{'、'.join(numbers)}" if lang == "zh" else f"{len(numbers)}: {', '.join(numbers)}"
        yield f"  {row['roleZh' if lang == 'zh' else 'roleEn'].value}  {shown}"


def _object(dataset: Dataset, term: object, lang: Lang) -> str:
    if isinstance(term, ox.NamedNode):
        words = label(dataset.store, term, lang)
        return words if words != term.value else f"<{term.value}>"
    if isinstance(term, ox.Literal):
        return printable(term.value) + (f" @{term.language}" if term.language else "")
    return str(term)

"""`questions` and `ask`: the canned questions and their answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pyoxigraph as ox

from fengong.ask.dataset import Dataset, open_built
from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.cli.settings import emit, is_file, settings, settings_options, tell, terminal_width
from fengong.graph.lookup import label
from fengong.iris import BASE

if TYPE_CHECKING:
    from fengong.ask.answer import Answer
    from fengong.ask.catalogue import Question

FORMATS = ("table", "csv", "json", "markdown", "ttl")
ENDINGS = {".csv": "csv", ".json": "json", ".md": "markdown", ".ttl": "ttl"}
"""The formats that the name of a file asks for."""
FIXED = Bilingual(
    zh="说明：{name} 的读法是固定的，--reading 对它不起作用。",
    en="note: the reading of {name} is fixed; --reading makes no difference to it.",
)
ASKED = Bilingual(zh="问的是：{asked}", en="asked about: {asked}")
ROWS = Bilingual(zh="{rows} 行 · 读法：{reading}{tables}", en="rows: {rows} · reading: {reading}{tables}")


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "markdown", "ttl"]),
    default="table",
    help="How to show them; ttl is a catalogue for SPARQL editors. 格式。",
)
@settings_options
def questions(form: str, workspace: str | None, lang: str | None) -> None:
    """List the questions that can be asked, with their parameters.

    列出可以提的问题及其参数。

    \b
    fengong questions
    """  # noqa: D301
    from fengong.ask import catalogue, present  # noqa: PLC0415

    where, said = settings(workspace, lang)
    found = list(catalogue.load(where.queries).values())
    if form == "json":
        emit(json.dumps([_described(question) for question in found], ensure_ascii=False, indent=2) + "\n", None)
        return
    if form == "ttl":
        from fengong.ask import sib  # noqa: PLC0415 - only here

        emit(sib.turtle(found), None)
        return
    columns = ("问题", "回答什么", "参数") if said == "zh" else ("question", "what it answers", "parameters")
    rows = [[q.name, q.answers.said(said), " ".join(_options(q))] for q in found]
    emit(present.markdown(columns, rows) if form == "markdown" else present.table(columns, rows, no_rows="—", fit=terminal_width()), None)


def _options(question: Question) -> Sequence[str]:
    return [f"--{p.name}" if p.required else f"[--{p.name}]" for p in question.parameters]


def _described(question: Question) -> dict[str, object]:
    return {
        "name": question.name,
        "summary": {"zh": question.summary.zh, "en": question.summary.en},
        "answers": {"zh": question.answers.zh, "en": question.answers.en},
        "description": {"zh": question.description.zh, "en": question.description.en},
        "tags": list(question.tags),
        "parameters": [{"name": p.name, "type": p.type, "required": p.required} for p in question.parameters],
        "columns": list(question.columns),
        "reading": "switch" if question.switchable else "fixed",
    }


@click.command()
@click.argument("name", metavar="QUESTION")
@click.option("--body", metavar="NAME", help="A body: IRI, slug, or any printed or full name. 单位。")
@click.option("--place", metavar="NAME", help="A place: GB/T 2260 code or name. 地方。")
@click.option("--task", metavar="NUMBER", help="A task: its number, or its IRI. 任务。")
@click.option("--function", metavar="NAME", help="A function of government: slug or name. 职能。")
@click.option("--topic", metavar="NAME", help="A topic: slug, name, or a word that earns it. 主题。")
@click.option("--text", metavar="WORDS", help="Words to look for. 要找的文字。")
@click.option("--on", metavar="DATE", help="A day, as 2026-11-23. 日期。")
@click.option("--before", metavar="DATE", help="The last day looked at, as 2026-12-31. 截止日期。")
@click.option("--table", metavar="ID", help="Only this table. 只看这张表。")
@click.option(
    "--reading",
    type=click.Choice(["adopted", "printed"]),
    default="adopted",
    show_default=True,
    help="Corrected, or as printed. 读法。",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="How to show the answer; else by FILE's name, else as a table. 答案的格式；不给则依文件名，再则为表格。",
)
@click.option("--cite", is_flag=True, help="Add a citation line (GB/T 7714) to each row. 附引用。")
@click.option("--iris", is_flag=True, help="Show identifiers in tables too. 表格中也显示标识。")
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, for Excel. CSV 带 BOM。")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE. 写入文件。")
@settings_options
def ask(  # noqa: PLR0913 - one for each option of the command
    name: str,
    *,
    reading: str,
    form: str | None,
    cite: bool,
    iris: bool,
    bom: bool,
    output: str | None,
    workspace: str | None,
    lang: str | None,
    **given: str | None,
) -> None:
    """Ask one of the questions that `fengong questions` lists.

    提出一个问题。

    \b
    fengong ask led-by --body 民政厅
    fengong ask open-ended --format csv
    """  # noqa: D301
    where, said = settings(workspace, lang)
    dataset = open_built(where)
    dataset.preload()
    from fengong.ask import answer as answers  # noqa: PLC0415 - while the graph loads
    from fengong.ask import catalogue, present  # noqa: PLC0415

    question = catalogue.find(name, where.queries)
    result = answers.ask(question, dataset, given, reading=reading)
    form = form or ENDINGS.get(Path(output or "").suffix.lower(), "table")
    style = present.Style(form, said, cite=cite, bom=bom, iris=iris, fit=0 if output else terminal_width())
    titles = present.titles_from(where.queries)
    emit(present.present(result, dataset, style, titles), output)
    if form == "csv" and is_file(output):
        from fengong.ask import columns  # noqa: PLC0415 - only beside a CSV file
        from fengong.ask.stated import stated  # noqa: PLC0415 - the same
        from fengong.csvw import SUFFIX  # noqa: PLC0415 - the same

        told = columns.metadata(result, Path(str(output)).name, said, titles, licence=stated(dataset).licence, cite=cite)
        emit(told, f"{output}{SUFFIX}")
    if reading == "printed" and not question.switchable:
        tell(FIXED, said, name=name)
    if not result.terms and not result.triples:
        _say_asked(result, dataset, said)
    if form in {"table", "markdown"}:
        _say_count(len(result), result.reading if question.reads_bodies else "—", dataset.tables, given.get("table"), said)


def _say_asked(result: Answer, dataset: Dataset, lang: Lang) -> None:
    """What was asked about, where the answer is empty: an empty answer about another body or day would mislead."""
    names = [
        f"{label(dataset.asserted, term, lang)}（{term.value.removeprefix(BASE + 'id/')}）"
        if isinstance(term, ox.NamedNode)
        else term.value
        for term in result.values.values()
    ]
    if names:
        tell(ASKED, lang, asked=" · ".join(map(printable, names)))


def _say_count(rows: int, reading: str, tables: Sequence[str], only: str | None, lang: Lang) -> None:
    words = {"adopted": Bilingual(zh="采信", en="adopted"), "printed": Bilingual(zh="原文", en="printed")}
    shown = words[reading].said(lang) if reading in words else reading
    several = "" if len(tables) == 1 or only else f" · {len(tables)} 张表" if lang == "zh" else f" · {len(tables)} tables"
    tell(ROWS, lang, rows=rows, reading=shown, tables=several)

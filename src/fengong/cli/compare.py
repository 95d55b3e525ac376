"""`compare`: what changed between two versions of a table, or between two tables."""

from __future__ import annotations

import json

import click

from fengong.bilingual import Bilingual, Lang
from fengong.builder import inputs as build_inputs
from fengong.builder.table import Ground
from fengong.cli.settings import emit, settings, settings_options, tell
from fengong.compare import present, result, say
from fengong.compare.result import Comparison
from fengong.graph.files import Turtle
from fengong.text.source import MAX_SIZE

UNREAD = Bilingual(
    zh="{given} 有 {count} 行未能读取：{rows}；其责任未作比较。查看原因：fengong read",
    en="{given}: {count:row|rows} could not be read: {rows}; responsibilities there are not compared. To see why: fengong read",
)
NO_JURISDICTION = Bilingual(
    zh="未给出辖区，单位按所印名称比较；用 --jurisdiction 代码（例如 510000）指定。",
    en="no jurisdiction is given, so bodies are compared by their printed names; give --jurisdiction CODE (for example 510000).",
)
LENT = Bilingual(
    zh="另一方没有 source.toml，{count} 处名称沿用已审核的更正。",
    en="{count:name is|names are} read after the reviewed corrections of the other side, as a file without source.toml has none.",
)
_COLOURS = {"＋": "green", "－": "red", "～": "cyan", "±": "yellow"}


@click.command()
@click.argument("earlier", metavar="A")
@click.argument("later", metavar="B")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "ttl"]), default="text", show_default=True, help="How to show it. 格式。"
)
@click.option(
    "--reading",
    type=click.Choice(["adopted", "printed"]),
    default="adopted",
    show_default=True,
    help="Corrected, or as printed. 读法。",
)
@click.option("--jurisdiction", metavar="CODE", help="Whose table a file is; else that of the other side. 文件的辖区，默认同另一方。")
@click.option(
    "--max-size",
    type=click.IntRange(1),
    default=MAX_SIZE,
    show_default=True,
    metavar="BYTES",
    help="Largest file read. 文件大小上限。",
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE. 写入文件。")
@settings_options
@click.pass_context
def compare(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    *,
    earlier: str,
    later: str,
    form: str,
    reading: str,
    jurisdiction: str | None,
    max_size: int,
    output: str | None,
    workspace: str | None,
    lang: str | None,
) -> None:
    """Show what changed from A to B: tasks, who is responsible for them, and what they promise.

    比较两张分工表：任务的增删、移动、拆分、合并、改写，责任单位和目标的变动。

    A and B are each the name of a table, a table folder, or a source file. Nothing has to be built.
    甲、乙可以是表名、分工表文件夹或原文文件，不必先构建。

    \b
    fengong compare sichuan-elderly-childcare new-edition.txt
    """  # noqa: D301
    where, said = settings(workspace, lang)
    ground = Ground(build_inputs.find(where))
    found = result.tables(earlier, later, ground, reading=reading, jurisdiction=jurisdiction or "", max_size=max_size)
    words = present.Words.of(ground.vocabulary)
    if form == "json":
        emit(json.dumps(present.described(found), ensure_ascii=False, indent=1) + "\n", output)
    elif form == "ttl":
        emit(Turtle().write(say.comparison(found, words)), output)
    elif output:
        emit(present.text(found, words, said), output)
    else:
        click.echo("\n".join(_coloured(line) for line in present.text(found, words, said).split("\n")), nl=False)
    _notes(found, said)
    ctx.exit(0 if found.complete else 1)


def _coloured(line: str) -> str:
    colour = _COLOURS.get(line.lstrip()[:1])
    return click.style(line, fg=colour) if colour else line


def _notes(found: Comparison, lang: Lang) -> None:
    """What a reader of the comparison should know of how it was made."""
    for side in (found.earlier, found.later):
        if side.unread:
            tell(UNREAD, lang, given=side.given, count=len(side.unread), rows=" · ".join(side.unread))
    if not (found.earlier.jurisdiction and found.later.jurisdiction):
        tell(NO_JURISDICTION, lang)
    if found.lent:
        tell(LENT, lang, count=found.lent)

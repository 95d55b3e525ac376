"""`plot`: pictures of who must do what, as SVG or PNG."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from fengong.ask.dataset import open_built
from fengong.bilingual import Bilingual
from fengong.cli.settings import Command, emit, settings, settings_options, tell
from fengong.errors import MissingExtra, NeedsOneTable

DRAWN = Bilingual(
    zh="已画出 {bodies} 个单位、{duties} 项责任：{path}",
    en="{bodies:body|bodies}, {duties:responsibility|responsibilities} drawn: {path}",
)
FORMS = {".svg": "svg", ".png": "png"}
SUFFIX = "{given}: the name must end in .svg or .png 文件名须以 .svg 或 .png 结尾"
MOST = 30


@click.group(no_args_is_help=True)
def plot() -> None:
    """Draw who must do what, as SVG or PNG.

    画图：谁该做什么。

    \b
    fengong plot matrix -o matrix.svg              each body in each task, by role
    fengong plot network -o network.png            who shares tasks with whom
    fengong plot workload -o workload.svg --lang zh
    """  # noqa: D301


def _suffixed(ctx: click.Context, param: click.Parameter, given: str) -> str:
    """The file to write, if its name says what to write. Raises a usage error otherwise."""
    if Path(given).suffix.lower() not in FORMS:
        raise click.BadParameter(SUFFIX.format(given=given), ctx, param)
    return given


def _options(top: int | None) -> Callable[[Command], Command]:
    """The options of every picture; ``top`` is how many bodies it shows unless told."""
    shown = str(top) if top else "all 全部"

    def add(command: Command) -> Command:
        for option in (
            click.option("--font", metavar="FILE", help="A font file; else one with all glyphs is looked for. 字体文件。"),
            click.option(
                "--top",
                type=click.IntRange(min=1),
                default=top,
                show_default=shown,
                metavar="N",
                help="Only the N most charged bodies. 只画责任最多的 N 个单位。",
            ),
            click.option(
                "--reading",
                type=click.Choice(["adopted", "printed"]),
                default="adopted",
                show_default=True,
                help="Corrected, or as printed. 读法。",
            ),
            click.option("--table", metavar="ID", help="Only this table. 只看这张表。"),
            click.option(
                "-o", "--output", metavar="FILE", required=True, callback=_suffixed, help="Write to FILE, .svg or .png. 写入文件。"
            ),
        ):
            command = option(command)
        return settings_options(command)

    return add


@plot.command()
@_options(None)
def matrix(**options: Any) -> None:  # noqa: ANN401 - what click gives
    """Draw each body in each task, coloured by its role.

    单位 × 任务，按角色着色。

    \b
    fengong plot matrix -o matrix.svg
    """  # noqa: D301
    _draw("matrix", one_table=True, **options)


@plot.command()
@_options(MOST)
def network(**options: Any) -> None:  # noqa: ANN401 - what click gives
    """Draw who shares tasks with whom.

    谁与谁共同承担任务。

    \b
    fengong plot network --top 20 -o network.svg
    """  # noqa: D301
    _draw("network", **options)


@plot.command()
@_options(MOST)
def workload(**options: Any) -> None:  # noqa: ANN401 - what click gives
    """Draw how many responsibilities each body has, by role.

    各单位承担多少责任，按角色分段。

    \b
    fengong plot workload -o workload.svg
    """  # noqa: D301
    _draw("workload", **options)


def _draw(  # noqa: PLR0913 - one for each option of the commands
    kind: str,
    *,
    output: str,
    table: str | None,
    reading: str,
    top: int | None,
    font: str | None,
    workspace: str | None,
    lang: str | None,
    one_table: bool = False,
) -> None:
    where, said = settings(workspace, lang)
    dataset = open_built(where)
    if one_table and table is None and len(dataset.tables) > 1:
        raise NeedsOneTable(dataset.tables)
    drawing = _drawing(kind)
    from fengong.plot import data, fonts, sheet  # noqa: PLC0415 - matplotlib is there

    division = data.read(dataset, table=table, reading=reading).top(top)
    picture = drawing.picture(division, said)
    with sheet.settings():
        found = fonts.find(drawing.texts(picture), font)
        written = drawing.drawn(picture, found).written(FORMS[Path(output).suffix.lower()], picture.heading())
    emit(written, output)
    tell(DRAWN, said, bodies=len(division.bodies), duties=len(division.duties), path=output)


def _drawing(kind: str) -> ModuleType:
    """The module that draws ``kind``. Raises MissingExtra where matplotlib is not installed."""
    import importlib  # noqa: PLC0415 - only here

    try:
        importlib.import_module("matplotlib")
    except ModuleNotFoundError as error:
        raise MissingExtra("matplotlib", "plot") from error
    return importlib.import_module(f"fengong.plot.{kind}")

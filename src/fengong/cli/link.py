"""`link`: links with what others publish, one mode at a time."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from fengong.bilingual import Bilingual
from fengong.cli.settings import settings, settings_options

MODES: dict[str, frozenset[str]] = {
    "with": frozenset({"on", "dimension", "measure", "words", "fold_numbers", "name", "title", "unmatched", "form", "output"}),
}
"""Each mode, and the options that it has."""
REQUIRED: dict[str, tuple[str, ...]] = {"with": ("on",)}
_SHARED = frozenset({"workspace", "lang"})
_ONE = Bilingual(zh="请给出且只给出其中一个：{modes}", en="give exactly one of: {modes}")
_NOT_HERE = Bilingual(zh="{mode} 没有选项 {option}", en="{mode} has no option {option}")
_NEEDS = Bilingual(zh="{mode} 需要 {option}", en="{mode} needs {option}")


@click.command()
@click.option(
    "--with", "with_", metavar="FILE", type=click.Path(path_type=Path), help="Join a .csv, .tsv, .ttl or .nt file. 连接其他数据。"
)
@click.option("--on", metavar="KEY", help="Column or property with the keys; “subject” in RDF. 键所在的列或属性。")
@click.option("--dimension", multiple=True, metavar="COLUMN", help="Tells rows of one place apart. 区分同一地方各行的列。")
@click.option("--measure", multiple=True, metavar="COLUMN", help="A column that must be of numbers. 必须是数的列。")
@click.option("--words", multiple=True, metavar="COLUMN", help="A column of words, even where they are digits. 当作文字的列。")
@click.option("--fold-numbers", is_flag=True, help="Read 1,050 as 1050, １２ as 12, 12% as 0.12. 换算这类写法。")
@click.option("--name", metavar="NAME", help="What the joined set is called; else after the file. 数据集名。")
@click.option("--title", metavar="WORDS", help="Its title; else the file's name. 标题。")
@click.option("--unmatched", metavar="FILE", help="Write the rows without a place to FILE. 未匹配的行写入文件。")
@click.option("--format", "form", type=click.Choice(["trig", "nquads", "turtle"]), help="Else after the name of -o, or trig. 格式。")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE. 写入文件。")
@settings_options
def link(  # noqa: PLR0913 - one for each option of the command
    *,
    with_: Path | None,
    on: str | None,
    dimension: tuple[str, ...],
    measure: tuple[str, ...],
    words: tuple[str, ...],
    fold_numbers: bool,
    name: str | None,
    title: str | None,
    unmatched: str | None,
    form: str | None,
    output: str | None,
    workspace: str | None,
    lang: str | None,
) -> None:
    """Link the graph with what others publish.

    与他人发布的数据相连。

    \b
    fengong link --with beds.csv --on code -o beds.trig       join a table by GB/T 2260 code
    """  # noqa: D301
    where, said = settings(workspace, lang)
    context = click.get_current_context()
    mode = _mode(context, said)
    if mode == "with" and with_ and on:
        from fengong.cli import link_with  # noqa: PLC0415 - each mode by itself
        from fengong.linking.columns import Wanted  # noqa: PLC0415 - the same

        wanted = Wanted(on, dimension, measure, words, fold_numbers)
        context.exit(link_with.run(where, said, with_, wanted, link_with.Named(name, title, form), output=output, unmatched=unmatched))


def _mode(context: click.Context, lang: str) -> str:
    """The one mode that was given, with its options and no other's. Raises click.UsageError."""

    def said(words: Bilingual, **facts: str) -> click.UsageError:
        filled = words.fill(**facts)
        return click.UsageError(filled.zh if lang == "zh" else filled.en)

    names = {str(param.name): param.opts[0] if param.opts[0].startswith("--") else param.opts[-1] for param in context.command.params}
    given = {name for name in names if context.get_parameter_source(name) == ParameterSource.COMMANDLINE}
    modes = [mode for mode in MODES if mode in given or f"{mode}_" in given]
    if len(modes) != 1:
        raise said(_ONE, modes=" · ".join(f"--{mode}" for mode in MODES))
    mode = modes[0]
    for name in sorted(given - MODES[mode] - _SHARED - {mode, f"{mode}_"}):
        raise said(_NOT_HERE, mode=f"--{mode}", option=names[name])
    for name in REQUIRED.get(mode, ()):
        if name not in given:
            raise said(_NEEDS, mode=f"--{mode}", option=names[name])
    return mode

"""Writes `docs/commands.md`: every command with its arguments and options, from the command line itself."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "src")]

from fengong.cli.main import cli  # noqa: E402 - its folder is put on the path above, or it is installed

PAGE = ROOT / "docs" / "commands.md"
HEAD = """\
# 命令 · Commands

由命令行自身生成（`python docs/make_commands.py`），请勿手工修改；`fengong 命令 --help` 给出同样的内容。
Generated from the command line itself by `python docs/make_commands.py`; do not edit. `fengong COMMAND --help` says the same.

数据写到标准输出，说明写到标准错误。
Data goes to standard output, sentences to standard error.

退出码：0 完成，1 违反规则或输入无法读取，2 用法有误。
Exit codes: 0 done, 1 a rule is broken or an input cannot be read, 2 wrong usage.

每个命令都接受 `-h` 或 `--help`，以及下列几项；它们也可写在命令名之前。
Every command takes `-h` or `--help`, and the following, which may stand before its name as well.

"""
COMMON = ("workspace", "lang")


def walked(command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command, click.Context]]:
    """Each command that does something, with its whole name, in the order of the help."""
    if not isinstance(command, click.Group):
        yield context.command_path.removeprefix("fengong "), command, context
        return
    for name in command.list_commands(context):
        if below := command.get_command(context, name):
            yield from walked(below, click.Context(below, parent=context, info_name=name))


def commands() -> list[tuple[str, click.Command, click.Context]]:
    """All commands."""
    return list(walked(cli, click.Context(cli, info_name="fengong")))


def page() -> str:
    """The whole page."""
    common = [parameter for parameter in cli.params if parameter.name in COMMON]
    context = click.Context(cli, info_name="fengong")
    parts = [HEAD + _options(common, context), _list()]
    return "\n".join([*parts, *("\n".join(_section(*each)) + "\n" for each in commands())]).rstrip("\n") + "\n"


def _list() -> str:
    return (
        "\n".join(f"* [{name}](#{name.replace(' ', '-')})：{_said(command)[1]} · {_said(command)[0]}" for name, command, _ in commands())
        + "\n"
    )


def _section(name: str, command: click.Command, context: click.Context) -> Iterator[str]:
    english, chinese, *more = _said(command)
    yield from (f"## {name}", "", chinese, english, "")
    yield from (line for paragraph in more for line in (paragraph, ""))
    yield from ("```text", f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}", "```", "")
    if example := _example(command):
        yield from ("```sh", *example, "```", "")
    own = [parameter for parameter in command.params if isinstance(parameter, click.Option) and parameter.name not in COMMON]
    if own:
        yield _options(own, context).rstrip("\n")


def _said(command: click.Command) -> list[str]:
    """What a command says of itself: a paragraph in English, one in Chinese, and what else it says; examples apart."""
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    return [_cell(" ".join(p.split())) for p in paragraphs if not p.startswith("\b")]


def _example(command: click.Command) -> list[str]:
    found = [p for p in inspect.cleandoc(command.help or "").split("\n\n") if p.startswith("\b")]
    return [line.strip() for paragraph in found for line in paragraph.splitlines()[1:]]


def _options(parameters: list[click.Parameter], context: click.Context) -> str:
    head = "| 选项 option | 含义 meaning | 默认 default |\n|---|---|---|\n"
    return head + "".join(
        f"| {_names(option, context)} | {_cell(option.help or '')} | {_default(option)} |\n"
        for option in parameters
        if isinstance(option, click.Option)
    )


def _names(option: click.Option, context: click.Context) -> str:
    value = "" if option.is_flag else " " + option.make_metavar(context)
    needed = " 必填 needed" if option.required else ""
    return ", ".join(f"`{name}{value}`".replace("|", "\\|") for name in [*option.opts, *option.secondary_opts]) + needed


def _default(option: click.Option) -> str:
    default = option.default
    return f"`{default}`" if isinstance(default, str | int | float) and not option.is_flag else ""


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()

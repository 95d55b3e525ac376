"""The entry point: finds the command, runs it, and turns every error of ours into a sentence and an exit code."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from fengong import __version__
from fengong import workspace as workspaces
from fengong.bilingual import Lang
from fengong.cli.settings import Settings, language, settings_options
from fengong.errors import FengongError, UnwritableFile

gc.set_threshold(50_000, 20, 20)  # a command is short: looking for cycles costs it a twentieth of its time (measured)

COMMANDS: dict[str, str] = {
    "init": "fengong.cli.init:init",
    "read": "fengong.cli.read:read",
    "build": "fengong.cli.build:build",
    "check": "fengong.cli.check:check",
    "questions": "fengong.cli.ask:questions",
    "ask": "fengong.cli.ask:ask",
    "query": "fengong.cli.query:query",
    "show": "fengong.cli.show:show",
    "compare": "fengong.cli.compare:compare",
    "ledger": "fengong.cli.ledger:ledger",
    "export": "fengong.cli.export:export",
    "evidence": "fengong.cli.evidence:evidence",
    "link": "fengong.cli.link:link",
    "plot": "fengong.cli.plot:plot",
    "quotes": "fengong.cli.quotes:quotes",
    "serve": "fengong.cli.serve:serve",
    "get": "fengong.cli.get:get",
    "site": "fengong.cli.site:site",
}
"""Commands in the order of a user's day; each is imported only when it runs."""


class _Lazy(click.Group):
    """A group whose commands are imported when they are needed, so that `ask` starts without the building half."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101 - the table above says so
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            import difflib  # noqa: PLC0415 - only for a mistake

            if any((folder / f"{name}.rq").is_file() for folder in workspaces.find().queries):
                raise click.UsageError(f"“{name}” is a question 这是一个问题; try 试试: fengong ask {name}", ctx)
            near = difflib.get_close_matches(name, list(COMMANDS), n=2) or list(COMMANDS)
            raise click.UsageError(f"no command is called “{name}” 没有这个命令; try 试试: {' · '.join(near)}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}, no_args_is_help=True)
@click.version_option(__version__, "-V", "--version", prog_name="fengong")
@settings_options
@click.pass_context
def cli(ctx: click.Context, workspace: str | None, lang: str | None) -> None:
    """Who must do what: build and question the graph of a government's task tables.

    谁该做什么：把政府任务分工表建成知识图谱，并向它提问。

    \b
    fengong build                          read graph/sources, write graph/built
    fengong ask led-by --body 民政厅        the tasks a body leads, with the printed words
    fengong questions                      everything that can be asked
    """  # noqa: D301 - \b is click's mark
    ctx.obj = Settings(workspace, language(lang))
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit. No traceback reaches a user for a mistake of theirs."""
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code."""
    _open_streams()
    try:
        if any("\ud800" <= char <= "\udfff" for argument in arguments for char in argument):
            raise click.UsageError(
                "an argument is not valid in this locale's encoding; use a UTF-8 locale. 参数编码有误，请使用 UTF-8 环境。"
            )
        code = cli.main(args=arguments, prog_name="fengong", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except FengongError as error:
        click.echo(error.said(_said_language(arguments)), err=True)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG}:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        click.echo(UnwritableFile("stdout", str(error.strerror)).said(_said_language(arguments)), err=True)
        return 1
    return code if isinstance(code, int) else 0


def _open_streams() -> None:
    """A stream that was closed before we started is an empty one."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - it stays open while we run


def _said_language(arguments: list[str]) -> Lang:
    given = None
    for before, after in zip(["", *arguments], [*arguments, ""], strict=True):
        given = after if before == "--lang" else before.removeprefix("--lang=") if before.startswith("--lang=") else given
    return language(given)

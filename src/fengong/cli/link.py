"""`link`: links with what others publish, one mode at a time."""

from __future__ import annotations

import click

from fengong.cli.settings import settings, settings_options


@click.command()
@click.option("--check", is_flag=True, help="Check the link sets of graph/reference/links, offline. 校验链接集，不联网。")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help="How to show it. 格式。")
@settings_options
@click.pass_context
def link(ctx: click.Context, *, check: bool, form: str, workspace: str | None, lang: str | None) -> None:
    """Link the graph with what others publish; exit 1 when a rule of link sets is broken.

    与他人发布的数据相连；链接集违反规则时退出码为 1。

    \b
    fengong link --check
    """  # noqa: D301
    if not check:
        raise click.UsageError("give a mode 请指定方式: --check")
    where, said = settings(workspace, lang)
    from fengong.cli import link_check  # noqa: PLC0415 - each mode by itself

    ctx.exit(link_check.run(where, said, form))

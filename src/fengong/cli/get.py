"""`get`: one request answered without a socket, for scripts and tests."""

from __future__ import annotations

import re

import click

from fengong.api import Graph
from fengong.ask.dataset import open_built
from fengong.cli.settings import emit, settings, settings_options

_GOOD = 400


@click.command()
@click.argument("path")
@click.option("--accept", metavar="TYPE", help="Accept header, such as text/turtle. 所要的格式。")
@click.option("--header", "headers", multiple=True, metavar="NAME:VALUE", help="Another header. 其他请求头。")
@click.option("--data", metavar="TEXT", help="Send a POST with this form or query. 以 POST 发送。")
@click.option("--include/--body", "include", default=True, show_default=True, help="Status and headers too, or the body alone. 含响应头。")
@click.option("-o", "--output", metavar="FILE", help="Write the body to FILE. 写入文件。")
@settings_options
def get(
    *,
    path: str,
    accept: str | None,
    headers: tuple[str, ...],
    data: str | None,
    include: bool,
    output: str | None,
    workspace: str | None,
    lang: str | None,
) -> None:
    """Answer one request as `fengong serve` would: status and headers on stderr, the body on stdout.

    不启动服务，回答一个请求：状态与响应头写到标准错误，正文写到标准输出。

    \b
    fengong get /zh/id/sichuan-elderly-childcare/task/12
    fengong get /id/sichuan-elderly-childcare/task/12 --accept text/turtle
    fengong get '/sparql?query=ASK%7B%7D' --accept text/csv
    """  # noqa: D301
    where, said = settings(workspace, lang)
    from fengong.serve import once  # noqa: PLC0415 - the server is not needed for --help

    sent = {"accept": accept or "*/*", "accept-language": said}
    for header in headers:
        name, colon, value = header.partition(":")
        if not colon or not re.fullmatch(r"[!-~]+", name.strip()) or not re.fullmatch(r"[\t -~\xa0-\xff]*", value):
            raise click.UsageError(f"{header}: a header is NAME:VALUE in Latin letters 请求头写作 名称:值，用拉丁字母")
        sent[name.strip().lower()] = value.strip()
    if data is not None:
        sent.setdefault("content-type", "application/x-www-form-urlencoded")
    if not path.startswith("/"):
        raise click.UsageError(f"{path}: a path begins with / 路径以 / 开头")
    dataset = open_built(where)
    dataset.verify()
    app = once.here(Graph(where, dataset))
    reply = once.asked(app, path, method="GET" if data is None else "POST", headers=sent, body=(data or "").encode())
    if include:
        click.echo(f"HTTP/1.1 {reply.status}", err=True)
        for name, value in reply.headers:
            click.echo(f"{name}: {value}", err=True)
        click.echo("", err=True)
    emit(reply.body, output)
    if reply.status >= _GOOD:
        raise click.exceptions.Exit(1)

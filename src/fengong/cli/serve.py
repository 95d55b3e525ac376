"""`serve`: the graph in a browser and over HTTP."""

from __future__ import annotations

from dataclasses import replace

import click

from fengong.cli.settings import settings, settings_options

_LARGEST_PORT = 65_535


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen. 监听地址。")
@click.option(
    "--port", type=click.IntRange(0, _LARGEST_PORT), default=8000, show_default=True, help="Port; 0: any free one. 端口，0 为任意。"
)
@click.option("--allow-host", "names", multiple=True, metavar="NAME", help="Another name of this server. 允许的主机名。")
@click.option("--timeout", type=click.FloatRange(0.1, 3600), default=30.0, show_default=True, help="Seconds for a query. 查询时限（秒）。")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes for queries; else twice the cores. 查询进程数。")
@click.option("--behind-proxy", is_flag=True, help="Believe X-Forwarded-For and -Proto. 位于反向代理之后。")
@click.option("--log-queries", is_flag=True, help="Log what is asked as well. 日志中记录查询内容。")
@settings_options
def serve(  # noqa: PLR0913 - one for each option of the command
    *,
    host: str,
    port: int,
    names: tuple[str, ...],
    timeout: float,
    workers: int | None,
    behind_proxy: bool,
    log_queries: bool,
    workspace: str | None,
    lang: str | None,
) -> None:
    """Serve pages, data and a SPARQL endpoint until it is interrupted.

    启动服务：网页、数据和 SPARQL 端点，直到中断。

    \b
    fengong serve                          then open http://127.0.0.1:8000/
    fengong serve --port 0                 any free port; the first line says which
    """  # noqa: D301
    where, said = settings(workspace, lang)
    from fengong.serve import run  # noqa: PLC0415 - the server is not needed for --help
    from fengong.serve.limits import Limits  # noqa: PLC0415 - the same

    limits = replace(Limits(), timeout=timeout, **({"query_workers": workers} if workers else {}))
    place = run.Place(host, port, names, behind_proxy)
    run.serve(where, place, limits, said, lambda line: click.echo(line, err=True), log_queries=log_queries)

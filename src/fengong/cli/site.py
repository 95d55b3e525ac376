"""`site`: every page, the data and the answers as files, for any web host or a USB stick."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from fengong import api
from fengong.ask.dataset import open_built
from fengong.bilingual import Bilingual, Lang
from fengong.cli.settings import on_terminal, settings, settings_options, tell

DONE = Bilingual(
    zh="已写出 {pages:,} 个网页，共 {files:,} 个文件、{size:.1f} MB：{folder}",
    en="{pages:,} pages written, {files:,} files in all, {size:.1f} MB: {folder}",
)
LEFT_OUT = Bilingual(
    zh="条款、责任、措施、指标没有单独的文件，在所属任务的网页和数据里；SPARQL 与核对服务须用 fengong serve。",
    en="Clauses, responsibilities, measures and targets have no files of their own: they are in the page and the data of their task. "
    "SPARQL and reconciliation need fengong serve.",
)
_MEGA = 1_000_000


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False))
@settings_options
def site(*, folder: str, workspace: str | None, lang: str | None) -> None:
    """Write everything as static files into DIR: pages in Chinese and English, data, and the questions answered.

    静态网站：全部网页（中英文）、数据和答案写成文件，放到任何网站或 U 盘上都能用。

    DIR is made, or replaced where it holds a site; files in it that are not ours are never overwritten.

    \b
    fengong site public                    then open public/index.html
    """  # noqa: D301
    where, said = settings(workspace, lang)
    from fengong.site.write import write  # noqa: PLC0415 - the pages are loaded only for this

    with _progress(said) as report:
        summary = write(api.Graph(where, open_built(where)), Path(folder), report)
    tell(DONE, said, pages=summary.pages, files=summary.files, size=summary.size / _MEGA, folder=folder)
    tell(LEFT_OUT, said)


@contextlib.contextmanager
def _progress(lang: Lang) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not on_terminal():
        yield lambda *_: None
        return
    from rich.console import Console  # noqa: PLC0415 - only for a person
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("网页" if lang == "zh" else "pages", total=None)
        yield lambda path, done, known: bar.update(task, completed=done, total=known, description=escape(path))

"""`build`: sources → `graph/built/`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import click

from fengong.bilingual import Bilingual, Lang
from fengong.builder import pipeline
from fengong.check.finding import ORDER, Finding
from fengong.cli.report import written
from fengong.cli.settings import on_terminal, settings, settings_options, tell
from fengong.graph.folder import MANIFEST, NO_TABLES
from fengong.text.source import MAX_SIZE
from fengong.workspace import Workspace

BUILT = Bilingual(
    zh="{name}：{tasks} 项任务、{clauses} 条条款、{responsibilities} 项责任、{triples} 条三元组；"
    "违规 {Violation} · 提醒 {Warning} · 提示 {Info}",
    en="{name}: {tasks:task|tasks}, {clauses:clause|clauses}, {responsibilities:responsibility|responsibilities}, "
    "{triples:triple|triples}; violations: {Violation} · warnings: {Warning} · infos: {Info}",
)
SAME = Bilingual(zh="{name}：没有变化", en="{name}: nothing has changed")
WRITTEN = Bilingual(zh="图谱在 {folder}", en="the graph is in {folder}")
DECODED = Bilingual(
    zh="{name}：按 {encoding} 解码；偏移按解码后的字符计",
    en="{name}: decoded as {encoding}; offsets count its decoded characters",
)
KEPT = Bilingual(zh="{name}：保留原先的图谱", en="{name}: its earlier graph is kept as it was")
BROKEN = Bilingual(zh="有 {count} 处违规；详见 fengong check{where}", en="violations: {count}; see: fengong check{where}")


@click.command()
@click.option("--force", is_flag=True, help="Build everything, changed or not. 全部重建。")
@click.option(
    "--max-size",
    type=click.IntRange(1),
    default=MAX_SIZE,
    show_default=True,
    metavar="BYTES",
    help="Largest source file read. 源文件大小上限。",
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Tables built at a time. 并行数。")
@settings_options
@click.pass_context
def build(ctx: click.Context, *, force: bool, max_size: int, jobs: int | None, workspace: str | None, lang: str | None) -> None:
    """Read graph/sources and write graph/built: triples, what follows from them, and findings.

    读取 graph/sources，写出 graph/built：三元组、推理结果和校验发现。

    \b
    fengong build
    """  # noqa: D301
    where, said = settings(workspace, lang)
    with _progress(where, said) as report:
        result = pipeline.build(where, force=force, max_size=max_size, jobs=jobs, report=report)
    for error in result.failed.values():
        click.echo(error.said(said), err=True)
    for name in sorted({*result.built, *result.skipped} - NO_TABLES):
        _say_table(name, result, said)
        _say_grave(name, result, said)
    for name in sorted(NO_TABLES):
        _say_grave(name, result, said)
    if (result.folder / MANIFEST).is_file():
        tell(WRITTEN, said, folder=result.folder)
    for name in sorted(set(result.failed) & set(result.counts)):
        tell(KEPT, said, name=name)
    if result.violations:
        tell(BROKEN, said, count=result.violations, where=f" --workspace {workspace}" if workspace else "")
    ctx.exit(1 if result.violations or result.failed else 0)


def _say_table(name: str, result: pipeline.Result, lang: Lang) -> None:
    if name in result.skipped:
        tell(SAME, lang, name=name)
        return
    if result.encodings.get(name, "utf-8") != "utf-8":
        tell(DECODED, lang, name=name, encoding=result.encodings[name])
    tell(BUILT, lang, name=name, **result.counts[name])


def _say_grave(name: str, result: pipeline.Result, lang: Lang) -> None:
    grave: list[Finding] = [finding for finding in result.findings.get(name, ()) if finding.severity in ORDER[:2]]
    if grave:
        click.echo(written(grave, lang), err=True, nl=False)


@contextlib.contextmanager
def _progress(where: Workspace, lang: Lang) -> Iterator[Callable[[str], None]]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not on_terminal():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only for a person
    from rich.progress import Progress  # noqa: PLC0415

    total = 3 + sum(1 for _ in where.sources.glob("*/source.toml"))
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("构建" if lang == "zh" else "building", total=total)

        def report(name: str) -> None:
            bar.update(task, advance=1, description=name)

        yield report

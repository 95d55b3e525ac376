"""`quotes`: recompute every quotation from the source texts."""

from __future__ import annotations

import click

from fengong.ask import quotes as recompute
from fengong.ask.dataset import open_built
from fengong.ask.names import Names
from fengong.bilingual import Bilingual
from fengong.cli.settings import emit, settings, settings_options

MATCH = Bilingual(
    zh="{table}：{count} 处引文全部相符（{tasks} 项任务、{clauses} 条条款、{responsibilities} 项责任、"
    "{phrases} 处未尽列举、{promises} 处承诺）",
    en="{table}: all {count} quotations match "
    "({tasks:task|tasks}, {clauses:clause|clauses}, {responsibilities:responsibility|responsibilities}, "
    "{phrases:open-ended phrase|open-ended phrases}, {promises:promise|promises})",
)


@click.command()
@click.option("--table", "only", metavar="ID", help="Only this table. 只看这张表。")
@settings_options
def quotes(only: str | None, workspace: str | None, lang: str | None) -> None:
    """Read every quotation again from the hashed source text; fail on the first that is off.

    逐条从原文重新取出引文并比对，遇到第一处不符即失败。

    \b
    fengong quotes
    """  # noqa: D301
    where, said = settings(workspace, lang)
    dataset = open_built(where)
    dataset.verify()
    tables = (Names(dataset).table(only).value.rpartition("/")[2],) if only else dataset.tables
    for table in tables:
        text = recompute.source_text(dataset, table, where.sources)
        found = list(recompute.quotations(dataset, table))
        for each in found:
            each.check(text)
        counts = recompute.counted(dataset, table)
        words = MATCH.fill(
            table=table, count=len(found), tasks=counts["tasks"], clauses=counts["clauses"], responsibilities=counts["responsibilities"],
            phrases=counts["open-ended phrases"], promises=counts["promises"],
        )  # fmt: skip
        emit(words.said(said) + "\n", None)

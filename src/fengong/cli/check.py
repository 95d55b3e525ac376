"""`check`: what the build found, told again, and whether its files are those that were built."""

from __future__ import annotations

import json
from collections import Counter
from typing import cast

import click

from fengong.ask.dataset import open_built
from fengong.ask.findings import finding_triples, findings
from fengong.ask.names import Names
from fengong.bilingual import Bilingual
from fengong.builder import inputs as build_inputs
from fengong.builder import state
from fengong.check.finding import ORDER, Finding, ordered
from fengong.cli.report import written
from fengong.cli.settings import emit, settings, settings_options, tell
from fengong.graph.files import Turtle
from fengong.text.table import Severity

SUMMARY = Bilingual(
    zh="违规 {Violation} · 提醒 {Warning} · 提示 {Info}（{tables}）",
    en="violations: {Violation} · warnings: {Warning} · infos: {Info} ({tables})",
)
STALE = Bilingual(
    zh="注意：{name} 的源文件或规则已变，请先 fengong build。",
    en="note: {name} has changed since it was built; run: fengong build",
)


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "ttl"]),
    default="table",
    help="How to show the findings. 格式。",
)
@click.option("--table", "only", metavar="ID", help="Only this table. 只看这张表。")
@click.option(
    "--severity",
    type=click.Choice(ORDER),
    default="Info",
    show_default=True,
    help="The least grave to show. 最低级别。",
)
@settings_options
@click.pass_context
def check(ctx: click.Context, *, form: str, only: str | None, severity: str, workspace: str | None, lang: str | None) -> None:
    """Report what the checks found in the built graph; exit 1 when a rule is broken.

    报告校验发现；有违规时退出码为 1。

    \b
    fengong check --severity Warning
    """  # noqa: D301
    where, said = settings(workspace, lang)
    dataset = open_built(where)
    dataset.verify()
    if only:
        only = Names(dataset).table(only).value.rpartition("/")[2]
    scopes = (
        [only]
        if only
        else [
            "bodies",
            *(["links"] if "links" in dataset.units else []),
            *(["dataset"] if "dataset.findings" in dataset.names else []),
            *dataset.tables,
        ]
    )
    shown = ORDER[: ORDER.index(cast("Severity", severity)) + 1]
    sources = build_inputs.find(where)
    everything = {scope: ordered(findings(dataset, scope)) for scope in scopes}
    found = [(scope, finding) for scope, each in everything.items() for finding in each if finding.severity in shown]
    if form == "json":
        emit(
            json.dumps([_described(scope, finding) for scope, finding in found], ensure_ascii=False, indent=2) + "\n",
            None,
        )
    elif form == "ttl":
        chosen = {finding.value for _, finding in found}
        triples = (triple for scope in scopes for triple in finding_triples(dataset, scope))
        emit(Turtle().write([triple for triple in triples if getattr(triple.subject, "value", "") in chosen]), None)
    else:
        click.echo(written((finding for _, finding in found), said), nl=False)
    counts = Counter(finding.severity for each in everything.values() for finding in each)
    tell(SUMMARY, said, tables=" · ".join(scopes), **{name: counts[name] for name in ORDER})
    errors = {} if only else state.unread(dataset.units, sources)
    for error in errors.values():
        click.echo(error.said(said), err=True)
    told = {name.partition("/")[0] for name in errors}
    for name in () if where.read_only else state.stale(dataset.units, sources):
        if name not in told and (not only or name in scopes):
            tell(STALE, said, name=name)
    ctx.exit(1 if counts["Violation"] or errors else 0)


def _described(scope: str, finding: Finding) -> dict[str, object]:
    return {
        "table": scope,
        "severity": finding.severity,
        "rule": finding.rule,
        "row": finding.row,
        "focus": finding.focus,
        "words": finding.words,
        "start": finding.span.start if finding.span else None,
        "end": finding.span.end if finding.span else None,
        "message": {"zh": finding.message.zh, "en": finding.message.en},
        "remedy": {"zh": finding.remedy.zh, "en": finding.remedy.en},
    }

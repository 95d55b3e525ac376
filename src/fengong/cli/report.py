"""Findings as a person reads them: place, words, rule, remedy."""

from __future__ import annotations

from collections.abc import Iterable

import click

from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.check.finding import Finding

SEVERITY = {
    "Violation": Bilingual(zh="违规", en="Violation"),
    "Warning": Bilingual(zh="提醒", en="Warning"),
    "Info": Bilingual(zh="提示", en="Info"),
}
_COLOURS = {"Violation": "red", "Warning": "yellow", "Info": "blue"}
_WORDS = 60


def written(findings: Iterable[Finding], lang: Lang) -> str:
    """One block a finding. Colours only where the stream shows them (click strips them otherwise)."""
    return "".join(_block(finding, lang) for finding in findings)


def _block(finding: Finding, lang: Lang) -> str:
    head = click.style(SEVERITY[finding.severity].said(lang), fg=_COLOURS[finding.severity], bold=True)
    place = finding.row or finding.focus
    lines = [f"{head}  {place}  {click.style(finding.rule, dim=True)}"]
    if finding.words:
        shown = finding.words if len(finding.words) <= _WORDS else finding.words[: _WORDS - 1] + "…"
        at = (
            (
                f"（字符 {finding.span.start}–{finding.span.end}）"
                if lang == "zh"
                else f" (characters {finding.span.start}–{finding.span.end})"
            )
            if finding.span
            else ""
        )
        lines.append(f"  「{printable(shown)}」{at}")
    lines += [f"  {line}" for line in finding.message.said(lang).splitlines()]
    if remedy := finding.remedy.said(lang):
        lines.append(f"  → {remedy}")
    return "\n".join(lines) + "\n"

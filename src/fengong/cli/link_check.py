"""`link --check`: the counts of each link set, what was looked for and not found, and every rule that is broken."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterator

import click

from fengong.ask.present import table
from fengong.bilingual import Bilingual, Lang
from fengong.builder import link_check
from fengong.check.finding import Finding
from fengong.cli.report import written
from fengong.cli.settings import emit, tell
from fengong.iris import shortened
from fengong.reference.links import STATUSES, LinkSets, status
from fengong.reference.sssom import Mapping
from fengong.workspace import Workspace

FORMS = ("table", "json", "csv")
SUMMARY = Bilingual(
    zh="链接集 {sets} · 已发布 {published} · 很可能 {likely} · 已否定 {refuted} · 未找到 {missing} · 违规 {broken} · 读不了 {unread}",
    en="link sets: {sets} · published: {published} · likely: {likely} · refuted: {refuted} · not found: {missing} · "
    "violations: {broken} · unreadable: {unread}",
)
NONE = Bilingual(zh="这个工作区没有链接集。", en="This workspace has no link sets.")
_TITLES = {
    "zh": ("集合", "对象", "已发布", "很可能", "已否定", "未找到"),
    "en": ("set", "target", "published", "likely", "refuted", "not found"),
}
_MISSING = {"zh": ("查过而未找到", "集合"), "en": ("looked for, not found", "sets")}
_COLUMNS = (
    "set", "number", "status", "subject", "subject_label", "predicate", "object", "object_label", "mapping_date", "review_date", "reviewer",
    "comment",
)  # fmt: skip


def run(where: Workspace, lang: Lang, form: str) -> int:
    """Print the state of the link sets of ``where``; the exit code is 1 where a rule is broken or a set cannot be read."""
    sets, found = link_check.check(where, latest_day())
    if form == "json":
        emit(json.dumps(_described(sets, found), ensure_ascii=False, indent=2) + "\n", None)
    elif form == "csv":
        emit(_spreadsheet(sets), None)
    else:
        click.echo(_for_people(sets, lang), nl=False)
    for error in sets.unread.values():
        click.echo(error.said(lang), err=True)
    click.echo(written(found, lang), err=True, nl=False)
    count = Counter(status(each) for _, each in _mappings(sets))
    if not sets.schemes:
        tell(NONE, lang)
    facts = {"published": count["published"], "likely": count["likely"], "refuted": count["refuted"], "missing": count["not-found"]}
    tell(SUMMARY, lang, sets=len(sets.sets), broken=len(found), unread=len(sets.unread), **facts)
    return 1 if found or sets.unread else 0


def latest_day() -> dt.date:
    """The last day that a date of a link may be: a day ahead, as it may be tomorrow where somebody reviewed."""
    return dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1)


def _mappings(sets: LinkSets) -> Iterator[tuple[str, Mapping]]:
    for name, each in sorted(sets.sets.items()):
        yield from ((name, mapping) for mapping in each.mappings)


def _counts(sets: LinkSets) -> Iterator[tuple[str, Bilingual, Counter[str]]]:
    for name, each in sorted(sets.sets.items()):
        title = sets.schemes[name].title if name in sets.schemes else Bilingual(zh=each.header.title, en=each.header.title)
        yield name, title, Counter(status(mapping) for mapping in each.mappings)


def _for_people(sets: LinkSets, lang: Lang) -> str:
    rows = [[name, title.said(lang), *(str(count[each]) for each in STATUSES)] for name, title, count in _counts(sets)]
    missing: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, each in _mappings(sets):
        if status(each) == "not-found":
            missing[each.subject, each.subject_label].append(name)
    lines = [[label, " · ".join(names)] for (_, label), names in missing.items()]
    whole = table(_TITLES[lang], rows, no_rows="", whole=True)
    return whole + "\n" + table(_MISSING[lang], lines, no_rows="", whole=True) if rows else ""


def _described(sets: LinkSets, found: tuple[Finding, ...]) -> dict[str, object]:
    return {
        "sets": [
            {"set": name, "title": {"zh": title.zh, "en": title.en}, **{each: count[each] for each in STATUSES}}
            for name, title, count in _counts(sets)
        ],
        "not_found": [_row(name, each) for name, each in _mappings(sets) if status(each) == "not-found"],
        "findings": [
            {
                "rule": each.rule, "severity": each.severity, "place": each.row, "focus": each.focus, "value": each.value,
                "message": {"zh": each.message.zh, "en": each.message.en}, "remedy": {"zh": each.remedy.zh, "en": each.remedy.en},
            }
            for each in found
        ],
        "unreadable": sorted(sets.unread),
    }  # fmt: skip


def _row(name: str, each: Mapping) -> dict[str, object]:
    reviewed = each.review_date.isoformat() if each.review_date else ""
    values = (
        name, each.number, status(each), each.subject, each.subject_label, shortened(each.predicate), shortened(each.object),
        each.object_label, each.mapping_date.isoformat(), reviewed, " · ".join(each.reviewers), each.comment,
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))


def _spreadsheet(sets: LinkSets) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(name, each) for name, each in _mappings(sets))
    return out.getvalue()

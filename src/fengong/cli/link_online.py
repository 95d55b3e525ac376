"""`link --online`: published links, re-checked against the live services. It changes nothing but the report."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path

import click

from fengong.bilingual import Bilingual, Lang
from fengong.cli.settings import emit, on_terminal, tell
from fengong.errors import UnknownName, UnwritableFile
from fengong.linking import online, report
from fengong.linking.http import Client
from fengong.reference import sssom
from fengong.reference.sssom import MappingSet
from fengong.workspace import Workspace

SET = Bilingual(zh="链接集合", en="link set")
_BASE = Bilingual(zh="--service-base 形如 wikidata=http://127.0.0.1:8000", en="--service-base is written as wikidata=http://127.0.0.1:8000")
_SAME = Bilingual(zh="-o 请用 .md 或 .tsv，JSON 写在其旁", en="give -o a .md or .tsv name; the JSON is written beside it")
_UNABLE = Bilingual(
    zh="{name} 没有可以在线复核的服务；可以复核的：{able}",
    en="{name} has no service that can be re-checked online; those that can be: {able}",
)
_IDLE = Bilingual(
    zh="--set {chosen} 只查 {chosen}，用不到 --service-base {name}=…",
    en="--set {chosen} asks of {chosen} only, so --service-base {name}=… would have no effect",
)
_NONE = Bilingual(zh="没有链接集合", en="there are no link sets")
DONE = Bilingual(zh="{set}：{counts}", en="{set}: {counts}")
WRITTEN = Bilingual(zh="已写入 {path} 和 {other}", en="written: {path} and {other}")


def run(where: Workspace, lang: Lang, client: Client, bases: tuple[str, ...], chosen: str | None, output: Path, day: dt.date) -> int:
    """Check, and write the report of ``day``; the exit code is 1 where anything is wrong."""
    folder = where.reference / "links"
    known = {path.name.removesuffix(sssom.SUFFIX): path for path in sorted(folder.glob(f"*{sssom.SUFFIX}"))}
    if chosen and chosen not in known:
        raise UnknownName(SET, chosen, tuple(known))
    given = dict(_base(each, lang) for each in bases)
    if wrong := next((name for name in given if name not in known), None):
        raise UnknownName(SET, wrong, tuple(known))
    _can_be_written(output, lang)
    sets = _chosen(known, chosen, given, lang)
    with _progress(online.count(sets), lang) as step:
        results = list(online.check(sets, client, given, step))
    written = report.table if output.suffix.lower() == ".tsv" else report.markdown
    beside = output.with_suffix(".json")
    emit(written(results, day), str(output))
    emit(report.as_json(results, day), str(beside))
    for each in sets:
        counts = Counter(result.verdict for result in results if result.link_set == each.name)
        shown = " · ".join(f"{report.WORDS[verdict][0 if lang == 'zh' else 1]} {count}" for verdict, count in sorted(counts.items()))
        tell(DONE, lang, set=each.name, counts=shown or "0")
    tell(WRITTEN, lang, path=output, other=beside)
    return 1 if any(result.verdict in online.WRONG for result in results) else 0


def _chosen(known: Mapping[str, Path], chosen: str | None, given: Container[str], lang: Lang) -> list[MappingSet]:
    """The sets to check: all, or the chosen one. Raises click.UsageError where a set or an address was named that is asked nothing."""
    loaded = {name: sssom.load(path) for name, path in known.items()}
    if not loaded:
        raise click.UsageError(_NONE.said(lang))
    able = tuple(name for name, each in loaded.items() if online.can_check(each))
    for name in loaded:
        if name not in able and (name == chosen or name in given):
            raise click.UsageError(_UNABLE.fill(name=name, able=" · ".join(able) or "—").said(lang))
        if chosen not in {None, name} and name in given:
            raise click.UsageError(_IDLE.fill(name=name, chosen=chosen).said(lang))
    return [each for name, each in loaded.items() if chosen in {None, name}]


def _can_be_written(output: Path, lang: Lang) -> None:
    """Said before minutes of asking, not after them. Raises click.UsageError for another format, UnwritableFile for a folder."""
    if output.suffix.lower() not in {".md", ".tsv"}:
        raise click.UsageError(_SAME.said(lang))
    if not output.parent.is_dir() or not os.access(output.parent, os.W_OK):
        number = errno.EACCES if output.parent.is_dir() else errno.ENOENT
        raise UnwritableFile(str(output), os.strerror(number))


def _base(given: str, lang: Lang) -> tuple[str, str]:
    name, equals, base = given.partition("=")
    if not equals or not base.startswith(("http://", "https://")):
        raise click.UsageError(_BASE.said(lang))
    return name, base


@contextlib.contextmanager
def _progress(total: int, lang: Lang) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not on_terminal():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only for a person
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("复核" if lang == "zh" else "checking", total=total)
        yield lambda done: bar.update(task, completed=done)

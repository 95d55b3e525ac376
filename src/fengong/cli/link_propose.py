"""`link --propose`: candidates from a reconciliation service, for a person to review."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from fengong.bilingual import Bilingual, Lang
from fengong.cli.linkable import opened
from fengong.cli.settings import emit, on_terminal, tell
from fengong.linking import propose, review, subjects
from fengong.linking.http import Client
from fengong.linking.propose import Wanted
from fengong.reference.sssom import NO_TERM_FOUND
from fengong.workspace import Workspace

_THERE = Bilingual(zh="{path} 已存在，可能正在审核；用 -o 写到别处", en="{path} is there and may be under review; write elsewhere with -o")
_NOTHING = Bilingual(zh="没有可查的主体", en="there is nothing to ask for")
RESUMED = Bilingual(zh="接着上次：{done} 个已查过", en="resumed: {done} were asked for before")
DONE = Bilingual(
    zh="{subjects} 个主体，{found} 个有候选，共 {count} 个候选；一个也没有接受。审核后：fengong link --accept {path} --reviewer 姓名",
    en="subjects: {subjects}, with candidates: {found}, candidates: {count}; none is accepted. "
    "After a review: fengong link --accept {path} --reviewer NAME",
)


def run(where: Workspace, lang: Lang, wanted: Wanted, kinds: Sequence[str], client: Client, output: Path) -> int:
    """Ask, and write the review file whole; what was asked before an interruption is not asked again."""
    if output.exists():
        raise click.UsageError(_THERE.fill(path=output).said(lang))
    with opened(where) as dataset:
        chosen = subjects.chosen(dataset, kinds)
    if not chosen:
        raise click.UsageError(_NOTHING.said(lang))
    with _progress(len(chosen), lang) as step:
        rows = propose.propose(client, wanted, chosen, output, step)
    emit(review.written(rows), str(output))
    propose.state_of(output).unlink(missing_ok=True)
    candidates = [row for row in rows if row["object_id"] != NO_TERM_FOUND]
    tell(DONE, lang, subjects=len(chosen), found=len({row["subject_id"] for row in candidates}), count=len(candidates), path=output)
    return 0


@contextlib.contextmanager
def _progress(total: int, lang: Lang) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal; elsewhere only how many were done before."""
    if not on_terminal():
        seen: list[int] = []

        def first(done: int) -> None:
            if not seen and done:
                tell(RESUMED, lang, done=done)
            seen.append(done)

        yield first
        return
    from rich.console import Console  # noqa: PLC0415 - only for a person
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("查候选" if lang == "zh" else "asking", total=total)
        yield lambda done: bar.update(task, completed=done)

"""`link --accept`: reviewed candidates become mappings of a link set."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

import click

from fengong.bilingual import Bilingual, Lang
from fengong.builder import link_check
from fengong.cli.link_check import latest_day
from fengong.cli.linkable import opened
from fengong.cli.settings import emit, tell
from fengong.errors import BadLinkSet, ReadOnlyWorkspace, UnknownName
from fengong.graph.folder import locked
from fengong.linking import accept as accepting
from fengong.linking import review, subjects
from fengong.linking.accept import Reviewer
from fengong.reference import links, sssom
from fengong.workspace import Workspace

SET = Bilingual(zh="链接集合", en="link set")
_NAMELESS = Bilingual(zh="--reviewer 不能为空，也不能含 | 和控制字符", en="--reviewer must not be empty, nor hold | or control characters")
_WHICH = Bilingual(
    zh="看不出属于哪个集合，请用 --set 指明：{sets}", en="which set these are for cannot be told; give --set, one of: {sets}"
)
DONE = Bilingual(
    zh="{path}：accept {accept} · not {refuted} · none {none}；未决定 {undecided}",
    en="{path}: accept {accept} · not {refuted} · none {none}; undecided {undecided}",
)
REPLACED = Bilingual(zh="原记为“未找到”而今已有者：{numbers}", en="were “not found” and now are: {numbers}")
RAISED = Bilingual(zh="原记为“很可能”而今确认者：{numbers}", en="were likely and now are the same: {numbers}")
NEXT = Bilingual(zh="下一步：fengong link --check，然后 fengong build", en="Next: fengong link --check, then fengong build")


def run(where: Workspace, lang: Lang, path: Path, reviewer: str, chosen: str | None, day: dt.date) -> int:
    """Accept what ``reviewer`` decided on ``day``."""
    folder = where.reference / links.FOLDER
    if where.read_only or not folder.resolve().is_relative_to(where.root.resolve()):
        raise ReadOnlyWorkspace(str(folder))
    name = " ".join(reviewer.split())
    if not name or "|" in name or not name.isprintable():
        raise click.UsageError(_NAMELESS.said(lang))
    rows = review.load(path)
    accepting.decided_of(rows, str(path))
    known = {each.name: each for each in links.schemes(folder / links.SCHEMES)}
    sets = tuple(sorted(each.name.removesuffix(sssom.SUFFIX) for each in folder.glob(f"*{sssom.SUFFIX}")))
    fitting = (chosen,) if chosen else accepting.set_for(rows, known, _prefixes(folder, sets))
    if chosen and chosen not in sets:
        raise UnknownName(SET, chosen, sets)
    if len(fitting) != 1:
        raise click.UsageError(_WHICH.fill(sets=" · ".join(sets) or "—").said(lang))
    target = folder / f"{fitting[0]}{sssom.SUFFIX}"
    with opened(where) as dataset, locked(where.built):
        into = sssom.load(target)
        rows = accepting.expanded(rows, into.header.prefixes)
        done = accepting.accept(rows, into, known.get(into.name), subjects.every(dataset), Reviewer(name, day), str(path))
        text = sssom.written(done.mappings)
        again = sssom.read(text, path=str(target), name=into.name)  # what could not be read again is not written
        accepting.keep_rules(done, link_check.check(where, latest_day(), again)[1], str(path))
        emit(text, str(target))
    counts = done.counts
    tell(DONE, lang, path=target, accept=counts["accept"], refuted=counts["not"], none=counts["none"], undecided=done.undecided)
    if done.replaced:
        tell(REPLACED, lang, numbers=", ".join(map(str, done.replaced)))
    if done.raised:
        tell(RAISED, lang, numbers=", ".join(map(str, done.raised)))
    tell(NEXT, lang)
    return 0


def _prefixes(folder: Path, sets: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """The prefixes of each set that can be read; one that cannot be is no set to write into."""
    found: dict[str, dict[str, str]] = {}
    for name in sets:
        with contextlib.suppress(BadLinkSet):
            found[name] = sssom.load(folder / f"{name}{sssom.SUFFIX}").header.prefixes
    return found

"""Writes a site: one graph, every page in both languages, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fengong.api import Graph
from fengong.linked import Linked
from fengong.pages import Pages
from fengong.site.answers import Answers, text
from fengong.site.content import LANGS, Site
from fengong.site.ledgers import Ledgers
from fengong.site.output import SUMS, replacing


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written: pages in all languages, files and bytes."""

    pages: int
    files: int
    size: int


def write(graph: Graph, target: Path, report: Callable[[str, int, int], None] = lambda *_: None) -> Summary:
    """Write ``graph`` as a site into ``target``; ``report`` is told of each page: its path, how many are done, how many are known so far.

    Raises SiteInTheWay, Busy, UnwritableFile, and DamagedGraph where a file is not, to the byte, the one that was built.
    """
    graph.dataset.verify()
    pages = Pages(graph)
    answers, ledgers = Answers(graph), Ledgers(graph)
    replies = (answers.reply, ledgers.reply, partial(text, graph), Linked(graph).reply)
    with replacing(target) as output:
        count = Site(graph, pages, replies, output, (answers.described, ledgers.described)).write(report)
    listed = (target / SUMS).stat().st_size
    return Summary(count * len(LANGS), len(output.sums) + 1, output.size + listed)

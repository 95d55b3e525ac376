"""Citation lines after GB/T 7714: what is cited, by its stable IRI. Nothing is cited that the graph does not know."""

from __future__ import annotations

import pyoxigraph as ox

from fengong import __version__, iris
from fengong.ask.dataset import Dataset
from fengong.bilingual import Lang
from fengong.graph import lookup
from fengong.graph.terms import DCTERMS


def table_title(dataset: Dataset, table_id: str, lang: Lang = "zh") -> str:
    """The title of a table; the Chinese one, which is printed, where there is no other."""
    titles = lookup.both(dataset.asserted, ox.NamedNode(iris.table(table_id)), DCTERMS.title)
    return titles.said(lang) or titles.zh or table_id


def citation(dataset: Dataset, table_id: str, *, task: str = "", lang: Lang = "zh") -> str:
    """One line: title [type of document and carrier], part, data set and version, IRI.

    The source prints no issuer, number or date, so none is given. ``[DS/OL]`` is GB/T 7714-2015's mark for a data set online.
    """
    title = table_title(dataset, table_id, lang)
    part = f"：任务{task}" if task and lang == "zh" else f": task {task}" if task else ""
    where = iris.task(table_id, task) if task else iris.table(table_id)
    if lang == "zh":
        return f"{title}{part}[DS/OL]. 分工（Fengong）知识图谱 {__version__} 版. {where}."
    return f"{title}{part}[DS/OL]. Fengong knowledge graph, version {__version__}. {where}."

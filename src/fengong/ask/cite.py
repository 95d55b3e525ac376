"""Citations after GB/T 7714 and in BibTeX: what is cited, by its stable IRI. Nothing is said that no source gives.

Data set, authors, version and day are those that the makers of the workspace give; where they give none, none are cited.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

import pyoxigraph as ox

from fengong import iris
from fengong.ask import mappings
from fengong.ask.dataset import Dataset
from fengong.ask.stated import Stated, stated
from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.graph import lookup
from fengong.graph.terms import DCTERMS, RDFS, SKOS

if TYPE_CHECKING:
    from fengong.ask.catalogue import Question
    from fengong.sparql import bind


def table_title(dataset: Dataset, table_id: str, lang: Lang = "zh") -> str:
    """The title of a table; the Chinese one, which is printed, where there is no other."""
    titles = lookup.both(dataset.asserted, ox.NamedNode(iris.table(table_id)), DCTERMS.title)
    return titles.said(lang) or titles.zh or table_id


def citation(dataset: Dataset, table_id: str, *, task: str = "", lang: Lang = "zh") -> str:
    """One line: title [type of document and carrier], part, data set and version, IRI.

    The source prints no issuer, number or date, so none is given. ``[DS/OL]`` is GB/T 7714-2015's mark for a data set online.
    """
    title, said = table_title(dataset, table_id, lang), stated(dataset)
    part = f"：任务{task}" if task and lang == "zh" else f": task {task}" if task else ""
    where = iris.task(table_id, task) if task else iris.table(table_id)
    graph = f"{_named(said, lang, ' ' if lang == 'zh' else ', ')}. " if said.authors else ""
    return f"{title}{part}[DS/OL]. {graph}{where}."


# --- anything with an IRI: a line after GB/T 7714, and BibTeX

_VERSION = Bilingual(zh="{version} 版", en="version {version}")
_AND_OTHERS = Bilingual(zh="等", en="et al")
_NAMED = 3
"""So many authors GB/T 7714 names."""

_TASK = Bilingual(zh="任务{row}", en="task {row}")
_LABELS = (RDFS.label, SKOS.prefLabel, DCTERMS.title, DCTERMS.description)
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX counts braces, with a backslash before them or not
        "}": r"\textbraceright{}",
        "%": r"\%",
        "&": r"\&",
        "_": r"\_",
        "#": r"\#",
        "$": r"\$",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_FEED = re.compile(r"[\x00-\x20\x7f]+")
_KEY = 120
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PRINTED = Bilingual(zh="原文读法", en="printed reading")


def answer_iri(question: str, values: Mapping[str, bind.Value], reading: str = "adopted") -> str:
    """The IRI that stands for an answer: that of its question, with the values it was asked with.

    >>> answer_iri("led-by", {"body": ox.NamedNode(iris.body("510000/civil-affairs"))}, "printed")
    'https://w3id.org/fengong/question/led-by?body=https://w3id.org/fengong/id/body/510000/civil-affairs&reading=printed'
    """
    given = [(name, value.value) for name, value in values.items()]
    given += [("reading", reading)] if reading != "adopted" else []
    return iris.question(question) + ("?" + urlencode(given, safe=":/") if given else "")


def gbt7714(dataset: Dataset, iri: str, lang: Lang = "zh", *, questions: Mapping[str, Question] | None = None) -> str:
    """One line after GB/T 7714-2015: a part, in ``//`` the data set with its author and version, its date, and the stable IRI.

    Where nobody says whose the data set is, it is not named. The table prints no issuer, number or date, so none is given; nor is
    a day of access, which only the reader knows. ``questions`` give titles to answers.

    >>> import fengong
    >>> print(gbt7714(fengong.open().dataset, iris.task("sichuan-elderly-childcare", "12")).partition("//")[0])
    促进养老托育服务健康发展重点任务分工表：任务12[DS/OL]
    """
    title, said = titled(dataset, iri, questions=questions).said(lang), stated(dataset)
    if not said.authors:
        return f"{title}[DS/OL]. {addressed(iri)}."
    names = [*said.authors[:_NAMED], *([_AND_OTHERS.said(lang)] if len(said.authors) > _NAMED else [])]
    date = f" ({said.day})." if said.day else ""
    return f"{title}[DS/OL]//{', '.join(names)}. {_named(said, lang, '：' if lang == 'zh' else ': ')}.{date} {addressed(iri)}."


def _named(said: Stated, lang: Lang, between: str) -> str:
    """The data set by its title, and its version where it has one."""
    version = _VERSION.fill(version=said.version).said(lang) if said.version else ""
    return said.title.said(lang) + (between + version if version else "")


def bibtex(dataset: Dataset, iri: str, *, questions: Mapping[str, Question] | None = None) -> str:
    """The BibTeX entry of the same: what BibTeX would take for a command is escaped, other characters are kept as they are.

    >>> import fengong
    >>> print(bibtex(fengong.open().dataset, iris.place("510300")).splitlines()[0])
    @misc{fengong-place-510300,
    """
    title, where, said = titled(dataset, iri, questions=questions), addressed(iri), stated(dataset)
    words = " / ".join(dict.fromkeys((said.title.zh, said.title.en)))
    note = words + (f", {_VERSION.fill(version=said.version).en}" if said.version else "")
    fields = {
        "author": " and ".join(f"{{{_escaped(each)}}}" for each in said.authors),
        "title": f"{{{_escaped(title.zh)}}}",
        "note": _escaped(note) if said.authors else "",
        "howpublished": rf"\url{{{where}}}",
        "url": where,
        "year": said.day[:4] if said.authors else "",
    }
    name = re.sub(r"[^A-Za-z0-9]+", "-", iri.removeprefix(iris.BASE).removeprefix("id/")).strip("-") or "graph"
    lines = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items() if value)
    return f"@misc{{fengong-{name[:_KEY]},\n{lines}}}\n"


def titled(dataset: Dataset, iri: str, *, questions: Mapping[str, Question] | None = None) -> Bilingual:
    """What is cited, in words: a table by its title, what is in it by its place there, anything else by its label.

    Where there is no English, the Chinese stands for it; where there are no words at all, the IRI without its beginning.
    """
    path = iri.removeprefix(iris.BASE)
    kind, _, rest = path.partition("/")
    table, _, below = rest.partition("/")
    if kind == "question":
        return _asked(dataset, rest, questions or {})
    if kind == "id" and table in dataset.tables:
        part = _part(below)
        return Bilingual(
            zh=table_title(dataset, table) + (f"：{part.zh}" if below else ""),
            en=table_title(dataset, table, "en") + (f": {part.en}" if below else ""),
        )
    if path.startswith("id/link/") and (link := mappings.titled(dataset.whole, iri)):
        return Bilingual(zh=printable(link.zh), en=printable(link.en))
    return _labelled(dataset, iri) or Bilingual(zh=_path(path), en=_path(path))


def addressed(iri: str) -> str:
    """``iri`` so that it can stand in a line of text and in BibTeX: ASCII, without spaces, braces or backslashes."""
    return quote(_STRAY.sub("%25", iri), safe="/?&=#%:+,;@!~*'()$-._")


def _part(below: str) -> Bilingual:
    """A place in a table: ``task/12/clause/1`` is clause/1 of task 12."""
    head, _, rest = below.partition("/")
    row, _, more = rest.partition("/")
    if head != "task":
        return Bilingual(zh=_path(below), en=_path(below))
    task = _TASK.fill(row=_path(row))
    return Bilingual(zh=f"{task.zh}（{_path(more)}）", en=f"{task.en} ({_path(more)})") if more else task


def _asked(dataset: Dataset, rest: str, questions: Mapping[str, Question]) -> Bilingual:
    """The title of a question, and what it was asked with, by label."""
    name, _, query = rest.partition("?")
    title = questions[name].summary if name in questions else Bilingual(zh=_path(name), en=_path(name))
    given = [
        _PRINTED if (key, value) == ("reading", "printed") else _labelled(dataset, value) or Bilingual(zh=_path(value), en=_path(value))
        for key, value in parse_qsl(query)
    ]
    if not given:
        return title
    return Bilingual(zh=f"{title.zh}（{'，'.join(each.zh for each in given)}）", en=f"{title.en} ({', '.join(each.en for each in given)})")


def _labelled(dataset: Dataset, iri: str) -> Bilingual | None:
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return None
    for prop in _LABELS:
        found = lookup.both(dataset.store, node, prop)
        if found.zh or found.en:
            return Bilingual(zh=printable(found.zh or found.en), en=printable(found.en or found.zh))
    return None


def _path(text: str) -> str:
    return printable(_FEED.sub(" ", text)).strip()


def _escaped(text: str) -> str:
    return printable(text).translate(_ESCAPES)

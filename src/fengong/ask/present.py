"""An answer as text: a table for a terminal, CSV, JSON, Markdown, or Turtle for a CONSTRUCT."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fengong import caret
from fengong.ask.answer import Answer, Value
from fengong.ask.cite import citation
from fengong.ask.dataset import Dataset
from fengong.bilingual import Lang
from fengong.errors import BadQuestionFile, NotApplicable
from fengong.iris import BASE

FORMATS = ("table", "csv", "json", "markdown", "ttl")
_QUOTE_COLUMNS = ("start", "end")
_MAX_WIDTH = 60
_MIN_WIDTH = 8
_SLUG = "key"  # a row's name for programs


@dataclass(frozen=True, slots=True)
class Style:
    """How an answer is shown: its format and language, with citations or without, CSV with a byte order mark or without.

    ``iris`` shows the identifiers in a table as well, which other formats always hold.
    ``fit`` is the width of the terminal that a table must fit into; 0 where there is none.
    """

    form: str = "table"
    lang: Lang = "en"
    cite: bool = False
    bom: bool = False
    iris: bool = False
    fit: int = 0


def present(answer: Answer, dataset: Dataset, style: Style, titles: Mapping[str, Mapping[str, str]]) -> str:
    """The text of ``answer``; a line break at its end. ``titles`` are those of its columns."""
    form, lang = style.form, style.lang
    if form == "ttl" or answer.triples:
        if not (form == "ttl" and not answer.columns):
            raise NotApplicable(answer.question.name, f"--format {form}", ("ttl",) if answer.triples else FORMATS[:-1])
        from fengong.graph.files import Turtle  # noqa: PLC0415

        return Turtle().write(answer.triples)
    cites = _citations(answer, dataset, lang) if style.cite else None
    if form == "json":
        return _json(answer, cites)
    columns, rows = answer.worded(lang)
    if form == "csv":
        return ("\ufeff" if style.bom else "") + _csv(*_with(columns, rows, cites, "citation"))
    kept, lines = _for_people(columns, rows, iris=style.iris)
    heads = [titled(name, titles, lang) for name in kept]
    words = [[plain(each) for each in row] for row in lines]
    shown = markdown(heads, words) if form == "markdown" else table(heads, words, no_rows=_no_rows(lang), fit=style.fit)
    if cites:
        shown += "\n" + "\n".join(dict.fromkeys(cites)) + "\n"
    return shown


@cache
def titles_from(folders: tuple[Path, ...]) -> dict[str, dict[str, str]]:
    """Column titles in zh and en, from ``columns.json`` beside the questions; a later folder adds to an earlier one."""
    titles: dict[str, dict[str, str]] = {}
    for folder in folders:
        path = folder / "columns.json"
        if path.is_file():
            try:
                titles |= json.loads(path.read_text(encoding="utf-8"))
            except (ValueError, TypeError) as error:
                raise BadQuestionFile(str(path), str(error)) from error
    return titles


def _citations(answer: Answer, dataset: Dataset, lang: Lang) -> list[str]:
    lines = []
    for row in answer:
        table_id, _, rest = str(row.get("task") or row.get("table") or "").removeprefix(BASE + "id/").partition("/task/")
        known = table_id if table_id in dataset.tables else ""
        lines.append(" ".join(citation(dataset, each, task=rest, lang=lang) for each in ([known] if known else dataset.tables)))
    return lines


def _with(
    columns: Sequence[str], rows: Iterable[Sequence[Value]], extra: list[str] | None, name: str
) -> tuple[list[str], list[list[Value]]]:
    if extra is None:
        return list(columns), [list(row) for row in rows]
    return [*columns, name], [[*row, more] for row, more in zip(rows, extra, strict=True)]


def _json(answer: Answer, cites: list[str] | None) -> str:
    rows = [dict(row) for row in answer]
    for row, line in zip(rows, cites or (), strict=False):
        row["citation"] = line
    asked = {name: term.value for name, term in answer.values.items()}
    data = {"question": answer.question.name, "reading": answer.reading, "values": asked, "rows": rows}
    return json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n"


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    import csv  # noqa: PLC0415 - only where it is asked for

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([["" if each is None else _plain(each) for each in row] for row in rows])
    return out.getvalue()


def layout(columns: Sequence[str], rows: Sequence[Sequence[Value]], *, iris: bool = False) -> list[tuple[str, tuple[int, ...]]]:
    """The columns that people are shown, each with the columns that it is made of.

    IRIs that a name stands beside are left out (unless ``iris``), and start and end are one place.
    """
    iri = {i for i in range(len(columns)) if rows and all(row[i] is None or str(row[i]).startswith(BASE) for row in rows)}
    named = {i for i in iri if len(columns) - len(iri) > 0 and not iris}
    places = tuple(columns.index(name) for name in _QUOTE_COLUMNS) if set(_QUOTE_COLUMNS) <= set(columns) else ()
    keep = [i for i in range(len(columns)) if i not in named and i not in places and columns[i] != _SLUG]
    return [*((columns[i], (i,)) for i in keep), *([("place", places)] if places else [])]


def laid(row: Sequence[Value], made_of: tuple[int, ...]) -> Value:
    """What a row has in a column that is shown."""
    return row[made_of[0]] if len(made_of) == 1 else _place(row[made_of[0]], row[made_of[1]])


def titled(name: str, titles: Mapping[str, Mapping[str, str]], lang: Lang) -> str:
    """The title of a column; its name where it has none."""
    return (titles.get(name) or titles.get(name.removesuffix("Name")) or {}).get(lang, name)


def _for_people(columns: Sequence[str], rows: list[tuple[Value, ...]], *, iris: bool) -> tuple[list[str], list[list[Value]]]:
    shown = layout(columns, rows, iris=iris)
    return [name for name, _ in shown], [[laid(row, made_of) for _, made_of in shown] for row in rows]


def _place(start: Value, end: Value) -> str | None:
    return None if start is None else f"{start}–{end}"


def _plain(each: Value) -> str:
    return str(each).lower() if isinstance(each, bool) else str(each)


def plain(each: Value) -> str:
    """A value in one line, without anything that could steer a terminal."""
    return "" if each is None else caret.printable(_plain(each))


def _no_rows(lang: Lang) -> str:
    return "（无）" if lang == "zh" else "(none)"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, no_rows: str, whole: bool = False, fit: int = 0) -> str:
    """A plain table, aligned by display width.

    Words wider than ``_MAX_WIDTH`` are cut with an ellipsis, unless wanted ``whole``; with ``fit`` given, the widest columns
    are narrowed until the table is at most that many columns of a terminal wide.
    """
    if not rows:
        return no_rows + "\n"
    natural = [max(map(caret.width, (title, *(row[i] for row in rows)))) for i, title in enumerate(columns)]
    widths = natural if whole else _fitted([min(width, _MAX_WIDTH) for width in natural], fit)
    lines = [columns, ["─" * width for width in widths], *rows]
    cut = ([_cut(cell, width) for cell, width in zip(line, widths, strict=True)] for line in lines)
    return "".join("  ".join(_padded(line, widths)).rstrip() + "\n" for line in cut)


def _fitted(widths: list[int], fit: int) -> list[int]:
    """``widths`` with the widest taken back, step by step, until the row fits, but none below ``_MIN_WIDTH``."""
    while fit and sum(widths) + 2 * (len(widths) - 1) > fit and max(widths) > _MIN_WIDTH:
        widest = widths.index(max(widths))
        widths = [width - (i == widest) for i, width in enumerate(widths)]
    return widths


def _padded(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [cell + " " * (width - caret.width(cell)) for cell, width in zip(cells, widths, strict=True)]


def _cut(words: str, width: int) -> str:
    if caret.width(words) <= width:
        return words
    kept = ""
    for char in words:
        if caret.width(kept + char) > width - 1:
            break
        kept += char
    return kept + "…"


def markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; what would end a cell is escaped."""
    escaped: Callable[[str], str] = lambda words: words.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")  # noqa: E731
    lines = [columns, ["---"] * len(columns), *([escaped(each) for each in row] for row in rows)]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)

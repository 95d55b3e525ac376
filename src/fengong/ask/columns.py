"""What the columns of an answer hold, for the CSVW metadata beside its CSV: titles, datatypes, and properties where one is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fengong import csvw
from fengong.ask.answer import Answer, Value
from fengong.bilingual import Bilingual, Lang
from fengong.iris import BASE

_MEANT = {
    "number": ("fg:taskNumber", "task", None),
    "taskText": ("fg:taskText", "task", "zh"),
    "role": ("fg:role", "responsibility", None),
    "body": ("fg:body", "responsibility", None),
    "printedName": ("fg:printedName", "responsibility", None),
}
"""Columns whose cells are values of one property, of the thing in another column, wherever both are there."""

Titles = Mapping[str, Mapping[str, str]]


def metadata(answer: Answer, file: str, lang: Lang, titles: Titles, *, licence: str, cite: bool = False) -> bytes:
    """The metadata of the CSV of ``answer`` in ``file``, as `present` writes it for the same options."""
    names, rows = answer.worded(lang)
    columns = [_column(name, [row[at] for row in rows], names, titles) for at, name in enumerate(names)]
    if cite:
        columns.append(csvw.Column("citation", Bilingual(zh="引用", en="Citation")))
    return csvw.metadata(file, columns, answer.question.summary, description=answer.question.description, licence=licence)


def _column(name: str, values: Sequence[Value], names: Sequence[str], titles: Titles) -> csvw.Column:
    words = titles.get(name) or titles.get(name.removesuffix("Name")) or {}
    meant, about, lang = _MEANT.get(name, ("", "", None))
    known = bool(meant) and about in names
    return csvw.Column(
        name,
        Bilingual(zh=words.get("zh", name), en=words.get("en", name)),
        datatype([value for value in values if value is not None]),
        csvw.full(meant) if known else None,
        about if known else None,
        lang="zh" if known and lang else None,
    )


def datatype(values: Sequence[Value]) -> str:
    """The narrowest datatype of CSVW that holds every one of ``values``; string where there are none.

    >>> datatype([1, 2]), datatype([True]), datatype(["a", 1]), datatype(["https://w3id.org/fengong/id/a"]), datatype([])
    ('integer', 'boolean', 'string', 'anyURI', 'string')
    """
    kinds = {type(value).__name__ for value in values}
    if kinds == {"str"} and all(str(value).startswith(BASE) for value in values):
        return csvw.IRI
    known = {"int": "integer", "bool": "boolean", "Decimal": "decimal", "date": "date"}
    return known.get(kinds.pop(), "string") if len(kinds) == 1 else "decimal" if kinds == {"int", "Decimal"} else "string"

"""CSV on the Web: the metadata of a CSV file of ours, `FILE.csv-metadata.json`, after W3C's Metadata Vocabulary for Tabular Data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from fengong.bilingual import Bilingual, Lang
from fengong.iris import PREFIXES

SUFFIX = "-metadata.json"
"""What is added to the name of the CSV file, so that a reader of CSVW finds the metadata by itself."""

MEDIA_TYPE = "application/csvm+json"
IRI = "anyURI"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the ``name`` is its heading unless ``heading`` says another; ``title`` is for people.

    ``datatype`` is one of CSVW's (string, integer, decimal, boolean, date, anyURI); cells of anyURI are IRIs of things.
    Where ``property_iri`` is given, a cell is a value of that property, of the thing whose IRI stands in the column ``about``.
    ``separator`` stands between several values of a cell; ``lang`` is the language of its words.
    """

    name: str
    title: Bilingual
    datatype: str = "string"
    property_iri: str | None = None
    about: str | None = None
    heading: str = ""
    separator: str | None = None
    lang: Lang | None = None

    def described(self) -> dict[str, object]:
        """The column in the terms of CSVW."""
        heading = self.heading or self.name
        titles: dict[str, object] = {"und": heading}
        titles |= {lang: words for lang, words in (("zh", self.title.zh), ("en", self.title.en)) if words}
        found: dict[str, object] = {"name": self.name, "titles": titles, "datatype": self.datatype, "null": ""}
        if self.separator:
            found["separator"] = self.separator
        if self.lang:
            found["lang"] = self.lang
        if self.property_iri:
            found["propertyUrl"] = self.property_iri
        if self.about:
            found["aboutUrl"] = f"{{+{self.about}}}"
        if self.datatype == IRI and not self.separator:
            found["valueUrl"] = f"{{+{self.name}}}"
        return found


def metadata(
    url: str,
    columns: Sequence[Column],
    title: Bilingual,
    *,
    description: Bilingual | None = None,
    licence: str = "",
    lineterminator: str = "\n",
) -> bytes:
    """The metadata of the CSV file at ``url``, relative to the metadata: both lie side by side. The same bytes for the same facts.

    ``licence`` is its IRI; none is given where it is empty.

    >>> made = metadata("a.csv", [Column("n", Bilingual(zh="数", en="n"), "integer")], Bilingual(zh="表", en="table"))
    >>> json.loads(made)["tableSchema"]["columns"][0]["titles"]
    {'und': 'n', 'zh': '数', 'en': 'n'}
    """
    found: dict[str, object] = {"@context": "http://www.w3.org/ns/csvw", "url": url, "dc:title": _both(title)}
    if description:
        found["dc:description"] = _both(description)
    if licence:
        found["dc:license"] = {"@id": licence}
    found["dialect"] = {"encoding": "utf-8", "header": True, "lineTerminators": [lineterminator]}
    found["tableSchema"] = {"columns": [column.described() for column in columns]}
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _both(words: Bilingual) -> list[dict[str, str]]:
    """Words as CSVW's common properties hold them."""
    return [{"@value": text, "@language": lang} for lang, text in (("zh", words.zh), ("en", words.en)) if text]


def link(url: str) -> tuple[str, str]:
    """The header by which a CSV that is served says where its metadata are.

    >>> link("/answer/led-by.csv-metadata.json")
    ('Link', '</answer/led-by.csv-metadata.json>; rel="describedby"; type="application/csvm+json"')
    """
    return "Link", f'<{url}>; rel="describedby"; type="{MEDIA_TYPE}"'


def full(name: str) -> str:
    """The IRI of a name with a known prefix: ``fg:taskNumber``."""
    prefix, _, rest = name.partition(":")
    return PREFIXES[prefix] + rest

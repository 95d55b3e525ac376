"""How columns are declared, with the graph pattern that fills those that come in groups."""

from __future__ import annotations

from fengong.bilingual import Bilingual
from fengong.exports.table import Column, Kind


def iri(name: str, zh: str, en: str, means: str = "", of: str = "", *, repeats: bool = False) -> Column:
    """A column of IRIs, keys of the table ``of``."""
    return Column(name, "iri", Bilingual(zh=zh, en=en), means, of, repeats)


def text(name: str, zh: str, en: str, means: str = "", *, repeats: bool = False) -> Column:
    """A column of words."""
    return Column(name, "text", Bilingual(zh=zh, en=en), means, repeats=repeats)


def plain(name: str, kind: Kind, zh: str, en: str, means: str = "", *, repeats: bool = False) -> Column:
    """A column of numbers, dates or truth values."""
    return Column(name, kind, Bilingual(zh=zh, en=en), means, repeats=repeats)


def pair(name: str, zh: str, en: str, means: str = "skos:prefLabel", *, repeats: bool = True) -> tuple[Column, Column]:
    """Two columns with the words in Chinese and in English: nameZh, nameEn."""
    return (
        text(f"{name}Zh", f"{zh}（中文）", f"{en} (Chinese)", means, repeats=repeats),
        text(f"{name}En", f"{zh}（英文）", f"{en} (English)", means, repeats=repeats),
    )


def words(thing: str, name: str, means: str = "skos:prefLabel") -> str:
    """The pattern that fills `pair`."""
    return "".join(f'OPTIONAL {{ ?{thing} {means} ?{name}{tag} . FILTER(LANG(?{name}{tag}) = "{tag.lower()}") }} ' for tag in ("Zh", "En"))


def named(thing: str, *properties: str) -> str:
    """The pattern for properties that a thing may lack, each with the words of what it names."""
    # The words are inside the OPTIONAL: outside it they would bind what is unbound to everything that has words.
    found = ((each, each.partition(":")[2]) for each in properties)
    return "".join(f"OPTIONAL {{ ?{thing} {each} ?{name} . {words(name, name)}}} " for each, name in found)


def maybe(thing: str, *properties: str) -> str:
    """The pattern for properties that a thing may lack: ``fg:deadline`` fills ``?deadline``."""
    return "".join(f"OPTIONAL {{ ?{thing} {each} ?{each.partition(':')[2]} }} " for each in properties)


PLACE = (
    iri("quotation", "引文", "quotation", "fg:quotedFrom", "quotations"),
    plain("start", "integer", "起（字符，从 0 起）", "start (characters, from 0)", repeats=True),
    plain("end", "integer", "止（不含）", "end (exclusive)", repeats=True),
)
"""Where a thing stands in its source text."""


def place(thing: str) -> str:
    """The pattern that fills PLACE."""
    return f"?{thing} fg:quotedFrom ?quotation . ?quotation oa:hasSelector ?at . ?at oa:start ?start ; oa:end ?end . "

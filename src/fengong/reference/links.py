"""The link sets of a workspace with the reviewed table of their schemes: what each set may say, of what, in which form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.errors import BadLinkSet
from fengong.reference import sssom
from fengong.reference.bodies import NATION, Reference
from fengong.reference.check_characters import CHECKS
from fengong.reference.files import Record, records
from fengong.reference.sssom import SUFFIX, Mapping, MappingSet

FOLDER, SCHEMES = "links", "schemes.csv"
SCHEME_COLUMNS = ("set", "predicates", "pattern", "covers", "title_zh", "title_en", "target", "homepage")

SAME_AS = iris.PREFIXES["schema"] + "sameAs"
HOMEPAGE = iris.PREFIXES["schema"] + "url"
IDENTIFIER = iris.PREFIXES["adms"] + "identifier"
LIKELY = iris.NS + "likelySameAs"
MATCHES = tuple(f"{iris.PREFIXES['skos']}{name}Match" for name in ("exact", "close", "broad", "narrow", "related"))
"""What may be said between concepts, and of nothing else."""
IDENTITIES = frozenset({SAME_AS, IDENTIFIER, MATCHES[0]})
"""What says that two things are one: once for each thing on either side of a set, as does `LIKELY` with a doubt."""
PREDICATES = frozenset({SAME_AS, HOMEPAGE, IDENTIFIER, LIKELY, *MATCHES})

COVERS = ("places", "divisions", "bodies", "national-bodies", "collectives", "roles", "functions", "kinds", "topics")
"""What a set may be about, each of which then needs a row in it."""
OWN = ("division", "nation")
"""Parts of an identifier that our own tables hold: a place's GB/T 2260 code, and the ISO 3166-1 code of its nation."""
QUOTED = "quoted"
"""The part of an identifier that the evidence must name, since no table of ours holds it."""
PARTS = frozenset({*OWN, QUOTED, *CHECKS})
"""The named groups that a scheme's pattern may have: each says by what that part of an identifier is checked."""
_CONCEPTS = {"roles": "role", "functions": "function", "kinds": "kind", "topics": "topic"}

Status: TypeAlias = Literal["published", "likely", "refuted", "not-found"]
STATUSES: tuple[Status, ...] = ("published", "likely", "refuted", "not-found")


@dataclass(frozen=True, slots=True)
class Scheme:
    """One row of `schemes.csv`: the predicates, the form of objects and the subjects of the set ``name``, and the dataset it leads to."""

    name: str
    predicates: tuple[str, ...]
    pattern: re.Pattern[str]
    covers: tuple[str, ...]
    title: Bilingual
    target: str
    homepage: str
    line: int = field(default=0, compare=False)

    @property
    def codes(self) -> bool:
        """Whether its objects are codes for which we made the IRIs."""
        return IDENTIFIER in self.predicates


@dataclass(frozen=True, slots=True)
class LinkSets:
    """Everything in `graph/reference/links`; ``unread`` are the errors of the files that could not be read, by file name."""

    folder: Path
    schemes: dict[str, Scheme]
    sets: dict[str, MappingSet]
    unread: dict[str, BadLinkSet]


@dataclass(frozen=True, slots=True)
class Known:
    """What our own tables know of something that a set may be about: the names of `COVERS` that it falls under, what it is called,
    and those of its codes that an identifier may hold, by the names of `OWN`.
    """

    kinds: tuple[str, ...]
    names: frozenset[str] = frozenset()
    codes: MappingOf[str, str] = field(default_factory=dict)


def status(mapping: Mapping) -> Status:
    """What a mapping comes to: a link, a likely one, one that was refuted, or none that was found."""
    if mapping.negated:
        return "refuted"
    if not mapping.found:
        return "not-found"
    return "likely" if mapping.predicate == LIKELY else "published"


def files(reference: Path) -> tuple[Path, ...]:
    """The files that decide what the links are: the table of schemes, which may be missing beside a set, and the sets; or none."""
    table, sets = reference / FOLDER / SCHEMES, sorted((reference / FOLDER).glob(f"*{SUFFIX}"))
    return (table, *sets) if sets or table.is_file() else ()


def load(reference: Path) -> LinkSets:
    """The link sets below the folder ``reference``, which may have none; a bad set is in ``unread``.

    Raises BadHandKeptFile for the table of schemes, also where it is missing beside a set.
    """
    folder, found = reference / FOLDER, files(reference)
    if not found:
        return LinkSets(folder, {}, {}, {})
    sets: dict[str, MappingSet] = {}
    unread: dict[str, BadLinkSet] = {}
    for path in found[1:]:
        try:
            each = sssom.load(path)
            sets[each.name] = each
        except BadLinkSet as error:
            unread[path.name] = error
    return LinkSets(folder, {each.name: each for each in schemes(folder / SCHEMES)}, sets, unread)


def schemes(path: Path) -> Iterator[Scheme]:
    """The rows of `schemes.csv`. Raises BadHandKeptFile."""
    seen: set[str] = set()
    for record in records(path, SCHEME_COLUMNS):
        if not iris.SLUG.fullmatch(record["set"]) or record["set"] in seen or record["set"] == "findings":
            raise record.wrong(f"集合名不可用或重复：{record['set']}", f"the name {record['set']} cannot be used, or is there twice")
        seen.add(record["set"])
        yield _scheme(record)


def _scheme(record: Record) -> Scheme:
    predicates = tuple(_whole(each) for each in record.list("predicates"))
    if not predicates or not PREDICATES.issuperset(predicates):
        known = " ".join(sorted(iris.shortened(each) for each in PREDICATES))
        raise record.wrong(f"predicates 只能是：{known}", f"predicates may be: {known}")
    covers = record.list("covers")
    if not covers or not set(covers) <= set(COVERS):
        raise record.wrong(f"covers 只能是：{' '.join(COVERS)}", f"covers may be: {' '.join(COVERS)}")
    if not (record["title_zh"] and record["title_en"] and record["target"]):
        raise record.wrong("名称（中英文）和 target 不可空", "the titles, zh and en, and the target are needed")
    return Scheme(
        record["set"], predicates, _pattern(record), covers, Bilingual(zh=record["title_zh"], en=record["title_en"]),
        record["target"], record["homepage"], record.line,
    )  # fmt: skip


def _pattern(record: Record) -> re.Pattern[str]:
    try:
        pattern = re.compile(record["pattern"])
    except re.error as error:
        raise record.wrong(f"pattern 不是正则表达式：{error}", f"pattern is no regular expression: {error}") from error
    if not pattern.groupindex.keys() <= PARTS:
        known = " ".join(sorted(PARTS))
        raise record.wrong(f"pattern 中具名的部分只能是：{known}", f"named parts of the pattern may be: {known}")
    return pattern


def _whole(curie: str) -> str:
    prefix, _, name = curie.partition(":")
    return iris.PREFIXES.get(prefix, "") + name


def subjects(tables: Reference, concepts: MappingOf[str, frozenset[str]]) -> dict[str, Known]:
    """What a set may be about: each place, body, collective and concept by its IRI. ``concepts`` are ours, with their labels."""
    found: dict[str, Known] = {}
    for place in tables.places:
        names = frozenset({place.name_zh, place.name_en, *place.short_names})
        if place.code == NATION:
            found[iris.place(place.code)] = Known(("places",), names)
        else:
            nation = {"nation": NATION.upper()} if NATION in tables.chain(place.code) else {}
            found[iris.place(place.code)] = Known(("places", "divisions"), names, {"division": place.code, **nation})
    for body in tables.bodies:
        national = ("national-bodies",) if body.jurisdiction == NATION else ()
        found[body.iri] = Known(("collectives",) if body.collective else ("bodies", *national), frozenset({*body.names, body.name_en}))
    for name, scheme in _CONCEPTS.items():
        found |= {iri: Known((name,), labels) for iri, labels in concepts.items() if iri.startswith(iris.concept(scheme, ""))}
    return found

"""Bodies are function × jurisdiction. A printed name is resolved within the document's jurisdiction, or not at all."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path

from fengong import iris
from fengong.reference.files import Record, records
from fengong.text.norm import key

NATION = "cn"

PLACE_COLUMNS = ("code", "slug", "name_zh", "name_en", "short_names", "level", "part_of", "source")
BODY_COLUMNS = (
    "id", "kind", "function", "jurisdiction", "name_zh", "name_en", "printed_names",
    "national_counterpart", "superior", "note_zh", "note_en",
)  # fmt: skip
COLLECTIVE_COLUMNS = ("slug", "jurisdiction", "name_zh", "name_en", "printed_names", "source", "note_zh", "note_en")
MEMBERSHIP_COLUMNS = ("collective", "member", "source")
CHANGE_COLUMNS = (
    "id", "original", "resulting_name_zh", "resulting_name_en", "resulting", "reported_on", "description_zh", "description_en",
    "source", "confidence",
)  # fmt: skip
EVIDENCE_COLUMNS = ("body", "field", "basis", "locatable", "confidence", "source")
BASES = ("evidenced", "inferred", "own-translation", "printed")


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative division with its GB/T 2260 code, or the nation (code ``cn``, which is no GB/T 2260 code)."""

    code: str
    slug: str
    name_zh: str
    name_en: str
    short_names: tuple[str, ...]
    level: str
    part_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Body:
    """One body, or one collective of bodies (``collective``), with every name it is reviewed to go by in its jurisdiction."""

    id: str
    jurisdiction: str
    name_zh: str
    name_en: str
    printed_names: tuple[str, ...]
    kind: str = ""
    function: str = ""
    national_counterpart: str = ""
    superior: str = ""
    note_zh: str = ""
    note_en: str = ""
    collective: bool = False
    source: str = ""

    @property
    def iri(self) -> str:
        """Its IRI."""
        return iris.collective(self.id) if self.collective else iris.body(self.id)

    @property
    def names(self) -> tuple[str, ...]:
        """Full name first, then the printed short forms."""
        return (self.name_zh, *(name for name in self.printed_names if name != self.name_zh))


@dataclass(frozen=True, slots=True)
class Membership:
    """A body's membership of a collective, with the source that says so."""

    collective: str
    member: str
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """A reorganisation that a source reports; ``reported_on`` is the source's date, empty where it gives none."""

    id: str
    original: str
    resulting_name_zh: str
    resulting_name_en: str
    resulting: str
    reported_on: str
    description_zh: str
    description_en: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one field of one body rests on."""

    body: str
    field: str
    basis: str
    locatable: bool
    confidence: Decimal
    source: str


@dataclass(frozen=True)
class Reference:
    """All reviewed tables, cross-checked."""

    places: tuple[Place, ...]
    bodies: tuple[Body, ...]
    memberships: tuple[Membership, ...]
    changes: tuple[Change, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    _cache: dict[tuple[str, str], tuple[Body, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def place_of(self) -> dict[str, Place]:
        """Places by code."""
        return {place.code: place for place in self.places}

    @cached_property
    def _by_name(self) -> dict[str, dict[str, list[Body]]]:
        """Bodies by jurisdiction and name in matching form."""
        index: dict[str, dict[str, list[Body]]] = defaultdict(lambda: defaultdict(list))
        for body in self.bodies:
            for name in {key(name) for name in body.names}:
                index[body.jurisdiction][name].append(body)
        return index

    @cached_property
    def printed_names(self) -> frozenset[str]:
        """Every reviewed name in matching form."""
        return frozenset(key(name) for body in self.bodies for name in body.names)

    def chain(self, jurisdiction: str) -> Iterator[str]:
        """The jurisdiction, then those it is part of, up to the nation."""
        code = jurisdiction
        while code:
            yield code
            code = self.place_of[code].part_of if code in self.place_of else ""

    def resolve(self, words: str, jurisdiction: str) -> tuple[Body, ...]:
        """The bodies that ``words`` may denote in a document of ``jurisdiction``: one, none, or several to choose from.

        A short form counts in the document's own jurisdiction and those above it; a full name, or a short form that
        begins with the name of its place (成都市政府), counts everywhere.
        """
        if (words, jurisdiction) not in self._cache:
            self._cache[words, jurisdiction] = self._resolve(key(words), jurisdiction)
        return self._cache[words, jurisdiction]

    def _resolve(self, name: str, jurisdiction: str) -> tuple[Body, ...]:
        for code in self.chain(jurisdiction):
            if found := self._by_name.get(code, {}).get(name):
                return tuple(found)
        return tuple(
            body
            for names in self._by_name.values()
            for body in names.get(name, ())
            if key(body.name_zh) == name or self._placed(body, name)
        )

    def _placed(self, body: Body, name: str) -> bool:
        place = self.place_of.get(body.jurisdiction)
        names = (place.name_zh, *place.short_names) if place else ()
        return any(len(each) > 1 and name.startswith(key(each)) for each in names)

    def nearest(self, words: str, jurisdiction: str, count: int = 3) -> tuple[str, ...]:
        """Reviewed names that look like ``words``, best first, those of the jurisdiction and above."""
        within = set(self.chain(jurisdiction))
        names = {name: body for body in self.bodies if body.jurisdiction in within for name in body.names}
        close = difflib.get_close_matches(words, list(names), n=count * 2, cutoff=0.4)
        return tuple(dict.fromkeys(f"{name}（{names[name].id}）" for name in close))[:count]


def load(folder: Path) -> Reference:
    """Read and cross-check the tables in ``folder``.

    Raises BadHandKeptFile at the first line that breaks a rule: an id twice, a reference to nothing, a name that two bodies
    of one jurisdiction share.
    """
    places = tuple(_place(r) for r in records(folder / "places.csv", PLACE_COLUMNS))
    known_places = {place.code for place in places}
    single: dict[str, Body] = {}
    lines: list[tuple[Record, Body]] = []
    for record in records(folder / "bodies.csv", BODY_COLUMNS):
        body = _body(record)
        if body.id in single:
            raise record.wrong(f"标识重复：{body.id}", f"the id {body.id} is there twice")
        single[body.id] = body
        lines.append((record, body))
    collectives: dict[str, Body] = {}
    for record in records(folder / "collectives.csv", COLLECTIVE_COLUMNS):
        body = _collective(record)
        if body.id in collectives:
            raise record.wrong(f"标识重复：{body.id}", f"the slug {body.id} is there twice")
        collectives[body.id] = body
        lines.append((record, body))
    _check(lines, known_places, set(single))
    return Reference(
        places=places,
        bodies=(*single.values(), *collectives.values()),
        memberships=tuple(_memberships(folder / "memberships.csv", set(collectives), set(single))),
        changes=tuple(_changes(folder / "changes.csv", set(single))),
        evidence=tuple(_evidence(folder / "evidence.csv", set(single))),
    )


def _place(record: Record) -> Place:
    if not (record["code"] == NATION or record["code"].isdecimal()):
        raise record.wrong("code 须为 GB/T 2260 代码或 cn", "code must be a GB/T 2260 code, or cn")
    return Place(
        record["code"], _slug(record, "slug"), record["name_zh"], record["name_en"], record.list("short_names"), record["level"],
        record["part_of"], record["source"],
    )  # fmt: skip


def _slug(record: Record, column: str) -> str:
    if not iris.SLUG.fullmatch(record[column]):
        raise record.wrong(f"{column} 只能用小写字母、数字和连字符", f"{column} may hold only a-z, 0-9 and hyphens")
    return record[column]


def _body(record: Record) -> Body:
    jurisdiction, _, slug = record["id"].partition("/")
    if jurisdiction != record["jurisdiction"] or not iris.SLUG.fullmatch(slug):
        raise record.wrong("id 须为「辖区/短名」", "id must be jurisdiction/slug")
    return Body(
        record["id"], record["jurisdiction"], record["name_zh"], record["name_en"], record.list("printed_names"), record["kind"],
        record["function"], record["national_counterpart"], record["superior"], record["note_zh"], record["note_en"],
    )  # fmt: skip


def _collective(record: Record) -> Body:
    return Body(
        _slug(record, "slug"), record["jurisdiction"], record["name_zh"], record["name_en"], record.list("printed_names"),
        note_zh=record["note_zh"], note_en=record["note_en"], collective=True, source=record["source"],
    )  # fmt: skip


def _check(lines: list[tuple[Record, Body]], places: set[str], ids: set[str]) -> None:
    taken: dict[tuple[str, str], str] = {}
    for record, body in lines:
        if body.jurisdiction not in places:
            raise record.wrong(f"places.csv 中没有 {body.jurisdiction}", f"places.csv has no {body.jurisdiction}")
        if not (body.name_zh and body.name_en):
            raise record.wrong("中英文名称缺一不可", "both names, zh and en, are needed")
        for other in filter(None, (body.national_counterpart, body.superior)):
            if other not in ids:
                raise record.wrong(f"没有这个单位：{other}", f"there is no body {other}")
        for name in {key(name) for name in body.names}:
            if taken.setdefault((body.jurisdiction, name), body.id) != body.id:
                rival = taken[body.jurisdiction, name]
                raise record.wrong(f"「{name}」也是 {rival} 的名称", f"{name} is also a name of {rival}")


def _memberships(path: Path, collectives: set[str], bodies: set[str]) -> Iterator[Membership]:
    for record in records(path, MEMBERSHIP_COLUMNS):
        if record["collective"] not in collectives or record["member"] not in bodies or not record["source"]:
            raise record.wrong("集合、成员须存在，来源不可空", "the collective and the member must exist, and the source be given")
        yield Membership(record["collective"], record["member"], record["source"])


def _changes(path: Path, bodies: set[str]) -> Iterator[Change]:
    for record in records(path, CHANGE_COLUMNS):
        if record["original"] not in bodies or (record["resulting"] and record["resulting"] not in bodies):
            raise record.wrong("单位须在 bodies.csv 中", "the bodies must be in bodies.csv")
        _slug(record, "id")
        yield Change(**record.values)


def _evidence(path: Path, bodies: set[str]) -> Iterator[Evidence]:
    for record in records(path, EVIDENCE_COLUMNS):
        if record["body"] not in bodies or record["field"] not in BODY_COLUMNS or record["basis"] not in BASES:
            raise record.wrong("单位、字段或依据不在允许范围", f"unknown body or field, or the basis is none of {', '.join(BASES)}")
        try:
            confidence = Decimal(record["confidence"])
        except InvalidOperation:
            confidence = Decimal(-1)
        if not 0 <= confidence <= 1 or record["locatable"] not in {"true", "false"}:
            raise record.wrong("confidence 须在 0–1，locatable 须为 true/false", "confidence must be 0 to 1, locatable true or false")
        yield Evidence(
            record["body"],
            record["field"],
            record["basis"],
            record["locatable"] == "true",
            confidence,
            record["source"],
        )

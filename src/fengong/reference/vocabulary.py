"""What the reader and the converter need of the ontology: its words as a lexicon, its roles, functions and kinds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.errors import BadOntology
from fengong.reference import promise_words
from fengong.text.lexicon import Lexicon
from fengong.text.norm import key
from fengong.text.promise import PromiseWords

FILES = (
    "fengong.ttl",
    "roles.ttl",
    "functions.ttl",
    "kinds.ttl",
    "strengths.ttl",
    "deliverables.ttl",
    "topics.ttl",
    "comparators.ttl",
    "units.ttl",
    "periods.ttl",
    "wordings.ttl",
    "changes.ttl",
)
"""The files that make up the graph `graph/ontology`."""

_SKOS = iris.PREFIXES["skos"]
_LABELS = {_SKOS + "prefLabel", _SKOS + "altLabel", _SKOS + "hiddenLabel"}


@dataclass(frozen=True, slots=True)
class Role:
    """A role, the property that asserts it, and its names."""

    slug: str
    property: str
    order: int
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of targets with its identifiers elsewhere: a QUDT IRI and a UN/CEFACT code, empty where there is none."""

    slug: str
    qudt: str
    code: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ontology as the converter sees it: ``triples`` in file order, and what is read out of them."""

    triples: tuple[ox.Triple, ...]
    lexicon: Lexicon
    promises: PromiseWords
    roles: Mapping[str, Role]
    units: Mapping[str, Unit]
    strengths: dict[str, Bilingual]
    functions: frozenset[str]
    kinds: Mapping[str, bool]


def load(folder: Path, names: frozenset[str] = frozenset()) -> Vocabulary:
    """Read the ontology in ``folder``; ``names`` are the reviewed names of bodies, for the lexicon.

    Raises BadOntology where a file does not parse or a role lacks its property.
    """
    triples = tuple(triple for name in FILES for triple in parse(folder / name))
    values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    zh: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            into = zh if isinstance(triple.object, ox.Literal) and triple.object.language == "zh" else values
            into[triple.subject.value][triple.predicate.value].append(triple.object.value)
    roles = _roles(folder, values, zh)
    return Vocabulary(
        triples=triples,
        lexicon=_lexicon(folder, roles, zh, names),
        promises=promise_words.read(values, zh),
        roles=roles,
        strengths={slug: _name("strength", slug, values, zh) for slug in promise_words.slugs(zh, "strength")},
        units={slug: _unit(slug, values) for slug in promise_words.slugs(zh, "unit")},
        functions=frozenset(promise_words.slugs(zh, "function")),
        kinds={slug: values[iris.kind(slug)][iris.NS + "publicOrganisation"] == ["true"] for slug in promise_words.slugs(zh, "kind")},
    )


def parse(path: Path) -> list[ox.Triple]:
    """The triples of one Turtle file. Raises BadOntology."""
    try:
        return [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)]
    except (OSError, SyntaxError) as error:
        raise BadOntology(str(path), str(error)) from error


def _name(scheme: str, slug: str, values: Mapping[str, Mapping[str, list[str]]], zh: Mapping[str, Mapping[str, list[str]]]) -> Bilingual:
    iri, prop = iris.concept(scheme, slug), _SKOS + "prefLabel"
    return Bilingual(zh=zh[iri].get(prop, [slug])[0], en=values[iri].get(prop, [slug])[0])


def _unit(slug: str, values: Mapping[str, Mapping[str, list[str]]]) -> Unit:
    said = values[iris.concept("unit", slug)]
    return Unit(slug, *(said.get(iris.NS + name, [""])[0] for name in ("qudtUnit", "commonCode")))


def _roles(folder: Path, values: Mapping[str, Mapping[str, list[str]]], zh: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Role]:
    roles = []
    for slug in promise_words.slugs(zh, "role"):
        iri = iris.role(slug)
        prop = values[iri].get(iris.NS + "responsibilityProperty", [])
        name_zh, name_en = zh[iri].get(_SKOS + "prefLabel", []), values[iri].get(_SKOS + "prefLabel", [])
        if len(prop) != 1 or len(name_zh) != 1 or len(name_en) != 1:
            raise BadOntology(
                str(folder / "roles.ttl"),
                f"role:{slug} needs one fg:responsibilityProperty and one skos:prefLabel in zh and in en",
            )
        order = values[iri].get(iris.NS + "order", ["99"])
        roles.append(Role(slug, prop[0], int(order[0]), name_zh[0], name_en[0]))
    if not roles:
        raise BadOntology(str(folder / "roles.ttl"), "no role was found")
    return {role.slug: role for role in sorted(roles, key=lambda role: (role.order, role.slug))}


def _lexicon(folder: Path, roles: Mapping[str, Role], zh: Mapping[str, Mapping[str, list[str]]], names: frozenset[str]) -> Lexicon:
    def words(iri: str) -> list[str]:
        return [word for label in sorted(_LABELS) for word in zh[iri].get(label, [])]

    def hidden(slug: str) -> list[str]:
        return zh[iris.wording(slug)].get(_SKOS + "hiddenLabel", [])

    def keys(slug: str) -> frozenset[str]:
        return frozenset(key(word) for word in hidden(slug))

    labelled = {key(word): slug for slug in roles for word in zh[iris.role(slug)].get(iris.NS + "labelWording", [])}
    columns = {key(word): column for column in ("number", "task", "responsibility") for word in hidden(f"column-{column}")}
    if len(set(columns.values())) < 3:  # noqa: PLR2004 - number, task, responsibility
        raise BadOntology(str(folder / "wordings.ttl"), "the headings of the three columns are missing")
    return Lexicon(
        roles={key(word): slug for slug in roles for word in words(iris.role(slug))},
        labels=labelled,
        unnamed=keys("unnamed-bodies"),
        others=keys("and-others"),
        joints=keys("name-joint") - {"、"},  # the pause cuts a cell before words are looked at
        endings=keys("body-ending"),
        every=keys("every"),
        openers=keys("opener"),
        levels=keys("level"),
        columns=columns,
        names=names,
        role_names=tuple(role.name_zh for role in roles.values()),
    )

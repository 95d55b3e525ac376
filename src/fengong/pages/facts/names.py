"""What things are called: roles in the order of their scheme, bodies with the marks that a reader needs, concepts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual, Lang
from fengong.graph import lookup
from fengong.graph.terms import DCTERMS, FG, RDFS, SKOS

_NAMED = tuple(f"{iris.BASE}id/{kind}/" for kind in ("body", "collective", "place"))
"""Where the IRIs of bodies and places begin."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its place in the scheme of roles (from 0), its label, and what it means."""

    iri: str
    order: int
    label: Bilingual
    definition: Bilingual

    @property
    def slug(self) -> str:
        """The last part of its IRI."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Body:
    """A body as a reader meets it: full name, the shortest printed name, and whether its English name is our own translation.

    ``kind`` is ``single``, ``collective`` or ``unlisted``; ``changed`` says that it was reorganised since.
    """

    iri: str
    name: Bilingual
    short: str
    kind: str
    own_translation: bool
    changed: bool

    def said(self, lang: Lang) -> str:
        """Its full name in one language, with * where the English is our translation."""
        words = self.name.said(lang) or self.name.zh
        return words + ("*" if lang == "en" and self.own_translation and self.name.en else "")


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of one of our schemes, or any other thing with a label."""

    iri: str
    label: Bilingual
    definition: Bilingual


class Names:
    """Looks up what things are called, once each."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self._bodies: dict[str, Body] = {}
        self._concepts: dict[str, Concept] = {}

    @cached_property
    def roles(self) -> dict[str, Role]:
        """The roles by their IRIs, in the order of the scheme."""
        found = set(lookup.subjects(self.store, SKOS.inScheme, ox.NamedNode(iris.BASE + "role")))
        ordered = sorted(found, key=lambda node: (int(lookup.text(self.store, node, FG.order, "1000")), node.value))
        return {
            node.value: Role(
                node.value, order, lookup.both(self.store, node, SKOS.prefLabel), lookup.both(self.store, node, SKOS.definition)
            )
            for order, node in enumerate(ordered)
        }

    @cached_property
    def _own_translations(self) -> frozenset[str]:
        """The bodies and places whose English name the evidence calls a translation of ours."""
        found = set()
        for quad in self.store.quads_for_pattern(None, FG.basis, ox.Literal("own-translation"), None):
            facts = {each.predicate: each.object for each in self.store.quads_for_pattern(quad.subject, None, None, None)}
            if facts.get(FG.evidencedProperty) == SKOS.prefLabel and isinstance(about := facts.get(FG.evidenceFor), ox.NamedNode):
                found.add(about.value)
        return frozenset(found)

    @cached_property
    def _changed(self) -> frozenset[str]:
        """The bodies that a reorganisation names as what was there before, and those below them."""
        original = ox.NamedNode(iris.PREFIXES["org"] + "originalOrganization")
        return frozenset(quad.object.value for quad in self.store.quads_for_pattern(None, original, None, lookup.DEFAULT))  # type: ignore[union-attr]

    def body(self, iri: str) -> Body:
        """A body by its IRI."""
        if iri not in self._bodies:
            self._bodies[iri] = self._body(ox.NamedNode(iri))
        return self._bodies[iri]

    def _body(self, node: ox.NamedNode) -> Body:
        name = lookup.both(self.store, node, SKOS.prefLabel)
        shorts = sorted((literal.value for literal in lookup.literals(self.store, node, SKOS.altLabel)), key=lambda each: (len(each), each))
        kind = "unlisted" if node.value.endswith("/unlisted") else "collective" if "/id/collective/" in node.value else "single"
        full = Bilingual(zh=name.zh or name.en or iris.shortened(node.value), en=name.en)
        ours = node.value in self._own_translations
        return Body(node.value, full, shorts[0] if shorts else full.zh, kind, ours, node.value in self._changed)

    def called(self, iri: str) -> Concept:
        """Anything by its label; the English of a body or place has * where it is our translation."""
        if not iri.startswith(_NAMED):
            return self.concept(iri)
        body = self.body(iri)
        return Concept(iri, Bilingual(zh=body.said("zh"), en=body.said("en")), Bilingual(zh="", en=""))

    def concept(self, iri: str) -> Concept:
        """Anything with a label, by its IRI."""
        if iri not in self._concepts:
            node = ox.NamedNode(iri)
            label = lookup.both(self.store, node, SKOS.prefLabel)
            for prop in (RDFS.label, DCTERMS.title):
                if not (label.zh or label.en):
                    label = lookup.both(self.store, node, prop)
            definition = lookup.both(self.store, node, SKOS.definition)
            if not (definition.zh or definition.en):
                definition = lookup.both(self.store, node, RDFS.comment)
            short = iris.shortened(iri)
            self._concepts[iri] = Concept(iri, Bilingual(zh=label.zh or label.en or short, en=label.en or label.zh or short), definition)
        return self._concepts[iri]

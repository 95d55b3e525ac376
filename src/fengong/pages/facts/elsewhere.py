"""What others call a thing, from the link sets: linked, likely, refuted, looked for; with who says so, when and on what evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from fengong.ask import mappings
from fengong.bilingual import Bilingual
from fengong.graph import lookup
from fengong.graph.files import natural_key
from fengong.graph.terms import DCTERMS, FG, OWL, RDFS, SKOS, SSSOM

STATUSES = {
    "published": Bilingual(zh="已发布", en="published"),
    "likely": Bilingual(zh="很可能", en="likely"),
    "refuted": Bilingual(zh="已否定", en="refuted"),
    "not-found": Bilingual(zh="查过，未找到", en="looked for, not found"),
}
"""What a mapping comes to, in the order shown."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One mapping. ``object`` is empty where nothing was found; ``words`` is a code in the place of an IRI that is only ours."""

    iri: str
    subject: str
    set: Bilingual
    set_iri: str
    status: str
    predicate: str
    object: str
    words: str
    label: str
    reviewers: tuple[str, ...]
    date: str
    confidence: Decimal | None
    evidence: str

    @property
    def status_words(self) -> Bilingual:
        """The status as a reader calls it."""
        return STATUSES.get(self.status, Bilingual(zh=self.status, en=self.status))


def of(store: ox.Store, node: ox.NamedNode) -> tuple[Elsewhere, ...]:
    """Every mapping of ``node`` in any link set: what is linked first, then by set. ``store`` holds the named graphs."""
    found = list(_mappings(store, node))
    order = list(STATUSES)
    return tuple(sorted(found, key=lambda each: (order.index(each.status) if each.status in order else len(order), natural_key(each.iri))))


def of_set(store: ox.Store, graph: ox.NamedNode) -> tuple[Elsewhere, ...]:
    """Every mapping of the link set in ``graph``, in the order of the set; none where it holds no link set."""
    found = (quad.subject for quad in store.quads_for_pattern(None, FG.linkStatus, None, graph))
    return tuple(_mapping(store, each, graph) for each in sorted((each for each in found if isinstance(each, ox.NamedNode)), key=_order))


def mapping(store: ox.Store, iri: str) -> Elsewhere | None:
    """The mapping with this IRI, or None."""
    quads = store.quads_for_pattern(ox.NamedNode(iri), FG.linkStatus, None, None)
    graph = next((quad.graph_name for quad in quads if isinstance(quad.graph_name, ox.NamedNode)), None)
    return _mapping(store, ox.NamedNode(iri), graph) if graph else None


def _order(node: ox.NamedNode) -> tuple[object, ...]:
    return natural_key(node.value)


def _mappings(store: ox.Store, node: ox.NamedNode) -> Iterator[Elsewhere]:
    for quad in store.quads_for_pattern(None, OWL.annotatedSource, node, None):
        if isinstance(quad.graph_name, ox.NamedNode) and isinstance(quad.subject, ox.NamedNode):
            yield _mapping(store, quad.subject, quad.graph_name)


def _mapping(store: ox.Store, this: ox.NamedNode, graph: ox.NamedNode) -> Elsewhere:
    said: dict[ox.NamedNode, list[str]] = {}
    for quad in store.quads_for_pattern(this, None, None, graph):
        said.setdefault(quad.predicate, []).append(lookup.words(quad.object))

    def one(predicate: ox.NamedNode) -> str:
        return min(said.get(predicate, [""]))

    target = ox.NamedNode(one(OWL.annotatedTarget))
    code = next((lookup.words(quad.object) for quad in store.quads_for_pattern(target, SKOS.notation, None, graph)), "")
    return Elsewhere(
        this.value,
        one(OWL.annotatedSource),
        mappings.titles(store, graph),
        graph.value,
        one(FG.linkStatus),
        one(OWL.annotatedProperty),
        "" if target == SSSOM.NoTermFound else target.value,
        code,
        one(SSSOM.object_label),
        tuple(sorted(said.get(SSSOM.reviewer_label, ()))),
        one(SSSOM.review_date) or one(DCTERMS.created),
        Decimal(one(SSSOM.confidence)) if one(SSSOM.confidence) else None,
        one(RDFS.comment),
    )

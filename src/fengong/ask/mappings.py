"""What the mapping of a link set is called: what it relates, how surely, and to which dataset."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.graph import lookup
from fengong.graph.terms import ADMS, DCTERMS, FG, OWL, SCHEMA, SKOS, SSSOM

_LINK = re.compile(re.escape(iris.BASE) + r"id/link/([a-z0-9-]+)/\d+")
_TITLES = {
    "published": Bilingual(zh="{subject} {sign} {object}：链接", en="{subject} {sign} {object}: a link"),
    "likely": Bilingual(zh="{subject} ≈ {object}：很可能的链接", en="{subject} ≈ {object}: a likely link"),
    "refuted": Bilingual(zh="{subject} ≠ {object}：已否定的链接", en="{subject} ≠ {object}: a refuted link"),
    "not-found": Bilingual(zh="{subject}：在{set}中查过，未找到", en="{subject}: looked for in {set}, not found"),
}
_SAME = frozenset({SCHEMA.sameAs.value, ADMS.identifier.value, SKOS.exactMatch.value})


def titled(store: ox.Store, iri: str, called: Callable[[str], Bilingual] | None = None) -> Bilingual | None:
    """What the mapping ``iri`` is called in both languages, or None where it is none. ``store`` holds the named graphs.

    ``called`` gives another name to a subject than its label.
    """
    match = _LINK.fullmatch(iri)
    if not match:
        return None
    graph = ox.NamedNode(iris.graph("links", match[1]))
    said = {quad.predicate: lookup.words(quad.object) for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None, graph)}
    words = _TITLES.get(said.get(FG.linkStatus, ""))
    if words is None:
        return None
    source = said[OWL.annotatedSource]
    subject = called(source) if called else lookup.both(store, ox.NamedNode(source), SKOS.prefLabel)
    other = said.get(SSSOM.subject_label, source)
    dataset = titles(store, graph)
    code = short(said[OWL.annotatedTarget], said[OWL.annotatedProperty])
    sign = "=" if said[OWL.annotatedProperty] in _SAME else "→"
    return Bilingual(
        zh=words.zh.format(subject=subject.zh or other, sign=sign, object=f"{dataset.zh} {code}", set=dataset.zh),
        en=words.en.format(subject=subject.en or subject.zh or other, sign=sign, object=f"{dataset.en} {code}", set=dataset.en),
    )


def titles(store: ox.Store, graph: ox.NamedNode) -> Bilingual:
    """The title of the link set in ``graph``; empty where it has none."""
    found = (quad.object for quad in store.quads_for_pattern(graph, DCTERMS.title, None, graph))
    named = {each.language: each.value for each in found if isinstance(each, ox.Literal)}
    return Bilingual(zh=named.get("zh", ""), en=named.get("en", ""))


def short(target: str, predicate: str) -> str:
    """What identifies ``target`` in its dataset: the end of its IRI, or the address of a homepage without its scheme.

    >>> short("http://www.wikidata.org/entity/Q148", SCHEMA.sameAs.value), short("https://sws.geonames.org/1815286/", SCHEMA.sameAs.value)
    ('Q148', '1815286')
    >>> short("http://www.mca.gov.cn/", SCHEMA.url.value)
    'www.mca.gov.cn'
    """
    bare = target.rstrip("/")
    return bare.partition("://")[2] if predicate == SCHEMA.url.value else re.split(r"[/#]", bare)[-1]

"""The tables of what tasks speak of: bodies with their names and members, places, concepts."""

from __future__ import annotations

from fengong.bilingual import Bilingual
from fengong.exports.columns import iri, maybe, named, pair, plain, text, words
from fengong.exports.table import Table

_SORTS = 'VALUES (?class ?sort) { (fg:SingleBody "single") (fg:BodyCollective "collective") (fg:UnlistedBody "unlisted") }'

BODIES = Table(
    "bodies",
    Bilingual(zh="单位", en="Bodies"),
    (
        iri("body", "单位", "body"),
        text("sort", "种类（single、collective、unlisted）", "sort (single, collective, unlisted)", "rdf:type"),
        text("identifier", "代号", "identifier", "dcterms:identifier"),
        *pair("name", "名称", "name", repeats=False),
        iri("function", "职能", "function", "fg:function", "concepts"),
        *pair("function", "职能", "function"),
        iri("kind", "类别", "kind", "fg:kind", "concepts"),
        *pair("kind", "类别", "kind"),
        iri("jurisdiction", "辖区", "jurisdiction", "fg:jurisdiction", "places"),
        *pair("jurisdiction", "辖区", "jurisdiction"),
        plain("publicOrganisation", "boolean", "公共机构", "public organisation", "rdf:type"),
        iri("superiorBody", "上级单位", "superior body", "fg:superiorBody", "bodies"),
        iri("nationalCounterpart", "国家对口部门", "national counterpart", "fg:nationalCounterpart", "bodies"),
        *pair("note", "说明", "note", "skos:note", repeats=False),
    ),
    f"?body a ?class . {_SORTS} BIND(EXISTS {{ ?body a cv:PublicOrganisation }} AS ?publicOrganisation) "
    + maybe("body", "dcterms:identifier", "fg:superiorBody", "fg:nationalCounterpart")
    + named("body", "fg:function", "fg:kind", "fg:jurisdiction")
    + words("body", "name")
    + words("body", "note", "skos:note"),
)
NAMES = Table(
    "names",
    Bilingual(zh="单位名称", en="Names of bodies"),
    (
        iri("body", "单位", "body", "", "bodies"),
        text("name", "名称", "name"),
        text("language", "语言", "language"),
        text("sort", "种类（preferred、alternative）", "sort (preferred, alternative)"),
    ),
    f"?body a ?class . {_SORTS.replace('?sort', '?_sort')} "
    'VALUES (?property ?sort) { (skos:prefLabel "preferred") (skos:altLabel "alternative") } '
    "?body ?property ?name . BIND(LANG(?name) AS ?language)",
    keys=4,
)
MEMBERSHIPS = Table(
    "memberships",
    Bilingual(zh="集合成员", en="Members of collectives"),
    (
        iri("membership", "成员关系", "membership"),
        iri("collective", "集合", "collective", "fg:collective", "bodies"),
        iri("member", "成员", "member", "fg:member", "bodies"),
        *pair("member", "成员", "member"),
        text("source", "出处", "source", "dcterms:source"),
    ),
    "?membership a fg:CollectiveMembership ; fg:collective ?collective ; fg:member ?member . "
    + maybe("membership", "dcterms:source")
    + words("member", "member"),
)
PLACES = Table(
    "places",
    Bilingual(zh="区划", en="Places"),
    (
        iri("place", "区划", "place"),
        text("divisionCode", "区划代码（GB/T 2260）", "division code (GB/T 2260)", "fg:divisionCode"),
        *pair("name", "名称", "name", repeats=False),
        iri("partOfPlace", "上级区划", "part of", "fg:partOfPlace", "places"),
        text("source", "出处", "source", "dcterms:source"),
    ),
    "?place a fg:Place . " + maybe("place", "fg:divisionCode", "fg:partOfPlace", "dcterms:source") + words("place", "name"),
)
CONCEPTS = Table(
    "concepts",
    Bilingual(zh="概念（角色、职能、类别、主题等）", en="Concepts (roles, functions, kinds, topics and so on)"),
    (
        iri("concept", "概念", "concept"),
        iri("scheme", "概念表", "scheme", "skos:inScheme"),
        text("notation", "代号", "notation", "skos:notation"),
        *pair("name", "名称", "name", repeats=False),
        *pair("definition", "定义", "definition", "skos:definition", repeats=False),
    ),
    "?concept skos:inScheme ?scheme . "
    + maybe("concept", "skos:notation")
    + words("concept", "name")
    + words("concept", "definition", "skos:definition"),
)

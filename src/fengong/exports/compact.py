"""JSON-LD with the published context: short where the context allows it, and always the same triples when read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from fengong import iris
from fengong.graph.files import Term
from fengong.graph.terms import RDF, XSD

CONTEXT = "context.jsonld"
ADDRESS = iris.BASE + CONTEXT
"""Where the context is published."""

Json = str | int | bool | list["Json"] | dict[str, "Json"]
_INTEGERS = {XSD.integer.value, XSD.nonNegativeInteger.value}
_PLAIN, _IRI, _LANGUAGES = "", "@id", "@language"


@dataclass(frozen=True)
class Context:
    """A JSON-LD context of prefixes and flat terms, such as `ontology/context.jsonld`."""

    definitions: Mapping[str, object]

    @classmethod
    def read(cls, path: Path) -> Context:
        """The context in a file."""
        return cls(json.loads(path.read_text(encoding="utf-8"))["@context"])

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Prefixes with what they stand for."""
        ends = ("/", "#")
        return {name: value for name, value in self.definitions.items() if isinstance(value, str) and value.endswith(ends)}

    @cached_property
    def terms(self) -> dict[tuple[str, str], str]:
        """The term for a property and a sort of value: an IRI, ``@language`` (a map), ``@zh``, a datatype, or nothing (a string)."""
        found: dict[tuple[str, str], str] = {}
        for name, value in self.definitions.items():
            if isinstance(value, dict):
                sort = _LANGUAGES if value.get("@container") == "@language" else _PLAIN
                if "@language" in value:
                    sort = f"@{value['@language']}"
                if "@type" in value:
                    sort = self.expanded(str(value["@type"]))
                found[self.expanded(str(value["@id"])), sort] = name
            elif isinstance(value, str) and name not in self.prefixes and not value.startswith("@"):
                found[self.expanded(value), _PLAIN] = name
        return found

    def expanded(self, name: str) -> str:
        """The IRI that ``name`` stands for, where its prefix is one of the context's."""
        prefix, colon, rest = name.partition(":")
        return self.prefixes[prefix] + rest if colon and prefix in self.prefixes else name

    def shortened(self, iri: str) -> str:
        """``iri`` with a prefix of the context where it has one."""
        for prefix, namespace in self.prefixes.items():
            rest = iri.removeprefix(namespace)
            if rest != iri and rest and "/" not in rest and ":" not in rest:
                return f"{prefix}:{rest}"
        return iri

    def document(self, triples: Iterable[ox.Triple]) -> dict[str, Json]:
        """One node for each subject, in the order given."""
        nodes: dict[object, dict[str, Json]] = {}
        for triple in triples:
            subject = _id(triple.subject)
            self._add(nodes.setdefault(triple.subject, {"id": subject}), triple.predicate, triple.object)
        return {"@context": ADDRESS, "graph": cast("list[Json]", list(nodes.values()))}

    def _add(self, node: dict[str, Json], predicate: ox.NamedNode, term: Term) -> None:
        if predicate == RDF.type:
            name = self.terms.get((_id(term), _PLAIN), _id(term))
            _more(node, "type", name)
            return
        prop = predicate.value
        if not isinstance(term, ox.Literal):
            key = self.terms.get((prop, _IRI))
            _more(node, key or self.shortened(prop), _id(term) if key else {"id": _id(term)})
        elif term.language:
            self._add_words(node, prop, term)
        else:
            datatype = term.datatype.value
            string = datatype == XSD.string.value
            key = self.terms.get((prop, _PLAIN if string else datatype))
            value: Json = native(term) if key or string else {"@value": term.value, "@type": datatype}
            _more(node, key or self.shortened(prop), value)

    def _add_words(self, node: dict[str, Json], prop: str, term: ox.Literal) -> None:
        language = str(term.language)
        if key := self.terms.get((prop, _LANGUAGES)):
            _more(cast("dict[str, Json]", node.setdefault(key, {})), language, term.value)
        elif key := self.terms.get((prop, f"@{language}")):
            _more(node, key, term.value)
        else:
            _more(node, self.shortened(prop), {"@value": term.value, "@language": language})


def written(triples: Iterable[ox.Triple], context: Context) -> bytes:
    """The bytes of the document."""
    return (json.dumps(context.document(triples), ensure_ascii=False, indent=1) + "\n").encode()


def _id(term: Term) -> str:
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value


def native(literal: ox.Literal) -> Json:
    """A number or truth value of JSON where it reads back as the same literal, else its words."""
    datatype, value = literal.datatype.value, literal.value
    if datatype in _INTEGERS and value.removeprefix("-").isdecimal() and str(int(value)) == value:
        return int(value)
    if datatype == XSD.boolean.value and value in {"true", "false"}:
        return value == "true"
    return value


def _more(node: dict[str, Json], key: str, value: Json) -> None:
    """One value more for ``key``: a list from the second on."""
    if key not in node:
        node[key] = value
    elif isinstance(node[key], list):
        cast("list[Json]", node[key]).append(value)
    else:
        node[key] = [node[key], value]

"""The graph, and each table in it, as a schema.org Dataset for search engines: read from the description that the build made."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox
from markupsafe import Markup

from fengong import iris
from fengong.ask.dataset import Dataset
from fengong.bilingual import Bilingual
from fengong.graph.say_parts import FORMS, WHOLE
from fengong.graph.terms import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, SPDX, VOID
from fengong.iris import DATASET
from fengong.pages.facts.table import Table

CONTEXT = "https://schema.org/"
_GRAPH = "dataset"
_IANA = "https://www.iana.org/assignments/media-types/"
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""What could end a script element, or a line of a script; JSON reads the escapes back."""

_ABOUT_TABLE = Bilingual(
    zh="《{title}》中的任务、责任单位、角色与原文依据，作为关联数据。",
    en="Tasks, responsible bodies, roles and quoted words of “{title}”, as linked data.",
)

Json = dict[str, object]

_ALL: Json = {
    "@type": "DataDownload",
    "name": [{"@value": WHOLE.zh, "@language": "zh"}, {"@value": WHOLE.en, "@language": "en"}],
    "contentUrl": f"{DATASET}.nq",
    "encodingFormat": FORMS["nq"].media_type,
}
"""The file of everything; those of each graph are told on the pages of tables and in the description, for 60 are too many for a page."""


@dataclass(frozen=True)
class Described:
    """The description of one dataset, looked up by subject; of a graph that was built without one, nothing is said."""

    dataset: Dataset

    @cached_property
    def _about(self) -> Mapping[str, Mapping[ox.NamedNode, list[ox.NamedNode | ox.Literal]]]:
        found: dict[str, dict[ox.NamedNode, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
        for triple in self.dataset.triples(_GRAPH) if _GRAPH in self.dataset.names else ():
            if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
                found[triple.subject.value][triple.predicate].append(triple.object)
        return found

    def whole(self) -> Markup:
        """The data block of the whole graph; empty where there is no description."""
        about = self._about.get(DATASET)
        if about is None:
            return Markup()
        made: Json = {"@context": CONTEXT, "@type": "Dataset", "@id": DATASET, "url": DATASET}
        made |= {"name": _words(about[DCTERMS.title]), "description": _words(about[DCTERMS.description])}
        made |= {"keywords": _words(about[DCAT.keyword]), "inLanguage": ["zh", "en"]}
        for key, predicate in (("version", OWL.versionInfo), ("datePublished", DCTERMS.issued), ("dateModified", DCTERMS.modified)):
            made |= {key: said} if (said := self._one(DATASET, predicate)) else {}
        places = [each.value for each in about.get(DCTERMS.spatial, [])]
        made |= self._common(places) | {"distribution": [_ALL], "hasPart": [self._part(each) for each in self._graphs(iris.graph(""))]}
        made["isBasedOn"] = [{"@id": each.value} for each in about[PROV.wasDerivedFrom]]
        return _block(made)

    def table(self, table: Table) -> Markup:
        """The data block of one table."""
        if DATASET not in self._about:
            return Markup()
        titles = Bilingual(zh=table.title.zh, en=table.title.en or table.title.zh)
        name = table.title if table.title.en != table.title.zh else Bilingual(zh=table.title.zh, en="")  # no English title was given
        made: Json = {"@context": CONTEXT, "@type": "Dataset", "@id": table.iri, "url": table.iri, "name": _both(name)}
        made |= {"description": _both(Bilingual(*(_ABOUT_TABLE.said(lang).format(title=titles.said(lang)) for lang in ("zh", "en"))))}
        made |= self._common([table.place_iri]) | {"isPartOf": {"@id": DATASET}}
        graphs = self._graphs(iris.graph(table.id))
        made["hasPart"] = [self._part(each) | {"distribution": list(self._files(each))} for each in graphs]
        made["isBasedOn"] = [{"@id": iris.text(table.id)}]
        return _block(made)

    def _common(self, covered: Sequence[str]) -> Json:
        about = self._about[DATASET]
        licence = self._one(DATASET, DCTERMS.license)
        made: Json = {"license": licence} if licence else {}
        makers = [each.value for each in about.get(DCTERMS.creator, [])]
        if creators := [{"@type": self._kind(each), "@id": each, "name": self._one(each, FOAF.name)} for each in makers]:
            made["creator"] = creators
        if places := [{"@type": "Place", "@id": each} for each in covered if each]:
            made["spatialCoverage"] = places
        return made

    def _kind(self, maker: str) -> str:
        return "Person" if FOAF.Person in self._about[maker].get(RDF.type, []) else "Organization"

    def _graphs(self, start: str) -> Iterator[str]:
        """The graph with the IRI ``start`` and those below it, by IRI; one without triples is left out."""
        below = start if start.endswith("/") else start + "/"
        for graph in sorted(each.value for each in self._about[DATASET].get(DCTERMS.hasPart, [])):
            if (graph == start or graph.startswith(below)) and self._one(graph, VOID.triples) != "0":
                yield graph

    def _part(self, graph: str) -> Json:
        about = self._about[graph]
        made: Json = {"@type": "Dataset", "@id": graph, "url": graph, "name": _words(about[DCTERMS.title])}
        return made | {"description": _words(about[DCTERMS.description])}

    def _files(self, graph: str) -> Iterator[Json]:
        for file in sorted(each.value for each in self._about[graph].get(DCAT.distribution, [])):
            checksum = self._one(file, SPDX.checksum)
            yield {
                "@type": "DataDownload",
                "name": _words(self._about[file][DCTERMS.title]),
                "contentUrl": self._one(file, DCAT.downloadURL),
                "encodingFormat": self._one(file, DCAT.mediaType).removeprefix(_IANA),
                "contentSize": f"{self._one(file, DCAT.byteSize)} B",
                "sha256": self._one(checksum, SPDX.checksumValue),
            }

    def _one(self, subject: str, predicate: ox.NamedNode) -> str:
        values = self._about[subject].get(predicate, []) if subject in self._about else []
        return values[0].value if values else ""


def _words(values: list[ox.NamedNode | ox.Literal]) -> list[Json]:
    return [
        {"@value": each.value, **({"@language": each.language} if each.language else {})} for each in values if isinstance(each, ox.Literal)
    ]


def _both(words: Bilingual) -> list[Json]:
    return [{"@value": text, "@language": lang} for lang, text in (("zh", words.zh), ("en", words.en)) if text]


def _block(made: Json) -> Markup:
    """JSON that may stand in a script element: nothing in it ends the element."""
    return Markup(json.dumps(made, ensure_ascii=False).translate(_ESCAPED))  # noqa: S704 - it is escaped here

"""Re-checking published links against the services they lead to: is the object there, is it the same, is it still called so?

Formats: Wikidata Special:EntityData (JSON), GeoNames about.rdf (RDF/XML), ROR REST API v2 (JSON); any other page by HEAD, else GET.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

import pyoxigraph as ox

from fengong.errors import FailedService
from fengong.linking.http import Answer, Client, as_json
from fengong.reference.sssom import MappingSet

Verdict = Literal["good", "renamed", "redirected", "gone", "wrong-type", "unreachable", "garbage", "not-checked"]
WRONG: frozenset[Verdict] = frozenset({"renamed", "redirected", "gone", "wrong-type", "unreachable", "garbage"})
SERVICES = {"wikidata": "https://www.wikidata.org", "geonames": "https://sws.geonames.org", "ror": "https://api.ror.org", "homepages": ""}
"""Where each set is checked; a homepage is checked where it is."""
_OK, _NOT_FOUND, _GONE, _NO_METHOD, _NOT_IMPLEMENTED, _BAD = 200, 404, 410, 405, 501, 400
_GN = "http://www.geonames.org/ontology#"
_URL = "https://schema.org/url"
_MOST = 300


@dataclass(frozen=True, slots=True)
class Seen:
    """What a service says of an object: the verdict so far, its labels, its types, and words about what is odd."""

    verdict: Verdict
    labels: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One published link, checked."""

    link_set: str
    number: int
    subject: str
    object: str
    label: str
    seen: Seen = field(default_factory=lambda: Seen("not-checked"))

    @property
    def verdict(self) -> Verdict:
        """The verdict, once the label is compared with the one that was taken down."""
        if self.seen.verdict == "good" and self.label and self.seen.labels and self.label not in self.seen.labels:
            return "renamed"
        return self.seen.verdict


def check(
    sets: Iterable[MappingSet], client: Client, bases: Mapping[str, str], progress: Callable[[int], None] = lambda _: None
) -> Iterator[Result]:
    """Every link that is published, with what its service says now. ``bases`` are other addresses of the services, by set."""
    done = 0
    for each in sets:
        look = _look(each)
        for mapping in each.mappings:
            if not mapping.found or mapping.negated:
                continue
            result = Result(each.name, mapping.number, mapping.subject, mapping.object, mapping.object_label)
            if look:
                base = bases.get(each.name, SERVICES.get(each.name, "")).rstrip("/")
                try:
                    seen = look(client, base, mapping.object)
                except FailedService as error:
                    seen = Seen("unreachable", note=error.reason.en)
                result = Result(each.name, mapping.number, mapping.subject, mapping.object, mapping.object_label, seen)
            done += 1
            progress(done)
            yield result


def can_check(each: MappingSet) -> bool:
    """Whether the links of a set can be re-checked: they lead to homepages, or to a service whose answers are understood."""
    return _look(each) is not None


def _look(each: MappingSet) -> Callable[[Client, str, str], Seen] | None:
    return _LOOKS.get(each.name) or (_homepage if any(m.predicate == _URL for m in each.mappings) else None)


def count(sets: Iterable[MappingSet]) -> int:
    """How many links there are to check."""
    return sum(mapping.found and not mapping.negated for each in sets for mapping in each.mappings)


def _refused(answer: Answer, target: str) -> Seen | None:
    """What an answer without content comes to; None where there is content."""
    if answer.status in {_NOT_FOUND, _GONE}:
        return Seen("gone", note=f"HTTP {answer.status}")
    if answer.elsewhere:
        return Seen("redirected", note=f"to {answer.elsewhere[:_MOST]}")
    return None if answer.status == _OK else Seen("garbage", note=f"HTTP {answer.status} for {target}")


def _wikidata(client: Client, base: str, iri: str) -> Seen:
    item = iri.rpartition("/")[2]
    answer = client.ask(f"{base}/wiki/Special:EntityData/{item}.json")
    if refused := _refused(answer, item):
        return refused
    entities = _json(answer).get("entities")
    if not isinstance(entities, dict) or len(entities) != 1:
        return Seen("garbage", note="no entities in the answer")
    found, entity = next(iter(entities.items()))
    if not isinstance(entity, dict):
        return Seen("garbage", note="the entity is no object")
    if "missing" in entity:
        return Seen("gone", note="missing")
    if found != item or entity.get("id", item) != item:
        return Seen("redirected", note=f"to {str(entity.get('id', found))[:_MOST]}")
    labels = entity.get("labels")
    values = (
        [str(each["value"]) for each in labels.values() if isinstance(each, dict) and "value" in each] if isinstance(labels, dict) else []
    )
    return Seen("good", tuple(dict.fromkeys(values)), tuple(_instance_of(entity)))


def _instance_of(entity: Mapping[str, object]) -> Iterator[str]:
    """The items that an entity is an instance of (P31)."""
    claims = entity.get("claims")
    statements = claims.get("P31") if isinstance(claims, dict) else None
    for each in statements if isinstance(statements, list) else []:
        try:
            yield str(each["mainsnak"]["datavalue"]["value"]["id"])
        except (KeyError, TypeError):
            continue


def _geonames(client: Client, base: str, iri: str) -> Seen:
    number = iri.rstrip("/").rpartition("/")[2]
    answer = client.ask(f"{base}/{number}/about.rdf", accept="application/rdf+xml")
    if refused := _refused(answer, number):
        return refused
    try:
        triples = [quad.triple for quad in ox.parse(answer.body, format=ox.RdfFormat.RDF_XML)]
    except (SyntaxError, ValueError) as error:
        return Seen("garbage", note=f"no RDF/XML: {str(error)[:_MOST]}")
    own = {f"{scheme}://sws.geonames.org/{number}/" for scheme in ("http", "https")}
    about = [triple for triple in triples if isinstance(triple.subject, ox.NamedNode) and triple.subject.value in own]
    if not about:
        return Seen("garbage", note="nothing is said of it")
    labels = [
        t.object.value
        for t in about
        if t.predicate.value in {_GN + "name", _GN + "officialName", _GN + "alternateName"} and isinstance(t.object, ox.Literal)
    ]
    codes = tuple(
        t.object.value.rpartition("#")[2] for t in about if t.predicate.value == _GN + "featureCode" and isinstance(t.object, ox.NamedNode)
    )
    if any(code.startswith("P.") for code in codes):
        return Seen("wrong-type", tuple(labels), codes, "a populated place is not the division around it")
    return Seen("good", tuple(labels), codes)


def _ror(client: Client, base: str, iri: str) -> Seen:
    answer = client.ask(f"{base}/v2/organizations/{iri.rpartition('/')[2]}")
    if refused := _refused(answer, iri):
        return refused
    data = _json(answer)
    names, status, types = data.get("names"), data.get("status"), data.get("types")
    if not isinstance(names, list) or not isinstance(status, str):
        return Seen("garbage", note="no names and status in the answer")
    labels = tuple(str(each["value"]) for each in names if isinstance(each, dict) and "value" in each)
    kinds = (status, *(map(str, types) if isinstance(types, list) else ()))
    if data.get("id") != iri:
        return Seen("redirected", labels, kinds, f"to {str(data.get('id'))[:_MOST]}")
    return Seen("good" if status == "active" else "gone", labels, kinds, "" if status == "active" else f"the record is {status[:_MOST]}")


def _homepage(client: Client, base: str, iri: str) -> Seen:
    """Whether a page answers; ``base`` replaces its scheme and host, for tests."""
    address = re.sub(r"^[a-z]+://[^/]+", base, iri) if base else iri
    answer = client.ask(address, accept="text/html, */*;q=0.5", method="HEAD")
    if answer.status in {_BAD, 403, _NO_METHOD, _NOT_IMPLEMENTED}:
        answer = client.ask(address, accept="text/html, */*;q=0.5")
    if refused := _refused(answer, iri):
        return refused
    if answer.hops:
        return Seen("redirected", note=f"to {answer.hops[-1][:_MOST]}")
    return Seen("good", types=(answer.media,) if answer.media else ())


def _json(answer: Answer) -> dict[str, object]:
    """The JSON object of an answer; empty where it is none, which no service of ours calls a good answer."""
    try:
        data = as_json(answer)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", data) if isinstance(data, dict) else {}


_LOOKS: dict[str, Callable[[Client, str, str], Seen]] = {"wikidata": _wikidata, "geonames": _geonames, "ror": _ror}

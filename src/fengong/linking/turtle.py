"""Joining a Turtle file: its triples in a graph of their own, and what each of its subjects is about in ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.errors import UnjoinableFile
from fengong.graph.files import canonical, natural
from fengong.graph.terms import DCTERMS, PROV, QB, RDF, SDMX_DIMENSION, node
from fengong.linking import cube
from fengong.linking.join import Joined, Left
from fengong.linking.places import Match, Places
from fengong.linking.sheet import digest, read_bytes

FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES}
SUBJECT = "subject"
"""What ``--on`` says where the subjects themselves are the keys."""


def join(path: Path, on: str, places: Places, *, name: str, title: str = "") -> Joined:
    """The triples of the file at ``path``, with one more for each subject that is about a place of ours.

    The key of a subject is its value of the property ``on`` (an IRI, or a name with a known prefix), or the subject itself where
    ``on`` is ``subject``. An observation of a data cube gets ``sdmx-dimension:refArea``, anything else ``dcterms:spatial``.
    Blank nodes get IRIs, by the names that RDFC-1.0 gives them.

    Raises UnreadableFile, UnjoinableFile.
    """
    data = read_bytes(path)
    triples, renamed = _named(_parsed(data, path), name)
    keyed = [(subject, key, places.find(key)) for subject, key in _keyed(triples, on, path)]
    links: list[ox.Triple] = []
    found: list[tuple[str, Match]] = []
    left: list[Left] = []
    observations = {triple.subject for triple in triples if triple.predicate == RDF.type and triple.object == QB.Observation}
    _check_one_place([(subject, key, match) for subject, key, match in keyed if isinstance(match, Match)], places, path)
    done: set[tuple[ox.NamedNode, str]] = set()
    for subject, key, match in keyed:
        if isinstance(match, Match):
            if (subject, match.place) in done:
                continue
            done.add((subject, match.place))
            found.append((key, match))
            about = SDMX_DIMENSION.refArea if subject in observations else DCTERMS.spatial
            links += [ox.Triple(subject, about, node(match.place))] if subject.value != match.place else []
        else:
            left.append(Left(Bilingual(zh=f"<{subject.value}>", en=f"<{subject.value}>"), subject.value, key, match.reason))
    if not found:
        raise UnjoinableFile(str(path), tuple((each.where, each.reason, _WRONG_KEY) for each in left))
    about_file = [ox.Triple(node(iris.joined(name)), PROV.wasDerivedFrom, node(iris.joined(name, "file")))]
    about_file += [ox.Triple(node(iris.joined(name)), DCTERMS.title, ox.Literal(title or path.name))]
    about_file += cube.file(name, path.name, digest(data), len(data))
    return Joined(name, (*about_file, *triples, *links), tuple(left), tuple(found), renamed=renamed)


def _check_one_place(keyed: list[tuple[ox.NamedNode, str, Match]], places: Places, path: Path) -> None:
    """Raise UnjoinableFile where the keys of one subject lead to several places: which of them it is about, nobody says."""
    found: dict[ox.NamedNode, dict[str, str]] = {}
    for subject, key, match in keyed:
        found.setdefault(subject, {}).setdefault(match.place, key)
    faults = []
    for subject, several in found.items():
        if len(several) > 1:
            where = Bilingual(zh=f"<{subject.value}>", en=f"<{subject.value}>")
            shown = " · ".join(f"{printable(key)} → {places.label(place)}" for place, key in several.items())
            faults.append((where, Bilingual(zh=f"它的键指多个地方：{shown}", en=f"its keys lead to several places: {shown}"), _ONE_KEY))
    if faults:
        raise UnjoinableFile(str(path), tuple(faults))


def _parsed(data: bytes, path: Path) -> list[ox.Triple]:
    try:
        triples = [quad.triple for quad in ox.parse(data, format=FORMATS[path.suffix.lower()], base_iri="http://example.invalid/")]
    except SyntaxError as error:
        place = Bilingual(zh=f"第 {error.lineno or 1} 行", en=f"line {error.lineno or 1}")
        raise UnjoinableFile(str(path), ((place, Bilingual(zh=f"读不成 Turtle：{error}", en=f"no Turtle: {error}"), _MEND),)) from error
    if not triples:
        nothing = Bilingual(zh="没有三元组", en="there is no triple")
        raise UnjoinableFile(str(path), ((Bilingual(zh="整个文件", en="the file"), nothing, _MEND),))
    return triples


def _named(triples: list[ox.Triple], name: str) -> tuple[list[ox.Triple], int]:
    """The triples in natural order, blank nodes by IRIs, and how many those are."""
    blank: dict[str, ox.NamedNode] = {}

    def term(each: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.Literal | ox.Triple:
        if isinstance(each, ox.BlankNode):
            return blank.setdefault(each.value, node(iris.joined(name, "node", each.value)))
        return each

    made = []
    for triple in canonical(triples) if any(_has_blank(triple) for triple in triples) else triples:
        subject = term(triple.subject)
        if isinstance(subject, ox.NamedNode):
            made.append(ox.Triple(subject, triple.predicate, term(triple.object)))
    return sorted(set(made), key=natural), len(blank)


def _has_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _keyed(triples: list[ox.Triple], on: str, path: Path) -> Iterator[tuple[ox.NamedNode, str]]:
    """Each subject with its key; every value of a subject that has several. Raises UnjoinableFile where nothing has the property."""
    if on == SUBJECT:
        subjects = dict.fromkeys(triple.subject for triple in triples)
        yield from ((subject, subject.value) for subject in subjects if isinstance(subject, ox.NamedNode))
        return
    prefix, colon, rest = on.partition(":")
    iri = iris.PREFIXES[prefix] + rest if colon and prefix in iris.PREFIXES and not rest.startswith("//") else on.strip("<>")
    keyed = [(triple.subject, triple.object) for triple in triples if triple.predicate.value == iri]
    if not keyed:
        used = " · ".join(sorted({iris.shortened(triple.predicate.value) for triple in triples})[:_MOST])
        reason = Bilingual(zh=f"没有三元组用属性 {iri}", en=f"no triple has the property {iri}")
        fix = Bilingual(zh=f"--on 取其中之一，或 subject：{used}", en=f"give --on one of these, or subject: {used}")
        raise UnjoinableFile(str(path), ((Bilingual(zh="整个文件", en="the file"), reason, fix),))
    for subject, key in keyed:
        if isinstance(subject, ox.NamedNode) and isinstance(key, ox.NamedNode | ox.Literal):
            yield subject, key.value


_MOST = 20
_MEND = Bilingual(
    zh="改正该处；须为 Turtle（.ttl）或 N-Triples（.nt），UTF-8 编码", en="mend it; Turtle (.ttl) or N-Triples (.nt) in UTF-8 is wanted"
)
_ONE_KEY = Bilingual(
    zh="每个主体只留一个地方的键；说几个地方的，分成几个主体",
    en="leave each subject the key of one place; what is about several becomes as many subjects",
)
_WRONG_KEY = Bilingual(
    zh="键须是 GB/T 2260 代码、地方的中英文名称或 IRI；换一个属性试试：--on",
    en="a key is a GB/T 2260 code, a name of a place in Chinese or English, or an IRI; try another property: --on",
)

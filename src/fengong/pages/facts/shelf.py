"""What the pages on the ontology and on the data show, read once for each book and kept as long as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from weakref import WeakKeyDictionary

from fengong.check.finding import Finding
from fengong.pages.facts import ontology, quality, rulebook, schemes, sources, unclaimed
from fengong.pages.facts.book import Book
from fengong.workspace import Workspace


class Shelf:
    """The ontology, the rules and the sources of one book."""

    def __init__(self, book: Book) -> None:
        self._graph = book.graph

    @cached_property
    def ontology(self) -> ontology.Ontology:
        """The classes and properties."""
        return ontology.read(self._graph.dataset.whole)

    @cached_property
    def schemes(self) -> tuple[schemes.Scheme, ...]:
        """The schemes of concepts."""
        return schemes.read(self._graph.dataset.whole)

    @cached_property
    def changelog(self) -> str:
        """The changelog of the ontology, in Markdown; empty where the workspace has none."""
        path = self._workspace.ontology / "CHANGELOG.md"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @cached_property
    def unclaimed(self) -> tuple[unclaimed.Unclaimed, ...]:
        """What the ontology does not claim; nothing where the workspace has no list of it."""
        return unclaimed.read(self._workspace.ontology / "quality.toml")

    @cached_property
    def reading(self) -> tuple[rulebook.Rule, ...]:
        """The rules of reading."""
        return tuple(rulebook.reading(self._workspace.ontology))

    @cached_property
    def linking(self) -> tuple[rulebook.Rule, ...]:
        """The rules of link sets."""
        return tuple(rulebook.linking())

    @cached_property
    def shapes(self) -> tuple[rulebook.Shape, ...]:
        """The shapes."""
        return tuple(rulebook.shapes(self._workspace.ontology / "shapes.ttl"))

    @cached_property
    def checks(self) -> tuple[rulebook.Rule, ...]:
        """The check queries."""
        folders = (folder / "checks" for folder in self._workspace.queries)
        return tuple(rulebook.checks(folder for folder in folders if folder.is_dir()))

    @cached_property
    def rules(self) -> Mapping[str, rulebook.Rule]:
        """Every rule by its name."""
        shaped = (rule for shape in self.shapes for rule in shape.rules)
        return {rule.name: rule for rule in (*self.reading, *self.linking, *self.checks, *shaped)}

    @cached_property
    def findings(self) -> Mapping[str, tuple[Finding, ...]]:
        """What the checks found, for the bodies and each table."""
        return quality.found(self._graph.dataset)

    @cached_property
    def counts(self) -> Counter[str]:
        """How many findings each rule has."""
        return quality.by_rule(self.findings)

    @cached_property
    def sources(self) -> tuple[sources.Source, ...]:
        """The source texts."""
        return sources.read(self._graph)

    @cached_property
    def bases(self) -> tuple[quality.Basis, ...]:
        """What the statements on bodies rest on."""
        return quality.bases(self._graph.dataset.whole)

    @cached_property
    def reviewed(self) -> Mapping[str, int]:
        """How much the reviewed tables hold."""
        return quality.reviewed(self._graph.dataset.whole)

    @cached_property
    def files(self) -> tuple[quality.File, ...]:
        """The files of the built graph."""
        return tuple(quality.files(self._graph))

    def warm(self) -> None:
        """Read it all, before the first reader asks."""
        _ = self.ontology, self.schemes, self.rules, self.counts, self.sources, self.bases, self.reviewed, self.files
        _ = self.changelog, self.unclaimed

    @property
    def _workspace(self) -> Workspace:
        return self._graph.workspace


_SHELVES: WeakKeyDictionary[Book, Shelf] = WeakKeyDictionary()


def shelf(book: Book) -> Shelf:
    """The shelf of a book, always the same."""
    if book not in _SHELVES:
        _SHELVES[book] = Shelf(book)
    return _SHELVES[book]

"""Writes `docs/ontology.md` and `docs/ontology.zh.md`: every term of the ontology, its schemes, its checks and its changelog."""

from __future__ import annotations

import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "src")]

import pyoxigraph as ox  # noqa: E402 - its folder is put on the path above, or it is installed

from fengong import iris  # noqa: E402 - the same
from fengong.bilingual import Bilingual, Lang  # noqa: E402 - the same
from fengong.pages.facts import ontology, rulebook, schemes  # noqa: E402 - the same
from fengong.pages.views.ontology import CORE, KINDS, releases  # noqa: E402 - the same
from fengong.reference import vocabulary  # noqa: E402 - the same

ONTOLOGY = ROOT / "ontology"
PAGES: Mapping[Lang, Path] = {"zh": ROOT / "docs" / "ontology.zh.md", "en": ROOT / "docs" / "ontology.md"}
_FULL = {"zh": "、", "en": ", "}


def page(lang: Lang) -> str:
    """The page in one language."""
    return "\n".join(_Page(lang).lines()) + "\n"


def _store() -> ox.Store:
    """The ontology and its schemes, as the graph of the ontology holds them."""
    store, home = ox.Store(), ox.NamedNode(iris.graph("ontology"))
    for name in vocabulary.FILES:
        for quad in ox.parse(path=ONTOLOGY / name, rename_blank_nodes=True):
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object, home))
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    return store


class _Page:
    """One page, in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        store = _store()
        self.found = ontology.read(store)
        self.schemes = schemes.read(store)
        self.shapes = tuple(rulebook.shapes(ONTOLOGY / "shapes.ttl"))
        self.quality: Mapping[str, Any] = tomllib.loads((ONTOLOGY / "quality.toml").read_text(encoding="utf-8"))
        self.own = {term.iri for term in self.found.terms}
        self.shaped: dict[str, list[rulebook.Shape]] = defaultdict(list)
        for shape in self.shapes:
            self.shaped[shape.target].append(shape)

    def t(self, zh: str, en: str) -> str:
        """The words of the page's language."""
        return zh if self.lang == "zh" else en

    def said(self, words: Bilingual) -> str:
        """Words of the ontology in the page's language, safe in Markdown."""
        return _plain(words.said(self.lang))

    def lines(self) -> Iterator[str]:
        """All lines."""
        yield from self._head()
        yield from self._pictures()
        yield from self._tree()
        for kind, title in KINDS.items():
            yield from (f"## {self.said(title)}", "")
            for term in self.found.of(kind):
                yield from self._term(term)
        yield from self._schemes()
        yield from self._namespaces()
        yield from self._quality()
        yield from self._changelog()

    def _head(self) -> Iterator[str]:
        o, other = self.found, self.t("[English](ontology.md)", "[中文](ontology.zh.md)")
        yield from (f"# {self.said(o.title)}", "", other, "")
        yield from (
            self.t(
                "由本体生成（`python docs/make_ontology.py`），请勿手工修改。",
                "Generated from the ontology by `python docs/make_ontology.py`; do not edit.",
            ),
            "",
            self.said(o.description),
            "",
            self.said(o.abstract),
            "",
        )
        yield from ("| | |", "|---|---|")
        yield f"| {self.t('命名空间', 'namespace')} | `fg:` = `{iris.NS}` |"
        yield f"| {self.t('版本', 'version')} | {o.version} ({o.modified}), `{o.version_iri}` |"
        yield f"| {self.t('许可', 'licence')} | <{o.licence}> |"
        yield f"| {self.t('引用', 'cite as')} | {_plain(o.citation)} |"
        counts = {kind: len(o.of(kind)) for kind in KINDS}
        held = f"{counts['Class']} / {counts['ObjectProperty']} / {counts['DatatypeProperty']} / {counts['AnnotationProperty']}"
        yield f"| {self.t('类／对象属性／数据属性／注记属性', 'classes / object / datatype / annotation properties')} | {held} |"
        yield ""

    def _pictures(self) -> Iterator[str]:
        yield from (f"## {self.t('图', 'Pictures')}", "")
        yield (
            self.t(
                "实线箭头为属性，由定义域指向值域，虚线箭头指向上位类；蓝色的是从分工表到单位的主干：",
                "Solid arrows are properties, from domain to range, dashed ones lead to the wider class; "
                "the blue line is the core, from the table to the body: ",
            )
            + "".join(f"{f' {step.arrow} ' if step.arrow else ''}{self._ref(iris.NS + step.name)}" for step in CORE)
            + self.t("。", ".")
        )
        yield from ("", f"![{self.t('本体的类', 'The classes of the ontology')}](pictures/classes.{self.lang}.svg)", "")
        yield self.t(
            "一项任务：四川表第12项印作“民政部”，采信为四川省民政厅；数字是原文在源文本中的位置。",
            "One task: row 12 of the Sichuan table prints 民政部, and the Sichuan Department of Civil Affairs is adopted; "
            "the numbers are the places of the words in the source text.",
        )
        yield from ("", f"![{self.t('任务12', 'Task 12')}](pictures/task-12.{self.lang}.svg)", "")

    def _tree(self) -> Iterator[str]:
        yield from (f"## {self.t('层级', 'Hierarchy')}", "")
        for kind in ("Class", "ObjectProperty"):
            for root in self.found.roots(kind):
                if kind == "Class" or root.iri in self.found.below:
                    yield from self._branch(root, "")
            yield ""
        for group in self.found.disjoint:
            yield f"{self.t('互不相交：', 'Disjoint with each other: ')}{self._refs(group)}{self.t('。', '.')}"
        yield ""

    def _branch(self, term: ontology.Term, indent: str) -> Iterator[str]:
        yield f"{indent}* {self._ref(term.iri)} {self.said(term.label)}"
        for below in self.found.below.get(term.iri, ()):
            yield from self._branch(below, indent + "  ")

    def _term(self, term: ontology.Term) -> Iterator[str]:
        o = self.found
        yield from (f'<a id="{term.name}"></a>', "", f"### fg:{term.name} {self.said(term.label)}", "")
        yield self.said(term.definition)
        yield from (self.said(words) for words in (term.note,) if words.said(self.lang))
        if term.example.said(self.lang):
            yield f"{self.t('例：', 'Example: ')}{self.said(term.example)}"
        yield ""
        below = tuple(each.iri for each in o.below.get(term.iri, ()))
        used = tuple(each.iri for each in o.used_with.get(term.iri, ()))
        facts = [
            (self.t("上级", "above"), self._refs(term.above)),
            (self.t("下级", "below"), self._refs(below)),
            (self.t("定义域", "domain"), self._refs(term.domain)),
            (self.t("值域", "range"), self._refs(term.range)),
            (self.t("逆属性", "inverse"), self._refs(o.inverses.get(term.iri, ()))),
            *((self.t("推得自", "follows from"), " → ".join(self._ref(each) for each in chain)) for chain in term.chains),
            (self.t("所用属性", "properties"), self._refs(used)),
            (self.t("形状", "shapes"), _FULL[self.lang].join(self._shape(each) for each in self.shaped.get(term.iri, ()))),
        ]
        yield from (f"* {name}: {value}" for name, value in facts if value)
        yield ""

    def _shape(self, shape: rulebook.Shape) -> str:
        rules = _FULL[self.lang].join(f"`{rule.name}`" for rule in shape.rules)
        return f"{self.said(shape.label)} ({rules})" if rules else self.said(shape.label)

    def _schemes(self) -> Iterator[str]:
        yield from (f"## {self.t('概念体系', 'Schemes of concepts')}", "")
        for scheme in self.schemes:
            yield from (f'<a id="scheme-{scheme.name}"></a>', "", f"### {self.said(scheme.title)}", "")
            yield from (self.said(scheme.description), "", f"`{scheme.name}:` = `{scheme.iri}/`", "")
            yield from (f"| {self.t('概念', 'concept')} | {self.t('名称', 'name')} | {self.t('定义', 'definition')} |", "|---|---|---|")
            for entry in scheme.entries:
                name = f"{_plain(entry.label.zh)} · {_plain(entry.label.en)}"
                yield f"| `{iris.shortened(entry.iri)}` | {name} | {self.said(entry.definition)} |"
            yield ""

    def _namespaces(self) -> Iterator[str]:
        yield from (f"## {self.t('命名空间', 'Namespaces')}", "")
        yield from (f"| {self.t('前缀', 'prefix')} | IRI |", "|---|---|")
        yield from (f"| `{prefix}:` | `{iri}` |" for prefix, iri in sorted(iris.PREFIXES.items()))
        yield ""

    def _quality(self) -> Iterator[str]:
        yield from (f"## {self.t('检查与未声称者', 'What is checked, and what is not claimed')}", "")
        yield self.t(
            "FOOPS!与OOPS!的要求中无需服务器即可判断者，由[quality.toml](../ontology/quality.toml)逐条检查；这不是这两个工具给出的分数。",
            "What FOOPS! and OOPS! ask that needs no server is checked by [quality.toml](../ontology/quality.toml), point by point; "
            "that is no score given by these tools.",
        )
        for key, title in (("check", self.t("已检查", "Checked")), ("unclaimed", self.t("未声称", "Not claimed"))):
            yield from ("", f"### {title}", "", f"| {self.t('出处', 'from')} | {self.t('内容', 'what')} |", "|---|---|")
            yield from (f"| {each['tool']} {each['code']} | {_plain(each[self.lang])} |" for each in self.quality[key])
        yield from (
            "",
            self.t(
                "CPSV-AP 3.2.0：图谱通过[摘录](../ontology/excerpts/cpsv-ap-3.2.0.ttl)中的规则；不声称符合整个CPSV-AP。",
                "CPSV-AP 3.2.0: the graph passes the [excerpts](../ontology/excerpts/cpsv-ap-3.2.0.ttl); "
                "conformance to CPSV-AP as a whole is not claimed.",
            ),
            self.t(
                "用ORG、PROV-O、schema.org等词汇提问，见[queries/alignments](../queries/alignments/README.md)。",
                "To ask in the words of ORG, PROV-O or schema.org, see [queries/alignments](../queries/alignments/README.md).",
            ),
            self.t(
                "链接图不在推理之内：“fg:likelySameAs是rdfs:seeAlso的下位属性”这一对齐，供把链接图与alignments.ttl一并载入自己的推理机者使用。",
                "The graphs of links stand outside this entailment: that fg:likelySameAs is a sub-property of rdfs:seeAlso "
                "is for those who load them into a reasoner of their own, together with alignments.ttl.",
            ),
            "",
        )

    def _changelog(self) -> Iterator[str]:
        yield f"## {self.t('更新记录', 'Changelog')}"
        for release in releases((ONTOLOGY / "CHANGELOG.md").read_text(encoding="utf-8"), self.lang):
            yield from ("", f"### {release.title}", "")
            yield from ("- " + "".join(f"`{piece}`" if code else piece for piece, code in line) for line in release.lines)

    def _refs(self, many: tuple[str, ...]) -> str:
        return _FULL[self.lang].join(self._ref(each) for each in many)

    def _ref(self, iri: str) -> str:
        return f"[fg:{iri.rpartition('#')[2]}](#{iri.rpartition('#')[2]})" if iri in self.own else f"`{iris.shortened(iri)}`"


def _plain(words: str) -> str:
    return words.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def main() -> None:
    """Write both pages."""
    for lang, path in PAGES.items():
        path.write_text(page(lang), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The page of all canned questions, in groups by what they are about."""

from __future__ import annotations

from dataclasses import dataclass

from fengong.ask.catalogue import Question
from fengong.bilingual import Bilingual, Lang
from fengong.pages.facts.book import Book
from fengong.pages.page import Page
from fengong.pages.views.question import LABELS
from fengong.web.message import Request

TITLE = Bilingual(zh="提问", en="Questions")
ABOUT = Bilingual(
    zh="现成的问题：谁牵头、承诺了什么、何时到期、原文哪里有误。",
    en="Questions to ask: who leads, what is promised, what is due, where the source is in doubt.",
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of questions: those with one of the tags. ``rank`` is how it goes before others whose tags a question has as well."""

    title: Bilingual
    about: Bilingual
    tags: frozenset[str]
    rank: int


TOPICS = (
    Topic(
        Bilingual(zh="谁负责", en="Who is responsible"),
        Bilingual(zh="牵头、参加与分工：哪家单位，依据哪几个字", en="leading, taking part and sharing: which body, in which words"),
        frozenset("accountability lead ledger roles shared task gap gaps".split()),
        6,
    ),
    Topic(
        Bilingual(zh="承诺与时限", en="Promises and deadlines"),
        Bilingual(zh="要做什么、做到多少、何时做到，有无进展佐证", en="what is to be done, how much, by when, and what evidence there is"),
        frozenset("measure strength target deadline deliverable evidence".split()),
        2,
    ),
    Topic(
        Bilingual(zh="各地与各级", en="Places and levels"),
        Bilingual(zh="地方政府、中央机构，以及政府以外的单位", en="local governments, central bodies, and bodies outside government"),
        frozenset("local levels function place network".split()),
        3,
    ),
    Topic(
        Bilingual(zh="主题与文字", en="Topics and words"),
        Bilingual(zh="按主题或按原文用语查找", en="by topic, or by the words of the source"),
        frozenset("topic text".split()),
        4,
    ),
    Topic(
        Bilingual(zh="总体数字", en="Figures"),
        Bilingual(zh="数量与对照，各附分母", en="counts and comparisons, each with its denominator"),
        frozenset("overview workload".split()),
        5,
    ),
    Topic(
        Bilingual(zh="原文与数据质量", en="Quality of the source"),
        Bilingual(zh="疑误、两种读法，以及原文有多少读进了图谱", en="misprints, the two readings, and how much of the text was read"),
        frozenset("quality readings provenance".split()),
        1,
    ),
    Topic(
        Bilingual(zh="导出", en="Export"),
        Bilingual(zh="供别的程序使用", en="for use by other programs"),
        frozenset("export reuse".split()),
        0,
    ),
    Topic(
        Bilingual(zh="与其他数据的链接", en="Links with other data"),
        Bilingual(
            zh="别处怎么称呼它，谁在何时依据什么认定，哪些没有找到",
            en="what others call it, who says so, when and why, and what was not found",
        ),
        frozenset({"links"}),
        0,
    ),
)
OTHER = Topic(Bilingual(zh="其他", en="Other"), Bilingual(zh="", en=""), frozenset(), 9)


def page(book: Book, request: Request, lang: Lang) -> Page:
    """Every question, the workspace's own among them."""
    del request, lang
    questions = book.graph.questions.values()
    groups = [(topic, [each for each in questions if topic_of(each) is topic]) for topic in (*TOPICS, OTHER)]
    folders = book.graph.workspace.queries
    values = {
        "groups": tuple((topic, tuple(found)) for topic, found in groups if found),
        "count": len(questions),
        "own": frozenset(each.name for each in questions if len(folders) > 1 and each.path.parent == folders[-1]),
        "labels": LABELS,
    }
    return Page("questions.html", TITLE, values, ABOUT, section="questions")


def topic_of(question: Question) -> Topic:
    """The group of a question: who leads is about responsibility whatever else it is; else by the rank of the groups of its tags."""
    tags = set(question.tags)
    if "lead" in tags:
        return TOPICS[0]
    fitting = [topic for topic in TOPICS if topic.tags & tags]
    return min(fitting, key=lambda topic: topic.rank, default=OTHER)

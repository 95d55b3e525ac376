"""What each named graph holds, in words."""

from __future__ import annotations

from collections.abc import Container

from fengong.bilingual import Bilingual

HOLDS = {
    "ontology": Bilingual(zh="本体与概念体系。", en="The ontology and its concept schemes."),
    "ontology.words": Bilingual(zh="读表程序所识的用语。", en="The words that the reader knows."),
    "ontology.inferred": Bilingual(zh="仅由本体推得的三元组。", en="What follows from the ontology alone."),
    "bodies": Bilingual(zh="区划、单位、集合单位与机构改革。", en="Places, bodies, collectives and reorganisations."),
    "bodies.inferred": Bilingual(zh="由单位图谱按 OWL 2 RL 推得的三元组。", en="What follows from the bodies by OWL 2 RL."),
    "bodies.evidence": Bilingual(zh="关于单位的各项陈述以何为据。", en="What each statement about a body rests on."),
    "bodies.findings": Bilingual(zh="对单位图谱的校验发现。", en="What the checks have to say of the bodies."),
    "dataset": Bilingual(zh="对其余各图的描述：文件、计数与来历。", en="The description of all other graphs: files, counts and origin."),
    "dataset.findings": Bilingual(zh="对该描述的校验发现。", en="What the checks have to say of the description."),
    "links": Bilingual(
        zh="到另一个数据集的链接：每条由谁审核、何时、依据为何，以及查过而未找到的。",
        en="Links to another dataset: who reviewed each, when and on what evidence, and what was looked for and not found.",
    ),
    "links.findings": Bilingual(zh="对各链接集的校验发现。", en="What the checks have to say of the link sets."),
    "TABLE": Bilingual(
        zh="由转换程序据原文写出的任务、条款、责任与引文。", en="Tasks, clauses, responsibilities and quotations, as the text has them."
    ),
    "TABLE.promises": Bilingual(
        zh="按规则从任务文字读出的措施、指标、时限与主题。",
        en="Measures, targets, deadlines and topics, read from the words of tasks by rule.",
    ),
    "TABLE.inferred": Bilingual(zh="由该表按 OWL 2 RL 推得的三元组。", en="What follows from the table by OWL 2 RL."),
    "TABLE.anomalies": Bilingual(zh="原文疑误处与两种读法。", en="Printed mistakes, with both readings."),
    "TABLE.evidence": Bilingual(zh="进展佐证，照录。", en="Evidence of progress, as recorded."),
    "TABLE.findings": Bilingual(zh="对该表的校验发现。", en="What the checks have to say of the table."),
}
"""What a graph holds, by the name of its file; TABLE stands for the id of a table, `links` for any link set."""

_NOT_KNOWN = Bilingual(zh="", en="")


def holds(name: str, tables: Container[str]) -> Bilingual:
    """What the graph in the files called ``name`` holds; empty words for a graph of no known sort. ``tables`` are ids.

    >>> holds("a.inferred", {"a"}).en, holds("links.geonames", ()).en.partition(":")[0]
    ('What follows from the table by OWL 2 RL.', 'Links to another dataset')
    """
    base, dot, last = name.partition(".")
    key = f"TABLE{dot}{last}" if base in tables else name
    return HOLDS.get(key, HOLDS["links"] if base == "links" else _NOT_KNOWN)

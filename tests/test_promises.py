"""Promises are read as they were labelled by hand, every character of a text is accounted for, and look-alikes are no targets."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fengong.reference import vocabulary
from fengong.text import promise
from fengong.text.tree import Connective, Deadline, LeadIn, Measure, Piece, Promise, Target, Unread
from support import ROOT, TEXT

sys.path.insert(0, str(ROOT / "benchmarks"))
import accuracy

GOLD = Path(__file__).parent / "gold"
VOCABULARY = vocabulary.load(ROOT / "ontology")
WORDS = VOCABULARY.promises
TASKS = json.loads((GOLD / "sichuan.json").read_text(encoding="utf-8"))
KINDS = {Measure: "measure", LeadIn: "lead-in", Connective: "connective", Unread: "unread"}


def read(text: str) -> Promise:
    """What a text promises."""
    return promise.read(text, WORDS)


def labelled(piece: Piece) -> dict[str, Any]:
    """A piece in the form of the hand labels."""
    said: dict[str, Any] = {"kind": KINDS[type(piece)], "words": piece.words}
    if isinstance(piece, Measure):
        made = [{"kind": each.kind, "wording": each.wording, "name": each.name} for each in piece.deliverables]
        said |= {"verb": piece.verb, "strength": piece.strength, "object": piece.object, "deliverables": made}
        if piece.deadline:
            said |= {"deadline": piece.deadline.day, "deadline_phrase": piece.deadline.phrase}
    return said


def parts(target: Target) -> dict[str, Any]:
    """A target in the form of the hand labels."""
    names = "words comparator comparator_phrase minimum maximum unit_text per_quantity per_unit denominator_inherited applies_to base"
    due = target.deadline or Deadline("", "")
    return {name: getattr(target, name) for name in names.split()} | {"deadline": due.day, "deadline_phrase": due.phrase}


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task["id"])
def test_sichuan_is_read_as_it_was_labelled(task) -> None:
    """Every piece, target, period and topic of all 52 rows is what a person made of it before there was a reader."""
    found = read(task["text"])
    assert [labelled(piece) for piece in found.pieces] == task["pieces"]
    assert [parts(target) for target in found.targets] == task["targets"]
    assert [{"words": each.words, "start": each.start, "end": each.end} for each in found.periods] == task["periods"]
    assert sorted(mention.topic for mention in found.topics) == task["topics"]


# --- every character


NOISE = st.text(
    alphabet="制定建立鼓励探索的，。；：、“”（）《》 　0123456789年月日%５．到不少于个家办法规划全面并可对按照等方式\n", max_size=80
)
REAL = st.sampled_from([task["text"] for task in TASKS])


@settings(deadline=None)
@given(st.one_of(NOISE, st.tuples(REAL, NOISE, REAL).map("".join), st.text(max_size=60)), st.integers(0, 9))
def test_every_character_is_in_one_piece(text, offset) -> None:
    """Whatever the text: the pieces are the text, spans say where, and what a piece or target quotes stands there."""
    found = promise.read(text, WORDS, offset=offset)
    whole = "\0" * offset + text
    assert "".join(piece.words for piece in found.pieces) == text
    at = offset
    for piece in found.pieces:
        assert (piece.span.start, piece.span.of(whole)) == (at, piece.words)
        at = piece.span.end
        if isinstance(piece, Measure):
            assert piece.words.endswith(piece.verb + piece.object)
            assert piece.strength in VOCABULARY.strengths
            for each in piece.deliverables:
                assert each.span.of(whole) == each.name
                assert piece.span.start <= each.span.start < each.span.end <= piece.span.end
    for target in found.targets:
        assert target.spans[0].of(whole) == target.words
        assert len(target.spans) == 1 + target.denominator_inherited
        assert target.minimum or target.maximum
        assert all(Decimal(number) >= 0 for number in (target.minimum, target.maximum) if number)
        assert target.unit in VOCABULARY.units
    for period in found.periods:
        assert period.span.of(whole) == period.words
        assert period.start <= period.end
    for mention in found.topics:
        assert [span.of(whole) for span in mention.spans] == list(mention.words)


@pytest.mark.parametrize("words", ["统筹", "按照", "对建设的", "在中制定", "可按", "“", "完善甲、", "不少于1个", "5%"])
def test_a_long_line_of_one_word_is_read(words) -> None:
    """What a damaged file may hold neither ends in a traceback nor takes minutes."""
    assert "".join(piece.words for piece in read(words * 1000).pieces) == words * 1000


@settings(deadline=None)
@given(REAL, REAL)
def test_sentences_are_read_one_by_one(one, other) -> None:
    """A sentence does not change what the next one promises."""
    apart = [measure.words for text in (one, other) for measure in read(text).measures]
    assert [measure.words for measure in read(one + other).measures] == apart


# --- numbers


@pytest.mark.parametrize(
    "text",
    [
        "鼓励和支持有条件的幼儿园开设托班，招收 2 至 3 岁的幼儿。",
        "推进互联网、大数据、人工智能、5G等深度应用。",
        "制定全省“十四五”养老服务发展规划。",
        "采用BOT（建设—运营—移交）、ROT（改建—运营—移交）等方式，创新合作模式。",
        "探索通过TOT（移交—运营—移交）等方式，打破以价格为主的遴选标准。",
        "力争实现“最多跑一次”。",
        "对研发费用占营业收入比重3%以上的企业，给予财政补助。",
        "年薪100万元以上且具有5年以上研发经验的，给予支持。",
        "参保1年以上的，可申请补贴。",
        "推行线上线下（O2O）模式。",
        "落实国发〔2018〕39号文件要求。",
        "充分发挥“4+1”专项基金作用，支持企业发展。",
        "完善第1期试点方案。",
        "2020年6月18日召开会议。",
    ],
)
def test_look_alikes_are_no_targets(text) -> None:
    """Ages, names, dates, slogans, numbers of documents and conditions promise no number."""
    assert read(text).targets == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("养老床位不少于10张。", ("at-least", "10", "", "number", "张", "", "", "")),
        ("全市电子商务交易额突破1.8万亿元。", ("more-than", "1800000000000", "", "yuan", "元", "", "", "")),
        ("将办理时限控制在3个工作日以内。", ("at-most", "", "3", "day", "个工作日", "", "", "")),
        ("重点培育市级龙头企业30家。", ("exactly", "30", "30", "number", "家", "", "", "")),
        ("引进和扶持3—5家第三方支付企业。", ("range", "3", "5", "number", "家", "", "", "")),
        ("回收率达到80%以上。", ("at-least", "80", "", "percent", "%", "", "", "")),
        ("到２０２５年，覆盖率达到９０％。", ("at-least", "90", "", "percent", "％", "", "", "2025-12-31")),
        ("每年引进10名以上人工智能顶尖人才。", ("at-least", "10", "", "number", "名", "1", "年", "")),
        ("按照产品售价的15%给予补助。", ("exactly", "15", "15", "percent", "%", "", "", "")),
        ("给予最高2000元/件补助。", ("at-most", "", "2000", "yuan", "元", "1", "件", "")),
        ("每个项目给予最高500万元补助。", ("at-most", "", "5000000", "yuan", "元", "1", "项目", "")),
        ("新增托位1,200个。", ("exactly", "1200", "1200", "number", "个", "", "", "")),
        ("2022年底前建成15个以上生产基地。", ("at-least", "15", "", "number", "个", "", "", "2022-12-31")),
        ("失业率控制在5.5%左右。", ("at-most", "", "5.5", "percent", "%", "", "", "")),
    ],
)
def test_numbers_in_real_forms(text, expected) -> None:
    """Comparators before and behind, scales, ranges, percentages, full width, denominators, deadlines."""
    (target,) = read(text).targets
    assert (
        target.comparator, target.minimum, target.maximum, target.unit, target.unit_text, target.per_quantity, target.per_unit,
        target.deadline.day if target.deadline else "",
    ) == expected  # fmt: skip


def test_a_denominator_is_inherited_within_one_stretch() -> None:
    """Only a number of the same unit, joined by a pause mark, takes the denominator of the one before it; a new stretch does not."""
    joined = read("新建居住区按照每千人口不少于10个托位、老城区不少于8个托位标准建设设施。").targets
    assert [(t.per_quantity, t.denominator_inherited) for t in joined] == [("1000", False), ("1000", True)]
    apart = read("新建居住区按照每千人口不少于10个托位建设设施，老城区不少于8个托位。").targets
    assert [(t.per_quantity, t.denominator_inherited) for t in apart] == [("1000", False), ("", False)]


# --- dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到 2022 年，建成一批基地。", [("2022-12-31", "到 2022 年")]),
        ("2022年底前，制定实施方案。", [("2022-12-31", "2022年底前")]),
        ("2019年6月底前，制定实施方案。", [("2019-06-30", "2019年6月底前")]),
        ("2020年2月底前，制定实施方案。", [("2020-02-29", "2020年2月底前")]),
        ("2018年12月31日前报送总结报告。", [("2018-12-31", "2018年12月31日前")]),
        ("2020年6月底前完成整改，9月底前制定长效办法。", [("2020-06-30", "2020年6月底前"), ("2020-09-30", "9月底前")]),
        ("到2025年，建成基地；到2030年，形成体系。", [("2025-12-31", "到2025年"), ("2030-12-31", "到2030年")]),
        ("每年2月底前报送名单。", [("", "每年2月底前")]),
        ("2019年1月1日至12月31日，给予补贴。", [None]),
        ("从2019年起，实施见习计划。", [None]),
        ("制定实施方案。", [None]),
        ("2021年2月30日前报送总结报告。", [None]),
    ],
)
def test_deadlines(text, expected) -> None:
    """Years end with their last day, months with theirs; an elided year is that of the date before; what recurs has no day."""
    found = [(m.deadline.day, m.deadline.phrase) if m.deadline else None for m in read(text).measures]
    assert found == expected


def test_a_deadline_reaches_as_far_as_its_sentence() -> None:
    """One in a lead-in holds for every measure up to the full stop, one inside a measure for that measure alone."""
    found = read("到2025年，建成基地，形成体系。完善制度。").measures
    assert [measure.deadline.day if measure.deadline else "" for measure in found] == ["2025-12-31", "2025-12-31", ""]
    found = read("制定2025年底前实施的方案，完善制度。").measures
    assert [bool(measure.deadline) for measure in found] == [True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("编制“十四五”规划。", ("十四五", "2021-01-01", "2025-12-31")),
        ("编制“十五五”规划。", ("十五五", "2026-01-01", "2030-12-31")),
        ("实施2021—2025年计划。", ("2021—2025年", "2021-01-01", "2025-12-31")),
        ("2019年1月1日至12月31日，给予补贴。", ("2019年1月1日至12月31日", "2019-01-01", "2019-12-31")),
    ],
)
def test_periods(text, expected) -> None:
    """Planning periods by name, and spans with both ends printed."""
    (period,) = read(text).periods
    assert (period.words, period.start, period.end) == expected


# --- words are data


def test_a_new_word_is_a_new_label() -> None:
    """An act word that no scheme lists is not read; with one more label it is, and nothing else changes."""
    assert not read("夯基养老服务。").measures
    acts = replace(WORDS.acts, verbs=type(WORDS.acts.verbs)({**WORDS.acts.verbs.meaning, "夯基": "promoting"}))
    (measure,) = promise.read("夯基养老服务。", replace(WORDS, acts=acts)).measures
    assert (measure.verb, measure.strength, measure.object) == ("夯基", "promoting", "养老服务")


def test_no_act_word_has_two_strengths() -> None:
    """The strength follows from the word alone, so a word stands in one concept only."""
    printed: dict[str, str] = {}
    for triple in VOCABULARY.triples:
        if "/strength/" in str(triple.subject) and "Label" in str(triple.predicate) and str(triple.object).endswith("@zh"):
            assert printed.setdefault(str(triple.object), str(triple.subject)) == str(triple.subject), triple.object
    assert len(printed) > 400


# --- how well


def test_accuracy_is_what_the_page_says() -> None:
    """The Sichuan table is read without a slip; the other figures of docs/accuracy.md are those of this run."""
    assert all(labels == found == agree for labels, found, agree in accuracy.figures("sichuan").values())
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    for name in accuracy.SETS:
        assert accuracy.table(name) in page, name


def test_text_file_has_no_target_more() -> None:
    """The whole source text, task by task, has five targets."""
    tasks = [line.split("\t")[1] for line in TEXT.read_text(encoding="utf-8").splitlines() if line.split("\t")[0].isdecimal()]
    assert [len(read(task).targets) for task in tasks if read(task).targets] == [3, 1, 1]

"""The reader: cells read whole or not at all, and nothing the tree can say is lost in its text."""

from __future__ import annotations

import dataclasses
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fengong.errors import FengongError, UnreadableCell
from fengong.text import clause, layout, table
from fengong.text.norm import key
from fengong.text.source import decode
from fengong.text.tree import Cell, Clause, OpenPhrase, PrintedName
from support import HEADER, TEXT, lexicon

LEXICON = lexicon()


def told(cell: Cell) -> str:
    """A cell in short: role[names+open phrases] …"""
    return " ".join(
        f"{c.role}[{'|'.join(p.words if isinstance(p, PrintedName) else '+' + p.words for p in c.parties)}]" for c in cell.clauses
    )


CASES: list[tuple[str, str, str]] = [
    (
        "semicolon between clauses",
        "省卫生健康委牵头，省妇联参加；各市（州）人民政府负责。",
        "lead[省卫生健康委] participate[省妇联] responsible[各市（州）人民政府]",
    ),
    (
        "comma between clauses",
        "民政厅、省妇联按职责分工负责，各市（州）人民政府负责。",
        "sharedByDuty[民政厅|省妇联] responsible[各市（州）人民政府]",
    ),
    ("one 负责 for both, row 3", "民政厅、各市（州）人民政府负责。", "responsible[民政厅|各市（州）人民政府]"),
    (
        "和 between bodies, row 47",
        "民政厅、省卫生健康委和各市（州）人民政府负责。",
        "responsible[民政厅|省卫生健康委|各市（州）人民政府]",
    ),
    (
        "open-ended, row 1",
        "民政厅、财政厅等有关部门（单位）按职责分工负责。",
        "sharedByDuty[民政厅|财政厅|+等有关部门（单位）]",
    ),
    ("names nobody, row 52", "民政厅牵头，有关部门（单位）参加。", "lead[民政厅] participate[+有关部门（单位）]"),
    ("和 inside names", "文化和旅游厅、经济和信息化厅牵头", "lead[文化和旅游厅|经济和信息化厅]"),
    (
        "和 inside a name nobody listed",
        "文化和旅游局、人力资源和社会保障局牵头",
        "lead[文化和旅游局|人力资源和社会保障局]",
    ),
    ("和 between unlisted names", "甲县民政局和乙县民政局负责", "responsible[甲县民政局|乙县民政局]"),
    (
        "half width",
        "民政厅牵头,省妇联参加;各市(州)人民政府负责.",
        "lead[民政厅] participate[省妇联] responsible[各市(州)人民政府]",
    ),
    ("stray spaces", " 民政 厅 牵 头 ； 省妇联　参加 。 ", "lead[民政 厅] participate[省妇联]"),
    ("full stop between clauses", "民政厅牵头。财政厅配合。", "lead[民政厅] support[财政厅]"),
    ("pause between clauses", "民政厅牵头、财政厅参与", "lead[民政厅] participate[财政厅]"),
    ("comma before the role word", "民政厅、财政厅等部门，按职责分工负责", "sharedByDuty[民政厅|财政厅|+等部门]"),
    (
        "labels before colons",
        "牵头单位：民政厅；责任单位：财政厅、教育厅，各市（州）人民政府",
        "lead[民政厅] responsible[财政厅|教育厅|各市（州）人民政府]",
    ),
    ("a label, then a role word", "牵头单位：民政厅，财政厅、教育厅参加", "lead[民政厅] participate[财政厅|教育厅]"),
    ("every in a name", "各市、州、县（市、区）人民政府负责", "responsible[各市、州、县（市、区）人民政府]"),
    ("every after others", "民政厅，各市、州、县人民政府按职责分工负责", "sharedByDuty[民政厅|各市、州、县人民政府]"),
    ("guide", "民政部指导，试点城市政府负责落实", "guide[民政部] responsible[试点城市政府]"),
    ("a bare 等", "工业和信息化部等按职责分工负责", "sharedByDuty[工业和信息化部|+等]"),
    ("及 before unnamed", "民政厅、财政厅及有关部门负责", "responsible[民政厅|财政厅|+有关部门]"),
    ("brackets in a name", "民政厅（省老龄办）牵头", "lead[民政厅（省老龄办）]"),
    ("a branch", "人行成都分行牵头，四川银保监局参加", "lead[人行成都分行] participate[四川银保监局]"),
    ("a name no list has and no ending tells", "张三牵头", "lead[张三]"),
    ("departments of a body are not that body", "省人民政府有关部门负责", "responsible[+省人民政府有关部门]"),
    ("departments of a collective", "各市（州）人民政府有关部门和省妇联负责", "responsible[+各市（州）人民政府有关部门|省妇联]"),
    ("departments of a level", "国务院各部门、省级各部门、各成员单位按职责分工负责", "sharedByDuty[+国务院各部门|+省级各部门|+各成员单位]"),
    ("functions for bodies, open-ended", "民政、财政等部门负责", "responsible[民政|财政|+等部门]"),
    ("会同 joins", "国家发展改革委会同有关部门负责", "responsible[国家发展改革委|+有关部门]"),
    ("会同 between names", "省发展改革委会同财政厅牵头", "lead[省发展改革委|财政厅]"),
    ("由 opens", "由民政厅牵头，由财政厅、教育厅参加", "lead[民政厅] participate[财政厅|教育厅]"),
    ("a role word inside a name", "省就业服务指导中心牵头", "lead[省就业服务指导中心]"),
    ("competent departments", "省级交通运输主管部门负责", "responsible[省级交通运输主管部门]"),
    ("enterprises", "科研院所、龙头企业和社会组织参与", "participate[科研院所|龙头企业|社会组织]"),
]


@pytest.mark.parametrize(("name", "words", "expected"), CASES, ids=[case[0] for case in CASES])
def test_reads_published_wording(name: str, words: str, expected: str) -> None:
    """Each wording seen in a source reads to the tree written beside it, and its tree writes it again."""
    del name
    cell = clause.read(words, lexicon=LEXICON)
    assert told(cell) == expected
    assert clause.write(cell) == words


FAILURES: list[tuple[str, int]] = [
    ("民政部、省卫生健康委统筹，省发展改革委、财政厅、省国资委参加", 11),
    ("民政厅", 4),
    ("民政厅、财政厅", 8),
    ("", 1),
    ("。", 1),
    ("牵头", 1),
    ("民政厅、牵头", 5),
    ("民政厅；财政厅牵头", 4),
    ("民政厅（省老龄办牵头", 4),
    ("民政厅）牵头", 4),
    ("民政厅牵头，财政厅参加，", 13),
    ("民政厅财政厅牵头", 4),
    ("民政厅干", 4),
    ("牵头单位：", 6),
    ("主办：民政厅", 1),
    ("民政厅牵头 财政厅配合", 4),
    ("民政厅牵头财政厅参加", 4),
    ("水利厅牵头会同财政厅负责", 4),
    ("民政厅（牵头），财政厅负责", 5),
    ("民政厅（财政厅配合）牵头", 8),
    ("司法厅总牵头", 4),
    ("省司法厅按职责分工牵头", 5),
    ("司法厅不再负责", 4),
    ("民政厅牵头，会同财政厅负责", 7),
]


@pytest.mark.parametrize(("words", "character"), FAILURES, ids=[case[0] or "empty" for case in FAILURES])
def test_says_where_it_cannot_read(words: str, character: int) -> None:
    """Wording outside the grammar is refused whole, at the character (from 1) where it leaves the grammar."""
    with pytest.raises(UnreadableCell) as caught:
        clause.read(words, lexicon=LEXICON, row="第12行", table="sample")
    assert caught.value.position + 1 == character
    assert str(caught.value).startswith(f"sample 第12行: cannot read the responsibility cell at character {character}")
    assert "读不下去" in caught.value.said("zh")


def test_all_cases_were_collected() -> None:
    """The tables of cases are not silently cut short."""
    assert (len(CASES), len(FAILURES)) == (34, 24)


def test_reads_the_sichuan_table() -> None:
    """52 rows, 122 clauses, 279 names, 7 open phrases; every cell is written again to the character; every span is true."""
    text = TEXT.read_bytes().decode()
    reading = table.read(text, lexicon=LEXICON, path="text.txt")
    assert reading.problems == ()
    clauses = [c for row in reading.table.rows for c in row.cell.clauses]
    names = [name for c in clauses for name in c.names]
    assert (len(reading.table.rows), len(clauses), len(names), len({n.words for n in names})) == (52, 122, 279, 38)
    assert [row.number for row in reading.table.rows if any(c.open_phrases for c in row.cell.clauses)] == [
        1,
        10,
        42,
        48,
        49,
        51,
        52,
    ]
    for row in reading.table.rows:
        assert clause.write(row.cell) == row.cell_words == text[row.cell_span.start : row.cell_span.end]
        assert text[row.task_span.start : row.task_span.end] == row.task
        for each in row.cell.clauses:
            assert all(text[party.span.start : party.span.end] == party.words for party in each.parties)
            assert text[each.span.start : each.span.end].startswith(each.parties[0].words)
            assert text[each.span.start : each.span.end].endswith(each.wording)
    assert text[1492:1495] == "民政部"


NAMES = st.sampled_from(
    [
        "民政厅",
        "财政厅",
        "文化和旅游厅",
        "省卫生健康委",
        "各市（州）人民政府",
        "火星厅",
        "甲县人力资源和社会保障局",
        "民政 厅",
    ]
)
OPEN = st.sampled_from(["等有关部门（单位）", "等部门", "等"])
SUFFIXES = st.sampled_from(sorted((word, slug) for word, slug in LEXICON.roles.items() if word != "负责牵头"))
LABELS = st.sampled_from(sorted(LEXICON.labels.items()))


@st.composite
def clauses(draw: st.DrawFn, *, first: bool) -> Clause:
    """A clause as someone could print it."""
    joint = "" if first else draw(st.sampled_from(["；", "，", ";", "。", "； "]))
    names = draw(st.lists(NAMES, min_size=1, max_size=4))
    joints = ["", *(draw(st.sampled_from(["、", "、 ", "和", "及"])) for _ in names[1:])]
    parties: tuple[PrintedName | OpenPhrase, ...] = tuple(PrintedName(n, j) for n, j in zip(names, joints, strict=True))
    if draw(st.booleans()):
        parties = (*parties, OpenPhrase(draw(OPEN)))
    if draw(st.booleans()):
        wording, slug = draw(SUFFIXES)
        gap = draw(st.sampled_from(["", " ", "，"]))
        return Clause(slug, wording, parties, joint, gap)
    wording, slug = draw(LABELS)
    return Clause(slug, wording, parties, "" if first else "；", draw(st.sampled_from(["：", ":", "： "])), labelled=True)


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    """A cell of one to four clauses."""
    count = draw(st.integers(1, 4))
    made: list[Clause] = []
    for i in range(count):
        each = draw(clauses(first=i == 0))
        if made and made[-1].labelled and each.joint == "，" == each.gap:  # 「牵头单位：甲，乙，负责」 can be read two ways, and is refused
            each = dataclasses.replace(each, joint="；")
        made.append(each)
    return Cell(tuple(made), draw(st.sampled_from(["", "。", "。 "])))


@given(cells())
@settings(max_examples=400)
def test_reading_undoes_writing(cell: Cell) -> None:
    """Nothing the tree can say is lost in its text."""
    assert clause.read(clause.write(cell), lexicon=LEXICON) == cell


@given(
    st.text(
        alphabet=st.sampled_from(
            [*list("民政厅财省卫生健康委各市（州）人民府牵头参加负责按职责分工等有关部门单位、，；。和及与：:() "), "\x07", "\n"]
        ),
        max_size=40,
    )
)
@settings(max_examples=600)
def test_reads_whole_or_refuses(words: str) -> None:
    """Any string either reads to a tree that writes it again, or raises the reader's own error with a place inside it."""
    try:
        cell = clause.read(words, lexicon=LEXICON)
    except UnreadableCell as error:
        assert 0 <= error.position <= len(words)  # noqa: PT017 - the place is the claim
    else:
        assert clause.write(cell) == words


@given(
    st.lists(
        st.sampled_from(
            ["民政厅", "司法厅", "（", "）", "牵头", "参加", "负责", "会同", "、", "，", "等", "有关部门", "省政府", "总", " "]
        ),
        max_size=9,
    )
)
@settings(max_examples=600)
def test_no_name_swallows_a_role(parts: list[str]) -> None:
    """In no accepted cell does a name that no table lists hold a role word behind something that can be a name."""
    try:
        cell = clause.read("".join(parts), lexicon=LEXICON)
    except UnreadableCell:
        return
    for name in (key(name.words) for each in cell.clauses for name in each.names):
        assert name in LEXICON.names or not any(
            LEXICON.plausible(name[:i]) and LEXICON.begins("roles", name, i) for i in range(1, len(name))
        )


def test_long_cells_are_read_in_time() -> None:
    """A cell ten times as long takes about ten times as long: no name looks through the whole cell."""

    def seconds(times: int) -> float:
        start = time.perf_counter()
        clause.read("水文局和" * times + "民政厅负责", lexicon=LEXICON)
        return time.perf_counter() - start

    seconds(10)
    assert min(seconds(1000) for _ in range(3)) < 60 * min(seconds(100) for _ in range(3))


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), max_size=6))
@settings(max_examples=300)
def test_any_cells_give_rows_or_problems(rows: list[list[str]]) -> None:
    """Random cells below a known header: only errors of ours, and every non-blank row is read or reported."""
    text = HEADER + "\n".join("\t".join(cells) for cells in rows)
    try:
        reading = table.read(text, lexicon=LEXICON, path="x")
    except FengongError:
        return
    places = {row.line for row in reading.table.rows} | {p.line for p in reading.problems if p.unread or p.rule == "stray-line"}
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        words = [cell.strip("\ufeff \u3000") for cell in line.split("\t")]
        printed = any(words) and not (len(words) > 1 and key(words[0]) in LEXICON.columns)
        assert number in places or not printed or set(key("".join(words))) <= set("0123456789-—–第页共"), line


@given(st.binary(max_size=200))
@settings(max_examples=500)
def test_any_bytes_give_text_or_our_error(data: bytes) -> None:
    """Random bytes, alone or below a header: only errors of ours."""
    for each in (data, HEADER.encode() + data, HEADER.encode("gb18030") + data):
        try:
            source = decode(each, name="x", has_table=lambda text: layout.has_table(text, LEXICON))
            table.read(source.text, lexicon=LEXICON, path="x")
        except FengongError as error:
            assert error.said("zh")  # noqa: PT017 - every error has its sentence
            assert error.said("en")  # noqa: PT017


def test_trees_are_frozen_values() -> None:
    """Trees compare by what they say, not by where it stands."""
    first, second = (clause.read("民政厅牵头", lexicon=LEXICON, offset=offset) for offset in (0, 99))
    assert first == second
    assert first.clauses[0].span != second.clauses[0].span
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.clauses[0].role = "x"  # type: ignore[misc]

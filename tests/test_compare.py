"""Comparing two tables: one insertion is one added task, not forty reworded ones, and what holds one way holds the other way round."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fengong
from fengong.check.place import Places
from fengong.compare import duties, match, order, present, result, say, side, targets, wording
from fengong.compare.match import Rows
from fengong.compare.result import Change, Comparison
from fengong.compare.side import Entry, Side
from fengong.errors import ChangedSource, UnknownJurisdiction, UnknownName, UnreadableFile
from fengong.graph.files import Turtle
from fengong.graph.terms import FG, RDF, SKOS
from fengong.iris import BASE
from fengong.text.norm import key
from support import HEADER, ROOT, SICHUAN, TEXT, add_table, ground, workspace

MIRROR = {"added": "dropped", "split": "merged", "body-gained": "body-lost", "opened": "closed", "target-gained": "target-lost"}
MIRROR |= {there: here for here, there in MIRROR.items()}
STOP = re.compile("(?<=[，；。])")
ROW = "1\t编制方案。\t民政厅负责\n"


@cache
def sichuan() -> Side:
    """The Sichuan table as one side."""
    return side.load(side.find(SICHUAN, ground()), ground())


def table(entries: Sequence[Entry], *, renumber: bool = False) -> Side:
    """A side with these rows, numbered anew or not."""
    if renumber:
        entries = [replace(entry, id=str(at), number=at) for at, entry in enumerate(entries, 1)]
    return replace(sichuan(), entries=tuple(entries))


def kinds(comparison: Comparison) -> list[tuple[str, ...]]:
    """What became of each task that changed."""
    return [change.kinds for change in comparison.changes]


def edited(tmp_path: Path, *edits: Callable[[list[list[str]]], object]) -> str:
    """A copy of the Sichuan table, its cells (number, task, responsibility) edited."""
    lines = [line.split("\t") for line in TEXT.read_text(encoding="utf-8").splitlines()]
    rows = [cells for cells in lines if cells[0].isdecimal()]
    for edit in edits:
        edit(rows)
    path = tmp_path / "new.txt"
    path.write_text(HEADER + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def numbered(rows: list[list[str]]) -> None:
    """Number the rows from 1."""
    for at, row in enumerate(rows, 1):
        row[0] = str(at)


# --- what a table and its edited copy show ---------------------------------------------------------------------------


def test_the_table_is_the_same_as_itself() -> None:
    """A table compared with itself shows nothing."""
    compared = result.tables(SICHUAN, SICHUAN, ground())
    assert compared.changes == ()
    assert compared.same == 52
    assert compared.renumbered == ()


def test_spaces_and_widths_are_no_change(tmp_path) -> None:
    """Full-width signs printed half width, and spaces, make no other task."""

    def respaced(rows: list[list[str]]) -> None:
        for row in rows:
            row[1] = row[1].replace("，", ", ").replace("；", ";")
            row[2] = row[2].replace("；", ";")

    assert result.tables(SICHUAN, edited(tmp_path, respaced), ground()).changes == ()


def test_one_insertion_is_one_added_task(tmp_path) -> None:
    """A task put in at the top moves every number and rewords nothing."""
    compared = result.tables(SICHUAN, edited(tmp_path, lambda rows: rows.insert(0, ["", "编制方案。", "民政厅负责"]), numbered), ground())
    assert kinds(compared) == [("added",)]
    assert compared.same == 52
    assert compared.renumbered == tuple((str(n), str(n + 1)) for n in range(1, 53))


def test_a_new_edition(tmp_path) -> None:
    """One edition with an edit of each kind shows each of them, once, and nothing else."""

    def edits(rows: list[list[str]]) -> None:
        row = {int(cells[0]): cells for cells in rows}
        row[2][1] = row[2][1].replace("不少于10个托位", "不少于12个托位")
        row[9][2] = row[9][2].replace("、省残联", "")
        row[30][2] = row[30][2].replace("财政厅、民政厅、", "财政厅牵头，民政厅、")
        row[42][2] = row[42][2].replace("等有关部门（单位）", "")
        first, second = row[25][1].split("。", 1)
        row[25][1] = first + "。"
        rows.insert(rows.index(row[25]) + 1, ["", second, row[25][2]])
        row[45][1] += row[46][1]
        for gone in (row[46], row[7]):
            rows.remove(gone)
        rows.remove(row[50])
        rows.insert(3, row[50])
        rows.insert(20, ["", "推进养老托育数据共享。", "民政厅牵头，省大数据中心参加。"])

    compared = result.tables(SICHUAN, edited(tmp_path, edits, numbered), ground())
    told = {(*(e.id for e in c.earlier), "→", *(e.id for e in c.later)): c.kinds for c in compared.changes}
    assert compared.counts == {
        "added": 1, "dropped": 1, "split": 1, "merged": 1, "moved": 1, "reworded": 1,
        "responsibility-changed": 4, "responsibility-reworded": 0, "targets-changed": 1, "not-compared": 0,
    }, told  # fmt: skip
    assert told["50", "→", "4"] == ("moved",)
    assert told["2", "→", "2"] == ("reworded", "targets-changed")
    assert told["7", "→"] == ("dropped",)
    assert told["→", "21"] == ("added",)
    assert told["25", "→", "26", "27"] == ("split",)
    assert told["45", "46", "→", "47"] == ("merged", "responsibility-changed")
    details = {c.earlier[0].id: [(d.kind, d.party and d.party.zh) for d in c.details] for c in compared.changes if c.earlier}
    assert details["9"] == [("body-lost", "四川省残疾人联合会")]
    assert details["42"] == [("closed", None)]
    assert details["30"] == [("role-changed", "四川省财政厅")]
    reworded = next(c for c in compared.changes if c.kinds == ("reworded", "targets-changed"))
    assert [piece for piece in reworded.difference if piece[0] != "="] == [("-", "10"), ("+", "12")]


def test_order_of_changes_is_that_of_the_later_table(tmp_path) -> None:
    """A dropped task stands where it stood, the others where they stand."""

    def edits(rows: list[list[str]]) -> None:
        del rows[4]
        del rows[0]
        rows.insert(10, ["", "编制方案。", "民政厅负责"])

    compared = result.tables(SICHUAN, edited(tmp_path, edits, numbered), ground())
    assert [(c.kinds[0], (c.earlier or c.later)[0].id) for c in compared.changes] == [("dropped", "1"), ("dropped", "5"), ("added", "11")]


# --- properties ------------------------------------------------------------------------------------------------------

places = st.integers(0, 51)
pool = st.sampled_from(range(52))
tables = st.lists(pool, max_size=12).map(lambda picked: [sichuan().entries[at] for at in picked])
"""Small tables of real tasks; a task may be there twice."""
half_new = st.lists(st.text("养老托育服务发展建设，。", min_size=1, max_size=12), min_size=1, max_size=8)


@given(tables, st.booleans())
def test_nothing_changed(entries: list[Entry], renumber) -> None:
    """compare(A, A) is empty, whatever the numbers are, and whatever tasks are there twice."""
    assert kinds(result.sides(table(entries), table(entries, renumber=renumber))) == []


@given(tables, pool, st.integers(0, 12), st.booleans())
def test_insertion(entries: list[Entry], new: int, at: int, renumber) -> None:
    """A row put in at any place is exactly one added task; taken out again, exactly one dropped."""
    at = min(at, len(entries))
    more = [*entries[:at], replace(sichuan().entries[new], line=999), *entries[at:]]
    before, after = table(entries), table(more, renumber=renumber)
    assert kinds(result.sides(before, after)) == [("added",)]
    assert kinds(result.sides(after, before)) == [("dropped",)]


@given(places, places, st.booleans())
def test_swap(one: int, other: int, renumber) -> None:
    """Two rows that change places are two moves, or one where they were neighbours; nothing is reworded."""
    entries = list(sichuan().entries)
    entries[one], entries[other] = entries[other], entries[one]
    compared = result.sides(sichuan(), table(entries, renumber=renumber))
    assert set(kinds(compared)) <= {("moved",)}
    assert len(compared.changes) == min(2, abs(one - other))


@given(places, places, st.booleans())
def test_move(one: int, other: int, renumber) -> None:
    """One row put elsewhere is one move, however many rows it passes."""
    entries = list(sichuan().entries)
    entries.insert(other, entries.pop(one))
    compared = result.sides(sichuan(), table(entries, renumber=renumber))
    assert kinds(compared) == [("moved",)] * (one != other)


def cuts() -> list[tuple[int, int]]:
    """Every place in the Sichuan table where a task can be cut in two at a punctuation mark, with four characters left at least."""
    return [
        (row, cut.start())
        for row, entry in enumerate(sichuan().entries)
        for cut in STOP.finditer(entry.words)
        if 4 <= cut.start() <= len(entry.words) - 4
    ]


def test_cuts_were_collected() -> None:
    """The property below is about many cuts."""
    assert len(cuts()) > 100


@given(st.data(), st.booleans())
def test_split(data, renumber) -> None:
    """A task cut in two at any punctuation mark is one split, and one merger the other way round; no part looks added."""
    row, at = data.draw(st.sampled_from(cuts()))
    entries = [replace(entry, targets=()) for entry in sichuan().entries]  # a cut may part a target from its deadline
    before, whole = table(entries), entries[row]
    entries[row : row + 1] = [replace(whole, words=whole.words[:at]), replace(whole, words=whole.words[at:], id="99")]
    after = table(entries, renumber=renumber)
    assert kinds(result.sides(before, after)) == [("split",)]
    assert kinds(result.sides(after, before)) == [("merged",)]


@dataclass(frozen=True)
class Edit:
    """One edit of a list of rows, at two places."""

    name: str
    one: int
    other: int

    def on(self, entries: list[Entry]) -> None:
        """Edit ``entries`` in place; nothing happens to an empty list."""
        if not entries:
            return
        one, other = self.one % len(entries), self.other % len(entries)
        entry = entries[one]
        if self.name == "delete":
            del entries[one]
        elif self.name == "insert":
            entries.insert(one, replace(sichuan().entries[self.other], words=f"{sichuan().entries[self.other].words}（新）"))
        elif self.name == "swap":
            entries[one], entries[other] = entries[other], entries[one]
        elif self.name == "cut":
            entries[one] = replace(entry, words="".join(STOP.split(entry.words)[1:]) or entry.words)
        elif self.name == "split":
            pieces = STOP.split(entry.words)
            entries[one : one + 1] = [replace(entry, words="".join(part)) for part in (pieces[:1], pieces[1:]) if "".join(part)]
        elif self.name == "join" and one != other:
            entries[one] = replace(entry, words=entry.words + entries[other].words)
            del entries[other]
        elif self.name == "reassign":
            entries[one] = replace(entry, cell=entries[other].cell, assignments=entries[other].assignments)


edit_names = st.sampled_from(["delete", "insert", "swap", "cut", "split", "join", "reassign"])
edits = st.lists(st.builds(Edit, edit_names, places, places), max_size=8)


def mirrored(change: Change) -> tuple[object, ...]:
    """What the other direction should say of this change."""
    details = {
        (MIRROR.get(d.kind, d.kind), d.party and d.party.zh, frozenset(d.later_roles), frozenset(d.earlier_roles), d.later, d.earlier)
        for d in change.details
    }
    return (
        frozenset(MIRROR.get(kind, kind) for kind in change.kinds),
        change.later,
        change.earlier,
        change.by,
        change.similarity,
        frozenset(details),
    )


def plain(change: Change) -> tuple[object, ...]:
    """The same of this direction."""
    details = {
        (d.kind, d.party and d.party.zh, frozenset(d.earlier_roles), frozenset(d.later_roles), d.earlier, d.later) for d in change.details
    }
    return frozenset(change.kinds), change.earlier, change.later, change.by, change.similarity, frozenset(details)


@given(edits, st.booleans())
def test_the_other_way_round(made: list[Edit], renumber) -> None:
    """compare(A, B) and compare(B, A) mirror each other: added for dropped, split for merged, gained for lost."""
    entries = list(sichuan().entries)
    for edit in made:
        edit.on(entries)
    after = table(entries, renumber=renumber)
    there, back = result.sides(sichuan(), after), result.sides(after, sichuan())
    assert {plain(change) for change in there.changes} == {mirrored(change) for change in back.changes}
    assert there.same == back.same
    assert accounted(there)


def accounted(compared: Comparison) -> bool:
    """Whether every row of both sides is in exactly one change, or unchanged."""
    before = sum(len(change.earlier) for change in compared.changes) + compared.same
    after = sum(len(change.later) for change in compared.changes) + compared.same
    return (before, after) == (len(compared.earlier.entries), len(compared.later.entries))


@given(half_new, half_new)
def test_short_and_strange_wordings(before: list[str], after: list[str]) -> None:
    """Whatever the words are, every row is in one match at most, on both sides."""
    found = match.matches(Rows(before, range(len(before))), Rows(after, range(len(after))))
    for places_of in ([i for m in found for i in m.earlier], [j for m in found for j in m.later]):
        assert len(places_of) == len(set(places_of))
    assert all(len(m.earlier) == 1 or len(m.later) == 1 for m in found)


# --- wordings and order ----------------------------------------------------------------------------------------------


@given(st.text("养老托育服", max_size=12), st.text("养老托育服", max_size=12))
def test_common_subsequence(one: str, other: str) -> None:
    """The length is that of the textbook's table, and does not depend on the side."""
    row = [0] * (len(other) + 1)
    for a in one:
        row = list(
            itertools.accumulate(
                range(len(other) + 1), lambda left, j, row=row, a=a: max(left, row[j], row[j - 1] + (a == other[j - 1])) if j else 0
            )
        )
    assert wording.Wording(one).common(wording.Wording(other)) == row[-1] == wording.Wording(other).common(wording.Wording(one))


@given(st.text("养老托育服", max_size=20), st.text("养老托育服", max_size=20))
def test_difference_keeps_every_character(earlier: str, later: str) -> None:
    """Kept and taken away are the earlier words, kept and put in the later ones."""
    pieces = wording.difference(earlier, later)
    assert "".join(words for sign, words in pieces if sign != "+") == earlier
    assert "".join(words for sign, words in pieces if sign != "-") == later


@given(st.permutations(range(9)))
def test_fewest_moves(after: list[int]) -> None:
    """What did not move is in order, no longer part of the table is, and the other way round the same rows moved."""
    pairs = {(i, j): str(i * 7 % 5) for i, j in enumerate(after)}
    moved = order.moved(pairs)
    kept = sorted(pairs.keys() - moved)
    assert all(a[1] < b[1] for a, b in itertools.pairwise(kept))
    longest = max(len(c) for n in range(10) for c in itertools.combinations(after, n) if list(c) == sorted(c))
    assert len(kept) == longest
    assert {(j, i) for i, j in moved} == order.moved({(j, i): words for (i, j), words in pairs.items()})


def test_different_tasks_stay_below_the_thresholds() -> None:
    """The thresholds are those measured: no two tasks of the table are as alike as two wordings of one task must be."""
    keys = [key(entry.words) for entry in sichuan().entries]
    words = {text: wording.Wording(text) for text in keys}
    alike = sorted(wording.similarity(words[a].common(words[b]), a, b) for a, b in itertools.combinations(keys, 2))
    assert len(alike) == 1326
    assert alike[-1] < 0.41 < match.ALIKE
    assert alike[int(len(alike) * 0.99)] < 0.28 < match.ALIKE_IN_PLACE


def test_number_decides_between_less_similar_words() -> None:
    """A task rewritten under the same number is that task reworded; the same words far away are another task."""
    old, new = "加快推进老年人居家适老化改造，推动设立家庭照护床位。", "推进适老化改造，为困难老年人家庭设立床位并给予补贴支持。"
    rows = ["发展智慧健康养老。", old, "实施康复辅助器具应用推广工程。"]
    here = match.matches(Rows(rows, [1, 2, 3]), Rows([rows[0], new, rows[2]], [1, 2, 3]))
    assert [(m.earlier, m.later, m.by) for m in here] == [((0,), (0,), "wording"), ((1,), (1,), "number"), ((2,), (2,), "wording")]
    assert match.ALIKE_IN_PLACE < here[1].similarity < match.ALIKE
    elsewhere = match.matches(Rows(rows, [1, 2, 3]), Rows([rows[0], rows[2], "完善统计。", new], [1, 2, 3, 4]))
    assert [m.earlier for m in elsewhere] == [(0,), (2,)]


def test_520_rows_take_seconds() -> None:
    """Ten times the table with a tenth of its rows reworded, and two tables that have no task in common, cost seconds at most."""
    long = [f"{entry.words}第{n}片区" for n in range(10) for entry in sichuan().entries]
    changed = [words.replace("，", "；并") if at % 10 == 0 else words for at, words in enumerate(long)]
    started = time.perf_counter()
    found = match.matches(Rows([key(w) for w in long], range(520)), Rows([key(w) for w in changed], range(520)))
    assert time.perf_counter() - started < 5
    assert len(found) == 520
    started = time.perf_counter()
    match.matches(Rows(long, range(520)), Rows([words[::-1] for words in long], range(520)))
    assert time.perf_counter() - started < 20


# --- who is responsible ----------------------------------------------------------------------------------------------


def compared_cells(tmp_path: Path, before: str, after: str, reading: str = "adopted") -> list[duties.Detail]:
    """The details of one task whose responsibility is printed so and then so."""
    paths = []
    for name, cell in (("before", before), ("after", after)):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"{HEADER}1\t编制方案。\t{cell}\n", encoding="utf-8")
        paths.append(str(path))
    compared = result.tables(*paths, ground(), jurisdiction="510000", reading=reading)
    return [detail for change in compared.changes for detail in change.details]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("民政厅负责", "民政厅负责。", []),
        ("民政厅负责", "民政厅、财政厅负责", ["＋ 财政厅（负责）"]),
        ("民政厅牵头，财政厅参加", "民政厅牵头", ["－ 财政厅（参加）"]),
        ("民政厅牵头，财政厅参加", "财政厅牵头，民政厅参加", ["± 财政厅：参加 → 牵头", "± 民政厅：牵头 → 参加"]),
        ("民政厅负责", "四川省民政厅负责", ["± 四川省民政厅（负责）：民政厅 → 四川省民政厅"]),
        ("民政厅负责", "民政厅等有关部门（单位）负责", ["＋ 条款开放：等有关部门（单位）（负责）"]),
        ("民政厅牵头，有关部门（单位）参加", "民政厅牵头", ["－ 条款收口：有关部门（单位）（参加）"]),
        ("民政厅牵头，财政厅参加", "民政厅牵头，财政厅参与", ["± 条款改写（参加）：参加 → 参与"]),
        ("民政厅、财政厅牵头", "财政厅、民政厅牵头", ["± 次序改变（牵头）：四川省民政厅、四川省财政厅 → 四川省财政厅、四川省民政厅"]),
        ("民政厅牵头，财政厅参加", "民政厅牵头；财政厅参加", ["± 单元格改写：民政厅牵头，财政厅参加 → 民政厅牵头；财政厅参加"]),
        ("省养老厅负责", "省托育厅负责", ["＋ 省托育厅 ?（负责）", "－ 省养老厅 ?（负责）"]),
        ("民政厅负责", "民政厅统筹", ["± 未比较：民政厅负责 → 民政厅统筹"]),
    ],
)
def test_who_is_responsible(tmp_path, before, after, told) -> None:
    """Each difference in the cell is told, once, in words."""
    words = present.Words.of(ground().vocabulary)
    expected = told if before != "民政厅负责" or after != "民政厅负责。" else ["± 单元格改写：民政厅负责 → 民政厅负责。"]
    assert [present._detail(detail, words, "zh") for detail in compared_cells(tmp_path, before, after)] == expected


def test_corrections_count_for_a_copy(tmp_path) -> None:
    """A copy without corrections.toml is read as corrected; where it prints the right name, only the name changed."""

    def corrected(rows: list[list[str]]) -> None:
        rows[11][2] = rows[11][2].replace("民政部", "民政厅")

    copy = edited(tmp_path, corrected)
    adopted, printed = (result.tables(SICHUAN, copy, ground(), reading=reading) for reading in ("adopted", "printed"))
    assert kinds(adopted) == [("responsibility-reworded",)]
    assert [(d.kind, d.party.zh, d.earlier, d.later) for d in adopted.changes[0].details] == [
        ("name-changed", "四川省民政厅", "民政部", "民政厅")
    ]
    assert adopted.lent == 5
    assert kinds(printed) == [("responsibility-changed",)]
    assert {(d.kind, d.party.zh) for d in printed.changes[0].details} == {
        ("body-gained", "四川省民政厅"), ("body-lost", "中华人民共和国民政部"),
    }  # fmt: skip
    assert printed.lent == 0


def test_a_row_that_cannot_be_read_is_not_dropped(tmp_path, fengong) -> None:
    """It is compared by its task, said to be unread, and the exit code tells that the comparison is not whole."""

    def unreadable(rows: list[list[str]]) -> None:
        rows[6][2] = "民政厅统筹"

    done = fengong("compare", SICHUAN, edited(tmp_path, unreadable), "--format", "json")
    told = json.loads(done.out)
    assert [change["kinds"] for change in told["changes"]] == [["not-compared"]]
    assert told["later"]["unread"] == ["第7行"]
    assert not told["complete"]
    assert "第7行" in done.err
    assert done.code == 1


def test_a_row_left_out_with_a_reason_is_no_fault(tmp_path) -> None:
    """A row that corrections.toml lists as not to be read is named, and the comparison is whole all the same."""
    reason = '[[unread]]\nrow = 2\nreason_zh = "用语待核"\nreason_en = "The wording is being looked into"\n'
    unreadable = HEADER + ROW + "2\t公开信息。\t民政厅统筹\n"
    folder = add_table(tmp_path, "excused", unreadable, corrections=reason)
    plain_file = tmp_path / "plain.txt"
    plain_file.write_text(unreadable, encoding="utf-8")
    excused, fault = (result.tables(given, given, ground(), jurisdiction="510000") for given in (str(folder), str(plain_file)))
    assert excused.earlier.unread == fault.earlier.unread == ("第2行",)
    assert excused.changes == fault.changes == ()
    assert excused.complete
    assert not fault.complete


# --- what a task promises --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Promised:
    """A target as the reader will know it, in a plain class."""

    words: str
    comparator: str = "at-least"
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit: str = ""
    per_quantity: Decimal | None = None
    applies_to: str = ""
    deadline: object = None


TEN = Promised("每千人口不少于10个托位", "托位", minimum=Decimal(10), unit="place", per_quantity=Decimal(1000), applies_to="新建居住区")
EIGHT = replace(TEN, words="不少于8个托位", minimum=Decimal(8), applies_to="老城区和已建成居住区")
BEDS = Promised(
    "到2022年，护理型床位占比不低于55%", "护理型床位占比", minimum=Decimal(55), unit="percent",
    deadline=SimpleNamespace(day=dt.date(2022, 12, 31), phrase="到2022年"),
)  # fmt: skip
LATER_BEDS = replace(BEDS, minimum=Decimal("60.0"), deadline=SimpleNamespace(day=dt.date(2025, 12, 31), phrase="到2025年"))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([], [], []),
        ([TEN, EIGHT], [EIGHT, TEN], []),
        ([TEN], [replace(TEN, words="每千人口至少10个托位")], []),
        ([TEN, EIGHT], [TEN], [("target-lost", "", "不少于8个托位", "")]),
        ([TEN], [TEN, EIGHT], [("target-gained", "", "", "不少于8个托位")]),
        ([TEN, EIGHT], [replace(EIGHT, minimum=Decimal(9)), TEN], [("target-changed", "minimum", "8", "9")]),
        ([BEDS], [LATER_BEDS], [("target-changed", "minimum", "55", "60"), ("target-changed", "deadline", "2022-12-31", "2025-12-31")]),
        ([BEDS], [replace(BEDS, deadline=None)], [("target-changed", "deadline", "2022-12-31", "")]),
        ([TEN], [replace(TEN, per_quantity=Decimal(10000))], [("target-changed", "perQuantity", "1000", "10000")]),
        ([TEN], [BEDS], [("target-gained", "", "", BEDS.words), ("target-lost", "", TEN.words, "")]),
    ],
)
def test_targets(before, after, told) -> None:
    """Targets are compared by their parts, in whatever order they stand; the words alone make no difference."""
    assert [(d.kind, d.facet, d.earlier, d.later) for d in targets.differences(before, after)] == told
    back = [(MIRROR.get(d.kind, d.kind), d.facet, d.later, d.earlier) for d in targets.differences(after, before)]
    assert sorted(back) == sorted(told)


def test_any_getter_will_do() -> None:
    """The parts may come from anything: here from dictionaries."""
    found = targets.differences([{"minimum": 1}], [{"minimum": 2}], lambda target, part: target.get(part))
    assert [(d.facet, d.earlier, d.later) for d in found] == [("minimum", "1", "2")]


def test_every_part_has_its_words() -> None:
    """Whatever part can change is called something in both languages."""
    head = {name: name.split("_")[0] + "".join(map(str.capitalize, name.split("_")[1:])) for name in targets.PARTS}
    assert set(head.values()) == present.FACETS.keys()


def with_targets() -> Comparison:
    """Every kind of change and of detail, targets among them, between the Sichuan table and a copy."""
    entries = list(sichuan().entries)
    entries[1] = replace(entries[1], targets=(TEN, EIGHT))
    entries[29] = replace(entries[29], targets=(BEDS,))
    before = table(entries)
    entries[1] = replace(entries[1], targets=(replace(TEN, minimum=Decimal(12)),))
    entries[29] = replace(entries[29], targets=(BEDS, TEN))
    entries[3], entries[5] = entries[5], entries[3]
    entries[7] = replace(entries[7], words=entries[7].words.replace("15", "20"))
    for here, there in ((9, 11), (11, 9), (15, 0), (51, 10), (0, 4)):
        entries[here] = replace(entries[here], cell=sichuan().entries[there].cell, assignments=sichuan().entries[there].assignments)
    Edit("split", 24, 0).on(entries)
    Edit("join", 40, 41).on(entries)
    Edit("delete", 20, 0).on(entries)
    Edit("insert", 33, 44).on(entries)
    return result.sides(
        before, replace(table(entries, renumber=True), coordinate="version/0123456789abcdef", sha256="0123456789abcdef" * 4)
    )


def test_targets_are_told() -> None:
    """A changed target stands beside its task, in text in both languages and in JSON."""
    compared, words = with_targets(), present.Words.of(ground().vocabulary)
    assert compared.counts["targets-changed"] == 2
    assert "± 目标改动（下限）：10 → 12" in present.text(compared, words, "zh")
    assert "± target changed (minimum): 10 → 12" in present.text(compared, words, "en")
    change = next(c for c in present.described(compared)["changes"] if "targets-changed" in c["kinds"])
    assert {"facet": "minimum", "earlier": "10", "later": "12"}.items() <= change["details"][0].items()


# --- as triples ------------------------------------------------------------------------------------------------------


def triples(compared: Comparison) -> list[ox.Triple]:
    return list(say.comparison(compared, present.Words.of(ground().vocabulary)))


def test_turtle_is_valid() -> None:
    """The comparison breaks no shape, has no blank node, and reads back from the Turtle as it was meant."""
    said = triples(with_targets())
    assert all(isinstance(term, ox.NamedNode | ox.Literal) for triple in said for term in (triple.subject, triple.object))
    written = Turtle().write(said)
    assert {quad.triple for quad in ox.parse(written, format=ox.RdfFormat.TURTLE)} == set(said)
    bases = {triple.subject.value.removeprefix(BASE).split("/")[1] for triple in said}
    assert bases == {"comparison", "version"}
    schemes = [t for t in ground().vocabulary.triples if t.predicate == SKOS.inScheme]
    about = {FG.TableComparison.value, FG.TaskChange.value, FG.ChangeDetail.value}
    assert not list(ground().shapes.validate([*said, *schemes], about=about, places=Places()))
    assert {t.object for t in said if t.predicate == RDF.type} >= {FG.TableComparison, FG.TaskChange, FG.ChangeDetail}


def test_kinds_are_those_of_the_scheme() -> None:
    """The scheme of changes has every kind that the program gives, and no other."""
    words = present.Words.of(ground().vocabulary)
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "src/fengong/compare").glob("*.py")))
    assert set(result.TASK_KINDS) <= words.kinds.keys()
    assert {kind for kind in words.kinds if f'"{kind}"' not in code} == set()
    given = set(re.findall(r'(?:Detail|_same_role)\("([a-z-]+)"', code))
    assert given | set(result.TASK_KINDS) == words.kinds.keys()


def test_same_input_same_iris(tmp_path) -> None:
    """A comparison is known by what was compared and how: the same again has the same IRI, another reading another."""
    copy = edited(tmp_path, numbered)
    again, other = (result.tables(SICHUAN, copy, ground(), reading=reading).id for reading in ("adopted", "printed"))
    assert result.tables(SICHUAN, copy, ground()).id == again != other


# --- what can be given -----------------------------------------------------------------------------------------------


def test_two_files_need_no_build_and_no_workspace(tmp_path, fengong, monkeypatch) -> None:
    """Two source files are compared anywhere, also by another jurisdiction than any table has."""
    (tmp_path / "a.txt").write_text(HEADER + ROW, encoding="utf-8")
    (tmp_path / "b.txt").write_text(HEADER + ROW.replace("民政厅", "市民政局"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = fengong("compare", "a.txt", "b.txt", "--jurisdiction", "510100", "--lang", "zh")
    assert done.code == 0
    assert "＋ 市民政局" in done.out
    without = fengong("compare", "a.txt", "b.txt")
    assert without.code == 0
    assert "no jurisdiction is given" in without.err
    assert not list(tmp_path.glob("graph"))


def test_jurisdiction_is_that_of_the_other_side(tmp_path) -> None:
    """A file beside a table needs no jurisdiction of its own, whichever is given first."""
    copy = edited(tmp_path, numbered)
    for one, other in ((SICHUAN, copy), (copy, SICHUAN)):
        compared = result.tables(one, other, ground())
        assert {compared.earlier.jurisdiction, compared.later.jurisdiction} == {"510000"}
        assert compared.changes == ()


def test_a_folder_and_the_file_in_it(tmp_path) -> None:
    """A table folder counts as its source.toml says; the file in it is read as it stands."""
    folder = tmp_path / SICHUAN
    shutil.copytree(ROOT / "graph" / "sources" / SICHUAN, folder)
    same = result.tables(str(folder), SICHUAN, ground())
    assert same.changes == ()
    assert same.earlier.coordinate.startswith("version/"), "not the workspace's own table, though of the same name"
    assert same.later.coordinate == SICHUAN
    text = folder / "text.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("发展智慧健康养老。", "发展智慧养老。"), encoding="utf-8")
    with pytest.raises(ChangedSource):
        result.tables(str(folder), SICHUAN, ground())
    compared = result.tables(SICHUAN, str(text), ground())
    assert kinds(compared) == [("reworded",)]
    assert compared.lent == 0, "its own corrections.toml counts"


def test_own_workspace(tmp_path, fengong) -> None:
    """Tables of one's own workspace are named by their ids."""
    workspace(tmp_path, text=HEADER + ROW, table="first")
    add_table(tmp_path, "second", HEADER + ROW.replace("编制", "制定"))
    done = fengong("compare", "first", "second", "--workspace", str(tmp_path), "--format", "ttl")
    assert done.code == 0
    assert "fg:earlierTask <first/task/1>" in done.out
    assert "fg:laterTable <second>" in done.out


def test_what_is_not_there(tmp_path, fengong) -> None:
    """A name that no table has, a file that is not there and a jurisdiction that nobody listed are said to be so."""
    with pytest.raises(UnknownName):
        result.tables(SICHUAN, "guizhou", ground())
    with pytest.raises(UnreadableFile):
        result.tables(SICHUAN, "new.txt", ground())
    with pytest.raises(UnknownJurisdiction):
        result.tables(edited(tmp_path), edited(tmp_path), ground(), jurisdiction="999999")
    assert fengong("compare", SICHUAN, "guizhou").code == 2
    assert fengong("compare", SICHUAN, "new.txt").code == 1


def test_formats(tmp_path, fengong) -> None:
    """Text in both languages, JSON and Turtle say the same number of changes; a file holds what the screen shows."""
    copy = edited(tmp_path, lambda rows: rows.pop(0), lambda rows: rows.insert(5, ["", "编制方案。", "民政厅负责"]), numbered)
    zh, en = (fengong("compare", SICHUAN, copy, "--lang", lang) for lang in ("zh", "en"))
    assert "新增 1 · 删除 1" in zh.out
    assert "added 1 · dropped 1" in en.out
    assert len(json.loads(fengong("compare", SICHUAN, copy, "--format", "json").out)["changes"]) == 2
    assert fengong("compare", SICHUAN, copy, "--format", "ttl").out.count("a fg:TaskChange ;") == 2
    out = tmp_path / "out.txt"
    assert fengong("compare", SICHUAN, copy, "--lang", "zh", "-o", str(out)).code == 0
    assert out.read_text(encoding="utf-8") == zh.out
    assert zh.code == en.code == 0
    assert "There is no difference." in fengong("compare", SICHUAN, SICHUAN).out


def test_hostile_words_stay_words(tmp_path, fengong) -> None:
    """Turtle, escape sequences and braces inside cells are text in every format."""
    nasty = '编制"方案""" . } {0} \x1b[31m<b>。'
    for name, words in (("a", nasty), ("b", nasty.replace("编制", "制定"))):
        (tmp_path / f"{name}.txt").write_text(f"{HEADER}1\t{words}\t民政厅负责\n", encoding="utf-8")
    paths = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--jurisdiction", "510000"]
    assert "\x1b" not in fengong("compare", *paths).out
    ttl = fengong("compare", *paths, "--format", "ttl").out
    assert nasty in {q.object.value for q in ox.parse(ttl, format=ox.RdfFormat.TURTLE) if q.predicate == FG.earlierWords}
    assert json.loads(fengong("compare", *paths, "--format", "json").out)["changes"][0]["earlier"][0]["task"] == nasty


def test_python_interface(tmp_path) -> None:
    """`fengong.compare_tables` gives the comparison as values, again and again."""
    copy = edited(tmp_path, lambda rows: rows.pop(0))
    for _ in range(2):
        assert [change.kinds for change in fengong.compare_tables(SICHUAN, Path(copy)).changes] == [("dropped",)]

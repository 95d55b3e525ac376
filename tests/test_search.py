"""The search index: what is found by which words, in which order, and where the words are marked."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fengong
from fengong.ask import fold, search
from fengong.ask.found import Match
from fengong.ask.keys import Keys
from fengong.ask.pinyin import readings
from fengong.ask.search import Index, index_of, rows
from fengong.ask.searchable import KINDS, Entry
from fengong.bilingual import Bilingual
from support import ROOT, SICHUAN

CIVIL = "id/body/510000/civil-affairs"
HEALTH = "id/body/510000/health"
CASES = [
    ("full name", "四川省民政厅", CIVIL),
    ("printed short form", "民政厅", CIVIL),
    ("short form with the province", "省民政厅", CIVIL),
    ("abbreviation", "省卫健委", HEALTH),
    ("part of an abbreviation", "卫健委", HEALTH),
    ("spaces inside Chinese", "民 政　厅", CIVIL),
    ("pinyin", "minzhengting", CIVIL),
    ("pinyin in capitals", "MinZhengTing", CIVIL),
    ("pinyin with spaces", "min zheng ting", CIVIL),
    ("pinyin with an apostrophe", "min'zheng'ting", CIVIL),
    ("pinyin with tone marks", "mínzhèngtīng", CIVIL),
    ("pinyin with tone numbers", "min2zheng4ting1", CIVIL),
    ("pinyin of the full name", "sichuansheng minzhengting", CIVIL),
    ("beginning of pinyin", "minzhengt", CIVIL),
    ("initials", "mzt", CIVIL),
    ("initials of an abbreviation", "swjw", HEALTH),
    ("pinyin from inside a name", "weijianwei", HEALTH),
    ("second reading of 行", "renhang", "id/body/510000/peoples-bank-chengdu-branch"),
    ("first reading of 乐", "leshan", "id/place/511100"),
    ("second reading of 乐", "yueshan", "id/place/511100"),
    ("ü written v", "lvyou", "id/body/510000/culture-tourism"),
    ("ü written u", "luyou", "id/body/510000/culture-tourism"),
    ("ü written ü", "lüyou", "id/body/510000/culture-tourism"),
    ("English name", "Sichuan Department of Civil Affairs", CIVIL),
    ("English words, any case", "SICHUAN DEPARTMENT OF CIVIL", CIVIL),
    ("beginnings of English words", "civil sichuan", CIVIL),
    ("English with an apostrophe", "sichuan women's fed", "id/body/510000/womens-federation"),
    ("English with a mark left out", "garze", "id/place/513300"),
    ("English place", "Zigong", "id/place/510300"),
    ("place", "自贡市", "id/place/510300"),
    ("place without its level", "自贡", "id/place/510300"),
    ("code of a place", "510300", "id/place/510300"),
    ("full-width code", "５１０３００", "id/place/510300"),
    ("id of a body", "510000/civil-affairs", CIVIL),
    ("collective with full-width brackets", "各市（州）人民政府", "id/collective/sichuan-prefecture-governments"),
    ("collective without brackets", "各市州人民政府", "id/collective/sichuan-prefecture-governments"),
    ("number of a task", "12", f"id/{SICHUAN}/task/12"),
    ("number in Chinese", "第12项", f"id/{SICHUAN}/task/12"),
    ("number in English", "task 12", f"id/{SICHUAN}/task/12"),
    ("number with a nought", "012", f"id/{SICHUAN}/task/12"),
    ("words of a task", "家庭托育点登记备案制度", f"id/{SICHUAN}/task/7"),
    ("Latin letters in a task", "tot", f"id/{SICHUAN}/task/12"),
    ("words across quotation marks", "十四五养老服务发展规划", f"id/{SICHUAN}/task/1"),
    ("title of the table", "促进养老托育服务健康发展重点任务分工表", f"id/{SICHUAN}"),
    ("topic", "养老", "topic/elderly-care"),
    ("topic in English", "elderly care", "topic/elderly-care"),
    ("word that earns a topic", "失能", "topic/elderly-care"),
    ("function", "民政", "function/civil-affairs"),
    ("role", "牵头", "role/lead"),
    ("role by its pinyin", "qiantou", "role/lead"),
    ("term of the ontology", "fg:leadBody", "ns#leadBody"),
    ("local name of a term", "leadBody", "ns#leadBody"),
    ("canned question", "led-by", "question/led-by"),
    ("canned question in Chinese", "某单位牵头的任务", "question/led-by"),
    ("IRI", "https://w3id.org/fengong/id/place/510300", "id/place/510300"),
    ("path", "/id/place/510300", "id/place/510300"),
]


@pytest.fixture(scope="module")
def index() -> Index:
    graph = fengong.open(ROOT)
    return index_of(graph.dataset, graph.questions.values())


@pytest.mark.parametrize(("query", "path"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_finds(index: Index, query: str, path: str) -> None:
    """Each way to call a thing finds it first."""
    hits = index.search(query)
    assert hits.items[0].path == path


def test_all_cases_were_collected() -> None:
    """The table of cases is not silently cut short, and no case is there twice."""
    assert len(CASES) == 56
    assert len({case[0] for case in CASES}) == len({case[1] for case in CASES}) == len(CASES)


def test_every_kind_is_there(index: Index) -> None:
    """Tasks, bodies, places and everything else that has a page are in the index, each once."""
    counts = {kind: sum(entry.kind == kind for entry in index.entries) for kind in KINDS}
    assert (counts["task"], counts["body"], counts["place"], counts["table"], counts["role"]) == (52, 94, 23, 1, 6)
    assert all(counts.values())
    assert len({entry.iri for entry in index.entries}) == len(index.entries)


def test_better_agreement_comes_first(index: Index) -> None:
    """Whole name before short form before beginning before inside before text."""
    scores = [index.search(query).items[0].score for query in ("四川省民政厅", "民政厅", "四川省民", "省民", "宜公则公")]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 100.0
    assert scores[1] == 90.0


def test_the_province_comes_before_the_nation(index: Index) -> None:
    """Of equally good bodies those of the table's jurisdiction come first, then those above it, then the others."""
    order = {"510000": 0, "cn": 1}
    hits = [hit for query in ("b", "s", "p") for hit in index.search(query, kinds=("body",), limit=200).items if "id/body" in hit.path]
    pairs = [(one, other) for one, other in pairwise(hits) if one.score == other.score]
    steps = [tuple(order.get(hit.path.split("/")[2], 2) for hit in pair) for pair in pairs]
    assert any(near < far for near, far in steps)
    assert all(near <= far for near, far in steps)


def test_kinds_and_pages(index: Index) -> None:
    """Kinds leave the others out; limit and offset cut one list; the total is that of all."""
    everything = index.search("养老", limit=500)
    tasks = index.search("养老", kinds=("task",), limit=500)
    assert {hit.kind for hit in tasks.items} == {"task"}
    assert tasks.total < everything.total == len(everything.items)
    pages = [hit for start in range(0, everything.total, 7) for hit in index.search("养老", limit=7, offset=start).items]
    assert tuple(pages) == everything.items


def test_table_leaves_out_other_tables() -> None:
    """Tasks of another table are left out; what belongs to no table stays."""
    name = Bilingual(zh="任务1", en="Task 1")
    entries = (
        Entry("https://w3id.org/fengong/id/a/task/1", "task", name, codes=("1",), table="a"),
        Entry("https://w3id.org/fengong/id/b/task/1", "task", name, codes=("1",), table="b"),
        Entry("https://w3id.org/fengong/id/place/1", "place", name, codes=("1",)),
    )
    index = Index(entries, tuple(map(Keys.of, entries)))
    assert [hit.path for hit in index.search("1").items] == ["id/a/task/1", "id/b/task/1", "id/place/1"]
    assert [hit.path for hit in index.search("1", table="b").items] == ["id/b/task/1", "id/place/1"]


@pytest.mark.parametrize("query", ["", "   ", "　", "。，、", "\x00\x1b\n", "“”", "%", "🙂"])
def test_nothing_to_look_for_finds_nothing(index: Index, query: str) -> None:
    """A query without a letter or number finds nothing."""
    assert index.search(query) == search.Hits(0, ())


def test_control_characters_are_nothing(index: Index) -> None:
    """Control and format characters in a query change nothing."""
    assert index.search("民\x00政\u200b厅\x1b") == index.search("民政厅")


def test_long_queries_are_cut(index: Index) -> None:
    """A megabyte is answered as fast as its beginning."""
    start = time.perf_counter()
    index.search("民政厅" * 350_000)
    index.search("a " * 500_000)
    assert time.perf_counter() - start < 1


def test_foreign_and_unknown_addresses_find_nothing(index: Index) -> None:
    """An IRI of ours that names nothing does not fall back on its words."""
    assert index.search("https://w3id.org/fengong/id/place/999999").total == 0


def marked(match: Match) -> list[str]:
    return [match.words[start:end] for start, end in match.spans]


MARKS = [
    ("民政厅", "other", ["民政厅"]),
    ("川省民政", "name", ["川省民政"]),
    ("civil aff", "code", ["civil-aff"]),
    ("women's fed", "english", ["Women's Fed"]),
    ("zhengting", "sound", ["政厅"]),
    ("mzt", "sound", ["民政厅"]),
    ("一老一小人口分布", "text", ["一老一小”人口分布"]),
]


@pytest.mark.parametrize(("query", "where", "words"), MARKS, ids=[case[0] for case in MARKS])
def test_marks_what_was_found(index: Index, query: str, where: str, words: list[str]) -> None:
    """The range marked in the original is what agrees with the query."""
    match = index.search(query).items[0].matches[0]
    assert (match.where, marked(match)) == (where, words)
    assert "".join(piece for piece, _ in match.pieces()) == match.words
    assert [piece for piece, is_marked in match.pieces() if is_marked] == words


def test_each_of_several_words_is_marked(index: Index) -> None:
    """Words that stand apart are all shown."""
    hit = index.search("养老 婴幼儿 规划", kinds=("task",)).items[0]
    assert [marked(match)[0] for match in hit.matches] == ["养老", "婴幼儿", "规划"]


@settings(max_examples=150)
@given(query=st.text(max_size=30) | st.text(alphabet="民政厅卫健委省四川养老12 aeimnzhgt'v５", max_size=12))
def test_any_query_is_answered(index: Index, query: str) -> None:
    """Nothing that is typed raises, and what is found is in order, once, with marks inside its words."""
    hits = index.search(query, limit=1_000)
    assert hits.total == len(hits.items) == len({hit.iri for hit in hits.items})
    assert [hit.score for hit in hits.items] == sorted((hit.score for hit in hits.items), reverse=True)
    for hit in hits.items:
        assert 0 < hit.score <= 100
        assert hit.matches
        for match in hit.matches:
            assert all(0 <= start < end <= len(match.words) for start, end in match.spans)
            assert match.spans


# --- the same rule over plain rows, as another program would write it


def elsewhere(table: list[search.Row], query: str) -> list[tuple[str, float]]:
    """The paths and scores that the rule of `ask.search` finds, with `includes` and little else."""
    whole = fold.spaced(query[:400])[:100].strip()
    if not whole:
        return []
    parts = [word for part in re.split(r"[\s、，,；;]+", query[:100]) if (word := fold.spaced(part))][:8]
    number = re.fullmatch(r"(?:第|任务|task|no)? ?0*(\d{1,5}(?: \d{1,3})?)(?:项|行|条|号|项任务)?", whole)
    if number:
        parts = []
    found = []
    for place, row in enumerate(table):
        best = rated(row, number[1].replace(" ", "-") if number else whole.replace(" ", ""), whole)
        if len(parts) > 1:
            best = max(best, min(rated(row, part.replace(" ", ""), part) for part in parts) - 5)
        if best > 0:
            found.append((-best, place, row[1]))
    return [(path, round(-best, 3)) for best, _, path in sorted(found)]


def rated(row: search.Row, q: str, w: str) -> float:
    names, others, codes, english, sounds = row[4]
    sound = re.sub(r"(?<=[a-z])[1-5]", "", q).replace("v", "u")
    s = sound if re.fullmatch("[a-z]+", sound) else ""

    def close(keys: list[str], part: str) -> float:
        shares = [0.0]
        for lines in keys:
            line = next((line for line in lines.strip("\n").split("\n") if part in f"\n{line}"), None)
            if line is not None:
                shares.append(9 * len(part.strip()) / len(line.strip()))
        return max(shares)

    begins = max(close([names, others, codes], f"\n{q}"), close([english], f"\n {w}"))
    inside = 0.0 if q.isdecimal() else close([names, others], q)
    heard, word = close([sounds], f"\n{s}") if s else 0.0, close([english], f" {w}")
    rules = [
        (100, f"\n{q}\n" in names or f"\n {w} \n" in english or f"\n{q}\n" in codes),
        (90, f"\n{q}\n" in others),
        (85, s and f"\n{s}\n" in sounds),
        (70 + begins, begins),
        (60 + heard, heard),
        (50 + word, word),
        (40 + inside, inside),
        (25, q in fold.joined(row[5]) or f" {w}" in f" {fold.spaced(row[6])} "),
        (15, len(s) >= 3 and s in sounds),
    ]
    return next((score for score, holds in rules if holds), 0)


@pytest.mark.parametrize("query", [case[1] for case in CASES if "/" not in case[1]])
def test_rows_find_the_same(index: Index, query: str) -> None:
    """The rule over the plain rows finds what the index finds, in the same order."""
    assert elsewhere(rows(index), query) == [(hit.path, hit.score) for hit in index.search(query, limit=1_000).items]


@settings(max_examples=60)
@given(query=st.text(alphabet="民政厅卫健委省四川养老服务12 aeimnzhgtcl'v５、", max_size=10))
def test_rows_find_the_same_for_any_query(index: Index, query: str) -> None:
    """So it is for queries that nobody thought of."""
    assert elsewhere(rows(index), query) == [(hit.path, hit.score) for hit in index.search(query, limit=1_000).items]


def test_rows_are_plain_and_deterministic(index: Index) -> None:
    """The rows are JSON and the same to the byte from a graph opened anew."""
    again = fengong.open(ROOT)
    text = json.dumps(rows(index), ensure_ascii=False)
    assert text == json.dumps(rows(index_of(again.dataset, again.questions.values())), ensure_ascii=False)
    assert all(unicodedata.category(char) != "Cc" or char == "\n" for row in rows(index) for char in "".join(row[4]))


def test_readings_are_few() -> None:
    """A long name has one reading; a short one at most one more for each character."""
    assert len(readings("四川省政府政务服务和公共资源交易服务中心")) == 1
    assert all(len(readings(name)) <= 1 + len(name) for name in ("省行长乐重", "人行成都分行"))


@pytest.mark.parametrize("query", ["民政厅", "minzhengting", "civil affairs sichuan", "养老 服务", "e", "a b c d e f g h"])
def test_a_search_takes_little_time(index: Index, query: str) -> None:
    """A search of the Sichuan graph takes at most 20 ms."""
    times = []
    for _ in range(7):
        start = time.perf_counter()
        index.search(query)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.020

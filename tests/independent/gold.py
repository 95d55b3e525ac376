"""Golden answers worked out from the raw text alone.

Uses the standard library and nothing of `fengong`: neither its reader nor its reference tables nor its queries.
The text has one known shape, so regular expressions are enough here; names are resolved by the small table below.
A name, a row or a character that does not fit stops the script.

`python tests/independent/gold.py` writes `gold.json` beside it, the same bytes every time.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TEXT = HERE.parents[1] / "graph" / "sources" / "sichuan-elderly-childcare" / "text.txt"
GOLD = HERE / "gold.json"

HEADER = "序号\t重点任务\t责任单位"
TITLE = "促进养老托育服务健康发展重点任务分工表"
ROW = re.compile(r"^(?P<number>\d+)\t(?P<task>[^\t\n]+)\t(?P<cell>[^\t\n]+)$", re.MULTILINE)
CLAUSE = re.compile(r"(?P<names>[^，；。]*?)(?P<wording>牵头|参加|按职责分工负责|负责)(?P<stop>[，；。])")
OPEN = re.compile(r"等?有关部门（单位）$")
NAME = re.compile(r"[^、和]+(?:和(?!各市)[^、和]+)*")

ROLES = {"牵头": "lead", "参加": "participate", "按职责分工负责": "sharedByDuty", "负责": "responsible"}
ROLE_ORDER = ("lead", "participate", "sharedByDuty", "responsible")

COLLECTIVE = "四川省各市（州）人民政府"
FULL_NAMES = {
    "各市（州）人民政府": COLLECTIVE,
    "省卫生健康委": "四川省卫生健康委员会",
    "民政厅": "四川省民政厅",
    "民政部": "中华人民共和国民政部",
    "省发展改革委": "四川省发展和改革委员会",
    "住房城乡建设厅": "四川省住房和城乡建设厅",
    "财政厅": "四川省财政厅",
    "省市场监管局": "四川省市场监督管理局",
    "经济和信息化厅": "四川省经济和信息化厅",
    "自然资源厅": "四川省自然资源厅",
    "省残联": "四川省残疾人联合会",
    "教育厅": "四川省教育厅",
    "应急厅": "四川省应急管理厅",
    "省国资委": "四川省政府国有资产监督管理委员会",
    "省妇联": "四川省妇女联合会",
    "文化和旅游厅": "四川省文化和旅游厅",
    "人力资源社会保障厅": "四川省人力资源和社会保障厅",
    "科技厅": "四川省科学技术厅",
    "省机关事务管理局": "四川省机关事务管理局",
    "四川银保监局": "中国银行保险监督管理委员会四川监管局",
    "商务厅": "四川省商务厅",
    "农业农村厅": "四川省农业农村厅",
    "省乡村振兴局": "四川省乡村振兴局",
    "团省委": "共青团四川省委",
    "人行成都分行": "中国人民银行成都分行",
    "交通运输厅": "四川省交通运输厅",
    "省药监局": "四川省药品监督管理局",
    "省统计局": "四川省统计局",
    "省林草局": "四川省林业和草原局",
    "省政府服务和资源交易服务中心": "四川省政府政务服务和公共资源交易服务中心",
    "省地方金融监管局": "四川省地方金融监督管理局",
    "省医保局": "四川省医疗保障局",
    "省体育局": "四川省体育局",
    "省中医药局": "四川省中医药管理局",
    "国网四川省电力公司": "国网四川省电力公司",
    "四川证监局": "中国证券监督管理委员会四川监管局",
    "四川省税务局": "国家税务总局四川省税务局",
    "公安厅": "四川省公安厅",
}
# The adopted reading: rows 12-17 print the national ministry where the province's department is meant.
ADOPTED = {(row, "民政部"): "四川省民政厅" for row in range(12, 18)}

Json = dict[str, Any]


def clauses(text: str) -> tuple[list[Json], list[int]]:
    """Every clause of every row in printed order, with its names and their offsets, and the numbers of the rows."""
    found: list[Json] = []
    rows: list[int] = []
    rest = text
    for row in ROW.finditer(text):
        number, cell, base = int(row["number"]), row["cell"], row.start("cell")
        rows.append(number)
        rest = rest.replace(row[0], "", 1)
        parts = list(CLAUSE.finditer(cell))
        if "".join(part[0] for part in parts) != cell:
            message = f"row {number}: {cell!r} is not made of clauses"
            raise ValueError(message)
        position = 0
        for index, part in enumerate(parts, 1):
            start = base + part.start("names")
            open_phrase = OPEN.search(part["names"])
            named = part["names"][: open_phrase.start()] if open_phrase else part["names"]
            names: list[Json] = []
            for name in NAME.finditer(named):
                position += 1
                at = start + name.start()
                names.append({"printed": name[0], "position": position, "start": at, "end": at + len(name[0])})
            if re.sub(r"[、和]", "", named) != re.sub(r"[、和]", "", "".join(name["printed"] for name in names)):
                message = f"row {number}: {named!r} is not made of names"
                raise ValueError(message)
            found.append(
                {
                    "task": number,
                    "clause": index,
                    "role": ROLES[part["wording"]],
                    "words": part["names"] + part["wording"],
                    "start": start,
                    "end": base + part.end("wording"),
                    "names": names,
                    "open": [start + open_phrase.start(), start + open_phrase.end()] if open_phrase else None,
                }
            )
    left = [line for line in rest.split("\n") if line not in {"", HEADER, TITLE, "附件"}]
    if left or rows != list(range(1, len(rows) + 1)):
        message = f"lines not read: {left}; rows: {rows}"
        raise ValueError(message)
    return found, rows


def duties(found: list[Json], *, adopted: bool) -> dict[str, list[Json]]:
    """The duties of every body, by full name, in printed order."""
    by_body: dict[str, list[Json]] = {}
    for clause in found:
        for name in clause["names"]:
            full = FULL_NAMES[name["printed"]]
            if adopted:
                full = ADOPTED.get((clause["task"], name["printed"]), full)
            by_body.setdefault(full, []).append(
                {
                    "task": clause["task"],
                    "clause": clause["clause"],
                    "role": clause["role"],
                    "words": clause["words"],
                    "clause_start": clause["start"],
                    "clause_end": clause["end"],
                    **name,
                }
            )
    return by_body


def matrix(by_body: dict[str, list[Json]]) -> Json:
    """How often each body has each role, and how often it is named."""
    return {
        body: {role: sum(duty["role"] == role for duty in list_) for role in ROLE_ORDER} | {"all": len(list_)}
        for body, list_ in by_body.items()
    }


def led(by_body: dict[str, list[Json]]) -> dict[str, list[int]]:
    """The tasks each body leads; every body has a list, empty where it leads nothing."""
    return {body: [duty["task"] for duty in list_ if duty["role"] == "lead"] for body, list_ in by_body.items()}


def answers() -> Json:
    """All golden answers.

    Bodies are given by full name; every body that the table prints is there, with an empty list where it has nothing.
    Under ``duties-of`` the printed reading lists only the bodies whose duties differ from the adopted one.
    """
    text = TEXT.read_bytes().decode("utf-8")
    found, rows = clauses(text)
    adopted, printed = duties(found, adopted=True), duties(found, adopted=False)
    adopted.setdefault(FULL_NAMES["民政部"], [])
    names = [name["printed"] for clause in found for name in clause["names"]]
    if set(names) != set(FULL_NAMES):
        message = f"names not printed: {sorted(set(FULL_NAMES) - set(names))}"
        raise ValueError(message)
    open_ended = [clause for clause in found if clause["open"]]
    mentions = Counter(clause["role"] for clause in found for _ in clause["names"])
    by_role = Counter(clause["role"] for clause in found)
    statistics = {
        "characters": len(text),
        "tasks": len(rows),
        "clauses": len(found),
        "responsibilities": len(names),
        "open_ended_clauses": len(open_ended),
        "clauses_naming_nobody": sum(not clause["names"] for clause in found),
        "quotations": len(rows) + len(found) + len(names) + len(open_ended),
        "printed_names": len(set(names)),
        "bodies_adopted": sum(bool(list_) for list_ in adopted.values()),
        "bodies_printed": len(printed),
        "readings_differ": sum((clause["task"], name["printed"]) in ADOPTED for clause in found for name in clause["names"]),
        "responsibilities_by_role": {role: mentions[role] for role in ROLE_ORDER},
        "clauses_by_role": {role: by_role[role] for role in ROLE_ORDER},
        "mentions_by_printed_name": dict(Counter(names)),
    }
    with_lead = {clause["task"] for clause in found if clause["role"] == "lead"}
    with_local = {clause["task"] for clause in found for name in clause["names"] if FULL_NAMES[name["printed"]] == COLLECTIVE}
    return {
        "statistics": statistics,
        "led-by": {"adopted": led(adopted), "printed": led(printed)},
        "role-matrix": {"adopted": matrix(adopted), "printed": matrix(printed)},
        "duties-of": {
            "adopted": adopted,
            "printed": {body: list_ for body, list_ in printed.items() if list_ != adopted.get(body)}
            | {body: [] for body in adopted if body not in printed},
        },
        "open-ended": [
            {
                "task": clause["task"],
                "clause": clause["clause"],
                "role": clause["role"],
                "phrase": text[slice(*clause["open"])],
                "start": clause["open"][0],
                "end": clause["open"][1],
            }
            for clause in open_ended
        ],
        "no-lead": [row for row in rows if row not in with_lead],
        "without-local": [row for row in rows if row not in with_local],
    }


def document() -> str:
    """The answers as they are written to `gold.json`."""
    return json.dumps(answers(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    GOLD.write_bytes(document().encode("utf-8"))
    sys.stdout.write(f"{GOLD}\n")

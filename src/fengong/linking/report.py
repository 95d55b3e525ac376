"""The dated report of a check against live services: Markdown for people, or tab-separated, and JSON for machines."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections import Counter
from collections.abc import Sequence

from fengong.caret import printable
from fengong.linking.online import WRONG, Result

WORDS = {
    "good": ("无变化", "as before"),
    "renamed": ("名称有变", "renamed"),
    "redirected": ("转到别处", "redirected"),
    "gone": ("已删除或停用", "gone"),
    "wrong-type": ("类型不对", "of another type"),
    "unreachable": ("未能连上", "unreachable"),
    "garbage": ("答复读不懂", "unreadable answer"),
    "not-checked": ("没有可查的服务", "no service to check"),
}
COLUMNS = ("set", "number", "verdict", "subject", "object", "label", "labels_now", "types_now", "note")


def markdown(results: Sequence[Result], day: dt.date) -> str:
    """Counts for each set and verdict, then every link that needs a look."""
    lines = ["# 链接在线复核 · Links checked against live services", "", f"日期 · Date: {day}", ""]
    lines += ["| 集合 set | 结果 verdict | 数 count |", "|---|---|---|"]
    counts = Counter((each.link_set, each.verdict) for each in results)
    for (name, verdict), count in sorted(counts.items()):
        zh, en = WORDS[verdict]
        lines.append(f"| `{name}` | {zh} {en} | {count} |")
    wrong = [each for each in results if each.verdict in WRONG]
    lines += ["", f"## 需要查看的 · To be looked at: {len(wrong)}", ""]
    if wrong:
        lines += ["| 链接 link | 结果 verdict | 客体 object | 原名 label | 现名 labels now | 说明 note |", "|---|---|---|---|---|---|"]
    for each in wrong:
        zh, en = WORDS[each.verdict]
        cells = (f"{each.link_set}/{each.number}", f"{zh} {en}", f"<{each.object}>", each.label, _few(each.seen.labels), each.seen.note)
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def table(results: Sequence[Result], day: dt.date) -> str:
    """One line for each link, tab-separated; the day is in every line."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(("date", *COLUMNS))
    writer.writerows([str(day), *(" | ".join(v) if isinstance(v, list) else str(v) for v in _values(each).values())] for each in results)
    return out.getvalue()


def as_json(results: Sequence[Result], day: dt.date) -> str:
    """Everything, as JSON."""
    return json.dumps({"date": str(day), "links": [_values(each) for each in results]}, ensure_ascii=False, indent=2) + "\n"


def _values(each: Result) -> dict[str, object]:
    seen = each.seen
    values = (
        each.link_set, each.number, each.verdict, each.subject, each.object, each.label, list(map(printable, seen.labels)),
        list(map(printable, seen.types)), printable(seen.note),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _few(labels: Sequence[str]) -> str:
    return " · ".join(labels[:5]) + (" …" if len(labels) > 5 else "")  # noqa: PLR2004 - as many as a table has room for


def _cell(words: str) -> str:
    return printable(words).replace("\\", "\\\\").replace("|", "\\|")

"""Check queries: `queries/checks/*.rq`, one rule each. A row is a finding; no rows, and the rule holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from fengong import queryfile
from fengong.bilingual import Bilingual
from fengong.check.finding import ORDER, Finding
from fengong.check.place import Places
from fengong.errors import BadQuestionFile
from fengong.iris import PREFIXES
from fengong.sparql import guard
from fengong.text.table import Severity


def load(folder: Path) -> list[queryfile.QueryFile]:
    """The checks in ``folder``. Raises BadQuestionFile when there are none, or a header lacks what a check needs."""
    checks = [queryfile.load(path) for path in queryfile.names(folder)]
    if not checks:
        raise BadQuestionFile(str(folder), "no checks were found")
    for check in checks:
        for key in ("problem", "problem_zh", "why", "why_zh", "fix", "fix_zh"):
            check.text(key)
        if check.text("severity") not in ORDER:
            raise BadQuestionFile(str(check.path), f"severity must be one of {', '.join(ORDER)}")
    return checks


def run(checks: list[queryfile.QueryFile], store: ox.Store, places: Places) -> Iterator[Finding]:
    """Run ``checks`` over ``store`` (one table with bodies and ontology in the default graph, anomalies in their named graph).

    Each row must bind ``?focus``; its other columns are put into the message: 「编号 {number} 重复」.
    """
    for check in checks:
        guard.check(check.query)
        try:
            rows = cast("ox.QuerySolutions", store.query(check.query, prefixes=PREFIXES))
        except SyntaxError as error:
            raise BadQuestionFile(str(check.path), str(error)) from error
        names = [variable.value for variable in rows.variables]
        for row in rows:
            values = {name: getattr(row[name], "value", "") for name in names}
            where = places.of(values.get("place") or values["focus"])
            yield Finding(
                rule=check.name,
                severity=cast("Severity", check.text("severity")),
                focus=values["focus"],
                message=Bilingual(zh=check.text("problem_zh"), en=check.text("problem")).fill(**values),
                remedy=Bilingual(zh=check.text("fix_zh"), en=check.text("fix")),
                row=where.row or places.of(values["focus"]).row,
                words=where.words,
                span=where.span,
                value="|".join(values[name] for name in names if name != "focus"),
            )

"""The metadata file of a database for datasette: titles, licence, source, and what each column means."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from fengong.exports.table import Table


def metadata(name: str, tables: Sequence[Table], about: Mapping[str, str]) -> bytes:
    """The bytes of the file for ``datasette NAME.sqlite --metadata FILE``; ``name`` is that of the database without its ending."""
    said = {
        table.name: {
            "title": f"{table.title.zh} · {table.title.en}",
            "columns": {column.name: f"{column.title.zh} · {column.title.en}" for column in table.columns if not column.repeats},
            **({"fts_table": "taskSearch", "fts_pk": "rowid"} if table.name == "tasks" else {}),
        }
        for table in tables
    }
    titles = dict.fromkeys(about[key] for key in ("titleZh", "titleEn") if key in about)
    made = {
        **({"title": " · ".join(titles)} if titles else {}),
        **({"license": about["license"], "license_url": about["licenseAddress"]} if "license" in about else {}),
        **({"source": about["attribution"]} if "attribution" in about else {}),
        "source_url": about["source"],
        "databases": {name: {"tables": said}},
    }
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()

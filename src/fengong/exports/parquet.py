"""A table as Apache Parquet, read back and compared."""

from __future__ import annotations

import io
import json
from typing import Any

from fengong.errors import DamagedGraph, NotInThisFormat
from fengong.exports.rdf import DIFFERENT
from fengong.exports.table import Column, Filled

_DIGITS, _AFTER = 38, 12


def as_parquet(filled: Filled) -> bytes:
    """The bytes of the file: the same for the same rows, with the same pyarrow. Each column says in its metadata what it means.

    Raises NotInThisFormat for a number with more than 26 digits before the point or 12 after it, or an integer beyond 64 bits.
    """
    import pyarrow as pa  # noqa: PLC0415 - of the extra `export`
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = pa.schema([_field(pa, column, key=at < filled.table.keys) for at, column in enumerate(filled.table.columns)])
    columns = list(zip(*filled.rows, strict=True)) or [()] * len(schema)
    try:
        made = pa.table([pa.array(each, type=field.type) for each, field in zip(columns, schema, strict=True)], schema=schema)
    except (pa.ArrowInvalid, OverflowError) as error:
        raise NotInThisFormat("parquet", str(error)) from error
    out = io.BytesIO()
    pq.write_table(made, out, compression="zstd")
    read = pq.read_table(io.BytesIO(out.getvalue()))
    if [tuple(row.values()) for row in read.to_pylist()] != list(filled.rows):
        raise DamagedGraph(f"{filled.table.name}.parquet", DIFFERENT)
    return out.getvalue()


def _field(pa: Any, column: Column, *, key: bool) -> Any:  # noqa: ANN401 - pyarrow has no types
    kinds = {
        "iri": pa.string(),
        "text": pa.string(),
        "integer": pa.int64(),
        "decimal": pa.decimal128(_DIGITS, _AFTER),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    means = {"titles": {"zh": column.title.zh, "en": column.title.en}, "property": column.means}
    metadata = {"description": json.dumps(means, ensure_ascii=False, sort_keys=True)}
    return pa.field(column.name, kinds[column.kind], nullable=not key, metadata=metadata)

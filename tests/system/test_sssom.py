"""An independent reader of SSSOM reads the link sets as we do."""

from __future__ import annotations

from pathlib import Path

import pytest

from fengong.reference import sssom

FILES = sorted((Path(__file__).resolve().parents[2] / "graph" / "reference" / "links").glob(f"*{sssom.SUFFIX}"))


@pytest.mark.system
@pytest.mark.filterwarnings("ignore")  # theirs, and of the packages that they bring
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_sssom_py_reads_what_we_read(path: Path) -> None:
    """sssom-py (`pip install sssom`, which is no dependency of ours) finds the same rows, and the same prefixes."""
    from sssom import parsers  # noqa: PLC0415 - fails where it is missing, as system tests do

    theirs, ours = parsers.parse_sssom_table(path), sssom.load(path)
    assert len(theirs.df) == len(ours.mappings)
    converter = theirs.converter
    found = {(converter.expand(row.subject_id), converter.expand(row.object_id)) for row in theirs.df.itertuples()}
    assert found == {(each.subject, each.object) for each in ours.mappings}
    assert set(theirs.df["mapping_date"].astype(str)) == {each.mapping_date.isoformat() for each in ours.mappings}

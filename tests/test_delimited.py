"""One strict reader for everything that is delimited: what is quoted as it should be reads back, and the rest ends with its line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fengong.text import delimited
from support import ROOT

CELLS = st.lists(st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r")), min_size=1, max_size=4))


@given(CELLS, st.sampled_from([",", "\t"]))
def test_reading_undoes_writing(cells: list[list[str]], delimiter: str) -> None:
    """Whatever the cells hold comes back, each row with the line on which it begins."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    starts = []
    for row in cells:
        starts.append(out.getvalue().count("\n") + 1)
        writer.writerow(row)
    assert list(delimited.rows(out.getvalue(), delimiter)) == list(zip(starts, cells, strict=True))


@pytest.mark.parametrize(("text", "line"), [('a,b\n"c\nd', 2), ('a\n\n"b"c\n', 3), ('"a\nb"x\n', 1)])
def test_quotes_that_go_astray_are_said(text: str, line: int) -> None:
    """The error has the line on which the row begins, not the one on which its reading ended."""
    with pytest.raises(delimited.NotDelimited) as caught:
        list(delimited.rows(text))
    assert caught.value.line == line


def test_there_is_one_strict_reader() -> None:
    """Nothing else in the program reads delimited text by itself; the exports read back what they wrote."""
    source = ROOT / "src" / "fengong"
    users = {str(path.relative_to(source)) for path in source.rglob("*.py") if "csv.reader(" in Path(path).read_text(encoding="utf-8")}
    assert users == {"text/delimited.py", "exports/delimited.py"}

"""An independent reader of SSSOM, PyPI's sssom-py in an environment of its own, reads the link sets as we do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fengong.reference import sssom

pytestmark = pytest.mark.system

FILES = sorted((Path(__file__).resolve().parents[2] / "graph" / "reference" / "links").glob(f"*{sssom.SUFFIX}"))
_READ = """
import json, sys, warnings
warnings.simplefilter("ignore")
from sssom import parsers
for path in sys.argv[1:]:
    read = parsers.parse_sssom_table(path)
    expand = read.converter.expand
    rows = [[expand(row.subject_id), expand(row.object_id), str(row.mapping_date)] for row in read.df.itertuples()]
    print("\\n" + json.dumps({"path": path, "rows": rows}))
"""


def test_every_set_was_collected() -> None:
    """The list of sets is not silently cut short."""
    assert len(FILES) >= 16


def test_sssom_py_reads_what_we_read(tmp_path: Path) -> None:
    """sssom-py finds the same rows, prefixes and days in every set."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "sssom==0.4.21"], check=True)
    done = subprocess.run([python, "-c", _READ, *FILES], check=True, capture_output=True, text=True)
    theirs = {Path(each["path"]): each["rows"] for each in map(json.loads, (line for line in done.stdout.splitlines() if line[:1] == "{"))}
    assert set(theirs) == set(FILES)
    for path, rows in theirs.items():
        ours = [[each.subject, each.object, each.mapping_date.isoformat()] for each in sssom.load(path).mappings]
        assert sorted(rows) == sorted(ours), path.name

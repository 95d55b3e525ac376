"""The shape of the package: imports point down, the two halves meet in files only, and modules stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT

SOURCE = ROOT / "src" / "fengong"
LAYERS = [
    {"bilingual", "iris", "licences", "caret", "errors", "workspace", "queryfile", "csvw", "sparql", "web"},
    {"text"},
    {"reference"},
    {"graph"},
    {"check"},
    {"builder", "ask"},
    {"ledger", "plot", "compare", "returns"},
    {"api"},
    {"exports"},
    {"pages", "linked", "reconcile", "linking"},
    {"serve", "site"},
    {"cli"},
]
"""From the bottom up. A module imports from its own layer or below."""


def modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py"))


def layer(name: str) -> int:
    return next(i for i, names in enumerate(LAYERS) if name in names)


def imported(path: Path) -> set[str]:
    """Our own packages that a module imports, at its top or inside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for each in ast.walk(tree):
        if isinstance(each, ast.ImportFrom) and each.module and each.module.split(".")[0] == "fengong":
            rest = each.module.split(".")[1:]
            names |= {rest[0]} if rest else {alias.name for alias in each.names}
        elif isinstance(each, ast.Import):
            names |= {alias.name.split(".")[1] for alias in each.names if alias.name.startswith("fengong.")}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_down(path: Path) -> None:
    """No module imports from a layer above its own; building and asking do not import each other."""
    own = path.relative_to(SOURCE).with_suffix("").parts[0]
    if own in {"__init__", "__main__"}:
        return
    for name in imported(path) - {"__version__"}:
        assert layer(name) <= layer(own), f"{path.name} imports {name}"
        assert {own, name} != {"ask", "builder"}, f"{path.name} imports {name}"


READING = ["ask", "questions", "query", "show", "export", "quotes", "compare", "ledger", "link", "get", "serve"]


@pytest.mark.parametrize("command", READING)
def test_reading_half_does_without_the_building_half(command: str) -> None:
    """Commands that read never load rdflib, pySHACL, owlrl, or rich."""
    arguments = {
        "ask": ["led-by", "--body", "民政厅"],
        "query": ["SELECT * { ?s ?p ?o } LIMIT 1"],
        "show": ["12"],
        "export": ["--graph", "bodies"],
        "ledger": ["--body", "民政厅"],
        "link": ["--with", "examples/synthetic-childcare-places.csv", "--on", "代码 code", "--unmatched", "/dev/null", "-o", "/dev/null"],
        "get": ["/sparql?query=ASK%7B%7D"],
        "serve": ["--help"],
        "compare": ["sichuan-elderly-childcare", "graph/sources/sichuan-elderly-childcare/text.txt"],
    }
    code = (
        "import sys; from fengong.cli.main import run; "
        f"code = run({[command, *arguments.get(command, [])]!r}); "
        "heavy = {'rdflib', 'pyshacl', 'owlrl', 'rich', 'openpyxl'} & set(sys.modules); "
        "sys.exit(code or (f'loaded {heavy}' if heavy else 0))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_only_say_knows_trees_and_rdf() -> None:
    """Of the modules in graph/, only those that say what was read import the reader's trees."""
    knowing = {path.name for path in (SOURCE / "graph").glob("*.py") if "text" in imported(path)}
    assert knowing == {"say.py", "say_promise.py"}


def test_modules_stay_small() -> None:
    """No module above 350 lines; half of them at most 120."""
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in modules() if path.name != "errors.py")
    assert lengths[-1] <= 350
    assert lengths[len(lengths) // 2] <= 120

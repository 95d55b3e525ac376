"""The hand labels hold together: every character labelled, every word printed where it is said to be, every slug known."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from support import ROOT, SICHUAN

GOLD = Path(__file__).parent / "gold"
GUIDE = (ROOT / "docs" / "labelling.md").read_text(encoding="utf-8")
STRENGTHS = {"binding", "promoting", "encouraging", "exploratory"}
TASKS = json.loads((GOLD / "sichuan.json").read_text(encoding="utf-8"))
MEASURES = [(task["id"], piece) for task in TASKS for piece in task["pieces"] if piece["kind"] == "measure"]


def test_every_row_is_labelled() -> None:
    """All 52 rows are there, each with the text that the source prints."""
    lines = (ROOT / "graph" / "sources" / SICHUAN / "text.txt").read_text(encoding="utf-8").splitlines()
    printed = {cells[0]: cells[1] for cells in (line.split("\t") for line in lines) if cells[0].isdecimal()}
    assert {task["id"]: task["text"] for task in TASKS} == printed
    assert len(printed) == 52


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task["id"])
def test_pieces_are_the_text(task) -> None:
    """Together the pieces are the text to the character; what lies between measures and lead-ins is punctuation."""
    assert "".join(piece["words"] for piece in task["pieces"]) == task["text"]
    assert {piece["kind"] for piece in task["pieces"]} <= {"measure", "lead-in", "connective"}
    for piece in task["pieces"]:
        assert (piece["kind"] == "connective") == bool(re.fullmatch(r"[，；。：]+", piece["words"]))


def test_measures_say_what_is_printed() -> None:
    """Verb and object stand in the measure in this order, the strength is one of four, and there are 154 measures."""
    for row, piece in MEASURES:
        assert piece["words"].endswith(piece["verb"] + piece["object"]), row
        assert piece["strength"] in STRENGTHS, row
    assert len(MEASURES) == 154
    strength_of = {piece["verb"]: piece["strength"] for _, piece in MEASURES}
    assert all(strength_of[piece["verb"]] == piece["strength"] for _, piece in MEASURES), "the strength follows from the verb alone"


def test_deliverables_are_printed_in_their_measures() -> None:
    """Each name stands in its measure, in order, and ends with the word that earned its kind; a quotation mark may close it."""
    kinds = set(re.findall(r"`([a-z]+)` [\u4e00-\u9fff]", GUIDE))
    found = []
    for row, piece in MEASURES:
        at = 0
        for each in piece["deliverables"]:
            at = piece["words"].index(each["name"], at) + len(each["name"])
            assert each["name"].rstrip("”").endswith(each["wording"]), row
            assert each["kind"] in kinds, row
            found.append((row, each["kind"]))
    assert len(found) == 26
    assert [kind for row, kind in found if row in {"1", "7", "25", "39", "40", "52"}] == (
        ["plan", "plan", "plan", "framework", "system", "rule", "standard", "guide", "rule", "guide", "list", "indicators", "indicators"]
    )


def test_there_are_five_targets() -> None:
    """Row 2 has three, rows 8 and 30 one each; the third of row 2 inherits its denominator."""
    targets = [(task["id"], target) for task in TASKS for target in task["targets"]]
    assert [row for row, _ in targets] == ["2", "2", "2", "8", "30"]
    assert [target["denominator_inherited"] for _, target in targets] == [False, False, True, False, False]
    text = {task["id"]: task["text"] for task in TASKS}
    for row, target in targets:
        for part in ("words", "comparator_phrase", "unit_text", "applies_to", "base", "deadline_phrase"):
            assert target[part] in text[row], (row, part)
        assert re.fullmatch(r"\d+(\.\d+)?", target["minimum"]), row
        assert bool(target["deadline"]) == bool(target["deadline_phrase"])
        assert not target["deadline"] or date.fromisoformat(target["deadline"])


def test_topics_are_those_of_the_guide() -> None:
    """Every row has a topic, and every topic is one that the guide lists."""
    listed = set(re.findall(r"`([a-z-]+)`", GUIDE.partition("## Topic")[2]))
    for task in TASKS:
        assert task["topics"] == sorted(set(task["topics"])), task["id"]
        assert task["topics"], task["id"]
        assert set(task["topics"]) <= listed, task["id"]

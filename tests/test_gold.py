"""The hand labels hold together: every character labelled, every word printed where it is said to be, every slug known."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from support import ROOT, SICHUAN

GOLD = Path(__file__).parent / "gold"
GUIDE = (ROOT / "docs" / "labelling.md").read_text(encoding="utf-8")
STRENGTHS = {"binding", "promoting", "encouraging", "exploratory"}
NAMES = ("seen", "unseen", "fresh", "held", "more", "trial", "opened", "judge")
TASKS = json.loads((GOLD / "sichuan.json").read_text(encoding="utf-8"))
MEASURES = [(task["id"], piece) for task in TASKS for piece in task["pieces"] if piece["kind"] == "measure"]
SENTENCES = {name: json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8")) for name in NAMES}
LABELLED = [sentence for sentences in SENTENCES.values() for sentence in sentences]
KINDS = set(re.findall(r"`([a-z]+)` [\u4e00-\u9fff]", GUIDE))
COMPARATORS = {"at-least", "more-than", "at-most", "less-than", "about", "exactly", "range"}
TOPICS = set(re.findall(r"`([a-z-]+)`", GUIDE.partition("## Topic")[2]))


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
    """Verb and object stand in the measure in this order, the strength is one of four, and there are 157 measures."""
    for row, piece in MEASURES:
        assert piece["words"].endswith(piece["verb"] + piece["object"]), row
        assert piece["strength"] in STRENGTHS, row
    assert len(MEASURES) == 157
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


@pytest.mark.parametrize("sentence", LABELLED, ids=lambda sentence: f"{sentence['document']}-{sentence['text'][:8]}")
def test_sentences_of_other_documents_hold_together(sentence) -> None:
    """What holds for a row of the table holds for a sentence: pieces, measures, deliverables, topics and periods are printed in it."""
    text = sentence["text"]
    assert list(sentence) == ["document", "text", "pieces", "topics", "targets", "periods"]
    assert "".join(piece["words"] for piece in sentence["pieces"]) == text
    assert text.endswith("。")
    assert "\n" not in text
    for piece in sentence["pieces"]:
        assert (piece["kind"] == "connective") == bool(re.fullmatch(r"(?:[，；。：、]|同时，|其中，)+", piece["words"]))
        if piece["kind"] == "measure":
            assert piece["words"].endswith(piece["verb"] + piece["object"])
            assert piece["strength"] in STRENGTHS
            at = 0
            for each in piece["deliverables"]:
                at = piece["words"].index(each["name"], at) + len(each["name"])
                assert each["name"].rstrip("”》").endswith(each["wording"])
                assert each["kind"] in KINDS
            assert_deadline(piece.get("deadline", ""), piece.get("deadline_phrase", ""), text)
        else:
            assert list(piece) == ["kind", "words"]
            assert piece["kind"] in {"lead-in", "connective"}
    assert sentence["topics"] == sorted(set(sentence["topics"]))
    assert set(sentence["topics"]) <= TOPICS
    for period in sentence["periods"]:
        assert period["words"] in text
        assert date.fromisoformat(period["start"]) < date.fromisoformat(period["end"])


def test_targets_of_other_documents_hold_together() -> None:
    """Each part of a target is printed, its numbers are those that its comparator asks for, and a date has its phrase."""
    for sentence in LABELLED:
        for target in sentence["targets"]:
            for part in ("words", "comparator_phrase", "unit_text", "applies_to", "base", "deadline_phrase"):
                assert target[part] in sentence["text"], (part, sentence["text"])
            assert target["comparator"] in COMPARATORS
            low, high = target["minimum"], target["maximum"]
            assert all(re.fullmatch(r"(\d+(\.\d+)?)?", number) for number in (low, high))
            assert bool(low) == (target["comparator"] not in {"at-most", "less-than"}), target["words"]
            assert bool(high) == (target["comparator"] not in {"at-least", "more-than"}), target["words"]
            assert (low == high) == (target["comparator"] in {"exactly", "about"}), target["words"]
            assert bool(target["comparator_phrase"]) == (target["comparator"] != "exactly"), target["words"]
            assert_deadline(target["deadline"], target["deadline_phrase"], sentence["text"])


def assert_deadline(day: str, phrase: str, text: str) -> None:
    """A day is an ISO date and has a printed phrase; a phrase that recurs or counts from an event has no day."""
    assert phrase in text
    assert not day or (date.fromisoformat(day) and phrase)


def test_a_verb_has_one_strength_in_all_files() -> None:
    """The strength follows from the verb alone, in the table and in every other document."""
    strength_of: dict[str, str] = {}
    for each in [*TASKS, *LABELLED]:
        for piece in each["pieces"]:
            if piece["kind"] == "measure":
                assert strength_of.setdefault(piece["verb"], piece["strength"]) == piece["strength"], piece["verb"]


def test_seen_and_unseen_are_apart_and_whole() -> None:
    """No document is in both files, no sentence of any file twice, and no file was cut short or has grown unnoticed."""
    seen, unseen = ({sentence["document"] for sentence in SENTENCES[name]} for name in ("seen", "unseen"))
    assert (len(seen), len(unseen), seen & unseen) == (5, 5, set())
    assert len({sentence["text"] for sentence in LABELLED}) == len(LABELLED)
    counts = {
        name: (
            len(sentences),
            sum(piece["kind"] == "measure" for sentence in sentences for piece in sentence["pieces"]),
            sum(piece["kind"] == "lead-in" for sentence in sentences for piece in sentence["pieces"]),
            sum(len(piece.get("deliverables", [])) for sentence in sentences for piece in sentence["pieces"]),
            sum(len(sentence["targets"]) for sentence in sentences),
        )
        for name, sentences in SENTENCES.items()
    }
    assert counts == {
        "seen": (59, 180, 37, 19, 38),
        "unseen": (84, 199, 49, 35, 31),
        "fresh": (93, 221, 39, 23, 14),
        "held": (92, 223, 34, 24, 6),
        "more": (93, 224, 37, 16, 11),
        "trial": (90, 210, 28, 13, 6),
        "opened": (44, 106, 11, 12, 0),
        "judge": (43, 108, 19, 8, 0),
    }


def test_fresh_sentences_are_of_all_documents_and_in_no_other_file() -> None:
    """They come from every document of the other two files and one more, and none of them was labelled before."""
    fresh = SENTENCES["fresh"]
    others = [*SENTENCES["seen"], *SENTENCES["unseen"]]
    assert not {sentence["text"] for sentence in fresh} & {sentence["text"] for sentence in others}
    documents = {sentence["document"] for sentence in fresh}
    assert documents - {sentence["document"] for sentence in others} == {"gbf-2018-126-innovation-list-table"}
    assert len(documents) == 11


def test_held_sentences_are_of_all_documents_and_in_no_other_file() -> None:
    """They come from the documents of the fresh sentences, about as many of each, and none of them was labelled before."""
    held, fresh = SENTENCES["held"], SENTENCES["fresh"]
    others = [*SENTENCES["seen"], *SENTENCES["unseen"], *fresh]
    assert not {sentence["text"] for sentence in held} & {sentence["text"] for sentence in others}
    taken, before = (Counter(sentence["document"] for sentence in sentences) for sentences in (held, fresh))
    assert set(taken) == set(before)
    assert all(before[document] - taken[document] in {0, 1} for document in before)

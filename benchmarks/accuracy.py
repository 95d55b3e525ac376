"""How well promises are read, against the hand labels: precision and recall of each kind of thing. `make accuracy` runs it.

`tests/gold/README.md` says where the labels come from, and which sentences were not looked at while the rules were written.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fengong.reference import vocabulary
from fengong.text import promise
from fengong.text.promise import PromiseWords
from fengong.text.tree import LeadIn, Promise

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
SETS = ("sichuan", "seen", "unseen", "fresh", "held", "more", "trial", "opened", "judge")
Thing = tuple[Any, ...]


def read_things(read: Promise) -> Iterator[tuple[str, Thing]]:
    """What was read of one text, as comparable things by kind."""
    for measure in read.measures:
        yield "measures", (measure.words,)
        yield "act words", (measure.words, measure.verb)
        yield "strengths", (measure.words, measure.strength)
        if measure.deadline and measure.deadline.day:
            yield "deadlines", (measure.words, measure.deadline.day)
        for each in measure.deliverables:
            yield "deliverables", (each.kind, each.name)
    for piece in read.pieces:
        if isinstance(piece, LeadIn):
            yield "lead-ins", (piece.words,)
    for target in read.targets:
        day = target.deadline.day if target.deadline else ""
        yield "targets", (target.comparator, target.minimum, target.maximum, target.per_quantity, day)
    for period in read.periods:
        yield "periods", (period.start, period.end)
    for mention in read.topics:
        yield "topics", (mention.topic,)


def labelled_things(text: dict[str, Any]) -> Iterator[tuple[str, Thing]]:
    """What a person labelled in one text, likewise."""
    for piece in text["pieces"]:
        words = piece["words"]
        if piece["kind"] == "lead-in":
            yield "lead-ins", (words,)
        if piece["kind"] == "measure":
            yield "measures", (words,)
            yield "act words", (words, piece["verb"])
            yield "strengths", (words, piece["strength"])
            if piece.get("deadline"):
                yield "deadlines", (words, piece["deadline"])
            for each in piece["deliverables"]:
                yield "deliverables", (each["kind"], each["name"])
    for target in text["targets"]:
        yield "targets", tuple(target[part] for part in ("comparator", "minimum", "maximum", "per_quantity", "deadline"))
    for period in text["periods"]:
        yield "periods", (period["start"], period["end"])
    for topic in text["topics"]:
        yield "topics", (topic,)


def compared(texts: list[dict[str, Any]], words: PromiseWords) -> dict[str, tuple[int, int, int]]:
    """For each kind how many were labelled, how many were read, and how many of these agree."""
    labelled, read, agree = Counter[str](), Counter[str](), Counter[str]()
    for text in texts:
        wanted, found = Counter(labelled_things(text)), Counter(read_things(promise.read(text["text"], words)))
        for counted, things in ((labelled, wanted), (read, found), (agree, wanted & found)):
            for (kind, _), number in things.items():
                counted[kind] += number
    return {kind: (labelled[kind], read[kind], agree[kind]) for kind in labelled | read}


def figures(name: str) -> dict[str, tuple[int, int, int]]:
    """Those of one file of labels, read with the ontology of this checkout."""
    texts = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    return compared(texts, vocabulary.load(ROOT / "ontology").promises)


def ratio(part: int, whole: int) -> float:
    """A share; nothing of nothing is all of it."""
    return part / whole if whole else 1.0


def table(name: str) -> str:
    """The figures of one file of labels, one line for each kind of thing."""
    texts = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    lines = [f"{name}: {len(texts)} texts", f"{'':14}{'labelled':>9}{'read':>7}{'agree':>7}{'precision':>11}{'recall':>8}"]
    for kind, (labelled, read, agree) in figures(name).items():
        lines.append(f"{kind:14}{labelled:9}{read:7}{agree:7}{ratio(agree, read):11.3f}{ratio(agree, labelled):8.3f}")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Print a table for each file of labels."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=SETS, help=f"which labels: {', '.join(SETS)}")
    sys.stdout.write("\n".join(table(name) for name in parser.parse_args().sets))
    return 0


if __name__ == "__main__":
    sys.exit(main())

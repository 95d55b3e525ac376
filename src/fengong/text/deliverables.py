"""The documents and arrangements that a measure brings about: the objects of an act of making (制定, 建立, 发布 …)."""

from __future__ import annotations

from collections.abc import Iterator

from fengong.text.acts import Acts
from fengong.text.norm import Matching
from fengong.text.tree import Deliverable
from fengong.text.words import MASK, masked

_STOPS = ",;。:"
_OPENINGS = ("后的",)
_CLOSING = "”’》〉」』"


def read(form: Matching, start: int, end: int, acts: Acts) -> Iterator[Deliverable]:
    """The deliverables of the measure at ``start`` to ``end`` of a text in matching form; spans are those of the original."""
    bare = masked(form.text[start:end])
    place = 0
    while place < len(bare):
        word = acts.known.at(bare, place)
        if word in acts.making and bare[place + len(word) : place + len(word) + 1] not in set("的过"):
            behind = _object(bare, place + len(word), acts)
            stop = next((i for i in range(behind, len(bare)) if bare[i] in _STOPS), len(bare))
            for first, last, wording in _names(form.text[start:end], bare, behind, stop, acts):
                yield Deliverable(acts.deliverables.meaning[wording], wording, "", form.span(start + first, start + last))
                place = last
        place += len(word) or 1


def _object(bare: str, place: int, acts: Acts) -> int:
    """Where the object begins: another act word (制定实施…, 建立并完善…, 制定或调整完善…) is no part of it."""
    joined = bare[place : place + 1] in set("并和或")
    place = acts.after_adverbs(bare, place + 1) if joined else place
    while (word := acts.verb_at(bare, place)) and (joined or word in acts.making or word in acts.carrying_out):
        place += len(word)
    return next((place + len(opening) for opening in _OPENINGS if bare.startswith(opening, place)), place)


def _names(text: str, bare: str, start: int, stop: int, acts: Acts) -> Iterator[tuple[int, int, str]]:
    """Where each joined object begins and ends, and the word that earned its kind."""
    first, place = start, max(start, _past_attribute(bare, start, stop))
    while place < stop:
        wording = acts.deliverables.at(text, place)
        end = place + len(wording)
        while wording and text[end : end + 1] and text[end] in _CLOSING and end < stop:
            end += 1
        joint = acts.joints.at(text, end) if end < stop else ""
        follows = acts.verb_at(bare, end) if end < stop else ""
        if wording and (end == stop or joint or (follows and follows not in acts.also_nouns)) and not _inside(bare, place, end):
            yield first, end, wording
            first = place = end + len(joint)
        else:
            place += 1


def _past_attribute(bare: str, start: int, stop: int) -> int:
    """Where an object goes on after 以…为…的; the start where it does not begin so."""
    closed = (
        bare.find("的", bare.find("为", start, stop), stop) if bare.startswith("以", start) and bare.find("为", start, stop) > 0 else -1
    )
    return closed + 1


def _inside(bare: str, place: int, end: int) -> bool:
    """Whether a word stands in the middle of a quotation or bracket, not at its end."""
    return bare[place] == MASK and bare[end - 1] not in _CLOSING

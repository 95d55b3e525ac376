"""The text of a task → its pieces: promised acts, lead-ins, connectives, and what was not understood. Every character is in one piece."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fengong.text import deliverables
from fengong.text.acts import Acts
from fengong.text.norm import Matching
from fengong.text.span import Span
from fengong.text.tree import Connective, LeadIn, Measure, Piece, Unread
from fengong.text.words import masked

_CUTS = ",;。:!?"
_ENDS = "。!?"
FIRM = "binding"
"""How firm an act is that says where it ends."""
OPEN = frozenset({"encouraging", "exploratory"})
"""How firm an act is that may name its means before what is done (鼓励…结合…，建设…)."""
_HEADING = re.compile(r"(?:\([一二三四五六七八九十百\d]+\)|[一二三四五六七八九十]+(?:、|是(?=.))|\d{1,2}(?:[.、](?!\d))|[①-⑳])")
_ALONE = frozenset({"并", "同时", "其中", "此外", "另外", "并且", "且"})


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch between two cuts, in matching form: its place, what it is, the act word that governs it, and whether it has its act."""

    start: int
    end: int
    kind: str
    verb: tuple[int, str] = (0, "")
    finished: bool = False


def read(text: str, form: Matching, acts: Acts, *, offset: int = 0) -> tuple[Piece, ...]:
    """The pieces of ``text``, of which ``form`` is the matching form; its first character stands at ``offset`` in the source.

    Together their words are ``text``.
    """
    parts: list[_Part] = []
    for start, end in _sentences(form.text):
        parts += _sentence(form.text, start, end, acts)
    return tuple(_pieces(text, form, parts, acts, offset))


def _sentences(form: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text in matching form, each without the mark that ends it."""
    start = 0
    for at in [i for i, char in enumerate(masked(form)) if char in _ENDS] + [len(form)]:
        if at > start:
            yield start, at
        start = at + 1


def _sentence(form: str, start: int, end: int, acts: Acts) -> list[_Part]:
    """The parts of one sentence, cuts left out, continuations joined to their measure."""
    heading = _HEADING.match(form, start, end)
    parts = list(_segments(form, heading.end() if heading else start, end, acts))
    kept: list[_Part] = []
    for i, part in enumerate(parts):
        measure_follows = any(later.kind == "measure" for later in parts[i + 1 :])
        last = kept[-1] if kept else None
        if last and last.kind == "measure" and _is_unfinished(form, last, acts):
            kept[-1] = replace(last, end=part.end, finished=True)
        elif part.kind == "lead-in" and not measure_follows:
            if part.verb[1] and acts.after_adverbs(form, part.start) == part.verb[0]:
                kept.append(replace(part, kind="measure"))
            elif last and last.kind == "measure":
                kept[-1] = replace(last, end=part.end)
            else:
                kept.append(replace(part, kind="measure" if part.verb[1] else "unread"))
        elif last and last.kind == "unread" and part.kind == "measure":
            kept[-1] = replace(part, start=last.start)
        elif last and last.kind == "measure" and (part.kind == "unread" or acts.goes_on(form[part.start : part.end])):
            kept[-1] = replace(last, end=part.end)
        else:
            kept.append(part)
    return kept


def _segments(form: str, start: int, end: int, acts: Acts) -> Iterator[_Part]:
    """What lies between two cuts, each as it looks alone: a measure, a lead-in, or not understood."""
    bare = masked(form[start:end])
    cuts = [i for i, char in enumerate(bare) if char in _CUTS and not _inside_number(bare, i)]
    place = 0
    for cut in [*cuts, len(bare)]:
        if cut > place:
            for first, last in _paused(bare, place, cut, acts):
                yield _alone(form, start + first, start + last, acts)
        place = cut + 1


def _inside_number(text: str, place: int) -> bool:
    return text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()


def _paused(bare: str, start: int, end: int, acts: Acts) -> Iterator[tuple[int, int]]:
    """A stretch, cut at a pause mark where one whole measure follows another (完善A、建立B)."""
    place = start
    for at in range(start, end):
        if bare[at] == "、" and _is_whole(bare[place:at], acts) and _is_whole(bare[at + 1 : end].split("、", maxsplit=1)[0], acts):
            yield place, at
            place = at + 1
    yield place, end


def _is_whole(words: str, acts: Acts) -> bool:
    """Whether ``words`` begin with an act word that is nothing else, and go on with an object that is no act."""
    start = acts.after_adverbs(words, 0)
    verb = acts.verb_at(words, start)
    behind = start + len(verb)
    return bool(verb) and verb not in acts.also_nouns and len(words) - behind > 1 and not acts.verb_at(words, behind)


def _alone(form: str, start: int, end: int, acts: Acts) -> _Part:
    words = form[start:end]
    if words in _ALONE:
        return _Part(start, end, "connective")
    governing = acts.governing(words)
    verb = (start + governing[0], governing[1]) if governing else (0, "")
    if acts.leads_in(words) or acts.after_adverbs(words, 0) == len(words):
        return _Part(start, end, "lead-in", verb)
    return _Part(start, end, "measure" if governing else "unread", verb)


def _is_unfinished(form: str, part: _Part, acts: Acts) -> bool:
    """Whether a measure only names its ground or means (探索通过…等方式), so that its act is in the next stretch."""
    at, verb = part.verb
    soft = acts.verbs.meaning.get(verb) in OPEN
    return soft and not part.finished and acts.unfinished(form[at + len(verb) : part.end], permitted=verb in acts.permissions.meaning)


def _pieces(text: str, form: Matching, parts: Sequence[_Part], acts: Acts, offset: int) -> Iterator[Piece]:
    place = 0
    for part in parts:
        start, end = form.at[part.start], form.original_end(part.end)
        if part.kind == "connective":
            continue
        if start > place:
            yield Connective(text[place:start], Span(place, start).moved(offset))
        yield _piece(text, form, part, acts, offset)
        place = end
    if place < len(text):
        yield Connective(text[place:], Span(place, len(text)).moved(offset))


def _piece(text: str, form: Matching, part: _Part, acts: Acts, offset: int) -> Piece:
    start, end = form.at[part.start], form.original_end(part.end)
    words, span = text[start:end], Span(start, end).moved(offset)
    if part.kind == "lead-in":
        return LeadIn(words, span)
    if part.kind == "unread":
        return Unread(words, span)
    at, verb = part.verb
    whole = acts.whole(form.text, at, verb)
    first, behind = form.at[at], form.original_end(at + len(whole))
    found = deliverables.read(form, part.start, part.end, acts)
    return Measure(
        words,
        text[first:behind],
        acts.strength(whole, verb, FIRM),
        text[behind:end],
        tuple(replace(each, name=each.span.of(text), span=each.span.moved(offset)) for each in found),
        span=span,
    )

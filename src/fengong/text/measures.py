"""The text of a task → its pieces: promised acts, lead-ins, connectives, and what was not understood. Every character is in one piece."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from fengong.text import constructs, deliverables, invitations, leadins, pauses, predicate, unlisted
from fengong.text.acts import FIRM, Acts
from fengong.text.norm import Matching
from fengong.text.span import Span
from fengong.text.tree import Connective, LeadIn, Measure, Piece, Unread
from fengong.text.words import masked

_CUTS = ",;。:!?"
_ENDS = "。!?"
_HEADING = re.compile(
    r"(?:\([一二三四五六七八九十百\d]+\)|[一二三四五六七八九十]+(?:、|是(?=.))|\d{1,2}(?:\.\d{1,2}){1,3}(?=[^\d.%])|\d{1,3}[.、](?!\d)|[①-⑳])"
)
_TIME = re.compile(r"(?:在[^,的]{0,12}|[一二三四五六七八九十两几\d][^,的至]{0,6}个?)[年月日期间](?:时间)?(?:[内前末底]|底前|以内|左右)")
_ALSO = "也"
_ALONE = frozenset({"并", "同时", "其中", "此外", "另外", "并且", "且"})


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch between two cuts, in matching form: its place, what it is, the act word that governs it, whether it has its act,
    and where the measure begins that invites, if it stands behind one (else -1).
    """

    start: int
    end: int
    kind: str
    verb: tuple[int, str] = (0, "")
    finished: bool = False
    invited_at: int = -1


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
    parts = _with_a_measure(list(_parts(form, heading.end() if heading else start, end, acts)))
    kept: list[_Part] = []
    for i, part in enumerate(parts):
        measure_follows = _measure_follows(form, parts, i)
        last = kept[-1] if kept and kept[-1].kind == "measure" else None
        words = form[part.start : part.end]
        if last and _is_unfinished(form, last, acts) and not words.startswith(_ALSO):
            kept[-1] = replace(last, end=part.end, finished=part.kind != "lead-in")
        elif (
            not last
            and leadins.is_purpose(words, acts)
            and leadins.goes_on(words, acts)
            and (before := _measure_before(form, kept, part)) >= 0
        ):
            kept[before:] = [replace(kept[before], end=part.end)]
        elif last and (leadins.goes_on(words, acts) or (part.kind == "unread" and not _is_subject(form, parts, i, acts))):
            kept[-1] = replace(last, end=part.end)
        elif measure_follows and (leadins.defines(words, acts) or (not last and leadins.is_purpose(words, acts))):
            kept.append(replace(part, kind="lead-in"))
        elif part.kind == "lead-in" and not measure_follows:
            acting = bool(part.verb[1]) and (
                acts.after_adverbs(form, part.start) == part.verb[0]
                or (part.verb[1] not in acts.also_nouns and not acts.opener_at(form, acts.after_adverbs(form, part.start)))
            )
            if last and not acting:
                kept[-1] = replace(last, end=part.end)
            else:
                kept.append(replace(part, kind="measure" if part.verb[1] else "unread"))
        elif part.kind == "measure" and (subject := _subject(kept)) is not None:
            kept[subject:] = [replace(part, start=kept[subject].start)]
        else:
            kept.append(part)
    return list(_behind(form, kept, acts))


def _measure_follows(form: str, parts: Sequence[_Part], i: int) -> bool:
    """Whether something is promised behind a part, up to the next semicolon."""
    for before, later in pairwise(parts[i:]):
        if ";" in form[before.end : later.start]:
            return False
        if later.kind == "measure":
            return True
    return False


def _measure_before(form: str, kept: Sequence[_Part], part: _Part) -> int:
    """Where the measure stands that only lead-ins part from what it is for (列入预算，按照…规定，用于…); -1 where there is none."""
    for i in range(len(kept) - 1, -1, -1):
        if ";" in form[kept[i].end : part.start] or kept[i].kind not in {"lead-in", "measure"}:
            return -1
        if kept[i].kind == "measure":
            return i
    return -1


def _behind(form: str, parts: Sequence[_Part], acts: Acts) -> Iterator[_Part]:
    """The parts of a sentence, each measure told which measure before it invites, up to a semicolon or a doer of its own."""
    inviting = place = -1
    for part in parts:
        if ";" in form[max(place, 0) : part.start]:
            inviting = -1
        place = part.end
        if part.kind != "measure":
            yield part
            continue
        at, verb = part.verb
        doer = at > part.start + acts.after_adverbs(form[part.start : part.end], 0)
        yield part if doer else replace(part, invited_at=inviting)
        strength = acts.verbs.meaning.get(verb)
        if strength == "encouraging" or (verb in acts.inviting and strength == "promoting"):
            inviting = part.start
        elif doer:
            inviting = -1


def _with_a_measure(parts: list[_Part]) -> list[_Part]:
    """The parts; where nothing is promised outside a lead-in, the last that has an act word is the measure."""
    if any(part.kind == "measure" for part in parts):
        return parts
    last = max((i for i, part in enumerate(parts) if part.verb[1]), default=None)
    return [replace(part, kind="measure") if i == last else part for i, part in enumerate(parts)]


def _is_subject(form: str, parts: Sequence[_Part], i: int, acts: Acts) -> bool:
    """Whether a stretch with no act is what the next is about (部门职权范围内的事务，由部门自行发文)."""
    if i + 1 == len(parts) or parts[i + 1].kind != "measure":
        return False
    follows = form[parts[i + 1].start : parts[i + 1].end]
    return follows.startswith("由") or bool(acts.told_at(follows, 0))


def _subject(kept: Sequence[_Part]) -> int | None:
    """Where the subject of the next act stands that only lead-ins part from it; None where there is none."""
    found = None
    for i in range(len(kept) - 1, -1, -1):
        if kept[i].kind not in {"lead-in", "unread"}:
            break
        found = i if kept[i].kind == "unread" else found
    return found


def _parts(form: str, start: int, end: int, acts: Acts) -> Iterator[_Part]:
    """What lies between two cuts, each as it looks alone: a measure, a lead-in, or not understood. Open constructs are closed."""
    run: list[tuple[int, int]] = []
    for first, last in _segments(form, start, end, acts):
        if run and form[run[-1][1]] not in ",、":
            yield from _closed(form, run, acts)
            run = []
        run.append((first, last))
    yield from _closed(form, run, acts)


def _closed(form: str, run: Sequence[tuple[int, int]], acts: Acts) -> Iterator[_Part]:
    for first, behind, kind in constructs.joined([form[start:end] for start, end in run], acts):
        start, end = run[first][0], run[behind - 1][1]
        if not kind:
            yield _alone(form, start, end, acts)
        elif kind == "lead-in":
            yield _Part(start, end, kind)
        else:
            at, stop = run[first] if kind == "opened" else run[behind - 1]
            governing = predicate.governing(form[at:stop], acts)
            yield _Part(start, end, "measure", (at + governing[0], governing[1]) if governing else (0, ""))


def _segments(form: str, start: int, end: int, acts: Acts) -> Iterator[tuple[int, int]]:
    """Where each stretch between two cuts begins and ends."""
    bare = masked(form[start:end])
    cuts = [i for i, char in enumerate(bare) if char in _CUTS and not _inside_number(bare, i)]
    place = 0
    for cut in [*cuts, len(bare)]:
        if cut > place:
            for first, last in pauses.paused(bare, place, cut, acts):
                yield start + first, start + last
        place = cut + 1


def _inside_number(text: str, place: int) -> bool:
    return text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()


def _alone(form: str, start: int, end: int, acts: Acts) -> _Part:
    words = form[start:end]
    if words in _ALONE:
        return _Part(start, end, "connective")
    if "、" in (form[start - 1 : start], form[end : end + 1]) and acts.is_brief(words):
        return _Part(start, end, "measure", (start, words[0]))
    governing = predicate.governing(words, acts)
    verb = (start + governing[0], governing[1]) if governing else (0, "")
    if leadins.leads_in(words, acts) or acts.after_adverbs(words, 0) == len(words):
        return _Part(start, end, "lead-in", verb)
    if governing is None and (found := unlisted.act(words, acts)):
        governing, verb = found, (start + found[0], found[1])
    return _Part(start, end, "measure" if governing else "unread", verb)


def _is_unfinished(form: str, part: _Part, acts: Acts) -> bool:
    """Whether a measure only names its ground or means (探索通过…等方式), so that its act is in the next stretch."""
    at, verb = part.verb
    rest = form[at + len(verb) : part.end]
    if not part.finished and (_TIME.fullmatch(rest) or (rest.startswith("在") and acts.open_ends.ending(rest))):
        return True
    soft = acts.verbs.meaning.get(verb) in leadins.INVITING or verb in acts.inviting
    helping = acts.verbs.meaning.get(verb) not in leadins.INVITING and verb in acts.verbs.meaning and acts.verbs.meaning[verb] != FIRM
    permitted = verb in acts.permissions.meaning
    return soft and not part.finished and invitations.unfinished(rest, acts, permitted=permitted, helping=helping)


def _pieces(text: str, form: Matching, parts: Sequence[_Part], acts: Acts, offset: int) -> Iterator[Piece]:
    place, numbers = 0, dict[int, int]()
    for part in parts:
        start, end = form.at[part.start], form.original_end(part.end)
        if part.kind == "connective":
            continue
        if start > place:
            yield Connective(text[place:start], Span(place, start).moved(offset))
        piece = _piece(text, form, part, acts, offset)
        if isinstance(piece, Measure):
            numbers[part.start] = len(numbers) + 1
            piece = replace(piece, invitation=numbers.get(part.invited_at, 0))
        yield piece
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

"""Numbers that are to be reached, kept or not exceeded: the targets of a text. Ages, dates, names and conditions are none.

All text but that of the values yielded is in matching form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fengong.text import predicate, quantities
from fengong.text.acts import Acts
from fengong.text.norm import Matching
from fengong.text.quantities import Quantity, QuantityWords
from fengong.text.tree import Deadline, LeadIn, Measure, Piece, Target
from fengong.text.words import MASK, Words, masked

_CUT = ",;。:!?"
_STOP = _CUT + "、的(《“"
_EVERY = re.compile(r"(?:每|单(?=[个人]))(?P<count>\d+|[一二两三四五六七八九十半])?(?P<scale>[百千万])?[个名位家]?")
_GRADE = "级"
_MONEY = "yuan"
_GRANTED = 8
"""How far behind its act what is granted may stand (给予企业30万元的奖励)."""
_FOR = re.compile("对|凡|给(?!予)")
_SHARES = frozenset({"percent", "percentage-point", "times"})
_TIMES = frozenset({"year", "month", "day"})
_NEAR = 12
"""How far from its number a denominator may stand to be quoted with it."""
_LONG = 100
"""What is longer than this before a share is no base of it."""
_UPPER = frozenset({"at-most", "less-than"})


@dataclass(frozen=True, slots=True)
class TargetWords:
    """The words of targets besides those of quantities: 人均, words that make a number none, 服务圈, and verbs that reach a number."""

    quantities: QuantityWords
    averages: Words
    not_targets: Words
    circles: Words
    reaching: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Per:
    """Per how many of what: its place, count and noun."""

    start: int
    end: int
    count: str
    of: str


def read(
    text: str,
    form: Matching,
    pieces: Sequence[Piece],
    deadlines: Sequence[tuple[int, Deadline]],
    words: TargetWords,
    acts: Acts,
    *,
    offset: int = 0,
) -> Iterator[Target]:
    """The targets of ``text`` in printed order; ``pieces`` and ``deadlines`` are what was read of it before."""
    return _Reader(text, form, masked(form.text), pieces, deadlines, words, acts, offset).targets()


@dataclass(frozen=True, slots=True)
class _Reader:
    """One text being read: as printed, in matching form, and with quotations blanked."""

    text: str
    form: Matching
    bare: str
    pieces: Sequence[Piece]
    deadlines: Sequence[tuple[int, Deadline]]
    words: TargetWords
    acts: Acts
    offset: int

    def targets(self) -> Iterator[Target]:
        last: tuple[str, _Per] | None = None
        limit: Quantity | None = None
        for found in quantities.read(self.form.text, self.words.quantities):
            start, joined = self._part(found.start)
            per = self._denominator(start, found)
            listed = limit if joined and limit and limit.unit == found.unit else None
            if not self._is_promised(start, found, granted=listed is not None, counted=per is not None):
                continue
            inherited = last[1] if last and per is None and joined and last[0] == found.unit else None
            if per:
                last = (found.unit, per)
            limit = replace(found, comparator=listed.comparator) if listed and not found.comparator else found
            yield self._target(start, limit, per, inherited)

    def _part(self, place: int) -> tuple[int, bool]:
        """Where the part that holds ``place`` begins, and whether a pause mark joins it to the part before."""
        bare = self.bare
        cuts = (i for i in range(place) if bare[i] in _CUT + "、" and not (bare[i - 1 : i].isdigit() and bare[i + 1].isdigit()))
        cut = max(cuts, default=-1)
        return cut + 1, cut >= 0 and bare[cut] == "、"

    def _denominator(self, start: int, quantity: Quantity) -> _Per | None:
        """Per how many of what the number counts, when its own part says so."""
        text = self.form.text
        for at, word in self.words.averages.each(text[: quantity.start], start):
            return _Per(at, at + len(word), "1", word[:-1])
        for every in _EVERY.finditer(text, start, quantity.start):
            end = every.end()
            while end < quantity.start and not (end > every.end() and self._is_act_or_ground(end)):
                end += 1
            if end > every.end():
                return _Per(every.start(), end, quantities.scaled(every["count"] or "1", every["scale"] or ""), text[every.end() : end])
        return None

    def _is_act_or_ground(self, place: int) -> bool:
        """Whether a noun ends at ``place`` because an act, an adverb or a ground begins there."""
        text = self.form.text
        return bool(self.acts.verb_at(text, place) or self.acts.adverbs.at(text, place) or self.acts.ground_at(text, place))

    def _is_promised(self, start: int, quantity: Quantity, *, granted: bool, counted: bool) -> bool:
        """Whether a quantity is a target: bounded or reached by an act, in no condition, and no look-alike."""
        at, bare = self.form.at[quantity.number] + self.offset, self.bare
        held = next((piece for piece in self.pieces if piece.span.start <= at < piece.span.end), None)
        bounded = bool(quantity.comparator) and quantity.phrase[1] <= quantity.number
        if bare[quantity.number] == MASK or held is None or bare.startswith(_GRADE, quantity.end):
            return False
        if isinstance(held, LeadIn) and (held.words.endswith("的") or held.words.startswith(("对", "凡"))):
            return False
        if self.words.not_targets.ending(bare[: quantity.start]) or (quantity.unit in _TIMES and not bounded and not quantity.high):
            return False
        if self._is_condition(start, quantity):
            return False
        behind = bare[quantity.end :]
        attribute = behind.startswith("的") and not self.acts.closers.at(behind, 1)
        if quantity.comparator and quantity.comparator != "range":
            return bounded or not attribute
        if self._circle_end(quantity):
            return True
        if quantity.unit in _SHARES:
            return True
        begin = max((i + 1 for i in range(quantity.start) if bare[i] in _CUT), default=0)
        said = bare[begin : quantity.start]
        acting = [(at + len(word), word) for at, word in self.acts.each(said) if word in self.words.reaching]
        reached = [end for end, _ in acting if not said.startswith("的", end)]
        granted = granted or (bool(reached) and quantity.start - begin - reached[-1] < _GRANTED)
        return (bool(reached) or counted) and (not attribute or (granted and quantity.unit == _MONEY))

    def _is_condition(self, start: int, quantity: Quantity) -> bool:
        """Whether the quantity stands in a condition on those who are given something: 对…30%以上的企业给予…"""
        bare = self.bare
        stop = next((i for i in range(quantity.end, len(bare)) if bare[i] in _CUT), len(bare))
        rest = bare[quantity.end : stop]
        before = bare[start : quantity.start]
        done = "的" in before and predicate.governing(before.rpartition("的")[2], self.acts)
        opened = bool(_FOR.search(before)) and not done
        return opened and "的" in rest and not self.acts.closers.at(rest, rest.index("的") + 1)

    def _target(self, start: int, quantity: Quantity, per: _Per | None, inherited: _Per | None) -> Target:
        form, unit_end = self.form, self._unit_end(quantity)
        first = per.start if per and quantity.start - per.end < _NEAR else quantity.start
        spans = [form.span(first, max(quantity.end, self._circle_end(quantity), unit_end))]
        if inherited:
            spans.append(form.span(inherited.start, inherited.end))
        held = per or inherited
        about = self._subject(start, min(first, quantity.start))
        comparator = quantity.comparator or "exactly"
        share = quantity.unit in _SHARES
        base = self._printed(*quantity.base) or self._base(start, quantity) if share else ""
        return Target(
            words=spans[0].of(self.text),
            comparator=comparator,
            comparator_phrase=self._printed(*quantity.phrase),
            minimum="" if comparator in _UPPER else quantity.low,
            maximum=quantity.high or (quantity.low if comparator in {*_UPPER, "exactly", "about"} else ""),
            unit=quantity.unit,
            unit_text=self._printed(quantity.unit_at, unit_end),
            per_quantity=held.count if held else ("1" if quantity.per else ""),
            per_unit=held.of if held else quantity.per,
            denominator_inherited=inherited is not None,
            applies_to=about if not share or quantity.base[1] else "",
            base=base,
            deadline=self._deadline(quantity),
            spans=tuple(span.moved(self.offset) for span in spans),
        )

    def _printed(self, start: int, end: int) -> str:
        return self.form.span(start, end).of(self.text) if end > start else ""

    def _circle_end(self, quantity: Quantity) -> int:
        """Where the name of a circle that the quantity measures ends (15分钟养老服务圈); 0 when there is none."""
        rest = re.split(f"[{_CUT}、]", self.bare[quantity.end :], maxsplit=1)[0]
        named = not quantity.comparator and quantity.unit not in _SHARES and self.words.circles.ending(rest)
        return quantity.end + len(rest) if named else 0

    def _unit_end(self, quantity: Quantity) -> int:
        """Where the unit ends; 个 goes on with the noun that it counts (个托位)."""
        text, end = self.form.text, quantity.unit_end
        if text[quantity.unit_at : end] != "个" or quantity.end > end:
            return end
        while end < len(text) and text[end] not in _STOP and not self.acts.closers.at(text, end) and not self.acts.verb_at(text, end):
            end += 1
        return end

    def _subject(self, start: int, end: int) -> str:
        """Whose number it is: what stands before it, unless that is an act; a ground word at its end is no part of it."""
        text = self.form.text
        end -= len(self.acts.grounds.ending(text[start:end]))
        first = self.acts.after_adverbs(text[:end], start)
        act = self.acts.verb_at(text, first)
        return "" if act and act not in self.acts.attributive else self._printed(start, end)

    def _base(self, start: int, quantity: Quantity) -> str:
        """Of what a share is taken: what stands before it, without the ground word that opens it."""
        text = self.form.text
        start += len(self.acts.ground_at(text, start))
        end = quantity.start - text[: quantity.start].endswith("的")
        if end - start > _LONG:
            return ""
        return self._printed(start, end) if quantity.comparator or not predicate.governing(text[start:end], self.acts) else ""

    def _deadline(self, quantity: Quantity) -> Deadline | None:
        """The deadline printed in the number's own piece, else that of a lead-in before it in its sentence."""
        at = self.form.at[quantity.number] + self.offset
        start = self.form.at[self.form.text.rfind("。", 0, quantity.start) + 1] + self.offset
        found = None
        for piece in self.pieces:
            if start <= piece.span.start <= at and (not isinstance(piece, Measure) or piece.span.end > at):
                own = [each for _, each in self.deadlines if piece.span.start <= each.span.start < piece.span.end]
                found = own[0] if own else found
        return found

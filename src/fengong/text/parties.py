"""The parties of a clause: which words between two breaks of a responsibility cell are names, and which name nobody.

Works on text in matching form; places are characters of that text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import NoReturn

from fengong.bilingual import Bilingual
from fengong.text.lexicon import Lexicon

BRACKETS = {"(": ")", "[": "]", "〔": "〕", "【": "】", "〈": "〉", "《": "》", "“": "”", "「": "」"}
"""Brackets that protect what stands in them, opening to closing."""

NAME = Bilingual(zh="此处应为单位名称", en="expected the name of a body")
_JOINT = Bilingual(zh="两个单位之间应有「、」", en="expected 、 between two bodies")
_BREAK = Bilingual(zh="职责用语之后应另起一个条款（「，」或「；」）", en="a role word ends its clause: expected ， or ； behind it")

_FEW_BOUNDARIES = 4
_SHORTEST_NAME = 3

Fail = Callable[[int, Bilingual], NoReturn]


@dataclass(frozen=True, slots=True)
class Part:
    """A party not yet cut out: [start, end) in matching form, and whether it names a body."""

    start: int
    end: int
    named: bool


@dataclass(frozen=True, slots=True)
class Parties:
    """Finds the parties in ``text``. ``fail`` raises the reader's error at a place; ``role_expected`` is what it then says."""

    text: str
    lexicon: Lexicon
    fail: Fail
    role_expected: Bilingual

    def parts(self, start: int, end: int, *, first: bool = False, followed_by_comma: bool = False) -> list[Part]:
        """The parties between ``start`` and ``end``, cut at 和, 及, 等 … where both sides can stand alone.

        ``first`` tells that a clause begins here: it may open with 由.
        """
        parts: list[Part] = []
        at = start + (len(self.lexicon.begins("openers", self.text, start)) if first else 0)
        while at < end:
            if parts:
                at += len(self._joint(at, end))
            opened = self._open_phrase(at, end)
            stop = at + opened if opened else self._party_end(at, end)
            if stop == at:
                self.fail(at, NAME)
            named = not opened and not self._names_nobody(at, stop)
            if named:
                self._check_name(at, stop, followed_by_comma=followed_by_comma and stop == end)
            parts.append(Part(at, stop, named))
            at = stop
        return parts

    def _joint(self, at: int, end: int) -> str:
        joint = self.lexicon.begins("joints", self.text, at)
        if joint and at + len(joint) < end:
            return joint
        if self._others(at, end):
            return ""
        return self.fail(at, NAME)

    def _open_phrase(self, at: int, end: int) -> int:
        """Length of a phrase that names nobody at ``at``: 等有关部门, 有关部门, or a 等 that ends the list; 0 when none."""
        unnamed = self.lexicon.begins("unnamed", self.text, at)
        if unnamed and self._boundary(at + len(unnamed), end):
            return len(unnamed)
        return self._others(at, end)

    def _others(self, at: int, end: int) -> int:
        """Length of 等, or 等有关部门, where it ends a list at ``at``; 0 where it does not."""
        others = self.lexicon.begins("others", self.text, at)
        rest = at + len(others)
        unnamed = self.lexicon.begins("unnamed", self.text, rest) if others else ""
        if unnamed and self._boundary(rest + len(unnamed), end):
            return len(others) + len(unnamed)
        return len(others) if others and self._boundary(rest, end) else 0

    def _boundary(self, at: int, end: int) -> bool:
        return at == end or (at < end and bool(self.lexicon.begins("joints", self.text, at)))

    def _party_end(self, at: int, end: int) -> int:
        """Where the party that begins at ``at`` ends: after the longest known name, else at the first joint that can be one."""
        depth = known = first = 0
        for i in range(at + 1, end + 1):
            if first and i - at > self.lexicon.longest_name:
                break
            if i < end:
                depth = max(0, depth + (self.text[i] in BRACKETS) - (self.text[i] in BRACKETS.values()))
                if depth or not self._may_end(at, i, end):
                    continue
            first = first or i
            known = i if self.text[at:i] in self.lexicon.names else known
        return known or first

    def _may_end(self, at: int, i: int, end: int) -> bool:
        if self._others(i, end):
            return True
        joint = self.lexicon.begins("joints", self.text, i)
        after = i + len(joint)
        return bool(joint) and after < end and self._stands_alone(at, i) and self._can_begin(after, end)

    def _can_begin(self, at: int, end: int) -> bool:
        """Whether a party can begin at ``at``: an open phrase, a known name, or words that stand alone up to one of the next boundaries."""
        if self._open_phrase(at, end) or self.lexicon.begins("names", self.text, at):
            return True
        stops = islice((i for i in range(at + 1, end + 1) if self._boundary(i, end) or self._others(i, end)), _FEW_BOUNDARIES)
        return any(self._stands_alone(at, stop) for stop in stops)

    def _stands_alone(self, start: int, end: int) -> bool:
        return self.lexicon.plausible(self.text[start:end]) or self._names_nobody(start, end)

    def _names_nobody(self, start: int, end: int) -> bool:
        """Whether the words end in a phrase that names nobody: 省政府有关部门 is not the 省政府, and 各成员单位 is no body."""
        words = self.text[start:end]
        return not self.lexicon.plausible(words) and bool(self.lexicon.ends("unnamed", words))

    def _check_name(self, start: int, end: int, *, followed_by_comma: bool) -> None:
        """Refuse a name that may be a name and something else: what is left is known, or ends like a name, or is at least odd alone."""
        name = self.text[start:end]
        if name in self.lexicon.names:
            return
        if len(self.lexicon.begins("joints", name)) > 1:
            self.fail(start, NAME)
        known = self.lexicon.begins("names", name)
        if name[len(known) :] in self.lexicon.names:
            self.fail(start + len(known), _JOINT)
        self._check_no_role_inside(start, name)
        if self.lexicon.plausible(name):
            return
        cuts = (i for i in range(len(name) - 1, _SHORTEST_NAME - 1, -1) if self.lexicon.plausible(name[:i]))
        cut = len(known) or next(cuts, 0)
        if cut and not any("\u3400" <= char <= "\u9fff" for char in name[cut:]):
            return  # 民政厅<b>: no words are left over; the name is unlisted, and a person is told
        if cut or followed_by_comma:
            self.fail(start + cut if cut else end, self.role_expected)

    def _check_no_role_inside(self, start: int, name: str) -> None:
        """A role word behind something that can be a name, or in brackets, is a clause of its own that lost its comma."""
        bracket = name.find("(")
        for i in range(1, len(name)):
            inside = 0 <= bracket < i
            if self.lexicon.begins("roles", name, i) and (inside or self.lexicon.plausible(name[:i])):
                self.fail(start + i, _BREAK)

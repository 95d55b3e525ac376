"""The grammar of a responsibility cell, by hand (docs/decisions/grammar.md).

    cell    = clause { joint clause } [ end ]
    clause  = parties [ gap ] role-wording            民政厅、财政厅等有关部门（单位）参加
            | label ":" parties                       牵头单位：民政厅
    parties = [ 由 ] party { joint party }
    party   = name | [ 等 ] phrase that names nobody  省政府有关部门 names nobody: it is not the 省政府
    joint   = "、" | "，" | 和 | 及 | 与 | 会同 …      a word joins only where both sides can be bodies: 文化和旅游厅 stays whole

It is read in matching form (full and half width alike, spaces skipped) and kept as printed: every character of the cell
is in the tree, so `write` gives the cell back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from fengong.bilingual import Bilingual
from fengong.errors import UnreadableCell
from fengong.text.lexicon import Lexicon
from fengong.text.norm import Matching
from fengong.text.parties import BRACKETS, NAME, Part, Parties
from fengong.text.span import Span
from fengong.text.tree import Cell, Clause, OpenPhrase, Party, PrintedName

_COMMA, _PAUSE, _COLON = ",", "、", ":"
_STOPS = ";。"
_BREAKS = frozenset(_STOPS + _COMMA + _PAUSE + _COLON)
_ENDS = frozenset("。.;")


_BRACKET = Bilingual(zh="括号不成对", en="this bracket has no partner")
_ONE_CLAUSE = Bilingual(zh="此处应为单位名称和职责用语", en="expected a body and a role word")


def read(cell: str, *, lexicon: Lexicon, row: str = "", table: str = "", offset: int = 0) -> Cell:
    """Read one responsibility cell whole.

    ``cell`` is the cell as published; ``row`` and ``table`` name it in errors; ``offset`` is its place in the source text,
    in code points, and moves every span.

    Raises UnreadableCell for wording outside the grammar: a cell is read whole or reported, never in part.
    """
    try:
        return _Reader(cell, lexicon, offset).cell()
    except UnreadableCell as error:
        error.row, error.table = row, table
        raise


def write(cell: Cell) -> str:
    """The text of a cell: what `read` was given, to the character."""
    return "".join(_clause_words(clause) for clause in cell.clauses) + cell.end


def _clause_words(clause: Clause) -> str:
    parties = "".join(party.joint + party.words for party in clause.parties)
    order = (clause.wording, clause.gap, parties) if clause.labelled else (parties, clause.gap, clause.wording)
    return clause.joint + "".join(order)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two breaks, in matching form: [start, end), and the break before it ("" at the start)."""

    start: int
    end: int
    broken_by: str


class _Reader:
    """One reading of one cell. ``self.text`` is in matching form; tree strings are slices of the original."""

    def __init__(self, original: str, lexicon: Lexicon, offset: int) -> None:
        self.original, self.lexicon, self.offset = original, lexicon, offset
        matching = Matching.of(original)
        self.matching, self.text = matching, matching.text
        self.parties = Parties(self.text, lexicon, self._fail, _role_expected(lexicon))
        self.written = 0  # how much of the original the tree holds so far

    # --- cell and clauses

    def cell(self) -> Cell:
        stop = len(self.text)
        while stop and self.text[stop - 1] in _ENDS:
            stop -= 1
        pieces = self._pieces(stop)
        clauses: list[Clause] = []
        at = 0
        while at < len(pieces):
            clause, at = self._clause(pieces, at)
            clauses.append(clause)
        return Cell(tuple(clauses), self.original[self.written :])

    def _pieces(self, stop: int) -> list[_Piece]:
        if not stop:
            self._fail(0, _ONE_CLAUSE)
        pieces, start, broken_by = [], 0, ""
        open_at: list[tuple[int, str]] = []
        for i, char in enumerate(self.text[:stop]):
            if char in BRACKETS:
                open_at.append((i, BRACKETS[char]))
            elif char in BRACKETS.values():
                if not open_at or open_at.pop()[1] != char:
                    self._fail(i, _BRACKET)
            elif char in _BREAKS and not open_at:
                pieces.append(_Piece(start, i, broken_by))
                start, broken_by = i + 1, char
        if open_at:
            self._fail(open_at[-1][0], _BRACKET)
        return self._merged([*pieces, _Piece(start, stop, broken_by)])

    def _merged(self, pieces: list[_Piece]) -> list[_Piece]:
        """Pieces of one name put together again: 各市 、 州 、 县（市、区）人民政府 is one collective."""
        merged: list[_Piece] = []
        for piece in pieces:
            before = merged[-1] if merged else None
            if (
                before
                and piece.broken_by == _PAUSE
                and self._lists_levels(before)
                and self.lexicon.begins("levels", self.text, piece.start)
            ):
                merged[-1] = _Piece(before.start, piece.end, before.broken_by)
            else:
                merged.append(piece)
        return merged

    def _lists_levels(self, piece: _Piece) -> bool:
        """Whether a piece ends in 各 and levels of division alone: 各市, 民政厅和各市、州."""
        begun = max((self.text.rfind(word, piece.start, piece.end), len(word)) for word in self.lexicon.every or {""})
        at = sum(begun)
        levels = self.text[at : piece.end].split(_PAUSE)
        return begun[0] >= piece.start and begun[1] > 0 and all(level in self.lexicon.levels for level in levels)

    def _clause(self, pieces: list[_Piece], at: int) -> tuple[Clause, int]:
        first = pieces[at]
        if at + 1 < len(pieces) and pieces[at + 1].broken_by == _COLON:
            return self._labelled(pieces, at)
        parts: list[Part] = []
        for i in range(at, len(pieces)):
            piece = pieces[i]
            if i > at and piece.broken_by in _STOPS + _COLON:
                self._fail(piece.start - 1, self.parties.role_expected)
            words = self.text[piece.start : piece.end]
            wording = self.lexicon.ends("roles", words)
            body_end = piece.end - len(wording)
            alone = body_end == piece.start
            if alone and not (wording and parts and piece.broken_by == _COMMA):
                self._fail(piece.start, NAME)
            if not alone:
                parts += self.parties.parts(
                    piece.start, body_end, first=i == at, followed_by_comma=not wording and self._comma_follows(pieces, i)
                )
            if wording:
                return self._built(first, parts, (body_end, piece.end)), i + 1
        return self._fail(pieces[-1].end, self.parties.role_expected)

    def _labelled(self, pieces: list[_Piece], at: int) -> tuple[Clause, int]:
        label = pieces[at]
        if not self.lexicon.role_of(self.text[label.start : label.end], labelled=True):
            self._fail(label.start, self.parties.role_expected)
        parts: list[Part] = []
        i = at + 1
        while i < len(pieces) and (i == at + 1 or pieces[i].broken_by in _PAUSE + _COMMA):
            if i > at + 1 and self._begins_clause(pieces, i):
                break
            piece = pieces[i]
            if piece.start == piece.end:
                self._fail(piece.start, NAME)
            words = self.text[piece.start : piece.end]
            if (wording := self.lexicon.ends("roles", words)) and words not in self.lexicon.names:
                self._fail(piece.end - len(wording), NAME)
            parts += self.parties.parts(piece.start, piece.end)
            i += 1
        return self._built(label, parts, (label.start, label.end), labelled=True), i

    def _begins_clause(self, pieces: list[_Piece], i: int) -> bool:
        """Whether a clause of its own begins at piece ``i`` of a labelled list: 「牵头单位：甲，乙、丙参加」."""
        if i + 1 < len(pieces) and pieces[i + 1].broken_by == _COLON:
            return True
        last = i
        while last + 1 < len(pieces) and pieces[last + 1].broken_by == _PAUSE:
            last += 1
        return pieces[i].broken_by == _COMMA and bool(self.lexicon.ends("roles", self.text[pieces[last].start : pieces[last].end]))

    def _comma_follows(self, pieces: list[_Piece], i: int) -> bool:
        return i + 1 < len(pieces) and pieces[i + 1].broken_by == _COMMA

    # --- trees

    def _built(self, first: _Piece, parts: list[Part], wording: tuple[int, int], *, labelled: bool = False) -> Clause:
        slug = self.lexicon.role_of(self.text[slice(*wording)], labelled=labelled)
        joint, _, start = self._take(first.start, None)
        if labelled:
            _, words, _ = self._take(*wording)
            gap = self._gap(parts[0].start)
            parties = self._parties(parts)
        else:
            parties = self._parties(parts)
            gap, words, _ = self._take(*wording)
        span = Span(start, self.written).moved(self.offset)
        return Clause(slug, words, parties, joint, gap, labelled, span)

    def _parties(self, parts: list[Part]) -> tuple[Party, ...]:
        parties: list[Party] = []
        for part in parts:
            joint, words, at = self._take(part.start, part.end)
            span = Span(at, at + len(words)).moved(self.offset)
            parties.append((PrintedName if part.named else OpenPhrase)(words, joint, span))
        return tuple(parties)

    def _gap(self, until: int) -> str:
        gap, _, _ = self._take(until, None)
        return gap

    def _take(self, start: int, end: int | None) -> tuple[str, str, int]:
        """What stands before ``start`` and is not in the tree yet, the words [start, end), and where they begin in the original."""
        begin = self.matching.at[start]
        stop = begin if end is None else self.matching.original_end(end)
        before, words = self.original[self.written : begin], self.original[begin:stop]
        self.written = stop
        return before, words, begin

    # --- failing

    def _fail(self, at: int, expected: Bilingual) -> NoReturn:
        raise UnreadableCell(cell=self.original, position=self.matching.at[min(at, len(self.text))], expected=expected)


def _role_expected(lexicon: Lexicon) -> Bilingual:
    words = " · ".join(lexicon.role_names)
    return Bilingual(zh=f"此处应为职责用语：{words} …", en=f"expected a role word: {words} …")

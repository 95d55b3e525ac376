"""The source text of a table with every quotation marked in its place: as it is kept, or put together from the quotations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fengong.api import Graph
from fengong.ask.quotes import Quotation, quotations, source_text
from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.errors import ChangedSource, UnreadableFile

KEPT = Bilingual(
    zh="这是随图谱保存的原文，逐字照录；文件的 SHA-256 与图谱所记一致。",
    en="This is the text that is kept with the graph, character by character; the SHA-256 of the file is the one in the graph.",
)
MISSING = Bilingual(
    zh="原文文件未随图谱保存。这里由图谱中的引文及其前后文拼成；图谱没有引用的字以空缺标出。",
    en="The file of the text is not kept with this graph. What follows is put together from the quotations in the graph and the words "
    "around them; what the graph does not quote is shown as a gap.",
)
CHANGED = Bilingual(
    zh="随图谱保存的文件与图谱所记的 SHA-256 不符，故不予采用。这里由图谱中的引文及其前后文拼成；图谱没有引用的字以空缺标出。",
    en="The file that is kept with the graph is not the one that was read: its SHA-256 differs, so it is not used. What follows is put "
    "together from the quotations in the graph and the words around them; what the graph does not quote is shown as a gap.",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the marked text: ``kind`` is open, close, words, line (a line begins) or gap.

    ``id`` is that of an anchor that opens; ``number`` that of a line, or the length of a gap.
    """

    kind: str
    words: str = ""
    id: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A source text as shown. ``whole`` tells whether it is the kept text; ``replaced`` how many characters cannot be shown."""

    basis: Bilingual
    whole: bool
    pieces: tuple[Piece, ...]
    quotations: int
    lines: int
    known: int
    replaced: int


def read(graph: Graph, table_id: str, characters: int) -> Text:
    """The text of a table that is so many characters long."""
    quoted = list(quotations(graph.dataset, table_id))
    try:
        text: list[str | None] = list(source_text(graph.dataset, table_id, graph.workspace.sources))
        basis = KEPT
    except ChangedSource:
        text, basis = together(quoted, characters), CHANGED
    except (UnreadableFile, UnicodeDecodeError, LookupError):
        text, basis = together(quoted, characters), MISSING
    pieces = tuple(_pieces(text, {(each.start, each.end) for each in quoted}))
    replaced = sum(1 for char in text if char and char not in "\t\r\n" and printable(char) != char)
    lines = sum(piece.kind == "line" for piece in pieces)
    known = sum(char is not None for char in text)
    return Text(basis, basis is KEPT, pieces, len(quoted), lines, known, replaced)


def together(quoted: list[Quotation], characters: int) -> list[str | None]:
    """The characters that quotations and the words around them tell; None for the others.

    >>> together([Quotation("", 1, 2, "民", "", "政")], 4)
    [None, '民', '政', None]
    """
    text: list[str | None] = [None] * characters
    for each in quoted:
        words = each.prefix + each.exact + each.suffix
        start = each.start - len(each.prefix)
        for at, char in enumerate(words, start):
            if 0 <= at < characters:
                text[at] = char
    return text


def _pieces(text: list[str | None], spans: set[tuple[int, int]]) -> Iterator[Piece]:
    """Anchors nest: a quotation that another one cuts is marked by an empty anchor where it begins."""
    opening: dict[int, list[tuple[int, int]]] = {}
    for start, end in spans:
        opening.setdefault(start, []).append((start, end))
    line, begun, ends, run = 0, False, list[int](), list[str]()
    for at in range(len(text) + 1):
        edge = at in opening or (ends and ends[-1] == at)
        if edge and run:
            yield from _run(run)
            run = []
        while ends and ends[-1] == at:
            ends.pop()
            yield Piece("close")
        if at == len(text):
            break
        if not begun:
            line, begun = line + 1, True
            yield Piece("line", number=line)
        for start, end in sorted(opening.get(at, ()), key=lambda span: -span[1]):
            yield Piece("open", id=f"char={start},{end}")
            if end > at and (not ends or end <= ends[-1]):
                ends.append(end)
            else:
                yield Piece("close")
        char = text[at]
        run.append(_shown(char, text[at + 1] if at + 1 < len(text) else None) if char else "\0")
        begun = not (char == "\n" or (char == "\r" and (at + 1 == len(text) or text[at + 1] != "\n")))
        if not begun or (at + 1 < len(text) and (char is None) != (text[at + 1] is None)):
            yield from _run(run)
            run = []
    yield from _run(run)


def _run(run: list[str]) -> Iterator[Piece]:
    if run and run[0] == "\0":
        yield Piece("gap", number=len(run))
    elif run:
        yield Piece("words", "".join(run))


def _shown(char: str, following: str | None) -> str:
    """A character as a page can hold it: one line end for any, tabs as they are, no other control characters."""
    if char == "\r":
        return "" if following == "\n" else "\n"
    return char if char in "\t\n" else printable(char)

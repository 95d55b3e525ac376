"""The act of a stretch that no listed word governs, where only an act can stand. In matching form."""

from __future__ import annotations

import re

from fengong.text import candidates
from fengong.text.acts import Acts
from fengong.text.candidates import OBJECT
from fengong.text.words import masked

_ARRIVING = re.compile(r"[将把][^,]{2,}?([\u4e00-\u9fff][到至为入给成])(?=[^,]{2})")
_WELL = ("好", "清", "准", "齐")
_TURNED = re.compile("变[^,]+为")
_MARKED = re.compile("(?<!面)[对将把向由按请]|的$")
_TOLD = re.compile("(?<![主重需供适相对反响效])(?:应当|应|要|必须|须|不再)(?!求)")
_OR = "或"
_OF = "的"
_WORD = 2


def act(text: str, acts: Acts) -> tuple[int, str] | None:
    """The act of a stretch that no listed word governs, where only an act can stand; None where there is none.

    A word that nobody listed behind a modal (要列专章), before 好 (走好…), in 变…为… or where 将 leads (将…留给…); a word that may be
    a noun, where a mark or an adverb before it or a number behind it shows the act (构成犯罪的移送…; 布局5家).
    """
    bare = masked(text)
    start = acts.after_adverbs(bare, 0)
    if _TURNED.match(bare, start):
        return start, bare[start]
    if bare.startswith(_WELL, start + 1) and len(bare) > start + OBJECT:
        return start, bare[start : start + _WORD]
    for told in _TOLD.finditer(bare):
        after = acts.after_adverbs(bare, told.end())
        if after + _WORD < len(bare) and not acts.ground_at(bare, after) and not acts.companions.at(bare, after):
            return after, bare[after : after + _WORD]
    if arrived := _ARRIVING.match(bare, start):
        return arrived.start(1), arrived[1]
    return _marked(acts, bare, start) if not bare.startswith(_OR) else None


def _marked(acts: Acts, bare: str, start: int) -> tuple[int, str] | None:
    """The last word that may be an act, with a mark of an object, a doer or a condition before it, or a number behind it."""
    found = [(place, word) for place, word, _ in candidates.read(acts, bare, start)]
    for at in (i + 1 for i, char in enumerate(bare) if char == _OF):
        word = acts.verb_at(bare, at)
        found += [(at, word)] if word and word != bare[at:] and candidates.in_condition(acts, bare, at - 1) else []
    for place, word in sorted(found, reverse=True):
        behind = bare[place + len(word) :]
        counted = any(map(str.isdigit, behind)) or (0 < place == start and len(bare) > OBJECT)
        if _OF not in behind and (counted or _MARKED.search(bare[:place])):
            return place, word
    return None

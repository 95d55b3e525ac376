"""Which words of a stretch may govern it: not what a ground, a name, a relative clause or a compound holds. In matching form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fengong.text.acts import Acts

JOINED = "、和与及或并"
"""What joins two words that are named together."""
OBJECT = 4
"""How long an object is at least that shows an act, in characters."""
_CLOSING = "”’)》〉"
_PLACED = re.compile(r"到|至|[在为](?=\d)|\d+(?:年|个月|天|家|所|次|项|人)$|\d[\d.]*(?:%|倍|个百分点|[万亿]*元)")


def adverb_before(acts: Acts, bare: str, place: int) -> str:
    """The adverb that ends before ``place``; empty when none."""
    return acts.adverbs.ending(bare[:place])


def read(acts: Acts, bare: str, start: int) -> Iterator[tuple[int, str, bool]]:
    """The words of ``bare`` from ``start`` that may govern it, each with its place and whether it is a verb for certain there."""
    landings = _landings(acts, bare)
    landed_at, past = set(landings.values()), start
    for place, word in acts.each(bare, start):
        past = max(past, *(landed for opened, landed in landings.items() if start <= opened < place), 0)
        if (
            place < past
            or word in acts.not_acts
            or (bare.startswith("的", place - 1) and not _behind_a_condition(acts, bare, place, word))
            or acts.is_noun(bare, place, word)
            or _only_adverb(acts, bare, place, word)
        ):
            continue
        if (word in acts.permissions.meaning and not acts.permits(bare, place + len(word))) or is_compound(acts, bare, place, word):
            continue
        listed = bare[place + len(word) : place + len(word) + 1] in set(JOINED)
        joined = bare.startswith("并", place + len(word)) or acts.verb_at(bare, place + len(word) + 1) not in ({""} | acts.also_nouns)
        told = adverb_before(acts, bare, place) != "" and (not listed or joined)
        expected = place > 0 and (told or (not listed and (bare[place - 1] in _CLOSING or place in landed_at)))
        placed = bool(_PLACED.match(bare, place + len(word)))
        yield place, word, word not in acts.also_nouns or expected or placed


def is_compound(acts: Acts, bare: str, place: int, word: str) -> bool:
    """Whether a noun follows at once that makes a noun of ``word`` (试点城市…), and another act word for certain stands behind."""
    behind = place + len(word)
    noun = acts.head_nouns.at(bare, behind) if word in acts.attributive else ""
    others = acts.each(bare, behind + len(noun)) if noun else ()
    return any(acts.verb_at(bare, at) and (each not in acts.also_nouns or adverb_before(acts, bare, at)) for at, each in others)


def in_condition(acts: Acts, bare: str, place: int) -> bool:
    """Whether what ends before ``place`` says under what condition (情节严重的取消…; 构成犯罪的移送…)."""
    return bool(acts.achievements.ending(bare[:place])) or any(len(acts.attribute_acts.at(bare, i)) > 1 for i in range(place))


def _only_adverb(acts: Acts, bare: str, place: int, word: str) -> bool:
    """Whether a word that is an adverb too stands before an act or a ground (优先为小微企业提供)."""
    placed = _PLACED.match(bare, place + len(word))
    return acts.adverbs.at(bare, place) == word and acts.after_adverbs(bare, place) != place and not placed


def _landings(acts: Acts, bare: str) -> dict[int, int]:
    """Where each ground of a stretch opens, and where the text goes on after it."""
    inside = {i for at, word in acts.each(bare) for i in range(at, at + len(word))}
    places = (i for i in range(len(bare)) if i not in inside and acts.ground_at(bare, i))
    return {i: landed for i in places if (landed := acts.past_ground(bare, i))}


def _behind_a_condition(acts: Acts, bare: str, place: int, word: str) -> bool:
    """Whether a verb right behind 的 is what is done with those whom the 的 closes (对评估靠后的予以通报; 情节严重的取消资格)."""
    long = len(bare) - place - len(word) >= OBJECT
    return word not in acts.also_nouns and (acts.conditional(bare) or (long and in_condition(acts, bare, place - 1)))

"""Words shown to a reader, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


class _Count(int):
    """A whole number that, formatted by ``one|several``, is followed by the noun for as many."""

    def __format__(self, form: str) -> str:
        one, bar, several = form.partition("|")
        return f"{int(self)} {one if self == 1 else several}" if bar else format(int(self), form)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One message in both languages; ``{facts}`` in braces are filled in late, by `fill`."""

    zh: str
    en: str

    def fill(self, **facts: object) -> Bilingual:
        """The same message with its facts put in.

        A whole number may bring its noun, of which there is one or several: ``{n:row|rows}``.

        >>> Bilingual(zh="第{n}行", en="row {n}").fill(n=12)
        Bilingual(zh='第12行', en='row 12')
        >>> Bilingual(zh="{n} 行", en="{n:row|rows}").fill(n=1).en, Bilingual(zh="", en="{n:row|rows}").fill(n=0).en
        ('1 row', '0 rows')
        """
        counted = {name: _Count(fact) if type(fact) is int else fact for name, fact in facts.items()}
        return Bilingual(zh=self.zh.format(**counted), en=self.en.format(**counted))

    def said(self, lang: Lang) -> str:
        """The message in one language."""
        return self.zh if lang == "zh" else self.en

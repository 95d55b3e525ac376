"""Words shown to a reader, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One message in both languages; ``{facts}`` in braces are filled in late, by `fill`."""

    zh: str
    en: str

    def fill(self, **facts: object) -> Bilingual:
        """The same message with its facts put in.

        >>> Bilingual(zh="第{n}行", en="row {n}").fill(n=12)
        Bilingual(zh='第12行', en='row 12')
        """
        return Bilingual(zh=self.zh.format(**facts), en=self.en.format(**facts))

    def said(self, lang: Lang) -> str:
        """The message in one language."""
        return self.zh if lang == "zh" else self.en

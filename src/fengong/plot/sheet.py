"""A sheet to draw on, measured in inches from the upper left corner; what a picture says round its middle, and its bytes."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from matplotlib import style
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.textpath import TextToPath

from fengong.bilingual import Bilingual, Lang
from fengong.plot.data import Division, Role
from fengong.plot.fonts import Font

PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
"""The colours of Okabe and Ito, which people with any kind of colour blindness tell apart."""
HATCHES = ("", "////", "....", "xxxx")
INK, GREY, LINE, BAND = "#222222", "#666666", "#D9D9D9", "#F5F5F5"
TITLE, BODY, SMALL = 14.0, 8.5, 7.5
MARGIN = 0.25
POINTS = 72
_LINEAR = 0.04045  # below it sRGB is linear
_EVEN = 0.18  # the luminance on which black and white are read equally well
DPI = 150
SETTINGS = {"svg.hashsalt": "fengong", "svg.fonttype": "path", "hatch.linewidth": 0.6, "path.simplify": False}

COUNTS = Bilingual(
    zh="{tasks} 项任务 · {bodies} · {duties} 项责任 · {reading}读法",
    en="{tasks:task|tasks} · {bodies} · {duties:responsibility|responsibilities} · {reading} reading",
)
BODIES = Bilingual(zh="{of} 个单位", en="{of:body|bodies}")
OF = Bilingual(zh="{of} 个单位中的 {shown} 个", en="{shown} of {of:body|bodies}")
READINGS = {"adopted": Bilingual(zh="采信", en="adopted"), "printed": Bilingual(zh="原文", en="printed")}
TABLES = Bilingual(zh="{count} 张表", en="{count:table|tables}")
OPEN_ENDED = Bilingual(
    zh="另有 {count} 条条款以“等有关部门”之类的词语未尽列举，所指单位不在图中。",
    en="Not shown: the bodies that clauses go on to without naming them (clauses: {count}).",
)
OURS = Bilingual(zh="", en="* The English name is our own translation. The English names of the roles are ours too.")
UNLISTED = Bilingual(zh="? 经审核的单位表中没有此名称。", en="? No reviewed table lists this name.")


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is given: the data, the language, and its own title and note."""

    division: Division
    lang: Lang
    title: Bilingual
    note: Bilingual

    def heading(self) -> str:
        """The title."""
        return self.title.said(self.lang)

    def source(self) -> str:
        """The title of the table, or the number of tables."""
        titles = self.division.titles
        if len(titles) != 1:
            return TABLES.fill(count=len(titles)).said(self.lang)
        return titles[0].said(self.lang) or titles[0].zh

    def counts(self) -> str:
        """How much is shown, under which reading."""
        shown, of = len(self.division.bodies), self.division.of
        bodies = (BODIES if shown == of else OF).fill(shown=shown, of=of).said(self.lang)
        reading = READINGS[self.division.reading].said(self.lang)
        facts = {"tasks": len(self.division.tasks), "duties": len(self.division.duties), "bodies": bodies, "reading": reading}
        return COUNTS.fill(**facts).said(self.lang)

    def notes(self) -> list[str]:
        """How to read the picture, and what it leaves out."""
        division, lang = self.division, self.lang
        lines = [self.note]
        lines += [OPEN_ENDED.fill(count=division.open_ended)] if division.open_ended else []
        lines += [OURS] if any(body.own_translation and body.name.en for body in division.bodies) else []
        lines += [UNLISTED] if not all(body.listed for body in division.bodies) else []
        return [line.said(lang) for line in lines if line.said(lang)]

    def labels(self) -> list[str]:
        """The names of the bodies."""
        return [body.said(self.lang) for body in self.division.bodies]

    def texts(self) -> list[str]:
        """Every text of the picture, for which a font must have glyphs."""
        roles = [role.label.said(self.lang) for role in self.division.used]
        return [self.heading(), self.source(), self.counts(), *self.notes(), *self.labels(), *roles, "0123456789-/()…×·"]


def colour(role: Role) -> str:
    """The colour of a role: the same in every picture, by its place in the scheme of roles."""
    return PALETTE[role.order % len(PALETTE)]


def ink_on(fill: str) -> str:
    """The ink that is read more easily on ``fill``, by the contrast ratio of WCAG."""
    light = [channel / 12.92 if channel <= _LINEAR else ((channel + 0.055) / 1.055) ** 2.4 for channel in to_rgb(fill)]
    luminance = sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), light, strict=True))
    return "white" if luminance < _EVEN else INK


def hatch(role: Role) -> str:
    """The hatching that tells roles apart where there are more of them than colours."""
    return HATCHES[role.order // len(PALETTE) % len(HATCHES)]


class Sheet:
    """Paper of a width and a height in inches. Use it within `settings`."""

    def __init__(self, width: float, height: float, font: Font) -> None:
        self.width, self.height, self.font = width, height, font
        self.figure = Figure(figsize=(width, height), facecolor="white")
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, width), ylim=(height, 0))
        self.axes.axis("off")
        self._drawn = 0

    def _next(self) -> int:
        """What is drawn later lies above what was drawn before."""
        self._drawn += 1
        return self._drawn

    def text(self, x: float, y: float, words: str, *, size: float = BODY, ink: str = INK, at: str = "left middle", turn: float = 0) -> None:
        """``words`` with the side ``at`` (horizontal, vertical) of their box at a point, turned by degrees about it."""
        across, up = at.split()
        self.axes.text(
            x,
            y,
            words,
            ha=across,
            va={"middle": "center_baseline"}.get(up, up),
            color=ink,
            rotation=turn,
            rotation_mode="anchor",
            fontproperties=_properties(self.font, size),
            parse_math=False,
            zorder=self._next(),
            clip_on=False,
        )

    def box(self, x: float, y: float, width: float, height: float, *, fill: str, name: str = "", hatching: str = "") -> None:
        """A filled rectangle; ``name`` becomes its id in an SVG."""
        edge = "white" if hatching else "none"
        self.draw(Rectangle((x, y), width, height, facecolor=fill, edgecolor=edge, linewidth=0, hatch=hatching or None), name)

    def line(self, x: Sequence[float], y: Sequence[float], *, ink: str = LINE, width: float = 0.6) -> None:
        """A line through points."""
        self.axes.add_line(Line2D(x, y, color=ink, linewidth=width, zorder=self._next(), clip_on=False))

    def draw(self, patch: Patch, name: str = "") -> None:
        """Any shape, in the order of drawing."""
        if name:
            patch.set_gid(name)
        patch.set(zorder=self._next())
        self.axes.add_patch(patch)
        patch.set(clip_on=False)

    def head(self, picture: Picture) -> float:
        """Title, table, counts and the legend of roles; where the rest may begin."""
        y = MARGIN + 0.1
        self.text(MARGIN, y, picture.heading(), size=TITLE)
        for at, words in enumerate(wrapped(picture.source(), self.width - 2 * MARGIN, BODY, self.font)):
            y += 0.28 if at == 0 else 0.18
            self.text(MARGIN, y, words)
        y += 0.19
        self.text(MARGIN, y, picture.counts(), ink=GREY)
        x, y = MARGIN, y + 0.28
        for role in picture.division.used:
            words = role.label.said(picture.lang)
            self.box(x, y - 0.07, 0.14, 0.14, fill=colour(role), hatching=hatch(role))
            self.text(x + 0.2, y, words)
            x += 0.2 + measured(words, BODY, self.font) + 0.25
        return y + 0.25

    def foot(self, picture: Picture, y: float) -> None:
        """The notes, from ``y`` down."""
        for at, words in enumerate(foot_lines(picture, self.width, self.font)):
            self.text(MARGIN, y + 0.1 + 0.16 * at, words, size=SMALL, ink=GREY)

    def written(self, form: str, title: str) -> bytes:
        """The bytes of the file: the same for the same picture, whenever it is drawn."""
        out = io.BytesIO()
        facts = {"Title": title, "Creator": "Fengong", "Date": None} if form == "svg" else {"Title": title, "Software": None}
        self.figure.savefig(out, format=form, dpi=DPI, metadata=facts)
        return out.getvalue()


def settings() -> AbstractContextManager[None]:
    """The settings under which a sheet is drawn: matplotlib's own and ours, none of the user's."""
    return style.context(["default", SETTINGS])


def head_height(picture: Picture, width: float, font: Font) -> float:
    """What `Sheet.head` takes."""
    lines = len(wrapped(picture.source(), width - 2 * MARGIN, BODY, font))
    return MARGIN + 0.1 + 0.28 + 0.18 * (lines - 1) + 0.19 + 0.28 + 0.25


def foot_lines(picture: Picture, width: float, font: Font) -> list[str]:
    """The notes, wrapped to a sheet of ``width``."""
    return [line for note in picture.notes() for line in wrapped(note, width - 2 * MARGIN, SMALL, font)]


def foot_height(picture: Picture, width: float, font: Font) -> float:
    """What `Sheet.foot` takes, with the margin below."""
    return 0.2 + 0.16 * (len(foot_lines(picture, width, font)) - 1) + MARGIN


def least_width(picture: Picture, font: Font) -> float:
    """How wide a sheet must be for title, counts and legend to stand in one line each."""
    legend = sum(0.45 + measured(role.label.said(picture.lang), BODY, font) for role in picture.division.used)
    words = max(measured(picture.heading(), TITLE, font), measured(picture.counts(), BODY, font))
    return math.ceil(10 * (2 * MARGIN + max(legend, words))) / 10


def measured(words: str, size: float, font: Font) -> float:
    """How wide ``words`` are, in inches."""
    width, _, _ = TextToPath().get_text_width_height_descent(words, _properties(font, size), ismath=False)
    return float(width) / POINTS


def widest(texts: Iterable[str], size: float, font: Font) -> float:
    """How wide the widest of ``texts`` is, in inches; 0 for none."""
    return max((measured(words, size, font) for words in texts), default=0.0)


def wrapped(words: str, width: float, size: float, font: Font) -> list[str]:
    """``words`` in lines of at most ``width`` inches: broken at spaces, or anywhere in a text without them."""
    if measured(words, size, font) <= width:
        return [words]
    pieces = words.split(" ") if " " in words else list(words)
    joint = " " if " " in words else ""
    lines = [pieces[0]]
    for piece in pieces[1:]:
        longer = lines[-1] + joint + piece
        if measured(longer, size, font) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def _properties(font: Font, size: float) -> FontProperties:
    return FontProperties(fname=font.file, size=size)

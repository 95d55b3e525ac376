"""How the pictures of the docs are drawn: boxes, arrows and the sheet they stand on, as SVG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from fengong.caret import width

STYLE = """\
svg{color-scheme:light dark}
text{font-family:system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",
sans-serif;fill:#1b1f24;font-size:13.5px}
.s{font-size:11.5px;fill:#57606a}.b{fill:#fff;stroke:#57606a;stroke-width:1.2}.k{fill:#e8f1fb;stroke:#1f5fa8}
.w{fill:#fff4d6;stroke:#8a6100}.e{stroke:#57606a;stroke-width:1.2;fill:none}
.d{stroke-dasharray:5 4}.a{fill:#57606a}.p{fill:#fff}.q{fill:#8a6100}.m{stroke:#1f5fa8;stroke-width:2.4}.n{fill:#1f5fa8}
.c{fill:#e7f5ec;stroke:#2b7a4b}.t{font-weight:600;font-size:15px}.l{stroke:#d0d7de}.x{font-size:11px}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.s{fill:#a9b4c0}.b{fill:#161b22;stroke:#8b949e}.k{fill:#132a45;stroke:#6cb0ff}
.w{fill:#3a2d08;stroke:#e3b341}.e{stroke:#8b949e}.a{fill:#8b949e}.p{fill:#0d1117}.q{fill:#e3b341}.m{stroke:#6cb0ff}.n{fill:#6cb0ff}.c{fill:#12301f;stroke:#57c785}.l{stroke:#30363d}}"""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with one or two lines; ``sort`` is its class in the style."""

    x: float
    y: float
    lines: tuple[str, ...]
    sort: str = "b"
    w: float = 190
    h: float = 46

    def drawn(self) -> Iterator[str]:
        """The box and its words."""
        yield f'<rect class="b {self.sort}" x="{self.x:g}" y="{self.y:g}" width="{self.w:g}" height="{self.h:g}" rx="6"/>'
        step = self.h / (len(self.lines) + 1)
        for place, words in enumerate(self.lines, 1):
            small = ' class="s"' if place > 1 else ""
            yield f'<text{small} x="{self.x + self.w / 2:g}" y="{self.y + step * place + 5:g}" text-anchor="middle">{escape(words)}</text>'


def edge(start: Box, end: Box, words: str = "", *, dashed: bool = False) -> Iterator[str]:
    """An arrow between the nearest sides of two boxes, with its words on a ground of their own."""
    (x1, y1), (x2, y2) = _side(start, end), _side(end, start)
    yield f'<path class="e{" d" if dashed else ""}" d="M{x1:g} {y1:g}L{x2:g} {y2:g}" marker-end="url(#{"t" if dashed else "h"})"/>'
    if words:
        x, y, wide = (x1 + x2) / 2, (y1 + y2) / 2, width(words) * 6 + 4
        yield f'<rect class="p" x="{x - wide / 2:g}" y="{y - 8:g}" width="{wide:g}" height="16"/>'
        yield f'<text class="s" x="{x:g}" y="{y + 4:g}" text-anchor="middle">{escape(words)}</text>'


def _side(of: Box, towards: Box) -> tuple[float, float]:
    dx, dy = (towards.x + towards.w / 2) - (of.x + of.w / 2), (towards.y + towards.h / 2) - (of.y + of.h / 2)
    if abs(dx) >= of.w / 2 + towards.w / 2:
        return (of.x + (of.w if dx > 0 else 0), of.y + of.h / 2)
    return (of.x + of.w / 2, of.y + (of.h if dy > 0 else 0))


def sheet(wide: float, high: float, title: str, about: str, parts: list[str]) -> str:
    """The picture whole."""
    heads = "".join(
        f'<marker id="{name}" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="{size}" markerHeight="{size}" orient="auto">'
        f'<path class="{sort}" d="M0 0L10 5L0 10z"/></marker>'
        for name, sort, size in (("h", "a", 8), ("t", "b", 8), ("n", "n", 5))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}" role="img" '
        f'aria-labelledby="title about">\n<title id="title">{escape(title)}</title>\n<desc id="about">{escape(about)}</desc>\n'
        f'<style>{STYLE}</style>\n<defs>{heads}</defs>\n<rect class="p" width="100%" height="100%"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )

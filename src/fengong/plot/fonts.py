"""A font that has a glyph for every character of a picture: found by looking into the fonts, not by their names."""

from __future__ import annotations

import errno
import importlib.util
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib import font_manager, get_data_path
from matplotlib.font_manager import FontPath
from matplotlib.ft2font import FT2Font

from fengong.errors import FontLacksGlyphs, NoFont, UnreadableFile

PACKAGE = "zhplot"
"""The package on PyPI that ships Noto Sans SC under the OFL; only its font file is used."""
_REGULAR = 400
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Font:
    """One face of a font file."""

    path: str
    face: int = 0

    @property
    def file(self) -> FontPath:
        """The same, as matplotlib wants it."""
        return FontPath(self.path, self.face)

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The characters of ``texts`` that it has no glyph for."""
        has = FT2Font(self.path, face_index=self.face).get_charmap()
        return tuple(sorted({char for text in texts for char in text if ord(char) not in has}))


def find(texts: Iterable[str], given: str | None = None, *, files: Iterable[str] | None = None) -> Font:
    """A font with all glyphs of ``texts``: the one ``given``, else the first of ``files`` (those on this machine) that has them.

    Raises UnreadableFile and FontLacksGlyphs for the one given, NoFont where there is none.
    """
    wanted = frozenset("".join(texts))
    if given is not None:
        return _given(wanted, given)
    fewest = tuple(sorted(wanted))
    for font in ranked(files) if files is not None else _here():
        missing = font.missing(wanted)
        if not missing:
            return font
        fewest = min(fewest, missing, key=len)
    raise NoFont("".join(fewest[:_SHOWN]), len(fewest))


def _given(wanted: frozenset[str], path: str) -> Font:
    if not Path(path).is_file():
        raise UnreadableFile(path, os.strerror(errno.ENOENT))
    faces = ranked([path])
    if not faces:
        raise UnreadableFile(path, "not a font 不是字体文件")
    best = min(faces, key=lambda font: len(font.missing(wanted)))
    if missing := best.missing(wanted):
        raise FontLacksGlyphs(path, "".join(missing[:_SHOWN]), len(missing))
    return best


def _here() -> Iterator[Font]:
    """The fonts on this machine: that of the package first (the same bytes everywhere), matplotlib's own last (Latin only)."""
    yield from ranked(packaged())
    yield from ranked(font_manager.findSystemFonts())
    yield from ranked([str(Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")])


def packaged() -> list[str]:
    """The font files of the package, where it is installed. It is not imported: that would change matplotlib's settings."""
    found = importlib.util.find_spec(PACKAGE)
    folders = found.submodule_search_locations if found else None
    return sorted(str(path) for folder in folders or () for path in (Path(folder) / "fonts").glob("*.ttf"))


def ranked(files: Iterable[str]) -> list[Font]:
    """Every face in ``files``, upright regular faces first; among these the names only decide which of several to prefer."""
    return [font for _, font in sorted(_faces(files), key=lambda pair: (pair[0], pair[1].path, pair[1].face))]


def _faces(files: Iterable[str]) -> Iterator[tuple[tuple[object, ...], Font]]:
    for path in files:
        index, count = 0, 1
        while index < count:
            try:
                face = FT2Font(path, face_index=index)
            except (RuntimeError, OSError, ValueError):
                break  # not a font, or one that FreeType cannot read
            count = face.num_faces
            if face.scalable:
                yield _rank(face), Font(path, index)
            index += 1


def _rank(face: FT2Font) -> tuple[object, ...]:
    table: Mapping[str, Any] = face.get_sfnt_table("OS/2") or {}
    family, style = face.family_name.lower(), face.style_name.lower()
    weight = abs(int(table.get("usWeightClass", _REGULAR)) - _REGULAR)
    slanted = "italic" in style or "oblique" in style
    return (weight, slanted, "mono" in family, "serif" in family, not family.endswith((" sc", " cn", " gb")), "sans" not in family)

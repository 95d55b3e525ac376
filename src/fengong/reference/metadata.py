"""The hand-kept files beside a source text: `source.toml` (what the text says of itself) and `corrections.toml`."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.errors import BadHandKeptFile
from fengong.reference.bodies import Reference

_NEEDED = {"file", "sha256", "jurisdiction", "title_zh"}
_KNOWN = _NEEDED | {"id", "title_en", "title_en_basis", "language", "media_type", "encoding"}


@dataclass(frozen=True, slots=True)
class TableMetadata:
    """What `source.toml` says of a table, and nothing that the table itself does not say."""

    id: str
    file: str
    sha256: str
    jurisdiction: str
    title_zh: str
    title_en: str
    language: str = "zh"
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Correction:
    """A reviewed correction: the ``occurrence``-th time that ``row`` prints ``printed``, ``adopted`` is meant."""

    row: str
    printed: str
    adopted: str
    occurrence: int
    kind: str
    confidence: Decimal
    reason: Bilingual
    reviewed: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Excused:
    """A row listed as not to be read, with the reason: by its printed number, or by its line where it has none."""

    row: str
    reason: Bilingual
    line: int = 0


@dataclass(frozen=True, slots=True)
class Corrections:
    """What `corrections.toml` says."""

    corrections: tuple[Correction, ...] = ()
    unread: tuple[Excused, ...] = ()


def load_metadata(folder: Path, reference: Reference) -> TableMetadata:
    """Read ``source.toml`` in ``folder``. Raises BadHandKeptFile for a key that is missing, unknown or of the wrong type."""
    path = folder / "source.toml"
    data = _toml(path)
    _only(path, data, _KNOWN)
    texts = {name: value for name, value in data.items() if isinstance(value, str)}
    if missing := sorted(name for name in _NEEDED if not texts.get(name)):
        raise _bad(path, ", ".join(missing), "缺少或不是文本", "missing, or not a text")
    table_id = texts.get("id", folder.name)
    if table_id != folder.name or not iris.SLUG.fullmatch(folder.name):
        raise _bad(path, "id", "须与文件夹同名，只用小写字母、数字和连字符", "must be the folder's name, of a-z, 0-9 and hyphens")
    if Path(texts["file"]).name != texts["file"]:
        raise _bad(path, "file", "须为同一文件夹内的文件名", "must be the name of a file in the same folder")
    for name in ("title_zh", "title_en"):
        if printable(texts.get(name, "")) != texts.get(name, ""):
            raise _bad(path, name, "不能有换行或控制字符", "may hold no line end or control character")
    if texts["jurisdiction"] not in reference.place_of:
        raise _bad(path, "jurisdiction", "places.csv 中没有该代码", "places.csv does not have this code")
    return TableMetadata(
        table_id,
        texts["file"],
        texts["sha256"],
        texts["jurisdiction"],
        texts["title_zh"],
        texts.get("title_en", ""),
        texts.get("language", "zh"),
        texts.get("media_type", "text/plain"),
    )


def load_corrections(folder: Path) -> Corrections:
    """Read ``corrections.toml`` in ``folder``; none where there is no such file. Raises BadHandKeptFile."""
    path = folder / "corrections.toml"
    if not path.exists():
        return Corrections()
    data = _toml(path)
    _only(path, data, {"correction", "unread"})
    return Corrections(
        tuple(_correction(path, entry) for entry in _entries(path, data, "correction")),
        tuple(_excused(path, entry) for entry in _entries(path, data, "unread")),
    )


def _excused(path: Path, entry: Mapping[str, object]) -> Excused:
    _only(path, entry, {"row", "line", "reason_zh", "reason_en"})
    line = entry.get("line", 0)
    if not isinstance(line, int) or bool(line) == bool(entry.get("row")):
        raise _bad(
            path,
            "unread",
            "row（编号）和 line（源文件行号）须且只须给出一个",
            "give row (its number) or line (of the source file), not both",
        )
    return Excused(str(entry.get("row", "")), _reason(path, "unread", entry), line)


def _correction(path: Path, entry: Mapping[str, object]) -> Correction:
    _only(
        path,
        entry,
        {"row", "printed", "occurrence", "adopted", "kind", "confidence", "reason_zh", "reason_en", "reviewed"},
    )
    reviewed, occurrence = entry.get("reviewed"), entry.get("occurrence", 1)
    try:
        confidence = Decimal(str(entry.get("confidence", "0.5")))
    except ArithmeticError:
        confidence = Decimal(-1)
    if not 0 <= confidence <= 1 or not isinstance(occurrence, int) or (reviewed is not None and type(reviewed) is not dt.date):
        raise _bad(
            path,
            "correction",
            "confidence 须在 0–1，occurrence 为整数，reviewed 为日期",
            "confidence must be 0 to 1, occurrence an integer, reviewed a date",
        )
    return Correction(
        str(_needed(path, "correction", entry, "row")), str(_needed(path, "correction", entry, "printed")),
        str(_needed(path, "correction", entry, "adopted")), occurrence, str(entry.get("kind", "body")), confidence,
        _reason(path, "correction", entry), reviewed,
    )  # fmt: skip


def _reason(path: Path, place: str, entry: Mapping[str, object]) -> Bilingual:
    return Bilingual(zh=str(_needed(path, place, entry, "reason_zh")), en=str(_needed(path, place, entry, "reason_en")))


def _needed(path: Path, place: str, entry: Mapping[str, object], name: str) -> object:
    if not entry.get(name):
        raise _bad(path, f"{place}: {name}", "缺少", "missing")
    return entry[name]


def _entries(path: Path, data: Mapping[str, object], name: str) -> list[dict[str, object]]:
    entries = data.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _bad(path, name, f"须写作 [[{name}]]", f"must be written as [[{name}]]")
    return entries


def _only(path: Path, data: Mapping[str, object], known: set[str]) -> None:
    if unknown := sorted(set(data) - known):
        raise _bad(path, ", ".join(unknown), "未知的键", "unknown key")


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _bad(path, "—", f"打不开：{error.strerror}", f"cannot be opened: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _bad(path, "—", f"不是有效的 TOML：{error}", f"not valid TOML: {error}") from error


def _bad(path: Path, place: str, zh: str, en: str) -> BadHandKeptFile:
    return BadHandKeptFile(str(path), place, Bilingual(zh=zh, en=en))

"""A source file as bytes and as text. Nothing is normalised: offsets count code points of exactly this file, decoded."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fengong.errors import EmptySource, OversizeSource, UndecodableSource, UnknownLayout, UnreadableFile

MAX_SIZE = 50_000_000
"""Largest source file read unless `--max-size` says otherwise, in bytes."""

_MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word/Excel (docx, xlsx) / ZIP"),
    (b"\xd0\xcf\x11\xe0", "Word/Excel (doc, xls)"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x1f\x8b", "gzip"),
)


@dataclass(frozen=True, slots=True)
class SourceText:
    """One source file: its bytes, their decoded text and the encoding that was used."""

    data: bytes
    text: str
    encoding: str

    @property
    def sha256(self) -> str:
        """Hash of the bytes, in lower-case hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def load(path: Path, *, has_table: Callable[[str], bool], max_size: int = MAX_SIZE) -> SourceText:
    """Read and decode the file at ``path``; ``has_table`` tells whether a decoded text holds a known table header.

    Raises UnreadableFile, OversizeSource, EmptySource, UnknownLayout (a binary format), UndecodableSource.
    """
    try:
        size = path.stat().st_size
        if size > max_size:
            raise OversizeSource(str(path), size, max_size)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from error
    return decode(data, name=str(path), has_table=has_table)


def decode(data: bytes, *, name: str, has_table: Callable[[str], bool]) -> SourceText:
    """Decode ``data``: UTF-8; UTF-16 or UTF-32 where its byte order mark says so; GB18030 only where the result ``has_table``.

    Big5, Shift-JIS and EUC-KR decode as GB18030 without complaint, into other words: hence the condition.
    A byte order mark stays in the text, as the character it is, so that offsets agree with the bytes.
    """
    if not data.strip():
        raise EmptySource(name)
    for magic, seen in _MAGIC:
        if data.startswith(magic):
            raise UnknownLayout(name, seen)
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        encoding = "utf-32-le" if data.startswith(codecs.BOM_UTF32_LE) else "utf-32-be"
        text = _try(data, encoding)
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
        text = _try(data, encoding)
    else:
        encoding, text = "utf-8", _try(data, "utf-8")
        if text is None:
            encoding, text = "gb18030", _try(data, "gb18030")
            if text is not None and not has_table(text):
                text = None
    if text is None:
        raise _undecodable(data, name, encoding)
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise EmptySource(name)
    return SourceText(data, text, encoding)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _undecodable(data: bytes, name: str, encoding: str) -> UndecodableSource:
    """The error that names the first byte that is not UTF-8 (or not UTF-16, where the file claims to be)."""
    codec = encoding if encoding.startswith(("utf-16", "utf-32")) else "utf-8"
    try:
        data.decode(codec)
    except UnicodeDecodeError as error:
        at = min(error.start, len(data) - 1)
        return UndecodableSource(name, at, data[at], data.count(b"\n", 0, at) + 1)
    raise AssertionError("only called for bytes that do not decode")

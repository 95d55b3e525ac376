"""Comma- or tab-separated text as rows of cells, read strictly: a quote that is not closed or stands astray ends the reading."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator


class NotDelimited(ValueError):
    """Text that is not delimited as it should be: the ``line`` on which the row begins, from 1, and why in words of the reader's."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def rows(text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    r"""Every row of ``text`` with the line that it begins on, from 1; an empty line is a row without cells. Raises NotDelimited.

    >>> list(rows('a,"b\nc"\n\nd,e\n'))
    [(1, ['a', 'b\nc']), (3, []), (4, ['d', 'e'])]
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise NotDelimited(line, str(error)) from error

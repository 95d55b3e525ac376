"""Fengong (分工): who must do what, in which role, by when, and according to which printed words.

>>> import fengong
>>> graph = fengong.open()
>>> [row["number"] for row in graph.ask("open-ended")]
[1, 10, 42, 48, 49, 51, 52]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["Answer", "FengongError", "Graph", "Ledger", "Question", "compare_tables", "open"]

if TYPE_CHECKING:
    from fengong.api import Answer, Graph, Ledger, Question, compare_tables, open  # noqa: A004 - fengong.open, as gzip.open
    from fengong.errors import FengongError


def __getattr__(name: str) -> object:
    """The public names, imported when first used: the command line starts without them."""
    if name in __all__:
        from fengong import api, errors  # noqa: PLC0415 - see above

        return getattr(errors if name == "FengongError" else api, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)

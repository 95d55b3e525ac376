"""What one request may cost: ceilings that keep a stranger from hurting the others."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and counts.

    ``memory`` is what a worker may take beyond what it shares with the others. A client reads at least ``stall_bytes`` of an answer
    in ``stall_seconds``, and leaves at most ``unread_bytes`` of all its answers waiting.
    """

    timeout: float = 30.0
    memory: int = 1024 * MEBIBYTE
    rows: int = 100_000
    answer_bytes: int = 32 * MEBIBYTE
    query_bytes: int = 256 * 1024
    body_bytes: int = MEBIBYTE
    header_bytes: int = 64 * 1024
    header_seconds: float = 10.0
    body_seconds: float = 20.0
    stall_seconds: float = 20.0
    stall_bytes: int = 128 * 1024
    unread_bytes: int = 128 * MEBIBYTE
    connections: int = 1_000
    connections_of_one: int = 250
    query_workers: int = field(default_factory=lambda: max(4, 2 * (os.cpu_count() or 1)))
    page_workers: int = 2
    queue: int = 256
    share: int = 64
    cache_bytes: int = 64 * MEBIBYTE
    drain: float = 10.0

    @property
    def running_of_one(self) -> int:
        """How many query workers one client may keep busy."""
        return max(1, self.query_workers // 2)

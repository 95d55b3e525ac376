"""Asking a reconciliation service for candidates, batch by batch, so that an interruption loses no more than one batch."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from fengong.bilingual import Bilingual
from fengong.errors import BadReview, UnwritableFile
from fengong.linking import reconciliation, review
from fengong.linking.http import Client
from fengong.linking.reconciliation import Candidate, Manifest
from fengong.linking.review import Proposal
from fengong.linking.subjects import Subject

_STATE = 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask: the service's address, a type of its own (empty: any), candidates for each subject, and most subjects in a batch."""

    url: str
    of_type: str = ""
    limit: int = 5
    batch: int = 20


def state_of(output: Path) -> Path:
    """Where finished batches are kept until the review file is written."""
    return output.with_name(output.name + ".part")


def propose(
    client: Client, wanted: Wanted, subjects: Sequence[Subject], output: Path, progress: Callable[[int], None] = lambda _: None
) -> tuple[Proposal, ...]:
    """The candidates for each of ``subjects``; those that an interrupted run asked for already are not asked for again.

    ``progress`` is told how many subjects are done. Raises FailedService, BadReview for a state file of another run, UnwritableFile.
    """
    service = reconciliation.manifest(client, wanted.url)
    state = _State(
        state_of(output), {"state": _STATE, "url": wanted.url, "type": wanted.of_type, "limit": wanted.limit, "space": service.space}
    )
    found = state.read()
    left = [subject for subject in subjects if subject.iri not in found]
    size = min(wanted.batch, service.batch) if service.batch else wanted.batch
    progress(len(subjects) - len(left))
    for start in range(0, len(left), size):
        part = left[start : start + size]
        asked = reconciliation.candidates(
            client, wanted.url, [subject.name for subject in part], of_type=wanted.of_type, limit=wanted.limit
        )
        found |= {subject.iri: each for subject, each in zip(part, asked, strict=True)}
        state.add({subject.iri: found[subject.iri] for subject in part})
        progress(len(subjects) - len(left) + start + len(part))
    return _rows(subjects, found, service, wanted.url)


def _rows(subjects: Sequence[Subject], found: dict[str, tuple[Candidate, ...]], service: Manifest, url: str) -> tuple[Proposal, ...]:
    return tuple(row for subject in subjects for row in review.proposals(subject, found[subject.iri], service, url))


@dataclass(frozen=True, slots=True)
class _State:
    """The file of finished batches: a line that says of which run, then one line for each batch."""

    path: Path
    run: dict[str, object]

    def read(self) -> dict[str, tuple[Candidate, ...]]:
        """What was answered already. A last line that was cut off counts for nothing and is taken away."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            self._write(json.dumps(self.run, ensure_ascii=False) + "\n", "w")
            return {}
        except OSError as error:
            raise UnwritableFile(str(self.path), error.strerror or str(error)) from error
        whole = data[: data.rfind(b"\n") + 1]
        try:
            run, *batches = [json.loads(line) for line in whole.splitlines()] or [self.run]
            found = {iri: tuple(_candidate(each) for each in several) for batch in batches for iri, several in batch.items()}
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise self._of_another() from error
        if run != self.run:
            raise self._of_another()
        self._write(whole.decode() or json.dumps(self.run, ensure_ascii=False) + "\n", "w")
        return found

    def add(self, batch: dict[str, tuple[Candidate, ...]]) -> None:
        """Keep the answers of one batch, on the disk."""
        line = {iri: [asdict(each) for each in several] for iri, several in batch.items()}
        self._write(json.dumps(line, ensure_ascii=False) + "\n", "a")

    def _write(self, text: str, mode: str) -> None:
        try:
            with self.path.open(mode, encoding="utf-8") as handle:
                handle.write(text)
                handle.flush()
                os.fsync(handle.fileno())
        except OSError as error:
            raise UnwritableFile(str(self.path), error.strerror or str(error)) from error

    def _of_another(self) -> BadReview:
        reason = Bilingual(
            zh="属于另一次运行（服务、类型或条数不同），或已损坏", en="it is of another run (service, type or limit), or damaged"
        )
        return BadReview(str(self.path), ((review.place(1), reason, _DELETE),))


def _candidate(data: dict[str, object]) -> Candidate:
    known = dict(data)
    types = known.pop("types")
    return Candidate(types=tuple(map(str, types)) if isinstance(types, list) else (), **known)  # type: ignore[arg-type]


_DELETE = Bilingual(zh="删去它从头开始，或用 -o 写到别处", en="delete it to begin anew, or write elsewhere with -o")

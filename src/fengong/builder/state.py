"""How a built graph stands beside the files of its workspace: what has changed, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fengong.bilingual import Bilingual
from fengong.builder import description
from fengong.builder.inputs import Inputs
from fengong.errors import BadEvidence, BadHandKeptFile, FengongError
from fengong.reference import links

Units = Mapping[str, Mapping[str, object]]


def stale(units: Units, found: Inputs) -> Iterator[str]:
    """The names of the ``units`` of a manifest whose files have changed since they were built, or that were never built."""
    wanted = found.hashes()
    if description.NAME in units:
        wanted[description.NAME] = description.inputs_hash(units, found)
    yield from (name for name, digest in wanted.items() if units.get(name, {}).get("inputs") != digest)


def unread(units: Units, found: Inputs) -> Mapping[str, FengongError]:
    """The errors of files that no graph was built from, beside tables: evidence of no table, and link sets."""
    errors = dict(stray_evidence(found))
    if not found.links_hash() or units.get(links.FOLDER, {}).get("inputs"):
        return errors
    try:
        sets = links.load(found.reference)
    except BadHandKeptFile as error:
        return errors | {links.FOLDER: error}
    return errors | {f"{links.FOLDER}/{name}": error for name, error in sets.unread.items()}


def stray_evidence(found: Inputs) -> Iterator[tuple[str, FengongError]]:
    """The files of evidence that are called after no table, each with the error that says so."""
    for path in found.stray_evidence():
        place = Bilingual(zh="文件名", en="name of the file")
        reason = Bilingual(zh=f"没有叫「{path.stem}」的分工表", en=f"no table is called “{path.stem}”")
        fix = Bilingual(zh="文件须与 graph/sources 中的文件夹同名", en="call it after a folder of graph/sources")
        yield f"evidence/{path.name}", BadEvidence(str(path), ((place, reason, fix),))

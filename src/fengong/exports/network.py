"""Bodies, tasks and what joins them as a network, in GraphML and GEXF for Gephi, yEd, Cytoscape and networkx."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from fengong import iris
from fengong.ask.dataset import Dataset
from fengong.errors import DamagedGraph
from fengong.exports.rdf import DIFFERENT
from fengong.exports.table import Row
from fengong.exports.tables import filled
from fengong.ledger.text import held

Attributes = dict[str, str | int | bool]
_CLOCK = re.compile(rb' lastmodifieddate="[^"]*"')


def nodes(dataset: Dataset) -> Iterator[tuple[str, Attributes]]:
    """Each task, and each body that a task names or that is a member of a collective, with its words in both languages."""
    tasks, bodies, duties, members = (
        [dict(zip((column.name for column in table.table.columns), row, strict=True)) for row in table.rows]
        for table in filled(dataset, ("tasks", "bodies", "responsibilities", "memberships"))
    )
    for row in tasks:
        label = f"{row['identifier']} {row['taskText']}" if len(dataset.tables) == 1 else f"{_short(row['task'])} {row['taskText']}"
        yield str(row["task"]), _attributes(label=label, type="task", zh=row["taskText"], number=row["number"], table=_short(row["table"]))
    named = {row[key] for row in duties for key in ("body", "printedBody")}
    named |= {row[key] for row in members for key in ("collective", "member")}
    for row in bodies:
        if row["body"] in named:
            words = {"zh": row["nameZh"], "en": row["nameEn"], "sort": row["sort"], "kind": _short(row["kind"])}
            yield str(row["body"]), _attributes(label=row["nameZh"], type="body", **words, function=_short(row["function"]))


def edges(dataset: Dataset) -> Iterator[tuple[str, str, str, Attributes]]:
    """From a body to a task for each responsibility, from a collective to each member: source, target, IRI and attributes."""
    duties, members = filled(dataset, ("responsibilities", "memberships"))
    for each in _rows(duties.table.columns, duties.rows):
        words = {"zh": each["roleZh"], "en": each["roleEn"], "printedName": each["printedName"], "position": each["position"]}
        given = _attributes(label=each["roleZh"], relation=_short(each["role"]), **words, printedBody=each["printedBody"])
        yield str(each["body"]), str(each["task"]), str(each["responsibility"]), given
    for each in _rows(members.table.columns, members.rows):
        given = _attributes(label="成员", relation="member", zh="成员", en="member")
        yield str(each["collective"]), str(each["member"]), str(each["membership"]), given


def _rows(columns: tuple[Any, ...], rows: tuple[Row, ...]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield dict(zip((column.name for column in columns), row, strict=True))


def _attributes(**given: object) -> Attributes:
    """What is there, in characters that XML can hold."""
    return {
        name: value if isinstance(value, int) else held(str(value), lines=False) for name, value in given.items() if value not in {None, ""}
    }


def _short(iri: object) -> str:
    return str(iri or "").removeprefix(iris.BASE).removeprefix("id/")


def written(dataset: Dataset, form: str) -> bytes:
    """The network in ``graphml`` or ``gexf``, read back and compared. The same bytes for the same graph and networkx."""
    import networkx as nx  # noqa: PLC0415 - of the extra `export`

    network = nx.MultiDiGraph()
    network.add_nodes_from(nodes(dataset))
    for source, target, iri, given in edges(dataset):
        # Each writer of networkx takes the identifier of an edge from another place.
        network.add_edge(source, target, **({"key": iri} if form == "graphml" else {"id": iri}), **given)
    out = io.BytesIO()
    if form == "graphml":
        nx.write_graphml_xml(network, out, encoding="utf-8")  # not with lxml where that happens to be installed
        read = nx.read_graphml(io.BytesIO(out.getvalue()), force_multigraph=True)
    else:
        nx.write_gexf(network, out, encoding="utf-8")
        read = nx.read_gexf(io.BytesIO(out.getvalue()))
    if not _same(network, read):
        raise DamagedGraph(form, DIFFERENT)
    return _CLOCK.sub(b"", out.getvalue().replace(b"\r\n", b"\n")).rstrip(b"\n") + b"\n"


def _same(meant: Any, read: Any) -> bool:  # noqa: ANN401 - networkx has no types
    """Whether nodes and edges are the same with what was said of them; a reader may add attributes such as an edge's id."""
    if set(meant) != set(read) or any(not _within(meant.nodes[node], read.nodes[node]) for node in meant):
        return False
    wanted, back = _edges(meant), _edges(read)
    return set(wanted) == set(back) and all(_within(wanted[edge], back[edge]) for edge in wanted)


def _edges(network: Any) -> dict[tuple[str, str, str], Attributes]:  # noqa: ANN401 - the same
    """The attributes of each edge by its ends and its identifier, wherever that is kept."""
    joined = (
        network.edges(keys=True, data=True) if network.is_multigraph() else ((*edge[:2], "", edge[2]) for edge in network.edges(data=True))
    )
    return {(source, target, str(data.get("id", key))): data for source, target, key, data in joined}


def _within(meant: Mapping[str, object], read: Mapping[str, object]) -> bool:
    return all(read.get(name) == value for name, value in meant.items())

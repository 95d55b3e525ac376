"""A joined table as an RDF Data Cube: one observation for each cell of a measure, about the place that the row was joined to.

Source: The RDF Data Cube Vocabulary, W3C Recommendation of 2014-01-16; several measures by the measure dimension (its section 6.5.2).
A row without a value in a measure has no observation there, and no observation is without a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.graph.terms import DCAT, DCTERMS, PROV, QB, RDF, RDFS, SDMX_DIMENSION, SPDX, XSD, en, integer, node, zh
from fengong.linking import columns, numbers
from fengong.linking.columns import Column
from fengong.linking.sheet import Row, Sheet

Triple = ox.Triple
_ORDERED = ("key", "dimension", "measure", "words")
_BORROWED = ((SDMX_DIMENSION.refArea, RDFS.Resource), (QB.measureType, QB.MeasureProperty))
"""The dimensions of other vocabularies, with the ranges that these give them: a cube that stands alone must have both (IC-4)."""


@dataclass(frozen=True, slots=True)
class Cube:
    """A table, what its columns are, and the place (an IRI) of every row that has one; ``name`` is what the joined set is called."""

    name: str
    title: str
    sheet: Sheet
    columns: tuple[Column, ...]
    joined: tuple[tuple[Row, str], ...]

    @property
    def left_out(self) -> int:
        """How many rows have no place."""
        return len(self.sheet.rows) - len(self.joined)


def say(cube: Cube) -> Iterator[Triple]:
    """The whole cube: data set, its file, structure, properties, and observations in the order of the rows."""
    yield from _dataset(cube)
    yield from file(cube.name, cube.sheet.name, cube.sheet.sha256, cube.sheet.size)
    yield from _structure(cube)
    for row, place in cube.joined:
        yield from _row(cube, row, place)


def _dataset(cube: Cube) -> Iterator[Triple]:
    dataset = node(iris.joined(cube.name))
    yield Triple(dataset, RDF.type, QB.DataSet)
    yield Triple(dataset, DCTERMS.title, ox.Literal(cube.title))
    rows, left = len(cube.sheet.rows), cube.left_out
    yield Triple(dataset, DCTERMS.description, zh(f"{rows} 行中有 {rows - left} 行与图中的地方相连，{left} 行没有。"))
    yield Triple(dataset, DCTERMS.description, en(f"Of {rows} rows {rows - left} are joined to a place of the graph and {left} are not."))
    yield Triple(dataset, QB.structure, _part(cube, "structure"))
    yield Triple(dataset, PROV.wasDerivedFrom, _part(cube, "file"))


def file(name: str, title: str, sha256: str, size: int) -> Iterator[Triple]:
    """The file that the joined set ``name`` was made from: its name and the SHA-256 of its bytes, never where it stood."""
    made = node(iris.joined(name, "file"))
    checksum = node(iris.joined(name, "file", "sha256"))
    yield Triple(made, RDF.type, PROV.Entity)
    yield Triple(made, DCTERMS.title, ox.Literal(title))
    yield Triple(made, DCAT.byteSize, ox.Literal(str(size), datatype=XSD.nonNegativeInteger))
    yield Triple(made, SPDX.checksum, checksum)
    yield Triple(checksum, RDF.type, SPDX.Checksum)
    yield Triple(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    yield Triple(checksum, SPDX.checksumValue, ox.Literal(sha256, datatype=XSD.hexBinary))


def _structure(cube: Cube) -> Iterator[Triple]:
    structure = _part(cube, "structure")
    yield Triple(structure, RDF.type, QB.DataStructureDefinition)
    components: list[tuple[str, ox.NamedNode, ox.NamedNode]] = [
        ("place", QB.dimension, SDMX_DIMENSION.refArea),
        ("measure", QB.dimension, QB.measureType),
    ]
    for column in _used(cube):
        kind = {"dimension": QB.dimension, "measure": QB.measure}.get(column.part, QB.attribute)
        components.append((str(column.index), kind, property_of(cube, column)))
    for name, kind, property_ in components:
        component = _part(cube, "component", name)
        yield Triple(structure, QB.component, component)
        yield Triple(component, RDF.type, QB.ComponentSpecification)
        yield Triple(component, kind, property_)
    for dimension, range_ in _BORROWED:
        yield Triple(dimension, RDF.type, QB.DimensionProperty)
        yield Triple(dimension, RDFS.range, range_)
    for column in _used(cube):
        yield from _property(cube, column)


def _property(cube: Cube, column: Column) -> Iterator[Triple]:
    property_ = property_of(cube, column)
    kinds = {"dimension": QB.DimensionProperty, "measure": QB.MeasureProperty}
    yield Triple(property_, RDF.type, RDF.Property)
    yield Triple(property_, RDF.type, kinds.get(column.part, QB.AttributeProperty))
    yield Triple(property_, RDFS.label, ox.Literal(column.heading))
    datatype = XSD.string if column.part != "measure" else XSD.integer if column.whole else XSD.decimal
    yield Triple(property_, RDFS.range, datatype)


def _row(cube: Cube, row: Row, place: str) -> Iterator[Triple]:
    shared = [
        (property_of(cube, column), ox.Literal(row.cells[column.index - 1].strip())) for column in _used(cube) if column.part != "measure"
    ]
    for column in cube.columns:
        if column.part != "measure" or (value := columns.value(row.cells[column.index - 1])) is None:
            continue
        observation = _part(cube, "row", str(row.line), str(column.index))
        yield Triple(observation, RDF.type, QB.Observation)
        yield Triple(observation, QB.dataSet, node(iris.joined(cube.name)))
        yield Triple(observation, SDMX_DIMENSION.refArea, node(place))
        yield Triple(observation, QB.measureType, property_of(cube, column))
        number = integer(int(value)) if column.whole else ox.Literal(_decimal(numbers.written(value)), datatype=XSD.decimal)
        yield Triple(observation, property_of(cube, column), number)
        yield from (Triple(observation, property_, words) for property_, words in shared if words.value)


def _decimal(digits: str) -> str:
    return digits if "." in digits else digits + ".0"


def _used(cube: Cube) -> list[Column]:
    """The columns that say something, key and dimensions first."""
    return sorted((column for column in cube.columns if column.part != "empty"), key=lambda each: (_ORDERED.index(each.part), each.index))


def property_of(cube: Cube, column: Column) -> ox.NamedNode:
    """The property of a column, by its number."""
    return _part(cube, "column", str(column.index))


def _part(cube: Cube, *parts: str) -> ox.NamedNode:
    return node(iris.joined(cube.name, *parts))

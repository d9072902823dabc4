"""How a table's fields lie in its serving copy: physical column names, and the columns that answer map extents.

Physical names are ``c1``, ``c2`` … in the order of the fields, because DuckDB folds the case of names and reserves
``rowid``: a table whose source has ``Name`` and ``name``, or a column called ``rowid``, is served like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType

RELATION = "data"
META = "meta"
SIDES = ("west", "south", "east", "north")


@dataclass(frozen=True, slots=True)
class Place:
    """The physical columns that bound a row on the map, in degrees (WGS 84); equal pairs for points.

    ``geometry`` is the physical column of the WKB, None for a longitude and latitude pair.
    """

    west: str
    south: str
    east: str
    north: str
    geometry: str | None


@dataclass(frozen=True, slots=True)
class Layout:
    """Fields of a table with their physical columns."""

    fields: tuple[Field, ...]
    columns: Mapping[str, str]
    place: Place | None

    def column(self, name: str) -> str:
        """Return the physical column of a field."""
        return self.columns[name]

    def field(self, name: str) -> Field:
        """Return a field by name."""
        return self.fields[int(self.columns[name][1:]) - 1]

    def named(self, column: str) -> str:
        """Return the name of the field that a physical column holds."""
        return self.fields[int(column[1:]) - 1].name

    def place_of(self, name: str) -> Place:
        """Return the extent columns of a geometry field."""
        return geometry_place(self.column(name))


def layout_of(fields: Sequence[Field]) -> Layout:
    """Return the layout of a table; it follows from the fields alone."""
    return _layout(tuple(fields))


def geometry_place(column: str) -> Place:
    """Return the extent columns beside a physical geometry column."""
    west, south, east, north = (f"{column}_{side}" for side in SIDES)
    return Place(west=west, south=south, east=east, north=north, geometry=column)


def place_columns(*, fields: Sequence[Field]) -> tuple[str | None, str | None, str | None] | None:
    """Return the names of the geometry's column, or of longitude's and latitude's; None for a table without a place."""
    layout = layout_of(fields)
    place = layout.place
    if place is None:
        return None
    if place.geometry is not None:
        return layout.named(place.geometry), None, None
    return None, layout.named(place.west), layout.named(place.south)


@lru_cache(maxsize=512)
def _layout(fields: tuple[Field, ...]) -> Layout:
    columns = {field.name: f"c{number}" for number, field in enumerate(fields, start=1)}
    return Layout(fields=fields, columns=columns, place=_place(fields, columns))


def _place(fields: tuple[Field, ...], columns: Mapping[str, str]) -> Place | None:
    for field in fields:
        if field.type is LogicalType.GEOMETRY:
            return geometry_place(columns[field.name])
    east, north = _first(fields, "longitude"), _first(fields, "latitude")
    if east is None or north is None:
        return None
    x, y = columns[east.name], columns[north.name]
    return Place(west=x, south=y, east=x, north=y, geometry=None)


def _first(fields: tuple[Field, ...], meaning: str) -> Field | None:
    numeric = (LogicalType.NUMBER, LogicalType.DECIMAL, LogicalType.INTEGER)
    return next((each for each in fields if each.meaning == meaning and each.type in numeric), None)

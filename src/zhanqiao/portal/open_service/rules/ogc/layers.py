"""A table as a layer: which columns are properties, which is the place, which the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

TIMES = ("date", "timestamp")
GEOMETRY = "geometry"


class Column(NamedTuple):
    """A column: its name and its logical type."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Layer:
    """What a collection of features has. ``place`` is a geometry's column, or those of longitude and latitude.

    ``geometry`` is the name by which filters call the place, ``time`` the first column of days or moments.
    """

    columns: tuple[Column, ...]
    place: tuple[str, ...]
    geometry: str
    time: Column | None

    @property
    def is_points(self) -> bool:
        """Whether places are a longitude and a latitude."""
        return len(self.place) > 1

    @property
    def properties(self) -> tuple[Column, ...]:
        """Return the columns that a feature shows as properties: all but the geometry."""
        return tuple(each for each in self.columns if self.is_points or each.name != self.geometry)

    def kind(self, name: str) -> str | None:
        """Return the logical type of a property, None when there is none of this name."""
        return next((each.kind for each in self.properties if each.name == name), None)


def layer_of(*, columns: Sequence[tuple[str, str]], place: Sequence[str]) -> Layer:
    """Return the layer of a table with these columns (name, logical type) and this place."""
    found = tuple(Column(name, kind) for name, kind in columns)
    names = {each.name for each in found}
    geometry = place[0] if len(place) == 1 else free_name(wanted=GEOMETRY, taken=names)
    return Layer(found, tuple(place), geometry, next((each for each in found if each.kind in TIMES), None))


def free_name(*, wanted: str, taken: set[str]) -> str:
    """Return ``wanted``, with as many ``_`` as it takes to be no column's name."""
    while wanted in taken:
        wanted += "_"
    return wanted

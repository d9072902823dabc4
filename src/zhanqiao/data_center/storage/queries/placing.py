"""Which columns of a table say where a row is on the map."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.data_center.storage.engine.query import place_columns
from zhanqiao.data_center.storage.queries.cards import TableCard


@dataclass(frozen=True, slots=True)
class MapPlace:
    """The column of the geometry, or those of longitude and latitude; the others are None. Degrees, WGS 84."""

    geometry: str | None
    longitude: str | None
    latitude: str | None


def map_place(*, card: TableCard) -> MapPlace | None:
    """Return the columns by which ``bbox`` and the polygons of a query are tested, None for a table without a place."""
    found = place_columns(fields=card.fields)
    return None if found is None else MapPlace(*found)

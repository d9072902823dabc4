"""Rows as GeoJSON features (RFC 7946), in the order in which a selection puts its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from zhanqiao.portal.open_service.rules.ogc.layers import Layer
from zhanqiao.portal.open_service.rules.ogc.reference_systems import written
from zhanqiao.portal.open_service.rules.ogc.selecting import Selection

OFFSET = "+08:00"  # the clock times of tables are the city's
Json = dict[str, Any]


def features(*, rows: Iterable[Sequence[Any]], layer: Layer, selection: Selection) -> list[Json]:
    """Return the features of rows; the id is the number of the row in its release, from 0, as in tiles."""
    start = 1 + len(layer.place)
    return [
        {
            "type": "Feature",
            "id": row[0],
            "geometry": written(geometry=_geometry(row[1:start]), system=selection.system),
            "properties": {
                column.name: _value(value, column.kind)
                for column, value in zip(selection.properties, row[start:], strict=True)
            },
        }
        for row in rows
    ]


def _value(value: Any, kind: str) -> Any:
    return f"{value}{OFFSET}" if kind == "timestamp" and value is not None else value


def _geometry(place: Sequence[Any]) -> Json | None:
    if len(place) == 1:
        found: Json | None = place[0]
        return found
    longitude, latitude = place
    if longitude is None or latitude is None:
        return None
    return {"type": "Point", "coordinates": [float(longitude), float(latitude)]}

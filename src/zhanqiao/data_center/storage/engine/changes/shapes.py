"""A GeoJSON geometry (RFC 7946) as well-known binary (OGC 06-103r4), little endian, two dimensions."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from typing import Any

POINT, LINE, POLYGON, POINTS, LINES, POLYGONS, COLLECTION = range(1, 8)
RING = 4  # positions of the shortest ring, the first again at the end
SEGMENT = 2
DEEPEST = 8  # collections within collections


def wkb_of(*, geometry: Any) -> bytes | None:
    """Return the WKB of a GeoJSON geometry, None for what is none: other types, open rings, places off the globe.

    Heights are left out, as everywhere in the engine.
    """
    try:
        return _shape(geometry, 0)
    except (TypeError, ValueError, KeyError, IndexError):
        return None


def _shape(geometry: Any, depth: int) -> bytes:
    if depth > DEEPEST:
        raise ValueError("collections too deep")
    kind = geometry["type"]
    if kind == "GeometryCollection":
        parts = [_shape(each, depth + 1) for each in _list(geometry["geometries"])]
        return _head(COLLECTION) + _counted(parts)
    return WRITERS[kind](geometry["coordinates"])


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not an array")
    return value


def _head(kind: int) -> bytes:
    return struct.pack("<BI", 1, kind)


def _counted(parts: list[bytes]) -> bytes:
    return struct.pack("<I", len(parts)) + b"".join(parts)


def _position(value: Any) -> bytes:
    east, north = float(value[0]), float(value[1])
    if isinstance(value[0], str) or isinstance(value[1], str) or not math.isfinite(east) or not math.isfinite(north):
        raise ValueError("not numbers")
    if not (-180 <= east <= 180 and -90 <= north <= 90):  # noqa: PLR2004 - the globe
        raise ValueError("off the globe")
    return struct.pack("<dd", east, north)


def _point(value: Any) -> bytes:
    return _head(POINT) + _position(_list(value))


def _line(value: Any) -> bytes:
    if len(_list(value)) < SEGMENT:
        raise ValueError("a line of one position")
    return _head(LINE) + _counted([_position(_list(each)) for each in value])


def _ring(value: Any) -> bytes:
    if len(_list(value)) < RING or value[0][:2] != value[-1][:2]:
        raise ValueError("an open ring")
    return _counted([_position(_list(each)) for each in value])


def _polygon(value: Any) -> bytes:
    if not _list(value):
        raise ValueError("a polygon without a ring")
    return _head(POLYGON) + _counted([_ring(each) for each in value])


def _many(kind: int, one: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    return lambda value: _head(kind) + _counted([one(each) for each in _list(value)])


WRITERS: dict[str, Callable[[Any], bytes]] = {
    "Point": _point,
    "LineString": _line,
    "Polygon": _polygon,
    "MultiPoint": _many(POINTS, _point),
    "MultiLineString": _many(LINES, _line),
    "MultiPolygon": _many(POLYGONS, _polygon),
}

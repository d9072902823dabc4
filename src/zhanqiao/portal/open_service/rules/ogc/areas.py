"""Places that a caller names (boxes, GeoJSON) as conditions of the query model.

A box that crosses the 180th meridian is two boxes. A layer of points is tested by numbers alone; other places are
compared with the box as a polygon, for their own boxes may overlap where they themselves do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from zhanqiao.portal.open_service.rules.ogc.errors import Cql2NotOfferedError, wrong
from zhanqiao.portal.open_service.rules.ogc.layers import Layer
from zhanqiao.portal.open_service.rules.ogc.reference_systems import ReferenceSystem

Box = tuple[float, float, float, float]
EAST, NORTH = 180.0, 90.0
MOST = 10**15  # of any coordinate, in metres too
CORNERS, WITH_HEIGHTS = 4, 6
OFFERED = "POINT, LINESTRING, POLYGON, MULTIPOINT, MULTILINESTRING, MULTIPOLYGON, GEOMETRYCOLLECTION, BBOX"
SINGLE = {"MultiPoint": "Point", "MultiLineString": "LineString"}
MOST_PARTS = 200  # each is a test of its own


def boxes_of(*, parameter: str, numbers: Any, system: ReferenceSystem) -> tuple[Box, ...]:
    """Return one box in degrees, or two for one across the 180th meridian. Raises OgcParameterError."""
    if (
        not isinstance(numbers, list)
        or len(numbers) not in (CORNERS, WITH_HEIGHTS)
        or not all(map(_is_number, numbers))
    ):
        raise wrong(parameter, "应为四个（或带高程的六个）数字。", "four numbers are expected, or six with heights.")
    half = len(numbers) // 2
    west, south = system.read(float(numbers[0]), float(numbers[1]))
    east, north = system.read(float(numbers[half]), float(numbers[half + 1]))
    degrees = abs(west) <= EAST and abs(east) <= EAST and -NORTH <= south <= north <= NORTH
    if not degrees:
        raise wrong(
            parameter,
            "应为范围内的 西,南,东,北（按坐标系的轴序）。",
            "expected west,south,east,north within range, in the order of the system's axes.",
        )
    return ((west, south, east, north),) if west <= east else ((west, south, EAST, north), (-EAST, south, east, north))


def in_boxes(*, layer: Layer, boxes: Sequence[Box]) -> str:
    """Return the condition that a row's place meets one of the boxes."""
    if layer.is_points:
        return " OR ".join(f"within_bbox({', '.join(_text(each) for each in box)})" for box in boxes)
    flat = [box for box in boxes if box[0] == box[2] or box[1] == box[3]]
    tests = [f"intersects('{_shape(box)}')" for box in boxes if box not in flat]
    tests += [f"intersects('{_flat(box)}')" for box in flat]
    return " OR ".join(tests)


def meets(*, layer: Layer, geometry: Any, system: ReferenceSystem) -> str:
    """Return the condition that a row's place meets a GeoJSON geometry or a ``bbox`` object.

    Raises OgcParameterError, Cql2NotOfferedError for kinds that are not offered.
    """
    if "bbox" in geometry:
        return in_boxes(layer=layer, boxes=boxes_of(parameter="filter", numbers=geometry["bbox"], system=system))
    parts = _parts(geometry)
    if len(parts) > MOST_PARTS:
        raise wrong("filter", f"几何最多 {MOST_PARTS} 个部分。", f"a geometry has {MOST_PARTS} parts at most.")
    return " OR ".join(_meets_one(layer, kind, coordinates, system) for kind, coordinates in parts)


def no_place(*, layer: Layer) -> str:
    """Return the condition that a row has no place."""
    return " OR ".join(f"{quoted(name)} IS NULL" for name in layer.place)


def quoted(name: str, /) -> str:
    """Return a column's name as expressions write it."""
    return '"' + name.replace('"', '""') + '"'


def _parts(geometry: Any, depth: int = 0) -> list[tuple[str, Any]]:
    """Return the kinds and coordinates of a geometry's parts; the parts of an area stay together."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "GeometryCollection" and depth == 0:
        return [part for one in _listed(geometry.get("geometries")) for part in _parts(one, 1)]
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind in SINGLE:
        return [(SINGLE[kind], one) for one in _listed(coordinates)]
    return [(str(kind), coordinates)]


def _meets_one(layer: Layer, kind: str, coordinates: Any, system: ReferenceSystem) -> str:
    if kind == "Point":
        x, y = _pair(coordinates, system)
        return in_boxes(layer=layer, boxes=((x, y, x, y),))
    if kind == "LineString":
        return f"intersects('LINESTRING({', '.join(_point(each, system) for each in _listed(coordinates))})')"
    if kind not in ("Polygon", "MultiPolygon"):
        raise Cql2NotOfferedError(what=kind[:40], known=OFFERED)
    return f"intersects('{_polygons([coordinates] if kind == 'Polygon' else coordinates, system)}')"


def _polygons(parts: Any, system: ReferenceSystem) -> str:
    written = [
        "("
        + ", ".join("(" + ", ".join(_point(each, system) for each in _listed(ring)) + ")" for ring in _listed(one))
        + ")"
        for one in _listed(parts)
    ]
    return f"POLYGON{written[0]}" if len(written) == 1 else f"MULTIPOLYGON({', '.join(written)})"


def _point(value: Any, system: ReferenceSystem) -> str:
    x, y = _pair(value, system)
    return f"{_text(x)} {_text(y)}"


def _pair(value: Any, system: ReferenceSystem) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) < 2 or not all(_is_number(each) for each in value[:2]):  # noqa: PLR2004 - longitude and latitude
        raise wrong("filter", "坐标应为 [经度, 纬度]。", "a position is [longitude, latitude].")
    x, y = system.read(float(value[0]), float(value[1]))
    if abs(x) > EAST or abs(y) > NORTH:
        raise wrong("filter", f"“{x} {y}”超出经纬度范围。", f"'{x} {y}' is out of the range of degrees.")
    return x, y


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise wrong(
            "filter", "几何的坐标应为非空数组。", "the coordinates of a geometry are arrays that are not empty."
        )
    return value


def _shape(box: Box) -> str:
    west, south, east, north = (_text(each) for each in box)
    return f"POLYGON(({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"


def _flat(box: Box) -> str:
    west, south, east, north = (_text(each) for each in box)
    return f"POINT({west} {south})" if box[:2] == box[2:] else f"LINESTRING({west} {south}, {east} {north})"


def _text(number: float) -> str:
    return repr(number + 0.0)  # -0.0 is 0.0


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return bool(abs(value) < MOST)  # neither NaN nor what a double cannot hold

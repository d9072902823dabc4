"""Areas of a query: polygons given as WKT or GeoJSON, points and lines as WKT, in degrees (WGS 84), checked before anything runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import duckdb

from zhanqiao.data_center.storage.engine.query.errors import NoPlaceError, QueryError
from zhanqiao.data_center.storage.engine.query.layout import Layout
from zhanqiao.data_center.storage.engine.query.nodes import Box
from zhanqiao.data_center.storage.engine.query.shapes import (
    LINES,
    MAX_VERTICES,
    Point,
    Polygons,
    ShapeError,
    from_geojson,
    from_wkt,
    line_from_wkt,
)
from zhanqiao.kit.texts import Text

RELATIONS = ("within", "intersects")
SHOWN = 40
GEOJSON = re.compile(r"^\s*\{")


@dataclass(frozen=True, slots=True)
class Region:
    """An area as a filter: rows ``within`` it (edge included) or that it ``intersects``.

    ``text`` is its canonical WKT, ``box`` its west, south, east, north.
    """

    relation: str
    text: str
    box: Box


def read_region(text: str, /, *, relation: str, layout: Layout) -> Region:
    """Return the area that a parameter gives. Raises QueryError (located), NoPlaceError."""
    if layout.place is None:
        raise NoPlaceError
    try:
        return region_of(text, relation=relation)
    except ShapeError as error:
        raise QueryError(
            parameter=relation, reason=error.text, position=error.position, token=error.token, expected=error.expected
        ) from None


@lru_cache(maxsize=256)
def region_of(text: str, /, *, relation: str) -> Region:
    """Return the area of a text in WKT or GeoJSON; a point or a line in WKT is an area without a size. Raises ShapeError."""
    line = None if GEOJSON.match(text) else line_from_wkt(text)
    if line is not None:
        _check_size(len(line))
        return Region(relation, _line(line), _box(((line,),)))
    polygons = from_geojson(text) if GEOJSON.match(text) else from_wkt(text)
    _check_size(sum(len(ring) for polygon in polygons for ring in polygon))
    return Region(relation, _wkt(polygons), _box(polygons))


def check_regions(*, regions: tuple[Region, ...], cursor: duckdb.DuckDBPyConnection) -> None:
    """Raise QueryError for an area whose rings cross or whose parts overlap; the cursor's instance knows geometry."""
    for each in regions:
        if cursor.execute("SELECT ST_IsValid(ST_GeomFromText(?))", [each.text]).fetchone() != (True,):
            raise QueryError(parameter=each.relation, reason=_CROSSING, position=0, token=each.text[:SHOWN])


def _check_size(count: int) -> None:
    if count > MAX_VERTICES:
        raise ShapeError(_LARGE.filled(count=count, limit=MAX_VERTICES), token=str(count))


def _line(points: tuple[Point, ...]) -> str:
    return f"{LINES[len(points) > 1]}{_ring(points)}"


def _wkt(polygons: Polygons) -> str:
    parts = [f"({', '.join(_ring(ring) for ring in polygon)})" for polygon in polygons]
    return f"POLYGON{parts[0]}" if len(parts) == 1 else f"MULTIPOLYGON({', '.join(parts)})"


def _ring(ring: tuple[tuple[float, float], ...]) -> str:
    return f"({', '.join(f'{x!r} {y!r}' for x, y in ring)})"


def _box(polygons: Polygons) -> Box:
    points = list(_points(polygons))
    east, north = (max(each) for each in zip(*points, strict=True))
    west, south = (min(each) for each in zip(*points, strict=True))
    return west, south, east, north


def _points(polygons: Polygons) -> Iterator[tuple[float, float]]:
    for polygon in polygons:
        for ring in polygon:
            yield from ring


_LARGE = Text(
    zh="多边形有 {count} 个顶点，上限是 {limit} 个；请先简化边界。",
    en="the polygon has {count} vertices and the limit is {limit}; simplify its boundary first.",
)
_CROSSING = Text(
    zh="多边形无效：边界自相交、洞在外环之外，或各部分重叠。请修正后再查。",
    en="the polygon is not valid: its boundary crosses itself, a hole lies outside, or its parts overlap. Mend it first.",
)

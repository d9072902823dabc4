"""Makes the map copy of a release from its serving copy: whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.duck import job_connection, load_spatial, quoted_text
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.query.errors import NoPlaceError
from zhanqiao.data_center.storage.engine.query.layout import META, RELATION, Place, layout_of
from zhanqiao.data_center.storage.engine.tiles.grid import EDGE_LATITUDE, EXTENT, HALF_WORLD, along_curve, steps
from zhanqiao.data_center.storage.engine.tiles.opening import POINTS, SHAPES, map_path, note
from zhanqiao.kit import environment

LEVELS = (3, 6, 9, 12)  # zooms up to which a simplified form is kept; deeper, the form as published is drawn
UNITS = 2  # of a tile's 4,096: what simplifying may move an edge
SERVED = f"served.main.{RELATION}"


def build_map(*, serving: Path, fields: Sequence[Field]) -> None:
    """Make the map copy beside a serving copy; nothing happens when one is there.

    About 1.5 s of processor time a million points of 9 columns. Raises NoPlaceError.
    """
    target = map_path(serving=serving)
    if target.is_file():
        return
    place = layout_of(fields).place
    if place is None:
        raise NoPlaceError
    folder = Path(mkdtemp(prefix=".making-", dir=serving.parent))
    try:
        _make(folder / target.name, serving, place)
        (folder / target.name).replace(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(path: Path, serving: Path, place: Place) -> None:
    with job_connection(database=path, memory=environment.value("BUILD_MEMORY_BYTES"), threads=1) as connection:
        load_spatial(connection)
        connection.execute(f"ATTACH {quoted_text(str(serving))} AS served (READ_ONLY)")
        geometries = _geometries(connection, place)
        kind = POINTS if set(geometries) <= {"POINT"} else SHAPES
        connection.execute(_points(place) if kind == POINTS else _shapes(place))
        noted = dict(connection.execute(f"SELECT key, value FROM served.main.{META}").fetchall())
        rows, *sides = _first(connection, _summary(place))
        note(
            connection,
            release_id=noted["release_id"],
            rows=rows,
            without_place=int(noted["rows"]) - rows,
            kind=kind,
            box="" if None in sides else ",".join(repr(float(each)) for each in sides),
            geometries=",".join(geometries),
        )


def _geometries(connection: duckdb.DuckDBPyConnection, place: Place) -> tuple[str, ...]:
    """Return the kinds of geometry that occur, in order; none for a longitude and latitude pair."""
    if place.geometry is None:
        return ()
    kinds = f"SELECT DISTINCT ST_GeometryType(ST_GeomFromWKB({place.geometry}))::VARCHAR FROM {SERVED} WHERE {_placed(place)}"
    return tuple(sorted(kind for (kind,) in connection.execute(kinds).fetchall()))


def _points(place: Place) -> str:
    x, y = steps(longitude=place.west, latitude=place.south)
    source = f"(SELECT *, rowid AS n, {x} AS x, {y} AS y FROM {SERVED} WHERE {_placed(place)})"
    return f"CREATE TABLE {RELATION} AS {along_curve(source=source, x='x', y='y', name='curve')} ORDER BY curve, n"


def _shapes(place: Place) -> str:
    """Return the statement that keeps each shape in metres, with its extent, and simplified for the lower zooms.

    Each step is worked out before the next, or what mends a shape would work it out several times.
    """
    middle = steps(longitude=f"({place.west} + {place.east}) / 2", latitude=f"({place.south} + {place.north}) / 2")
    projected = f"ST_Transform({_within_square(place)}, 'EPSG:4326', 'EPSG:3857', always_xy := true)"
    first = f"SELECT *, rowid AS n, {middle[0]} AS x, {middle[1]} AS y, {projected} AS shape FROM {SERVED} WHERE {_placed(place)}"
    levels = [f"shape_{level}" for level in LEVELS]
    simplified = ", ".join(f"{_simplified(level)} AS {name}" for level, name in zip(LEVELS, levels, strict=True))
    mended = ", ".join(f"{_valid(name)} AS {name}" for name in levels)
    sides = ", ".join(f"ST_{side}(shape) AS {name}" for side, name in _SIDES)
    size = "greatest(ST_XMax(shape) - ST_XMin(shape), ST_YMax(shape) - ST_YMin(shape))"
    return (
        f"CREATE TABLE {RELATION} AS WITH projected AS MATERIALIZED ({first}), "
        f"whole AS MATERIALIZED (SELECT * REPLACE ({_valid('shape')} AS shape) FROM projected), "
        f"simpler AS MATERIALIZED (SELECT *, {simplified} FROM whole WHERE NOT ST_IsEmpty(shape)), "
        f"placed AS (SELECT * REPLACE ({mended}), {sides}, CASE WHEN ST_Dimension(shape) > 0 THEN {size} END AS size FROM simpler) "
        f"SELECT * EXCLUDE (x, y) FROM ({along_curve(source='placed', x='x', y='y', name='curve')}) ORDER BY curve, n"
    )


def _within_square(place: Place) -> str:
    """Return SQL of the plain geometry, cut at the edge of the Mercator square where it reaches past it."""
    shape = f"ST_Force2D(ST_GeomFromWKB({place.geometry}))"
    square = f"ST_MakeEnvelope(-180, -{EDGE_LATITUDE}, 180, {EDGE_LATITUDE})"
    past = f"{place.north} > {EDGE_LATITUDE} OR {place.south} < -{EDGE_LATITUDE}"
    return f"CASE WHEN {past} THEN ST_Intersection(ST_MakeValid({shape}), {square}) ELSE {shape} END"


def _simplified(level: int) -> str:
    moved = 2 * HALF_WORLD / (1 << level) / EXTENT * UNITS
    return f"coalesce(TRY(ST_SimplifyPreserveTopology(shape, {moved!r})), shape)"


def _valid(shape: str) -> str:
    """Return SQL of a shape that can be clipped: outlines that cross themselves are mended."""
    return f"CASE WHEN ST_IsValid({shape}) THEN {shape} ELSE ST_CollectionExtract(ST_MakeValid({shape})) END"


def _placed(place: Place) -> str:
    bounds = f"{place.west} BETWEEN -180 AND 180 AND {place.south} BETWEEN -90 AND 90"
    return f"{bounds} AND {place.east} IS NOT NULL AND {place.north} IS NOT NULL"


def _summary(place: Place) -> str:
    return (
        f"SELECT count(*), min({place.west}), min({place.south}), max({place.east}), max({place.north}) FROM {RELATION}"
    )


def _first(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    found: tuple[Any, ...] = connection.execute(sql).fetchone() or ()
    return found


_SIDES = (("XMin", "mw"), ("YMin", "ms"), ("XMax", "me"), ("YMax", "mn"))

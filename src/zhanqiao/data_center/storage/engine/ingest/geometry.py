"""Geometries into one form: WKB, longitude and latitude, WGS84. CGCS2000 is taken as WGS84.

The two frames agree within centimetres (CGCS2000 is ITRF97 at epoch 2000.0), far below the precision of
published data. Other declared systems are converted by PROJ inside DuckDB's spatial extension, which
is loaded from its wheel, never from the network.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb
import duckdb_extension_spatial

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.ingest.inference.cells import quoted
from zhanqiao.data_center.storage.engine.ingest.names import free_name
from zhanqiao.data_center.storage.engine.ingest.notes import finding
from zhanqiao.data_center.storage.engine.ingest.refusals import UnknownCrsError
from zhanqiao.data_center.storage.engine.ingest.report import Finding
from zhanqiao.data_center.storage.engine.ingest.workshop import OutOfPlace, RawColumn, RawTable, Workshop

DEGREES = "EPSG:4326"
_AS_DEGREES = re.compile(r"(EPSG:+(?:[\d.]*:)?(4326|4490|4979|4480)$)|CRS84", re.IGNORECASE)
_EPSG = re.compile(r"EPSG:+(?:[\d.]*:)?(\d{4,6})$", re.IGNORECASE)
_OLD_DATUM = re.compile(r"Beijing[_ ]?1?9?54|Xian[_ ]?(19)?80|Krassovsky|IAG[_ ]?75", re.IGNORECASE)
_OLD_CODES = frozenset(
    {*range(2327, 2443), 4214, 4610, *range(21413, 21424), *range(21453, 21464), *range(21473, 21484)}
)
SAMPLES = 100  # invalid geometries listed


@dataclass(frozen=True, slots=True)
class Crs:
    """A coordinate system: ``name`` for people, ``definition`` for PROJ; both empty when undeclared."""

    name: str = ""
    definition: str = ""

    @property
    def is_degrees(self) -> bool:
        """Say whether coordinates are longitude and latitude of WGS84 or CGCS2000 already."""
        if not self.definition or _AS_DEGREES.search(self.definition):
            return True
        text = self.definition.upper().replace(" ", "_")
        flat = text.startswith(("GEOGCS", "GEOGCRS", "GEODCRS"))
        return flat and any(
            datum in text
            for datum in ("WGS_1984", "WGS_84", "CHINA_2000", "CGCS2000", "CHINA_GEODETIC_COORDINATE_SYSTEM_2000")
        )

    @property
    def is_rough(self) -> bool:
        """Say whether the datum is one of the old Chinese ones, whose shift is not public."""
        found = _EPSG.search(self.definition)
        return bool(_OLD_DATUM.search(self.definition)) or (found is not None and int(found.group(1)) in _OLD_CODES)


def load_spatial(*, connection: duckdb.DuckDBPyConnection) -> None:
    """Load DuckDB's spatial extension from its wheel."""
    folder = Path(duckdb_extension_spatial.__file__).parent / "extensions" / f"v{version('duckdb')}"
    connection.execute(f"LOAD {quoted(str(folder / 'spatial.duckdb_extension'))}")


def crs_of_name(*, name: str) -> Crs:
    """Return the system of an authority name such as ``EPSG:4549`` or ``urn:ogc:def:crs:EPSG::4490``."""
    found = _EPSG.search(name)
    return Crs(name=name, definition=f"EPSG:{found.group(1)}" if found else name)


def crs_of_wkt(*, text: str) -> Crs:
    """Return the system of a ``.prj`` file."""
    found = re.search(r'\[\s*"([^"]+)"', text)
    return Crs(name=found.group(1) if found else text[:60], definition=text.strip())


def with_geometry(
    *, raw: RawTable, workshop: Workshop, geometry: str, crs: Crs, raw_column: str, name: str = "geometry"
) -> RawTable:
    """Return the table with a WKB column at its end, and longitude and latitude where all geometries are points.

    ``geometry`` is SQL that yields a GEOMETRY from ``raw_column``, NULL where it cannot be read. Raises
    UnknownCrsError when the declared system cannot be converted.
    """
    relation, width = workshop.new_name(), len(raw.columns)
    shown = "".join(f"c{place}, " for place in range(width))
    inner = f"SELECT {shown}{raw_column} AS written, {_moved(geometry, crs)} AS shape FROM {raw.relation}"
    points = "bool_and(ST_GeometryType(shape) = 'POINT') FILTER (shape IS NOT NULL)"
    try:
        workshop.connection.execute(f"CREATE TABLE {relation} AS {inner}")
        all_points = workshop.connection.execute(f"SELECT {points} FROM {relation}").fetchone() == (True,)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        raise UnknownCrsError(filename=workshop.filename, crs=crs.name) from None
    workshop.connection.execute(f"DROP TABLE {raw.relation}")
    findings, misfits = _judged(relation, workshop, crs)
    columns = [*raw.columns, *_columns(raw.columns, name, all_points=all_points)]
    final = _final(relation, workshop, width, all_points=all_points and len(columns) > width + 1)
    return raw.but(
        relation=final,
        columns=tuple(columns),
        findings=(*raw.findings, *findings),
        out_of_place=[
            *raw.out_of_place,
            *(OutOfPlace(row, columns[-1].name, text, reason) for row, text, reason in misfits),
        ],
        crs=DEGREES,
    )


def _moved(geometry: str, crs: Crs) -> str:
    if crs.is_degrees:
        return geometry
    return f"ST_Transform({geometry}, {quoted(crs.definition)}, '{DEGREES}', always_xy := true)"


def _columns(present: Sequence[RawColumn], name: str, *, all_points: bool) -> list[RawColumn]:
    taken = {column.name.casefold() for column in present}
    added = []
    if all_points and not taken & {"longitude", "lon", "lng", "经度"}:
        added = [
            RawColumn("longitude", Field("longitude", LogicalType.NUMBER, meaning="longitude", unit="°")),
            RawColumn("latitude", Field("latitude", LogicalType.NUMBER, meaning="latitude", unit="°")),
        ]
    name = free_name(wanted=name, taken=taken)
    return [*added, RawColumn(name, Field(name, LogicalType.GEOMETRY))]


def _final(relation: str, workshop: Workshop, width: int, *, all_points: bool) -> str:
    """Return a new table with WKB as the last column, after longitude and latitude if wanted."""
    final = workshop.new_name()
    shown = "".join(f"c{place}, " for place in range(width))
    degrees = f"ST_X(shape) AS c{width}, ST_Y(shape) AS c{width + 1}, " if all_points else ""
    last = width + 2 * all_points
    workshop.connection.execute(
        f"CREATE TABLE {final} AS SELECT {shown}{degrees}ST_AsWKB(shape)::BLOB AS c{last} FROM {relation}"
    )
    workshop.connection.execute(f"DROP TABLE {relation}")
    return final


def _judged(relation: str, workshop: Workshop, crs: Crs) -> tuple[list[Finding], list[tuple[int, str, str]]]:
    missing, invalid, outside = workshop.connection.execute(
        f"SELECT count(*) FILTER (shape IS NULL AND written IS NULL), count(*) FILTER (NOT ST_IsValid(shape)), "
        f"count(*) FILTER (ST_XMin(shape) < -180.001 OR ST_XMax(shape) > 180.001 OR ST_YMin(shape) < -90.001 "
        f"OR ST_YMax(shape) > 90.001) FROM {relation}"
    ).fetchone() or (0, 0, 0)
    made = [_crs_finding(crs)]
    if crs.is_rough:
        made.append(finding("datum-rough", crs=crs.name))
    if missing:
        made.append(finding("geometry-missing", count=missing))
    if invalid:
        made.append(finding("invalid-geometry", count=invalid))
    if outside:
        made.append(finding("coordinates-out-of-range", count=outside))
    misfits = workshop.connection.execute(
        f"SELECT rowid, left(coalesce(ST_AsText(shape), written::VARCHAR), 200), CASE WHEN shape IS NULL THEN "
        f"'unreadable-geometry' ELSE 'invalid-geometry' END FROM {relation} "
        f"WHERE (shape IS NULL AND written IS NOT NULL) OR NOT ST_IsValid(shape) ORDER BY rowid"
    ).fetchall()
    return made, misfits


def _crs_finding(crs: Crs) -> Finding:
    if not crs.definition:
        return finding("crs-assumed")
    return finding("crs" if crs.is_degrees else "crs-transformed", crs=crs.name)

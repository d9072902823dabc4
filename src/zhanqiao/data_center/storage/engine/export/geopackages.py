"""GeoPackage (OGC 12-128r19, version 1.3) in constant memory, written into a temporary file by SQLite.

Not by DuckDB's way to GDAL (1.5): it turns every day before 1970 into 1900-01-00, and its memory grows with the answer.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.duck import Attached, Instance, quoted_name
from zhanqiao.data_center.storage.engine.export.columns import Answer
from zhanqiao.data_center.storage.engine.export.formats import GeoPackageTooWideError
from zhanqiao.data_center.storage.engine.export.markup import located
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.compiling import Statement
from zhanqiao.data_center.storage.engine.query.errors import QueryFailedError
from zhanqiao.data_center.storage.engine.query.layout import Place
from zhanqiao.data_center.storage.engine.query.values import ISO, SAFE_DIGITS

FETCHED = 2_000  # rows at once: few enough that other requests get their turn
BLOCK = 1 << 18
MAX_COLUMNS = 1_990  # SQLite's limit is 2,000
LAYER, SHAPE, NUMBER = "data", "geom", "fid"
HEAD = struct.pack("<2sBBi", b"GP", 0, 1, 4326)  # version 0, little-endian, no envelope, WGS 84
POINT = struct.Struct("<2sBBiBIdd")
WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
TYPES = {
    LogicalType.INTEGER: "INTEGER",
    LogicalType.NUMBER: "DOUBLE",
    LogicalType.BOOLEAN: "BOOLEAN",
    LogicalType.DATE: "DATE",
    LogicalType.TIMESTAMP: "DATETIME",
}
SCHEMA = """
PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10300; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL UNIQUE, column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_ogr_contents (table_name TEXT NOT NULL PRIMARY KEY, feature_count INTEGER DEFAULT NULL);
"""
SYSTEMS = (
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
    ("WGS 84 geodetic", 4326, "EPSG", 4326, WGS84, None),
)


def geopackage(*, instance: Instance, serving: Path, answer: Callable[[Attached], Answer]) -> Iterator[bytes]:
    """Write the layer into a temporary file and return its blocks: about 7 s for a million rows of 14 columns.

    The layer is called ``data``, its geometry ``geom``. A decimal of more than 15 digits is text, because GeoPackage
    has only doubles. Raises NoPlaceError, QueryError for groups, GeoPackageTooWideError, QueryFailedError.
    """
    folder = TemporaryDirectory(prefix="zhanqiao-gpkg-")  # it lives as long as the stream
    path = Path(folder.name) / "data.gpkg"
    try:
        with instance.using(serving) as attached:
            _write(instance, answer(attached), path)
    except duckdb.Error as error:
        folder.cleanup()
        raise QueryFailedError(reason=str(error).splitlines()[0]) from error
    except BaseException:
        folder.cleanup()
        raise
    return _blocks(folder, path)


def date_layer(*, path: Path, at: str) -> None:
    """Write when the rows of a finished file were published (ISO 8601), so that a release gives the same bytes each time."""
    moment = datetime.fromisoformat(at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))


def column_names(*, names: Sequence[str]) -> list[str]:
    """Return names that SQLite keeps apart: it does not see case, and ``fid`` and ``geom`` are taken."""
    given: list[str] = []
    taken = {NUMBER, SHAPE}
    for name in names:
        found, number = name, 2
        while found.casefold() in taken:
            found, number = f"{name}_{number}", number + 1
        given.append(found)
        taken.add(found.casefold())
    return given


def _write(instance: Instance, answer: Answer, path: Path) -> None:
    place = located(answer)
    fields = [each for each in answer.fields if each.type is not LogicalType.GEOMETRY]
    if len(fields) > MAX_COLUMNS:
        raise GeoPackageTooWideError(columns=len(fields), max_columns=MAX_COLUMNS)
    statement = _statement(answer, place)
    with closing(instance.fresh_cursor()) as cursor, closing(sqlite3.connect(path, isolation_level=None)) as file:
        cursor.execute(statement.sql, statement.params)
        file.executescript(SCHEMA)
        file.execute("BEGIN")
        file.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", SYSTEMS)
        file.execute(_table(fields))
        insert = f"INSERT INTO {LAYER} VALUES (NULL, {', '.join('?' * (len(fields) + 1))})"
        extent, count = _Extent(), 0
        while rows := cursor.fetchmany(FETCHED):
            count += len(rows)
            file.executemany(insert, [(_shape(row), *row[5:]) for row in rows])
            extent.widen(rows)
        _describe(file, extent, place, count)
        file.execute("COMMIT")


class _Extent:
    """The extent of all rows so far: west, south, east, north; None before the first that has a place."""

    def __init__(self) -> None:
        self.sides: tuple[float, float, float, float] | None = None

    def widen(self, rows: Sequence[tuple[Any, ...]]) -> None:
        boxes = [row[1:5] for row in rows if None not in row[1:5]]
        if self.sides is not None:
            boxes.append(self.sides)
        if boxes:
            west, south, east, north = zip(*boxes, strict=True)
            self.sides = (min(west), min(south), max(east), max(north))


def _describe(file: sqlite3.Connection, extent: _Extent, place: Place, count: int) -> None:
    sides = extent.sides or (None,) * 4
    file.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, min_x, min_y, max_x, max_y, srs_id) "
        "VALUES (?, 'features', ?, ?, ?, ?, ?, 4326)",
        (LAYER, LAYER, *sides),
    )
    kind, heights = ("POINT", 0) if place.geometry is None else ("GEOMETRY", 2)  # 2: a geometry may have heights
    file.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, 4326, ?, 0)", (LAYER, SHAPE, kind, heights))
    # GDAL's own table: it need not read a remote file to its end to count the rows
    file.execute("INSERT INTO gpkg_ogr_contents VALUES (?, ?)", (LAYER, count))


def _table(fields: Sequence[Field]) -> str:
    names = column_names(names=[each.name for each in fields])
    columns = [f"{quoted_name(name)} {_type(each)}" for name, each in zip(names, fields, strict=True)]
    own = (f"{NUMBER} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", f"{SHAPE} GEOMETRY")
    return f"CREATE TABLE {LAYER} ({', '.join((*own, *columns))})"


def _type(each: Field) -> str:
    return "DOUBLE" if _is_short(each) else TYPES.get(each.type, "TEXT")


def _statement(answer: Answer, place: Place) -> Statement:
    """Return the statement whose columns are the WKB (or null), the extent of the row, and what is shown."""
    compiler = answer.compiler()
    pairs = zip(answer.fields, compiler.outputs(), strict=True)
    shown = [_written(each, sql) for each, sql in pairs if each.type is not LogicalType.GEOMETRY]
    sides = [f"({side})::DOUBLE" for side in (place.west, place.south, place.east, place.north)]
    # through DuckDB's own geometry, because what is kept may be extended WKB and GeoPackage has the ISO form only
    shape = "NULL" if place.geometry is None else f"ST_AsWKB(ST_GeomFromWKB({place.geometry}))::BLOB"
    return compiler.statement(f"SELECT {', '.join((shape, *sides, *shown))} {answer.tail(compiler)}")


def _shape(row: tuple[Any, ...]) -> bytes | None:
    if row[0] is not None:
        return HEAD + bytes(row[0])
    west, south = row[1], row[2]
    if west is None or south is None:
        return None
    return POINT.pack(b"GP", 0, 1, 4326, 1, 1, west, south)


def _written(each: Field, sql: str) -> str:
    if each.type is LogicalType.DECIMAL:
        return f"({sql})::DOUBLE" if _is_short(each) else f"({sql})::VARCHAR"
    if each.type is LogicalType.TIMESTAMP:
        return f"strftime({sql}, '%Y-%m-%dT%H:%M:%S.%g')"
    return ISO.get(each.type, "{0}").format(sql)


def _is_short(each: Field) -> bool:
    return each.type is LogicalType.DECIMAL and (each.precision or SAFE_DIGITS + 1) <= SAFE_DIGITS


def _blocks(folder: Any, path: Path) -> Iterator[bytes]:
    with folder, path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block

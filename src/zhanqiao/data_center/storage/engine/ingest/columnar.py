"""Parquet: types are declared, so they are kept; nested columns become JSON, GeoParquet becomes WKB."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pyarrow.parquet as pq

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.ingest import hints
from zhanqiao.data_center.storage.engine.ingest.geometry import Crs, crs_of_name, load_spatial, with_geometry
from zhanqiao.data_center.storage.engine.ingest.inference.cells import identifier, quoted
from zhanqiao.data_center.storage.engine.ingest.names import column_names
from zhanqiao.data_center.storage.engine.ingest.refusals import BrokenFileError, TooManyRowsError
from zhanqiao.data_center.storage.engine.ingest.rows import check_width
from zhanqiao.data_center.storage.engine.ingest.workshop import RawColumn, RawTable, Source, Workshop

_TYPES: dict[str, tuple[LogicalType, str]] = {
    **dict.fromkeys(
        ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"),
        (LogicalType.INTEGER, "BIGINT"),
    ),
    **dict.fromkeys(("FLOAT", "DOUBLE"), (LogicalType.NUMBER, "DOUBLE")),
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"), (LogicalType.TIMESTAMP, "TIMESTAMP")),
    "BOOLEAN": (LogicalType.BOOLEAN, "BOOLEAN"),
    "DATE": (LogicalType.DATE, "DATE"),
    "TIME": (LogicalType.TIME, "TIME"),
    "JSON": (LogicalType.JSON, "VARCHAR"),
}


def parquet_tables(*, source: Source, workshop: Workshop) -> list[RawTable]:
    """Return the table of a Parquet file. Raises BrokenFileError, TooManyRowsError, TooManyColumnsError."""
    read = f"read_parquet({quoted(str(source.path))})"
    workshop.connection.execute("SET enable_geoparquet_conversion = false")  # WKB as bytes, converted by our own rules
    try:
        described = workshop.connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()
        (rows,) = workshop.connection.execute(f"SELECT count(*) FROM {read}").fetchone() or (0,)
        check_width(workshop=workshop, width=len(described))
        if rows > workshop.limits.max_rows:
            raise TooManyRowsError(filename=source.filename, limit=workshop.limits.max_rows)
        return [_table(described, read, rows, source, workshop)]
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        detail = str(error).splitlines()[0][:200]
        raise BrokenFileError(filename=source.filename, format="Parquet", detail=detail) from None


def _table(described: list[Any], read: str, rows: int, source: Source, workshop: Workshop) -> RawTable:
    shapes = _geo(source)
    shape = next((name for name, *_ in described if name in shapes), None)
    plain = [row for row in described if row[0] != shape]
    names = column_names(header=[name for name, *_ in plain], width=len(plain))
    taken = [
        _converted(name, place, written, kind)
        for place, (name, (written, kind, *_)) in enumerate(zip(names, plain, strict=True))
    ]
    shown = [sql for _, sql in taken]
    if shape:
        shown.append(f"{identifier(shape)}::BLOB AS written")
    relation = workshop.new_name()
    if shape:
        load_spatial(connection=workshop.connection)
    workshop.connection.execute(f"CREATE TABLE {relation} AS SELECT {', '.join(shown)} FROM {read}")
    raw = RawTable(source.stem, relation, tuple(column for column, _ in taken), rows)
    if not shape:
        return raw
    geometry = "TRY(ST_GeomFromWKB(written))"
    return with_geometry(
        raw=raw, workshop=workshop, geometry=geometry, raw_column="hex(written)", crs=shapes[shape], name=shape
    )


def _converted(name: str, place: int, written: str, kind: str) -> tuple[RawColumn, str]:  # noqa: PLR0911 - one return for each rule
    """Return the column and the SQL that brings it to one of our types."""
    source = identifier(written)
    if kind == "VARCHAR":
        return RawColumn(name, is_text=True), f"nullif({source}, '') AS c{place}"
    if kind in _TYPES:
        logical, sql = _TYPES[kind]
        return RawColumn(name, Field(name, logical, meaning=_meaning(name, logical))), f"{source}::{sql} AS c{place}"
    if kind == "TIMESTAMP WITH TIME ZONE":
        field = Field(name, LogicalType.TIMESTAMP, unit="UTC")
        return RawColumn(name, field), f"make_timestamp(epoch_us({source})) AS c{place}"
    if kind.startswith("DECIMAL("):
        precision, scale = (int(part) for part in kind[8:-1].split(","))
        return RawColumn(
            name, Field(name, LogicalType.DECIMAL, precision=precision, scale=scale)
        ), f"{source} AS c{place}"
    if kind in {"UBIGINT", "HUGEINT", "UUID", "UHUGEINT", "INTERVAL", "VARINT", "BIGNUM"} or kind.startswith("ENUM"):
        return RawColumn(name), f"{source}::VARCHAR AS c{place}"
    if kind == "BLOB":
        return RawColumn(name, Field(name, LogicalType.TEXT)), f"lower(hex({source})) AS c{place}"
    return RawColumn(name, Field(name, LogicalType.JSON)), f"to_json({source})::VARCHAR AS c{place}"


def _meaning(name: str, logical: LogicalType) -> str | None:
    if logical is LogicalType.INTEGER and hints.names_identifier(name=name):
        return "identifier"
    if logical is LogicalType.NUMBER and hints.names_longitude(name=name):
        return "longitude"
    return "latitude" if logical is LogicalType.NUMBER and hints.names_latitude(name=name) else None


def _geo(source: Source) -> dict[str, Crs]:
    """Return the WKB columns of GeoParquet 1.x and their systems (PROJJSON identifiers; none means CRS84)."""
    try:
        metadata = pq.read_metadata(source.path).metadata or {}
        columns = json.loads(metadata.get(b"geo", b"{}")).get("columns", {})
    except (ValueError, OSError):
        return {}
    return {
        name: _crs(one.get("crs")) for name, one in columns.items() if str(one.get("encoding", "")).upper() == "WKB"
    }


def _crs(declared: Any) -> Crs:
    named = declared.get("id", {}) if isinstance(declared, dict) else {}
    if named.get("authority") == "EPSG":
        return crs_of_name(name=f"EPSG:{named['code']}")
    return Crs(name="OGC:CRS84", definition="OGC:CRS84")

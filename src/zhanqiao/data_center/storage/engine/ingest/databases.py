"""GeoPackage and SQLite: every table with rows, read by the standard library, geometries from the GeoPackage header."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from zhanqiao.data_center.storage.engine.ingest.geometry import (
    Crs,
    crs_of_name,
    crs_of_wkt,
    load_spatial,
    with_geometry,
)
from zhanqiao.data_center.storage.engine.ingest.inference.cells import identifier
from zhanqiao.data_center.storage.engine.ingest.names import column_names
from zhanqiao.data_center.storage.engine.ingest.refusals import BrokenFileError, TooManyTablesError
from zhanqiao.data_center.storage.engine.ingest.rows import RowSink
from zhanqiao.data_center.storage.engine.ingest.workshop import RawColumn, RawTable, Source, Workshop

ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}  # bytes, by the code in the flags of a GeoPackage geometry
_SYSTEM = ("gpkg_", "rtree_", "sqlite_")


def database_tables(*, source: Source, workshop: Workshop) -> list[RawTable]:
    """Return the tables of a GeoPackage or SQLite file. Raises BrokenFileError, TooManyTablesError, UnknownCrsError."""
    try:
        connection = sqlite3.connect(f"{source.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        connection.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
        try:
            return _tables(connection, source, workshop)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise BrokenFileError(filename=source.filename, format="SQLite / GeoPackage", detail=str(error)[:200]) from None


def _tables(connection: sqlite3.Connection, source: Source, workshop: Workshop) -> list[RawTable]:
    listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall()
    names = [name for (name,) in listed if not name.startswith(_SYSTEM)]
    if len(names) > workshop.limits.max_tables:
        raise TooManyTablesError(filename=source.filename, limit=workshop.limits.max_tables)
    spatial = _spatial(connection)
    tables = [_table(connection, name, spatial.get(name), workshop) for name in names]
    found = [table for table in tables if table.rows]
    return (
        [found[0].but(name=source.stem)]
        if len(found) == 1
        else [one.but(name=f"{source.stem}-{one.name}") for one in found]
    )


def _spatial(connection: sqlite3.Connection) -> dict[str, tuple[str, Crs]]:
    """Return the geometry column and system of each feature table."""
    known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master").fetchall()}
    if "gpkg_geometry_columns" not in known:
        return {}
    rows = connection.execute(
        "SELECT g.table_name, g.column_name, s.organization, s.organization_coordsys_id, s.definition "
        "FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id"
    ).fetchall()
    return {table: (column, _crs(authority, code, wkt)) for table, column, authority, code, wkt in rows}


def _crs(authority: str | None, code: int | None, wkt: str | None) -> Crs:
    if authority and authority.upper() == "EPSG":
        return crs_of_name(name=f"EPSG:{code}")
    return crs_of_wkt(text=wkt) if wkt and wkt.lower() != "undefined" else Crs()


def _table(connection: sqlite3.Connection, name: str, spatial: tuple[str, Crs] | None, workshop: Workshop) -> RawTable:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({identifier(name)})").fetchall()]
    shape = spatial[0] if spatial else None
    plain = [column for column in columns if column != shape]
    names = column_names(header=plain, width=len(plain))
    with RowSink(workshop=workshop, width=len(names) + (shape is not None)) as sink:
        sink_rows = _rows(connection, name, plain, shape)
        for row in sink_rows:
            sink.add(row)
    raw = RawTable(name, sink.relation, tuple(RawColumn(one) for one in names), sink.rows)
    if spatial is None or not raw.rows:
        return raw
    load_spatial(connection=workshop.connection)
    column = f"c{len(names)}"
    read = f"TRY(ST_GeomFromHEXWKB({column}))"
    return with_geometry(raw=raw, workshop=workshop, geometry=read, raw_column=column, crs=spatial[1])


def _rows(connection: sqlite3.Connection, name: str, plain: list[str], shape: str | None) -> Iterator[list[str | None]]:
    wanted = [*plain, *([shape] if shape else [])]
    shown = ", ".join(identifier(column) for column in wanted)
    for row in connection.execute(f"SELECT {shown} FROM {identifier(name)}"):
        cells = [_text(cell) for cell in row[: len(plain)]]
        yield [*cells, _wkb(row[-1])] if shape else cells


def _text(cell: object) -> str | None:
    if isinstance(cell, bytes):
        return cell.hex()
    return None if cell is None else repr(cell) if isinstance(cell, float) else str(cell)


def _wkb(blob: object) -> str | None:
    """Return the WKB in a GeoPackage geometry (GeoPackage 1.3, clause 2.1.3) as hexadecimal; NULL when empty."""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":  # noqa: PLR2004 - the header's length
        return None if not isinstance(blob, bytes) else blob.hex()
    flags = blob[3]
    if flags & 0b10000:
        return None
    return blob[8 + ENVELOPES.get(flags >> 1 & 0b111, 0) :].hex()

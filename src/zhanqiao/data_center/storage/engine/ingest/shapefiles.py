"""A Shapefile: shapes by GDAL inside DuckDB spatial, attributes by our own .dbf reader, system from .prj."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import duckdb

from zhanqiao.data_center.storage.engine.ingest.dbf import DbfTable
from zhanqiao.data_center.storage.engine.ingest.geometry import Crs, crs_of_wkt, load_spatial, with_geometry
from zhanqiao.data_center.storage.engine.ingest.inference.cells import quoted
from zhanqiao.data_center.storage.engine.ingest.names import column_names
from zhanqiao.data_center.storage.engine.ingest.notes import finding
from zhanqiao.data_center.storage.engine.ingest.refusals import BrokenFileError
from zhanqiao.data_center.storage.engine.ingest.rows import RowSink
from zhanqiao.data_center.storage.engine.ingest.workshop import RawColumn, RawTable, Source, Workshop

PARTS = ("shp", "shx", "dbf", "prj", "cpg")


def shapefile_table(*, parts: Mapping[str, Path], source: Source, workshop: Workshop) -> RawTable:
    """Return the table of a Shapefile whose files are given by ending. Raises BrokenFileError, UnknownCrsError."""
    load_spatial(connection=workshop.connection)
    shapes = _shapes(parts, source, workshop)
    try:
        attributes = DbfTable(path=parts["dbf"], declared=_text(parts.get("cpg"))) if "dbf" in parts else None
    except ValueError as error:
        raise BrokenFileError(filename=source.filename, format="Shapefile", detail=str(error)) from None
    raw = _attributes(attributes, shapes, source, workshop)
    prj = _text(parts.get("prj"))
    crs = crs_of_wkt(text=prj) if prj and prj.strip() else Crs()
    return with_geometry(raw=raw, workshop=workshop, geometry="shape", raw_column="shape", crs=crs)


def _text(path: Path | None) -> str | None:
    return path.read_bytes().decode("utf-8", errors="replace") if path else None


def _shapes(parts: Mapping[str, Path], source: Source, workshop: Workshop) -> str:
    """Read the shapes alone, in order, under a plain name."""
    folder = workshop.scratch_file()
    folder.mkdir()
    for ending in ("shp", "shx"):
        if ending in parts:
            shutil.copyfile(parts[ending], folder / f"shapes.{ending}")
    relation = workshop.new_name(prefix="shapes")
    path = quoted(str(folder / "shapes.shp"))
    try:
        workshop.connection.execute(f"CREATE TABLE {relation} AS SELECT geom AS shape FROM ST_Read({path})")
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        detail = str(error).splitlines()[0][:200].replace(str(folder), "")
        raise BrokenFileError(filename=source.filename, format="Shapefile", detail=detail) from None
    return relation


def _attributes(table: DbfTable | None, shapes: str, source: Source, workshop: Workshop) -> RawTable:
    """Join attributes and shapes by their position."""
    names = column_names(header=table.names, width=len(table.names)) if table else []
    with RowSink(workshop=workshop, width=max(len(names), 1)) as sink:
        for row in table.rows() if table else ():
            sink.add(row)
    shown = "".join(f"a.c{place}, " for place in range(len(names)))
    relation = workshop.new_name()
    workshop.connection.execute(
        f"CREATE TABLE {relation} AS SELECT {shown}s.shape FROM (SELECT *, rowid AS r FROM {shapes}) s "
        f"FULL JOIN (SELECT *, rowid AS r FROM {sink.relation}) a ON a.r = s.r ORDER BY coalesce(a.r, s.r)"
    )
    (rows,) = workshop.connection.execute(f"SELECT count(*) FROM {relation}").fetchone() or (0,)
    said = (finding("encoding-guessed", name=table.encoding),) if table and table.guessed else ()
    encoding = table.encoding if table else None
    return RawTable(
        source.stem, relation, tuple(RawColumn(name) for name in names), rows, findings=said, encoding=encoding
    )

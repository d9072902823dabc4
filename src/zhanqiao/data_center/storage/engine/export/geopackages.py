"""GeoPackage in constant memory: rows leave the serving copy in batches, GDAL writes them into a temporary file.

The answer is asked of the instance that can read nothing but releases; what writes the file sees only its batches.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.duck import (
    Attached,
    Instance,
    job_connection,
    load_spatial,
    quoted_name,
    quoted_text,
)
from zhanqiao.data_center.storage.engine.export.columns import Answer
from zhanqiao.data_center.storage.engine.export.markup import located
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.compiling import Statement
from zhanqiao.data_center.storage.engine.query.errors import QueryFailedError
from zhanqiao.data_center.storage.engine.query.layout import Place
from zhanqiao.data_center.storage.engine.query.values import SAFE_DIGITS

BATCH_ROWS = 20_480
BLOCK = 1 << 18
MEMORY = 256 << 20  # of what writes; batches pass through it
LAYER, SHAPE, NUMBER = "data", "geom", "fid"
MEMORY_ONLY = Path(":memory:")


def geopackage(*, instance: Instance, serving: Path, answer: Callable[[Attached], Answer]) -> Iterator[bytes]:
    """Write the layer into a temporary file and return its blocks: about 2 s for a million points.

    The layer is called ``data``, its geometry ``geom``. A decimal of more than 15 digits is text, because GeoPackage
    has only doubles. Raises NoPlaceError, QueryError for groups, QueryFailedError.
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


def column_names(*, names: list[str]) -> list[str]:
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
    fields = [each for each in answer.fields if each.type is not LogicalType.GEOMETRY]
    statement = _statement(answer, located(answer))
    reading = instance.fresh_cursor()
    writing = job_connection(database=MEMORY_ONLY, memory=MEMORY, threads=1)
    try:
        load_spatial(writing)
        rows = reading.execute(statement.sql, statement.params).to_arrow_reader(BATCH_ROWS)
        writing.register("answer", rows)
        writing.execute(f"COPY ({_layer(fields)}) TO {quoted_text(str(path))} "
                        f"(FORMAT gdal, DRIVER 'GPKG', SRS 'EPSG:4326', LAYER_NAME '{LAYER}')")  # fmt: skip
    finally:
        writing.close()
        reading.close()
    _declare_dates(path, fields)


def _declare_dates(path: Path, fields: list[Field]) -> None:
    """Declare the columns of days as DATE, which GeoPackage stores as the text that was written.

    DuckDB's writer (1.5) turns every day before 1970 into 1900-01-00, so days reach it as text.
    """
    names = column_names(names=[each.name for each in fields])
    days = [name for name, each in zip(names, fields, strict=True) if each.type is LogicalType.DATE]
    with closing(sqlite3.connect(path)) as file, file:
        declared = str(file.execute("SELECT sql FROM sqlite_master WHERE name = ?", (LAYER,)).fetchone()[0])
        for name in days:
            declared = declared.replace(f"{quoted_name(name)} TEXT", f"{quoted_name(name)} DATE")
        file.execute("PRAGMA writable_schema = ON")
        file.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (declared, LAYER))


def _statement(answer: Answer, place: Place) -> Statement:
    """Return the statement whose columns are ``v1`` … and the place: WKB, or longitude and latitude."""
    compiler = answer.compiler()
    pairs = zip(answer.fields, compiler.outputs(), strict=True)
    shown = [_written(each, sql) for each, sql in pairs if each.type is not LogicalType.GEOMETRY]
    columns = [f"{sql} AS v{number}" for number, sql in enumerate(shown, start=1)]
    shape = f"{place.geometry} AS g" if place.geometry else "NULL::BLOB AS g"
    point = (
        f"{place.west}::DOUBLE AS x, {place.south}::DOUBLE AS y"
        if not place.geometry
        else "NULL::DOUBLE AS x, NULL::DOUBLE AS y"
    )
    return compiler.statement(f"SELECT {', '.join((*columns, shape, point))} {answer.tail(compiler)}")


def _layer(fields: list[Field]) -> str:
    names = column_names(names=[each.name for each in fields])
    columns = [f"v{number} AS {quoted_name(name)}" for number, name in enumerate(names, start=1)]
    shape = f"CASE WHEN g IS NOT NULL THEN ST_GeomFromWKB(g) WHEN x IS NOT NULL AND y IS NOT NULL THEN ST_Point(x, y) END AS {SHAPE}"
    return f"SELECT {', '.join((*columns, shape))} FROM answer"


def _written(each: Field, sql: str) -> str:
    if each.type is LogicalType.DECIMAL:
        return f"({sql})::DOUBLE" if (each.precision or SAFE_DIGITS + 1) <= SAFE_DIGITS else f"({sql})::VARCHAR"
    return f"({sql})::VARCHAR" if each.type in {LogicalType.DATE, LogicalType.TIME} else sql


def _blocks(folder: Any, path: Path) -> Iterator[bytes]:
    with folder, path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block

"""The whole of a join written out as a copy that is queried and exported like a release."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import orjson

from zhanqiao.data_center.storage.engine.duck import (
    SPILL,
    job_connection,
    limited,
    load_spatial,
    quoted_name,
    quoted_text,
)
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.joins.answering import require_size
from zhanqiao.data_center.storage.engine.joins.model import Join, Match
from zhanqiao.data_center.storage.engine.joins.relations import joined_relation
from zhanqiao.data_center.storage.engine.query.compiling import Compiler
from zhanqiao.data_center.storage.engine.query.errors import QueryFailedError, QueryMemoryError
from zhanqiao.data_center.storage.engine.query.layout import RELATION, layout_of
from zhanqiao.data_center.storage.engine.query.model import output_fields
from zhanqiao.data_center.storage.engine.releases.serving import Builder
from zhanqiao.kit import environment
from zhanqiao.kit.progress import silent

NO_RELEASE = "none"


def splice(
    *, join: Join, match: Match, left: Path, right: Path, target: Path, seconds: float | None = None
) -> tuple[tuple[Field, ...], int]:
    """Write all rows of a join to a new serving copy at ``target``; return its columns and how many rows it has.

    Rows stand in the order of the left table and then of the right; of the join's query only ``select`` counts. Raises
    JoinTooLargeError, QueryTimeoutError, QueryFailedError, QueryMemoryError; then nothing is left behind.
    """
    require_size(match=match)
    fields = output_fields(query=join.query, layout=layout_of(join.fields))
    parts = target.with_suffix(".parquet")
    try:
        names = [f"o{number}" for number in range(1, len(fields) + 1)]
        _copied(join, left, right, parts, seconds, names=names, options="FORMAT parquet")
        return fields, copy_of(parts=[parts], fields=fields, target=target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    finally:
        parts.unlink(missing_ok=True)


def splice_parquet(
    *, join: Join, match: Match, left: Path, right: Path, target: Path, seconds: float | None = None
) -> int:
    """Write all rows of a join to a Parquet file under the names of its columns; return how many rows it has.

    The same rows give the same bytes. Shapes are declared as GeoParquet 1.1 does (WKB, longitude and latitude). Raises as
    :func:`splice` does.
    """
    require_size(match=match)
    fields = output_fields(query=join.query, layout=layout_of(join.fields))
    shapes = [each.name for each in fields if each.type is LogicalType.GEOMETRY]
    geo = orjson.dumps(_geo(shapes)).decode() if shapes else ""
    options = f"FORMAT parquet, COMPRESSION zstd{f', KV_METADATA {{geo: {quoted_text(geo)}}}' if geo else ''}"
    return _copied(
        join, left, right, target, seconds, names=[quoted_name(each.name) for each in fields], options=options
    )


def _geo(shapes: Sequence[str]) -> dict[str, Any]:
    columns = {name: {"encoding": "WKB", "geometry_types": []} for name in shapes}
    return {"version": "1.1.0", "primary_column": shapes[0], "columns": columns}


def copy_of(*, parts: Sequence[Path], fields: tuple[Field, ...], target: Path) -> int:
    """Make a serving copy of Parquet files that are no release, their columns in the order of ``fields``; return its rows."""
    memory = environment.value("JOIN_MEMORY_BYTES")
    with Builder(path=target, fields=fields, memory=memory, progress=silent) as builder:
        builder.fill(parts=parts, names=[each.name for each in fields])
        builder.note(release_id=NO_RELEASE)
        return builder.rows


def _copied(
    join: Join, left: Path, right: Path, parts: Path, seconds: float | None, *, names: Sequence[str], options: str
) -> int:
    connection = job_connection(database=Path(":memory:"), memory=environment.value("JOIN_MEMORY_BYTES"), threads=1)
    connection.execute(f"SET temp_directory={quoted_text(str(parts.parent / 'spill'))}")
    connection.execute(f"SET max_temp_directory_size='{SPILL}'")
    with connection, limited(connection, seconds=seconds):
        if join.points:
            load_spatial(connection)
        relations = [_attached(connection, path, alias) for path, alias in ((left, "l0"), (right, "r0"))]
        params: list[Any] = []
        relation, places = joined_relation(join=join, left=relations[0], right=relations[1], params=params)
        compiler = Compiler(query=join.query, layout=layout_of(join.fields), relation=relation, params=params)
        outputs = ", ".join(f"{sql} AS {name}" for sql, name in zip(compiler.outputs(), names, strict=True))
        body = f"SELECT {outputs} {compiler.source()}{compiler.orders((), *places)}"
        try:
            copied = connection.execute(f"COPY ({body}) TO {quoted_text(str(parts))} ({options})", tuple(params))
            return int((copied.fetchone() or (0,))[0])
        except duckdb.OutOfMemoryException:
            raise QueryMemoryError from None
        except (duckdb.ConversionException, duckdb.InvalidInputException, duckdb.OutOfRangeException) as error:
            raise QueryFailedError(reason=str(error).splitlines()[0]) from None


def _attached(connection: duckdb.DuckDBPyConnection, path: Path, alias: str) -> str:
    connection.execute(f"ATTACH {quoted_text(str(path))} AS {alias} (READ_ONLY)")
    return f"{alias}.main.{RELATION}"

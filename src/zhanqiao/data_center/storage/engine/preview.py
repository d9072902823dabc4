"""The first rows of a Parquet file that is not a release yet, as JSON-ready values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType

PLAIN = frozenset({LogicalType.TEXT, LogicalType.JSON, LogicalType.INTEGER, LogicalType.NUMBER, LogicalType.BOOLEAN})
CELL_CHARACTERS = 300


def preview(*, parquet: Path, fields: Sequence[Field], limit: int = 20) -> list[tuple[Any, ...]]:
    """Return the first ``limit`` rows in source order; long text is cut, a geometry is shown by its size."""
    if not fields:
        return []
    shown = ", ".join(_shown(field) for field in fields)
    with duckdb.connect(config={"threads": 1}) as connection:
        asked = f"SELECT {shown} FROM read_parquet(?) LIMIT ?"  # noqa: S608 - quoted identifiers only
        return connection.execute(asked, [str(parquet), limit]).fetchall()


def _shown(field: Field) -> str:
    column = '"' + field.name.replace('"', '""') + '"'
    if field.type is LogicalType.TEXT:
        return f"left({column}, {CELL_CHARACTERS})"
    if field.type is LogicalType.GEOMETRY:
        return f"'WKB ' || octet_length({column}) || ' B'"
    return column if field.type in PLAIN else f"CAST({column} AS VARCHAR)"

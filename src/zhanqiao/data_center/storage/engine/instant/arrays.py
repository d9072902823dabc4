"""Columns of a release as arrays mapped from disk, shared by all processes through the page cache.

Text of few different values is a code per row (0 is NULL, n the n-th value in byte order); whole numbers, decimals
(scaled to whole numbers), days and moments are integers as narrow as they fit; other columns have no array.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import orjson

from zhanqiao.data_center.storage.engine.duck import quoted_name, quoted_text
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType

MOST_VALUES = 60_000  # different texts of a coded column
CODED = frozenset({LogicalType.TEXT})
NARROW = (np.int8, np.int16, np.int32)
LONGEST_DECIMAL = 18  # digits that fit 64 bits
COUNTED = {
    LogicalType.INTEGER: "{0}::BIGINT",
    LogicalType.BOOLEAN: "{0}::TINYINT",
    LogicalType.DATE: "(({0}) - DATE '1970-01-01')::BIGINT",
    LogicalType.TIMESTAMP: "epoch_us({0})",
}
WALL = "isfinite({0})"  # dates that are infinite have no number
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(slots=True)
class ColumnArray:
    """One column. ``values`` are codes or numbers by row; ``texts`` the values behind codes; ``nulls`` None without any."""

    field: Field
    values: Array
    nulls: Array | None = None
    texts: list[str] | None = None

    @property
    def scale(self) -> int:
        """Digits behind the point of the numbers, which are kept as whole ones."""
        return self.field.scale or 0 if self.field.type is LogicalType.DECIMAL else 0

    def code(self, text: str) -> int | None:
        """Return the code of a text, None when no row has it."""
        assert self.texts is not None
        at = bisect_left(self.texts, text)
        return at + 1 if at < len(self.texts) and self.texts[at] == text else None

    def codes_below(self, text: str, *, equal: bool) -> int:
        """Return how many codes stand for texts before ``text`` (or equal to it), in byte order."""
        assert self.texts is not None
        return bisect_right(self.texts, text) if equal else bisect_left(self.texts, text)


def write_array(
    *, cursor: duckdb.DuckDBPyConnection, relation: str, column: str, field: Field, folder: Path, distinct: int
) -> bool:
    """Write the array of a column; return whether it has one. ``column`` is its physical name."""
    if field.type in CODED:
        return distinct <= MOST_VALUES and _write_codes(cursor, relation, column, folder)
    expression = _number(field, column)
    return expression is not None and _write_numbers(cursor, relation, column, expression, field, folder)


def read_array(*, column: str, field: Field, folder: Path) -> ColumnArray:
    """Map the array of a column."""
    values = mapped(folder / f"{column}.npy")
    nulls, texts = folder / f"{column}.nulls.npy", folder / f"{column}.texts.json"
    return ColumnArray(
        field=field,
        values=values,
        nulls=mapped(nulls) if nulls.exists() else None,
        texts=orjson.loads(texts.read_bytes()) if texts.exists() else None,
    )


def mapped(path: Path) -> Array:
    """Return an array that lies in a file, without reading it."""
    return np.asarray(np.load(path, mmap_mode="r"))  # a plain array: what is computed from it is one, too


def _write_codes(cursor: duckdb.DuckDBPyConnection, relation: str, column: str, folder: Path) -> bool:
    found = cursor.execute(
        f"SELECT DISTINCT {column} FROM {relation} WHERE {column} IS NOT NULL LIMIT {MOST_VALUES + 1}"
    ).fetchall()
    texts = sorted(text for (text,) in found)
    if not texts or len(texts) > MOST_VALUES or any("\0" in text for text in texts):
        return False
    kind = quoted_name(f"values_of_{column}")
    cursor.execute(f"CREATE OR REPLACE TEMP TYPE {kind} AS ENUM ({', '.join(map(quoted_text, texts))})")
    sql = f"SELECT coalesce(enum_code({column}::{kind})::INTEGER + 1, 0) AS n FROM {relation} ORDER BY rowid"
    codes = cursor.execute(sql).fetchnumpy()["n"]
    np.save(folder / f"{column}.npy", np.asarray(codes).astype(_unsigned(len(texts))))
    (folder / f"{column}.texts.json").write_bytes(orjson.dumps(texts))
    return True


def _write_numbers(
    cursor: duckdb.DuckDBPyConnection, relation: str, column: str, expression: str, field: Field, folder: Path
) -> bool:
    finite = WALL.format(column) if field.type in {LogicalType.DATE, LogicalType.TIMESTAMP} else "true"
    strange = cursor.execute(f"SELECT count(*) FROM {relation} WHERE NOT ({finite})").fetchone()
    if strange != (0,):
        return False
    sql = f"SELECT coalesce({expression}, 0)::BIGINT AS n, {column} IS NULL AS missing FROM {relation} ORDER BY rowid"
    found = cursor.execute(sql).fetchnumpy()
    values, missing = np.asarray(found["n"]), np.asarray(found["missing"])
    np.save(folder / f"{column}.npy", _narrowed(values))
    if missing.any():
        np.save(folder / f"{column}.nulls.npy", missing)
    return True


def _number(field: Field, column: str) -> str | None:
    if field.type is LogicalType.DECIMAL:
        if (field.precision or LONGEST_DECIMAL + 1) > LONGEST_DECIMAL:
            return None
        return f"({column}::DECIMAL(38, {field.scale or 0}) * {10 ** (field.scale or 0)})::BIGINT"
    template = COUNTED.get(field.type)
    return template.format(column) if template else None


def _unsigned(values: int) -> type[np.unsignedinteger[Any]]:
    return np.uint8 if values < np.iinfo(np.uint8).max else np.uint16


def _narrowed(values: Array) -> Array:
    if not len(values):
        return values
    low, high = int(values.min()), int(values.max())
    for kind in NARROW:
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return values.astype(kind)
    return values

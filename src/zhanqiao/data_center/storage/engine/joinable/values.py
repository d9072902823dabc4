"""Which columns have a value: told by the sketches beside releases, proven and counted in the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from zhanqiao.data_center.storage.engine.duck import limited, serving_instance
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.joinable.sketches import ColumnSketch, sketches
from zhanqiao.data_center.storage.engine.query.layout import layout_of

LARGEST = 1 << 62


@dataclass(frozen=True, slots=True)
class Holding:
    """A column that has the value, and in how many rows."""

    column: str
    rows: int


def hash_of(*, value: str) -> int:
    """Return the hash under which sketches keep a value, blanks around it left away."""
    with duckdb.connect() as connection:
        row = connection.execute("SELECT hash(trim(?::VARCHAR))", [value]).fetchone()
    assert row is not None
    return int(row[0])


def holding(*, serving: Path, fields: Sequence[Field], value: str, hashed: int, seconds: float) -> tuple[Holding, ...]:
    """Return the columns of a release that have exactly this value, with their rows. Raises QueryTimeoutError.

    Looked at are texts, integers and dates; what a sketch rules out costs nothing. ``hashed`` is ``hash_of`` the value.
    """
    likely = [one for one in sketches(serving=serving, fields=fields) if _may_have(one, hashed)]
    if not likely:
        return ()
    instance, layout = serving_instance(serving), layout_of(fields)
    cursor = instance.fresh_cursor()
    kinds = {field.name: field.type for field in fields}
    with instance.using(serving) as table, limited(cursor, seconds=seconds):
        found = tuple(
            _counted(cursor, table.relation, layout.column(one.name), one, kinds[one.name], value.strip())
            for one in likely
        )
    return tuple(one for one in found if one.rows)


def _may_have(sketch: ColumnSketch, hashed: int) -> bool:
    place = int(np.searchsorted(sketch.hashes, np.uint64(hashed)))
    if place < len(sketch.hashes):
        return int(sketch.hashes[place]) == hashed
    return sketch.cut  # beyond the lowest hashes nothing is known


def _counted(
    cursor: duckdb.DuckDBPyConnection, relation: str, column: str, sketch: ColumnSketch, kind: LogicalType, value: str
) -> Holding:
    if kind is LogicalType.INTEGER:
        number = int(value) if value.lstrip("-").isdecimal() else LARGEST
        if abs(number) >= LARGEST:
            return Holding(sketch.name, 0)
        condition, bound = f"{column} = ?", str(number)
    elif kind is LogicalType.TEXT and not sketch.padded:
        condition, bound = f"{column} = ?", value
    else:
        condition, bound = f"trim({column}::VARCHAR) = ?", value
    row = cursor.execute(f"SELECT count(*) FROM {relation} WHERE {condition}", [bound]).fetchone()
    return Holding(sketch.name, int(row[0]) if row else 0)

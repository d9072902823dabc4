"""Folded changes as a Parquet file that a release is made from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zhanqiao.data_center.storage.engine.changes.checking import Key, Row
from zhanqiao.data_center.storage.engine.changes.folding import GONE, PLACE, Folded
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.releases.schemas import MAX_PRECISION

TYPES: dict[LogicalType, pa.DataType] = {
    LogicalType.TEXT: pa.string(),
    LogicalType.INTEGER: pa.int64(),
    LogicalType.NUMBER: pa.float64(),
    LogicalType.BOOLEAN: pa.bool_(),
    LogicalType.DATE: pa.date32(),
    LogicalType.TIME: pa.time64("us"),
    LogicalType.TIMESTAMP: pa.timestamp("us"),
    LogicalType.GEOMETRY: pa.binary(),
    LogicalType.JSON: pa.string(),
}


def write_rows(*, rows: Sequence[Row], fields: Sequence[Field], target: Path) -> None:
    """Write whole rows, in their order."""
    pq.write_table(arrow_table(rows=rows, fields=fields), target, compression="zstd")


def write_changes(*, folded: Folded, fields: Sequence[Field], target: Path) -> None:
    """Write what changes: the table's columns, the place in the base (null: a new row), and whether it goes."""
    none: Row = {each.name: None for each in fields}
    rows = [*folded.changed.values(), *(none for _ in folded.gone), *folded.added]
    places: list[int | None] = [*folded.changed, *folded.gone, *(None for _ in folded.added)]
    gone = [False] * len(folded.changed) + [True] * len(folded.gone) + [False] * len(folded.added)
    table = arrow_table(rows=rows, fields=fields)
    names = [*table.column_names, PLACE, GONE]
    arrays: list[Any] = [*table.columns, pa.array(places, pa.int64()), pa.array(gone, pa.bool_())]
    pq.write_table(pa.Table.from_arrays(arrays, names=names), target, compression="zstd")


def key_table(*, keys: Sequence[Key], key: Sequence[str], fields: Sequence[Field]) -> pa.Table:
    """Return keys as an Arrow table with a column ``k0``, ``k1`` … for each column of the key."""
    named = {each.name: each for each in fields}
    arrays = [pa.array([one[place] for one in keys], _arrow_type(named[name])) for place, name in enumerate(key)]
    return pa.Table.from_arrays(arrays, names=[f"k{place}" for place in range(len(key))])


def arrow_table(*, rows: Sequence[Row], fields: Sequence[Field]) -> pa.Table:
    """Return whole rows as an Arrow table."""
    arrays = [pa.array([row[each.name] for row in rows], _arrow_type(each)) for each in fields]
    return pa.Table.from_arrays(arrays, names=[each.name for each in fields])


def _arrow_type(field: Field) -> pa.DataType:
    if field.type is LogicalType.DECIMAL:
        return pa.decimal128(field.precision or MAX_PRECISION, field.scale or 0)
    return TYPES[field.type]

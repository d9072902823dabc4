"""A table written anew with its declared places in WGS 84, and held against the one that came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from zhanqiao.data_center.storage.engine.converting.arrays import Floats, Places, converted, from_wgs84
from zhanqiao.data_center.storage.engine.converting.columns import converted_fields
from zhanqiao.data_center.storage.engine.converting.shapes import moved
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.rules import ConversionFailedError, Converted, DeclaredPlaces
from zhanqiao.kit.coordinates import System

ROW_GROUP = 100_000
NEAR = 2e-8  # degrees that rounding may leave between a place and the one that came


@dataclass(slots=True)
class _Count:
    """What happened to the places of one declaration."""

    converted: int = 0
    outside: int = 0  # of the rectangle in which Chinese web maps shift: left as they are
    halves: int = 0  # one of the two is missing: left as it is
    farthest: float = 0.0  # degrees between a place that came and where the written one is drawn


def convert_table(
    *, parquet: Path, fields: Sequence[Field], declared: Sequence[DeclaredPlaces], target: Path
) -> tuple[tuple[Field, ...], tuple[Converted, ...]]:
    """Write a table with its declared places in WGS 84, rows in their order; return its columns and what was done.

    Raises ConversionFailedError when a written place is not drawn where it came; the file is not to be used then.
    """
    counts = {place: _Count() for place in declared}
    source = pq.ParquetFile(parquet)
    schema = _schema(source.schema_arrow, declared)
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for batch in source.iter_batches(batch_size=ROW_GROUP):
            writer.write_batch(_batch(batch, schema, counts))
    rows = pq.read_metadata(target).num_rows
    off = max((count.farthest for count in counts.values()), default=0.0)
    if rows != source.metadata.num_rows or off > NEAR:
        raise ConversionFailedError(rows=source.metadata.num_rows, written=rows, off=f"{off:.9f}")
    done = tuple(Converted(one, count.converted, count.outside, count.halves) for one, count in counts.items())
    return converted_fields(fields=fields, declared=declared), done


def _schema(schema: pa.Schema, declared: Sequence[DeclaredPlaces]) -> pa.Schema:
    for one in declared:
        for column in filter(None, (one.longitude, one.latitude)):
            schema = schema.set(schema.get_field_index(column), pa.field(column, pa.float64()))
    return schema


def _batch(batch: pa.RecordBatch, schema: pa.Schema, counts: dict[DeclaredPlaces, _Count]) -> pa.RecordBatch:
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    for one, count in counts.items():
        if one.geometry:
            columns[one.geometry] = _shapes(columns[one.geometry], one.system, count)
            continue
        pair = columns[one.longitude], columns[one.latitude]
        columns[one.longitude], columns[one.latitude] = _pair(*pair, one.system, count)
    return pa.record_batch([columns[name] for name in schema.names], schema=schema)


def _pair(longitudes: pa.Array, latitudes: pa.Array, system: System, count: _Count) -> tuple[pa.Array, pa.Array]:
    east, north = _numbers(longitudes), _numbers(latitudes)
    there = ~(np.isnan(east) | np.isnan(north))
    count.halves += int((np.isnan(east) ^ np.isnan(north)).sum())
    east[there], north[there] = _moved(east[there], north[there], system=system, count=count)
    return pa.array(east, from_pandas=True), pa.array(north, from_pandas=True)


def _shapes(column: pa.Array, system: System, count: _Count) -> pa.Array:
    values = column.to_pylist()
    filled = [value for value in values if value is not None]
    new = iter(moved(shapes=filled, move=partial(_moved, system=system, count=count)))
    return pa.array([None if value is None else next(new) for value in values], type=column.type)


def _moved(east: Floats, north: Floats, *, system: System, count: _Count) -> Places:
    """Return places in WGS 84; those outside of China stay. Count them, and how far a written one is off."""
    new, inside = converted(longitude=east, latitude=north, system=system)
    drawn = from_wgs84(longitude=new[0][inside], latitude=new[1][inside], system=system)
    off = np.abs(np.concatenate([drawn[0] - east[inside], drawn[1] - north[inside]]))
    count.farthest = max(count.farthest, float(off.max(initial=0.0)))
    count.converted += int(inside.sum())
    count.outside += int((~inside).sum())
    return new


def _numbers(column: pa.Array) -> Floats:
    """Return a column as numbers, NaN where a cell is empty."""
    if pa.types.is_decimal(column.type):
        column = column.cast(pa.string())  # Arrow's own cast of decimals is off by the last bit
    whole: Floats = np.array(column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)
    return whole

"""The formats that answers of public SQL are given in, written where the statement runs: under its deadline and its limits."""

from __future__ import annotations

import csv
import io
import json
import math
from base64 import b16encode
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

import orjson
import pyarrow as pa

from zhanqiao.data_center.storage.engine.query.values import SAFE_DIGITS, SAFE_INTEGER, iso

Batches = Iterator[pa.RecordBatch]
SMALL_BITS = 32


class Sink(Protocol):
    """What takes the bytes of an answer."""

    def write(self, content: Any, /) -> int:
        """Take bytes and say how many."""


def write(*, format: str, schema: pa.Schema, batches: Batches, sink: Sink) -> None:  # noqa: A002 - the word of the interface
    """Write batches to a sink in one of ``FORMATS``; JSON is an array of objects."""
    _WRITERS[format](schema, batches, sink)


def columns_of(schema: pa.Schema, /) -> list[dict[str, str]]:
    """Return the names and Arrow types of the columns; equal names get a number, for JSON needs each once."""
    names: list[str] = []
    for name in schema.names:
        names.append(_once(name, names))
    return [{"name": name, "type": str(field.type)} for name, field in zip(names, schema, strict=True)]


def _once(name: str, taken: list[str]) -> str:
    number, found = 1, name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found


def _arrow(schema: pa.Schema, batches: Batches, sink: Sink) -> None:
    with pa.ipc.new_stream(sink, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def _parquet(schema: pa.Schema, batches: Batches, sink: Sink) -> None:
    import pyarrow.parquet as pq  # few ask for it, and each new process would wait for it

    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)


def _json(schema: pa.Schema, batches: Batches, sink: Sink) -> None:
    separator, names = b"[", [column["name"] for column in columns_of(schema)]
    for batch in batches:
        columns = [json_values(column) for column in batch.columns]
        objects = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
        if objects:
            sink.write(separator + orjson.dumps(objects)[1:-1])
            separator = b","
    sink.write(b"[]" if separator == b"[" else b"]")


def _csv(schema: pa.Schema, batches: Batches, sink: Sink) -> None:
    sink.write(_lines([[column["name"] for column in columns_of(schema)]]))
    for batch in batches:
        sink.write(_lines(zip(*(_csv_values(column) for column in batch.columns), strict=True)))


def _lines(rows: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def json_values(column: pa.Array, /) -> list[Any]:
    """Return a column's values as JSON can carry them; whole columns that need no change are not looked at one by one."""
    kind = column.type
    if pa.types.is_date32(kind):
        return list(column.cast(pa.string()).to_pylist())
    values: list[Any] = column.to_pylist()
    if pa.types.is_string(kind) or pa.types.is_boolean(kind):
        return values
    if pa.types.is_integer(kind) and (kind.bit_width <= SMALL_BITS or all(map(_is_safe, values))):
        return values
    if pa.types.is_floating(kind) and all(each is None or math.isfinite(each) for each in values):
        return values
    return [plain(value) for value in values]


def _csv_values(column: pa.Array) -> list[Any]:
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        return list(column.to_pylist())
    values = json_values(column)
    if pa.types.is_string(kind) or pa.types.is_floating(kind) or pa.types.is_temporal(kind):
        return values
    return [json.dumps(each, ensure_ascii=False) if isinstance(each, dict | list | bool) else each for each in values]


def _is_safe(value: int | None) -> bool:
    return value is None or -SAFE_INTEGER <= value <= SAFE_INTEGER


def plain(value: Any) -> Any:
    """Return a value of Arrow as JSON can carry it without loss; see :mod:`engine.query.values`."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, pa.MonthDayNano):
        return f"P{value.months}M{value.days}DT{value.nanoseconds / 1e9:g}S"
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, int):
        return value if _is_safe(value) else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return float(value) if len(value.as_tuple().digits) <= SAFE_DIGITS else str(value)
    if isinstance(value, datetime | date | time):
        return iso(value)
    if isinstance(value, bytes):
        return b16encode(value).decode()
    return str(value)


_WRITERS: dict[str, Callable[[pa.Schema, Batches, Sink], None]] = {
    "json": _json,
    "csv": _csv,
    "arrow": _arrow,
    "parquet": _parquet,
}
FORMATS = tuple(_WRITERS)

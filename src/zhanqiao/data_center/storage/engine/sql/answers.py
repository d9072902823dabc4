"""An answer of public SQL, as Arrow that waits in a file, and the formats it is given in."""

from __future__ import annotations

import csv
import io
import json
import math
from base64 import b16encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from zhanqiao.data_center.storage.engine.query.values import SAFE_DIGITS, SAFE_INTEGER, iso

FORMATS = ("json", "csv", "arrow", "parquet")
BLOCK = 1 << 18


@dataclass(slots=True)
class SqlAnswer:
    """An Arrow stream of ``size`` bytes, its rows, which limit cut it (``rows``, ``bytes`` or None), and its seconds."""

    content: IO[bytes]
    size: int
    rows: int
    cut: str | None
    seconds: float

    def columns(self) -> list[dict[str, str]]:
        """Return the names and Arrow types of the columns; equal names get a number, for JSON needs each once."""
        schema = self.schema()
        names: list[str] = []
        for name in schema.names:
            names.append(_once(name, names))
        return [{"name": name, "type": str(field.type)} for name, field in zip(names, schema, strict=True)]

    def schema(self) -> pa.Schema:
        """Return the Arrow schema."""
        with self._opened() as reader:
            return reader.schema

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the batches of rows."""
        with self._opened() as reader:
            yield from reader

    def first(self, *, count: int) -> list[tuple[Any, ...]]:
        """Return the first rows, each value as JSON can carry it."""
        found: list[tuple[Any, ...]] = []
        for batch in self.batches():
            part = batch.slice(0, count - len(found))
            found += zip(*([plain(value) for value in column.to_pylist()] for column in part.columns), strict=True)
            if len(found) >= count:
                break
        return found

    def close(self) -> None:
        """Give the answer up."""
        self.content.close()

    def _opened(self) -> pa.RecordBatchStreamReader:
        self.content.seek(0)
        return pa.ipc.open_stream(pa.PythonFile(self.content, mode="r"))


def as_bytes(*, answer: SqlAnswer, format: str) -> Iterator[bytes]:  # noqa: A002 - the word of the interface
    """Stream the rows of an answer in a format and give the answer up; JSON is an array of objects."""
    try:
        yield from _WRITERS[format](answer)
    finally:
        answer.close()


def _once(name: str, taken: list[str]) -> str:
    number, found = 1, name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found


def _arrow(answer: SqlAnswer) -> Iterator[bytes]:
    answer.content.seek(0)
    while block := answer.content.read(BLOCK):
        yield block


def _json(answer: SqlAnswer) -> Iterator[bytes]:
    separator, names = b"[", [column["name"] for column in answer.columns()]
    for batch in answer.batches():
        columns = [[plain(value) for value in column.to_pylist()] for column in batch.columns]
        objects = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
        if objects:
            yield separator + orjson.dumps(objects)[1:-1]
            separator = b","
    yield b"[]" if separator == b"[" else b"]"


def _csv(answer: SqlAnswer) -> Iterator[bytes]:
    names = [column["name"] for column in answer.columns()]
    yield _lines([names])
    for batch in answer.batches():
        columns = [column.to_pylist() for column in batch.columns]
        yield _lines([[_cell(value) for value in row] for row in zip(*columns, strict=True)])


def _parquet(answer: SqlAnswer) -> Iterator[bytes]:
    with TemporaryFile() as file:
        with pq.ParquetWriter(file, answer.schema(), compression="zstd") as writer:
            for batch in answer.batches():
                writer.write_batch(batch)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


def _lines(rows: list[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    found = value if isinstance(value, Decimal | int) and not isinstance(value, bool) else plain(value)
    return json.dumps(found, ensure_ascii=False) if isinstance(found, dict | list | bool) else found


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
        return value if abs(value) <= SAFE_INTEGER else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return float(value) if len(value.as_tuple().digits) <= SAFE_DIGITS else str(value)
    if isinstance(value, datetime | date | time):
        return iso(value)
    if isinstance(value, bytes):
        return b16encode(value).decode()
    return str(value)


_WRITERS = {"json": _json, "csv": _csv, "arrow": _arrow, "parquet": _parquet}

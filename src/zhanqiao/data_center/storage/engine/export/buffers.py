"""Streams whose text DuckDB composes row by row: taken from Arrow buffers without touching single values."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow as pa

from zhanqiao.data_center.storage.engine.duck import Attached, Instance
from zhanqiao.data_center.storage.engine.query.compiling import Statement
from zhanqiao.data_center.storage.engine.query.errors import QueryFailedError

BATCH_ROWS = 20_480
Blocks = Callable[[Any], Iterator[bytes]]


class BatchStream(Iterator[bytes]):
    """Blocks made from the record batches of one statement. Close it when you stop early."""

    def __init__(self, *, instance: Instance, path: Path, ask: Callable[[Attached], Statement], blocks: Blocks) -> None:
        """Run the statement; an error in it is raised here."""
        self._instance, self._attached = instance, instance.take(path)
        self._cursor = instance.fresh_cursor()
        self._open = True
        try:
            statement = ask(self._attached)
            reader = self._cursor.execute(statement.sql, statement.params).to_arrow_reader(BATCH_ROWS)
            self._blocks = blocks(reader)
        except duckdb.Error as error:
            self.close()
            raise QueryFailedError(reason=str(error).splitlines()[0]) from error

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._blocks)
        except StopIteration:
            self.close()
            raise
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            self.close()
            raise QueryFailedError(reason=str(error).splitlines()[0]) from error

    def close(self) -> None:
        """Let everything go; closing twice does nothing."""
        if self._open:
            self._open = False
            self._cursor.close()
            self._instance.give(self._attached)

    def __del__(self) -> None:
        if getattr(self, "_open", False):
            self.close()


def text_blocks(*, head: str, tail: str, skipped: int) -> Blocks:
    """Return a maker of blocks from one text column: ``head``, the texts, ``tail``.

    ``skipped`` bytes at the beginning of the first text (a separator) are left out.
    """

    def blocks(reader: Any) -> Iterator[bytes]:
        yield head.encode()
        left = skipped
        for batch in reader:
            if batch.num_rows:
                yield bytes(_text(batch.column(0)))[left:]
                left = 0
        yield tail.encode()

    return blocks


def stream_blocks(reader: Any) -> Iterator[bytes]:
    """Yield the record batches as an Arrow IPC stream."""
    sink = _Sink()
    with pa.ipc.new_stream(pa.PythonFile(sink, mode="w"), reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Keeps what is written until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._kept.append(bytes(content))
        return len(content)

    def taken(self) -> bytes:
        content = b"".join(self._kept)
        self._kept.clear()
        return content


def _text(column: Any) -> memoryview:
    _, offsets, content = column.buffers()
    numbers = memoryview(offsets).cast("i")
    first, last = numbers[column.offset], numbers[column.offset + len(column)]
    return memoryview(content)[first:last]

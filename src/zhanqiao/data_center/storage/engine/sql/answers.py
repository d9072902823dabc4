"""An answer of public SQL, in the format it was asked for, as it waits in a file of the process that serves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import pyarrow as pa

from zhanqiao.data_center.storage.engine.sql.writing import plain

BLOCK = 1 << 18


@dataclass(slots=True)
class SqlAnswer:
    """An answer of ``size`` bytes, its columns with their Arrow types, its rows, which limit cut it, and its seconds.

    ``cut`` is ``rows``, ``bytes`` or None. Rows and batches are there of one in the format ``arrow`` alone.
    """

    content: IO[bytes]
    size: int
    columns: list[dict[str, str]]
    rows: int
    cut: str | None
    seconds: float

    def blocks(self) -> Iterator[bytes]:
        """Yield the bytes and give the answer up."""
        try:
            self.content.seek(0)
            while block := self.content.read(BLOCK):
                yield block
        finally:
            self.close()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the batches of rows."""
        self.content.seek(0)
        with pa.ipc.open_stream(pa.PythonFile(self.content, mode="r")) as reader:
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

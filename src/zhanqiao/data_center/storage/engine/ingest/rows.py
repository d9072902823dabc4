"""Rows of text from Python into DuckDB, in batches, in order."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

import pyarrow as pa

from zhanqiao.data_center.storage.engine.ingest.refusals import TooManyColumnsError, TooManyRowsError
from zhanqiao.data_center.storage.engine.ingest.workshop import Workshop
from zhanqiao.kit.progress import Step

CELLS = 400_000  # held in Python before they go to DuckDB


class RowSink:
    """A new table of VARCHAR columns ``c0`` …; use as a context manager, add rows, then read ``rows``."""

    def __init__(self, *, workshop: Workshop, width: int) -> None:
        """Make the table. Raises TooManyColumnsError."""
        check_width(workshop=workshop, width=width)
        self.workshop, self.width, self.rows = workshop, width, 0
        self.relation = workshop.new_name()
        self._batch: list[Sequence[str | None]] = []
        self._batch_rows = max(1, CELLS // max(width, 1))
        self._schema = pa.schema([(f"c{place}", pa.string()) for place in range(width)])
        columns = ", ".join(f"c{place} VARCHAR" for place in range(width))
        workshop.connection.execute(f"CREATE TABLE {self.relation} ({columns})")

    def __enter__(self) -> Self:
        """Start adding rows."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Write the last batch unless something failed."""
        if kind is None:
            self.flush()

    def add(self, cells: Sequence[str | None]) -> None:
        """Add one row; missing cells are NULL, empty text is NULL. Raises TooManyRowsError."""
        self._batch.append(cells)
        self.rows += 1
        if len(self._batch) >= self._batch_rows:
            self.flush()

    def flush(self) -> None:
        """Hand the held rows to DuckDB."""
        limit = self.workshop.limits.max_rows
        if self.rows > limit:
            raise TooManyRowsError(filename=self.workshop.filename, limit=limit)
        if not self._batch:
            return
        arrays = [self._array(place) for place in range(self.width)]
        batch = pa.Table.from_arrays(arrays, schema=self._schema)
        self.workshop.connection.register("arriving", batch)
        self.workshop.connection.execute(f"INSERT INTO {self.relation} SELECT * FROM arriving")
        self.workshop.connection.unregister("arriving")
        self._batch = []
        self.workshop.progress(Step(stage="read", done=self.rows))

    def _array(self, place: int) -> pa.Array:
        cells = [(row[place] or None) if place < len(row) else None for row in self._batch]
        try:
            return pa.array(cells, type=pa.string())
        except UnicodeEncodeError:  # half a surrogate pair, as JSON may hold: no text has it
            return pa.array([cell and _without_halves(cell) for cell in cells], type=pa.string())


def _without_halves(text: str) -> str:
    return text.encode("utf-16", errors="surrogatepass").decode("utf-16", errors="replace")


def check_width(*, workshop: Workshop, width: int) -> None:
    """Raise TooManyColumnsError past the limit."""
    if width > workshop.limits.max_columns:
        limit = workshop.limits.max_columns
        raise TooManyColumnsError(filename=workshop.filename, count=width, limit=limit)

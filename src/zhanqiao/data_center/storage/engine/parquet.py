"""Rows of a Parquet file as they are, for a node that hands them on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

GROUP = 10_000


def rows_from(*, path: Path, start: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Return the rows from number ``start`` (0-based) on, each with the number of the next; row groups before it are not read.

    Raises ValueError for a file that is no Parquet.
    """
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise ValueError(str(error)) from None
    with file:
        place = 0
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if place + rows <= start:
                place += rows
                continue
            for batch in file.iter_batches(batch_size=GROUP, row_groups=[group]):
                for row in batch.to_pylist():
                    place += 1
                    if place > start:
                        yield place, row

"""What is kept beside a release's rows, as CSV to download."""

from __future__ import annotations

import io
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

COLUMNS = ("row", "column", "original", "reason")
HEAD = b"row,column,original,reason\n"
REFUSED_HEAD = b"line,text,reason\n"
BATCH_ROWS = 20_480
BLOCK = 1 << 18


def problem_cells_as_csv(*, files: Sequence[tuple[Path, int]]) -> Iterator[bytes]:
    """Yield problem cells as UTF-8 CSV with a header, batch by batch.

    ``files`` are what ingest wrote for each part of the table, with the row at which the part begins: the column
    ``row`` counts within the part, the answer within the table.
    """
    import pyarrow.compute as pc  # late: its hundreds of functions take 0.1 s, which few answers need

    yield HEAD
    for path, first_row in files:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=list(COLUMNS)):
                yield _lines(batch.set_column(0, "row", pc.add(batch.column("row"), first_row)))


def refused_as_csv(*, files: Sequence[Path]) -> Iterator[bytes]:
    """Yield the refused lines of the parts of a table as one UTF-8 CSV with one header."""
    yield REFUSED_HEAD
    for path in files:
        with path.open("rb") as file:
            file.readline()  # each has its own header
            while block := file.read(BLOCK):
                yield block


def kept_as_csv(*, path: Path) -> Iterator[bytes]:
    """Yield one file that ingest kept, as CSV that a spreadsheet opens: UTF-8 with a mark, a header, every column."""
    if path.suffix != ".parquet":
        yield from _blocks(path)
        return
    with pq.ParquetFile(path) as file:
        names = file.schema_arrow.names
        yield BOM_UTF8 + _lines(pa.RecordBatch.from_arrays([pa.array([name]) for name in names], names))
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            yield _lines(batch)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _lines(rows: pa.RecordBatch) -> bytes:
    buffer = io.BytesIO()
    pa_csv.write_csv(rows, buffer, pa_csv.WriteOptions(include_header=False, quoting_style="needed"))
    return buffer.getvalue()

"""Regular delimited text by DuckDB's parallel reader, checked against an independent count of records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from zhanqiao.data_center.storage.engine.ingest.dialects import Dialect
from zhanqiao.data_center.storage.engine.ingest.encodings import Decoding
from zhanqiao.data_center.storage.engine.ingest.layouts import Layout
from zhanqiao.data_center.storage.engine.ingest.records import Record
from zhanqiao.data_center.storage.engine.ingest.refusals import TooManyRowsError
from zhanqiao.data_center.storage.engine.ingest.watching import watched
from zhanqiao.data_center.storage.engine.ingest.workshop import Workshop

WIDEST = 1000  # columns; DuckDB's reader and its sort set memory aside for every one, several times
LONGEST_LINE = 2 << 20  # bytes; DuckDB reserves buffers of many times as much


@dataclass(slots=True)
class TextFile:
    """A text file as UTF-8, and what was seen of it."""

    path: Path
    decoding: Decoding
    dialect: Dialect
    sample: list[Record]
    layout: Layout
    names: list[str]


def read_in_bulk(*, text: TextFile, workshop: Workshop) -> tuple[str, int] | None:
    """Return the table in the connection and its rows; None when the file is not regular enough.

    Raises TooManyRowsError.
    """
    dialect, width = text.dialect, len(text.names)
    first = _first_data_line(text)
    regular = all(len(record.cells) == width for record in text.sample[text.layout.first_data :])
    plain = len(dialect.delimiter) == 1 and dialect.delimiter.isascii() and dialect.quote in {"", '"'}
    if (
        not (regular and plain and 1 < width <= WIDEST and first)
        or dialect.spaced
        or dialect.escape
        or text.decoding.broken
    ):
        return None
    expected = _expected_records(path=text.path, skip=first - 1, quote=dialect.quote.encode())
    if expected is None:
        return None
    if expected > workshop.limits.max_rows:
        raise TooManyRowsError(filename=workshop.filename, limit=workshop.limits.max_rows)
    relation = workshop.new_name()
    try:
        with watched(workshop=workshop, stage="read", rows=expected):
            workshop.connection.execute(_read_csv(text=text, relation=relation, skip=first - 1))
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        return None
    loaded = workshop.connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
    return (relation, expected) if loaded == (expected,) and _agrees(text, relation, workshop) else None


def _agrees(text: TextFile, relation: str, workshop: Workshop) -> bool:
    """Say whether DuckDB read the first records as we do; the last of the sample may be cut off."""
    ours = [tuple(cell or None for cell in record.cells) for record in text.sample[text.layout.first_data : -1]]
    theirs = workshop.connection.execute(f"SELECT * FROM {relation} ORDER BY rowid LIMIT {len(ours)}").fetchall()
    return ours == theirs


def _first_data_line(text: TextFile) -> int | None:
    after = text.sample[text.layout.first_data :]
    return after[0].line if after else None


def _expected_records(*, path: Path, skip: int, quote: bytes) -> int | None:
    """Count records by newlines outside quotes; None where DuckDB and we may disagree: blank lines, lone CR."""
    count, quotes, last = 0, 0, b"\n"
    with path.open("rb") as file:
        for _ in range(skip):
            file.readline()
        while block := file.read(1 << 22):
            if _has_odd_ends(last + block):
                return None
            outside, seen = _newlines(block, quote, open_before=quotes % 2 == 1)
            count, quotes, last = count + outside, quotes + seen, block[-1:]
    return None if quotes % 2 else count + (last != b"\n")


def _has_odd_ends(block: bytes) -> bool:
    if b"\n\n" in block:
        return True
    returns = block.count(b"\r")
    return returns > 0 and (b"\n\r\n" in block or returns != block.count(b"\r\n") + block.endswith(b"\r"))


def _newlines(block: bytes, quote: bytes, *, open_before: bool) -> tuple[int, int]:
    """Return the newlines outside quotes in a block, and its number of quotes."""
    if not quote or quote not in block:
        return (0 if open_before else block.count(b"\n")), 0
    codes = np.frombuffer(block, dtype=np.uint8)
    places = np.flatnonzero(codes == quote[0])
    before = np.searchsorted(places, np.flatnonzero(codes == ord("\n")))
    return int(np.count_nonzero((before + open_before) % 2 == 0)), len(places)


def _read_csv(*, text: TextFile, relation: str, skip: int) -> str:
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(text.names)))
    quote = f"quote='{text.dialect.quote}', escape='{text.dialect.quote}'"
    delimiter = text.dialect.delimiter.replace("'", "''")
    path = str(text.path).replace("'", "''")
    return (
        f"CREATE TABLE {relation} AS SELECT * FROM read_csv('{path}', auto_detect=false, header=false, skip={skip}, "
        f"columns={{{columns}}}, delim='{delimiter}', {quote}, strict_mode=true, null_padding=false, "
        f"max_line_size={LONGEST_LINE}, comment='')"
    )

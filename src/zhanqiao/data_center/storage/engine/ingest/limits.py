"""How much of one file is read before it is refused. Every limit announces itself."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.kit.environment import value

MIB = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one ingest; each has its own RefusedFileError.

    Sizes are bytes, ``max_ratio`` is unpacked : packed, ``max_rows`` and ``max_columns`` count per
    table, ``max_tables`` per file. Memory and seconds hold for the child process.
    """

    max_bytes: int = 2 * GIB
    max_unpacked_bytes: int = 8 * GIB
    max_ratio: int = 200
    max_members: int = 1000
    max_tables: int = 200
    max_rows: int = 50_000_000
    max_columns: int = 16_384
    max_cell_chars: int = 10_000_000
    max_seconds: int = 600
    max_memory_bytes: int = 4 * GIB


def limits_of_settings() -> Limits:
    """Return the limits the operator has set (``ZHANQIAO_MAX_UPLOAD_BYTES``, ``ZHANQIAO_INGEST_…``)."""
    return Limits(
        max_bytes=value("MAX_UPLOAD_BYTES"),
        max_unpacked_bytes=value("INGEST_UNPACKED_BYTES"),
        max_ratio=value("INGEST_RATIO"),
        max_members=value("INGEST_MEMBERS"),
        max_tables=value("INGEST_TABLES"),
        max_rows=value("INGEST_ROWS"),
        max_columns=value("INGEST_COLUMNS"),
        max_cell_chars=value("INGEST_CELL_CHARS"),
        max_seconds=value("INGEST_SECONDS"),
        max_memory_bytes=value("INGEST_MEMORY_BYTES"),
    )

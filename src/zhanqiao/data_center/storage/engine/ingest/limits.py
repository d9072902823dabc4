"""How much of one file is read before it is refused. Every limit announces itself."""

from __future__ import annotations

from dataclasses import dataclass

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

"""Rows by the text of a column that has nearly one value a row: sorted checksums, with the row of each.

A checksum of 32 bits is shared by few rows at most; which of them have the very text is read from the rows themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from zhanqiao.data_center.storage.engine.instant.arrays import Array, mapped

MOST_KEYS = 4  # columns of a table
MOST_SHARED = 2_000  # rows of one checksum that are read; more mean that the column is no key


class KeyWriter:
    """Collects the checksums of one column, row by row."""

    def __init__(self, *, rows: int) -> None:
        """Make room for so many rows."""
        self._sums = np.zeros(rows, dtype=np.uint32)
        self._present = np.zeros(rows, dtype=bool)
        self._at = 0

    def add(self, texts: Sequence[str | None]) -> None:
        """Take the texts of the next rows."""
        for place, text in enumerate(texts, start=self._at):
            if text is not None:
                self._sums[place] = crc32(text.encode())
                self._present[place] = True
        self._at += len(texts)

    def write(self, *, folder: Path, column: str) -> None:
        """Write checksums in order, and beside them their rows."""
        rows = np.flatnonzero(self._present).astype(np.uint32)
        order = np.argsort(self._sums[rows], kind="stable")
        np.save(folder / f"{column}.keys.npy", self._sums[rows][order])
        np.save(folder / f"{column}.places.npy", rows[order])


class Keys:
    """The checksums of one column, mapped from disk."""

    def __init__(self, *, folder: Path, column: str) -> None:
        """Map the files."""
        self._sums, self._places = mapped(folder / f"{column}.keys.npy"), mapped(folder / f"{column}.places.npy")

    def candidates(self, text: str) -> Array | None:
        """Return the rows that may have this text, in order; None when they are too many to be looked at."""
        wanted = np.uint32(crc32(text.encode("utf-8", errors="surrogatepass")))
        start, end = np.searchsorted(self._sums, wanted), np.searchsorted(self._sums, wanted, side="right")
        return None if end - start > MOST_SHARED else np.sort(self._places[start:end])

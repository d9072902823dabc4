"""Rows by a part of a text: for pairs of characters (triples of ASCII ones) that few rows have, which rows these are.

Chinese has no spaces and people look for inner words, so that the unit is the pair; digits and letters are so few that
only triples tell rows apart. Pairs that many rows have are only noted as common: they choose nothing. What is found are
candidates: the text itself decides. Letters are folded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import numpy as np

from zhanqiao.data_center.storage.engine.instant.arrays import Array, mapped

COMMON = 0.02  # the share of rows from which a gram chooses nothing
SETTLED = 50_000  # rows after which grams found common so far are no longer collected
MOST_GATHERED = 40_000_000  # grams of rows of one column, before common ones are dropped: 8 bytes each while building
MOST_CANDIDATES = 2_000  # rows that are looked into
FEW = 64  # candidates that are looked into rather than thinned further
ASCII = 128
PAIRS = 1 << 21  # keys below are triples of seven bits each
KEYS = PAIRS << 1
READ = 2_000_000  # gathered grams of rows read at a time
ENTRY = np.dtype([("key", "<u4"), ("count", "<u4"), ("start", "<u8"), ("first", "<u4"), ("stepped", "?")])
STEP = np.iinfo(np.uint16).max
LEAST_STEPPED = 8  # rows from which steps save space


def gram_keys(points: Array) -> tuple[Array, Array]:
    """Return the keys of the grams in code points, and where each begins; 0 separates texts and is in no gram."""
    plain = points < ASCII
    present = points != 0
    first, second = points[:-1], points[1:]
    paired = present[:-1] & present[1:] & ~(plain[:-1] & plain[1:])
    at = np.flatnonzero(paired)
    mixed = first[at] * np.uint32(0x9E3779B1) ^ second[at] * np.uint32(0x85EBCA6B)
    pairs = (mixed >> np.uint32(11)) % np.uint32(PAIRS) + np.uint32(PAIRS)
    usable = plain & present
    tripled = np.flatnonzero(usable[:-2] & usable[1:-1] & usable[2:])
    triples = (points[tripled] << np.uint32(14)) | (points[tripled + 1] << np.uint32(7)) | points[tripled + 2]
    return np.concatenate([pairs, triples]), np.concatenate([at, tripled])


def code_points(text: str) -> Array:
    """Return a text as an array of code points."""
    return np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32)


class GramWriter:
    """Collects the grams of one column, block by block, in a file of its own."""

    def __init__(self, *, folder: Path, column: str) -> None:
        """Begin; ``column`` is the physical name."""
        self._folder, self._column = folder, column
        self._path = folder / f"{column}.gathered"
        self._file: IO[bytes] | None = self._path.open("wb")
        self._counts = np.zeros(KEYS, dtype=np.uint32)
        self._common = np.zeros(KEYS, dtype=bool)
        self._rows = self._gathered = 0

    def add(self, texts: Sequence[str | None]) -> None:
        """Take the texts of the next rows."""
        start, self._rows = self._rows, self._rows + len(texts)
        if self._file is None:
            return
        folded = ["" if text is None else text.lower() for text in texts]
        lengths = np.fromiter((len(text) + 1 for text in folded), dtype=np.int64, count=len(folded))
        keys, at = gram_keys(code_points("\0".join([*folded, "\0"])))
        rows = np.repeat(np.arange(start, self._rows, dtype=np.uint64), lengths)[at]
        pairs = np.unique(keys.astype(np.uint64) << np.uint64(32) | rows)
        keys = (pairs >> np.uint64(32)).astype(np.uint32)
        present, counts = np.unique(keys, return_counts=True)
        self._counts[present] += counts.astype(np.uint32)
        if self._rows >= SETTLED:
            self._common[present] |= self._counts[present] > self._rows * COMMON
        kept = pairs[~self._common[keys]]
        self._gathered += len(kept)
        if self._gathered > MOST_GATHERED:
            self._give_up()
        else:
            self._file.write(kept.tobytes())

    def write(self) -> bool:
        """Write the index; False when the column had too many grams to be worth one."""
        if self._file is None:
            return False
        self._file.close()
        self._common |= self._counts > max(self._rows * COMMON, FEW)
        pairs = np.concatenate([np.zeros(0, dtype=np.uint64), *self._choosing()])
        self._path.unlink()
        pairs.sort()
        rows = pairs.astype(np.uint32)  # the lower half
        pairs >>= np.uint64(32)
        _write(self._folder, self._column, pairs.astype(np.uint32), rows)
        np.save(self._folder / f"{self._column}.common.npy", np.flatnonzero(self._common).astype(np.uint32))
        return True

    def _choosing(self) -> Iterator[Array]:
        """Yield what was gathered without the grams that choose nothing."""
        with self._path.open("rb") as file:
            while len(pairs := np.fromfile(file, dtype=np.uint64, count=READ)):
                yield pairs[~self._common[pairs >> np.uint64(32)]]

    def _give_up(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None
        self._path.unlink()


def _write(folder: Path, column: str, keys: Array, rows: Array) -> None:
    """Rows of a gram lie as 16-bit steps where all of them fit, else as they are."""
    starts = np.flatnonzero(np.diff(keys, prepend=np.uint32(KEYS))) if len(keys) else np.zeros(0, dtype=np.int64)
    index = np.zeros(len(starts), dtype=ENTRY)
    steps = np.diff(rows, prepend=np.uint32(0))
    if len(starts):
        steps[starts] = 0
        index["key"], index["first"] = keys[starts], rows[starts]
        index["count"] = np.diff(starts, append=len(keys))
        index["stepped"] = (np.maximum.reduceat(steps, starts) <= STEP) & (index["count"] >= LEAST_STEPPED)
    stepped = np.repeat(index["stepped"], index["count"])
    for kind in (True, False):
        chosen = index["stepped"] == kind
        counts = index["count"][chosen].astype(np.uint64)
        index["start"][chosen] = np.cumsum(counts) - counts
    np.save(folder / f"{column}.grams.npy", index)
    np.save(folder / f"{column}.steps.npy", steps[stepped].astype(np.uint16))
    np.save(folder / f"{column}.rows.npy", rows[~stepped])


class Grams:
    """The index of one column, mapped from disk."""

    def __init__(self, *, folder: Path, column: str) -> None:
        """Map the files."""
        index = np.asarray(np.load(folder / f"{column}.grams.npy", mmap_mode="r"))
        self._index = index
        self._keys = np.ascontiguousarray(index["key"])
        self._common, self._steps, self._rows = (
            mapped(folder / f"{column}.{part}.npy") for part in ("common", "steps", "rows")
        )

    def candidates(self, text: str) -> Array | None:
        """Return the rows, in order, that may hold ``text`` as a part; None when the index cannot choose."""
        if "\0" in text:
            return None
        keys = np.unique(gram_keys(code_points(text.lower()))[0])
        keys = keys[~_among(self._common, keys)]
        if not len(keys):
            return None
        if not _among(self._keys, keys).all():
            return np.zeros(0, dtype=np.uint32)
        entries = np.sort(self._index[np.searchsorted(self._keys, keys)], order="count")
        found = self._rows_of(entries[0])
        for entry in entries[1:]:
            if len(found) <= FEW:
                break
            found = found[_among(self._rows_of(entry), found)]
        return None if len(found) > MOST_CANDIDATES else found

    def _rows_of(self, entry: np.void) -> Array:
        start, end = int(entry["start"]), int(entry["start"]) + int(entry["count"])
        if not entry["stepped"]:
            return self._rows[start:end]
        rows: Array = np.cumsum(self._steps[start:end], dtype=np.uint32) + entry["first"]
        return rows


def _among(ordered: Array, wanted: Array) -> Array:
    """Say of each wanted number whether it is among ordered ones."""
    if not len(ordered):
        return np.zeros(len(wanted), dtype=bool)
    at = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    among: Array = ordered[at] == wanted
    return among

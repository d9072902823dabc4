"""The places inside of geometries (well-known binary), found, moved, and written back where they stood."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

import numpy as np

from zhanqiao.data_center.storage.engine.converting.arrays import Floats, Places

POINT, LINE, POLYGON = 1, 2, 3
HEIGHT, MEASURE, SRID = 0x80000000, 0x40000000, 0x20000000
ISO_STEP = 1000
DOUBLE = 8
Run = tuple[int, int, int, str]  # where the first place stands, how many, numbers of a place, order of bytes
Move = Callable[[Floats, Floats], Places]


def moved(*, shapes: Sequence[bytes], move: Move) -> list[bytes]:
    """Return geometries with every place moved, all at once; heights, measures and the order of bytes stay."""
    if not shapes:
        return []
    whole = bytearray().join(shapes)
    runs: list[Run] = []
    at = 0
    for shape in shapes:
        end = _runs(whole, at, runs)
        if end != at + len(shape):
            raise ValueError("a geometry ends where it should not")
        at = end
    parts = [_view(whole, run) for run in runs]
    east = np.concatenate([part[:, 0] for part in parts] or [np.empty(0)]).astype(np.float64)
    north = np.concatenate([part[:, 1] for part in parts] or [np.empty(0)]).astype(np.float64)
    _put(parts, *move(east, north))
    return _cut(bytes(whole), shapes)


def places(*, shapes: Sequence[bytes]) -> Places:
    """Return longitudes and latitudes of all places of geometries, in their order."""
    seen: list[Places] = []

    def look(east: Floats, north: Floats) -> Places:
        seen.append((east, north))
        return east, north

    moved(shapes=shapes, move=look)
    return seen[0] if seen else (np.empty(0), np.empty(0))


def _put(parts: Sequence[Floats], east: Floats, north: Floats) -> None:
    at = 0
    for part in parts:
        part[:, 0], part[:, 1] = east[at : at + len(part)], north[at : at + len(part)]
        at += len(part)


def _cut(whole: bytes, shapes: Sequence[bytes]) -> list[bytes]:
    ends = np.cumsum([len(shape) for shape in shapes]).tolist()
    return [whole[end - len(shape) : end] for shape, end in zip(shapes, ends, strict=True)]


def _view(whole: bytearray, run: Run) -> Floats:
    at, count, size, order = run
    return np.frombuffer(whole, dtype=f"{order}f8", count=count * size, offset=at).reshape(count, size)


def _runs(content: bytearray, at: int, found: list[Run]) -> int:
    """Note where the places of the geometry that begins here stand; return where it ends."""
    order = "<" if content[at] else ">"
    (raw,) = struct.unpack_from(f"{order}I", content, at + 1)
    code = raw & 0x0FFFFFFF
    height, measure = (
        bool(raw & HEIGHT) or code // ISO_STEP in {1, 3},
        bool(raw & MEASURE) or code // ISO_STEP in {2, 3},
    )
    size, kind = 2 + height + measure, code % ISO_STEP
    at += 9 if raw & SRID else 5
    if kind == POINT:
        found.append((at, 1, size, order))
        return at + size * DOUBLE
    (count,) = struct.unpack_from(f"{order}I", content, at)
    at += 4
    if kind == LINE:
        return _line(at, count, size, order, found)
    for _ in range(count):
        if kind == POLYGON:
            (length,) = struct.unpack_from(f"{order}I", content, at)
            at = _line(at + 4, length, size, order, found)
        else:
            at = _runs(content, at, found)
    return at


def _line(at: int, count: int, size: int, order: str, found: list[Run]) -> int:
    if count:
        found.append((at, count, size, order))
    return at + count * size * DOUBLE

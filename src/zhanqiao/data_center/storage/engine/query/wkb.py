"""Well-known binary to GeoJSON geometries (RFC 7946), without an extension."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

KINDS = {1: "Point", 2: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString", 6: "MultiPolygon"}
COLLECTION = 7
EXTENDED_Z, EXTENDED_M, EXTENDED_SRID = 0x80000000, 0x40000000, 0x20000000
ISO_STEP = 1000


def geojson(content: bytes) -> dict[str, Any]:
    """Return the GeoJSON geometry of ISO or extended WKB. Heights are kept, measures dropped."""
    return _Reader(content).geometry()


class _Reader:
    """Reads WKB from front to back."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at, self._order, self._size = content, 0, "<", 2
        self._shown = 2

    def geometry(self) -> dict[str, Any]:
        kind = self._header()
        if kind == COLLECTION:
            return {"type": "GeometryCollection", "geometries": self._many(self.geometry)}
        return {"type": KINDS[kind], "coordinates": self._coordinates(kind)}

    def _coordinates(self, kind: int) -> Any:
        match kind:
            case 1:
                return self._point()
            case 2:
                return self._line()
            case 3:
                return self._many(self._line)
            case _:
                return self._many(lambda: self.geometry()["coordinates"])

    def _header(self) -> int:
        self._order = "<" if self._content[self._at] else ">"
        self._at += 1
        raw = self._count()
        code = raw & 0x0FFFFFFF
        height = bool(raw & EXTENDED_Z) or code // ISO_STEP in (1, 3)
        measure = bool(raw & EXTENDED_M) or code // ISO_STEP in (2, 3)
        if raw & EXTENDED_SRID:
            self._at += 4
        self._size, self._shown = 2 + height + measure, 2 + height
        return code % ISO_STEP

    def _count(self) -> int:
        (value,) = struct.unpack_from(f"{self._order}I", self._content, self._at)
        self._at += 4
        return int(value)

    def _many(self, read: Callable[[], Any]) -> list[Any]:
        return [read() for _ in range(self._count())]

    def _point(self) -> list[float]:
        point = list(self._numbers(1)[: self._shown])
        return [] if any(each != each for each in point) else point  # noqa: PLR0124 - an empty point is written as NaN

    def _line(self) -> list[list[float]]:
        count = self._count()
        numbers = self._numbers(count)
        return [list(numbers[start : start + self._shown]) for start in range(0, count * self._size, self._size)]

    def _numbers(self, points: int) -> tuple[float, ...]:
        count = points * self._size
        values = struct.unpack_from(f"{self._order}{count}d", self._content, self._at)
        self._at += count * 8
        return values

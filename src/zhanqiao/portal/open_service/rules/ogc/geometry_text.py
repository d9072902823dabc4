"""Well-known text of geometries as GeoJSON; what is wrong is said with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from zhanqiao.portal.open_service.rules.ogc.errors import Cql2SyntaxError

KINDS = {
    "POINT": ("Point", 0), "LINESTRING": ("LineString", 1), "POLYGON": ("Polygon", 2),
    "MULTIPOINT": ("MultiPoint", 1), "MULTILINESTRING": ("MultiLineString", 2), "MULTIPOLYGON": ("MultiPolygon", 3),
}  # fmt: skip
HEAD = re.compile(r"\s*([A-Za-z]+?)\s*Z?\s*(?=\()", re.IGNORECASE)
TOKEN = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|\S|$)")
NUMERIC = re.compile(r"[-+]?(?:\d|\.\d)")
COLLECTION = "GEOMETRYCOLLECTION"
LEAST, MOST = 2, 3  # numbers of a point


def geometry_of(*, text: str, start: int) -> dict[str, Any]:
    """Return the GeoJSON of well-known text that stands at ``start`` of a filter. Raises Cql2SyntaxError."""
    return _Reader(text, start).geometry()


class _Reader:
    """Reads well-known text from front to back."""

    def __init__(self, text: str, start: int) -> None:
        self._text, self._at, self._start = text, 0, start

    def geometry(self) -> dict[str, Any]:
        head = HEAD.match(self._text, self._at)
        word = head[1].upper() if head else ""
        if head is None or word not in (*KINDS, COLLECTION):
            raise self.unexpected(", ".join(KINDS))
        self._at = head.end()
        if word == COLLECTION:
            return {"type": "GeometryCollection", "geometries": self._many(self.geometry)}
        kind, depth = KINDS[word]
        return {"type": kind, "coordinates": self._coordinates(depth, bracketed=kind == "MultiPoint")}

    def _coordinates(self, depth: int, *, bracketed: bool) -> list[Any]:
        if depth == 0:
            return self._bracketed()
        if depth > 1:
            return self._many(lambda: self._coordinates(depth - 1, bracketed=bracketed))
        # the points of a MULTIPOINT may stand in brackets of their own
        return self._many(lambda: self._bracketed() if bracketed and self._peek() == "(" else self._point())

    def _bracketed(self) -> list[float]:
        self._take("(")
        found = self._point()
        self._take(")")
        return found

    def _many(self, read: Callable[[], Any]) -> list[Any]:
        self._take("(")
        found = [read()]
        while self._peek() == ",":
            self._take(",")
            found.append(read())
        self._take(")")
        return found

    def unexpected(self, expected: str) -> Cql2SyntaxError:
        """Return the error of what stands here."""
        token = self._peek() or "end of the text"
        found = TOKEN.match(self._text, self._at)
        place = found.start(1) if found else self._at
        return Cql2SyntaxError(position=self._start + place, token=token, expected=expected)

    def _point(self) -> list[float]:
        numbers: list[float] = []
        while NUMERIC.match(self._peek()) and len(numbers) < MOST:
            numbers.append(float(self._next()))
        if len(numbers) < LEAST:
            raise self.unexpected("a number")
        return numbers

    def _take(self, wanted: str) -> None:
        if self._peek() != wanted:
            raise self.unexpected(wanted)
        self._next()

    def _peek(self) -> str:
        found = TOKEN.match(self._text, self._at)
        return found[1] if found else ""

    def _next(self) -> str:
        found = TOKEN.match(self._text, self._at)
        self._at = found.end() if found else len(self._text)
        return found[1] if found else ""

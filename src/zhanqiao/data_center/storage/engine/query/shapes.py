"""Polygons, lines and points from well-known text, polygons from GeoJSON; what is wrong is said with its place."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, TypeVar

import orjson

from zhanqiao.kit.texts import Text

MAX_VERTICES = 2_000
LEAST_RING = 4
OPENING = "("
LINES = ("POINT", "LINESTRING")
EAST, NORTH = 180.0, 90.0
Point = tuple[float, float]
Polygons = tuple[tuple[tuple[Point, ...], ...], ...]
Part = TypeVar("Part")
TOKEN = re.compile(
    r"\s*(?:(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|(?P<word>[A-Za-z]+)|(?P<sign>.))", re.DOTALL
)


class ShapeError(Exception):
    """A text is no polygon: why, the character or the member where, and what was expected."""

    def __init__(
        self, text: Text, *, position: int | None = None, token: str | None = None, expected: tuple[str, ...] = ()
    ) -> None:
        """Keep the place."""
        super().__init__(text.en)
        self.text, self.position, self.token, self.expected = text, position, token, expected


def from_wkt(text: str, /) -> Polygons:
    """Return the polygons of ``POLYGON((…))`` or ``MULTIPOLYGON(((…)))``, longitude before latitude. Raises ShapeError."""
    return _Wkt(text).polygons()


def line_from_wkt(text: str, /) -> tuple[Point, ...] | None:
    """Return the points of ``POINT(…)`` or ``LINESTRING(…)``, None for a text that is neither. Raises ShapeError."""
    return _Wkt(text).line()


def from_geojson(text: str, /) -> Polygons:
    """Return the polygons of a GeoJSON Polygon, MultiPolygon, or Feature of one (RFC 7946). Raises ShapeError."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ShapeError(_JSON, position=error.pos, token=text[error.pos : error.pos + 1]) from None
    if value.get("type") == "Feature" and isinstance(value.get("geometry"), dict):
        value = value["geometry"]
    kind, coordinates = value.get("type"), value.get("coordinates")
    if kind == "Polygon":
        return (_rings(coordinates, "coordinates"),)
    if kind == "MultiPolygon":
        parts = _listed(coordinates, "coordinates")
        return tuple(_rings(each, f"coordinates[{number}]") for number, each in enumerate(parts))
    raise ShapeError(_KIND, token=str(kind)[:40], expected=("Polygon", "MultiPolygon"))


class _Wkt:
    """Reads well-known text from front to back."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def line(self) -> tuple[Point, ...] | None:
        kind, position = self._peek()
        if kind.upper() not in LINES:
            return None
        self._next()
        points = self._many(self._point)
        self._expect("")
        if (len(points) == 1) != (kind.upper() == LINES[0]):
            raise ShapeError(_LINE, position=position, token=kind)
        return points

    def polygons(self) -> Polygons:
        kind, position = self._next()
        if kind.upper() not in ("POLYGON", "MULTIPOLYGON"):
            raise ShapeError(_KIND, position=position, token=kind or _END, expected=("POLYGON", "MULTIPOLYGON"))
        found = (self._polygon(),) if kind.upper() == "POLYGON" else self._many(self._polygon)
        self._expect("")
        return found

    def _polygon(self) -> tuple[tuple[Point, ...], ...]:
        return self._many(self._ring)

    def _ring(self) -> tuple[Point, ...]:
        _, position = self._peek()
        points = self._many(self._point)
        _check_ring(points, position=position, token=OPENING)
        return points

    def _point(self) -> Point:
        _, position = self._peek()
        return _point(self._number(), self._number(), position=position)

    def _many(self, read: Callable[[], Part]) -> tuple[Part, ...]:
        self._expect("(")
        parts = [read()]
        while self._peek()[0] == ",":
            self._next()
            parts.append(read())
        self._expect(")", ",")
        return tuple(parts)

    def _number(self) -> float:
        found = TOKEN.match(self._text, self._at)
        if found is None or found["number"] is None:
            self._fail("a number")
        token, _ = self._next()
        return float(token)

    def _expect(self, wanted: str, *others: str) -> None:
        if self._peek()[0] != wanted:
            self._fail(wanted or _END, *others)
        self._next()

    def _fail(self, *expected: str) -> None:
        token, position = self._peek()
        shown = token or _END
        raise ShapeError(
            _UNEXPECTED.filled(token=shown, position=position, expected=" ".join(expected)),
            position=position, token=shown, expected=expected,
        )  # fmt: skip

    def _peek(self) -> tuple[str, int]:
        found = TOKEN.match(self._text, self._at)
        if found is None or not found.group().strip():
            return "", len(self._text)
        token = found.group().strip()
        return token, found.end() - len(token)

    def _next(self) -> tuple[str, int]:
        token, position = self._peek()
        self._at = position + len(token)
        return token, position


def _rings(value: Any, path: str) -> tuple[tuple[Point, ...], ...]:
    rings = []
    for number, ring in enumerate(_listed(value, path)):
        place = f"{path}[{number}]"
        points = tuple(_pair(each, f"{place}[{at}]") for at, each in enumerate(_listed(ring, place)))
        _check_ring(points, position=None, token=place)
        rings.append(points)
    return tuple(rings)


def _listed(value: Any, path: str) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise ShapeError(_LIST.filled(path=path), token=path, expected=("[…]",))
    return value


def _pair(value: Any, path: str) -> Point:
    numbers = isinstance(value, list) and len(value) >= 2 and all(type(each) in (int, float) for each in value[:2])  # noqa: PLR2004 - longitude and latitude
    if not numbers:
        raise ShapeError(_PAIR.filled(path=path), token=path, expected=("[longitude, latitude]",))
    return _point(float(value[0]), float(value[1]), position=None, token=path)


def _point(x: float, y: float, *, position: int | None, token: str | None = None) -> Point:
    if not (math.isfinite(x) and math.isfinite(y)) or abs(x) > EAST or abs(y) > NORTH:
        raise ShapeError(_RANGE.filled(x=x, y=y), position=position, token=token or f"{x!r} {y!r}")
    return x + 0.0, y + 0.0


def _check_ring(points: tuple[Point, ...], *, position: int | None, token: str) -> None:
    if len(points) < LEAST_RING or points[0] != points[-1]:
        raise ShapeError(_OPEN.filled(least=LEAST_RING), position=position, token=token)


_END = "end of the text"
_JSON = Text(zh="不是有效的 JSON。", en="this is not valid JSON.")
_KIND = Text(
    zh="应为多边形：WKT 的 POLYGON、MULTIPOLYGON，或 GeoJSON 的 Polygon、MultiPolygon。",
    en="expected a polygon: POLYGON or MULTIPOLYGON in WKT, Polygon or MultiPolygon in GeoJSON.",
)
_LINE = Text(
    zh="POINT 应有一个点，LINESTRING 应有两个以上的点。", en="a POINT has one point, a LINESTRING two or more."
)
_UNEXPECTED = Text(
    zh="第 {position} 个字符处的“{token}”无法理解，此处应为：{expected}。",
    en="cannot understand '{token}' at character {position}; expected: {expected}.",
)
_LIST = Text(zh="{path} 应为非空数组。", en="{path} must be an array that is not empty.")
_PAIR = Text(zh="{path} 应为 [经度, 纬度]。", en="{path} must be [longitude, latitude].")
_RANGE = Text(
    zh="“{x} {y}”不是经度和纬度；应为 −180 到 180、−90 到 90 度，经度在前。",
    en="'{x} {y}' is no longitude and latitude: −180 to 180 and −90 to 90 degrees, longitude first.",
)
_OPEN = Text(
    zh="环至少要有 {least} 个点，且首尾是同一点。", en="a ring needs at least {least} points and ends where it begins."
)

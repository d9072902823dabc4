"""The Web-Mercator square (EPSG:3857) as 2^32 by 2^32 steps, its tiles, and the curve that rows are sorted along.

A step is 9 mm at the equator. The curve is Morton's: the bits of column and row in turn, so that the rows of a tile are
one range of numbers, whatever its zoom.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.data_center.storage.engine.tiles.errors import TileOutsideError

MAX_ZOOM = 20  # a tile of 4,096 units is then exactly 4,096 steps wide
BITS = 32
STEPS = 1 << BITS
EXTENT = 4096
EXTENT_BITS = 12
EDGE_LATITUDE = 85.0511287798066
HALF_WORLD = 20037508.342789244  # metres
_SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


@dataclass(frozen=True, slots=True)
class Address:
    """A tile: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        """Raise TileOutsideError for one that does not exist."""
        side = 1 << max(0, min(self.z, MAX_ZOOM))
        if not (0 <= self.z <= MAX_ZOOM and 0 <= self.x < side and 0 <= self.y < side):
            raise TileOutsideError(z=self.z, x=self.x, y=self.y, max_zoom=MAX_ZOOM)

    @property
    def curve(self) -> tuple[int, int]:
        """First and last number of the tile's rows along the curve."""
        shift = 2 * (BITS - self.z)
        first = morton(self.x, self.y) << shift
        return first, first + (1 << shift) - 1

    @property
    def origin(self) -> tuple[int, int]:
        """Steps of the tile's north-western corner."""
        return self.x << (BITS - self.z), self.y << (BITS - self.z)

    @property
    def unit_bits(self) -> int:
        """How many bits of a step make one of the tile's 4,096 units."""
        return BITS - self.z - EXTENT_BITS

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres (EPSG:3857)."""
        side = 2 * HALF_WORLD / (1 << self.z)
        west, north = self.x * side - HALF_WORLD, HALF_WORLD - self.y * side
        return west, north - side, west + side, north

    @property
    def unit(self) -> float:
        """Metres (EPSG:3857) of one of the tile's 4,096 units."""
        return 2 * HALF_WORLD / (1 << self.z) / EXTENT


def morton(x: int, y: int, /) -> int:
    """Return the number along the curve of a column and a row."""
    return _spread(x) | (_spread(y) << 1)


def steps(*, longitude: str, latitude: str) -> tuple[str, str]:
    """Return SQL of the column and the row, in steps, of a place in degrees; latitudes past the edge stand on it."""
    bounded = f"greatest(least(({latitude})::DOUBLE, {EDGE_LATITUDE}), -{EDGE_LATITUDE})"
    x = f"((({longitude})::DOUBLE + 180) / 360)"
    y = f"(0.5 - ln(tan(pi() / 4 + radians({bounded}) / 2)) / (2 * pi()))"
    return tuple(f"least(greatest(floor({each} * {STEPS}), 0), {STEPS - 1})::UINTEGER" for each in (x, y))  # type: ignore[return-value]  # - two of them


def along_curve(*, source: str, x: str, y: str, name: str) -> str:
    """Return a SELECT that adds to ``source`` (a relation or a sub-query) the number along the curve."""
    sql = f"SELECT *, {x}::UBIGINT AS _a, {y}::UBIGINT AS _b FROM {source}"
    for shift, mask in _SPREAD:
        each = ", ".join(f"(({bit} | ({bit} << {shift})) & {mask}::UBIGINT) AS {bit}" for bit in ("_a", "_b"))
        sql = f"SELECT * REPLACE ({each}) FROM ({sql})"
    return f"SELECT * EXCLUDE (_a, _b), (_a | (_b << 1)) AS {name} FROM ({sql})"


def _spread(number: int) -> int:
    for shift, mask in _SPREAD:
        number = (number | (number << shift)) & mask
    return number

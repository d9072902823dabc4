"""Longitudes and latitudes between WGS 84 and the shifted systems of Chinese web maps: GCJ-02 and BD-09.

Data are kept in WGS 84 (CGCS2000 differs from it by centimetres and counts as the same). GCJ-02 is what Chinese web maps
draw, BD-09 what Baidu draws on top of it; both only for display, and for reading places whose system is declared.
The shift is a sum of sines, published since 2010 in open-source maps (constants a = 6378245, ee of Krasovsky 1940). It
has no inverse in closed form: :func:`convert` finds it by repeating, to less than a millimetre.
"""

from __future__ import annotations

import math
from enum import StrEnum

AXIS = 6378245.0  # metres: Krasovsky's ellipsoid
ECCENTRICITY = 0.00669342162296594323  # squared
MIDDLE = (105.0, 35.0)  # where the shift's polynomial begins
SHIFTED = (72.004, 0.8293, 137.8347, 55.8271)  # west, south, east, north: outside, web maps shift nothing
TURNS = 30
ENOUGH = 1e-9  # degrees: a tenth of a millimetre
BAIDU_TURN = math.pi * 3000 / 180
BAIDU_SHIFT = (0.0065, 0.006)


class System(StrEnum):
    """A system of coordinates in degrees."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


Pair = tuple[float, float]


def convert(*, longitude: float, latitude: float, source: System, target: System) -> Pair:
    """Return longitude and latitude in another system. Outside of China (a rectangle) GCJ-02 is WGS 84."""
    return _from_wgs84(_to_wgs84((longitude, latitude), source), target)


def _to_wgs84(place: Pair, source: System) -> Pair:
    if source is System.BD09:
        place = _without_turn(place)
    return _without_shift(place) if source in (System.BD09, System.GCJ02) else place


def _from_wgs84(place: Pair, target: System) -> Pair:
    if target in (System.WGS84, System.CGCS2000):
        return place
    shifted = _with_shift(place)
    return _with_turn(shifted) if target is System.BD09 else shifted


def _with_shift(place: Pair) -> Pair:
    """Return where a Chinese web map draws a place."""
    longitude, latitude = place
    west, south, east, north = SHIFTED
    if not (west <= longitude <= east and south <= latitude <= north):
        return place
    x, y = longitude - MIDDLE[0], latitude - MIDDLE[1]
    angle = math.radians(latitude)
    curved = 1 - ECCENTRICITY * math.sin(angle) ** 2
    along_meridian = AXIS * (1 - ECCENTRICITY) / (curved * math.sqrt(curved))
    along_parallel = AXIS / math.sqrt(curved) * math.cos(angle)
    return (
        longitude + math.degrees(_east(x, y) / along_parallel),
        latitude + math.degrees(_north(x, y) / along_meridian),
    )


def _without_shift(place: Pair) -> Pair:
    """Return the place that is drawn here: guess, see where the guess is drawn, correct by the difference."""
    guess = place
    for _ in range(TURNS):
        drawn = _with_shift(guess)
        off = (place[0] - drawn[0], place[1] - drawn[1])
        guess = (guess[0] + off[0], guess[1] + off[1])
        if max(map(abs, off)) < ENOUGH:
            break
    return guess


def _east(x: float, y: float) -> float:
    """Return metres to the east."""
    grown = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    return grown + _short_waves(x) + _waves(x, ((20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30)))


def _north(x: float, y: float) -> float:
    """Return metres to the north."""
    grown = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    return grown + _short_waves(x) + _waves(y, ((20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30)))


def _short_waves(x: float) -> float:
    return _waves(x, ((20, 6), (20, 2)))


def _waves(degrees: float, parts: tuple[tuple[float, float], ...]) -> float:
    """Return two thirds of a sum of sines of ``height`` metres and ``times`` half-turns a degree."""
    return sum(height * math.sin(times * math.pi * degrees) for height, times in parts) * 2 / 3


def _with_turn(place: Pair) -> Pair:
    """Return where Baidu draws a place of GCJ-02."""
    x, y = place
    radius = math.hypot(x, y) + 0.00002 * math.sin(y * BAIDU_TURN)
    angle = math.atan2(y, x) + 0.000003 * math.cos(x * BAIDU_TURN)
    return radius * math.cos(angle) + BAIDU_SHIFT[0], radius * math.sin(angle) + BAIDU_SHIFT[1]


def _without_turn(place: Pair) -> Pair:
    guess = (place[0] - BAIDU_SHIFT[0], place[1] - BAIDU_SHIFT[1])
    for _ in range(TURNS):
        drawn = _with_turn(guess)
        off = (place[0] - drawn[0], place[1] - drawn[1])
        guess = (guess[0] + off[0], guess[1] + off[1])
        if max(map(abs, off)) < ENOUGH:
            break
    return guess

"""The formulas of ``kit.coordinates`` over whole columns; a test holds both against each other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhanqiao.kit.coordinates import (
    AXIS,
    BAIDU_SHIFT,
    BAIDU_TURN,
    ECCENTRICITY,
    ENOUGH,
    MIDDLE,
    SHIFTED,
    TURNS,
    System,
)

Floats = npt.NDArray[np.float64]
Places = tuple[Floats, Floats]
DIGITS = 8  # behind the point: a millimetre


def to_wgs84(*, longitude: Floats, latitude: Floats, system: System) -> Places:
    """Return places of a system in WGS 84. CGCS 2000 counts as the same."""
    places = longitude, latitude
    if system is System.BD09:
        start = longitude - BAIDU_SHIFT[0], latitude - BAIDU_SHIFT[1]
        places = _undone(places, start, system=System.BD09)
    return _undone(places, places, system=System.GCJ02) if system in {System.GCJ02, System.BD09} else places


def from_wgs84(*, longitude: Floats, latitude: Floats, system: System) -> Places:
    """Return places of WGS 84 in a system: where its maps draw them."""
    if system in {System.WGS84, System.CGCS2000}:
        return longitude, latitude
    shifted = _with_shift(longitude, latitude)
    return _with_turn(*shifted) if system is System.BD09 else shifted


def converted(*, longitude: Floats, latitude: Floats, system: System) -> tuple[Places, npt.NDArray[np.bool_]]:
    """Return places in WGS 84 to the millimetre, and which of them were converted: those outside of China stay as they are."""
    east, north = longitude.copy(), latitude.copy()
    inside = in_china(longitude=east, latitude=north)
    new = to_wgs84(longitude=east[inside], latitude=north[inside], system=system)
    near = in_china(longitude=new[0], latitude=new[1])  # at the edge maps shift into the rectangle, or out of it
    inside[inside] = near
    east[inside], north[inside] = np.round(new[0][near], DIGITS), np.round(new[1][near], DIGITS)
    return (east, north), inside


def in_china(*, longitude: Floats, latitude: Floats) -> npt.NDArray[np.bool_]:
    """Say which places lie in the rectangle in which Chinese web maps shift; nothing that is not a number does."""
    west, south, east, north = SHIFTED
    inside = (longitude >= west) & (longitude <= east) & (latitude >= south) & (latitude <= north)
    return np.asarray(inside, dtype=np.bool_)


def _undone(places: Places, start: Places, *, system: System) -> Places:
    """Guess, see where the guess is drawn, correct by the difference, until no place is off."""
    longitude, latitude = start
    for _ in range(TURNS):
        drawn = (_with_turn if system is System.BD09 else _with_shift)(longitude, latitude)
        east, north = places[0] - drawn[0], places[1] - drawn[1]
        longitude, latitude = longitude + east, latitude + north
        if not longitude.size or max(np.abs(east).max(), np.abs(north).max()) < ENOUGH:
            break
    return longitude, latitude


def _with_shift(longitude: Floats, latitude: Floats) -> Places:
    x, y = longitude - MIDDLE[0], latitude - MIDDLE[1]
    angle = np.radians(latitude)
    curved = 1 - ECCENTRICITY * np.sin(angle) ** 2
    along_meridian = AXIS * (1 - ECCENTRICITY) / (curved * np.sqrt(curved))
    along_parallel = AXIS / np.sqrt(curved) * np.cos(angle)
    inside = in_china(longitude=longitude, latitude=latitude)
    return (
        np.where(inside, longitude + np.degrees(_east(x, y) / along_parallel), longitude),
        np.where(inside, latitude + np.degrees(_north(x, y) / along_meridian), latitude),
    )


def _east(x: Floats, y: Floats) -> Floats:
    grown: Floats = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    return grown + _short_waves(x) + _waves(x, ((20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30)))


def _north(x: Floats, y: Floats) -> Floats:
    grown: Floats = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    return grown + _short_waves(x) + _waves(y, ((20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30)))


def _short_waves(x: Floats) -> Floats:
    return _waves(x, ((20, 6), (20, 2)))


def _waves(degrees: Floats, parts: tuple[tuple[float, float], ...]) -> Floats:
    whole = np.zeros_like(degrees)
    for height, times in parts:
        whole += height * np.sin(times * np.pi * degrees)
    return whole * (2 / 3)


def _with_turn(longitude: Floats, latitude: Floats) -> Places:
    radius = np.hypot(longitude, latitude) + 0.00002 * np.sin(latitude * BAIDU_TURN)
    angle = np.arctan2(latitude, longitude) + 0.000003 * np.cos(longitude * BAIDU_TURN)
    return radius * np.cos(angle) + BAIDU_SHIFT[0], radius * np.sin(angle) + BAIDU_SHIFT[1]

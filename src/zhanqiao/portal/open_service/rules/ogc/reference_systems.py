"""Coordinate reference systems of places (Features Part 2): degrees in either order, and metres of web maps.

Places are kept in longitude and latitude of WGS 84. CGCS2000 (EPSG:4490, the national system) and WGS 84 agree within
centimetres, and no survey's realisation of either is known of a table: they count as the same, as EPSG's own null
transformation does.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zhanqiao.portal.open_service.rules.ogc.errors import OgcParameterError, wrong

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
RADIUS = 6_378_137.0  # metres, of the sphere of web maps (EPSG 1024)
LIMIT = 85.051_128_779_806_59  # degrees of latitude at which the map of the whole world is square
Pair = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class ReferenceSystem:
    """A system: its address, how a longitude and latitude is written in it, and how one is read."""

    uri: str
    written: Pair
    read: Pair


def _same(x: float, y: float) -> tuple[float, float]:
    return x, y


def _turned(x: float, y: float) -> tuple[float, float]:
    return y, x


def _metres(longitude: float, latitude: float) -> tuple[float, float]:
    held = max(-LIMIT, min(LIMIT, latitude))
    return math.radians(longitude) * RADIUS, math.asinh(math.tan(math.radians(held))) * RADIUS


def _degrees(x: float, y: float) -> tuple[float, float]:
    try:
        return math.degrees(x / RADIUS), math.degrees(math.atan(math.sinh(y / RADIUS)))
    except OverflowError:
        raise wrong("bbox", "坐标超出范围。", "a coordinate is out of range.") from None


SYSTEMS = {
    each.uri: each
    for each in (
        ReferenceSystem(CRS84, _same, _same),
        ReferenceSystem(f"{EPSG}4490", _turned, _turned),
        ReferenceSystem(f"{EPSG}4326", _turned, _turned),
        ReferenceSystem(f"{EPSG}3857", _metres, _degrees),
    )
}
SHORT = {
    "crs84": CRS84,
    "ogc:crs84": CRS84,
    **{f"epsg:{code}": f"{EPSG}{code}" for code in ("4490", "4326", "3857")},
    **{f"[epsg:{code}]": f"{EPSG}{code}" for code in ("4490", "4326", "3857")},
    "[ogc:crs84]": CRS84,
}


def system_of(*, parameter: str, text: str) -> ReferenceSystem:
    """Return the system of an address, or of a short name (``EPSG:4490``). Raises OgcParameterError."""
    found = SYSTEMS.get(text) or SYSTEMS.get(SHORT.get(text.strip().lower(), ""))
    if found is None:
        raise unknown_system(parameter=parameter, text=text)
    return found


def unknown_system(*, parameter: str, text: str) -> OgcParameterError:
    """Return the error of a system that is not offered."""
    known = ", ".join(SYSTEMS)
    shown = text[:80]
    return wrong(parameter, f"没有坐标系“{shown}”；可用：{known}。", f"there is no system '{shown}'; use {known}.")


def written(*, geometry: Any, system: ReferenceSystem) -> Any:
    """Return a GeoJSON geometry with its coordinates in ``system``; heights stay."""
    if system.uri == CRS84 or geometry is None:
        return geometry
    if geometry["type"] == "GeometryCollection":
        return {**geometry, "geometries": [written(geometry=one, system=system) for one in geometry["geometries"]]}
    return {**geometry, "coordinates": _turned_all(geometry["coordinates"], system.written)}


def _turned_all(coordinates: Any, turn: Pair) -> Any:
    if coordinates and isinstance(coordinates[0], list):
        return [_turned_all(one, turn) for one in coordinates]
    return [*turn(coordinates[0], coordinates[1]), *coordinates[2:]] if coordinates else []

"""Real divisions and points inside them: where invented permits, firms, car parks and cases stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhanqiao.demo.sources.boundaries import district_features
from zhanqiao.demo.sources.divisions import QINGDAO, area_names, streets

JIMO_CITY, JIMO_DISTRICT = "370282", "370215"  # the outlines are of 2017, the codes of today
SHARES = {  # about the spread of business over the districts
    "370202": 0.10, "370203": 0.14, "370211": 0.19, "370212": 0.08, "370213": 0.08,
    "370214": 0.13, "370215": 0.11, "370281": 0.08, "370283": 0.06, "370285": 0.03,
}  # fmt: skip
LINES, POINTS_PER_LINE = 700, 32  # points are drawn on random parallels, so that no polygon test is needed
SEED = 370200
TOWN = 0.03  # degrees; how tightly points gather around the centres of a district
CENTRES = 6

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Texts = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Places:
    """Places drawn at random, one per row: township codes and names, and points as text of six decimals."""

    division: Texts
    district_code: Texts
    district: Texts
    street: Texts
    longitude: Texts
    latitude: Texts


@dataclass(frozen=True, slots=True)
class Pool:
    """All townships, and for each district points inside its outline with their chance of being drawn."""

    codes: Texts
    names: Texts
    districts: tuple[str, ...]
    street_ranges: tuple[tuple[int, int], ...]
    points: tuple[tuple[Texts, Texts, Floats], ...]


def draw(*, count: int, random: np.random.Generator) -> Places:
    """Return ``count`` places: a township of a district, and a point inside that district's outline."""
    pool = _pool()
    chosen = random.choice(len(pool.districts), size=count, p=[SHARES[code] for code in pool.districts])
    street: Numbers = np.empty(count, dtype=np.int64)
    longitude, latitude = np.empty(count, dtype=object), np.empty(count, dtype=object)
    for number, (first, last) in enumerate(pool.street_ranges):
        rows = np.flatnonzero(chosen == number)
        street[rows] = random.integers(first, last, size=len(rows))
        east, north, chances = pool.points[number]
        point = random.choice(len(east), size=len(rows), p=chances)
        longitude[rows], latitude[rows] = east[point], north[point]
    names = area_names()
    codes = np.array(pool.districts, dtype=object)
    titles = np.array([names[code] for code in pool.districts], dtype=object)
    return Places(pool.codes[street], codes[chosen], titles[chosen], pool.names[street], longitude, latitude)


@cache
def _pool() -> Pool:
    random = np.random.default_rng(SEED)
    townships = sorted(streets(QINGDAO), key=lambda street: street["code"])
    districts = tuple(sorted({street["areaCode"] for street in townships}))
    areas = np.array([street["areaCode"] for street in townships])
    outlines = {_today(str(feature["id"])): feature for feature in district_features()}
    return Pool(
        codes=np.array([street["code"] for street in townships], dtype=object),
        names=np.array([street["name"] for street in townships], dtype=object),
        districts=districts,
        street_ranges=tuple(
            (int(np.searchsorted(areas, code)), int(np.searchsorted(areas, code, side="right"))) for code in districts
        ),
        points=tuple(_points(outlines[code]["geometry"], random=random) for code in districts),
    )


def _today(code: str) -> str:
    return JIMO_DISTRICT if code == JIMO_CITY else code


def _points(geometry: dict[str, Any], *, random: np.random.Generator) -> tuple[Texts, Texts, Floats]:
    edges = _edges(geometry)
    north = random.uniform(edges[:, :, 1].min(), edges[:, :, 1].max(), size=LINES)
    drawn = [(_inside(edges, parallel=parallel, random=random), parallel) for parallel in north]
    longitude = np.concatenate([east for east, _ in drawn])
    latitude = np.concatenate([np.full(len(east), parallel) for east, parallel in drawn])
    chances = _chances(longitude, latitude, random=random)
    return _written(longitude), _written(latitude), chances


def _edges(geometry: dict[str, Any]) -> Floats:
    """Return the outline's edges, shape (edges, 2, 2): from and to, longitude and latitude."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [np.asarray(ring, dtype=np.float64)[:, :2] for polygon in polygons for ring in polygon]
    return np.concatenate([np.stack([ring, np.roll(ring, -1, axis=0)], axis=1) for ring in rings])


def _inside(edges: Floats, *, parallel: float, random: np.random.Generator) -> Floats:
    """Return longitudes on a parallel that lie inside: between its first and second crossing, and so on."""
    (from_x, from_y), (to_x, to_y) = edges[:, 0].T, edges[:, 1].T
    crossing = (from_y > parallel) != (to_y > parallel)
    slope = (to_x[crossing] - from_x[crossing]) / (to_y[crossing] - from_y[crossing])
    crossings = np.sort(from_x[crossing] + (parallel - from_y[crossing]) * slope)
    starts, widths = crossings[::2], np.diff(crossings)[::2]
    if widths.sum() == 0:
        return np.empty(0)
    stretch = random.choice(len(widths), size=POINTS_PER_LINE, p=widths / widths.sum())
    return starts[stretch] + widths[stretch] * random.uniform(0.02, 0.98, size=POINTS_PER_LINE)


def _chances(longitude: Floats, latitude: Floats, *, random: np.random.Generator) -> Floats:
    """Return weights that gather points around some of themselves, as towns do."""
    centres = random.integers(len(longitude), size=CENTRES)
    east = longitude[:, None] - longitude[centres]
    north = latitude[:, None] - latitude[centres]
    weights = 0.1 + np.exp(-(east**2 + north**2) / (2 * TOWN**2)).sum(axis=1)
    chances: Floats = weights / weights.sum()
    return chances


def _written(values: Floats) -> Texts:
    return np.array([f"{value:.6f}" for value in values], dtype=object)

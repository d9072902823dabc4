"""A map as it is printed: outlines, shapes and spots in degrees with their colours, and a legend. Pure.

Colours are those of the light theme: the tokens of the map service on white paper.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, log10, radians
from typing import Any

from zhanqiao.core_services.exploring.rules.charts import PALETTE, SEQUENCE
from zhanqiao.kit.texts import Text

Degrees = tuple[float, float]
Ring = Sequence[Degrees]
Box = tuple[float, float, float, float]  # west, south, east, north
EMPTY = "#f1eee6"  # an area without a value
LEAST = 0.01  # degrees that a map shows at least
MARGIN = 0.04  # of a map's width, around what it shows
WIDEST = 1.8  # a map on paper is as wide as the page and at most so many times less high
CELLS = 12  # across a map of clusters
HIGHEST = 85.0  # degrees of latitude that are told apart
SAMPLED = Text(
    "图上画出随机抽取的 {shown} 行，共 {total} 行有位置。",
    "{shown} of {total} rows with a place are drawn, chosen at random.",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Lines or areas of one colour; ``is_area`` says that its rings are filled."""

    rings: Sequence[Ring]
    colour: str
    is_area: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """A row, or ``rows`` of them together, at a place."""

    at: Degrees
    colour: str
    rows: int = 1


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A map: ``base`` are the outlines beneath; ``legend`` are pairs of a colour and words; ``opacity`` from 0 to 1."""

    box: Box
    base: Sequence[Ring]
    shapes: Sequence[Shape]
    spots: Sequence[Spot]
    legend: Sequence[tuple[str, str]]
    opacity: float = 1.0
    is_clustered: bool = False


def colour_of(*, paint: Mapping[str, Any], value: object) -> str:
    """Return the colour of a row by what its layer is painted by, as the page chooses it."""
    if "token" in paint:
        return of_token(token=paint["token"])
    if "breaks" in paint:
        return _of_class(paint["breaks"], value)
    known = {str(one): token for one, token in paint["values"]}
    return of_token(token=known.get(str(value), paint["others"]))


def of_token(*, token: str) -> str:
    """Return the colour that a token of charts has on paper."""
    return PALETTE[int(token.rpartition("-")[2]) - 1]


def of_share(*, share: float) -> str:
    """Return the colour at a place of the ramp, from 0 to 1."""
    low, high = ([int(one[place : place + 2], 16) for place in (1, 3, 5)] for one in SEQUENCE)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(low, high, strict=True))


def _of_class(breaks: Sequence[float], value: object) -> str:
    if not isinstance(value, int | float):
        return EMPTY
    return of_share(share=bisect_right(breaks, value) / len(breaks) if breaks else 1.0)


def parts_of(*, geometry: Mapping[str, Any]) -> Iterator[tuple[str, list[list[Degrees]]]]:
    """Return the parts of a GeoJSON geometry: each ``area``, ``line`` or ``spot`` with its rings."""
    kind, found = geometry["type"], geometry.get("coordinates", ())
    if kind == "GeometryCollection":
        for one in geometry["geometries"]:
            yield from parts_of(geometry=one)
    elif kind == "Polygon":
        yield "area", [_flat(ring) for ring in found]
    elif kind == "MultiPolygon":
        yield "area", [_flat(ring) for part in found for ring in part]
    elif kind in ("LineString", "MultiLineString"):
        yield "line", [_flat(one) for one in (found if kind == "MultiLineString" else [found])]
    else:
        yield "spot", [_flat(found if kind == "MultiPoint" else [found])]


def _flat(points: Iterable[Sequence[float]]) -> list[Degrees]:
    return [(float(x), float(y)) for x, y, *_ in points]


def box_around(*, points: Iterable[Degrees]) -> Box | None:
    """Return the box around points with a margin, as wide as a page shows it; None without points."""
    found = list(points)
    if not found:
        return None
    west, east = min(x for x, _ in found), max(x for x, _ in found)
    south, north = min(y for _, y in found), max(y for _, y in found)
    margin = max(LEAST, MARGIN * max(east - west, north - south))
    box = (west - margin, south - margin, east + margin, north + margin)
    lacking = WIDEST * (box[3] - box[1]) / shortened(box=box) - (box[2] - box[0])
    side = max(0.0, lacking / 2)
    return box[0] - side, box[1], box[2] + side, box[3]


def shortened(*, box: Box) -> float:
    """Return how much shorter a degree of longitude is than one of latitude in the middle of a box."""
    return cos(radians(max(-HIGHEST, min(HIGHEST, (box[1] + box[3]) / 2))))


def clustered(*, points: Sequence[Degrees], box: Box, colour: str) -> tuple[Spot, ...]:
    """Return points put together by the cells of a grid, the largest first, each where its rows are in the mean."""
    size = max((box[2] - box[0]) * shortened(box=box), box[3] - box[1]) / CELLS or 1.0
    across = size / shortened(box=box)
    cells = [(int((x - box[0]) / across), int((y - box[1]) / size)) for x, y in points]
    counts, easts, norths = Counter(cells), Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for cell, (x, y) in zip(cells, points, strict=True):
        easts[cell] += x  # type: ignore[assignment]  # - counters add numbers of any kind
        norths[cell] += y  # type: ignore[assignment]  # - as above
    return tuple(Spot((easts[cell] / rows, norths[cell] / rows), colour, rows) for cell, rows in counts.most_common())


def radius_of(*, rows: int) -> float:
    """Return the radius in points of a cluster, as the page draws it."""
    return 3.5 + 3 * log10(max(rows, 1))

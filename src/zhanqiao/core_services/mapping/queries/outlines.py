"""Outlines of districts small enough for a picture in a page: from the open boundaries that know most of the codes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import cos, radians
from typing import Any

from zhanqiao.core_services.exploring.rules.rows import quoted
from zhanqiao.core_services.mapping.queries.areas import Boundaries, boundaries_with_codes
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import LogicalType
from zhanqiao.people.access.queries import ANONYMOUS

DIGITS = 6  # of a county's code
WIDTH = 320  # units of the picture; a point less than one from the last is left out

Point = tuple[int, int]
Degrees = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """Outlines by division code as SVG paths, in a box of ``width`` × ``height`` units, north above."""

    width: int
    height: int
    paths: dict[str, str]


def outlines(*, names: Mapping[str, str]) -> Picture | None:
    """Return the outlines of divisions, six-digit code → Chinese name; None unless one table that everybody may read has them all.

    An outline is known by its code, or else by its name in the same city: 即墨市 (370282) became 即墨区 (370215) in its old
    boundaries. Degrees are drawn as on a plane, longitudes shortened by the cosine of the middle latitude: enough for a city.
    """
    return storage.remembered(("outlines", tuple(names.items())), partial(_outlines, names))


def _outlines(names: Mapping[str, str]) -> Picture | None:
    fitting = [(each, _known(each, names)) for each in boundaries_with_codes(card=ANONYMOUS) if each.digits == DIGITS]
    whole = [(each, known) for each, known in fitting if names and known.keys() == names.keys()]
    if not whole:
        return None
    best, known = min(whole, key=lambda each: len(each[0].names))
    return _drawn(best, known)


def _known(boundaries: Boundaries, names: Mapping[str, str]) -> dict[str, str]:
    """Return each division's code as the boundaries write it, where they have it."""
    stems = {(code[:4], name[:-1]): written for code, (written, name) in boundaries.names.items()}
    found = {
        code: boundaries.names[code][0] if code in boundaries.names else stems.get((code[:4], name[:-1]), "")
        for code, name in names.items()
    }
    return {code: written for code, written in found.items() if written}


def _drawn(boundaries: Boundaries, known: Mapping[str, str]) -> Picture | None:
    shapes = _shapes(boundaries, known)
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    if shapes.keys() != known.keys() or not points:
        return None
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    across = WIDTH / (east - west)
    up = across / cos(radians((south + north) / 2))

    def placed(ring: Sequence[Degrees]) -> Iterator[Point]:
        return ((round((x - west) * across), round((north - y) * up)) for x, y in ring)

    paths = {code: "".join(_path(placed(ring)) for ring in rings) for code, rings in shapes.items()}
    return Picture(WIDTH, round((north - south) * up), paths)


def _shapes(boundaries: Boundaries, known: Mapping[str, str]) -> dict[str, list[list[Degrees]]]:
    shape = next(each.name for each in boundaries.table.fields if each.type is LogicalType.GEOMETRY)
    written = ", ".join(f"'{one}'" for one in known.values())
    params = {
        "select": f"{quoted(boundaries.column)} AS a, {quoted(shape)} AS b",
        "where": f"{quoted(boundaries.column)} IN ({written})",
        "limit": str(len(known)),
    }
    query = storage.parsed(card=boundaries.table, params=params)
    codes = {written: code for code, written in known.items()}
    found = storage.rows(card=boundaries.table, query=query).rows
    return {codes[str(name)]: _rings(value) for name, value in found if value}


def _rings(value: object) -> list[list[Degrees]]:
    shape: dict[str, Any] = json.loads(value) if isinstance(value, str) else value  # type: ignore[assignment]  # - a geometry
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return [[(x, y) for x, y, *_ in ring] for part in parts for ring in part]


def _path(points: Iterator[Point]) -> str:
    """Return a closed path of the points without those that repeat the last; empty for what is smaller than a unit."""
    kept: list[Point] = []
    for point in points:
        if not kept or max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) > 1:
            kept.append(point)
    if len(kept) < 3:  # noqa: PLR2004 - no triangle
        return ""
    steps = [f"{x - before[0]},{y - before[1]}" for before, (x, y) in pairwise(kept)]
    return f"M{kept[0][0]},{kept[0][1]}l" + " ".join(steps) + "z"

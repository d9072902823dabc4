"""Where the tiles of a treemap and the days of a calendar lie: reckoned here, as Vega-Lite has no mark for either.

Tiles are squarified as Bruls, Huizing and van Wijk describe it (*Squarified Treemaps*, 2000): rows of tiles along the shorter
side of what is left, as long as a further tile makes them squarer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from zhanqiao.core_services.exploring.rules.charts.figures import Point, shown_number

WIDE, HIGH = 100.0, 45.0
LETTER, LINES = 3.0, 8.0  # what a letter of a label and its two lines need of the drawing's width and height
WEEK = 7
Tile = tuple[float, float, float, float]  # left, top, right, bottom


def with_tiles(*, points: Sequence[Point]) -> tuple[Point, ...]:
    """Return points above zero, the largest first, with the corners of their tiles and the label that fits in."""
    found = sorted((one for one in points if (one["y"] or 0) > 0), key=lambda one: -one["y"])
    tiles = squarified(values=[one["y"] for one in found], width=WIDE, height=HIGH)
    return tuple(_tiled(one, tile) for one, tile in zip(found, tiles, strict=True))


def squarified(*, values: Sequence[float], width: float, height: float) -> list[Tile]:
    """Return a tile for each value above zero, of an area in proportion, together filling the rectangle."""
    scale = width * height / sum(values) if values else 0.0
    left, top, areas, tiles = 0.0, 0.0, [one * scale for one in values], list[Tile]()
    while areas:
        side = min(width - left, height - top)
        count = _squarest(areas, side)
        depth = sum(areas[:count]) / side
        lies = width - left < height - top
        along = left if lies else top
        for area in areas[:count]:
            length = area / depth
            tiles.append(
                (along, top, along + length, top + depth) if lies else (left, along, left + depth, along + length)
            )
            along += length
        left, top = (left, top + depth) if lies else (left + depth, top)
        areas = areas[count:]
    return tiles


def day_of_calendar(day: date, /) -> dict[str, Any]:
    """Return the week of its year in which a day stands, and its line: the year for Mondays, else with the weekday."""
    start = date(day.year, 1, 1)
    week = ((day - start).days + start.weekday()) // WEEK
    return {"week": week, "line": line_of(day.year, day.weekday())}


def line_of(year: int, weekday: int, /) -> str:
    """Return the name of a line of a calendar; a line before Monday's (-1) holds the numbers of the months."""
    return str(year) if weekday == 0 else f"{year}.{weekday}"


def _squarest(areas: Sequence[float], side: float) -> int:
    """Return how many tiles make a row along ``side`` whose longest tile is as square as can be."""
    count = 1
    while count < len(areas) and _longest(areas[: count + 1], side) <= _longest(areas[:count], side):
        count += 1
    return count


def _longest(areas: Sequence[float], side: float) -> float:
    whole = sum(areas)
    return max(side * side * max(areas) / whole**2, whole**2 / (side * side * min(areas)))


def _tiled(point: Point, tile: Tile) -> Point:
    left, top, right, bottom = tile
    fits = right - left >= LETTER * (len(point["x"]) + 1) and bottom - top >= LINES
    label = f"{point['x']}\n{shown_number(point['y'])}" if fits else ""
    corners = {"left": left, "top": top, "right": right, "bottom": bottom}
    return point | corners | {"middle": (left + right) / 2, "centre": (top + bottom) / 2, "label": label}

"""Rows that programs send, their declared places brought to WGS 84 before anything of them is checked or kept."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from zhanqiao.data_center.storage.engine.converting.arrays import converted
from zhanqiao.data_center.storage.rules import DeclaredPlaces, HalfPlaceError
from zhanqiao.kit.coordinates import System


def convert_rows(*, rows: Sequence[Any], declared: Sequence[DeclaredPlaces]) -> list[Any]:
    """Return rows with their declared places in WGS 84: pairs of numbers and GeoJSON geometries.

    What is no place stays as it is: the table's check says what is wrong with it. Raises HalfPlaceError where a row has
    one of the two columns without the other.
    """
    made = [dict(row) if isinstance(row, Mapping) else row for row in rows]
    for one in declared:
        if one.geometry:
            _convert_shapes([row for row in made if isinstance(row, dict)], one)
        else:
            _convert_pairs(made, one)
    return made


def _convert_pairs(rows: Sequence[Any], one: DeclaredPlaces) -> None:
    concerned = []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            continue
        if (one.longitude in row) != (one.latitude in row):
            raise HalfPlaceError(row=number, longitude=one.longitude, latitude=one.latitude)
        longitude, latitude = _number(row.get(one.longitude)), _number(row.get(one.latitude))
        if longitude is not None and latitude is not None:
            concerned.append((row, (longitude, latitude)))
    moved = _moved([pair for _, pair in concerned], one.system)
    for (row, _), pair in zip(concerned, moved, strict=True):
        row[one.longitude], row[one.latitude] = pair


def _convert_shapes(rows: Sequence[dict[str, Any]], one: DeclaredPlaces) -> None:
    for row in rows:
        if isinstance(row.get(one.geometry), dict):
            found = list(_positions(row[one.geometry]))
            moved = iter(_moved([(position[0], position[1]) for position in found], one.system))
            row[one.geometry] = _rebuilt(row[one.geometry], moved)


def _positions(value: Any) -> Iterator[Sequence[Any]]:
    """Yield the positions of a GeoJSON value, in their order."""
    if isinstance(value, dict):
        for part in (value.get("coordinates"), value.get("geometries")):
            yield from _positions(part)
    elif _is_position(value):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _positions(part)


def _rebuilt(value: Any, moved: Iterator[tuple[float, float]]) -> Any:
    if isinstance(value, dict):
        return {
            key: _rebuilt(part, moved) if key in {"coordinates", "geometries"} else part
            for key, part in _ordered(value)
        }
    if _is_position(value):
        return [*next(moved), *value[2:]]
    return [_rebuilt(part, moved) for part in value] if isinstance(value, list) else value


def _ordered(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the members in the order in which ``_positions`` walks them."""
    return sorted(value.items(), key=lambda item: item[0] == "geometries")


def _is_position(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1 and all(_is_number(part) for part in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(value: Any) -> float | None:
    """Return a cell as a number where it is one, also as text; None for what the table's check is to refuse."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _moved(pairs: Sequence[tuple[float, float]], system: System) -> list[tuple[float, float]]:
    if not pairs:
        return []
    came = np.array(pairs, dtype=np.float64)
    (east, north), _ = converted(longitude=came[:, 0], latitude=came[:, 1], system=system)
    return list(zip(east.tolist(), north.tolist(), strict=True))

"""Values of an answer as JSON can carry them without loss.

Dates and times are ISO 8601. An integer beyond ±(2^53 − 1) and a decimal of more than 15 significant digits become
strings, because a JSON reader that uses doubles would change them. Geometry becomes a GeoJSON object, JSON its value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import orjson

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.wkb import geojson

SAFE_INTEGER = 2**53 - 1
SAFE_DIGITS = 15


def json_rows(*, rows: list[tuple[Any, ...]], fields: Sequence[Field]) -> list[tuple[Any, ...]]:
    """Return rows whose values JSON can carry, column by column."""
    if not rows:
        return rows
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for index, field in enumerate(fields):
        convert = _COLUMNS.get(field.type)
        if convert is not None:
            columns[index] = convert(columns[index])
    return list(zip(*columns, strict=True))


def json_value(value: Any, *, kind: LogicalType) -> Any:
    """Return one value as JSON can carry it."""
    convert = _COLUMNS.get(kind)
    return value if convert is None else convert((value,))[0]


def _integers(values: Sequence[Any]) -> Sequence[Any]:
    known = [each for each in values if each is not None]
    if known and (max(known) > SAFE_INTEGER or min(known) < -SAFE_INTEGER):
        return [str(each) if each is not None and abs(each) > SAFE_INTEGER else each for each in values]
    return values


def _decimal(value: Decimal | int) -> float | str | int:
    if isinstance(value, int):
        return value
    return float(value) if len(value.as_tuple().digits) <= SAFE_DIGITS else str(value)


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _each(convert: Callable[[Any], Any]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    return lambda values: [None if each is None else convert(each) for each in values]


def _iso(value: Any) -> str:
    text = value if isinstance(value, str) else str(value.isoformat())
    return text.rstrip("0") if "." in text else text


def _json(value: str) -> Any:
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


_COLUMNS: dict[LogicalType, Callable[[Sequence[Any]], Sequence[Any]]] = {
    LogicalType.INTEGER: _integers,
    LogicalType.DECIMAL: _each(_decimal),
    LogicalType.NUMBER: _each(_number),
    LogicalType.DATE: _each(_iso),
    LogicalType.TIME: _each(_iso),
    LogicalType.TIMESTAMP: _each(_iso),
    LogicalType.GEOMETRY: _each(lambda value: geojson(bytes(value))),
    LogicalType.JSON: _each(_json),
}

"""Values of an answer as JSON can carry them without loss.

Dates and times are ISO 8601. An integer beyond ±(2^53 − 1) and a decimal of more than 15 significant digits become
strings, because a JSON reader that uses doubles would change them. Geometry becomes a GeoJSON object, JSON its value,
a number that is not finite null. What SQL can do on the way costs less than Python afterwards: :func:`carried` does
the first half, :func:`json_rows` the second.
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
ISO = {
    LogicalType.DATE: "({0})::VARCHAR",
    LogicalType.TIME: "({0})::VARCHAR",
    LogicalType.TIMESTAMP: "replace(({0})::VARCHAR, ' ', 'T')",
}
Values = Sequence[Any]


def carried(*, field: Field, sql: str) -> str:
    """Return SQL that gives a column in the form that :func:`json_rows` expects: ISO text, doubles where exact."""
    if _is_short(field):
        return f"({sql})::DOUBLE"
    return ISO.get(field.type, "{0}").format(sql)


def json_rows(*, rows: list[tuple[Any, ...]], fields: Sequence[Field]) -> list[tuple[Any, ...]]:
    """Return the rows with values that JSON can carry; their columns came through :func:`carried`."""
    changed: dict[int, Values] = {}
    for place, field in enumerate(fields):
        convert = None if _is_short(field) else _COLUMNS.get(field.type)
        if convert is not None:
            values = [row[place] for row in rows]
            converted = convert(values)
            if converted is not values:
                changed[place] = converted
    if not changed or not rows:
        return rows
    columns = (changed.get(place, values) for place, values in enumerate(zip(*rows, strict=True)))
    return list(zip(*columns, strict=True))


def json_value(value: Any, *, kind: LogicalType) -> Any:
    """Return one value, as DuckDB gave it, as JSON can carry it."""
    if value is None:
        return None
    if kind in ISO:
        return iso(value)
    convert = _COLUMNS.get(kind)
    return value if convert is None else convert([value])[0]


def iso(value: Any) -> str:
    """Return a date or time as ISO 8601, without zeros at the end of a fraction."""
    text = value if isinstance(value, str) else str(value.isoformat())
    return text.rstrip("0") if "." in text else text


def _is_short(field: Field) -> bool:
    return field.type is LogicalType.DECIMAL and (field.precision or SAFE_DIGITS + 1) <= SAFE_DIGITS


def _integers(values: Values) -> Values:
    known = [each for each in values if each is not None]
    if known and (max(known) > SAFE_INTEGER or min(known) < -SAFE_INTEGER):
        return [str(each) if each is not None and abs(each) > SAFE_INTEGER else each for each in values]
    return values


def _numbers(values: Values) -> Values:
    if all(math.isfinite(each) for each in values if each is not None):
        return values
    return [each if each is not None and math.isfinite(each) else None for each in values]


def _decimal(value: Decimal | int) -> float | str | int:
    if isinstance(value, int):
        return value
    return float(value) if len(value.as_tuple().digits) <= SAFE_DIGITS else str(value)


def _each(convert: Callable[[Any], Any]) -> Callable[[Values], Values]:
    return lambda values: [None if each is None else convert(each) for each in values]


def _json(value: str) -> Any:
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


_COLUMNS: dict[LogicalType, Callable[[Values], Values]] = {
    LogicalType.INTEGER: _integers,
    LogicalType.DECIMAL: _each(_decimal),
    LogicalType.NUMBER: _numbers,
    LogicalType.GEOMETRY: _each(lambda value: geojson(bytes(value))),
    LogicalType.JSON: _each(_json),
}

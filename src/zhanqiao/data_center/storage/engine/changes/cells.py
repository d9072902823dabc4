"""One cell of a row sent as JSON: held against the column's type, and turned into the value that is stored.

Stricter than files: a program knows the types (``GET /tables/<id>``), so nothing is guessed. Codes are texts in quotes,
for a number has no leading zeros; dates and times are ISO 8601 (RFC 3339).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

from zhanqiao.data_center.storage.engine.changes.shapes import wkb_of
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.releases.schemas import MAX_PRECISION
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.texts import Text

MOST_CHARS = 1_000_000
INT64 = 1 << 63


class MisfitError(ValueError):
    """A value is not of the column's type; ``expected`` says what is."""

    def __init__(self, expected: Text) -> None:
        """Keep what was expected."""
        super().__init__(expected.en)
        self.expected = expected


TEXT = Text("带引号的文本（编码也要加引号，以免丢失前导零）", "a text in quotes (codes too, or leading zeros are lost)")
LONG = Text(f"不超过 {MOST_CHARS} 个字符的文本", f"a text of at most {MOST_CHARS} characters")
NUL = Text("不含空字符的文本", "text without NUL characters")
INTEGER = Text("64 位整数", "an integer of 64 bits")
NUMBER = Text("有限的数", "a finite number")
BOOLEAN = Text("true 或 false", "true or false")
DATE = Text("日期 YYYY-MM-DD", "a date YYYY-MM-DD")
TIME = Text("时刻 HH:MM:SS", "a time HH:MM:SS")
TIMESTAMP = Text("时间 YYYY-MM-DDTHH:MM:SS，可带时区", "a time YYYY-MM-DDTHH:MM:SS, with or without an offset")
GEOMETRY = Text("GeoJSON 几何对象，WGS84 经纬度", "a GeoJSON geometry with longitude and latitude (WGS84)")


def typed(*, value: Any, field: Field) -> Any:
    """Return the value to store, None for null. Raises MisfitError."""
    return None if value is None else READERS[field.type](value, field)


def _text(value: Any, field: Field) -> str:
    del field
    if not isinstance(value, str):
        raise MisfitError(TEXT)
    if len(value) > MOST_CHARS:
        raise MisfitError(LONG)
    if "\x00" in value:
        raise MisfitError(NUL)
    return value


def _integer(value: Any, field: Field) -> int:
    del field
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    if isinstance(whole, bool) or not isinstance(whole, int) or not -INT64 <= whole < INT64:
        raise MisfitError(INTEGER)
    return whole


def _number(value: Any, field: Field) -> float:
    del field
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MisfitError(NUMBER)
    try:
        found = float(value)
    except OverflowError:
        raise MisfitError(NUMBER) from None
    if not math.isfinite(found):
        raise MisfitError(NUMBER)
    return found


def _decimal(value: Any, field: Field) -> Decimal:
    scale, precision = field.scale or 0, field.precision or MAX_PRECISION
    expected = Text(
        f"至多 {precision - scale} 位整数、{scale} 位小数的数",
        f"a number of at most {precision - scale} digits before and {scale} after the point",
    )
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise MisfitError(expected)
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise MisfitError(expected) from None
    if not found.is_finite() or found.adjusted() >= precision - scale:
        raise MisfitError(expected)
    exponent = found.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > scale:
        raise MisfitError(expected)
    return found


def _boolean(value: Any, field: Field) -> bool:
    del field
    if not isinstance(value, bool):
        raise MisfitError(BOOLEAN)
    return value


def _date(value: Any, field: Field) -> date:
    del field
    try:
        if len(value) != len("2026-11-01"):
            raise MisfitError(DATE)
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise MisfitError(DATE) from None


def _time(value: Any, field: Field) -> time:
    del field
    try:
        found = time.fromisoformat(value)
    except (TypeError, ValueError):
        raise MisfitError(TIME) from None
    if found.tzinfo is not None:
        raise MisfitError(TIME)
    return found


def _timestamp(value: Any, field: Field) -> datetime:
    del field
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise MisfitError(TIMESTAMP) from None
    return found.astimezone(CITY_TIME).replace(tzinfo=None) if found.tzinfo else found


def _json(value: Any, field: Field) -> str:
    del field
    return orjson.dumps(value).decode()


def _geometry(value: Any, field: Field) -> bytes:
    del field
    found = wkb_of(geometry=value)
    if found is None:
        raise MisfitError(GEOMETRY)
    return found


READERS: dict[LogicalType, Callable[[Any, Field], Any]] = {
    LogicalType.TEXT: _text,
    LogicalType.INTEGER: _integer,
    LogicalType.DECIMAL: _decimal,
    LogicalType.NUMBER: _number,
    LogicalType.BOOLEAN: _boolean,
    LogicalType.DATE: _date,
    LogicalType.TIME: _time,
    LogicalType.TIMESTAMP: _timestamp,
    LogicalType.GEOMETRY: _geometry,
    LogicalType.JSON: _json,
}

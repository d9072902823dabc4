"""Constants of a query, read as the type of the column they meet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.engine.query.nodes import Value
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.texts import Text

NUMBER_DIGITS = 38  # what DuckDB's widest DECIMAL and HUGEINT hold
WORDS = {"true": True, "false": False}


class ConstantError(Exception):
    """A constant cannot be read as the type it meets."""

    def __init__(self, text: Text) -> None:
        """Keep the sentence."""
        super().__init__(text.en)
        self.text = text


def constant(value: Value, *, kind: LogicalType | None) -> Value:
    """Return ``value`` as a constant of type ``kind``; ConstantError says what was expected.

    Dates are ISO 8601 text; a time with an offset is turned to the wall clock of Asia/Shanghai, as stored. A number
    in quotes is a mistake (and ``001`` is not 1), so it is refused with the way to write it.
    """
    reader = _READERS.get(kind, _same) if kind else _same
    return reader(value)


def _text(value: Value) -> Value:
    if not isinstance(value, str):
        raise ConstantError(_QUOTE.filled(value=value))
    return value


def _number(value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ConstantError(_NO_QUOTE.filled(value=value))
    return value


def _boolean(value: Value) -> Value:
    if isinstance(value, str):
        value = WORDS.get(value.lower())
    if not isinstance(value, bool):
        raise ConstantError(_BOOLEAN)
    return value


def _date(value: Value) -> Value:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ConstantError(_DATE.filled(value=value)) from None


def _time(value: Value) -> Value:
    try:
        return time.fromisoformat(str(value)).replace(tzinfo=None)
    except ValueError:
        raise ConstantError(_TIME.filled(value=value)) from None


def _timestamp(value: Value) -> Value:
    try:
        moment = datetime.fromisoformat(str(value))
        return moment.astimezone(CITY_TIME).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        raise ConstantError(_TIMESTAMP.filled(value=value)) from None


def _same(value: Value) -> Value:
    return value


_READERS: dict[LogicalType, Callable[[Value], Value]] = {
    LogicalType.TEXT: _text,
    LogicalType.JSON: _text,
    LogicalType.INTEGER: _number,
    LogicalType.DECIMAL: _number,
    LogicalType.NUMBER: _number,
    LogicalType.BOOLEAN: _boolean,
    LogicalType.DATE: _date,
    LogicalType.TIME: _time,
    LogicalType.TIMESTAMP: _timestamp,
}
_QUOTE = Text(
    zh="该列是文本，请写成 '{value}'（带引号）。", en="this column is text: write '{value}' in single quotes."
)
_NO_QUOTE = Text(
    zh="该列是数字，“{value}”不是数字；数字不加引号。",
    en="this column is a number and '{value}' is not; write numbers without quotes.",
)
_BOOLEAN = Text(zh="该列是真假值，请写 TRUE 或 FALSE。", en="this column is true or false: write TRUE or FALSE.")
_DATE = Text(zh="“{value}”不是日期；请写成 '2024-03-05'。", en="'{value}' is not a date; write it as '2024-03-05'.")
_TIME = Text(zh="“{value}”不是时间；请写成 '08:30:00'。", en="'{value}' is not a time; write it as '08:30:00'.")
_TIMESTAMP = Text(
    zh="“{value}”不是日期时间；请写成 '2024-03-05T08:30:00'。",
    en="'{value}' is not a date and time; write it as '2024-03-05T08:30:00'.",
)

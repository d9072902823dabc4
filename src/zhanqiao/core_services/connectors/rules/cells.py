"""Values as sources give them, turned into what rows are sent with: JSON that fits a column's type, where that is sure."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

INTEGER = re.compile(r"^[+-]?\d{1,19}$")
NUMBER = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$")
TRUE, FALSE = frozenset({"true", "t", "1", "是"}), frozenset({"false", "f", "0", "否"})
DAY = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")


def plain(value: Any, /) -> Any:
    """Return a value as JSON keeps it: times in ISO 8601, decimals as texts, bytes as hexadecimal digits."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else str(value)


def fitted(value: Any, /, *, type_name: str) -> Any:
    """Return a plain value in the form a column of this type takes; what is not sure stays as it is and is refused later.

    Empty texts are null, except in text columns, where they are kept.
    """
    if isinstance(value, str) and type_name != "text":
        return _read(value.strip(), type_name)
    if type_name == "text" and value is not None and not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | bool) else str(value)
    if type_name == "boolean" and value in (0, 1) and not isinstance(value, bool | float):
        return bool(value)
    return value


def _read(text: str, type_name: str) -> Any:
    if not text:
        return None
    if type_name == "integer" and INTEGER.match(text):
        return int(text)
    if type_name == "number" and NUMBER.match(text):
        return float(text)
    if type_name == "boolean" and text.lower() in TRUE | FALSE:
        return text.lower() in TRUE
    if type_name == "date":
        return _day(text)
    return _structure(text) if type_name in {"json", "geometry"} else text


def _day(text: str) -> str:
    """Return a day as YYYY-MM-DD, also of a moment at midnight, which is how some databases say it."""
    found = DAY.match(text)
    if found:
        year, month, day = found.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    return text[:10] if text[10:] in {"T00:00:00", " 00:00:00"} else text


def _structure(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text

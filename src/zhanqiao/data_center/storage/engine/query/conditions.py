"""Writes conditions for pages and dialects that build a ``where`` from a column, an operator and a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.texts import name_text, value_text

TEXTUAL = frozenset({LogicalType.TEXT, LogicalType.JSON})
QUOTED = TEXTUAL | {LogicalType.DATE, LogicalType.TIME, LogicalType.TIMESTAMP}
SIGNS = ("=", "!=", "<", "<=", ">", ">=")
CALLS = ("contains", "starts_with", "ends_with")


def condition(*, field: Field, operator: str, value: Any = None) -> str:
    """Return one condition as ``where`` text, quoted as the field's type needs. Join several with ``" AND "``.

    ``operator`` is one of ``= != < <= > >= contains starts_with ends_with in between is_null not_null``; ``in`` and
    ``between`` take a sequence. The text is still checked by parse_query. ValueError for another operator.
    """
    name = name_text(field.name)
    if operator in SIGNS:
        return f"{name} {operator} {_constant(field, value)}"
    if operator in CALLS:
        return f"{operator}({name}, {value_text(str(value))})"
    writer = _WRITERS.get(operator)
    if writer is None:
        raise ValueError(f"unknown operator: {operator}")
    return writer(name, field, value)


def _constant(field: Field, value: Any) -> str:
    if field.type in QUOTED:
        return value_text(value if isinstance(value, str) else str(value))
    # A number or a truth value typed into a form arrives as text; the grammar decides whether it is one.
    text = str(value).strip()
    return text if text and all(each.isalnum() or each in "+-." for each in text) else value_text(text)


def _in(name: str, field: Field, values: Sequence[Any]) -> str:
    return f"{name} IN ({', '.join(_constant(field, each) for each in values)})"


def _between(name: str, field: Field, values: Sequence[Any]) -> str:
    low, high = values
    return f"{name} BETWEEN {_constant(field, low)} AND {_constant(field, high)}"


_WRITERS: dict[str, Callable[[str, Field, Any], str]] = {
    "in": _in,
    "between": _between,
    "is_null": lambda name, _field, _value: f"{name} IS NULL",
    "not_null": lambda name, _field, _value: f"{name} IS NOT NULL",
}

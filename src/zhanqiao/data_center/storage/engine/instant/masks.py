"""A condition as one true or false per row, computed on arrays; None where the arrays do not hold what it asks.

NULL is never true, and there is no NOT except inside a single test, so that "unknown" may count as false throughout.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import numpy as np

from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.engine.instant.arrays import Array, ColumnArray
from zhanqiao.data_center.storage.engine.instant.indexed import ALL_TESTS, TESTS, Rows, indexed_places
from zhanqiao.data_center.storage.engine.query.layout import Layout
from zhanqiao.data_center.storage.engine.query.model import Query
from zhanqiao.data_center.storage.engine.query.nodes import Call, Column, Literal, Node

EPOCH_DAY = date(1970, 1, 1).toordinal()
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall-clock timestamps carry no zone
MICROSECONDS = 1_000_000
FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
KNOWN = frozenset({*FLIPPED, "between", "in", *TESTS})
NUMBERS = frozenset({LogicalType.INTEGER, LogicalType.DECIMAL})


def mask_of(*, query: Query, layout: Layout, copy: Rows) -> Array | None:
    """Return which rows the filter of ``query`` lets through; None when the arrays cannot say."""
    if query.narrowed or query.regions:
        return None
    parts = [_word(each, layout, copy) for each in query.words]
    if query.where is not None:
        parts.append(_mask(query.where, copy))
    if query.box is not None:
        parts.append(_box(query.box, layout, copy))
    return _joined(parts, np.logical_and)


def _mask(node: Node, copy: Rows) -> Array | None:
    if not isinstance(node, Call):
        return None
    if node.name in {"and", "or"}:
        return _joined(
            [_mask(each, copy) for each in node.args], np.logical_and if node.name == "and" else np.logical_or
        )
    if node.name == "is null":
        return _null(node.args[0], copy)
    if node.name == "not" and isinstance(node.args[0], Call) and node.args[0].name == "is null":
        found = _null(node.args[0].args[0], copy)
        return None if found is None else ~found
    return _test(node, copy)


def _joined(parts: list[Array | None], join: np.ufunc) -> Array | None:
    whole: Array | None = None
    for part in parts:
        if part is None:
            return None
        whole = part if whole is None else join(whole, part, out=whole)
    return whole


def _null(node: Node, copy: Rows) -> Array | None:
    array = copy.array(node.name) if isinstance(node, Column) else None
    if array is None:
        return None
    if array.texts is not None:
        return np.equal(array.values, 0)
    return np.array(array.nulls) if array.nulls is not None else np.zeros(copy.rows, dtype=bool)


def _test(node: Call, copy: Rows) -> Array | None:
    """A single test of one column against constants."""
    first, *rest = node.args
    if node.name not in KNOWN or not rest:
        return None
    if node.name in FLIPPED and isinstance(first, Literal) and isinstance(rest[0], Column):
        return _test(Call(FLIPPED[node.name], (rest[0], first)), copy)
    if not isinstance(first, Column) or not all(isinstance(each, Literal) for each in rest):
        return None
    constants = [each.value for each in rest if isinstance(each, Literal)]
    array = copy.array(first.name)
    if array is None:
        return _marked(indexed_places(node=node, copy=copy), copy)
    found = _coded(node.name, array, constants) if array.texts is not None else _numbered(node.name, array, constants)
    if found is not None and array.nulls is not None:
        np.logical_and(found, ~array.nulls, out=found)
    return found


def _marked(places: Array | None, copy: Rows) -> Array | None:
    if places is None:
        return None
    mask = np.zeros(copy.rows, dtype=bool)
    mask[places] = True
    return mask


def _word(word: str, layout: Layout, copy: Rows) -> Array | None:
    """A word somewhere in a row's texts, whatever the case of its letters."""
    folded = word.lower()
    if not all(
        letter.isascii() or letter.lower() == letter.upper() for letter in word
    ):  # engines may fold them otherwise
        return None
    names = [each.name for each in layout.fields if each.type is LogicalType.TEXT]
    return _joined([_word_in(name, folded, copy) for name in names], np.logical_or)


def _word_in(name: str, folded: str, copy: Rows) -> Array | None:
    array = copy.array(name)
    if array is None:
        return _marked(copy.places_with(name, folded, lambda text: folded in text.lower()), copy)
    return _looked_up(array, [folded in text.lower() for text in array.texts or ()])


def _coded(name: str, array: ColumnArray, constants: list[Any]) -> Array | None:
    """Tests of text: on codes, which stand in the order of their texts; 0 is NULL."""
    if not all(isinstance(each, str) for each in constants):
        return None
    if name in RANGES:
        return RANGES[name](array, constants)
    texts = array.texts or []
    if name == "in":
        wanted = set(constants)
        return _looked_up(array, [text in wanted for text in texts])
    if name in ALL_TESTS:
        return _looked_up(array, ALL_TESTS[name](texts, constants[0]))
    return None


def _same(array: ColumnArray, constants: list[str]) -> Array:
    code = array.code(constants[0])
    return _none(array.values) if code is None else _equal(array.values, code)


def _range(array: ColumnArray, constants: list[str]) -> Array:
    low, high = array.codes_below(constants[0], equal=False), array.codes_below(constants[1], equal=True)
    return _between(array.values, low + 1, high)


RANGES: dict[str, Callable[[ColumnArray, list[str]], Array]] = {
    "=": _same,
    "between": _range,
    "<": lambda array, texts: _between(array.values, 1, array.codes_below(texts[0], equal=False)),
    "<=": lambda array, texts: _between(array.values, 1, array.codes_below(texts[0], equal=True)),
    ">": lambda array, texts: _above(array.values, array.codes_below(texts[0], equal=True)),
    ">=": lambda array, texts: _above(array.values, array.codes_below(texts[0], equal=False)),
}


def _equal(values: Array, wanted: int) -> Array:
    equal: Array = np.equal(values, wanted)
    return equal


def _above(values: Array, low: int) -> Array:
    above: Array = np.greater(values, low)
    return above


def _between(values: Array, low: int, high: int) -> Array:
    above: Array = np.greater_equal(values, low)
    return np.logical_and(above, np.less_equal(values, high), out=above)


def _looked_up(array: ColumnArray, by_text: list[bool]) -> Array:
    """Return for each row what was found for its text; rows without one are out."""
    chosen = np.flatnonzero(by_text) + 1
    if len(chosen) == 0:
        return np.zeros(len(array.values), dtype=bool)
    if len(chosen) == 1:
        return _equal(array.values, int(chosen[0]))
    return np.asarray(np.take(np.asarray([False, *by_text]), array.values))


def _numbered(name: str, array: ColumnArray, constants: list[Any]) -> Array | None:
    """Tests of numbers and days: constants are brought to the whole numbers of the array, rounded the safe way."""
    numbers = [_number(array, each) for each in constants]
    known = [each for each in numbers if each is not None]
    if len(known) < len(numbers):
        return None
    values = array.values
    if name == "between":
        return np.logical_and(np.greater_equal(values, _up(known[0])), np.less_equal(values, _down(known[1])))
    if name in {"in", "="}:
        whole = [int(each) for each in known if each == _down(each)]
        return np.isin(values, whole) if len(whole) > 1 else np.equal(values, whole[0]) if whole else _none(values)
    if name == "!=":
        return np.not_equal(values, int(known[0])) if known[0] == _down(known[0]) else ~_none(values)
    return _compared(name, values, known[0])


def _compared(name: str, values: Array, number: Decimal) -> Array | None:
    if name == "<":
        return np.less(values, _up(number))
    if name == "<=":
        return np.less_equal(values, _down(number))
    if name == ">":
        return np.greater(values, _down(number))
    return np.greater_equal(values, _up(number)) if name == ">=" else None


def _none(values: Array) -> Array:
    return np.zeros(len(values), dtype=bool)


def _up(number: Decimal) -> int:
    return int(number.to_integral_value(rounding=ROUND_CEILING))


def _down(number: Decimal) -> int:
    return int(number.to_integral_value(rounding=ROUND_FLOOR))


def _number(array: ColumnArray, value: Any) -> Decimal | None:
    """Return a constant in the whole numbers of an array; None for kinds that are compared otherwise (floats)."""
    kind = array.field.type
    if isinstance(value, bool):
        return Decimal(value) if kind is LogicalType.BOOLEAN else None
    if kind in NUMBERS and isinstance(value, int | Decimal):
        return Decimal(value).scaleb(array.scale)
    if kind is LogicalType.TIMESTAMP and isinstance(value, datetime):
        since = value - EPOCH
        return Decimal((since.days * 86_400 + since.seconds) * MICROSECONDS + since.microseconds)
    if kind is LogicalType.DATE and isinstance(value, date) and not isinstance(value, datetime):
        return Decimal(value.toordinal() - EPOCH_DAY)
    return None


def _box(box: tuple[float, float, float, float], layout: Layout, copy: Rows) -> Array | None:
    """Points in a box, edges included; geometries of extent are left to the serving copy."""
    place = layout.place
    if place is None or place.geometry is not None:
        return None
    names = {column: name for name, column in layout.columns.items()}
    x, y = copy.array(names[place.west]), copy.array(names[place.south])
    if x is None or y is None or not {x.field.type, y.field.type} <= NUMBERS:
        return None
    west, south, east, north = (Decimal(repr(each)) for each in box)
    parts: list[Array | None] = [_within(x, west, east), _within(y, south, north)]
    return _joined(parts, np.logical_and)


def _within(array: ColumnArray, low: Decimal, high: Decimal) -> Array:
    found = _between(array.values, _up(low.scaleb(array.scale)), _down(high.scaleb(array.scale)))
    return np.logical_and(found, ~array.nulls, out=found) if array.nulls is not None else found

"""Conditions on the stations, each with a Python function that decides the same (None for unknown, as in SQL)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from tests.data_center.storage.stations import FIELDS, NAMES, ROWS

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.texts import name_text, value_text

Row = tuple[Any, ...]
Made = tuple[str, Callable[[Row], bool | None]]
COMPARED = [each for each in FIELDS if each.type not in {LogicalType.GEOMETRY, LogicalType.JSON, LogicalType.BOOLEAN}]
TEXTS = [each for each in FIELDS if each.type is LogicalType.TEXT]
SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def conditions() -> st.SearchStrategy[Made]:
    """Any condition: comparisons, lists, ranges, nulls, calls; joined by AND, OR, NOT."""
    leaf = st.one_of(_compared(), _listed(), _between(), _null(), _called(), _truth())
    return st.recursive(leaf, lambda inner: st.one_of(_not(inner), _joined(inner)), max_leaves=8)


def _value(field: Field) -> st.SearchStrategy[Any]:
    known = [row[NAMES.index(field.name)] for row in ROWS if row[NAMES.index(field.name)] is not None]
    if field.type is LogicalType.TEXT:
        return st.one_of(st.sampled_from(known), st.text(max_size=4))
    if field.type is LogicalType.INTEGER:
        return st.one_of(st.sampled_from(known), st.integers(-100, 100_000))
    return st.sampled_from(known)


def _compared() -> st.SearchStrategy[Made]:
    def make(field: Field) -> st.SearchStrategy[Made]:
        return st.builds(
            lambda sign, value: _comparison(field, sign, value), st.sampled_from(sorted(SIGNS)), _value(field)
        )

    return st.sampled_from(COMPARED).flatmap(make)


def _comparison(field: Field, sign: str, value: Any) -> Made:
    decide = SIGNS[sign]
    return f"{name_text(field.name)} {sign} {value_text(value)}", _on(field, lambda cell: decide(cell, value))


def _listed() -> st.SearchStrategy[Made]:
    def make(field: Field) -> st.SearchStrategy[Made]:
        return st.lists(_value(field), min_size=1, max_size=3).map(
            lambda values: (
                f"{name_text(field.name)} IN ({', '.join(map(value_text, values))})",
                _on(field, lambda cell: cell in values),
            )
        )

    return st.sampled_from(COMPARED).flatmap(make)


def _between() -> st.SearchStrategy[Made]:
    def make(field: Field) -> st.SearchStrategy[Made]:
        return st.tuples(_value(field), _value(field)).map(
            lambda ends: (
                f"{name_text(field.name)} BETWEEN {value_text(ends[0])} AND {value_text(ends[1])}",
                _on(field, lambda cell: ends[0] <= cell <= ends[1]),
            )
        )

    return st.sampled_from(COMPARED).flatmap(make)


def _null() -> st.SearchStrategy[Made]:
    return st.sampled_from(FIELDS).map(
        lambda field: (f"{name_text(field.name)} IS NULL", lambda row: row[NAMES.index(field.name)] is None)
    )


def _called() -> st.SearchStrategy[Made]:
    calls: dict[str, Callable[[str, str], bool]] = {
        "contains": lambda cell, part: part in cell,
        "starts_with": lambda cell, part: cell.startswith(part),
        "ends_with": lambda cell, part: cell.endswith(part),
    }

    def make(field: Field) -> st.SearchStrategy[Made]:
        return st.tuples(st.sampled_from(sorted(calls)), _value(field)).map(
            lambda made: (
                f"{made[0]}({name_text(field.name)}, {value_text(made[1])})",
                _on(field, lambda cell: calls[made[0]](cell, made[1])),
            )
        )

    return st.sampled_from(TEXTS).flatmap(make)


def _truth() -> st.SearchStrategy[Made]:
    return st.just(("换乘", lambda row: row[NAMES.index("换乘")]))


def _not(inner: st.SearchStrategy[Made]) -> st.SearchStrategy[Made]:
    def negate(made: Made) -> Made:
        text, decide = made
        return f"NOT ({text})", lambda row: None if decide(row) is None else not decide(row)

    return inner.map(negate)


def _joined(inner: st.SearchStrategy[Made]) -> st.SearchStrategy[Made]:
    def join(word: str, left: Made, right: Made) -> Made:
        combine = _and if word == "AND" else _or
        return f"({left[0]}) {word} ({right[0]})", lambda row: combine(left[1](row), right[1](row))

    return st.builds(join, st.sampled_from(["AND", "OR"]), inner, inner)


def _and(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _or(left: bool | None, right: bool | None) -> bool | None:
    if left or right:
        return True
    return None if left is None or right is None else False


def _on(field: Field, decide: Callable[[Any], bool]) -> Callable[[Row], bool | None]:
    place = NAMES.index(field.name)
    return lambda row: None if row[place] is None else decide(row[place])

"""The functions and operators of the query model: what they take, what they give, how DuckDB is asked for them.

A template's ``{0}`` is the first argument as SQL. No template ever receives user text: constants are bound parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhanqiao.data_center.storage.engine.fields import LogicalType

TEXT, INTEGER, DECIMAL = LogicalType.TEXT, LogicalType.INTEGER, LogicalType.DECIMAL
NUMBER, BOOLEAN, DATE = LogicalType.NUMBER, LogicalType.BOOLEAN, LogicalType.DATE
TIME, TIMESTAMP, GEOMETRY = LogicalType.TIME, LogicalType.TIMESTAMP, LogicalType.GEOMETRY
JSON = LogicalType.JSON

Types = frozenset[LogicalType]
NUMBERS: Types = frozenset({INTEGER, DECIMAL, NUMBER})
DAYS: Types = frozenset({DATE, TIMESTAMP})
TEXTS: Types = frozenset({TEXT, JSON})
CLOCKS: Types = frozenset({TIME, TIMESTAMP})
ORDERED: Types = NUMBERS | DAYS | TEXTS | CLOCKS | {BOOLEAN}
TRUTH: Types = frozenset({BOOLEAN})
ANY: Types = ORDERED | {GEOMETRY}
PLACES: Types = frozenset({GEOMETRY})
WHOLE: Types = frozenset({INTEGER})

SAME = "same"  # the result has the type of the first argument
WIDEST = "widest"  # the result is the wider of two numbers
UNITS = ("year", "quarter", "month", "week", "day", "hour", "minute")


@dataclass(frozen=True, slots=True)
class Function:
    """One function or operator.

    ``takes`` holds the types allowed for each argument; when ``more`` the last may repeat. ``alike`` functions compare
    their arguments, so all from ``alike_from`` on must be of one family. ``gives`` is a type, SAME or WIDEST.
    """

    takes: tuple[Types, ...]
    gives: LogicalType | str
    sql: str
    least: int
    more: bool = False
    alike: bool = False
    alike_from: int = 0
    aggregates: bool = False

    def takes_at(self, index: int) -> Types:
        """Return the types the argument at ``index`` may have."""
        return self.takes[min(index, len(self.takes) - 1)]

    def takes_count(self, count: int) -> bool:
        """Say whether it may be called with so many arguments."""
        return self.least <= count and (self.more or count <= len(self.takes))


def _fixed(takes: Sequence[Types], gives: LogicalType | str, sql: str, *, alike: bool = False) -> Function:
    return Function(tuple(takes), gives, sql, least=len(takes), alike=alike)


def _aggregate(takes: Types, gives: LogicalType | str, sql: str) -> Function:
    return Function((takes,), gives, sql, least=1, aggregates=True)


def _part(name: str, takes: Types) -> Function:
    return _fixed([takes], INTEGER, name + "({0})")


OPERATORS: dict[str, Function] = {
    "or": Function((TRUTH,), BOOLEAN, " OR ", least=2, more=True),
    "and": Function((TRUTH,), BOOLEAN, " AND ", least=2, more=True),
    "not": _fixed([TRUTH], BOOLEAN, "NOT {0}"),
    **{sign: _fixed([ORDERED, ORDERED], BOOLEAN, f"{{0}} {sign} {{1}}", alike=True) for sign in ("<", "<=", ">", ">=")},
    **{sign: _fixed([ORDERED, ORDERED], BOOLEAN, f"{{0}} {sign} {{1}}", alike=True) for sign in ("=", "!=")},
    "in": Function((ORDERED,), BOOLEAN, "{0} IN", least=2, more=True, alike=True),
    "between": _fixed([ORDERED, ORDERED, ORDERED], BOOLEAN, "{0} BETWEEN {1} AND {2}", alike=True),
    "like": _fixed([TEXTS, TEXTS], BOOLEAN, "{0} LIKE {1}"),
    "is null": _fixed([ANY], BOOLEAN, "{0} IS NULL"),
    "+": _fixed([NUMBERS, NUMBERS], WIDEST, "{0} + {1}"),
    "-": _fixed([NUMBERS, NUMBERS], WIDEST, "{0} - {1}"),
    "*": _fixed([NUMBERS, NUMBERS], WIDEST, "{0} * {1}"),
    "/": _fixed([NUMBERS, NUMBERS], NUMBER, "{0} / nullif({1}, 0)"),
    "negative": _fixed([NUMBERS], SAME, "-{0}"),
}
_IF = "CASE WHEN {0} THEN {1} ELSE {2} END"
SCALARS: dict[str, Function] = {
    "lower": _fixed([TEXTS], TEXT, "lower({0})"),
    "upper": _fixed([TEXTS], TEXT, "upper({0})"),
    "trim": _fixed([TEXTS], TEXT, "trim({0})"),
    "length": _fixed([TEXTS], INTEGER, "length({0})"),
    "substr": _fixed([TEXTS, WHOLE, WHOLE], TEXT, "substr({0}, {1}, {2})"),
    "contains": _fixed([TEXTS, TEXTS], BOOLEAN, "contains({0}, {1})"),
    "starts_with": _fixed([TEXTS, TEXTS], BOOLEAN, "starts_with({0}, {1})"),
    "ends_with": _fixed([TEXTS, TEXTS], BOOLEAN, "ends_with({0}, {1})"),
    "like_escaped": _fixed([TEXTS, TEXTS], BOOLEAN, "({0} LIKE {1} ESCAPE '\\')"),
    **{name: _part(name, DAYS) for name in ("year", "quarter", "month", "week", "day")},
    "weekday": _fixed([DAYS], INTEGER, "isodow({0})"),
    "hour": _part("hour", CLOCKS),
    "minute": _part("minute", CLOCKS),
    "date_trunc": _fixed([TEXTS, DAYS], TIMESTAMP, "date_trunc({0}, {1})"),
    "abs": _fixed([NUMBERS], SAME, "abs({0})"),
    "floor": _fixed([NUMBERS], NUMBER, "floor({0})"),
    "ceil": _fixed([NUMBERS], NUMBER, "ceil({0})"),
    "round": Function((NUMBERS, WHOLE), NUMBER, "round({0}, {1})", least=1),
    "replace": _fixed([TEXTS, TEXTS, TEXTS], TEXT, "replace({0}, {1}, {2})"),
    "concat": Function((TEXTS,), TEXT, "concat", least=2, more=True),
    "bucket": _fixed([DAYS, TEXTS], SAME, "date_trunc({1}, {0})"),
    "time_bucket": _fixed([DAYS, WHOLE], SAME, "time_bucket(to_days({1}::INTEGER), {0})"),
    "to_text": _fixed([ORDERED], TEXT, "CAST({0} AS VARCHAR)"),
    "to_integer": _fixed([TEXTS | NUMBERS], INTEGER, "TRY_CAST({0} AS BIGINT)"),
    "to_number": _fixed([TEXTS | NUMBERS], NUMBER, "TRY_CAST({0} AS DOUBLE)"),
    "to_date": _fixed([TEXTS | DAYS], DATE, "TRY_CAST({0} AS DATE)"),
    "if": Function((TRUTH, ORDERED, ORDERED), WIDEST, _IF, least=3, alike=True, alike_from=1),
    "coalesce": Function((ORDERED,), SAME, "coalesce", least=2, more=True, alike=True),
    "row_number": Function((), INTEGER, "(rowid + 1)", least=0),
    **{name: Function((PLACES, TEXTS), BOOLEAN, "", least=1) for name in ("within_polygon", "intersects")},
    "within_bbox": Function((PLACES, NUMBERS, NUMBERS, NUMBERS, NUMBERS), BOOLEAN, "", least=4),
}
AREAS = {"within_polygon": "within", "intersects": "intersects"}  # functions that compare a place with a polygon
AGGREGATES: dict[str, Function] = {
    "count(*)": Function((), INTEGER, "count(*)", least=0, aggregates=True),
    "count": _aggregate(ANY, INTEGER, "count({0})"),
    "sum": _aggregate(NUMBERS, SAME, "sum({0})"),
    "avg": _aggregate(NUMBERS, NUMBER, "avg({0})"),
    "min": _aggregate(ORDERED, SAME, "min({0})"),
    "max": _aggregate(ORDERED, SAME, "max({0})"),
    "median": _aggregate(NUMBERS, NUMBER, "median({0}::DOUBLE)"),
    "approx_count_distinct": _aggregate(ORDERED, INTEGER, "approx_count_distinct({0})"),
    "quantile": Function((NUMBERS, NUMBERS), NUMBER, "quantile_cont({0}::DOUBLE, {1})", least=2, aggregates=True),
    "stddev": _aggregate(NUMBERS, NUMBER, "stddev_samp({0}::DOUBLE)"),
}
FUNCTIONS: dict[str, Function] = {**SCALARS, **AGGREGATES}
CALLS: dict[str, Function] = {**OPERATORS, **FUNCTIONS}

PRECEDENCE = {
    "or": 1, "and": 2, "not": 3, "in": 4, "between": 4, "like": 4, "is null": 4,
    "=": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "negative": 7,
}  # fmt: skip
ATOM = 9


def family(kind: LogicalType | None) -> LogicalType | None:
    """Return one type for all that may be compared with each other."""
    if kind in NUMBERS:
        return NUMBER
    return TEXT if kind in TEXTS else kind

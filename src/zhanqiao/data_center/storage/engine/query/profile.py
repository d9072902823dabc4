"""What a table's columns hold: nulls, distinct values, extremes, frequent values, distribution; all computed in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.duck import limited, serving_instance
from zhanqiao.data_center.storage.engine.fields import NUMERIC, Field, LogicalType
from zhanqiao.data_center.storage.engine.query.layout import Layout, layout_of
from zhanqiao.data_center.storage.engine.query.values import json_value

Profile = dict[str, dict[str, Any]]
EXACT_ROWS = 200_000
TOP_VALUES = 20
TOP_DISTINCT = 20_000
BINS = 20
COLUMNS_AT_ONCE = 50  # each holds counting tables in memory: thousands of columns at once took gigabytes
SHOWN_CHARS = 200
DATED = frozenset({LogicalType.DATE, LogicalType.TIMESTAMP})
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall-clock timestamps carry no zone


def profile(*, serving: Path, fields: Sequence[Field]) -> Profile:
    """Return the profile of each column of a release.

    Per column: ``nulls``, ``distinct`` (``distinct_exact`` is false past 200,000 rows, where it is estimated within a
    few percent), ``min``, ``max``, ``mean`` (numbers), ``max_length`` (text), ``top`` (pairs of value and count; empty
    for nearly unique columns) and ``histogram`` (``from``, ``to``, ``count``; numbers, dates). Values as in pages.
    """
    instance = serving_instance(serving)
    cursor = instance.cursor()
    with instance.using(serving) as table, limited(cursor, seconds=600):
        return profile_relation(cursor=cursor, relation=table.relation, layout=layout_of(fields), rows=table.rows)


def profile_relation(*, cursor: duckdb.DuckDBPyConnection, relation: str, layout: Layout, rows: int) -> Profile:
    """Return the profile of a relation that has the physical columns of ``layout``."""
    found = _statistics(cursor, relation, layout, exact=rows <= EXACT_ROWS)
    for field in layout.fields:
        column, values = layout.column(field.name), found[field.name]
        values["nulls"] = rows - values["nulls"]
        if _has_top(field, values, rows):
            values["top"] = _top(cursor, relation, column, field)
        if field.type in NUMERIC | DATED and values["min"] is not None:
            values["histogram"] = _histogram(cursor, relation, column, field, values)
        values["min"], values["max"] = (_shown(values[end], field) for end in ("min", "max"))
    return found


def _statistics(cursor: duckdb.DuckDBPyConnection, relation: str, layout: Layout, *, exact: bool) -> Profile:
    found: Profile = {field.name: {"distinct_exact": exact, "top": []} for field in layout.fields}
    for start in range(0, len(layout.fields), COLUMNS_AT_ONCE):
        fields = layout.fields[start : start + COLUMNS_AT_ONCE]
        wanted = [(field.name, key, sql) for field in fields for key, sql in _measures(field, layout, exact=exact)]
        row = cursor.execute(f"SELECT {', '.join(sql for _, _, sql in wanted)} FROM {relation}").fetchone()
        for (name, key, _), value in zip(wanted, row or (), strict=True):
            found[name][key] = value
    return found


def _measures(field: Field, layout: Layout, *, exact: bool) -> list[tuple[str, str]]:
    column = layout.column(field.name)
    if field.type is LogicalType.GEOMETRY:
        return [("nulls", f"count({column})"), ("distinct", "NULL"), ("min", "NULL"), ("max", "NULL")]
    distinct = f"count(DISTINCT {column})" if exact else f"approx_count_distinct({column})"
    found = [
        ("nulls", f"count({column})"),
        ("distinct", distinct),
        ("min", f"min({column})"),
        ("max", f"max({column})"),
    ]
    if field.type in NUMERIC:
        found.append(("mean", f"avg({column})::DOUBLE"))
    if field.type is LogicalType.TEXT:
        found.append(("max_length", f"max(length({column}))"))
    return found


def _has_top(field: Field, values: dict[str, Any], rows: int) -> bool:
    if field.type is LogicalType.GEOMETRY or not values["distinct"]:
        return False
    repeated = values["distinct"] < rows - values["nulls"]
    return bool(repeated and (values["distinct_exact"] or values["distinct"] <= TOP_DISTINCT))


def _top(cursor: duckdb.DuckDBPyConnection, relation: str, column: str, field: Field) -> list[tuple[Any, int]]:
    sql = f"SELECT {column}, count(*) FROM {relation} WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {TOP_VALUES}"
    return [(_shown(value, field), count) for value, count in cursor.execute(sql).fetchall()]


def _histogram(
    cursor: duckdb.DuckDBPyConnection, relation: str, column: str, field: Field, values: dict[str, Any]
) -> list[dict[str, Any]]:
    low, high = (_measured(values[end]) for end in ("min", "max"))
    if not low < high:
        return []
    measured = f"epoch({column})" if field.type in DATED else f"{column}::DOUBLE"
    width = (high - low) / BINS
    sql = f"SELECT least(floor(({measured} - $1) / $2), $3)::INTEGER, count(*) FROM {relation} WHERE isfinite({column}::{'TIMESTAMP' if field.type in DATED else 'DOUBLE'}) GROUP BY 1"
    counts = dict(cursor.execute(sql, [low, width, BINS - 1]).fetchall())
    edges = [_edge(low + width * index, field) for index in range(BINS + 1)]
    return [{"from": edges[bin_], "to": edges[bin_ + 1], "count": counts.get(bin_, 0)} for bin_ in range(BINS)]


def _measured(value: Any) -> float:
    if isinstance(value, datetime):
        return (value - EPOCH).total_seconds()
    if isinstance(value, date):
        return float((value - EPOCH.date()).days * 86_400)
    # DuckDB gives text for dates that Python cannot hold; a table with such dates gets no histogram.
    return float("nan") if isinstance(value, str) else float(value)


def _edge(value: float, field: Field) -> Any:
    if field.type not in DATED:
        return value
    moment = EPOCH + timedelta(seconds=value)
    return moment.date().isoformat() if field.type is LogicalType.DATE else moment.isoformat(timespec="seconds")


def _shown(value: Any, field: Field) -> Any:
    value = value if field.type is LogicalType.JSON else json_value(value, kind=field.type)
    return value[:SHOWN_CHARS] if isinstance(value, str) else value

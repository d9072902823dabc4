"""Runs joins over two serving copies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.duck import (
    Attached,
    Instance,
    export_instance,
    limited,
    own_instance,
    root_of,
    serving_instance,
)
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.joins.errors import JoinTooLargeError
from zhanqiao.data_center.storage.engine.joins.model import Join, Match, SideMatch
from zhanqiao.data_center.storage.engine.joins.relations import edge_sql, joined_relation, match_sql
from zhanqiao.data_center.storage.engine.query.compiling import Compiler, Statement
from zhanqiao.data_center.storage.engine.query.layout import layout_of
from zhanqiao.data_center.storage.engine.query.model import output_fields
from zhanqiao.data_center.storage.engine.query.nodes import Order
from zhanqiao.data_center.storage.engine.query.pages import page_size
from zhanqiao.data_center.storage.engine.query.regions import check_regions
from zhanqiao.data_center.storage.engine.query.running import fetched
from zhanqiao.data_center.storage.engine.query.values import carried, json_rows
from zhanqiao.kit import environment

Opened = tuple[duckdb.DuckDBPyConnection, Attached, Attached]


@dataclass(frozen=True, slots=True)
class JoinPage:
    """A page of a join: ``rows`` of values that JSON can carry, in the order of ``columns``.

    ``more`` says whether rows follow, ``total`` counts all where that is free. ``limits`` are as in ``RowsPage``.
    """

    columns: tuple[Field, ...]
    rows: list[tuple[Any, ...]]
    more: bool
    total: int | None
    limits: tuple[dict[str, str], ...] = field(default=())


def match_of(*, join: Join, left: Path, right: Path, seconds: float | None = None) -> Match:
    """Return how well the keys match, over all rows of both tables. Raises QueryTimeoutError, QueryMemoryError."""
    with _opened(join, left, right, seconds) as (cursor, first, second):
        params: list[Any] = []
        sql = match_sql(join=join, left=first.relation, right=second.relation, params=params)
        found = fetched(cursor, Statement(sql, tuple(params)))[0]
        rows = first.rows, second.rows
    pairs, left_found, right_found, left_most, right_most, left_keys, right_keys = (int(each or 0) for each in found)
    return Match(
        left=SideMatch(rows[0], left_found, rows[0] - left_keys, left_most),
        right=SideMatch(rows[1], right_found, rows[1] - right_keys, right_most),
        pairs=pairs,
    )


def edge_points(*, join: Join, left: Path, right: Path, seconds: float | None = None) -> int:
    """Return how many points of a join by place lie on an edge and in no area. Raises QueryTimeoutError."""
    with _opened(join, left, right, seconds) as (cursor, first, second):
        sql = edge_sql(join=join, left=first.relation, right=second.relation)
        return int(fetched(cursor, Statement(sql, ()))[0][0])


def joined_rows(*, join: Join, match: Match, left: Path, right: Path, seconds: float | None = None) -> JoinPage:
    """Return a page of the join, in the order of the left table's source and then of the right's unless asked otherwise.

    ``match`` is what :func:`match_of` gives. Raises JoinTooLargeError (more pairs than the setting JOIN_PAIRS),
    QueryTimeoutError, QueryFailedError, QueryMemoryError.
    """
    require_size(match=match)
    query = join.query
    columns = output_fields(query=query, layout=layout_of(join.fields))
    size, limits = page_size(query=query)
    with _opened(join, left, right, seconds) as (cursor, first, second):
        check_regions(regions=query.areas, cursor=cursor)
        found = fetched(cursor, _statement(join, first, second, columns, size))
    total = None if query.filtered or query.aggregated else match.rows(join.kind)
    return JoinPage(columns, json_rows(rows=found[:size], fields=columns), len(found) > size, total, limits)


def require_size(*, match: Match) -> None:
    """Raise JoinTooLargeError for more pairs of rows than the setting JOIN_PAIRS."""
    limit = environment.value("JOIN_PAIRS")
    if match.pairs > limit:
        raise JoinTooLargeError(pairs=match.pairs, limit=limit, left_most=match.left.most, right_most=match.right.most)


def _statement(join: Join, left: Attached, right: Attached, columns: tuple[Field, ...], size: int) -> Statement:
    params: list[Any] = []
    relation, places = joined_relation(join=join, left=left.relation, right=right.relation, params=params)
    query = join.query
    compiler = Compiler(query=query, layout=layout_of(join.fields), relation=relation, params=params)
    outputs = [carried(field=each, sql=sql) for each, sql in zip(columns, compiler.outputs(), strict=True)]
    orders = query.order_by or tuple(Order(key) for key in query.group_by)
    ties = [compiler.sql(key) for key in query.group_by] if query.aggregated else list(places)
    body = f"SELECT {', '.join(outputs)} {compiler.source()}{compiler.groups()}{compiler.orders(orders, *ties)}"
    return compiler.statement(f"{body} LIMIT {size + 1} OFFSET {query.offset}")


@contextmanager
def _opened(join: Join, left: Path, right: Path, seconds: float | None) -> Iterator[Opened]:
    instance = _instance(left, right, spatial=bool(join.points or join.query.areas))
    cursor = instance.fresh_cursor() if join.points else instance.cursor()
    with instance.using(left) as first, instance.using(right) as second, limited(cursor, seconds=seconds):
        yield cursor, first, second


def _instance(left: Path, right: Path, *, spatial: bool) -> Instance:
    if root_of(left) != root_of(
        right
    ):  # one is no release: a file that somebody brought, which no other visitor's query may meet
        return own_instance(left, beside=right, spatial=spatial)
    return export_instance(left, spatial=True) if spatial else serving_instance(left)

"""Joins of two tables, each at one release. Who may read a table was decided before its card came here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from zhanqiao.data_center.storage.engine import joins
from zhanqiao.data_center.storage.engine.joins import Join, JoinPage, Match, Side
from zhanqiao.data_center.storage.engine.query import Query
from zhanqiao.data_center.storage.queries.cards import TableCard
from zhanqiao.kit import environment

REMEMBERED = 256  # matches; two releases never change, so neither does how their keys match


def parsed_join(
    *,
    kind: str,
    left: TableCard,
    right: TableCard,
    prefixes: tuple[str | None, str | None],
    on: Sequence[tuple[str, str]],
    params: Mapping[str, str],
) -> Join:
    """Return a typed join; ``prefixes`` are of the left and the right table. Raises QueryError (400), located."""
    sides = Side(left.fields, prefixes[0]), Side(right.fields, prefixes[1])
    return joins.parse_join(kind=kind, left=sides[0], right=sides[1], on=on, params=params)


def parsed_place_join(
    *, kind: str, left: TableCard, right: TableCard, points: Literal["left", "right"], params: Mapping[str, str]
) -> Join:
    """Return the typed join of points with the areas they lie in. Raises QueryError (400), NoPlaceError (400)."""
    sides = Side(left.fields), Side(right.fields)
    return joins.parse_place_join(kind=kind, left=sides[0], right=sides[1], points=points, params=params)


def join_match(*, join: Join, left: TableCard, right: TableCard) -> Match:
    """Return how well the keys match, counted once for two releases. Raises QueryTimeoutError."""
    keys_alone = replace(join, kind="inner", left=Side(left.fields), right=Side(right.fields), fields=(), query=Query())
    return _match(keys_alone, left.serving, right.serving)


def joined_rows(*, join: Join, match: Match, left: TableCard, right: TableCard) -> JoinPage:
    """Return a page of the join. Raises JoinTooLargeError (422), QueryTimeoutError."""
    return joins.joined_rows(join=join, match=match, left=left.serving, right=right.serving)


def most_pairs() -> int:
    """Return how many pairs of rows a join may make."""
    return int(environment.value("JOIN_PAIRS"))


def edge_points(*, join: Join, left: TableCard, right: TableCard) -> int:
    """Return how many points of a join by place lie on an edge and in no area. Raises QueryTimeoutError."""
    return _edges(replace(join, kind="inner", fields=(), query=Query()), left.serving, right.serving)


@lru_cache(maxsize=REMEMBERED)
def _edges(join: Join, left: Path, right: Path) -> int:
    return joins.edge_points(join=join, left=left, right=right)


@lru_cache(maxsize=REMEMBERED)
def _match(join: Join, left: Path, right: Path) -> Match:
    return joins.match_of(join=join, left=left, right=right)

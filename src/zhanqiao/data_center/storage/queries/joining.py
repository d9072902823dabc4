"""Joins of two tables, each at one release. Who may read a table was decided before its card came here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhanqiao.data_center.storage.engine import joins
from zhanqiao.data_center.storage.engine.joins import Join, JoinPage, Match, Side
from zhanqiao.data_center.storage.queries.cards import TableCard
from zhanqiao.data_center.storage.queries.warehouse import remembered


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


def join_match(*, join: Join, left: TableCard, right: TableCard) -> Match:
    """Return how well the keys match, counted once for two releases. Raises QueryTimeoutError."""
    key = ("match", left.release_id, right.release_id, join.keys_text())
    return remembered(key, lambda: joins.match_of(join=join, left=left.serving, right=right.serving))


def joined_rows(*, join: Join, left: TableCard, right: TableCard) -> JoinPage:
    """Return a page of the join. Raises JoinTooLargeError (422), QueryTimeoutError."""
    match = join_match(join=join, left=left, right=right)
    return joins.joined_rows(join=join, match=match, left=left.serving, right=right.serving)

"""Where a row stands in a release, and which row stands at a place: what names one cell of a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhanqiao.data_center.storage.engine.changes.correcting import find_row
from zhanqiao.data_center.storage.engine.changes.correcting import row_at as engine_row_at
from zhanqiao.data_center.storage.queries.cards import TableCard
from zhanqiao.data_center.storage.queries.comparing import candidates


def row_at(*, card: TableCard, place: int) -> dict[str, Any]:
    """Return the row at a place (from 0) of the card's release, with values as in JSON. Raises RowGoneError."""
    return engine_row_at(serving=card.serving, fields=card.fields, place=place)


def place_of(*, card: TableCard, identity: Mapping[str, Any]) -> int:
    """Return where the row with these values (as in JSON) stands in the card's release, from 0. Raises RowGoneError."""
    place, _ = find_row(serving=card.serving, fields=card.fields, identity=identity)
    return place


def is_key(*, card: TableCard, identity: Mapping[str, Any]) -> bool:
    """Say whether a row is identified by a declared key or by a column that identifies rows, not by all it holds."""
    return any(set(key) == set(identity) for key in candidates(old=card, new=card, judged_by=card))

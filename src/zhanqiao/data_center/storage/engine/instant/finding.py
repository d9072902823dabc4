"""Which rows make a page: by arrays, or by asking the serving copy for nothing but their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from zhanqiao.data_center.storage.engine.instant.arrays import Array, ColumnArray
from zhanqiao.data_center.storage.engine.instant.choosing import Chosen, chosen_rows
from zhanqiao.data_center.storage.engine.instant.opening import InstantCopy
from zhanqiao.data_center.storage.engine.query.layout import Layout
from zhanqiao.data_center.storage.engine.query.model import Query
from zhanqiao.data_center.storage.engine.query.nodes import Column, Order

Places = Sequence[int]
MOST_LOOKED_AT = 2_000_000  # matching rows whose sort keys are held at once: 16 bytes a row and key
MOST_SORTED = 200_000  # matching rows that are sorted whole; of more, only those near the top


@dataclass(frozen=True, slots=True)
class Found:
    """Row numbers of a page and one more, the total when it was asked for or is free; whether the serving copy was asked."""

    places: list[int]
    total: int | None
    asked: bool = False


def find(
    *, query: Query, layout: Layout, copy: InstantCopy, start: int, size: int, resumed: bool, ask: Callable[[], Places]
) -> Found | None:
    """Return which rows make a page of ``size`` and one more; None when the arrays cannot say the total asked for.

    ``start`` is the offset, or with ``resumed`` in source order the row number to go on at. ``ask`` asks the serving
    copy for the same rows.
    """
    if not query.filtered and not query.order_by:
        total = None if query.count == "none" else copy.rows
        return Found(list(range(min(start, copy.rows), min(start + size + 1, copy.rows))), total)
    chosen = chosen_rows(query=query, layout=layout, copy=copy) if query.filtered else None
    if query.filtered and chosen is None:
        return None if query.counted else Found(list(ask()), None, asked=True)
    total = _total(query, chosen, copy)
    if query.order_by:
        places = _sorted(query.order_by, chosen, copy, start + size + 1)
        return (
            Found(list(ask()), total, asked=True)
            if places is None
            else Found(places[start : start + size + 1].tolist(), total)
        )
    assert chosen is not None
    places = chosen.page_from(row=start, size=size + 1) if resumed else chosen.page(skipped=start, size=size + 1)
    return Found(places.tolist(), total)


def _total(query: Query, chosen: Chosen | None, copy: InstantCopy) -> int | None:
    if chosen is None:
        return None if query.count == "none" else copy.rows
    return chosen.count if query.counted else None


def _sorted(orders: Sequence[Order], chosen: Chosen | None, copy: InstantCopy, wanted: int) -> Array | None:
    """Return the first ``wanted`` row numbers in the order asked, ties in source order; None when there is no array."""
    if (copy.rows if chosen is None else chosen.count) > MOST_LOOKED_AT:
        return None
    places = np.arange(copy.rows) if chosen is None else chosen.places()
    keys = [_key(order, copy, places) for order in orders]
    columns = [key for key in keys if key is not None]
    if len(columns) < len(keys):
        return None
    if len(places) > max(wanted * 4, MOST_SORTED // 8):
        # Only rows not worse than the wanted-th by the first key can be among the first.
        worst = np.partition(columns[0], min(wanted, len(places)) - 1)[min(wanted, len(places)) - 1]
        near = np.flatnonzero(columns[0] <= worst)
        places, columns = places[near], [each[near] for each in columns]
    if len(places) > MOST_SORTED:
        return None
    return np.asarray(places[np.lexsort((places, *reversed(columns)))][:wanted])


def _key(order: Order, copy: InstantCopy, places: Array) -> Array | None:
    """Return numbers of rows that sort as the order asks: smaller comes first, NULL where it was asked to stand."""
    # Codes of texts stand in the order of code points; another collation is left to the serving copy.
    if not isinstance(order.node, Column) or order.collation is not None:
        return None
    array = copy.array(order.node.name)
    if array is None:
        return None
    values = array.values[places].astype(np.int64)
    key = -values if order.descending else values
    missing = np.equal(values, 0) if array.texts is not None else _missing(array, places)
    if missing is not None:
        key[missing] = np.iinfo(np.int64).min if order.nulls_first else np.iinfo(np.int64).max
    return key


def _missing(array: ColumnArray, places: Array) -> Array | None:
    return None if array.nulls is None else array.nulls[places]

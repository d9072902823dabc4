"""Groups and value counts from arrays: codes of the grouping columns make one small number a row, counted in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.engine.instant.arrays import Array, ColumnArray
from zhanqiao.data_center.storage.engine.instant.masks import NUMBERS, mask_of
from zhanqiao.data_center.storage.engine.instant.opening import InstantCopy
from zhanqiao.data_center.storage.engine.query.layout import Layout
from zhanqiao.data_center.storage.engine.query.model import Query
from zhanqiao.data_center.storage.engine.query.nodes import Call, Column, Node
from zhanqiao.data_center.storage.engine.query.values import json_value

MOST_GROUPS = 1 << 16
MOST_COUNTED = 6_000_000  # rows: counting holds 16 bytes a row for a moment
SPARSE = 4  # fewer than one row in four is gathered
EXACT = 2**53  # sums below are exact in doubles


def groups(*, query: Query, layout: Layout, copy: InstantCopy) -> list[tuple[Any, ...]] | None:
    """Return all groups in the order of their keys, NULL last; None when the arrays cannot say.

    Known: grouping by coded columns, or none; count(*), and sums of whole and decimal numbers; no HAVING, no other order.
    """
    if query.having is not None or query.order_by or not query.select or copy.rows > MOST_COUNTED:
        return None
    keys = [copy.array(each.name) if isinstance(each, Column) else None for each in query.group_by]
    coded = [each for each in keys if each is not None and each.texts is not None]
    if len(coded) < len(query.group_by):
        return None
    mask = mask_of(query=query, layout=layout, copy=copy) if query.filtered else None
    if query.filtered and mask is None:
        return None
    return _Groups(query, coded, _Chosen(mask, copy.rows), copy).rows()


def value_counts(
    *, query: Query, layout: Layout, copy: InstantCopy, columns: Sequence[str], size: int
) -> dict[str, list[tuple[Any, int]]] | None:
    """Return for each column its most frequent values with their counts, as ``facets`` does; None as above."""
    arrays = [copy.array(name) for name in columns]
    coded = [each for each in arrays if each is not None and each.texts is not None]
    if len(coded) < len(columns) or copy.rows > MOST_COUNTED:
        return None
    mask = mask_of(query=query, layout=layout, copy=copy) if query.filtered else None
    if query.filtered and mask is None:
        return None
    chosen = _Chosen(mask, copy.rows)
    return {name: _frequent(array, chosen, size) for name, array in zip(columns, coded, strict=True)}


def _frequent(array: ColumnArray, chosen: _Chosen, size: int) -> list[tuple[Any, int]]:
    texts = array.texts or []
    counts = chosen.counts(chosen.of(array.values), number=len(texts) + 1)
    present = [code for code in np.argsort(-counts, kind="stable").tolist() if counts[code]]
    # Equal counts stand in the order of their values, NULL behind them.
    present.sort(key=lambda code: (-int(counts[code]), code == 0, code))
    return [(texts[code - 1] if code else None, int(counts[code])) for code in present[:size]]


class _Chosen:
    """The rows that a filter let through: few are gathered once, many stay in place beside those left out."""

    def __init__(self, mask: Array | None, rows: int) -> None:
        self.count = rows if mask is None else int(np.count_nonzero(mask))
        self._mask = mask if self.count < rows else None
        self._sparse = self.count * SPARSE < rows
        self._places: Array | None = None

    def of(self, values: Array) -> Array:
        """Return the values of the rows that are looked at, some of which may be left out."""
        if self._mask is None or not self._sparse:
            return values
        if self._places is None:
            self._places = np.flatnonzero(self._mask)
        return np.take(values, self._places)

    def counts(self, code: Array, *, number: int, weights: Array | None = None) -> Array:
        """Return how often each code up to ``number`` stands in the chosen rows, or the sums of their weights."""
        if self._mask is None or self._sparse:
            return np.bincount(code, weights=weights, minlength=number)
        # Rows left out get a code of their own, behind all others.
        marked = np.where(self._mask, code, _holding(number)(number))
        return np.bincount(marked, weights=weights, minlength=number + 1)[:number]


def _holding(number: int) -> type[np.unsignedinteger[Any]]:
    return (
        np.uint8 if number <= np.iinfo(np.uint8).max else np.uint16 if number <= np.iinfo(np.uint16).max else np.uint32
    )


class _Groups:
    """The groups of one query."""

    def __init__(self, query: Query, keys: Sequence[ColumnArray], chosen: _Chosen, copy: InstantCopy) -> None:
        self.query, self.keys, self.chosen, self.copy = query, keys, chosen, copy
        self.sizes = [len(each.texts or ()) + 1 for each in keys]
        self.number = int(np.prod(self.sizes, dtype=np.int64)) if keys else 1

    def rows(self) -> list[tuple[Any, ...]] | None:
        """Return one tuple per group with rows in it; one without grouping."""
        if self.number > MOST_GROUPS:
            return None
        code = self._codes()
        counts = np.asarray([self.chosen.count]) if code is None else self.chosen.counts(code, number=self.number)
        present = np.flatnonzero(counts) if self.keys else np.asarray([0])
        columns = [self._column(each.node, code, counts, present) for each in self.query.select]
        if any(each is None for each in columns):
            return None
        order = sorted(range(len(present)), key=lambda at: self._place(int(present[at])))
        return [tuple(column[at] for column in columns if column is not None) for at in order]

    def _codes(self) -> Array | None:
        """Return one number per chosen row for its combination of keys."""
        code: Array | None = None
        kind = _holding(self.number)
        for array, size in zip(self.keys, self.sizes, strict=True):
            values = self.chosen.of(array.values)
            code = values if code is None else code.astype(kind, copy=False) * kind(size) + values
        return code

    def _parts(self, code: int) -> list[int]:
        parts = []
        for size in reversed(self.sizes):
            code, part = divmod(code, size)
            parts.append(part)
        return parts[::-1]

    def _place(self, code: int) -> list[tuple[bool, int]]:
        return [(part == 0, part) for part in self._parts(code)]

    def _column(self, node: Node, code: Array | None, counts: Array, present: Array) -> list[Any] | None:
        if isinstance(node, Column):
            return self._key_values(node, present)
        if not isinstance(node, Call) or node.distinct:
            return None
        if node.name == "count(*)":
            return [int(each) for each in counts[present]]
        if node.name == "sum" and isinstance(node.args[0], Column):
            return self._sums(node, node.args[0], code, present)
        return None

    def _key_values(self, node: Column, present: Array) -> list[Any] | None:
        place = next((at for at, key in enumerate(self.query.group_by) if key == node), None)
        if place is None:
            return None
        texts = self.keys[place].texts or []
        found = [self._parts(int(code))[place] for code in present]
        return [texts[part - 1] if part else None for part in found]

    def _sums(self, node: Call, column: Column, code: Array | None, present: Array) -> list[Any] | None:
        array = self.copy.array(column.name)
        if array is None or array.field.type not in NUMBERS or array.nulls is not None or not self.chosen.count:
            return None
        values = self.chosen.of(array.values)
        bound = max(abs(int(array.values.max())), abs(int(array.values.min())))
        if bound * self.chosen.count >= EXACT:
            return None
        code = np.zeros(len(values), dtype=np.uint8) if code is None else code
        totals = self.chosen.counts(code, number=self.number, weights=values)[present]
        kind = node.type or LogicalType.DECIMAL
        return [json_value(_whole(int(each), array.scale, kind), kind=kind) for each in totals]


def _whole(number: int, scale: int, kind: LogicalType) -> int | Decimal:
    return number if kind is LogicalType.INTEGER else Decimal(number).scaleb(-scale)

"""The rows a filter lets through: few of them known by an index first, the rest of the filter asked of these alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from zhanqiao.data_center.storage.engine.instant.arrays import Array, ColumnArray
from zhanqiao.data_center.storage.engine.instant.indexed import Rows, indexed_places
from zhanqiao.data_center.storage.engine.instant.masks import mask_of
from zhanqiao.data_center.storage.engine.query.layout import Layout
from zhanqiao.data_center.storage.engine.query.model import Query
from zhanqiao.data_center.storage.engine.query.nodes import Call, Node

LOOKED_AT = 65_536  # rows at a time, when only the first that fit are wanted


class Chosen:
    """Rows by a mark for each row of the table, or by their numbers; whichever is there is used."""

    def __init__(self, *, mask: Array | None = None, places: Array | None = None) -> None:
        """Keep one of both; numbers are in order."""
        self._mask, self._places = mask, places

    @cached_property
    def count(self) -> int:
        """How many rows they are."""
        return int(np.count_nonzero(self._mask)) if self._mask is not None else len(self.places())

    def places(self) -> Array:
        """Return their numbers, in order."""
        if self._places is None:
            assert self._mask is not None
            self._places = np.flatnonzero(self._mask)
        return self._places

    def page(self, *, skipped: int, size: int) -> Array:
        """Return ``size`` numbers after the first ``skipped``; no more rows are looked at than that takes."""
        return self._first(self._mask, skipped + size)[skipped:] if self._mask is not None else self._cut(skipped, size)

    def page_from(self, *, row: int, size: int) -> Array:
        """Return the first ``size`` numbers from ``row`` on."""
        if self._mask is None:
            return self._cut(int(np.searchsorted(self.places(), row)), size)
        return self._first(self._mask[row:], size) + row

    def _cut(self, start: int, size: int) -> Array:
        return self.places()[start : start + size]

    @staticmethod
    def _first(mask: Array, size: int) -> Array:
        found: list[Array] = []
        for start in range(0, len(mask), LOOKED_AT):
            found.append(np.flatnonzero(mask[start : start + LOOKED_AT]) + start)
            if sum(map(len, found)) >= size:
                break
        return np.concatenate(found)[:size] if found else np.zeros(0, dtype=np.int64)


def chosen_rows(*, query: Query, layout: Layout, copy: Rows) -> Chosen | None:
    """Return the rows that the filter of ``query`` lets through; None when the copy cannot say."""
    places, rest = _by_index(query, copy)
    if places is None:
        mask = mask_of(query=query, layout=layout, copy=copy)
        return None if mask is None else Chosen(mask=mask)
    if not rest.filtered:
        return Chosen(places=places)
    mask = mask_of(query=rest, layout=layout, copy=_Some(copy, places, {}))
    return None if mask is None else Chosen(places=places[mask])


def _by_index(query: Query, copy: Rows) -> tuple[Array | None, Query]:
    """Return the rows of one test that an index answers, and the query without this test."""
    where = query.where
    if not isinstance(where, Call):
        return None, query
    tests: tuple[Node, ...] = where.args if where.name == "and" else (where,)
    for at, test in enumerate(tests):
        places = indexed_places(node=test, copy=copy)
        if places is not None:
            others = tests[:at] + tests[at + 1 :]
            kept = None if not others else others[0] if len(others) == 1 else replace(where, args=others)
            return places, replace(query, where=kept)
    return None, query


@dataclass(frozen=True, slots=True)
class _Some:
    """A copy of which only some rows are looked at."""

    whole: Rows
    places: Array
    arrays: dict[str, ColumnArray]

    @property
    def rows(self) -> int:
        return len(self.places)

    def array(self, name: str) -> ColumnArray | None:
        found = self.arrays.get(name)
        whole = self.whole.array(name) if found is None else None
        if whole is not None:
            nulls = None if whole.nulls is None else whole.nulls[self.places]
            found = self.arrays[name] = replace(whole, values=whole.values[self.places], nulls=nulls)
        return found

    def places_of(self, name: str, text: str) -> Array | None:
        return self._positions(self.whole.places_of(name, text))

    def places_with(self, name: str, part: str, fits: Callable[[str], bool]) -> Array | None:
        return self._positions(self.whole.places_with(name, part, fits))

    def _positions(self, found: Array | None) -> Array | None:
        return None if found is None else np.flatnonzero(np.isin(self.places, found))

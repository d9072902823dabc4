"""Hits in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import tantivy
from tantivy import Query


class Order(NamedTuple):
    """An order of hits: by a field, or by score with a field's weight."""

    by: str | None
    weight: str | None
    direction: tantivy.Order


BY_SCORE = Order(by=None, weight=None, direction=tantivy.Order.Desc)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Hits in their order: those of the first query, then those of the next."""

    searcher: tantivy.Searcher
    tiers: tuple[Query, ...]
    order: Order

    def window(self, first: int, count: int) -> list[tantivy.DocAddress]:
        """Return the addresses of this many hits from place ``first`` on."""
        found: list[tantivy.DocAddress] = []
        passed = 0
        for tier in self.tiers:
            start = max(0, first - passed)
            addresses, total = run(self.searcher, query=tier, order=self.order, limit=count - len(found), offset=start)
            found += addresses
            passed += total
            if len(found) == count:
                break
        return found


def run(
    searcher: tantivy.Searcher, *, query: Query, order: Order, limit: int, offset: int = 0
) -> tuple[list[tantivy.DocAddress], int]:
    """Return the addresses of some hits and the count of all."""
    found = searcher.search(
        query,
        max(limit, 1),  # tantivy wants at least one
        offset=offset,
        order_by_field=order.by,
        order=order.direction,
        weight_by_field=order.weight,
    )
    total: int = found.count  # type: ignore[attr-defined]  # - is there, missing in tantivy's type stubs
    return [address for _, address in found.hits][:limit], total

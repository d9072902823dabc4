"""How many hits there are, and how many each value of each facet would give, the other facets' filters applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import tantivy
from tantivy import Query

from zhanqiao.data_center.catalogue.engine.matching import Filters, filtered
from zhanqiao.data_center.catalogue.engine.schema import FACETS, MODIFIED

TOTAL = "total"
MOST_VALUES = 400  # more than a city has departments; ``more`` says how many hits lie beyond


@dataclass(frozen=True, slots=True)
class Counted:
    """One value of a facet, how many hits it gives, whether it is chosen."""

    value: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values, most hits first; ``more`` counts hits of values beyond ``MOST_VALUES``."""

    name: str
    values: tuple[Counted, ...]
    more: int = 0


class Counts(NamedTuple):
    """The number of hits, and every facet."""

    total: int
    facets: tuple[Facet, ...]


def counted(*, searcher: tantivy.Searcher, query: Query, filters: Filters, seen: Query | None) -> Counts:
    """Count the hits and every facet. Facets without a filter of their own are counted in one go with the hits."""
    free = [name for name in FACETS if name not in filters]
    found = _aggregated(searcher, filtered(query, filters=filters, seen=seen), free, total=True)
    total = found.pop(TOTAL)["value"]
    assert isinstance(total, float)
    for name in filters:
        found |= _aggregated(searcher, filtered(query, filters=filters, seen=seen, without=name), [name])
    return Counts(int(total), tuple(_facet(name, found[name], filters) for name in FACETS))


def _aggregated(
    searcher: tantivy.Searcher, query: Query, names: list[str], *, total: bool = False
) -> dict[str, dict[str, object]]:
    wanted: dict[str, dict[str, object]] = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
    if total:
        wanted[TOTAL] = {"value_count": {"field": MODIFIED}}
    return dict(searcher.aggregate(query, wanted))


def _facet(name: str, found: dict[str, object], filters: Filters) -> Facet:
    chosen = filters.get(name, ())
    buckets = found["buckets"]
    assert isinstance(buckets, list)
    counts = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
    values = [Counted(value, count, value in chosen) for value, count in counts.items()]
    values += [Counted(value, 0, selected=True) for value in chosen if value not in counts]
    more = found.get("sum_other_doc_count", 0)
    return Facet(name=name, values=tuple(sorted(values, key=_order)), more=more if isinstance(more, int) else 0)


def _order(counted_value: Counted) -> tuple[int, str]:
    return -counted_value.count, counted_value.value

"""Whether the values of a table's columns are what the elements say that they are bound to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhanqiao.data_center.metadata.queries.dictionaries import dictionary
from zhanqiao.data_center.metadata.queries.standards import ElementCard, code_list, elements
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import ColumnRule, Conformance, TableCard
from zhanqiao.kit.clock import CITY_TIME


@dataclass(frozen=True, slots=True)
class ColumnConformance:
    """One bound column: its element, and what was counted over all its values."""

    element: ElementCard
    found: Conformance


def conformance(*, table: TableCard) -> tuple[ColumnConformance, ...]:
    """Return the bound columns of a table at its release, counted over all rows; codes are those of the day of the release.

    Raises QueryTimeoutError.
    """
    known = {one.element.key: one for one in elements()}
    entries = dictionary(table_id=table.id, as_of=table.release_id)
    return conformance_to(table=table, bound={one.name: known[one.element] for one in entries if one.element in known})


def conformance_to(*, table: TableCard, bound: Mapping[str, ElementCard]) -> tuple[ColumnConformance, ...]:
    """Return the same for elements that columns may be bound to. Raises QueryTimeoutError."""
    on = table.released_at.astimezone(CITY_TIME).date()
    found = storage.conforming(card=table, rules={name: rule_of(card=one, on=on) for name, one in bound.items()})
    return tuple(ColumnConformance(bound[one.column], one) for one in found)


def rule_of(*, card: ElementCard, on: date) -> ColumnRule:
    """Return what an element asks of a value on a day."""
    element = card.element
    codes = code_list(key=element.code_list).held(on) if element.code_list else None
    return ColumnRule(
        pattern="" if codes is not None else card.format.pattern,
        is_date=card.format.kind == "date",
        codes=codes,
        minimum=element.minimum,
        maximum=element.maximum,
        check=element.check,
    )

"""Filters of a dashboard: what may be chosen, what is chosen, and which conditions it makes for a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhanqiao.core_services.dashboards.rules import Filter, Spec
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard

MOST_CHOICES, LONGEST = 200, 200
BAD_VALUE = Text("“{value}”不能用于列“{column}”。", "'{value}' does not suit the column '{column}'.")


class FilterValueError(ZhanqiaoError):
    """What was typed into a filter does not suit a column; the tile shows nothing rather than all rows."""

    status = 400
    code = "filter-value"
    sentence = BAD_VALUE


@dataclass(frozen=True, slots=True)
class ShownFilter:
    """A filter with what is chosen; without ``choices`` the value is typed."""

    filter: Filter
    value: str
    choices: tuple[str, ...]


def values_in(*, spec: Spec, given: Mapping[str, str]) -> dict[str, str]:
    """Return the chosen value of each filter, from the address; one that is not named there has its default."""
    return {one.id: given.get(one.id, one.default).strip()[:LONGEST] for one in spec.filters}


def shown_filters(*, spec: Spec, values: Mapping[str, str], card: AccessCard) -> tuple[ShownFilter, ...]:
    """Return the filters with the values that occur in the tables ``card`` may read."""
    return tuple(ShownFilter(one, values[one.id], _choices(one, values[one.id], card)) for one in spec.filters)


def conditions_for(
    *, spec: Spec, table: TableCard, values: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    """Return the conditions that the filters make for a table, and the names of those that are set and do not act on it.

    Raises KeyError for a column that is not there, FilterValueError.
    """
    chosen = [one for one in spec.filters if values.get(one.id)]
    acting = [_condition(one, table, values[one.id]) for one in chosen if table.id in one.columns]
    return tuple(acting), tuple(one.title for one in chosen if table.id not in one.columns)


def _condition(one: Filter, table: TableCard, value: str) -> str:
    column = one.columns[table.id]
    try:
        condition = storage.condition(card=table, column=column, operator=one.operator, value=value)
        storage.parsed(card=table, params={"where": condition})
    except (ZhanqiaoError, ValueError):
        raise FilterValueError(value=value, column=column) from None
    return condition


def _choices(one: Filter, value: str, card: AccessCard) -> tuple[str, ...]:
    """Return the values to choose from; none where they are compared, or too many."""
    if one.operator not in ("=", "!="):
        return ()
    found: set[str] = set()
    for table_id, column in one.columns.items():
        try:
            table = catalogue.readable_table(table_id=table_id, card=card)
            query = storage.parsed(card=table, params={})
            facets = storage.facets(card=table, query=query, columns=[column], size=MOST_CHOICES + 1)[column]
        except (ZhanqiaoError, KeyError):
            continue  # the tile over this table says why it shows nothing
        found |= {_written(each) for each, _ in facets if each is not None}
    chosen = {value} if value else set()
    return tuple(sorted(found | chosen)) if 0 < len(found) <= MOST_CHOICES else ()


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

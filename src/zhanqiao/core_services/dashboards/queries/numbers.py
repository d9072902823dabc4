"""One number over the rows of a table, and how it was in the release before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhanqiao.core_services.exploring.rules import GridState, charts, quoted
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.rules import AccessCard

CALLS = charts.CALLS | {"distinct": "count(distinct {0})"}  # one number can be exact, many groups are estimated


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """A number; ``change`` is its difference to that of the release ``before`` (None: there is none, or no number in it)."""

    value: Any
    text: str
    before: int | None = None
    change: str = ""
    is_more: bool = False


def number_of(
    *, table: TableCard, measure: str, of: str, rows: GridState, card: AccessCard, compare: bool
) -> ShownNumber:
    """Return a measure over the chosen rows of a table. Raises KeyError for a column that is not there, QueryError."""
    value = _asked(table, measure, of, rows)
    text = charts.shown_number(value) if isinstance(value, int | float | None) else str(value)
    earlier = _earlier(table, measure, of, rows, card) if compare and table.release_number > 1 else None
    if not isinstance(earlier, int | float) or not isinstance(value, int | float):
        return ShownNumber(value, text)
    change = value - earlier
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    return ShownNumber(
        value=value,
        text=text,
        before=table.release_number - 1,
        change=f"{sign}{charts.shown_number(abs(change))}",
        is_more=change > 0,
    )


def _earlier(table: TableCard, measure: str, of: str, rows: GridState, card: AccessCard) -> Any:
    """Return the number in the release before; None where that cannot be read or has no such column."""
    try:
        before = catalogue.readable_table(table_id=table.id, card=card, as_of=str(table.release_number - 1))
        return _asked(before, measure, of, rows)
    except (ZhanqiaoError, KeyError):
        return None


def _asked(table: TableCard, measure: str, of: str, rows: GridState) -> Any:
    if of and of not in {one.name for one in table.fields}:
        raise KeyError(of)
    chosen = {name: value for name, value in rows.selection().items() if name in ("where", "q")}
    asked = chosen | {"select": f"{CALLS[measure].format(quoted(of) if of else '')} as y"}
    found = storage.aggregate(card=table, query=storage.parsed(card=table, params=asked)).as_objects()
    return _plain(found[0]["y"])


def _plain(value: Any) -> Any:
    """Return exact decimals, which come as text, as numbers; the earliest day or the last name stays as it is."""
    try:
        return float(value) if isinstance(value, str | Decimal) else value
    except ValueError:
        return value

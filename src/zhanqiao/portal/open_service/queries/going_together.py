"""Which tables go with a table, for the API: only those whose rows the caller may read, and no value of theirs."""

from __future__ import annotations

from typing import Any

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import JoinableTable, SideMatch, TableCard, UnionableTable
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.queries.documents import release_reference
from zhanqiao.portal.open_service.rules.registry import BASE

DIGITS = 6


def joinable_envelope(*, table: TableCard, card: AccessCard, limit: int) -> dict[str, Any]:
    """Return the tables that can be joined with ``table``, which the caller may read. Raises QueryTimeoutError (503)."""
    found = storage.joinable_tables(card=table, others=catalogue.readable_tables(card=card))
    titles = _titles([table, *(each.table for each in found)], card)
    return {"data": [_joinable(table, each, titles) for each in found[:limit]], "total": len(found)}


def unionable_envelope(*, table: TableCard, card: AccessCard, limit: int) -> dict[str, Any]:
    """Return the tables whose rows fit under those of ``table``, which the caller may read."""
    found = storage.unionable_tables(card=table, others=catalogue.readable_tables(card=card))
    titles = _titles([table, *(each.table for each in found)], card)
    return {"data": [_unionable(each, titles) for each in found[:limit]], "total": len(found)}


def values_envelope(*, value: str, card: AccessCard) -> dict[str, Any]:
    """Return which tables the caller may read have a value."""
    found = storage.find_value(value=value, tables=catalogue.readable_tables(card=card))
    titles = _titles([one.table for one in found.tables], card)
    listed = [
        {
            "table": one.table.id,
            "title": titles[one.table.id].as_dict(),
            "url": f"{BASE}/tables/{one.table.id}",
            "columns": [{"column": column.column, "rows": column.rows} for column in one.columns],
        }
        for one in found.tables
    ]
    return {"data": listed, "looked_at": found.looked_at, "of": found.of}


def _joinable(table: TableCard, found: JoinableTable, titles: dict[str, Text]) -> dict[str, Any]:
    match = found.join.match
    on = [{"left": left, "right": right} for left, right in found.join.on]
    return {
        "table": _reference(found.table, titles),
        "score": found.join.score,
        "reason": found.join.reason(left=titles[table.id], right=titles[found.table.id]).as_dict(),
        "keys": on,
        "match": {
            "left_rate": _rate(match.left),
            "right_rate": _rate(match.right),
            "pairs": match.pairs,
            "cardinality": match.cardinality,
        },
        "join": {"url": f"{BASE}/joins", "body": {"left": table.id, "right": found.table.id, "on": on}},
    }


def _unionable(found: UnionableTable, titles: dict[str, Text]) -> dict[str, Any]:
    return {
        "table": _reference(found.table, titles),
        "score": found.union.score,
        "reason": found.union.reason.as_dict(),
        "columns": list(found.union.columns),
        "left_alone": list(found.union.left_alone),
        "right_alone": list(found.union.right_alone),
    }


def _reference(table: TableCard, titles: dict[str, Text]) -> dict[str, Any]:
    return {
        "id": table.id,
        "name": table.name,
        "title": titles[table.id].as_dict(),
        "url": f"{BASE}/tables/{table.id}",
        "release": release_reference(table),
    }


def _titles(tables: list[TableCard], card: AccessCard) -> dict[str, Text]:
    """Return what to call each table: by its dataset, and by its own title where the dataset has several."""
    datasets = {one.id: one for one in catalogue.dataset_cards(ids=[each.dataset_id for each in tables], card=card)}
    return {each.id: datasets[each.dataset_id].title_of(table=each) for each in tables}


def other_table(table: TableCard, /) -> dict[str, Any]:
    """Return how an answer names a table that anybody may read, as what it is said by."""
    return _reference(table, _titles([table], ANONYMOUS))


def _rate(side: SideMatch) -> float | None:
    return round(side.matched / side.rows, DIGITS) if side.rows else None

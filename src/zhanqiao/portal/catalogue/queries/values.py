"""Where in the data a value stands."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.people.access.rules import AccessCard


def values_page(*, value: str, card: AccessCard) -> dict[str, Any]:
    """Return the tables whose rows ``card`` may read that have a value, with the way to those rows."""
    found = storage.find_value(value=value, tables=catalogue.readable_tables(card=card))
    ids = [one.table.dataset_id for one in found.tables]
    datasets = {one.id: one for one in catalogue.dataset_cards(ids=ids, card=card)}
    return {
        "value": value,
        "found": found,
        "tables": [
            {
                "table": one.table,
                "dataset": datasets[one.table.dataset_id],
                "columns": [
                    {"name": column.column, "rows": column.rows, "address": _address(one.table, column.column, value)}
                    for column in one.columns
                ],
            }
            for one in found.tables
        ],
        "section": "datasets",
    }


def _address(table: TableCard, column: str, value: str) -> str:
    where = storage.condition(card=table, column=column, operator="=", value=value.strip())
    return "?" + urlencode({"table": table.id, "where": where})

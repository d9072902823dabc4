"""What SODA asks of tables: rows in its shape, and a table as its view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Query, TableCard
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.queries.seeing import table_document
from zhanqiao.portal.open_service.rules.soda import MOST_ROWS, column_type, row_object


class SodaRows(NamedTuple):
    """Rows as SODA objects, with the names and SODA types of their columns."""

    objects: list[dict[str, Any]]
    names: list[str]
    types: list[str]


def soda_query(*, table: TableCard, params: Mapping[str, str], filters: Mapping[str, str]) -> Query:
    """Return the typed question; simple filters are joined to the condition. Raises QueryError, located."""
    known = {field.name for field in table.fields}
    tests = [
        storage.condition(card=table, column=name, operator="=", value=text)
        for name, text in filters.items()
        if name in known
    ]
    unknown = {name: text for name, text in filters.items() if name not in known}
    where = " AND ".join(f"({one})" for one in (params.get("where", ""), *tests) if one)
    return storage.parsed(card=table, params={**params, "where": where, **unknown}, max_limit=MOST_ROWS)


def soda_rows(*, table: TableCard, query: Query) -> SodaRows:
    """Return the answer in SODA's shape."""
    page = storage.rows(card=table, query=query)
    names, kinds = [field.name for field in page.columns], [str(field.type) for field in page.columns]
    objects = [row_object(names=names, kinds=kinds, row=tuple(row)) for row in page.rows]
    return SodaRows(objects, names, [column_type(kind=kind) for kind in kinds])


def soda_view(*, table_id: str, card: AccessCard) -> dict[str, Any]:
    """Return a table as SODA describes a view. Raises NotFoundError."""
    found = table_document(table_id=table_id, card=card, as_of=None)
    columns = metadata.dictionary(table_id=table_id, as_of=None)
    return {
        "id": table_id,
        "name": found["title"]["zh"],
        "viewType": "tabular",
        "rowsUpdatedAt": int(storage.table_card(table_id=table_id).released_at.timestamp()),
        "columns": [
            {
                "id": number,
                "position": number,
                "name": column.label.zh,
                "fieldName": column.field.name,
                "dataTypeName": column_type(kind=str(column.field.type)),
                "description": column.description.zh,
            }
            for number, column in enumerate(columns, start=1)
        ],
    }

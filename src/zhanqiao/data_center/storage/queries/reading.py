"""The rows of a table at one release: the door through which pages and interfaces ask the engine.

``params`` are those of the query model (``PARAMETERS``); anything else is refused by the engine's QueryError.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from zhanqiao.data_center.storage.engine import export as engine_export
from zhanqiao.data_center.storage.engine import query as engine_query
from zhanqiao.data_center.storage.engine import releases as engine_releases
from zhanqiao.data_center.storage.engine.export import Format, Naming
from zhanqiao.data_center.storage.engine.query import MAX_ROWS, Query, RowsPage
from zhanqiao.data_center.storage.queries.cards import TableCard
from zhanqiao.data_center.storage.queries.routing import routed
from zhanqiao.data_center.storage.queries.warehouse import remembered, warehouse


def parsed(*, card: TableCard, params: Mapping[str, str], max_limit: int = MAX_ROWS) -> Query:
    """Return the typed question, of at most ``max_limit`` rows a page; ``.normalised()`` is its cache key.

    Raises QueryError (400), located.
    """
    return engine_query.parse_query(fields=card.fields, params=params, max_limit=max_limit)


def rows(*, card: TableCard, query: Query) -> RowsPage:
    """Return one page of rows. Raises QueryTimeoutError, CursorExpiredError."""
    return routed(card=card, query=query)


def aggregate(*, card: TableCard, query: Query) -> RowsPage:
    """Return groups with their measures."""
    return routed(card=card, query=query)


def facets(
    *, card: TableCard, query: Query, columns: Sequence[str], size: int = 20
) -> dict[str, list[tuple[Any, int]]]:
    """Return the ``size`` most frequent values of each column with their counts, under the query's filter."""
    return engine_query.facets(serving=card.serving, fields=card.fields, query=query, columns=columns, size=size)


def condition(*, card: TableCard, column: str, operator: str, value: Any) -> str:
    """Return the text of one ``where`` condition, quoted rightly for the column's type. Raises KeyError."""
    field = {field.name: field for field in card.fields}[column]
    return engine_query.condition(field=field, operator=operator, value=value)


def export(
    *,
    card: TableCard,
    query: Query,
    format: Format,  # noqa: A002 - the word of the interface
    bom: bool = False,
    naming: Naming | None = None,
) -> Iterator[bytes]:
    """Stream the whole answer in a format, in constant memory; errors come before the first byte.

    ``bom`` puts a byte order mark before CSV, for spreadsheet programs; ``naming`` is what Turtle calls the table. Raises QueryError, XlsxTooLargeError (413)
    and NoPlaceError (400, GeoJSON or GeoPackage of a table without a place).
    """
    return engine_export.export(
        serving=card.serving, fields=card.fields, query=query, format=format, bom=bom, naming=naming
    )


def download_path(*, card: TableCard, kind: str) -> Path:
    """Return the whole release as a file to send: kind ``parquet``, ``csv`` (UTF-8 with BOM), ``geojson`` or ``gpkg``.

    Raises NoPlaceError (400) for a map of a table without a place.
    """
    return engine_releases.download_path(warehouse=warehouse(), table_id=card.id, release_id=card.release_id, kind=kind)


def profile(*, card: TableCard) -> Mapping[str, Any]:
    """Return per column: nulls, distinct, min, max, mean, top values, histogram; computed at publication."""
    key = ("profile", card.id, card.release_id)
    return remembered(
        key,
        lambda: engine_releases.read_profile(warehouse=warehouse(), table_id=card.id, release_id=card.release_id),
    )

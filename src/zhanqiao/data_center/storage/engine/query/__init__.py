"""The one query model: what may be asked of a published table, typed against its schema, compiled to DuckDB.

Every interface (REST, CKAN, OData, OGC, pages) translates into :class:`Query`; nobody else writes SQL. What it does
not do: decide who may ask, or which release is meant; it gets the path of a serving copy.
"""

from zhanqiao.data_center.storage.engine.duck import QueryTimeoutError
from zhanqiao.data_center.storage.engine.query.conditions import condition
from zhanqiao.data_center.storage.engine.query.cursors import cursor_release
from zhanqiao.data_center.storage.engine.query.errors import (
    CursorExpiredError,
    NoPlaceError,
    QueryError,
    QueryFailedError,
    QueryMemoryError,
)
from zhanqiao.data_center.storage.engine.query.estimates import Estimate
from zhanqiao.data_center.storage.engine.query.functions import AGGREGATES, SCALARS
from zhanqiao.data_center.storage.engine.query.layout import place_columns
from zhanqiao.data_center.storage.engine.query.model import MAX_ROWS, Query
from zhanqiao.data_center.storage.engine.query.narrowing import Sample
from zhanqiao.data_center.storage.engine.query.pages import RowsPage, aggregate, facets, rows
from zhanqiao.data_center.storage.engine.query.parameters import PARAMETERS, parse_query
from zhanqiao.data_center.storage.engine.query.profile import profile
from zhanqiao.data_center.storage.engine.query.remembered import MOST_ROWS as MOST_ORDERED

__all__ = [
    "AGGREGATES",
    "MAX_ROWS",
    "MOST_ORDERED",
    "PARAMETERS",
    "SCALARS",
    "CursorExpiredError",
    "Estimate",
    "NoPlaceError",
    "Query",
    "QueryError",
    "QueryFailedError",
    "QueryMemoryError",
    "QueryTimeoutError",
    "RowsPage",
    "Sample",
    "aggregate",
    "condition",
    "cursor_release",
    "facets",
    "parse_query",
    "place_columns",
    "profile",
    "rows",
]

"""Runs one statement; what the engine cannot finish becomes a named error."""

from __future__ import annotations

from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.query.compiling import Statement
from zhanqiao.data_center.storage.engine.query.errors import QueryFailedError, QueryMemoryError


def fetched(cursor: duckdb.DuckDBPyConnection, statement: Statement, /) -> list[tuple[Any, ...]]:
    """Return all rows of a statement. Raises QueryFailedError, QueryMemoryError."""
    try:
        return cursor.execute(statement.sql, statement.params).fetchall()
    except (duckdb.OutOfRangeException, duckdb.ConversionException, duckdb.InvalidInputException) as error:
        raise QueryFailedError(reason=str(error).splitlines()[0]) from None
    except duckdb.OutOfMemoryException:
        raise QueryMemoryError from None

"""Runs one statement; what the engine cannot finish becomes a named error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from zhanqiao.data_center.storage.engine.query.compiling import Statement
from zhanqiao.data_center.storage.engine.query.errors import QueryFailedError, QueryMemoryError


def fetched(cursor: duckdb.DuckDBPyConnection, statement: Statement, /) -> list[tuple[Any, ...]]:
    """Return all rows of a statement. Raises QueryFailedError, QueryMemoryError."""
    with _named():
        return cursor.execute(statement.sql, statement.params).fetchall()


def column_of(cursor: duckdb.DuckDBPyConnection, statement: Statement, /) -> npt.NDArray[Any]:
    """Return the only column of a statement as an array, without an object for each value. Raises as :func:`fetched`."""
    with _named():
        (column,) = cursor.execute(statement.sql, statement.params).fetchnumpy().values()
    return np.asarray(column)


@contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except (duckdb.OutOfRangeException, duckdb.ConversionException, duckdb.InvalidInputException) as error:
        raise QueryFailedError(reason=str(error).splitlines()[0]) from None
    except duckdb.OutOfMemoryException:
        raise QueryMemoryError from None

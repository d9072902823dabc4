"""Public SQL: one SELECT over granted tables, behind two walls.

The first wall reads the statement as DuckDB's own parser does and lets through only what is listed. The second holds
even where the first is fooled: each statement runs in a process of its own that has opened nothing but the granted
tables, can reach no file, and is killed at its deadline.
"""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.sql.answers import SqlAnswer
from zhanqiao.data_center.storage.engine.sql.errors import (
    SqlBusyError,
    SqlCrashError,
    SqlFailedError,
    SqlFunctionError,
    SqlInvalidError,
    SqlMemoryError,
    SqlRefusedError,
    SqlSystemError,
    SqlTimeoutError,
)
from zhanqiao.data_center.storage.engine.sql.frames import Named
from zhanqiao.data_center.storage.engine.sql.pool import Grant, SqlLimits, SqlPool, sql_pool
from zhanqiao.data_center.storage.engine.sql.words import FUNCTIONS

__all__ = [
    "FUNCTIONS",
    "Grant",
    "Named",
    "SqlAnswer",
    "SqlBusyError",
    "SqlCrashError",
    "SqlFailedError",
    "SqlFunctionError",
    "SqlInvalidError",
    "SqlLimits",
    "SqlMemoryError",
    "SqlPool",
    "SqlRefusedError",
    "SqlSystemError",
    "SqlTimeoutError",
    "sql_pool",
]

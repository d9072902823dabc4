"""Public SQL: the door to the engine's two walls. Who may read a table was decided before its card came here."""

from __future__ import annotations

from collections.abc import Mapping

from zhanqiao.data_center.storage.engine.sql import FUNCTIONS, Grant, SqlAnswer, SqlLimits, sql_pool
from zhanqiao.data_center.storage.engine.sql import Named as NamedTable
from zhanqiao.data_center.storage.queries.cards import TableCard


def sql_tables(*, sql: str) -> tuple[NamedTable, ...]:
    """Return the tables a statement reads, as it names them and where. Raises SqlInvalidError, SqlRefusedError, SqlBusyError."""
    return sql_pool().tables(sql=sql)


def sql_answer(*, sql: str, tables: Mapping[str, TableCard], format: str = "arrow") -> SqlAnswer:  # noqa: A002 - the word of the interface
    """Return the answer of a statement that names exactly these tables, in json, csv, arrow or parquet.

    Raises the errors of public SQL.
    """
    return sql_pool().run(sql=sql, grants=_grants(tables), format=format)


def sql_plan(*, sql: str, tables: Mapping[str, TableCard]) -> str:
    """Return how the engine would answer a statement, as text."""
    return sql_pool().explain(sql=sql, grants=_grants(tables))


def sql_limits() -> SqlLimits:
    """Return what one statement may use."""
    return sql_pool().limits


def sql_functions() -> tuple[str, ...]:
    """Return the functions a statement may call, by name."""
    return tuple(sorted(FUNCTIONS))


def _grants(tables: Mapping[str, TableCard]) -> list[Grant]:
    return [Grant(name=name, serving=card.serving, fields=card.fields) for name, card in tables.items()]

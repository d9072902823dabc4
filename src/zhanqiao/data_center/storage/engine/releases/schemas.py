"""Fields of a table as DuckDB columns and as an Iceberg schema, and what an append must match."""

from __future__ import annotations

from collections.abc import Sequence

from zhanqiao.data_center.storage.engine.fields import NUMERIC, Field, LogicalType
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

MAX_PRECISION = 38
DUCKDB = {
    LogicalType.TEXT: "VARCHAR",
    LogicalType.INTEGER: "BIGINT",
    LogicalType.NUMBER: "DOUBLE",
    LogicalType.BOOLEAN: "BOOLEAN",
    LogicalType.DATE: "DATE",
    LogicalType.TIME: "TIME",
    LogicalType.TIMESTAMP: "TIMESTAMP",
    LogicalType.GEOMETRY: "BLOB",
    LogicalType.JSON: "VARCHAR",
}


class SchemaMismatchError(ZhanqiaoError):
    """Appended rows do not have the table's columns; nothing was appended.

    Facts: ``columns``, the names that differ, with how.
    """

    status = 422
    code = "schema-mismatch"
    sentence = Text(
        zh="追加的数据与现有表的列不一致：{columns}。没有追加任何数据，原数据不受影响。请改正文件，或改为整表替换。",
        en="The appended rows do not have the table's columns: {columns}. Nothing was appended and the table is "
        "unchanged. Correct the file, or replace the whole table.",
    )


class DuplicateColumnError(ZhanqiaoError):
    """Two columns have the same name but for the case of letters; nothing was written."""

    status = 422
    code = "duplicate-column"
    sentence = Text(
        zh="有两列的名称相同（不区分大小写）：{name}。没有写入任何数据，请先改名。",
        en="Two columns have the same name, case ignored: {name}. Nothing was written; rename one first.",
    )


def duckdb_type(field: Field) -> str:
    """Return the DuckDB type of a field."""
    if field.type is LogicalType.DECIMAL:
        return f"DECIMAL({field.precision or MAX_PRECISION}, {field.scale or 0})"
    return DUCKDB[field.type]


def check_names(*, fields: Sequence[Field]) -> None:
    """Raise DuplicateColumnError when two names are equal but for case: no engine keeps such columns apart."""
    seen: set[str] = set()
    for field in fields:
        if field.name.casefold() in seen:
            raise DuplicateColumnError(name=field.name)
        seen.add(field.name.casefold())


def check_append(*, table: Sequence[Field], added: Sequence[Field], empty: frozenset[str]) -> None:
    """Raise SchemaMismatchError unless every added column becomes the table's column without loss.

    Order may differ. An integer may become a wider number or text, a decimal a wider decimal, a date a timestamp;
    columns named in ``empty`` hold nothing but nulls and fit any type.
    """
    here, there = {each.name: each for each in table}, {each.name: each for each in added}
    wrong = [f"-{name}" for name in here if name not in there] + [f"+{name}" for name in there if name not in here]
    for name, field in there.items():
        if name in here and name not in empty and not _fits(field, here[name]):
            wrong.append(f"{name} ({field.type} → {here[name].type})")
    if wrong:
        raise SchemaMismatchError(columns=", ".join(wrong))


def _fits(added: Field, table: Field) -> bool:
    if added.type is table.type:
        return added.type is not LogicalType.DECIMAL or _decimal_fits(added, table)
    if added.type is LogicalType.INTEGER:
        return table.type in NUMERIC | {LogicalType.TEXT}
    pairs = {(LogicalType.DECIMAL, LogicalType.NUMBER), (LogicalType.DATE, LogicalType.TIMESTAMP)}
    return (added.type, table.type) in pairs


def _decimal_fits(added: Field, table: Field) -> bool:
    whole = (added.precision or MAX_PRECISION) - (added.scale or 0)
    return (added.scale or 0) <= (table.scale or 0) and whole <= (table.precision or MAX_PRECISION) - (table.scale or 0)

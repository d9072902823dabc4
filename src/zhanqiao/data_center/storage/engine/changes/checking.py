"""Rows as a program sends them, held against the table before they are taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhanqiao.data_center.storage.engine.changes.cells import MisfitError, typed
from zhanqiao.data_center.storage.engine.changes.errors import (
    IN_REQUEST,
    KeyColumnsError,
    KeyTakenError,
    NoKeyError,
    refusal,
)
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.kit.texts import Text

NOT_KEYS = frozenset({LogicalType.GEOMETRY, LogicalType.JSON, LogicalType.NUMBER})
KEY_VALUE = Text("非空的主键值", "a value of the key, not null")
AN_OBJECT = Text("由列名和值组成的对象", "an object of column names and values")
NO_COLUMN = Text("表中已有的列名", "the name of a column of the table")
KEY_ONLY = Text("删除时只给出主键列", "for a deletion, the key's columns only")
UNKNOWN = Text("没有这一列", "there is no such column")
UNFIT = Text("浮点数、几何和 JSON 列不能作主键", "floating-point, geometry and JSON columns identify nothing")

Row = dict[str, Any]
Key = tuple[Any, ...]


def checked_rows(
    *,
    rows: Sequence[Any],
    operation: Operation,
    fields: Sequence[Field],
    key: Sequence[str],
    table_id: str,
) -> list[Row]:
    """Return the rows with the values to store, only the columns that were given.

    Appending and upserting take objects with any of the table's columns (the key's always); deleting takes the key's
    columns. Raises NoKeyError, RowsRefusedError (all faults located) and KeyTakenError for a key given twice to append.
    """
    found = typed_rows(rows=rows, operation=operation, fields=fields, key=key, table_id=table_id)
    if key and operation is Operation.APPEND:
        _require_once(found, key)
    return found


def typed_rows(
    *, rows: Sequence[Any], operation: Operation, fields: Sequence[Field], key: Sequence[str], table_id: str
) -> list[Row]:
    """Return what ``checked_rows`` does, a key given twice too. Raises NoKeyError, RowsRefusedError: no value is in their texts."""
    if operation is not Operation.APPEND and not key:
        raise NoKeyError(table=table_id)
    known = {field.name: field for field in fields}
    problems: list[tuple[int, str, Text]] = []
    found = [_checked(place, row, operation, known, key, problems) for place, row in enumerate(rows)]
    if problems:
        raise refusal(problems=problems)
    return found


def fitting_values(*, rows: Sequence[Mapping[str, Any]], fields: Sequence[Field]) -> list[Row]:
    """Return of each row the values to store of those columns that are the table's and whose values are of their type."""
    known = {field.name: field for field in fields}
    found: list[Row] = []
    for row in rows:
        values: Row = {}
        for name, value in row.items():
            if name in known:
                _keep(values, 0, value, known[name], [])
        found.append(values)
    return found


def misfits(
    *, rows: Sequence[Any], operation: Operation, fields: Sequence[Field], key: Sequence[str]
) -> dict[int, list[tuple[str, Text]]]:
    """Return what keeps rows from the table: by place, pairs of column and what is expected. Rows that fit are left out."""
    known = {field.name: field for field in fields}
    problems: list[tuple[int, str, Text]] = []
    for place, row in enumerate(rows):
        _checked(place, row, operation, known, key, problems)
    found: dict[int, list[tuple[str, Text]]] = {}
    for place, column, expected in problems:
        found.setdefault(place, []).append((column, expected))
    return found


def key_of(*, row: Mapping[str, Any], key: Sequence[str]) -> Key:
    """Return the values of the key's columns."""
    return tuple(row[name] for name in key)


def require_key_columns(*, columns: Sequence[str], fields: Sequence[Field]) -> None:
    """Raise KeyColumnsError unless every column is there, once, and of a type that identifies."""
    known = {field.name: field for field in fields}
    able = ", ".join(field.name for field in fields if field.type not in NOT_KEYS)
    for place, name in enumerate(columns):
        why = UNKNOWN if name not in known or name in columns[:place] else None
        why = why or (UNFIT if known[name].type in NOT_KEYS else None)
        if why:
            raise KeyColumnsError(column=name, why_zh=why.zh, why_en=why.en, known=able)


def _checked(
    place: int,
    row: Any,
    operation: Operation,
    known: Mapping[str, Field],
    key: Sequence[str],
    problems: list[tuple[int, str, Text]],
) -> Row:
    if not isinstance(row, dict) or not row:
        problems.append((place, "", AN_OBJECT))
        return {}
    values: Row = {}
    for name, value in row.items():
        field = known.get(name)
        if field is None:
            problems.append((place, name, NO_COLUMN))
        elif operation is Operation.DELETE and name not in key:
            problems.append((place, name, KEY_ONLY))
        else:
            _keep(values, place, value, field, problems)
    problems += [(place, name, KEY_VALUE) for name in key if row.get(name) is None]
    return values


def _keep(values: Row, place: int, value: Any, field: Field, problems: list[tuple[int, str, Text]]) -> None:
    try:
        values[field.name] = typed(value=value, field=field)
    except MisfitError as error:
        problems.append((place, field.name, error.expected))


def _require_once(rows: Sequence[Row], key: Sequence[str]) -> None:
    seen: set[Key] = set()
    for place, row in enumerate(rows):
        value = key_of(row=row, key=key)
        if value in seen:
            raise taken(place=place, value=value, why=IN_REQUEST)
        seen.add(value)


def taken(*, place: int, value: Key, why: Text) -> KeyTakenError:
    """Return the error about the row at ``place`` whose key is in the table, or in the request, already."""
    return KeyTakenError(row=place, key=", ".join(str(each) for each in value), why_zh=why.zh, why_en=why.en)

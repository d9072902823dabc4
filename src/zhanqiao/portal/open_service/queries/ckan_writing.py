"""CKAN's datastore writes in our words: types of columns, values as PostgreSQL would have taken them, methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhanqiao.data_center.storage.queries import Field, LogicalType
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.portal.open_service.rules import ckan
from zhanqiao.portal.open_service.rules.ckan import Params, wrong

METHODS = {"insert": Operation.APPEND, "update": Operation.UPDATE, "upsert": Operation.UPSERT}
KINDS = {
    "text": LogicalType.TEXT, "varchar": LogicalType.TEXT, "int": LogicalType.INTEGER, "int4": LogicalType.INTEGER,
    "int8": LogicalType.INTEGER, "integer": LogicalType.INTEGER, "bigint": LogicalType.INTEGER,
    "float": LogicalType.NUMBER, "float8": LogicalType.NUMBER, "double precision": LogicalType.NUMBER,
    "numeric": LogicalType.NUMBER, "bool": LogicalType.BOOLEAN, "boolean": LogicalType.BOOLEAN, "date": LogicalType.DATE,
    "time": LogicalType.TIME, "timestamp": LogicalType.TIMESTAMP, "json": LogicalType.JSON,
}  # fmt: skip
WORDS = {"true": True, "t": True, "yes": True, "1": True, "false": False, "f": False, "no": False, "0": False}
OWN_COLUMN = "_id"


def fields_of(*, params: Params, records: Sequence[Mapping[str, Any]]) -> tuple[Field, ...]:
    """Return the columns to make: those of ``fields``, else those that the records show, as CKAN guesses them."""
    given = ckan.structure(params=params, name="fields")
    if given in (None, "", []):
        return _guessed(records)
    if not isinstance(given, list) or not all(isinstance(each, Mapping) and each.get("id") for each in given):
        raise wrong("fields", "应为带 id 的对象列表。", "must be a list of objects with an id")
    found = []
    for each in given:
        kind = str(each.get("type") or "text").lower()
        if kind not in KINDS:
            raise wrong("fields", f"不支持类型 {kind}。", f"type {kind} is not offered; use {', '.join(KINDS)}")
        if each["id"] != OWN_COLUMN:
            found.append(Field(str(each["id"]).strip(), KINDS[kind]))
    return tuple(found)


def records_of(*, params: Params) -> list[dict[str, Any]]:
    """Return the records without CKAN's own row number. Raises CkanParameterError."""
    given = ckan.structure(params=params, name="records")
    if given in (None, ""):
        return []
    if not isinstance(given, list) or not all(isinstance(each, Mapping) for each in given):
        raise wrong("records", "应为对象的列表。", "must be a list of objects")
    return [{str(name): value for name, value in each.items() if name != OWN_COLUMN} for each in given]


def stored(*, records: Sequence[Mapping[str, Any]], fields: Sequence[Field]) -> list[dict[str, Any]]:
    """Return records with texts turned into the columns' types where that loses nothing, as PostgreSQL would have."""
    known = {field.name: field for field in fields}
    return [
        {name: _stored(value, known[name]) if name in known else value for name, value in record.items()}
        for record in records
    ]


def method_of(*, params: Params) -> Operation:
    """Return what is done with the records; ``upsert`` unless said otherwise. Raises CkanParameterError."""
    name = ckan.text_of(params=params, name="method") or "upsert"
    if name not in METHODS:
        raise wrong("method", f"应为 {'、'.join(METHODS)}。", f"must be one of {', '.join(METHODS)}")
    return METHODS[name]


def _guessed(records: Sequence[Mapping[str, Any]]) -> tuple[Field, ...]:
    names = dict.fromkeys(name for record in records for name in record)
    if not names:
        raise wrong("fields", "没有列：请给出 fields 或 records。", "no columns: give fields or records")
    return tuple(Field(name, _kind([record.get(name) for record in records])) for name in names)


def _kind(values: Sequence[Any]) -> LogicalType:
    present = [value for value in values if value is not None]
    if present and all(isinstance(value, bool) for value in present):
        return LogicalType.BOOLEAN
    numbers = [value for value in present if isinstance(value, int | float) and not isinstance(value, bool)]
    if present and len(numbers) == len(present):
        return LogicalType.INTEGER if all(isinstance(value, int) for value in present) else LogicalType.NUMBER
    nested = any(isinstance(value, dict | list) for value in present)
    return LogicalType.JSON if nested else LogicalType.TEXT


def _stored(value: Any, field: Field) -> Any:
    if field.type is LogicalType.TEXT:
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
    if not isinstance(value, str):
        return value
    text = value.strip()
    if field.type is LogicalType.INTEGER:
        return int(text) if text.lstrip("+-").isdecimal() else value
    if field.type is LogicalType.NUMBER:
        return _number(text, value)
    return WORDS.get(text.lower(), value) if field.type is LogicalType.BOOLEAN else text


def _number(text: str, otherwise: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return otherwise

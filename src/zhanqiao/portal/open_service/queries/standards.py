"""Data elements, code lists, conformance and contracts, for the API."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.metadata.queries import ColumnCard, ElementCard
from zhanqiao.data_center.metadata.rules import write_table
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.queries.documents import release_reference
from zhanqiao.portal.open_service.queries.reading import readable
from zhanqiao.portal.open_service.rules.periods import end_of
from zhanqiao.portal.open_service.rules.registry import BASE

Json = dict[str, Any]
LOGICAL = {  # of our columns, in the words of the contract
    "text": "string",
    "integer": "integer",
    "decimal": "number",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "timestamp": "timestamp",
    "geometry": "object",
    "json": "object",
}


def element_list() -> Json:
    """Return all elements."""
    return {"data": [_element(one) for one in metadata.elements()]}


def element_document(*, key: str, card: AccessCard) -> Json:
    """Return an element, its history, and the columns that use it, of tables the caller may read. Raises NotFoundError."""
    found = metadata.element(key=key)
    seen = {table.id for table in catalogue.readable_tables(card=card)}
    uses = [one for one in metadata.uses_of(key=key) if one.table_id in seen]
    return {
        "data": _element(found),
        "history": [
            {"version": one.version, "stage": one.stage.as_dict(), "at": one.at, "reason": one.reason}
            for one in metadata.steps_of(key=key)
        ],
        "uses": [{"table": one.table_id, "column": one.column, "url": f"{BASE}/tables/{one.table_id}"} for one in uses],
    }


def code_list_list() -> Json:
    """Return all code lists without their codes."""
    return {
        "data": [
            {"key": key, "title": title.as_dict(), "codes": count, "url": f"{BASE}/code-lists/{key}"}
            for key, title, count in metadata.code_lists()
        ]
    }


def code_list_document(*, key: str, on: str | None) -> Json:
    """Return a code list, all codes or those that hold on a day. Raises NotFoundError, PeriodError."""
    found = metadata.code_list(key=key)
    day = end_of(name="on", text=on, last=False).date() if on else None
    values = [asdict(one) for one in found.values if day is None or one.holds(day)]
    about = {
        "key": found.key,
        "title": found.title.as_dict(),
        "standard": found.standard,
        "modified_at": found.modified_at,
    }
    return {**about, "data": values}


def code_list_csv(*, key: str) -> bytes:
    """Return a code list as CSV. Raises NotFoundError."""
    return write_table(values=metadata.code_list(key=key).values).encode()


def conformance_document(*, table_id: str, card: AccessCard) -> Json:
    """Return how the bound columns of a table hold. Raises NotFoundError, DataNotOpenError, QueryTimeoutError."""
    table = readable(table_id=table_id, card=card, as_of=None)
    columns = [
        {
            "column": one.found.column,
            "element": one.element.element.key,
            "tried": one.found.tried,
            "wrong": one.found.wrong,
            "faults": dict(one.found.faults),
            "examples": {name: list(values) for name, values in one.found.examples.items()},
        }
        for one in metadata.conformance(table=table)
    ]
    return {"data": columns, "release": release_reference(table)}


def contract(*, table_id: str, card: AccessCard, root: str) -> Json:
    """Return a table as a data contract (ODCS 3.0.2). Raises NotFoundError, DataNotOpenError."""
    table = readable(table_id=table_id, card=card, as_of=None)
    dataset = catalogue.dataset_of_table(table_id=table_id, card=card)
    known = {one.element.key: one for one in metadata.elements()}
    email = dataset.email
    return {
        "kind": "DataContract",
        "apiVersion": "v3.0.2",
        "id": table.id,
        "name": dataset.slug,
        "version": f"{table.release_number}.0.0",
        "status": "active",
        "domain": dataset.theme.text.zh,
        "dataProduct": dataset.title.zh,
        "description": {"purpose": dataset.abstract.zh or dataset.title.zh, "usage": dataset.licence.text.zh},
        "tags": list(dataset.keywords),
        "schema": [
            {
                "name": table.name,
                "logicalType": "object",
                "physicalType": "table",
                "businessName": table.title.zh,
                "dataGranularityDescription": f"{table.rows} rows",
                "properties": [_property(one, known, table) for one in metadata.dictionary(table_id=table.id)],
            }
        ],
        "support": [{"channel": dataset.department.name_zh, "url": f"mailto:{email}"}] if email else [],
        "servers": [{"server": "api", "type": "api", "location": f"{root}{BASE}/tables/{table.id}/rows"}],
        "slaProperties": [{"property": "frequency", "value": dataset.update_cycle.code, "element": table.name}],
    }


def _property(column: ColumnCard, known: dict[str, ElementCard], table: TableCard) -> Json:
    found: Json = {
        "name": column.name,
        "logicalType": LOGICAL[str(column.type)],
        "physicalType": str(column.type),
        "businessName": column.label.zh,
        "required": False,
        "unique": list(table.key) == [column.name],
    }
    if column.description.zh:
        found["description"] = column.description.zh
    if column.name in table.key:
        found |= {"primaryKey": True, "primaryKeyPosition": 1 + list(table.key).index(column.name)}
    bound = known.get(column.element)
    if bound:
        found["authoritativeDefinitions"] = [{"url": f"{BASE}/elements/{bound.element.key}", "type": "dataElement"}]
        found["logicalTypeOptions"] = {"pattern": bound.format.pattern} if found["logicalType"] == "string" else {}
        found["quality"] = [{"type": "text", "description": f"{bound.name.zh}：{bound.format.words.zh}"}]
    return found


def _element(one: ElementCard) -> Json:
    element = one.element
    return {
        "key": element.key,
        "version": one.version,
        "stage": one.stage.value,
        "name": one.name.as_dict(),
        "definition": one.definition.as_dict(),
        "object_class": element.object_class,
        "property": element.property,
        "format": element.format,
        "format_text": one.format.words.as_dict(),
        "pattern": one.format.pattern,
        "unit": element.unit,
        "code_list": element.code_list,
        "minimum": element.minimum,
        "maximum": element.maximum,
        "check": element.check,
        "synonyms": list(element.synonyms),
        "standard": element.standard,
        "successor": one.successor,
        "modified_at": one.modified_at,
    }

"""CKAN's datastore writes on our tables; each waits until its rows can be read, as CKAN's callers expect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.data_center.storage import queries as storage_queries
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.kit.clock import now
from zhanqiao.kit.environment import value
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.operations.sending import sent
from zhanqiao.portal.open_service.queries import ckan_rows, ckan_writing
from zhanqiao.portal.open_service.rules import ckan
from zhanqiao.portal.open_service.rules.ckan import Params, wrong

SECONDS = 20
Json = dict[str, Any]


def datastore_create(*, params: Params, card: AccessCard) -> Json:
    """Make a resource in a package with fields, primary_key and records; or add records to one that is there."""
    resource = ckan.structure(params=params, name="resource")
    if not isinstance(resource, Mapping):
        return _continued(params, card)
    package = str(resource.get("package_id") or "")
    if not package:
        raise wrong("resource", "缺少 package_id。", "package_id: Missing value")
    dataset = queries.dataset_writable(name=package, card=card)
    records = ckan_writing.records_of(params=params)
    fields = ckan_writing.fields_of(params=params, records=records)
    table_id, _ = publishing.begin_table(
        dataset_id=dataset.id,
        name=str(resource.get("name") or "datastore"),
        fields=fields,
        key=ckan.names(params=params, name="primary_key"),
        rows=ckan_writing.stored(records=records, fields=fields),
        by=card.actor,
        at=now(),
    )
    return _described(table_id) | {"package_id": dataset.id, "method": "insert"}


def datastore_upsert(*, params: Params, card: AccessCard) -> Json:
    """Insert, update or upsert the records of a resource by its primary key."""
    table = _owned(params, card)
    operation = ckan_writing.method_of(params=params)
    records = ckan_writing.records_of(params=params)
    _send(table, operation, records, card)
    return {
        "resource_id": table.id,
        "method": ckan.text_of(params=params, name="method") or "upsert",
        "records": records,
    }


def datastore_delete(*, params: Params, card: AccessCard) -> Json:
    """Delete the records that the filters choose; a whole resource is withdrawn by people, not deleted."""
    table = _owned(params, card)
    if not table.key:
        raise wrong(
            "resource_id", "数据表没有主键，不能删除行。", "the table has no primary key, so no rows can be deleted"
        )
    most = int(value("BATCH_ROWS"))
    chosen = ckan_rows.rows_to_delete(table=table, params=params, most=most)
    if len(chosen) > most:
        raise wrong(
            "filters", f"一次最多删除 {most} 行，没有删除任何行。", f"more than {most} rows at once; none was deleted"
        )
    _send(table, Operation.DELETE, chosen, card)
    return {"resource_id": table.id, "filters": ckan.structure(params=params, name="filters"), "deleted": len(chosen)}


def _continued(params: Params, card: AccessCard) -> Json:
    table = _owned(params, card)
    key = ckan.names(params=params, name="primary_key")
    if key and tuple(key) != table.key:
        publishing.declare_key(table_id=table.id, columns=key, by=card.actor, at=now())
    wanted = ckan.structure(params=params, name="fields") or []
    missing = [str(each.get("id")) for each in wanted if isinstance(each, Mapping)]
    missing = [name for name in missing if name not in {field.name for field in table.fields}]
    if missing:
        raise wrong(
            "fields",
            f"不能为已有的表新增列：{missing[0]}。",
            f"columns are not added to a table that is there: {missing[0]}",
        )
    _send(table, Operation.APPEND, ckan_writing.records_of(params=params), card)
    return _described(table.id) | {"method": "insert"}


def _owned(params: Params, card: AccessCard) -> TableCard:
    table_id = ckan.required(params=params, name="resource_id")
    queries.require_writable(table_id=table_id, card=card)
    return storage_queries.table_card(table_id=table_id)


def _send(table: TableCard, operation: Operation, records: list[Json], card: AccessCard) -> None:
    if records:
        rows = ckan_writing.stored(records=records, fields=table.fields)
        sent(table_id=table.id, operation=operation, rows=rows, by=card.actor, seconds=SECONDS)


def _described(table_id: str) -> Json:
    table = storage_queries.table_card(table_id=table_id)
    return {"resource_id": table_id, "fields": ckan_rows.described(table), "primary_key": list(table.key)}


WRITES: dict[str, Callable[..., Json]] = {
    "datastore_create": datastore_create,
    "datastore_upsert": datastore_upsert,
    "datastore_delete": datastore_delete,
    "datastore_records_delete": datastore_delete,
}

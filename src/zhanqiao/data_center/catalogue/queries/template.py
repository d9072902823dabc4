"""The catalogue as the reporting template: which resources, and what each of its cells says."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from zhanqiao.data_center.catalogue.engine.template_sheets import Resource, written
from zhanqiao.data_center.catalogue.models import Dataset
from zhanqiao.data_center.catalogue.queries.cards import DatasetCard
from zhanqiao.data_center.catalogue.queries.datasets import dataset_cards
from zhanqiao.data_center.catalogue.rules.template import entry_cells
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.metadata.queries import ColumnCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import LogicalType, TableCard
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.people.access.rules import AccessCard, visible_states

GIGABYTE, MYRIAD = 1e9, 1e4
# 指南: 字符型C 数值型N 日期型D 日期时间型T 逻辑型L 通用型G 双精度型B 整型I
ITEM_TYPES = {
    LogicalType.TEXT: "字符型C",
    LogicalType.INTEGER: "整型I",
    LogicalType.DECIMAL: "数值型N",
    LogicalType.NUMBER: "双精度型B",
    LogicalType.BOOLEAN: "逻辑型L",
    LogicalType.DATE: "日期型D",
    LogicalType.TIME: "日期时间型T",
    LogicalType.TIMESTAMP: "日期时间型T",
    LogicalType.GEOMETRY: "通用型G",
    LogicalType.JSON: "通用型G",
}


def template_file(*, card: AccessCard) -> bytes:
    """Return the reporting template (XLSX) of every resource that lists show ``card``, in the order of resource codes."""
    resources = [resource_of(dataset=each) for each in listed(card=card)]
    return written(resources=resources, marks={each.cells["code"]: mark(each) for each in resources})


def listed(*, card: AccessCard) -> tuple[DatasetCard, ...]:
    """Return the city's own datasets that lists show ``card``, in the order of resource codes; harvested ones are their sources'."""
    rows = Dataset.objects.order_by("resource_code").values_list("id", "department_id", "state")
    ids = [one for one, department, state in rows if state in visible_states(card=card, department_id=department)]
    return tuple(each for each in dataset_cards(ids=ids, card=card) if each.origin is None)


def resource_of(*, dataset: DatasetCard) -> Resource:
    """Return the cells of a dataset."""
    entry, department = dataset.entry, dataset.department
    issued = entry.issued_on or (dataset.issued_at.astimezone(CITY_TIME).date() if dataset.issued_at else None)
    cells = entry_cells(entry=entry, issued_on=issued)
    cells |= {"provider": department.name_zh, "provider_code": department.code, "format_note": ""}
    shared = dataset.state == "published" and entry.share_type != "refused"
    opened = dataset.state == "published" and entry.open_type == "unconditional"
    for name, there in (("held", True), ("shared", shared), ("opened", opened)):
        cells[f"{name}_size"] = f"{sum(each.bytes for each in dataset.tables) / GIGABYTE * there:.4f}"
        cells[f"{name}_rows"] = f"{sum(each.rows for each in dataset.tables) / MYRIAD * there:.4f}"
    items = [item for table in dataset.tables for item in _items(table)]
    return Resource({key: tidy(text) for key, text in cells.items()}, items)


def columns_of(*, tables: Sequence[TableCard]) -> list[tuple[str, ColumnCard]]:
    """Return the columns of all tables in the order of the template's items, each with the id of its table."""
    return [(table.id, column) for table in tables for column in metadata.dictionary(table_id=table.id)]


def mark(resource: Resource, /) -> str:
    """Return the digest of a resource's cells."""
    return hashlib.blake2b(resource.text().encode(), digest_size=12).hexdigest()


def tidy(text: str, /) -> str:
    """Return a text as a cell gives it back."""
    return text.replace("\r\n", "\n").strip()


def _items(table: TableCard) -> list[dict[str, str]]:
    profile = storage.profile(card=table)
    return [
        {
            "item_zh": tidy(column.label.zh),
            "item_en": tidy(column.label.en),
            "item_type": ITEM_TYPES[column.type],
            "item_length": _length(column, profile.get(column.name, {}).get("max_length")),
        }
        for column in metadata.dictionary(table_id=table.id)
    ]


def _length(column: ColumnCard, longest: int | None) -> str:
    if column.type is LogicalType.DECIMAL and column.field.precision:
        return f"{column.field.precision},{column.field.scale or 0}"
    return str(longest) if column.type is LogicalType.TEXT and longest is not None else ""

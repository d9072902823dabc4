"""One published dataset as a Frictionless Data Package: the CSV of each table with its Table Schema."""

from __future__ import annotations

from typing import Any

from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.metadata.queries import ColumnCard
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.portal.open_service.queries.published import open_tables, published
from zhanqiao.portal.open_service.rules.dcat import Addresses

Json = dict[str, Any]
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES: dict[str, Json] = {  # of our columns, in CSV
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "date": {"type": "date"},
    "time": {"type": "time", "format": "any"},
    "timestamp": {"type": "datetime", "format": "any"},
    "geometry": {"type": "string"},
    "json": {"type": "string"},
}


def datapackage(*, name: str, root: str) -> Json:
    """Return the document of a dataset, with absolute addresses below ``root``. Raises NotFoundError."""
    dataset, at = published(name=name), Addresses(root)
    licence = {"name": dataset.licence.code, "title": dataset.licence.text.zh}
    package: Json = {
        "$schema": PROFILE,
        "name": dataset.slug,
        "id": dataset.id,
        "title": dataset.title.zh,
        "description": dataset.abstract.zh or dataset.title.zh,
        "homepage": at.landing(dataset.slug),
        "created": dataset.changed_at.isoformat(timespec="seconds"),
        "keywords": list(dataset.keywords) or [dataset.theme.text.zh],
        "licenses": [licence | ({"path": dataset.licence_url} if dataset.licence_url else {})],
        "contributors": [{"title": dataset.department.name_zh, "roles": ["publisher"]}],
        "resources": [_resource(table, at) for table in open_tables(dataset=dataset)],
    }
    if dataset.version:
        package["version"] = dataset.version
    if dataset.origin:
        package["sources"] = [
            {"title": dataset.origin.name.zh, "path": dataset.origin.page or at.landing(dataset.slug)}
        ]
        package["resources"] = [
            {"name": f"link-{number}", "path": link.url, "title": link.title or dataset.title.zh}
            for number, link in enumerate(dataset.links, start=1)
        ]
    return package


def _resource(table: TableCard, at: Addresses) -> Json:
    schema: Json = {
        "fields": [_field(column) for column in metadata.dictionary(table_id=table.id)],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    return {
        "name": table.id.lower(),
        "type": "table",
        "title": table.title.zh,
        "path": at.export(table.id, "csv"),
        "scheme": at.root.partition(":")[0],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: ColumnCard) -> Json:
    said = {"title": column.label.zh, "description": column.description.zh}
    return {
        "name": column.field.name,
        **TYPES[str(column.field.type)],
        **{name: text for name, text in said.items() if text},
    }

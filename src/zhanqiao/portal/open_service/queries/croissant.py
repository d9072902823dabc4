"""One published dataset as MLCommons Croissant 1.1: its files with digests, and the columns of each table."""

from __future__ import annotations

from typing import Any

from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.metadata.queries import ColumnCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.queries.dcat_us import issued
from zhanqiao.portal.open_service.queries.documents import release_address
from zhanqiao.portal.open_service.queries.published import open_tables, published
from zhanqiao.portal.open_service.rules.croissant import CONTEXT, TYPES, VERSION
from zhanqiao.portal.open_service.rules.dcat import Addresses
from zhanqiao.portal.open_service.rules.media import ANY_BYTES, EXPORT_TYPES

Json = dict[str, Any]


def croissant(*, name: str, root: str) -> Json:
    """Return the document of a dataset, with absolute addresses below ``root``. Raises NotFoundError."""
    dataset, at = published(name=name), Addresses(root)
    tables = open_tables(dataset=dataset)
    return {
        "@context": CONTEXT,
        "@id": at.dataset(dataset.slug),
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        **_about(dataset, at),
        "isLiveDataset": True,
        "distribution": [
            *(_file(table, at) for table in tables),
            *(_link(number, dataset) for number in range(len(dataset.links))),
        ],
        "recordSet": [_records(table) for table in tables],
    }


def _about(dataset: DatasetCard, at: Addresses) -> Json:
    department, page = dataset.department, at.landing(dataset.slug)
    publisher = {"@type": "sc:Organization", "name": department.name_zh, "url": at.department(department.key)}
    return {
        "name": dataset.title.zh,
        "alternateName": [dataset.title.en, dataset.slug],
        "description": _said(dataset.abstract) or dataset.title.zh,
        "identifier": dataset.id,
        "url": page,
        "license": dataset.licence_url or dataset.licence.text.zh,
        "creator": publisher,
        "publisher": publisher,
        "keywords": list(dataset.keywords),
        "inLanguage": dataset.entry.language,
        "datePublished": issued(dataset) or dataset.changed_at.date().isoformat(),
        "dateModified": dataset.changed_at.isoformat(timespec="seconds"),
        "version": f"{sum(table.release_number for table in dataset.tables)}.0.0",
        "citeAs": f"{department.name_zh}. {dataset.title.zh}[DS/OL]. {page}",
    }


def _file(table: TableCard, at: Addresses) -> Json:
    """Return the Parquet file of the release, whose digest is known, else the CSV of the table as it is now."""
    release = storage.release_card(table_id=table.id, release_id=table.release_id)
    kept = release.files.get("parquet")
    about = {"@type": "cr:FileObject", "@id": table.id, "name": table.title.zh}
    if not kept:
        return about | {
            "contentUrl": at.export(table.id, "csv"),
            "encodingFormat": EXPORT_TYPES["csv"].partition(";")[0],
        }
    return about | {
        "contentUrl": f"{at.root}{release_address(release)}/files/{kept['name']}",
        "contentSize": f"{kept['size']} B",
        "encodingFormat": "application/x-parquet",
        "sha256": kept["sha256"],
    }


def _link(number: int, dataset: DatasetCard) -> Json:
    link = dataset.links[number]
    kind = EXPORT_TYPES.get(link.format.lower(), ANY_BYTES).partition(";")[0]
    title = link.title or dataset.title.zh
    return {
        "@type": "cr:FileObject",
        "@id": f"link-{number + 1}",
        "name": title,
        "contentUrl": link.url,
        "encodingFormat": kind,
    }


def _records(table: TableCard) -> Json:
    listed = metadata.dictionary(table_id=table.id)
    columns = [one for one in listed if str(one.field.type) in TYPES]
    found: Json = {
        "@type": "cr:RecordSet",
        "@id": f"{table.id}-rows",
        "name": table.title.zh,
        "description": _told(table, len(listed) - len(columns)),
        "field": [_field(table, column, number) for number, column in enumerate(columns, start=1)],
    }
    names = [column.field.name for column in columns]
    if table.key and all(name in names for name in table.key):
        found["key"] = [{"@id": f"{table.id}-{1 + names.index(name)}"} for name in table.key]
    return found


def _told(table: TableCard, left_out: int) -> str:
    shapes = (
        f"；{left_out} 列几何（WKB）未列出 · {left_out} columns of geometry (WKB) are not listed" if left_out else ""
    )
    return f"第 {table.release_number} 版，{table.rows} 行 · release {table.release_number}, {table.rows} rows{shapes}"


def _field(table: TableCard, column: ColumnCard, number: int) -> Json:
    return {
        "@type": "cr:Field",
        "@id": f"{table.id}-{number}",
        "name": column.field.name,
        "description": " · ".join(
            dict.fromkeys(one for one in (_said(column.label), _said(column.description)) if one)
        ),
        "dataType": TYPES[str(column.field.type)],
        "source": {"fileObject": {"@id": table.id}, "extract": {"column": column.field.name}},
    }


def _said(text: Text) -> str:
    return " / ".join(dict.fromkeys(one for one in (text.zh, text.en) if one))

"""The catalogue's and storage's cards as the JSON of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.catalogue.rules import Code, Origin
from zhanqiao.data_center.storage.queries import ReleaseCard, TableCard
from zhanqiao.portal.open_service.rules.registry import BASE

Json = dict[str, Any]
CODED_ELSEWHERE = frozenset({"slug", "title_zh", "title_en", "abstract_zh", "abstract_en", "keywords", "department"})
CODED = frozenset({"theme", "scene", "open_type", "share_type", "data_level", "update_cycle", "licence"})
INTERNAL = frozenset({"consented_by", "consented_on", "secrecy_reviewed_on", "privacy_assessed_on"})


def dataset_summary(dataset: DatasetCard, /) -> Json:
    """Return a dataset as lists show it."""
    return {
        "id": dataset.id,
        "slug": dataset.slug,
        "url": f"{BASE}/datasets/{dataset.id}",
        "page": f"/datasets/{dataset.slug}/",
        "title": dataset.title.as_dict(),
        "abstract": dataset.abstract.as_dict(),
        "department": _department(dataset),
        "theme": _code(dataset.theme),
        "keywords": list(dataset.keywords),
        "open_type": _code(dataset.open_type),
        "update_cycle": _code(dataset.update_cycle),
        "licence": _code(dataset.licence) | {"url": dataset.licence_url},
        "formats": list(dataset.formats),
        "origin": _origin(dataset.origin) if dataset.origin else None,
        "rows": dataset.rows,
        "issued_at": dataset.issued_at,
        "modified_at": dataset.modified_at,
        "updated_at": dataset.updated_at,
        "state": dataset.state,
    }


def dataset_document(dataset: DatasetCard, /) -> Json:
    """Return a dataset with every public field of its statutory entry, and its tables."""
    left_out = CODED_ELSEWHERE | CODED | INTERNAL
    entry = {name: value for name, value in dataset.entry.as_dict().items() if name not in left_out}
    return {
        **dataset_summary(dataset),
        **entry,
        "scene": _code(dataset.scene) if dataset.scene else None,
        "share_type": _code(dataset.share_type),
        "data_level": _code(dataset.level),
        "state_reason": dataset.state_reason,
        "due_at": dataset.due_at,
        "tables": [table_summary(table) for table in dataset.tables],
    }


def table_summary(table: TableCard, /) -> Json:
    """Return a table as lists show it, with its addresses."""
    address = f"{BASE}/tables/{table.id}"
    return {
        "id": table.id,
        "dataset_id": table.dataset_id,
        "name": table.name,
        "title": table.title.as_dict(),
        "rows": table.rows,
        "columns": len(table.fields),
        "problem_cells": table.problem_cells,
        "refused_rows": table.refused_rows,
        "bbox": table.bbox,
        "key": list(table.key),
        "release": release_reference(table),
        "url": address,
        "rows_url": f"{address}/rows",
    }


def release_reference(table: TableCard, /) -> Json:
    """Return which release an answer is about."""
    return {"id": table.release_id, "number": table.release_number, "at": table.released_at}


def release_summary(release: ReleaseCard, /) -> Json:
    """Return a release as lists show it."""
    return {
        "id": release.id,
        "number": release.number,
        "at": release.released_at,
        "mode": release.mode,
        "rows": release.rows,
        "rows_added": release.rows_added,
        "rows_changed": release.rows_changed,
        "rows_removed": release.rows_removed,
        "batches": release.batches,
        "problem_cells": release.problem_cells,
        "refused_rows": release.refused_rows,
        "note": release.note,
        "current": release.is_current,
        "url": release_address(release),
    }


def release_document(release: ReleaseCard, /) -> Json:
    """Return a release with its fields and files."""
    address = release_address(release)
    files = [_file(entry, url=f"{address}/files/{entry['name']}") for entry in public_files(release).values()]
    source = _file(release.source, url=f"{address}/source") if release.source else None
    fields = [field.as_dict() for field in release.fields]
    document = {**release_summary(release), "fields": fields, "files": files, "source": source}
    document |= {"coordinates": list(release.coordinates)} if release.coordinates else {}
    return document | ({"masking": release.masking} if release.masking else {})


def public_files(release: ReleaseCard, /) -> Mapping[str, Json]:
    """Return the release's files by kind; the source has an address of its own."""
    return {kind: entry for kind, entry in release.files.items() if kind != "source"}


def release_address(release: ReleaseCard, /) -> str:
    """Return the address of a release in the API."""
    return f"{BASE}/tables/{release.table_id}/releases/{release.id}"


def _file(entry: Mapping[str, Any], *, url: str) -> Json:
    return {name: entry[name] for name in ("name", "size", "sha256", "sm3")} | {"url": url}


def _department(dataset: DatasetCard) -> Json:
    department = dataset.department
    return {"id": department.id, "key": department.key, "code": department.code, "name": department.name.as_dict()}


def _origin(origin: Origin) -> Json:
    """Return where a harvested entry came from and where its data can be had there."""
    return {
        "source": origin.source,
        "name": origin.name.as_dict(),
        "identifier": origin.identifier,
        "page": origin.page,
        "links": [link.as_dict() for link in origin.links],
    }


def _code(code: Code) -> Json:
    return {"code": code.code, **code.text.as_dict()}

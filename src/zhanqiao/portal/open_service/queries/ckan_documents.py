"""Datasets, tables, departments and themes as CKAN's packages, resources, organizations and groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.catalogue.rules import Code
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.people.departments.queries import DepartmentCard
from zhanqiao.portal.open_service.rules.registry import BASE

Json = dict[str, Any]
CSV = "text/csv"


def package(*, dataset: DatasetCard, card: AccessCard, site: str) -> Json:
    """Return a dataset as a package; ``site`` is the address that its links begin with."""
    linked = _linked(dataset)
    open_rows = decide(card=card, action=Action.see_rows, resource=dataset.resource).allowed
    return {
        **_words(dataset),
        "id": dataset.id,
        "name": dataset.slug,
        "url": f"{site}/datasets/{dataset.slug}/",
        "type": "dataset",
        "state": "active",
        "private": False,
        "version": None,
        "metadata_created": moment(dataset.registered_at),
        "metadata_modified": moment(dataset.updated_at or dataset.modified_at),
        "owner_org": dataset.department.id,
        "organization": organization(department=dataset.department, count=None, site=site),
        "groups": [group(theme=dataset.theme, count=None)],
        "tags": [tag(word) for word in dataset.keywords],
        "num_tags": len(dataset.keywords),
        "resources": [
            resource(table=table, package_id=dataset.id, place=place, is_open=open_rows, site=site)
            for place, table in enumerate(dataset.tables)
        ]
        + linked,
        "num_resources": len(dataset.tables) + len(linked),
        "extras": [{"key": key, "value": value} for key, value in _extras(dataset).items() if value],
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def _words(dataset: DatasetCard) -> Json:
    """What a package says of itself: titles, people, licence."""
    entry = dataset.entry
    return {
        "title": dataset.title.zh,
        "title_translated": dataset.title.as_dict(),
        "notes": dataset.abstract.zh,
        "notes_translated": dataset.abstract.as_dict(),
        "author": dataset.department.name_zh,
        "author_email": entry.contact_email or None,
        "maintainer": entry.contact_name or None,
        "maintainer_email": entry.contact_email or None,
        "license_id": dataset.licence.code,
        "license_title": dataset.licence.text.zh,
        "license_url": dataset.licence_url,
        "isopen": entry.open_type == "unconditional",
    }


def resource(*, table: TableCard, package_id: str, place: int, is_open: bool, site: str) -> Json:
    """Return a table as a resource that its whole CSV can be taken from."""
    return {
        "id": table.id,
        "package_id": package_id,
        "name": table.title.zh,
        "name_translated": table.title.as_dict(),
        "description": "",
        "format": "CSV",
        "mimetype": CSV,
        "url": f"{site}{BASE}/tables/{table.id}/export.csv",
        "url_type": "datastore",
        "datastore_active": is_open,
        "state": "active",
        "position": place,
        "size": None,
        "hash": "",
        "created": moment(table.released_at),
        "last_modified": moment(table.released_at),
        "metadata_modified": moment(table.released_at),
    }


def _linked(dataset: DatasetCard) -> list[Json]:
    """Return the links of a harvested entry as resources without a datastore."""
    links = dataset.links
    written = moment(dataset.modified_at)
    return [
        {
            "id": f"{dataset.id}-{place}",
            "package_id": dataset.id,
            "name": link.title or link.url,
            "description": "",
            "format": link.format,
            "mimetype": None,
            "url": link.url,
            "url_type": None,
            "datastore_active": False,
            "state": "active",
            "position": place,
            "size": link.size,
            "hash": "",
            "created": written,
            "last_modified": written,
            "metadata_modified": written,
        }
        for place, link in enumerate(links)
    ]


def organization(*, department: DepartmentCard, count: int | None, site: str) -> Json:
    """Return a department as an organization."""
    found = {
        "id": department.id,
        "name": department.key,
        "title": department.name_zh,
        "display_name": department.name_zh,
        "title_translated": department.name.as_dict(),
        "description": "",
        "image_url": "",
        "image_display_url": "",
        "type": "organization",
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
        "created": f"{department.valid_from.isoformat()}T00:00:00",
        "url": f"{site}/departments/{department.key}/",
    }
    return found if count is None else {**found, "package_count": count}


def group(*, theme: Code, count: int | None) -> Json:
    """Return a theme as a group."""
    found = {
        "id": f"theme-{theme.code}",
        "name": theme.code,
        "title": theme.text.zh,
        "display_name": theme.text.zh,
        "title_translated": theme.text.as_dict(),
        "description": "",
        "image_display_url": "",
        "type": "group",
        "is_organization": False,
        "state": "active",
    }
    return found if count is None else {**found, "package_count": count}


def tag(word: str, /) -> Json:
    """Return a keyword as a tag."""
    return {"id": word, "name": word, "display_name": word, "state": "active", "vocabulary_id": None}


def moment(value: Any, /) -> str | None:
    """Return a moment as CKAN writes it: UTC without a zone."""
    if value is None:
        return None
    naive: str = value.replace(tzinfo=None).isoformat() if value.tzinfo is None else _utc(value)
    return naive


def _utc(value: Any) -> str:
    return str((value - value.utcoffset()).replace(tzinfo=None).isoformat())


def _extras(dataset: DatasetCard) -> Mapping[str, str]:
    return {
        "update_cycle": dataset.update_cycle.text.en,
        "open_type": dataset.open_type.text.en,
        "theme": dataset.theme.text.en,
        "synthetic": "true" if dataset.entry.synthetic else "",
        "origin": dataset.origin.name.en if dataset.origin else "",
        "origin_page": dataset.origin.page if dataset.origin else "",
        "origin_identifier": dataset.origin.identifier if dataset.origin else "",
    }

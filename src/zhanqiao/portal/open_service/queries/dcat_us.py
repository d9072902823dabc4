"""Published datasets as DCAT-US 1.1 (``data.json``) and DCAT-US 3, one by one, so that no catalogue is too large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import orjson

from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.catalogue.rules.origins import OriginLink
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.environment import value
from zhanqiao.portal.open_service.queries.published import every_published, open_tables
from zhanqiao.portal.open_service.rules.dcat import ACCESS, AUTHORITY, IANA, Addresses
from zhanqiao.portal.open_service.rules.dcat_us import (
    FORMATS,
    LEVELS,
    LONGEST_RIGHTS,
    REPEATED,
    VERSION_1,
    VERSION_3,
)
from zhanqiao.portal.open_service.rules.media import EXPORT_TYPES

Json = dict[str, Any]
BLOCK = 1 << 18


def version_1(*, root: str) -> Iterator[bytes]:
    """Yield the catalogue in DCAT-US 1.1, with absolute addresses below ``root``."""
    head = {
        "@context": f"{VERSION_1}/catalog.jsonld",
        "@id": f"{root}/data.json",
        "@type": "dcat:Catalog",
        "conformsTo": VERSION_1,
        "describedBy": f"{VERSION_1}/catalog.json",
    }
    return _written(head, at=Addresses(root), describe=dataset_1)


def version_3(*, root: str) -> Iterator[bytes]:
    """Yield the catalogue in DCAT-US 3, with absolute addresses below ``root``."""
    name = value("SITE_NAME_ZH")
    at = Addresses(root)
    head = {
        "@id": at.catalogue,
        "@type": "Catalog",
        "conformsTo": VERSION_3,
        "title": name,
        "titleMap": {"zh": name, "en": value("SITE_NAME_EN")},
        "description": f"{name} · {value('SITE_NAME_EN')}",
        "publisher": {"@id": f"{root}/#publisher", "@type": "Agent", "name": name},
    }
    return _written(head, at=at, describe=dataset_3)


def dataset_1(*, dataset: DatasetCard, at: Addresses) -> Json:
    """Return one dataset in the words of DCAT-US 1.1."""
    entry, email = dataset.entry, _email(dataset)
    contact = {"@type": "vcard:Contact", "fn": entry.contact_name or dataset.department.name_zh}
    return _filled(
        {
            "@type": "dcat:Dataset",
            "identifier": dataset.id,
            "title": dataset.title.zh,
            "description": dataset.abstract.zh or dataset.title.zh,
            "keyword": list(dataset.keywords) or [dataset.theme.text.zh],
            "theme": [dataset.theme.text.zh],
            "modified": _moment(dataset.changed_at),
            "issued": issued(dataset),
            "publisher": {"@type": "org:Organization", "name": dataset.department.name_zh},
            "contactPoint": contact | ({"hasEmail": f"mailto:{email}"} if email else {}),
            "accessLevel": LEVELS[dataset.open_type.code],
            "accrualPeriodicity": REPEATED.get(dataset.update_cycle.code),
            "license": dataset.licence_url,
            "landingPage": at.landing(dataset.slug),
            "language": [entry.language] if entry.language else None,
            "spatial": dataset.place.zh,
            "temporal": f"{entry.temporal_from}/{entry.temporal_to}"
            if entry.temporal_from and entry.temporal_to
            else None,
            "distribution": [*_files_1(dataset, at), *map(_link_1, dataset.links)],
        }
    ) | {"rights": entry.open_condition[:LONGEST_RIGHTS] or None}


def dataset_3(*, dataset: DatasetCard, at: Addresses) -> Json:
    """Return one dataset in the words of DCAT-US 3."""
    entry, abstract = dataset.entry, dataset.abstract
    return {"@id": at.dataset(dataset.slug), "@type": "Dataset"} | _filled(
        {
            "identifier": [one for one in (dataset.id, entry.resource_code) if one],
            "title": dataset.title.zh,
            "titleMap": {"zh": dataset.title.zh, "en": dataset.title.en},
            "description": abstract.zh or dataset.title.zh,
            "descriptionMap": {"zh": abstract.zh, "en": abstract.en} if abstract.zh else None,
            "keyword": "，".join(dataset.keywords),
            "theme": [at.theme(dataset.theme.code)],
            "modified": _moment(dataset.changed_at),
            "issued": issued(dataset),
            "version": dataset.version,
            "accessRights": f"{AUTHORITY}/access-right/{ACCESS[dataset.open_type.code]}",
            "rights": _typed("RightsStatement", attributionText=entry.open_condition),
            "accrualPeriodicity": f"{AUTHORITY}/frequency/{dataset.update_cycle.dcat}",
            "license": dataset.licence_url,
            "landingPage": {"@id": at.landing(dataset.slug), "@type": "Document", "title": dataset.title.zh},
            "distribution": [*_files_3(dataset, at), *map(_link_3, dataset.links)],
            **_people_3(dataset, at),
            **_coverage_3(dataset),
        }
    )


def _people_3(dataset: DatasetCard, at: Addresses) -> Json:
    department, entry = dataset.department, dataset.entry
    email = _email(dataset)
    name = department.name_zh
    publisher = _typed("Organization", name=name, prefLabel=name, notation=[department.code])
    contact = _typed("Kind", fn=entry.contact_name or name, hasEmail=f"mailto:{email}") if email else None
    return {
        "publisher": {"@id": at.department(department.key)} | (publisher or {}),
        "contactPoint": [contact] if contact else None,
    }


def _coverage_3(dataset: DatasetCard) -> Json:
    entry = dataset.entry
    where = _typed("Location", prefLabel=dataset.place.zh, identifier=[entry.division_code or ""])
    when = _typed("PeriodOfTime", startDate=entry.temporal_from, endDate=entry.temporal_to)
    return {"spatial": [where] if where else None, "temporal": [when] if when else None}


def issued(dataset: DatasetCard, /) -> str | None:
    """Return when a dataset was first issued, in ISO 8601: a day, or a moment to the second."""
    at = dataset.first_issued
    if at is None:
        return None
    return _moment(at) if isinstance(at, datetime) else at.isoformat()


def _email(dataset: DatasetCard) -> str:
    """Return whom to write to: the entry's contact, its department, else the site's administrator, where any is known."""
    return dataset.email or str(value("SITE_EMAIL"))


def _files(dataset: DatasetCard) -> Iterator[tuple[TableCard, str, str]]:
    for table in open_tables(dataset=dataset):
        for form, name in FORMATS.items():
            yield table, form, name


def _files_1(dataset: DatasetCard, at: Addresses) -> Iterator[Json]:
    for table, form, name in _files(dataset):
        yield {
            "@type": "dcat:Distribution",
            "title": f"{table.title.zh}（{name}）",
            "downloadURL": at.export(table.id, form),
            "mediaType": EXPORT_TYPES[form].partition(";")[0],
            "format": name,
        }


def _files_3(dataset: DatasetCard, at: Addresses) -> Iterator[Json]:
    for table, form, name in _files(dataset):
        yield _filled(
            {
                "@id": at.part(dataset.slug, f"{table.id}-{form}"),
                "@type": "Distribution",
                "title": f"{table.title.zh}（{name}）",
                "accessURL": at.export(table.id, form),
                "downloadURL": at.export(table.id, form),
                "mediaType": IANA + EXPORT_TYPES[form].partition(";")[0],
                "modified": _moment(table.released_at),
                "license": dataset.licence_url,
            }
        )


def _link_1(link: OriginLink) -> Json:
    return _filled(
        {"@type": "dcat:Distribution", "title": link.title, "accessURL": link.url, "format": link.format.upper()}
    )


def _link_3(link: OriginLink) -> Json:
    size = str(link.size) if link.size else None
    return _filled({"@type": "Distribution", "title": link.title, "accessURL": link.url, "byteSize": size})


def _typed(kind: str, **values: Any) -> Json | None:
    """Return an object of a kind, None when nothing is known of it."""
    known = _filled(values)
    return {"@type": kind} | known if known else None


def _filled(values: Json) -> Json:
    return {name: one for name, one in values.items() if one not in (None, "", [], [""])}


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _written(head: Json, *, at: Addresses, describe: Callable[..., Json]) -> Iterator[bytes]:
    """Yield ``head`` with the member ``dataset`` added, in blocks."""
    held = bytearray(orjson.dumps(head)[:-1] + b',"dataset":[')
    comma = b""
    for dataset in every_published():
        held += comma + orjson.dumps(describe(dataset=dataset, at=at))
        comma = b","
        if len(held) >= BLOCK:
            yield bytes(held)
            held.clear()
    yield bytes(held + b"]}")

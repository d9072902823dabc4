"""What pages tell search engines in schema.org's words, and under which addresses machines read the same.

Source: schema.org Dataset, and Google's guidelines for structured data of datasets (properties, lengths of descriptions).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from zhanqiao.data_center.catalogue.queries import DatasetCard, has_places
from zhanqiao.data_center.catalogue.rules import State
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.environment import value
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import Action, decide
from zhanqiao.portal.catalogue.rules.machines import FILES, MACHINES, Machine

Json = dict[str, Any]
SHORTEST, LONGEST = 50, 5_000  # characters of a description, as Google asks
MOST_COLUMNS = 200
ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})  # nothing in it ends the script element


def machines(*, dataset: DatasetCard) -> tuple[tuple[Machine, str], ...]:
    """Return the forms in which machines read a published dataset, each with its address; none of one that is not public."""
    if dataset.state != State.PUBLISHED:
        return ()
    read = _reads(dataset)
    first = dataset.tables[0].id if dataset.tables else ""
    placed = next((table.id for table in dataset.tables if has_places(table=table)), "")
    return tuple(
        (one, one.address.format(slug=dataset.slug, table=first, place=placed))
        for one in MACHINES
        if (read or not one.of_rows) and (placed or not one.of_places)
    )


def dataset_markup(*, dataset: DatasetCard, site: str) -> str:
    """Return the JSON-LD of a published dataset for its page, with absolute addresses; empty for one that is not public."""
    if dataset.state != State.PUBLISHED:
        return ""
    page = f"{site}/datasets/{dataset.slug}/"
    return _written(
        {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "@id": f"{page}#dataset",
            "name": dataset.title.zh,
            "alternateName": [dataset.title.en] if dataset.title.en != dataset.title.zh else [],
            "description": _described(dataset),
            "url": page,
            "identifier": [one for one in (dataset.id, dataset.entry.resource_code) if one],
            "keywords": list(dataset.keywords),
            "inLanguage": dataset.entry.language,
            **_terms(dataset, site),
            "includedInDataCatalog": {"@type": "DataCatalog", "name": value("SITE_NAME_ZH"), "url": f"{site}/"},
            "datePublished": str(dataset.entry.issued_on or (dataset.issued_at.date() if dataset.issued_at else "")),
            "dateModified": dataset.changed_at.isoformat(timespec="seconds"),
            "version": dataset.version,
            "isBasedOn": dataset.origin.page if dataset.origin else dataset.entry.origin_url,
            **_coverage(dataset),
            "variableMeasured": [*_variables(dataset)][:MOST_COLUMNS],
            "distribution": [*_files(dataset, site), *_links(dataset)],
        }
    )


def site_markup(*, site: str) -> str:
    """Return the JSON-LD of the first page: the catalogue, and how it is searched."""
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{site}/datasets/?q={{words}}"},
        "query-input": "required name=words",
    }
    name = {"name": value("SITE_NAME_ZH"), "alternateName": value("SITE_NAME_EN"), "url": f"{site}/"}
    return _written(
        {
            "@context": "https://schema.org/",
            "@graph": [
                {"@type": "WebSite", "@id": f"{site}/#site", **name, "potentialAction": search},
                {"@type": "DataCatalog", "@id": f"{site}/#catalog", **name, "isAccessibleForFree": True},
            ],
        }
    )


def _written(document: Json) -> str:
    known = {name: one for name, one in document.items() if one not in (None, "", [])}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)


def _reads(dataset: DatasetCard) -> bool:
    return decide(card=ANONYMOUS, action=Action.see_rows, resource=dataset.resource).allowed and bool(dataset.tables)


def _described(dataset: DatasetCard) -> str:
    """Return a description long enough for search engines to take it."""
    parts = [dataset.abstract.zh or dataset.title.zh]
    if len(parts[0]) < SHORTEST:
        about = Text(f"由{dataset.department.name_zh}提供", f"Provided by {dataset.department.name.en}")
        parts += [about.zh, "、".join(dataset.keywords), dataset.abstract.en, f"{dataset.title.en}. {about.en}."]
    return "。".join(dict.fromkeys(part for part in parts if part))[:LONGEST]


def _terms(dataset: DatasetCard, site: str) -> Json:
    department = _department(dataset, site)
    return {
        "license": dataset.licence_url,
        "isAccessibleForFree": dataset.open_type.code != "closed",
        "conditionsOfAccess": dataset.entry.open_condition,
        "creator": department,
        "publisher": department,
    }


def _department(dataset: DatasetCard, site: str) -> Json:
    department = dataset.department
    return {
        "@type": "GovernmentOrganization",
        "name": department.name_zh,
        "alternateName": department.name.en,
        "identifier": department.code,
        "url": f"{site}/departments/{department.key}/",
    }


def _coverage(dataset: DatasetCard) -> Json:
    entry = dataset.entry
    found: Json = {}
    if entry.temporal_from or entry.temporal_to:
        found["temporalCoverage"] = f"{entry.temporal_from or '..'}/{entry.temporal_to or '..'}"
    name = dataset.place.zh
    if name or dataset.bbox:
        found["spatialCoverage"] = {"@type": "Place"} | ({"name": name} if name else {})
    if dataset.bbox:
        west, south, east, north = dataset.bbox
        found["spatialCoverage"]["geo"] = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
    return found


def _variables(dataset: DatasetCard) -> Iterator[Json]:
    for table in dataset.tables:
        for column in metadata.dictionary(table_id=table.id):
            about = column.description.zh or (column.label.zh if column.label.zh != column.field.name else "")
            yield {"@type": "PropertyValue", "name": column.field.name} | ({"description": about} if about else {})


def _files(dataset: DatasetCard, site: str) -> Iterator[Json]:
    tables: tuple[TableCard, ...] = dataset.tables if _reads(dataset) else ()
    for table in tables:
        for form, (name, media) in FILES.items():
            yield {
                "@type": "DataDownload",
                "name": f"{table.title.zh}（{name}）",
                "encodingFormat": media,
                "contentUrl": f"{site}/api/v1/tables/{table.id}/export.{form}",
            }


def _links(dataset: DatasetCard) -> Iterator[Json]:
    for link in dataset.links:
        yield {"@type": "DataDownload", "contentUrl": link.url} | ({"name": link.title} if link.title else {})

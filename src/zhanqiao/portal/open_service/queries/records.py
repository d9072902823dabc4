"""The catalogue by OGC API - Records: what everybody may see, as features with properties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.catalogue.queries.search import search
from zhanqiao.kit.environment import value
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.portal.open_service.queries.dcat_us import issued
from zhanqiao.portal.open_service.queries.published import open_tables, published
from zhanqiao.portal.open_service.rules import records
from zhanqiao.portal.open_service.rules.dcat import Addresses
from zhanqiao.portal.open_service.rules.media import EXPORT_TYPES
from zhanqiao.portal.open_service.rules.periods import box_of, end_of
from zhanqiao.portal.open_service.rules.records import COLLECTION, CONFORMS, GEOJSON, PATH, link

Json = dict[str, Any]
FURTHEST = 100_000  # offset of a search


def landing(*, root: str) -> Json:
    """Return the landing page."""
    base = f"{root}{PATH}"
    return {
        "title": value("SITE_NAME_ZH"),
        "description": value("SITE_NAME_EN"),
        "links": [
            link(href=f"{base}/", rel="self"),
            link(href=f"{base}/conformance", rel="conformance"),
            link(href=f"{base}/collections", rel="data"),
            link(href=f"{root}/developers/", rel="service-doc", kind="text/html"),
        ],
    }


def conformance() -> Json:
    """Return what is conformed to."""
    return {"conformsTo": list(CONFORMS)}


def collections(*, root: str) -> Json:
    """Return the one collection in a list."""
    return {
        "links": [link(href=f"{root}{PATH}/collections", rel="self")],
        "collections": [collection(root=root)],
    }


def collection(*, root: str) -> Json:
    """Return the catalogue as a collection of records."""
    base = f"{root}{PATH}/collections/{COLLECTION}"
    return {
        "id": COLLECTION,
        "title": value("SITE_NAME_ZH"),
        "description": value("SITE_NAME_EN"),
        "itemType": "record",
        "links": [link(href=base, rel="self"), link(href=f"{base}/items", rel="items", kind=GEOJSON)],
    }


def items(*, given: Mapping[str, str], root: str) -> Json:
    """Return a page of records. ``datetime`` is the time of the last change. Raises RecordsParameterError, BoxError, PeriodError."""
    limit = records.whole(given=given, name="limit", otherwise=records.DEFAULT, least=1, most=records.MOST)
    offset = records.whole(given=given, name="offset", otherwise=0, least=0, most=FURTHEST)
    first, last = records.interval(text=given["datetime"]) if "datetime" in given else ("", "")
    page = search(
        text=" ".join(given.get("q", "").split(",")),
        card=ANONYMOUS,
        sort="relevance" if given.get("q") else "id",
        limit=limit,
        offset=offset,
        since=_end(first, last=False),
        until=_end(last, last=True),
        bbox=box_of(text=given["bbox"]) if "bbox" in given else (),
    )
    found = [] if page.relaxed else catalogue.dataset_cards(ids=[hit.dataset_id for hit in page.hits], card=ANONYMOUS)
    total = 0 if page.relaxed else page.total
    base = f"{root}{PATH}/collections/{COLLECTION}/items"
    following = base + "?" + urlencode({**given, "limit": limit, "offset": offset + limit})
    return {
        "type": "FeatureCollection",
        "numberMatched": total,
        "numberReturned": len(found),
        "features": [_record(one, root) for one in found],
        "links": [
            link(href=f"{base}?{urlencode(given)}" if given else base, rel="self", kind=GEOJSON),
            *([link(href=following, rel="next", kind=GEOJSON)] if offset + limit < min(total, FURTHEST) else []),
        ],
    }


def item(*, name: str, root: str) -> Json:
    """Return one record. Raises NotFoundError."""
    return _record(published(name=name), root)


def _end(text: str, *, last: bool) -> datetime | None:
    return end_of(name="datetime", text=text, last=last) if text else None


def _record(dataset: DatasetCard, root: str) -> Json:
    entry, at = dataset.entry, Addresses(root)
    span = [str(one) if one else ".." for one in (entry.temporal_from, entry.temporal_to)]
    theme = {"concepts": [{"id": dataset.theme.code, "title": dataset.theme.text.zh}], "scheme": at.themes}
    return {
        "id": dataset.id,
        "type": "Feature",
        "conformsTo": [CONFORMS[0]],
        "geometry": _geometry(dataset),
        "time": {"interval": span} if span != ["..", ".."] else None,
        "properties": {
            "type": "dataset",
            "title": dataset.title.zh,
            "description": dataset.abstract.zh or dataset.title.zh,
            "keywords": list(dataset.keywords),
            "language": {"code": entry.language},
            "created": issued(dataset),
            "updated": dataset.changed_at.isoformat(timespec="seconds"),
            "themes": [theme],
            "license": dataset.licence_url or dataset.licence.text.zh,
            "externalIds": [{"value": entry.resource_code}] if entry.resource_code else [],
            "contacts": [{"organization": dataset.department.name_zh, "roles": ["publisher"]}],
            "formats": [{"name": one} for one in dataset.formats],
        },
        "links": _links(dataset, at),
    }


def _links(dataset: DatasetCard, at: Addresses) -> list[Json]:
    base = f"{at.root}{PATH}/collections/{COLLECTION}"
    csv = EXPORT_TYPES["csv"].partition(";")[0]
    return [
        link(href=f"{base}/items/{dataset.id}", rel="self", kind=GEOJSON),
        link(href=base, rel="collection"),
        link(href=at.landing(dataset.slug), rel="alternate", kind="text/html", title=dataset.title.zh),
        *(
            link(href=at.export(one.id, "csv"), rel="enclosure", kind=csv, title=one.title.zh)
            for one in open_tables(dataset=dataset)
        ),
        *(link(href=one.url, rel="related", kind="", title=one.title) for one in dataset.links),
    ]


def _geometry(dataset: DatasetCard) -> Json | None:
    if dataset.bbox is None:
        return None
    west, south, east, north = dataset.bbox
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}

"""The documents around features: landing page, conformance, collections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhanqiao.portal.open_service.rules.ogc.conformance import CONFORMS, GEOJSON, OPENAPI, PATH, REL, SCHEMA
from zhanqiao.portal.open_service.rules.ogc.parameters import link
from zhanqiao.portal.open_service.rules.ogc.reference_systems import CRS84, SYSTEMS

HTML = "text/html"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
Json = dict[str, Any]
Box = tuple[float, float, float, float]


def landing(*, root: str, title: str, description: str) -> Json:
    """Return the landing page."""
    base = f"{root}{PATH}"
    return {
        "title": title,
        "description": description,
        "links": [
            link(href=f"{base}/", rel="self"),
            link(href=f"{root}/datasets/", rel="alternate", kind=HTML, title="数据目录 Catalogue"),
            link(href=f"{base}/api", rel="service-desc", kind=OPENAPI),
            link(href=f"{root}/developers/", rel="service-doc", kind=HTML),
            link(href=f"{base}/conformance", rel="conformance"),
            link(href=f"{base}/conformance", rel=f"{REL}conformance"),
            link(href=f"{base}/collections", rel="data"),
            link(href=f"{base}/collections", rel=f"{REL}data"),
            link(href=f"{base}/tileMatrixSets", rel=f"{REL}tiling-schemes"),
            link(href=f"{base}/records/", rel="related", title="OGC API - Records"),
        ],
    }


def conformance() -> Json:
    """Return what is conformed to."""
    return {"conformsTo": list(CONFORMS)}


def collections(*, root: str, found: Sequence[Json]) -> Json:
    """Return the list of collections."""
    return {"links": [link(href=f"{root}{PATH}/collections", rel="self")], "collections": list(found)}


def collection(
    *, root: str, name: str, title: str, about: str, page: str, bbox: Box | None, period: tuple[str | None, str | None] | None,
    features: int,
) -> Json:  # fmt: skip
    """Return the description of a collection; ``period`` is when its features are of, None for features without time."""
    base = f"{root}{PATH}/collections/{name}"
    extent: Json = {}
    if bbox is not None:
        extent["spatial"] = {"bbox": [list(bbox)], "crs": CRS84}
    if period is not None:
        extent["temporal"] = {"interval": [list(period)], "trs": GREGORIAN}
    return {
        "id": name,
        "title": title,
        "description": about,
        "itemType": "feature",
        "itemCount": features,
        "extent": extent,
        "crs": list(SYSTEMS),
        "storageCrs": CRS84,
        "links": [
            link(href=base, rel="self"),
            link(href=f"{base}/items", rel="items", kind=GEOJSON),
            link(href=f"{base}/schema", rel="describedby", kind=SCHEMA),
            link(href=f"{base}/schema", rel=f"{REL}schema", kind=SCHEMA),
            link(href=f"{base}/tiles", rel=f"{REL}tilesets-vector"),
            link(href=f"{base}/queryables", rel=f"{REL}queryables", kind=SCHEMA),
            link(href=f"{root}{page}", rel="alternate", kind=HTML, title=title),
        ],
    }

"""The interface in OpenAPI 3.0, with collections as a parameter: what clients look for are the limits of a page."""

from __future__ import annotations

from typing import Any

from zhanqiao.portal.open_service.rules.media import MVT
from zhanqiao.portal.open_service.rules.ogc.conformance import DEFAULT, GEOJSON, JSON, MOST, PATH, SCHEMA
from zhanqiao.portal.open_service.rules.ogc.parameters import TILE
from zhanqiao.portal.open_service.rules.ogc.reference_systems import CRS84, SYSTEMS
from zhanqiao.portal.open_service.rules.ogc.selecting import DRAFT_LANGUAGE, LANGUAGES
from zhanqiao.portal.open_service.rules.ogc.tilesets import GRID

PROBLEM = "application/problem+json"
Json = dict[str, Any]
TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "integer", "minimum": 0}
TILE_PLACE = ("tileMatrix", "tileRow", "tileCol")
SYSTEM: Json = {"type": "string", "format": "uri", "enum": list(SYSTEMS), "default": CRS84}
FORM = {"name": "f", "in": "query", "schema": {"type": "string", "enum": ["json"]}}
BOX: Json = {
    "type": "array",
    "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
    "items": {"type": "number"},
}
QUERY: dict[str, Json] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT},
    "offset": {"type": "integer", "minimum": 0},
    "after": TEXT,
    "bbox": BOX,
    "bbox-crs": SYSTEM,
    "datetime": TEXT,
    "filter": TEXT,
    "filter-lang": {"type": "string", "enum": [*LANGUAGES, DRAFT_LANGUAGE], "default": LANGUAGES[0]},
    "filter-crs": SYSTEM,
    "q": TEXT,
    "sortby": {"type": "array", "items": TEXT},
    "properties": {"type": "array", "items": TEXT},
    "crs": SYSTEM,
}
PLACES: dict[str, Json] = {
    "collectionId": {"name": "collectionId", "in": "path", "required": True, "schema": TEXT},
    "featureId": {"name": "featureId", "in": "path", "required": True, "schema": TEXT},
    "tileMatrixSetId": {"name": "tileMatrixSetId", "in": "path", "required": True, "schema": {**TEXT, "enum": [GRID]}},
    **{name: {"name": name, "in": "path", "required": True, "schema": NUMBER} for name in TILE_PLACE},
}
SHAPING = ("properties", "crs")
DRAWING = tuple(name for name in TILE if name != FORM["name"])


def document(*, root: str) -> Json:
    """Return the OpenAPI document; ``root`` is the scheme and host of the site."""
    one = "/collections/{collectionId}"
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "OGC API",
            "version": "1.0.0",
            "description": "有位置的数据表 · tables that have a place. CQL2, CRS84, EPSG:4490, 4326, 3857.",
        },
        "servers": [{"url": f"{root}{PATH}"}],
        "paths": {
            "/": _read("landing", JSON),
            "/conformance": _read("conformance", JSON),
            "/collections": _read("collections", JSON),
            one: _read("collection", JSON, places=("collectionId",)),
            f"{one}/schema": _read("schema", SCHEMA, places=("collectionId",)),
            f"{one}/queryables": _read("queryables", SCHEMA, places=("collectionId",)),
            f"{one}/items": _read("items", GEOJSON, places=("collectionId",), query=tuple(QUERY)),
            f"{one}/items/{{featureId}}": _read("item", GEOJSON, places=("collectionId", "featureId"), query=SHAPING),
            f"{one}/tiles": _read("tilesets", JSON, places=("collectionId",)),
            f"{one}/tiles/{{tileMatrixSetId}}": _read("tileset", JSON, places=("collectionId", "tileMatrixSetId")),
            f"{one}/tiles/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _tile(),
            "/tileMatrixSets": _read("grids", JSON),
            "/tileMatrixSets/{tileMatrixSetId}": _read("grid", JSON, places=("tileMatrixSetId",)),
        },
        "components": {
            "parameters": {**PLACES, **{name: _parameter(name, schema) for name, schema in QUERY.items()}, "f": FORM}
        },
    }


def _read(name: str, media: str, *, places: tuple[str, ...] = (), query: tuple[str, ...] = ()) -> Json:
    statuses = {
        "200": {"description": "OK", "content": {media: {"schema": {"type": "object"}}}},
        **{status: _problem(said) for status, said in (("400", "Bad Request"), ("404", "Not Found"))},
        **(
            {status: _problem(said) for status, said in (("401", "Unauthorized"), ("403", "Forbidden"))}
            if places
            else {}
        ),
    }
    parameters = [{"$ref": f"#/components/parameters/{each}"} for each in (*places, *query, "f")]
    return {"get": {"operationId": name, "summary": name, "parameters": parameters, "responses": statuses}}


def _tile() -> Json:
    found = _read("tile", MVT, places=("collectionId", "tileMatrixSetId", *TILE_PLACE), query=DRAWING)
    # the one form here is not JSON, so there is nothing to choose
    found["get"]["parameters"] = [each for each in found["get"]["parameters"] if not each["$ref"].endswith("/f")]
    found["get"]["responses"]["200"]["content"] = {MVT: {"schema": {**TEXT, "format": "binary"}}}
    found["get"]["responses"]["503"] = _problem("Service Unavailable")
    return found


def _problem(said: str) -> Json:
    return {"description": said, "content": {PROBLEM: {"schema": {"type": "object"}}}}


def _parameter(name: str, schema: Json) -> Json:
    listed = {"style": "form", "explode": False} if schema["type"] == "array" else {}
    return {"name": name, "in": "query", "required": False, "schema": schema, **listed}

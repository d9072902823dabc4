"""Tilesets of OGC API - Tiles (20-057) and their grid, WebMercatorQuad (OGC 17-083r4, annex D.1)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.media import MVT
from zhanqiao.portal.open_service.rules.ogc.conformance import PATH, REL
from zhanqiao.portal.open_service.rules.ogc.layers import Layer
from zhanqiao.portal.open_service.rules.ogc.parameters import link
from zhanqiao.portal.open_service.rules.ogc.reference_systems import CRS84, EPSG, LIMIT, RADIUS
from zhanqiao.portal.open_service.rules.ogc.schemas import schema
from zhanqiao.portal.open_service.rules.tiles import LAYER, SHOWN_ZOOM

GRID = "WebMercatorQuad"
GRID_URI = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{GRID}"
LEVELS = 25
PIXELS = 256
EDGE = math.pi * RADIUS  # metres from the middle of the map to its sides
PIXEL = 0.000_28  # metres that the standard takes a pixel to be
SYSTEM = f"{EPSG}3857"
Json = dict[str, Any]
Box = tuple[float, float, float, float]


def grids(*, root: str) -> Json:
    """Return the list of grids: the one."""
    found = {"id": GRID, "title": GRID, "uri": GRID_URI, "crs": SYSTEM, "links": [_grid_link(root, "self")]}
    return {"tileMatrixSets": [found]}


def grid() -> Json:
    """Return the definition of the grid: squares of 256 pixels, twice as many a side at each level."""
    return {
        "id": GRID,
        "title": GRID,
        "uri": GRID_URI,
        "crs": SYSTEM,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [_matrix(level) for level in range(LEVELS)],
    }


def tilesets(*, root: str, name: str, title: str) -> Json:
    """Return the list of a collection's tilesets: the one."""
    address = f"{root}{PATH}/collections/{name}/tiles"
    found = {
        "title": title,
        "dataType": "vector",
        "crs": SYSTEM,
        "tileMatrixSetURI": GRID_URI,
        "links": [link(href=f"{address}/{GRID}", rel="self"), _grid_link(root, f"{REL}tiling-scheme")],
    }
    return {"links": [link(href=address, rel="self")], "tilesets": [found]}


def tileset(*, root: str, name: str, title: str, layer: Layer, labels: Mapping[str, Text], bbox: Box | None) -> Json:
    """Return what a collection's tiles are: where there are some, and what is in them."""
    collection = f"{root}{PATH}/collections/{name}"
    address = f"{collection}/tiles/{GRID}"
    properties = schema(address=f"{collection}/schema", title=title, layer=layer, labels=labels)["properties"]
    shown = {each.name: properties[each.name] for each in layer.properties if each.kind != "geometry"}
    drawn: Json = {"id": LAYER, "title": title, "dataType": "vector"}
    drawn |= {"geometryType": "points"} if layer.is_points else {}
    return {
        "title": title,
        "dataType": "vector",
        "crs": SYSTEM,
        "tileMatrixSetURI": GRID_URI,
        "links": [
            link(href=address, rel="self"),
            link(href=f"{address}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", rel="item", kind=MVT, templated=True),
            _grid_link(root, f"{REL}tiling-scheme"),
            link(href=collection, rel=f"{REL}geodata"),
            link(href=f"{root}/api/v1/tables/{name}/tiles.json", rel="describedby", title="TileJSON 3.0"),
        ],
        "layers": [{**drawn, "propertiesSchema": {"type": "object", "properties": shown}}],
        **_extent(bbox),
    }


def _extent(bbox: Box | None) -> Json:
    if bbox is None:
        return {}
    west, south, east, north = bbox
    return {
        "boundingBox": {"lowerLeft": [west, south], "upperRight": [east, north], "crs": CRS84},
        "tileMatrixSetLimits": [_limits(level, bbox) for level in range(SHOWN_ZOOM + 1)],
    }


def _limits(level: int, bbox: Box) -> Json:
    west, south, east, north = bbox
    first_column, first_row = _tile_at(west, north, level)
    last_column, last_row = _tile_at(east, south, level)
    return {
        "tileMatrix": str(level),
        "minTileRow": first_row,
        "maxTileRow": last_row,
        "minTileCol": first_column,
        "maxTileCol": last_column,
    }


def _tile_at(longitude: float, latitude: float, level: int) -> tuple[int, int]:
    held = math.radians(max(-LIMIT, min(LIMIT, latitude)))
    side = 1 << level
    x, y = (longitude + 180) / 360, 0.5 - math.asinh(math.tan(held)) / (2 * math.pi)
    column, row = (max(0, min(side - 1, math.floor(part * side))) for part in (x, y))
    return column, row


def _matrix(level: int) -> Json:
    size = 2 * EDGE / PIXELS / (1 << level)
    return {
        "id": str(level),
        "scaleDenominator": size / PIXEL,
        "cellSize": size,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-EDGE, EDGE],
        "tileWidth": PIXELS,
        "tileHeight": PIXELS,
        "matrixWidth": 1 << level,
        "matrixHeight": 1 << level,
    }


def _grid_link(root: str, rel: str) -> Json:
    return link(href=f"{root}{PATH}/tileMatrixSets/{GRID}", rel=rel)

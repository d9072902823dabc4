"""The addresses of OGC API - Features and Tiles."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.open_service.endpoints import ogc, ogc_tiles

app_name = "ogc"
COLLECTION = "collections/<str:name>"
TILESET = f"{COLLECTION}/tiles/<str:grid>"
urlpatterns = [
    path("", ogc.landing, name="landing"),
    path("api", ogc.api, name="api"),
    path("conformance", ogc.conformance, name="conformance"),
    path("collections", ogc.collections, name="collections"),
    path(COLLECTION, ogc.collection, name="collection"),
    path(f"{COLLECTION}/schema", ogc.described, name="schema"),
    path(f"{COLLECTION}/queryables", ogc.described, name="queryables"),
    path(f"{COLLECTION}/items", ogc.items, name="items"),
    path(f"{COLLECTION}/items/<str:number>", ogc.item, name="item"),
    path(f"{COLLECTION}/tiles", ogc_tiles.tilesets, name="tilesets"),
    path(TILESET, ogc_tiles.tileset, name="tileset"),
    path(f"{TILESET}/<str:level>/<str:row>/<str:column>", ogc_tiles.tile, name="tile"),
    path("tileMatrixSets", ogc_tiles.grids, name="grids"),
    path("tileMatrixSets/<str:grid>", ogc_tiles.grid, name="grid"),
]

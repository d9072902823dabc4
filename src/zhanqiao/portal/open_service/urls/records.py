"""The addresses of OGC API - Records."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.open_service.endpoints import records

app_name = "records"
urlpatterns = [
    path("", records.landing, name="landing"),
    path("conformance", records.conformance, name="conformance"),
    path("collections", records.collections, name="collections"),
    path("collections/<str:name>", records.collection, name="collection"),
    path("collections/<str:name>/items", records.items, name="items"),
    path("collections/<str:name>/items/<str:record>", records.item, name="item"),
]

"""The addresses of the Iceberg REST catalogue."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.open_service.endpoints import iceberg

app_name = "iceberg"
urlpatterns = [
    path("v1/config", iceberg.config, name="config"),
    path("v1/namespaces", iceberg.namespaces, name="namespaces"),
    path("v1/namespaces/<str:name>", iceberg.namespace, name="namespace"),
    path("v1/namespaces/<str:name>/tables", iceberg.tables, name="tables"),
    path("v1/namespaces/<str:name>/tables/<str:table>", iceberg.table, name="table"),
    path("v1/files/<str:table>/<str:release>/<str:file>", iceberg.file, name="file"),
    path("<path:path>", iceberg.elsewhere, name="elsewhere"),
]

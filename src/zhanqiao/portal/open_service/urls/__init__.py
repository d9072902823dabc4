"""The addresses of API v1, made from the registry: what it declares is served, and nothing else."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.open_service.endpoints import catalogue, files, joins, service, sql, tables
from zhanqiao.portal.open_service.rules.registry import ENDPOINTS

app_name = "open_service"
VIEWS = {
    "index": service.index,
    "openapi": service.openapi,
    "datasets": catalogue.datasets,
    "suggest": catalogue.suggest,
    "dataset": catalogue.dataset,
    "dataset-tables": catalogue.dataset_tables,
    "table": tables.table,
    "rows": tables.rows,
    "aggregate": tables.aggregate,
    "facets": tables.facets,
    "export": tables.export,
    "query": sql.query,
    "joins": joins.joins,
    "releases": files.releases,
    "release": files.release,
    "source": files.source,
    "release-file": files.release_file,
    "problems": files.problems,
    "refused": files.refused,
}
urlpatterns = [
    *(path(endpoint.route, VIEWS[endpoint.name], name=endpoint.name) for endpoint in ENDPOINTS),
    path("<path:path>", service.elsewhere, name="elsewhere"),
]
